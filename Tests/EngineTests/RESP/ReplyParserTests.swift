// The reply reader: every type of both protocols, whole and byte by byte, and what it refuses.

import Testing

@testable import UnderstudyEngine

@Suite struct ReplyParserTests {
    /// Each spelling of a complete reply, and its value.
    static let replies: [(String, ReplyValue)] = [
        ("+OK\r\n", .simpleString([UInt8]("OK".utf8))),
        ("+\r\n", .simpleString([])),
        ("-ERR no\r\n", .error([UInt8]("ERR no".utf8))),
        (":0\r\n", .integer(0)),
        (":9223372036854775807\r\n", .integer(.max)),
        (":-9223372036854775808\r\n", .integer(.min)),
        ("$0\r\n\r\n", .bulk([])),
        ("$4\r\na\r\nb\r\n", .bulk([UInt8]("a\r\nb".utf8))),
        ("$-1\r\n", .nullBulk),
        ("*0\r\n", .array([])),
        ("*-1\r\n", .nullArray),
        ("*2\r\n:1\r\n*1\r\n+a\r\n", .array([.integer(1), .array([.simpleString([97])])])),
        ("*2\r\n*0\r\n*0\r\n", .array([.array([]), .array([])])),
        ("_\r\n", .null),
        ("#t\r\n", .boolean(true)),
        ("#f\r\n", .boolean(false)),
        (",3.14\r\n", .double([UInt8]("3.14".utf8))),
        (",1e+30\r\n", .double([UInt8]("1e+30".utf8))),
        (",inf\r\n", .double([UInt8]("inf".utf8))),
        (",-inf\r\n", .double([UInt8]("-inf".utf8))),
        (",nan\r\n", .double([UInt8]("nan".utf8))),
        ("(-1234567890123456789012\r\n", .bigNumber([UInt8]("-1234567890123456789012".utf8))),
        ("!5\r\nERR x\r\n", .bulkError([UInt8]("ERR x".utf8))),
        ("=6\r\ntxt:hi\r\n", .verbatim(format: [UInt8]("txt".utf8), text: [UInt8]("hi".utf8))),
        ("=4\r\nmkd:\r\n", .verbatim(format: [UInt8]("mkd".utf8), text: [])),
        ("%0\r\n", .map([])),
        ("%1\r\n+k\r\n:1\r\n", .map([.init(key: .simpleString([107]), value: .integer(1))])),
        ("~2\r\n:1\r\n:2\r\n", .set([.integer(1), .integer(2)])),
        (">2\r\n+message\r\n:2\r\n", .push([.simpleString([UInt8]("message".utf8)), .integer(2)])),
        (
            "|1\r\n+ttl\r\n:9\r\n*1\r\n:5\r\n",
            .attributed([.init(key: .simpleString([UInt8]("ttl".utf8)), value: .integer(9))], .array([.integer(5)]))
        ),
        ("|0\r\n:1\r\n", .attributed([], .integer(1))),
    ]

    @Test(arguments: replies.indices)
    func readsWhole(_ index: Int) throws {
        let (text, value) = Self.replies[index]
        var parser = ReplyParser()
        parser.append(text.utf8)
        #expect(try parser.next() == value)
        #expect(try parser.next() == nil)
        #expect(parser.isEmpty)
    }

    @Test(arguments: replies.indices)
    func readsByteByByte(_ index: Int) throws {
        let (text, value) = Self.replies[index]
        var parser = ReplyParser()
        for byte in text.utf8.dropLast() {
            parser.append(CollectionOfOne(byte))
            #expect(try parser.next() == nil)
            #expect(!parser.isEmpty)
        }
        parser.append(text.utf8.suffix(1))
        #expect(try parser.next() == value)
        #expect(parser.isEmpty)
    }

    @Test func readsAPipelineInAnySplit() throws {
        let stream = [UInt8](Self.replies.map(\.0).joined().utf8)
        let values = Self.replies.map(\.1)
        for size in 1...40 {
            var parser = ReplyParser()
            var seen: [ReplyValue] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                parser.append(stream[start..<min(start + size, stream.count)])
                while let value = try parser.next() { seen.append(value) }
            }
            #expect(seen == values, "pieces of \(size) bytes")
        }
    }

    @Test func keepsItsPlaceWhenTheBufferIsCompacted() throws {
        var parser = ReplyParser()
        let payload = String(repeating: "x", count: 3000)
        let one = "$3000\r\n\(payload)\r\n"
        for _ in 0..<5 {
            parser.append((one + "$3").utf8)
            #expect(try parser.next() == .bulk([UInt8](payload.utf8)))
            #expect(try parser.next() == nil)
            parser.append("\r\nabc\r\n".utf8)
            #expect(try parser.next() == .bulk([UInt8]("abc".utf8)))
        }
        #expect(parser.isEmpty)
    }

    @Test(arguments: [
        "\r\n", "OK\r\n", ":\r\n", ":+1\r\n", ":01\r\n", ":-0\r\n", ":1a\r\n", ":9223372036854775808\r\n",
        "$01\r\na\r\n",
        "$-2\r\n", "$1\r\nab\r\n", "$9223372036854775808\r\n", "*-2\r\n", "*x\r\n", "%-1\r\n", "!-1\r\n",
        "=2\r\nab\r\n",
        "=5\r\nabcde\r\n", "_x\r\n", "#\r\n", "#x\r\n", "#tt\r\n", ",\r\n", ",x\r\n", ",0x1p3\r\n", ",infinity\r\n",
        "(\r\n",
        "(1x\r\n", "+a\nb\r\n", "+a\rb\r\n", "*99999999999\r\n",
    ])
    func refuses(_ text: String) {
        var parser = ReplyParser()
        parser.append(text.utf8)
        #expect(throws: ReplyParseError.self) { try parser.next() }
    }

    @Test func nestsUpToItsLimitAndNoDeeper() throws {
        let deepest = String(repeating: "*1\r\n", count: ReplyParser.maximumDepth)
        var parser = ReplyParser()
        parser.append((deepest + ":1\r\n").utf8)
        #expect(try parser.next() != nil)
        parser.append((deepest + "*1\r\n").utf8)
        #expect(throws: ReplyParseError.self) { try parser.next() }
    }

    @Test func waitsForAHugeBulkWithoutOverflow() throws {
        var parser = ReplyParser()
        parser.append("$9223372036854775807\r\nabc".utf8)
        #expect(try parser.next() == nil)
    }
}
