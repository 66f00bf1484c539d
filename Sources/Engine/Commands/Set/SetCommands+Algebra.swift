// Intersections, unions and differences, returned, counted or stored.

extension SetCommands {
    // MARK: Intersections

    static func sinter(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let sets = try session.setsToIntersect(arguments, 1..<arguments.count) else {
            return session.reply.set(0)
        }
        let mark = session.reply.mark()
        var count = 0
        forEachCommonMember(of: sets) { member in
            session.reply.bulk(member)
            count += 1
            return true
        }
        session.reply.prefix(since: mark) { $0.set(count) }
    }

    static func sintercard(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let number = try arguments[1].parsePositive(or: CommandError("ERR numkeys should be greater than 0"))
        guard number <= arguments.count - 2 else {
            throw CommandError("ERR Number of keys can't be greater than number of args")
        }
        var limit = 0
        var cursor = ArgumentCursor(arguments, from: 2 + number)
        while !cursor.isAtEnd {
            guard cursor.skip("limit", before: 1) else { throw .syntax }
            limit = try cursor.next().parseNonNegative(or: CommandError("ERR LIMIT can't be negative"))
        }
        var count = 0
        if let sets = try session.setsToIntersect(arguments, 2..<2 + number) {
            forEachCommonMember(of: sets) { _ in
                count += 1
                return count != limit
            }
        }
        session.reply.integer(count)
    }

    static func sinterstore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let sets = try session.setsToIntersect(arguments, 2..<arguments.count) else {
            return session.store(nil, under: arguments[1], event: "sinterstore")
        }
        let growth = session.setGrowth
        let result = SetValue(
            sets[0].isIntset || !growth.limits.hasListpacks ? .intset(IntSet()) : .listpack(Listpack()))
        var hasIntegersOnly = true
        forEachCommonMember(of: sets) { member in
            if hasIntegersOnly, case .string(let bytes) = member { hasIntegersOnly = bytes.integer != nil }
            return result.add(member, growth)
        }
        if hasIntegersOnly, result.count > 0 { result.convertToIntset(growth) }
        session.store(result, under: arguments[1], event: "sinterstore")
    }

    /// Calls `body` with each member that all sets have, in the order of the first, the smallest, until it returns false.
    /// O(members of the smallest set × sets), if none but the smallest is a listpack.
    private static func forEachCommonMember(of sets: [SetValue], _ body: (ListpackElement) -> Bool) {
        let others = sets.dropFirst().filter { $0 !== sets[0] }
        sets[0].forEach { member in
            for other in others where !other.contains(member) { return true }
            return body(member)
        }
    }

    // MARK: Unions

    static func sunion(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let sets = try session.sets(arguments, 1..<arguments.count)
        session.replyMembers(of: union(of: sets, startingWith: session.emptyResult(of: sets), session))
    }

    static func sunionstore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let sets = try session.sets(arguments, 2..<arguments.count)
        let result = union(of: sets, startingWith: SetValue(.intset(IntSet())), session)
        session.store(result, under: arguments[1], event: "sunionstore")
    }

    /// O(members of all sets).
    private static func union(of sets: [SetValue?], startingWith result: SetValue, _ session: Session) -> SetValue {
        let growth = session.setGrowth
        for case let set? in sets {
            set.forEach { member in
                _ = result.add(member, growth)
                return true
            }
        }
        return result
    }

    // MARK: Differences

    static func sdiff(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let sets = try session.sets(arguments, 1..<arguments.count)
        session.replyMembers(of: difference(of: sets, startingWith: session.emptyResult(of: sets), session))
    }

    static func sdiffstore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let sets = try session.sets(arguments, 2..<arguments.count)
        let result = difference(of: sets, startingWith: SetValue(.intset(IntSet())), session)
        session.store(result, under: arguments[1], event: "sdiffstore")
    }

    /// The members of the first set that no other has. There are two ways, and the one with less to do is taken: to look for each
    /// member of the first set in all others, O(members of the first × sets); or to take the members of all others out of
    /// a copy of the first, O(members of all sets).
    private static func difference(
        of sets: [SetValue?], startingWith result: SetValue, _ session: Session
    ) -> SetValue {
        guard let first = sets.first ?? nil else { return result }
        let others = sets.dropFirst().compactMap { $0 }
        if others.contains(where: { $0 === first }) { return result }
        let growth = session.setGrowth
        let workOfLooking = (others.count + 1) * first.count
        let workOfTakingOut = others.reduce(first.count) { $0 + $1.count }
        // Looking does less for each member, and stops at the first set that has it.
        if workOfLooking / 2 <= workOfTakingOut {
            // Which is more likely to be a large one.
            let others = others.sorted { $0.count > $1.count }
            first.forEach { member in
                if !others.contains(where: { $0.contains(member) }) { _ = result.add(member, growth) }
                return true
            }
            return result
        }
        _ = union(of: [first], startingWith: result, session)
        for other in others where result.count > 0 {
            other.forEach { member in
                _ = result.remove(member)
                return true
            }
        }
        return result
    }
}

// MARK: What goes in, and what comes out

extension Session {
    /// The sets under the keys in `range`; nil stands for a key that is not there.
    fileprivate func sets(_ arguments: Arguments, _ range: Range<Int>) throws(CommandError) -> [SetValue?] {
        var sets: [SetValue?] = []
        sets.reserveCapacity(range.count)
        for index in range { sets.append(try set(arguments[index])) }
        return sets
    }

    /// The same, the smallest first, or nil if one is not there, so that nothing is common to all.
    fileprivate func setsToIntersect(
        _ arguments: Arguments, _ range: Range<Int>
    ) throws(CommandError) -> [SetValue]? {
        let sets = try sets(arguments, range)
        let found = sets.compactMap { $0 }
        guard found.count == sets.count else { return nil }
        return found.sorted { $0.count < $1.count }
    }

    /// An empty set for a result that is replied: an intset, and so in order, if all sets are, or as long as the members
    /// are integers where there are no listpacks; else a table, in which members are
    /// found at once.
    fileprivate func emptyResult(of sets: [SetValue?]) -> SetValue {
        let areIntsets = !setGrowth.limits.hasListpacks || sets.allSatisfy { $0?.isIntset ?? true }
        return SetValue(areIntsets ? .intset(IntSet()) : .table(HashTable(seed: setGrowth.seed)))
    }

    fileprivate func replyMembers(of set: SetValue) {
        reply.set(set.count)
        set.write(to: reply)
    }

    /// Stores a result under a key, in place of what was there, and replies with its size. Of an empty one nothing is left.
    fileprivate func store(_ result: SetValue?, under key: Bytes, event: StaticString) {
        let count = result?.count ?? 0
        if let result, count > 0 {
            database.put(key, .object(result, .set), at: database.lookUpForWriting(key))
            didModify(key)
            notify(.set, event, key)
        } else if database.remove(key, lazily: database.context.freesReplacedLazily) {
            didModify(key)
            notify(.generic, "del", key)
        }
        reply.integer(count)
    }
}
