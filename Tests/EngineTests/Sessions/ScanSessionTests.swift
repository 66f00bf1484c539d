// SCAN through a session: the guarantee with MATCH, COUNT and TYPE, while other clients write and delete.

import Testing

@testable import UnderstudyEngine

@Suite struct ScanSessionTests {
    /// One call of SCAN: the cursor to go on with, and the keys.
    private func scan(_ client: TestClient, _ cursor: String, _ options: String) -> (cursor: String, keys: [String]) {
        let parts = client.send("SCAN \(cursor) \(options)").split(separator: "|").map(String.init)
        // *2 $n cursor *m then $n key for each.
        return (parts[2], stride(from: 5, to: parts.count, by: 2).map { parts[$0] })
    }

    @Test(
        arguments: ["", "COUNT 1", "COUNT 7", "COUNT 1000", "MATCH task:* COUNT 50", "TYPE string"],
        [1, 2, 3] as [UInt64])
    func noLastingKeyIsMissed(options: String, seed: UInt64) {
        let test = TestEngine(seed: seed)
        let (reader, writer) = (test.connect(), test.connect())
        var random = RandomSource(seed: seed)
        let lasting = Set((0..<150).map { "task:\($0)" })
        for key in lasting { writer.send("SET \(key) 1") }
        var (passing, next) = ([String](), 0)
        for grows in [true, false, true] {
            var (cursor, found, calls) = ("0", Set<String>(), 0)
            repeat {
                let result = scan(reader, cursor, options)
                cursor = result.cursor
                found.formUnion(result.keys)
                calls += 1
                for _ in 0..<random.next(below: 40) {
                    if grows, passing.count < 1500 || random.next(below: 2) == 0, passing.count < 3000 {
                        passing.append("task:x\(next)")
                        next += 1
                        writer.send("SET \(passing.last!) 1")
                    } else if !passing.isEmpty {
                        writer.send("DEL \(passing.remove(at: random.next(below: passing.count)))")
                    }
                }
            } while cursor != "0" && calls < 50_000
            #expect(cursor == "0" && lasting.isSubset(of: found))
        }
    }

    /// A full scan of a table that stands still returns each key once, and the calls share the work evenly.
    @Test func aFullScanIsLinear() {
        let test = TestEngine()
        let client = test.connect()
        for number in 0..<3000 { client.send("SET k\(number) 1") }
        for (options, most) in [("COUNT 10", 700), ("COUNT 100", 70), ("COUNT 100000", 1)] {
            var (cursor, found, calls) = ("0", [String](), 0)
            repeat {
                let result = scan(client, cursor, options)
                cursor = result.cursor
                found += result.keys
                calls += 1
            } while cursor != "0"
            #expect(found.count == 3000 && Set(found).count == 3000)
            #expect(calls <= most)
        }
    }

    /// What is filtered out costs a call no more than what is not: pages may be empty, and the scan goes on.
    @Test func filters() {
        let test = TestEngine()
        let client = test.connect()
        for number in 0..<500 { client.send("SET s\(number) 1") }
        for number in 0..<5 { client.send("RPUSH l\(number) 1") }
        for (options, expected) in [
            ("TYPE list", 5), ("TYPE LIST COUNT 10", 5), ("TYPE string", 500), ("TYPE nonsense", 0), ("MATCH l*", 5),
            ("MATCH *1", 51), ("MATCH s1? TYPE string", 10), ("MATCH l* TYPE string", 0),
        ] {
            var (cursor, found, empty) = ("0", [String](), 0)
            repeat {
                let result = scan(client, cursor, options)
                cursor = result.cursor
                found += result.keys
                empty += result.keys.isEmpty ? 1 : 0
            } while cursor != "0"
            #expect(found.count == expected, "\(options)")
            if expected <= 5, !options.contains("COUNT") { #expect(empty > 10, "\(options)") }
        }
    }

    /// An expired key is not returned, whether it has gone yet or not.
    @Test func expiredKeysAreNotReturned() {
        let test = TestEngine()
        test.engine.activeExpiryIsOn = false
        let client = test.connect()
        for number in 0..<20 { client.send("SET k\(number) 1 PX \(number < 10 ? 100 : 1000)") }
        test.advance(milliseconds: 101)
        #expect(scan(client, "0", "COUNT 100").keys.count == 10)
        #expect(client.send("KEYS *").hasPrefix("*10|"))
    }
}
