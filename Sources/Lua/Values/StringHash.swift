// The hash of strings, from which the order of the fields of a table follows. The language has one, and each server that brings an
// interpreter has changed it.
//
// Why it is unsafe inside: it reads bytes through a pointer. Why that is sound: whoever has the pointer says how many there are.

/// How strings are hashed.
public enum StringHash: UInt32, Sendable {
    /// The language's own: all of up to 31 bytes, some 32 of more.
    case sampled
    /// The same of all bytes, as in Redis.
    case whole
    /// MurmurHash3 of 32 bits with the length as its seed, as in Valkey.
    case murmur

    func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        switch self {
        case .sampled: unsafe StringHash.language(bytes, count, step: count >> 5 + 1)
        case .whole: unsafe StringHash.language(bytes, count, step: 1)
        case .murmur: unsafe StringHash.murmur(bytes, count)
        }
    }

    private static func language(_ bytes: UnsafePointer<UInt8>, _ count: Int, step: Int) -> UInt32 {
        var hash = UInt32(truncatingIfNeeded: count)
        var index = count
        while index >= step {
            hash ^= (hash << 5) &+ (hash >> 2) &+ UInt32(unsafe bytes[index - 1])
            index -= step
        }
        return hash
    }

    private static func murmur(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        var hash = UInt32(truncatingIfNeeded: count)
        var index = 0
        while index + 4 <= count {
            hash ^= scrambled(unsafe word(bytes + index, 4))
            hash = (hash << 13 | hash >> 19) &* 5 &+ 0xE654_6B64
            index += 4
        }
        hash ^= scrambled(unsafe word(bytes + index, count - index))
        hash ^= UInt32(truncatingIfNeeded: count)
        hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
        hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
        return hash ^ hash >> 16
    }

    /// Up to four bytes as a number, the lowest first.
    private static func word(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        var word: UInt32 = 0
        for index in 0..<count { word |= UInt32(unsafe bytes[index]) << UInt32(8 * index) }
        return word
    }

    private static func scrambled(_ word: UInt32) -> UInt32 {
        let product = word &* 0xCC9E_2D51
        return (product << 15 | product >> 17) &* 0x1B87_3593
    }
}
