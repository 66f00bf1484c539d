// LuaString: an immutable run of bytes of the heap.
//
// Short strings are unique, so that comparing two, as every look-up of a field does, compares addresses. The hash is the language's
// own, or that of the server whose interpreter this is, computed once: the order in which `next` goes through a table follows from it,
// and programs see that order.
//
// Why it is unsafe inside: the bytes stand behind the header in the same allocation. Why that is sound: the count is
// written once, where the memory is allocated (Runtime+Strings.swift); every index is checked against it; a zero byte follows.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A string of bytes. As long-lived as a `LuaValue`.
@safe
public struct LuaString {
    struct Layout {
        var header: Header
        /// While the hash is not known: the `StringHash` to compute it by.
        var hash: UInt32
        var count: Int
    }

    /// Up to so many bytes a string is unique.
    static let shortLimit = 40

    let pointer: UnsafeMutablePointer<Layout>
    @inline(__always) init(_ raw: UnsafeMutableRawPointer) {
        unsafe pointer = raw.assumingMemoryBound(to: Layout.self)
    }

    @inline(__always) var o: Layout {
        get { unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }

    static func size(count: Int) -> Int { MemoryLayout<Layout>.stride + count + 1 }

    /// The string as a value.
    @inline(__always) public var value: LuaValue { unsafe LuaValue(tag: LuaValue.Tag.string, pointer) }

    /// How many bytes there are.
    @inline(__always) public var count: Int { unsafe pointer.pointee.count }

    @inline(__always) var isShort: Bool { unsafe pointer.pointee.header.trait }

    @inline(__always) var base: UnsafeMutablePointer<UInt8> {
        unsafe UnsafeMutableRawPointer(pointer + 1).assumingMemoryBound(to: UInt8.self)
    }

    /// The bytes, borrowed: valid as long as the string is.
    public var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }

    /// The bytes as an array. O(n).
    public var array: [UInt8] { unsafe [UInt8](bytes) }

    /// The bytes as text; what is not UTF-8 becomes U+FFFD. O(n).
    public var text: String { unsafe String(decoding: bytes, as: UTF8.self) }

    /// The byte at `index`, which must be below the count.
    @inline(__always) public subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return unsafe base[index]
    }

    /// The byte at `index`, or the zero behind the last one.
    @inline(__always) func byte(_ index: Int) -> UInt8 {
        precondition(index >= 0 && index <= count)
        return unsafe base[index]
    }

    /// Whether the bytes are those of `text`.
    public func equals(_ text: StaticString) -> Bool {
        unsafe count == text.utf8CodeUnitCount && memcmp(base, text.utf8Start, count) == 0
    }

    /// Whether two different strings are equal, which only long ones can be.
    func equalsLong(_ other: LuaString) -> Bool {
        if isShort || other.isShort || count != other.count { return false }
        return unsafe memcmp(base, other.base, count) == 0
    }

    /// The hash; computed when first asked for.
    @inline(__always) var hash: UInt32 {
        if unsafe pointer.pointee.header.flags != 0 { return unsafe pointer.pointee.hash }
        let kind = unsafe StringHash(rawValue: pointer.pointee.hash) ?? .sampled
        let hash = unsafe kind.hash(base, count)
        unsafe pointer.pointee.hash = hash
        unsafe pointer.pointee.header.flags = 1
        return hash
    }

    /// The order of two strings: by `strcoll` between zero bytes, which in the C locale is the order of bytes. Negative, zero, positive.
    func compare(_ other: LuaString) -> Int {
        let order = unsafe memcmp(base, other.base, min(count, other.count))
        return order != 0 ? Int(order) : count - other.count
    }
}
