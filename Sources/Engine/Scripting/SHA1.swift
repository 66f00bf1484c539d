// SHA-1 (FIPS 180-4): the names of scripts, and the digests of DEBUG DIGEST. Not for secrets.

enum SHA1 {
    /// Five words. `^=` combines digests in whatever order they come.
    struct Digest: Equatable {
        fileprivate(set) var words: [UInt32]

        static let zero = Digest(words: [0, 0, 0, 0, 0])

        static func ^= (digest: inout Digest, other: Digest) {
            for index in digest.words.indices { digest.words[index] ^= other.words[index] }
        }

        /// 20 bytes.
        var bytes: [UInt8] {
            words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
        }

        /// 40 lower-case digits.
        var hexadecimal: String {
            words.map { word in
                let digits = String(word, radix: 16)
                return String(repeating: "0", count: 8 - digits.count) + digits
            }.joined()
        }
    }

    /// The digest of `message` in 40 lower-case hexadecimal digits. O(n).
    static func hexDigest(_ message: [UInt8]) -> [UInt8] {
        Array(message.withBytes { digest($0) }.hexadecimal.utf8)
    }

    /// The digest of `message`. O(n).
    static func digest(_ message: Bytes) -> Digest {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        var schedule = Array(repeating: UInt32(0), count: 80)
        let whole = message.count & ~63
        for start in stride(from: 0, to: whole, by: 64) {
            compress(message.dropFirst(start), into: &state, &schedule)
        }
        var tail = message.dropFirst(whole).array
        tail.append(0x80)
        while tail.count % 64 != 56 { tail.append(0) }
        let bits = UInt64(message.count) * 8
        for shift in stride(from: 56, through: 0, by: -8) {
            tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        tail.withBytes { tail in
            for start in stride(from: 0, to: tail.count, by: 64) {
                compress(tail.dropFirst(start), into: &state, &schedule)
            }
        }
        return Digest(words: state)
    }

    /// Takes in the first 64 bytes of `block`.
    private static func compress(_ block: Bytes, into state: inout [UInt32], _ schedule: inout [UInt32]) {
        for index in 0..<16 {
            schedule[index] = (0..<4).reduce(0) { $0 << 8 | UInt32(block[index * 4 + $1]) }
        }
        for index in 16..<80 {
            let word = schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14] ^ schedule[index - 16]
            schedule[index] = rotate(word, 1)
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for index in 0..<80 {
            let mixed: UInt32
            switch index {
            case 0..<20: mixed = (b & c | ~b & d) &+ 0x5A82_7999
            case 20..<40: mixed = (b ^ c ^ d) &+ 0x6ED9_EBA1
            case 40..<60: mixed = (b & c | b & d | c & d) &+ 0x8F1B_BCDC
            default: mixed = (b ^ c ^ d) &+ 0xCA62_C1D6
            }
            (e, d, c, b, a) = (d, c, rotate(b, 30), a, rotate(a, 5) &+ mixed &+ e &+ schedule[index])
        }
        for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
    }

    private static func rotate(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
}
