// maxmemory: who goes under each policy, and who is refused.

import Testing

@testable import UnderstudyEngine

@Suite struct EvictionTests {
    /// An engine with a limit, and a client.
    private func makeServer(_ policy: String) throws -> (TestEngine, TestClient) {
        let configuration = Configuration()
        try configuration.set("maxmemory", to: "1000000")
        try configuration.set("maxmemory-policy", to: policy)
        let test = TestEngine(configuration)
        return (test, test.connect())
    }

    /// Lets the engine believe that so many bytes too many are in use, until it has evicted or refused.
    private func exceed(_ test: TestEngine, by bytes: Int) {
        test.engine.memory = MemoryReading(used: 1_000_000 + bytes, nextTime: .max, nextInput: .max)
    }

    @Test func noevictionRefusesWhatMayGrow() throws {
        let (test, client) = try makeServer("noeviction")
        client.send("SET a 1")
        let refusal = "-OOM command not allowed when used memory > 'maxmemory'.|"
        for request in ["SET b 1", "LPUSH l 1", "INCR n"] {
            exceed(test, by: 1)
            #expect(client.send(request) == refusal)
        }
        for (request, reply) in [("GET a", "$1|1|"), ("DEL a", ":1|"), ("MULTI", "+OK|")] {
            exceed(test, by: 1)
            #expect(client.send(request) == reply)
        }
        exceed(test, by: 1)
        #expect(client.send("GET a") == "+QUEUED|")
        exceed(test, by: 1)
        #expect(client.send("SET a 1") == refusal)
        #expect(client.send("DISCARD") == "+OK|")
    }

    @Test func aTransactionIsRefusedAtItsEnd() throws {
        let (test, client) = try makeServer("noeviction")
        client.send("MULTI")
        client.send("SET a 1")
        exceed(test, by: 1)
        #expect(client.send("EXEC").hasPrefix("-EXECABORT Transaction discarded because of: OOM"))
    }

    @Test(arguments: ["allkeys-lru", "volatile-lru"])
    func theLongestUnusedGo(policy: String) throws {
        let (test, client) = try makeServer(policy)
        for number in 0..<10 {
            client.send("SET k\(number) v EX 100000")
            test.advance(milliseconds: 2000)
        }
        client.send("GET k0")
        // More than one key's worth, less than two: with ten keys and sixteen places in the pool the choice is nearly exact.
        try test.configuration.set("maxmemory-samples", to: "64")
        exceed(test, by: 60)
        client.send("PING")
        #expect(client.send("EXISTS k0") == ":1|")
        #expect(client.send("EXISTS k1") == ":0|")
    }

    @Test(arguments: ["allkeys-lfu", "volatile-lfu"])
    func theLeastUsedGo(policy: String) throws {
        let (test, client) = try makeServer(policy)
        for number in 0..<10 { client.send("SET k\(number) v EX 100000") }
        for number in 0..<10 where number != 4 { for _ in 0..<200 { client.send("GET k\(number)") } }
        try test.configuration.set("maxmemory-samples", to: "64")
        exceed(test, by: 1)
        client.send("PING")
        #expect(client.send("EXISTS k4") == ":0|")
        #expect(client.send("DBSIZE") == ":9|")
    }

    @Test func theSoonestToExpireGo() throws {
        let (test, client) = try makeServer("volatile-ttl")
        for number in 0..<10 { client.send("SET k\(number) v EX \(100 + (number * 7) % 10)") }
        try test.configuration.set("maxmemory-samples", to: "64")
        exceed(test, by: 1)
        client.send("PING")
        #expect(client.send("EXISTS k0") == ":0|")
    }

    @Test(arguments: ["volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"])
    func keysThatDoNotExpireAreSpared(policy: String) throws {
        let (test, client) = try makeServer(policy)
        for number in 0..<10 { client.send("SET k\(number) v") }
        client.send("SET volatile v EX 1000")
        exceed(test, by: 1_000_000)
        #expect(client.send("SET b 1").hasPrefix("-OOM"))
        #expect(client.send("DBSIZE") == ":10|")
        #expect(test.engine.context.statistics.evictedKeys == 1)
    }

    @Test func chanceSparesNoDatabase() throws {
        let (test, client) = try makeServer("allkeys-random")
        for number in 0..<50 { client.send("SET k\(number) v") }
        client.send("SELECT 3")
        for number in 0..<50 { client.send("SET k\(number) v") }
        exceed(test, by: 2000)
        client.send("PING")
        #expect(test.engine.databases[0].count < 50 && test.engine.databases[3].count < 50)
    }
}
