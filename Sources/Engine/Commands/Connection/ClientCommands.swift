// CLIENT: what a client sets of itself.

enum ClientCommands {
    static func clientId(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.id)
    }

    static func clientGetname(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if session.name.isEmpty { session.reply.null() } else { session.reply.bulk(session.name) }
    }

    static func clientSetname(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard ClientName.isValid(arguments[2], session.engine.profile) else {
            throw ClientName.error(for: "Client names")
        }
        session.name = arguments[2].array
        session.reply.ok()
    }

    static func clientSetinfo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (option, value) = (arguments[2], arguments[3])
        guard option.matches("lib-name") || option.matches("lib-ver") else {
            throw CommandError("ERR Unrecognized option '", quoting: option, "'")
        }
        guard ClientName.isValid(value, session.engine.profile) else { throw ClientName.error(for: option.text) }
        if option.matches("lib-name") {
            session.libraryName = value.array
        } else {
            session.libraryVersion = value.array
        }
        session.reply.ok()
    }

    static func clientReply(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let mode = arguments[2]
        if mode.matches("on") {
            session.muting.subtract([.off, .skip])
            session.reply.ok()
        } else if mode.matches("off") {
            session.muting.insert(.off)
        } else if mode.matches("skip") {
            if !session.muting.contains(.off) { session.muting.insert(.skipNext) }
        } else {
            throw .syntax
        }
    }

    static func clientNoEvict(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.noEvict = try onOrOff(arguments[2])
        session.reply.ok()
    }

    static func clientNoTouch(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.noTouch = try onOrOff(arguments[2])
        session.reply.ok()
    }

    /// Those that the server does not know are nothing to it.
    static func clientCapa(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        for index in 2..<arguments.count where arguments[index].matches("redirect") {
            session.followsRedirections = true
        }
        session.reply.ok()
    }

    static func clientImportSource(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        // To be none is always allowed.
        guard session.engine.configuration.importMode || arguments[2].matches("off") else {
            throw CommandError("ERR Server is not in import mode")
        }
        session.isImportSource = try onOrOff(arguments[2])
        session.reply.ok()
    }

    private static func onOrOff(_ argument: Bytes) throws(CommandError) -> Bool {
        if argument.matches("on") { return true }
        if argument.matches("off") { return false }
        throw .syntax
    }

    static func clientHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp("client", help(of: session.engine.profile), to: session.reply)
    }
}
