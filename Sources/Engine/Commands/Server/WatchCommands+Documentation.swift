// What COMMAND DOCS tells of COMMANDLOG, SLOWLOG and LATENCY. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension WatchCommands {
    enum Documentation {
        static func commandlog() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands of the logs of what took long or was large.",
                since: "8.1.0", group: .server, complexity: "Depends on subcommand.")
        }

        static func commandlogGet() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Shows the latest entries of a log of commands.",
                since: "8.1.0", group: .server, complexity: "O(N) where N is the number of entries returned",
                arguments: [.integer("count"), commandlogType])
        }

        static func commandlogHelp() -> CommandDocumentation { .help(since: "8.1.0", group: .server) }

        static func commandlogLen() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the entries of a log of commands.",
                since: "8.1.0", group: .server, complexity: "O(1)", arguments: [commandlogType])
        }

        static func commandlogReset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Empties a log of commands.",
                since: "8.1.0", group: .server,
                complexity: "O(N) where N is the number of entries in the commandlog", arguments: [commandlogType])
        }

        private static var commandlogType: ArgumentSpecification {
            .oneOf(
                "type",
                of: CommandLog.Kind.allCases.map { kind in
                    .token(kind.rawValue.uppercased()).in(.valkey81) { $0 = .string(kind.rawValue) }
                })
        }

        static func latency() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands that tell what took long.",
                since: "2.8.13", group: .server, complexity: "Depends on subcommand.")
        }

        static func latencyDoctor() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Explains the latencies that were noted.",
                since: "2.8.13", group: .server, complexity: "O(1)")
        }

        static func latencyGraph() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Draws the latencies of an event.",
                since: "2.8.13", group: .server, complexity: "O(1)",
                arguments: [
                    .string("event")
                ])
        }

        static func latencyHelp() -> CommandDocumentation {
            .help(since: "2.8.13", group: .server)
        }

        static func latencyHistogram() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how long the calls of the named commands, or of all, took.",
                since: "7.0.0", group: .server,
                complexity: "O(N) where N is the number of commands with latency information being retrieved.",
                arguments: [
                    .string("command", [.optional, .multiple])
                ])
        }

        static func latencyHistory() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the latencies of an event.",
                since: "2.8.13", group: .server, complexity: "O(1)",
                arguments: [
                    .string("event")
                ])
        }

        static func latencyLatest() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the latest latency of each event.",
                since: "2.8.13", group: .server, complexity: "O(1)")
        }

        static func latencyReset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Forgets the latencies of the named events, or of all.",
                since: "2.8.13", group: .server, complexity: "O(1)",
                arguments: [
                    .string("event", [.optional, .multiple])
                ])
        }

        static func slowlog() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands of the log of what took long.",
                since: "2.2.12", group: .server, complexity: "Depends on subcommand."
            )
            .replaced(by: "`COMMANDLOG`", since: "8.1.0", in: .valkey81)
        }

        static func slowlogGet() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Shows the latest entries of the slow log.",
                since: "2.2.12", group: .server, complexity: "O(N) where N is the number of entries returned",
                history: [
                    ("4.0.0", "Added client IP address, port and name to the reply.")
                ],
                arguments: [
                    .integer("count", .optional)
                ]
            )
            .replaced(by: "`COMMANDLOG GET <count> SLOW`", since: "8.1.0", in: .valkey81)
        }

        static func slowlogHelp() -> CommandDocumentation {
            .help(since: "6.2.0", group: .server).replaced(by: "`COMMANDLOG HELP`", since: "8.1.0", in: .valkey81)
        }

        static func slowlogLen() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the entries of the slow log.",
                since: "2.2.12", group: .server, complexity: "O(1)"
            )
            .replaced(by: "`COMMANDLOG LEN SLOW`", since: "8.1.0", in: .valkey81)
        }

        static func slowlogReset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Empties the slow log.",
                since: "2.2.12", group: .server, complexity: "O(N) where N is the number of entries in the slowlog"
            )
            .replaced(by: "`COMMANDLOG RESET SLOW`", since: "8.1.0", in: .valkey81)
        }
    }
}
