// ZRANDMEMBER and ZSCAN. The guarantee of the cursor is stated in Keyspace/HashTable+Scan.swift.

extension SortedSetCommands {
    // MARK: At random

    static func zrandmember(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count > 2 else {
            guard let sortedSet = try session.sortedSet(arguments[1]) else { return session.reply.null() }
            let rank = session.database.context.random.next(below: sortedSet.count)
            return sortedSet.forEach(in: rank..<rank + 1) { member, _ in
                session.reply.bulk(member)
                return true
            }
        }
        let count = try arguments[2].parseSymmetricInteger()
        let withScores = arguments.count > 3
        if withScores {
            guard arguments.count == 4, arguments[3].matches("withscores") else { throw .syntax }
            guard count.magnitude <= Int.max / 2 else { throw .outOfRange }
        }
        guard let sortedSet = try session.sortedSet(arguments[1]), count != 0 else { return session.reply.array(0) }
        let write = { (member: ListpackElement, score: Double) in
            session.reply.member(member, score, withScores: withScores)
            return true
        }
        if count >= sortedSet.count {
            session.reply.members(sortedSet.count, withScores: withScores)
            return sortedSet.forEachReversed(in: 0..<sortedSet.count, write)
        }
        session.reply.members(abs(count), withScores: withScores)
        if count < 0 {
            for _ in 0..<abs(count) {
                let rank = session.database.context.random.next(below: sortedSet.count)
                sortedSet.forEach(in: rank..<rank + 1, write)
            }
        } else {
            pick(count, of: sortedSet, &session.database.context.random, write)
        }
    }

    /// Calls `body` with `count` different members, fewer than there are. O(n), or O(count * log n) where they are few.
    private static func pick(
        _ count: Int, of sortedSet: SortedSetValue, _ random: inout RandomSource,
        _ body: (ListpackElement, Double) -> Bool
    ) {
        if count * 3 > sortedSet.count {
            // Each is taken with the chance that its number among those that are left gives it.
            var (wanted, left) = (count, sortedSet.count)
            return sortedSet.forEach(in: 0..<sortedSet.count) { member, score in
                if random.next(below: left) < wanted {
                    _ = body(member, score)
                    wanted -= 1
                }
                left -= 1
                return wanted > 0
            }
        }
        var ranks: Set<Int> = []
        while ranks.count < count {
            let rank = random.next(below: sortedSet.count)
            if ranks.insert(rank).inserted { sortedSet.forEach(in: rank..<rank + 1, body) }
        }
    }

    // MARK: Scanning

    static func zscan(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = try ScanOptions.cursor(arguments[2], session.engine.profile)
        let whole = session.reply.mark()
        guard let sortedSet = try session.sortedSet(arguments[1]) else {
            return session.reply.scanResult(cursor: 0, count: 0, since: whole)
        }
        let options = try ScanOptions(arguments, from: 3, session.engine.profile, takesNoScores: true)
        let style = session.engine.profile.doubleStyle
        var (visited, count) = (0, 0)
        var stepsLeft = options.count.multipliedReportingOverflow(by: 10).partialValue
        repeat {
            cursor = sortedSet.scan(cursor) { member, score in
                visited += 1
                guard member.withBytes({ options.includes($0) }) else { return }
                session.reply.bulk(member)
                count += 1
                if options.omitsValues { return }
                // As text also in RESP3; and not in the same digits, as in the real server.
                session.reply.bulk(
                    sortedSet.isSmall ? DoubleText.stored(score, style) : DoubleText.text(score, .seventeenDigits))
                count += 1
            }
            stepsLeft -= 1
        } while cursor != 0 && visited < options.count && stepsLeft != 0
        session.reply.scanResult(cursor: cursor, count: count, since: whole)
    }
}
