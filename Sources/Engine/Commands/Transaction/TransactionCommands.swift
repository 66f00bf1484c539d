// MULTI, EXEC, DISCARD, WATCH, UNWATCH.

enum TransactionCommands {
    /// Whether a command runs within MULTI instead of being queued.
    static func runsAtOnce(_ command: Command) -> Bool {
        switch command.fullName {
        case "exec", "discard", "multi", "watch", "quit", "reset": true
        default: false
        }
    }

    static func multi(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard session.transaction == nil else { throw CommandError("ERR MULTI calls can not be nested") }
        session.transaction = Transaction()
        session.hasBegunTransaction = true
        session.reply.ok()
    }

    static func discard(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard session.transaction != nil else { throw CommandError("ERR DISCARD without MULTI") }
        session.engine.discardTransaction(of: session)
        session.reply.ok()
    }

    static func exec(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let transaction = session.transaction else { throw CommandError("ERR EXEC without MULTI") }
        // A watched key that is due to expire counts as changed.
        for watched in session.watched { watched.key.withBytes { _ = watched.database.peek($0) } }
        // Until the end, CLIENT INFO tells of the transaction.
        defer { session.engine.discardTransaction(of: session) }
        if transaction.isBroken { throw .transactionAborted }
        if session.isDirty { return session.reply.nullArray() }
        session.engine.unwatchAll(session)
        // A client that wants no reply gets none of this, even if a command asks for replies from then on.
        if !session.isMuted { session.reply.array(transaction.queue.count) }
        session.deniesBlocking = true
        for (command, arguments) in transaction.queue {
            // Nothing more is replied to who wants no reply, nor once a command has had its own connection closed.
            let wantedReply = session.closing == .no && !session.isMuted
            let mark = session.reply.mark()
            arguments.withArguments { arguments in
                if let error = session.engine.refusalWithinTransaction(of: command, arguments, session) {
                    session.engine.replyError(error, to: session)
                } else {
                    session.engine.call(command, arguments, of: session)
                }
            }
            if !wantedReply, session.closing != .no || session.isMuted { session.reply.discard(since: mark) }
        }
        session.deniesBlocking = false
    }

    static func watch(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard session.transaction == nil else { throw CommandError("ERR WATCH inside MULTI is not allowed") }
        session.hasBegunTransaction = true
        if !session.isDirty {
            for index in 1..<arguments.count { session.engine.watch(arguments[index], by: session) }
        }
        session.reply.ok()
    }

    static func unwatch(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.unwatchAll(session)
        session.isDirty = false
        session.reply.ok()
    }
}
