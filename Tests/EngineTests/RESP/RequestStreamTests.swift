// Streams of requests, well formed and broken, cut in every way. What is answered, and whether the connection is closed then, was
// recorded from redis 8.0.6 over a raw socket, the stream written at once and again byte by byte.

import Testing

@testable import UnderstudyEngine

/// A stream, what is answered to it, and whether the connection is closed then.
struct RecordedStream: CustomTestStringConvertible, Sendable {
    let stream: [UInt8]
    let reply: [UInt8]
    let closes: Bool

    /// Bytes above 7F are written as the scalar of that number.
    init(_ stream: String, _ reply: String, closes: Bool = false) {
        self.stream = stream.unicodeScalars.map { UInt8($0.value) }
        self.reply = reply.unicodeScalars.map { UInt8($0.value) }
        self.closes = closes
    }

    /// A stream that ends in a protocol error.
    init(_ stream: String, error: String) {
        self.init(stream, "-ERR Protocol error: \(error)\r\n", closes: true)
    }

    var testDescription: String { String(decoding: stream.prefix(60), as: UTF8.self).debugDescription }
}

@Suite struct RequestStreamTests {
    private static let ping = "*1\r\n$4\r\nPING\r\n"

    static let wellFormed: [RecordedStream] = [
        .init("", ""), .init("\r\n", ""), .init("\n", ""), .init("\r\n\r\n" + ping, "+PONG\r\n"),
        .init("*0\r\n" + ping, "+PONG\r\n"), .init("*-1\r\n" + ping, "+PONG\r\n"),
        .init("*-5\r\n" + ping, "+PONG\r\n"), .init("*-3000000000\r\n" + ping, "+PONG\r\n"),
        .init("*-9223372036854775808\r\n" + ping, "+PONG\r\n"), .init("*2147483647\r\n", ""),
        .init("*1048577\r\n", ""), .init("*1\r\n$536870912\r\n", ""), .init("*3\r\n$3\r\nSET\r\n$1\r\na\r\n", ""),
        // The two bytes behind an argument are skipped, and so is the one behind a CR, whatever they are.
        .init("*1\r\n$4\r\nPINGxx" + ping, "+PONG\r\n+PONG\r\n"),
        .init("*1\r\n$4\r\nPINGPI\r\n" + ping, "+PONG\r\n+PONG\r\n"), .init("*1\rx$4\r\nPING\r\n", "+PONG\r\n"),
        .init("*1\r\n$4\rxPING\r\n", "+PONG\r\n"), .init("*1\r\n$4\r\nPING\n\r" + ping, "+PONG\r\n+PONG\r\n"),
        .init("*1\n$4\nPING\n", ""),
        // A zero byte hides the end of a line behind it: the line waits for ever.
        .init("*1\r\n\0\r\n", ""), .init("*1\0\r\n$4\r\nPING\r\n", ""), .init("*1\r\n$4\0\r\nPING\r\n", ""),
        .init("*\01\r\n", ""), .init("*1\r\n$\04\r\nPING\r\n", ""),
        // Bytes of any value in arguments.
        .init("*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", "$0\r\n\r\n"),
        .init("*2\r\n$4\r\nECHO\r\n$3\r\na\r\n\r\n", "$3\r\na\r\n\r\n"),
        .init("*2\r\n$4\r\nECHO\r\n$4\r\n\0\r\n\u{FF}\r\n", "$4\r\n\0\r\n\u{FF}\r\n"),
        .init("*1\r\n$0\r\n\r\n" + ping, "-ERR unknown command '', with args beginning with: \r\n+PONG\r\n"),
        .init("*2\r\n$0\r\n\r\n$1\r\na\r\n", "-ERR unknown command '', with args beginning with: 'a' \r\n"),
        .init("QUIT\r\nPING\r\n", "+OK\r\n", closes: true),
    ]

    static let broken: [RecordedStream] = [
        .init("*00\r\n" + ping, error: "invalid multibulk length"),
        .init("*+1\r\n$4\r\nPING\r\n", error: "invalid multibulk length"),
        .init("*01\r\n$4\r\nPING\r\n", error: "invalid multibulk length"),
        .init("*1 \r\n$4\r\nPING\r\n", error: "invalid multibulk length"),
        .init("* 1\r\n$4\r\nPING\r\n", error: "invalid multibulk length"),
        .init("*\r\n" + ping, error: "invalid multibulk length"),
        .init("*-0\r\n" + ping, error: "invalid multibulk length"),
        .init("*a\r\n" + ping, error: "invalid multibulk length"),
        .init("*1a\r\n" + ping, error: "invalid multibulk length"),
        .init("*1\n$4\r\nPING\r\n", error: "invalid multibulk length"),
        .init("*3000000000\r\n", error: "invalid multibulk length"),
        .init("*2147483648\r\n", error: "invalid multibulk length"),
        .init("*9223372036854775807\r\n", error: "invalid multibulk length"),
        .init("*99999999999999999999\r\n", error: "invalid multibulk length"),
        .init("*-99999999999999999999\r\n", error: "invalid multibulk length"),
        .init("*-9223372036854775809\r\n" + ping, error: "invalid multibulk length"),
        .init("*" + String(repeating: "0", count: 30) + "1\r\n", error: "invalid multibulk length"),
        .init("*1\r\n$04\r\nPING\r\n", error: "invalid bulk length"),
        .init("*1\r\n$+4\r\nPING\r\n", error: "invalid bulk length"),
        .init("*1\r\n$-0\r\n\r\n" + ping, error: "invalid bulk length"),
        .init("*1\r\n$-1\r\n" + ping, error: "invalid bulk length"),
        .init("*1\r\n$-2\r\n", error: "invalid bulk length"), .init("*1\r\n$\r\n", error: "invalid bulk length"),
        .init("*1\r\n$a\r\n", error: "invalid bulk length"),
        .init("*1\r\n$4a\r\nPING\r\n", error: "invalid bulk length"),
        .init("*2\r\n$3\r\nGET\r\n$-1\r\n", error: "invalid bulk length"),
        .init("*1\r\n$536870913\r\n", error: "invalid bulk length"),
        .init("*1\r\n$3000000000\r\n", error: "invalid bulk length"),
        .init("*1\r\n$99999999999999999999\r\n", error: "invalid bulk length"),
        .init("*1\r\n$9223372036854775807\r\n", error: "invalid bulk length"),
        .init("*1\r\n:4\r\nPING\r\n", error: "expected '$', got ':'"),
        .init("*1\r\n+PING\r\n", error: "expected '$', got '+'"),
        .init("*1\r\nPING\r\n", error: "expected '$', got 'P'"),
        .init("*1\r\n\r\n$4\r\nPING\r\n", error: "expected '$', got ' '"),
        .init("*1\r\r\n$4\r\nPING\r\n", error: "expected '$', got ' '"),
        .init("*1\r\n*1\r\n$4\r\nPING\r\n", error: "expected '$', got '*'"),
        .init("*1\r\n\n\r\n", error: "expected '$', got ' '"), .init("*1\r\n'\r\n", error: "expected '$', got '''"),
        .init("*1\r\n\u{FF}\r\n", error: "expected '$', got '\u{FF}'"),
        .init("*1\r\n\u{1}\r\n", error: "expected '$', got '\u{1}'"),
        .init("*1\r\n\t\r\n", error: "expected '$', got '\t'"),
        .init(
            ping + ping + "*x\r\n" + ping, "+PONG\r\n+PONG\r\n-ERR Protocol error: invalid multibulk length\r\n",
            closes: true),
    ]

    static let inline: [RecordedStream] = [
        .init("PING\r\n", "+PONG\r\n"), .init("PING\n", "+PONG\r\n"), .init("  ping  \r\n", "+PONG\r\n"),
        .init("PING \t x\r\n", "$1\r\nx\r\n"), .init("PING \u{B}\u{C}x\r\n", "$1\r\nx\r\n"),
        .init("PING \u{1C}x\r\n", "$2\r\n\u{1C}x\r\n"), .init("PING \u{A0}x\r\n", "$2\r\n\u{A0}x\r\n"),
        .init("PING \u{85}\u{FF}\r\n", "$2\r\n\u{85}\u{FF}\r\n"), .init("PING \"a b\"\r\n", "$3\r\na b\r\n"),
        .init("PING a\"b c\"\r\n", "$4\r\nab c\r\n"), .init("PING \"\"\r\n", "$0\r\n\r\n"),
        .init("PING ''\r\n", "$0\r\n\r\n"), .init("PING \"\\x41\\n\\q\\\"\"\r\n", "$4\r\nA\nq\"\r\n"),
        .init("PING '\\x41\\n\\''\r\n", "$7\r\n\\x41\\n'\r\n"), .init("PING \"\\x4\"\r\n", "$2\r\nx4\r\n"),
        .init("PING \"\\xZZ\"\r\n", "$3\r\nxZZ\r\n"), .init("PING \"\\x41", ""), .init("PING \"\\", ""),
        .init("PING \"a\r\n", error: "unbalanced quotes in request"),
        .init("PING 'a\r\n", error: "unbalanced quotes in request"),
        .init("PING \"a\"b\r\n", error: "unbalanced quotes in request"),
        .init("PING 'a'b\r\n", error: "unbalanced quotes in request"),
        .init("PING a'b\r\n", error: "unbalanced quotes in request"),
        .init("PING \"a\" b\"\r\n", error: "unbalanced quotes in request"),
        .init("PING \"a\\\r\n", error: "unbalanced quotes in request"),
        .init("PING\r\r\n", "+PONG\r\n"),
        .init("PING a\rb\r\n", "-ERR wrong number of arguments for 'ping' command\r\n"),
        .init("PING a\0b\r\n", ""), .init("PING\0\r\n" + ping, ""), .init("\0\r\n" + ping, ""),
        .init("PING \"a\0b\"\r\n", ""), .init("PING \"abc\"\0def\r\n", ""),
        .init("\"\"\r\n", "-ERR unknown command '', with args beginning with: \r\n"),
        .init("\"\" x\r\n", "-ERR unknown command '', with args beginning with: 'x' \r\n"),
        .init("$4\r\nPING\r\n", "-ERR unknown command '$4', with args beginning with: \r\n+PONG\r\n"),
        .init("+PING\r\n", "-ERR unknown command '+PING', with args beginning with: \r\n"),
        .init(">1\r\n", "-ERR unknown command '>1', with args beginning with: \r\n"),
        .init("GET\r\n", "-ERR wrong number of arguments for 'get' command\r\n"),
        .init("   \r\n" + ping, "+PONG\r\n"), .init("\t\r\n" + ping, "+PONG\r\n"), .init(" \n" + ping, "+PONG\r\n"),
        .init("\r\r\n" + ping, "+PONG\r\n"),
        .init(
            "\r" + ping,
            "-ERR unknown command '*1', with args beginning with: \r\n"
                + "-ERR unknown command '$4', with args beginning with: \r\n+PONG\r\n"),
        .init(
            "PING\r\n" + ping + "PING \"\r\n" + ping,
            "+PONG\r\n+PONG\r\n-ERR Protocol error: unbalanced quotes in request\r\n", closes: true),
    ]

    private static let streams = wellFormed + broken + inline

    /// Sends the pieces and checks what came back.
    private func check(_ recorded: RecordedStream, _ pieces: [ArraySlice<UInt8>], _ how: String) {
        let client = TestEngine()
        let session = client.connect()
        for piece in pieces { session.write(bytes: Array(piece)) }
        let reply = session.receivedBytes()
        #expect(reply == recorded.reply, "\(how): \(String(decoding: reply, as: UTF8.self))")
        #expect(session.isClosed == recorded.closes, "\(how)")
    }

    @Test(arguments: streams)
    func whole(_ recorded: RecordedStream) { check(recorded, [recorded.stream[...]], "whole") }

    @Test(arguments: streams)
    func byteByByte(_ recorded: RecordedStream) {
        check(recorded, recorded.stream.indices.map { recorded.stream[$0...$0] }, "byte by byte")
    }

    @Test(arguments: streams)
    func cutAtEveryPosition(_ recorded: RecordedStream) {
        for cut in recorded.stream.indices {
            check(recorded, [recorded.stream[..<cut], recorded.stream[cut...]], "cut at \(cut)")
        }
    }

    // MARK: Limits

    /// How much of a line may come without its end.
    @Test func linesWithoutEnd() {
        let size = 65_536
        func answer(_ prefix: String, _ filler: Character, _ count: Int) -> String {
            let client = TestEngine()
            let session = client.connect()
            session.write(bytes: Array((prefix + String(repeating: filler, count: count)).utf8))
            return session.received()
        }
        let (inline, header, argument) = (
            "-ERR Protocol error: too big inline request|", "-ERR Protocol error: too big mbulk count string|",
            "-ERR Protocol error: too big bulk count string|"
        )
        #expect(answer("", "A", size) == "" && answer("", "A", size + 1) == inline)
        #expect(answer("*", "1", size - 1) == "" && answer("*", "1", size) == header)
        #expect(answer("*1\r\n$", "1", size - 1) == "" && answer("*1\r\n$", "1", size) == argument)
        #expect(answer("*2\r\n$4\r\nECHO\r\n$", "1", size - 1) == "")
        #expect(answer("*2\r\n$4\r\nECHO\r\n$", "1", size) == argument)
        #expect(answer("\0", "A", size) == inline && answer("*\0", "1", size) == header)
        #expect(answer("*1\r\n\0", "1", size) == argument)
    }

    /// Whoever has not authenticated may not make the server hold much.
    @Test func beforeAuthentication() {
        func answer(_ stream: String) -> String {
            let configuration = Configuration()
            configuration.requirepass = Array("s".utf8)
            let client = TestEngine(configuration)
            let session = client.connect()
            session.write(bytes: Array(stream.utf8))
            return session.received()
        }
        let auth = "*2\r\n$4\r\nAUTH\r\n$1\r\ns\r\n"
        #expect(answer("*10\r\n") == "" && answer("*1\r\n$16384\r\n") == "")
        #expect(answer("*11\r\n") == "-ERR Protocol error: unauthenticated multibulk length|")
        #expect(answer("*11x\r\n") == "-ERR Protocol error: invalid multibulk length|")
        #expect(answer("*1\r\n$16385\r\n") == "-ERR Protocol error: unauthenticated bulk length|")
        #expect(answer("*2\r\n$4\r\nPING\r\n$16385\r\n") == "-ERR Protocol error: unauthenticated bulk length|")
        #expect(answer(auth + "*11\r\n") == "+OK|" && answer(auth + "*1\r\n$16385\r\n") == "+OK|")
    }

    // MARK: Linear work

    /// A pipeline in one write and one in pieces come to the same, and no byte is kept once its request has run.
    @Test(arguments: [1 << 30, 16_384, 1000, 7] as [Int])
    func aLongPipeline(pieces size: Int) {
        let client = TestEngine()
        let session = client.connect()
        let count = size == 7 ? 2000 : 20_000
        let request = TestClient.request([Array("ECHO".utf8), Array("0123456789".utf8)])
        var stream: [UInt8] = []
        for _ in 0..<count { stream += request }
        var (start, mostKept, replied) = (0, 0, 0)
        while start < stream.count {
            let end = min(stream.count, start + size)
            session.write(bytes: Array(stream[start..<end]))
            mostKept = max(mostKept, session.session.input.count)
            replied += session.receivedBytes().count
            start = end
        }
        #expect(replied == count * "$10\r\n0123456789\r\n".utf8.count)
        // What is kept is part of one request, never a backlog that would be moved or parsed again.
        #expect(mostKept < request.count)
        #expect(session.session.input.isEmpty)
    }

    /// While an argument comes in, the parser remembers where it is: the work for each piece does not grow with what has come.
    @Test func aLargeArgumentInPieces() {
        let parser = RequestParser()
        let size = 1 << 20
        let request = TestClient.request([Array("SET".utf8), Array("k".utf8), [UInt8](repeating: 0x2A, count: size)])
        var come = 0
        while come + 4096 < request.count {
            come += 4096
            let outcome = request.withBytes { parser.parse($0[0..<come], limits: RequestLimits()) }
            guard case .incomplete = outcome else {
                Issue.record("a request that has not ended is incomplete")
                return
            }
            #expect(parser.isWithinRequest)
        }
        request.withBytes { bytes in
            guard case .request = parser.parse(bytes, limits: RequestLimits()) else {
                Issue.record("the request has ended")
                return
            }
            #expect(parser.consumed == bytes.count && !parser.isWithinRequest)
            let arguments = parser.arguments(in: bytes)
            #expect(arguments.count == 3 && arguments[2].count == size)
        }
    }

    /// A value that comes in pieces is stored whole, and the room that it took on the way is given back.
    @Test func aLargeValueInPieces() {
        let client = TestEngine()
        let session = client.connect()
        let value = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 11) }
        let request = TestClient.request([Array("SET".utf8), Array("k".utf8), value])
        for start in stride(from: 0, to: request.count, by: 16_384) {
            session.write(bytes: Array(request[start..<min(start + 16_384, request.count)]))
        }
        #expect(session.received() == "+OK|")
        #expect(session.session.input.capacity <= 64 * 1024)
        session.write(["GET", "k"])
        #expect(session.receivedBytes() == Array("$3000000\r\n".utf8) + value + [0x0D, 0x0A])
    }

    /// As many arguments as one likes.
    @Test func manyArguments() {
        let client = TestEngine()
        let session = client.connect()
        let words = (0..<5000).map { "w\($0)" }
        #expect(session.send([Array("DEL".utf8)] + words.map { Array($0.utf8) }) == ":0|")
        #expect(session.send([Array("MSET".utf8)] + words.map { Array($0.utf8) }) == "+OK|")
        #expect(session.send("DBSIZE") == ":2500|")
        #expect(session.send("GET w4998") == "$5|w4999|")
    }
}
