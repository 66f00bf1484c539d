// What COMMAND DOCS tells of the group `pubsub`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension PubSubCommands {
    enum Documentation {
        static func psubscribe() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Subscribes to the channels whose names match patterns.",
                since: "2.0.0", group: .pubsub, complexity: "O(N) where N is the number of patterns to subscribe to.",
                arguments: [
                    .pattern("pattern", .multiple)
                        .in(.redis70) { $0 = .block("pattern", .multiple, of: [.pattern("pattern")]) }
                ]
            )
            .in(.redis70) {
                $0.complexity = "O(N) where N is the number of patterns the client is already subscribed to."
            }
        }

        static func publish() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sends a message to a channel.",
                since: "2.0.0", group: .pubsub,
                complexity: """
                    O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total number of subscribed patterns (by any client).
                    """,
                arguments: [
                    .string("channel"),
                    .string("message"),
                ])
        }

        static func pubsub() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands that tell of channels and their subscribers.",
                since: "2.8.0", group: .pubsub, complexity: "Depends on subcommand.")
        }

        static func pubsubChannels() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the channels that have subscribers.",
                since: "2.8.0", group: .pubsub,
                complexity: """
                    O(N) where N is the number of active channels, and assuming constant time pattern matching (relatively short channels and patterns)
                    """,
                arguments: [
                    .pattern("pattern", .optional)
                ])
        }

        static func pubsubHelp() -> CommandDocumentation {
            .help(since: "6.2.0", group: .pubsub)
        }

        static func pubsubNumpat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the patterns that are subscribed to.",
                since: "2.8.0", group: .pubsub, complexity: "O(1)")
        }

        static func pubsubNumsub() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the subscribers of channels.",
                since: "2.8.0", group: .pubsub,
                complexity: """
                    O(N) for the NUMSUB subcommand, where N is the number of requested channels
                    """,
                arguments: [
                    .string("channel", [.optional, .multiple])
                ])
        }

        static func pubsubShardchannels() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the shard channels that have subscribers.",
                since: "7.0.0", group: .pubsub,
                complexity: """
                    O(N) where N is the number of active shard channels, and assuming constant time pattern matching (relatively short shard channels).
                    """,
                arguments: [
                    .pattern("pattern", .optional)
                ])
        }

        static func pubsubShardnumsub() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the subscribers of shard channels.",
                since: "7.0.0", group: .pubsub,
                complexity: """
                    O(N) for the SHARDNUMSUB subcommand, where N is the number of requested shard channels
                    """,
                arguments: [
                    .string("shardchannel", [.optional, .multiple])
                ])
        }

        static func punsubscribe() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Ends subscriptions to patterns: those given, or all.",
                since: "2.0.0", group: .pubsub, complexity: "O(N) where N is the number of patterns to unsubscribe.",
                arguments: [
                    .pattern("pattern", [.optional, .multiple])
                ]
            )
            .in(.redis70) {
                $0.complexity = """
                    O(N+M) where N is the number of patterns the client is already subscribed and M is the number of total \
                    patterns subscribed in the system (by any client).
                    """
            }
        }

        static func spublish() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sends a message to a shard channel.",
                since: "7.0.0", group: .pubsub,
                complexity: """
                    O(N) where N is the number of clients subscribed to the receiving shard channel.
                    """,
                arguments: [
                    .string("shardchannel"),
                    .string("message"),
                ])
        }

        static func ssubscribe() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Subscribes to shard channels.",
                since: "7.0.0", group: .pubsub,
                complexity: "O(N) where N is the number of shard channels to subscribe to.",
                arguments: [
                    .string("shardchannel", .multiple)
                ])
        }

        static func subscribe() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Subscribes to channels.",
                since: "2.0.0", group: .pubsub, complexity: "O(N) where N is the number of channels to subscribe to.",
                arguments: [
                    .string("channel", .multiple)
                ])
        }

        static func sunsubscribe() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Ends subscriptions to shard channels: those given, or all.",
                since: "7.0.0", group: .pubsub,
                complexity: "O(N) where N is the number of shard channels to unsubscribe.",
                arguments: [
                    .string("shardchannel", [.optional, .multiple])
                ]
            )
            .in(.redis70) {
                $0.complexity = "O(N) where N is the number of clients already subscribed to a shard channel."
            }
        }

        static func unsubscribe() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Ends subscriptions to channels: those given, or all.",
                since: "2.0.0", group: .pubsub, complexity: "O(N) where N is the number of channels to unsubscribe.",
                arguments: [
                    .string("channel", [.optional, .multiple])
                ]
            )
            .in(.redis70) {
                $0.complexity = "O(N) where N is the number of clients already subscribed to a channel."
            }
        }
    }
}
