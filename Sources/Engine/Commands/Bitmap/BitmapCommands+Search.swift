// BITCOUNT and BITPOS. A range is given in bytes or in bits; one of bits is cut into whole bytes and a masked byte at either end.

extension BitmapCommands {
    static func bitcount(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let profile = session.engine.profile
        if !profile.readsBitRangesFirst {
            guard try session.requireBits(of: arguments[1]) else { return session.reply.integer(0) }
        }
        // Valkey's end may be left out.
        guard arguments.count != 3 || profile.isValkey, arguments.count <= 5 else { throw .syntax }
        let order: BitRange.UnitOrder =
            profile.isValkey ? .beforeEnd : profile.readsBitRangesFirst ? .afterEnd : .afterEndUnlessBackwards
        let range = try arguments.count > 2 ? BitRange(arguments, from: 2, unit: order) : nil
        guard let entry = session.database.lookUp(arguments[1]) else { return session.reply.integer(0) }
        try entry.requireString()
        session.reply.integer(
            entry.withStringBytes { bytes in
                guard let range else { return bytes.setBitCount }
                if range.isBackwards { return 0 }
                let bits = range.bits(of: bytes.count)
                return bits.isEmpty ? 0 : bytes.setBitCount(in: bits)
            })
    }

    static func bitpos(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let bit = try arguments[2].parseInteger()
        guard bit == 0 || bit == 1 else { throw CommandError("ERR The bit argument must be 1 or 0.") }
        if !session.engine.profile.readsBitRangesFirst {
            guard try session.requireBits(of: arguments[1]) else { return session.reply.integer(bit == 1 ? -1 : 0) }
        }
        guard arguments.count <= 6 else { throw .syntax }
        let range = try arguments.count > 3 ? BitRange(arguments, from: 3, unit: .beforeEnd) : nil
        guard let entry = session.database.lookUp(arguments[1]) else { return session.reply.integer(bit == 1 ? -1 : 0) }
        try entry.requireString()
        session.reply.integer(
            entry.withStringBytes { bytes in
                let bits = range?.bits(of: bytes.count) ?? 0..<bytes.count * 8
                if bits.isEmpty { return -1 }
                if let position = bytes.firstBit(bit == 1, in: bits) { return position }
                // Without an end the string goes on with zeros.
                return bit == 0 && range?.end == nil ? bits.upperBound : -1
            })
    }
}

extension Session {
    /// Whether there is a string under a key; throws if there is something else. Looked up once more afterwards.
    fileprivate func requireBits(of key: Bytes) throws(CommandError) -> Bool {
        guard let entry = database.peek(key) else { return false }
        try entry.requireString()
        return true
    }
}

/// The range of BITCOUNT and BITPOS: `start [end [BYTE | BIT]]`.
private struct BitRange {
    let start: Int
    /// Inclusive, or nil for the end of the string.
    private(set) var end: Int?
    private(set) var countsBits = false

    /// When the unit is looked at: before the end by BITPOS, after it by BITCOUNT of Redis, whose older release does not look if the
    /// range is plainly empty.
    enum UnitOrder { case beforeEnd, afterEnd, afterEndUnlessBackwards }

    init(_ arguments: Arguments, from index: Int, unit order: UnitOrder) throws(CommandError) {
        start = try arguments[index].parseInteger()
        let unit = arguments.count > index + 2 ? arguments[index + 2] : nil
        if order == .beforeEnd { try parse(unit) }
        if arguments.count > index + 1 { end = try arguments[index + 1].parseInteger() }
        if order == .afterEnd || order == .afterEndUnlessBackwards && !isBackwards { try parse(unit) }
    }

    /// Whether both ends are counted from the end of the string, and the wrong way round.
    var isBackwards: Bool { start < 0 && end.map { $0 < 0 && start > $0 } ?? false }

    private mutating func parse(_ unit: Bytes?) throws(CommandError) {
        guard let unit else { return }
        countsBits = unit.matches("bit")
        guard countsBits || unit.matches("byte") else { throw .syntax }
    }

    /// The bits of a string of `count` bytes that the range takes in, perhaps none.
    func bits(of count: Int) -> Range<Int> {
        let unit = countsBits ? 1 : 8
        let total = count * 8 / unit
        let first = max(0, start < 0 ? total + start : start)
        let end = end ?? total - 1
        let last = min(total - 1, max(0, end < 0 ? total + end : end))
        return first > last ? 0..<0 : first * unit..<(last + 1) * unit
    }
}

extension Bytes {
    /// How many bits of a range, which is not empty and lies within, are set. O(bytes of the range).
    fileprivate func setBitCount(in bits: Range<Int>) -> Int {
        let (first, last) = (bits.lowerBound >> 3, (bits.upperBound - 1) >> 3)
        let before = self[first] & ~(0xFF >> UInt8(bits.lowerBound & 7))
        let after = self[last] & (0x7F >> UInt8((bits.upperBound - 1) & 7))
        return self[first..<last + 1].setBitCount - before.nonzeroBitCount - after.nonzeroBitCount
    }

    /// The first bit of a range, which lies within, that is set, or not. O(bytes of the range).
    fileprivate func firstBit(_ value: Bool, in bits: Range<Int>) -> Int? {
        let (first, end) = (bits.lowerBound >> 3, (bits.upperBound + 7) >> 3)
        let flip: UInt8 = value ? 0 : 0xFF
        // What is sought is now a set bit.
        var index = first
        var byte = (self[first] ^ flip) & 0xFF >> UInt8(bits.lowerBound & 7)
        if byte == 0 {
            guard let found = self[first + 1..<end].firstIndex(otherThan: flip) else { return nil }
            index = first + 1 + found
            byte = self[index] ^ flip
        }
        let position = index * 8 + byte.leadingZeroBitCount
        return position < bits.upperBound ? position : nil
    }
}
