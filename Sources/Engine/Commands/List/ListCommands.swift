// The commands that work on one list by its ends or by index.

enum ListCommands {
    // MARK: Pushing

    static func lpush(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try push(session, arguments, .head, onlyIfExists: false)
    }

    static func rpush(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try push(session, arguments, .tail, onlyIfExists: false)
    }

    static func lpushx(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try push(session, arguments, .head, onlyIfExists: true)
    }

    static func rpushx(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try push(session, arguments, .tail, onlyIfExists: true)
    }

    private static func push(
        _ session: Session, _ arguments: Arguments, _ end: ListEnd, onlyIfExists: Bool
    ) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        if onlyIfExists, location.entry == nil { return session.reply.integer(0) }
        let list = try session.listToGrow(key, at: &location)
        list.prepareToGrow(
            bytes: arguments.dropFirst(2).byteCount, count: arguments.count - 2, limit: session.listNodeLimit)
        for index in 2..<arguments.count { list.push(arguments[index], end) }
        session.didModify(key, changes: arguments.count - 2)
        session.notify(.list, end.pushEvent, key)
        session.reply.integer(list.count)
    }

    // MARK: Reading

    static func llen(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.elementCount(arguments[1], .list))
    }

    static func lindex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let list = try session.list(arguments[1]) else { return session.reply.null() }
        let argument = try arguments[2].parseInteger()
        guard let index = list.index(argument) else { return session.reply.null() }
        session.reply.bulk(list.element(at: index))
    }

    static func lrange(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let start = try arguments[2].parseInteger()
        let stop = try arguments[3].parseInteger()
        guard let list = try session.list(arguments[1]) else { return session.reply.array(0) }
        list.write(list.range(start, stop), from: .head, to: session.reply)
    }

    // MARK: Changing by index

    static func lset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsList(location) else { throw .noSuchKey }
        let argument = try arguments[2].parseInteger()
        let list = session.listToChange(at: &location)
        list.prepareToGrow(bytes: arguments[3].count, count: 1, limit: session.listNodeLimit)
        // The real server cuts this index, unlike others, to 32 bits.
        let isCut = session.engine.profile.cutsIndexToSet
        guard let index = list.index(isCut ? Int(Int32(truncatingIfNeeded: argument)) : argument) else {
            throw .indexOutOfRange
        }
        list.replace(at: index, with: arguments[3])
        list.didShrink(limit: session.listNodeLimit)
        session.didModify(key)
        session.notify(.list, "lset", key)
        session.reply.ok()
    }

    static func ltrim(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        let start = try arguments[2].parseInteger()
        let stop = try arguments[3].parseInteger()
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsList(location) else { return session.reply.ok() }
        let list = session.listToChange(at: &location)
        let (range, count) = (list.range(start, stop), list.count)
        list.removeSubrange(from: range.upperBound, count: count - range.upperBound)
        list.removeSubrange(from: 0, count: range.lowerBound)
        session.didRemove(count - range.count, from: list, key, at: location, event: "ltrim")
        session.reply.ok()
    }
}

// MARK: Lists of a session's database

extension Session {
    /// What a list's listpacks may hold, as configured now.
    @inline(__always)
    var listNodeLimit: ListNodeLimit {
        ListNodeLimit(
            engine.configuration, packedThreshold: engine.context.packedThreshold)
    }

    /// The list under a key, for reading, or nil.
    func list(_ key: Bytes) throws(CommandError) -> ListValue? {
        guard let entry = database.lookUp(key) else { return nil }
        guard entry.type == .list else { throw .wrongType }
        return entry.object(ListValue.self)
    }

    /// Whether there is a list at a location; throws if there is something else.
    @inline(__always)
    func holdsList(_ location: Database.Location) throws(CommandError) -> Bool {
        guard let entry = location.entry else { return false }
        guard entry.type == .list else { throw .wrongType }
        return true
    }

    /// The list at a location, which holds one, for writing.
    @inline(__always)
    func listToChange(at location: inout Database.Location) -> ListValue {
        database.mutableEntry(at: &location).mutableObject(ListValue.self)
    }

    /// The list under a key, which is at `location`, for writing; made if there is none.
    @inline(__always)
    func listToGrow(_ key: Bytes, at location: inout Database.Location) throws(CommandError) -> ListValue {
        if try holdsList(location) { return listToChange(at: &location) }
        let list = ListValue()
        database.add(key, .object(list, .list), at: location)
        return list
    }

    /// Does what follows the removal of `count` elements: the key goes with its last one.
    func didRemove(
        _ count: Int, from list: ListValue, _ key: Bytes, at location: Database.Location, event: StaticString
    ) {
        let isEmptied = list.count == 0
        if isEmptied {
            database.remove(at: location)
        } else {
            list.didShrink(limit: listNodeLimit)
        }
        if count > 0 || engine.profile.trimsWithoutRemoval { didModify(key, changes: count) }
        notify(.list, event, key)
        if isEmptied { notify(.generic, "del", key) }
    }
}

extension ListEnd {
    /// The event of a push at this end.
    var pushEvent: StaticString { self == .head ? "lpush" : "rpush" }

    /// The event of a pop at this end.
    var popEvent: StaticString { self == .head ? "lpop" : "rpop" }
}

extension ListValue {
    /// The index that an argument means, negative ones counting from the end, or nil if it is outside of the list.
    func index(_ argument: Int) -> Int? {
        let index = argument < 0 ? argument + count : argument
        return index >= 0 && index < count ? index : nil
    }

    /// The indices from `start` to `stop` inclusive, negative ones counting from the end, as far as they exist. An empty range stands
    /// behind the last element.
    func range(_ start: Int, _ stop: Int) -> Range<Int> {
        let first = max(start < 0 ? start + count : start, 0)
        let last = min(stop < 0 ? stop + count : stop, count - 1)
        return first <= last ? first..<last + 1 : count..<count
    }

    /// Replies with the elements in `range` as an array, in the order in which they come from an end.
    func write(_ range: Range<Int>, from end: ListEnd, to reply: ReplyWriter) {
        reply.array(range.count)
        var left = range.count
        guard left > 0 else { return }
        let body = { (element: ListpackElement) in
            reply.bulk(element)
            left -= 1
            return left > 0
        }
        if end == .head {
            forEach(from: range.lowerBound, body)
        } else {
            forEachReversed(from: range.upperBound - 1, body)
        }
    }
}
