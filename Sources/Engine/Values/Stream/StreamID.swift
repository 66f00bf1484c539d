// StreamID: what names an entry of a stream, and orders it: milliseconds since 1970 and, within one of them, a sequence number.

/// The id of an entry.
struct StreamID: Comparable, Sendable {
    var ms: UInt64
    var seq: UInt64

    /// 0-0: below every entry's id.
    static let min = StreamID(ms: 0, seq: 0)
    static let max = StreamID(ms: .max, seq: .max)

    @inline(__always)
    static func < (left: StreamID, right: StreamID) -> Bool {
        left.ms < right.ms || left.ms == right.ms && left.seq < right.seq
    }

    /// The least id above this one, or nil.
    var successor: StreamID? {
        if seq < .max { return StreamID(ms: ms, seq: seq + 1) }
        return ms < .max ? StreamID(ms: ms + 1, seq: 0) : nil
    }

    /// The greatest id below this one, or nil.
    var predecessor: StreamID? {
        if seq > 0 { return StreamID(ms: ms, seq: seq - 1) }
        return ms > 0 ? StreamID(ms: ms - 1, seq: .max) : nil
    }

    /// How far this id is beyond `master`, as an entry's id is kept.
    @inline(__always)
    func distance(from master: StreamID) -> (ms: Int, seq: Int) {
        (Int(truncatingIfNeeded: ms &- master.ms), Int(truncatingIfNeeded: seq &- master.seq))
    }

    /// The id that is so far beyond this one.
    @inline(__always)
    func advanced(ms: Int, seq: Int) -> StreamID {
        StreamID(
            ms: self.ms &+ UInt64(truncatingIfNeeded: ms), seq: self.seq &+ UInt64(truncatingIfNeeded: seq))
    }

    /// `ms-seq`.
    var text: String { "\(ms)-\(seq)" }
}

extension StreamID {
    /// How many of the 16 bytes of two ids, the high ones first, agree before the first that differs.
    func commonPrefix(_ other: StreamID) -> Int {
        let bits = ms ^ other.ms
        if bits != 0 { return bits.leadingZeroBitCount / 8 }
        return 8 + (seq ^ other.seq).leadingZeroBitCount / 8
    }
}

extension ReplyWriter {
    /// An id as a bulk string.
    func bulk(_ id: StreamID) {
        guard let ms = Int(exactly: id.ms), let seq = Int(exactly: id.seq) else { return bulk(id.text) }
        let digits = StreamID.digits(id.ms) + StreamID.digits(id.seq)
        buffer.appendHeader(UInt8(ascii: "$"), digits + 1, following: digits + 3)
        buffer.append(decimal: ms)
        buffer.append(UInt8(ascii: "-"))
        buffer.append(decimal: seq)
        buffer.appendLineEnd()
    }
}

extension StreamID {
    /// How many digits a number has in decimal.
    fileprivate static func digits(_ value: UInt64) -> Int {
        var digits = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        return digits
    }
}
