// AccessLog: the refusals of late that ACL LOG tells, the newest first. Like ones within a minute are one entry.

/// A refusal.
struct AccessLogEntry {
    /// Where a request came from.
    enum Context: String {
        case topLevel = "toplevel"
        case multi
        case script = "lua"
    }

    let id: Int
    var count = 1
    let reason: AccessDenial.Reason
    let context: Context
    /// The command, key or channel.
    let object: [UInt8]
    let user: [UInt8]
    /// As CLIENT INFO described the client.
    var client: String
    /// Milliseconds since 1970.
    let createdAt: Int64
    /// The same.
    var updatedAt: Int64
}

/// The refusals of late.
struct AccessLog {
    /// How long after an entry a like refusal only counts it up, milliseconds.
    private static let grouping: Int64 = 60_000
    /// How many of the latest entries a refusal may be like.
    private static let reach = 10

    private(set) var entries: [AccessLogEntry] = []
    private var nextID = 0
    /// Refusals since the start, by reason, for INFO.
    private(set) var totals: [AccessDenial.Reason: Int] = [:]

    /// Notes a refusal, which counts up one of the latest entries if it is like it. O(entries).
    mutating func note(
        _ reason: AccessDenial.Reason, _ context: AccessLogEntry.Context, object: [UInt8], user: [UInt8],
        client: String, at now: Int64, limit: Int
    ) {
        totals[reason, default: 0] += 1
        let like = entries.prefix(AccessLog.reach).firstIndex {
            $0.reason == reason && $0.context == context && now - $0.createdAt <= AccessLog.grouping
                && $0.object == object && $0.user == user
        }
        if let like {
            var entry = entries.remove(at: like)
            entry.count += 1
            entry.client = client
            entry.updatedAt = now
            entries.insert(entry, at: 0)
        } else {
            let entry = AccessLogEntry(
                id: nextID, reason: reason, context: context, object: object, user: user, client: client,
                createdAt: now, updatedAt: now)
            nextID += 1
            entries.insert(entry, at: 0)
        }
        if entries.count > limit { entries.removeLast(entries.count - limit) }
    }

    mutating func reset() { entries = [] }
}
