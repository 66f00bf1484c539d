// XREAD and XREADGROUP: what came behind an id, of several streams, at once or when it comes.

extension StreamCommands {
    static func xread(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let request = try StreamReadRequest(arguments, ofGroup: false, session.engine)
        for index in session.keysToServe(request.keys, arguments) {
            _ = try start(
                request.id(of: index, arguments), try session.stream(arguments[index]), session.engine.profile)
        }
        try readOrWait(session, arguments, request) { (index) throws(CommandError) in
            guard let stream = try session.stream(arguments[index]), let last = session.lastToServe(of: stream) else {
                return false
            }
            let id = try start(request.id(of: index, arguments), stream, session.engine.profile)
            guard last > id, let start = id.successor else { return false }
            session.beginStream(arguments[index])
            session.write(stream, from: start, count: request.count)
            return true
        }
    }

    /// The id behind which XREAD reads a stream, which need not be there.
    private static func start(
        _ argument: Bytes, _ stream: StreamValue?, _ profile: Profile
    ) throws(CommandError) -> StreamID {
        if argument.isWord("$") { return stream?.counters.lastID ?? .min }
        if profile.readsLastEntry, argument.isWord("+") {
            let last = profile.readsLastEntryByLastID ? stream?.counters.lastID : stream?.lastEntryID
            if last == .min, profile.refusesLastOfNone { throw CommandError("ERR the stream last element ID is 0-0") }
            return last?.predecessor ?? .min
        }
        if argument.isWord(">") {
            throw CommandError(
                "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.")
        }
        return try argument.parseStreamID()
    }

    static func xreadgroup(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let request = try StreamReadRequest(arguments, ofGroup: true, session.engine)
        let (groupName, consumerName) = (arguments[request.group!], arguments[request.group! + 1])
        for index in session.keysToServe(request.keys, arguments) {
            if session.readyKey != nil { try session.checkWaited(groupName, of: arguments[index]) }
            guard try session.stream(arguments[index])?.group(groupName) != nil else {
                throw CommandError.noGroup(groupName, of: arguments[index], " in XREADGROUP with GROUP option")
            }
            _ = try groupStart(request.id(of: index, arguments), session.engine.profile)
        }
        try readOrWait(session, arguments, request) { (index) throws(CommandError) in
            let key = arguments[index]
            var location = session.database.lookUpToReadAndWrite(key)
            guard try session.holdsStream(location) else { return false }
            let stream = session.streamToChange(at: &location)
            guard let group = stream.group(groupName) else { return false }
            let history = try groupStart(request.id(of: index, arguments), session.engine.profile)
            let hasNews = history == nil && session.lastToServe(of: stream).map { $0 > group.lastID } ?? false
            // Older releases make it only when there is something for it.
            if session.engine.profile.makesConsumersFirst { _ = session.consumer(consumerName, of: group, key) }
            guard hasNews || history != nil else { return false }
            let consumer = session.consumer(consumerName, of: group, key)
            session.beginStream(key)
            if let history {
                session.writeHistory(of: consumer, group, stream, after: history, count: request.count)
            } else {
                session.deliver(stream, to: consumer, group, request)
            }
            session.engine.changes += 1
            return true
        }
    }

    /// The id behind which a consumer's own history is read, or nil for what it has not been delivered yet.
    private static func groupStart(_ argument: Bytes, _ profile: Profile) throws(CommandError) -> StreamID? {
        let words: [StaticString] = profile.readsLastEntry ? ["$", "+"] : ["$"]
        for word in words where argument.isWord(word) {
            throw CommandError(
                "ERR The \(word) ID is meaningless in the context of XREADGROUP: you want to read the history of "
                    + "this consumer by specifying a proper ID, or use the > ID to get new messages. "
                    + "The \(word) ID would just return an empty result set.")
        }
        if argument.isWord(">") { return nil }
        let id = try argument.parseStreamID()
        return id == .max ? nil : id
    }

    /// Replies with what `read` finds in each stream; waits if there is nothing and the request says so.
    ///
    /// - Parameter read: Replies with the stream whose key is that argument, if there is anything; returns whether there is.
    private static func readOrWait(
        _ session: Session, _ arguments: Arguments, _ request: StreamReadRequest,
        _ read: (Int) throws(CommandError) -> Bool
    ) throws(CommandError) {
        let mark = session.reply.mark()
        var served = 0
        do throws(CommandError) {
            for index in session.keysToServe(request.keys, arguments) where try read(index) { served += 1 }
        } catch {
            session.reply.discard(since: mark)
            throw error
        }
        if served > 0 {
            let isMap = session.speaksRESP3
            return session.reply.prefix(since: mark) { isMap ? $0.map(served) : $0.array(served) }
        }
        guard let timeout = request.timeout, !session.deniesBlocking else { return session.reply.nullArray() }
        session.block(
            arguments, on: request.keys.map { arguments[$0] }, for: .stream, timeout: timeout.microseconds,
            needsKey: request.group == nil, again: try request.argumentsToRetry(arguments, session))
    }
}

// MARK: The request

/// What XREAD or XREADGROUP asks for.
private struct StreamReadRequest {
    /// How long to wait.
    struct Timeout {
        /// Nil waits for ever.
        let microseconds: Int64?
    }

    /// Nil: do not wait.
    private(set) var timeout: Timeout?
    /// Of each stream; 0: all.
    private(set) var count = 0
    /// Which argument is the group; the consumer is the next.
    private(set) var group: Int?
    private(set) var isAcknowledged = false
    /// Which arguments are the keys; the ids are as many behind them.
    private(set) var keys = 0..<0

    init(_ arguments: Arguments, ofGroup: Bool, _ engine: Engine) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 1)
        while !cursor.isAtEnd, keys.isEmpty {
            if cursor.skip("block", before: 1) {
                if engine.scriptRun != nil, !engine.profile.readsBlockingInScripts {
                    throw CommandError(
                        "ERR ", quoting: arguments[0], " command is not allowed with BLOCK option from scripts")
                }
                timeout = Timeout(
                    microseconds: try cursor.next().parseMillisecondTimeout(
                        now: engine.now.milliseconds, engine.profile))
            } else if cursor.skip("count", before: 1) {
                count = max(0, try cursor.next().parseInteger())
            } else if cursor.skip("streams", before: 1) {
                guard cursor.remaining.isMultiple(of: 2) else {
                    throw StreamReadRequest.unbalanced(ofGroup: ofGroup, engine.profile)
                }
                keys = cursor.index..<cursor.index + cursor.remaining / 2
            } else if cursor.skip("group", before: 2) {
                if !ofGroup { throw StreamReadRequest.onlyOfGroup("GROUP") }
                group = cursor.index
                _ = (try cursor.next(), try cursor.next())
            } else if cursor.skip("noack") {
                if !ofGroup { throw StreamReadRequest.onlyOfGroup("NOACK") }
                isAcknowledged = true
            } else {
                throw .syntax
            }
        }
        if keys.isEmpty { throw .syntax }
        if ofGroup, group == nil { throw CommandError("ERR Missing GROUP option for XREADGROUP") }
    }

    private static func unbalanced(ofGroup: Bool, _ profile: Profile) -> CommandError {
        let isNamed = profile.namesUnbalancedRead
        let name = isNamed ? ofGroup ? "'xreadgroup'" : "'xread'" : "XREAD"
        let ids = ofGroup && isNamed ? "ID or '>'" : profile == .redis80 ? "ID, '+', or '$'" : "ID or '$'"
        return CommandError("ERR Unbalanced \(name) list of streams: for each stream key an \(ids) must be specified.")
    }

    private static func onlyOfGroup(_ option: String) -> CommandError {
        CommandError("ERR The \(option) option is only supported by XREADGROUP. You called XREAD instead.")
    }

    /// The id beside a key.
    @inline(__always)
    func id(of key: Int, _ arguments: Arguments) -> Bytes { arguments[key + keys.count] }

    /// The request as it is to be run again: `$` means the end of the stream as it is now. Nil if it is the same.
    func argumentsToRetry(_ arguments: Arguments, _ session: Session) throws(CommandError) -> StoredArguments? {
        guard keys.contains(where: { id(of: $0, arguments).isWord("$") }) else { return nil }
        var parts = (0..<arguments.count).map { arguments[$0].array }
        for key in keys where id(of: key, arguments).isWord("$") {
            let id = try session.streamToPeek(arguments[key])?.counters.lastID ?? .min
            parts[key + keys.count] = Array(id.text.utf8)
        }
        return StoredArguments(parts)
    }
}

// MARK: Replies

extension Session {
    /// The stream under a key, without any sign of access.
    fileprivate func streamToPeek(_ key: Bytes) throws(CommandError) -> StreamValue? {
        let location = database.locate(key)
        return try holdsStream(location) ? location.entry!.object(StreamValue.self) : nil
    }

    /// The last id of a stream that there may be something behind an id. Older releases serve who has waited for it even if what came
    /// is gone again.
    fileprivate func lastToServe(of stream: StreamValue) -> StreamID? {
        readyKey == nil ? stream.lastEntryID : stream.counters.lastID
    }

    /// Throws what older releases say to a client whose stream or group is gone, for which it has waited.
    fileprivate func checkWaited(_ group: Bytes, of key: Bytes) throws(CommandError) {
        let location = database.locate(key)
        guard location.entry?.type == .stream else {
            throw CommandError("UNBLOCKED the stream key no longer exists")
        }
        guard location.entry!.object(StreamValue.self).group(group) != nil else {
            throw CommandError("NOGROUP the consumer group this client was blocked on no longer exists")
        }
    }

    /// Begins the reply for one of several streams.
    fileprivate func beginStream(_ key: Bytes) {
        if !speaksRESP3 { reply.array(2) }
        reply.bulk(key)
    }

    /// Replies with up to `count` entries from `start` on, or with all if it is 0.
    fileprivate func write(_ stream: StreamValue, from start: StreamID, count: Int) {
        let mark = reply.mark()
        var written = 0
        stream.forEach(from: start) { entry in
            reply.write(entry)
            written += 1
            return written != count
        }
        reply.array(written, since: mark)
    }

    /// Replies with the entries that a group has not been delivered yet, and notes that the consumer has them.
    fileprivate func deliver(
        _ stream: StreamValue, to consumer: StreamConsumer, _ group: StreamGroup, _ request: StreamReadRequest
    ) {
        let now = engine.now.milliseconds
        let (mark, counters) = (reply.mark(), stream.counters)
        var written = 0
        stream.forEach(from: group.lastID.successor ?? .max) { entry in
            if entry.id > group.lastID {
                group.entriesRead = counters.entriesRead(
                    after: entry.id, lastID: group.lastID, entriesRead: group.entriesRead, engine.profile)
                group.lastID = entry.id
            }
            reply.write(entry)
            if !request.isAcknowledged {
                group.deliver(entry.id, to: consumer, at: now)
                consumer.activeTime = now
            }
            written += 1
            return written != request.count
        }
        reply.array(written, since: mark)
    }

    /// Replies with what a consumer has been delivered and has not acknowledged; an entry that is gone is a null.
    fileprivate func writeHistory(
        of consumer: StreamConsumer, _ group: StreamGroup, _ stream: StreamValue, after id: StreamID, count: Int
    ) {
        let now = engine.now.milliseconds
        let mark = reply.mark()
        var written = 0
        consumer.pending.forEach(from: id.successor ?? .max) { id, _ in
            if reply.write(id, of: stream) {
                group.modifyPending(id) {
                    $0.deliveryTime = now
                    $0.deliveryCount += 1
                }
            } else {
                reply.array(2)
                reply.bulk(id)
                reply.nullArray()
            }
            written += 1
            return written != count
        }
        reply.array(written, since: mark)
    }
}

// MARK: Groups of a session's streams

extension Session {
    /// The consumer of this name, made if there is none, as seen now.
    func consumer(_ name: Bytes, of group: StreamGroup, _ key: Bytes) -> StreamConsumer {
        let now = engine.now.milliseconds
        guard let consumer = group.consumer(name) else { return addConsumer(name, to: group, key) }
        consumer.seenTime = now
        return consumer
    }

    /// Makes a consumer, of whose name there is none.
    @discardableResult
    func addConsumer(_ name: Bytes, to group: StreamGroup, _ key: Bytes) -> StreamConsumer {
        let consumer = group.addConsumer(name, seenTime: engine.now.milliseconds)
        engine.changes += 1
        notify(.stream, "xgroup-createconsumer", key)
        return consumer
    }
}

extension CommandError {
    /// There is no such key, or no such group of it.
    static func noGroup(_ group: Bytes, of key: Bytes, _ context: String = "") -> CommandError {
        CommandError(
            bytes: "NOGROUP No such key '".utf8 + key.asCString() + "' or consumer group '".utf8 + group.asCString()
                + "'\(context)".utf8)
    }
}
