// Every kind of reply, byte for byte, in both versions of the protocol.

import Testing

@testable import UnderstudyEngine

@Suite struct ReplyWriterTests {
    private func written(_ version: ProtocolVersion, _ body: (ReplyWriter) -> Void) -> String {
        let writer = ReplyWriter()
        writer.version = version
        body(writer)
        return writer.buffer.bytes.text
    }

    private func expect(
        _ resp2: String, _ resp3: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (ReplyWriter) -> Void
    ) {
        #expect(written(.resp2, body) == resp2, sourceLocation: sourceLocation)
        #expect(written(.resp3, body) == resp3, sourceLocation: sourceLocation)
    }

    private func expectSame(
        _ text: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: (ReplyWriter) -> Void
    ) {
        expect(text, text, sourceLocation: sourceLocation, body)
    }

    @Test func whatBothVersionsShare() {
        expectSame("+OK\r\n") { $0.ok() }
        expectSame("+PONG\r\n") { $0.simple("PONG" as StaticString) }
        expectSame("+é\r\n") { $0.simple("é" as String) }
        expectSame("$0\r\n\r\n") { $0.bulk([UInt8]()) }
        expectSame("$3\r\na\r\n\r\n") { $0.bulk(Array("a\r\n".utf8)) }
        expectSame("$2\r\né\r\n") { $0.bulk("é" as String) }
        expectSame("*0\r\n") { $0.array(0) }
        expectSame("*1234567\r\n") { $0.array(1_234_567) }
    }

    @Test func errorsAreOneLine() {
        expectSame("-ERR syntax error\r\n") { $0.error(.syntax) }
        expectSame("-ERR a  b c\r\n") { $0.error(CommandError("ERR a\r\nb\nc")) }
    }

    @Test(arguments: [0, 1, -1, 9, 10, -10, 99, 100, 12_345, .max, .min, .max - 1, 1_000_000_000_000_000_000] as [Int])
    func integers(value: Int) {
        expectSame(":\(value)\r\n") { $0.integer(value) }
        expectSame("$\("\(value)".count)\r\n\(value)\r\n") { $0.bulk(decimal: value) }
    }

    @Test func powersOfTen() {
        var value = 1
        for _ in 0..<19 {
            for value in [value, value - 1, -value, 1 - value] {
                #expect(written(.resp2) { $0.integer(value) } == ":\(value)\r\n")
            }
            value = value.multipliedReportingOverflow(by: 10).partialValue
        }
    }

    @Test func whatDiffers() {
        expect("$-1\r\n", "_\r\n") { $0.null() }
        expect("*-1\r\n", "_\r\n") { $0.nullArray() }
        expect("*4\r\n", "%2\r\n") { $0.map(2) }
        expect("*2\r\n", "~2\r\n") { $0.set(2) }
        expect("*2\r\n", ">2\r\n") { $0.push(2) }
        expect(":1\r\n", "#t\r\n") { $0.boolean(true) }
        expect(":0\r\n", "#f\r\n") { $0.boolean(false) }
        expect("$3\r\n1.5\r\n", ",1.5\r\n") { $0.double(1.5) }
        expect("$4\r\n-inf\r\n", ",-inf\r\n") { $0.double(-.infinity) }
        expect("$20\r\n18446744073709551616\r\n", "(18446744073709551616\r\n") { $0.bigNumber("18446744073709551616") }
        expect("$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n") { $0.verbatim("hi", format: "txt") }
        #expect(written(.resp3) { $0.attribute(1) } == "|1\r\n")
    }

    /// An aggregate whose count is known only at its end.
    @Test(arguments: [0, 1, 9, 10, 5000])
    func deferredAggregates(count: Int) {
        let body = (0..<count).map { "$\("\($0)".count)\r\n\($0)\r\n" }.joined()
        expectSame(":7\r\n*\(count)\r\n\(body):8\r\n") { writer in
            writer.integer(7)
            let mark = writer.mark()
            for number in 0..<count { writer.bulk(decimal: number) }
            writer.array(count, since: mark)
            writer.integer(8)
        }
        expect("*\(count * 2)\r\n\(body)\(body)", "%\(count)\r\n\(body)\(body)") { writer in
            let mark = writer.mark()
            for _ in 0..<2 { for number in 0..<count { writer.bulk(decimal: number) } }
            writer.map(count, since: mark)
        }
    }

    @Test func deferredWithinDeferred() {
        expectSame("*2\r\n$1\r\n0\r\n*2\r\n:1\r\n:2\r\n") { writer in
            let outer = writer.mark()
            writer.bulk("0" as String)
            let inner = writer.mark()
            writer.integer(1)
            writer.integer(2)
            writer.array(2, since: inner)
            writer.array(2, since: outer)
        }
    }

    @Test func discarding() {
        expectSame(":1\r\n:3\r\n") { writer in
            writer.integer(1)
            let mark = writer.mark()
            writer.bulk("gone" as String)
            writer.discard(since: mark)
            writer.integer(3)
        }
    }
}
