// The engine as its process sees it: deadlines, limits of output, idle clients, and that it is deterministic.

import Testing

@testable import UnderstudyEngine

@Suite struct EngineTests {
    // MARK: Deadlines

    @Test func saysWhenItMustBeCalled() {
        let test = TestEngine()
        let client = test.connect()
        #expect(test.engine.nextDeadline == nil)
        client.send("SET k 1 PX 100")
        // A key lives through the millisecond of its expiry.
        #expect(test.engine.nextDeadline == 101_000)
        client.send("SET l 1 PX 50")
        #expect(test.engine.nextDeadline == 51_000)
        client.send("PERSIST k")
        #expect(test.pass(milliseconds: 200) <= 2)
        #expect(test.engine.databases[0].count == 1 && test.engine.nextDeadline == nil)
    }

    /// Keys of all databases go by themselves, whoever looks, and no deadline stays behind.
    @Test func expiresInAllDatabases() {
        let test = TestEngine()
        let client = test.connect()
        for index in 0..<16 {
            client.send("SELECT \(index)")
            for number in 0..<50 { client.send("SET k\(number) 1 PX \(1 + number * 10)") }
        }
        test.pass(milliseconds: 250)
        #expect(test.engine.databases.allSatisfy { $0.count == 25 })
        test.pass(milliseconds: 250)
        #expect(test.engine.databases.allSatisfy { $0.count == 0 } && test.engine.nextDeadline == nil)
        #expect(test.engine.context.statistics.expiredKeys == 800)
    }

    /// Between two milliseconds, too, the deadline is the right one.
    @Test func deadlinesWithinAMillisecond() {
        let test = TestEngine(wall: 1_700_000_000_000_999)
        let client = test.connect()
        client.send("SET k 1 PX 10")
        let deadline = test.engine.nextDeadline
        #expect(deadline == 10_001)
        test.clock.advance(microseconds: 10_000)
        test.engine.advance()
        #expect(test.engine.databases[0].count == 1)
        test.clock.advance(microseconds: 1)
        test.engine.advance()
        #expect(test.engine.databases[0].count == 0)
    }

    @Test func activeExpiryCanBeOff() {
        let test = TestEngine()
        let client = test.connect()
        test.engine.activeExpiryIsOn = false
        client.send("SET k 1 PX 10")
        #expect(test.engine.nextDeadline == nil)
        test.advance(milliseconds: 20)
        #expect(test.engine.databases[0].count == 1)
        #expect(client.send("GET k") == "$-1|" && test.engine.databases[0].count == 0)
    }

    // MARK: Clients that do not read

    private func outputLimit(_ value: String) -> Configuration {
        let configuration = Configuration()
        let client = TestEngine(configuration).connect()
        #expect(
            client.send(
                "CONFIG SET client-output-buffer-limit".split(separator: " ").map { Array($0.utf8) }
                    + [Array(value.utf8)]) == "+OK|")
        return configuration
    }

    @Test func pastTheHardLimitAClientIsClosedAtOnce() {
        let test = TestEngine(outputLimit("normal 100000 0 0"))
        let (client, other) = (test.connect(), test.connect())
        other.send([Array("SET".utf8), Array("k".utf8), [UInt8](repeating: 1, count: 9000)])
        client.isReading = false
        for _ in 0..<11 { client.send("GET k") }
        #expect(!client.isClosed)
        client.send("GET k")
        #expect(client.isClosed)
        #expect(other.send("PING") == "+PONG|")
    }

    /// A pipeline stops when the limit is passed: what is left of it does not run.
    @Test func aPipelineStopsAtTheHardLimit() {
        let test = TestEngine(outputLimit("normal 100000 0 0"))
        let (client, other) = (test.connect(), test.connect())
        other.send([Array("SET".utf8), Array("k".utf8), [UInt8](repeating: 1, count: 60_000)])
        let get = TestClient.request(["GET", "k"].map { Array($0.utf8) })
        client.write(bytes: get + get + get + TestClient.request(["SET", "late", "1"].map { Array($0.utf8) }))
        #expect(client.isClosed && other.send("EXISTS late") == ":0|")
    }

    @Test func aboveTheSoftLimitAClientHasItsTime() {
        let test = TestEngine(outputLimit("normal 0 1000 5"))
        let (client, reader, other) = (test.connect(), test.connect(), test.connect())
        other.send([Array("SET".utf8), Array("k".utf8), [UInt8](repeating: 1, count: 2000)])
        for client in [client, reader] {
            client.isReading = false
            client.send("GET k")
        }
        test.pass(milliseconds: 4900)
        #expect(!client.isClosed && !reader.isClosed)
        // Who reads before the time is over starts anew.
        reader.isReading = true
        #expect(reader.receivedBytes().count > 2000)
        test.pass(milliseconds: 1000)
        reader.isReading = false
        reader.send("GET k")
        test.pass(milliseconds: 1200)
        #expect(client.isClosed && !reader.isClosed)
        test.pass(milliseconds: 6000)
        #expect(reader.isClosed)
    }

    @Test func withoutALimitNobodyIsClosed() {
        let test = TestEngine()
        let client = test.connect()
        client.isReading = false
        client.send([Array("SET".utf8), Array("k".utf8), [UInt8](repeating: 1, count: 1_000_000)])
        for _ in 0..<20 { client.send("GET k") }
        test.pass(milliseconds: 100_000)
        #expect(!client.isClosed)
        client.isReading = true
        #expect(client.receivedBytes().count > 20_000_000)
        #expect(client.session.output.capacity <= 64 * 1024)
    }

    /// `timeout` closes who says nothing, but not who waits for a key.
    @Test func idleClientsAreClosed() {
        let configuration = Configuration()
        let test = TestEngine(configuration)
        let (idle, waiting, busy) = (test.connect(), test.connect(), test.connect())
        #expect(busy.send("CONFIG SET timeout 10") == "+OK|")
        waiting.send("BLPOP l 0")
        for _ in 0..<8 {
            test.pass(milliseconds: 2000)
            busy.send("PING")
        }
        #expect(idle.isClosed && !waiting.isClosed && !busy.isClosed)
    }

    /// More than `client-query-buffer-limit` may not wait to be run.
    @Test func tooMuchInputIsTooMuch() {
        let test = TestEngine()
        let client = test.connect()
        #expect(client.send("CONFIG SET client-query-buffer-limit 1mb") == "+OK|")
        client.send("BLPOP l 0")
        let chunk = [UInt8](repeating: 0x2A, count: 256 * 1024)
        for _ in 0..<4 { client.write(bytes: chunk) }
        #expect(!client.isClosed)
        client.write(bytes: [0x2A])
        #expect(client.isClosed)
    }

    // MARK: Determinism

    /// A long history of all sorts of commands, valid and not, by several clients, with time passing.
    private func history(seed: UInt64, of script: UInt64) -> [UInt8] {
        let test = TestEngine(seed: seed)
        var random = RandomSource(seed: script)
        let clients = (0..<4).map { _ in test.connect() }
        let words = ["a", "b", "c", "1", "-1", "10", "x", "LEFT", "RIGHT", "NX", "PX", "COUNT", "*", "0"]
        let names = test.engine.commands.commands.map(\.specification.name).filter {
            // Those that tell of the process and the machine.
            !["info", "shutdown", "debug", "memory", "lolwut", "config", "quit", "command", "client"].contains($0)
        }
        var told: [UInt8] = []
        for _ in 0..<4000 {
            let client = clients[random.next(below: clients.count)]
            let name = names[random.next(below: names.count)]
            let arguments = (0..<random.next(below: 5)).map { _ in words[random.next(below: words.count)] }
            client.write([name] + arguments)
            test.pass(milliseconds: random.next(below: 3))
            for client in clients { told += client.receivedBytes() + [0] }
        }
        return told
    }

    /// Two engines with one seed and one history answer alike, byte for byte.
    @Test(arguments: 0..<4 as Range<UInt64>)
    func theSameHistoryTellsTheSame(seed: UInt64) {
        let told = history(seed: seed, of: seed)
        #expect(told.count > 50_000)
        #expect(history(seed: seed, of: seed) == told)
    }

    /// Engines share nothing.
    @Test func enginesAreIsolated() {
        let (one, other) = (TestEngine(), TestEngine())
        let (client, stranger) = (one.connect(), other.connect())
        client.send("SET k 1")
        client.send("CONFIG SET timeout 5")
        #expect(stranger.send("GET k") == "$-1|" && stranger.send("CONFIG GET timeout") == "*2|$7|timeout|$1|0|")
    }

    /// A session that ends leaves nothing behind, whatever it was doing.
    @Test func sessionsLeaveNothingBehind() {
        let test = TestEngine()
        weak var session: Session?
        for doing in ["WATCH k", "MULTI", "BLPOP k l 0", "BLPOP k 100", "CLIENT REPLY OFF", "PING", "QUIT"] {
            do {
                let client = test.connect()
                client.send(doing)
                session = client.session
                client.disconnect()
            }
            test.engine.drainOutput { _ in }
            #expect(session == nil, "\(doing)")
        }
        #expect(test.engine.sessions.isEmpty && test.engine.blockedCount == 0)
        #expect(test.engine.databases[0].waiters.isEmpty && test.engine.databases[0].watchers.isEmpty)
    }
}
