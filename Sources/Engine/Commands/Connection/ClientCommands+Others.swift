// CLIENT: what concerns other clients: listing, ending, pausing and waking them.

extension ClientCommands {
    static func clientInfo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.verbatim(session.descriptionLine + "\n")
    }

    static func clientList(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        var listed = engine.sessionsByAge
        if engine.profile.isValkey {
            let filter = try ClientFilter(arguments, session, skipsCaller: false)
            listed.removeAll { !filter.matches($0, caller: session) }
        } else if arguments.count == 4, arguments[2].matches("type") {
            let type = try ClientType(arguments[3], of: engine.profile)
            listed.removeAll { !type.matches($0) }
        } else if arguments.count > 3, arguments[2].matches("id") {
            var chosen: [Session] = []
            for index in 3..<arguments.count {
                let id = try arguments[index].parseInteger(or: CommandError("ERR Invalid client ID"))
                if let session = engine.sessions[id] { chosen.append(session) }
            }
            listed = chosen
        } else if arguments.count != 2 {
            throw .syntax
        }
        session.reply.verbatim(listed.map { $0.descriptionLine + "\n" }.joined())
    }

    // MARK: KILL

    static func clientKill(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let isByAddressAlone = arguments.count == 3
        let filter =
            isByAddressAlone
            ? ClientFilter(address: arguments[2]) : try ClientFilter(arguments, session, skipsCaller: true)
        var killed = 0
        for victim in session.engine.sessionsByAge where filter.matches(victim, caller: session) {
            killed += 1
            if victim === session { victim.closeAfterReply() } else { session.engine.kill(victim) }
        }
        if !isByAddressAlone { return session.reply.integer(killed) }
        guard killed > 0 else { throw CommandError("ERR No such client") }
        session.reply.ok()
    }

    // MARK: Waiting

    static func clientPause(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var scope = Pause.Scope.all
        if arguments.count == 4 {
            if arguments[3].matches("write") {
                scope = .writes
            } else if !arguments[3].matches("all") {
                throw CommandError("ERR CLIENT PAUSE mode must be WRITE or ALL")
            }
        } else if arguments.count > 4, !session.engine.profile.passesOverSpareArguments {
            throw .unknownSubcommandOrArity(arguments[1], of: "client")
        }
        let timeout = try arguments[2].parseInteger(or: .timeoutNotAnInteger)
        guard timeout >= 0 else { throw .timeoutNegative }
        let now = session.engine.now
        guard Int64(timeout) <= .max - now.milliseconds else {
            if session.engine.profile.limitsTimeouts { throw .timeoutOutOfRange }
            // A pause that ends beyond the clock is over at once.
            return session.reply.ok()
        }
        let (delay, isEndless) = Int64(timeout).multipliedReportingOverflow(by: 1000)
        session.engine.pauseClients(scope, until: isEndless ? .max : now.monotonic.addingSaturating(delay))
        session.reply.ok()
    }

    static func clientUnpause(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.pause?.end = session.engine.now.monotonic
        session.reply.ok()
    }

    static func clientUnblock(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var unblocking = Engine.Unblocking.timeout
        if arguments.count == 4 {
            if arguments[3].matches("error") {
                unblocking = .error
            } else if !arguments[3].matches("timeout") {
                throw CommandError("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR")
            }
        } else if arguments.count > 4, !session.engine.profile.passesOverSpareArguments {
            throw .unknownSubcommandOrArity(arguments[1], of: "client")
        }
        let id = try arguments[2].parseInteger()
        guard let other = session.engine.sessions[id], other.blocked?.canBeEnded == true else {
            return session.reply.integer(0)
        }
        session.engine.unblock(other, unblocking)
        // The other's error counts as this command's failure too.
        if unblocking == .error { session.engine.commands.find(arguments)?.statistics.failed += 1 }
        session.reply.integer(1)
    }
}

extension Int64 {
    /// The sum, or the greatest number where it is out of range.
    func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
