// Packed collections: those that rest are packed, and no client can tell, whatever it does to them, shared or alone.

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
    ]

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

    private var packedCount: Int {
        var count = 0
        database.table.forEach { if $0.representation == .packed { count += 1 } }
        return count
    }

    @Test func thoseThatRestArePackedAndReadTheSame() {
        let shown = fill(200)
        #expect(packedCount > 800)
        for (key, value) in shown { #expect(read(key) == value) }
        #expect(packedCount > 800)
    }

    @Test func whatIsUsedOverAndOverStaysUnpacked() {
        _ = fill(100)
        let key = "1:0"
        #expect(entry(key).representation == .packed)
        for _ in 0..<100 {
            _ = read(key)
            #expect(entry(key).representation == .object)
        }
    }

    /// One field of a hash is read where it is.
    @Test func fieldsAreReadWithoutUnpacking() {
        _ = fill(100)
        let key = "0:7"
        #expect(entry(key).representation == .packed)
        #expect(client.send("HGET \(key) a") == "$1|1|" && client.send("HGET \(key) b") == "$3|two|")
        // Values are no fields.
        #expect(client.send("HGET \(key) 1") == "$-1|" && client.send("HGET \(key) two") == "$-1|")
        #expect(client.send("HEXISTS \(key) b") == ":1|" && client.send("HEXISTS \(key) c") == ":0|")
        #expect(client.send("HSTRLEN \(key) b") == ":3|" && client.send("HSTRLEN \(key) c") == ":0|")
        #expect(client.send("HGET 1:7 a").hasPrefix("-WRONGTYPE"))
        #expect(entry(key).representation == .packed)
    }

    @Test func aChangeFindsWhatWasPacked() {
        _ = fill(100)
        let other = TestEngine()
        let fresh = other.connect()
        for (number, kind) in Self.kinds.enumerated() {
            let key = "\(number):7"
            #expect(entry(key).representation == .packed)
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
            #expect(entry(key).representation == .packed)
            #expect(client.send("MEMORY USAGE \(key)").hasPrefix(":"))
            #expect(client.send("TYPE \(key)") != "+none|")
            #expect(entry(key).representation == .packed)
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
            #expect(entry.representation == .packed)
            entry.retain()
            kept.append((entry, "\(number):5"))
        }
        for (entry, key) in kept {
            #expect(read(key) == shown[key])
            _ = run(Self.kinds[Int(String(key.first!))!].2, key)
            #expect(read(key) != shown[key])
            #expect(entry.representation == .packed && entry.anyObject.elementCount >= 2)
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
}
