// Requests over a real socket, cut anywhere: what is answered depends on the bytes alone, never on how they were packed.

import Testing
import UnderstudyEngine

@testable import UnderstudyServer

@Suite("Streams of requests")
struct StreamTests {
    /// A conversation with requests of every form, and what it is answered.
    private static let conversation: [(request: [UInt8], reply: String)] = [
        (request("SET", "key", "some value"), "+OK\r\n"),
        (Array("GET key\r\n".utf8), "$10\r\nsome value\r\n"),
        (request("APPEND", "key", "\r\n\0*3\r\n$"), ":18\r\n"),
        (request("GETRANGE", "key", "10", "-1"), "$8\r\n\r\n\0*3\r\n$\r\n"),
        (Array("\r\n".utf8), ""),
        (Array("SET \"quoted key\" 'it\\'s'\r\n".utf8), "+OK\r\n"),
        (request("MGET", "quoted key", "none", "nor this"), "*3\r\n$4\r\nit's\r\n$-1\r\n$-1\r\n"),
        (request("NO SUCH"), "-ERR unknown command 'NO SUCH', with args beginning with: \r\n"),
        (request("SET", "", ""), "+OK\r\n"),
        (request("STRLEN", ""), ":0\r\n"),
    ]
    private static let requests = conversation.flatMap(\.request)
    private static let replies = conversation.map(\.reply).joined()

    @Test("One byte at a time")
    func byteByByte() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        for byte in StreamTests.requests { try client.send([byte]) }
        #expect(try client.receive(as: StreamTests.replies) == StreamTests.replies)
    }

    @Test("In two parts, cut at every point")
    func cutAtEveryPoint() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        for point in 0...StreamTests.requests.count {
            try client.send(Array(StreamTests.requests[..<point]))
            // The answers to what is complete prove that the first part was read before the second was sent.
            var end = 0
            let complete = StreamTests.conversation.prefix { step in
                end += step.request.count
                return end <= point
            }
            let first = complete.map(\.reply).joined()
            try #require(try client.receive(as: first) == first)
            try client.send(Array(StreamTests.requests[point...]))
            let rest = StreamTests.conversation.dropFirst(complete.count).map(\.reply).joined()
            try #require(try client.receive(as: rest) == rest)
        }
    }

    @Test("A pipeline of many requests in one write loses nothing")
    func longPipeline() throws {
        let server = try Server.start()
        defer { server.stop() }
        let count = 20_000
        let client = try server.connect()
        var pipeline: [UInt8] = []
        var expected = ""
        for number in 1...count {
            pipeline += request("INCR", "counter") + request("ECHO", "\(number)")
            expected += ":\(number)\r\n$\(String(number).utf8.count)\r\n\(number)\r\n"
        }
        // Both ways at once: neither side's buffers hold all of it.
        try client.exchange(pipeline, replyLength: expected.utf8.count) { reply in
            #expect(reply == Array(expected.utf8))
        }
    }

    @Test("A large value comes back as it went", arguments: [65_535, 65_536, 65_537, 8_000_000])
    func largeValue(size: Int) throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        let value = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try client.send(request([Array("SET".utf8), Array("key".utf8), value]))
        #expect(try client.receive(as: "+OK\r\n") == "+OK\r\n")
        try client.send(request("GET", "key"))
        let reply = try client.receive("$\(size)\r\n".utf8.count + size + 2)
        #expect(reply == Array("$\(size)\r\n".utf8) + value + [13, 10])
    }

    @Test("Requests that end with the stream are answered before the connection is closed")
    func halfClosed() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        try client.send("SET key value\r\nGET key\r\nGET unfinished")
        client.finishSending()
        #expect(String(decoding: try client.receiveToEnd(), as: UTF8.self) == "+OK\r\n$5\r\nvalue\r\n")
    }

    @Test("A broken protocol is told and the connection closed, others go on")
    func protocolError() throws {
        let server = try Server.start()
        defer { server.stop() }
        let (broken, whole) = (try server.connect(), try server.connect())
        try broken.send("*1\r\n+PING\r\n")
        let reply = String(decoding: try broken.receiveToEnd(), as: UTF8.self)
        #expect(reply == "-ERR Protocol error: expected '$', got '+'\r\n")
        #expect(try whole.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
    }

    @Test("QUIT closes the connection after its reply")
    func quit() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        try client.send("SET key value\r\nQUIT\r\nGET key\r\n")
        #expect(String(decoding: try client.receiveToEnd(), as: UTF8.self) == "+OK\r\n+OK\r\n")
    }
}
