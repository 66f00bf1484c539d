// Collections at rest: small ones are packed, larger ones bare, and no client can tell, whatever it does to them, shared or alone.

import Testing

@testable import UnderstudyEngine

@Suite struct PackingTests {
    private let engine = TestEngine()
    private let client: TestClient

    init() { client = engine.connect() }

    private var database: Database { engine.engine.databases[0] }

    /// Of each kind: how it is made, how it is read, how it is changed.
    private static let kinds = [
        ("HSET % a 1 b two", "HGETALL %", "HINCRBY % a 2"),
        ("SADD % a b 17", "SMEMBERS %", "SREM % b"),
        ("SADD % 3 -1 70000", "SMEMBERS %", "SADD % 5"),
        ("ZADD % 1 a 2.5 b -inf c", "ZRANGE % 0 -1 WITHSCORES", "ZINCRBY % 4 a"),
        ("RPUSH % a 12 b", "LRANGE % 0 -1", "LPUSH % z"),
        // Too large to be packed.
        ("HSET % a 1 b two" + (0..<100).map { " field:\($0) value" }.joined(), "HGETALL %", "HINCRBY % a 2"),
        ("SADD % a b 17" + (0..<100).map { " member:\($0)" }.joined(), "SMEMBERS %", "SREM % b"),
        (
            "ZADD % 1 a 2.5 b -inf c" + (0..<100).map { " \($0) member:\($0)" }.joined(), "ZRANGE % 0 -1",
            "ZINCRBY % 4 a"
        ),
        ("RPUSH % a 12 b" + (0..<100).map { " element:\($0)" }.joined(), "LRANGE % 0 -1", "LPUSH % z"),
    ]
    private static let firstLarge = 5

    private func run(_ command: String, _ key: String) -> String {
        client.send(command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: key))
    }

    /// Makes keys of all kinds, enough for most to be packed; returns what reading each shows.
    private func fill(_ count: Int) -> [String: String] {
        var shown: [String: String] = [:]
        for (number, kind) in Self.kinds.enumerated() {
            for index in 0..<count {
                let key = "\(number):\(index)"
                _ = run(kind.0, key)
                shown[key] = run(kind.1, key)
            }
        }
        // The last ones would stay as they are.
        for number in 0..<200 { _ = client.send("SADD filler:\(number) a") }
        return shown
    }

    private func read(_ key: String) -> String { run(Self.kinds[Int(key.split(separator: ":")[0])!].1, key) }

    private func entry(_ key: String) -> Entry { Array(key.utf8).withBytes { database.peekIgnoringExpiry($0)! } }

    private var restingCount: Int {
        var count = 0
        database.table.forEach { if $0.isAtRest { count += 1 } }
        return count
    }

    @Test func thoseThatRestReadTheSame() {
        let shown = fill(200)
        #expect(restingCount > 1700)
        for (key, value) in shown { #expect(read(key) == value) }
        #expect(restingCount > 1700)
    }

    @Test func smallOnesArePackedAndLargerOnesBare() {
        _ = fill(100)
        for number in Self.kinds.indices {
            #expect(entry("\(number):7").representation == (number < Self.firstLarge ? .packed : .bare))
        }
    }

    @Test func whatIsUsedOverAndOverStaysUnpacked() {
        _ = fill(100)
        let key = "1:0"
        #expect(entry(key).isAtRest)
        for _ in 0..<100 {
            _ = read(key)
            #expect(entry(key).representation == .object)
        }
    }

    /// One field of a hash is read where it is.
    @Test func fieldsAreReadWithoutUnpacking() {
        _ = fill(100)
        let key = "0:7"
        #expect(entry(key).isAtRest)
        #expect(client.send("HGET \(key) a") == "$1|1|" && client.send("HGET \(key) b") == "$3|two|")
        // Values are no fields.
        #expect(client.send("HGET \(key) 1") == "$-1|" && client.send("HGET \(key) two") == "$-1|")
        #expect(client.send("HEXISTS \(key) b") == ":1|" && client.send("HEXISTS \(key) c") == ":0|")
        #expect(client.send("HSTRLEN \(key) b") == ":3|" && client.send("HSTRLEN \(key) c") == ":0|")
        #expect(client.send("HGET 1:7 a").hasPrefix("-WRONGTYPE"))
        #expect(entry(key).isAtRest)
    }

    /// So are members and scores, and elements are counted.
    @Test func membersAreReadWithoutUnpacking() {
        _ = fill(100)
        for (key, members, others) in [
            ("1:7", ["a", "17"], ["c", "017"]), ("2:7", ["3", "-1", "70000"], ["4", "a", "99999999999", "03"]),
        ] {
            for member in members { #expect(client.send("SISMEMBER \(key) \(member)") == ":1|") }
            for other in others { #expect(client.send("SISMEMBER \(key) \(other)") == ":0|") }
            #expect(client.send("SCARD \(key)") == ":3|")
            #expect(entry(key).representation == .packed)
        }
        // Scores are no members.
        #expect(client.send("ZSCORE 3:7 b") == "$3|2.5|" && client.send("ZSCORE 3:7 c") == "$4|-inf|")
        #expect(client.send("ZSCORE 3:7 1") == "$-1|" && client.send("ZSCORE 3:7 d") == "$-1|")
        #expect(
            client.send("ZCARD 3:7") == ":3|" && client.send("HLEN 0:7") == ":2|" && client.send("LLEN 4:7") == ":3|")
        #expect(client.send("HLEN 5:7") == ":102|" && client.send("SCARD 6:7") == ":103|")
        #expect(client.send("ZCARD 7:7") == ":103|" && client.send("LLEN 8:7") == ":103|")
        #expect(client.send("SISMEMBER 6:7 a") == ":1|" && client.send("ZSCORE 7:7 member:99") == "$2|99|")
        for number in Self.kinds.indices { #expect(entry("\(number):7").isAtRest) }
        for command in ["SISMEMBER 0:7 a", "ZSCORE 0:7 a", "SCARD 0:7", "ZCARD 0:7", "LLEN 0:7", "HLEN 1:7"] {
            #expect(client.send(command).hasPrefix("-WRONGTYPE"))
        }
    }

    /// Integers are sought in all widths.
    @Test(arguments: [[-40_000, -5, 0, 7], [-3_000_000_000, 5, 6, 3_000_000_000], [1, 2, 3, 4, 5]])
    func integersAreFoundWhereTheyArePacked(_ integers: [Int]) {
        _ = client.send("SADD integers " + integers.map(String.init).joined(separator: " "))
        _ = fill(50)
        for integer in integers.flatMap({ [$0 - 1, $0, $0 + 1] }) {
            #expect(client.send("SISMEMBER integers \(integer)") == (integers.contains(integer) ? ":1|" : ":0|"))
        }
        #expect(entry("integers").representation == .packed)
    }

    @Test func aChangeFindsWhatWasPacked() {
        _ = fill(100)
        let other = TestEngine()
        let fresh = other.connect()
        for (number, kind) in Self.kinds.enumerated() {
            let key = "\(number):7"
            #expect(entry(key).isAtRest)
            for command in [kind.0, kind.2, kind.2, kind.1, "OBJECT ENCODING %", "DUMP %"] {
                let line = command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: key)
                let expected = fresh.send(line)
                if command != kind.0 { #expect(client.send(line) == expected, "\(line)") }
            }
        }
    }

    @Test func whatConcernsKeysWorksOnPackedOnes() {
        let shown = fill(100)
        for number in Self.kinds.indices {
            let (key, expected) = ("\(number):3", shown["\(number):3"]!)
            #expect(entry(key).isAtRest)
            #expect(client.send("MEMORY USAGE \(key)").hasPrefix(":"))
            #expect(client.send("TYPE \(key)") != "+none|")
            #expect(entry(key).isAtRest)
            #expect(client.send("EXPIRE \(key) 100") == ":1|" && read(key) == expected)
            #expect(client.send("COPY \(key) \(key):copy") == ":1|" && read("\(key):copy") == expected)
            #expect(client.send("RENAME \(key) \(key):new") == "+OK|" && read("\(key):new") == expected)
            #expect(client.send("DEL \(key):new \(key):copy") == ":2|")
        }
    }

    /// A snapshot keeps what it was handed, however it was kept then.
    @Test func whatIsSharedDoesNotChange() {
        let shown = fill(100)
        var kept: [(Entry, String)] = []
        for number in Self.kinds.indices {
            let entry = entry("\(number):5")
            #expect(entry.isAtRest)
            entry.retain()
            kept.append((entry, "\(number):5"))
        }
        for (entry, key) in kept {
            #expect(read(key) == shown[key])
            _ = run(Self.kinds[Int(String(key.first!))!].2, key)
            #expect(read(key) != shown[key])
            #expect(entry.isAtRest && entry.anyObject.elementCount >= 2)
            entry.release()
        }
    }

    @Test func onlyWhatIsSmallIsPacked() {
        _ = client.send("SADD large " + (0..<300).map { "member:\($0)" }.joined(separator: " "))
        _ = client.send("HSET fields a 1 b 2")
        _ = client.send("HPEXPIRE fields 100000 FIELDS 1 a")
        _ = client.send("XADD stream 1-1 a b")
        _ = fill(100)
        for key in ["large", "fields", "stream"] { #expect(entry(key).representation == .object) }
        #expect(client.send("HPTTL fields FIELDS 1 a") == "*1|:100000|")
        engine.pass(milliseconds: 100_010)
        #expect(client.send("HGETALL fields") == "*2|$1|b|$1|2|")
    }

    @Test func aHashThatWasPackedCanExpire() {
        _ = fill(100)
        #expect(entry("0:4").representation == .packed)
        #expect(client.send("HPEXPIRE 0:4 10 FIELDS 1 a") == "*1|:1|")
        engine.pass(milliseconds: 20)
        #expect(client.send("HGETALL 0:4") == "*2|$1|b|$3|two|")
    }

    @Test func whatIsLoadedIsAtRest() throws {
        let configuration = Configuration()
        try configuration.set("enable-debug-command", to: "yes")
        let server = TestEngine(configuration)
        let client = server.connect()
        let send = { (command: String, key: String) in
            client.send(command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: key))
        }
        for (number, kind) in Self.kinds.enumerated() { _ = send(kind.0, "\(number)") }
        let shown = Self.kinds.enumerated().map { send($1.1, "\($0)") }
        #expect(client.send("DEBUG RELOAD") == "+OK|")
        server.engine.databases[0].table.forEach { #expect($0.isAtRest) }
        #expect(Self.kinds.enumerated().map { send($1.1, "\($0)") } == shown)
    }
}
