// SetMember: a member of a large set, in one block of memory: a byte for the length, then the bytes. From 255 bytes on the first byte
// is 255, and the length follows it in four bytes.
//
// Why it is unsafe inside: a set of a million members is a million of these, so that one must take no more than its bytes and a
// word in the table; no Swift object is as small. Why that is sound: a block is written once, when it is made, and read within the length
// that stands in it; the set that made it frees it when it takes it out of its table.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A handle to a member of a large set.
@safe
struct SetMember: HashTableElement {
    private static let longCode: UInt8 = 255
    private static let longHeader = 5

    private let memory: UnsafeMutablePointer<UInt8>

    init(word: UInt) { unsafe memory = UnsafeMutablePointer(bitPattern: word)! }

    /// A new member of `bytes`, to be freed with `deallocate`. O(bytes).
    init(_ bytes: Bytes) {
        let header = bytes.count < SetMember.longCode ? 1 : SetMember.longHeader
        let block = unsafe malloc(header + bytes.count)!
        unsafe memory = block.assumingMemoryBound(to: UInt8.self)
        if header == 1 {
            unsafe memory[0] = UInt8(bytes.count)
        } else {
            unsafe memory[0] = SetMember.longCode
            unsafe block.storeBytes(of: UInt32(bytes.count), toByteOffset: 1, as: UInt32.self)
        }
        unsafe memcpy(memory + header, bytes.base, bytes.count)
    }

    func deallocate() { unsafe free(memory) }

    var word: UInt { unsafe UInt(bitPattern: memory) }

    /// The member's bytes, valid until it is freed.
    @inline(__always)
    var key: Bytes {
        let code = unsafe memory[0]
        if code != SetMember.longCode { return unsafe Bytes(base: memory + 1, count: Int(code)) }
        let count = unsafe UnsafeRawPointer(memory).loadUnaligned(fromByteOffset: 1, as: UInt32.self)
        return unsafe Bytes(base: memory + SetMember.longHeader, count: Int(count))
    }

    /// Bytes that the block takes, with what the allocator adds.
    var memoryUse: Int {
        let count = key.count
        return max(32, (count + (count < SetMember.longCode ? 1 : SetMember.longHeader) + 8 + 15) & ~15)
    }
}
