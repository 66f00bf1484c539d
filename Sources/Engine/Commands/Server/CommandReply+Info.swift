// COMMAND INFO's reply: a command's declaration, and what derives from it, in the ten fields that clients read to find keys and to
// route requests.

extension ReplyWriter {
    /// Name, arity, flags, first key, last key, step, categories, tips, key specifications and subcommands.
    func commandInfo(_ command: Command) {
        let specification = command.specification
        array(10)
        bulk(command.fullName)
        integer(specification.arity)
        names(specification.allFlags.names(among: CommandFlags.names(of: command.profile)))
        let range = specification.keyRange
        integer(range.first)
        integer(range.last)
        integer(range.step)
        names(specification.allCategories.names(among: CommandCategories.names).map { "@" + $0 })
        set(specification.tips.count)
        for tip in specification.tips { bulk(tip) }
        set(specification.keys.count)
        for key in specification.keys { keySpecification(key) }
        // An array, but of none most releases make a set.
        if command.subcommands.isEmpty, !command.profile.listsNoSubcommands {
            set(0)
        } else {
            array(command.subcommands.count)
        }
        for subcommand in command.subcommands { commandInfo(subcommand) }
    }

    /// A set of simple strings.
    func names(_ names: [String]) {
        set(names.count)
        for name in names { simple(name) }
    }

    private func keySpecification(_ key: KeySpecification) {
        map(key.notes == nil ? 3 : 4)
        if let notes = key.notes {
            bulk("notes")
            bulk(notes)
        }
        bulk("flags")
        names(key.flags.names(among: KeySpecification.Flags.names))
        bulk("begin_search")
        beginSearch(key.begin)
        bulk("find_keys")
        findKeys(key.find)
    }

    private func beginSearch(_ begin: KeySpecification.Begin) {
        switch begin {
        case .index(let index):
            typed("index", fields: 1)
            field("index", index)
        case .keyword(let word, let from):
            typed("keyword", fields: 2)
            bulk("keyword")
            bulk(word)
            field("startfrom", from)
        case .unknown:
            typed("unknown", fields: 0)
        }
    }

    private func findKeys(_ find: KeySpecification.Find) {
        switch find {
        case .range(let last, let step, let limit):
            typed("range", fields: 3)
            field("lastkey", last)
            field("keystep", step)
            field("limit", limit)
        case .count(let keyNumber, let first, let step):
            typed("keynum", fields: 3)
            field("keynumidx", keyNumber)
            field("firstkey", first)
            field("keystep", step)
        case .unknown:
            typed("unknown", fields: 0)
        }
    }

    /// A map of a type and a map of `fields` that is still to be written.
    private func typed(_ type: StaticString, fields: Int) {
        map(2)
        bulk("type")
        bulk(type)
        bulk("spec")
        map(fields)
    }

    private func field(_ name: StaticString, _ value: Int) {
        bulk(name)
        integer(value)
    }
}

extension OptionSet where Element == Self {
    /// The names of the members, in the order of `all`.
    func names(among all: [(Self, String)]) -> [String] {
        all.filter { contains($0.0) }.map(\.1)
    }
}
