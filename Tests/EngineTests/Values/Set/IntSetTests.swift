// IntSet: whatever is added and removed, it holds what a Swift set would, in order, in the width that its widest element ever needed,
// and comes back from the real server's format as it went.

import Testing

@testable import UnderstudyEngine

@Suite struct IntSetTests {
    private static let widths = [
        0...9, -40_000...40_000, Int(Int32.min) - 2...Int(Int32.min) + 2, Int(Int16.max) - 3...Int(Int16.max) + 3,
        Int.max - 5...Int.max, Int.min...Int.min + 5,
    ]

    @Test(arguments: 0..<4)
    func holdsWhatASetWould(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var integers = IntSet()
        var model: Set<Int> = []
        for step in 0..<1200 {
            // Wider ones come later.
            let range = Self.widths[random.next(below: min(step / 150 + 1, Self.widths.count))]
            let value = range.lowerBound + random.next(below: min(range.count, 80_001))
            #expect(integers.contains(value) == model.contains(value))
            if random.next(below: step % 400 < 250 ? 5 : 2) > 0 {
                let isNew = integers.insert(value)
                #expect(isNew == model.insert(value).inserted)
            } else {
                let wasThere = integers.remove(value)
                #expect(wasThere == (model.remove(value) != nil))
            }
            #expect(integers.count == model.count)
            if step.isMultiple(of: 20) {
                #expect(integers.brokenInvariant == nil)
                #expect((0..<integers.count).map { integers[$0] } == model.sorted())
            }
        }
        #expect(model.count > 100)
    }

    @Test func isAsWideAsItsWidestElementEverWas() {
        var integers = IntSet()
        for (value, width) in [
            (32_767, 2), (-32_768, 2), (32_768, 4), (1, 4), (-32_769, 4), (Int(Int32.max), 4), (Int(Int32.max) + 1, 8),
        ] {
            let isNew = integers.insert(value)
            #expect(isNew && integers.width == width, "\(value)")
        }
        let removals = (1...2).map { _ in integers.remove(Int(Int32.max) + 1) }
        #expect(removals == [true, false] && integers.width == 8)
    }

    @Test(arguments: [
        ([1, -2, 300], "02 00 00 00 03 00 00 00 fe ff 01 00 2c 01"),
        ([70_000], "04 00 00 00 01 00 00 00 70 11 01 00"),
        ([1, Int.min], "08 00 00 00 02 00 00 00 00 00 00 00 00 00 00 80 01 00 00 00 00 00 00 00"),
    ])
    func leavesAndEntersAsTheRealServerWritesIt(values: [Int], text: String) {
        var integers = IntSet()
        for value in values { _ = integers.insert(value) }
        let buffer = ByteBuffer()
        integers.serialize(to: buffer)
        #expect(buffer.bytes.array == text.split(separator: " ").map { UInt8($0, radix: 16)! })
        let read = IntSet(serialized: buffer.bytes)
        #expect(read?.width == integers.width)
        #expect(read.map { read in (0..<read.count).map { read[$0] } } == values.sorted())
    }

    /// No element, a wrong length, a width that there is not, elements out of order or twice.
    @Test(arguments: [
        "", "02 00 00 00 00 00 00 00", "02 00 00 00 02 00 00 00 01 00", "03 00 00 00 01 00 00 00 01 00 00",
        "02 00 00 00 02 00 00 00 02 00 01 00", "02 00 00 00 02 00 00 00 01 00 01 00", "02 00 00 00 01 00 00 00 01",
        "02 00 00 00 01 00 00 00 01 00 00", "08 00 00 00 ff ff ff ff 01 00 00 00 00 00 00 00",
    ])
    func refusesWhatIsNone(text: String) {
        let bytes = text.split(separator: " ").map { UInt8($0, radix: 16)! }
        #expect(bytes.withBytes { IntSet(serialized: $0) == nil })
    }
}
