// Pushes: what a client is sent without having asked for it now, in the place where it cannot be taken for a reply.
//
// A client that causes a message to itself gets it behind the reply to its command, and behind that to EXEC: first messages, then
// what its cache has lost. (To Redis 7.0 a message is a message: it comes when it is sent, amid the replies.) CLIENT REPLY silences
// replies, not pushes.

/// What is sent to clients that did not ask for it now: a kind and some byte strings.
struct PushMessage {
    /// All but the first byte, which alone differs between the versions of the protocol.
    private let rest = ByteBuffer()

    init(_ kind: StaticString, _ parts: Bytes...) {
        rest.append(decimal: parts.count + 1)
        rest.appendLineEnd()
        rest.appendBulk(Bytes(kind))
        for part in parts { rest.appendBulk(part) }
    }

    func write(to reply: ReplyWriter) {
        reply.buffer.append(UInt8(ascii: reply.version == .resp2 ? "*" : ">"))
        reply.buffer.append(contentsOf: rest)
    }
}

/// What the running command has for its own client besides its reply. It follows the reply, kind by kind.
final class DelayedPushes {
    enum Kind: Int, CaseIterable {
        /// What the command answers to a client that wants no replies, and gets this nevertheless.
        case confirmation
        case message
        case invalidation
    }

    private let writers = Kind.allCases.map { _ in ReplyWriter() }

    init(_ version: ProtocolVersion) {
        for writer in writers { writer.version = version }
    }

    subscript(kind: Kind) -> ReplyWriter { writers[kind.rawValue] }

    fileprivate func write(to output: ByteBuffer) {
        for writer in writers { output.append(contentsOf: writer.buffer) }
    }
}

extension Session {
    /// Sends something to this client that it did not ask for: at once, or behind the reply to the command that it is running.
    @inline(__always)
    func push(_ kind: DelayedPushes.Kind = .message, _ write: (ReplyWriter) -> Void) {
        guard ending == .no else { return }
        if engine.currentSession === self {
            let isDelayed = kind != .message || engine.profile != .redis70
            return write(isDelayed ? delayedPushes[kind] : replyThatIsNeverMuted)
        }
        write(reply)
        engine.enqueueOutput(of: self)
        engine.checkOutputLimit(of: self)
        engine.countMemory(of: self)
    }

    /// Where to reply with what is sent even to a client that wants no replies.
    var replyThatIsNeverMuted: ReplyWriter { isMuted ? delayedPushes[.confirmation] : reply }

    private var delayedPushes: DelayedPushes {
        let delayed = engine.delayedPushes ?? DelayedPushes(reply.version)
        engine.delayedPushes = delayed
        return delayed
    }
}

extension Engine {
    /// Sends what the running command had for its own client, now that its reply stands.
    @inline(never)
    func flushDelayedPushes(to session: Session) {
        guard let delayed = delayedPushes else { return }
        delayedPushes = nil
        delayed.write(to: session.output)
    }
}
