// Connections as such: how many there may be, how long they may idle, where they come from, and that they leave nothing behind.

import Dispatch
import Testing
import UnderstudyEngine

@testable import UnderstudyServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Connections")
struct ConnectionTests {
    @Test("One client more than maxclients is told so and closed")
    func maxclients() throws {
        let server = try Server.start(["maxclients": "3"])
        defer { server.stop() }
        var clients = try (0..<3).map { _ in try server.connect() }
        for client in clients { #expect(try client.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n") }
        let rejected = try server.connect()
        #expect(
            String(decoding: try rejected.receiveToEnd(), as: UTF8.self) == "-ERR max number of clients reached\r\n")
        // A place that gets free is given again.
        try clients[0].send("QUIT\r\n")
        #expect(String(decoding: try clients[0].receiveToEnd(), as: UTF8.self) == "+OK\r\n")
        clients[0] = try server.connect()
        #expect(try clients[0].converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
    }

    @Test("An idle client is closed when its time is over, a blocked one never")
    func timeout() throws {
        let server = try Server.start(["timeout": "10"], time: .manual(start: 1_700_000_000_000_000))
        defer { server.stop() }
        let (idle, busy, blocked) = (try server.connect(), try server.connect(), try server.connect())
        for client in [idle, busy] { #expect(try client.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n") }
        try blocked.send("BLPOP list 0\r\n")
        for _ in 0..<12 {
            server.advance(microseconds: 1_000_000)
            #expect(try busy.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        }
        #expect(try idle.receiveToEnd() == [])
        #expect(try busy.converse("RPUSH list item\r\n", ":1\r\n") == ":1\r\n")
        let served = "*2\r\n$4\r\nlist\r\n$4\r\nitem\r\n"
        #expect(try blocked.receive(as: served) == served)
    }

    @Test("Keys expire and blocked clients give up when a manual clock is moved")
    func manualClock() throws {
        let server = try Server.start(time: .manual(start: 1_700_000_000_000_000))
        defer { server.stop() }
        let (client, blocked) = (try server.connect(), try server.connect())
        #expect(try client.converse("SET key value PX 1500\r\n", "+OK\r\n") == "+OK\r\n")
        #expect(try blocked.converse("PING\r\nBLPOP list 2\r\n", "+PONG\r\n") == "+PONG\r\n")
        server.advance(microseconds: 1_499_000)
        #expect(try client.converse("PTTL key\r\n", ":1\r\n") == ":1\r\n")
        server.advance(microseconds: 2000)
        #expect(try client.converse("EXISTS key\r\n", ":0\r\n") == ":0\r\n")
        server.advance(microseconds: 1_000_000)
        #expect(try blocked.receive(as: "*-1\r\n") == "*-1\r\n")
    }

    @Test("A blocked client gives up in real time")
    func realTimeout() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        #expect(try client.converse("BLPOP list 0.02\r\n", "*-1\r\n") == "*-1\r\n")
    }

    @Test("A socket in the file system serves with its permissions, and is removed at the end")
    func unixSocket() throws {
        let path = temporaryPath("socket")
        let server = try Server.start(["unixsocket": path, "unixsocketperm": "700"])
        #expect(server.port == 0)
        var status = stat()
        #expect(unsafe stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        let client = try TestClient(path: path)
        #expect(try client.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        try client.send("CLIENT INFO\r\n")
        server.stop()
        let description = String(decoding: try client.receiveToEnd(), as: UTF8.self)
        #expect(description.isEmpty || description.contains("addr=\(path):0 laddr=\(path):0"))
        #expect(unsafe stat(path, &status) != 0)
    }

    @Test("Both kinds of socket at once, both families of address")
    func severalListeners() throws {
        let path = temporaryPath("both")
        let server = try Server.start(["unixsocket": path, "bind": "127.0.0.1 -::1", "port": try freePort()])
        defer { server.stop() }
        #expect(try TestClient(path: path).converse("SET key value\r\n", "+OK\r\n") == "+OK\r\n")
        #expect(try server.connect().converse("GET key\r\n", "$5\r\nvalue\r\n") == "$5\r\nvalue\r\n")
        if let client = try? TestClient(port: server.port, host: "::1") {
            #expect(try client.converse("GET key\r\n", "$5\r\nvalue\r\n") == "$5\r\nvalue\r\n")
        }
    }

    @Test("What is harvested of a connection that the same turn closes reaches nobody else")
    func staleEvents() throws {
        let server = try Server.start()
        defer { server.stop() }
        let killer = try server.connect()
        for _ in 0..<50 {
            let victim = try server.connect()
            try victim.send("CLIENT ID\r\n")
            let identifier = try victim.receiveLine().dropFirst()
            var newcomer: TestClient?
            // While the queue is held, everything comes together and is harvested at once.
            try server.queue.sync {
                try killer.send("CLIENT KILL ID \(identifier)\r\n")
                try victim.send("SET key victim\r\n")
                newcomer = try server.connect()
                try newcomer?.send("CLIENT ID\r\nPING\r\n")
            }
            #expect(try killer.receive(as: ":1\r\n") == ":1\r\n")
            #expect(try victim.receiveToEnd() == [])
            #expect(try newcomer?.receiveLine().hasPrefix(":") == true)
            #expect(try newcomer?.receive(as: "+PONG\r\n") == "+PONG\r\n")
        }
        #expect(try killer.converse("EXISTS key\r\n", ":0\r\n") == ":0\r\n")
    }

    @Test("Clients that come and go by the thousand leave nothing behind")
    func churn() async {
        // In a process of its own, where nobody else opens descriptors.
        await #expect(processExitsWith: .success) {
            // Dispatch keeps a few descriptors from its first use on.
            try Server.start().stop()
            let before = openDescriptors()
            let server = try Server.start()
            let lasting = try server.connect()
            for round in 0..<3000 {
                let client = try server.connect()
                switch round % 4 {
                case 0: break
                case 1: try client.send("GET unfinished")
                case 2: try client.send("BLPOP list 0\r\n")
                default: try #require(try client.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
                }
            }
            // The connections' ends were there before this request, so that they are known once it is answered twice.
            for _ in 0..<2 { try #require(try lasting.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n") }
            while server.connectionCount > 1 {
                try #require(try lasting.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
            }
            server.stop()
            try #require(try lasting.receiveToEnd().isEmpty)
            _ = consume lasting
            try #require(openDescriptors() == before)
        }
    }

    @Test("Out of descriptors, the server keeps serving who is there, and the rest wait")
    func outOfDescriptors() async {
        await #expect(processExitsWith: .success) {
            let server = try Server.start()
            let first = try server.connect()
            try #require(try first.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
            let waiting = try server.connect()
            try #require(try waiting.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
            // From here on the process can open one descriptor, which the client's end takes.
            let probe = try TestClient(port: server.port)
            try #require(try probe.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
            let next = openDescriptors().max()! + 2
            var limit = rlimit()
            #if canImport(Glibc)
                let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            #else
                let resource = RLIMIT_NOFILE
            #endif
            try #require(unsafe getrlimit(resource, &limit) == 0)
            limit.rlim_cur = rlim_t(next)
            try #require(unsafe setrlimit(resource, &limit) == 0)
            let starved = try server.connect()
            try starved.send("PING\r\n")
            for _ in 0..<100 { try #require(try first.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n") }
            // A place that gets free is taken by whoever waits.
            try waiting.send("QUIT\r\n")
            try #require(try waiting.receiveToEnd() == Array("+OK\r\n".utf8))
            try #require(try starved.receive(as: "+PONG\r\n") == "+PONG\r\n")
        }
    }
}
