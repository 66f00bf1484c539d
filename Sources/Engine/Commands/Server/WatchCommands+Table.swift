// The table of what watches the server, COMMANDLOG, SLOWLOG and LATENCY: what COMMAND INFO tells of each command, and the handler that runs it.
// In alphabetical order.

enum WatchCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "commandlog", profiles: .valkey, arity: -2,
                subcommands: [
                    CommandSpecification(
                        "get", profiles: .valkey, arity: 4,
                        flags: [.admin, .loading, .stale],
                        tips: ["request_policy:all_nodes", "nondeterministic_output"],
                        documentation: Documentation.commandlogGet,
                        handler: CommandLogCommands.commandlogGet),
                    CommandSpecification(
                        "help", profiles: .valkey, arity: 2,
                        flags: [.loading, .stale],
                        documentation: Documentation.commandlogHelp,
                        handler: CommandLogCommands.commandlogHelp),
                    CommandSpecification(
                        "len", profiles: .valkey, arity: 3,
                        flags: [.admin, .loading, .stale],
                        tips: ["request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"],
                        documentation: Documentation.commandlogLen,
                        handler: CommandLogCommands.commandlogLen),
                    CommandSpecification(
                        "reset", profiles: .valkey, arity: 3,
                        flags: [.admin, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.commandlogReset,
                        handler: CommandLogCommands.commandlogReset),
                ],
                documentation: Documentation.commandlog),
            CommandSpecification(
                "latency", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "doctor", arity: 2,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .reportsOnAllNodes,
                        documentation: Documentation.latencyDoctor,
                        handler: LatencyCommands.latencyDoctor),
                    CommandSpecification(
                        "graph", arity: 3,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .reportsOnAllNodes,
                        documentation: Documentation.latencyGraph,
                        handler: LatencyCommands.latencyGraph),
                    .help(documentation: Documentation.latencyHelp, handler: LatencyCommands.latencyHelp),
                    CommandSpecification(
                        "histogram", arity: -2,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .reportsOnAllNodes,
                        documentation: Documentation.latencyHistogram,
                        handler: LatencyCommands.latencyHistogram),
                    CommandSpecification(
                        "history", arity: 3,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .reportsOnAllNodes,
                        documentation: Documentation.latencyHistory,
                        handler: LatencyCommands.latencyHistory),
                    CommandSpecification(
                        "latest", arity: 2,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .reportsOnAllNodes,
                        documentation: Documentation.latencyLatest,
                        handler: LatencyCommands.latencyLatest),
                    CommandSpecification(
                        "reset", arity: -2,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: ["request_policy:all_nodes", "response_policy:agg_sum"],
                        documentation: Documentation.latencyReset,
                        handler: LatencyCommands.latencyReset
                    )
                    .in(.redis70) {
                        $0.tips = .setsAllNodes
                    },
                ],
                documentation: Documentation.latency),
            CommandSpecification(
                "slowlog", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "get", arity: -2,
                        flags: [.admin, .loading, .stale],
                        tips: ["request_policy:all_nodes", "nondeterministic_output"],
                        documentation: Documentation.slowlogGet,
                        handler: CommandLogCommands.slowlogGet),
                    .help(documentation: Documentation.slowlogHelp, handler: CommandLogCommands.slowlogHelp),
                    CommandSpecification(
                        "len", arity: 2,
                        flags: [.admin, .loading, .stale],
                        tips: ["request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"],
                        documentation: Documentation.slowlogLen,
                        handler: CommandLogCommands.slowlogLen),
                    CommandSpecification(
                        "reset", arity: 2,
                        flags: [.admin, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.slowlogReset,
                        handler: CommandLogCommands.slowlogReset),
                ],
                documentation: Documentation.slowlog),
        ]
    }
}
