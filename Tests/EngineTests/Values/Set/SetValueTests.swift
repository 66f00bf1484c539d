// Sets: whatever is done to one, it holds what a Swift set would, in each encoding, and copies stay as they were.

import Testing

@testable import UnderstudyEngine

@Suite struct SetValueTests {
    private static let growth = SetGrowth(
        limits: SetLimits(intsetEntries: 20, listpackEntries: 12, listpackValue: 8), seed: HashSeed(first: 1, second: 2)
    )

    /// A set and the one that it is compared with.
    private struct Pair {
        var set: SetValue
        var model: Set<[UInt8]> = []
    }

    private static func empty() -> SetValue { SetValue(.intset(IntSet())) }

    private func members(of set: SetValue) -> [[UInt8]] {
        var members: [[UInt8]] = []
        set.forEach { member in
            members.append(member.array)
            return true
        }
        return members
    }

    private func member(_ random: inout RandomSource, strings: Bool) -> [UInt8] {
        let text = "\(random.next(below: 40) * 1000 - 9000)"
        if !strings || random.next(below: 3) > 0 { return Array(text.utf8) }
        return random.next(below: 12) == 0 ? Array("m-\(text)-\(text)".utf8) : Array("m\(text.suffix(4))".utf8)
    }

    @Test(arguments: 0..<6)
    func holdsWhatASwiftSetWould(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var pair = Pair(set: Self.empty())
        var copies: [Pair] = []
        var encodings: Set<String> = []
        for step in 0..<3000 {
            let value = member(&random, strings: step % 500 > 6)
            let set = pair.set
            #expect(value.withBytes { set.contains($0) } == pair.model.contains(value))
            if random.next(below: step % 500 < 350 ? 5 : 2) > 0 {
                let isNew = pair.model.insert(value).inserted
                #expect(value.withBytes { set.add($0, Self.growth) } == isNew)
            } else {
                let wasThere = pair.model.remove(value) != nil
                #expect(value.withBytes { set.remove($0) } == wasThere)
            }
            #expect(set.count == pair.model.count)
            encodings.insert(set.encodingName.description)
            if step.isMultiple(of: 10) {
                #expect(set.brokenInvariant == nil, "step \(step)")
                #expect(Set(members(of: set)) == pair.model)
            }
            if step % 100 == 40 { copies.append(Pair(set: set.copy(), model: pair.model)) }
            // A key goes with its last member, and begins again.
            if step % 500 == 499 { pair = Pair(set: Self.empty()) }
        }
        for copy in copies { #expect(Set(members(of: copy.set)) == copy.model) }
        #expect(encodings == ["intset", "listpack", "hashtable"])
    }

    /// Members that come from another set, integers as integers, are what they are as text.
    @Test func takesMembersAsOtherSetsHoldThem() {
        for first in ["7", "x", "long enough for a table"] {
            let set = Self.empty()
            _ = Array(first.utf8).withBytes { set.add($0, Self.growth) }
            #expect(set.add(.integer(-12), Self.growth) && !set.add(.integer(-12), Self.growth))
            #expect(Array("-12".utf8).withBytes { set.contains($0) } && set.contains(.integer(-12)))
            #expect(!Array("-12".utf8).withBytes { set.add($0, Self.growth) })
            #expect(!set.contains(.integer(12)) && !set.remove(.integer(12)))
            #expect(set.remove(.integer(-12)) && set.count == 1)
            #expect(members(of: set) == [Array(first.utf8)])
        }
    }

    @Test func changesItsEncodingWhereTheRealServerDoes() {
        func encodings(_ members: [String]) -> [String] {
            let set = Array(members[0].utf8).withBytes { SetValue(for: $0, count: 1, Self.growth) }
            return members.map { member in
                _ = Array(member.utf8).withBytes { set.add($0, Self.growth) }
                return set.encodingName.description
            }
        }
        let integers = (1...21).map { "\($0)" }
        #expect(encodings(integers) == Array(repeating: "intset", count: 20) + ["hashtable"])
        #expect(encodings(Array(integers.prefix(11)) + ["a", "b"]).suffix(3) == ["intset", "listpack", "hashtable"])
        #expect(encodings(Array(integers.prefix(12)) + ["a"]).last == "hashtable")
        #expect(encodings(["a", "123456789"]) == ["listpack", "hashtable"])
        #expect(encodings(["a", "12345678"]) == ["listpack", "listpack"])
        #expect(encodings(["-12345678", "a"]) == ["intset", "hashtable"])
        #expect(encodings(["123456789"]) == ["intset"])
    }

    @Test(arguments: [("intset", 18), ("listpack", 12), ("hashtable", 60)])
    func picksEachMemberAboutAsOften(encoding: String, count: Int) {
        let set = Self.empty()
        if encoding != "intset" { _ = Array("x".utf8).withBytes { set.add($0, Self.growth) } }
        for value in set.count..<count { _ = set.add(.integer(value), Self.growth) }
        #expect(set.encodingName.description == encoding)
        var random = RandomSource(seed: 5)
        var single: [[UInt8]: Int] = [:]
        var several: [[UInt8]: Int] = [:]
        var most: [[UInt8]: Int] = [:]
        let rounds = 600
        for _ in 0..<rounds {
            for _ in 0..<count { single[set.randomMember(&random).array, default: 0] += 1 }
            for (number, into) in [(count / 4, \Pick.several), (count * 3 / 4, \Pick.most)] {
                var pick = Pick(several: several, most: most)
                var different: Set<[UInt8]> = []
                set.forEachOfRandomSubset(number, &random) { member in
                    different.insert(member.array)
                    pick[keyPath: into][member.array, default: 0] += 1
                }
                #expect(different.count == number)
                (several, most) = (pick.several, pick.most)
            }
        }
        // Six standard deviations of a binomial distribution, and a little for the table's crowded buckets.
        #expect(single.count == count && single.values.allSatisfy { (440...760).contains($0) })
        #expect(several.count == count && several.values.allSatisfy { (75...225).contains($0) })
        #expect(most.count == count && most.values.allSatisfy { (375...525).contains($0) })
    }

    private struct Pick {
        var several: [[UInt8]: Int]
        var most: [[UInt8]: Int]
    }

    @Test func longMembersKeepTheirLength() {
        let set = SetValue(.table(HashTable(seed: Self.growth.seed)))
        let lengths = [0, 1, 253, 254, 255, 256, 70_000]
        for length in lengths {
            let member = [UInt8](repeating: 0x61, count: length)
            #expect(member.withBytes { set.add($0, Self.growth) } && !member.withBytes { set.add($0, Self.growth) })
        }
        #expect(members(of: set).map(\.count).sorted() == lengths)
    }

    /// A small set takes no more than its members, in one block, and one word for it.
    @Test func aSetIsSmall() {
        #expect(MemoryLayout<SetValue.Storage>.size <= 9)
    }
}
