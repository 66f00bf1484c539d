// Borrowed bytes: views, comparison, and the numbers that they spell.

import Testing

@testable import UnderstudyEngine

@Suite struct BytesTests {
    private func with<Result>(_ text: String, _ body: (Bytes) -> Result) -> Result { Array(text.utf8).withBytes(body) }

    @Test func views() {
        with("hello") { bytes in
            #expect(bytes.count == 5 && bytes[0] == 0x68 && bytes[1..<3].text == "el")
            #expect(bytes.dropFirst(2).text == "llo" && bytes.dropFirst(9).isEmpty && bytes[5..<5].isEmpty)
            #expect(bytes.firstIndex(of: 0x6C) == 2 && bytes.firstIndex(of: 0x6C, from: 3) == 3)
            #expect(bytes.firstIndex(of: 0x6C, from: 4) == nil && bytes.firstIndex(of: 0x68, from: 5) == nil)
            var seen: [UInt8] = []
            bytes.forEach { seen.append($0) }
            #expect(seen == bytes.array)
        }
        let empty: [UInt8] = []
        empty.withBytes { #expect($0.isEmpty && $0.array.isEmpty && $0.text.isEmpty && $0.integer == nil) }
    }

    @Test func comparison() {
        let texts = ["", "a", "aa", "ab", "b", "\0", "a\0", "\u{FF}"]
        for one in texts {
            for other in texts {
                let order = with(one) { one in with(other) { one.compare($0) } }
                let (left, right) = (Array(one.utf8), Array(other.utf8))
                #expect((order < 0) == left.lexicographicallyPrecedes(right) && (order == 0) == (left == right))
                #expect(with(one) { one in with(other) { one == $0 } } == (left == right))
            }
        }
    }

    @Test func wordsInAnyCase() {
        #expect(with("KeepTTL") { $0.matches("keepttl") } && with("") { $0.matches("") })
        #expect(!with("keepttl ") { $0.matches("keepttl") } && !with("keeptt") { $0.matches("keepttl") })
        // Only letters have cases.
        #expect(!with("@") { $0.matches("`") } && !with("[") { $0.matches("{") } && with("A-Z") { $0.matches("a-z") })
    }

    /// Only what would be written is read.
    @Test func integers() {
        let spelled: [(String, Int)] = [
            ("0", 0), ("1", 1), ("-1", -1), ("10", 10), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("-9223372036854775807", -.max), ("1000000000000000000", 1_000_000_000_000_000_000),
        ]
        for (text, value) in spelled { #expect(with(text) { $0.integer } == value) }
        for text in [
            "", "-", "+1", "01", "-0", "-01", "00", " 1", "1 ", "1a", "a", "0x1", "1.0", "1e3", "9223372036854775808",
            "-9223372036854775809", "18446744073709551616", "99999999999999999999", "100000000000000000000", "1\0",
            "--1", "1-", "٣",
        ] {
            #expect(with(text) { $0.integer } == nil, "\(text)")
        }
    }

    @Test func everyIntegerWrittenIsRead() {
        var random = RandomSource(seed: 4)
        for _ in 0..<5000 {
            let value = Int(bitPattern: UInt(random.next())) >> random.next(below: 64)
            let buffer = ByteBuffer()
            buffer.append(decimal: value)
            #expect(buffer.bytes.text == "\(value)" && buffer.bytes.integer == value)
        }
    }
}
