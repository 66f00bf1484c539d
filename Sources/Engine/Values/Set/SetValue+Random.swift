// Members chosen at random. One member: each as likely as any other, of a hash table nearly so (HashTable+Scan.swift). Several different
// ones: by one pass over the set where many are asked for, by choosing until enough are different where few are.

extension SetValue {
    /// A member chosen at random, valid until the set is changed; the set is not empty. O(1) expected, O(n) of a listpack.
    func randomMember(_ random: inout RandomSource) -> ListpackElement {
        switch storage {
        case .intset(let integers): return .integer(integers[random.next(below: integers.count)])
        case .listpack(let listpack): return listpack[random.next(below: listpack.count)]
        case .table(let table): return .string(table.random(&random)!.key)
        }
    }

    /// Calls `body` with `number` different members, fewer than there are. `body` must not change the set. O(number) expected if they
    /// are few in comparison, else O(n).
    func forEachOfRandomSubset(_ number: Int, _ random: inout RandomSource, _ body: (ListpackElement) -> Void) {
        precondition(number <= count)
        if isListpack || number * SetValue.manyFactor > count {
            selectInOrder(number, &random) { member, isSelected in if isSelected { body(member) } }
            return
        }
        var left = number
        switch storage {
        case .intset(let integers):
            var chosen: Set<Int> = []
            while left > 0 {
                let index = random.next(below: integers.count)
                guard chosen.insert(index).inserted else { continue }
                body(.integer(integers[index]))
                left -= 1
            }
        case .table(let table):
            var chosen: Set<UInt> = []
            while left > 0 {
                let member = table.random(&random)!
                guard chosen.insert(member.word).inserted else { continue }
                body(.string(member.key))
                left -= 1
            }
        case .listpack: break
        }
    }

    /// More than one member in so many: that is many.
    private static let manyFactor = 3

    /// Calls `body` with each member in order and whether it is among `number` chosen at random, every choice of so many being
    /// as likely as any other. O(n).
    func selectInOrder(_ number: Int, _ random: inout RandomSource, _ body: (ListpackElement, Bool) -> Void) {
        var (left, needed) = (count, number)
        forEach { member in
            // Each member is chosen as likely as the places that are left are to fall on it.
            let isSelected = random.next(below: left) < needed
            if isSelected { needed -= 1 }
            left -= 1
            body(member, isSelected)
            return true
        }
    }
}
