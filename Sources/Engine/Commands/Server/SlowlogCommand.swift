// SLOWLOG: the commands that took long.

enum SlowlogCommands {
    static func slowlogGet(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 3 else { throw .unknownSubcommandOrArity(arguments[1], of: "slowlog") }
        let log = session.engine.slowLog
        var count = 10
        if arguments.count == 3 {
            let refusal = CommandError("ERR count should be greater than or equal to -1")
            count = try arguments[2].parseInteger(or: refusal)
            guard count >= -1 else { throw refusal }
            if count == -1 { count = log.count }
        }
        let reply = session.reply
        reply.array(min(count, log.count))
        for entry in log.newestFirst.prefix(count) {
            reply.array(6)
            reply.integer(entry.id)
            reply.integer(entry.time)
            reply.integer(entry.microseconds)
            reply.array(entry.arguments.count)
            for argument in entry.arguments { reply.bulk(argument) }
            reply.bulk(entry.address)
            reply.bulk(entry.name)
        }
    }

    static func slowlogLen(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.engine.slowLog.count)
    }

    static func slowlogReset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.slowLog.removeAll()
        session.reply.ok()
    }

    static func slowlogHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "slowlog",
            [
                "GET [<count>]", "    Return top <count> entries from the slowlog (default: 10, -1 mean all).",
                "    Entries are made of:",
                "    id, timestamp, time in microseconds, arguments array, client IP and port,",
                "    client name",
                "LEN", "    Return the length of the slowlog.",
                "RESET", "    Reset the slowlog.",
            ], to: session.reply)
    }
}
