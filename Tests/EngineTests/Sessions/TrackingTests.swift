// Caches in clients: whoever has read what it was told of never believes in a stale value. The messages themselves are in the specs.

import Testing

@testable import UnderstudyEngine

/// A client that caches what it reads and drops what it is told of, each before its next step.
private final class CachingClient {
    let client: TestClient
    /// Who is told in its place: a subscriber, since RESP2 knows no pushes.
    private let listener: TestClient?
    private let mode: String
    private var cache: [String: String] = [:]
    private(set) var hits = 0

    /// - Parameter mode: The options of CLIENT TRACKING; with `REDIRECT` the client speaks RESP2, and another one listens.
    init(_ server: TestEngine, _ mode: String) {
        client = server.connect()
        self.mode = mode
        if mode.hasPrefix("REDIRECT") {
            let listener = server.connect()
            listener.send("SUBSCRIBE __redis__:invalidate")
            self.listener = listener
            client.send("CLIENT TRACKING ON \(mode) \(listener.session.id)")
        } else {
            listener = nil
            client.send("HELLO 3")
            client.send("CLIENT TRACKING ON \(mode)")
        }
    }

    /// Sends a command that changes keys.
    func change(_ command: String, _ keys: String...) {
        hear(client.send(command))
        hear()
        // What it has changed itself a client in NOLOOP mode has to know.
        if mode.contains("NOLOOP") { for key in keys { cache[key] = nil } }
    }

    private func hear() { if let listener { hear(listener.received()) } }

    /// Takes out of the cache what the client has been told of by now.
    private func hear(_ text: String) {
        let start = listener == nil ? ">2|$10|invalidate|" : "*3|$7|message|$20|__redis__:invalidate|"
        for message in text.components(separatedBy: start).dropFirst() {
            if message.hasPrefix("_|") || message.hasPrefix("$-1|") {
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
    func read(_ key: String) -> String? {
        hear(client.received())
        hear()
        if let value = cache[key] {
            hits += 1
            return value.isEmpty ? nil : value
        }
        if mode.hasPrefix("OPTIN") { hear(client.send("CLIENT CACHING YES")) }
        let reply = client.send("GET \(key)")
        let parts = reply.split(separator: "|", omittingEmptySubsequences: false)
        let value = parts[0] == "_" || parts[0] == "$-1" ? "" : String(parts[1])
        cache[key] = value
        hear(reply)
        hear()
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
    private static let prefixes = "BCAST" + (0...9).map { " PREFIX k\($0)" }.joined()

    /// Clients whose beliefs are compared with what the server has after each of many random changes: by others and by themselves,
    /// by the time, for want of memory, and by the limit of the table. A client that is not told of its own doing is not told
    /// either of what its command makes the table forget, so that it has a server without such a limit.
    @Test(
        arguments: [1, 2, 3, 4] as [UInt64],
        [
            ["", "OPTIN", "OPTOUT", prefixes, "REDIRECT", "BCAST"],
            ["NOLOOP", "BCAST NOLOOP PREFIX k", "REDIRECT", "OPTIN NOLOOP"],
        ])
    func aCacheIsNeverStale(seed: UInt64, modes: [String]) throws {
        var random = RandomSource(seed: seed)
        let configuration = Configuration()
        try configuration.set("maxmemory", to: "1gb")
        try configuration.set("maxmemory-policy", to: "allkeys-random")
        let server = TestEngine(configuration, seed: seed)
        let (writer, checker) = (server.connect(), server.connect())
        let caches = modes.map { CachingClient(server, $0) }
        if modes.contains("") { writer.send("CONFIG SET tracking-table-max-keys 12") }
        let keys = (0..<16).map { "k\($0)" }
        for step in 0..<25_000 {
            let key = keys[random.next(below: keys.count)]
            let other = keys[random.next(below: keys.count)]
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
            case 16 where random.next(below: 4) == 0: command = "EVAL return{redis.call('SET','\(key)','s\(step)')} 0"
            case 17 where random.next(below: 4) == 0:
                // Too much memory is in use: the next command makes a key go.
                server.engine.memory = MemoryReading(used: (1 << 30) + 1, nextTime: .max, nextInput: .max)
                writer.send("PING")
                command = ""
            default: command = ""
            }
            // Now and then a client changes keys that it caches itself.
            if command.isEmpty {
                if random.next(below: 2) == 0 { server.pass(milliseconds: random.next(below: 30)) }
            } else if random.next(below: 8) == 0 {
                caches[random.next(below: caches.count)].change(command, key, other)
            } else {
                writer.send(command)
            }
            let reader = random.next(below: caches.count)
            let believed = caches[reader].read(key)
            let reply = checker.send("GET \(key)").split(separator: "|", omittingEmptySubsequences: false)
            let held = reply[0] == "$-1" ? nil : String(reply[1])
            #expect(believed == held, "step \(step), \(modes[reader]), \(key), after \(command)")
            guard believed == held else { return }
        }
        for cache in caches { #expect(cache.hits > 300) }
        #expect(server.engine.context.statistics.evictedKeys > 100)
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
