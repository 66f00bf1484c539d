// The bounds of ranges by score and by member, and the ranks that they select.
//
// A range by member means something only where all scores are equal. Where they are not, the real server answers what its walk
// through a listpack happens to meet, and so does this one: the walk's first member within the bounds, from the end where it
// begins, and what follows up to the first one beyond them.

/// A range of scores.
struct ScoreRange {
    var min: Double
    var max: Double
    var excludesMin = false
    var excludesMax = false

    @inline(__always)
    func isBelow(_ score: Double) -> Bool { excludesMin ? score <= min : score < min }

    @inline(__always)
    func isAbove(_ score: Double) -> Bool { excludesMax ? score >= max : score > max }
}

/// A bound of a range of members.
enum MemberBound {
    /// Before all members.
    case lowest
    /// Behind all members.
    case highest
    case member(Bytes, isExcluded: Bool)

    /// Negative, zero or positive, as the bound stands before a member, at it or behind it.
    @inline(__always)
    fileprivate func compare(_ member: Bytes) -> Int {
        switch self {
        case .lowest: -1
        case .highest: 1
        case .member(let bytes, _): bytes.compare(member)
        }
    }

    fileprivate var isExcluded: Bool { if case .member(_, true) = self { true } else { false } }
}

/// A range of members.
struct MemberRange {
    var min: MemberBound
    var max: MemberBound

    @inline(__always)
    func isBelow(_ member: Bytes) -> Bool {
        let order = min.compare(member)
        return order > 0 || order == 0 && min.isExcluded
    }

    @inline(__always)
    func isAbove(_ member: Bytes) -> Bool {
        let order = max.compare(member)
        return order < 0 || order == 0 && max.isExcluded
    }

    /// Whether no member can be within.
    fileprivate var isEmpty: Bool {
        switch (min, max) {
        case (.lowest, .lowest), (.highest, .highest): false
        case (.highest, _), (_, .lowest): true
        case (.lowest, _), (_, .highest): false
        case (.member(let low, let excludesLow), .member(let high, let excludesHigh)):
            low.compare(high) > 0 || low == high && (excludesLow || excludesHigh)
        }
    }
}

extension SortedSetValue {
    /// The ranks of the members whose scores are in a range. O(log n), small ones O(n).
    func ranks(_ range: ScoreRange) -> Range<Int> {
        if let first = partition({ range.isBelow($0.score) }), let end = partition({ !range.isAbove($0.score) }) {
            return first..<max(first, end)
        }
        return walkedRanks(isBelow: { range.isBelow($0) }, isAbove: { range.isAbove($0) })
    }

    private func walkedRanks(isBelow: (Double) -> Bool, isAbove: (Double) -> Bool) -> Range<Int> {
        var (first, end) = (0, 0)
        forEach(in: 0..<count) { _, score in
            if isAbove(score) { return false }
            if isBelow(score) { first += 1 }
            end += 1
            return true
        }
        return first..<max(first, end)
    }

    /// The ranks of the members that are in a range; which of them, where scores differ, depends on the end that the walk begins
    /// at. O(log n), small ones O(n).
    func ranks(_ range: MemberRange, fromEnd: Bool = false) -> Range<Int> {
        if range.isEmpty || count == 0 { return 0..<0 }
        let isBelowAll = member(at: count - 1).withBytes { range.isBelow($0) }
        let isAboveAll = member(at: 0).withBytes { range.isAbove($0) }
        if isBelowAll || isAboveAll { return 0..<0 }
        if let first = partition({ range.isBelow($0.member.key) }),
            let end = partition({ !range.isAbove($0.member.key) })
        {
            return first..<max(first, end)
        }
        return walkedRanks(range, fromEnd: fromEnd)
    }

    private func walkedRanks(_ range: MemberRange, fromEnd: Bool) -> Range<Int> {
        var (skipped, met) = (0, 0)
        let body = { (member: ListpackElement, _: Double) in
            let (isBelow, isAbove) = member.withBytes { (range.isBelow($0), range.isAbove($0)) }
            if met == 0, fromEnd ? isAbove : isBelow {
                skipped += 1
                return true
            }
            if fromEnd ? isBelow : isAbove { return false }
            met += 1
            return true
        }
        if fromEnd { forEachReversed(in: 0..<count, body) } else { forEach(in: 0..<count, body) }
        return fromEnd ? count - skipped - met..<count - skipped : skipped..<skipped + met
    }

    private func member(at rank: Int) -> ListpackElement {
        var found = ListpackElement.integer(0)
        forEach(in: rank..<rank + 1) { member, _ in
            found = member
            return false
        }
        return found
    }
}
