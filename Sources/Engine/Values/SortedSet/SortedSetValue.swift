// SortedSetValue: the value of a sorted set key. A listpack of members and scores in order while it is small, else a tree and a
// hash table over the same members (SortedSetIndex.swift). OBJECT ENCODING tells which: the listpack is given up for good when a
// member is added that is too long or one too many.
//
// In a listpack a score is an element of its own: an integer if it is one, else the text that replies show; so dumps hold it.
// An integer has no sign when it is zero: a -0 put into a listpack comes out as 0, as in the real server.
//
// All ranges are ranges of ranks: what a range of scores or of members selects is found as ranks first
// (SortedSetValue+Bounds.swift).
//
// Why exclusivity is not checked for its property, and why that is sound: as in ListValue.swift.

/// What a listpack of a sorted set may hold.
struct SortedSetLimit {
    /// The most members.
    let entries: Int
    /// The most bytes in a member.
    let memberBytes: Int
    /// For the hash table of a large sorted set.
    let seed: HashSeed
    /// How the listpack spells a score that is no integer.
    var scoreStyle = DoubleText.Style.shortest
    /// Whether the number of members that are about to be added decides.
    var sizesByArguments = true

    func allows(_ count: Int, longest: Int) -> Bool { count <= entries && longest <= memberBytes }
}

/// The value of a sorted set key.
final class SortedSetValue: ValueObject {
    /// In one word, which tells the two apart: small sorted sets are many.
    private enum Form {
        /// Member, score, member, score ...
        case small(Listpack)
        case large(SortedSetIndex)
    }

    @safe @exclusivity(unchecked) private var form = Form.small(Listpack())

    @inline(__always)
    private var index: SortedSetIndex? { if case .large(let index) = form { index } else { nil } }

    /// Empty, if there is an index.
    private var small: Listpack {
        @inline(__always) get { if case .small(let pairs) = form { pairs } else { Listpack() } }
        @inline(__always) _modify {
            // Out of the enumeration while it changes, so that nobody else refers to its bytes.
            guard case .small(var pairs) = form else { preconditionFailure("a large sorted set has no listpack") }
            form = .small(Listpack())
            defer { form = .small(pairs) }
            yield &pairs
        }
    }

    /// An empty one, about to be given `count` members, the longest of which is of so many bytes.
    init(expecting count: Int = 0, longest: Int = 0, limit: SortedSetLimit) {
        let count = limit.sizesByArguments ? count : 0
        if !limit.allows(count, longest: longest) {
            form = .large(SortedSetIndex(seed: limit.seed))
        } else if count > 1 {
            // A guess, so that few are moved as they grow.
            small.reserve(count * 16)
        }
    }

    private init(_ form: Form) { self.form = form }

    /// One that holds what a dump's listpack does: members and scores in order, which the caller has checked.
    convenience init(pairs: Listpack) { self.init(.small(pairs)) }

    func copy() -> SortedSetValue { SortedSetValue(index.map { .large($0.copy()) } ?? form) }

    /// The number of members. O(1).
    @inline(__always)
    var count: Int { index?.count ?? small.count / 2 }

    var elementCount: Int { count }

    var isSmall: Bool { index == nil }

    var encodingName: StaticString { index == nil ? "listpack" : "skiplist" }

    /// A large one.
    convenience init(_ index: SortedSetIndex) { self.init(.large(index)) }

    /// The members and scores of a small sorted set, for a dump; nil of a large one.
    var pairs: Listpack? { index == nil ? small : nil }

    /// O(n).
    var memoryUse: Int { 32 + small.memoryUse + (index?.memoryUse ?? 0) }

    // MARK: Encodings

    /// Makes a sorted set fit to be given `count` members at once, the longest of which is of so many bytes.
    func prepareToGrow(by count: Int, longest: Int = 0, limit: SortedSetLimit) {
        if index == nil, limit.sizesByArguments, !limit.allows(count, longest: longest) { spread(limit) }
    }

    /// Makes a small one large, which it stays: what SORT does to those that it reads. O(n).
    func convertToSkiplist(_ limit: SortedSetLimit) {
        if index == nil { spread(limit) }
    }

    private func spread(_ limit: SortedSetLimit) {
        let index = SortedSetIndex(seed: limit.seed)
        forEach(in: 0..<count) { member, score in
            member.withBytes { index.insert($0, score) }
            return true
        }
        form = .large(index)
    }

    /// Gives back the room to grow: of a small one that has just been made.
    func shrinkToFit() { if isSmall { small.shrinkToFit() } }

    /// Puts a large one into a listpack if it fits: what a command has made, before it is stored. O(n).
    func compact(limit: SortedSetLimit) {
        guard let index, count <= limit.entries else { return }
        var longest = 0
        index.tree.forEach(from: 0) { item in
            longest = max(longest, item.member.key.count)
            return true
        }
        guard longest <= limit.memberBytes else { return }
        var pairs = Listpack()
        index.tree.forEach(from: 0) { item in
            pairs.append(item.member.key)
            pairs.insert(score: item.score, limit.scoreStyle, at: pairs.end)
            return true
        }
        pairs.shrinkToFit()
        form = .small(pairs)
    }

    // MARK: By member

    private func position(of member: Bytes) -> Listpack.Position? {
        small.firstPosition(of: ListpackEntry(member), from: small.start, stride: 2)
    }

    /// The score of a member, or nil. Expected O(1), small ones O(n).
    func score(of member: Bytes) -> Double? {
        if let index { return index.find(member)?.score }
        return position(of: member).map { small[small.position(after: $0)].score }
    }

    /// The rank and the score of a member, or nil. O(log n), small ones O(n).
    func rank(of member: Bytes) -> (rank: Int, score: Double)? {
        if let index {
            return index.find(member).map { (index.tree.rank($0.score, member), $0.score) }
        }
        let sought = ListpackEntry(member)
        var rank = 0
        var found: (Int, Double)?
        forEach(in: 0..<count) { element, score in
            if sought.matches(element) { found = (rank, score) }
            rank += 1
            return found == nil
        }
        return found
    }

    /// Adds a member, which is not there yet. O(log n), small ones O(n).
    func add(_ member: Bytes, _ score: Double, limit: SortedSetLimit) {
        if index == nil, !limit.allows(count + 1, longest: member.count) { spread(limit) }
        if let index { index.insert(member, score) } else { insert(member, score, limit.scoreStyle) }
    }

    private func insert(_ member: Bytes, _ score: Double, _ style: DoubleText.Style) {
        var place = small.end
        // Most come in order, or nearly.
        var candidate = small.end
        while candidate != small.start {
            let scorePosition = small.position(before: candidate)
            let other = small[scorePosition].score
            candidate = small.position(before: scorePosition)
            if other < score || other == score && small[candidate].withBytes({ $0.compare(member) }) < 0 { break }
            place = candidate
        }
        small.insert(score: score, style, at: place)
        small.insert(ListpackEntry(member), at: place)
    }

    /// What an update did.
    enum Change { case none, added, rescored }

    /// Gives a member the score that `decide` makes of the one it has, nil if it is not there; if that is nil, nothing changes.
    /// O(log n), small ones O(n).
    func update<Failure: Error>(
        _ member: Bytes, limit: SortedSetLimit, _ decide: (Double?) throws(Failure) -> Double?
    ) throws(Failure) -> Change {
        guard let index else { return try updateSmall(member, limit: limit, decide) }
        let hash = index.hash(member)
        guard let found = index.find(member, hash: hash) else {
            guard let score = try decide(nil) else { return .none }
            index.insert(member, score, hash: hash)
            return .added
        }
        guard let score = try decide(found.score), score != found.score else { return .none }
        index.setScore(of: found, to: score)
        return .rescored
    }

    private func updateSmall<Failure: Error>(
        _ member: Bytes, limit: SortedSetLimit, _ decide: (Double?) throws(Failure) -> Double?
    ) throws(Failure) -> Change {
        guard let position = position(of: member) else {
            guard let score = try decide(nil) else { return .none }
            add(member, score, limit: limit)
            return .added
        }
        let old = small[small.position(after: position)].score
        guard let score = try decide(old), score != old else { return .none }
        remove(at: position)
        insert(member, score, limit.scoreStyle)
        return .rescored
    }

    /// Removes a member; returns whether it was there. O(log n), small ones O(n).
    func remove(_ member: Bytes) -> Bool {
        if let index {
            guard let found = index.find(member) else { return false }
            index.remove(found)
            return true
        }
        guard let position = position(of: member) else { return false }
        remove(at: position)
        return true
    }

    private func remove(at position: Listpack.Position) {
        small.remove(at: position)
        small.remove(at: position)
    }

    // MARK: By rank

    /// Removes the members at `ranks`. O(log n + members), small ones O(n).
    func remove(_ ranks: Range<Int>) {
        if let index {
            index.remove(ranks)
        } else {
            small.removeSubrange(from: ranks.lowerBound * 2, count: ranks.count * 2)
        }
    }

    /// Calls `body` with each member at `ranks` and its score, in order, until it returns false. `body` must not change the
    /// sorted set. O(log n + members).
    @inline(__always)
    func forEach(in ranks: Range<Int>, _ body: (ListpackElement, Double) -> Bool) {
        var left = ranks.count
        guard left > 0 else { return }
        if let index {
            index.tree.forEach(from: ranks.lowerBound) { item in
                left -= 1
                return body(.string(item.member.key), item.score) && left > 0
            }
            return
        }
        var position = small.position(at: ranks.lowerBound * 2)
        var goesOn = true
        while goesOn, left > 0 {
            let scorePosition = small.position(after: position)
            goesOn = body(small[position], small[scorePosition].score)
            position = small.position(after: scorePosition)
            left -= 1
        }
    }

    /// The same from the last of `ranks` to the first.
    @inline(__always)
    func forEachReversed(in ranks: Range<Int>, _ body: (ListpackElement, Double) -> Bool) {
        var left = ranks.count
        guard left > 0 else { return }
        if let index {
            index.tree.forEachReversed(from: ranks.upperBound - 1) { item in
                left -= 1
                return body(.string(item.member.key), item.score) && left > 0
            }
            return
        }
        var position = small.position(at: ranks.upperBound * 2)
        var goesOn = true
        while goesOn, left > 0 {
            let scorePosition = small.position(before: position)
            position = small.position(before: scorePosition)
            goesOn = body(small[position], small[scorePosition].score)
            left -= 1
        }
    }

    /// How many members of a large sorted set, from the first on, satisfy a condition that holds up to some member and not behind
    /// it. O(log n). Nil of a small one.
    func partition(_ isBefore: (SortedSetItem) -> Bool) -> Int? { index?.tree.partition(isBefore) }

    /// Visits members as a scan does, small ones all at once; returns the next cursor.
    func scan(_ cursor: UInt64, _ visit: (ListpackElement, _ score: Double) -> Void) -> UInt64 {
        if let index { return index.scan(cursor) { visit(.string($0.key), $0.score) } }
        forEach(in: 0..<count) { member, score in
            visit(member, score)
            return true
        }
        return 0
    }

    // MARK: Invariants

    /// What is wrong with the sorted set, or nil. O(n). For tests.
    var brokenInvariant: String? {
        if let index { return index.brokenInvariant }
        if let broken = small.brokenInvariant { return broken }
        if !small.count.isMultiple(of: 2) { return "a member without a score" }
        var last: (member: [UInt8], score: Double)?
        var broken: String?
        forEach(in: 0..<count) { member, score in
            if let last {
                let order = last.member.withBytes { last in member.withBytes { last.compare($0) } }
                if last.score > score || last.score == score && order >= 0 { broken = "out of order" }
            }
            last = (member.array, score)
            return broken == nil
        }
        return broken
    }
}

extension ListpackElement {
    /// The score that an element of a sorted set's listpack stands for.
    var score: Double {
        switch self {
        case .integer(let value): Double(value)
        case .string(let text): text.double ?? 0
        }
    }
}

extension Listpack {
    /// Inserts a score: an integer as such, where a double tells it from its neighbours, and everything else as text.
    fileprivate mutating func insert(score: Double, _ style: DoubleText.Style, at position: Position) {
        if score.magnitude <= 0x1p52, score == score.rounded(.towardZero) {
            insert(ListpackEntry(Int(score)), at: position)
        } else {
            DoubleText.stored(score, style).withBytes { insert(ListpackEntry($0), at: position) }
        }
    }
}
