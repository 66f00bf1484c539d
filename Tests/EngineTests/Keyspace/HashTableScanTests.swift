// The guarantee of the scan cursor, as HashTable+Scan.swift states it: whatever happens between the calls, an element that
// lasts is visited; the scan ends; and all of it costs what the table is large.

import Testing

@testable import UnderstudyEngine

@Suite struct HashTableScanTests {
    /// What happens to the table between two calls.
    enum Weather: CaseIterable { case still, growing, shrinking, churning, breathing }

    /// Runs one scan while the table changes; returns what was visited, how often, and how many calls it took.
    private func scan(
        _ table: EntryTable, _ random: inout RandomSource, _ weather: Weather, upTo limit: Int, passing: inout [Int],
        from first: Int
    ) -> (visits: [Int: Int], calls: Int) {
        var visits: [Int: Int] = [:]
        var (cursor, calls, next) = (0 as UInt64, 0, first)
        repeat {
            cursor = table.table.scan(cursor) { visits[$0.integer, default: 0] += 1 }
            calls += 1
            guard calls < 200_000 else { return (visits, calls) }
            let grows: Bool
            switch weather {
            case .still: continue
            case .growing: grows = table.table.count < limit
            case .shrinking: grows = false
            case .churning: grows = random.next(below: 2) == 0
            // Up tenfold and down again, twice a scan or more.
            case .breathing: grows = calls / max(1, limit / 80) % 2 == 0 && table.table.count < limit
            }
            for _ in 0..<random.next(below: 60) {
                if grows {
                    table.put(numberedKey(next), next)
                    passing.append(next)
                    next += 1
                } else if !passing.isEmpty {
                    let victim = passing.remove(at: random.next(below: passing.count))
                    table.remove(numberedKey(victim))
                }
            }
        } while cursor != 0
        return (visits, calls)
    }

    @Test(arguments: Weather.allCases, 0..<12 as Range<UInt64>)
    func noLastingElementIsMissed(weather: Weather, seed: UInt64) {
        var random = RandomSource(seed: seed)
        let table = EntryTable(seed: seed)
        let lasting = 40 + random.next(below: 200)
        for number in 0..<lasting { table.put(numberedKey(number), number) }
        // The scan starts in a table of any size, often while it is being resized.
        var passing = Array(lasting..<lasting + random.next(below: weather == .shrinking ? 4000 : 400))
        for number in passing { table.put(numberedKey(number), number) }
        var first = lasting + passing.count
        let limit = table.table.count * 10
        for _ in 0..<3 {
            let (visits, calls) = scan(table, &random, weather, upTo: limit, passing: &passing, from: first)
            first += 1_000_000
            #expect(calls < 200_000, "the scan ends")
            let missed = (0..<lasting).filter { visits[$0] == nil }
            #expect(missed.isEmpty, "\(weather), seed \(seed)")
        }
        #expect(table.table.invariantsHold)
    }

    /// A table that stands still is visited once and no more, in as many calls as it has buckets.
    @Test(arguments: [0, 1, 7, 100, 5000])
    func aFullScanIsLinear(count: Int) {
        let table = EntryTable()
        for number in 0..<count { table.put(numberedKey(number), number) }
        while table.table.isRehashing { table.table.rehashStep() }
        var random = RandomSource(seed: 1)
        var none: [Int] = []
        let (visits, calls) = scan(table, &random, .still, upTo: 0, passing: &none, from: 0)
        #expect(visits.count == count && visits.values.allSatisfy { $0 == 1 })
        #expect(calls == max(1, table.table.tables.0.bucketCount))
    }

    /// While it is resized a scan may see an element again, yet not many times: its cost stays linear.
    @Test(arguments: 0..<6 as Range<UInt64>)
    func aScanDuringResizingIsLinear(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let table = EntryTable(seed: seed)
        for number in 0..<400 { table.put(numberedKey(number), number) }
        var passing: [Int] = []
        let (visits, calls) = scan(table, &random, .breathing, upTo: 4000, passing: &passing, from: 400)
        #expect(visits.values.reduce(0, +) < 12_000)
        #expect(calls < 4000)
    }

    /// A cursor that no scan returned is harmless.
    @Test func anyCursorIsTaken() {
        let table = EntryTable()
        for number in 0..<300 { table.put(numberedKey(number), number) }
        var random = RandomSource(seed: 3)
        let cursors: [UInt64] = [.max, 1 << 63, 12_345, .max - 1] + (0..<50).map { _ in random.next() }
        for start in cursors {
            var cursor = start
            var calls = 0
            repeat {
                cursor = table.table.scan(cursor) { _ in }
                calls += 1
            } while cursor != 0 && calls < 1000
            #expect(cursor == 0)
        }
    }
}
