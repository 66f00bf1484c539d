// The commands that look for elements by their value.

extension ListCommands {
    static func linsert(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let side: ListEnd
        if arguments[2].matches("before") {
            side = .head
        } else if arguments[2].matches("after") {
            side = .tail
        } else {
            throw .syntax
        }
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsList(location) else { return session.reply.integer(0) }
        let list = session.listToChange(at: &location)
        list.prepareToGrow(bytes: arguments[4].count, count: 1, limit: session.listNodeLimit)
        guard list.insert(arguments[4], side, of: arguments[3]) else { return session.reply.integer(-1) }
        session.didModify(key)
        session.notify(.list, "linsert", key)
        session.reply.integer(list.count)
    }

    static func lrem(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        let count =
            session.engine.profile.refusesLeastRank
            ? try arguments[2].parseSymmetricInteger() : try arguments[2].parseInteger()
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsList(location) else { return session.reply.integer(0) }
        let list = session.listToChange(at: &location)
        let removed = list.removeElements(
            equalTo: arguments[3], from: count < 0 ? .tail : .head,
            limit: count == 0 || count == .min ? .max : abs(count))
        if removed > 0 { session.didRemove(removed, from: list, key, at: location, event: "lrem") }
        session.reply.integer(removed)
    }

    static func lpos(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try PositionOptions(arguments, session.engine.profile)
        guard let list = try session.list(arguments[1]) else {
            return options.count == nil ? session.reply.null() : session.reply.array(0)
        }
        let mark = session.reply.mark()
        var replied = 0
        list.forEachIndex(of: arguments[2], options) { index in
            session.reply.integer(index)
            replied += 1
        }
        if options.count != nil {
            session.reply.array(replied, since: mark)
        } else if replied == 0 {
            session.reply.null()
        }
    }
}

/// The options of LPOS.
private struct PositionOptions {
    /// Pass over the matches before this one; counted from 1, from the tail if negative.
    var rank = 1
    /// How many matches to reply with, as an array, 0 for all; nil: one, by itself.
    var count: Int?
    /// How many elements to look at, 0 for all.
    var maximalLength = 0

    init(_ arguments: Arguments, _ profile: Profile) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 3)
        var isLeast = false
        while !cursor.isAtEnd {
            if cursor.skip("rank", before: 1) {
                let word = try cursor.next()
                // What has no negative was taken for the first match from the tail, from which on no count was reached.
                isLeast = !profile.refusesLeastRank && word.integer == .min
                rank = isLeast ? -1 : try word.parseSymmetricInteger()
                guard rank != 0 else {
                    throw CommandError(
                        "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... "
                            + "or use negative to start from the end of the list")
                }
            } else if cursor.skip("count", before: 1) {
                count = try cursor.next().parseNonNegative(or: CommandError("ERR COUNT can't be negative"))
            } else if cursor.skip("maxlen", before: 1) {
                maximalLength = try cursor.next().parseNonNegative(or: CommandError("ERR MAXLEN can't be negative"))
            } else {
                throw .syntax
            }
        }
        if isLeast, count != nil { count = 0 }
    }
}

extension ListValue {
    /// Calls `body` with the index of each element that equals `bytes`, as the options say.
    fileprivate func forEachIndex(of bytes: Bytes, _ options: PositionOptions, _ body: (Int) -> Void) {
        let sought = ListpackEntry(bytes)
        let count = self.count
        var skipped = abs(options.rank) - 1
        var left = options.count == 0 ? Int.max : options.count ?? 1
        var seen = 0
        let visit = { (element: ListpackElement) in
            if sought.matches(element) {
                if skipped > 0 {
                    skipped -= 1
                } else {
                    body(options.rank > 0 ? seen : count - 1 - seen)
                    left -= 1
                }
            }
            seen += 1
            return left > 0 && seen != options.maximalLength
        }
        if options.rank > 0 { forEach(from: 0, visit) } else { forEachReversed(from: count - 1, visit) }
    }
}
