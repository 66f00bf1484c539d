// The library as a test would use it: plain imports, a client of one's own.

import Testing
import Understudy

@Suite("A server within a test")
struct UnderstudyTests {
    @Test("Starts on a free port and answers there")
    func startsAndAnswers() throws {
        let server = try Understudy.start()
        defer { server.stop() }
        #expect(server.port > 0)
        #expect(server.address == "127.0.0.1:\(server.port)")
        #expect(server.url == "redis://127.0.0.1:\(server.port)")
        #expect(try converse(with: server, "PING\r\n") == "+PONG\r\n")
    }

    @Test("Servers share nothing")
    func areIsolated() throws {
        let servers = try (0..<10).map { _ in try Understudy.start() }
        for (index, server) in servers.enumerated() {
            #expect(try converse(with: server, "SET key \(index)\r\n") == "+OK\r\n")
        }
        for (index, server) in servers.enumerated() {
            #expect(try converse(with: server, "GET key\r\n") == "$1\r\n\(index)\r\n")
        }
        #expect(Set(servers.map(\.port)).count == servers.count)
    }

    @Test("A stopped server's port is free, and stopping twice is harmless")
    func stops() throws {
        let server = try Understudy.start()
        server.stop()
        server.stop()
        #expect(throws: ClientError.self) { try converse(with: server, "PING\r\n") }
        let successor = try Understudy.start(["port": "\(server.port)"])
        #expect(try converse(with: successor, "PING\r\n") == "+PONG\r\n")
    }

    @Test("Letting go of a server stops it")
    func stopsWithItsLastReference() throws {
        let port = try Understudy.start().port
        let successor = try Understudy.start(["port": "\(port)"])
        #expect(successor.port == port)
    }

    @Test("Directives are redis.conf's, and wrong ones are told")
    func takesDirectives() throws {
        let server = try Understudy.start(["requirepass": "secret"])
        #expect(try converse(with: server, "PING\r\n") == "-NOAUTH Authentication required.\r\n")
        #expect(throws: UnderstudyError.self) { try Understudy.start(["no-such-directive": "1"]) }
        #expect(throws: UnderstudyError.self) { try Understudy.start(["databases": "none"]) }
    }
}
