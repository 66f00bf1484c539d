// Command and CommandTable: the specifications as one engine runs them, found by name, with the counters of INFO.

/// A command of one engine.
final class Command {
    let specification: CommandSpecification
    let profile: Profile
    /// Its place among all commands and subcommands of the engine.
    let number: Int
    /// The container of a subcommand.
    private(set) weak var parent: Command?
    /// The declared categories and those that follow.
    let categories: CommandCategories
    /// `get`, `client|setname`: as error texts, ACLs and statistics name it.
    let fullName: String
    /// By which requests call it, in lower case: its own name, unless `rename-command` gave it another.
    let calledName: String
    private let calledBytes: [UInt8]
    private(set) var subcommands: [Command] = []
    /// Whether it has subcommands, one of which a request names. A constant: asking the array would cost a check of exclusive access.
    let isContainer: Bool
    /// Whether its name alone says what a request asks for: it neither has subcommands nor is one.
    fileprivate let standsAlone: Bool
    let arity: Int
    let flags: CommandFlags
    let handler: CommandHandler?
    var statistics = CommandStatistics()
    var latencies = LatencyHistogram()

    /// - Parameter number: The first number that is free, which rises by one and the number of subcommands.
    fileprivate init(
        _ declaration: CommandSpecification, of profile: Profile, number: inout Int, parent: Command? = nil,
        calledName: String? = nil
    ) {
        let specification = declaration.resolved(for: profile)
        self.specification = specification
        self.profile = profile
        self.number = number
        self.parent = parent
        categories = specification.allCategories
        isContainer = specification.subcommands.contains { $0.profiles.contains(profile) }
        standsAlone = !isContainer && parent == nil
        number += 1
        // A module's commands may be written in capitals.
        self.calledName = calledName ?? specification.name.lowercased()
        calledBytes = Array(self.calledName.utf8)
        fullName = parent.map { "\($0.specification.name)|\(specification.name)" } ?? specification.name
        arity = specification.arity
        flags = specification.flags
        handler = specification.handler
        for subcommand in specification.subcommands where subcommand.profiles.contains(profile) {
            subcommands.append(Command(subcommand, of: profile, number: &number, parent: self))
        }
    }

    @inline(__always)
    func accepts(_ count: Int) -> Bool { arity >= 0 ? count == arity : count >= -arity }

    /// The subcommand named `word`, in any case.
    func subcommand(_ word: Bytes) -> Command? {
        subcommands.first { $0.isCalled(word) }
    }

    /// Whether `word` is the command's name, in any case.
    @inline(__always)
    fileprivate func isCalled(_ word: Bytes) -> Bool {
        guard calledBytes.count == word.count else { return false }
        for index in calledBytes.indices where calledBytes[index] != Command.lowercased(word[index]) { return false }
        return true
    }

    @inline(__always)
    fileprivate static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

/// What INFO commandstats tells of a command.
struct CommandStatistics {
    var calls = 0
    var microseconds = 0
    /// Refused before they ran.
    var rejected = 0
    /// Answered with an error.
    var failed = 0
}

/// The commands of one engine.
final class CommandTable {
    let profile: Profile
    /// In the order of the families' tables.
    let commands: [Command]
    /// Of commands and subcommands together.
    let numberOfCommands: Int
    /// Open addressing: a power of two of places.
    private let places: [Command?]
    private let mask: Int

    /// - Parameters:
    ///   - profile: Whose commands there are.
    ///   - renamed: The new names of commands by their own, empty for one that is taken away.
    init(_ specifications: [CommandSpecification], of profile: Profile, renamed: [String: [UInt8]] = [:]) {
        self.profile = profile
        var number = 0
        var commands: [Command] = []
        for specification in specifications where specification.profiles.contains(profile) {
            let newName = renamed[specification.name]
            if newName?.isEmpty == true { continue }
            let calledName = newName.map { String(decoding: $0.map(Command.lowercased), as: UTF8.self) }
            commands.append(Command(specification, of: profile, number: &number, calledName: calledName))
        }
        self.commands = commands
        numberOfCommands = number
        var size = 64
        while size < commands.count * 4 { size *= 2 }
        mask = size - 1
        var places: [Command?] = Array(repeating: nil, count: size)
        for command in commands {
            let name = Array(command.calledName.utf8)
            var place = name.withBytes { CommandTable.hash($0) } & mask
            while places[place] != nil { place = (place + 1) & mask }
            places[place] = command
        }
        self.places = places
    }

    /// The command named `word`, in any case, or nil. Subcommands are found in the command. O(length), allocates nothing.
    @inline(__always)
    func find(_ word: Bytes) -> Command? {
        var place = CommandTable.hash(word) & mask
        while let command = places[place] {
            if command.isCalled(word) { return command }
            place = (place + 1) & mask
        }
        return nil
    }

    /// The command, or subcommand, that a request asks for. `last` is one that it is likely to be, as in a pipeline the one before.
    @inline(__always)
    func find(_ arguments: Arguments, after last: Command?) -> Command? {
        if let last, last.standsAlone, last.isCalled(arguments[0]) { return last }
        return find(arguments)
    }

    /// The command, or subcommand, that a request asks for.
    @inline(__always)
    func find(_ arguments: Arguments) -> Command? {
        guard let command = find(arguments[0]) else { return nil }
        if !command.isContainer || arguments.count == 1 { return command }
        return command.subcommand(arguments[1])
    }

    /// The command or subcommand named `client|list`, as rules and permissions spell it, in any case.
    func find(fullName name: Bytes) -> Command? {
        guard let bar = name.firstIndex(of: UInt8(ascii: "|")) else { return find(name) }
        return find(name[0..<bar])?.subcommand(name.dropFirst(bar + 1))
    }

    @inline(__always)
    private static func hash(_ word: Bytes) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        word.forEach { byte in hash = (hash ^ UInt64(Command.lowercased(byte))) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: hash >> 20)
    }
}
