// SortedSetMember: a member of a large sorted set and its score, in one allocation that both structures over it refer to.
//
//     0  Double   score
//     8  UInt32   length of the member
//    12  the member's bytes
//
// Why it is unsafe inside: a class instance with an array would take three times the memory, and the members are most of what a
// large sorted set takes. Why that is sound: a block is written whole when it is made, only the score changes later, and the
// sorted set that made it frees it as it takes it out of both structures.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A handle to a member with its score. Whoever made it frees it.
@safe
struct SortedSetMember: HashTableElement {
    private static let headerSize = 12

    private let memory: UnsafeMutableRawPointer

    init(word: UInt) { unsafe memory = UnsafeMutableRawPointer(bitPattern: word)! }

    var word: UInt { unsafe UInt(bitPattern: memory) }

    /// - Precondition: fewer than 2^32 bytes.
    init(_ bytes: Bytes, score: Double) {
        unsafe memory = malloc(SortedSetMember.headerSize + bytes.count)!
        unsafe memory.storeBytes(of: score, as: Double.self)
        unsafe memory.storeBytes(of: UInt32(bytes.count), toByteOffset: 8, as: UInt32.self)
        unsafe memcpy(memory + SortedSetMember.headerSize, bytes.base, bytes.count)
    }

    func free() { unsafe Self.release(memory) }

    private static func release(_ memory: UnsafeMutableRawPointer) {
        #if canImport(Glibc)
            unsafe Glibc.free(memory)
        #elseif canImport(Darwin)
            unsafe Darwin.free(memory)
        #endif
    }

    /// Not to be changed while the member stands in a `SortedSetTree`, whose order it decides.
    var score: Double {
        @inline(__always) get { unsafe memory.load(as: Double.self) }
        nonmutating set { unsafe memory.storeBytes(of: newValue, as: Double.self) }
    }

    /// The member's bytes. Valid until it is freed.
    @inline(__always)
    var key: Bytes {
        unsafe Bytes(
            base: (memory + SortedSetMember.headerSize).assumingMemoryBound(to: UInt8.self),
            count: Int(memory.load(fromByteOffset: 8, as: UInt32.self)))
    }

    /// Bytes that it takes, the allocator's own included.
    var memoryUse: Int { max(32, (SortedSetMember.headerSize + key.count + 8 + 15) & ~15) }
}
