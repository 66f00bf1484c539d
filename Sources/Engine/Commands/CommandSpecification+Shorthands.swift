// Shorthands in which the tables are written: one word for each usual place of a key and for each kind of argument.

extension CommandSpecification {
    /// The HELP subcommand, which every container has.
    static func help(
        _ categories: CommandCategories = [], documentation: @escaping @Sendable () -> CommandDocumentation,
        handler: @escaping CommandHandler
    ) -> CommandSpecification {
        CommandSpecification(
            "help", arity: 2, flags: [.loading, .stale], categories: categories, documentation: documentation,
            handler: handler)
    }
}

/// The tips of commands that a proxy sends to all nodes of a cluster.
extension [String] {
    /// It must succeed on all.
    static var setsAllNodes: [String] { ["request_policy:all_nodes", "response_policy:all_succeeded"] }

    /// Each tells of itself.
    static var reportsOnAllNodes: [String] {
        ["nondeterministic_output", "request_policy:all_nodes", "response_policy:special"]
    }
}

extension KeySpecification {
    /// One key, the argument at `index`.
    @inline(never) static func at(_ index: Int, _ flags: Flags, notes: String? = nil) -> KeySpecification {
        range(from: index, last: 0, flags, notes: notes)
    }

    /// Keys from the argument at `index` on, every `step` arguments. `last` counts from the first key; where it is negative,
    /// from the end of the arguments, the last of which is -1.
    static func range(
        from index: Int, last: Int, step: Int = 1, _ flags: Flags, notes: String? = nil
    ) -> KeySpecification {
        KeySpecification(
            flags: flags, begin: .index(index), find: .range(last: last, step: step, limit: 0), notes: notes)
    }

    /// The number of keys at `index`, the keys right behind it.
    static func counted(at index: Int, _ flags: Flags, notes: String? = nil) -> KeySpecification {
        KeySpecification(
            flags: flags, begin: .index(index), find: .count(keyNumber: 0, first: 1, step: 1), notes: notes)
    }
}

extension ArgumentSpecification {
    /// A key; `specification` is the place of the key specification that finds it.
    static func key(
        _ name: String, specification: Int = 0, token: String? = nil, _ flags: Flags = []
    ) -> ArgumentSpecification {
        ArgumentSpecification(name, .key, token: token, flags, key: specification)
    }

    static func string(
        _ name: String, token: String? = nil, _ flags: Flags = [], display: String? = nil, since: String? = nil,
        deprecatedSince: String? = nil
    ) -> ArgumentSpecification {
        ArgumentSpecification(
            name, .string, token: token, flags, display: display, since: since, deprecatedSince: deprecatedSince)
    }

    static func integer(
        _ name: String, token: String? = nil, _ flags: Flags = [], since: String? = nil
    ) -> ArgumentSpecification {
        ArgumentSpecification(name, .integer, token: token, flags, since: since)
    }

    static func double(_ name: String, token: String? = nil, _ flags: Flags = []) -> ArgumentSpecification {
        ArgumentSpecification(name, .double, token: token, flags)
    }

    static func pattern(_ name: String, token: String? = nil, _ flags: Flags = []) -> ArgumentSpecification {
        ArgumentSpecification(name, .pattern, token: token, flags)
    }

    static func unixTime(
        _ name: String, token: String? = nil, _ flags: Flags = [], since: String? = nil
    ) -> ArgumentSpecification {
        ArgumentSpecification(name, .unixTime, token: token, flags, since: since)
    }

    /// A word that stands for itself. Its name is the word in lower case.
    static func token(_ word: String, _ flags: Flags = [], since: String? = nil) -> ArgumentSpecification {
        ArgumentSpecification(word.lowercased(), .pureToken, token: word, flags, since: since)
    }

    /// One of several.
    static func oneOf(
        _ name: String, token: String? = nil, _ flags: Flags = [], since: String? = nil,
        of alternatives: [ArgumentSpecification]
    ) -> ArgumentSpecification {
        ArgumentSpecification(name, .oneOf, token: token, flags, since: since, parts: alternatives)
    }

    /// Several, one after the other.
    static func block(
        _ name: String, token: String? = nil, _ flags: Flags = [], since: String? = nil,
        of parts: [ArgumentSpecification]
    ) -> ArgumentSpecification {
        ArgumentSpecification(name, .block, token: token, flags, since: since, parts: parts)
    }
}

extension ArgumentSpecification {
    /// An argument that the others do not have.
    func only(in profiles: Profiles) -> ArgumentSpecification {
        var argument = self
        argument.profiles = profiles
        return argument
    }

    /// Under another name in `profiles`.
    func named(_ name: String, in profiles: Profiles = .redis70) -> ArgumentSpecification {
        self.in(profiles) { $0.name = name }
    }
}

extension CommandDocumentation {
    /// Deprecated in `profiles` alone.
    func replaced(by replacement: String, since version: String, in profiles: Profiles) -> CommandDocumentation {
        self.in(profiles) {
            $0.deprecatedSince = version
            $0.replacedBy = replacement
        }
    }

    /// The documentation that every HELP subcommand has.
    static func help(since: String, group: CommandGroup) -> CommandDocumentation {
        CommandDocumentation(
            summary: "Lists the subcommands, with what each does.", since: since, group: group, complexity: "O(1)")
    }
}
