// The commands that read or change parts of a string.

extension StringCommands {
    static func strlen(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let entry = session.database.lookUp(arguments[1]) else { return session.reply.integer(0) }
        try entry.requireString()
        session.reply.integer(entry.stringCount)
    }

    static func append(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (key, tail) = (arguments[1], arguments[2])
        var location = session.database.lookUpForWriting(key)
        guard let entry = location.entry else {
            session.database.put(key, session.content(tail), at: location)
            session.didModify(key)
            session.notify(.string, "append", key)
            return session.reply.integer(tail.count)
        }
        try entry.requireString()
        try session.requireStringLength(entry.stringCount, plus: tail.count)
        let buffer = session.database.mutableString(at: &location, extra: tail.count)
        buffer.append(tail)
        session.didModify(key)
        session.notify(.string, "append", key)
        session.reply.integer(buffer.count)
    }

    static func setrange(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (key, value) = (arguments[1], arguments[3])
        let offset = try arguments[2].parseInteger()
        guard offset >= 0 else { throw CommandError("ERR offset is out of range") }
        var location = session.database.lookUpForWriting(key)
        if let entry = location.entry {
            try entry.requireString()
            if value.isEmpty { return session.reply.integer(entry.stringCount) }
        } else if value.isEmpty {
            return session.reply.integer(0)
        }
        try session.requireStringLength(offset, plus: value.count)
        if location.entry == nil {
            session.database.put(key, .buffer(ByteBuffer(capacity: offset + value.count)), at: location)
            location = session.database.locate(key)
        }
        let buffer = session.database.mutableString(at: &location, extra: 0)
        buffer.write(value, at: offset)
        session.didModify(key)
        session.notify(.string, "setrange", key)
        session.reply.integer(buffer.count)
    }

    static func getrange(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (start, end) = (try arguments[2].parseInteger(), try arguments[3].parseInteger())
        guard let entry = session.database.lookUp(arguments[1]) else { return session.reply.bulk("") }
        try entry.requireString()
        entry.withStringBytes { bytes in
            if start < 0, end < 0, start > end { return session.reply.bulk("") }
            let first = max(0, start < 0 ? bytes.count + start : start)
            let last = min(bytes.count - 1, max(0, end < 0 ? bytes.count + end : end))
            if first > last { session.reply.bulk("") } else { session.reply.bulk(bytes[first..<last + 1]) }
        }
    }

    static func substr(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try getrange(session, arguments)
    }
}

extension Session {
    /// Throws unless a string of `count` and `extra` more bytes is allowed.
    func requireStringLength(_ count: Int, plus extra: Int) throws(CommandError) {
        let (total, overflow) = count.addingReportingOverflow(extra)
        if overflow || total > engine.configuration.protoMaxBulkLength { throw .stringTooLong }
    }
}

extension Database {
    /// The string at `location` as a buffer to be changed in place, with room for `extra` more bytes: `raw` from now on.
    func mutableString(at location: inout Location, extra: Int) -> ByteBuffer {
        let entry = mutableEntry(at: &location)
        if entry.representation == .buffer { return entry.mutableBuffer() }
        let buffer = entry.withStringBytes { bytes in
            let buffer = ByteBuffer(capacity: bytes.count + extra)
            buffer.append(bytes)
            return buffer
        }
        let key = entry.key.array
        key.withBytes { put($0, .buffer(buffer), at: location, keepExpiry: true) }
        key.withBytes { location = locate($0) }
        return location.entry!.mutableBuffer()
    }
}
