// The commands that take elements from an end: from one list, or from the first of several that there is, at once or when it
// comes to be.

extension ListCommands {
    // MARK: One list

    static func lpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try pop(session, arguments, .head, name: "lpop")
    }

    static func rpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try pop(session, arguments, .tail, name: "rpop")
    }

    private static func pop(
        _ session: Session, _ arguments: Arguments, _ end: ListEnd, name: String
    ) throws(CommandError) {
        guard arguments.count <= 3 else { throw .wrongArity(name) }
        let count = arguments.count == 3 ? try arguments[2].parseNonNegative() : nil
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsList(location) else {
            return count == nil ? session.reply.null() : session.reply.nullArray()
        }
        if count == 0 { return session.reply.array(0) }
        pop(count, key, at: &location, end, session)
    }

    /// Replies with the element at an end, or with up to `count` as an array, and removes them.
    private static func pop(
        _ count: Int?, _ key: Bytes, at location: inout Database.Location, _ end: ListEnd, _ session: Session
    ) {
        let list = session.listToChange(at: &location)
        guard let count else {
            session.reply.bulk(list.element(at: end))
            list.removeElement(at: end)
            return session.didRemove(1, from: list, key, at: location, event: end.popEvent)
        }
        let removed = min(count, list.count)
        let first = end == .head ? 0 : list.count - removed
        list.write(first..<first + removed, from: end, to: session.reply)
        list.removeSubrange(from: first, count: removed)
        session.didRemove(removed, from: list, key, at: location, event: end.popEvent)
    }

    // MARK: The first of several lists

    static func lmpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try MultiPop(arguments, from: 1) { (word) throws(CommandError) in try word.parseListEnd() }
        if try !popFirst(session, arguments, options) { session.reply.nullArray() }
    }

    static func blmpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try MultiPop(arguments, from: 2) { (word) throws(CommandError) in try word.parseListEnd() }
        try popOrWait(session, arguments, options, timeout: arguments[1])
    }

    static func blpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try popOneOrWait(session, arguments, .head)
    }

    static func brpop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try popOneOrWait(session, arguments, .tail)
    }

    private static func popOneOrWait(
        _ session: Session, _ arguments: Arguments, _ end: ListEnd
    ) throws(CommandError) {
        let timeout = arguments.count - 1
        let options = MultiPop(keys: 1..<timeout, end: end, count: nil)
        try popOrWait(session, arguments, options, timeout: arguments[timeout])
    }

    private static func popOrWait(
        _ session: Session, _ arguments: Arguments, _ options: MultiPop<ListEnd>, timeout: Bytes
    ) throws(CommandError) {
        let timeout = try timeout.parseTimeout(now: session.engine.now.milliseconds, session.engine.profile)
        if try popFirst(session, arguments, options) { return }
        if session.deniesBlocking { return session.reply.nullArray() }
        session.block(arguments, on: options.keys.map { arguments[$0] }, for: .list, timeout: timeout)
    }

    /// Replies with the key and what is popped of the first list that there is; returns whether there is one.
    private static func popFirst(
        _ session: Session, _ arguments: Arguments, _ options: MultiPop<ListEnd>
    ) throws(CommandError) -> Bool {
        for index in session.keysToServe(options.keys, arguments) {
            let key = arguments[index]
            var location = session.database.lookUpForWriting(key)
            guard try session.holdsList(location) else { continue }
            session.reply.array(2)
            session.reply.bulk(key)
            pop(options.count, key, at: &location, options.end, session)
            return true
        }
        return false
    }
}

extension Bytes {
    /// The end of a list that LEFT or RIGHT names.
    func parseListEnd() throws(CommandError) -> ListEnd {
        if matches("left") { return .head }
        if matches("right") { return .tail }
        throw .syntax
    }
}
