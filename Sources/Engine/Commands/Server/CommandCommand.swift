// COMMAND and its subcommands: what the server tells of its own commands. Everything is read from the table of this engine, so that what
// is told is what is done.

extension ServerCommands {
    /// COMMAND: all commands, as COMMAND INFO tells them.
    static func command(_ session: Session, _ arguments: Arguments) {
        let commands = session.engine.commands.commands
        session.reply.array(commands.count)
        for command in commands { session.reply.commandInfo(command) }
    }

    /// COMMAND COUNT: how many there are, subcommands not counted.
    static func commandCount(_ session: Session, _ arguments: Arguments) {
        session.reply.integer(session.engine.commands.commands.count)
    }

    /// COMMAND INFO [name ...]: null for a name that is no command's.
    static func commandInfo(_ session: Session, _ arguments: Arguments) {
        guard arguments.count > 2 else { return command(session, arguments) }
        session.reply.array(arguments.count - 2)
        for index in 2..<arguments.count {
            if let command = session.engine.commands.find(fullName: arguments[index]) {
                session.reply.commandInfo(command)
            } else {
                session.reply.null()
            }
        }
    }

    /// COMMAND DOCS [name ...]: a name that is no command's is left out.
    static func commandDocs(_ session: Session, _ arguments: Arguments) {
        let table = session.engine.commands
        let named =
            arguments.count == 2
            ? table.commands : (2..<arguments.count).compactMap { table.find(fullName: arguments[$0]) }
        session.reply.map(named.count)
        for command in named { session.reply.commandDocumentation(command) }
    }

    /// COMMAND LIST [FILTERBY MODULE name | ACLCAT category | PATTERN glob]: names, subcommands included.
    static func commandList(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let filter = try CommandFilter(arguments)
        var names: [String] = []
        for command in session.engine.commands.commands {
            if filter.admits(command) { names.append(command.fullName) }
            for subcommand in command.subcommands where filter.admits(subcommand) { names.append(subcommand.fullName) }
        }
        session.reply.array(names.count)
        for name in names { session.reply.bulk(name) }
    }

    /// COMMAND GETKEYS command [argument ...]: the keys of a whole command.
    static func commandGetKeys(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let request = arguments.dropFirst(2)
        let references = try keyReferences(session, request)
        session.reply.array(references.count)
        for reference in references { session.reply.bulk(request[reference.position]) }
    }

    /// COMMAND GETKEYSANDFLAGS command [argument ...]: the keys of a whole command, each with what is done to it.
    static func commandGetKeysAndFlags(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let request = arguments.dropFirst(2)
        let references = try keyReferences(session, request)
        session.reply.array(references.count)
        for reference in references {
            session.reply.array(2)
            session.reply.bulk(request[reference.position])
            session.reply.names(reference.flags.names(among: KeySpecification.Flags.names))
        }
    }

    private static func keyReferences(_ session: Session, _ request: Arguments) throws(CommandError) -> [KeyReference] {
        guard let command = session.engine.commands.find(request) else {
            throw CommandError("ERR Invalid command specified")
        }
        guard command.specification.hasKeys else { throw CommandError("ERR The command has no key arguments") }
        guard command.accepts(request.count) else {
            throw CommandError("ERR Invalid number of arguments specified for command")
        }
        let references = command.specification.keyReferences(in: request)
        if references.isEmpty, !command.flags.contains(.noMandatoryKeys) {
            throw CommandError("ERR Invalid arguments specified for command")
        }
        return references
    }

    static func commandHelp(_ session: Session, _ arguments: Arguments) {
        // Valkey's words are the same, less the name.
        let redis = session.engine.profile.isValkey ? "" : "Redis "
        Arguments.replyHelp(
            "command",
            [
                "(no subcommand)",
                "    Return details about all \(redis)commands.",
                "COUNT",
                "    Return the total number of commands in this \(redis)server.",
                "LIST",
                "    Return a list of all commands in this \(redis)server.",
                "INFO [<command-name> ...]",
                "    Return details about multiple \(redis)commands.",
                "    If no command names are given, documentation details for all",
                "    commands are returned.",
                "DOCS [<command-name> ...]",
                "    Return documentation details about multiple \(redis)commands.",
                "    If no command names are given, documentation details for all",
                "    commands are returned.",
                "GETKEYS <full-command>",
                "    Return the keys from a full \(redis)command.",
                "GETKEYSANDFLAGS <full-command>",
                "    Return the keys and the access flags from a full \(redis)command.",
            ], to: session.reply)
    }
}

/// What COMMAND LIST shows.
private enum CommandFilter {
    case none
    /// The name of the module.
    case module([UInt8])
    /// Nil: there is no such category, and so nothing in it.
    case category(CommandCategories?)
    case pattern([UInt8])

    init(_ arguments: Arguments) throws(CommandError) {
        if arguments.count == 2 {
            self = .none
            return
        }
        guard arguments.count == 5, arguments[2].matches("filterby") else { throw .syntax }
        let kind = arguments[3]
        if kind.matches("module") {
            self = .module(arguments[4].array)
        } else if kind.matches("aclcat") {
            self = .category(CommandCategories(named: arguments[4]))
        } else if kind.matches("pattern") {
            self = .pattern(arguments[4].array)
        } else {
            throw .syntax
        }
    }

    func admits(_ command: Command) -> Bool {
        switch self {
        case .none: return true
        case .module(let name):
            return command.flags.contains(.module)
                && command.documentation.module.map { Array($0.utf8) } == name
        case .category(let category):
            return category.map { command.specification.allCategories.contains($0) } ?? false
        case .pattern(let pattern):
            let name = Array(command.fullName.utf8)
            return pattern.withBytes { pattern in
                name.withBytes { name in GlobPattern.matches(pattern, name, ignoringCase: true) }
            }
        }
    }
}
