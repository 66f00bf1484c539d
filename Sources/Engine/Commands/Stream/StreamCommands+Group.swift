// XGROUP: making, moving and removing consumer groups and their consumers.

extension StreamCommands {
    static func xgroupCreate(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try GroupOptions(arguments, mayMakeStream: true)
        let (key, name) = (arguments[2], arguments[3])
        var location = session.database.lookUpForWriting(key)
        let exists = try session.holdsStream(location)
        if !exists, !options.makesStream { throw .groupWithoutStream }
        guard arguments.count <= 8 else { throw .unknownSubcommandOrArity(arguments[1], of: "xgroup") }
        let current = exists ? session.streamToChange(at: &location) : nil
        let id = arguments[4].isWord("$") ? current?.counters.lastID ?? .min : try arguments[4].parseStreamID()
        let stream = current ?? session.addStream(key, at: location)
        if current == nil { session.database.signalModified(key) }
        if stream.group(name) != nil {
            throw CommandError("BUSYGROUP Consumer Group name already exists")
        }
        stream.add(StreamGroup(name: name.array, lastID: id, entriesRead: options.entriesRead))
        session.engine.changes += 1
        session.notify(.stream, "xgroup-create", key)
        session.reply.ok()
    }

    static func xgroupSetid(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try GroupOptions(arguments, mayMakeStream: false)
        let (stream, group) = try requiredGroup(session, arguments)
        guard arguments.count == 5 || arguments.count == 7 else {
            throw .unknownSubcommandOrArity(arguments[1], of: "xgroup")
        }
        group.lastID = arguments[4].isWord("$") ? stream.counters.lastID : try arguments[4].parseStreamIDOrEdge()
        group.entriesRead = options.entriesRead
        session.engine.changes += 1
        session.notify(.stream, "xgroup-setid", arguments[2])
        session.reply.ok()
    }

    static func xgroupDestroy(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[2]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsStream(location) else { throw .groupWithoutStream }
        let stream = session.streamToChange(at: &location)
        guard let group = stream.group(arguments[3]) else { return session.reply.integer(0) }
        stream.remove(group)
        session.engine.changes += 1
        session.notify(.stream, "xgroup-destroy", key)
        session.reply.integer(1)
        session.database.signalChanged(key)
    }

    static func xgroupCreateconsumer(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (_, group) = try requiredGroup(session, arguments)
        let exists = group.consumer(arguments[4]) != nil
        if !exists { session.addConsumer(arguments[4], to: group, arguments[2]) }
        session.reply.integer(exists ? 0 : 1)
    }

    static func xgroupDelconsumer(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (_, group) = try requiredGroup(session, arguments)
        guard let consumer = group.consumer(arguments[4]) else { return session.reply.integer(0) }
        let pending = consumer.pending.count
        group.removeConsumer(consumer)
        session.engine.changes += 1
        session.notify(.stream, "xgroup-delconsumer", arguments[2])
        session.reply.integer(pending)
    }

    static func xgroupHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "XGROUP",
            [
                "CREATE <key> <groupname> <id|$> [option]",
                "    Create a new consumer group. Options are:",
                "    * MKSTREAM",
                "      Create the empty stream if it does not exist.",
                "    * ENTRIESREAD entries_read",
                "      Set the group's entries_read counter (internal use).",
                "CREATECONSUMER <key> <groupname> <consumer>",
                "    Create a new consumer in the specified group.",
                "DELCONSUMER <key> <groupname> <consumer>",
                "    Remove the specified consumer.",
                "DESTROY <key> <groupname>",
                "    Remove the specified group.",
                "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
                "    Set the current group ID and entries_read counter.",
            ], to: session.reply)
    }

    /// The group that the arguments name, for writing; there must be one.
    private static func requiredGroup(
        _ session: Session, _ arguments: Arguments
    ) throws(CommandError) -> (StreamValue, StreamGroup) {
        var location = session.database.lookUpForWriting(arguments[2])
        guard try session.holdsStream(location) else { throw .groupWithoutStream }
        let stream = session.streamToChange(at: &location)
        guard let group = stream.group(arguments[3]) else {
            throw .noGroupForKey(arguments[3], of: arguments[2])
        }
        return (stream, group)
    }
}

/// The options of XGROUP CREATE and SETID.
private struct GroupOptions {
    private(set) var makesStream = false
    /// Nil: unknown.
    private(set) var entriesRead: Int?

    init(_ arguments: Arguments, mayMakeStream: Bool) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 5)
        while !cursor.isAtEnd {
            if mayMakeStream, cursor.skip("mkstream") {
                makesStream = true
            } else if cursor.skip("entriesread", before: 1) {
                let value = try cursor.next().parseInteger()
                guard value >= -1 else { throw CommandError("ERR value for ENTRIESREAD must be positive or -1") }
                entriesRead = value == -1 ? nil : value
            } else {
                throw .unknownSubcommandOrArity(arguments[1], of: "xgroup")
            }
        }
    }
}

extension CommandError {
    fileprivate static var groupWithoutStream: CommandError {
        CommandError(
            "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the "
                + "MKSTREAM option to create an empty stream automatically.")
    }

    /// The key is there, but no such group.
    static func noGroupForKey(_ group: Bytes, of key: Bytes) -> CommandError {
        CommandError(
            bytes: "NOGROUP No such consumer group '".utf8 + group.asCString() + "' for key name '".utf8
                + key.asCString() + "'".utf8)
    }
}
