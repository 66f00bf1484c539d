// EvictionPool: which key goes when memory is short. Of some keys chosen at random the best candidates are kept from one choice to the
// next, so that few samples come close to what the policy means.

/// The best candidates for eviction so far.
struct EvictionPool {
    private struct Candidate {
        let database: Int
        let key: [UInt8]
        /// The higher, the sooner it goes.
        let score: Int64
    }

    private static let capacity = 16

    /// The best one last.
    private var candidates: [Candidate] = []

    /// Takes the best candidate that is still there out of the pool.
    mutating func takeBest(isThere: (_ database: Int, _ key: [UInt8]) -> Bool) -> (database: Int, key: [UInt8])? {
        while let candidate = candidates.popLast() {
            if isThere(candidate.database, candidate.key) { return (candidate.database, candidate.key) }
        }
        return nil
    }

    /// Looks at `count` keys of a database.
    mutating func sample(_ database: Database, _ policy: MaxMemoryPolicy, count: Int) {
        for _ in 0..<count {
            guard let entry = database.randomEntry(volatile: policy.isVolatile) else { return }
            offer(entry, of: database, policy)
        }
    }

    private mutating func offer(_ entry: Entry, of database: Database, _ policy: MaxMemoryPolicy) {
        let context = database.context
        let score: Int64 =
            switch policy {
            case .volatileTTL: -(entry.expiry ?? .max)
            case .volatileLFU, .allkeysLFU: Int64(255 - context.frequency(entry))
            default: Int64(context.idleSeconds(entry))
            }
        if candidates.count == EvictionPool.capacity, score <= candidates[0].score { return }
        let key = entry.key.array
        guard !candidates.contains(where: { $0.database == database.index && $0.key == key }) else { return }
        let place = candidates.firstIndex { $0.score >= score } ?? candidates.count
        candidates.insert(Candidate(database: database.index, key: key, score: score), at: place)
        if candidates.count > EvictionPool.capacity { candidates.removeFirst() }
    }
}

extension Database {
    /// A key chosen at random, among those that expire if it is to be `volatile`.
    func randomEntry(volatile: Bool) -> Entry? {
        guard volatile else { return table.random(&context.random) }
        guard volatileCount > 0 else { return nil }
        // An item of the queue may be stale; no more than about half of them are.
        for _ in 0..<64 {
            guard let item = expiries.random(&context.random) else { return nil }
            var found: Entry?
            table.forEach(hash: item.hash) { if $0.expiry == item.time { found = $0 } }
            if let found { return found }
        }
        return nil
    }

    /// Removes a key because memory is short. Returns about how many bytes that frees.
    func evict(_ key: [UInt8]) -> Int {
        key.withBytes { key in
            guard let entry = peekIgnoringExpiry(key) else { return 0 }
            let size = entry.memoryUse
            context.statistics.evictedKeys += 1
            signalModified(key)
            notify(.evicted, "evicted", key)
            context.timing(.evictionDeletion) { remove(key, lazily: context.freesEvictedLazily) }
            return size
        }
    }
}
