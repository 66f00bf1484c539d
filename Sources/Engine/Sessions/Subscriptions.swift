// Subscriptions: who listens to which channel, and how a message gets to them.
//
// A message is spelled once, whatever the number of its receivers; each of them then costs a copy of bytes. Receivers get it in the
// order in which they subscribed, those of the channel before those of the patterns.

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
    /// How many sessions are subscribed to anything.
    fileprivate(set) var sessionCount = 0

    /// Calls `body` with each topic of a kind, the oldest first.
    func forEach(_ kind: Kind, _ body: (Topic) -> Void) { topics[kind.rawValue].forEach(body) }

    /// How many topics of a kind there are. O(1).
    func count(_ kind: Kind) -> Int { topics[kind.rawValue].count }

    /// How many sessions are subscribed to a topic.
    func subscriberCount(_ kind: Kind, _ name: Bytes) -> Int {
        topics[kind.rawValue][name.array]?.subscribers.count ?? 0
    }

    /// Adds a session, which is not subscribed, to a topic's subscribers.
    fileprivate func subscribe(_ session: Session, to kind: Kind, _ name: [UInt8]) -> Topic {
        let topic = topics[kind.rawValue][name] ?? Topic(name: name)
        if topic.subscribers.isEmpty { topics[kind.rawValue].append(name, topic) }
        topic.subscribers.append(session.id, session)
        return topic
    }

    /// Takes a session, which is subscribed, out of a topic's subscribers.
    fileprivate func unsubscribe(_ session: Session, from kind: Kind, _ topic: Topic) {
        topic.subscribers.remove(session.id)
        if topic.subscribers.isEmpty { topics[kind.rawValue].remove(topic.name) }
    }

    // MARK: Publishing

    /// Sends a message to those who are subscribed to a channel, and to those whose patterns it matches. Returns how many were sent.
    /// O(receivers + patterns).
    @discardableResult
    func publish(_ message: Bytes, on channel: Bytes) -> Int {
        var receivers = 0
        if count(.channel) > 0, let topic = topics[Kind.channel.rawValue][channel.array] {
            receivers += send(PushMessage("message", channel, message), to: topic)
        }
        forEach(.pattern) { topic in
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
        topic.subscribers.forEach { session in session.push { message.write(to: $0) } }
        return topic.subscribers.count
    }
}

/// What a session is subscribed to, by kind.
final class SubscribedTopics {
    private var topics = [InsertionOrdered<[UInt8], Topic>](
        repeating: InsertionOrdered(), count: Subscriptions.Kind.allCases.count)

    var isEmpty: Bool { topics.allSatisfy(\.isEmpty) }

    func count(_ kind: Subscriptions.Kind) -> Int { topics[kind.rawValue].count }

    /// The oldest subscription first.
    func names(_ kind: Subscriptions.Kind) -> [[UInt8]] { topics[kind.rawValue].keys }

    fileprivate func contains(_ kind: Subscriptions.Kind, _ name: [UInt8]) -> Bool {
        topics[kind.rawValue][name] != nil
    }

    fileprivate func append(_ kind: Subscriptions.Kind, _ topic: Topic) {
        topics[kind.rawValue].append(topic.name, topic)
    }

    fileprivate func remove(_ kind: Subscriptions.Kind, _ name: [UInt8]) -> Topic? {
        topics[kind.rawValue].remove(name)
    }
}

extension Session {
    /// Subscribes this client to a topic, if it is not yet. O(1).
    func subscribe(to kind: Subscriptions.Kind, _ name: [UInt8]) {
        let subscriptions = engine.context.subscriptions
        if subscribed == nil {
            subscribed = SubscribedTopics()
            subscriptions.sessionCount += 1
        }
        guard let subscribed, !subscribed.contains(kind, name) else { return }
        subscribed.append(kind, subscriptions.subscribe(self, to: kind, name))
    }

    /// Ends a subscription of this client, if there is one. O(1), amortised.
    func unsubscribe(from kind: Subscriptions.Kind, _ name: [UInt8]) {
        guard let subscribed, let topic = subscribed.remove(kind, name) else { return }
        let subscriptions = engine.context.subscriptions
        subscriptions.unsubscribe(self, from: kind, topic)
        guard subscribed.isEmpty else { return }
        self.subscribed = nil
        subscriptions.sessionCount -= 1
    }

    /// Ends all subscriptions of this client, and tells it nothing.
    func unsubscribeFromAll() {
        for kind in Subscriptions.Kind.allCases {
            for name in subscribed?.names(kind) ?? [] { unsubscribe(from: kind, name) }
        }
    }

    /// How many subscriptions a client is told to have: those to channels and patterns count together.
    func subscriptionCount(_ kind: Subscriptions.Kind) -> Int {
        guard let subscribed else { return 0 }
        if kind == .shardChannel { return subscribed.count(.shardChannel) }
        return subscribed.count(.channel) + subscribed.count(.pattern)
    }
}
