// LZF: the compression of long strings in dumps.
//
// The format: a control byte below 32 is followed by one more literal bytes than it says; in any other the high three bits are a
// length (7: one more byte is added to it) and the low five, with the byte that follows, a distance back minus one; length plus
// two bytes are repeated from there.
//
// The compressor finds repetitions as liblzf does with a table of 2^16 places that starts empty, so that its output is the same
// and a DUMP equals the real server's. The table is made empty for each string not by writing it over but by counting positions
// on.
//
// Why it is unsafe inside: byte-wise loops over input, output and table. Why that is sound: reads of the input stay two bytes below
// its end, the table is indexed by 16 bits, and each write to the output is preceded by a check of the room left; what is
// decompressed is checked on both sides before each copy, since it came from outside.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Compresses and decompresses strings, one after the other. What it hands out is valid until the next call.
@safe
final class LZF {
    private static let longestLiteral = 32
    private static let farthest = 1 << 13
    private static let longestMatch = 264
    private static let tableSize = 1 << 16
    /// A control of three bytes repeats 264 at most: no string becomes longer than this many times its compressed form.
    static let greatestRatio = 264

    private var output: UnsafeMutablePointer<UInt8>?
    private var room = 0
    /// Where three bytes were last seen: `base` plus their position. What is not above `base` is of an earlier string, or of none.
    private var table: UnsafeMutablePointer<UInt32>?
    private var base: UInt32 = 0

    deinit {
        unsafe free(output)
        unsafe free(table)
    }

    private func makeRoom(_ size: Int) -> UnsafeMutablePointer<UInt8> {
        if room < size || size < 1 << 16 && room > 1 << 20 {
            unsafe free(output)
            unsafe output = malloc(size)!.assumingMemoryBound(to: UInt8.self)
            room = size
        }
        return unsafe output!
    }

    /// An empty table for `count` positions.
    private func emptyTable(for count: Int) -> UnsafeMutablePointer<UInt32> {
        if unsafe table == nil {
            unsafe table = calloc(LZF.tableSize, MemoryLayout<UInt32>.size)!.assumingMemoryBound(to: UInt32.self)
        } else if UInt64(base) + UInt64(count) >= UInt64(UInt32.max) {
            unsafe memset(table!, 0, LZF.tableSize * MemoryLayout<UInt32>.size)
            base = 0
        }
        return unsafe table!
    }

    // MARK: Compressing

    private static func place(of hash: UInt32) -> Int { Int((hash >> 8 &- hash &* 5) & UInt32(tableSize - 1)) }

    /// The compressed form of `input`, if it is shorter by at least four bytes. O(n).
    func compress(_ input: Bytes) -> Bytes? {
        let count = input.count
        guard count > 4, count < Int(UInt32.max) else { return nil }
        let limit = count - 4
        let target = unsafe makeRoom(limit + 8)
        let table = unsafe emptyTable(for: count)
        defer { base += UInt32(count) }
        var run = unsafe LiteralRun(target, limit: limit)
        let source = unsafe input.base
        var position = 0
        var hash = unsafe UInt32(source[0]) << 8 | UInt32(source[1])
        while position < count - 2 {
            hash = unsafe hash << 8 | UInt32(source[position + 2])
            let slot = LZF.place(of: hash)
            let seen = unsafe table[slot]
            unsafe table[slot] = base &+ UInt32(position)
            guard let match = unsafe match(source, at: position, seen: seen) else {
                guard unsafe run.append(source[position]) else { return nil }
                position += 1
                continue
            }
            let length = unsafe LZF.matchLength(source, match, position, count: count)
            guard run.appendMatch(distance: position - match - 1, length: length - 2) else { return nil }
            position += length
            if position >= count - 2 { break }
            // The last two places within the match are noted, no others.
            position -= 2
            hash = unsafe UInt32(source[position]) << 8 | UInt32(source[position + 1])
            for _ in 0..<2 {
                hash = unsafe hash << 8 | UInt32(source[position + 2])
                unsafe table[LZF.place(of: hash)] = base &+ UInt32(position)
                position += 1
            }
        }
        guard run.end + 3 <= limit else { return nil }
        while position < count {
            unsafe run.appendLast(source[position])
            position += 1
        }
        return unsafe Bytes(base: target, count: run.finish())
    }

    /// Where the three bytes at `position` were seen before, if they can be referred to. The very first place never is.
    @inline(__always)
    private func match(_ source: UnsafePointer<UInt8>, at position: Int, seen: UInt32) -> Int? {
        guard seen > base else { return nil }
        let match = Int(seen - base)
        guard position - match - 1 < LZF.farthest else { return nil }
        let isSame =
            unsafe source[match] == source[position] && source[match + 1] == source[position + 1]
            && source[match + 2] == source[position + 2]
        return isSame ? match : nil
    }

    /// How many bytes are the same from `match` and from `position` on, at least three. Near the limit of a match's length the
    /// first steps are taken sixteen at a time, which may pass it: so liblzf does.
    private static func matchLength(
        _ source: UnsafePointer<UInt8>, _ match: Int, _ position: Int, count: Int
    ) -> Int {
        var length = 2
        let longest = min(count - position - length, longestMatch)
        if longest > 16 {
            for _ in 0..<16 {
                length += 1
                if unsafe source[match + length] != source[position + length] { return length }
            }
        }
        repeat { length += 1 } while unsafe length < longest && source[match + length] == source[position + length]
        return length
    }

    // MARK: Decompressing

    /// The `count` bytes that `input` stands for, or nil if it does not stand for so many. O(count).
    func decompress(_ input: Bytes, count: Int) -> Bytes? {
        guard count > 0, count <= input.count * LZF.greatestRatio else { return nil }
        let target = unsafe makeRoom(count)
        var (read, written) = (0, 0)
        while read < input.count {
            let control = Int(input[read])
            read += 1
            if control < LZF.longestLiteral {
                let length = control + 1
                guard read + length <= input.count, written + length <= count else { return nil }
                unsafe memcpy(target + written, input.base + read, length)
                read += length
                written += length
                continue
            }
            var length = control >> 5
            if length == 7 {
                guard read < input.count else { return nil }
                length += Int(input[read])
                read += 1
            }
            guard read < input.count else { return nil }
            let distance = (control & 0x1F) << 8 + Int(input[read]) + 1
            read += 1
            length += 2
            guard distance <= written, written + length <= count else { return nil }
            // Byte by byte: what is repeated may overlap what it makes.
            for _ in 0..<length {
                unsafe target[written] = target[written - distance]
                written += 1
            }
        }
        return written == count ? unsafe Bytes(base: target, count: count) : nil
    }
}

/// The output of the compressor, with the run of literal bytes at its end, whose control byte is written when the run ends.
@safe
private struct LiteralRun {
    private let target: UnsafeMutablePointer<UInt8>
    private let limit: Int
    /// Behind what has been written, the place of the run's control byte included.
    private(set) var end = 1
    private var length = 0

    init(_ target: UnsafeMutablePointer<UInt8>, limit: Int) {
        unsafe self.target = target
        self.limit = limit
    }

    /// Appends a literal byte. Returns whether there was room.
    @inline(__always)
    mutating func append(_ byte: UInt8) -> Bool {
        guard end < limit else { return false }
        appendLast(byte)
        return true
    }

    /// Appends a literal byte for which there is room.
    @inline(__always)
    mutating func appendLast(_ byte: UInt8) {
        unsafe target[end] = byte
        end += 1
        length += 1
        if length == 32 { begin() }
    }

    /// Writes the control byte of the run, and begins another.
    private mutating func begin() {
        unsafe target[end - length - 1] = UInt8(truncatingIfNeeded: length - 1)
        length = 0
        end += 1
    }

    /// Ends the run and appends a reference. `length` is what its code says.
    mutating func appendMatch(distance: Int, length code: Int) -> Bool {
        if end + 4 >= limit, end - (length == 0 ? 1 : 0) + 4 >= limit { return false }
        end = finish()
        if code < 7 {
            unsafe target[end] = UInt8(truncatingIfNeeded: distance >> 8 + code << 5)
        } else {
            unsafe target[end] = UInt8(truncatingIfNeeded: distance >> 8 + 7 << 5)
            unsafe target[end + 1] = UInt8(truncatingIfNeeded: code - 7)
            end += 1
        }
        unsafe target[end + 1] = UInt8(truncatingIfNeeded: distance)
        end += 3
        length = 0
        return true
    }

    /// Ends the run. Returns how much has been written.
    func finish() -> Int {
        if length == 0 { return end - 1 }
        unsafe target[end - length - 1] = UInt8(truncatingIfNeeded: length - 1)
        return end
    }
}
