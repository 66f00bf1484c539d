// The commands that take members from an end: from one sorted set, or from the first of several that there is, at once or when it
// comes to be.

extension SortedSetCommands {
    /// An end of a sorted set.
    enum End {
        case min, max

        var event: StaticString { self == .min ? "zpopmin" : "zpopmax" }
    }

    // MARK: One sorted set

    static func zpopmin(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try pop(session, arguments, .min)
    }

    static func zpopmax(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try pop(session, arguments, .max)
    }

    private static func pop(_ session: Session, _ arguments: Arguments, _ end: End) throws(CommandError) {
        guard arguments.count <= 3 else { throw .syntax }
        let count = arguments.count == 3 ? try arguments[2].parseNonNegative() : nil
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsSortedSet(location), count != 0 else { return session.reply.array(0) }
        let sortedSet = session.sortedSetToChange(at: &location)
        let popped = min(count ?? 1, sortedSet.count)
        guard count != nil else {
            session.reply.array(2)
            return take(1, from: sortedSet, key, at: location, end, session) { session.reply.flat($0, $1) }
        }
        session.reply.members(popped, withScores: true)
        take(popped, from: sortedSet, key, at: location, end, session) {
            session.reply.member($0, $1, withScores: true)
        }
    }

    /// Removes members from an end, each of which `write` replies with.
    private static func take(
        _ count: Int, from sortedSet: SortedSetValue, _ key: Bytes, at location: Database.Location, _ end: End,
        _ session: Session, _ write: (ListpackElement, Double) -> Void
    ) {
        let total = sortedSet.count
        let ranks = end == .min ? 0..<count : total - count..<total
        let body = { (member: ListpackElement, score: Double) in
            write(member, score)
            return true
        }
        if end == .min { sortedSet.forEach(in: ranks, body) } else { sortedSet.forEachReversed(in: ranks, body) }
        sortedSet.remove(ranks)
        session.didRemove(count, from: sortedSet, key, at: location, event: end.event)
    }

    // MARK: The first of several

    static func zmpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if try !popFirst(session, arguments, try options(arguments, from: 1)) { session.reply.nullArray() }
    }

    static func bzmpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try popOrWait(session, arguments, try options(arguments, from: 2), timeout: arguments[1])
    }

    static func bzpopmin(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try popOneOrWait(session, arguments, .min)
    }

    static func bzpopmax(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try popOneOrWait(session, arguments, .max)
    }

    private static func options(_ arguments: Arguments, from start: Int) throws(CommandError) -> MultiPop<End> {
        try MultiPop(arguments, from: start) { (word) throws(CommandError) in
            if word.matches("min") { return .min }
            if word.matches("max") { return .max }
            throw .syntax
        }
    }

    private static func popOneOrWait(_ session: Session, _ arguments: Arguments, _ end: End) throws(CommandError) {
        let timeout = arguments.count - 1
        try popOrWait(
            session, arguments, MultiPop(keys: 1..<timeout, end: end, count: nil), timeout: arguments[timeout])
    }

    private static func popOrWait(
        _ session: Session, _ arguments: Arguments, _ options: MultiPop<End>, timeout: Bytes
    ) throws(CommandError) {
        let timeout = try timeout.parseTimeout(now: session.engine.now.milliseconds, session.engine.profile)
        if try popFirst(session, arguments, options) { return }
        if session.deniesBlocking { return session.reply.nullArray() }
        session.block(arguments, on: options.keys.map { arguments[$0] }, for: .sortedSet, timeout: timeout)
    }

    /// Replies with the key and what is popped of the first sorted set that there is; returns whether there is one.
    private static func popFirst(
        _ session: Session, _ arguments: Arguments, _ options: MultiPop<End>
    ) throws(CommandError) -> Bool {
        for index in session.keysToServe(options.keys, arguments) {
            let key = arguments[index]
            var location = session.database.lookUpForWriting(key)
            guard try session.holdsSortedSet(location) else { continue }
            let sortedSet = session.sortedSetToChange(at: &location)
            let popped = min(options.count ?? 1, sortedSet.count)
            session.reply.array(options.count == nil ? 3 : 2)
            session.reply.bulk(key)
            if options.count != nil { session.reply.array(popped) }
            take(popped, from: sortedSet, key, at: location, options.end, session) { member, score in
                if options.count != nil { session.reply.array(2) }
                session.reply.flat(member, score)
            }
            return true
        }
        return false
    }
}

extension ReplyWriter {
    /// A member and its score, one after the other.
    fileprivate func flat(_ member: ListpackElement, _ score: Double) {
        bulk(member)
        double(score)
    }
}
