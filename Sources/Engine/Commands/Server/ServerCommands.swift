// The commands that concern whole databases.

enum ServerCommands {
    static func dbsize(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.database.count)
    }

    static func flushdb(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let lazily = try flushesLazily(session, arguments)
        flush(session.database, session.engine, lazily: lazily)
        endFlush(session, lazily: lazily)
    }

    static func flushall(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let lazily = try flushesLazily(session, arguments)
        for database in session.engine.databases { flush(database, session.engine, lazily: lazily) }
        session.engine.changes += 1
        session.engine.datasetWasEmptied()
        endFlush(session, lazily: lazily)
    }

    /// Tells those who cache keys, and replies.
    private static func endFlush(_ session: Session, lazily: Bool) {
        let engine = session.engine
        engine.context.tracking?.invalidateAll()
        // Redis 8.0 lets the client wait until another thread has freed what was removed: its reply comes last.
        let waits = engine.profile == .redis80 && !lazily && !session.deniesBlocking && !session.isMuted
        if waits { engine.flushDelayedPushes(to: session) }
        session.reply.ok()
    }

    private static func flush(_ database: Database, _ engine: Engine, lazily: Bool) {
        database.touchAllWatchers()
        engine.changes += database.count
        let freesMuch = database.count > 1000
        database.removeAll(lazily: lazily)
        if freesMuch { engine.host.didFreeMuchMemory() }
    }

    /// Whether a flush leaves it to another thread to free what it removes.
    private static func flushesLazily(_ session: Session, _ arguments: Arguments) throws(CommandError) -> Bool {
        guard arguments.count > 1 else { return session.engine.configuration.lazyFreeUserFlush }
        guard arguments.count == 2, arguments[1].isFlushMode else { throw .syntax }
        return arguments[1].matches("async")
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
