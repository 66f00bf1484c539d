// CLIENT: what concerns other clients: listing, ending, pausing and waking them.

extension ClientCommands {
    static func clientInfo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.verbatim(session.descriptionLine + "\n")
    }

    static func clientList(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        var listed = engine.sessionsByAge
        if arguments.count == 4, arguments[2].matches("type") {
            let type = try ClientType(arguments[3])
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
        let filter = try ClientFilter(arguments, session)
        var killed = 0
        for victim in session.engine.sessionsByAge where filter.matches(victim, caller: session) {
            killed += 1
            if victim === session { victim.closeAfterReply() } else { session.engine.kill(victim) }
        }
        if !filter.isByAddressAlone { return session.reply.integer(killed) }
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
        } else if arguments.count > 4 {
            throw .unknownSubcommandOrArity(arguments[1], of: "client")
        }
        let timeout = try arguments[2].parseInteger(or: .timeoutNotAnInteger)
        guard timeout >= 0 else { throw .timeoutNegative }
        let now = session.engine.now
        guard Int64(timeout) <= .max - now.milliseconds else { throw .timeoutOutOfRange }
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
        } else if arguments.count > 4 {
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

/// The types that CLIENT LIST and KILL tell apart.
private enum ClientType {
    case normal, replica, pubsub, master

    init(_ word: Bytes) throws(CommandError) {
        if word.matches("normal") {
            self = .normal
        } else if word.matches("slave") || word.matches("replica") {
            self = .replica
        } else if word.matches("pubsub") {
            self = .pubsub
        } else if word.matches("master") {
            self = .master
        } else {
            throw CommandError("ERR Unknown client type '", quoting: word, "'")
        }
    }

    func matches(_ session: Session) -> Bool { self == (session.subscribed == nil ? .normal : .pubsub) }
}

/// Which clients CLIENT KILL means.
private struct ClientFilter {
    private var id: Int?
    private var type: ClientType?
    private var address: String?
    private var localAddress: String?
    private var maximumAge: Int?
    private var user: User?
    private var skipsCaller = true
    /// `CLIENT KILL address`, the old form.
    private(set) var isByAddressAlone = false

    init(_ arguments: Arguments, _ session: Session) throws(CommandError) {
        if arguments.count == 3 {
            address = arguments[2].text
            skipsCaller = false
            isByAddressAlone = true
            return
        }
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd {
            guard cursor.remaining > 1 else { throw .syntax }
            if cursor.skip("id") {
                let value = try cursor.next().integer ?? 0
                guard value > 0 else { throw CommandError("ERR client-id should be greater than 0") }
                id = value
            } else if cursor.skip("maxage") {
                let value = try cursor.next().parseInteger(
                    or: CommandError("ERR maxage is not an integer or out of range"))
                guard value > 0 else { throw CommandError("ERR maxage should be greater than 0") }
                maximumAge = value
            } else if cursor.skip("type") {
                type = try ClientType(try cursor.next())
            } else if cursor.skip("addr") {
                address = try cursor.next().text
            } else if cursor.skip("laddr") {
                localAddress = try cursor.next().text
            } else if cursor.skip("user") {
                let name = try cursor.next()
                user = session.engine.access.user(name)
                guard user != nil else { throw CommandError("ERR No such user '", quoting: name, "'") }
            } else if cursor.skip("skipme") {
                skipsCaller = try ClientFilter.yesOrNo(try cursor.next())
            } else {
                throw .syntax
            }
        }
    }

    private static func yesOrNo(_ word: Bytes) throws(CommandError) -> Bool {
        if word.matches("yes") { return true }
        if word.matches("no") { return false }
        throw .syntax
    }

    func matches(_ session: Session, caller: Session) -> Bool {
        if skipsCaller, session === caller { return false }
        if let id, session.id != id { return false }
        if let type, !type.matches(session) { return false }
        if let user, session.user !== user { return false }
        if let address, session.peer.address != address { return false }
        if let localAddress, session.peer.localAddress != localAddress { return false }
        let age = (session.engine.now.monotonic - session.createdAt.monotonic) / 1_000_000
        if let maximumAge, age < maximumAge { return false }
        return true
    }
}
