// The one way a request takes: look up, arity, authentication, the queue of a transaction, pause, and only then the handler, which
// parses the arguments. The order is the real server's, and clients can tell.

extension Engine {
    /// Runs one request, or queues, postpones or refuses it.
    func process(_ arguments: Arguments, of session: Session) {
        if isStalled, !isBusy { return postpone(arguments, of: session) }
        let mark = session.reply.mark()
        if leastNotableSize < .max { session.replyStart = session.output.count }
        let wasMuted = session.isMuted
        if let error = admit(arguments, of: session) { reject(error, session.lastCommand, session) }
        if !session.muting.isEmpty { endReply(of: session, wasMuted: wasMuted, since: mark) }
        if session.tracking != nil { session.endCaching(after: session.lastCommand) }
        if delayedPushes != nil { flushDelayedPushes(to: session) }
        if !context.readyKeys.isEmpty, !isBusy { serveReadyKeys() }
    }

    /// Runs, queues or postpones a request; returns why it is refused otherwise.
    @inline(__always)
    private func admit(_ arguments: Arguments, of session: Session) -> CommandError? {
        let command = commands.find(arguments, after: session.lastCommand)
        // Most requests of a pipeline are of one kind: storing the same reference again would cost two atomic operations.
        if session.lastCommand !== command { session.lastCommand = command }
        guard let command else {
            if isFromBrowser(arguments) {
                dropBrowser(session)
                return nil
            }
            if profile.hidesCommands, session.lacksAuthentication { return .authenticationRequired }
            return unknownCommand(arguments)
        }
        guard command.accepts(arguments.count) else {
            let isHidden = profile.hidesCommands && session.lacksAuthentication && !command.flags.contains(.noAuth)
            return isHidden ? .authenticationRequired : .wrongArity(command.fullName)
        }
        var flags = command.flags
        if flags.contains(.runsScript), asksForFlags(session) { flags = flagsOfScript(command, arguments) }
        if flags.contains(.protected), let error = refusalOfProtected(command, session) { return error }
        if session.lacksAuthentication, !flags.contains(.noAuth) { return .authenticationRequired }
        if session.transaction != nil, flags.contains(.noMulti) {
            return .notAllowedInTransaction(command, profile)
        }
        if !session.user.isUnrestricted, let error = refusal(of: command, arguments, session) {
            return error
        }
        if limitsClients {
            evictClients()
            if session.ending == .now { return nil }
        }
        if limitsMemory, !isBusy, lacksMemory(for: command, flags, session) { return .outOfMemory }
        if deniesWrites, isDenied(command, flags, session) { return .cannotPersist }
        if session.subscribed != nil, !session.speaksRESP3, !PubSubCommands.isAllowedToSubscribers(command) {
            return .notAllowedToSubscribers(command.fullName)
        }
        if isBusy, !flags.contains(.allowBusy) { return busyError }
        if session.isMonitoring, !flags.isDisjoint(with: [.write, .readonly, .mayReplicate]) {
            return CommandError("ERR Replica can't interact with the keyspace")
        }
        // Before queueing: a write that is only to be queued waits as well.
        if pause != nil, pauses(command, flags, session) {
            postpone(arguments, of: session)
            return nil
        }
        if session.transaction != nil, !TransactionCommands.runsAtOnce(command) {
            if !session.isDirty, !session.transaction!.isBroken {  // it will run
                session.transaction!.append(command, flags, StoredArguments(arguments))
            }
            session.reply.simple("QUEUED")
            return nil
        }
        call(command, arguments, of: session)
        return nil
    }

    /// Whether a command is one of those that are refused while the dataset cannot be saved: writes, EXEC of any, and PING, by
    /// which supervisors find out.
    private func isDenied(_ command: Command, _ flags: CommandFlags, _ session: Session) -> Bool {
        if flags.contains(.write) || command.fullName == "ping" { return true }
        return command.fullName == "exec" && session.transaction?.flags.contains(.write) == true
    }

    /// Runs a command's handler and counts it.
    @inline(__always)
    func call(_ command: Command, _ arguments: Arguments, of session: Session) {
        let start = lastReading
        context.suppressesTouch = session.noTouch && command.fullName != "touch"
        session.database.packResting()
        do throws(CommandError) {
            guard let handler = command.handler else { throw CommandError.wrongArity(command.fullName) }
            try handler(session, arguments)
        } catch {
            command.statistics.failed += 1
            replyError(error, to: session)
        }
        if command.flags.contains(.readonly), context.tracking != nil { remember(command, arguments, of: session) }
        // One that is tried again has been shown.
        if isMonitored, session.retriedCommand == nil {
            showToMonitors(command, arguments, of: session, source: session.isScripting ? "lua" : nil)
        }
        // One that waits is counted when it is done.
        if session.blocked == nil { count(command, of: session) }
        let microseconds = takeTime(since: start, movesOn: !session.deniesBlocking)
        command.statistics.microseconds += microseconds
        if tracksLatency { command.latencies.record(microseconds: microseconds) }
        if microseconds >= leastNotable { note(command, arguments, microseconds: microseconds, of: session) }
        if leastNotableSize < .max { noteSizes(command, arguments, of: session) }
    }

    /// Notes the keys that a client has read and tracks. What a script reads, its caller is told of.
    @inline(never)
    private func remember(_ command: Command, _ arguments: Arguments, of session: Session) {
        let client = session.isScripting ? scriptRun?.caller ?? session : session
        if client.tracking != nil { context.tracking?.remember(command, arguments, of: client) }
    }

    /// Counts a command that has been carried out.
    @inline(__always)
    func count(_ command: Command, of session: Session) {
        session.totalCommands += 1
        totalCommands += 1
        command.statistics.calls += 1
    }

    /// Replies and counts an error.
    func replyError(_ error: CommandError, to session: Session) {
        countError(error)
        session.reply.error(error)
    }

    /// Counts an error by its code. A text that does not begin with one, as scripts may make it, counts as `ERR`.
    func countError(_ error: CommandError) {
        totalErrors += 1
        let end = error.text.prefix(31).firstIndex { [0x20, 0x0A, 0x0D].contains($0) }
        let code = end.map { String(decoding: error.text[..<$0], as: UTF8.self) } ?? "ERR"
        errorCounts[code, default: 0] += 1
    }

    /// Refuses a request before it ran. A transaction that is being queued is lost.
    private func reject(_ error: CommandError, _ command: Command?, _ session: Session) {
        command?.statistics.rejected += 1
        if let command, command.fullName == "exec" {
            abortTransaction(of: session, because: error)
            // The monitors have been shown MULTI: they are to see that it is over.
            if isMonitored {
                StoredArguments([Array("EXEC".utf8)]).withArguments { showToMonitors(command, $0, of: session) }
            }
            return
        }
        session.transaction?.isBroken = true
        replyError(error, to: session)
    }

    private func unknownCommand(_ arguments: Arguments) -> CommandError {
        if arguments.count > 1, let container = commands.find(arguments[0]) {
            return .unknownSubcommand(arguments[1], of: container.specification.name)
        }
        var shown: [UInt8] = []
        var index = 1
        while index < arguments.count, shown.count < 128 {
            shown += "'".utf8 + arguments[index].asCString(limit: 128 - shown.count) + "' ".utf8
            index += 1
        }
        let start = CommandError(
            "ERR unknown command '", quoting: arguments[0], limit: 128, "', with args beginning with: ")
        return CommandError(bytes: start.text + shown)
    }

    /// Whether a request is a line of HTTP. A page in a browser can make it post to any port of the machine that it runs on,
    /// and what follows in the body would be run as commands.
    private func isFromBrowser(_ arguments: Arguments) -> Bool {
        arguments[0].matches("post") || arguments[0].matches("host:")
    }

    private func dropBrowser(_ session: Session) {
        host.log(.warning, "A client that speaks HTTP was dropped: id=\(session.id) addr=\(session.peer.address)")
        session.closeNow()
    }

    private func refusalOfProtected(_ command: Command, _ session: Session) -> CommandError? {
        let name = (command.parent ?? command).specification.name
        let permission = name == "module" ? configuration.enableModuleCommand : configuration.enableDebugCommand
        if permission.allows(session) { return nil }
        return CommandError(
            "ERR \(name.uppercased()) command not allowed. If the enable-\(name)-command option is set to \"local\", "
                + "you can run it from a local connection, otherwise you need to set this option in the "
                + "configuration file, and then restart the server.")
    }

    // MARK: CLIENT REPLY

    /// Ends a request: drops what was replied since `mark` if the client wanted no reply, but for what CLIENT REPLY ON itself
    /// answers. A request that waits has not ended.
    func endReply(of session: Session, wasMuted: Bool, since mark: ReplyWriter.Mark) {
        if wasMuted, session.isMuted { session.reply.discard(since: mark) }
        guard !session.isSuspended else { return }
        session.muting.remove(.skip)
        if session.muting.remove(.skipNext) != nil { session.muting.insert(.skip) }
    }
}
