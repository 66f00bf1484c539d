// The ordered map from ids: whatever is done to one, it holds what a sorted array would, and copies stay as they were.

import Testing

@testable import UnderstudyEngine

@Suite struct StreamIDMapTests {
    private struct Pair {
        var map = StreamIDMap<Int>()
        var model: [UInt64: Int] = [:]

        var expected: [Int] { model.sorted { $0.key < $1.key }.map(\.value) }
    }

    private static func id(_ number: UInt64) -> StreamID { StreamID(ms: number / 16, seq: number % 16) }

    @Test(arguments: 0..<4)
    func holdsWhatADictionaryWould(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var pair = Pair()
        var copies: [Pair] = []
        // Few keys meet often; many make a tree of three levels.
        let keys = seed < 2 ? 300 : 20_000
        for step in 0..<12_000 {
            let key = UInt64(random.next(below: keys))
            let grows = step % 6000 < 4000
            if random.next(below: 10) < (grows ? 8 : 1) {
                let isNew = pair.map.insert(step, at: Self.id(key))
                #expect(isNew == (pair.model[key] == nil))
                if isNew { pair.model[key] = step }
            } else if random.next(below: 10) < 7 {
                #expect(pair.map.remove(Self.id(key)) == pair.model.removeValue(forKey: key))
            } else {
                let found: Void? = pair.map.modify(Self.id(key)) { $0 += 1 }
                #expect((found != nil) == (pair.model[key] != nil))
                pair.model[key]? += 1
            }
            #expect(pair.map[Self.id(key)] == pair.model[key])
            #expect(pair.map.count == pair.model.count)
            if step % 400 == 399 { compare(pair, from: key) }
            if step % 1500 == 700 { copies.append(pair) }
        }
        for copy in copies { compare(copy, from: 0) }
    }

    private func compare(_ pair: Pair, from key: UInt64) {
        if let broken = pair.map.brokenInvariant { Issue.record("\(broken)") }
        var forwards: [Int] = []
        pair.map.forEach {
            forwards.append($1)
            return true
        }
        #expect(forwards == pair.expected)
        let keys = pair.model.keys.sorted()
        #expect(pair.map.first?.id == keys.first.map(Self.id))
        #expect(pair.map.last?.id == keys.last.map(Self.id))
        #expect(pair.map.first(from: Self.id(key))?.id == keys.first { $0 >= key }.map(Self.id))
        #expect(pair.map.lastID(through: Self.id(key)) == keys.last { $0 <= key }.map(Self.id))
        var backwards: [Int] = []
        pair.map.forEachReversed(through: Self.id(key)) {
            backwards.append($1)
            return true
        }
        #expect(backwards == keys.filter { $0 <= key }.reversed().map { pair.model[$0]! })
    }

    @Test func fillsItsNodesWithAscendingIDs() {
        var map = StreamIDMap<Int>()
        for number in 0..<100_000 { map.insert(number, at: Self.id(UInt64(number))) }
        #expect(map.brokenInvariant == nil)
        // 24 bytes an element, and hardly more.
        #expect(map.memoryUse < 100_000 * 28)
        for number in 0..<100_000 { #expect(map.remove(Self.id(UInt64(number))) == number) }
        #expect(map.isEmpty)
        #expect(map.memoryUse == 0)
    }

    @Test func worksAtItsEnd() {
        var map = StreamIDMap<Int>()
        #expect(map.modifyLast { _, _ in 1 } == nil)
        for number in 0..<1000 {
            map.insert(number, at: Self.id(UInt64(number)))
            let last = map.modifyLast { id, value in
                value += 1
                return id
            }
            #expect(last == Self.id(UInt64(number)))
            #expect(map.last?.value == number + 1)
        }
    }
}
