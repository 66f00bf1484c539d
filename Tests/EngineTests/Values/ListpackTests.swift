// Listpacks: the bytes are the real server's, and whatever is done to one, it holds what an array would.

import Testing

@testable import UnderstudyEngine

@Suite struct ListpackTests {
    // MARK: The format

    /// The listpack of these elements, in the real server's format.
    private func serialized(_ elements: [String]) -> [UInt8] {
        var listpack = Listpack()
        for element in elements { Array(element.utf8).withBytes { listpack.append($0) } }
        let buffer = ByteBuffer()
        listpack.serialize(to: buffer)
        #expect(buffer.count == listpack.byteCount)
        return buffer.bytes.array
    }

    @Test func integersAndShortStrings() {
        // The listpack within what redis 8.0 replied to DUMP of a list of these elements.
        let elements = [
            "0", "127", "128", "-1", "4095", "4096", "-4096", "-4097", "32767", "32768", "-32768", "8388607",
            "-8388608",
            "8388608", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "-9223372036854775808",
            "9223372036854775808", "a", "abc", "01", "-0", "+1",
        ]
        var recorded: [UInt8] = [0x8F, 0, 0, 0, 25, 0]
        recorded += [0, 1, 0x7F, 1, 0xC0, 0x80, 2, 0xDF, 0xFF, 2, 0xCF, 0xFF, 2, 0xF1, 0, 0x10, 3, 0xD0, 0, 2]
        recorded += [0xF1, 0xFF, 0xEF, 3, 0xF1, 0xFF, 0x7F, 3, 0xF2, 0, 0x80, 0, 4, 0xF1, 0, 0x80, 3]
        recorded += [0xF2, 0xFF, 0xFF, 0x7F, 4, 0xF2, 0, 0, 0x80, 4, 0xF3, 0, 0, 0x80, 0, 5]
        recorded += [0xF3, 0xFF, 0xFF, 0xFF, 0x7F, 5, 0xF3, 0, 0, 0, 0x80, 5, 0xF4, 0, 0, 0, 0x80, 0, 0, 0, 0, 9]
        recorded += [0xF4, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 9, 0xF4, 0, 0, 0, 0, 0, 0, 0, 0x80, 9]
        recorded += [0x93] + Array("9223372036854775808".utf8) + [0x14]
        recorded += [
            0x81, 0x61, 2, 0x83, 0x61, 0x62, 0x63, 4, 0x82, 0x30, 0x31, 3, 0x82, 0x2D, 0x30, 3, 0x82, 0x2B, 0x31, 3,
        ]
        recorded += [0xFF]
        #expect(serialized(elements) == recorded)
    }

    @Test(
        arguments: [
            (63, [0xBF], [0x40]), (64, [0xE0, 0x40], [0x42]), (125, [0xE0, 0x7D], [0x7F]),
            (126, [0xE0, 0x7E], [0x01, 0x80]), (4095, [0xEF, 0xFF], [0x20, 0x81]),
            (4096, [0xF0, 0, 0x10, 0, 0], [0x20, 0x85]), (16_377, [0xF0, 0xF9, 0x3F, 0, 0], [0x7F, 0xFE]),
            // Two bytes would hold it; the real server uses three.
            (16_378, [0xF0, 0xFA, 0x3F, 0, 0], [0x00, 0xFF, 0xFF]),
            (2_097_146, [0xF0, 0xFA, 0xFF, 0x1F, 0], [0x00, 0xFF, 0xFF, 0xFF]),
        ] as [(Int, [UInt8], [UInt8])])
    func strings(length: Int, header: [UInt8], backLength: [UInt8]) {
        let bytes = serialized([String(repeating: "x", count: length)])
        var expected = header
        expected += [UInt8](repeating: UInt8(ascii: "x"), count: length)
        expected += backLength
        expected.append(0xFF)
        #expect(Array(bytes.dropFirst(6)) == expected)
    }

    @Test func readsBackWhatItWrote() throws {
        var random = RandomSource(seed: 11)
        for _ in 0..<50 {
            let elements = (0..<random.next(below: 40)).map { _ in ListElements.random(&random, longest: 6000) }
            let listpack = ListElements.listpack(elements)
            let buffer = ByteBuffer()
            listpack.serialize(to: buffer)
            let read = try #require(Listpack(serialized: buffer.bytes))
            #expect(ListElements.of(read) == elements)
            #expect(read.brokenInvariant == nil)
        }
    }

    @Test func refusesWhatIsNoListpack() {
        let whole = serialized(["a", "1000", "70000", String(repeating: "y", count: 70), "-5"])
        #expect(whole.withBytes { Listpack(serialized: $0) } != nil)
        for length in 0..<whole.count { #expect(Array(whole[..<length]).withBytes { Listpack(serialized: $0) } == nil) }
        // Changing a byte makes another listpack or none, never one that cannot be read.
        for index in whole.indices {
            for flip: UInt8 in [0x01, 0x40, 0x80, 0xFF] {
                var changed = whole
                changed[index] ^= flip
                guard let listpack = changed.withBytes({ Listpack(serialized: $0) }) else { continue }
                #expect(ListElements.of(listpack).count == listpack.count)
            }
        }
        #expect([0x08, 0, 0, 0, 1, 0, 0x01, 0xFF].withBytes { Listpack(serialized: $0) } == nil, "no length behind")
        #expect([0x09, 0, 0, 0, 2, 0, 0x01, 1, 0xFF].withBytes { Listpack(serialized: $0) } == nil, "wrong count")
        #expect([0x09, 0, 0, 0, 1, 0, 0xF5, 1, 0xFF].withBytes { Listpack(serialized: $0) } == nil, "no such code")
    }

    @Test func manyElementsAreNotCountedInTheHeader() throws {
        let elements = (0..<70_000).map { ListElements.bytes("\($0 % 10)") }
        let buffer = ByteBuffer()
        ListElements.listpack(elements).serialize(to: buffer)
        #expect(buffer.bytes[4] == 0xFF && buffer.bytes[5] == 0xFF)
        #expect(try #require(Listpack(serialized: buffer.bytes)).count == 70_000)
    }

    // MARK: Against an array

    @Test(arguments: 0..<20)
    func holdsWhatAnArrayWould(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let longest = [3, 20, 200, 5000][Int(seed % 4)]
        var model: [[UInt8]] = []
        var listpack = Listpack()
        for step in 0..<600 {
            change(&listpack, &model, &random, longest)
            if let broken = listpack.brokenInvariant { Issue.record("step \(step): \(broken)") }
            #expect(listpack.count == model.count)
        }
        #expect(ListElements.of(listpack) == model)
    }

    /// Does the same to both.
    private func change(
        _ listpack: inout Listpack, _ model: inout [[UInt8]], _ random: inout RandomSource, _ longest: Int
    ) {
        let element = ListElements.random(&random, longest: longest)
        let index = random.next(below: model.count + 1)
        switch random.next(below: 10) {
        case 0:
            element.withBytes { listpack.append($0) }
            model.append(element)
        case 1:
            element.withBytes { listpack.prepend($0) }
            model.insert(element, at: 0)
        case 2, 3:
            element.withBytes { listpack.insert(ListpackEntry($0), at: listpack.position(at: index)) }
            model.insert(element, at: index)
        case 4 where index < model.count:
            element.withBytes { listpack.replace(at: listpack.position(at: index), with: ListpackEntry($0)) }
            model[index] = element
        case 5 where index < model.count:
            listpack.remove(at: listpack.position(at: index))
            model.remove(at: index)
        case 6 where !model.isEmpty:
            listpack.removeFirst()
            model.removeFirst()
        case 7 where !model.isEmpty:
            listpack.removeLast()
            model.removeLast()
        case 8:
            let count = random.next(below: 5)
            listpack.removeSubrange(from: index, count: count)
            model.removeSubrange(index..<min(index + count, model.count))
        default:
            var tail = listpack.split(at: index)
            #expect(ListElements.of(tail) == Array(model[index...]))
            tail.append(contentsOf: listpack)
            model = Array(model[index...] + model[..<index])
            listpack = tail
        }
    }

    @Test func walksBothWays() {
        var random = RandomSource(seed: 3)
        let elements = (0..<300).map { _ in ListElements.random(&random, longest: 300) }
        let listpack = ListElements.listpack(elements)
        for index in elements.indices { #expect(listpack[index].array == elements[index]) }
        var backwards: [[UInt8]] = []
        listpack.forEachReversed(before: listpack.end) { _, element in
            backwards.append(element.array)
            return backwards.count < 250
        }
        #expect(backwards == Array(elements.reversed().prefix(250)))
        #expect(listpack.first?.array == elements.first)
        #expect(listpack.last?.array == elements.last)
    }

    @Test func finds() {
        let elements = ["a", "5", "b", "a", "5", "05"].map(ListElements.bytes)
        let listpack = ListElements.listpack(elements)
        func first(_ text: String, from index: Int = 0, stride: Int = 1) -> Int? {
            ListElements.bytes(text).withBytes { bytes in
                listpack.firstPosition(of: ListpackEntry(bytes), from: listpack.position(at: index), stride: stride)
                    .map { position in elements.indices.first { listpack.position(at: $0) == position }! }
            }
        }
        #expect(first("a") == 0)
        #expect(first("a", from: 1) == 3)
        #expect(first("5") == 1)
        #expect(first("5", stride: 2) == 4)
        #expect(first("05") == 5)
        #expect(first("c") == nil)
        #expect(listpack.firstPosition(of: ListpackEntry(5), from: listpack.start) == listpack.position(at: 1))
        ListElements.bytes("a").withBytes {
            #expect(listpack.lastPosition(of: ListpackEntry($0), before: listpack.end) == listpack.position(at: 3))
        }
    }

    // MARK: Sharing and memory

    @Test func copiesAreIndependent() {
        var original = ListElements.listpack(["a", "b", "c"].map(ListElements.bytes))
        let copy = original
        original.removeFirst()
        ListElements.bytes("z").withBytes { original.append($0) }
        #expect(ListElements.of(copy) == ["a", "b", "c"].map(ListElements.bytes))
        #expect(ListElements.of(original) == ["b", "c", "z"].map(ListElements.bytes))
    }

    /// What is free is a fraction of what is used, whichever end grows or shrinks.
    @Test(arguments: ["append", "prepend", "both", "queue"])
    func memoryFollowsTheContents(_ manner: String) {
        var listpack = Listpack()
        for step in 0..<20_000 {
            ListElements.bytes("element-\(step)").withBytes { element in
                if manner == "prepend" || manner == "both" && step % 2 == 0 {
                    listpack.prepend(element)
                } else {
                    listpack.append(element)
                }
            }
            if manner == "queue", listpack.count > 500 { listpack.removeFirst() }
            #expect(listpack.memoryUse <= 100 + listpack.byteCount * 5 / 3)
        }
        while !listpack.isEmpty {
            listpack.removeLast()
            #expect(listpack.memoryUse <= 200 + listpack.byteCount * 5 / 2)
        }
        listpack.shrinkToFit()
    }
}

/// Elements for tests of listpacks and lists.
enum ListElements {
    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// An integer of any size, or bytes.
    static func random(_ random: inout RandomSource, longest: Int) -> [UInt8] {
        if random.next(below: 3) == 0 {
            return bytes(String(Int(truncatingIfNeeded: random.next()) >> random.next(below: 64)))
        }
        return (0..<random.next(below: longest + 1)).map { _ in UInt8(random.next(below: 256)) }
    }

    static func listpack(_ elements: [[UInt8]]) -> Listpack {
        var listpack = Listpack()
        for element in elements { element.withBytes { listpack.append($0) } }
        return listpack
    }

    static func of(_ listpack: Listpack) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        listpack.forEach(from: listpack.start) { _, element in
            elements.append(element.array)
            return true
        }
        return elements
    }
}
