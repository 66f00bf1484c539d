// GET, SET and those of their kin that read or replace a whole value.

enum StringCommands {
    static func get(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUp(arguments[1]) else { return session.reply.null() }
        try entry.requireString()
        session.reply.string(entry)
    }

    static func getset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let location = session.database.lookUpToReadAndWrite(arguments[1])
        try replyOld(location.entry, to: session)
        session.database.put(arguments[1], session.content(arguments[2]), at: location)
        session.didModify(arguments[1])
        session.notify(.string, "set", arguments[1])
    }

    static func getdel(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let location = session.database.lookUpToReadAndWrite(arguments[1])
        try replyOld(location.entry, to: session)
        guard session.database.remove(at: location) else { return }
        session.didModify(arguments[1])
        session.notify(.generic, "del", arguments[1])
    }

    private static func replyOld(_ entry: Entry?, to session: Session) throws(CommandError) {
        guard let entry else { return session.reply.null() }
        try entry.requireString()
        session.reply.string(entry)
    }

    static func getex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try StringOptions(arguments, from: 2, of: .getex)
        if session.engine.profile.readsTimeFirst {
            _ = try options.expiryTime(at: session.engine.now.milliseconds, of: "getex")
        }
        var location = session.database.lookUpToReadAndWrite(arguments[1])
        guard let entry = location.entry else { return session.reply.null() }
        try entry.requireString()
        let expiry = try options.expiryTime(at: session.engine.now.milliseconds, of: "getex")
        session.reply.string(entry)
        if let expiry, expiry <= session.engine.now.milliseconds {
            session.removeDue(arguments[1], at: location)
        } else if let expiry {
            session.database.setExpiry(expiry, at: &location)
            session.didModify(arguments[1])
            session.notify(.generic, "expire", arguments[1])
        } else if options.persists, entry.hasExpiry {
            session.database.setExpiry(nil, at: &location)
            session.didModify(arguments[1])
            session.notify(.generic, "persist", arguments[1])
        }
    }

    // MARK: SET

    static func set(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if arguments.count == 3 {
            let database = session.database
            database.put(arguments[1], session.content(arguments[2]), at: database.locate(arguments[1]))
            session.didModify(arguments[1])
            session.notify(.string, "set", arguments[1])
            return session.reply.ok()
        }
        let comparable = session.engine.profile.isValkey
        let options = try StringOptions(arguments, from: 3, of: comparable ? .setWithComparison : .set)
        let expiry = try options.expiryTime(at: session.engine.now.milliseconds, of: "set")
        let database = session.database
        let location =
            options.returnsOld ? database.lookUpToReadAndWrite(arguments[1]) : database.lookUpForWriting(arguments[1])
        if options.returnsOld { try replyOld(location.entry, to: session) }
        if try options.fails(location.entry) {
            if !options.returnsOld { session.reply.null() }
            return
        }
        if let expiry, expiry <= session.engine.now.milliseconds, session.engine.profile.isValkey {
            // Valkey stores nothing that is due already; in Redis it is there until it expires.
            if location.entry != nil { session.removeDue(arguments[1], at: location) }
            if !options.returnsOld { session.reply.ok() }
            return
        }
        database.put(
            arguments[1], session.content(arguments[2]), at: location, expiry: expiry, keepExpiry: options.keepsExpiry)
        session.didModify(arguments[1])
        session.notify(.string, "set", arguments[1])
        if expiry != nil { session.notify(.generic, "expire", arguments[1]) }
        if !options.returnsOld { session.reply.ok() }
    }

    static func setnx(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let location = session.database.lookUpForWriting(arguments[1])
        guard location.entry == nil else { return session.reply.integer(0) }
        session.database.put(arguments[1], session.content(arguments[2]), at: location)
        session.didModify(arguments[1])
        session.notify(.string, "set", arguments[1])
        session.reply.integer(1)
    }

    static func setex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try set(session, arguments, unit: .seconds, name: "setex")
    }

    static func psetex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try set(session, arguments, unit: .milliseconds, name: "psetex")
    }

    private static func set(
        _ session: Session, _ arguments: Arguments, unit: ExpiryArgument.Unit, name: String
    ) throws(CommandError) {
        let argument = ExpiryArgument(value: arguments[2], unit: unit, isAbsolute: false)
        let expiry = try argument.positiveTime(at: session.engine.now.milliseconds, of: name)
        let location = session.database.lookUpForWriting(arguments[1])
        session.database.put(arguments[1], session.content(arguments[3]), at: location, expiry: expiry)
        session.didModify(arguments[1])
        session.notify(.string, "set", arguments[1])
        session.notify(.generic, "expire", arguments[1])
        session.reply.ok()
    }

    // MARK: Comparing

    static func delifeq(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let location = session.database.lookUpForWriting(arguments[1])
        guard let entry = location.entry else { return session.reply.integer(0) }
        try entry.requireString()
        guard entry.equals(arguments[2]) else { return session.reply.integer(0) }
        session.database.remove(at: location)
        session.didModify(arguments[1])
        session.notify(.generic, "del", arguments[1])
        session.reply.integer(1)
    }

    // MARK: Many keys

    static func mget(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.array(arguments.count - 1)
        for index in 1..<arguments.count {
            if let entry = session.database.lookUp(arguments[index]), entry.type == .string {
                session.reply.string(entry)
            } else {
                session.reply.null()
            }
        }
    }

    static func mset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count % 2 == 1 else { throw .wrongArity("mset") }
        setPairs(session, arguments)
        session.reply.ok()
    }

    static func msetnx(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count % 2 == 1 else { throw .wrongArity("msetnx") }
        for index in stride(from: 1, to: arguments.count, by: 2)
        where session.database.lookUpForWriting(arguments[index]).entry != nil {
            return session.reply.integer(0)
        }
        setPairs(session, arguments)
        session.reply.integer(1)
    }

    static func msetex(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let count = arguments[1].integer, count > 0, count <= Int32.max else {
            throw CommandError("ERR invalid numkeys value or out of range")
        }
        let end = 2 + count * 2
        guard end <= arguments.count else { throw .syntax }
        let options = try StringOptions(arguments, from: end, of: .msetex)
        let expiry = try options.expiryTime(at: session.engine.now.milliseconds, of: "msetex")
        if options.condition != .none {
            for index in stride(from: 2, to: end, by: 2)
            where options.condition.fails(exists: session.database.lookUpForWriting(arguments[index]).entry != nil) {
                return session.reply.integer(0)
            }
        }
        for index in stride(from: 2, to: end, by: 2) {
            let key = arguments[index]
            session.database.put(
                key, session.content(arguments[index + 1]), at: session.database.locate(key), expiry: expiry,
                keepExpiry: options.keepsExpiry)
            session.didModify(key)
            session.notify(.string, "set", key)
            if expiry != nil { session.notify(.generic, "expire", key) }
        }
        session.reply.integer(1)
    }

    private static func setPairs(_ session: Session, _ arguments: Arguments) {
        for index in stride(from: 1, to: arguments.count, by: 2) {
            let key = arguments[index]
            session.database.put(key, session.content(arguments[index + 1]), at: session.database.locate(key))
            session.didModify(key)
            session.notify(.string, "set", key)
        }
    }
}

extension StringOptions {
    /// Whether the condition keeps a command from replacing what a key holds.
    fileprivate func fails(_ entry: Entry?) throws(CommandError) -> Bool {
        guard let comparison else { return condition.fails(exists: entry != nil) }
        guard let entry else { return true }
        try entry.requireString()
        return !entry.equals(comparison)
    }
}

extension Entry {
    /// Whether the string is `bytes`.
    fileprivate func equals(_ bytes: Bytes) -> Bool { withStringBytes { $0 == bytes } }

    /// Throws WRONGTYPE unless the value is a string.
    @inline(__always)
    func requireString() throws(CommandError) {
        if type != .string { throw .wrongType }
    }

    /// How many bytes the string has.
    var stringCount: Int {
        guard representation == .integer else { return stringBytes.count }
        return integer.description.utf8.count
    }

    /// Calls `body` with the string's bytes, an integer's digits included.
    func withStringBytes<Result, Failure: Error>(_ body: (Bytes) throws(Failure) -> Result) throws(Failure) -> Result {
        guard representation == .integer else { return try body(stringBytes) }
        return try Array(integer.description.utf8).withBytes(body)
    }
}

extension ReplyWriter {
    /// The string of an entry, as a bulk string.
    @inline(__always)
    func string(_ entry: Entry) {
        if entry.representation == .integer { bulk(decimal: entry.integer) } else { bulk(entry.stringBytes) }
    }
}
