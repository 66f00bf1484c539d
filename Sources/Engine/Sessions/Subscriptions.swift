// Subscriptions: who listens to which channel, and how a message gets to them.
//
// A message is spelled once, whatever the number of its receivers; each of them then costs a copy of bytes.

/// What is subscribed to, of one kind, under one name.
final class Topic {
    let name: [UInt8]
    fileprivate(set) var subscribers = InsertionOrdered<Int, Session>()

    fileprivate init(name: [UInt8]) { self.name = name }
}

/// The channels and patterns of one engine, with their subscribers.
final class Subscriptions {
    /// The kinds of topics. Those of one kind know nothing of the others' names.
    enum Kind: Int, CaseIterable { case channel, pattern, shardChannel }

    /// By kind.
    private var topics = [InsertionOrdered<[UInt8], Topic>](repeating: InsertionOrdered(), count: Kind.allCases.count)

    /// The topics of a kind, the oldest first.
    func all(_ kind: Kind) -> [Topic] { topics[kind.rawValue].values }

    /// How many topics of a kind there are. O(1).
    func count(_ kind: Kind) -> Int { topics[kind.rawValue].count }

    /// How many sessions are subscribed to a topic.
    func subscriberCount(_ kind: Kind, _ name: Bytes) -> Int {
        topics[kind.rawValue][name.array]?.subscribers.count ?? 0
    }

    /// Adds a session to a topic's subscribers. Returns the topic, or nil if the session is subscribed already.
    func subscribe(_ session: Session, to kind: Kind, _ name: [UInt8]) -> Topic? {
        guard let topic = topics[kind.rawValue][name] else {
            let topic = Topic(name: name)
            topic.subscribers.append(session.id, session)
            topics[kind.rawValue].append(name, topic)
            return topic
        }
        guard topic.subscribers[session.id] == nil else { return nil }
        topic.subscribers.append(session.id, session)
        return topic
    }

    /// Takes a session, which is subscribed, out of a topic's subscribers.
    func unsubscribe(_ session: Session, from kind: Kind, _ topic: Topic) {
        topic.subscribers.remove(session.id)
        if topic.subscribers.isEmpty { topics[kind.rawValue].remove(topic.name) }
    }

    /// Sends a message to those who are subscribed to a channel, then to those whose patterns it matches. Returns how many were sent.
    @discardableResult
    func publish(_ message: Bytes, on channel: Bytes) -> Int {
        var receivers = 0
        if let topic = topics[Kind.channel.rawValue][channel.array] {
            receivers += send(PushMessage("message", channel, message), to: topic)
        }
        topics[Kind.pattern.rawValue].forEach { topic in
            topic.name.withBytes { pattern in
                guard GlobPattern.matches(pattern, channel) else { return }
                receivers += send(PushMessage("pmessage", pattern, channel, message), to: topic)
            }
        }
        return receivers
    }

    /// Sends a message to those who are subscribed to a shard channel. Returns how many were sent.
    func publish(_ message: Bytes, onShard channel: Bytes) -> Int {
        guard let topic = topics[Kind.shardChannel.rawValue][channel.array] else { return 0 }
        return send(PushMessage("smessage", channel, message), to: topic)
    }

    private func send(_ message: PushMessage, to topic: Topic) -> Int {
        topic.subscribers.forEach { $0.push(message) }
        return topic.subscribers.count
    }
}

/// What a session is subscribed to, by kind.
final class SubscribedTopics {
    private var topics = [InsertionOrdered<[UInt8], Topic>](
        repeating: InsertionOrdered(), count: Subscriptions.Kind.allCases.count)

    subscript(kind: Subscriptions.Kind) -> InsertionOrdered<[UInt8], Topic> {
        get { topics[kind.rawValue] }
        set { topics[kind.rawValue] = newValue }
    }
}

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
        reply.buffer.append(rest.bytes)
    }
}

extension Session {
    /// Ends all subscriptions, and tells nobody.
    func unsubscribeFromAll() {
        guard let subscribed else { return }
        for kind in Subscriptions.Kind.allCases {
            for topic in subscribed[kind].values { engine.context.subscriptions.unsubscribe(self, from: kind, topic) }
        }
        self.subscribed = nil
    }

    /// Sends a message to this client: at once, or behind the reply to the command that it is running.
    func push(_ message: PushMessage) {
        guard ending == .no else { return }
        message.write(to: engine.currentSession === self ? delayedPushes() : reply)
        engine.enqueueOutput(of: self)
    }

    /// Where the messages wait that the running command of this client has sent to itself.
    private func delayedPushes() -> ReplyWriter {
        if let pending = engine.delayedPushes { return pending }
        let pending = ReplyWriter()
        pending.version = reply.version
        engine.delayedPushes = pending
        return pending
    }
}

extension Engine {
    /// Sends the messages that the running command has sent to its own client, now that its reply stands.
    func flushDelayedPushes(to session: Session) {
        guard let pending = delayedPushes else { return }
        delayedPushes = nil
        session.output.append(pending.buffer.bytes)
    }
}
