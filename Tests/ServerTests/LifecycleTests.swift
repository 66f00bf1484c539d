// From start to stop: what is told, what is refused, what is left behind.

import Dispatch
import Testing
import UnderstudyEngine

@testable import UnderstudyServer

@Suite("From start to stop")
struct LifecycleTests {
    @Test("Stopping disconnects blocked clients, and the port is free at once")
    func stopWithBlockedClients() throws {
        let server = try Server.start()
        let clients = try (0..<20).map { _ in try server.connect() }
        for client in clients { #expect(try client.converse("PING\r\nBLPOP list 0\r\n", "+PONG\r\n") == "+PONG\r\n") }
        server.stop()
        for client in clients { #expect(try client.receiveToEnd() == []) }
        let successor = try Server.start(["port": "\(server.port)"])
        defer { successor.stop() }
        #expect(try successor.connect().converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
    }

    @Test("SHUTDOWN stops the server and disconnects everybody")
    func shutdownCommand() throws {
        let server = try Server.start()
        let (blocked, client) = (try server.connect(), try server.connect())
        try blocked.send("BLPOP list 0\r\n")
        try client.send("SHUTDOWN NOSAVE\r\n")
        #expect(try client.receiveToEnd() == [])
        #expect(try blocked.receiveToEnd() == [])
        server.waitUntilStopped()
        server.stop()
        #expect(throws: TestClient.Failure.self) { try server.connect() }
    }

    @Test("A port in use and an address of somebody else are refused in the real server's words")
    func refusals() throws {
        let server = try Server.start()
        defer { server.stop() }
        let inUse = #expect(throws: StartError.self) { try Server.start(["port": "\(server.port)"]) }
        #expect(inUse?.description == "Failed listening on port \(server.port) (tcp), aborting.")
        // An address of the range for documentation, which no machine has.
        let foreign = #expect(throws: StartError.self) { try Server.start(["bind": "192.0.2.1", "port": "7"]) }
        #expect(foreign?.description == "Failed listening on port 7 (tcp), aborting.")
        let nowhere = #expect(throws: StartError.self) { try Server.start(["unixsocket": "/no/such/directory/s"]) }
        #expect(nowhere?.description == "Failed opening Unix socket: bind: No such file or directory")
    }

    @Test("The ready file tells where, for as long as the server serves")
    func readyFile() throws {
        let path = temporaryPath("json")
        try File.replace(path, with: Array("of a server that was killed".utf8))
        #expect(throws: StartError.self) { try Server.start(["ready-file": path, "unixsocket": "/no/such/place"]) }
        #expect(throws: SystemError.self) { try File.read(path) }
        let server = try Server.start(["ready-file": path])
        defer { server.stop() }
        let text = String(decoding: try File.read(path), as: UTF8.self)
        let process = ServerHost(log: Log(level: .nothing), origin: ProcessOrigin(), stopRequest: StopRequest())
            .processID
        #expect(text == "{\"host\":\"127.0.0.1\",\"port\":\(server.port),\"pid\":\(process),\"socket\":null}\n")
        server.stop()
        #expect(throws: SystemError.self) { try File.read(path) }
    }

    @Test("JSON strings are quoted")
    func quoting() {
        #expect(ReadyFile.quoted("/tmp/a \"b\"\\c\n\u{1}é") == "\"/tmp/a \\\"b\\\"\\\\c\\u000a\\u0001é\"")
        let file = ReadyFile(host: nil, port: nil, process: 7, socket: "/s")
        #expect(file.text == "{\"host\":null,\"port\":null,\"pid\":7,\"socket\":\"/s\"}\n")
    }

    @Test("The log has the real server's lines, and the file of the process's id comes and goes")
    func log() throws {
        let (path, pidFile) = (temporaryPath("log"), temporaryPath("pid"))
        defer { File.remove(path) }
        let server = try Server.start(["loglevel": "notice", "logfile": path, "pidfile": pidFile])
        let process = String(decoding: try File.read(pidFile), as: UTF8.self)
        server.stop(signal: .termination)
        #expect(throws: SystemError.self) { try File.read(pidFile) }
        let text = String(decoding: try File.read(path), as: UTF8.self)
        let lines = text.split(separator: "\n").map { String($0) }
        let number = process.dropLast()
        #expect(lines.count == 7)
        for line in lines.filter({ !$0.contains("signal-handler") }) {
            let form = /\d+:M \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2}\.\d{3} [*#.-] .*/
            #expect(line.wholeMatch(of: form) != nil && line.hasPrefix("\(number):"))
        }
        let texts = lines.map { $0.split(separator: " ", maxSplits: 6).last.map(String.init) ?? "" }
        #expect(texts[0] == "Running mode=standalone, port=\(server.port).")
        #expect(texts[2] == "Ready to accept connections tcp (port \(server.port))")
        #expect(lines[3].contains("Received SIGTERM scheduling shutdown..."))
        #expect(texts[6] == "Redis is now ready to exit, bye bye...")
    }

    @Test("CONFIG SET moves the server to another port, or leaves it where it is")
    func changePort() throws {
        let (server, other) = (try Server.start(), try Server.start())
        defer { server.stop(); other.stop() }
        let client = try server.connect()
        let refusal =
            "-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.\r\n"
        #expect(try client.converse("CONFIG SET port \(other.port)\r\n", refusal) == refusal)
        #expect(try server.connect().converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        let port = try freePort()
        #expect(try client.converse("CONFIG SET port \(port)\r\n", "+OK\r\n") == "+OK\r\n")
        let newcomer = try TestClient(port: Int(port)!)
        #expect(try newcomer.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        #expect(throws: TestClient.Failure.self) { try server.connect() }
        #expect(try client.converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
    }

    @Test("CONFIG SET moves the server to other addresses that overlap the former ones, or leaves it where it is")
    func changeAddresses() throws {
        let server = try Server.start()
        defer { server.stop() }
        let client = try server.connect()
        for addresses in ["127.0.0.1 -::1", "127.0.0.1", "127.0.0.1 127.0.0.2", "127.0.0.1"] {
            #expect(try client.converse("CONFIG SET bind '\(addresses)'\r\n", "+OK\r\n") == "+OK\r\n")
            #expect(try server.connect().converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
        }
        let refusal =
            "-ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified addresses.\r\n"
        #expect(try client.converse("CONFIG SET bind 192.0.2.1\r\n", refusal) == refusal)
        #expect(try server.connect().converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
    }

    @Test("Other work on the queue runs while clients never pause", .timeLimit(.minutes(1)))
    func sharesItsQueue() throws {
        let server = try Server.start()
        let clients = DispatchGroup()
        for index in 0..<2 {
            DispatchQueue(label: "client \(index)").async(group: clients) {
                // Until the server stops.
                guard let client = try? server.connect() else { return }
                while (try? client.converse("PING\r\n", "+PONG\r\n")) != nil {}
            }
        }
        for _ in 0..<50 { #expect(server.connectionCount <= 2) }
        server.stop()
        clients.wait()
    }

    @Test("Many servers in one process share nothing, and work at once")
    func manyServers() async throws {
        let servers = try (0..<30).map { _ in try Server.start() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, server) in servers.enumerated() {
                group.addTask {
                    let client = try server.connect()
                    for number in 1...200 {
                        let expected = ":\(number)\r\n"
                        #expect(try client.converse("INCR counter\r\n", expected) == expected)
                    }
                    #expect(try client.converse("SET own \(index)\r\nDBSIZE\r\n", "+OK\r\n:2\r\n") == "+OK\r\n:2\r\n")
                }
            }
            try await group.waitForAll()
        }
        for server in servers { server.stop() }
    }

    @Test("Starting and stopping leaves no descriptors behind")
    func restarts() async {
        await #expect(processExitsWith: .success) {
            try Server.start().stop()
            let before = openDescriptors()
            for _ in 0..<200 {
                let server = try Server.start()
                try #require(try server.connect().converse("PING\r\n", "+PONG\r\n") == "+PONG\r\n")
                server.stop()
            }
            try #require(openDescriptors() == before)
        }
    }
}
