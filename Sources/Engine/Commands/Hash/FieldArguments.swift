// What the commands of fields with expiries take: `FIELDS numfields field ...`, and a time.

extension Arguments {
    /// The arguments behind `FIELDS numfields`, which begins at `start`: they are the fields.
    ///
    /// - Parameter error: What is said of a number that is none, or not above 0.
    func fields(
        from start: Int,
        or error: @autoclosure () -> CommandError = CommandError("ERR Number of fields must be a positive integer")
    ) throws(CommandError) -> Range<Int> {
        guard start + 1 < count, self[start].matches("fields") else {
            throw CommandError("ERR Mandatory argument FIELDS is missing or not at the right position")
        }
        let number = try self[start + 1].parsePositive(or: error())
        guard number == count - start - 2 else {
            throw CommandError("ERR The `numfields` parameter must match the number of arguments")
        }
        return start + 2..<count
    }
}

extension ExpiryArgument {
    /// The latest time at which a field can expire, milliseconds since 1970.
    private static let latestOfField: Int64 = (1 << 46) - 1

    /// The instant in milliseconds since 1970, of a field's expiry.
    func fieldTime(at now: Int64, of command: String) throws(CommandError) -> Int64 {
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

/// The condition of HEXPIRE.
enum FieldCondition {
    case none, ifNone, ifSome, ifLater, ifEarlier

    /// The condition that a word names, or nil.
    init?(_ word: Bytes) {
        if word.matches("nx") {
            self = .ifNone
        } else if word.matches("xx") {
            self = .ifSome
        } else if word.matches("gt") {
            self = .ifLater
        } else if word.matches("lt") {
            self = .ifEarlier
        } else {
            return nil
        }
    }

    /// A field without an expiry counts as one that expires never.
    func allows(_ time: Int64, current: Int64?) -> Bool {
        switch self {
        case .none: true
        case .ifNone: current == nil
        case .ifSome: current != nil
        case .ifLater: current.map { time > $0 } ?? false
        case .ifEarlier: current.map { time < $0 } ?? true
        }
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

    init(of hash: HashValue, at now: Int64) {
        self.hash = hash
        self.now = now
        hash.makeRoomForExpiries()
    }

    /// Sets the expiry of the field at `position`, or removes the field if the time has come. Returns what HEXPIRE replies.
    mutating func set(
        _ time: Int64, of field: Bytes, at position: HashValue.Position, if condition: FieldCondition = .none
    ) -> Int {
        guard condition.allows(time, current: hash.expiry(at: position)) else { return 0 }
        if time <= now {
            hash.remove(at: position)
            removed += 1
            return 2
        }
        hash.setExpiry(time, at: position, of: field)
        updated += 1
        return 1
    }

    /// Removes the expiry of the field at `position`, if it has one.
    mutating func persist(_ field: Bytes, at position: HashValue.Position) -> Bool {
        guard hash.expiry(at: position) != nil else { return false }
        hash.setExpiry(nil, at: position, of: field)
        updated += 1
        return true
    }
}
