// The commands that combine sorted sets, and sets, whose members all have the score 1: union, intersection and difference.

extension SortedSetCommands {
    static func zunion(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try reply(session, try Combination(session, arguments, .union, countAt: 1, form: .reply, name: "zunion"))
    }

    static func zinter(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try reply(session, try Combination(session, arguments, .intersection, countAt: 1, form: .reply, name: "zinter"))
    }

    static func zdiff(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try reply(session, try Combination(session, arguments, .difference, countAt: 1, form: .reply, name: "zdiff"))
    }

    private static func reply(_ session: Session, _ combination: Combination) throws(CommandError) {
        let result = combination.result(seed: session.database.context.hashSeed)
        session.reply.members(result.count, withScores: combination.withScores)
        result.forEach(in: 0..<result.count) { member, score in
            session.reply.member(member, score, withScores: combination.withScores)
            return true
        }
    }

    static func zunionstore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try store(session, arguments, .union, name: "zunionstore", event: "zunionstore")
    }

    static func zinterstore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try store(session, arguments, .intersection, name: "zinterstore", event: "zinterstore")
    }

    static func zdiffstore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try store(session, arguments, .difference, name: "zdiffstore", event: "zdiffstore")
    }

    private static func store(
        _ session: Session, _ arguments: Arguments, _ operation: Combination.Operation, name: String,
        event: StaticString
    ) throws(CommandError) {
        let combination = try Combination(session, arguments, operation, countAt: 2, form: .store, name: name)
        let result = combination.result(seed: session.database.context.hashSeed)
        result.compact(limit: session.sortedSetLimit)
        session.store(result, under: arguments[1], event: event)
    }

    static func zintercard(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let combination = try Combination(
            session, arguments, .intersection, countAt: 1, form: .cardinality, name: "zintercard")
        var count = 0
        combination.forEachInAll { _, _ in
            count += 1
            return count != combination.limit
        }
        session.reply.integer(count)
    }
}

/// What is combined, and how.
private struct Combination {
    enum Operation { case union, intersection, difference }
    enum Form { case reply, store, cardinality }
    enum Aggregate { case sum, min, max }

    /// Small ones first, but for a difference.
    private var sources: [(members: ScoredMembers, weight: Double)] = []
    private let operation: Operation
    private var aggregate = Aggregate.sum
    private(set) var withScores = false
    /// Where counting ends; 0: never.
    private(set) var limit = 0

    /// Reads `numkeys key [key ...]`, from argument `countAt` on, and the options that the form takes. Types are checked before
    /// options, as in the real server.
    init(
        _ session: Session, _ arguments: Arguments, _ operation: Operation, countAt: Int, form: Form, name: String
    ) throws(CommandError) {
        self.operation = operation
        let count = try arguments[countAt].parseInteger()
        guard count >= 1 else {
            throw CommandError("ERR at least 1 input key is needed for '\(name)' command")
        }
        guard count <= arguments.count - countAt - 1 else { throw .syntax }
        for index in countAt + 1...countAt + count {
            sources.append((try session.scoredMembers(arguments[index]), 1))
        }
        try readOptions(arguments, from: countAt + 1 + count, form, session.engine.profile)
        if operation != .difference {
            // Scores are added in this order, which decides how sums are rounded: it must be stable.
            sources = sources.enumerated().sorted {
                ($0.element.members.count, $0.offset) < ($1.element.members.count, $1.offset)
            }.map(\.element)
        }
    }

    private mutating func readOptions(
        _ arguments: Arguments, from start: Int, _ form: Form, _ profile: Profile
    ) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: start)
        let isWeighted = operation != .difference && form != .cardinality
        while !cursor.isAtEnd {
            if isWeighted, cursor.skip("weights", before: sources.count) {
                for index in sources.indices {
                    guard let weight = try cursor.next().double(in: profile) else {
                        throw CommandError("ERR weight value is not a float")
                    }
                    sources[index].weight = weight
                }
            } else if isWeighted, cursor.skip("aggregate", before: 1) {
                aggregate = try Combination.aggregate(try cursor.next())
            } else if form == .reply, cursor.skip("withscores") {
                withScores = true
            } else if form == .cardinality, cursor.skip("limit", before: 1) {
                limit = try cursor.next().parseNonNegative(or: CommandError("ERR LIMIT can't be negative"))
            } else {
                throw .syntax
            }
        }
    }

    private static func aggregate(_ word: Bytes) throws(CommandError) -> Aggregate {
        if word.matches("sum") { return .sum }
        if word.matches("min") { return .min }
        if word.matches("max") { return .max }
        throw .syntax
    }

    /// The combined members, in a sorted set of its own, which is a large one.
    func result(seed: HashSeed) -> SortedSetValue {
        switch operation {
        case .union: return union(seed)
        case .intersection:
            let result = SortedSetIndex(seed: seed)
            forEachInAll { member, score in
                member.withBytes { result.insert($0, score) }
                return true
            }
            return SortedSetValue(result)
        case .difference: return SortedSetValue(difference(seed))
        }
    }

    /// O(n + m * log m), n members in all sources and m in the result.
    private func union(_ seed: HashSeed) -> SortedSetValue {
        let table = HashTable<SortedSetMember>(seed: seed)
        for source in sources {
            source.members.forEach { member, score in
                let weighted = Combination.number(source.weight * score)
                member.withBytes { bytes in
                    let hash = table.hash(bytes)
                    if let position = table.find(bytes, hash: hash) {
                        let found = table[position]
                        found.score = combine(found.score, weighted)
                    } else {
                        table.insert(SortedSetMember(bytes, score: weighted), hash: hash)
                    }
                }
                return true
            }
        }
        return SortedSetValue(SortedSetIndex(adopting: table))
    }

    /// Calls `body` with each member that all sources have and its combined score, until it returns false. O(members of the
    /// smallest source * sources).
    func forEachInAll(_ body: (ListpackElement, Double) -> Bool) {
        guard let smallest = sources.first else { return }
        smallest.members.forEach { member, score in
            var combined: Double? = Combination.number(smallest.weight * score)
            member.withBytes { bytes in
                for source in sources.dropFirst() {
                    guard let other = source.members.score(of: bytes) else { return combined = nil }
                    combined = combine(combined!, Combination.number(source.weight * other))
                }
            }
            return combined.map { body(member, $0) } ?? true
        }
    }

    /// The members of the first source that no other has: either by asking the others for each, or by taking theirs out one after
    /// the other, whichever promises to be less work.
    private func difference(_ seed: HashSeed) -> SortedSetIndex {
        let result = SortedSetIndex(seed: seed)
        let (first, others) = (sources[0].members, sources.dropFirst().map(\.members))
        let asks = first.count * sources.count / 2 <= sources.reduce(0) { $0 + $1.members.count }
        first.forEach { member, score in
            member.withBytes { bytes in
                if asks, others.contains(where: { $0.score(of: bytes) != nil }) { return }
                result.insert(bytes, score)
            }
            return true
        }
        if asks { return result }
        for other in others {
            other.forEach { member, _ in
                member.withBytes { if let found = result.find($0) { result.remove(found) } }
                return result.count > 0
            }
        }
        return result
    }

    private func combine(_ score: Double, _ other: Double) -> Double {
        switch aggregate {
        case .sum: Combination.number(score + other)
        case .min: other < score ? other : score
        case .max: other > score ? other : score
        }
    }

    /// What has no value (infinity times 0, infinity less infinity) counts as 0.
    private static func number(_ score: Double) -> Double { score.isNaN ? 0 : score }
}

/// Something that can be combined.
private enum ScoredMembers {
    /// A key that is not there.
    case none
    case sortedSet(SortedSetValue)
    /// Each member's score is 1.
    case set(SetValue)

    var count: Int {
        switch self {
        case .none: 0
        case .sortedSet(let sortedSet): sortedSet.count
        case .set(let set): set.count
        }
    }

    func score(of member: Bytes) -> Double? {
        switch self {
        case .none: nil
        case .sortedSet(let sortedSet): sortedSet.score(of: member)
        case .set(let set): set.contains(member) ? 1 : nil
        }
    }

    func forEach(_ body: (ListpackElement, Double) -> Bool) {
        switch self {
        case .none: break
        case .sortedSet(let sortedSet): sortedSet.forEach(in: 0..<sortedSet.count, body)
        case .set(let set): set.forEach { body($0, 1) }
        }
    }
}

extension Session {
    fileprivate func scoredMembers(_ key: Bytes) throws(CommandError) -> ScoredMembers {
        guard let entry = database.lookUp(key) else { return .none }
        switch entry.type {
        case .sortedSet: return .sortedSet(entry.object(SortedSetValue.self))
        case .set: return .set(entry.object(SetValue.self))
        default: throw .wrongType
        }
    }
}
