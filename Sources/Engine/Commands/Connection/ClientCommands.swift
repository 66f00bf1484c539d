// CLIENT: what a client sets of itself.

enum ClientCommands {
    static func clientId(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.id)
    }

    static func clientGetname(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if session.name.isEmpty { session.reply.null() } else { session.reply.bulk(session.name) }
    }

    static func clientSetname(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard ClientName.isValid(arguments[2]) else { throw ClientName.error(for: "Client names") }
        session.name = arguments[2].array
        session.reply.ok()
    }

    static func clientSetinfo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (option, value) = (arguments[2], arguments[3])
        guard option.matches("lib-name") || option.matches("lib-ver") else {
            throw CommandError("ERR Unrecognized option '", quoting: option, "'")
        }
        guard ClientName.isValid(value) else { throw ClientName.error(for: option.text) }
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

    private static func onOrOff(_ argument: Bytes) throws(CommandError) -> Bool {
        if argument.matches("on") { return true }
        if argument.matches("off") { return false }
        throw .syntax
    }

    static func clientHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp("client", help, to: session.reply)
    }

    /// One line a subcommand, each with the text that explains it, in the real server's order.
    private static let help = [
        "CACHING (YES|NO)", "    Enable/disable tracking of the keys for next command in OPTIN/OPTOUT modes.",
        "GETREDIR", "    Return the client ID we are redirecting to when tracking is enabled.",
        "GETNAME", "    Return the name of the current connection.",
        "ID", "    Return the ID of the current connection.",
        "INFO", "    Return information about the current client connection.",
        "KILL <ip:port>", "    Kill connection made from <ip:port>.",
        "KILL <option> <value> [<option> <value> [...]]", "    Kill connections. Options are:",
        "    * ADDR (<ip:port>|<unixsocket>:0)", "      Kill connections made from the specified address",
        "    * LADDR (<ip:port>|<unixsocket>:0)", "      Kill connections made to specified local address",
        "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)", "      Kill connections by type.",
        "    * USER <username>", "      Kill connections authenticated by <username>.",
        "    * SKIPME (YES|NO)", "      Skip killing current connection (default: yes).",
        "    * ID <client-id>", "      Kill connections by client id.",
        "    * MAXAGE <maxage>", "      Kill connections older than the specified age.",
        "LIST [options ...]", "    Return information about client connections. Options:",
        "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)", "      Return clients of specified type.",
        "UNPAUSE", "    Stop the current client pause, resuming traffic.",
        "PAUSE <timeout> [WRITE|ALL]", "    Suspend all, or just write, clients for <timeout> milliseconds.",
        "REPLY (ON|OFF|SKIP)", "    Control the replies sent to the current connection.",
        "SETNAME <name>", "    Assign the name <name> to the current connection.",
        "SETINFO <option> <value>", "    Set client meta attr. Options are:",
        "    * LIB-NAME: the client lib name.", "    * LIB-VER: the client lib version.",
        "UNBLOCK <clientid> [TIMEOUT|ERROR]", "    Unblock the specified blocked client.",
        "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]",
        "         [OPTIN] [OPTOUT] [NOLOOP]", "    Control server assisted client side caching.",
        "TRACKINGINFO", "    Report tracking status for the current connection.",
        "NO-EVICT (ON|OFF)", "    Protect current client connection from eviction.",
        "NO-TOUCH (ON|OFF)", "    Will not touch LRU/LFU stats when this mode is on.",
    ]
}
