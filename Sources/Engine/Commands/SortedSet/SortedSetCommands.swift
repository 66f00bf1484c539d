// The commands that work on members by name.

enum SortedSetCommands {
    // MARK: Adding

    static func zadd(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 2)
        let options = ZAddOptions(&cursor)
        try add(session, arguments, from: cursor.index, options)
    }

    static func zincrby(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        // The real server looks for ZADD's options here too: a word of theirs is no increment, and leaves half a pair.
        var cursor = ArgumentCursor(arguments, from: 2)
        let options = ZAddOptions(&cursor).union(.increment)
        try add(session, arguments, from: cursor.index, options)
    }

    /// Adds the pairs of score and member from argument `start` on.
    private static func add(
        _ session: Session, _ arguments: Arguments, from start: Int, _ options: ZAddOptions
    ) throws(CommandError) {
        let count = arguments.count - start
        guard count.isMultiple(of: 2) else { throw .syntax }
        try add(session, arguments[1], count / 2, options) { (index) throws(CommandError) in
            (try arguments[start + index * 2].parseScore(in: session.engine.profile), arguments[start + index * 2 + 1])
        }
    }

    /// Adds `count` members, which `pair` reads with their scores, in order, and replies.
    static func add(
        _ session: Session, _ key: Bytes, _ count: Int, _ options: ZAddOptions,
        _ pair: (Int) throws(CommandError) -> (score: Double, member: Bytes)
    ) throws(CommandError) {
        guard count > 0 else { throw .syntax }
        try options.check(pairs: count)
        // All or nothing: every score is read before the first is used.
        let first = try pair(0)
        var longest = first.member.count
        for index in 0..<count where index > 0 { longest = max(longest, try pair(index).member.count) }
        if !session.engine.profile.measuresMembersFirst { longest = 0 }
        var location = session.database.lookUpForWriting(key)
        let exists = try session.holdsSortedSet(location)
        if !exists, options.contains(.onlyExisting) { return options.reply(to: session, ZAddOutcome()) }
        let limit = session.sortedSetLimit
        let sortedSet = session.sortedSetToGrow(key, at: &location, by: count, longest: longest)
        var outcome = ZAddOutcome()
        for index in 0..<count {
            let (score, member) = index == 0 ? first : try pair(index)
            let change = try sortedSet.update(member, limit: limit) { (old) throws(CommandError) in
                outcome.score = try options.score(score, insteadOf: old)
                return outcome.score
            }
            if change == .added { outcome.added += 1 }
            if change == .rescored { outcome.rescored += 1 }
        }
        if !exists { sortedSet.shrinkToFit() }
        if outcome.changes > 0 {
            session.didModify(key, changes: outcome.changes)
            session.notify(.sortedSet, options.contains(.increment) ? "zincr" : "zadd", key)
        }
        options.reply(to: session, outcome)
    }

    // MARK: Removing

    static func zrem(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsSortedSet(location) else { return session.reply.integer(0) }
        let sortedSet = session.sortedSetToChange(at: &location)
        var removed = 0
        for index in 2..<arguments.count where sortedSet.remove(arguments[index]) {
            removed += 1
            if sortedSet.count == 0 { break }
        }
        if removed > 0 { session.didRemove(removed, from: sortedSet, key, at: location, event: "zrem") }
        session.reply.integer(removed)
    }

    // MARK: Reading

    static func zcard(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.elementCount(arguments[1], .sortedSet))
    }

    static func zscore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.score(try session.score(of: arguments[2], in: arguments[1]))
    }

    static func zmscore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let sortedSet = try session.sortedSet(arguments[1])
        session.reply.array(arguments.count - 2)
        for index in 2..<arguments.count { session.reply.score(sortedSet?.score(of: arguments[index])) }
    }

    static func zrank(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try rank(session, arguments, fromEnd: false, name: "zrank")
    }

    static func zrevrank(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try rank(session, arguments, fromEnd: true, name: "zrevrank")
    }

    private static func rank(
        _ session: Session, _ arguments: Arguments, fromEnd: Bool, name: String
    ) throws(CommandError) {
        guard arguments.count <= (session.engine.profile.ranksWithScore ? 4 : 3) else { throw .wrongArity(name) }
        let withScore = arguments.count == 4
        if withScore, !arguments[3].matches("withscore") { throw .syntax }
        guard let sortedSet = try session.sortedSet(arguments[1]), let found = sortedSet.rank(of: arguments[2]) else {
            return withScore ? session.reply.nullArray() : session.reply.null()
        }
        if withScore { session.reply.array(2) }
        session.reply.integer(fromEnd ? sortedSet.count - 1 - found.rank : found.rank)
        if withScore { session.reply.double(found.score) }
    }
}

/// What ZADD may be told, and what follows from it.
struct ZAddOptions: OptionSet {
    let rawValue: UInt8
    static let onlyNew = ZAddOptions(rawValue: 1 << 0)
    static let onlyExisting = ZAddOptions(rawValue: 1 << 1)
    static let onlyGreater = ZAddOptions(rawValue: 1 << 2)
    static let onlyLess = ZAddOptions(rawValue: 1 << 3)
    /// Count members that got another score, too.
    static let countsChanges = ZAddOptions(rawValue: 1 << 4)
    static let increment = ZAddOptions(rawValue: 1 << 5)
}

extension ZAddOptions {
    /// Reads options up to the first argument that is none.
    fileprivate init(_ cursor: inout ArgumentCursor) {
        self = []
        while !cursor.isAtEnd {
            if cursor.skip("nx") {
                insert(.onlyNew)
            } else if cursor.skip("xx") {
                insert(.onlyExisting)
            } else if cursor.skip("ch") {
                insert(.countsChanges)
            } else if cursor.skip("incr") {
                insert(.increment)
            } else if cursor.skip("gt") {
                insert(.onlyGreater)
            } else if cursor.skip("lt") {
                insert(.onlyLess)
            } else {
                return
            }
        }
    }

    fileprivate func check(pairs: Int) throws(CommandError) {
        if isSuperset(of: [.onlyNew, .onlyExisting]) {
            throw CommandError("ERR XX and NX options at the same time are not compatible")
        }
        // At most one of these three.
        if intersection([.onlyNew, .onlyGreater, .onlyLess]).rawValue.nonzeroBitCount > 1 {
            throw CommandError("ERR GT, LT, and/or NX options at the same time are not compatible")
        }
        if contains(.increment), pairs > 1 {
            throw CommandError("ERR INCR option supports a single increment-element pair")
        }
    }

    /// The score that a member gets for `score` if it has `old`; nil if the options leave it as it is.
    fileprivate func score(_ score: Double, insteadOf old: Double?) throws(CommandError) -> Double? {
        guard let old else { return contains(.onlyExisting) ? nil : score }
        if contains(.onlyNew) { return nil }
        let new = contains(.increment) ? old + score : score
        if new.isNaN { throw CommandError("ERR resulting score is not a number (NaN)") }
        if contains(.onlyLess), new >= old { return nil }
        if contains(.onlyGreater), new <= old { return nil }
        return new
    }

    fileprivate func reply(to session: Session, _ outcome: ZAddOutcome) {
        if contains(.increment) { return session.reply.score(outcome.score) }
        session.reply.integer(contains(.countsChanges) ? outcome.changes : outcome.added)
    }
}

/// What ZADD did.
private struct ZAddOutcome {
    var added = 0
    var rescored = 0
    /// The last member's score, unless the options left it alone.
    var score: Double?

    var changes: Int { added + rescored }
}

extension Bytes {
    /// The score that this argument spells.
    func parseScore(in profile: Profile) throws(CommandError) -> Double {
        guard let value = double(in: profile) else { throw .notAFloat }
        return value
    }
}

extension SortedSetLimit {
    /// As configured now.
    init(_ configuration: Configuration, seed: HashSeed) {
        self.init(
            entries: configuration.zsetMaxListpackEntries, memberBytes: configuration.zsetMaxListpackValue, seed: seed,
            scoreStyle: configuration.profile.doubleStyle, sizesByArguments: configuration.profile.sizesByArguments)
    }
}

// MARK: Sorted sets of a session's database

extension Session {
    /// What the listpack of a sorted set may hold, as configured now.
    var sortedSetLimit: SortedSetLimit {
        SortedSetLimit(engine.configuration, seed: database.context.hashSeed)
    }

    /// The sorted set under a key, for reading, or nil.
    func sortedSet(_ key: Bytes) throws(CommandError) -> SortedSetValue? {
        guard let entry = database.lookUp(key) else { return nil }
        guard entry.type == .sortedSet else { throw .wrongType }
        return entry.object(SortedSetValue.self)
    }

    /// The score of a member, or nil. A packed sorted set stays so.
    func score(of member: Bytes, in key: Bytes) throws(CommandError) -> Double? {
        guard let entry = try entry(key, of: .sortedSet) else { return nil }
        if let packed = entry.packed { return packed.value(of: member)?.score }
        return entry.object(SortedSetValue.self).score(of: member)
    }

    /// Whether there is a sorted set at a location; throws if there is something else.
    func holdsSortedSet(_ location: Database.Location) throws(CommandError) -> Bool {
        guard let entry = location.entry else { return false }
        guard entry.type == .sortedSet else { throw .wrongType }
        return true
    }

    /// The sorted set at a location, which holds one, for writing.
    func sortedSetToChange(at location: inout Database.Location) -> SortedSetValue {
        database.mutableEntry(at: &location).mutableObject(SortedSetValue.self)
    }

    /// The sorted set under a key, which is at `location` and holds nothing else, about to be given `count` members, the
    /// longest of so many bytes; made if there is none.
    func sortedSetToGrow(
        _ key: Bytes, at location: inout Database.Location, by count: Int, longest: Int
    ) -> SortedSetValue {
        let limit = sortedSetLimit
        if location.entry != nil {
            let sortedSet = sortedSetToChange(at: &location)
            sortedSet.prepareToGrow(by: count, longest: longest, limit: limit)
            return sortedSet
        }
        let sortedSet = SortedSetValue(expecting: count, longest: longest, limit: limit)
        database.add(key, .object(sortedSet, .sortedSet), at: location)
        return sortedSet
    }

    /// Does what follows the removal of `count` members: the key goes with its last one.
    func didRemove(
        _ count: Int, from sortedSet: SortedSetValue, _ key: Bytes, at location: Database.Location, event: StaticString
    ) {
        let isEmptied = sortedSet.count == 0
        if isEmptied { database.remove(at: location) }
        didModify(key, changes: count)
        notify(.sortedSet, event, key)
        if isEmptied { notify(.generic, "del", key) }
    }

    /// Puts a sorted set that a command has made in place of what is under a key, or removes that if it is empty. Replies with the
    /// number of its members.
    func store(_ result: SortedSetValue, under key: Bytes, event: StaticString, changes: Int = 1) {
        let location = database.locate(key)
        if result.count > 0 {
            database.put(key, .object(result, .sortedSet), at: location)
            didModify(key, changes: changes)
            notify(.sortedSet, event, key)
        } else if database.remove(at: location) {
            didModify(key)
            notify(.generic, "del", key)
        }
        reply.integer(result.count)
    }
}

extension ReplyWriter {
    /// A score, or null for none.
    func score(_ score: Double?) {
        if let score { double(score) } else { null() }
    }

    /// The header of `count` members, which `member` writes: with scores, a flat array in RESP2 and an array of pairs in RESP3.
    func members(_ count: Int, withScores: Bool) {
        array(withScores && version == .resp2 ? count * 2 : count)
    }

    /// One of the members that a header announced.
    @inline(__always)
    func member(_ member: ListpackElement, _ score: Double, withScores: Bool) {
        guard withScores else { return bulk(member) }
        if version == .resp3 { array(2) }
        bulk(member)
        double(score)
    }
}
