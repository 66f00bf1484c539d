// The spelling of bytes in spec files.

import Testing

@testable import UnderstudyConformance

@Suite struct SpecTextTests {
    @Test func everyByteSurvives() throws {
        let all = (0...255).map { UInt8($0) }
        #expect(try SpecText.unescape(SpecText.escape(all)) == all)
        #expect(try SpecText.unescape(SpecText.escape(all.reversed())) == all.reversed())
    }

    @Test(arguments: [" ", "a ", "\\x41", "{", "\\{3*a}", "\"'", "\r\n", String(repeating: "*}\\", count: 60)])
    func textsSurvive(_ text: String) throws {
        let escaped = SpecText.escape(text.utf8)
        #expect(try SpecText.unescape(escaped) == [UInt8](text.utf8))
        #expect(!escaped.hasSuffix(" "))
        #expect(escaped.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
    }

    @Test(arguments: 0...255)
    func runsAreWrittenShortAndSurvive(_ byte: Int) throws {
        let run = [UInt8](repeating: UInt8(byte), count: 10_000)
        let escaped = SpecText.escape([1, 2] + run + [3])
        #expect(escaped.utf8.count < 40)
        #expect(try SpecText.unescape(escaped) == [1, 2] + run + [3])
    }

    @Test(arguments: ["\\", "\\q", "\\x1", "\\xzz", "\\{3}", "\\{x*a}"])
    func refuses(_ text: String) {
        #expect(throws: SpecError.self) { try SpecText.unescape(text) }
    }

    @Test(arguments: [
        ("", []), ("GET k", ["GET", "k"]), ("  SET  k   v ", ["SET", "k", "v"]), (#"SET k """#, ["SET", "k", ""]),
        (#"SET "a b" 'c d'"#, ["SET", "a b", "c d"]),
        (#"ECHO "\x41\"\\" 'it\'s' '\n'"#, ["ECHO", "A\"\\", "it's", "\\n"]),
        (#"ECHO "ab"*3 ''*5"#, ["ECHO", "ababab", ""]), ("DEL k{1..3} x{y}", ["DEL", "k1", "k2", "k3", "x{y}"]),
        (#"KEYS a\*b"#, ["KEYS", #"a\*b"#]),
    ])
    func splitsArguments(_ text: String, _ arguments: [String]) throws {
        #expect(try SpecText.arguments(text) == arguments.map { [UInt8]($0.utf8) })
    }

    @Test(arguments: ["\"a", "'a", "\"a\"b", "\"a\"*x"])
    func refusesArguments(_ text: String) {
        #expect(throws: SpecError.self) { try SpecText.arguments(text) }
    }

    @Test func writesRequestsAsClientsDo() throws {
        let bytes = SpecText.multibulk(try SpecText.arguments("SET k \"\\r\\n\""))
        #expect(String(decoding: bytes, as: UTF8.self) == "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\n\r\n\r\n")
    }

    @Test func rangesAreOpenAtEitherEnd() throws {
        let both = try #require(IntegerRange("-2..3"))
        #expect(both.contains(-2) && both.contains(3) && !both.contains(4) && !both.contains(-3))
        let upwards = try #require(IntegerRange("1.."))
        #expect(upwards.contains(.max) && !upwards.contains(0))
        let any = try #require(IntegerRange(".."))
        #expect(any.contains(.min) && any.contains(.max))
        #expect(IntegerRange("1") == nil && IntegerRange("a..b") == nil)
    }
}
