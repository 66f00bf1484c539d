// SortedSetIndex: a large sorted set: its members in order and by name. Both structures refer to one block for each member, which
// the index owns.

/// The members of a large sorted set.
final class SortedSetIndex {
    let tree = SortedSetTree()
    private let table: HashTable<SortedSetMember>

    init(seed: HashSeed) { table = HashTable(seed: seed) }

    /// One over the members in `table`, which owns them from now on. O(n log n).
    init(adopting table: HashTable<SortedSetMember>) {
        self.table = table
        table.forEach { tree.insert($0) }
    }

    deinit { table.forEach { $0.free() } }

    /// An index of its own with the same members. O(n).
    func copy() -> SortedSetIndex {
        let copy = SortedSetIndex(seed: table.seed)
        tree.forEach(from: 0) { item in
            copy.insert(item.member.key, item.score)
            return true
        }
        return copy
    }

    @inline(__always)
    var count: Int { table.count }

    /// O(n).
    var memoryUse: Int {
        var total = table.memoryUse + tree.memoryUse
        table.forEach { total += $0.memoryUse }
        return total
    }

    @inline(__always)
    func hash(_ member: Bytes) -> UInt64 { table.hash(member) }

    /// Expected O(1).
    @inline(__always)
    func find(_ member: Bytes, hash: UInt64) -> SortedSetMember? { table.find(member, hash: hash).map { table[$0] } }

    func find(_ member: Bytes) -> SortedSetMember? { find(member, hash: hash(member)) }

    /// Adds a member, which is not there yet. O(log n).
    func insert(_ member: Bytes, _ score: Double, hash: UInt64) {
        let member = SortedSetMember(member, score: score)
        table.insert(member, hash: hash)
        tree.insert(member)
    }

    func insert(_ member: Bytes, _ score: Double) { insert(member, score, hash: hash(member)) }

    /// Gives a member of this index another score. O(log n).
    func setScore(of member: SortedSetMember, to score: Double) {
        let rank = tree.rank(member.score, member.key)
        tree.remove(rank..<rank + 1) { _ in }
        member.score = score
        tree.insert(member)
    }

    /// Removes a member of this index. O(log n).
    func remove(_ member: SortedSetMember) {
        let rank = tree.rank(member.score, member.key)
        remove(rank..<rank + 1)
    }

    /// Removes the members at `ranks`. O(log n + members).
    func remove(_ ranks: Range<Int>) {
        tree.remove(ranks) { item in
            table.remove(at: table.find(item.member.key)!)
            item.member.free()
        }
    }

    /// Visits members as a scan does (HashTable+Scan.swift); returns the next cursor.
    func scan(_ cursor: UInt64, _ visit: (SortedSetMember) -> Void) -> UInt64 { table.scan(cursor, visit) }

    /// What is wrong, or nil. O(n). For tests.
    var brokenInvariant: String? {
        if let broken = tree.brokenInvariant { return broken }
        if !table.invariantsHold { return "the table's invariants do not hold" }
        if table.count != tree.count { return "\(table.count) members by name, \(tree.count) in order" }
        var missing = 0
        tree.forEach(from: 0) { item in
            if find(item.member.key)?.word != item.member.word { missing += 1 }
            return true
        }
        return missing == 0 ? nil : "\(missing) members are in the tree and not in the table"
    }
}
