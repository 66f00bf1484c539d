// Bytes: a borrowed run of bytes, the currency of the engine. Keys, arguments and values pass through it without a copy.
//
// Why it is unsafe inside: a request's arguments are read in place from the network buffer and a key is compared in
// place with a stored one, thousands of times a millisecond. Why that is sound: whoever makes a `Bytes` guarantees
// that the memory lives and does not change while the `Bytes` is in use, and nobody stores one: a handler's arguments live
// until it returns, a stored key until its table is next changed. What must outlive that is copied (`array`).
// Every access is bounds-checked.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A borrowed, read-only run of bytes. Valid only while its owner keeps the memory; never stored.
@safe
public struct Bytes {
    @usableFromInline let base: UnsafePointer<UInt8>
    /// How many bytes there are.
    public let count: Int

    /// The bytes of `buffer`, which must outlive this value.
    @inlinable
    public init(_ buffer: UnsafeRawBufferPointer) {
        unsafe self.init(base: buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count: buffer.count)
    }

    /// `count` bytes from `base`, which must outlive this value. An absent base stands for no bytes.
    @inlinable
    public init(base: UnsafePointer<UInt8>?, count: Int) {
        unsafe self.base = base ?? UnsafePointer(bitPattern: 1)!
        self.count = count
    }

    /// The bytes of a literal.
    @inlinable
    public init(_ text: StaticString) {
        precondition(text.hasPointerRepresentation)
        unsafe self.init(base: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// Whether there are none.
    @inlinable public var isEmpty: Bool { count == 0 }

    /// The bytes as the C library wants them.
    @inlinable
    public var buffer: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }

    /// Where the bytes stand, to compare with another place and nothing else.
    var address: UInt { unsafe UInt(bitPattern: base) }

    /// The byte at `index`, which must be below `count`. O(1).
    @inlinable
    public subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count, "byte index out of bounds")
        return unsafe base[index]
    }

    /// The bytes in `range`, which must lie within this run. O(1).
    @inlinable
    public subscript(range: Range<Int>) -> Bytes {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "byte range out of bounds")
        return unsafe Bytes(base: base + range.lowerBound, count: range.count)
    }

    /// The bytes from `start` on. O(1).
    @inlinable public func dropFirst(_ start: Int) -> Bytes { self[min(start, count)..<count] }

    /// A copy that lives on its own. O(n).
    public var array: [UInt8] { unsafe [UInt8](buffer) }

    /// A copy as text; bytes that are not UTF-8 become U+FFFD. O(n).
    public var text: String { unsafe String(decoding: buffer, as: UTF8.self) }

    /// Whether two runs hold the same bytes. O(n).
    @inlinable
    public static func == (left: Bytes, right: Bytes) -> Bool {
        unsafe left.count == right.count && memcmp(left.base, right.base, left.count) == 0
    }

    /// Whether these bytes are `text`, byte for byte.
    @inlinable
    public static func == (left: Bytes, text: StaticString) -> Bool { left == Bytes(text) }

    /// Bytewise order, a prefix first: negative, zero or positive, as `memcmp` tells.
    public func compare(_ other: Bytes) -> Int {
        let order = unsafe memcmp(base, other.base, min(count, other.count))
        return order != 0 ? Int(order) : count - other.count
    }

    /// Whether these bytes begin with `other`.
    func starts(with other: Bytes) -> Bool { count >= other.count && self[0..<other.count] == other }

    /// Whether these bytes are `text` in any case, as the real server compares words: up to the first NUL, if there is one.
    /// `text` is given in lower case. ASCII only, as options are.
    public func matches(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        if unsafe count > length && base[length] != 0 { return false }
        let expected = unsafe text.utf8Start
        for index in 0..<length {
            var byte = unsafe base[index]
            if byte &- 0x41 < 26 { byte |= 0x20 }
            if unsafe byte != expected[index] { return false }
        }
        return true
    }

    /// Calls `body` with each byte in order.
    @inlinable
    public func forEach(_ body: (UInt8) -> Void) {
        for index in 0..<count { unsafe body(base[index]) }
    }

    /// The position of the first `byte` at or after `start`, or nil. O(n), by the C library's `memchr`.
    public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count, let found = unsafe memchr(base + start, Int32(byte), count - start) else { return nil }
        return unsafe UnsafeRawPointer(base).distance(to: found)
    }
}

extension [UInt8] {
    /// Calls `body` with these bytes, borrowed.
    @inlinable
    public func withBytes<Result, Failure: Error>(_ body: (Bytes) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe withUnsafeBufferPointer { (buffer) throws(Failure) in
            try unsafe body(Bytes(base: buffer.baseAddress, count: buffer.count))
        }
    }
}

extension String {
    /// Calls `body` with the text in UTF-8, borrowed.
    public func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
        var text = self
        return text.withUTF8 { unsafe body(Bytes(UnsafeRawBufferPointer($0))) }
    }
}
