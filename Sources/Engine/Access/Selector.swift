// Selector: one set of permissions of a user: which commands, on which keys, on which channels. A user has a first one, which is
// changed rule by rule, and may have more, each set once.
//
// Guarantee: `description` gives the rules in the words of ACL LIST, and applying them to a fresh selector gives the same
// permissions.

/// Which commands may be run on which keys and channels.
struct Selector {
    /// What a command may do with a key.
    struct Access: OptionSet {
        let rawValue: UInt8
        static let read = Access(rawValue: 1)
        static let write = Access(rawValue: 2)
        static let all: Access = [.read, .write]
    }

    struct KeyPattern {
        let pattern: [UInt8]
        var access: Access

        /// As ACL LIST writes it.
        var description: [UInt8] {
            let prefix = access == .all ? "~" : access == .read ? "%R~" : "%W~"
            return prefix.utf8 + pattern
        }
    }

    /// Every command, even those that an upgrade will bring. Not so once a single one has been taken away.
    private(set) var allowsAllCommands = false
    private(set) var allowsAllKeys = false
    private(set) var allowsAllChannels = false
    /// Whether every database may be used, as it may but for the rules of valkey 9.1.
    private(set) var allowsAllDatabases = true
    /// The databases that may be used, in order.
    private(set) var databases: [Int] = []
    private(set) var keyPatterns: [KeyPattern] = []
    private(set) var channelPatterns: [[UInt8]] = []
    private(set) var allowed: CommandSet
    /// Whether rules began from all commands: what ACL LIST begins with.
    private(set) var beginsWithAll = false
    /// The words that may follow a command which is not allowed otherwise, by the command's number.
    private(set) var firstArguments: [Int: [[UInt8]]] = [:]
    /// The rules for commands since they were all allowed or all forbidden: `+get`, `-@write`.
    private var commandRules: [[UInt8]] = []
    let commands: CommandTable

    /// A selector that allows nothing.
    init(_ commands: CommandTable) {
        self.commands = commands
        allowed = CommandSet(count: commands.numberOfCommands)
    }

    /// A selector made of rules, as they stand between parentheses.
    init(_ commands: CommandTable, allowsAllChannels: Bool, rules: [[UInt8]]) throws(AccessRuleError) {
        self.init(commands)
        self.allowsAllChannels = allowsAllChannels
        for rule in rules { try rule.withBytes { bytes throws(AccessRuleError) in try apply(bytes) } }
    }

    /// Whether nothing at all is forbidden.
    var isUnrestricted: Bool { allowsAllCommands && allowsAllKeys && allowsAllChannels && allowsAllDatabases }

    // MARK: Rules

    /// Applies one rule, such as `+get`, `~key*` or `resetchannels`.
    mutating func apply(_ rule: Bytes) throws(AccessRuleError) {
        switch rule.text.lowercased() {
        case "allkeys", "~*":
            allowsAllKeys = true
            keyPatterns = []
        case "resetkeys":
            allowsAllKeys = false
            keyPatterns = []
        case "allchannels", "&*":
            allowsAllChannels = true
            channelPatterns = []
        case "resetchannels":
            allowsAllChannels = false
            channelPatterns = []
        case "alldbs" where commands.profile.hasDatabaseRules: (allowsAllDatabases, databases) = (true, [])
        case "resetdbs" where commands.profile.hasDatabaseRules: (allowsAllDatabases, databases) = (false, [])
        case let word where word.hasPrefix("db=") && commands.profile.hasDatabaseRules: try setDatabases(rule)
        case "allcommands", "+@all": setAllCommands(true)
        case "nocommands", "-@all": setAllCommands(false)
        default: try applySpecific(rule)
        }
    }

    private mutating func applySpecific(_ rule: Bytes) throws(AccessRuleError) {
        guard rule.count > 0 else { throw .syntax }
        switch rule[0] {
        case UInt8(ascii: "~"), UInt8(ascii: "%"): try addKeyPattern(rule)
        case UInt8(ascii: "&"): try addChannelPattern(rule.dropFirst(1))
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let isAllowed = rule[0] == UInt8(ascii: "+")
            let name = rule.dropFirst(1)
            if name.count > 0, name[0] == UInt8(ascii: "@") {
                try setCategory(name, isAllowed)
            } else {
                try setCommand(name, isAllowed)
            }
        default: throw .syntax
        }
    }

    private mutating func addKeyPattern(_ rule: Bytes) throws(AccessRuleError) {
        guard !allowsAllKeys else { throw .keysAfterAll }
        var access: Access = []
        var start = 1
        if rule[0] == UInt8(ascii: "~") {
            access = .all
        } else {
            while start < rule.count, rule[start] != UInt8(ascii: "~") {
                switch rule[start] | 0x20 {
                case UInt8(ascii: "r") where !access.contains(.read): access.insert(.read)
                case UInt8(ascii: "w") where !access.contains(.write): access.insert(.write)
                default: throw .syntax
                }
                start += 1
            }
            guard !access.isEmpty else { throw .syntax }
            start += 1
        }
        let pattern = rule.dropFirst(start)
        guard !pattern.hasSpaces else { throw .syntax }
        if let index = keyPatterns.firstIndex(where: { $0.pattern == pattern.array }) {
            keyPatterns[index].access.formUnion(access)
        } else {
            keyPatterns.append(KeyPattern(pattern: pattern.array, access: access))
        }
    }

    private mutating func addChannelPattern(_ pattern: Bytes) throws(AccessRuleError) {
        guard !allowsAllChannels else { throw .channelsAfterAll }
        guard !pattern.hasSpaces else { throw .syntax }
        if !channelPatterns.contains(pattern.array) { channelPatterns.append(pattern.array) }
    }

    /// Allows the databases of a list of numbers, `db=0,2`, and no others.
    private mutating func setDatabases(_ rule: Bytes) throws(AccessRuleError) {
        var numbers: Set<Int> = []
        for word in rule.array.dropFirst(3).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let digits = [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(word.first) ? word.dropFirst() : word
            guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .syntax }
            guard let number = Int32(String(decoding: word, as: UTF8.self)), number >= 0 else {
                throw .databaseOutOfRange
            }
            numbers.insert(Int(number))
        }
        (allowsAllDatabases, databases) = (false, numbers.sorted())
    }

    // MARK: Commands

    mutating func setAllCommands(_ isAllowed: Bool) {
        allowed.setAll(isAllowed)
        (allowsAllCommands, beginsWithAll) = (isAllowed, isAllowed)
        firstArguments = [:]
        commandRules = []
    }

    private mutating func setCategory(_ name: Bytes, _ isAllowed: Bool) throws(AccessRuleError) {
        guard let category = CommandCategories(named: name.dropFirst(1)) else { throw .unknownCommand }
        note(name.array, isAllowed)
        set(category, isAllowed)
    }

    mutating func set(_ category: CommandCategories, _ isAllowed: Bool) {
        for command in commands.commands {
            if command.categories.contains(category) { set(command, isAllowed) }
            for subcommand in command.subcommands where subcommand.categories.contains(category) {
                set(subcommand, isAllowed)
            }
        }
    }

    private mutating func setCommand(_ name: Bytes, _ isAllowed: Bool) throws(AccessRuleError) {
        if let command = commands.find(fullName: name) {
            set(command, isAllowed)
            return note(Array(command.fullName.utf8), isAllowed)
        }
        guard isAllowed, let bar = (0..<name.count).last(where: { name[$0] == UInt8(ascii: "|") }),
            let command = commands.find(fullName: name[0..<bar])
        else { throw .unknownCommand }
        guard command.parent == nil else { throw .firstArgumentOfSubcommand }
        let word = name.dropFirst(bar + 1)
        guard word.count > 0 else { throw .syntax }
        guard command.subcommands.isEmpty else { throw .unknownCommand }
        let known = firstArguments[command.number] ?? []
        if !known.contains(where: { word.isSame(as: String(decoding: $0, as: UTF8.self)) }) {
            firstArguments[command.number] = known + [word.array]
        }
        note(name.array, true)
    }

    mutating func set(_ command: Command, _ isAllowed: Bool) {
        allowed.set(command.number, isAllowed)
        firstArguments[command.number] = nil
        for subcommand in command.subcommands { allowed.set(subcommand.number, isAllowed) }
        if !isAllowed { allowsAllCommands = false }
    }

    /// Adds a rule to the description in place of those that it overrules: for the same command, or for one of its subcommands.
    private mutating func note(_ name: [UInt8], _ isAllowed: Bool) {
        let name = name.map(\.lowercased)
        commandRules.removeAll { rule in
            let old = rule.dropFirst()
            return old.starts(with: name)
                && (old.count == name.count || old.dropFirst(name.count).first == UInt8(ascii: "|"))
        }
        commandRules.append([isAllowed ? UInt8(ascii: "+") : UInt8(ascii: "-")] + name)
    }

    /// Whether a command may be run at all with these arguments, whatever its keys.
    func allows(_ command: Command, _ arguments: Arguments) -> Bool {
        if allowsAllCommands || command.flags.contains(.noAuth) || allowed.contains(command.number) { return true }
        let place = command.parent == nil ? 1 : 2
        guard let words = firstArguments[command.number], place < arguments.count else { return false }
        return words.contains { word in arguments[place].isSame(as: String(decoding: word, as: UTF8.self)) }
    }

    // MARK: Descriptions

    /// The rules for commands, as ACL GETUSER shows them.
    var commandDescription: [UInt8] {
        guard !commands.profile.showsShortestRules else { return shortestCommandDescription }
        return ([Array((beginsWithAll ? "+@all" : "-@all").utf8)] + commandRules).joinedBySpaces
    }

    /// The patterns of keys.
    var keyDescription: [UInt8] {
        allowsAllKeys ? Array("~*".utf8) : keyPatterns.map(\.description).joinedBySpaces
    }

    /// The patterns of channels.
    var channelDescription: [UInt8] {
        allowsAllChannels ? Array("&*".utf8) : channelPatterns.map { Array("&".utf8) + $0 }.joinedBySpaces
    }

    /// The databases, as ACL GETUSER shows them.
    var databaseDescription: [UInt8] {
        if allowsAllDatabases { return Array("alldbs".utf8) }
        return databases.isEmpty ? [] : Array("db=\(databases.map { "\($0)" }.joined(separator: ","))".utf8)
    }

    /// All rules, as ACL LIST shows them.
    var description: [UInt8] {
        var words = allowsAllKeys || !keyPatterns.isEmpty ? [keyDescription] : []
        if !allowsAllChannels { words.append(Array("resetchannels".utf8)) }
        if allowsAllChannels || !channelPatterns.isEmpty { words.append(channelDescription) }
        if !allowsAllDatabases { words.append(databases.isEmpty ? Array("resetdbs".utf8) : databaseDescription) }
        return (words + [commandDescription]).joinedBySpaces
    }
}

/// A set of commands by their numbers.
struct CommandSet {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    mutating func setAll(_ value: Bool) { words = words.map { _ in value ? .max : 0 } }

    mutating func set(_ number: Int, _ value: Bool) {
        if value {
            words[number >> 6] |= 1 << UInt64(number & 63)
        } else {
            words[number >> 6] &= ~(1 << UInt64(number & 63))
        }
    }

    func contains(_ number: Int) -> Bool { words[number >> 6] >> UInt64(number & 63) & 1 != 0 }
}

extension Bytes {
    /// Whether there is white space or a NUL, which no name or pattern of a user may have.
    var hasSpaces: Bool {
        for index in 0..<count where self[index] == 0 || self[index] == 0x20 || (0x09...0x0D).contains(self[index]) {
            return true
        }
        return false
    }
}

extension [[UInt8]] {
    var joinedBySpaces: [UInt8] { [UInt8](self.joined(separator: CollectionOfOne(0x20))) }
}
