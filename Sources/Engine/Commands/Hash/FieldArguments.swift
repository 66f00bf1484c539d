// What the commands of fields with expiries take: `FIELDS numfields field ...`, and a time.

extension Arguments {
    /// The arguments behind `FIELDS numfields`, which begins at `start`: they are the fields.
    ///
    /// - Parameters:
    ///   - error: What is said of a number that is none, or not above 0.
    ///   - mismatch: What Valkey says of a number that is not that of the fields.
    func fields(
        from start: Int, _ profile: Profile,
        or error: @autoclosure () -> CommandError = CommandError("ERR Number of fields must be a positive integer"),
        mismatch: CommandError = .fieldsMismatch
    ) throws(CommandError) -> Range<Int> {
        if profile.readsFieldsFirst {
            guard start + 1 < count, self[start].matches("fields") else { throw .syntax }
            return try fieldsOfValkey(behind: start, mismatch: mismatch)
        }
        guard start + 1 < count, self[start].matches("fields") else {
            throw CommandError("ERR Mandatory argument FIELDS is missing or not at the right position")
        }
        let number = try self[start + 1].parsePositive(or: error())
        guard number == count - start - 2 else {
            throw CommandError("ERR The `numfields` parameter must match the number of arguments")
        }
        return start + 2..<count
    }

    /// Where Valkey finds FIELDS behind the options, from `start` on; what follows it are the fields. An error if it is nowhere.
    func placeOfFields(from start: Int) throws(CommandError) -> Int {
        for index in start..<max(start, count - 1) where self[index].matches("fields") { return index }
        throw .fieldsMismatch
    }

    /// The fields whose number stands behind `place`. The number of arguments that they take wraps around, so that with two for each a
    /// negative number may be right.
    ///
    /// - Parameter size: How many arguments a field takes.
    func fieldsOfValkey(
        behind place: Int, size: Int = 1, mismatch: CommandError = .fieldsMismatch
    ) throws(CommandError) -> Range<Int> {
        let (number, first) = (try self[place + 1].parseInteger(), place + 2)
        guard number != 0, number &* size == count - first else { throw mismatch }
        return first..<count
    }
}

extension CommandError {
    fileprivate static var fieldsMismatch: CommandError {
        CommandError("ERR numfields should be greater than 0 and match the provided number of fields")
    }
}

extension ExpiryArgument {
    /// The latest time at which a field can expire, milliseconds since 1970.
    private static let latestOfField: Int64 = (1 << 46) - 1

    /// The instant in milliseconds since 1970, of a field's expiry.
    func fieldTime(at now: Int64, of command: String, _ profile: Profile) throws(CommandError) -> Int64 {
        if profile.readsFieldsFirst { return try nonNegativeTime(at: now, of: command) }
        var time = Int64(try value.parseInteger())
        guard time >= 0 else { throw CommandError("ERR invalid expire time, must be >= 0") }
        if unit == .seconds {
            guard time <= ExpiryArgument.latestOfField / 1000 else { throw .invalidExpireTime(command) }
            time *= 1000
        }
        let base = isAbsolute ? 0 : now
        guard time <= ExpiryArgument.latestOfField - base else { throw .invalidExpireTime(command) }
        return time + base
    }

    /// The unit and the kind of time that EX, PX, EXAT or PXAT names, or nil.
    static func kind(_ word: Bytes) -> (unit: Unit, isAbsolute: Bool)? {
        if word.matches("ex") { return (.seconds, false) }
        if word.matches("px") { return (.milliseconds, false) }
        if word.matches("exat") { return (.seconds, true) }
        if word.matches("pxat") { return (.milliseconds, true) }
        return nil
    }
}

/// What has become of a hash's fields while their expiries were set.
struct FieldExpiries {
    let hash: HashValue
    let now: Int64
    /// Fields whose expiry was set or removed.
    private(set) var updated = 0
    /// Fields that went, as their time had come already.
    private(set) var removed = 0
    private let limits: HashLimits

    init(of hash: HashValue, at now: Int64, limits: HashLimits) {
        self.hash = hash
        self.now = now
        self.limits = limits
        if limits.packsExpiries { hash.makeRoomForExpiries() }
    }

    /// Sets the expiry of the field at `position`, or removes the field if the time has come. Returns what HEXPIRE replies.
    mutating func set(
        _ time: Int64, of field: Bytes, at position: HashValue.Position,
        if condition: ExpiryCondition = ExpiryCondition()
    ) -> Int {
        guard condition.allows(time, current: hash.expiry(at: position)) else { return 0 }
        if time <= now {
            hash.remove(at: position)
            removed += 1
            return 2
        }
        if hash.table != nil || limits.packsExpiries {
            hash.setExpiry(time, at: position, of: field)
        } else {
            hash.spread(limits.seed)
            hash.setExpiry(time, at: hash.find(field)!, of: field)
        }
        updated += 1
        return 1
    }

    /// Counts a field that was not even set, as its time had come already.
    mutating func noteExpired() { removed += 1 }

    /// Removes the expiry of the field at `position`, if it has one.
    mutating func persist(_ field: Bytes, at position: HashValue.Position) -> Bool {
        guard hash.expiry(at: position) != nil else { return false }
        hash.setExpiry(nil, at: position, of: field)
        updated += 1
        return true
    }
}
