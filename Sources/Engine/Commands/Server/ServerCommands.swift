// The commands that concern whole databases.

enum ServerCommands {
    static func dbsize(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.database.count)
    }

    static func flushdb(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try checkFlushOptions(arguments)
        flush(session.database, session.engine)
        session.reply.ok()
    }

    static func flushall(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try checkFlushOptions(arguments)
        for database in session.engine.databases { flush(database, session.engine) }
        session.engine.changes += 1
        session.reply.ok()
    }

    private static func flush(_ database: Database, _ engine: Engine) {
        database.touchAllWatchers()
        engine.changes += database.count
        let freesMuch = database.count > 1000
        database.removeAll()
        if freesMuch { engine.host.didFreeMuchMemory() }
    }

    private static func checkFlushOptions(_ arguments: Arguments) throws(CommandError) {
        guard arguments.count > 1 else { return }
        guard arguments.count == 2, arguments[1].matches("sync") || arguments[1].matches("async") else { throw .syntax }
    }

    static func swapdb(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        let first = try index(arguments[1], or: "ERR invalid first DB index")
        let second = try index(arguments[2], or: "ERR invalid second DB index")
        guard engine.databases.indices.contains(first), engine.databases.indices.contains(second) else {
            throw .databaseIndexOutOfRange
        }
        let (one, other) = (engine.databases[first], engine.databases[second])
        if one !== other {
            one.touchAllWatchers(replacedBy: other)
            other.touchAllWatchers(replacedBy: one)
            one.swapContents(with: other)
            engine.signalAllReady(in: one)
            engine.signalAllReady(in: other)
        }
        engine.changes += 1
        session.reply.ok()
    }

    private static func index(_ argument: Bytes, or text: String) throws(CommandError) -> Int {
        let index = try argument.parseInteger(or: CommandError(text))
        guard Int32(exactly: index) != nil else { throw CommandError(text) }
        return index
    }
}
