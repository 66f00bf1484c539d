// Lists: whatever is done to one, it holds what an array would, in either encoding, and copies stay as they were.

import Testing

@testable import UnderstudyEngine

@Suite struct ListValueTests {
    /// A list and the array that it is compared with.
    private struct Pair {
        var list = ListValue()
        var model: [[UInt8]] = []
    }

    @Test(arguments: [-2, -1, 1, 3, 20], 0..<3)
    func holdsWhatAnArrayWould(fill: Int, seed: UInt64) {
        var random = RandomSource(seed: seed)
        let limit = ListNodeLimit(fill: fill)
        var pair = Pair()
        var copies: [Pair] = []
        var encodings: Set<String> = []
        for step in 0..<1500 {
            change(&pair, limit, &random, grows: step % 500 < 300)
            encodings.insert(pair.list.encodingName.description)
            if step % 10 == 0, let broken = pair.list.brokenInvariant { Issue.record("step \(step): \(broken)") }
            #expect(pair.list.count == pair.model.count)
            if step % 100 == 50 {
                copies.append(Pair(list: pair.list.copy(), model: pair.model))
                #expect(elements(of: pair.list) == pair.model)
            }
        }
        for copy in copies { #expect(elements(of: copy.list) == copy.model) }
        #expect(encodings.count == 2)
    }

    private func elements(of list: ListValue) -> [[UInt8]] {
        var forwards: [[UInt8]] = []
        list.forEach(from: 0) { element in
            forwards.append(element.array)
            return true
        }
        var backwards: [[UInt8]] = []
        list.forEachReversed(from: list.count - 1) { element in
            backwards.append(element.array)
            return true
        }
        #expect(backwards.reversed() == forwards)
        return forwards
    }

    private func element(_ random: inout RandomSource) -> [UInt8] {
        // Few different ones, so that values are found; some so large that they get nodes of their own.
        if random.next(below: 60) == 0 { return [UInt8](repeating: 0x79, count: 4000 + random.next(below: 5000)) }
        if random.next(below: 3) == 0 { return Array("\(random.next(below: 4) * 1000)".utf8) }
        return [UInt8](repeating: UInt8(random.next(below: 3)), count: random.next(below: 200))
    }

    private func change(_ pair: inout Pair, _ limit: ListNodeLimit, _ random: inout RandomSource, grows: Bool) {
        let (list, count) = (pair.list, pair.model.count)
        let value = element(&random)
        let index = random.next(below: count + 1)
        let end: ListEnd = random.next(below: 2) == 0 ? .head : .tail
        switch random.next(below: grows ? 8 : 12) {
        case 0...3:
            list.prepareToGrow(bytes: value.count, count: 1, limit: limit)
            value.withBytes { list.push($0, end) }
            pair.model.insert(value, at: end == .head ? 0 : count)
        case 4, 5:
            insert(value, beside: index, end, &pair, limit)
        case 6 where index < count:
            list.prepareToGrow(bytes: value.count, count: 1, limit: limit)
            value.withBytes { list.replace(at: index, with: $0) }
            list.didShrink(limit: limit)
            pair.model[index] = value
        case 7 where count > 0:
            #expect(list.element(at: index % count).array == pair.model[index % count])
        case 8 where count > 0:
            #expect(list.element(at: end).array == (end == .head ? pair.model.first : pair.model.last))
            list.removeElement(at: end)
            pair.model.remove(at: end == .head ? 0 : count - 1)
            finishRemoval(&pair, limit)
        case 9:
            let removed = random.next(below: 20)
            list.removeSubrange(from: index, count: removed)
            pair.model.removeSubrange(index..<min(index + removed, count))
            finishRemoval(&pair, limit)
        default:
            remove(value, end, random.next(below: 3) + 1, &pair)
            finishRemoval(&pair, limit)
        }
    }

    private func finishRemoval(_ pair: inout Pair, _ limit: ListNodeLimit) {
        // A key goes with its last element.
        if pair.model.isEmpty { pair.list = ListValue() } else { pair.list.didShrink(limit: limit) }
    }

    private func insert(
        _ value: [UInt8], beside index: Int, _ side: ListEnd, _ pair: inout Pair, _ limit: ListNodeLimit
    ) {
        guard index < pair.model.count else { return }
        let pivot = pair.model[index]
        let list = pair.list
        list.prepareToGrow(bytes: value.count, count: 1, limit: limit)
        let found = value.withBytes { value in pivot.withBytes { list.insert(value, side, of: $0) } }
        #expect(found)
        pair.model.insert(value, at: pair.model.firstIndex(of: pivot)! + (side == .tail ? 1 : 0))
        #expect(!value.withBytes { value in Array("absent".utf8).withBytes { list.insert(value, side, of: $0) } })
    }

    private func remove(_ value: [UInt8], _ end: ListEnd, _ limit: Int, _ pair: inout Pair) {
        let list = pair.list
        let removed = value.withBytes { list.removeElements(equalTo: $0, from: end, limit: limit) }
        for count in 0..<limit {
            let place = end == .head ? pair.model.firstIndex(of: value) : pair.model.lastIndex(of: value)
            guard let place else {
                #expect(removed == count)
                return
            }
            pair.model.remove(at: place)
        }
        #expect(removed == limit)
    }

    @Test func aCopySharesWhatIsNotChanged() {
        let limit = ListNodeLimit(fill: -2)
        let list = ListValue()
        list.prepareToGrow(bytes: 100_000, count: 1000, limit: limit)
        for index in 0..<1000 {
            Array("\(index)-\(String(repeating: "x", count: 100))".utf8).withBytes { list.push($0, .tail) }
        }
        let copy = list.copy()
        func shared() -> Int {
            let (mine, other) = (list.quicklist!.nodes, copy.quicklist!.nodes)
            return (0..<min(mine.count, other.count)).count { mine[$0].listpack.storage === other[$0].listpack.storage }
        }
        let nodes = list.quicklist!.nodes.count
        #expect(nodes > 10)
        #expect(shared() == nodes)
        list.removeElement(at: .head)
        Array("new".utf8).withBytes { list.push($0, .tail) }
        #expect(shared() == nodes - 2)
        #expect(copy.count == 1000)
        #expect(copy.element(at: 0).array.starts(with: Array("0-".utf8)))
    }

    /// Bytes of memory are hardly more than the bytes of the elements and what the format adds.
    @Test func memoryOfLongLists() {
        let limit = ListNodeLimit(fill: -2)
        for end in [ListEnd.head, .tail] {
            let list = ListValue()
            for index in 0..<100_000 {
                let element = Array("element:\(index)".utf8)
                list.prepareToGrow(bytes: element.count, count: 1, limit: limit)
                element.withBytes { list.push($0, end) }
            }
            let nodes = list.quicklist!.nodes
            let bytes = (0..<nodes.count).reduce(0) { $0 + nodes[$1].size }
            #expect(list.memoryUse < bytes * 103 / 100)
        }
    }
}
