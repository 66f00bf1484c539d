// EventLoop: one server's turns. A turn harvests what is ready, lets the engine work on it, and sends each client's replies once.
//
// Everything here runs on one serial dispatch queue. Dispatch watches a single descriptor, that of the poller, however many
// clients come and go: a source for each connection costs more, and tearing many down corrupts libdispatch's bookkeeping on
// Linux. Between turns the handler lingers in the poller for a moment, since a thread's way through Dispatch costs more than a
// request does. It never lingers past the engine's next deadline, nor for longer than a slice in all: other work on the queue
// runs then.

import Dispatch
import UnderstudyEngine

/// One server's engine, sockets and turns. Confined to its queue once it has started.
final class EventLoop {
    /// How long to wait for the next event before the queue is handed back, microseconds. Not at all under a manual clock:
    /// whoever moves it waits for the queue.
    private let linger: Int64
    /// How long turns may follow one another before the queue is handed back, microseconds.
    private static let slice: Int64 = 10_000
    /// How often the other clients are looked after, if they have something, before a script goes on that takes long.
    private static let turnsWhileBusy = 4

    let engine: Engine
    let log: Log
    let queue: DispatchQueue
    private let poller: Poller
    /// Made at the start, since Dispatch forbids letting go of a source that was never activated.
    private var source: (any DispatchSourceRead)?
    private var timer: (any DispatchSourceTimer)?
    /// The deadline that the timer is set to, monotonic microseconds.
    private var armedDeadline: Int64?
    /// Whether the engine's deadlines are moments of real time; otherwise whoever moves its clock calls `advance`.
    private let hasRealTime: Bool
    private(set) var isRunning = false
    /// Entered from the start until Dispatch has let go of every descriptor.
    let running = DispatchGroup()

    // Sockets: see the extensions.
    var connections = ConnectionTable()
    var listeners: [Listener] = []
    var acceptingIsSuspended = false
    var lastAcceptError: SystemError?
    /// What has been received of a client, until it has been run.
    private(set) var buffer = ReceiveBuffer(capacity: 64 * 1024)
    /// The one that the clients use who are served while a script of another runs.
    private lazy var spareBuffer = ReceiveBuffer(capacity: 64 * 1024)
    /// The events harvested last have been replaced by others, within the turn that they were for.
    private var harvestIsReplaced = false
    /// Much memory has been freed since the allocator last gave any back.
    var memoryWasFreed = false
    /// The file that holds the process's id, if one was written.
    var processIDFile: String?

    init(engine: Engine, log: Log, queue: DispatchQueue, hasRealTime: Bool) throws(SystemError) {
        self.engine = engine
        self.log = log
        self.queue = queue
        self.hasRealTime = hasRealTime
        linger = hasRealTime ? 1000 : 0
        poller = try Poller()
    }

    /// Begins to serve. The sources hold the loop until it stops.
    func start() {
        let loop = Confined(self, to: queue)
        isRunning = true
        running.enter()
        let source = DispatchSource.makeReadSource(fileDescriptor: poller.descriptor, queue: queue)
        source.setEventHandler { loop.value.handleEvents() }
        source.setCancelHandler { loop.value.didLetGo() }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { loop.value.handleDeadline() }
        timer.schedule(deadline: .distantFuture)
        source.activate()
        timer.activate()
        (self.source, self.timer) = (source, timer)
        arm()
    }

    /// Leaves nothing behind of a loop that could not be prepared and never started.
    func abandon() {
        removeProcessIDFile()
        closeListeners()
    }

    /// Stops as SHUTDOWN asks to, for a signal. Returns whether it does: not if the dataset has to be saved and cannot be.
    func stop(signal: String, _ request: ShutdownRequest) -> Bool {
        guard isRunning else { return true }
        log.write(signal: signal)
        log.write(.notice, "User requested shutdown...")
        guard engine.prepareToShutDown(request) else {
            log.write(
                .warning,
                "\(signal) received but errors trying to shut down the server, check the logs for more information")
            return false
        }
        stop()
        return true
    }

    /// Stops whatever happens; the dataset is saved if that is configured, and possible.
    func stopAtOnce() {
        guard isRunning else { return }
        log.write(.notice, "User requested shutdown...")
        var request = ShutdownRequest()
        request.force = true
        _ = engine.prepareToShutDown(request)
        stop()
    }

    /// Closes everything and lets go of Dispatch.
    private func stop() {
        guard isRunning else { return }
        isRunning = false
        removeReadyFile()
        removeProcessIDFile()
        closeListeners()
        for connection in connections.all { close(connection) }
        engine.shutDown()
        log.write(.warning, "\(engine.configuration.profile.productName) is now ready to exit, bye bye...")
        timer?.cancel()
        source?.cancel()
        (source, timer) = (nil, nil)
    }

    /// Dispatch no longer watches the poller: its descriptor can be closed.
    private func didLetGo() {
        poller.close()
        running.leave()
    }

    // MARK: Turns

    private func handleEvents() {
        guard isRunning else { return }
        let start = SystemClock.monotonic()
        var lingerEnd = start + linger
        var ready = poller.wait(microseconds: 0)
        while true {
            harvestIsReplaced = false
            for index in 0..<ready {
                handle(poller[index])
                // Those that are still ready are harvested again.
                if harvestIsReplaced { break }
            }
            let deadline = endTurn()
            guard isRunning else { return }
            let now = SystemClock.monotonic()
            if ready > 0 { lingerEnd = min(now + linger, start + EventLoop.slice) }
            if now >= lingerEnd { break }
            ready = poller.wait(microseconds: max(0, min(lingerEnd, deadline) - now))
        }
        if memoryWasFreed {
            memoryWasFreed = false
            SystemUsage.trimMemory()
        }
        arm()
    }

    /// A turn within the turn in which a script takes long: for the clients other than the one that it runs for, whose request
    /// lies in the buffer. That one is left alone, whatever its socket has to tell; it is told again afterwards.
    func serveOthers(than session: Session) {
        guard isRunning else { return }
        let held = connections[slot: session.slot]?.token.rawValue
        swap(&buffer, &spareBuffer)
        harvestIsReplaced = true
        // What was replied in the outer turn is sent as well, even if nothing comes in.
        var turns = EventLoop.turnsWhileBusy
        var isActive = true
        while isActive, turns > 0, engine.shutdownRequest == nil {
            turns -= 1
            isActive = false
            for index in 0..<poller.wait(microseconds: 0) where poller[index].token != held {
                isActive = true
                handle(poller[index])
            }
            sendReplies()
        }
        swap(&buffer, &spareBuffer)
    }

    private func handleDeadline() {
        guard isRunning else { return }
        armedDeadline = nil
        advance()
    }

    /// Lets the engine do what is due, and sends what comes of it.
    func advance() {
        guard isRunning else { return }
        engine.advance()
        endTurn()
        arm()
    }

    private func handle(_ event: Poller.Event) {
        let token = Token(rawValue: event.token)
        if token.isListener {
            if token.slot < listeners.count { accept(from: listeners[token.slot]) }
            return
        }
        guard let connection = connections[token] else { return }
        if event.isWritable { resumeSending(connection) }
        if event.isReadable, connections[token] != nil { receive(on: connection) }
    }

    /// Does what is due, sends replies and sees to what the turn has brought. Returns the next deadline in real time.
    @discardableResult
    private func endTurn() -> Int64 {
        var deadline = realDeadline
        if deadline <= SystemClock.monotonic() {
            engine.advance()
            deadline = realDeadline
        }
        sendReplies()
        if engine.shutdownRequest != nil { stop() }
        return deadline
    }

    /// The engine's next deadline if its time is real, monotonic microseconds; else never.
    private var realDeadline: Int64 { hasRealTime ? engine.nextDeadline ?? .max : .max }

    /// Sets the timer to the engine's next deadline.
    private func arm() {
        guard isRunning, hasRealTime else { return }
        let deadline = engine.nextDeadline
        guard deadline != armedDeadline else { return }
        armedDeadline = deadline
        guard let deadline else {
            timer?.schedule(deadline: .distantFuture)
            return
        }
        let wait = max(0, deadline - SystemClock.monotonic())
        timer?.schedule(deadline: .now() + .microseconds(Int(clamping: wait)), leeway: .microseconds(100))
    }

    // MARK: Watching

    func watch(_ socket: borrowing Descriptor, token: Token) throws(SystemError) {
        try poller.add(socket.number, token: token.rawValue)
    }

    func watch(_ socket: borrowing Descriptor, token: Token, reading: Bool, writing: Bool) throws(SystemError) {
        try poller.watch(socket.number, token: token.rawValue, reading: reading, writing: writing)
    }

    func unwatch(_ socket: borrowing Descriptor) { poller.remove(socket.number) }
}
