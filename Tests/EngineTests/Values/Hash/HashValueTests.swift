// Hashes: whatever is done to one, it holds what a dictionary would, in each encoding, and copies stay as they were.

import Testing

@testable import UnderstudyEngine

@Suite struct HashValueTests {
    private struct Content: Equatable {
        var value: [UInt8]
        var expiry: Int64?
    }

    /// A hash and the dictionary that it is compared with.
    private struct Pair {
        var hash = HashValue()
        var model: [[UInt8]: Content] = [:]
    }

    private static func limits(_ entries: Int) -> HashLimits {
        HashLimits(entries: entries, length: 64, seed: HashSeed(first: 1, second: 2))
    }

    @Test(arguments: [0, 4, 512], 0..<3)
    func holdsWhatADictionaryWould(entries: Int, seed: UInt64) {
        var random = RandomSource(seed: seed)
        let limits = HashValueTests.limits(entries)
        var pair = Pair()
        var copies: [Pair] = []
        for step in 0..<1500 {
            change(&pair, limits, &random)
            if step % 10 == 0, let broken = pair.hash.brokenInvariant { Issue.record("step \(step): \(broken)") }
            #expect(pair.hash.count == pair.model.count)
            #expect(pair.hash.nextExpiry == pair.model.values.compactMap(\.expiry).min())
            if step % 100 == 50 {
                copies.append(Pair(hash: pair.hash.copy(), model: pair.model))
                #expect(contents(of: pair.hash) == pair.model)
            }
        }
        for copy in copies { #expect(contents(of: copy.hash) == copy.model && copy.hash.brokenInvariant == nil) }
        #expect(pair.hash.encodingName.description == (entries == 512 ? "listpackex" : "hashtable"))
    }

    private func contents(of hash: HashValue) -> [[UInt8]: Content] {
        var contents: [[UInt8]: Content] = [:]
        hash.forEach { field, value, expiry in
            contents[field.array] = Content(value: value.array, expiry: expiry)
            return true
        }
        return contents
    }

    private func change(_ pair: inout Pair, _ limits: HashLimits, _ random: inout RandomSource) {
        let hash = pair.hash
        // Few different ones, so that they are found; some are integers.
        let field = Array(
            ["f", "-7", "field", "", "12"].randomElement(using: &random)!.utf8 + [UInt8(48 + random.next(below: 6))])
        let value =
            random.next(below: 2) == 0
            ? Array("\(random.next(below: 100_000))".utf8) : [UInt8](repeating: 0x78, count: random.next(below: 64))
        let time = Int64(1000 + random.next(below: 20))
        let position = field.withBytes { hash.find($0) }
        #expect((position != nil) == (pair.model[field] != nil))
        switch random.next(below: 10) {
        case 0...3:
            let keeps = random.next(below: 2) == 0
            let isNew = field.withBytes { field in
                value.withBytes { hash.set(field, to: $0, keepsExpiry: keeps, limits: limits) }
            }
            #expect(isNew == (pair.model[field] == nil))
            pair.model[field] = Content(value: value, expiry: keeps ? pair.model[field]?.expiry : nil)
        case 4, 5:
            guard let position else { return }
            #expect(hash.value(at: position).array == pair.model[field]!.value)
            hash.remove(at: position)
            pair.model[field] = nil
        case 6...8:
            hash.makeRoomForExpiries()
            guard let position = field.withBytes({ hash.find($0) }) else { return }
            let time = random.next(below: 4) == 0 ? nil : time
            field.withBytes { hash.setExpiry(time, at: position, of: $0) }
            pair.model[field]!.expiry = time
        default:
            let due = pair.model.filter { $0.value.expiry.map { $0 < time } ?? false }
            #expect(hash.count(at: time) == pair.model.count - due.count)
            guard random.next(below: 10) == 0 else { return }
            #expect(hash.removeExpired(before: time) == due.count)
            for field in due.keys { pair.model[field] = nil }
        }
    }

    /// As the real server orders them: the earliest first, the one that came last before others of the same time.
    @Test func ordersFieldsByExpiry() {
        let hash = HashValue()
        let limits = HashValueTests.limits(512)
        let fields: [(StaticString, Int64?)] = [("a", nil), ("b", 20), ("c", 10), ("d", nil), ("e", 20)]
        for (field, expiry) in fields { hash.add(Bytes(field), value: Bytes("1"), expiry: expiry, limits: limits) }
        var order = ""
        hash.forEach { field, _, _ in
            order += String(decoding: field.array, as: UTF8.self)
            return true
        }
        #expect(order == "cebad" && hash.nextExpiry == 10 && hash.isListpackEx)
    }

    @Test func aCopyIsIndependent() {
        let limits = HashValueTests.limits(1)
        for count in [1, 3] {
            let hash = HashValue()
            for index in 0..<count {
                "f\(index)".withBytes { hash.add($0, value: Bytes("old"), expiry: 5, limits: limits) }
            }
            let copy = hash.copy()
            copy.set(Bytes("f0"), to: Bytes("a value that is longer than the old one"), limits: limits)
            #expect(hash.value(at: hash.find(Bytes("f0"))!).array == Array("old".utf8))
            #expect(hash.expiry(at: hash.find(Bytes("f0"))!) == 5 && copy.expiry(at: copy.find(Bytes("f0"))!) == nil)
        }
    }
}
