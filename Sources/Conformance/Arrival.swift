// What reaches a client: the bytes of a connection turned into replies, and the comparison with what a spec expects.

import UnderstudyEngine

/// What one client received in one step.
struct Arrival: Equatable {
    var replies: [ReplyValue] = []
    /// Bytes that are no reply, or not a whole one although the server has come to rest.
    var rest: [UInt8] = []
    var isClosed = false

    var isEmpty: Bool { replies.isEmpty && rest.isEmpty && !isClosed }

    /// The lines that a spec has for exactly this.
    var lines: [String] {
        if isEmpty { return ["(none)"] }
        var lines = replies.flatMap { ReplyLines.lines(of: $0) }
        if !rest.isEmpty { lines.append("(no reply) \(SpecText.escape(rest))") }
        if isClosed { lines.append("(closed)") }
        return lines
    }

    /// Whether this is what the lines of an expectation describe.
    func satisfies(_ lines: [String]) throws(SpecError) -> Bool {
        let expected = try ArrivalPattern(lines)
        return rest.isEmpty && isClosed == expected.isClosed && replies.count == expected.replies.count
            && zip(expected.replies, replies).allSatisfy { $0.matches($1) }
    }
}

/// The lines of an expectation, understood.
struct ArrivalPattern {
    var replies: [ReplyPattern]
    var isClosed: Bool

    init(_ lines: [String]) throws(SpecError) {
        isClosed = lines.last == "(closed)"
        let replyLines = isClosed ? lines.dropLast() : lines
        replies = replyLines == ["(none)"] ? [] : try ReplyPattern.parse(replyLines)
    }
}

/// The receiving end of a connection.
struct Inbox {
    private var parser = ReplyParser()
    private var replies: [ReplyValue] = []
    /// The bytes after the last whole reply.
    private var unfinished: [UInt8] = []
    /// Whether bytes came that are no reply; what follows them cannot be understood either.
    private var isBroken = false
    private(set) var isClosed = false
    /// What has changed since the last `take`.
    private var hasNewBytes = false
    private var closureIsNew = false

    /// How many replies have arrived since the last `take`.
    var count: Int { replies.count }

    mutating func receive(_ bytes: [UInt8]) {
        if bytes.isEmpty { return }
        hasNewBytes = true
        unfinished += bytes
        if isBroken { return }
        parser.append(bytes)
        var unfinishedCount = unfinished.count
        do {
            while let reply = try parser.next() {
                replies.append(reply)
                unfinishedCount = parser.unread.count
            }
        } catch {
            isBroken = true
        }
        unfinished.removeFirst(unfinished.count - unfinishedCount)
    }

    mutating func close() {
        if !isClosed { closureIsNew = true }
        isClosed = true
    }

    /// What has arrived since the last call.
    mutating func take() -> Arrival {
        defer {
            replies = []
            hasNewBytes = false
            closureIsNew = false
        }
        return Arrival(replies: replies, rest: hasNewBytes ? unfinished : [], isClosed: closureIsNew)
    }
}
