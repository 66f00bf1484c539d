// HEXPIRE, HTTL and their kin.

extension HashCommands {
    /// What stands for a field that is not there.
    private static let noField = -2
    /// What stands for a field without an expiry.
    private static let noExpiry = -1

    // MARK: Setting

    static func hexpire(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .seconds, isAbsolute: false, name: "hexpire")
    }

    static func hpexpire(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .milliseconds, isAbsolute: false, name: "hpexpire")
    }

    static func hexpireat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .seconds, isAbsolute: true, name: "hexpireat")
    }

    static func hpexpireat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try expire(session, arguments, .milliseconds, isAbsolute: true, name: "hpexpireat")
    }

    private static func expire(
        _ session: Session, _ arguments: Arguments, _ unit: ExpiryArgument.Unit, isAbsolute: Bool, name: String
    ) throws(CommandError) {
        let key = arguments[1]
        let now = session.engine.now.milliseconds
        var location = session.database.lookUpForWriting(key)
        let exists = try session.holdsHash(location)
        let argument = ExpiryArgument(value: arguments[2], unit: unit, isAbsolute: isAbsolute)
        let time = try argument.fieldTime(at: now, of: name)
        let condition = FieldCondition(arguments[3])
        let fields = try arguments.fields(
            from: condition == nil ? 3 : 4, or: CommandError("ERR Parameter `numFields` should be greater than 0"))
        session.reply.array(fields.count)
        guard exists else {
            for _ in fields { session.reply.integer(noField) }
            return
        }
        let hash = session.hashToChange(at: &location)
        var expiries = FieldExpiries(of: hash, at: now)
        for index in fields {
            // One that has expired and is still there gets a new time.
            let result = hash.find(arguments[index]).map {
                expiries.set(time, of: arguments[index], at: $0, if: condition ?? .none)
            }
            session.reply.integer(result ?? noField)
        }
        guard expiries.updated + expiries.removed > 0 else { return }
        session.finish(expiries, key, at: location, changes: expiries.updated + expiries.removed)
    }

    static func hpersist(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let exists = try session.holdsHash(location)
        let fields = try arguments.fields(from: 2)
        session.reply.array(fields.count)
        guard exists else {
            for _ in fields { session.reply.integer(noField) }
            return
        }
        let hash = session.hashToChange(at: &location)
        var persisted = false
        for index in fields {
            guard let position = hash.find(arguments[index]), !session.hasExpired(position, in: hash) else {
                session.reply.integer(noField)
                continue
            }
            guard hash.expiry(at: position) != nil else {
                session.reply.integer(noExpiry)
                continue
            }
            hash.setExpiry(nil, at: position, of: arguments[index])
            persisted = true
            session.reply.integer(1)
        }
        guard persisted else { return }
        session.database.fieldsDidChange(of: hash, hash: location.hash)
        session.didModify(key)
        session.notify(.hash, "hpersist", key)
    }

    // MARK: Reading

    static func httl(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try replyTimes(session, arguments, .seconds, isAbsolute: false)
    }

    static func hpttl(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try replyTimes(session, arguments, .milliseconds, isAbsolute: false)
    }

    static func hexpiretime(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try replyTimes(session, arguments, .seconds, isAbsolute: true)
    }

    static func hpexpiretime(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try replyTimes(session, arguments, .milliseconds, isAbsolute: true)
    }

    private static func replyTimes(
        _ session: Session, _ arguments: Arguments, _ unit: ExpiryArgument.Unit, isAbsolute: Bool
    ) throws(CommandError) {
        let hash = try session.hash(arguments[1])
        let fields = try arguments.fields(from: 2)
        let now = session.engine.now.milliseconds
        session.reply.array(fields.count)
        for index in fields {
            guard let hash, let position = hash.find(arguments[index]), !session.hasExpired(position, in: hash) else {
                session.reply.integer(noField)
                continue
            }
            guard let expiry = hash.expiry(at: position) else {
                session.reply.integer(noExpiry)
                continue
            }
            let time = Int(isAbsolute ? expiry : expiry - now)
            session.reply.integer(unit == .seconds ? (time + 999) / 1000 : time)
        }
    }
}

extension Session {
    /// Does what follows the setting of fields' expiries: the key goes with the last field.
    ///
    /// - Parameter event: What is told of fields whose expiry is another now.
    func finish(
        _ expiries: FieldExpiries, _ key: Bytes, at location: Database.Location, changes: Int,
        event: StaticString = "hexpire"
    ) {
        database.context.statistics.expiredFields += expiries.removed
        let isEmptied = finishChange(of: expiries.hash, key, at: location, changes: changes)
        if expiries.updated > 0 { notify(.hash, event, key) }
        if expiries.removed > 0 { notify(.hash, "hdel", key) }
        if isEmptied { notify(.generic, "del", key) }
    }
}
