// EventLoop: one server's turns. A turn harvests what is ready, lets the engine work on it, and sends each client's replies once.
//
// Everything here runs on one serial dispatch queue. Dispatch watches a single descriptor, that of the poller, however many clients
// come and go: a source for each connection costs more, and tearing many down corrupts libdispatch's bookkeeping on Linux.
// Between turns the handler lingers in the poller for a moment, since a thread's way through Dispatch costs more than
// a request does. It never lingers past the engine's next deadline, nor for longer than a slice in all: other work on the queue runs then.

import Dispatch
import UnderstudyEngine

/// One server's engine, sockets and turns. Confined to its queue.
final class EventLoop {
    /// How long to wait for the next event before the queue is handed back, milliseconds.
    private static let linger: Int32 = 1
    /// How long turns may follow one another before the queue is handed back, microseconds.
    private static let slice: Int64 = 10_000

    let engine: Engine
    let log: Log
    private let queue: DispatchQueue
    private let poller: Poller
    private let source: any DispatchSourceRead
    private let timer: any DispatchSourceTimer
    /// The deadline that the timer is set to, monotonic microseconds.
    private var armedDeadline: Int64?
    /// Whether the engine's deadlines are moments of real time; otherwise whoever moves its clock calls `advance`.
    private let hasRealTime: Bool
    private(set) var isRunning = true
    /// What to do once the loop has stopped by itself.
    var didStop: (() -> Void)?

    // Sockets: see the extensions.
    var connections = ConnectionTable()
    var listeners: [Listener] = []
    var limits = ConnectionLimits()
    let buffer = ReceiveBuffer(capacity: 64 * 1024)

    init(engine: Engine, log: Log, queue: DispatchQueue, hasRealTime: Bool) throws(SystemError) {
        self.engine = engine
        self.log = log
        self.queue = queue
        self.hasRealTime = hasRealTime
        poller = try Poller()
        source = DispatchSource.makeReadSource(fileDescriptor: poller.descriptor, queue: queue)
        timer = DispatchSource.makeTimerSource(queue: queue)
    }

    /// Begins to serve. Strong references from the sources keep the loop until it stops.
    func start() {
        let loop = Confined(self, to: queue)
        source.setEventHandler { loop.value.handleEvents() }
        timer.setEventHandler { loop.value.handleDeadline() }
        timer.schedule(deadline: .distantFuture)
        source.activate()
        timer.activate()
    }

    // MARK: Turns

    private func handleEvents() {
        guard isRunning else { return }
        let end = SystemClock.monotonic() + EventLoop.slice
        var ready = poller.wait(milliseconds: 0)
        while ready > 0 {
            for index in 0..<ready { handle(poller[index]) }
            endTurn()
            guard isRunning else { return }
            let now = SystemClock.monotonic()
            if now >= end { break }
            ready = poller.wait(milliseconds: timeToLinger(now))
        }
        arm()
    }

    private func handleDeadline() {
        guard isRunning else { return }
        armedDeadline = nil
        advance()
        if isRunning { arm() }
    }

    /// Lets the engine do what is due, and sends what comes of it.
    func advance() {
        engine.advance()
        endTurn()
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

    /// Sends replies and sees to what the turn has brought.
    func endTurn() {
        if hasRealTime, let deadline = engine.nextDeadline, deadline <= SystemClock.monotonic() { engine.advance() }
        sendReplies()
        if engine.shutdownRequest != nil { stop() }
    }

    /// How long the next harvest may wait: not at all when a deadline is nearer than the linger is long, for the timer is more exact.
    private func timeToLinger(_ now: Int64) -> Int32 {
        guard hasRealTime, let deadline = engine.nextDeadline else { return EventLoop.linger }
        return deadline - now >= Int64(EventLoop.linger) * 1000 ? EventLoop.linger : 0
    }

    /// Sets the timer to the engine's next deadline.
    private func arm() {
        guard hasRealTime else { return }
        let deadline = engine.nextDeadline
        guard deadline != armedDeadline else { return }
        armedDeadline = deadline
        guard let deadline else {
            timer.schedule(deadline: .distantFuture)
            return
        }
        let wait = max(0, deadline - SystemClock.monotonic())
        timer.schedule(deadline: .now() + .microseconds(Int(clamping: wait)), leeway: .microseconds(100))
    }

    // MARK: Watching

    func watch(_ socket: borrowing Descriptor, token: Token) throws(SystemError) {
        try poller.add(socket.number, token: token.rawValue)
    }

    func watch(_ socket: borrowing Descriptor, token: Token, reading: Bool, writing: Bool) throws(SystemError) {
        try poller.watch(socket.number, token: token.rawValue, reading: reading, writing: writing)
    }

    // MARK: The end

    /// Closes everything and lets go of Dispatch. The descriptors are closed when this returns.
    func stop() {
        guard isRunning else { return }
        isRunning = false
        closeListeners()
        for connection in connections.all { close(connection) }
        engine.shutDown()
        let loop = Confined(self, to: queue)
        source.setCancelHandler { loop.value.didStop?() }
        timer.cancel()
        source.cancel()
    }
}
