// Engine: one server's whole state and behaviour, without its sockets. Bytes in, bytes out, the next deadline, advance: it is
// deterministic, given its seed, its clock and the bytes it is sent.
//
// An engine belongs to one serial queue (or one test): nothing here is synchronised.

import UnderstudyLua

/// An in-memory, Redis-compatible server without sockets.
public final class Engine {
    /// The directives, which CONFIG SET changes.
    public let configuration: Configuration
    /// Whom the engine stands in for.
    let profile: Profile
    /// The process around it.
    public let host: any Host
    let clock: any Clock
    /// The time of the running command.
    private(set) var now: Instant
    /// The last reading of the clock, monotonic microseconds, which within a transaction is later than `now`.
    private(set) var lastReading: Int64 = 0
    let startedAt: Instant
    let context: KeyspaceContext
    var databases: [Database] = []
    let commands: CommandTable
    let access: AccessControl
    /// Identifies this run of the server, 40 hexadecimal digits.
    let runID: String
    /// Identifies the history of the dataset to replicas, 40 hexadecimal digits.
    var replicationID: String

    private(set) var sessions: [Int: Session] = [:]
    private var lastSessionID = 0
    /// Sessions with something to send or to close, in the order in which they came to have it.
    private var outputQueue: [Session] = []

    private let lookahead = Lookahead()

    /// The session whose requests are being run.
    var currentSession: Session?
    /// What its running command has sent to itself, which is to stand behind the reply.
    var delayedPushes: DelayedPushes?

    /// The sessions that are shown every command.
    var monitors: [Session] = []
    /// Whether there is any: a flag that every command tests costs less than the array.
    var isMonitored = false

    // Sessions that wait.
    var timeouts = TimeoutQueue()
    /// Sessions that were unblocked and have requests waiting.
    var resumed: [Session] = []
    var pause: Pause?
    /// `latency-tracking`, as it was when the turn began.
    var tracksLatency = false
    let slowLog = CommandLog()
    let largeRequestLog = CommandLog()
    let largeReplyLog = CommandLog()
    let latencyMonitor: LatencyMonitor
    /// How long a command takes, in microseconds, that the slow log or the latency monitor may be told of.
    var leastNotable = Int.max
    /// How large a request or a reply is, in bytes, that COMMANDLOG may be told of.
    var leastNotableSize = Int.max
    /// When the server goes on after DEBUG SLEEP, monotonic microseconds.
    var asleepUntil = Int64.min
    /// Sessions that have a postponed request, in the order of these.
    var postponed: [Session] = []
    var isServingReadyKeys = false

    var activeExpiryIsOn = true
    /// The least of the output buffers' limits that are set, in bytes: what is below it needs no further look.
    var leastOutputLimit = Int.max
    /// How many sessions have more output than their soft limit allows for long.
    var aboveSoftLimit = 0
    /// When sessions are next looked over for idleness and soft limits, monotonic microseconds.
    var nextInspection: Int64 = 0
    /// When buckets of tables were last moved for want of commands that would (Engine+Rehashing.swift).
    var lastRehashing: Int64 = 0

    // Counters of INFO.
    /// Connections accepted since the start.
    public var totalConnections = 0
    /// Connections refused for `maxclients` since the start.
    public var rejectedConnections = 0
    /// Connections closed for having too much output since the start.
    var outputLimitDisconnections = 0
    /// The same for too much input.
    var inputLimitDisconnections = 0
    /// Connections closed for what all clients took, since the start.
    var evictedClients = 0
    var totalCommands = 0
    var totalErrors = 0
    /// Error replies by their code.
    var errorCounts: [String: Int] = [:]
    var totalBytesIn = 0
    /// Bytes sent since the start.
    public var totalBytesOut = 0
    var totalReads = 0
    var totalWrites = 0
    /// Bytes that the process had in use when the engine had been made.
    private(set) var startupMemory = 0
    /// What INFO remembers from one time to the next.
    var observations = InfoObservations()
    /// Changes since the last save.
    var changes = 0
    let saving: SavingState
    /// Whether writes are refused because the dataset could not be saved.
    var deniesWrites = false
    /// `maxmemory-clients` is set.
    var limitsClients = false
    var clientMemory = ClientMemory()
    /// `maxmemory` is set.
    var limitsMemory = false
    var memory = MemoryReading()
    var evictionPool = EvictionPool()
    var lastEvictedDatabase = -1
    /// The interpreter of scripts; nil until the first comes.
    var scriptEngine: ScriptEngine?
    /// The interpreter whose script takes long, while the other clients are served from within it.
    var busyScripts: ScriptEngine?
    /// The interpreter of functions; nil while no library has been loaded.
    var functionEngine: ScriptEngine?
    var libraries = FunctionLibraries()
    /// Scripts forgotten for there being many.
    var evictedScripts = 0
    /// What scripts draw their random numbers from. It outlives the interpreter.
    private(set) lazy var scriptRandom = RandomSequence()
    /// A SHUTDOWN that the process has not carried out yet.
    public internal(set) var shutdownRequest: ShutdownRequest?

    /// - Parameters:
    ///   - clock: Where all time comes from.
    ///   - seed: Where all randomness comes from, the hash seeds included.
    public init(configuration: Configuration, clock: any Clock, seed: UInt64, host: any Host) {
        self.configuration = configuration
        profile = configuration.profile
        latencyMonitor = LatencyMonitor(configuration.profile)
        self.clock = clock
        self.host = host
        now = clock.now()
        startedAt = now
        saving = SavingState(at: now)
        context = KeyspaceContext(seed: seed, profile: configuration.profile)
        commands = CommandTable(
            CommandFamilies.all, of: configuration.profile, renamed: configuration.renamedCommands)
        access = AccessControl(configuration, commands)
        for user in configuration.users {
            // What is wrong with rules was told when they were read.
            _ = try? access.set(user.name, [Array("reset".utf8)] + user.rules)
        }
        runID = RunIdentifier.make(&context.random)
        replicationID = RunIdentifier.make(&context.random)
        databases = (0..<configuration.databases).map { Database(index: $0, context: context) }
        followConfiguration()
        startupMemory = host.usage().allocatedMemory
        observations.observe(memory: startupMemory)
        refreshTime()
    }

    // MARK: Sessions

    /// A new session for a new connection.
    public func connect(_ peer: Peer) -> Session {
        refreshTime()
        lastSessionID += 1
        totalConnections += 1
        let session = Session(id: lastSessionID, engine: self, peer: peer, database: databases[0])
        sessions[session.id] = session
        if limitsClients { clientMemory.update(session) }
        return session
    }

    /// All sessions, the oldest first: an order that depends on nothing but history. O(n log n).
    var sessionsByAge: [Session] { sessions.values.sorted { $0.id < $1.id } }

    /// Forgets a session whose connection is gone.
    public func disconnect(_ session: Session) {
        guard sessions.removeValue(forKey: session.id) != nil else { return }
        if limitsClients { clientMemory.remove(session) }
        forgetWaiting(session)
        unwatchAll(session)
        session.unsubscribeFromAll()
        session.stopTracking()
        stopMonitoring(session)
        setSoftLimitExcess(of: session, since: nil)
        session.ending = .now
    }

    /// Ends a session for another one: it is gone at once, and whoever owns the connection closes it when the turn is over.
    func kill(_ session: Session) {
        session.closeNow()
        disconnect(session)
    }

    /// Ends the references between the engine and its sessions.
    public func shutDown() {
        for session in sessions.values { disconnect(session) }
        scriptEngine = nil
        removeAllLibraries()
        outputQueue = []
        resumed = []
        postponed = []
    }

    // MARK: Input

    /// Takes what a client sent, cut anywhere, and runs the requests that are complete.
    public func receive(_ bytes: Bytes, from session: Session) {
        guard session.ending == .no else { return }
        precondition(busyScripts?.run?.caller !== session, "the request at hand is still being run")
        refreshTime()
        session.lastInteraction = now
        session.totalBytesIn += bytes.count
        totalBytesIn += bytes.count
        totalReads += 1
        if session.isSuspended || !session.input.isEmpty {
            session.input.append(bytes)
            checkInputLimit(session)
            runInput(of: session)
        } else {
            let consumed = run(bytes, of: session)
            if consumed < bytes.count, session.ending == .no { session.input.append(bytes.dropFirst(consumed)) }
        }
        countMemory(of: session)
        endTurn()
    }

    /// Runs the requests that wait in a session's input.
    func runInput(of session: Session) {
        guard !session.isSuspended, session.ending == .no, !session.input.isEmpty else { return }
        let consumed = run(session.input.bytes, of: session)
        session.input.consume(consumed)
    }

    /// Runs requests from `stream` until none is complete or the session must wait. Returns how many bytes were used up.
    private func run(_ stream: Bytes, of session: Session) -> Int {
        var offset = 0
        var limits = RequestLimits(bulkLength: configuration.protoMaxBulkLength)
        limits.checksLineEnds = profile.checksLineEnds
        limits.inlineReading = profile.inlineReading
        tracksLatency = configuration.latencyTracking
        let outerSession = currentSession
        currentSession = session
        let looksAhead = !lookahead.isInUse
        lookahead.isInUse = true
        defer {
            currentSession = outerSession
            if looksAhead { stopLookingAhead() }
        }
        while offset < stream.count, !session.isSuspended, session.ending == .no {
            let rest = stream.dropFirst(offset)
            if limits.isAuthenticated == session.lacksAuthentication {
                limits.isAuthenticated.toggle()
                if looksAhead { lookahead.clear() }
            }
            if looksAhead, offset > 0 {
                if lookahead.isEmpty { lookahead.look(at: rest, limits: limits, in: session.database) }
                if !lookahead.isEmpty {
                    let (arguments, length) = lookahead.takeNext(in: rest, context)
                    session.requestLength = length
                    process(arguments, of: session)
                    context.forgetForeseenKey()
                    offset += length
                    checkOutputLimit(of: session)
                    countMemory(of: session)
                    continue
                }
            }
            switch session.parser.parse(rest, limits: limits) {
            case .request:
                session.requestLength = session.parser.consumed
                process(session.parser.arguments(in: rest), of: session)
                offset += session.parser.consumed
                checkOutputLimit(of: session)
                countMemory(of: session)
            case .nothing:
                offset += session.parser.consumed
            case .incomplete:
                enqueueOutput(of: session)
                return offset
            case .failed(let reason):
                let text = String(decoding: reason.text, as: UTF8.self)
                host.log(
                    .verbose, "Protocol error (\(text)) from client: id=\(session.id) addr=\(session.peer.address)")
                let error = CommandError(bytes: Array("ERR Protocol error: ".utf8) + reason.text)
                if session.isMuted { countError(error) } else { replyError(error, to: session) }
                session.closeAfterReply()
                return stream.count
            }
        }
        enqueueOutput(of: session)
        return offset
    }

    private func stopLookingAhead() {
        lookahead.clear()
        lookahead.isInUse = false
    }

    private func checkInputLimit(_ session: Session) {
        if session.input.count > configuration.clientQueryBufferLimit {
            let start = InlineWords.quote(session.input.bytes[0..<min(64, session.input.count)].array)
            host.log(
                .warning,
                "Closing client that reached max query buffer length: \(session.descriptionLine) "
                    + "(qbuf initial bytes: \(String(decoding: start, as: UTF8.self)))")
            inputLimitDisconnections += 1
            session.closeNow()
        }
    }

    // MARK: Output

    /// Counts what a session takes, if that is limited.
    @inline(__always)
    func countMemory(of session: Session) {
        if limitsClients, session.ending != .now { clientMemory.update(session) }
    }

    /// Notes that a session may have something to send.
    @inline(__always)
    func enqueueOutput(of session: Session) {
        guard !session.isInOutputQueue, session.hasToBeSeenTo else { return }
        session.isInOutputQueue = true
        outputQueue.append(session)
    }

    /// Calls `body` with each session that has something to send, or is to be closed, since the last call. One whose script takes
    /// long has its turn when that has ended. While the server sleeps nothing is sent.
    public func drainOutput(_ body: (Session) -> Void) {
        guard !isStalled else { return }
        let held = busyScripts?.run?.caller
        var index = 0
        while index < outputQueue.count {
            let session = outputQueue[index]
            index += 1
            if session === held { continue }
            session.isInOutputQueue = false
            if session.hasToBeSeenTo { body(session) }
        }
        outputQueue.removeAll(keepingCapacity: true)
        if let held, held.isInOutputQueue { outputQueue.append(held) }
    }

    /// Says that `count` bytes of a session's output have been sent.
    public func didSend(_ count: Int, of session: Session) {
        session.output.consume(count)
        session.totalBytesOut += count
        totalBytesOut += count
        totalWrites += 1
        countMemory(of: session)
    }

    // MARK: Time

    /// Reads the clock. Time stands still between two readings.
    @inline(__always)
    func refreshTime() {
        adopt(clock.now())
    }

    private func adopt(_ reading: Instant) {
        now = reading
        lastReading = reading.monotonic
        context.milliseconds = reading.milliseconds
    }

    /// Reads the clock when a command has ended, which is when the next begins, so that a command costs one reading. Within a
    /// transaction time does not move on.
    ///
    /// - Parameter start: The reading at which the command began. Those that it ran in turn have moved the last one on.
    /// - Returns: Microseconds since the start.
    @inline(__always)
    func takeTime(since start: Int64, movesOn: Bool) -> Int {
        let reading = clock.now()
        if movesOn { adopt(reading) } else { lastReading = reading.monotonic }
        return Int(reading.monotonic - start)
    }

    /// Lets the host serve the other clients while a script runs for `session`, which finds everything as it was before, the
    /// time included.
    func serveOthers(than session: Session) {
        let (began, reading, pushes) = (now, lastReading, delayedPushes)
        delayedPushes = nil
        refreshTime()
        host.serveOthers(than: session)
        adopt(began)
        lastReading = reading
        delayedPushes = pushes
    }

    private var expiresActively: Bool { activeExpiryIsOn && !context.keepsExpired }

    /// When `advance` is next needed, in the clock's monotonic microseconds, or nil.
    public var nextDeadline: Int64? {
        if isStalled { return asleepUntil }
        var next = Int64.max
        if let time = timeouts.first { next = min(next, time) }
        if let pause, !pause.isEndless { next = min(next, pause.end) }
        if expiresActively {
            for database in databases {
                guard let time = database.nextDueTime else { continue }
                // Nobody waits for more than a year at a time: the end of time itself is a valid expiry.
                let milliseconds = min(time - now.milliseconds, 365 * 86_400_000) + 1
                next = min(next, now.monotonic + milliseconds * 1000 - now.wall % 1000)
            }
        }
        if needsInspection { next = min(next, nextInspection) }
        if let time = nextSave { next = min(next, time) }
        if let time = nextRehashing { next = min(next, time) }
        return next == .max ? nil : next
    }

    /// Does what is due: expiry, timeouts, the end of a pause.
    public func advance() {
        // What comes due while a script runs waits for its end.
        guard !isBusy else { return }
        refreshTime()
        guard !isStalled else { return }
        fireTimeouts()
        if expiresActively {
            context.timing(.expireCycle) {
                for database in databases {
                    _ = database.expireDue(limit: 256)
                    database.expireDueFields(limit: 256)
                }
            }
        }
        if !context.readyKeys.isEmpty { serveReadyKeys() }
        if needsInspection, nextInspection <= now.monotonic { inspectSessions() }
        saveIfDue()
        rehashIfDue()
        endTurn()
    }

    /// What is left to do once the requests at hand have run.
    private func endTurn() {
        guard !isBusy else { return }
        endPauseIfDue()
        // In batches: what runs may resume others, and may take some out of the line by killing them.
        while !resumed.isEmpty {
            let batch = resumed
            resumed = []
            for session in batch {
                session.isResuming = false
                runInput(of: session)
                enqueueOutput(of: session)
            }
        }
        context.tracking?.broadcast()
        if limitsClients { evictClients() }
    }
}
