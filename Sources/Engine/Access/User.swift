// User: a name, passwords and permissions. Sessions refer to it, so that a change of its rules holds at once for whoever is
// authenticated as it.

/// Somebody who may use the server.
final class User {
    let name: [UInt8]
    /// Whether somebody can authenticate as this user. Who is authenticated already stays so.
    private(set) var isEnabled = false
    /// Whether any password will do.
    private(set) var needsNoPassword = false
    /// Whether payloads of RESTORE are checked, nil if no rule has said so. They are checked in any case.
    private(set) var sanitizes: Bool?
    /// SHA-256 in hexadecimal digits, in the order in which they were added.
    private(set) var passwords: [[UInt8]] = []
    /// The first is the user's own; a request needs to fit only one of them.
    private(set) var selectors: [Selector] {
        didSet { isUnrestricted = selectors[0].isUnrestricted }
    }
    /// Whether nothing is forbidden: what every request asks first.
    private(set) var isUnrestricted = false
    private let commands: CommandTable
    private let allowsAllChannels: Bool
    /// Whose rules they are.
    var profile: Profile { commands.profile }

    /// A user who may do nothing and cannot authenticate.
    ///
    /// - Parameter allowsAllChannels: What `acl-pubsub-default` says of fresh permissions.
    init(_ name: [UInt8], _ commands: CommandTable, allowsAllChannels: Bool) {
        self.name = name
        self.commands = commands
        self.allowsAllChannels = allowsAllChannels
        selectors = [User.freshSelector(commands, allowsAllChannels)]
    }

    private static func freshSelector(_ commands: CommandTable, _ allowsAllChannels: Bool) -> Selector {
        // Without rules there is no failure.
        (try? Selector(commands, allowsAllChannels: allowsAllChannels, rules: [])) ?? Selector(commands)
    }

    /// Takes over all of another user but the name.
    func become(_ other: User) {
        isEnabled = other.isEnabled
        needsNoPassword = other.needsNoPassword
        sanitizes = other.sanitizes
        passwords = other.passwords
        selectors = other.selectors
    }

    /// A copy to try rules on.
    func copy() -> User {
        let copy = User(name, commands, allowsAllChannels: allowsAllChannels)
        copy.become(self)
        return copy
    }

    // MARK: Rules

    /// Applies one rule of ACL SETUSER. Leaves the user as it was if the rule is refused.
    func apply(_ rule: Bytes) throws(AccessRuleError) {
        guard rule.count > 0 else { return }
        switch rule.text.lowercased() {
        case "on": isEnabled = true
        case "off": isEnabled = false
        case "nopass":
            needsNoPassword = true
            passwords = []
        case "resetpass":
            needsNoPassword = false
            passwords = []
        case "skip-sanitize-payload": sanitizes = false
        case "sanitize-payload": sanitizes = true
        case "clearselectors": selectors = [selectors[0]]
        case "reset": reset()
        default: try applySpecific(rule)
        }
    }

    private func reset() {
        needsNoPassword = false
        passwords = []
        selectors = [User.freshSelector(commands, allowsAllChannels)]
        isEnabled = false
        sanitizes = true
    }

    private func applySpecific(_ rule: Bytes) throws(AccessRuleError) {
        let rest = rule.dropFirst(1)
        switch rule[0] {
        case UInt8(ascii: ">"): add(SHA256.hexDigest(rest))
        case UInt8(ascii: "#"): add(try User.hash(rest))
        case UInt8(ascii: "<"): try remove(SHA256.hexDigest(rest))
        case UInt8(ascii: "!"): try remove(try User.hash(rest))
        case UInt8(ascii: "(") where rule[rule.count - 1] == UInt8(ascii: ")"):
            guard let rules = InlineWords.split(rule[1..<rule.count - 1]) else { throw .syntax }
            let selector = try Selector(commands, allowsAllChannels: allowsAllChannels, rules: rules)
            selectors.append(selector)
        default:
            var selector = selectors[0]
            try selector.apply(rule)
            selectors[0] = selector
        }
    }

    private func add(_ hash: [UInt8]) {
        if !passwords.contains(hash) { passwords.append(hash) }
        needsNoPassword = false
    }

    private func remove(_ hash: [UInt8]) throws(AccessRuleError) {
        guard let index = passwords.firstIndex(of: hash) else { throw .noSuchPassword }
        passwords.remove(at: index)
    }

    private static func hash(_ digits: Bytes) throws(AccessRuleError) -> [UInt8] {
        let isHash =
            digits.count == 64 && digits.array.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isHash else { throw .badHash }
        return digits.array
    }

    // MARK: Authentication

    /// Whether `password` opens this user. Takes as long for a wrong password as for the right one, whatever they have in common.
    func accepts(_ password: Bytes) -> Bool {
        guard isEnabled else { return false }
        if needsNoPassword { return true }
        let given = SHA256.hexDigest(password)
        var matches = false
        for expected in passwords {
            let difference = zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
            matches = difference == 0 || matches
        }
        return matches
    }

    // MARK: Descriptions

    /// The words of ACL GETUSER's flags.
    var flags: [String] {
        [isEnabled ? "on" : "off"] + (needsNoPassword ? ["nopass"] : []) + sanitizing
    }

    /// Redis 7.0 tells what a rule has said, valkey 9.1 nothing, the others what holds.
    private var sanitizing: [String] {
        switch (profile, sanitizes) {
        case (.valkey91, _), (.redis70, nil): []
        case (_, false): ["skip-sanitize-payload"]
        default: ["sanitize-payload"]
        }
    }

    /// All rules, as ACL LIST shows them behind the name.
    var description: [UInt8] {
        let words = flags.map { Array($0.utf8) } + passwords.map { Array("#".utf8) + $0 } + [selectors[0].description]
        return (words + selectors.dropFirst().map { Array("(".utf8) + $0.description + Array(")".utf8) }).joinedBySpaces
    }
}
