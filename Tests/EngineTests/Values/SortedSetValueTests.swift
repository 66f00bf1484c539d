// Sorted sets: whatever is done to one, it holds what a sorted array would, in either encoding, and copies stay as they were.

import Testing

@testable import UnderstudyEngine

@Suite struct SortedSetValueTests {
    private typealias Pair = (member: [UInt8], score: Double)

    /// A sorted set and the array that it is compared with.
    private struct Subject {
        var value: SortedSetValue
        var model: [Pair] = []

        init(_ limit: SortedSetLimit) { value = SortedSetValue(limit: limit) }
    }

    private static let seed = HashSeed(first: 1, second: 2)

    private static func limit(_ entries: Int) -> SortedSetLimit {
        SortedSetLimit(entries: entries, memberBytes: 64, seed: seed)
    }

    private static func precedes(_ left: Pair, _ right: Pair) -> Bool {
        left.score != right.score ? left.score < right.score : left.member.lexicographicallyPrecedes(right.member)
    }

    @Test(arguments: [0, 16, 100_000], 0..<3)
    func holdsWhatASortedArrayWould(entries: Int, seed: UInt64) {
        var random = RandomSource(seed: seed)
        let limit = SortedSetValueTests.limit(entries)
        var subject = Subject(limit)
        var copies: [(SortedSetValue, [Pair])] = []
        for step in 0..<3000 {
            // A large one grows to several levels, and shrinks to nothing again.
            change(&subject, limit, &random, grows: step % 1500 < (entries == 0 ? 1000 : 600))
            #expect(subject.value.count == subject.model.count)
            if step % 20 == 0, let broken = subject.value.brokenInvariant { Issue.record("step \(step): \(broken)") }
            if step % 100 == 50 {
                copies.append((subject.value.copy(), subject.model))
                #expect(same(subject.value, subject.model))
            }
        }
        for (copy, model) in copies { #expect(same(copy, model)) }
    }

    private func same(_ value: SortedSetValue, _ model: [Pair]) -> Bool {
        var forwards: [Pair] = []
        value.forEach(in: 0..<value.count) { member, score in
            forwards.append((member.array, score))
            return true
        }
        var backwards: [Pair] = []
        value.forEachReversed(in: 0..<value.count) { member, score in
            backwards.append((member.array, score))
            return true
        }
        return forwards.elementsEqual(model, by: ==) && backwards.reversed().elementsEqual(model, by: ==)
    }

    private func change(_ subject: inout Subject, _ limit: SortedSetLimit, _ random: inout RandomSource, grows: Bool) {
        let count = subject.model.count
        switch random.next(below: grows ? 10 : 14) {
        case 0...6: for _ in 0..<4 { add(&subject, limit, &random) }
        case 7: ask(subject, &random)
        case 8 where count > 0:
            let index = random.next(below: count)
            let gone = subject.model.remove(at: index).member
            let removed = gone.withBytes { subject.value.remove($0) }
            #expect(removed)
        case 9: #expect(!Array("absent".utf8).withBytes { subject.value.remove($0) })
        default:
            let first = random.next(below: count + 1)
            let range = first..<min(count, first + random.next(below: 100))
            subject.value.remove(range)
            subject.model.removeSubrange(range)
        }
    }

    private func add(_ subject: inout Subject, _ limit: SortedSetLimit, _ random: inout RandomSource) {
        let member = Array("m\(random.next(below: 4000))".utf8)
        // Few scores, so that many are equal; some that are no integers; both infinities.
        let scores = [0, -0.0, 1, -1, 0.5, 1e20, .infinity, -.infinity, Double(random.next(below: 100_000))]
        let score = scores[random.next(below: scores.count)]
        let old = subject.model.firstIndex { $0.member == member }
        let change = member.withBytes { subject.value.update($0, limit: limit) { _ in score } }
        guard let old else {
            #expect(change == .added)
            return insert((member, score), into: &subject.model)
        }
        #expect(change == (subject.model[old].score == score ? .none : .rescored))
        if change == .rescored {
            subject.model.remove(at: old)
            insert((member, score), into: &subject.model)
        }
    }

    private func insert(_ pair: Pair, into model: inout [Pair]) {
        model.insert(pair, at: model.firstIndex { SortedSetValueTests.precedes(pair, $0) } ?? model.count)
    }

    private func ask(_ subject: Subject, _ random: inout RandomSource) {
        guard let (rank, pair) = subject.model.enumerated().randomElement(using: &random) else { return }
        let found = pair.member.withBytes { subject.value.rank(of: $0) }
        #expect(found?.rank == rank && found?.score == pair.score)
        #expect(pair.member.withBytes { subject.value.score(of: $0) } == pair.score)
        #expect(Array("absent".utf8).withBytes { subject.value.rank(of: $0)?.rank } == nil)
        var range = ScoreRange(min: pair.score, max: subject.model[random.next(below: subject.model.count)].score)
        range.excludesMin = random.next(below: 2) == 0
        range.excludesMax = random.next(below: 2) == 0
        let within = subject.model.indices.filter {
            !range.isBelow(subject.model[$0].score) && !range.isAbove(subject.model[$0].score)
        }
        #expect(Array(subject.value.ranks(range)) == within)
    }

    @Test(arguments: [0, 1000])
    func rangesOfMembers(entries: Int) {
        let limit = SortedSetValueTests.limit(entries)
        let value = SortedSetValue(limit: limit)
        let members = (0..<500).map { Array("\($0 % 10)\($0)".utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        for member in members { member.withBytes { value.add($0, 0, limit: limit) } }
        var random = RandomSource(seed: 1)
        for _ in 0..<200 {
            let (low, high) = (random.next(below: 500), random.next(below: 500))
            let (excludesLow, excludesHigh) = (random.next(below: 2) == 0, random.next(below: 2) == 0)
            members[low].withBytes { lowest in
                members[high].withBytes { highest in
                    let range = MemberRange(
                        min: .member(lowest, isExcluded: excludesLow), max: .member(highest, isExcluded: excludesHigh))
                    let first = low + (excludesLow ? 1 : 0)
                    let expected = Array(first..<max(first, high + (excludesHigh ? 0 : 1)))
                    #expect(Array(value.ranks(range)) == expected)
                    #expect(Array(value.ranks(range, fromEnd: true)) == expected)
                }
            }
        }
        #expect(value.ranks(MemberRange(min: .lowest, max: .highest)) == 0..<500)
        #expect(value.ranks(MemberRange(min: .highest, max: .lowest)).isEmpty)
    }

    @Test func aListpackIsGivenUpForALongMemberOrOneTooMany() {
        let limit = SortedSetLimit(entries: 3, memberBytes: 4, seed: SortedSetValueTests.seed)
        func value(_ members: [String]) -> String {
            let value = SortedSetValue(limit: limit)
            for member in members { member.withBytes { value.add($0, 1, limit: limit) } }
            return value.encodingName.description
        }
        #expect(value(["a", "b", "cccc"]) == "listpack")
        #expect(value(["a", "b", "c", "d"]) == "skiplist")
        #expect(value(["ccccc"]) == "skiplist")
        let value = SortedSetValue(expecting: 4, limit: limit)
        #expect(value.encodingName.description == "skiplist")
        "a".withBytes { value.add($0, -0.0, limit: limit) }
        #expect("a".withBytes { value.score(of: $0) }?.sign == .minus)
        value.compact(limit: limit)
        #expect(value.encodingName.description == "listpack")
        #expect("a".withBytes { value.score(of: $0) }?.sign == .plus)
    }

    @Test func scoresInAListpackAreSpelledAsInDumps() {
        let limit = SortedSetValueTests.limit(100)
        let value = SortedSetValue(limit: limit)
        let scores: [Double] = [1.5, 3, -0.0, 0x1p52, 0x1p53, 1e20, -.infinity, 0.1]
        for (index, score) in scores.enumerated() { "\(index)".withBytes { value.add($0, score, limit: limit) } }
        var texts: [String] = []
        value.pairs!.forEach(from: value.pairs!.start) { _, element in
            switch element {
            case .integer(let integer): texts.append("\(integer)")
            case .string(let bytes): texts.append("'\(bytes.text)'")
            }
            return true
        }
        #expect(
            texts == [
                "6", "'-inf'", "2", "0", "7", "'0.1'", "0", "'1.5'", "1", "3", "3", "4503599627370496", "4",
                "9007199254740992", "5", "'1e+20'",
            ])
    }

    /// Bytes of memory for each member of a large one, its own bytes aside: the real server takes above 100.
    @Test(arguments: [true, false])
    func memoryOfLargeOnes(inOrder: Bool) {
        let limit = SortedSetValueTests.limit(0)
        let value = SortedSetValue(limit: limit)
        var random = RandomSource(seed: 1)
        for index in 0..<50_000 {
            let score = inOrder ? Double(index) : Double(random.next(below: 1 << 40))
            "member:\(100_000 + index)".withBytes { value.add($0, score, limit: limit) }
        }
        #expect(value.brokenInvariant == nil)
        #expect(value.memoryUse / 50_000 < 100, "\(value.memoryUse / 50_000)")
    }
}
