// SipHash-1-3, the keyed hash of the hash tables: without the seed nobody can choose keys that collide.
//
// Why it is unsafe inside: eight bytes are read at a time, at any alignment. Why that is sound: reads stay below `count`.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The key of a hash function.
struct HashSeed: Sendable, Equatable {
    let first: UInt64
    let second: UInt64
}

/// SipHash with one round for each eight bytes and three at the end (Aumasson and Bernstein, 2012).
enum SipHash {
    /// The hash of `bytes` under `seed`. O(n).
    static func hash(_ bytes: Bytes, seed: HashSeed) -> UInt64 {
        var state = State(seed)
        let count = bytes.count
        let base = unsafe UnsafeRawPointer(bytes.base)
        var offset = 0
        while offset &+ 8 <= count {
            unsafe state.absorb(UInt64(littleEndian: (base + offset).loadUnaligned(as: UInt64.self)))
            offset &+= 8
        }
        var last = UInt64(truncatingIfNeeded: count) << 56
        if count >= 8, offset < count {
            // The tail, out of one read that ends where the bytes end.
            let tail = unsafe UInt64(littleEndian: (base + count - 8).loadUnaligned(as: UInt64.self))
            last |= tail >> UInt64(8 &* (8 &- (count &- offset)))
        } else {
            var shift: UInt64 = 0
            while offset < count {
                unsafe last |= UInt64(bytes.base[offset]) << shift
                shift &+= 8
                offset &+= 1
            }
        }
        state.absorb(last)
        return state.finish()
    }

    private struct State {
        var v0, v1, v2, v3: UInt64

        @inline(__always)
        init(_ seed: HashSeed) {
            v0 = seed.first ^ 0x736f_6d65_7073_6575
            v1 = seed.second ^ 0x646f_7261_6e64_6f6d
            v2 = seed.first ^ 0x6c79_6765_6e65_7261
            v3 = seed.second ^ 0x7465_6462_7974_6573
        }

        @inline(__always)
        mutating func round() {
            v0 &+= v1
            v1 = State.rotate(v1, 13) ^ v0
            v0 = State.rotate(v0, 32)
            v2 &+= v3
            v3 = State.rotate(v3, 16) ^ v2
            v0 &+= v3
            v3 = State.rotate(v3, 21) ^ v0
            v2 &+= v1
            v1 = State.rotate(v1, 17) ^ v2
            v2 = State.rotate(v2, 32)
        }

        @inline(__always)
        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            v0 ^= word
        }

        @inline(__always)
        mutating func finish() -> UInt64 {
            v2 ^= 0xff
            round()
            round()
            round()
            return v0 ^ v1 ^ v2 ^ v3
        }

        @inline(__always)
        static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 &- count) }
    }
}
