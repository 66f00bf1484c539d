// XCLAIM and XAUTOCLAIM: pending entries become another consumer's. Those whose entries are gone from the stream are dropped.

extension StreamCommands {
    static func xclaim(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpToReadAndWrite(key)
        guard try session.holdsStream(location) else { throw .noGroup(arguments[2], of: key) }
        let stream = session.streamToChange(at: &location)
        guard let group = stream.group(arguments[2]) else { throw .noGroup(arguments[2], of: key) }
        let request = try ClaimRequest(arguments, now: session.engine.now.milliseconds)
        if request.lastID > group.lastID {
            group.lastID = request.lastID
            session.engine.changes += 1
        }
        lazy var consumer = session.consumer(arguments[3], of: group, key)
        if session.engine.profile.makesConsumersFirst { _ = consumer }
        let mark = session.reply.mark()
        var claimed = 0
        for index in request.ids {
            let id = try arguments[index].parseStreamID()
            if claim(id, request, { consumer }, group, stream, session) { claimed += 1 }
        }
        session.reply.array(claimed, since: mark)
    }

    /// Makes an entry the consumer's, if it is to be, and replies with it; returns whether it is.
    private static func claim(
        _ id: StreamID, _ request: ClaimRequest, _ consumer: () -> StreamConsumer, _ group: StreamGroup,
        _ stream: StreamValue, _ session: Session
    ) -> Bool {
        let now = session.engine.now.milliseconds
        guard stream.contains(id) else {
            if group.acknowledge(id) { session.engine.changes += 1 }
            return false
        }
        if let entry = group.pending[id] {
            if request.idle > 0, now &- entry.deliveryTime < request.idle { return false }
        } else {
            guard request.isForced else { return false }
            group.deliver(id, to: consumer(), at: now)
        }
        let owner = consumer()
        group.hand(id, to: owner)
        group.modifyPending(id) {
            $0.deliveryTime = request.deliveryTime
            $0.deliveryCount = request.deliveryCount ?? $0.deliveryCount &+ (request.wantsIDs ? 0 : 1)
        }
        session.reply(with: id, of: stream, wantsID: request.wantsIDs)
        owner.activeTime = now
        session.engine.changes += 1
        return true
    }

    static func xautoclaim(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpToReadAndWrite(key)
        let request = try AutoclaimRequest(arguments)
        guard try session.holdsStream(location) else { throw .noGroup(arguments[2], of: key) }
        let stream = session.streamToChange(at: &location)
        guard let group = stream.group(arguments[2]) else { throw .noGroup(arguments[2], of: key) }
        guard request.count <= AutoclaimRequest.largestCount else {
            throw CommandError(
                "ERR Insufficient memory, failed allocating transient memory, COUNT too high.")
        }
        lazy var consumer = session.consumer(arguments[3], of: group, key)
        if session.engine.profile.makesConsumersFirst { _ = consumer }
        let now = session.engine.now.milliseconds
        let mark = session.reply.mark()
        var (claimed, deleted) = (0, [StreamID]())
        var next = group.pending.first(from: request.start)
        var attempts = request.count * AutoclaimRequest.attemptsForEach
        while let (id, entry) = next, attempts > 0, claimed + deleted.count < request.count {
            attempts -= 1
            if !stream.contains(id) {
                _ = group.acknowledge(id)
                deleted.append(id)
                session.engine.changes += 1
            } else if request.idle == 0 || now &- entry.deliveryTime >= request.idle {
                group.hand(id, to: consumer)
                group.modifyPending(id) {
                    $0.deliveryTime = now
                    if !request.wantsIDs { $0.deliveryCount &+= 1 }
                }
                session.reply(with: id, of: stream, wantsID: request.wantsIDs)
                consumer.activeTime = now
                claimed += 1
                session.engine.changes += 1
            }
            next = id.successor.flatMap { group.pending.first(from: $0) }
        }
        session.reply.prefix(since: mark) {
            $0.array(3)
            $0.bulk(next?.id ?? .min)
            $0.array(claimed)
        }
        session.reply.array(deleted.count)
        for id in deleted { session.reply.bulk(id) }
    }
}

extension Session {
    /// Replies with an entry that there is, or with its id alone.
    fileprivate func reply(with id: StreamID, of stream: StreamValue, wantsID: Bool) {
        if wantsID { reply.bulk(id) } else { _ = reply.write(id, of: stream) }
    }
}

/// `min-idle-time id [id ...]` and the options of XCLAIM.
private struct ClaimRequest {
    /// Milliseconds.
    let idle: Int64
    /// Which arguments are the ids.
    let ids: Range<Int>
    private(set) var isForced = false
    private(set) var wantsIDs = false
    private(set) var lastID = StreamID.min
    /// What RETRYCOUNT sets.
    private(set) var deliveryCount: Int?
    /// What TIME or IDLE sets, or now: milliseconds since 1970.
    private(set) var deliveryTime: Int64

    init(_ arguments: Arguments, now: Int64) throws(CommandError) {
        idle = Int64(
            try arguments[4].parseInteger(or: CommandError("ERR Invalid min-idle-time argument for XCLAIM")))
        // What is no id begins the options.
        var end = 5
        while end < arguments.count, arguments[end].streamID != nil { end += 1 }
        ids = 5..<end
        deliveryTime = now
        var time: Int64 = -1
        var cursor = ArgumentCursor(arguments, from: end)
        while !cursor.isAtEnd {
            if cursor.skip("force") {
                isForced = true
            } else if cursor.skip("justid") {
                wantsIDs = true
            } else if cursor.skip("idle", before: 1) {
                time = now &- Int64(try ClaimRequest.integer(&cursor, "IDLE"))
            } else if cursor.skip("time", before: 1) {
                time = Int64(try ClaimRequest.integer(&cursor, "TIME"))
            } else if cursor.skip("retrycount", before: 1) {
                let count = try ClaimRequest.integer(&cursor, "RETRYCOUNT")
                deliveryCount = count >= 0 ? count : nil
            } else if cursor.skip("lastid", before: 1) {
                lastID = try cursor.next().parseStreamID()
            } else {
                throw CommandError("ERR Unrecognized XCLAIM option '", quoting: cursor.current, "'")
            }
        }
        // A time that cannot be is taken to be this one: clients reckon with clocks of their own.
        if time >= 0, time <= now { deliveryTime = time }
    }

    private static func integer(_ cursor: inout ArgumentCursor, _ option: String) throws(CommandError) -> Int {
        try cursor.next().parseInteger(or: CommandError("ERR Invalid \(option) option argument for XCLAIM"))
    }
}

/// `min-idle-time start [COUNT count] [JUSTID]` of XAUTOCLAIM.
private struct AutoclaimRequest {
    /// Milliseconds.
    let idle: Int64
    let start: StreamID
    private(set) var count = 100
    private(set) var wantsIDs = false

    /// How many pending entries are looked at for each that is wanted.
    static let attemptsForEach = 10

    /// The real server reserves room for as many ids; more than these would not fit into a process's addresses.
    static let largestCount = 1 << 47 / MemoryLayout<StreamID>.size

    init(_ arguments: Arguments) throws(CommandError) {
        let idle = try arguments[4].parseInteger(
            or: CommandError("ERR Invalid min-idle-time argument for XAUTOCLAIM"))
        self.idle = Int64(max(0, idle))
        start = try arguments[5].parseStreamRangeStart()
        var cursor = ArgumentCursor(arguments, from: 6)
        while !cursor.isAtEnd {
            if cursor.skip("count", before: 1) {
                let text = CommandError("ERR COUNT must be > 0")
                count = try cursor.next().parsePositive(or: text)
                // What the real server can reserve room for.
                guard count <= Int.max / MemoryLayout<StreamID>.size else { throw text }
            } else if cursor.skip("justid") {
                wantsIDs = true
            } else {
                throw .syntax
            }
        }
    }
}
