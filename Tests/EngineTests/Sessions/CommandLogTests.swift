// The slow log and the latency monitor, with a clock that moves only when it is told to.

import Testing

@testable import UnderstudyEngine

/// A clock that goes on by two milliseconds whenever it is read.
private final class TickingClock: Clock {
    private var time: Int64 = 0

    func now() -> Instant {
        time += 2000
        return Instant(wall: 1_700_000_000_000_000 + time, monotonic: time)
    }
}

@Suite struct CommandLogTests {
    private let test: TestEngine
    private let client: TestClient

    init() {
        let configuration = Configuration()
        configuration.enableDebugCommand = .yes
        test = TestEngine(configuration)
        client = test.connect(from: "127.0.0.1:5")
    }

    /// What the log keeps of each command, the newest first.
    private var logged: [String] {
        test.engine.slowLog.newestFirst.map { entry in
            entry.arguments.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }
    }

    private func logEverything() {
        client.send("CONFIG SET slowlog-log-slower-than 0")
        client.send("SLOWLOG RESET")
    }

    @Test func secretsAreLeftOut() {
        logEverything()
        client.send("AUTH secret")
        client.send("AUTH me secret")
        client.send("HELLO 2 AUTH default secret SETNAME me")
        client.send("CONFIG SET masterauth secret slowlog-max-len 100")
        client.send("ACL SETUSER bob >secret on")
        client.send("ACL DELUSER bob")
        #expect(
            logged == [
                "ACL DELUSER (redacted)", "ACL SETUSER (redacted) (redacted) (redacted)",
                "CONFIG SET masterauth (redacted) slowlog-max-len 100",
                "HELLO 2 AUTH (redacted) (redacted) SETNAME me", "AUTH (redacted) (redacted)", "AUTH (redacted)",
                "SLOWLOG RESET",
            ])
    }

    @Test func whatIsLongIsCut() {
        logEverything()
        client.send([Array("SET".utf8), Array("k".utf8), Array(repeating: 0x78, count: 300)])
        client.send("DEL" + String(repeating: " k", count: 80))
        client.send("DEL" + String(repeating: " k", count: 31))
        let cut = String(repeating: "x", count: 128) + "... (172 more bytes)"
        #expect(logged[2] == "SET k \(cut)")
        #expect(logged[1] == "DEL" + String(repeating: " k", count: 30) + " ... (50 more arguments)")
        #expect(logged[0] == "DEL" + String(repeating: " k", count: 31))
    }

    @Test func refusedCommandsAndExecAreNotLogged() {
        logEverything()
        client.send("NOSUCH")
        client.send("GET")
        client.send("MULTI")
        client.send("GET k")
        client.send("EXEC")
        #expect(logged == ["GET k", "MULTI", "SLOWLOG RESET"])
    }

    @Test func idsGoOnAndTheOldestGo() {
        client.send("CONFIG SET slowlog-max-len 3")
        logEverything()
        for number in 0..<100 { client.send("SET k \(number)") }
        #expect(logged == ["SET k 99", "SET k 98", "SET k 97"])
        let first = test.engine.slowLog.newestFirst.first!.id
        client.send("SLOWLOG RESET")
        #expect(test.engine.slowLog.newestFirst.map(\.id) == [first + 1])
        client.send("CONFIG SET slowlog-max-len 0")
        client.send("PING")
        #expect(logged == [])
    }

    /// A command that waits for a key is logged when it has been served, and waiting is not its time.
    @Test func waitingIsNoTime() {
        logEverything()
        client.send("BLPOP l 0")
        #expect(logged == ["SLOWLOG RESET"])
        test.advance(milliseconds: 5000)
        test.connect().send("RPUSH l a")
        #expect(logged == ["BLPOP l 0", "RPUSH l a", "SLOWLOG RESET"])
        #expect(test.engine.slowLog.newestFirst.allSatisfy { $0.amount == 0 })
    }

    @Test func sleepingIsTime() {
        client.send("CONFIG SET slowlog-log-slower-than 20000 latency-monitor-threshold 20")
        for milliseconds in [10, 30, 50] {
            client.send("DEBUG SLEEP 0.0\(milliseconds)")
            test.pass(milliseconds: milliseconds)
            test.advance(milliseconds: 2000 - milliseconds)
        }
        #expect(client.received() == "+OK|")
        #expect(test.engine.slowLog.newestFirst.map(\.amount) == [50_000, 30_000])
        #expect(client.send("SLOWLOG LEN") == ":2|")
        let latest = "*1|*4|$7|command|:1700000004|:50|:50|"
        #expect(client.send("LATENCY LATEST") == latest)
        #expect(client.send("LATENCY HISTORY command") == "*2|*2|:1700000002|:30|*2|:1700000004|:50|")
        #expect(client.send("LATENCY RESET nosuch command") == ":1|")
        #expect(client.send("LATENCY LATEST") == "*0|")
    }

    @Test func aSecondHasOneSample() {
        let monitor = LatencyMonitor(.redis80)
        monitor.add(.command, milliseconds: 5, time: 100)
        monitor.add(.command, milliseconds: 9, time: 100)
        monitor.add(.command, milliseconds: 7, time: 100)
        #expect(monitor.series[0].samples.map(\.milliseconds) == [9])
        for second in 101...400 { monitor.add(.command, milliseconds: 1, time: second) }
        #expect(monitor.series[0].samples.map(\.time) == Array(241...400))
        #expect(monitor.series[0].greatest == 9)
    }

    /// Every removal is noted, and so is the work that it is a part of, each by the name that the release gives it.
    @Test(arguments: [(Profile.redis80, "evict-del"), (.valkey91, "eviction-del"), (.redis70, "eviction-del")])
    func removals(profile: Profile, name: String) throws {
        let configuration = Configuration()
        configuration.profile = profile
        try configuration.set("latency-monitor-threshold", to: "1")
        try configuration.set("maxmemory-policy", to: "allkeys-random")
        let engine = Engine(configuration: configuration, clock: TickingClock(), seed: 1, host: DetachedHost())
        defer { engine.shutDown() }
        let session = engine.connect(Peer(address: "127.0.0.1:1", localAddress: "127.0.0.1:2"))
        func send(_ line: String) {
            Array("\(line)\r\n".utf8).withBytes { engine.receive($0, from: session) }
            engine.didSend(session.output.count, of: session)
        }
        send("SET a 1 PX 1")
        for _ in 0..<5 { engine.advance() }
        #expect(Set(engine.latencyMonitor.series.map(\.name)).isSuperset(of: ["expire-cycle", "expire-del"]))
        send("SET b 1")
        send("CONFIG SET maxmemory 1000000")
        engine.memory = MemoryReading(used: 1_000_001, nextTime: .max, nextInput: .max)
        send("PING")
        #expect(engine.databases[0].count == 0)
        #expect(Set(engine.latencyMonitor.series.map(\.name)).isSuperset(of: ["eviction-cycle", name]))
        let report = LatencyReport.text(of: engine)
        #expect(report.contains("Sudden changes to the 'maxmemory' setting") && report.contains("try to set the 'hz'"))
    }

    /// Where there is nothing to advise the report says so.
    @Test func helplessReport() {
        test.engine.latencyMonitor.add(.expireDeletion, milliseconds: 23, time: 1_699_999_999)
        let text = LatencyReport.text(of: test.engine)
        #expect(text.contains("expire-del: 1 latency spikes") && text.contains("not able to suggest any easy fix"))
        #expect(!text.contains("I have a few advices"))
    }

    /// As redis 8.0 draws 23 and 256 ms, a second apart.
    @Test func graph() {
        let drawn = Sparkline.text([(23, "10s"), (256, "9s")])
        #expect(drawn == " #\n |\n |\n_|\n  \n19\n0s\ns \n")
    }

    @Test func report() {
        test.engine.configuration.latencyMonitorThreshold = 1
        test.engine.latencyMonitor.add(.command, milliseconds: 23, time: 1_699_999_999)
        test.engine.latencyMonitor.add(.command, milliseconds: 256, time: 1_700_000_000)
        let text = LatencyReport.text(of: test.engine)
        #expect(
            text.contains(
                "1. command: 2 latency spikes (average 139ms, mean deviation 116ms, period 0.50 sec). Worst all time event "
                    + "256ms.\n"))
        #expect(text.contains("Please use 'CONFIG SET slowlog-log-slower-than 1000'."))
    }

    @Test func histogram() {
        let latencies = LatencyHistogram()
        for microseconds in [0, 1, 2, 16, 17, 700_000, 300_000, 5_000_000] {
            latencies.record(microseconds: microseconds)
        }
        let steps = latencies.cumulativeCounts
        #expect(steps.map(\.microseconds) == [1, 2, 16, 33, 541_065, 1_073_741])
        #expect(steps.map(\.count) == [2, 3, 4, 5, 6, 8])
    }
}
