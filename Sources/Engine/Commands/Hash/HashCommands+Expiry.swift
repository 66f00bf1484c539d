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
        let profile = session.engine.profile
        let now = session.engine.now.milliseconds
        let argument = ExpiryArgument(value: arguments[2], unit: unit, isAbsolute: isAbsolute)
        if profile.readsFieldsFirst { _ = try FieldExpiryRequest(arguments, argument, at: now, name, profile) }
        var location = session.database.lookUpForWriting(key)
        let exists = try session.holdsHash(location)
        let request = try FieldExpiryRequest(arguments, argument, at: now, name, profile)
        let fields = request.fields
        session.reply.array(fields.count)
        guard exists else {
            for _ in fields { session.reply.integer(noField) }
            return
        }
        let hash = session.hashToChange(at: &location)
        var expiries = FieldExpiries(of: hash, at: now, limits: session.hashLimits)
        for index in fields {
            // One that has expired and is still there gets a new time.
            let result = hash.find(arguments[index]).map {
                expiries.set(request.time, of: arguments[index], at: $0, if: request.condition)
            }
            session.reply.integer(result ?? noField)
        }
        guard expiries.updated + expiries.removed > 0 else { return }
        session.finish(expiries, key, at: location, changes: expiries.updated + expiries.removed)
    }

    static func hpersist(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let profile = session.engine.profile
        if profile.readsFieldsFirst { _ = try arguments.fields(from: 2, profile) }
        let exists = try session.holdsHash(location)
        let fields = try arguments.fields(from: 2, profile)
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
        let profile = session.engine.profile
        if profile.readsFieldsFirst { _ = try arguments.fields(from: 2, profile, mismatch: .syntax) }
        let hash = try session.hash(arguments[1])
        let fields = try arguments.fields(from: 2, profile, mismatch: .syntax)
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
            let isNextSecond = time % 1000 >= (profile.roundsTimesOfFields && isAbsolute ? 500 : 1)
            session.reply.integer(unit == .seconds ? time / 1000 + (isNextSecond ? 1 : 0) : time)
        }
    }
}

/// What HEXPIRE and its kin ask for.
private struct FieldExpiryRequest {
    let time: Int64
    let condition: ExpiryCondition
    let fields: Range<Int>

    init(
        _ arguments: Arguments, _ argument: ExpiryArgument, at now: Int64, _ name: String, _ profile: Profile
    ) throws(CommandError) {
        if profile.readsFieldsFirst {
            let place = try arguments.placeOfFields(from: 3)
            condition = try ExpiryCondition(arguments.prefix(place), from: 3)
            fields = try arguments.fieldsOfValkey(behind: place)
            time = try argument.fieldTime(at: now, of: name, profile)
        } else {
            time = try argument.fieldTime(at: now, of: name, profile)
            let condition = ExpiryCondition(arguments[3])
            fields = try arguments.fields(
                from: condition == nil ? 3 : 4, profile,
                or: CommandError("ERR Parameter `numFields` should be greater than 0"))
            self.condition = condition ?? ExpiryCondition()
        }
    }
}

extension Session {
    /// Does what follows the setting of fields' expiries: the key goes with the last field.
    ///
    /// - Parameters:
    ///   - event: What is told of fields whose expiry is another now.
    ///   - tellsAlways: Whether that is told even if there are none.
    func finish(
        _ expiries: FieldExpiries, _ key: Bytes, at location: Database.Location, changes: Int,
        event: StaticString = "hexpire", tellsAlways: Bool = false
    ) {
        database.context.statistics.expiredFields += expiries.removed
        let isEmptied = finishChange(of: expiries.hash, key, at: location, changes: changes)
        if expiries.updated > 0 || tellsAlways { notify(.hash, event, key) }
        if expiries.removed > 0 { notify(.hash, engine.profile.expiresFieldsInPast ? "hexpired" : "hdel", key) }
        if isEmptied { notify(.generic, "del", key) }
    }
}
