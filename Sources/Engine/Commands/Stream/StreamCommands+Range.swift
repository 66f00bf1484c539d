// XRANGE and XREVRANGE, and how entries are replied.

extension StreamCommands {
    static func xrange(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, start: arguments[2], end: arguments[3], isReversed: false)
    }

    static func xrevrange(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try range(session, arguments, start: arguments[3], end: arguments[2], isReversed: true)
    }

    private static func range(
        _ session: Session, _ arguments: Arguments, start: Bytes, end: Bytes, isReversed: Bool
    ) throws(CommandError) {
        let start = try start.parseStreamRangeStart()
        let end = try end.parseStreamRangeEnd()
        var count: Int?
        var cursor = ArgumentCursor(arguments, from: 4)
        while !cursor.isAtEnd {
            guard cursor.skip("count", before: 1) else { throw .syntax }
            count = max(0, try cursor.next().parseInteger())
        }
        guard let stream = try session.stream(arguments[1]) else { return session.reply.array(0) }
        if count == 0 { return session.reply.nullArray() }
        let reply = session.reply
        let mark = reply.mark()
        var written = 0
        let body = { (entry: StreamEntry) in
            reply.write(entry)
            written += 1
            return written != count
        }
        if isReversed {
            stream.forEachReversed(from: start, through: end, body)
        } else {
            stream.forEach(from: start, through: end, body)
        }
        reply.array(written, since: mark)
    }
}

extension ReplyWriter {
    /// An entry: its id, and its fields and values in one array.
    @inline(__always)
    func write(_ entry: StreamEntry) {
        array(2)
        bulk(entry.id)
        array(entry.fieldCount * 2)
        entry.forEachElement { bulk($0) }
    }

    /// The entry of this id, if the stream has it; returns whether it has.
    func write(_ id: StreamID, of stream: StreamValue) -> Bool {
        var isThere = false
        stream.forEach(from: id, through: id) { entry in
            write(entry)
            isThere = true
            return false
        }
        return isThere
    }
}
