// HashFieldTable: the fields of a large hash, in a hash table of their own, and the queue of those that expire.
//
// Why exclusivity is not checked for its properties: see HashValue.swift.

/// The fields of a hash whose encoding is `hashtable`. Owns them.
final class HashFieldTable {
    typealias Position = HashTable<HashField>.Position

    let fields: HashTable<HashField>
    @safe @exclusivity(unchecked) private var expiries = ExpiryQueue()
    /// How many fields have an expiry.
    @safe @exclusivity(unchecked) private(set) var volatileCount = 0

    init(seed: HashSeed) { fields = HashTable(seed: seed) }

    deinit { fields.forEach { $0.free() } }

    /// A table of its own with the same fields. O(n).
    func copy() -> HashFieldTable {
        let copy = HashFieldTable(seed: fields.seed)
        fields.forEach { copy.insert($0.key, value: $0.value, expiry: $0.expiry) }
        return copy
    }

    @inline(__always)
    var count: Int { fields.count }

    /// O(1) expected.
    @inline(__always)
    func find(_ name: Bytes) -> Position? { fields.find(name) }

    @inline(__always)
    subscript(position: Position) -> HashField { fields[position] }

    /// Adds a field, which is not there yet. O(1) amortised, and O(log n) for the queue.
    func insert(_ name: Bytes, value: Bytes, expiry: Int64? = nil) {
        let hash = fields.hash(name)
        fields.insert(HashField(name: name, value: value, expiry: expiry), hash: hash)
        if let expiry {
            volatileCount += 1
            enqueue(expiry, hash: hash)
        }
    }

    /// Gives the field at `position` another value and expiry. O(1), and O(log n) for the queue.
    func replace(at position: Position, value: Bytes, expiry: Int64?) {
        let field = fields[position]
        let old = field.expiry
        if !field.overwrite(value: value, expiry: expiry) {
            // The value may be the old one: it goes after the copy.
            fields[position] = HashField(name: field.key, value: value, expiry: expiry)
            field.free()
        }
        guard old != expiry else { return }
        volatileCount += (expiry == nil ? 0 : 1) - (old == nil ? 0 : 1)
        if let expiry { enqueue(expiry, hash: fields.hash(fields[position].key)) }
    }

    func remove(at position: Position) {
        let field = fields.remove(at: position)
        if field.expiry != nil { volatileCount -= 1 }
        field.free()
    }

    // MARK: Expiry

    private func enqueue(_ time: Int64, hash: UInt64) {
        let fields = fields
        expiries.add(.init(time: time, hash: hash), live: volatileCount) { HashFieldTable.isValid($0, in: fields) }
    }

    private static func isValid(_ item: ExpiryQueue.Item, in fields: HashTable<HashField>) -> Bool {
        var valid = false
        fields.forEach(hash: item.hash) { if $0.expiry == item.time { valid = true } }
        return valid
    }

    /// When the next field expires, or nil. O(1), and O(log n) for each change that made an item of the queue stale.
    func nextExpiry() -> Int64? {
        guard volatileCount > 0 else {
            if expiries.count > 0 { expiries.removeAll() }
            return nil
        }
        while let item = expiries.first {
            if HashFieldTable.isValid(item, in: fields) { return item.time }
            _ = expiries.removeFirst()
        }
        return nil
    }

    /// Removes the fields that expired before `now`, `limit` at most; returns how many. O(log n) each.
    func removeExpired(before now: Int64, limit: Int) -> Int {
        var removed = 0
        while removed < limit, let time = nextExpiry(), time < now, let item = expiries.first {
            var names: [[UInt8]] = []
            fields.forEach(hash: item.hash) { if $0.expiry == time { names.append($0.key.array) } }
            for name in names {
                if let position = name.withBytes({ find($0) }) { remove(at: position) }
                removed += 1
            }
        }
        return removed
    }

    /// O(n).
    var memoryUse: Int {
        var total = 64 + 160 + fields.memoryUse + expiries.count * MemoryLayout<ExpiryQueue.Item>.stride
        fields.forEach { total += $0.memoryUse }
        return total
    }

    /// What is wrong with the table, or nil. O(n). For tests.
    var brokenInvariant: String? {
        if !fields.invariantsHold { return "the table is broken" }
        if !expiries.invariantsHold { return "the queue of expiries is no heap" }
        var volatile = 0
        var least = Int64.max
        fields.forEach {
            volatile += $0.expiry == nil ? 0 : 1
            least = min(least, $0.expiry ?? .max)
        }
        if volatile != volatileCount { return "\(volatile) fields that expire counted as \(volatileCount)" }
        if volatile > 0, nextExpiry() != least { return "the next expiry is \(least)" }
        return nil
    }
}
