// Bitfield: the integers of any width that BITFIELD reads from a string and writes into it, with their three kinds of overflow.

/// The type of a field: `i1` to `i64`, `u1` to `u63`.
struct BitfieldType {
    let isSigned: Bool
    /// In bits.
    let width: Int

    /// - Parameter stopsAtZero: Whether the digits are a C string.
    init(_ argument: Bytes, stopsAtZero: Bool) throws(CommandError) {
        let error = CommandError(
            "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.")
        let digits = argument.dropFirst(1)
        let end = stopsAtZero ? digits.firstIndex(of: 0) : nil
        guard !argument.isEmpty, argument[0] == UInt8(ascii: "i") || argument[0] == UInt8(ascii: "u"),
            let width = digits[0..<(end ?? digits.count)].integer
        else { throw error }
        isSigned = argument[0] == UInt8(ascii: "i")
        self.width = width
        guard width >= 1, width <= (isSigned ? 64 : 63) else { throw error }
    }

    /// The bits that hold a value.
    private var mask: UInt64 { .max >> UInt64(64 - width) }

    /// The value that a field's bits stand for.
    func value(_ bits: UInt64) -> Int {
        guard isSigned, width < 64 else { return Int(bitPattern: UInt(bits)) }
        let unused = 64 - width
        return Int(Int64(bitPattern: bits << UInt64(unused)) >> Int64(unused))
    }

    /// What a field can hold.
    private var range: ClosedRange<Int> {
        guard isSigned else { return 0...Int(mask) }
        return Int.min >> (64 - width)...Int.max >> (64 - width)
    }

    /// `value + increment` as a field holds it, or nil where it does not fit and overflow fails.
    func sum(_ value: Int, _ increment: Int, _ overflow: BitfieldOverflow) -> Int? {
        let (sum, overflows) = value.addingReportingOverflow(increment)
        if !overflows, range.contains(sum) { return sum }
        switch overflow {
        case .wrap: return self.value(UInt64(bitPattern: Int64(value &+ increment)) & mask)
        case .saturate: return isAbove(value, increment) ? range.upperBound : range.lowerBound
        case .fail: return nil
        }
    }

    /// Whether a sum that does not fit lies above what does. A negative number set as an unsigned one counts as a huge one.
    private func isAbove(_ value: Int, _ increment: Int) -> Bool {
        if !isSigned, value < 0 { return true }
        // The real server asks how much there is room for, which for a number far below comes out negative.
        if isSigned, width < 64, increment > range.upperBound &- value { return true }
        let (sum, overflows) = value.addingReportingOverflow(increment)
        return overflows ? increment > 0 : sum > range.upperBound
    }
}

/// What becomes of a sum that a field cannot hold.
enum BitfieldOverflow {
    case wrap, saturate, fail

    /// The kind that a word of `OVERFLOW` names.
    init(_ word: Bytes) throws(CommandError) {
        if word.matches("wrap") {
            self = .wrap
        } else if word.matches("sat") {
            self = .saturate
        } else if word.matches("fail") {
            self = .fail
        } else {
            throw CommandError("ERR Invalid OVERFLOW type specified")
        }
    }
}

/// One operation of BITFIELD.
struct BitfieldOperation {
    enum Action {
        case get
        case set(Int)
        case increment(Int)

        var writes: Bool { if case .get = self { false } else { true } }
    }

    let action: Action
    let type: BitfieldType
    let offset: Int
    let overflow: BitfieldOverflow

    /// The field's value in `bytes`.
    func value(in bytes: Bytes) -> Int { type.value(bytes.bits(at: offset, width: type.width)) }

    /// What a writing operation stores in place of `old` and what it answers, or nil where it fails.
    func result(replacing old: Int) -> (stored: Int, reply: Int)? {
        switch action {
        case .get: return (old, old)
        case .set(let value): return type.sum(value, 0, overflow).map { ($0, old) }
        case .increment(let increment): return type.sum(old, increment, overflow).map { ($0, $0) }
        }
    }
}
