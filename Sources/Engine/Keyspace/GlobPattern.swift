// GlobPattern: matching as KEYS, SCAN and CONFIG GET do it: `*`, `?`, `[a-z]`, `[^a]`, and `\` before a character that stands
// for itself.
//
// Never exponential: when a match fails behind a `*`, only the last `*` is tried at the next position, since an earlier one
// could not help. O(pattern × text) at worst.

enum GlobPattern {
    static func matches(_ pattern: Bytes, _ text: Bytes, ignoringCase: Bool = false) -> Bool {
        // As in the real server, nothing but the empty pattern matches the empty text.
        guard !text.isEmpty else { return pattern.isEmpty }
        var (at, position) = (0, 0)
        /// Behind the last star, and where the text that it covers ends.
        var (star, covered) = (-1, 0)
        while position < text.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                while at < pattern.count, pattern[at] == UInt8(ascii: "*") { at += 1 }
                if at == pattern.count { return true }
                (star, covered) = (at, position)
                continue
            }
            if at < pattern.count, let next = step(pattern, at, fold(text[position], ignoringCase), ignoringCase) {
                at = next
                position += 1
                continue
            }
            guard star >= 0 else { return false }
            covered += 1
            (at, position) = (star, covered)
        }
        while at < pattern.count, pattern[at] == UInt8(ascii: "*") { at += 1 }
        return at == pattern.count
    }

    /// Matches one byte with the element of the pattern at `start`. Returns where the next element starts, or nil.
    private static func step(_ pattern: Bytes, _ start: Int, _ byte: UInt8, _ ignoringCase: Bool) -> Int? {
        switch pattern[start] {
        case UInt8(ascii: "?"):
            return start + 1
        case UInt8(ascii: "["):
            return matchClass(pattern, start + 1, byte, ignoringCase)
        case UInt8(ascii: "\\") where start + 1 < pattern.count:
            return fold(pattern[start + 1], ignoringCase) == byte ? start + 2 : nil
        default:
            return fold(pattern[start], ignoringCase) == byte ? start + 1 : nil
        }
    }

    /// A class without its end reaches to the end of the pattern.
    private static func matchClass(_ pattern: Bytes, _ start: Int, _ byte: UInt8, _ ignoringCase: Bool) -> Int? {
        var at = start
        let isNegated = at < pattern.count && pattern[at] == UInt8(ascii: "^")
        if isNegated { at += 1 }
        var isMatched = false
        while at < pattern.count {
            if pattern[at] == UInt8(ascii: "\\"), at + 1 < pattern.count {
                at += 1
                if pattern[at] == byte { isMatched = true }
            } else if pattern[at] == UInt8(ascii: "]") {
                break
            } else if at + 2 < pattern.count, pattern[at + 1] == UInt8(ascii: "-") {
                // The real server's characters are signed: bytes from 80 on come before the others.
                let one = Int8(bitPattern: fold(pattern[at], ignoringCase))
                let other = Int8(bitPattern: fold(pattern[at + 2], ignoringCase))
                let within = min(one, other)...max(one, other)
                if within.contains(Int8(bitPattern: byte)) { isMatched = true }
                at += 2
            } else if fold(pattern[at], ignoringCase) == byte {
                isMatched = true
            }
            at += 1
        }
        guard isMatched != isNegated else { return nil }
        return min(at + 1, pattern.count)
    }

    private static func fold(_ byte: UInt8, _ ignoringCase: Bool) -> UInt8 {
        ignoringCase && byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}
