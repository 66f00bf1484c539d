// Patterns: what they accept and, as much, what they do not.

import Testing
import UnderstudyEngine

@testable import UnderstudyConformance

@Suite struct ReplyPatternTests {
    static func reply(_ wire: String) throws -> ReplyValue {
        var parser = ReplyParser()
        parser.append(wire.utf8)
        return try #require(try parser.next())
    }

    @Test(arguments: [
        "+OK\r\n", "-ERR a\r\n", ":-5\r\n", "$3\r\na\r\n\r\n", "$0\r\n\r\n", "$-1\r\n", "*-1\r\n", "*0\r\n", "_\r\n",
        "#t\r\n",
        ",1.5\r\n", "(123\r\n", "!3\r\nERR\r\n", "=5\r\ntxt:a\r\n", "*2\r\n*1\r\n:1\r\n$1\r\nb\r\n",
        "%2\r\n+a\r\n*0\r\n+b\r\n%0\r\n", "~1\r\n:1\r\n", ">1\r\n+x\r\n", "|1\r\n+a\r\n+b\r\n*1\r\n:1\r\n",
        "$2\r\n  \r\n",
    ])
    func linesOfAReplyDescribeItAndNoOther(_ wire: String) throws {
        let reply = try Self.reply(wire)
        let patterns = try ReplyPattern.parse(ReplyLines.lines(of: reply))
        #expect(patterns.count == 1 && patterns[0].isExact)
        #expect(patterns[0].matches(reply))
        #expect(!patterns[0].matches(.bulk([UInt8]("something else".utf8))))
    }

    @Test(arguments: [
        (["?any"], "$1\r\na\r\n", true), (["?:1..5"], ":5\r\n", true), (["?:1..5"], ":6\r\n", false),
        (["?:1..5"], "$1\r\n5\r\n", false), (["?$int 1.."], "$2\r\n17\r\n", true),
        (["?$int 1.."], "$1\r\nx\r\n", false),
        (["?$len 2..3"], "$2\r\n17\r\n", true), (["?$len 2..3"], "$4\r\nabcd\r\n", false),
        (["?,0..2"], ",1.5\r\n", true),
        (["?,0..2"], ",2.5\r\n", false), (["?text a*c"], "$3\r\nabc\r\n", true),
        (["?text a*c"], "=7\r\ntxt:abc\r\n", true),
        (["?text a*c"], "+abc\r\n", false), (["?$a*c"], "$3\r\nabd\r\n", false), (["?+a*"], "+a\r\n", true),
        (["?-ERR*"], "-ERR x\r\n", true), (["?-ERR*"], "-WRONGTYPE x\r\n", false), (["?$*"], "$0\r\n\r\n", true),
        (["?*each 0..2", "  ?:.."], "*2\r\n:1\r\n:2\r\n", true),
        (["?*each 0..2", "  ?:.."], "*2\r\n:1\r\n+a\r\n", false),
        (["?*each 0..1", "  ?:.."], "*2\r\n:1\r\n:2\r\n", false), (["?*has", "  :2"], "*2\r\n:1\r\n:2\r\n", true),
        (["?*has", "  :3"], "*2\r\n:1\r\n:2\r\n", false),
        (["?%has", "  +b", "  :2"], "%2\r\n+a\r\n:1\r\n+b\r\n:2\r\n", true),
        (["?%has", "  +b", "  :1"], "%2\r\n+a\r\n:1\r\n+b\r\n:2\r\n", false),
        (["?one-of", "  :1", "  :2"], ":2\r\n", true),
        (["?one-of", "  :1", "  :2"], ":3\r\n", false), (["*2 unordered", "  :1", "  :2"], "*2\r\n:2\r\n:1\r\n", true),
        (["*2 unordered", "  :1", "  :2"], "*2\r\n:2\r\n:2\r\n", false),
        (["*2", "  :1", "  :2"], "*2\r\n:2\r\n:1\r\n", false),
        (["*2 unordered", "  ?any", "  :2"], "*2\r\n:2\r\n:1\r\n", true),
        (["*4 unordered pairs", "  +a", "  :1", "  +b", "  :2"], "*4\r\n+b\r\n:2\r\n+a\r\n:1\r\n", true),
        (["*4 unordered pairs", "  +a", "  :1", "  +b", "  :2"], "*4\r\n+b\r\n:1\r\n+a\r\n:2\r\n", false),
        (["%2 unordered", "  +a", "  :1", "  +b", "  :2"], "%2\r\n+b\r\n:2\r\n+a\r\n:1\r\n", true),
    ])
    func looseLines(_ lines: [String], _ wire: String, _ matches: Bool) throws {
        let pattern = try ReplyPattern.parse(lines)
        #expect(pattern.count == 1)
        #expect(pattern[0].matches(try Self.reply(wire)) == matches)
    }

    @Test(arguments: [
        ["*2", "  :1"], ["*1", ":1"], [" :1"], ["$2 a"], ["?nothing"], ["?:x"], ["*1 sorted", "  :1"], ["?*has"],
        ["?*each 1..", "  :1", "  :2"], [":x"],
    ])
    func refuses(_ lines: [String]) {
        #expect(throws: SpecError.self) { try ReplyPattern.parse(lines) }
    }

    @Test func anArrayWithoutItsEndIsNoReply() throws {
        var inbox = Inbox()
        inbox.receive([UInt8]("+OK\r\n*2\r\n:1\r\n".utf8))
        #expect(inbox.take().lines == ["+OK", "(no reply) *2\\r\\n:1\\r\\n"])
        #expect(inbox.take().isEmpty)
        inbox.receive([UInt8](":2\r\n".utf8))
        #expect(inbox.take().lines == ["*2", "  :1", "  :2"])
    }

    @Test func arrivalsTellReplyAndClosureApart() throws {
        var inbox = Inbox()
        inbox.receive([UInt8]("-ERR x\r\n+a".utf8))
        inbox.close()
        let arrival = inbox.take()
        #expect(arrival.lines == ["-ERR x", "(no reply) +a", "(closed)"])
        #expect(try !arrival.satisfies(["-ERR x", "(closed)"]))
        #expect(try Arrival(replies: arrival.replies, isClosed: true).satisfies(["-ERR x", "(closed)"]))
        #expect(try !Arrival(replies: arrival.replies).satisfies(["-ERR x", "(closed)"]))
        #expect(inbox.take().isEmpty)
        #expect(try Arrival().satisfies(["(none)"]))
        #expect(try !arrival.satisfies(["(none)"]))
    }
}
