// The commands that set, read and remove fields of one hash. What concerns the expiry of fields is in HashCommands+Expiry.swift and
// +Options.swift.

enum HashCommands {
    // MARK: Setting

    static func hset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try set(session, arguments, name: "hset"))
    }

    static func hmset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        _ = try set(session, arguments, name: "hmset")
        session.reply.ok()
    }

    /// Sets the fields that the arguments name; returns how many of them are new.
    private static func set(
        _ session: Session, _ arguments: Arguments, name: String
    ) throws(CommandError) -> Int {
        guard arguments.count % 2 == 0 else { throw .wrongArity(name) }
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let isNew = location.entry == nil
        let hash = try session.hashToGrow(key, at: &location)
        let limits = session.hashLimits
        hash.prepareToGrow(arguments, from: 2, limits: limits)
        var added = 0
        for index in stride(from: 2, to: arguments.count, by: 2) {
            if hash.set(arguments[index], to: arguments[index + 1], limits: limits) { added += 1 }
        }
        // What is set at once is often all there will ever be.
        if isNew { hash.shrinkToFit() }
        session.database.fieldsDidChange(of: hash, hash: location.hash)
        session.didModify(key, changes: (arguments.count - 2) / 2)
        session.notify(.hash, "hset", key)
        return added
    }

    static func hsetnx(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        let hash = try session.hashToGrow(key, at: &location)
        guard session.findToChange(arguments[2], in: hash, key) == nil else { return session.reply.integer(0) }
        let limits = session.hashLimits
        hash.prepareToGrow(arguments, from: 2, limits: limits)
        hash.set(arguments[2], to: arguments[3], limits: limits)
        session.database.fieldsDidChange(of: hash, hash: location.hash)
        session.didModify(key)
        session.notify(.hash, "hset", key)
        session.reply.integer(1)
    }

    // MARK: Counting

    static func hincrby(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let increment = try arguments[3].parseInteger()
        let (key, field) = (arguments[1], arguments[2])
        var location = session.database.lookUpForWriting(key)
        let hash = try session.hashToGrow(key, at: &location)
        let position = session.findToChange(field, in: hash, key)
        var value = 0
        if let position {
            guard let old = hash.value(at: position).integer else {
                throw CommandError("ERR hash value is not an integer")
            }
            value = old
        }
        let (sum, overflow) = value.addingReportingOverflow(increment)
        guard !overflow else { throw .incrementOverflow }
        ListpackElement.integer(sum).withBytes { digits in
            _ = hash.set(field, to: digits, at: position, keepsExpiry: true, limits: session.hashLimits)
        }
        session.database.fieldsDidChange(of: hash, hash: location.hash)
        session.didModify(key)
        session.notify(.hash, "hincrby", key)
        session.reply.integer(sum)
    }

    static func hincrbyfloat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let increment = try LongDouble.parse(arguments[3])
        guard increment.isFinite else { throw CommandError("ERR value is NaN or Infinity") }
        let (key, field) = (arguments[1], arguments[2])
        var location = session.database.lookUpForWriting(key)
        let hash = try session.hashToGrow(key, at: &location)
        let position = session.findToChange(field, in: hash, key)
        var value: LongDoubleValue = 0
        if let position {
            let text = hash.value(at: position).array
            do throws(CommandError) {
                value = try text.withBytes { bytes throws(CommandError) in try LongDouble.parse(bytes) }
            } catch {
                throw CommandError("ERR hash value is not a float")
            }
        }
        let sum = value + increment
        guard sum.isFinite else { throw CommandError("ERR increment would produce NaN or Infinity") }
        let text = LongDouble.text(sum)
        text.withBytes { text in
            _ = hash.set(field, to: text, at: position, keepsExpiry: true, limits: session.hashLimits)
        }
        session.database.fieldsDidChange(of: hash, hash: location.hash)
        session.didModify(key)
        session.notify(.hash, "hincrbyfloat", key)
        session.reply.bulk(text)
    }

    // MARK: Reading some fields

    static func hget(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let value = try session.value(of: arguments[2], in: arguments[1]) else { return session.reply.null() }
        session.reply.bulk(value)
    }

    static func hmget(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let hash = try session.hash(arguments[1])
        session.reply.array(arguments.count - 2)
        var expired: [Bytes] = []
        for index in 2..<arguments.count {
            guard let hash, let position = hash.find(arguments[index]) else {
                session.reply.null()
                continue
            }
            if hash.canExpire, session.hasExpired(position, in: hash) {
                expired.append(arguments[index])
                session.reply.null()
            } else {
                session.reply.bulk(hash.value(at: position))
            }
        }
        if !expired.isEmpty { session.database.expire(expired, of: arguments[1]) }
    }

    static func hexists(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.value(of: arguments[2], in: arguments[1]) == nil ? 0 : 1)
    }

    static func hstrlen(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.value(of: arguments[2], in: arguments[1])?.byteCount ?? 0)
    }

    /// Fields that have expired count as long as they are there.
    static func hlen(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.elementCount(arguments[1], .hash))
    }

    // MARK: Reading all fields

    static func hgetall(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let hash = try session.hash(arguments[1]) else { return session.reply.map(0) }
        let now = session.engine.now.milliseconds
        session.reply.map(hash.count(at: now))
        hash.forEach { field, value, expiry in
            guard !HashValue.isExpired(expiry, at: now) else { return true }
            session.reply.bulk(field)
            session.reply.bulk(value)
            return true
        }
    }

    static func hkeys(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try replyAll(session, arguments[1], fields: true)
    }

    static func hvals(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try replyAll(session, arguments[1], fields: false)
    }

    private static func replyAll(_ session: Session, _ key: Bytes, fields: Bool) throws(CommandError) {
        guard let hash = try session.hash(key) else { return session.reply.array(0) }
        let now = session.engine.now.milliseconds
        session.reply.array(hash.count(at: now))
        hash.forEach { field, value, expiry in
            if !HashValue.isExpired(expiry, at: now) { session.reply.bulk(fields ? field : value) }
            return true
        }
    }

    static func hscan(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = try ScanOptions.cursor(arguments[2], session.engine.profile)
        let whole = session.reply.mark()
        guard let hash = try session.hash(arguments[1]) else {
            return session.reply.scanResult(cursor: 0, count: 0, since: whole)
        }
        let options = try ScanOptions(arguments, from: 3, session.engine.profile, takesNoValues: true)
        let now = session.engine.now.milliseconds
        var (visited, count) = (0, 0)
        let visit = { (field: ListpackElement, value: ListpackElement, expiry: Int64?) in
            visited += 1
            guard !HashValue.isExpired(expiry, at: now), field.withBytes(options.includes) else { return }
            session.reply.bulk(field)
            if !options.omitsValues { session.reply.bulk(value) }
            count += options.omitsValues ? 1 : 2
        }
        guard let table = hash.table else {
            hash.forEach { field, value, expiry in
                visit(field, value, expiry)
                return true
            }
            return session.reply.scanResult(cursor: 0, count: count, since: whole)
        }
        var stepsLeft = options.count.multipliedReportingOverflow(by: 10).partialValue
        repeat {
            cursor = table.fields.scan(cursor) { visit(.string($0.key), .string($0.value), $0.expiry) }
            stepsLeft -= 1
        } while cursor != 0 && visited < options.count && stepsLeft != 0
        session.reply.scanResult(cursor: cursor, count: count, since: whole)
    }

    // MARK: Removing

    static func hdel(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsHash(location) else { return session.reply.integer(0) }
        let hash = session.hashToChange(at: &location)
        var removed = 0
        for index in 2..<arguments.count {
            // Even one that has expired counts.
            guard let position = hash.find(arguments[index]) else { continue }
            hash.remove(at: position)
            removed += 1
        }
        if removed > 0 {
            let isEmptied = session.finishChange(of: hash, key, at: location, changes: removed)
            session.notify(.hash, "hdel", key)
            if isEmptied { session.notify(.generic, "del", key) }
        }
        session.reply.integer(removed)
    }
}

extension ListpackElement {
    /// The integer that the element is or spells, or nil.
    fileprivate var integer: Int? {
        switch self {
        case .string(let bytes): bytes.integer
        case .integer(let value): value
        }
    }
}

extension HashValue {
    /// Makes the hash fit to take the fields and values among a command's arguments, from `start` on.
    @inline(__always)
    func prepareToGrow(_ arguments: Arguments, from start: Int, limits: HashLimits) {
        guard table == nil else { return }
        var (longest, total) = (0, 0)
        for index in start..<arguments.count {
            let count = arguments[index].count
            longest = max(longest, count)
            total += count
        }
        prepareToGrow(fields: (arguments.count - start) / 2, longest: longest, bytes: total, limits: limits)
    }
}
