// HashTable: elements found by their bytes, with Redis's scan cursor.
//
// A table is a power of two of buckets of one cache line each: seven elements of one word, and a header with a bit for each
// element present and a byte of its hash, so that a look-up touches the bucket and, as good as always, no element but the right
// one. A full bucket gives its last place to a pointer to another bucket.
//
// Growing and shrinking move one bucket with each later operation, so that no operation pays for the table's size; meanwhile
// there are two tables, and a look-up tries both. The engine moves those of a large keyspace that nobody uses (Engine+Rehashing.swift).
//
// The guarantee of `scan` (HashTable+Scan.swift) rests on where an element may be: only in the bucket that the low bits of its hash
// name, in either table.
//
// Why it is unsafe inside: the layout above is not expressible in an array of enums, and a look-up must cost one cache miss, not
// three. Why that is sound: the buckets are owned here, indices are masked by the table's size, and only places whose presence
// bit is set are read as elements.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a hash table holds: a handle of one word to something that has a key. The table does not own it.
protocol HashTableElement {
    init(word: UInt)
    var word: UInt { get }
    /// The bytes by which it is found.
    var key: Bytes { get }
}

/// A hash table with seeded hashing, incremental resizing and a stateless cursor.
final class HashTable<Element: HashTableElement> {
    /// Where an element is, until the table is next changed or searched.
    @safe
    struct Position {
        fileprivate let bucket: UnsafeMutableRawPointer
        fileprivate let slot: Int
        fileprivate let table: Int
        fileprivate let chain: UnsafeMutableRawPointer
    }

    var tables: (Buckets, Buckets) = (Buckets(), Buckets())
    /// The first bucket of the first table that has not moved to the second yet, or -1 when none moves.
    var rehashIndex = -1
    let seed: HashSeed

    init(seed: HashSeed) { self.seed = seed }

    deinit {
        tables.0.deallocate()
        tables.1.deallocate()
    }

    /// How many elements there are.
    var count: Int { tables.0.used + tables.1.used }

    var isEmpty: Bool { count == 0 }

    var isRehashing: Bool { rehashIndex >= 0 }

    @inline(__always)
    func hash(_ key: Bytes) -> UInt64 { SipHash.hash(key, seed: seed) }

    // MARK: Finding

    /// Where the element with `key`, whose hash is `hash`, is. O(1) expected; allocates nothing.
    @inline(__always)
    func find(_ key: Bytes, hash: UInt64) -> Position? {
        if isRehashing { rehashStep() }
        if tables.0.used > 0, let found = unsafe tables.0.find(key, hash: hash, Element.self) {
            return unsafe Position(bucket: found.bucket, slot: found.slot, table: 0, chain: found.chain)
        }
        if isRehashing, let found = unsafe tables.1.find(key, hash: hash, Element.self) {
            return unsafe Position(bucket: found.bucket, slot: found.slot, table: 1, chain: found.chain)
        }
        return nil
    }

    func find(_ key: Bytes) -> Position? { find(key, hash: hash(key)) }

    @inline(__always)
    subscript(position: Position) -> Element {
        get { unsafe Element(word: Bucket(position.bucket).word(position.slot)) }
        set { unsafe Bucket(position.bucket).setWord(position.slot, newValue.word) }
    }

    /// Calls `body` with each element whose hash is `hash`, whatever its key: those that may be the one a hash was kept of.
    func forEach(hash: UInt64, _ body: (Element) -> Void) {
        let check = { (element: Element) in if self.hash(element.key) == hash { body(element) } }
        if tables.0.used > 0 { tables.0.forEach(taggedFor: hash, Element.self, check) }
        if isRehashing { tables.1.forEach(taggedFor: hash, Element.self, check) }
    }

    /// The element that is this word, whose key has this hash, if it is there. Reads no element. O(1) expected.
    func find(word: UInt, hash: UInt64) -> Element? {
        var found: Element?
        let check = { (element: Element) in if element.word == word { found = element } }
        if tables.0.used > 0 { tables.0.forEach(taggedFor: hash, Element.self, check) }
        if isRehashing { tables.1.forEach(taggedFor: hash, Element.self, check) }
        return found
    }

    // MARK: Changing

    /// Adds `element`, whose key is not there yet and whose hash is `hash`. O(1) amortised.
    func insert(_ element: Element, hash: UInt64) {
        if isRehashing { rehashStep() }
        growIfCrowded()
        if isRehashing {
            tables.1.insert(element.word, hash: hash)
        } else {
            tables.0.insert(element.word, hash: hash)
        }
    }

    /// Removes the element at `position` and returns it. O(1) amortised.
    @discardableResult
    func remove(at position: Position) -> Element {
        let element = self[position]
        if position.table == 0 {
            unsafe tables.0.remove(bucket: position.bucket, slot: position.slot, chain: position.chain)
        } else {
            unsafe tables.1.remove(bucket: position.bucket, slot: position.slot, chain: position.chain)
        }
        shrinkIfSparse()
        return element
    }

    /// Forgets all elements. O(buckets), for giving the memory back.
    func removeAll() {
        tables.0.deallocate()
        tables.1.deallocate()
        tables = (Buckets(), Buckets())
        rehashIndex = -1
    }

    /// Exchanges what two tables of one seed hold. O(1).
    func exchangeElements(with other: HashTable) {
        precondition(seed == other.seed)
        (tables, other.tables) = (other.tables, tables)
        (rehashIndex, other.rehashIndex) = (other.rehashIndex, rehashIndex)
    }

    /// Calls `body` with each element. `body` must not change the table. O(buckets).
    func forEach(_ body: (Element) -> Void) {
        tables.0.forEach(Element.self, body)
        tables.1.forEach(Element.self, body)
    }

    /// Whether `body` returns true for each element; no more are looked at behind the first for which it does not.
    @inline(__always)
    func allSatisfy(_ body: (Element) -> Bool) -> Bool {
        tables.0.allSatisfy(Element.self, body) && tables.1.allSatisfy(Element.self, body)
    }

    // MARK: Resizing

    /// Grow when six places in seven are taken, shrink when seven in eight are free.
    private func growIfCrowded() {
        guard !isRehashing else { return }
        let buckets = tables.0.bucketCount
        if tables.0.used >= buckets * 6 { startRehash(to: max(1, buckets * 2)) }
    }

    private func shrinkIfSparse() {
        guard !isRehashing else { return }
        let buckets = tables.0.bucketCount
        guard buckets > 1, tables.0.used * 8 < buckets * 7 else { return }
        var size = buckets
        while size > 1, tables.0.used * 2 < (size / 2) * 6 { size /= 2 }
        if size < buckets { startRehash(to: size) }
    }

    /// Makes room for so many elements, if there are none yet.
    func reserve(_ count: Int) {
        guard isEmpty, !isRehashing else { return }
        var buckets = 1
        while buckets * 6 < count { buckets *= 2 }
        startRehash(to: buckets)
    }

    private func startRehash(to buckets: Int) {
        if tables.0.used == 0 {
            tables.0.deallocate()
            tables.0 = Buckets(count: buckets)
            return
        }
        tables.1.deallocate()
        tables.1 = Buckets(count: buckets)
        rehashIndex = 0
    }

    /// Moves what is left to move, so that until the next change looking something up changes nothing. O(buckets left).
    func finishRehash() {
        while isRehashing { rehashStep() }
    }

    /// Moves so many buckets, or all that are left to move.
    func rehash(buckets: Int) {
        for _ in 0..<buckets where isRehashing { rehashStep() }
    }

    /// Moves a bucket's elements to the second table; passes over a few empty ones.
    @inline(never)
    func rehashStep() {
        var empty = 0
        let end = tables.0.bucketCount
        while rehashIndex < end {
            let index = rehashIndex
            rehashIndex += 1
            if tables.0.isEmpty(chain: index) {
                empty += 1
                if empty == 10 { break }
                continue
            }
            tables.0.forEach(inChain: index, Element.self) { element in
                tables.1.insert(element.word, hash: hash(element.key))
            }
            tables.0.removeAll(inChain: index)
            break
        }
        if rehashIndex == end {
            tables.0.deallocate()
            tables.0 = tables.1
            tables.1 = Buckets()
            rehashIndex = -1
            // Shrinking may have stopped early, as elements went while it was under way.
            growIfCrowded()
        }
    }

    /// Whether buckets are to be moved, and the two tables take much memory until they are.
    var isLargeAndRehashing: Bool { isRehashing && tables.0.bucketCount >= 1024 }

    /// Bytes that the buckets take.
    var memoryUse: Int {
        (tables.0.bucketCount + tables.0.chainedCount + tables.1.bucketCount + tables.1.chainedCount) * Bucket.size
    }
}
