// InsertionOrdered against an array of pairs, which is what it behaves like.

import Testing

@testable import UnderstudyEngine

@Suite struct InsertionOrderedTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func behavesLikeAnArrayOfPairs(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var subject = InsertionOrdered<Int, Int>()
        var model: [(key: Int, value: Int)] = []
        for step in 0..<2000 {
            let key = random.next(below: 64)
            if let place = model.firstIndex(where: { $0.key == key }) {
                #expect(subject[key] == model[place].value)
                #expect(subject.remove(key) == model.remove(at: place).value)
            } else {
                #expect(subject.remove(key) == nil)
                // Now and then many leave and none come, so that gaps are closed.
                if step / 200 % 2 == 0 || random.next(below: 4) == 0 {
                    subject.append(key, step)
                    model.append((key, step))
                }
            }
            #expect(subject.keys == model.map(\.key))
            #expect(subject.values == model.map(\.value))
            #expect(subject.count == model.count && subject.isEmpty == model.isEmpty)
        }
    }
}
