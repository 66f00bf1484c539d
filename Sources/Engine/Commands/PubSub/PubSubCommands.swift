// Publish and subscribe: the commands of subscribers and publishers.

enum PubSubCommands {
    /// Whether a client that is subscribed may send a command, as long as it speaks RESP2, in which it could not tell a reply from a message.
    static func isAllowedToSubscribers(_ command: Command) -> Bool {
        switch command.fullName {
        case "subscribe", "unsubscribe", "psubscribe", "punsubscribe", "ssubscribe", "sunsubscribe": true
        case "ping", "quit", "reset": true
        default: false
        }
    }

    // MARK: Subscribing

    static func subscribe(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        subscribe(session, to: .channel, arguments)
    }

    static func psubscribe(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        subscribe(session, to: .pattern, arguments)
    }

    static func ssubscribe(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        // The other kinds are allowed in a transaction.
        guard !session.deniesBlocking else {
            throw CommandError("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client")
        }
        subscribe(session, to: .shardChannel, arguments)
    }

    private static func subscribe(_ session: Session, to kind: Subscriptions.Kind, _ arguments: Arguments) {
        for index in 1..<arguments.count {
            session.subscribe(to: kind, arguments[index].array)
            confirm(kind.subscription, arguments[index], session.subscriptionCount(kind), to: session)
        }
    }

    // MARK: Unsubscribing

    static func unsubscribe(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        unsubscribe(session, from: .channel, arguments)
    }

    static func punsubscribe(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        unsubscribe(session, from: .pattern, arguments)
    }

    static func sunsubscribe(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        unsubscribe(session, from: .shardChannel, arguments)
    }

    private static func unsubscribe(_ session: Session, from kind: Subscriptions.Kind, _ arguments: Arguments) {
        var names = (1..<arguments.count).map { arguments[$0].array }
        if names.isEmpty { names = session.subscribed?.names(kind) ?? [] }
        for name in names {
            session.unsubscribe(from: kind, name)
            name.withBytes { confirm(kind.unsubscription, $0, session.subscriptionCount(kind), to: session) }
        }
        if names.isEmpty { confirm(kind.unsubscription, nil, session.subscriptionCount(kind), to: session) }
    }

    /// Says what has become of a subscription, and how many there are now.
    private static func confirm(_ event: StaticString, _ name: Bytes?, _ count: Int, to session: Session) {
        let reply = session.replyThatIsNeverMuted
        reply.push(3)
        reply.bulk(event)
        if let name { reply.bulk(name) } else { reply.null() }
        reply.integer(count)
    }

    // MARK: Publishing

    static func publish(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.engine.context.subscriptions.publish(arguments[2], on: arguments[1]))
    }

    static func spublish(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.engine.context.subscriptions.publish(arguments[2], onShard: arguments[1]))
    }

    // MARK: PUBSUB

    static func pubsubChannels(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try list(.channel, session, arguments)
    }

    static func pubsubShardchannels(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try list(.shardChannel, session, arguments)
    }

    private static func list(
        _ kind: Subscriptions.Kind, _ session: Session, _ arguments: Arguments
    ) throws(CommandError) {
        guard arguments.count <= 3 else { throw .unknownSubcommandOrArity(arguments[1], of: "pubsub") }
        let mark = session.reply.mark()
        var count = 0
        session.engine.context.subscriptions.forEach(kind) { topic in
            let isMeant =
                arguments.count == 2 || topic.name.withBytes { GlobPattern.matches(arguments[2], $0) }
            guard isMeant else { return }
            session.reply.bulk(topic.name)
            count += 1
        }
        session.reply.array(count, since: mark)
    }

    static func pubsubNumsub(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        count(.channel, session, arguments)
    }

    static func pubsubShardnumsub(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        count(.shardChannel, session, arguments)
    }

    private static func count(_ kind: Subscriptions.Kind, _ session: Session, _ arguments: Arguments) {
        session.reply.array((arguments.count - 2) * 2)
        for index in 2..<arguments.count {
            session.reply.bulk(arguments[index])
            session.reply.integer(session.engine.context.subscriptions.subscriberCount(kind, arguments[index]))
        }
    }

    static func pubsubNumpat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.engine.context.subscriptions.count(.pattern))
    }

    static func pubsubHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "pubsub",
            [
                "CHANNELS [<pattern>]",
                "    Return the currently active channels matching a <pattern> (default: '*').", "NUMPAT",
                "    Return number of subscriptions to patterns.", "NUMSUB [<channel> ...]",
                "    Return the number of subscribers for the specified channels, excluding",
                "    pattern subscriptions(default: no channels).", "SHARDCHANNELS [<pattern>]",
                "    Return the currently active shard level channels matching a <pattern> (default: '*').",
                "SHARDNUMSUB [<shardchannel> ...]",
                "    Return the number of subscribers for the specified shard level channel(s)",
            ], to: session.reply)
    }
}

extension Subscriptions.Kind {
    fileprivate var subscription: StaticString {
        switch self {
        case .channel: "subscribe"
        case .pattern: "psubscribe"
        case .shardChannel: "ssubscribe"
        }
    }

    fileprivate var unsubscription: StaticString {
        switch self {
        case .channel: "unsubscribe"
        case .pattern: "punsubscribe"
        case .shardChannel: "sunsubscribe"
        }
    }
}
