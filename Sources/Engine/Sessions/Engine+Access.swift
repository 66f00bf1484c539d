// Who a session is, what it may do, and what is noted when it may not.

extension Session {
    /// Whether requests that need authentication are refused.
    @inline(__always)
    var lacksAuthentication: Bool { !isAuthenticated && !engine.access.isOpen }

    /// Where its requests are carried out.
    var place: DatabasePlace { DatabasePlace(current: database.index, count: engine.databases.count) }

    /// Becomes the user whom `name` and `password` prove, or is refused, which is noted.
    func authenticate(_ name: Bytes, _ password: Bytes, by request: Bytes) throws(CommandError) {
        guard let user = engine.access.authenticate(name, password) else {
            engine.note(.authentication, object: request.array, user: name.array, of: self)
            throw .wrongPassword
        }
        self.user = user
        isAuthenticated = true
    }

    /// Is the default user again.
    func forgetUser() {
        user = engine.access.defaultUser
        isAuthenticated = engine.access.isOpen
    }
}

extension Engine {
    /// Whether the default user needs no password: what the protected mode guards against.
    public var needsNoPassword: Bool { access.defaultUser.needsNoPassword }

    /// Refuses what the session's user may not do, and notes it. Nil if it is allowed.
    func refusal(of command: Command, _ arguments: Arguments, _ session: Session) -> CommandError? {
        guard let denial = session.user.denial(of: command, arguments, in: session.place) else { return nil }
        noteDenial(denial, command, arguments, session)
        return CommandError(bytes: Array("NOPERM ".utf8) + denial.message(session.user, command))
    }

    /// The same for a command of a transaction, which was allowed when it was queued.
    func refusalWithinTransaction(of command: Command, _ arguments: Arguments, _ session: Session) -> CommandError? {
        guard !session.user.isUnrestricted, let denial = session.user.denial(of: command, arguments, in: session.place)
        else { return nil }
        noteDenial(denial, command, arguments, session)
        let reason =
            switch denial.reason {
            case .command: "no permission to execute the command or subcommand"
            case .key: "no permission to touch the specified keys"
            case .channel: "no permission to access one of the channels used as arguments to the command"
            case .authentication, .database: "no permission"
            }
        return CommandError(
            "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
                + "This command is no longer allowed for the following reason: \(reason)")
    }

    private func noteDenial(_ denial: AccessDenial, _ command: Command, _ arguments: Arguments, _ session: Session) {
        let object = denial.position == 0 ? Array(command.fullName.utf8) : arguments[denial.position].array
        note(denial.reason, object: object, user: session.user.name, of: session)
    }

    /// Notes what a script may not do.
    func noteScriptDenial(_ denial: AccessDenial, _ command: Command, _ arguments: Arguments, of caller: Session) {
        let object = denial.reason == .command ? Array(command.fullName.utf8) : arguments[denial.position].array
        access.log.note(
            denial.reason, .script, object: object, user: caller.user.name, client: caller.descriptionLine,
            at: now.milliseconds, limit: configuration.accessLogLength)
    }

    /// Notes a refusal for ACL LOG.
    func note(_ reason: AccessDenial.Reason, object: [UInt8], user: [UInt8], of session: Session) {
        access.log.note(
            reason, session.transaction == nil ? .topLevel : .multi, object: object, user: user,
            client: session.descriptionLine, at: now.milliseconds,
            limit: configuration.accessLogLength)
    }

    /// Ends the sessions of a user that are subscribed to what its rules do not allow any more.
    func killSubscribers(of user: User, for caller: Session) {
        for session in sessionsByAge where session.user === user {
            guard let subscribed = session.subscribed, !subscribed.areAllowed(to: user) else { continue }
            if session === caller { session.closeAfterReply() } else { kill(session) }
        }
    }

    /// Ends the sessions of users who are no more. The session that has asked for it is replied to first.
    func killSessions(of users: [User], for caller: Session) {
        for session in sessionsByAge where users.contains(where: { $0 === session.user }) {
            session.forgetUser()
            if session === caller { session.closeAfterReply() } else { kill(session) }
        }
    }
}

extension AccessDenial {
    /// What is replied. What a key or channel is called is told only to who asks by ACL DRYRUN.
    func message(_ user: User, _ command: Command, naming argument: Bytes? = nil) -> [UInt8] {
        let namesUser = user.profile.namesUserInDenials
        let start =
            namesUser ? Array("User ".utf8) + user.name : Array("\(argument == nil ? "this" : "This") user".utf8)
        let what: String
        switch reason {
        case .command, .authentication:
            return start + " has no permissions to run the '\(command.fullName)' command".utf8
        case .database:
            guard let argument else { return Array("No permissions to access database".utf8) }
            return start + " has no permissions to access database ".utf8 + argument.asCString()
        case .key: what = "key"
        case .channel: what = "channel"
        }
        if let argument {
            return start + " has no permissions to access the '".utf8 + argument.asCString() + "' \(what)".utf8
        }
        return namesUser
            ? Array("No permissions to access a \(what)".utf8)
            : start + " has no permissions to access one of the \(what)s used as arguments".utf8
    }

    /// What a script is told, with its code.
    func messageToScript(_ user: User, _ command: Command) -> [UInt8] {
        if user.profile.namesUserInDenials {
            return Array("ERR ACL failure in script: ".utf8) + message(user, command)
        }
        let reason =
            switch self.reason {
            case .database, .command, .authentication: "run this command or subcommand"
            case .key: "access at least one of the keys mentioned in the command arguments"
            case .channel: "publish to the channel mentioned in the command"
            }
        return Array("ERR The user executing the script can't \(reason)".utf8)
    }
}

extension SubscribedTopics {
    /// Whether a user may be subscribed to all of these.
    fileprivate func areAllowed(to user: User) -> Bool {
        Subscriptions.Kind.allCases.allSatisfy { kind in
            names(kind).allSatisfy { name in
                name.withBytes { user.allows(channel: $0, isPattern: kind == .pattern) }
            }
        }
    }
}
