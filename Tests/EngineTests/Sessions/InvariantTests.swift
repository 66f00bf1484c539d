// Any history, by clients that wait, watch, queue, pause, kill and leave: what the engine keeps of keys and of clients fits together
// after every request.

import Testing

@testable import UnderstudyEngine

@Suite struct InvariantTests {
    /// Requests over few keys; `K` is a key, `N` a small number, `C` the id of a client.
    private static let requests = [
        "SET K v", "SET K v PX N", "SET K v KEEPTTL", "GET K", "APPEND K v", "SETRANGE K N v", "INCR K", "GETDEL K",
        "DEL K K", "EXPIRE K N", "PEXPIRE K N", "PERSIST K", "RENAME K K", "RENAMENX K K", "COPY K K",
        "COPY K K DB 1 REPLACE",
        "MOVE K 1", "SELECT 0", "SELECT 1", "SWAPDB 0 1", "FLUSHDB", "FLUSHALL", "RANDOMKEY", "KEYS *",
        "SCAN 0 COUNT N",
        "RPUSH K N N N", "LPUSH K N", "LPOP K", "RPOP K N", "LREM K 0 N", "LTRIM K 1 N", "LINSERT K BEFORE N x",
        "LSET K 0 x",
        "LMOVE K K LEFT RIGHT", "BLPOP K K 0", "BLPOP K 0.005", "BRPOP K K N", "BLMOVE K K LEFT LEFT 0.01",
        "BLMPOP 0 2 K K LEFT COUNT N", "MULTI", "EXEC", "EXEC", "DISCARD", "WATCH K K", "UNWATCH", "RESET", "FOO",
        "GET",
        "CLIENT PAUSE N", "CLIENT PAUSE N WRITE", "CLIENT UNPAUSE", "CLIENT UNBLOCK C", "CLIENT UNBLOCK C ERROR",
        "CLIENT KILL ID C", "CLIENT REPLY SKIP", "CLIENT REPLY OFF", "CLIENT REPLY ON", "QUIT",
    ]

    @Test(arguments: 0..<8 as Range<UInt64>)
    func allFitsTogether(seed: UInt64) {
        let test = TestEngine(seed: seed)
        var random = RandomSource(seed: seed)
        var clients = (0..<5).map { _ in test.connect() }
        for _ in 0..<4000 {
            let index = random.next(below: clients.count)
            // Who waits is left alone, until it leaves or asks something nonetheless.
            let leaves = clients[index].session.isSuspended ? random.next(below: 8) == 0 : random.next(below: 200) == 0
            if clients[index].isClosed || leaves {
                clients[index].disconnect()
                clients[index] = test.connect()
            }
            let client = clients[index]
            guard !client.session.isSuspended || random.next(below: 10) == 0 else { continue }
            let request = Self.requests[random.next(below: Self.requests.count)]
            client.write(
                request.split(separator: " ").map { word in
                    switch word {
                    case "K": "k\(random.next(below: 6))"
                    case "N": "\(1 + random.next(below: 12))"
                    case "C": "\(clients[random.next(below: clients.count)].session.id)"
                    default: String(word)
                    }
                })
            if random.next(below: 4) == 0 { test.pass(milliseconds: random.next(below: 4)) }
            let fault = fault(in: test.engine)
            #expect(fault == nil, "after \(request)")
            if fault != nil { return }
        }
        #expect(test.engine.totalCommands > 1000)
        for client in clients { client.disconnect() }
        test.engine.drainOutput { _ in }
        test.pass(milliseconds: 100_000)
        #expect(test.engine.databases.allSatisfy { $0.waiters.isEmpty && $0.watchers.isEmpty && $0.volatileCount == 0 })
        #expect(test.engine.sessions.isEmpty && test.engine.postponed.isEmpty && test.engine.resumed.isEmpty)
    }

    /// What does not fit, or nil.
    private func fault(in engine: Engine) -> String? {
        for database in engine.databases where database.count > 0 || database.volatileCount != 0 {
            var (volatile, hollow) = (0, 0)
            database.table.forEach { entry in
                volatile += entry.hasExpiry ? 1 : 0
                if entry.representation == .object, entry.anyObject.elementCount == 0 { hollow += 1 }
            }
            if volatile != database.volatileCount { return "the count of keys that expire" }
            if hollow > 0 { return "an empty list" }
            if !database.table.invariantsHold { return "the hash table" }
            if !database.expiries.invariantsHold { return "the queue of expiries" }
        }
        for database in engine.databases {
            for (key, queue) in database.waiters.all {
                if queue.isEmpty { return "a line without clients" }
                for session in queue.sessions {
                    guard let blocked = session.blocked, blocked.database === database,
                        case .keys(let keys, _) = blocked.reason, keys.contains(key)
                    else { return "a client in a line that it does not wait in" }
                }
            }
            for (key, watching) in database.watchers.all
            where !watching.allSatisfy({ $0.key == key && $0.database === database }) {
                return "a watched key"
            }
        }
        return engine.sessions.values.compactMap { fault(of: $0) }.first
    }

    private func fault(of session: Session) -> String? {
        if session.closing != .no { return nil }
        if let blocked = session.blocked, case .keys(let keys, _) = blocked.reason {
            for key in keys {
                let places = blocked.database.waiters[key]?.sessions.count { $0 === session } ?? 0
                if places != 1 { return "a client that waits at \(places) places in one line" }
            }
            if session.postponed != nil { return "a client that waits twice" }
        }
        for watched in session.watched {
            let watchers = watched.database.watchers[watched.key] ?? []
            if watchers.count(where: { $0 === watched }) != 1 { return "a client whose watch is not noted" }
        }
        if !session.isSuspended, !session.input.isEmpty { return "a client whose requests are left alone" }
        return nil
    }
}
