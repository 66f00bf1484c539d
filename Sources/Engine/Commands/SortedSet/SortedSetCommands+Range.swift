// The commands that read, count, copy and remove ranges: by rank, by score and by member.

extension SortedSetCommands {
    // MARK: Reading

    static func zrange(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, RangeOptions())
    }

    static func zrevrange(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, RangeOptions(by: .rank, isReversed: true))
    }

    static func zrangebyscore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, RangeOptions(by: .score, isReversed: false))
    }

    static func zrevrangebyscore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, RangeOptions(by: .score, isReversed: true))
    }

    static func zrangebylex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, RangeOptions(by: .member, isReversed: false))
    }

    static func zrevrangebylex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, RangeOptions(by: .member, isReversed: true))
    }

    private static func range(
        _ session: Session, _ arguments: Arguments, _ options: RangeOptions
    ) throws(CommandError) {
        var options = options
        try options.read(arguments, from: 4, stores: false)
        let selection = try options.selection(arguments, at: 2, session.engine.profile)
        guard let sortedSet = try session.sortedSet(arguments[1]) else { return session.reply.array(0) }
        let ranks = options.limited(
            sortedSet.ranks(selection, fromEnd: options.isReversed), isSmall: sortedSet.isSmall, session.engine.profile)
        session.reply.members(ranks.count, withScores: options.withScores)
        options.traverse(sortedSet, ranks) {
            session.reply.member($0, $1, withScores: options.withScores)
            return true
        }
    }

    static func zrangestore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var options = RangeOptions()
        try options.read(arguments, from: 5, stores: true)
        let selection = try options.selection(arguments, at: 3, session.engine.profile)
        let limit = session.sortedSetLimit
        guard let source = try session.sortedSet(arguments[2]) else {
            return session.store(SortedSetValue(limit: limit), under: arguments[1], event: "zrangestore")
        }
        let ranks = options.limited(
            source.ranks(selection, fromEnd: options.isReversed), isSmall: source.isSmall, session.engine.profile)
        // How many there will be is known before only of a range of ranks.
        let result = SortedSetValue(expecting: options.criterion ?? .rank == .rank ? ranks.count : 0, limit: limit)
        options.traverse(source, ranks) { member, score in
            member.withBytes { result.add($0, score, limit: limit) }
            return true
        }
        session.store(result, under: arguments[1], event: "zrangestore")
    }

    // MARK: Counting

    static func zcount(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try count(session, arguments, .score)
    }

    static func zlexcount(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try count(session, arguments, .member)
    }

    private static func count(
        _ session: Session, _ arguments: Arguments, _ criterion: RangeOptions.Criterion
    ) throws(CommandError) {
        let selection = try RangeOptions(by: criterion).selection(arguments, at: 2, session.engine.profile)
        session.reply.integer(try session.sortedSet(arguments[1])?.ranks(selection).count ?? 0)
    }

    // MARK: Removing

    static func zremrangebyrank(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try removeRange(session, arguments, .rank, event: "zremrangebyrank")
    }

    static func zremrangebyscore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try removeRange(session, arguments, .score, event: "zremrangebyscore")
    }

    static func zremrangebylex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try removeRange(session, arguments, .member, event: "zremrangebylex")
    }

    private static func removeRange(
        _ session: Session, _ arguments: Arguments, _ criterion: RangeOptions.Criterion, event: StaticString
    ) throws(CommandError) {
        let selection = try RangeOptions(by: criterion).selection(arguments, at: 2, session.engine.profile)
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsSortedSet(location) else { return session.reply.integer(0) }
        let sortedSet = session.sortedSetToChange(at: &location)
        let ranks = sortedSet.ranks(selection)
        if !ranks.isEmpty {
            sortedSet.remove(ranks)
            session.didRemove(ranks.count, from: sortedSet, key, at: location, event: event)
        }
        session.reply.integer(ranks.count)
    }
}

/// How ZRANGE and its kin select, as far as it is told apart from the bounds.
private struct RangeOptions {
    enum Criterion { case rank, score, member }

    /// Nil until it is known.
    private(set) var criterion: Criterion?
    /// Nil while either is possible.
    private var direction: Bool?
    private(set) var withScores = false
    private var offset = 0
    /// Negative for no limit.
    private var limit = -1

    var isReversed: Bool { direction ?? false }

    init(by criterion: Criterion? = nil, isReversed: Bool? = nil) {
        self.criterion = criterion
        direction = isReversed
    }

    /// Reads the options from argument `start` on.
    mutating func read(_ arguments: Arguments, from start: Int, stores: Bool) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: start)
        while !cursor.isAtEnd {
            if !stores, cursor.skip("withscores") {
                withScores = true
            } else if cursor.skip("limit", before: 2) {
                offset = try cursor.next().parseInteger()
                limit = try cursor.next().parseInteger()
            } else if direction == nil, cursor.skip("rev") {
                direction = true
            } else if criterion == nil, cursor.skip("bylex") {
                criterion = .member
            } else if criterion == nil, cursor.skip("byscore") {
                criterion = .score
            } else {
                throw .syntax
            }
        }
        if limit != -1, criterion ?? .rank == .rank {
            throw CommandError(
                "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")
        }
        if withScores, criterion == .member {
            throw CommandError("ERR syntax error, WITHSCORES not supported in combination with BYLEX")
        }
    }

    /// Reads the bounds, which stand at `index` and behind it: the greater one first where the direction is reversed, unless they
    /// are ranks.
    func selection(
        _ arguments: Arguments, at index: Int, _ profile: Profile
    ) throws(CommandError) -> SortedSetSelection {
        let (min, max) = isReversed ? (index + 1, index) : (index, index + 1)
        switch criterion ?? .rank {
        case .rank:
            let start = try arguments[index].parseInteger()
            return .ranks(start, try arguments[index + 1].parseInteger(), isReversed: isReversed)
        case .score: return .scores(try ScoreRange(min: arguments[min], max: arguments[max], profile))
        case .member: return .members(try MemberRange(min: arguments[min], max: arguments[max]))
        }
    }

    /// The part of the selected ranks that LIMIT leaves, counted from the end at which the traversal begins.
    ///
    /// - Parameter isSmall: A listpack is walked from there, which a negative offset never ends; in a large sorted set it counts from
    ///   the other end, since 7.2.
    func limited(_ ranks: Range<Int>, isSmall: Bool, _ profile: Profile) -> Range<Int> {
        // A limit of -1 is as good as none to a range by rank, which takes no other, and then the offset counts for nothing.
        if criterion ?? .rank == .rank || offset == 0 && limit < 0 { return ranks }
        let countsBack = !isSmall && profile.countsOffsetsBack
        let offset = offset < 0 && countsBack ? offset + ranks.count : offset
        guard offset >= 0, offset < ranks.count else { return 0..<0 }
        let count = limit < 0 ? ranks.count - offset : min(limit, ranks.count - offset)
        let first = isReversed ? ranks.upperBound - offset - count : ranks.lowerBound + offset
        return first..<first + count
    }

    func traverse(_ sortedSet: SortedSetValue, _ ranks: Range<Int>, _ body: (ListpackElement, Double) -> Bool) {
        if isReversed { sortedSet.forEachReversed(in: ranks, body) } else { sortedSet.forEach(in: ranks, body) }
    }
}

/// What a range selects, as its bounds say it.
private enum SortedSetSelection {
    /// From one to another inclusive, negative ones from the end; counted from the end if reversed.
    case ranks(Int, Int, isReversed: Bool)
    case scores(ScoreRange)
    case members(MemberRange)
}

extension SortedSetValue {
    fileprivate func ranks(_ selection: SortedSetSelection, fromEnd: Bool = false) -> Range<Int> {
        switch selection {
        case .scores(let range): return ranks(range)
        case .members(let range): return ranks(range, fromEnd: fromEnd)
        case .ranks(let start, let stop, let isReversed):
            let first = max(start < 0 ? start + count : start, 0)
            let last = min(stop < 0 ? stop + count : stop, count - 1)
            guard first <= last else { return 0..<0 }
            return isReversed ? count - 1 - last..<count - first : first..<last + 1
        }
    }
}

extension ScoreRange {
    /// Reads bounds: a double each, which a parenthesis in front excludes.
    fileprivate init(min: Bytes, max: Bytes, _ profile: Profile) throws(CommandError) {
        let isLoose = profile.readsLooseBounds
        let (low, high) = (ScoreRange.bound(min, isLoose: isLoose), ScoreRange.bound(max, isLoose: isLoose))
        guard let low, let high else { throw CommandError("ERR min or max is not a float") }
        self.init(min: low.score, max: high.score, excludesMin: low.isExcluded, excludesMax: high.isExcluded)
    }

    private static func bound(_ text: Bytes, isLoose: Bool) -> (score: Double, isExcluded: Bool)? {
        let isExcluded = !text.isEmpty && text[0] == UInt8(ascii: "(")
        return text.dropFirst(isExcluded ? 1 : 0).boundingDouble(isLoose: isLoose).map { ($0, isExcluded) }
    }
}

extension MemberRange {
    /// Reads bounds: `-`, `+`, or a member behind `[` or `(`, the latter excluding it.
    fileprivate init(min: Bytes, max: Bytes) throws(CommandError) {
        guard let low = MemberBound(min), let high = MemberBound(max) else {
            throw CommandError("ERR min or max not valid string range item")
        }
        self.init(min: low, max: high)
    }
}

extension MemberBound {
    fileprivate init?(_ text: Bytes) {
        guard !text.isEmpty else { return nil }
        switch text[0] {
        case UInt8(ascii: "-") where text.count == 1: self = .lowest
        case UInt8(ascii: "+") where text.count == 1: self = .highest
        case UInt8(ascii: "["): self = .member(text.dropFirst(1), isExcluded: false)
        case UInt8(ascii: "("): self = .member(text.dropFirst(1), isExcluded: true)
        default: return nil
        }
    }
}
