// MONITOR: who is shown what, and in which order. The lines are those of redis 8.0, at a time that stands still.

import Testing

@testable import UnderstudyEngine

@Suite struct MonitorTests {
    private static let start = "+1700000000.000000 [0 127.0.0.1:1] "

    /// A server with a client that monitors and one that works.
    private func monitor() -> (TestEngine, TestClient, TestClient) {
        let server = TestEngine()
        let (monitor, worker) = (server.connect(), server.connect())
        #expect(monitor.send("MONITOR") == "+OK|")
        return (server, monitor, worker)
    }

    @Test func commandsAreShownAsTheyWereSent() {
        let (_, monitor, worker) = monitor()
        worker.write([Array("set".utf8), Array("k\"\\".utf8), [0x00, 0x07, 0x08, 0x09, 0x0A, 0x0D, 0x7F, 0x80, 0x20]])
        #expect(monitor.received() == Self.start + #""set" "k\"\\" "\x00\a\b\t\n\r\x7f\x80 "|"#)
        worker.send("GET k")
        worker.send("GET")
        worker.send("NOTHING")
        #expect(monitor.received() == Self.start + #""GET" "k"|"#)
    }

    @Test func theDatabaseIsTheOneAfterTheCommand() {
        let (_, monitor, worker) = monitor()
        worker.send("SELECT 3")
        #expect(monitor.received() == #"+1700000000.000000 [3 127.0.0.1:1] "SELECT" "3"|"#)
    }

    @Test func timesHaveSixDigits() {
        let (server, monitor, worker) = monitor()
        server.clock.advance(microseconds: 42)
        worker.send("PING")
        #expect(monitor.received() == #"+1700000000.000042 [0 127.0.0.1:1] "PING"|"#)
    }

    @Test func administrationIsNotShown() {
        let (_, monitor, worker) = monitor()
        worker.send("CONFIG GET maxmemory")
        worker.send("CLIENT KILL ID 1000")
        worker.send("MONITOR")
        #expect(monitor.received() == "")
    }

    @Test(arguments: [
        ("AUTH secret", #""AUTH" "(redacted)""#), ("AUTH u secret", #""AUTH" "(redacted)" "(redacted)""#),
        ("HELLO 3 AUTH u secret SETNAME n", #""HELLO" "3" "AUTH" "(redacted)" "(redacted)" "SETNAME" "n""#),
        ("HELLO 3 SETNAME n AUTH u secret", #""HELLO" "3" "SETNAME" "n" "AUTH" "(redacted)" "(redacted)""#),
        (
            "MIGRATE h 1 no 0 9 AUTH secret AUTH2 u secret COPY",
            #""MIGRATE" "h" "1" "no" "0" "9" "AUTH" "(redacted)" "AUTH2" "(redacted)" "(redacted)" "COPY""#
        ),
        ("MIGRATE h 1 no 0 9 COPY AUTH2 u", #""MIGRATE" "h" "1" "no" "0" "9" "COPY" "AUTH2" "u""#),
    ])
    func secretsAreNotShown(command: String, shown: String) {
        let (_, monitor, worker) = monitor()
        worker.send(command)
        #expect(monitor.received() == Self.start + shown + "|")
    }

    @Test func transactionsAreShownWhenTheyRun() {
        let (_, monitor, worker) = monitor()
        worker.send("MULTI")
        #expect(monitor.received() == Self.start + #""MULTI"|"#)
        worker.send("SET k 1")
        worker.send("GET k")
        #expect(monitor.received() == "")
        worker.send("EXEC")
        let commands = [#""SET" "k" "1"|"#, #""GET" "k"|"#, #""EXEC"|"#]
        #expect(monitor.received() == commands.map { Self.start + $0 }.joined())
        // EXEC is shown even when it is refused, for MULTI has been.
        worker.send("SUBSCRIBE c")
        _ = monitor.received()
        worker.send("EXEC")
        #expect(monitor.received() == Self.start + #""EXEC"|"#)
    }

    @Test func aCommandThatWaitsIsShownOnce() {
        let (server, monitor, worker) = monitor()
        let waiting = server.connect()
        waiting.send("BLPOP l 0")
        #expect(monitor.received() == Self.start + #""BLPOP" "l" "0"|"#)
        worker.send("RPUSH l x")
        #expect(monitor.received() == Self.start + #""RPUSH" "l" "x"|"#)
        #expect(waiting.received() == "*2|$1|l|$1|x|")
    }

    @Test func whoMonitorsKeepsOffTheKeys() {
        let (_, monitor, _) = monitor()
        let refusal = "-ERR Replica can't interact with the keyspace|"
        for command in ["GET k", "SET k v", "KEYS *", "PUBLISH c x"] { #expect(monitor.send(command) == refusal) }
        #expect(monitor.send("PING") == "+PONG|" + Self.start + #""PING"|"#)
        #expect(monitor.send("MONITOR") == "")
        #expect(monitor.send("RESET") == "+RESET|")
        #expect(monitor.send("GET k") == "$-1|")
    }

    @Test func itEndsWithTheConnectionAndFallsSilentWithClientReply() {
        let (server, monitor, worker) = monitor()
        monitor.send("CLIENT REPLY OFF")
        worker.send("PING")
        #expect(monitor.received() == "")
        #expect(monitor.send("CLIENT REPLY ON") == "+OK|" + Self.start + #""CLIENT" "REPLY" "ON"|"#)
        #expect(server.engine.monitors.count == 1)
        monitor.disconnect()
        #expect(server.engine.monitors.isEmpty)
    }

    /// `timeout` spares who watches.
    @Test func monitorsAreNotIdle() throws {
        let configuration = Configuration()
        try configuration.set("timeout", to: "1")
        let test = TestEngine(configuration)
        let (monitor, idle) = (test.connect(), test.connect())
        monitor.send("MONITOR")
        idle.send("PING")
        test.pass(milliseconds: 3200)
        #expect(idle.isClosed && !monitor.isClosed)
        #expect(test.connect().send("PING") == "+PONG|")
        #expect(monitor.received().hasSuffix("\"PING\"|"))
    }
}
