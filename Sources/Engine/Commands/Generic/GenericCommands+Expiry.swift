// EXPIRE, TTL and their kin.

extension GenericCommands {
    static func expire(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .seconds, isAbsolute: false, name: "expire")
    }

    static func pexpire(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .milliseconds, isAbsolute: false, name: "pexpire")
    }

    static func expireat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .seconds, isAbsolute: true, name: "expireat")
    }

    static func pexpireat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .milliseconds, isAbsolute: true, name: "pexpireat")
    }

    private static func expire(
        _ session: Session, _ arguments: Arguments, _ unit: ExpiryArgument.Unit, isAbsolute: Bool, name: String
    ) throws(CommandError) {
        let condition = try ExpiryCondition(arguments, from: 3)
        let now = session.engine.now.milliseconds
        let time = try ExpiryArgument(value: arguments[2], unit: unit, isAbsolute: isAbsolute).time(at: now, of: name)
        var location = session.database.lookUpForWriting(arguments[1])
        guard let entry = location.entry, condition.allows(time, current: entry.expiry) else {
            return session.reply.integer(0)
        }
        if time <= now {
            session.removeDue(arguments[1], at: location)
        } else {
            session.database.setExpiry(time, at: &location)
            session.didModify(arguments[1])
            session.notify(.generic, "expire", arguments[1])
        }
        session.reply.integer(1)
    }

    static func persist(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var location = session.database.lookUpForWriting(arguments[1])
        guard let entry = location.entry, entry.hasExpiry else { return session.reply.integer(0) }
        session.database.setExpiry(nil, at: &location)
        session.didModify(arguments[1])
        session.notify(.generic, "persist", arguments[1])
        session.reply.integer(1)
    }

    static func ttl(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        replyTime(session, arguments[1], .seconds, isAbsolute: false)
    }

    static func pttl(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        replyTime(session, arguments[1], .milliseconds, isAbsolute: false)
    }

    static func expiretime(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        replyTime(session, arguments[1], .seconds, isAbsolute: true)
    }

    static func pexpiretime(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        replyTime(session, arguments[1], .milliseconds, isAbsolute: true)
    }

    private static func replyTime(_ session: Session, _ key: Bytes, _ unit: ExpiryArgument.Unit, isAbsolute: Bool) {
        guard let entry = session.database.lookUpWithoutTouch(key) else { return session.reply.integer(-2) }
        guard let expiry = entry.expiry else { return session.reply.integer(-1) }
        let time = isAbsolute ? expiry : max(0, expiry - session.engine.now.milliseconds)
        // Unsigned: rounding the latest time that there is must not overflow.
        session.reply.integer(unit == .seconds ? Int((UInt64(time) + 500) / 1000) : Int(time))
    }
}

extension Session {
    /// Removes a key whose new expiry lies in the past. In Redis a client deletes it so, in Valkey it expires.
    func removeDue(_ key: Bytes, at location: Database.Location) {
        database.remove(at: location)
        didModify(key)
        guard engine.profile.isValkey else { return notify(.generic, "del", key) }
        notify(.expired, "expired", key)
        database.context.statistics.expiredKeys += 1
    }
}

/// The conditions of EXPIRE and HEXPIRE.
struct ExpiryCondition {
    private var ifNone = false
    private var ifSome = false
    private var ifLater = false
    private var ifEarlier = false

    /// No condition.
    init() {}

    /// The condition that a word names, or nil.
    init?(_ word: Bytes) {
        guard read(word) else { return nil }
    }

    /// Reads the words from argument `start` to the end.
    init(_ arguments: Arguments, from start: Int) throws(CommandError) {
        for index in start..<max(start, arguments.count) where !read(arguments[index]) {
            throw CommandError("ERR Unsupported option ", quoting: arguments[index])
        }
        if ifNone, ifSome || ifLater || ifEarlier {
            throw CommandError("ERR NX and XX, GT or LT options at the same time are not compatible")
        }
        if ifLater, ifEarlier {
            throw CommandError("ERR GT and LT options at the same time are not compatible")
        }
    }

    private mutating func read(_ word: Bytes) -> Bool {
        if word.matches("nx") {
            ifNone = true
        } else if word.matches("xx") {
            ifSome = true
        } else if word.matches("gt") {
            ifLater = true
        } else if word.matches("lt") {
            ifEarlier = true
        } else {
            return false
        }
        return true
    }

    /// What is without an expiry counts as one that expires never: nothing is later, everything is earlier.
    func allows(_ time: Int64, current: Int64?) -> Bool {
        if ifNone, current != nil { return false }
        if ifSome, current == nil { return false }
        if ifLater, current.map({ time <= $0 }) ?? true { return false }
        if ifEarlier, let current, time >= current { return false }
        return true
    }
}
