// What follows from a command's declaration without being written down again: the categories that its flags imply, whether its
// keys move, and the first key, last key and step by which clients found keys before there were key specifications.

extension Command {
    /// Whether it has to do with what is in a database, and not with the server or the session alone.
    var usesDatabase: Bool {
        !flags.isDisjoint(with: [.write, .readonly]) || categories.contains(.keyspace) || specification.hasKeys
    }
}

extension CommandSpecification {
    /// The categories that ACLs and COMMAND INFO know it under: the declared ones and those that the flags imply.
    var allCategories: CommandCategories {
        // A module's commands have those that the module says alone.
        if flags.contains(.module) { return categories }
        var all = categories
        if flags.contains(.write) { all.insert(.write) }
        // A script reads nothing by itself.
        if flags.contains(.readonly), !categories.contains(.scripting) { all.insert(.read) }
        if flags.contains(.admin) { all.formUnion([.admin, .dangerous]) }
        if flags.contains(.pubsub) { all.insert(.pubsub) }
        if flags.contains(.blocking) { all.insert(.blocking) }
        all.insert(flags.contains(.fast) ? .fast : .slow)
        return all
    }

    /// The declared flags, and `movableKeys` where the key range does not find every key.
    var allFlags: CommandFlags { keyRange.isComplete ? flags : flags.union(.movableKeys) }

    /// What of the key specifications a first key, a last key and a step can say.
    struct KeyRange: Equatable {
        /// All three are 0 where there is no such range.
        var first = 0
        /// From the end of the arguments where it is negative.
        var last = 0
        var step = 0
        var isComplete = true
    }

    /// A lone range, or the union of ranges of step 1 that stand side by side; what does not fit is left out and makes it incomplete.
    var keyRange: KeyRange {
        var result = KeyRange()
        for key in keys {
            if key.flags.contains(.incomplete) { result.isComplete = false }
            guard case .index(let begin) = key.begin, case .range(let relativeLast, let step, _) = key.find,
                keys.count == 1 || (step == 1 && (result.first == 0 || begin == result.last + 1))
            else {
                result.isComplete = false
                continue
            }
            if result.first == 0 { result.first = begin }
            result.last = relativeLast < 0 ? relativeLast : begin + relativeLast
            result.step = step
        }
        return result
    }
}

extension Command {
    /// What COMMAND DOCS tells of it. Made anew each time.
    var documentation: CommandDocumentation {
        var documentation = specification.documentation().resolved(for: profile)
        if !documentation.deprecatedIn.contains(profile) {
            documentation.deprecatedSince = nil
            documentation.replacedBy = nil
        }
        documentation.arguments = documentation.arguments.resolved(for: profile)
        return documentation
    }
}

extension [ArgumentSpecification] {
    /// Those that `profile` has, as it has them.
    fileprivate func resolved(for profile: Profile) -> [ArgumentSpecification] {
        filter { $0.profiles.contains(profile) }.map { declaration in
            var argument = declaration.resolved(for: profile)
            // The first documentation knew one name only, the one that is shown.
            if profile == .redis70, argument.name == declaration.name {
                argument.name = argument.display ?? argument.name
            }
            argument.parts = argument.parts.resolved(for: profile)
            return argument
        }
    }
}

extension CommandCategories {
    /// The category called `name` in any case, or nil.
    init?(named name: Bytes) {
        let text = name.text.lowercased()
        guard let found = CommandCategories.names.first(where: { $0.name == text }) else { return nil }
        self = found.category
    }
}
