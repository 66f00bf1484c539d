// The commands that take an element from one list and put it onto another, at once or when there is one.

extension ListCommands {
    static func lmove(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (from, to) = (try arguments[3].parseListEnd(), try arguments[4].parseListEnd())
        try move(session, arguments, from, to)
    }

    static func rpoplpush(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try move(session, arguments, .tail, .head)
    }

    static func blmove(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (from, to) = (try arguments[3].parseListEnd(), try arguments[4].parseListEnd())
        try moveOrWait(session, arguments, from, to, timeout: arguments[5])
    }

    static func brpoplpush(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try moveOrWait(session, arguments, .tail, .head, timeout: arguments[3])
    }

    private static func moveOrWait(
        _ session: Session, _ arguments: Arguments, _ from: ListEnd, _ to: ListEnd, timeout: Bytes
    ) throws(CommandError) {
        let timeout = try timeout.parseTimeout(now: session.engine.now.milliseconds, session.engine.profile)
        let location = session.database.lookUpForWriting(arguments[1])
        if try session.holdsList(location) || session.deniesBlocking { return try move(session, arguments, from, to) }
        session.block(arguments, on: [arguments[1]], for: .list, timeout: timeout)
    }

    private static func move(
        _ session: Session, _ arguments: Arguments, _ from: ListEnd, _ to: ListEnd
    ) throws(CommandError) {
        let (sourceKey, targetKey) = (arguments[1], arguments[2])
        var location = session.database.lookUpForWriting(sourceKey)
        guard try session.holdsList(location) else { return session.reply.null() }
        if sourceKey == targetKey { return rotate(session, sourceKey, at: location, from, to) }
        // A look-up ends what is known of the one before it.
        var targetLocation = session.database.lookUpForWriting(targetKey)
        let target = try session.listToGrow(targetKey, at: &targetLocation)
        location = session.database.locate(sourceKey)
        let source = session.listToChange(at: &location)
        let element = source.element(at: from)
        push(element, onto: target, to, session)
        session.database.signalModified(targetKey)
        session.notify(.list, to.pushEvent, targetKey)
        session.reply.bulk(element)
        source.removeElement(at: from)
        session.didRemove(1, from: source, sourceKey, at: location, event: from.popEvent)
    }

    /// Moves an element of a list from one end to the other, or to the same.
    private static func rotate(
        _ session: Session, _ key: Bytes, at location: Database.Location, _ from: ListEnd, _ to: ListEnd
    ) {
        var location = location
        let list = session.listToChange(at: &location)
        let element = list.element(at: from)
        session.reply.bulk(element)
        // It goes before it comes back, as in the real server, whose nodes empty and fill accordingly; so it needs a place of its own.
        switch element {
        case .integer(let value):
            list.removeElement(at: from)
            push(.integer(value), onto: list, to, session)
        case .string(let bytes):
            let copy = bytes.array
            list.removeElement(at: from)
            copy.withBytes { push(.string($0), onto: list, to, session) }
        }
        session.notify(.list, to.pushEvent, key)
        session.didRemove(1, from: list, key, at: location, event: from.popEvent)
    }

    private static func push(_ element: ListpackElement, onto list: ListValue, _ end: ListEnd, _ session: Session) {
        // Integers count as the text that spells them, as if a client had sent it.
        element.withBytes {
            list.prepareToGrow(bytes: $0.count, count: 1, limit: session.listNodeLimit)
            list.push($0, end)
        }
    }
}
