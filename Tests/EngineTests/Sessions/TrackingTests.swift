// Caches in clients: whoever has read what it was told of never believes in a stale value. The messages themselves are in the specs.

import Testing

@testable import UnderstudyEngine

/// A client that caches what it reads and drops what it is told of, each before its next step.
private final class CachingClient {
    let client: TestClient
    private var cache: [String: String] = [:]
    private(set) var hits = 0

    init(_ client: TestClient, _ mode: String) {
        self.client = client
        client.send("HELLO 3")
        client.send("CLIENT TRACKING ON" + mode)
    }

    /// Takes out of the cache what the client has been told of by now.
    func hear(_ text: String) {
        for message in text.components(separatedBy: ">2|$10|invalidate|").dropFirst() {
            if message.hasPrefix("_|") {
                cache = [:]
                continue
            }
            // *count|$length|key|$length|key|...
            let parts = message.split(separator: "|", omittingEmptySubsequences: false)
            let count = Int(parts[0].dropFirst())!
            for index in 0..<count { cache[String(parts[2 + 2 * index])] = nil }
        }
    }

    /// What the client believes a key to hold: from its cache, or from the server, nil for nothing.
    func read(_ key: String, _ prefix: String = "") -> String? {
        hear(client.received())
        if let value = cache[key] {
            hits += 1
            return value.isEmpty ? nil : value
        }
        if !prefix.isEmpty { hear(client.send(prefix)) }
        let reply = client.send("GET \(key)")
        let parts = reply.split(separator: "|", omittingEmptySubsequences: false)
        let value = parts[0] == "_" ? "" : String(parts[1])
        cache[key] = value
        hear(reply)
        return value.isEmpty ? nil : value
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}

@Suite struct TrackingTests {
    /// Clients of every mode, whose beliefs are compared with what the server has after each of many random changes by others and
    /// by themselves, by the time and by the limit of the table.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func aCacheIsNeverStale(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let server = TestEngine(seed: seed)
        let (writer, checker) = (server.connect(), server.connect())
        let caches = [
            CachingClient(server.connect(), ""), CachingClient(server.connect(), " OPTIN"),
            CachingClient(server.connect(), " OPTOUT"), CachingClient(server.connect(), " BCAST PREFIX k"),
        ]
        writer.send("CONFIG SET tracking-table-max-keys 12")
        let keys = (0..<16).map { "k\($0)" }
        for step in 0..<25_000 {
            let key = keys[random.next(below: keys.count)]
            let other = keys[random.next(below: keys.count)]
            // Now and then a client changes keys that it caches itself.
            let client = random.next(below: 8) == 0 ? caches[random.next(below: caches.count)].client : writer
            let mine = caches.first { $0.client === client }
            let command: String
            switch random.next(below: 24) {
            case 0..<4: command = "SET \(key) v\(step)"
            case 4..<6: command = "SET \(key) v\(step) PX \(1 + random.next(below: 40))"
            case 6: command = "DEL \(key) \(other)"
            case 7: command = "APPEND \(key) x"
            case 8: command = "PEXPIRE \(key) \(1 + random.next(below: 40))"
            case 9: command = "RENAME \(key) \(other)"
            case 10: command = "COPY \(key) \(other) REPLACE"
            case 11: command = "GETEX \(key) PX \(1 + random.next(below: 40))"
            case 12: command = "MSET \(key) a\(step) \(other) b\(step)"
            case 13: command = "PERSIST \(key)"
            case 14 where random.next(below: 50) == 0: command = "FLUSHALL"
            case 15: command = "GETDEL \(key)"
            default: command = ""
            }
            if !command.isEmpty {
                let reply = client.send(command)
                mine?.hear(reply)
            } else if random.next(below: 2) == 0 {
                server.pass(milliseconds: random.next(below: 30))
            }
            let reader = random.next(below: caches.count)
            let believed = caches[reader].read(key, reader == 1 ? "CLIENT CACHING YES" : "")
            let reply = checker.send("GET \(key)").split(separator: "|", omittingEmptySubsequences: false)
            let held = reply[0] == "$-1" ? nil : String(reply[1])
            #expect(believed == held, "step \(step), client \(reader), \(key), after \(command)")
            guard believed == held else { return }
        }
        for cache in caches { #expect(cache.hits > 300) }
    }

    @Test func theTableForgetsWhoIsGone() {
        let server = TestEngine()
        let (reader, writer) = (server.connect(), server.connect())
        reader.send("HELLO 3")
        reader.send("CLIENT TRACKING ON")
        for index in 0..<100 { reader.send("GET k\(index)") }
        let tracking = server.engine.context.tracking!
        #expect(tracking.keyCount == 100 && tracking.itemCount == 100 && tracking.clientCount == 1)
        reader.disconnect()
        #expect(tracking.clientCount == 0)
        for index in 0..<100 { writer.send("SET k\(index) v") }
        #expect(tracking.keyCount == 0 && tracking.itemCount == 0)
        let broadcast = server.connect()
        broadcast.send("CLIENT TRACKING ON BCAST PREFIX a PREFIX b")
        #expect(tracking.prefixCount == 2)
        broadcast.disconnect()
        #expect(tracking.prefixCount == 0)
    }

    @Test func theTableKeepsItsLimit() {
        let server = TestEngine()
        let (reader, other) = (server.connect(), server.connect())
        for client in [reader, other] {
            client.send("HELLO 3")
            client.send("CLIENT TRACKING ON")
        }
        for index in 0..<50 { reader.send("GET k\(index)") }
        for index in 25..<75 { other.send("GET k\(index)") }
        let tracking = server.engine.context.tracking!
        #expect(tracking.keyCount == 75 && tracking.itemCount == 100)
        other.send("CONFIG SET tracking-table-max-keys 10")
        #expect(tracking.keyCount == 10)
        #expect(tracking.itemCount >= 10 && tracking.itemCount <= 20)
        reader.send("CONFIG SET tracking-table-max-keys 0")
        for index in 0..<200 { reader.send("GET k\(index)") }
        #expect(tracking.keyCount == 200)
    }

    @Test func nobodyWhoDoesNotTrackHasATable() {
        let server = TestEngine()
        server.connect().send("GET k")
        #expect(server.engine.context.tracking == nil)
    }
}
