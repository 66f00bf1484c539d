// A session's line in CLIENT LIST.

extension Session {
    /// The fields in the real server's order, without a line end.
    var descriptionLine: String {
        let seconds = { (since: Instant) in (self.engine.now.monotonic - since.monotonic) / 1_000_000 }
        let (queued, pending) = (queuedMemory, pendingMemory)
        let fields: [(String, String)] = [
            ("id", "\(id)"), ("addr", peer.address), ("laddr", peer.localAddress), ("fd", "\(peer.descriptor)"),
            ("name", shown(name)), ("age", "\(seconds(createdAt))"),
            ("idle", "\(seconds(lastInteraction))"), ("flags", flagLetters), ("db", "\(database.index)"),
            ("sub", "\(subscribed?.count(.channel) ?? 0)"), ("psub", "\(subscribed?.count(.pattern) ?? 0)"),
            ("ssub", "\(subscribed?.count(.shardChannel) ?? 0)"), ("multi", "\(transaction?.queue.count ?? -1)"),
            ("watch", "\(watched.count)"),
            ("qbuf", "\(input.count)"), ("qbuf-free", "\(input.capacity - input.count)"), ("argv-mem", "\(pending)"),
            ("multi-mem", "\(queued)"), ("rbs", "\(output.capacity)"), ("rbp", "\(output.capacity)"),
            ("obl", "\(output.count)"), ("oll", "0"), ("omem", "0"), ("tot-mem", "\(memoryUse)"),
            ("events", output.isEmpty ? "r" : "rw"), ("cmd", lastCommand?.fullName ?? "NULL"),
            ("user", String(decoding: user.name, as: UTF8.self)),
            ("redir", "\(redirection)"), ("resp", "\(reply.version.rawValue)"),
            ("lib-name", shown(libraryName)), ("lib-ver", shown(libraryVersion)), ("io-thread", "0"),
        ]
        return fields.map { "\($0)=\($1)" }.joined(separator: " ")
    }

    /// Bytes that the commands of a transaction take.
    private var queuedMemory: Int { transaction?.queue.reduce(0) { $0 + $1.arguments.memoryUse } ?? 0 }

    /// Bytes that a waiting command takes.
    private var pendingMemory: Int { postponed?.memoryUse ?? blocked?.arguments.memoryUse ?? 0 }

    /// Bytes that the session takes.
    var memoryUse: Int {
        input.capacity + output.capacity + queuedMemory + pendingMemory + MemoryLayout<Session>.size + 1024
    }

    /// What a client calls itself, as far as the first NUL; up to there it is ASCII.
    private func shown(_ name: [UInt8]) -> String {
        name.withBytes { String(decoding: $0.asCString(), as: UTF8.self) }
    }

    private var flagLetters: String {
        let flags: [(Bool, Character)] = [
            (isMonitoring, "O"), (subscribed != nil, "P"), (transaction != nil, "x"),
            (blocked != nil || postponed != nil, "b"), (tracking != nil, "t"), (tracking?.isBroken == true, "R"),
            (tracking?.options.contains(.broadcast) == true, "B"), (isDirty, "d"), (closing == .afterReply, "c"),
            (isResuming, "u"), (closing == .now, "A"), (peer.isUnixSocket, "U"), (noEvict, "e"), (noTouch, "T"),
        ]
        let letters = String(flags.filter(\.0).map(\.1))
        return letters.isEmpty ? "N" : letters
    }
}
