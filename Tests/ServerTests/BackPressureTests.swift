// Clients that do not read what they asked for: their replies wait for them, count against their limit, and hold up nobody else.

import Testing
import UnderstudyEngine

@testable import UnderstudyServer

@Suite("Back-pressure")
struct BackPressureTests {
    private static let size = 1_000_000
    private static let header = "$\(size)\r\n"

    /// A server with one value that is larger than the sockets' buffers are when `receiveBuffer` is small.
    private func serverWithLargeValue(_ directives: [String: String] = [:]) throws -> Server {
        let server = try Server.start(directives)
        let client = try server.connect()
        let length = "\(BackPressureTests.size)"
        #expect(
            try client.converse("SETRANGE large \(BackPressureTests.size - 1) x\r\n", ":\(length)\r\n")
                == ":\(length)\r\n")
        return server
    }

    @Test("Replies wait for a slow reader, in order and complete")
    func slowReader() throws {
        let server = try serverWithLargeValue()
        defer { server.stop() }
        let slow = try server.connect(receiveBuffer: 4096)
        let count = 20
        for number in 0..<count { try slow.send("GET large\r\nECHO \(number)\r\n") }
        // While they wait, others are served.
        let other = try server.connect()
        #expect(try other.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        for number in 0..<count {
            let body = try slow.receive(BackPressureTests.header.utf8.count + BackPressureTests.size + 2)
            #expect(body.count { $0 == UInt8(ascii: "x") } == 1 && body[body.count - 3] == UInt8(ascii: "x"))
            let echo = "$\(String(number).utf8.count)\r\n\(number)\r\n"
            #expect(try slow.receive(as: echo) == echo)
        }
        #expect(try slow.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
    }

    @Test("A reader that never reads is closed past its limit")
    func limit() throws {
        let server = try serverWithLargeValue(["client-output-buffer-limit": "normal 10mb 0 0"])
        defer { server.stop() }
        let silent = try server.connect(receiveBuffer: 4096)
        let other = try server.connect()
        // The server closes it in the middle of what it asks for, which ends one of these or the reading.
        do { for _ in 0..<100 { try silent.send("GET large\r\n") } } catch TestClient.Failure.send {}
        let received = try silent.receiveToEnd()
        #expect(received.count < 100 * BackPressureTests.size)
        #expect(try other.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        #expect(server.connectionCount == 1)
    }

    @Test("A client may send without reading for as long as there is room, and then read it all")
    func sendFirst() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect(receiveBuffer: 4096)
        let echo = request("ECHO", String(repeating: "e", count: 10_000))
        let count = 2000
        for _ in 0..<count { try client.send(echo) }
        let reply = Array("$10000\r\n".utf8) + [UInt8](repeating: UInt8(ascii: "e"), count: 10_000) + [13, 10]
        for _ in 0..<count { #expect(try client.receive(reply.count) == reply) }
    }

    @Test("Closing after the last reply waits until it has been read")
    func quitWithRepliesWaiting() throws {
        let server = try serverWithLargeValue()
        defer { server.stop() }
        let slow = try server.connect(receiveBuffer: 4096)
        for _ in 0..<10 { try slow.send("GET large\r\n") }
        try slow.send("QUIT\r\n")
        let received = try slow.receiveToEnd()
        #expect(received.count == 10 * (BackPressureTests.header.utf8.count + BackPressureTests.size + 2) + 5)
        #expect(received.suffix(5).elementsEqual("+OK\r\n".utf8))
    }
}
