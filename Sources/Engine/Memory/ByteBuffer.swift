// ByteBuffer: a growing run of bytes with a reading end and a writing end. A session's replies gather in one, and
// the rest of an unfinished request waits in one.
//
// Why it is unsafe inside: replies are written a few bytes at a time and must not pay an array's checks and retains
// for each piece. Why that is sound: the one allocation is owned here, every write reserves its room first, and views
// handed out are valid until the next change.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A growing byte queue: append at the end, consume from the front.
@safe
public final class ByteBuffer {
    private var storage: UnsafeMutablePointer<UInt8>
    private var start = 0
    private var end = 0
    /// The size of the allocation, in bytes.
    public var capacity: Int { room }
    private var room: Int

    /// What an emptied buffer keeps; more is given back, so that one large reply does not cost its memory for good.
    private static let keptCapacity = 64 * 1024

    /// An empty buffer with room for `capacity` bytes.
    public init(capacity: Int = 256) {
        room = capacity
        unsafe storage = ByteBuffer.allocate(room)
    }

    deinit { unsafe free(storage) }

    /// From the C library, so that growing can extend in place.
    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        unsafe malloc(capacity)!.assumingMemoryBound(to: UInt8.self)
    }

    /// The number of bytes that wait to be consumed.
    public var count: Int { end - start }

    /// Whether nothing waits.
    public var isEmpty: Bool { end == start }

    /// The bytes that wait, valid until the next change.
    public var bytes: Bytes { unsafe Bytes(base: storage + start, count: end - start) }

    /// Removes `count` bytes from the front. O(1), but for giving back a large allocation when none are left.
    public func consume(_ count: Int) {
        precondition(count <= end - start)
        start += count
        if start == end { reset() }
    }

    /// Removes everything.
    public func removeAll() {
        reset()
    }

    private func reset() {
        start = 0
        end = 0
        if capacity > ByteBuffer.keptCapacity {
            unsafe free(storage)
            room = 256
            unsafe storage = ByteBuffer.allocate(room)
        }
    }

    /// Makes room for `extra` more bytes, so that appending them moves nothing. Amortised O(1) a byte.
    @inline(__always)
    public func reserve(_ extra: Int) {
        if room - end < extra { grow(by: extra) }
    }

    @inline(never)
    private func grow(by extra: Int) {
        let used = end - start
        if start > 0, room - used >= extra, start >= used {
            unsafe memmove(storage, storage + start, used)
        } else {
            room = max(room * 2, used + extra)
            if start == 0 {
                unsafe storage = realloc(storage, room)!.assumingMemoryBound(to: UInt8.self)
            } else {
                let larger = unsafe ByteBuffer.allocate(room)
                unsafe memcpy(larger, storage + start, used)
                unsafe free(storage)
                unsafe storage = larger
            }
        }
        start = 0
        end = used
    }

    /// Appends one byte. Amortised O(1).
    @inline(__always)
    public func append(_ byte: UInt8) {
        reserve(1)
        unsafe storage[end] = byte
        end += 1
    }

    /// Appends bytes, which must not lie in this buffer. Amortised O(bytes).
    @inline(__always)
    public func append(_ bytes: Bytes) {
        reserve(bytes.count)
        unsafe memcpy(storage + end, bytes.base, bytes.count)
        end += bytes.count
    }

    /// Appends what another buffer holds. Amortised O(bytes).
    func append(contentsOf other: ByteBuffer) { withExtendedLifetime(other) { append(other.bytes) } }

    /// Appends a literal.
    public func append(_ text: StaticString) { append(Bytes(text)) }

    /// Appends a text in UTF-8.
    public func append(_ text: String) {
        text.withBytes { append($0) }
    }

    /// Appends `value` in decimal.
    @inline(__always)
    public func append(decimal value: Int) {
        reserve(20)
        unsafe end += Decimal.write(value, to: storage + end)
    }

    /// Appends `\r\n`.
    @inline(__always)
    public func appendLineEnd() {
        reserve(2)
        unsafe storage[end] = 0x0D
        unsafe storage[end + 1] = 0x0A
        end += 2
    }

    /// Appends `prefix`, `value` in decimal and a line end: the header of every RESP type. Makes room for `following` more bytes.
    @inline(__always)
    public func appendHeader(_ prefix: UInt8, _ value: Int, following: Int = 0) {
        reserve(23 + following)
        unsafe storage[end] = prefix
        var position = end + 1
        unsafe position += Decimal.write(value, to: storage + position)
        unsafe storage[position] = 0x0D
        unsafe storage[position + 1] = 0x0A
        end = position + 2
    }

    /// Appends a bulk string, header, body and line end, reserving room once.
    @inline(__always)
    public func appendBulk(_ bytes: Bytes) {
        appendHeader(UInt8(ascii: "$"), bytes.count, following: bytes.count + 2)
        unsafe memcpy(storage + end, bytes.base, bytes.count)
        end += bytes.count
        unsafe storage[end] = 0x0D
        unsafe storage[end + 1] = 0x0A
        end += 2
    }

    /// Moves what was appended since `mark` (a former `count`) back by the room that `header` writes, and writes it there:
    /// how a count that is known only at the end gets to the front. O(bytes since the mark).
    public func insert(at mark: Int, _ header: (ByteBuffer) -> Void) {
        let before = count
        header(self)
        let length = count - before
        let body = before - mark
        reserve(length)
        let base = unsafe storage + start + mark
        // The header stands behind the body: keep it aside, shift the body, put it in front.
        unsafe memcpy(storage + end, base + body, length)
        unsafe memmove(base + length, base, body)
        unsafe memcpy(base, storage + end, length)
    }

    /// Overwrites what is at `offset`, growing as needed; a gap is filled with zeros. O(bytes written and filled).
    public func write(_ bytes: Bytes, at offset: Int) {
        let needed = offset + bytes.count
        if needed > count {
            reserve(needed - count)
            if offset > count { unsafe memset(storage + end, 0, offset - count) }
            end = start + needed
        }
        unsafe memcpy(storage + start + offset, bytes.base, bytes.count)
    }

    /// The byte at `offset`, which must be below `count`. O(1).
    subscript(offset: Int) -> UInt8 {
        get { bytes[offset] }
        set {
            precondition(offset >= 0 && offset < count, "byte index out of bounds")
            unsafe storage[start + offset] = newValue
        }
    }

    /// Puts other bytes, which must not lie in this buffer, in place of those in `range`. O(bytes behind the range).
    func replace(_ range: Range<Int>, with bytes: Bytes) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "byte range out of bounds")
        let behind = count - range.upperBound
        reserve(max(0, bytes.count - range.count))
        let target = unsafe storage + start + range.lowerBound
        unsafe memmove(target + bytes.count, target + range.count, behind)
        unsafe memcpy(target, bytes.base, bytes.count)
        end += bytes.count - range.count
    }

    /// Appends zeros until there are `length` bytes. O(zeros).
    func extend(to length: Int) {
        if length > count { write(Bytes(""), at: length) }
    }

    /// The bytes that wait, to be changed in place: valid until the next change of another kind.
    var mutableBytes: UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(start: storage + start, count: count)
    }

    /// Forgets what was appended since `mark`, a former `count`.
    public func truncate(to mark: Int) {
        precondition(mark <= count)
        end = start + mark
    }
}

/// Decimal digits, written without an intermediate string.
enum Decimal {
    /// Writes `value` at `target`, which has room for 20 bytes, and returns how many bytes it took.
    @inline(__always)
    static func write(_ value: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        if value >= 0 && value < 10 {
            unsafe target[0] = 0x30 &+ UInt8(truncatingIfNeeded: value)
            return 1
        }
        return unsafe writeMany(value, to: target)
    }

    private static func writeMany(_ value: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var magnitude = value.magnitude
        var sign = 0
        if value < 0 {
            unsafe target[0] = UInt8(ascii: "-")
            sign = 1
        }
        var digits = 1
        var bound: UInt = 10
        while magnitude >= bound {
            digits += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        var position = sign + digits
        repeat {
            position -= 1
            let quotient = magnitude / 10
            unsafe target[position] = 0x30 &+ UInt8(truncatingIfNeeded: magnitude &- quotient &* 10)
            magnitude = quotient
        } while position > sign
        return sign + digits
    }
}
