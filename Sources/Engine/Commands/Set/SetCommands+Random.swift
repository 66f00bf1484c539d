// The commands that return members chosen at random, or take them out.

extension SetCommands {
    // MARK: SPOP

    static func spop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if arguments.count > 3 { throw .syntax }
        let count = arguments.count == 3 ? try arguments[2].parseNonNegative() : nil
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsSet(location) else {
            return count == nil ? session.reply.null() : session.reply.set(0)
        }
        if count == 0 { return session.reply.set(0) }
        let set = session.setToChange(at: &location)
        if let count { return pop(count, key, at: location, set, session) }
        let member = set.randomMember(&session.database.context.random)
        session.reply.bulk(member)
        _ = set.remove(member)
        session.didRemove(1, from: set, key, at: location, event: "spop")
    }

    private static func pop(
        _ asked: Int, _ key: Bytes, at location: Database.Location, _ set: SetValue, _ session: Session
    ) {
        let count = min(asked, set.count)
        session.notify(.set, "spop", key)
        session.reply.set(count)
        if count == set.count {
            set.write(to: session.reply)
            session.database.remove(at: location, lazily: session.database.context.freesReplacedLazily)
            session.notify(.generic, "del", key)
        } else if set.isListpack || (set.count - count) * fewFactor <= count {
            replyAndKeepOthers(count, of: set, session)
        } else {
            for _ in 0..<count {
                let member = set.randomMember(&session.database.context.random)
                session.reply.bulk(member)
                _ = set.remove(member)
            }
        }
        session.didModify(key, changes: count)
    }

    /// Members are few in comparison with others if so many times them are no more.
    private static let fewFactor = 5

    /// Replies with `count` members and removes them: by making a set of the others, which are few. O(n).
    private static func replyAndKeepOthers(_ count: Int, of set: SetValue, _ session: Session) {
        let (context, growth) = (session.database.context, session.setGrowth)
        let kept = SetValue(set.isIntset || !growth.limits.hasListpacks ? .intset(IntSet()) : .listpack(Listpack()))
        if set.isListpack {
            set.selectInOrder(set.count - count, &context.random) { member, isKept in
                if isKept { _ = kept.add(member, growth) } else { session.reply.bulk(member) }
            }
        } else {
            for _ in 0..<set.count - count {
                let member = set.randomMember(&context.random)
                _ = kept.add(member, growth)
                _ = set.remove(member)
            }
            set.write(to: session.reply)
        }
        set.exchangeMembers(with: kept)
    }

    // MARK: SRANDMEMBER

    static func srandmember(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if arguments.count > 3 { throw .syntax }
        let count = arguments.count == 3 ? try arguments[2].parseSymmetricInteger() : nil
        guard let set = try session.set(arguments[1]) else {
            return count == nil ? session.reply.null() : session.reply.array(0)
        }
        let (context, reply) = (session.database.context, session.reply)
        guard let count else { return reply.bulk(set.randomMember(&context.random)) }
        if count < 0 {
            reply.array(-count)
            for _ in 0..<(-count) { reply.bulk(set.randomMember(&context.random)) }
        } else if count >= set.count {
            reply.array(set.count)
            set.write(to: reply)
        } else {
            reply.array(count)
            set.forEachOfRandomSubset(count, &context.random) { reply.bulk($0) }
        }
    }
}
