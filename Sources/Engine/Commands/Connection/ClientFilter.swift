// ClientFilter: which clients CLIENT LIST and CLIENT KILL mean. Redis has filters for KILL; Valkey has the same for both, and from
// 9.1 on more of them, each but two with its opposite.

/// The types that CLIENT LIST and KILL tell apart.
enum ClientType {
    case normal, replica, pubsub, master

    init(_ word: Bytes, of profile: Profile) throws(CommandError) {
        if word.matches("normal") {
            self = .normal
        } else if word.matches("slave") || word.matches("replica") {
            self = .replica
        } else if word.matches("pubsub") {
            self = .pubsub
        } else if word.matches("master") || (profile.isValkey && word.matches("primary")) {
            self = .master
        } else {
            throw CommandError("ERR Unknown client type '", quoting: word, "'")
        }
    }

    func matches(_ session: Session) -> Bool { self == (session.subscribed == nil ? .normal : .pubsub) }
}

/// Which clients are meant.
struct ClientFilter {
    private var criteria = ClientCriteria()
    /// What must not hold.
    private var exclusions = ClientCriteria()
    private var maximumAge: Int?
    private var minimumIdle: Int?
    private var skipsCaller = false

    /// `CLIENT KILL address`, the old form.
    init(address: Bytes) { criteria.address = address.text }

    /// The filters that `arguments` hold from the third on.
    init(_ arguments: Arguments, _ session: Session, skipsCaller: Bool) throws(CommandError) {
        let profile = session.engine.profile
        self.skipsCaller = skipsCaller
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd {
            // Behind Valkey's words for ids there may be none, which nobody has; but they do not stand alone.
            let endsWithIDs =
                profile.isValkey && arguments.count > 3 && ClientCriteria.namesIDs(cursor.current, profile)
            guard cursor.remaining > 1 || endsWithIDs else { throw .syntax }
            if profile != .redis70, cursor.skip("maxage") {
                maximumAge = try cursor.positive("maxage")
            } else if profile == .valkey91, cursor.skip("idle") {
                minimumIdle = try cursor.positive("idle")
            } else if cursor.skip("skipme") {
                self.skipsCaller = try ClientFilter.yesOrNo(try cursor.next())
            } else if try criteria.take(&cursor, session, ClientCriteria.words) {
                continue
            } else {
                guard profile == .valkey91, try exclusions.take(&cursor, session, ClientCriteria.opposites) else {
                    throw .syntax
                }
            }
        }
    }

    private static func yesOrNo(_ word: Bytes) throws(CommandError) -> Bool {
        if word.matches("yes") { return true }
        if word.matches("no") { return false }
        throw .syntax
    }

    func matches(_ session: Session, caller: Session) -> Bool {
        if skipsCaller, session === caller { return false }
        let now = session.engine.now.monotonic
        if let maximumAge, (now - session.createdAt.monotonic) / 1_000_000 < maximumAge { return false }
        if let minimumIdle, (now - session.lastInteraction.monotonic) / 1_000_000 < minimumIdle { return false }
        return criteria.verdicts(on: session).allSatisfy { $0 } && !exclusions.verdicts(on: session).contains(true)
    }
}

/// What clients are told apart by.
private struct ClientCriteria {
    var ids: [Int]?
    var type: ClientType?
    var address: String?
    var localAddress: String?
    var user: User?
    var name: [UInt8]?
    /// Letters, all of which it has.
    var flags: [UInt8]?
    var libraryName: [UInt8]?
    var libraryVersion: [UInt8]?
    var database: Int?
    var capabilities: [UInt8]?
    var host: String?

    /// The words that a criterion stands behind, in the order of the properties.
    typealias Words = [StaticString]

    static let words: Words = [
        "id", "type", "addr", "laddr", "user", "name", "flags", "lib-name", "lib-ver", "db", "capa", "ip",
    ]
    static let opposites: Words = [
        "not-id", "not-type", "not-addr", "not-laddr", "not-user", "not-name", "not-flags", "not-lib-name",
        "not-lib-ver", "not-db", "not-capa", "not-ip",
    ]

    static func namesIDs(_ word: Bytes, _ profile: Profile) -> Bool {
        word.matches(words[0]) || profile == .valkey91 && word.matches(opposites[0])
    }

    /// Takes one criterion of the arguments, if one is next.
    mutating func take(
        _ cursor: inout ArgumentCursor, _ session: Session, _ words: Words
    ) throws(CommandError) -> Bool {
        let profile = session.engine.profile
        // The first five are as old as the filters.
        guard let index = words.firstIndex(where: { cursor.current.matches($0) }), index < 5 || profile == .valkey91
        else { return false }
        _ = try cursor.next()
        switch index {
        case 0: ids = (profile.isValkey ? ids ?? [] : []) + (try ClientCriteria.ids(&cursor, of: profile))
        case 1: type = try ClientType(try cursor.next(), of: profile)
        case 2: address = try cursor.next().text
        case 3: localAddress = try cursor.next().text
        case 4:
            let name = try cursor.next()
            user = session.engine.access.user(name)
            guard user != nil else { throw CommandError("ERR No such user '", quoting: name, "'") }
        case 5: name = try cursor.next().array
        case 6: flags = try ClientCriteria.letters(&cursor, among: "OSMPxbtRBdcuAUreTIiEN", "flags", words[index])
        case 7: libraryName = try cursor.next().array
        case 8: libraryVersion = try cursor.next().array
        case 9:
            let word = "\(words[index])".uppercased()
            let notAnInteger = CommandError("ERR \(word) is not an integer or out of range")
            let number = try cursor.next().parseInteger(or: notAnInteger)
            guard Int32(exactly: number) != nil else { throw notAnInteger }
            let last = session.engine.databases.count - 1
            guard 0...last ~= number else { throw CommandError("ERR \(word) number should be between 0 and \(last)") }
            database = number
        case 10: capabilities = try ClientCriteria.letters(&cursor, among: "r", "capa", words[index])
        default: host = try cursor.next().text
        }
        return true
    }

    /// Valkey's are all the numbers that follow, if any.
    private static func ids(
        _ cursor: inout ArgumentCursor, of profile: Profile
    ) throws(CommandError) -> [Int] {
        let mustBePositive = CommandError("ERR client-id should be greater than 0")
        guard profile.isValkey else {
            guard let id = try cursor.next().integer, id > 0 else { throw mustBePositive }
            return [id]
        }
        var ids: [Int] = []
        while !cursor.isAtEnd, let id = cursor.current.integer {
            guard id > 0 else { throw mustBePositive }
            _ = try cursor.next()
            ids.append(id)
        }
        return ids
    }

    /// The letters behind `word`, of which there may be any as far as the first NUL.
    private static func letters(
        _ cursor: inout ArgumentCursor, among known: StaticString, _ noun: String, _ word: StaticString
    ) throws(CommandError) -> [UInt8] {
        let argument = try cursor.next()
        let letters = argument.asCString()
        let known = Bytes(known).array
        guard letters.allSatisfy(known.contains) else {
            let filter = "\(word)" == noun ? "provided" : "\(word)".uppercased()
            throw CommandError("ERR Unknown \(noun) found in the \(filter) filter: ", quoting: argument, "")
        }
        return letters
    }

    /// For each criterion that there is whether `session` meets it.
    func verdicts(on session: Session) -> [Bool] {
        // A name that is not given is none, not even an empty one.
        func isNamed(_ name: [UInt8], _ wanted: [UInt8]) -> Bool { !name.isEmpty && name == wanted }
        return [
            ids.map { $0.contains(session.id) },
            type.map { $0.matches(session) },
            address.map { session.peer.address == $0 },
            localAddress.map { session.peer.localAddress == $0 },
            user.map { session.user === $0 },
            name.map { isNamed(session.name, $0) },
            flags.map { $0.allSatisfy(session.flagLetters.utf8.contains) },
            libraryName.map { isNamed(session.libraryName, $0) },
            libraryVersion.map { isNamed(session.libraryVersion, $0) },
            database.map { session.database.index == $0 },
            capabilities.map { $0.allSatisfy(session.capabilityLetters.utf8.contains) },
            host.map { session.peer.host == $0 },
        ].compactMap(\.self)
    }
}

extension ArgumentCursor {
    /// A number above zero, called `noun` where it is none.
    fileprivate mutating func positive(_ noun: String) throws(CommandError) -> Int {
        let value = try next().parseInteger(or: CommandError("ERR \(noun) is not an integer or out of range"))
        guard value > 0 else { throw CommandError("ERR \(noun) should be greater than 0") }
        return value
    }
}
