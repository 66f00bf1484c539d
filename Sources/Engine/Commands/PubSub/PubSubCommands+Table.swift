// The table of the group `pubsub`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension PubSubCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "psubscribe", arity: -2,
                flags: [.pubsub, .noscript, .loading, .stale],
                channels: .patterns, documentation: Documentation.psubscribe,
                handler: PubSubCommands.psubscribe),
            CommandSpecification(
                "publish", arity: 3,
                flags: [.pubsub, .loading, .stale, .fast, .mayReplicate],
                channels: .published, documentation: Documentation.publish,
                handler: PubSubCommands.publish),
            CommandSpecification(
                "pubsub", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "channels", arity: -2,
                        flags: [.pubsub, .loading, .stale],
                        documentation: Documentation.pubsubChannels,
                        handler: PubSubCommands.pubsubChannels),
                    .help(documentation: Documentation.pubsubHelp, handler: PubSubCommands.pubsubHelp),
                    CommandSpecification(
                        "numpat", arity: 2,
                        flags: [.pubsub, .loading, .stale],
                        documentation: Documentation.pubsubNumpat,
                        handler: PubSubCommands.pubsubNumpat),
                    CommandSpecification(
                        "numsub", arity: -2,
                        flags: [.pubsub, .loading, .stale],
                        documentation: Documentation.pubsubNumsub,
                        handler: PubSubCommands.pubsubNumsub),
                    CommandSpecification(
                        "shardchannels", arity: -2,
                        flags: [.pubsub, .loading, .stale],
                        documentation: Documentation.pubsubShardchannels,
                        handler: PubSubCommands.pubsubShardchannels),
                    CommandSpecification(
                        "shardnumsub", arity: -2,
                        flags: [.pubsub, .loading, .stale],
                        documentation: Documentation.pubsubShardnumsub,
                        handler: PubSubCommands.pubsubShardnumsub),
                ],
                documentation: Documentation.pubsub),
            CommandSpecification(
                "punsubscribe", arity: -1,
                flags: [.pubsub, .noscript, .loading, .stale],
                documentation: Documentation.punsubscribe,
                handler: PubSubCommands.punsubscribe),
            CommandSpecification(
                "spublish", arity: 3,
                flags: [.pubsub, .loading, .stale, .fast, .mayReplicate],
                keys: [.at(1, .notKey)],
                channels: .published, documentation: Documentation.spublish,
                handler: PubSubCommands.spublish),
            CommandSpecification(
                "ssubscribe", arity: -2,
                flags: [.pubsub, .noscript, .loading, .stale],
                keys: [.range(from: 1, last: -1, .notKey)],
                channels: .subscribed, documentation: Documentation.ssubscribe,
                handler: PubSubCommands.ssubscribe),
            CommandSpecification(
                "subscribe", arity: -2,
                flags: [.pubsub, .noscript, .loading, .stale],
                channels: .subscribed, documentation: Documentation.subscribe,
                handler: PubSubCommands.subscribe),
            CommandSpecification(
                "sunsubscribe", arity: -1,
                flags: [.pubsub, .noscript, .loading, .stale],
                keys: [.range(from: 1, last: -1, .notKey)],
                documentation: Documentation.sunsubscribe,
                handler: PubSubCommands.sunsubscribe),
            CommandSpecification(
                "unsubscribe", arity: -1,
                flags: [.pubsub, .noscript, .loading, .stale],
                documentation: Documentation.unsubscribe,
                handler: PubSubCommands.unsubscribe),
        ]
    }
}
