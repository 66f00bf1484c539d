// AccessControl: the users of one engine. There is always the default one, whom clients are who have not said otherwise.

/// The users of one engine.
final class AccessControl {
    private let commands: CommandTable
    private let configuration: Configuration
    private var users: [[UInt8]: User] = [:]
    let defaultUser: User
    var log = AccessLog()

    init(_ configuration: Configuration, _ commands: CommandTable) {
        self.configuration = configuration
        self.commands = commands
        defaultUser = User(Array("default".utf8), commands, allowsAllChannels: false)
        users[defaultUser.name] = defaultUser
        AccessControl.open(defaultUser)
        adoptPassword()
    }

    /// Gives a fresh user every permission, without a password.
    private static func open(_ user: User) {
        for rule: StaticString in ["+@all", "~*", "&*", "on", "nopass"] { try? user.apply(Bytes(rule)) }
    }

    /// Whether a client may do without authentication.
    var isOpen: Bool { defaultUser.needsNoPassword && defaultUser.isEnabled }

    /// Takes over `requirepass`.
    func adoptPassword() {
        try? defaultUser.apply(Bytes("resetpass"))
        let rule =
            configuration.requirepass.isEmpty ? Array("nopass".utf8) : Array(">".utf8) + configuration.requirepass
        rule.withBytes { try? defaultUser.apply($0) }
    }

    // MARK: Users

    /// All users by name.
    var all: [User] { users.values.sorted { $0.name.lexicographicallyPrecedes($1.name) } }

    func user(_ name: Bytes) -> User? { users[name.array] }

    /// A user who is not yet among them.
    func makeUser(_ name: [UInt8]) -> User {
        User(name, commands, allowsAllChannels: configuration.channelDefault == .all)
    }

    /// Lets a user have rules, all of them or none; makes the user if need be.
    ///
    /// - Throws: The rule that is refused, and why.
    @discardableResult
    func set(_ name: [UInt8], _ rules: [[UInt8]]) throws(RefusedRule) -> User {
        let known = users[name]
        let user = known?.copy() ?? makeUser(name)
        try AccessControl.apply(rules, to: user)
        guard let known else {
            users[user.name] = user
            return user
        }
        known.become(user)
        return known
    }

    static func apply(_ rules: [[UInt8]], to user: User) throws(RefusedRule) {
        for rule in rules {
            do throws(AccessRuleError) {
                try rule.withBytes { bytes throws(AccessRuleError) in try user.apply(bytes) }
            } catch {
                throw RefusedRule(rule: rule, reason: error.reason)
            }
        }
    }

    /// Forgets a user. Returns it if there was one; the default user stays.
    func remove(_ name: Bytes) -> User? { users.removeValue(forKey: name.array) }

    /// Takes other users in place of these, of whom those who stay keep their identity. Returns those who are gone.
    func replace(with others: [User]) -> [User] {
        var old = users
        users = [:]
        for user in others {
            if let known = old.removeValue(forKey: user.name) {
                known.become(user)
                users[user.name] = known
            } else {
                users[user.name] = user
            }
        }
        if users[defaultUser.name] == nil {
            defaultUser.become(User(defaultUser.name, commands, allowsAllChannels: false))
            AccessControl.open(defaultUser)
            users[defaultUser.name] = defaultUser
            old[defaultUser.name] = nil
        }
        return Array(old.values)
    }

    /// The user whom `name` and `password` prove, or nil.
    func authenticate(_ name: Bytes, _ password: Bytes) -> User? {
        guard let user = user(name), user.accepts(password) else { return nil }
        return user
    }

    // MARK: Words

    /// Puts the words of a selector that stands in several arguments together. Throws the first word of one that does not end.
    static func merging(_ words: [[UInt8]]) throws(UnmatchedParenthesis) -> [[UInt8]] {
        var merged: [[UInt8]] = []
        var open: [UInt8]?
        var start: [UInt8] = []
        for word in words {
            if let begun = open {
                let whole = begun + [0x20] + word
                open = word.last == UInt8(ascii: ")") ? nil : whole
                if open == nil { merged.append(whole) }
            } else if word.first == UInt8(ascii: "("), word.last != UInt8(ascii: ")") {
                (open, start) = (word, word)
            } else {
                merged.append(word)
            }
        }
        if open != nil { throw UnmatchedParenthesis(word: start) }
        return merged
    }
}

/// A rule that ACL SETUSER refuses.
struct RefusedRule: Error {
    let rule: [UInt8]
    let reason: String
}

/// A selector that does not end.
struct UnmatchedParenthesis: Error {
    let word: [UInt8]
}
