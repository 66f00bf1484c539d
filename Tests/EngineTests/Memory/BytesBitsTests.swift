// Bits, counted, searched and combined by words, against arrays of bits that know nothing of words.

import Testing

@testable import UnderstudyEngine

@Suite struct BytesBitsTests {
    private static func random(_ count: Int, _ source: inout RandomSource) -> [UInt8] {
        (0..<count).map { _ in [0, 0xFF, UInt8(source.next(below: 256))][source.next(below: 3)] }
    }

    private static func bits(_ bytes: [UInt8]) -> [Int] {
        bytes.flatMap { byte in (0..<8).map { Int(byte >> UInt8(7 - $0)) & 1 } }
    }

    private static func buffer(_ bytes: [UInt8]) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 1)
        bytes.withBytes { buffer.append($0) }
        return buffer
    }

    @Test(arguments: 0..<40)
    func countingAndSearching(count: Int) {
        var source = RandomSource(seed: UInt64(count))
        for _ in 0..<20 {
            let bytes = Self.random(count, &source)
            let bits = Self.bits(bytes)
            bytes.withBytes { view in
                #expect(view.setBitCount == bits.reduce(0, +))
                #expect((0..<count * 8 + 9).allSatisfy { Int(view.bit(at: $0)) == ($0 < bits.count ? bits[$0] : 0) })
                for byte: UInt8 in [0, 0xFF] {
                    #expect(view.firstIndex(otherThan: byte) == bytes.firstIndex { $0 != byte })
                }
            }
        }
    }

    @Test func combining() {
        var source = RandomSource(seed: 7)
        let operations: [(BitOperation, (Int, Int) -> Int)] = [
            (.and, { $0 & $1 }), (.or, { $0 | $1 }), (.xor, { $0 ^ $1 }),
        ]
        for _ in 0..<300 {
            let left = Self.random(source.next(below: 40), &source)
            let right = Self.random(source.next(below: 40), &source)
            for (operation, expected) in operations {
                let buffer = Self.buffer(left)
                right.withBytes { buffer.combine(operation, with: $0) }
                let (a, b) = (Self.bits(left), Self.bits(right))
                let model = (0..<max(a.count, b.count)).map { index in
                    expected(index < a.count ? a[index] : 0, index < b.count ? b[index] : 0)
                }
                #expect(Self.bits(buffer.bytes.array) == model)
            }
            let buffer = Self.buffer(left)
            buffer.invert()
            #expect(buffer.bytes.array == left.map { ~$0 })
        }
    }

    @Test func fields() {
        var source = RandomSource(seed: 11)
        for _ in 0..<2000 {
            let bytes = Self.random(24, &source)
            let width = 1 + source.next(below: 64)
            let offset = source.next(below: 24 * 8 - width + 1)
            let value = source.next() >> UInt64(64 - width)
            let buffer = Self.buffer(bytes)
            let model = Self.bits(bytes)
            let old = model[offset..<offset + width].reduce(0) { $0 << 1 | UInt64($1) }
            #expect(buffer.bytes.bits(at: offset, width: width) == old)
            buffer.setBits(at: offset, width: width, to: value)
            let written = (0..<width).map { Int(value >> UInt64(width - 1 - $0) & 1) }
            #expect(Self.bits(buffer.bytes.array) == model[..<offset] + written + model[(offset + width)...])
        }
    }

    @Test func replacingPartOfABuffer() {
        var source = RandomSource(seed: 13)
        let buffer = Self.buffer([])
        var model: [UInt8] = []
        for _ in 0..<3000 {
            let start = source.next(below: model.count + 1)
            let end = min(model.count, start + source.next(below: 4))
            let piece = Self.random(source.next(below: model.count > 200 ? 2 : 6), &source)
            piece.withBytes { buffer.replace(start..<end, with: $0) }
            model.replaceSubrange(start..<end, with: piece)
            #expect(buffer.bytes.array == model)
        }
    }
}
