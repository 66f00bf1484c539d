// Scripts that take long, over real sockets: the others are served from within the script, and its own client is left alone.

import Testing
import UnderstudyEngine

@testable import UnderstudyServer

private let busy = "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n"
private let endless = "while true do end"

@Suite("Busy")
struct BusyTests {
    private func start(_ directives: [String: String] = [:]) throws -> Server {
        try Server.start(directives.merging(["busy-reply-threshold": "1"]) { $1 })
    }

    /// Asks until a script is busy that another client runs.
    private func awaitBusy(_ client: TestClient) throws {
        repeat { try client.send("PING\r\n") } while try client.receiveLine() + "\r\n" != busy
    }

    private func kill(_ client: TestClient) throws {
        #expect(try client.converse("SCRIPT KILL\r\n", "+OK\r\n") == "+OK\r\n")
    }

    @Test("Others are answered, new ones too, until one of them ends the script")
    func served() throws {
        let server = try start()
        defer { server.stop() }
        let (client, other) = (try server.connect(), try server.connect())
        try client.send(request("EVAL", endless, "0") + Array("PING\r\n".utf8))
        try awaitBusy(other)
        let new = try server.connect()
        #expect(try new.converse("GET x\r\nWATCH x\r\nGET x\r\n", busy + "+OK\r\n" + busy) == busy + "+OK\r\n" + busy)
        try new.send("QUIT\r\n")
        #expect(try new.receiveToEnd() == Array("+OK\r\n".utf8))
        // Sent while the script runs, and run behind it.
        try client.send("ECHO x\r\n")
        try kill(other)
        #expect(try client.receiveLine().hasPrefix("-ERR Script killed by user with SCRIPT KILL... script: "))
        #expect(try client.receive(as: "+PONG\r\n$1\r\nx\r\n") == "+PONG\r\n$1\r\nx\r\n")
        #expect(try other.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        #expect(server.connectionCount == 2)
    }

    @Test("Requests that came at once with the script's own are not lost")
    func sameHarvest() throws {
        let server = try start()
        defer { server.stop() }
        let others = try (0..<20).map { _ in try server.connect() }
        let client = try server.connect()
        for round in 0..<5 {
            for other in others { try other.send("ECHO \(round)\r\n") }
            try client.send(request("EVAL", "for i = 1, 3e5 do end return 1", "0"))
            for other in others { try other.send("PING\r\n") }
            #expect(try client.receive(as: ":1\r\n") == ":1\r\n")
            for other in others {
                let first = try other.receiveLine()
                if first == "$1" {
                    #expect(try other.receiveLine() == "\(round)")
                } else {
                    #expect(first + "\r\n" == busy)
                }
                let second = try other.receiveLine()
                #expect(second + "\r\n" == busy || second == "+PONG")
            }
        }
    }

    @Test("Its client may leave; that is seen when it has ended")
    func callerLeaves() throws {
        let server = try start()
        defer { server.stop() }
        let other = try server.connect()
        do {
            let client = try server.connect()
            try client.send(request("EVAL", endless, "0"))
            try awaitBusy(other)
        }
        #expect(try other.converse("PING\r\n", busy) == busy)
        try kill(other)
        // The script goes on until it next looks at the clock.
        repeat { try other.send("PING\r\n") } while try other.receiveLine() != "+PONG"
        #expect(server.connectionCount == 1)
    }

    @Test("Replies that wait are sent meanwhile, and limits hold")
    func backPressure() throws {
        let server = try start(["client-output-buffer-limit": "normal 6mb 0 0"])
        defer { server.stop() }
        let size = 1_000_000
        let (client, other) = (try server.connect(), try server.connect())
        let slow = try server.connect(receiveBuffer: 4096)
        let flooding = try server.connect(receiveBuffer: 4096)
        let length = ":\(size)\r\n"
        #expect(try client.converse("SETRANGE large \(size - 1) x\r\n", length) == length)
        // In one piece, so that all has been asked for when the first reply begins.
        try slow.send(String(repeating: "GET large\r\n", count: 5) + "WATCH x\r\n")
        #expect(try slow.receiveLine() == "$\(size)")
        try client.send(request("EVAL", endless, "0"))
        try awaitBusy(other)
        let received = try slow.receive(5 * (size + 2) + 4 * "$\(size)\r\n".utf8.count + 5)
        #expect(received.suffix(5).elementsEqual("+OK\r\n".utf8))
        // A client that never reads is closed while the script goes on.
        do {
            while true { try flooding.send(String(repeating: "PING\r\n", count: 10_000)) }
        } catch TestClient.Failure.send {}
        #expect(try other.converse("PING\r\n", busy) == busy)
        try kill(other)
        #expect(try client.receiveLine().hasPrefix("-ERR Script killed"))
    }

    @Test("SHUTDOWN NOSAVE ends script and server")
    func shutdown() throws {
        let server = try start()
        let (client, other) = (try server.connect(), try server.connect())
        try client.send(request("EVAL", "redis.call('set', 'x', 1) " + endless, "0"))
        try awaitBusy(other)
        #expect(try other.converse("SHUTDOWN\r\n", busy) == busy)
        try other.send("SHUTDOWN NOSAVE\r\n")
        #expect(try other.receiveToEnd() == [])
        #expect(try client.receiveToEnd() == [])
        server.waitUntilStopped()
    }

    @Test("The server stops whatever runs", arguments: [endless, "redis.call('set', 'x', 1) " + endless])
    func stop(script: String) throws {
        let server = try start()
        let (client, other) = (try server.connect(), try server.connect())
        try client.send(request("EVAL", script, "0"))
        try awaitBusy(other)
        server.stop()
        #expect(try other.receiveToEnd() == [])
    }

    @Test("A server on a manual clock stops as well, though no script ever takes long there")
    func manualClock() throws {
        let server = try Server.start(time: .manual(start: 0))
        let client = try server.connect()
        try client.send(request("EVAL", endless, "0"))
        server.stop()
        let reply = String(decoding: try client.receiveToEnd(), as: UTF8.self)
        #expect(reply == "" || reply.hasPrefix("-ERR Script ended"))
    }
}
