// Streams: whatever is done to one, it holds what an array of entries would, in nodes of the real server's format, and copies stay
// as they were.

import Testing

@testable import UnderstudyEngine

@Suite struct StreamValueTests {
    private struct Entry: Equatable {
        var id: StreamID
        /// Field, value, field, value ...
        var pairs: [[UInt8]]
    }

    private struct Pair {
        var stream = StreamValue()
        var model: [Entry] = []
    }

    @Test(arguments: [(4096, 100), (100, 100), (0, 3), (0, 0), (1, 0), (4096, 1)], 0..<2)
    func holdsWhatAnArrayWould(limits: (bytes: Int, entries: Int), seed: UInt64) {
        var random = RandomSource(seed: seed)
        let limit = StreamNodeLimit(bytes: limits.bytes, entries: limits.entries)
        var pair = Pair()
        var copies: [Pair] = []
        var last = StreamID.min
        for step in 0..<1200 {
            if random.next(below: 10) < 6 {
                last = StreamID(
                    ms: last.ms + UInt64(random.next(below: 3)), seq: UInt64(random.next(below: 5)) + last.seq + 1)
                let entry = Entry(id: last, pairs: pairs(&random))
                StoredArguments(entry.pairs).withArguments { #expect(pair.stream.append(last, $0, limit: limit)) }
                pair.model.append(entry)
            } else {
                shrink(&pair, &random)
            }
            if let broken = pair.stream.brokenInvariant { Issue.record("step \(step): \(broken)") }
            #expect(pair.stream.count == pair.model.count)
            #expect(pair.stream.lastEntryID == pair.model.last?.id)
            if step % 60 == 30 { compare(pair, &random) }
            if step % 200 == 100 { copies.append(Pair(stream: pair.stream.copy(), model: pair.model)) }
        }
        for copy in copies { compare(copy, &random) }
        #expect(pair.stream.counters.lastID == last)
    }

    private func pairs(_ random: inout RandomSource) -> [[UInt8]] {
        let fields: [[UInt8]] = [Array("f".utf8), Array("12".utf8), Array("field".utf8)]
        return (0..<1 + random.next(below: 3)).flatMap { index in
            let field = random.next(below: 4) == 0 ? fields[random.next(below: 3)] : fields[index]
            let length = random.next(below: 50) == 0 ? 3000 : random.next(below: 12)
            let isNumber = random.next(below: 2) == 0
            return [
                field,
                isNumber ? Array("\(random.next(below: 100_000))".utf8) : [UInt8](repeating: 0x61, count: length),
            ]
        }
    }

    private func shrink(_ pair: inout Pair, _ random: inout RandomSource) {
        guard !pair.model.isEmpty else { return }
        let id = pair.model[random.next(below: pair.model.count)].id
        let before = pair.model.count
        switch random.next(below: 12) {
        case 0:
            let length = max(0, before - random.next(below: 30))
            #expect(pair.stream.trim(.maxLength(length), isApproximate: false, limit: 0) == before - length)
            pair.model.removeFirst(before - length)
        case 1:
            let kept = pair.model.filter { $0.id >= id }
            if before - kept.count > 40 { return }
            #expect(pair.stream.trim(.minID(id), isApproximate: false, limit: 0) == before - kept.count)
            pair.model = kept
        case 2:
            // Whole nodes from the front, and never too much.
            let length = max(0, before - random.next(below: 30))
            let removed = pair.stream.trim(.maxLength(length), isApproximate: true, limit: 20)
            #expect(removed <= min(before - length, 20))
            pair.model.removeFirst(removed)
        default:
            let ids = [id, StreamID(ms: id.ms, seq: id.seq + 1), id]
            pair.model.removeAll { ids.contains($0.id) }
            #expect(pair.stream.delete(ids) == before - pair.model.count)
        }
    }

    private func compare(_ pair: Pair, _ random: inout RandomSource) {
        #expect(entries(of: pair.stream, .min, .max) == pair.model)
        guard let one = pair.model.randomElement(using: &random), let other = pair.model.randomElement(using: &random)
        else { return }
        let range = min(one.id, other.id)...max(one.id, other.id)
        #expect(
            entries(of: pair.stream, range.lowerBound, range.upperBound) == pair.model.filter { range.contains($0.id) })
        #expect(pair.stream.contains(one.id))
        #expect(!pair.stream.contains(StreamID(ms: one.id.ms + 1000, seq: 0)))
    }

    private func entries(of stream: StreamValue, _ start: StreamID, _ end: StreamID) -> [Entry] {
        func read(_ entry: StreamEntry) -> Entry {
            var pairs: [[UInt8]] = []
            entry.forEachElement { pairs.append($0.array) }
            return Entry(id: entry.id, pairs: pairs)
        }
        var forwards: [Entry] = []
        stream.forEach(from: start, through: end) {
            forwards.append(read($0))
            return true
        }
        var backwards: [Entry] = []
        stream.forEachReversed(from: start, through: end) {
            backwards.append(read($0))
            return true
        }
        #expect(backwards.reversed() == forwards)
        return forwards
    }

    // MARK: Nodes

    private func stream(_ entries: [(StreamID, [String])], bytes: Int = 4096, entries limit: Int = 100) -> StreamValue {
        let stream = StreamValue()
        for (id, pairs) in entries {
            StoredArguments(pairs.map { Array($0.utf8) }).withArguments {
                _ = stream.append(id, $0, limit: StreamNodeLimit(bytes: bytes, entries: limit))
            }
        }
        return stream
    }

    @Test func nodesAreSpelledAsTheRealServerSpellsThem() {
        // XADD s 5-1 a 1 b x; XADD s 5-3 a 2 b y; XADD s 7-0 c z; XDEL s 5-3; DUMP s, of redis 8.0.6.
        let stream = stream([
            (StreamID(ms: 5, seq: 1), ["a", "1", "b", "x"]), (StreamID(ms: 5, seq: 3), ["a", "2", "b", "y"]),
            (StreamID(ms: 7, seq: 0), ["c", "z"]),
        ])
        #expect(stream.delete([StreamID(ms: 5, seq: 3)]) == 1)
        let buffer = ByteBuffer()
        stream.nodes.first!.value.listpack.serialize(to: buffer)
        #expect(
            buffer.bytes.array.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
                == Self.recordedNode)
    }

    private static let recordedNode =
        "40 00 00 00 19 00 02 01 01 01 02 01 81 61 02 81 62 02 00 01 02 01 00 01 00 01 01 01 81 78 02 05 "
        + "01 03 01 00 01 02 01 02 01 81 79 02 05 01 00 01 02 01 df ff 02 01 01 81 63 02 81 7a 02 06 01 ff"

    @Test func nodesFromOutsideAreChecked() {
        let stream = stream([(StreamID(ms: 1, seq: 1), ["a", "1"]), (StreamID(ms: 1, seq: 2), ["b", "2", "c", "3"])])
        let node = stream.nodes.first!.value.listpack
        #expect(StreamNode(checking: node) != nil)
        let other = StreamValue()
        #expect(other.append(node: node, filedUnder: StreamID(ms: 1, seq: 1)))
        #expect(!other.append(node: node, filedUnder: StreamID(ms: 1, seq: 1)))
        for index in 0..<node.count {
            var broken = node
            broken.removeSubrange(from: index, count: 1)
            #expect(StreamNode(checking: broken) == nil, "without element \(index)")
            #expect(!other.append(node: broken, filedUnder: .max))
        }
        #expect(StreamNode(checking: Listpack()) == nil)
    }

    @Test func copiesShareNodesUntilTheyChange() {
        let stream = stream((1...500).map { (StreamID(ms: $0, seq: 0), ["a", "b"]) })
        let copy = stream.copy()
        #expect(stream.delete([StreamID(ms: 250, seq: 0)]) == 1)
        #expect(copy.contains(StreamID(ms: 250, seq: 0)))
        _ = copy.trim(.maxLength(0), isApproximate: false, limit: 0)
        #expect(stream.count == 499)
        #expect(stream.brokenInvariant == nil)
    }

    // MARK: The radix tree

    @Test(arguments: 0..<40)
    func tellsTheShapeOfTheRadixTree(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var ids: Set<[UInt8]> = []
        let stream = StreamValue()
        var ms: UInt64 = 0
        for _ in 0..<1 + random.next(below: 60) {
            ms += UInt64(random.next(below: 1 << (8 * random.next(below: 4)))) + 1
            StoredArguments([[1], [2]]).withArguments {
                _ = stream.append(StreamID(ms: ms, seq: 1), $0, limit: StreamNodeLimit(bytes: 1, entries: 1))
            }
            ids.insert((0..<8).reversed().map { UInt8(truncatingIfNeeded: ms >> (8 * $0)) } + [0, 0, 0, 0, 0, 0, 0, 1])
        }
        #expect(stream.nodes.count == ids.count)
        #expect(stream.radixTreeNodeCount == nodes(of: ids))
        #expect(StreamValue().radixTreeNodeCount == 1)
    }

    /// Counts from the definition: a node where keys branch, one for the bytes in between, one for each key's end.
    private func nodes(of keys: Set<[UInt8]>, isRoot: Bool = true) -> Int {
        guard let first = keys.first, !first.isEmpty else { return 1 }
        let heads = Set(keys.map { $0[0] })
        guard heads.count == 1 else {
            return 1
                + heads.reduce(0) { sum, head in
                    sum + nodes(of: Set(keys.filter { $0[0] == head }.map { Array($0.dropFirst()) }), isRoot: false)
                }
        }
        var rest = keys
        while let first = rest.first, !first.isEmpty, Set(rest.map { $0[0] }).count == 1 {
            rest = Set(rest.map { Array($0.dropFirst()) })
        }
        return 1 + nodes(of: rest, isRoot: false)
    }
}
