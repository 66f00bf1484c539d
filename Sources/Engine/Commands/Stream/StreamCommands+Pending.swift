// What was delivered and not acknowledged: XACK ends it, XPENDING tells of it, XCLAIM and XAUTOCLAIM make it another consumer's.

extension StreamCommands {
    static func xack(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var location = session.database.lookUpToReadAndWrite(arguments[1])
        guard try session.holdsStream(location) else { return session.reply.integer(0) }
        guard let group = session.streamToChange(at: &location).group(arguments[2]) else {
            return session.reply.integer(0)
        }
        // All ids are read before any is acknowledged.
        for index in 3..<arguments.count { _ = try arguments[index].parseStreamID() }
        var acknowledged = 0
        for index in 3..<arguments.count where group.acknowledge(try arguments[index].parseStreamID()) {
            acknowledged += 1
        }
        session.engine.changes += acknowledged
        session.reply.integer(acknowledged)
    }

    // MARK: XPENDING

    static func xpending(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let query = arguments.count == 3 ? nil : try PendingQuery(arguments)
        guard let stream = try session.stream(arguments[1]), let group = stream.group(arguments[2]) else {
            throw .noGroup(arguments[2], of: arguments[1])
        }
        if let query { list(query, group, session) } else { summarise(group, session.reply) }
    }

    private static func summarise(_ group: StreamGroup, _ reply: ReplyWriter) {
        reply.array(4)
        reply.integer(group.pending.count)
        guard let first = group.pending.first?.id, let last = group.pending.last?.id else {
            reply.null()
            reply.null()
            return reply.nullArray()
        }
        reply.bulk(first)
        reply.bulk(last)
        let waiting = group.consumers.filter { !$0.pending.isEmpty }
        reply.array(waiting.count)
        for consumer in waiting {
            reply.array(2)
            reply.bulk(consumer.name)
            reply.bulk(decimal: consumer.pending.count)
        }
    }

    private static func list(_ query: PendingQuery, _ group: StreamGroup, _ session: Session) {
        let reply = session.reply
        let now = session.engine.now.milliseconds
        let mark = reply.mark()
        var written = 0
        let body = { (id: StreamID, entry: PendingEntry) in
            guard id <= query.end, written < query.count else { return false }
            if query.idle != 0, now &- entry.deliveryTime < query.idle { return true }
            reply.array(4)
            reply.bulk(id)
            reply.bulk(group.owner(of: entry).name)
            reply.integer(max(0, Int(now &- entry.deliveryTime)))
            reply.integer(entry.deliveryCount)
            written += 1
            return true
        }
        if let name = query.consumer {
            guard let consumer = group.consumer(name) else { return reply.array(0) }
            consumer.pending.forEach(from: query.start) { id, _ in body(id, group.pending[id]!) }
        } else {
            group.pending.forEach(from: query.start, body)
        }
        reply.array(written, since: mark)
    }
}

/// `[IDLE min-idle] start end count [consumer]` of XPENDING.
private struct PendingQuery {
    /// Milliseconds.
    let idle: Int64
    let start: StreamID
    let end: StreamID
    let count: Int
    let consumer: Bytes?

    init(_ arguments: Arguments) throws(CommandError) {
        guard (6...9).contains(arguments.count) else { throw .syntax }
        var index = 3
        if arguments[3].matches("idle") {
            idle = Int64(try arguments[4].parseInteger())
            guard arguments.count >= 8 else { throw .syntax }
            index = 5
        } else {
            idle = 0
        }
        count = max(0, try arguments[index + 2].parseInteger())
        start = try arguments[index].parseStreamRangeStart()
        end = try arguments[index + 1].parseStreamRangeEnd()
        consumer = index + 3 < arguments.count ? arguments[index + 3] : nil
    }
}
