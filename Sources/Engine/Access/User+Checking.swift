// What a user's permissions say of a request. Asked before every request of a user who is not allowed everything.

/// Why a request is refused.
struct AccessDenial {
    /// In the order of precedence: if several selectors refuse, the reason that got furthest is told.
    enum Reason: Int {
        case database, command, key, authentication, channel

        /// As ACL LOG names it.
        var word: String {
            switch self {
            case .database: "database"
            case .command: "command"
            case .key: "key"
            case .authentication: "auth"
            case .channel: "channel"
            }
        }
    }

    let reason: Reason
    /// The place of the argument that is refused, 0 for the command.
    let position: Int
}

/// Where a request is to be carried out.
struct DatabasePlace {
    /// The session's database.
    let current: Int
    /// How many there are.
    let count: Int
}

extension User {
    /// Why a request is refused, or nil if it is allowed. O(selectors × (keys × patterns)).
    func denial(of command: Command, _ arguments: Arguments, in place: DatabasePlace) -> AccessDenial? {
        if isUnrestricted { return nil }
        var worst = AccessDenial(reason: .database, position: 0)
        for selector in selectors {
            guard let denial = selector.denial(of: command, arguments, in: place) else { return nil }
            if (denial.reason.rawValue, denial.position) > (worst.reason.rawValue, worst.position) { worst = denial }
        }
        return worst
    }

    /// Whether a request is allowed by a permission that lets it read all keys, so that it may read such as are not among its
    /// arguments.
    func allowsReadingAllKeys(_ command: Command, _ arguments: Arguments) -> Bool {
        isUnrestricted || selectors.contains { $0.allows(command, arguments) && $0.allowsReadingAllKeys }
    }

    /// Whether a client may stay subscribed to a channel or, if it `isPattern`, to a pattern.
    func allows(channel: Bytes, isPattern: Bool) -> Bool {
        selectors.contains { $0.allows(channel: channel, isPattern: isPattern) }
    }
}

extension Selector {
    fileprivate func denial(of command: Command, _ arguments: Arguments, in place: DatabasePlace) -> AccessDenial? {
        if !allowsAllDatabases, let position = positionOfDeniedDatabase(command, arguments, place) {
            return AccessDenial(reason: .database, position: position)
        }
        guard allows(command, arguments) else { return AccessDenial(reason: .command, position: 0) }
        if !allowsAllKeys, command.specification.hasKeys {
            for reference in command.specification.keyReferences(in: arguments)
            where !allows(key: arguments[reference.position], reference.flags) {
                return AccessDenial(reason: .key, position: reference.position)
            }
        }
        if !allowsAllChannels, let channels = command.specification.channels {
            for position in channels.positions(arguments.count)
            where !allows(channel: arguments[position], isPattern: channels == .patterns) {
                return AccessDenial(reason: .channel, position: position)
            }
        }
        return nil
    }

    /// The place of the argument that names a database which may not be used, 0 where that is the session's own or all of them.
    /// Numbers that are no databases are left to the command to refuse.
    private func positionOfDeniedDatabase(
        _ command: Command, _ arguments: Arguments, _ place: DatabasePlace
    ) -> Int? {
        var usesCurrent = true
        var positions: [Int] = []
        switch command.fullName {
        case "flushall": return 0
        case "select": (usesCurrent, positions) = (false, [1])
        case "swapdb": (usesCurrent, positions) = (false, [1, 2])
        case "move": positions = [2]
        case "copy": positions = Selector.databasesOfCopy(arguments)
        default: break
        }
        let denied = positions.first { position in
            guard let number = arguments[position].integer, 0..<place.count ~= number else { return false }
            return !databases.contains(number)
        }
        if let denied { return denied }
        return usesCurrent && command.usesDatabase && !databases.contains(place.current) ? 0 : nil
    }

    /// Where COPY names databases, up to the first argument that is wrong.
    private static func databasesOfCopy(_ arguments: Arguments) -> [Int] {
        var positions: [Int] = []
        var cursor = ArgumentCursor(arguments, from: 3)
        while !cursor.isAtEnd {
            if cursor.skip("db", before: 1) {
                positions.append(cursor.index)
                cursor.advance(by: 1)
            } else if !cursor.skip("replace") {
                break
            }
        }
        return positions
    }

    fileprivate var allowsReadingAllKeys: Bool {
        allowsAllKeys || keyPatterns.contains { $0.access.contains(.read) && $0.pattern == [UInt8(ascii: "*")] }
    }

    private func allows(key: Bytes, _ flags: KeySpecification.Flags) -> Bool {
        var needed: Access = []
        if flags.contains(.access) { needed.insert(.read) }
        if !flags.isDisjoint(with: [.insert, .delete, .update]) { needed.insert(.write) }
        return keyPatterns.contains { pattern in
            pattern.access.isSuperset(of: needed) && pattern.pattern.withBytes { GlobPattern.matches($0, key) }
        }
    }

    /// A subscription to a pattern is allowed where that very pattern is, since a pattern cannot be compared with another.
    func allows(channel: Bytes, isPattern: Bool) -> Bool {
        if allowsAllChannels { return true }
        return channelPatterns.contains { pattern in
            pattern.withBytes { isPattern ? $0 == channel : GlobPattern.matches($0, channel) }
        }
    }
}

/// Which arguments of a command are channels.
enum ChannelArguments: Sendable {
    /// The first one: PUBLISH.
    case published
    /// All: SUBSCRIBE.
    case subscribed
    /// All, as patterns: PSUBSCRIBE.
    case patterns

    fileprivate func positions(_ count: Int) -> Range<Int> { self == .published ? 1..<min(2, count) : 1..<count }
}
