// Clients that wait for a key. As in the real server since 7.2, a waiting client's command is run again, whole, when a key
// that it waits for comes to be with the right type; the clients that wait for a key are tried in the order in which they came.
// Older releases serve the command with that key alone: it is run again, and looks at no other.

/// A command that waits.
struct BlockedCommand {
    enum Reason {
        /// For one of some keys, to hold a value of a type.
        case keys([[UInt8]], ValueType)
        /// For replicas, of which there are none: WAIT.
        case replicas
        /// For files here and at replicas: WAITAOF.
        case acknowledgements
        /// For nothing but the time, since one in monotonic microseconds: DEBUG SLEEP.
        case sleep(since: Int64)
    }

    let command: Command
    let arguments: StoredArguments
    let database: Database
    let reason: Reason
    /// Whether it is run again only when a key holds a value of the type, rather than also when it ceases to.
    var needsKey = true
    /// Monotonic microseconds, or nil to wait for ever.
    let deadline: Int64?

    /// Whether CLIENT UNBLOCK ends it.
    var canBeEnded: Bool {
        if case .sleep = reason { false } else { true }
    }
}

extension Session {
    /// Makes this client wait until one of `keys` holds a value of `type` and `command`, run again, does not block, or until the
    /// deadline, when it gets a null array. The handler returns without a reply after it.
    ///
    /// Within a transaction nothing waits: check `deniesBlocking` first.
    ///
    /// - Parameters:
    ///   - timeout: Microseconds; nil waits for ever.
    ///   - needsKey: False if the client is also to be told when a key is gone or holds something else.
    ///   - again: What is run again, if it is not the same.
    func block(
        _ arguments: Arguments, on keys: [Bytes], for type: ValueType, timeout: Int64?, needsKey: Bool = true,
        again: StoredArguments? = nil
    ) {
        precondition(!deniesBlocking)
        var distinct: [[UInt8]] = []
        for key in keys.map(\.array) where !distinct.contains(key) { distinct.append(key) }
        let retried = retriedCommand
        let deadline = retried != nil ? retried!.deadline : timeout.map { engine.now.monotonic + $0 }
        blocked = BlockedCommand(
            command: retried?.command ?? lastCommand!,
            arguments: again ?? retried?.arguments ?? StoredArguments(arguments), database: database,
            reason: .keys(distinct, type), needsKey: needsKey, deadline: deadline)
        for key in distinct { database.waiters.update(key, or: WaitQueue(), { $0.append(self) }, isEmpty: \.isEmpty) }
        // One that waits again stands in the queue of deadlines already.
        if let deadline, retried == nil { engine.addTimeout(deadline, of: self) }
    }

    /// Which of these arguments, which are keys, a command is to look at: all, or the one that it has waited for.
    func keysToServe(_ keys: Range<Int>, _ arguments: Arguments) -> Range<Int> {
        guard let readyKey else { return keys }
        return keys.first { arguments[$0].array == readyKey }.map { $0..<$0 + 1 } ?? keys
    }

    /// Makes this client wait for what no other client brings about: until the deadline, or CLIENT UNBLOCK.
    ///
    /// - Parameter timeout: Microseconds; nil waits for ever.
    func block(_ arguments: Arguments, on reason: BlockedCommand.Reason, timeout: Int64?) {
        let deadline = timeout.map { engine.now.monotonic + $0 }
        blocked = BlockedCommand(
            command: lastCommand!, arguments: StoredArguments(arguments), database: database, reason: reason,
            deadline: deadline)
        if let deadline { engine.addTimeout(deadline, of: self) }
    }

    /// Makes this client, and by `Engine.stall` all others, wait.
    func sleep(_ arguments: Arguments, microseconds: Int64) {
        block(arguments, on: .sleep(since: engine.now.monotonic), timeout: microseconds)
        engine.stall(until: engine.now.monotonic + microseconds)
    }
}

extension Engine {
    /// How CLIENT UNBLOCK ends a client's waiting.
    enum Unblocking { case timeout, error }

    var blockedCount: Int { sessions.values.count { $0.blocked != nil } }

    /// Serves the clients that wait for keys that have come to be, until nothing changes any more.
    func serveReadyKeys() {
        guard !isServingReadyKeys else { return }
        isServingReadyKeys = true
        defer { isServingReadyKeys = false }
        while !context.readyKeys.isEmpty {
            for ready in context.readyKeys.takeAll() { serve(databases[ready.database], ready.key) }
        }
    }

    private func serve(_ database: Database, _ key: [UInt8]) {
        for session in database.waiters[key]?.sessions ?? [] {
            guard let blocked = session.blocked, blocked.database === database,
                case .keys(let keys, let type) = blocked.reason,
                keys.contains(key)
            else { continue }
            // Once it is gone again, only those can be served that wait for that too.
            guard key.withBytes({ database.peek($0)?.type }) == type || !blocked.needsKey else { continue }
            retry(blocked, of: session, for: key)
        }
    }

    /// Runs a blocked command again. If it blocks again, its client goes to the end of the line, with its old deadline.
    private func retry(_ blocked: BlockedCommand, of session: Session, for key: [UInt8]) {
        forgetBlocked(session)
        session.retriedCommand = blocked
        if profile.servesReadyKeyAlone { session.readyKey = key }
        let mark = session.reply.mark()
        session.replyStart = session.output.count
        let database = session.database
        session.database = blocked.database
        let current = currentSession
        currentSession = session
        blocked.arguments.withArguments { call(blocked.command, $0, of: session) }
        session.database = database
        session.retriedCommand = nil
        session.readyKey = nil
        endReply(of: session, wasMuted: session.isMuted, since: mark)
        if delayedPushes != nil { flushDelayedPushes(to: session) }
        currentSession = current
        if session.blocked == nil { resume(session) }
        enqueueOutput(of: session)
    }

    /// Ends a client's waiting with a null array or an error.
    func unblock(_ session: Session, _ unblocking: Unblocking) {
        guard let blocked = session.blocked else { return }
        forgetBlocked(session)
        count(blocked.command, of: session)
        let mark = session.reply.mark()
        session.replyStart = session.output.count
        switch (unblocking, blocked.reason) {
        case (.error, _):
            blocked.command.statistics.failed += 1
            replyError(CommandError("UNBLOCKED client unblocked via CLIENT UNBLOCK"), to: session)
        case (.timeout, .keys): session.reply.nullArray()
        case (.timeout, .replicas): session.reply.integer(0)
        case (.timeout, .acknowledgements): session.reply.acknowledgements()
        case (.timeout, .sleep): session.reply.ok()
        }
        account(blocked, of: session)
        endReply(of: session, wasMuted: session.isMuted, since: mark)
        resume(session)
        enqueueOutput(of: session)
    }

    /// Tells the slow log of a command whose waiting has been ended. The waiting is none of its time, except that sleeping is what
    /// DEBUG SLEEP does.
    private func account(_ blocked: BlockedCommand, of session: Session) {
        var microseconds = 0
        if case .sleep(let since) = blocked.reason {
            microseconds = Int(now.monotonic - since)
            blocked.command.statistics.microseconds += microseconds
            if configuration.latencyTracking { blocked.command.latencies.record(microseconds: microseconds) }
        }
        blocked.arguments.withArguments { arguments in
            if microseconds >= leastNotable {
                note(blocked.command, arguments, microseconds: microseconds, of: session)
            }
            if leastNotableSize < .max { noteSizes(blocked.command, arguments, of: session) }
        }
    }

    /// Lets a session go on, once the turn is over, with the requests that it has sent meanwhile.
    func resume(_ session: Session) {
        session.isResuming = true
        resumed.append(session)
    }

    fileprivate func addTimeout(_ deadline: Int64, of session: Session) {
        timeouts.add(deadline, session: session.id) { time, id in sessions[id]?.blocked?.deadline == time }
    }

    func fireTimeouts() {
        while let (time, id) = timeouts.removeFirst(dueBy: now.monotonic) {
            guard let session = sessions[id], let blocked = session.blocked, blocked.deadline == time else { continue }
            unblock(session, .timeout)
        }
    }

    /// Takes a session out of the lines that it stands in.
    func forgetBlocked(_ session: Session) {
        guard let blocked = session.blocked else { return }
        session.blocked = nil
        guard case .keys(let keys, _) = blocked.reason else { return }
        for key in keys {
            blocked.database.waiters.update(key, or: WaitQueue(), { $0.remove(session) }, isEmpty: \.isEmpty)
        }
    }

    /// Takes a session out of all that waits.
    func forgetWaiting(_ session: Session) {
        forgetBlocked(session)
        if session.postponed != nil { postponed.removeAll { $0 === session } }
        session.postponed = nil
        resumed.removeAll { $0 === session }
    }

    /// Says that keys of whole databases may have come to be (SWAPDB): whoever waits for one that exists may be served.
    func signalAllReady(in database: Database) {
        for key in database.waiters.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            key.withBytes { if database.peek($0) != nil { database.signalReady($0) } }
        }
    }
}

/// The clients that wait for one key, in the order in which they came. The first leaves in O(1).
struct WaitQueue {
    private var all: [Session] = []
    private var head = 0

    var sessions: ArraySlice<Session> { all[head...] }

    var isEmpty: Bool { head == all.count }

    /// Whether one of them is to be told when the key is gone.
    var wantsToKnowOfAbsence: Bool { sessions.contains { $0.blocked?.needsKey == false } }

    mutating func append(_ session: Session) { all.append(session) }

    mutating func remove(_ session: Session) {
        guard let index = sessions.firstIndex(where: { $0 === session }) else { return }
        if index > head { all.remove(at: index) } else { head += 1 }
        if head > 32, head * 2 > all.count {
            all.removeFirst(head)
            head = 0
        }
    }
}
