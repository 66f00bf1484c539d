// The byte queue, against an array.

import Testing

@testable import UnderstudyEngine

@Suite struct ByteBufferTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func agreesWithAnArray(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let buffer = ByteBuffer(capacity: 1 + random.next(below: 40))
        var model: [UInt8] = []
        for step in 0..<2000 {
            let piece = (0..<random.next(below: 50)).map { UInt8(truncatingIfNeeded: step + $0) }
            switch random.next(below: 9) {
            case 0, 1, 2:
                piece.withBytes { buffer.append($0) }
                model += piece
            case 3:
                piece.withBytes { buffer.appendBulk($0) }
                model += Array("$\(piece.count)\r\n".utf8) + piece + [13, 10]
            case 4, 5:
                let count = random.next(below: model.count + 1)
                buffer.consume(count)
                model.removeFirst(count)
            case 6:
                let mark = random.next(below: model.count + 1)
                buffer.insert(at: mark) { $0.appendHeader(0x2A, step) }
                model.insert(contentsOf: Array("*\(step)\r\n".utf8), at: mark)
            case 7:
                let offset = random.next(below: model.count + 20)
                piece.withBytes { buffer.write($0, at: offset) }
                let end = offset + piece.count
                if model.count < end { model += [UInt8](repeating: 0, count: end - model.count) }
                model.replaceSubrange(offset..<end, with: piece)
            default:
                let mark = random.next(below: model.count + 1)
                if step % 5 == 0 {
                    buffer.truncate(to: mark)
                    model.removeSubrange(mark...)
                }
            }
            #expect(buffer.count == model.count && buffer.isEmpty == model.isEmpty && buffer.bytes.array == model)
            #expect(buffer.capacity >= buffer.count)
        }
    }

    /// A queue that is filled and emptied for ever stays small, and one that was large gives its memory back.
    @Test func staysSmall() {
        let buffer = ByteBuffer()
        let piece = [UInt8](repeating: 1, count: 100)
        for _ in 0..<10_000 {
            piece.withBytes { buffer.append($0) }
            if buffer.count > 300 { buffer.consume(200) }
        }
        #expect(buffer.capacity <= 4096)
        let large = [UInt8](repeating: 1, count: 1_000_000)
        large.withBytes { buffer.append($0) }
        buffer.consume(buffer.count)
        #expect(buffer.isEmpty && buffer.capacity <= 64 * 1024)
        large.withBytes { buffer.append($0) }
        buffer.removeAll()
        #expect(buffer.isEmpty && buffer.capacity <= 64 * 1024)
    }
}
