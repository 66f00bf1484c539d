// TIME, LOLWUT, MEMORY and DEBUG.

extension ServerCommands {
    static func time(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let microseconds = Int(session.engine.now.wall)
        session.reply.array(2)
        session.reply.bulk(decimal: microseconds / 1_000_000)
        session.reply.bulk(decimal: microseconds % 1_000_000)
    }

    // MARK: MEMORY

    static func memoryUsage(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 3)
        while !cursor.isAtEnd {
            // Nothing is sampled here, every value knows its size; the option is read all the same.
            guard cursor.skip("samples", before: 1) else { throw .syntax }
            guard try cursor.next().parseInteger() >= 0 else { throw .syntax }
        }
        guard let entry = session.database.peekIgnoringExpiry(arguments[2]) else { return session.reply.null() }
        session.reply.integer(entry.memoryUse + Database.overhead(of: entry))
    }

    static func memoryHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "memory",
            [
                "USAGE <key> [SAMPLES <count>]",
                "    Return memory in bytes used by <key> and its value. Nested values are",
                "    sampled up to <count> times (default: 5, 0 means sample all).",
            ], to: session.reply)
    }

    // MARK: DEBUG

    /// Its subcommands are no commands of their own, as on the real server: COMMAND does not know them.
    static func debug(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let word = arguments[1]
        switch arguments.count {
        case 2 where word.matches("help"): debugHelp(session)
        case 3 where word.matches("sleep"): debugSleep(session, arguments)
        case 3 where word.matches("object"): try debugObject(session, arguments)
        case 3 where word.matches("set-active-expire"):
            session.engine.activeExpiryIsOn = CNumber.prefix(of: arguments[2]) != 0
            session.reply.ok()
        case 2 where word.matches("loadaof"): try PersistenceCommands.debugLoadAOF(session)
        case 2... where word.matches("reload"): try PersistenceCommands.debugReload(session, arguments)
        default:
            throw .unknownSubcommandOrArity(word, of: "debug")
        }
    }

    /// Nobody is served until the time is over. Text that is no number is no time.
    private static func debugSleep(_ session: Session, _ arguments: Arguments) {
        let seconds = Double(arguments[2].text) ?? 0
        guard seconds > 0 else { return session.reply.ok() }
        let microseconds = Int64(min(seconds, 1e9) * 1_000_000)
        guard session.deniesBlocking else { return session.sleep(arguments, microseconds: microseconds) }
        session.engine.stall(until: session.engine.now.monotonic + microseconds)
        session.reply.ok()
    }

    private static func debugObject(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.peekIgnoringExpiry(arguments[2]) else { throw .noSuchKey }
        let context = session.database.context
        let length = DumpPayload.size(
            of: entry, session.engine.configuration, version: RDBVersion(of: session.engine.profile))
        let details = entry.representation == .object ? entry.anyObject.debugDetails : ""
        session.reply.simple(
            "Value at:0x\(String(entry.word, radix: 16)) refcount:\(entry.isSharedInteger ? Int(Int32.max) : 1) "
                + "encoding:\(entry.encodingName) serializedlength:\(length) lru:\(entry.access) "
                + "lru_seconds_idle:\(context.idleSeconds(entry))\(details)")
    }

    private static func debugHelp(_ session: Session) {
        Arguments.replyHelp(
            "debug",
            [
                "LOADAOF",
                "    Flush the AOF buffers on disk and reload the AOF in memory.",
                "OBJECT <key>", "    Show low level info about `key` and associated value.",
                "RELOAD [option ...]",
                "    Save the RDB on disk and reload it back to memory. Valid <option> values:",
                "    * MERGE: conflicting keys will be loaded from RDB.",
                "    * NOFLUSH: the existing database will not be removed before load, but",
                "      conflicting keys will generate an exception and kill the server.",
                "    * NOSAVE: the database will be loaded from an existing RDB file.",
                "    Examples:",
                "    * DEBUG RELOAD: verify that the server is able to persist, flush and reload",
                "      the database.",
                "    * DEBUG RELOAD NOSAVE: replace the current database with the contents of an",
                "      existing RDB file.",
                "    * DEBUG RELOAD NOSAVE NOFLUSH MERGE: add the contents of an existing RDB",
                "      file to the database.",
                "SET-ACTIVE-EXPIRE <0|1>",
                "    Setting it to 0 disables expiring keys (and hash-fields) in background ",
                "    when they are not accessed (otherwise the Redis behavior). Setting it",
                "    to 1 reenables back the default.",
                "SLEEP <seconds>", "    Stop the server for <seconds>. Decimals allowed.",
            ], to: session.reply)
    }
}

extension Database {
    /// Bytes that a key takes beside its entry: a place in the table, with its tag, and one in the queue of expiries.
    fileprivate static func overhead(of entry: Entry) -> Int {
        16 + (entry.hasExpiry ? MemoryLayout<ExpiryQueue.Item>.stride : 0)
    }
}
