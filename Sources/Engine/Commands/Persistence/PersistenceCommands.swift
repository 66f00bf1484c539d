// DUMP and RESTORE: one key's value as bytes that another server takes.

enum PersistenceCommands {
    static func dump(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUp(arguments[1]) else { return session.reply.null() }
        let engine = session.engine
        let version = RDBVersion(of: engine.profile)
        DumpPayload.withPayload(of: entry, engine.configuration, version: version) { session.reply.bulk($0) }
    }

    static func restore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try RestoreOptions(arguments)
        let (engine, database, key) = (session.engine, session.database, arguments[1])
        guard options.replaces || database.lookUpForWriting(key).entry == nil else {
            throw CommandError("BUSYKEY Target key name already exists.")
        }
        let timeToLive = try arguments[2].parseInteger()
        guard timeToLive >= 0 else { throw CommandError("ERR Invalid TTL value, must be >= 0") }
        guard let origin = DumpPayload.origin(of: arguments[3], version: RDBVersion(of: engine.profile)) else {
            throw CommandError("ERR DUMP payload version or checksum are wrong")
        }
        let now = engine.now.milliseconds
        // The real server does not mind a value that reaches into the payload's footer.
        let decoder = RDBDecoder(RDBReader(arguments[3]), of: engine, origin: origin)
        let content: Entry.Content
        do throws(RDBError) {
            guard let decoded = try decoder.content(try decoder.reader.byte()) else {
                throw RDBError.corrupt("no elements")
            }
            content = decoded
        } catch {
            throw CommandError("ERR Bad data format")
        }
        let isReplaced = options.replaces && database.remove(key)
        let base = options.isAbsolute || timeToLive == 0 ? 0 : now
        let expiry: Int64? = timeToLive == 0 ? nil : Int64(timeToLive).addingSaturating(base)
        if let expiry, expiry <= now {
            if isReplaced {
                session.didModify(key)
                session.notify(.generic, "del", key)
            }
            return session.reply.ok()
        }
        let location = database.locate(key)
        // The content may be borrowed from the decoder.
        let entry = withExtendedLifetime(decoder) { Entry(key: key, content, expiry: expiry) }
        engine.context.initializeAccess(entry)
        engine.context.setAccess(entry, idleSeconds: options.idleSeconds, frequency: options.frequency)
        database.insert(entry, hash: location.hash)
        session.didModify(key)
        session.notify(.generic, "restore", key)
        session.reply.ok()
    }
}

/// The options of RESTORE.
private struct RestoreOptions {
    private(set) var replaces = false
    private(set) var isAbsolute = false
    private(set) var idleSeconds: Int?
    private(set) var frequency: Int?

    init(_ arguments: Arguments) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 4)
        while !cursor.isAtEnd {
            if cursor.skip("replace") {
                replaces = true
            } else if cursor.skip("absttl") {
                isAbsolute = true
            } else if frequency == nil, cursor.skip("idletime", before: 1) {
                let seconds = try cursor.next().parseInteger()
                guard seconds >= 0 else { throw CommandError("ERR Invalid IDLETIME value, must be >= 0") }
                idleSeconds = seconds
            } else if idleSeconds == nil, cursor.skip("freq", before: 1) {
                let frequency = try cursor.next().parseInteger()
                guard 0...255 ~= frequency else {
                    throw CommandError("ERR Invalid FREQ value, must be >= 0 and <= 255")
                }
                self.frequency = frequency
            } else {
                throw .syntax
            }
        }
    }
}
