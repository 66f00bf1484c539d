// XINFO: what there is to know of a stream, its groups and their consumers.

extension StreamCommands {
    static func xinfoHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "XINFO",
            [
                "CONSUMERS <key> <groupname>",
                "    Show consumers of <groupname>.",
                "GROUPS <key>",
                "    Show the stream consumer groups.",
                "STREAM <key> [FULL [COUNT <count>]",
                "    Show information about the stream.",
            ], to: session.reply)
    }

    static func xinfoGroups(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let stream = try session.stream(arguments[2]) else { throw .noSuchKey }
        let reply = session.reply
        reply.array(stream.groups.count)
        for group in stream.groups {
            reply.map(6)
            reply.field("name", group.name)
            reply.field("consumers", group.consumers.count)
            reply.field("pending", group.pending.count)
            writeProgress(of: group, stream, reply, session.engine.profile)
        }
    }

    /// Three pairs: how far the group has come.
    private static func writeProgress(
        of group: StreamGroup, _ stream: StreamValue, _ reply: ReplyWriter, _ profile: Profile
    ) {
        reply.field("last-delivered-id", group.lastID)
        reply.field("entries-read", group.entriesRead)
        reply.field("lag", stream.counters.lag(lastID: group.lastID, entriesRead: group.entriesRead, profile))
    }

    static func xinfoConsumers(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let stream = try session.stream(arguments[2]) else { throw .noSuchKey }
        guard let group = stream.group(arguments[3]) else { throw .noGroupForKey(arguments[3], of: arguments[2]) }
        let reply = session.reply
        let now = session.engine.now.milliseconds
        let tellsActivity = session.engine.profile.tellsActivityOfConsumers
        reply.array(group.consumers.count)
        for consumer in group.consumers {
            reply.map(tellsActivity ? 4 : 3)
            reply.field("name", consumer.name)
            reply.field("pending", consumer.pending.count)
            reply.field("idle", max(0, Int(now - consumer.seenTime)))
            guard tellsActivity else { continue }
            reply.field("inactive", consumer.activeTime.map { max(0, Int(now - $0)) } ?? -1)
        }
    }

    // MARK: XINFO STREAM

    static func xinfoStream(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let stream = try session.stream(arguments[2]) else { throw .noSuchKey }
        guard arguments.count > 3 else { return writeSummary(of: stream, session.reply) }
        let isFull = arguments[3].matches("full")
        guard isFull, arguments.count == 4 || arguments.count == 6 && arguments[4].matches("count") else {
            throw .unknownSubcommandOrArity(arguments[1], of: "xinfo")
        }
        var limit = fullLimit
        if arguments.count == 6 {
            limit = try arguments[5].parseInteger()
            if limit < 0 { limit = fullLimit }
        }
        writeAll(of: stream, limit: limit == 0 ? .max : limit, session)
    }

    /// How many entries, and pending entries of each list, FULL tells of where no count is given.
    private static let fullLimit = 10

    /// Seven pairs.
    private static func writeCounters(of stream: StreamValue, _ reply: ReplyWriter) {
        let counters = stream.counters
        reply.field("length", counters.length)
        reply.field("radix-tree-keys", stream.nodes.count)
        reply.field("radix-tree-nodes", stream.radixTreeNodeCount)
        reply.field("last-generated-id", counters.lastID)
        reply.field("max-deleted-entry-id", counters.maxDeletedID)
        reply.field("entries-added", counters.entriesAdded)
        reply.field("recorded-first-entry-id", counters.firstID)
    }

    private static func writeSummary(of stream: StreamValue, _ reply: ReplyWriter) {
        reply.map(10)
        writeCounters(of: stream, reply)
        reply.field("groups", stream.groups.count)
        let write = { (entry: StreamEntry) in
            reply.write(entry)
            return false
        }
        reply.bulk("first-entry")
        if stream.count > 0 { stream.forEach(write) } else { reply.null() }
        reply.bulk("last-entry")
        if stream.count > 0 { stream.forEachReversed(write) } else { reply.null() }
    }

    private static func writeAll(of stream: StreamValue, limit: Int, _ session: Session) {
        let reply = session.reply
        reply.map(9)
        writeCounters(of: stream, reply)
        reply.bulk("entries")
        var left = min(limit, stream.count)
        reply.array(left)
        stream.forEach { entry in
            reply.write(entry)
            left -= 1
            return left > 0
        }
        reply.bulk("groups")
        reply.array(stream.groups.count)
        for group in stream.groups {
            reply.map(7)
            reply.field("name", group.name)
            writeProgress(of: group, stream, reply, session.engine.profile)
            reply.field("pel-count", group.pending.count)
            reply.bulk("pending")
            write(group.pending, limit, reply) { id, entry in
                reply.array(4)
                reply.bulk(id)
                reply.bulk(group.owner(of: entry).name)
                reply.integer(Int(entry.deliveryTime))
                reply.integer(entry.deliveryCount)
            }
            reply.bulk("consumers")
            reply.array(group.consumers.count)
            for consumer in group.consumers { writeAll(of: consumer, group, limit: limit, session) }
        }
    }

    private static func writeAll(
        of consumer: StreamConsumer, _ group: StreamGroup, limit: Int, _ session: Session
    ) {
        let (reply, tellsActivity) = (session.reply, session.engine.profile.tellsActivityOfConsumers)
        reply.map(tellsActivity ? 5 : 4)
        reply.field("name", consumer.name)
        reply.field("seen-time", Int(consumer.seenTime))
        if tellsActivity { reply.field("active-time", Int(consumer.activeTime ?? -1)) }
        reply.field("pel-count", consumer.pending.count)
        reply.bulk("pending")
        write(consumer.pending, limit, reply) { id, _ in
            let entry = group.pending[id]!
            reply.array(3)
            reply.bulk(id)
            reply.integer(Int(entry.deliveryTime))
            reply.integer(entry.deliveryCount)
        }
    }

    /// Replies with the first `limit` elements of a list.
    private static func write<Value>(
        _ list: StreamIDMap<Value>, _ limit: Int, _ reply: ReplyWriter, _ write: (StreamID, Value) -> Void
    ) {
        var left = min(limit, list.count)
        reply.array(left)
        list.forEach {
            write($0, $1)
            left -= 1
            return left > 0
        }
    }
}

extension ReplyWriter {
    fileprivate func field(_ name: StaticString, _ value: [UInt8]) {
        bulk(name)
        bulk(value)
    }

    fileprivate func field(_ name: StaticString, _ value: Int?) {
        bulk(name)
        if let value { integer(value) } else { null() }
    }

    fileprivate func field(_ name: StaticString, _ value: StreamID) {
        bulk(name)
        bulk(value)
    }
}
