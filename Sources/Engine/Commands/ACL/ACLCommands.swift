// ACL: users, what they may do, and what they were refused.

enum ACLCommands {
    // MARK: Users

    static func aclWhoami(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.bulk(session.user.name)
    }

    static func aclUsers(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let users = session.engine.access.all
        session.reply.array(users.count)
        for user in users { session.reply.bulk(user.name) }
    }

    static func aclList(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let lines = session.engine.access.lines
        session.reply.array(lines.count)
        for line in lines { session.reply.bulk(line) }
    }

    static func aclSetuser(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard !arguments[2].hasSpaces else {
            throw CommandError("ERR Usernames can't contain spaces or null characters")
        }
        let words = (3..<max(3, arguments.count)).map { arguments[$0].array }
        let rules: [[UInt8]]
        do throws(UnmatchedParenthesis) {
            rules = try AccessControl.merging(words)
        } catch {
            throw error.word.withBytes { word in
                CommandError("ERR Unmatched parenthesis in acl selector starting at '", quoting: word, "'.")
            }
        }
        do throws(RefusedRule) {
            session.engine.killSubscribers(of: try session.engine.access.set(arguments[2].array, rules), for: session)
            session.reply.ok()
        } catch {
            throw error.rule.withBytes { rule in
                CommandError("ERR Error in ACL SETUSER modifier '", quoting: rule, "': \(error.reason)")
            }
        }
    }

    static func aclDeluser(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let access = session.engine.access
        for index in 2..<arguments.count where arguments[index] == "default" {
            throw CommandError("ERR The 'default' user cannot be removed")
        }
        let removed = (2..<arguments.count).compactMap { access.remove(arguments[$0]) }
        session.engine.killSessions(of: removed, for: session)
        session.reply.integer(removed.count)
    }

    static func aclGetuser(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let reply = session.reply
        guard let user = session.engine.access.user(arguments[2]) else { return reply.null() }
        let hasDatabases = session.engine.profile.hasDatabaseRules
        reply.map(hasDatabases ? 7 : 6)
        reply.bulk("flags")
        reply.set(user.flags.count)
        for flag in user.flags { reply.bulk(flag) }
        reply.bulk("passwords")
        reply.array(user.passwords.count)
        for password in user.passwords { reply.bulk(password) }
        describe(user.selectors[0], hasDatabases: hasDatabases, to: reply)
        reply.bulk("selectors")
        reply.array(user.selectors.count - 1)
        for selector in user.selectors.dropFirst() {
            reply.map(hasDatabases ? 4 : 3)
            describe(selector, hasDatabases: hasDatabases, to: reply)
        }
    }

    private static func describe(_ selector: Selector, hasDatabases: Bool, to reply: ReplyWriter) {
        reply.bulk("commands")
        reply.bulk(selector.commandDescription)
        reply.bulk("keys")
        reply.bulk(selector.keyDescription)
        reply.bulk("channels")
        reply.bulk(selector.channelDescription)
        guard hasDatabases else { return }
        reply.bulk("databases")
        reply.bulk(selector.databaseDescription)
    }

    // MARK: Questions

    static func aclCat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 3 else { throw .unknownSubcommandOrArity(arguments[1], of: "acl") }
        let reply = session.reply
        if arguments.count == 2 {
            reply.array(CommandCategories.names.count)
            for (_, name) in CommandCategories.names { reply.bulk(name) }
            return
        }
        guard let category = CommandCategories(named: arguments[2]) else {
            throw CommandError("ERR Unknown category '", quoting: arguments[2], limit: 128, "'")
        }
        let all = session.engine.commands.commands.flatMap { [$0] + $0.subcommands }
        let names = all.filter { $0.categories.contains(category) }.map(\.fullName)
        reply.array(names.count)
        for name in names { reply.bulk(name) }
    }

    static func aclDryrun(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        guard let user = engine.access.user(arguments[2]) else {
            throw CommandError("ERR User '", quoting: arguments[2], "' not found")
        }
        let request = arguments.dropFirst(3)
        guard let command = engine.commands.find(request) else {
            throw CommandError("ERR Command '", quoting: arguments[3], "' not found")
        }
        guard command.accepts(request.count) else { throw .wrongArity(command.fullName) }
        guard let denial = user.denial(of: command, request, in: session.place) else { return session.reply.ok() }
        session.reply.bulk(denial.message(user, command, naming: request[denial.position]))
    }

    static func aclGenpass(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 3 else { throw .unknownSubcommandOrArity(arguments[1], of: "acl") }
        let bits = arguments.count == 3 ? try arguments[2].parseInteger() : 256
        guard (1...4096).contains(bits) else {
            throw CommandError(
                "ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096"
            )
        }
        let digits = Array("0123456789abcdef".utf8)
        session.reply.bulk((0..<(bits + 3) / 4).map { _ in digits[Int(session.engine.context.random.next() >> 60)] })
    }

    static func aclHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        // Valkey 9.1 calls a rule a rule.
        let isWordedAnew = session.engine.profile == .valkey91
        let lines = help.map { $0.contains("attribute") && isWordedAnew ? $0.replacing("attribute", with: "rule") : $0 }
        Arguments.replyHelp("acl", lines, to: session.reply)
    }

    /// One line a subcommand, each with the text that explains it, in the real server's order.
    private static let help = [
        "CAT [<category>]", "    List all commands that belong to <category>, or all command categories",
        "    when no category is specified.",
        "DELUSER <username> [<username> ...]", "    Delete a list of users.",
        "DRYRUN <username> <command> [<arg> ...]",
        "    Returns whether the user can execute the given command without executing the command.",
        "GETUSER <username>", "    Get the user's details.",
        "GENPASS [<bits>]", "    Generate a secure 256-bit user password. The optional `bits` argument can",
        "    be used to specify a different size.",
        "LIST", "    Show users details in config file format.",
        "LOAD", "    Reload users from the ACL file.",
        "LOG [<count> | RESET]", "    Show the ACL log entries.",
        "SAVE", "    Save the current config to the ACL file.",
        "SETUSER <username> <attribute> [<attribute> ...]",
        "    Create or modify a user with the specified attributes.",
        "USERS", "    List all the registered usernames.",
        "WHOAMI", "    Return the current connection username.",
    ]
}
