// The hash table against a dictionary, with its invariants checked on the way.

import Testing

@testable import UnderstudyEngine

/// A table of entries that owns them, as a database does.
final class EntryTable {
    let table: HashTable<Entry>

    init(seed: UInt64 = 1) { table = HashTable(seed: HashSeed(first: seed, second: ~seed)) }

    deinit { table.forEach { $0.release() } }

    func value(of key: [UInt8]) -> Int? {
        key.withBytes { key in table.find(key).map { table[$0].integer } }
    }

    /// Adds or replaces.
    func put(_ key: [UInt8], _ value: Int) {
        key.withBytes { key in
            let new = Entry(key: key, .integer(value), expiry: nil)
            let hash = table.hash(key)
            if let position = table.find(key, hash: hash) {
                let old = table[position]
                table[position] = new
                old.release()
            } else {
                table.insert(new, hash: hash)
            }
        }
    }

    @discardableResult
    func remove(_ key: [UInt8]) -> Bool {
        key.withBytes { key in
            guard let position = table.find(key) else { return false }
            table.remove(at: position).release()
            return true
        }
    }

    func contents() -> [[UInt8]: Int] {
        var found: [[UInt8]: Int] = [:]
        table.forEach { found[$0.key.array] = $0.integer }
        return found
    }
}

/// The key that tests call by a number.
func numberedKey(_ number: Int) -> [UInt8] { Array("key:\(number)".utf8) }

@Suite struct HashTableTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func agreesWithADictionary(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let table = EntryTable(seed: seed)
        var model: [[UInt8]: Int] = [:]
        // Waves of growing and shrinking, over few keys, so that all operations hit as often as they miss.
        for step in 0..<6000 {
            let key = numberedKey(random.next(below: 700))
            let isGrowing = step / 1000 % 2 == 0
            if random.next(below: 10) < (isGrowing ? 8 : 2) {
                table.put(key, step)
                model[key] = step
            } else {
                #expect(table.remove(key) == (model.removeValue(forKey: key) != nil))
            }
            let other = numberedKey(random.next(below: 700))
            #expect(table.value(of: other) == model[other])
            #expect(table.table.count == model.count)
            if step % 50 == 0 { #expect(table.table.invariantsHold) }
        }
        #expect(table.contents() == model)
        #expect(table.table.invariantsHold)
    }

    @Test func emptiesAndFillsAgain() {
        let table = EntryTable()
        for _ in 0..<3 {
            for number in 0..<1000 { table.put(numberedKey(number), number) }
            for number in 0..<1000 { #expect(table.remove(numberedKey(number))) }
            #expect(table.table.isEmpty && table.table.invariantsHold)
            var random = RandomSource(seed: 1)
            #expect(table.table.random(&random) == nil)
            #expect(table.table.scan(0) { _ in Issue.record("an empty table has nothing to visit") } == 0)
        }
    }

    @Test func removeAllGivesTheMemoryBack() {
        let table = EntryTable()
        for number in 0..<1000 { table.put(numberedKey(number), number) }
        #expect(table.table.memoryUse >= 1000 / 7 * 64)
        table.table.forEach { $0.release() }
        table.table.removeAll()
        #expect(table.table.memoryUse == 0 && table.table.isEmpty && table.table.invariantsHold)
        table.put(numberedKey(1), 1)
        #expect(table.value(of: numberedKey(1)) == 1)
    }

    @Test func shrinksAsElementsGo() {
        let table = EntryTable()
        for number in 0..<20_000 { table.put(numberedKey(number), number) }
        let full = table.table.memoryUse
        for number in 0..<19_900 { table.remove(numberedKey(number)) }
        // A few look-ups finish what is under way.
        for number in 0..<2000 { _ = table.value(of: numberedKey(number)) }
        #expect(table.table.memoryUse <= full / 32)
        #expect(table.table.invariantsHold)
        for number in 19_900..<20_000 { #expect(table.value(of: numberedKey(number)) == number) }
    }

    @Test func aBucketIsAtLeastHalfUsedAndAtMostCrowded() {
        let table = EntryTable()
        for number in 0..<50_000 {
            table.put(numberedKey(number), number)
            // One cache line holds seven: between one and two lines for what would fit one, while two tables exist three.
            if table.table.count > 1000, !table.table.isRehashing {
                #expect(table.table.memoryUse < table.table.count * 64 / 2)
            }
        }
    }

    /// No operation pays for the size of the table: what one moves is a bucket's elements, and it passes over ten empty ones at most.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func noOperationMovesMuch(seed: UInt64) {
        let table = EntryTable(seed: seed)
        var random = RandomSource(seed: seed)
        var (mostMoved, mostPassed, rehashes) = (0, 0, 0)
        func watch(_ operation: () -> Void) {
            let (used, index) = (table.table.tables.0.used, table.table.rehashIndex)
            let wasRehashing = table.table.isRehashing
            operation()
            guard table.table.isRehashing else { return }
            if !wasRehashing {
                rehashes += 1
            } else {
                mostMoved = max(mostMoved, used - table.table.tables.0.used)
                mostPassed = max(mostPassed, table.table.rehashIndex - index)
            }
        }
        for number in 0..<20_000 { watch { table.put(numberedKey(number), number) } }
        for number in 0..<20_000 {
            watch { table.remove(numberedKey(number)) }
            watch { _ = table.value(of: numberedKey(random.next(below: 20_000))) }
        }
        #expect(rehashes > 10)
        #expect(mostMoved > 0 && mostMoved < 40)
        // Three steps in one operation at most: finding, finding again, inserting.
        #expect(mostPassed > 0 && mostPassed <= 30)
    }

    /// Keys whose hashes end alike share a bucket in a table of any size: one long chain, which holds as any other.
    @Test func aLongChain() {
        let table = EntryTable()
        let keys = (0..<60_000).map(numberedKey).filter { $0.withBytes { table.table.hash($0) & 0x3FF == 5 } }
        #expect(keys.count > 30)
        for (number, key) in keys.enumerated() {
            table.put(key, number)
            #expect(table.table.invariantsHold)
        }
        for (number, key) in keys.enumerated() { #expect(table.value(of: key) == number) }
        // From the front, from the back and from the middle: holes are filled from the end of the chain.
        var left = Array(keys.enumerated())
        while !left.isEmpty {
            let (_, key) = left.remove(at: [0, left.count - 1, left.count / 2][left.count % 3])
            #expect(table.remove(key) && !table.remove(key))
            #expect(table.table.invariantsHold)
            #expect(left.allSatisfy { table.value(of: $0.element) == $0.offset })
        }
        #expect(table.table.memoryUse <= 2 * 64)
    }

    @Test func forEachOfAHashFindsWhoseHashItIs() {
        let table = EntryTable()
        for number in 0..<500 { table.put(numberedKey(number), number) }
        for number in 0..<600 {
            var found: [Int] = []
            let hash = numberedKey(number).withBytes { table.table.hash($0) }
            table.table.forEach(hash: hash) { found.append($0.integer) }
            #expect(found == (number < 500 ? [number] : []))
        }
    }

    /// Every element can be drawn, and none is drawn many times as often as another.
    @Test(arguments: [1, 5, 50, 90, 700])
    func randomReachesEveryElement(count: Int) {
        let table = EntryTable()
        for number in 0..<count { table.put(numberedKey(number), number) }
        var random = RandomSource(seed: 7)
        var drawn = [Int](repeating: 0, count: count)
        for _ in 0..<count * 60 {
            guard let entry = table.table.random(&random) else {
                Issue.record("a table that is not empty has a random element")
                return
            }
            drawn[entry.integer] += 1
        }
        #expect(drawn.allSatisfy { $0 > 0 && $0 < 400 })
    }

    /// Keys with every byte, keys that are prefixes of others, and the empty key are keys like any other.
    @Test func keysAreBytes() {
        let table = EntryTable()
        var keys: [[UInt8]] = [[]]
        for byte in UInt8.min...UInt8.max { keys += [[byte], [byte, 0], [0, byte], [byte, byte, byte]] }
        keys = Array(Set(keys))
        for (number, key) in keys.enumerated() { table.put(key, number) }
        for (number, key) in keys.enumerated() { #expect(table.value(of: key) == number) }
        #expect(table.table.count == keys.count && table.table.invariantsHold)
    }
}
