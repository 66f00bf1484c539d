// ExpiryArgument: a time to live as commands take it, and the instant that it stands for.

/// A time given by EX, PX, EXAT, PXAT, or by the EXPIRE family.
struct ExpiryArgument {
    enum Unit { case seconds, milliseconds }

    let value: Bytes
    let unit: Unit
    let isAbsolute: Bool

    /// The instant in milliseconds since 1970, of a time that must be above 0.
    func positiveTime(at now: Int64, of command: String) throws(CommandError) -> Int64 {
        let value = Int64(try value.parseInteger())
        guard value > 0 else { throw .invalidExpireTime(command) }
        return try time(value, at: now, of: command)
    }

    /// The same, of a time that may be 0.
    func nonNegativeTime(at now: Int64, of command: String) throws(CommandError) -> Int64 {
        let value = Int64(try value.parseInteger())
        guard value >= 0 else { throw .invalidExpireTime(command) }
        return try time(value, at: now, of: command)
    }

    /// The instant in milliseconds since 1970, of a time that may lie in the past.
    func time(at now: Int64, of command: String) throws(CommandError) -> Int64 {
        try time(Int64(try value.parseInteger()), at: now, of: command)
    }

    private func time(_ value: Int64, at now: Int64, of command: String) throws(CommandError) -> Int64 {
        var time = value
        if unit == .seconds {
            guard value <= .max / 1000, value >= .min / 1000 else { throw .invalidExpireTime(command) }
            time *= 1000
        }
        if isAbsolute { return time }
        guard time <= .max - now else { throw .invalidExpireTime(command) }
        return time + now
    }
}

/// The options that SET, GETEX and Valkey's MSETEX, HGETEX and HSETEX share.
struct StringOptions {
    enum Command { case set, setWithComparison, msetex, getex, hgetex, hsetex }

    /// NX, XX or IFEQ.
    enum Condition {
        case none, ifAbsent, ifPresent, ifEqual

        @inline(__always)
        func fails(exists: Bool) -> Bool { self == .ifAbsent && exists || self == .ifPresent && !exists }
    }

    private(set) var condition = Condition.none
    /// FNX or FXX.
    private(set) var fieldCondition = Condition.none
    /// What IFEQ compares the value with.
    private(set) var comparison: Bytes?
    private(set) var returnsOld = false
    private(set) var keepsExpiry = false
    private(set) var persists = false
    private(set) var expiry: ExpiryArgument?

    /// An option may be repeated; those that contradict each other may not stand together.
    init(_ arguments: Arguments, from start: Int, of command: Command) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: start)
        while !cursor.isAtEnd {
            if try parseCondition(&cursor, of: command) { continue }
            if command == .set || command == .setWithComparison, cursor.skip("get") {
                returnsOld = true
            } else if command != .getex, command != .hgetex, expiry == nil, cursor.skip("keepttl") {
                keepsExpiry = true
            } else if command == .getex || command == .hgetex, expiry == nil, cursor.skip("persist") {
                persists = true
            } else {
                try parseExpiry(&cursor)
            }
        }
    }

    private mutating func parseCondition(
        _ cursor: inout ArgumentCursor, of command: Command
    ) throws(CommandError) -> Bool {
        if command == .getex || command == .hgetex { return false }
        if condition == .none || condition == .ifAbsent, cursor.skip("nx") {
            condition = .ifAbsent
        } else if condition == .none || condition == .ifPresent, cursor.skip("xx") {
            condition = .ifPresent
        } else if command == .setWithComparison, condition == .none, cursor.skip("ifeq", before: 1) {
            condition = .ifEqual
            comparison = try cursor.next()
        } else if command == .hsetex, fieldCondition != .ifPresent, cursor.skip("fnx") {
            fieldCondition = .ifAbsent
        } else if command == .hsetex, fieldCondition != .ifAbsent, cursor.skip("fxx") {
            fieldCondition = .ifPresent
        } else {
            return false
        }
        return true
    }

    private mutating func parseExpiry(_ cursor: inout ArgumentCursor) throws(CommandError) {
        let options: [(StaticString, ExpiryArgument.Unit, Bool)] = [
            ("ex", .seconds, false), ("px", .milliseconds, false), ("exat", .seconds, true),
            ("pxat", .milliseconds, true),
        ]
        guard !keepsExpiry, !persists else { throw .syntax }
        for (word, unit, isAbsolute) in options {
            let repeats = expiry.map { $0.unit == unit && $0.isAbsolute == isAbsolute } ?? true
            if repeats, cursor.skip(word, before: 1) {
                expiry = ExpiryArgument(value: try cursor.next(), unit: unit, isAbsolute: isAbsolute)
                return
            }
        }
        throw .syntax
    }

    /// The instant that the options set, in milliseconds since 1970, or nil.
    func expiryTime(at now: Int64, of command: String) throws(CommandError) -> Int64? {
        guard let expiry else { return nil }
        return try expiry.positiveTime(at: now, of: command)
    }
}
