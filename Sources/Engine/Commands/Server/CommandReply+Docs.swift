// COMMAND DOCS's reply: what a command is for, since when, at what cost, how it changed, and the tree of its arguments. redis-cli's
// hints are made from it.

extension ReplyWriter {
    /// The command's name and its documentation: one pair of a map.
    func commandDocumentation(_ command: Command) {
        let documentation = command.documentation
        bulk(command.fullName)
        presentFields { fields in
            if let module = documentation.module {
                fields.add("group", documentation.group.rawValue)
                fields.add("module", module)
                return
            }
            fields.add("summary", documentation.summary)
            fields.add("since", documentation.since)
            fields.add("group", documentation.group.rawValue)
            fields.add("complexity", documentation.complexity)
            fields.add("doc_flags", names: documentation.flagNames)
            fields.add("deprecated_since", documentation.deprecatedSince)
            fields.add("replaced_by", documentation.replacedBy)
            fields.add("history", unless: documentation.history.isEmpty) { reply in
                reply.set(documentation.history.count)
                for entry in documentation.history {
                    reply.array(2)
                    reply.bulk(entry.version)
                    reply.bulk(entry.change)
                }
            }
            fields.add("arguments", documentation.arguments, of: command.profile)
            fields.add("subcommands", unless: command.subcommands.isEmpty) { reply in
                reply.map(command.subcommands.count)
                for subcommand in command.subcommands { reply.commandDocumentation(subcommand) }
            }
        }
    }

    fileprivate func argument(_ argument: ArgumentSpecification, of profile: Profile) {
        presentFields { fields in
            fields.add("name", argument.name)
            fields.add("type", argument.kind.rawValue)
            if argument.kind != .oneOf, argument.kind != .block, profile != .redis70 {
                fields.add("display_text", argument.display ?? argument.name)
            }
            fields.add("key_spec_index", unless: argument.keySpecification == nil) { reply in
                reply.integer(argument.keySpecification ?? 0)
            }
            fields.add("token", argument.token)
            fields.add("summary", argument.summary)
            fields.add("since", argument.since)
            fields.add("deprecated_since", argument.deprecatedSince)
            fields.add("flags", names: argument.flagNames)
            fields.add("arguments", argument.parts, of: profile)
        }
    }

    /// A map of those fields that `write` finds something to say in.
    private func presentFields(_ write: (inout PresentFields) -> Void) {
        let mark = mark()
        var fields = PresentFields(reply: self)
        write(&fields)
        map(fields.count, since: mark)
    }
}

/// The fields of a map that is being written: what is absent or empty is left out.
private struct PresentFields {
    let reply: ReplyWriter
    private(set) var count = 0

    init(reply: ReplyWriter) { self.reply = reply }

    mutating func add(_ name: StaticString, unless absent: Bool, _ value: (ReplyWriter) -> Void) {
        if absent { return }
        count += 1
        reply.bulk(name)
        value(reply)
    }

    mutating func add(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        add(name, unless: false) { $0.bulk(text) }
    }

    mutating func add(_ name: StaticString, names: [String]) {
        add(name, unless: names.isEmpty) { $0.names(names) }
    }

    mutating func add(_ name: StaticString, _ arguments: [ArgumentSpecification], of profile: Profile) {
        add(name, unless: arguments.isEmpty) { reply in
            reply.array(arguments.count)
            for argument in arguments { reply.argument(argument, of: profile) }
        }
    }
}

extension CommandDocumentation {
    fileprivate var flagNames: [String] {
        (deprecatedSince == nil ? [] : ["deprecated"]) + (isSystem ? ["syscmd"] : [])
    }
}

extension ArgumentSpecification {
    fileprivate var flagNames: [String] {
        flags.names(among: [(.optional, "optional"), (.multiple, "multiple"), (.multipleToken, "multiple_token")])
    }
}
