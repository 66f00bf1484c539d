// SAVE, BGSAVE, LASTSAVE, and the subcommands of DEBUG that save and load.

extension PersistenceCommands {
    static func save(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        guard engine.saving.snapshot == nil else { throw .saveInProgress }
        engine.saving.count += 1
        guard engine.save() else { throw CommandError("ERR") }
        session.reply.ok()
    }

    /// SCHEDULE lets the save wait for the end of a rewrite of the append-only file, of which there is none here.
    static func bgsave(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        if arguments.count > 1 {
            if arguments.count == 2, engine.profile.isValkey, arguments[1].matches("cancel") {
                return try cancelBackgroundSave(session)
            }
            guard arguments.count == 2, arguments[1].matches("schedule") else { throw .syntax }
        }
        guard engine.saving.snapshot == nil else { throw .saveInProgress }
        if session.deniesBlocking {
            // A transaction runs to its end first.
            engine.saving.isScheduled = true
            return session.reply.simple("Background saving scheduled")
        }
        engine.saveInBackground()
        session.reply.simple("Background saving started")
    }

    private static func cancelBackgroundSave(_ session: Session) throws(CommandError) {
        let engine = session.engine
        if engine.saving.snapshot != nil {
            engine.cancelBackgroundSave()
            session.reply.simple("Background saving cancelled")
        } else if engine.saving.isScheduled {
            engine.saving.isScheduled = false
            session.reply.simple("Scheduled background saving cancelled")
        } else {
            throw CommandError("ERR Background saving is currently not in progress or scheduled")
        }
    }

    static func lastsave(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(Int(session.engine.saving.lastSave.milliseconds / 1000))
    }

    // MARK: DEBUG

    static func debugReload(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        var (saves, flushes, merges) = (true, true, false)
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd {
            if cursor.skip("merge") {
                merges = true
            } else if cursor.skip("noflush") {
                flushes = false
            } else if cursor.skip("nosave") {
                saves = false
            } else {
                throw CommandError("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.")
            }
        }
        if saves, !engine.save() { throw CommandError("ERR") }
        let source = try? engine.host.openDump(engine.dumpPath)
        guard let source, engine.load(source, isMerged: !flushes, keepsDuplicates: merges) else {
            throw CommandError("ERR Error trying to load the RDB dump, check server logs.")
        }
        engine.host.log(.notice, "DB reloaded by DEBUG RELOAD")
        session.reply.ok()
    }

    /// Empties the dataset before it finds no append-only file to load, as the real server does that has none.
    static func debugLoadAOF(_ session: Session) throws(CommandError) {
        for database in session.engine.databases {
            database.touchAllWatchers()
            database.removeAll()
        }
        throw CommandError("ERR Error trying to load the AOF files, check server logs.")
    }
}

extension CommandError {
    fileprivate static var saveInProgress: CommandError { CommandError("ERR Background save already in progress") }
    static var cannotPersist: CommandError {
        CommandError(
            "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands "
                + "that may modify the data set are disabled, because this instance is configured to report errors during "
                + "writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for "
                + "details about the RDB error.")
    }
}
