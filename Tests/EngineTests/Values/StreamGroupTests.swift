// Consumer groups: who has which pending entry, whatever is delivered, acknowledged, handed on and removed.

import Testing

@testable import UnderstudyEngine

@Suite struct StreamGroupTests {
    private struct Pair {
        var group = StreamGroup(name: Array("g".utf8), lastID: .min, entriesRead: nil)
        /// Who has what, and how often it was delivered.
        var model: [UInt64: (owner: String, count: Int)] = [:]
    }

    private static let names = ["", "a", "ab", "b", "c\0d"]

    private func consumer(_ name: String, of group: StreamGroup) -> StreamConsumer {
        name.withBytes { group.consumer($0) ?? group.addConsumer($0, seenTime: 1) }
    }

    @Test(arguments: 0..<3)
    func keepsWhoHasWhat(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var pair = Pair()
        var copies: [Pair] = []
        for step in 0..<4000 {
            change(&pair, &random)
            if step % 50 == 0 { compare(pair) }
            if step % 600 == 300 { copies.append(Pair(group: pair.group.copy(), model: pair.model)) }
        }
        for copy in copies { compare(copy) }
    }

    private func change(_ pair: inout Pair, _ random: inout RandomSource) {
        let number = UInt64(random.next(below: 400))
        let id = StreamID(ms: number, seq: 7)
        let name = Self.names[random.next(below: Self.names.count)]
        switch random.next(below: 40) {
        case 0:
            guard let gone = name.withBytes({ pair.group.consumer($0) }) else { return }
            #expect(gone.pending.count == pair.model.values.count { $0.owner == name })
            pair.group.removeConsumer(gone)
            pair.model = pair.model.filter { $0.value.owner != name }
        case 1..<15:
            #expect(pair.group.acknowledge(id) == (pair.model.removeValue(forKey: number) != nil))
        case 15..<20:
            pair.group.hand(id, to: consumer(name, of: pair.group))
            pair.model[number]?.owner = name
        case 20..<25:
            pair.group.modifyPending(id) { $0.deliveryCount += 1 }
            pair.model[number]?.count += 1
        case 25..<27:
            let owner = consumer(name, of: pair.group)
            let isNew = pair.group.addPending(id, of: owner, deliveryTime: 5, deliveryCount: 9)
            #expect(isNew == (pair.model[number] == nil))
            if isNew { pair.model[number] = (name, 9) }
        default:
            pair.group.deliver(id, to: consumer(name, of: pair.group), at: 3)
            pair.model[number] = (name, 1)
        }
    }

    private func compare(_ pair: Pair) {
        if let broken = pair.group.brokenInvariant { Issue.record("\(broken)") }
        #expect(pair.group.pending.count == pair.model.count)
        pair.group.pending.forEach { id, entry in
            let expected = pair.model[id.ms]
            #expect(pair.group.owner(of: entry).name == expected.map { Array($0.owner.utf8) })
            #expect(entry.deliveryCount == expected?.count)
            return true
        }
        let names = pair.group.consumers.map(\.name)
        #expect(names == names.sorted { $0.lexicographicallyPrecedes($1) })
    }
}
