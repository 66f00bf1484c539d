// SLOWLOG and COMMANDLOG: the commands that took long, and those that were large.

enum CommandLogCommands {
    static func slowlogGet(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 3 else { throw .unknownSubcommandOrArity(arguments[1], of: "slowlog") }
        let count = arguments.count == 3 ? try parseCount(arguments[2]) : 10
        show(session.engine.slowLog, count, session.reply)
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

    // MARK: COMMANDLOG

    static func commandlogGet(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let count = try parseCount(arguments[2])
        show(session.engine.commandLog(try kind(arguments[3])), count, session.reply)
    }

    static func commandlogLen(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.engine.commandLog(try kind(arguments[2])).count)
    }

    static func commandlogReset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.commandLog(try kind(arguments[2])).removeAll()
        session.reply.ok()
    }

    static func commandlogHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "commandlog",
            [
                "GET <count> <type>",
                "    Return top <count> entries of the specified <type> from the commandlog (-1 mean all).",
                "    Entries are made of:", "    id, timestamp,", "        time in microseconds for type of slow,",
                "        or size in bytes for type of large-request,",
                "        or size in bytes for type of large-reply", "    arguments array, client IP and port,",
                "    client name",
                "LEN <type>", "    Return the length of the specified type of commandlog.",
                "RESET <type>", "    Reset the specified type of commandlog.",
            ], to: session.reply)
    }

    // MARK: Both

    private static func kind(_ word: Bytes) throws(CommandError) -> CommandLog.Kind {
        guard let kind = CommandLog.Kind.allCases.first(where: { word.isSame(as: $0.rawValue) }) else {
            throw CommandError("ERR type should be one of the following: slow, large-request, large-reply")
        }
        return kind
    }

    /// How many entries are asked for, -1 for all.
    private static func parseCount(_ argument: Bytes) throws(CommandError) -> Int {
        let refusal = CommandError("ERR count should be greater than or equal to -1")
        let count = try argument.parseInteger(or: refusal)
        guard count >= -1 else { throw refusal }
        return count
    }

    private static func show(_ log: CommandLog, _ count: Int, _ reply: ReplyWriter) {
        let count = count == -1 ? log.count : min(count, log.count)
        reply.array(count)
        for entry in log.newestFirst.prefix(count) {
            reply.array(6)
            reply.integer(entry.id)
            reply.integer(entry.time)
            reply.integer(entry.amount)
            reply.array(entry.arguments.count)
            for argument in entry.arguments { reply.bulk(argument) }
            reply.bulk(entry.address)
            reply.bulk(entry.name)
        }
    }
}
