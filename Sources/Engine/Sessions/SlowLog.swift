// SlowLog: the commands that took long, for SLOWLOG.
//
// Guarantee: what is kept of a command is bounded (32 arguments of 128 bytes), and is what may be seen of it: no secret. Who is not
// slow pays one comparison, with `Engine.leastNotable`.

/// The latest of the commands that took at least `slowlog-log-slower-than` microseconds.
final class SlowLog {
    /// What is kept of a command.
    struct Entry {
        /// Ascending, never given twice.
        let id: Int
        /// Seconds since 1970.
        let time: Int
        let microseconds: Int
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
        _ command: Command, _ arguments: Arguments, of session: Session, time: Int, microseconds: Int, limit: Int
    ) {
        entries.append(
            Entry(
                id: nextID, time: time, microseconds: microseconds,
                arguments: SlowLog.excerpt(command, arguments), address: session.peer.address, name: session.name))
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

extension Engine {
    /// Takes over the thresholds above which commands are noted.
    func followThresholds() {
        let (slow, latency) = (configuration.slowLogSlowerThan, configuration.latencyMonitorThreshold)
        leastNotable = min(
            slow < 0 ? .max : slow, latency == 0 ? .max : latency.multipliedReportingOverflow(by: 1000).partialValue)
    }

    /// Notes a command that took at least `leastNotable` microseconds.
    @inline(never)
    func note(_ command: Command, _ arguments: Arguments, microseconds: Int, of session: Session) {
        sampleLatency(command.flags.contains(.fast) ? .fastCommand : .command, microseconds: microseconds)
        // One that waits is logged when it is done.
        if session.blocked == nil { logIfSlow(command, arguments, microseconds: microseconds, of: session) }
    }

    /// Puts a command that has been carried out into the slow log if it belongs there.
    func logIfSlow(_ command: Command, _ arguments: Arguments, microseconds: Int, of session: Session) {
        let threshold = configuration.slowLogSlowerThan
        guard threshold >= 0, microseconds >= threshold, !command.flags.contains(.skipSlowlog) else { return }
        slowLog.add(
            command, arguments, of: session, time: Int(now.wall / 1_000_000), microseconds: microseconds,
            limit: configuration.slowLogMaxLength)
    }

    /// Notes a latency if it is as long as `latency-monitor-threshold`.
    func sampleLatency(_ event: LatencyMonitor.Event, microseconds: Int) {
        let threshold = configuration.latencyMonitorThreshold
        guard threshold > 0, microseconds / 1000 >= threshold else { return }
        latencyMonitor.add(event, milliseconds: microseconds / 1000, time: Int(now.wall / 1_000_000))
    }
}
