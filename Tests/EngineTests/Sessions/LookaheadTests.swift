// Pipelines that are looked at before they run answer as requests do that come one by one.

import Testing

@testable import UnderstudyEngine

@Suite struct LookaheadTests {
    private static let keys = 12_000

    /// A client of an engine whose database is large enough to be looked at beforehand.
    private static func makeClient() -> (TestEngine, TestClient) {
        let engine = TestEngine()
        let client = engine.connect()
        for number in 0..<keys { client.send("SET key:\(number) \(number)") }
        return (engine, client)
    }

    private static func encode(_ line: String) -> [UInt8] {
        TestClient.request(line.split(separator: " ").map { Array($0.utf8) })
    }

    /// Requests of many kinds, on keys that are there and keys that are not, with some that change what follows.
    private static func requests(seed: UInt64) -> [String] {
        var random = RandomSource(seed: seed)
        let forms: [(Int) -> String] = [
            { "GET key:\($0)" }, { "GET nokey:\($0)" }, { "INCR key:\($0)" }, { "SET key:\($0) value" },
            { "DEL key:\($0)" },
            { "APPEND key:\($0) x" }, { "RENAME key:\($0) key:\($0 + 1)" }, { _ in "PING" }, { "SELECT \($0 % 2)" },
            { _ in "MULTI" }, { _ in "EXEC" }, { _ in "DISCARD" }, { "WATCH key:\($0)" }, { "nosuch key:\($0)" },
            { "RPUSH list:\($0) a b" }, { "BLPOP list:\($0) key:\($0) 0" }, { _ in "CLIENT REPLY SKIP" },
            { "PEXPIRE key:\($0) 1" }, { "COPY key:\($0) key:\($0 + 2) REPLACE" }, { "MGET key:\($0) key:\($0 + 1)" },
        ]
        return (0..<400).map { _ in
            forms[Int(random.next() % UInt64(forms.count))](Int(random.next() % UInt64(keys)))
        }
    }

    @Test(arguments: [UInt64](1...8))
    func aPipelineAnswersAsSingleRequestsDo(seed: UInt64) {
        let (single, one) = LookaheadTests.makeClient()
        let (piped, many) = LookaheadTests.makeClient()
        // Blocked clients would wait for good.
        let requests = LookaheadTests.requests(seed: seed).filter { !$0.hasPrefix("BLPOP") || seed % 2 == 0 }
        var expected = ""
        for request in requests {
            one.write(bytes: LookaheadTests.encode(request))
            expected += one.received()
        }
        // In writes that end anywhere.
        let stream = requests.flatMap { LookaheadTests.encode($0) }
        var random = RandomSource(seed: seed + 100)
        var answer = ""
        var start = 0
        while start < stream.count {
            let end = min(stream.count, start + 1 + Int(random.next() % 2000))
            many.write(bytes: Array(stream[start..<end]))
            answer += many.received()
            start = end
        }
        #expect(answer == expected)
        #expect(single.engine.databases.map(\.count) == piped.engine.databases.map(\.count))
    }

    @Test func whatFollowsAChangeOfPermissionIsParsedAnew() {
        let (engine, client) = LookaheadTests.makeClient()
        client.send("ACL SETUSER default >secret")
        let stranger = engine.connect()
        let words = (1...12).map { "key:\($0)" }.joined(separator: " ")
        // Eleven words are too many for a stranger, and not for who has just said the password.
        let stream = ["PING", "AUTH secret", "MGET \(words)"].flatMap { LookaheadTests.encode($0) }
        stranger.write(bytes: stream)
        let answer = stranger.received()
        #expect(answer.hasPrefix("-NOAUTH"))
        #expect(answer.contains("|*12|"))
        stranger.write(bytes: ["PING", "RESET", "MGET \(words)"].flatMap { LookaheadTests.encode($0) })
        #expect(stranger.received().contains("-ERR Protocol error: unauthenticated multibulk length|"))
    }
}
