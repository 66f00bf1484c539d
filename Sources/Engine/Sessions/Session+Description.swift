// A session's line in CLIENT LIST.

extension Session {
    /// The fields in the real server's order, without a line end.
    var descriptionLine: String {
        let seconds = { (since: Instant) in (self.engine.now.monotonic - since.monotonic) / 1_000_000 }
        let (queued, pending) = (transaction?.memoryUse ?? 0, pendingMemory)
        // What does not fit into the real server's buffer for replies it keeps in a list: by that tools know who does not read.
        let unsent = output.count
        let isListed = unsent > Session.replyBufferSize
        let pieces = (unsent + Session.replyBufferSize - 1) / Session.replyBufferSize
        let profile = engine.profile
        var fields: [(String, String)] = [
            ("id", "\(id)"), ("addr", peer.address), ("laddr", peer.localAddress), ("fd", "\(peer.descriptor)"),
            ("name", shown(name)), ("age", "\(seconds(createdAt))"),
            ("idle", "\(seconds(lastInteraction))"), ("flags", flagLetters),
            ("capa", capabilityLetters), ("db", "\(database.index)"),
            ("sub", "\(subscribed?.count(.channel) ?? 0)"), ("psub", "\(subscribed?.count(.pattern) ?? 0)"),
            ("ssub", "\(subscribed?.count(.shardChannel) ?? 0)"),
            ("multi", "\(transaction?.queue.count ?? queueLengthOfNone)"),
            ("watch", "\(watched.count)"),
            ("qbuf", "\(input.count)"), ("qbuf-free", "\(input.capacity - input.count)"), ("argv-mem", "\(pending)"),
            ("multi-mem", "\(queued)"), ("rbs", "\(output.capacity)"), ("rbp", "\(output.capacity)"),
            ("obl", "\(isListed ? 0 : unsent)"), ("oll", "\(isListed ? pieces : 0)"),
            ("omem", "\(isListed ? unsent : 0)"), ("tot-mem", "\(memoryUse)"),
            ("events", isWaitingToSend ? "rw" : "r"), ("cmd", lastCommand?.fullName ?? "NULL"),
            ("user", String(decoding: user.name, as: UTF8.self)),
            ("redir", "\(redirection)"), ("resp", "\(reply.version.rawValue)"),
            ("lib-name", shown(libraryName)), ("lib-ver", shown(libraryVersion)), ("io-thread", "0"),
            ("tot-net-in", "\(totalBytesIn)"), ("tot-net-out", "\(totalBytesOut)"), ("tot-cmds", "\(totalCommands)"),
        ]
        fields.removeAll { name, _ in
            switch name {
            case "watch", "lib-name", "lib-ver": profile == .redis70
            case "io-thread": profile != .redis80
            case "capa", "tot-net-in", "tot-net-out", "tot-cmds": !profile.isValkey
            default: false
            }
        }
        return fields.map { "\($0)=\($1)" }.joined(separator: " ")
    }

    /// The size of the real server's buffer for replies.
    private static let replyBufferSize = 16 << 10

    /// Bytes that a waiting command takes.
    private var pendingMemory: Int { postponed?.memoryUse ?? blocked?.arguments.memoryUse ?? 0 }

    /// Bytes that the session takes, about: what it is subscribed to, watches and tracks by prefix counts by the number.
    var memoryUse: Int {
        let topics = Subscriptions.Kind.allCases.reduce(0) { $0 + (subscribed?.count($1) ?? 0) }
        let references = topics * 40 + watched.count * 80 + (tracking?.prefixes.count ?? 0) * 64
        return input.capacity + output.capacity + (transaction?.memoryUse ?? 0) + pendingMemory + references + 1024
    }

    /// The length of a queue that there is not.
    private var queueLengthOfNone: Int { engine.profile.showsPastTransactions && hasBegunTransaction ? 0 : -1 }

    /// What a client calls itself, as far as the first NUL; up to there it is ASCII.
    private func shown(_ name: [UInt8]) -> String {
        name.withBytes { String(decoding: $0.asCString(), as: UTF8.self) }
    }

    /// What the client is able to do, a letter each.
    var capabilityLetters: String { followsRedirections ? "r" : "" }

    /// What it is and does, a letter each, or `N`.
    var flagLetters: String {
        let flags: [(Bool, Character)] = [
            (isMonitoring, "O"), (subscribed != nil, "P"), (transaction != nil, "x"),
            (blocked != nil || postponed != nil, "b"), (tracking != nil, "t"), (tracking?.isBroken == true, "R"),
            (tracking?.options.contains(.broadcast) == true, "B"), (isDirty, "d"), (closing == .afterReply, "c"),
            (isResuming, "u"), (closing == .now, "A"), (peer.isUnixSocket, "U"), (readsOnly, "r"), (noEvict, "e"),
            (noTouch, "T"),
            (isImportSource, "I"),
        ]
        let letters = String(flags.filter(\.0).map(\.1))
        return letters.isEmpty ? "N" : letters
    }
}
