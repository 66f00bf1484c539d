// Sorted sets: a small one as its listpack, a large one from its last member to its first, which is how adding them again is
// cheapest.

extension RDBWriter {
    func sortedSet(_ sortedSet: SortedSetValue, _ middle: () -> Void) {
        if let pairs = sortedSet.pairs {
            type(.sortedSetListpack, middle)
            return string(pairs)
        }
        type(.sortedSet, middle)
        length(sortedSet.count)
        sortedSet.forEachReversed(in: 0..<sortedSet.count) { member, score in
            string(member)
            double(score)
            return true
        }
    }
}
