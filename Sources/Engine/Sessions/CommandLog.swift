// CommandLog: the commands that took long, for SLOWLOG, and with Valkey those whose requests or replies were large, for COMMANDLOG.
//
// Guarantee: what is kept of a command is bounded (32 arguments of 128 bytes), and is what may be seen of it: no secret. Who is not
// slow pays one comparison, with `Engine.leastNotable`.

/// The latest of the commands that took as much of something as is worth noting.
final class CommandLog {
    /// What is noted, by the words of COMMANDLOG.
    enum Kind: String, CaseIterable {
        /// Microseconds.
        case slow
        /// Bytes.
        case largeRequest = "large-request"
        /// Bytes.
        case largeReply = "large-reply"
    }

    /// What is kept of a command.
    struct Entry {
        /// Ascending, never given twice.
        let id: Int
        /// Seconds since 1970.
        let time: Int
        /// Microseconds or bytes.
        let amount: Int
        /// Shortened, secrets left out.
        let arguments: [[UInt8]]
        /// Where the client is, and what it calls itself.
        let address: String
        let name: [UInt8]
    }

    /// The oldest first, behind `start` places that are free.
    private var entries: [Entry] = []
    private var start = 0
    private var nextID = 0

    private static let (longestVector, longestArgument) = (32, 128)

    var count: Int { entries.count - start }

    /// The newest first.
    var newestFirst: ReversedCollection<ArraySlice<Entry>> { entries[start...].reversed() }

    /// Adds a command, and forgets the oldest that are too many. O(1), amortised.
    func add(
        _ command: Command, _ arguments: Arguments, of client: Session?, time: Int, amount: Int, limit: Int
    ) {
        entries.append(
            Entry(
                id: nextID, time: time, amount: amount,
                arguments: CommandLog.excerpt(command, arguments), address: client?.peer.address ?? "",
                name: client?.name ?? []))
        nextID += 1
        if count > limit {
            start = entries.count - limit
            if start >= limit { dropFree() }
        }
    }

    func removeAll() {
        entries = []
        start = 0
    }

    private func dropFree() {
        entries.removeFirst(start)
        start = 0
    }

    private static func excerpt(_ command: Command, _ arguments: Arguments) -> [[UInt8]] {
        let isCut = arguments.count > longestVector
        let shown = isCut ? longestVector - 1 : arguments.count
        var excerpt = (0..<shown).map { index in
            let argument = arguments[index]
            if command.isSecret(index, in: arguments) { return Array("(redacted)".utf8) }
            guard argument.count > longestArgument else { return argument.array }
            return argument[0..<longestArgument].array + "... (\(argument.count - longestArgument) more bytes)".utf8
        }
        if isCut { excerpt.append(Array("... (\(arguments.count - shown) more arguments)".utf8)) }
        return excerpt
    }
}

extension CommandLog.Kind {
    /// The least amount that is noted, negative for none, and how many commands are kept.
    fileprivate func limits(in configuration: Configuration) -> (threshold: Int, count: Int) {
        switch self {
        case .slow: (configuration.slowLogSlowerThan, configuration.slowLogMaxLength)
        case .largeRequest: (configuration.commandLogRequestLargerThan, configuration.largeRequestLogMaxLength)
        case .largeReply: (configuration.commandLogReplyLargerThan, configuration.largeReplyLogMaxLength)
        }
    }
}

extension Engine {
    /// Takes over the thresholds above which commands are noted.
    func followThresholds() {
        let (slow, latency) = (configuration.slowLogSlowerThan, configuration.latencyMonitorThreshold)
        leastNotable = min(
            slow < 0 ? .max : slow, latency == 0 ? .max : latency.multipliedReportingOverflow(by: 1000).partialValue)
        context.stopwatch = latency == 0 ? nil : { [unowned self] event, body in time(event, body) }
        let sizes = [configuration.commandLogRequestLargerThan, configuration.commandLogReplyLargerThan]
        leastNotableSize = profile.isValkey ? sizes.filter { $0 >= 0 }.min() ?? .max : .max
    }

    /// Runs something, and notes how long it took if that is long enough.
    private func time(_ event: LatencyMonitor.Event, _ body: () -> Void) {
        let start = clock.now().monotonic
        body()
        sampleLatency(event, microseconds: Int(clock.now().monotonic - start))
    }

    /// The log of a kind.
    func commandLog(_ kind: CommandLog.Kind) -> CommandLog {
        switch kind {
        case .slow: slowLog
        case .largeRequest: largeRequestLog
        case .largeReply: largeReplyLog
        }
    }

    /// Notes a command that took at least `leastNotable` microseconds.
    @inline(never)
    func note(_ command: Command, _ arguments: Arguments, microseconds: Int, of session: Session) {
        sampleLatency(command.flags.contains(.fast) ? .fastCommand : .command, microseconds: microseconds)
        // One that waits is logged when it is done.
        if session.blocked == nil { log(command, arguments, as: .slow, amount: microseconds, of: session) }
    }

    /// Notes a command whose request or reply may be large.
    @inline(never)
    func noteSizes(_ command: Command, _ arguments: Arguments, of session: Session) {
        guard session.blocked == nil else { return }
        var (request, reply) = (session.requestLength, session.isMuted ? 0 : session.replyLength)
        if session.isScripting, profile == .valkey81 {
            // To it all commands of a script come in the script's request, and are answered with its reply.
            (request, reply) = (scriptEngine?.run?.caller.requestLength ?? 0, 0)
        }
        log(command, arguments, as: .largeRequest, amount: request, of: session)
        log(command, arguments, as: .largeReply, amount: reply, of: session)
    }

    /// Puts a command that has been carried out into a log if it belongs there.
    private func log(
        _ command: Command, _ arguments: Arguments, as kind: CommandLog.Kind, amount: Int, of session: Session
    ) {
        let limits = kind.limits(in: configuration)
        guard limits.threshold >= 0, amount >= limits.threshold, !command.flags.contains(.skipSlowlog) else { return }
        // What a script does nobody does to Redis, to Valkey its caller.
        let client = session.isScripting ? profile.isValkey ? scriptEngine?.run?.caller : nil : session
        commandLog(kind).add(
            command, arguments, of: client, time: Int(now.wall / 1_000_000), amount: amount, limit: limits.count)
    }

    /// Notes a latency if it is as long as `latency-monitor-threshold`.
    func sampleLatency(_ event: LatencyMonitor.Event, microseconds: Int) {
        let threshold = configuration.latencyMonitorThreshold
        guard threshold > 0, microseconds / 1000 >= threshold else { return }
        latencyMonitor.add(event, milliseconds: microseconds / 1000, time: Int(now.wall / 1_000_000))
    }
}
