// HashField: one field of a large hash with its value and, if it has one, its expiry, in one allocation. With the place that its
// table gives it, a field of 10 bytes with a value of 10 takes about 50 bytes.
//
//     0  UInt32  length of the field, and in the highest bit whether it has an expiry
//     4  UInt32  length of the value
//     8  Int64   when the field expires, only if that bit says so
//        the field, then the value
//
// Why it is unsafe inside: Swift has no type for this layout. Why that is sound: all access goes through the accessors of this file,
// which read what the header says is there; the table that holds a field owns it alone (HashFieldTable) and frees it once.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A field and its value.
@safe
struct HashField: HashTableElement {
    private static let headerSize = 8
    private static let expiryBit: UInt32 = 1 << 31

    private let memory: UnsafeMutableRawPointer

    init(word: UInt) { unsafe memory = UnsafeMutableRawPointer(bitPattern: word)! }

    var word: UInt { unsafe UInt(bitPattern: memory) }

    /// A new field, which the caller owns.
    ///
    /// - Parameter expiry: Milliseconds since 1970, or nil for none.
    /// - Precondition: The name has fewer than 2^31 bytes, the value fewer than 2^32.
    init(name: Bytes, value: Bytes, expiry: Int64?) {
        precondition(name.count < 1 << 31 && value.count < 1 << 32, "a hash field of gigabytes")
        let offset = HashField.headerSize + (expiry == nil ? 0 : 8)
        unsafe memory = malloc(HashField.room(for: offset + name.count + value.count))!
        let bit = expiry == nil ? 0 : HashField.expiryBit
        unsafe memory.storeBytes(of: UInt32(name.count) | bit, as: UInt32.self)
        unsafe memory.storeBytes(of: UInt32(value.count), toByteOffset: 4, as: UInt32.self)
        if let expiry { unsafe memory.storeBytes(of: expiry, toByteOffset: HashField.headerSize, as: Int64.self) }
        unsafe memcpy(memory + offset, name.base, name.count)
        unsafe memcpy(memory + offset + name.count, value.base, value.count)
    }

    func free() {
        #if canImport(Glibc)
            unsafe Glibc.free(memory)
        #else
            unsafe Darwin.free(memory)
        #endif
    }

    /// What the allocator gives for `size` bytes: all of it is used.
    private static func room(for size: Int) -> Int { (size + 8 + 15) & ~15 - 8 }

    @inline(__always)
    private var header: UInt32 { unsafe memory.load(as: UInt32.self) }

    @inline(__always)
    private var nameOffset: Int { HashField.headerSize + (header & HashField.expiryBit == 0 ? 0 : 8) }

    /// The field's name.
    @inline(__always)
    var key: Bytes {
        unsafe Bytes(
            base: (memory + nameOffset).assumingMemoryBound(to: UInt8.self),
            count: Int(header & ~HashField.expiryBit))
    }

    /// The value, valid until the field is changed.
    @inline(__always)
    var value: Bytes {
        let offset = nameOffset + Int(header & ~HashField.expiryBit)
        return unsafe Bytes(
            base: (memory + offset).assumingMemoryBound(to: UInt8.self),
            count: Int(memory.load(fromByteOffset: 4, as: UInt32.self)))
    }

    /// Milliseconds since 1970, or nil.
    var expiry: Int64? {
        guard header & HashField.expiryBit != 0 else { return nil }
        return unsafe memory.load(fromByteOffset: HashField.headerSize, as: Int64.self)
    }

    /// Puts another value, and another expiry, in place of those that it has, if its memory allows it; returns whether it did.
    func overwrite(value: Bytes, expiry: Int64?) -> Bool {
        guard (expiry != nil) == (header & HashField.expiryBit != 0) else { return false }
        let name = key.count
        let fixed = nameOffset + name
        let old = unsafe Int(memory.load(fromByteOffset: 4, as: UInt32.self))
        guard HashField.room(for: fixed + old) == HashField.room(for: fixed + value.count) else { return false }
        // The new value may be the old one.
        unsafe memmove(memory + fixed, value.base, value.count)
        unsafe memory.storeBytes(of: UInt32(value.count), toByteOffset: 4, as: UInt32.self)
        if let expiry { unsafe memory.storeBytes(of: expiry, toByteOffset: HashField.headerSize, as: Int64.self) }
        return true
    }

    /// Bytes that it takes, the allocator's own included.
    var memoryUse: Int { HashField.room(for: nameOffset + key.count + value.count) + 8 }
}
