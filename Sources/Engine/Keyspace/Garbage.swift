// Garbage: what has been taken out of the keyspace and takes long to free, on its way to where freeing it delays no client.
//
// Why it may leave the engine's queue, though nothing here is synchronised: it is out of every table, so that no command can reach it,
// and what it shares with others (a snapshot, a clone) is counted atomically and never changed while it is shared.

import Synchronization

/// Values that wait to be freed.
public final class Garbage: @unchecked Sendable {
    private var entries: [Entry]
    private var table: HashTable<Entry>?
    private let counters: FreeingCounters
    private let count: Int

    init(_ entry: Entry, _ counters: FreeingCounters) {
        (entries, table, count) = ([entry], nil, 1)
        self.counters = counters
        counters.pending.add(count, ordering: .relaxed)
    }

    init(_ table: HashTable<Entry>, _ counters: FreeingCounters) {
        (entries, self.table, count) = ([], table, table.count)
        self.counters = counters
        counters.pending.add(count, ordering: .relaxed)
    }

    /// Frees it, anywhere, once. O(what it holds).
    public func free() {
        entries.forEach { $0.release() }
        entries = []
        table?.forEach { $0.release() }
        table = nil
        counters.pending.subtract(count, ordering: .relaxed)
        counters.freed.add(count, ordering: .relaxed)
    }
}

/// How many keys have been freed away from the engine's queue, for INFO.
final class FreeingCounters: Sendable {
    fileprivate let pending = Atomic<Int>(0)
    fileprivate let freed = Atomic<Int>(0)

    /// How many wait.
    var pendingCount: Int { pending.load(ordering: .relaxed) }
    /// How many are gone.
    var freedCount: Int { freed.load(ordering: .relaxed) }
}

extension Entry {
    /// Whether freeing the value takes long enough to be done elsewhere.
    var isCostlyToFree: Bool { representation == .object && anyObject.elementCount > 64 }
}
