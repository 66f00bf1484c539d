// MIGRATE with sockets: from one server to another, and to one that says nothing.

import Testing
import UnderstudyEngine

@testable import UnderstudyServer

@Suite("MIGRATE")
struct MigrateTests {
    @Test("Keys move from one server to another, and those that are refused stay")
    func moves() throws {
        let (source, target) = (try Server.start(), try Server.start())
        defer {
            source.stop()
            target.stop()
        }
        let (here, there) = (try source.connect(), try target.connect())
        #expect(try there.converse("SET busy old\r\n", "+OK\r\n") == "+OK\r\n")
        #expect(try here.converse("MSET a 1 busy new c 3\r\n", "+OK\r\n") == "+OK\r\n")
        let reply = "-ERR Target instance replied with error: BUSYKEY Target key name already exists.\r\n"
        let migrate = "MIGRATE 127.0.0.1 \(target.port) \"\" 0 5000 KEYS a busy c gone\r\n"
        #expect(try here.converse(migrate, reply) == reply)
        let left = "*1\r\n$4\r\nbusy\r\n"
        #expect(try here.converse("KEYS *\r\n", left) == left)
        let moved = "*3\r\n$1\r\n1\r\n$3\r\nold\r\n$1\r\n3\r\n"
        #expect(try there.converse("MGET a busy c\r\n", moved) == moved)
    }

    @Test("A server that migrates to itself waits in vain, and loses nothing")
    func silence() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        #expect(try client.converse("SET key value\r\n", "+OK\r\n") == "+OK\r\n")
        let reply = "-IOERR error or timeout reading to target instance\r\n"
        #expect(try client.converse("MIGRATE localhost \(server.port) key 0 20\r\n", reply) == reply)
        #expect(try client.converse("EXISTS key\r\n", ":1\r\n") == ":1\r\n")
    }

    @Test("A server that is to stop does not wait for the other")
    func stopping() throws {
        let server = try Server.start()
        let client = try server.connect()
        #expect(try client.converse("SET key value\r\n", "+OK\r\n") == "+OK\r\n")
        try client.send("MIGRATE 127.0.0.1 \(server.port) key 0 600000\r\n")
        server.stop()
    }
}
