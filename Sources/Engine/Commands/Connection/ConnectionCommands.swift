// PING, SELECT, authentication and the choice of the protocol.

enum ConnectionCommands {
    static func ping(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        // Subscribers who speak RESP2 get something that looks like a message.
        if session.subscribed != nil, !session.speaksRESP3, arguments.count <= 2 {
            session.reply.array(2)
            session.reply.bulk("pong")
            return session.reply.bulk(arguments.count == 2 ? arguments[1] : Bytes(""))
        }
        switch arguments.count {
        case 1: session.reply.simple("PONG")
        case 2: session.reply.bulk(arguments[1])
        default: throw .wrongArity("ping")
        }
    }

    static func echo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.bulk(arguments[1])
    }

    static func select(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.database = try session.engine.database(arguments[1])
        session.reply.ok()
    }

    static func quit(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.ok()
        session.closeAfterReply()
    }

    static func reset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.discardTransaction(of: session)
        session.unsubscribeFromAll()
        session.stopTracking()
        session.engine.stopMonitoring(session)
        session.database = session.engine.databases[0]
        session.reply.version = .resp2
        // The one reply that CLIENT REPLY SKIP leaves out may be this one.
        session.muting.subtract([.off, .skipNext])
        session.name = []
        if session.engine.profile.resetsEviction { session.noEvict = false }
        session.noTouch = false
        session.readsOnly = false
        if session.engine.profile == .valkey91 { session.isImportSource = false }
        session.forgetUser()
        session.reply.simple("RESET")
    }

    // MARK: Authentication

    static func auth(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 3 else { throw .syntax }
        let isNamed = arguments.count == 3
        if !isNamed, session.engine.access.defaultUser.needsNoPassword {
            throw CommandError(
                "ERR AUTH <password> called without any password configured for the default user. "
                    + "Are you sure your configuration is correct?")
        }
        let user = isNamed ? arguments[1] : Bytes("default")
        try session.authenticate(user, arguments[isNamed ? 2 : 1], by: arguments[0])
        session.reply.ok()
    }

    // MARK: HELLO

    static func hello(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var version: ProtocolVersion?
        if arguments.count > 1 {
            let number = try arguments[1].parseInteger(
                or: CommandError("ERR Protocol version is not an integer or out of range"))
            version = ProtocolVersion(rawValue: number)
            if version == nil { throw .unsupportedProtocol }
        }
        var options = HelloOptions()
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd {
            try options.read(from: &cursor, session.engine.profile)
            guard session.engine.profile.obeysHelloInTurn else { continue }
            try options.authenticate(session, arguments)
            options.name(session)
            options = HelloOptions()
        }
        try options.authenticate(session, arguments)
        guard !session.lacksAuthentication else {
            let version = session.engine.profile == .redis70 ? "" : "<proto> "
            throw CommandError(
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO \(version)AUTH "
                    + "<user> <pass> option can be used to authenticate the client and select the RESP protocol version "
                    + "at the same time")
        }
        options.name(session)
        if let version { session.reply.version = version }
        replyHello(session)
    }

    private static func replyHello(_ session: Session) {
        let reply = session.reply
        let profile = session.engine.profile
        let zone = profile.isValkey ? session.engine.configuration.availabilityZone : ""
        reply.map(zone.isEmpty ? 7 : 8)
        reply.bulk("server")
        reply.bulk(profile.serverName)
        reply.bulk("version")
        reply.bulk(profile.version)
        reply.bulk("proto")
        reply.integer(reply.version.rawValue)
        reply.bulk("id")
        reply.integer(session.id)
        reply.bulk("mode")
        reply.bulk("standalone")
        reply.bulk("role")
        reply.bulk("master")
        reply.bulk("modules")
        ModuleCommands.replyModules(of: profile, to: reply)
        guard !zone.isEmpty else { return }
        reply.bulk("availability_zone")
        reply.bulk(zone)
    }
}

/// Who the client says it is.
private struct HelloOptions {
    private var credentials: (user: Bytes, password: Bytes)?
    private var name: Bytes?

    /// Reads the next option.
    mutating func read(from cursor: inout ArgumentCursor, _ profile: Profile) throws(CommandError) {
        if cursor.skip("auth", before: 2) {
            credentials = (try cursor.next(), try cursor.next())
        } else if cursor.skip("setname", before: 1) {
            let name = try cursor.next()
            guard ClientName.isValid(name, profile) else {
                throw ClientName.error(for: "Client names")
            }
            self.name = name
        } else {
            throw CommandError("ERR Syntax error in HELLO option '", quoting: cursor.current, "'")
        }
    }

    func authenticate(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if let (user, password) = credentials { try session.authenticate(user, password, by: arguments[0]) }
    }

    func name(_ session: Session) {
        if let name { session.name = name.array }
    }
}

/// What CLIENT SETNAME and SETINFO accept: visible ASCII.
enum ClientName {
    static func isValid(_ name: Bytes, _ profile: Profile) -> Bool {
        let checked = profile.endsNamesAtNUL ? name.asCString() : name.array
        return checked.allSatisfy { (0x21...0x7E).contains($0) }
    }

    static func error(for what: String) -> CommandError {
        CommandError("ERR \(what) cannot contain spaces, newlines or special characters.")
    }
}
