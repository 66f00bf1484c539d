// The queue of expiries: a heap, in which dropped times do not pile up.

import Testing

@testable import UnderstudyEngine

@Suite struct ExpiryQueueTests {
    @Test(arguments: 0..<5 as Range<UInt64>)
    func comesOutInOrder(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var queue = ExpiryQueue()
        var model: [Int64] = []
        for step in 0..<3000 {
            if step < 1500 ? random.next(below: 3) > 0 : random.next(below: 3) == 0 {
                let time = Int64(random.next(below: 500))
                queue.add(.init(time: time, hash: random.next()), live: .max / 4) { _ in true }
                model.append(time)
            } else if let least = model.min() {
                #expect(queue.first?.time == least)
                #expect(queue.removeFirst().time == least)
                model.remove(at: model.firstIndex(of: least)!)
            }
            #expect(queue.count == model.count)
            if step % 100 == 0 { #expect(queue.invariantsHold) }
        }
    }

    @Test func negativeAndExtremeTimes() {
        var queue = ExpiryQueue()
        for time in [0, .max, .min, -1, 1] as [Int64] { queue.add(.init(time: time, hash: 0), live: 9) { _ in true } }
        var order: [Int64] = []
        while queue.first != nil { order.append(queue.removeFirst().time) }
        #expect(order == [.min, -1, 0, 1, .max])
    }

    /// A key whose TTL is set again and again leaves no more behind than a fixed number of items.
    @Test func replacedTimesDoNotPileUp() {
        var queue = ExpiryQueue()
        for time in 0..<100_000 as Range<Int64> {
            queue.add(.init(time: 1_000_000 - time, hash: 1), live: 1) { $0.time == 1_000_000 - time }
        }
        #expect(queue.count <= 2 * 1 + 66)
        #expect(queue.invariantsHold)
    }

    /// Many keys, each renewed many times in turn: the queue stays within a small factor of the keys that live.
    @Test func manyKeysRenewed() {
        var queue = ExpiryQueue()
        var times: [UInt64: Int64] = [:]
        var largest = 0
        for round in 0..<30 as Range<Int64> {
            for key in 0..<1000 as Range<UInt64> {
                let time = 1000 * round + Int64(key)
                times[key] = time
                queue.add(.init(time: time, hash: key), live: times.count) { times[$0.hash] == $0.time }
                largest = max(largest, queue.count)
            }
        }
        #expect(largest < 4 * 1000 + 64)
        #expect(queue.invariantsHold)
    }
}
