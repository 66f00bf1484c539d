// HGETEX, HSETEX and HGETDEL: reading and setting fields along with their expiries.

extension HashCommands {
    // MARK: Reading

    static func hgetdel(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let profile = session.engine.profile
        if profile.readsFieldsFirst { _ = try arguments.fields(from: 2, profile) }
        let exists = try session.holdsHash(location)
        let fields = try arguments.fields(from: 2, profile)
        session.reply.array(fields.count)
        guard exists else {
            for _ in fields { session.reply.null() }
            return
        }
        let hash = session.hashToChange(at: &location)
        var (expired, removed) = (0, 0)
        for index in fields {
            let position = hash.find(arguments[index])
            let isExpired = position.map { session.hasExpired($0, in: hash) } ?? false
            guard let position else {
                session.reply.null()
                continue
            }
            if isExpired { session.reply.null() } else { session.reply.bulk(hash.value(at: position)) }
            hash.remove(at: position)
            if isExpired { expired += 1 } else { removed += 1 }
        }
        if expired > 0 { session.database.didExpire(expired, of: hash, key) }
        guard expired + removed > 0 else { return }
        let isEmptied = session.finishChange(of: hash, key, at: location, changes: removed)
        if removed > 0 { session.notify(.hash, "hdel", key) }
        if isEmptied { session.notify(.generic, "del", key) }
    }

    static func hgetex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let (profile, now) = (session.engine.profile, session.engine.now.milliseconds)
        let valkey = try profile.readsFieldsFirst ? HashOptions(arguments, of: .hgetex) : nil
        let exists = try session.holdsHash(location)
        let option =
            if let valkey { try ReadOption(valkey, at: now) } else { try ReadOption(arguments, at: now, profile) }
        let fields = if let valkey { valkey.fields } else { try arguments.fields(from: option.end, profile) }
        session.reply.array(fields.count)
        guard exists else {
            for _ in fields { session.reply.null() }
            return
        }
        let hash = session.hashToChange(at: &location)
        var expiries = option.isAbsent ? nil : FieldExpiries(of: hash, at: now, limits: session.hashLimits)
        var expired = 0
        for index in fields {
            guard let position = hash.find(arguments[index]) else {
                session.reply.null()
                continue
            }
            if session.hasExpired(position, in: hash) {
                session.reply.null()
                hash.remove(at: position)
                expired += 1
                continue
            }
            session.reply.bulk(hash.value(at: position))
            if let time = option.time {
                _ = expiries?.set(time, of: arguments[index], at: position)
            } else if option.persists {
                _ = expiries?.persist(arguments[index], at: position)
            }
        }
        if expired > 0 { session.database.didExpire(expired, of: hash, key) }
        if let expiries, expired + expiries.updated + expiries.removed > 0 {
            session.finish(
                expiries, key, at: location, changes: expiries.updated + expiries.removed,
                event: option.persists ? "hpersist" : "hexpire")
        } else if expired > 0, session.finishChange(of: hash, key, at: location, changes: 0) {
            session.notify(.generic, "del", key)
        }
    }

    // MARK: Setting

    static func hsetex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (profile, now) = (session.engine.profile, session.engine.now.milliseconds)
        let valkey = try profile.readsFieldsFirst ? HashOptions(arguments, of: .hsetex) : nil
        let early = try valkey == nil ? WriteOptions(arguments, at: now, profile) : nil
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let exists = try session.holdsHash(location)
        if let valkey, valkey.options.condition.fails(exists: exists) { return session.reply.integer(0) }
        let options = if let early { early } else { try WriteOptions(valkey!, at: now) }
        if !exists, options.condition == .ifPresent { return session.reply.integer(0) }
        let hash = try session.hashToGrow(key, at: &location)
        let (isMet, expired) = check(options, in: hash, arguments, session)
        if expired > 0 { session.database.didExpire(expired, of: hash, key) }
        guard isMet else {
            if expired > 0, session.finishChange(of: hash, key, at: location, changes: 0) {
                session.notify(.generic, "del", key)
            }
            return session.reply.integer(0)
        }
        let limits = session.hashLimits
        let expiresAtOnce = profile.expiresFieldsInPast && options.time.map { $0 <= now } ?? false
        if !expiresAtOnce { hash.prepareToGrow(arguments, from: options.fields.lowerBound, limits: limits) }
        var expiries = options.time.map { _ in FieldExpiries(of: hash, at: now, limits: limits) }
        for index in stride(from: options.fields.lowerBound, to: options.fields.upperBound, by: 2) {
            let field = arguments[index]
            // What would be gone at once is not even stored.
            if expiresAtOnce {
                if let position = hash.find(field) { hash.remove(at: position) }
                expiries?.noteExpired()
                continue
            }
            hash.set(
                field, to: arguments[index + 1], keepsExpiry: options.keepsExpiry || options.time != nil,
                limits: limits)
            if let time = options.time, let position = hash.find(field) {
                _ = expiries?.set(time, of: field, at: position)
            }
        }
        session.notify(.hash, "hset", key)
        let changes = options.fields.count / 2
        if let expiries {
            session.finish(expiries, key, at: location, changes: changes, tellsAlways: expiresAtOnce)
        } else {
            session.database.fieldsDidChange(of: hash, hash: location.hash)
            session.didModify(key, changes: changes)
        }
        session.reply.integer(1)
    }

    /// Whether the fields allow what the command is about to do, up to the first that does not; and how many that had expired went as
    /// they were looked at.
    private static func check(
        _ options: WriteOptions, in hash: HashValue, _ arguments: Arguments, _ session: Session
    ) -> (isMet: Bool, expired: Int) {
        guard options.condition != .none else { return (true, 0) }
        var expired = 0
        for index in stride(from: options.fields.lowerBound, to: options.fields.upperBound, by: 2) {
            var position = hash.find(arguments[index])
            if let found = position, session.hasExpired(found, in: hash) {
                hash.remove(at: found)
                expired += 1
                position = nil
            }
            if options.condition.fails(exists: position != nil) { return (false, expired) }
        }
        return (true, expired)
    }
}

/// The options of HGETEX and HSETEX as Valkey takes them, wherever they stand before FIELDS.
private struct HashOptions {
    let options: StringOptions
    let fields: Range<Int>

    init(_ arguments: Arguments, of command: StringOptions.Command) throws(CommandError) {
        // It may be the key.
        let place = try arguments.placeOfFields(from: 1)
        options = try StringOptions(arguments.prefix(max(2, place)), from: 2, of: command)
        fields = try arguments.fieldsOfValkey(behind: place, size: command == .hsetex ? 2 : 1)
    }
}

/// The option of HGETEX: there is one at most, before FIELDS.
private struct ReadOption {
    /// Milliseconds since 1970.
    private(set) var time: Int64?
    private(set) var persists = false
    /// The argument behind it.
    private(set) var end = 2

    var isAbsent: Bool { time == nil && !persists }

    init(_ valkey: HashOptions, at now: Int64) throws(CommandError) {
        time = try valkey.options.expiry?.nonNegativeTime(at: now, of: "hgetex")
        persists = valkey.options.persists
    }

    init(_ arguments: Arguments, at now: Int64, _ profile: Profile) throws(CommandError) {
        if let kind = ExpiryArgument.kind(arguments[2]) {
            let argument = ExpiryArgument(value: arguments[3], unit: kind.unit, isAbsolute: kind.isAbsolute)
            time = try argument.fieldTime(at: now, of: "hgetex", profile)
            // A command so short lacks the fields.
            guard arguments.count >= 6 else { throw .wrongArity("hgetex") }
            end = 4
        } else if arguments[2].matches("persist") {
            persists = true
            end = 3
        }
    }
}

/// The options of HSETEX, in any order, before FIELDS.
private struct WriteOptions {
    private(set) var condition = StringOptions.Condition.none
    /// Milliseconds since 1970.
    private(set) var time: Int64?
    private(set) var keepsExpiry = false
    /// Which arguments are the fields and their values.
    private(set) var fields = 0..<0

    init(_ valkey: HashOptions, at now: Int64) throws(CommandError) {
        time = try valkey.options.expiry?.nonNegativeTime(at: now, of: "hsetex")
        condition = valkey.options.fieldCondition
        keepsExpiry = valkey.options.keepsExpiry
        fields = valkey.fields
    }

    init(_ arguments: Arguments, at now: Int64, _ profile: Profile) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd, !cursor.current.matches("fields") { try parseOption(&cursor, at: now, profile) }
        guard cursor.remaining > 3 else { throw .wrongArity("hsetex") }
        _ = try cursor.next()
        let invalid = CommandError("ERR invalid number of fields")
        let number = try cursor.next().parsePositive(or: invalid)
        guard number <= Int32.max else { throw invalid }
        guard cursor.remaining == number * 2 else { throw .wrongArity("hsetex") }
        fields = cursor.index..<arguments.count
    }

    private mutating func parseOption(
        _ cursor: inout ArgumentCursor, at now: Int64, _ profile: Profile
    ) throws(CommandError) {
        let word = try cursor.next()
        let hasExpiry = time != nil || keepsExpiry
        if let kind = ExpiryArgument.kind(word) {
            guard !hasExpiry else { throw WriteOptions.twoExpiries }
            guard !cursor.isAtEnd else { throw CommandError("ERR missing expire time") }
            let argument = ExpiryArgument(value: try cursor.next(), unit: kind.unit, isAbsolute: kind.isAbsolute)
            time = try argument.fieldTime(at: now, of: "hsetex", profile)
        } else if word.matches("keepttl") {
            guard !hasExpiry else { throw WriteOptions.twoExpiries }
            keepsExpiry = true
        } else if word.matches("fnx") || word.matches("fxx") {
            guard condition == .none else {
                throw CommandError("ERR Only one of FXX or FNX arguments can be specified")
            }
            condition = word.matches("fnx") ? .ifAbsent : .ifPresent
        } else {
            throw CommandError("ERR unknown argument: ", quoting: word)
        }
    }

    private static var twoExpiries: CommandError {
        CommandError("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified")
    }
}
