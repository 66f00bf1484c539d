// Glob matching, against what redis 8.0.6 answered to KEYS for these patterns and keys.

import Testing

@testable import UnderstudyEngine

@Suite struct GlobPatternTests {
    private func matches(_ pattern: String, _ text: String, ignoringCase: Bool = false) -> Bool {
        Array(pattern.utf8).withBytes { pattern in
            Array(text.utf8).withBytes { GlobPattern.matches(pattern, $0, ignoringCase: ignoringCase) }
        }
    }

    /// A pattern, the keys among `keys` that it matched, and nothing else.
    @Test(arguments: recorded)
    func matchesAsRecorded(pattern: String, expected: [String]) {
        #expect(GlobPatternTests.keys.filter { matches(pattern, $0) } == expected)
    }

    @Test func ignoresCaseWhereTold() {
        #expect(matches("MAXmemory*", "maxMEMORY-policy", ignoringCase: true))
        #expect(matches("[A-C]x", "bX", ignoringCase: true) && matches("\\A", "a", ignoringCase: true))
        #expect(!matches("MAX", "max") && !matches("[A-C]", "b"))
        #expect(!matches("[^A-C]x", "bX", ignoringCase: true))
    }

    /// Bytes are bytes: none of them ends a pattern, and a character of two bytes is two.
    @Test func matchesBytes() {
        #expect(matches("a\0?", "a\0b") && !matches("a\0?", "a\0") && matches("*\0*", "x\0y"))
        #expect(!matches("?", "é") && matches("??", "é"))
        let bytes: [UInt8] = [0xFF, 0x00, 0x80]
        let pattern: [UInt8] = [0x5B, 0xFE, 0x2D, 0xFF, 0x5D, 0x2A, 0x80]
        #expect(bytes.withBytes { bytes in pattern.withBytes { GlobPattern.matches($0, bytes) } })
    }

    /// Patterns made to take exponential time take none to speak of: the work is that of pattern times text.
    @Test func pathologicalPatterns() {
        let text = String(repeating: "a", count: 5000)
        #expect(!matches(String(repeating: "a*", count: 30) + "b", text))
        #expect(!matches(String(repeating: "*a", count: 30) + "*b", text))
        #expect(!matches(String(repeating: "?*", count: 30) + "b", text))
        #expect(!matches(String(repeating: "[a-z]*", count: 30) + "b", text))
        #expect(matches(String(repeating: "*a", count: 30) + "*", text))
        #expect(matches(String(repeating: "*", count: 1000), text))
    }
}
