// The commands that handle keys whatever they hold.

enum GenericCommands {
    static func del(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        remove(session, arguments, lazily: session.engine.configuration.lazyFreeUserDelete)
    }

    static func unlink(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        remove(session, arguments, lazily: true)
    }

    private static func remove(_ session: Session, _ arguments: Arguments, lazily: Bool) {
        var removed = 0
        for index in 1..<arguments.count where session.database.remove(arguments[index], lazily: lazily) {
            session.didModify(arguments[index])
            session.notify(.generic, "del", arguments[index])
            removed += 1
        }
        session.reply.integer(removed)
    }

    static func exists(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var found = 0
        for index in 1..<arguments.count where session.database.lookUpWithoutTouch(arguments[index]) != nil {
            found += 1
        }
        session.reply.integer(found)
    }

    static func touch(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var found = 0
        for index in 1..<arguments.count where session.database.lookUp(arguments[index]) != nil { found += 1 }
        session.reply.integer(found)
    }

    static func type(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUpWithoutTouch(arguments[1]) else { return session.reply.simple("none") }
        session.reply.simple(entry.type.name)
    }

    static func randomkey(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let database = session.database
        var attempts = 0
        while let entry = database.table.random(&database.context.random) {
            let key = entry.key.array
            attempts += 1
            // While clients are paused none goes: when there may be no others, one that has expired has to do.
            if database.context.keepsExpired, database.volatileCount == database.count, attempts == 100 {
                return session.reply.bulk(key)
            }
            // An expired key goes when it is looked at.
            if key.withBytes({ database.peek($0) != nil }) { return session.reply.bulk(key) }
        }
        session.reply.null()
    }

    // MARK: Moving

    static func rename(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        _ = try rename(session, arguments[1], to: arguments[2], replacing: true)
        session.reply.ok()
    }

    static func renamenx(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(try rename(session, arguments[1], to: arguments[2], replacing: false) ? 1 : 0)
    }

    /// Returns whether the key is another's name now.
    private static func rename(
        _ session: Session, _ key: Bytes, to newKey: Bytes, replacing: Bool
    ) throws(CommandError) -> Bool {
        let database = session.database
        guard database.lookUpForWriting(key).entry != nil else { throw .noSuchKey }
        if key == newKey { return false }
        if database.locate(newKey).entry != nil {
            guard replacing else { return false }
            database.remove(newKey)
        }
        let entry = database.takeOut(at: database.locate(key))!
        database.insert(entry.copy(key: newKey, expiry: entry.expiry), hash: database.table.hash(newKey))
        entry.release()
        session.didModify(key)
        database.signalModified(newKey)
        session.notify(.generic, "rename_from", key)
        session.notify(.generic, "rename_to", newKey)
        return true
    }

    static func move(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let source = session.database
        let target = try session.engine.database(arguments[2])
        guard source !== target else { throw .sameObject }
        let key = arguments[1]
        guard source.lookUpForWriting(key).entry != nil, target.locate(key).entry == nil else {
            return session.reply.integer(0)
        }
        let entry = source.takeOut(at: source.locate(key))!
        target.insert(entry, hash: target.table.hash(key))
        session.didModify(key)
        target.signalModified(key)
        source.notify(.generic, "move_from", key)
        target.notify(.generic, "move_to", key)
        session.reply.integer(1)
    }

    static func copy(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var target = session.database
        var replaces = false
        var cursor = ArgumentCursor(arguments, from: 3)
        while !cursor.isAtEnd {
            if cursor.skip("replace") {
                replaces = true
            } else if cursor.skip("db", before: 1) {
                target = try session.engine.database(try cursor.next())
            } else {
                throw .syntax
            }
        }
        let (key, newKey) = (arguments[1], arguments[2])
        guard target !== session.database || !(key == newKey) else { throw .sameObject }
        guard let entry = session.database.lookUp(key) else { return session.reply.integer(0) }
        let location = target.locate(newKey)
        if location.entry != nil, !replaces { return session.reply.integer(0) }
        guard entry.type != .vectorSet else { throw CommandError("ERR not supported for this module key") }
        target.remove(at: location)
        let copy = entry.copy(key: newKey, expiry: entry.expiry)
        copy.markCopiedInteger()
        target.insert(copy, hash: location.hash)
        target.signalModified(newKey)
        target.notify(.generic, "copy_to", newKey)
        session.engine.changes += 1
        session.reply.integer(1)
    }

    // MARK: OBJECT

    static func objectEncoding(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUpSilently(arguments[2]) else { return session.reply.null() }
        session.reply.bulk(entry.encodingName(in: session.engine.profile))
    }

    static func objectRefcount(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUpSilently(arguments[2]) else { return session.reply.null() }
        session.reply.integer(session.engine.profile.sharesIntegers && entry.isSharedInteger ? Int(Int32.max) : 1)
    }

    static func objectIdletime(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUpSilently(arguments[2]) else { return session.reply.null() }
        guard !session.database.context.countsAccesses else {
            throw CommandError(
                "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between "
                    + "policies at runtime LRU and LFU data will take some time to adjust.")
        }
        session.reply.integer(session.database.context.idleSeconds(entry))
    }

    static func objectFreq(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUpSilently(arguments[2]) else { return session.reply.null() }
        guard session.database.context.countsAccesses else {
            throw CommandError(
                "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when "
                    + "switching between policies at runtime LRU and LFU data will take some time to adjust.")
        }
        session.reply.integer(session.database.context.frequency(entry))
    }

    static func objectHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "object",
            [
                "ENCODING <key>", "    Return the kind of internal representation used in order to store the value",
                "    associated with a <key>.", "FREQ <key>",
                "    Return the access frequency index of the <key>. The returned integer is",
                "    proportional to the logarithm of the recent access frequency of the key.", "IDLETIME <key>",
                "    Return the idle time of the <key>, that is the approximated number of",
                "    seconds elapsed since the last access to the key.", "REFCOUNT <key>",
                "    Return the number of references of the value associated with the specified", "    <key>.",
            ], to: session.reply)
    }
}

extension Entry {
    /// As OBJECT ENCODING tells it.
    func encodingName(in profile: Profile) -> StaticString {
        switch representation {
        case .integer: "int"
        case .embedded, .buffer: isRawString(in: profile) ? "raw" : "embstr"
        case .object, .packed, .bare: anyObject.encodingName
        }
    }
}

extension Engine {
    /// The database whose number an argument gives.
    func database(_ argument: Bytes) throws(CommandError) -> Database {
        let index = try argument.parseInteger()
        guard Int32(exactly: index) != nil else { throw .outOfRange(Int(Int32.min)...Int(Int32.max)) }
        guard databases.indices.contains(index) else { throw .databaseIndexOutOfRange }
        return databases[index]
    }
}
