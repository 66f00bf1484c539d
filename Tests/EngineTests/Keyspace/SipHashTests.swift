// SipHash-1-3 against an implementation of it that owes nothing to this one: the standard library's Hasher is SipHash-1-3
// under a key of its own, and the reference construction is simple enough to write twice.

import Testing

@testable import UnderstudyEngine

@Suite struct SipHashTests {
    /// The construction as its authors describe it, a byte at a time, with c rounds a word and d at the end.
    private static func reference(_ bytes: [UInt8], _ key: (UInt64, UInt64), _ c: Int, _ d: Int) -> UInt64 {
        var v: (UInt64, UInt64, UInt64, UInt64) = (
            key.0 ^ 0x736f_6d65_7073_6575, key.1 ^ 0x646f_7261_6e64_6f6d, key.0 ^ 0x6c79_6765_6e65_7261,
            key.1 ^ 0x7465_6462_7974_6573
        )
        func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
        func rounds(_ count: Int) {
            for _ in 0..<count {
                v.0 &+= v.1
                v.2 &+= v.3
                v.1 = rotated(v.1, 13) ^ v.0
                v.3 = rotated(v.3, 16) ^ v.2
                v.0 = rotated(v.0, 32)
                v.2 &+= v.1
                v.0 &+= v.3
                v.1 = rotated(v.1, 17) ^ v.2
                v.3 = rotated(v.3, 21) ^ v.0
                v.2 = rotated(v.2, 32)
            }
        }
        var padded = bytes
        while padded.count % 8 != 7 { padded.append(0) }
        padded.append(UInt8(truncatingIfNeeded: bytes.count))
        for start in stride(from: 0, to: padded.count, by: 8) {
            let word = (0..<8).reduce(0 as UInt64) { $0 | UInt64(padded[start + $1]) << UInt64(8 * $1) }
            v.3 ^= word
            rounds(c)
            v.0 ^= word
        }
        v.2 ^= 0xff
        rounds(d)
        return v.0 ^ v.1 ^ v.2 ^ v.3
    }

    /// The vectors that the authors of SipHash publish are of SipHash-2-4, for the key 00 01 ... 0f and the messages (), (00),
    /// (00 01) ...: they hold the reference to the truth.
    @Test func theReferenceIsSipHash() {
        let key = (0x0706_0504_0302_0100 as UInt64, 0x0f0e_0d0c_0b0a_0908 as UInt64)
        let published: [UInt64] = [
            0x726f_db47_dd0e_0e31, 0x74f8_39c5_93dc_67fd, 0x0d6c_8009_d9a9_4f5a, 0x8567_6696_d7fb_7e2d,
        ]
        for (length, expected) in published.enumerated() {
            #expect(SipHashTests.reference((0..<UInt8(length)).map { $0 }, key, 2, 4) == expected)
        }
        #expect(SipHashTests.reference((0..<15).map { $0 }, key, 2, 4) == 0xa129_ca61_49be_45e5)
    }

    @Test func everyLengthAndAlignment() {
        var random = RandomSource(seed: 11)
        for length in 0..<70 {
            let bytes = (0..<length + 9).map { _ in UInt8.random(in: 0...255, using: &random) }
            let seed = HashSeed(first: random.next(), second: random.next())
            for offset in 0..<9 {
                let part = Array(bytes[offset..<offset + length])
                let expected = SipHashTests.reference(part, (seed.first, seed.second), 1, 3)
                let found = bytes.withBytes { SipHash.hash($0[offset..<offset + length], seed: seed) }
                #expect(found == expected)
            }
        }
    }

    @Test func theSeedDecides() {
        let key = Array("key".utf8)
        let hashes = Set(
            (0..<100 as Range<UInt64>).map { seed in
                key.withBytes { SipHash.hash($0, seed: HashSeed(first: seed, second: 0)) }
            })
        #expect(hashes.count == 100)
    }
}
