// A partial sort puts in place what is asked for, and loses nothing.

import Testing

@testable import UnderstudyEngine

@Suite struct PartialSortTests {
    @Test(arguments: [0, 1, 2, 6, 7, 8, 40, 41, 100, 1000], [1, 3, 50, 1_000_000])
    func whatIsWantedIsInPlace(count: Int, values: Int) {
        var random = RandomSource(seed: UInt64(count * 31 + values))
        for _ in 0..<20 {
            let original = (0..<count).map { _ in random.next(below: values) }
            let sorted = original.sorted()
            let first = random.next(below: count + 1)
            let wanted = first...first + random.next(below: 10)
            var array = original
            PartialSort.sort(&array, wanted: wanted) { $0 - $1 }
            for index in wanted where index < count { #expect(array[index] == sorted[index]) }
            #expect(array.sorted() == sorted)
        }
    }

    @Test func allOfItIsSorted() {
        var random = RandomSource(seed: 1)
        var array = (0..<5000).map { _ in random.next(below: 100) }
        PartialSort.sort(&array, wanted: 0...4999) { $1 - $0 }
        #expect(array == array.sorted(by: >))
    }
}
