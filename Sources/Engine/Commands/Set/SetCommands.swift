// The commands that work on one set, or move a member from one to another.

enum SetCommands {
    // MARK: Changing

    static func sadd(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        let growth = session.setGrowth
        var location = session.database.lookUpForWriting(key)
        let set: SetValue
        if try session.holdsSet(location) {
            set = session.setToChange(at: &location)
            set.prepareToGrow(count: arguments.count - 2, growth)
        } else {
            set = SetValue(for: arguments[2], count: arguments.count - 2, growth)
            session.database.add(key, .object(set, .set), at: location)
        }
        var added = 0
        for index in 2..<arguments.count where set.add(arguments[index], growth) { added += 1 }
        if location.entry == nil { set.shrinkToFit() }
        if added > 0 {
            session.didModify(key, changes: added)
            session.notify(.set, "sadd", key)
        }
        session.reply.integer(added)
    }

    static func srem(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        guard try session.holdsSet(location) else { return session.reply.integer(0) }
        let set = session.setToChange(at: &location)
        var removed = 0
        for index in 2..<arguments.count where set.count > 0 && set.remove(arguments[index]) { removed += 1 }
        if removed > 0 { session.didRemove(removed, from: set, key, at: location, event: "srem") }
        session.reply.integer(removed)
    }

    static func smove(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (sourceKey, targetKey, member) = (arguments[1], arguments[2], arguments[3])
        let database = session.database
        let targetLocation = database.lookUpForWriting(targetKey)
        var location = database.lookUpForWriting(sourceKey)
        guard let entry = location.entry else { return session.reply.integer(0) }
        guard entry.type == .set, targetLocation.entry.map({ $0.type == .set }) ?? true else { throw .wrongType }
        if sourceKey == targetKey {
            return session.reply.integer(entry.object(SetValue.self).contains(member) ? 1 : 0)
        }
        let source = session.setToChange(at: &location)
        guard source.remove(member) else { return session.reply.integer(0) }
        session.notify(.set, "srem", sourceKey)
        if source.count == 0 {
            database.remove(at: location)
            session.notify(.generic, "del", sourceKey)
        }
        let (target, growth) = (session.setToGrow(targetKey, by: member), session.setGrowth)
        session.didModify(sourceKey)
        if target.add(member, growth) {
            session.didModify(targetKey)
            session.notify(.set, "sadd", targetKey)
        }
        session.reply.integer(1)
    }

    // MARK: Reading

    static func scard(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.elementCount(arguments[1], .set))
    }

    static func sismember(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try session.contains(arguments[2], in: arguments[1]) ? 1 : 0)
    }

    static func smismember(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let set = try session.set(arguments[1])
        session.reply.array(arguments.count - 2)
        for index in 2..<arguments.count { session.reply.integer(set?.contains(arguments[index]) ?? false ? 1 : 0) }
    }

    static func smembers(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let set = try session.set(arguments[1]) else { return session.reply.set(0) }
        session.reply.set(set.count)
        set.write(to: session.reply)
    }

    static func sscan(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = try ScanOptions.cursor(arguments[2], session.engine.profile)
        guard let set = try session.set(arguments[1]) else {
            return session.reply.scanResult(cursor: 0, count: 0, since: session.reply.mark())
        }
        let options = try ScanOptions(arguments, from: 3, session.engine.profile)
        let whole = session.reply.mark()
        var (visited, count) = (0, 0)
        let visit = { (member: ListpackElement) in
            visited += 1
            guard member.withBytes(options.includes) else { return }
            session.reply.bulk(member)
            count += 1
        }
        if case .table(let table) = set.storage {
            var stepsLeft = options.count.multipliedReportingOverflow(by: 10).partialValue
            repeat {
                cursor = table.scan(cursor) { visit(.string($0.key)) }
                stepsLeft -= 1
            } while cursor != 0 && visited < options.count && stepsLeft != 0
        } else {
            // A small set comes whole, whatever the cursor.
            set.forEach { member in
                visit(member)
                return true
            }
            cursor = 0
        }
        session.reply.scanResult(cursor: cursor, count: count, since: whole)
    }
}

// MARK: Sets of a session's database

extension Session {
    /// What a set may be and become, as configured now.
    @inline(__always)
    var setGrowth: SetGrowth {
        SetGrowth(engine.configuration, seed: database.context.hashSeed)
    }

    /// The set under a key, for reading, or nil.
    @inline(__always)
    func set(_ key: Bytes) throws(CommandError) -> SetValue? {
        guard let entry = database.lookUp(key) else { return nil }
        guard entry.type == .set else { throw .wrongType }
        return entry.object(SetValue.self)
    }

    /// Whether a set has a member. A packed set stays so.
    func contains(_ member: Bytes, in key: Bytes) throws(CommandError) -> Bool {
        guard let entry = try entry(key, of: .set) else { return false }
        return entry.packed?.contains(member) ?? entry.object(SetValue.self).contains(member)
    }

    /// Whether there is a set at a location; throws if there is something else.
    @inline(__always)
    func holdsSet(_ location: Database.Location) throws(CommandError) -> Bool {
        guard let entry = location.entry else { return false }
        guard entry.type == .set else { throw .wrongType }
        return true
    }

    /// The set at a location, which holds one, for writing.
    @inline(__always)
    func setToChange(at location: inout Database.Location) -> SetValue {
        database.mutableEntry(at: &location).mutableObject(SetValue.self)
    }

    /// The set under a key, where there is a set or nothing, for writing; made to take `member` if there is none.
    fileprivate func setToGrow(_ key: Bytes, by member: Bytes) -> SetValue {
        var location = database.locate(key)
        if location.entry != nil { return setToChange(at: &location) }
        let set = SetValue(for: member, count: 1, setGrowth)
        database.add(key, .object(set, .set), at: location)
        return set
    }

    /// Does what follows the removal of `count` members: the key goes with its last one.
    func didRemove(
        _ count: Int, from set: SetValue, _ key: Bytes, at location: Database.Location, event: StaticString
    ) {
        let isEmptied = set.count == 0
        if isEmptied { database.remove(at: location) }
        didModify(key, changes: count)
        notify(.set, event, key)
        if isEmptied { notify(.generic, "del", key) }
    }
}

extension SetValue {
    /// Replies with the members, as bulk strings, without a header.
    func write(to reply: ReplyWriter) {
        forEach { member in
            reply.bulk(member)
            return true
        }
    }
}

extension SetGrowth {
    /// As configured now.
    init(_ configuration: Configuration, seed: HashSeed) {
        let limits = SetLimits(
            intsetEntries: configuration.setMaxIntsetEntries, listpackEntries: configuration.setMaxListpackEntries,
            listpackValue: configuration.setMaxListpackValue, hasListpacks: configuration.profile.hasListpackSets,
            sizesByArguments: configuration.profile.sizesByArguments)
        self.init(limits: limits, seed: seed)
    }
}
