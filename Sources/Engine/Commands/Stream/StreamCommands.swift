// The commands that add entries to a stream, take some away, or tell how many there are.

enum StreamCommands {
    // MARK: Adding

    static func xadd(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let configuration = session.engine.configuration
        let options = try StreamAddOptions(
            arguments, isAdd: true, nodeEntries: configuration.streamNodeMaxEntries)
        let fields = arguments.count - options.end - 1
        guard let request = options.id, fields >= 2, fields.isMultiple(of: 2) else { throw .wrongArity("xadd") }
        if case .exactly(.min) = request {
            throw CommandError("ERR The ID specified in XADD must be greater than 0-0")
        }
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let exists = try session.holdsStream(location)
        if !exists, !options.createsStream { return session.reply.null() }
        let stream = exists ? session.streamToChange(at: &location) : session.addStream(key, at: location)
        let last = stream.counters.lastID
        if last == .max {
            throw CommandError(
                "ERR The stream has exhausted the last possible ID, unable to add more items")
        }
        guard let id = request.id(after: last, now: UInt64(session.engine.now.milliseconds)) else {
            // Redis 7.0 takes the end of a millisecond's ids for that of the stream's room.
            if session.engine.profile == .redis70, case .nextWithin(let ms) = request, ms == last.ms { throw .tooLarge }
            throw CommandError(
                "ERR The ID specified in XADD is equal or smaller than the target stream top item")
        }
        guard stream.append(id, arguments.dropFirst(options.end + 1), limit: session.streamNodeLimit) else {
            throw .tooLarge
        }
        session.didModify(key)
        session.reply.bulk(id)
        session.notify(.stream, "xadd", key)
        if let trimming = options.trimming, trimming.apply(to: stream) > 0 { session.notify(.stream, "xtrim", key) }
        session.database.signalChanged(key)
    }

    // MARK: Taking away

    static func xdel(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsStream(location) else { return session.reply.integer(0) }
        let ids = try arguments.parseStreamIDs(from: 2)
        let deleted = session.streamToChange(at: &location).delete(ids)
        if deleted > 0 {
            session.didModify(key, changes: deleted)
            session.notify(.stream, "xdel", key)
        }
        session.reply.integer(deleted)
    }

    static func xtrim(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try StreamAddOptions(
            arguments, isAdd: false, nodeEntries: session.engine.configuration.streamNodeMaxEntries)
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsStream(location), let trimming = options.trimming else {
            return session.reply.integer(0)
        }
        let deleted = trimming.apply(to: session.streamToChange(at: &location))
        if deleted > 0 {
            session.notify(.stream, "xtrim", key)
            session.didModify(key, changes: deleted)
        }
        session.reply.integer(deleted)
    }

    // MARK: Counters

    static func xlen(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.stream(arguments[1])?.count ?? 0)
    }

    static func xsetid(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let id = try arguments[2].parseStreamID()
        var entriesAdded: Int?
        var maxDeletedID = StreamID.min
        var cursor = ArgumentCursor(arguments, from: 3)
        while !cursor.isAtEnd {
            if cursor.skip("entriesadded", before: 1) {
                entriesAdded = try cursor.next().parseInteger()
                guard entriesAdded! >= 0 else { throw CommandError("ERR entries_added must be positive") }
            } else if cursor.skip("maxdeletedid", before: 1) {
                maxDeletedID = try cursor.next().parseStreamID()
                guard maxDeletedID <= id else { throw .setIDTooSmall("the provided max_deleted_entry_id") }
            } else {
                throw .syntax
            }
        }
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsStream(location) else { throw .noSuchKey }
        let stream = session.streamToChange(at: &location)
        guard id >= stream.counters.maxDeletedID || !session.engine.profile.checksDeletedID else {
            throw .setIDTooSmall("current max_deleted_entry_id")
        }
        if let last = stream.lastEntryID {
            guard id >= last else { throw .setIDTooSmall("the target stream top item") }
            if let entriesAdded, entriesAdded < stream.count {
                throw CommandError(
                    "ERR The entries_added specified in XSETID is smaller than the target stream length")
            }
        }
        stream.counters.lastID = id
        if let entriesAdded { stream.counters.entriesAdded = entriesAdded }
        if maxDeletedID > .min { stream.counters.maxDeletedID = maxDeletedID }
        session.engine.changes += 1
        session.notify(.stream, "xsetid", key)
        session.reply.ok()
    }
}

extension CommandError {
    fileprivate static var tooLarge: CommandError { CommandError("ERR Elements are too large to be stored") }

    fileprivate static func setIDTooSmall(_ bound: String) -> CommandError {
        CommandError("ERR The ID specified in XSETID is smaller than \(bound)")
    }
}

extension Arguments {
    /// The ids that the arguments from `start` on spell.
    func parseStreamIDs(from start: Int) throws(CommandError) -> [StreamID] {
        var ids: [StreamID] = []
        ids.reserveCapacity(count - start)
        for index in start..<count { ids.append(try self[index].parseStreamID()) }
        return ids
    }
}

// MARK: Streams of a session's database

extension Session {
    /// What a stream's nodes may hold, as configured now.
    var streamNodeLimit: StreamNodeLimit {
        StreamNodeLimit(
            bytes: engine.configuration.streamNodeMaxBytes, entries: engine.configuration.streamNodeMaxEntries)
    }

    /// The stream under a key, for reading, or nil.
    func stream(_ key: Bytes) throws(CommandError) -> StreamValue? {
        guard let entry = database.lookUp(key) else { return nil }
        guard entry.type == .stream else { throw .wrongType }
        return entry.object(StreamValue.self)
    }

    /// Whether there is a stream at a location; throws if there is something else.
    @inline(__always)
    func holdsStream(_ location: Database.Location) throws(CommandError) -> Bool {
        guard let entry = location.entry else { return false }
        guard entry.type == .stream else { throw .wrongType }
        return true
    }

    /// The stream at a location, which holds one, for writing.
    @inline(__always)
    func streamToChange(at location: inout Database.Location) -> StreamValue {
        database.mutableEntry(at: &location).mutableObject(StreamValue.self)
    }

    /// Adds an empty stream under a key, which is not there.
    func addStream(_ key: Bytes, at location: Database.Location) -> StreamValue {
        let stream = StreamValue()
        database.add(key, .object(stream, .stream), at: location)
        return stream
    }
}
