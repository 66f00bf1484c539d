// The table of the group `server`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension ServerCommands {
    static let table: [CommandSpecification] = [
        CommandSpecification(
            "command", arity: -1, flags: [.loading, .stale], categories: .connection,
            tips: ["nondeterministic_output_order"],
            subcommands: [
                CommandSpecification(
                    "count", arity: 2, flags: [.loading, .stale], categories: .connection,
                    documentation: Documentation.commandCount, handler: ServerCommands.commandCount),
                CommandSpecification(
                    "docs", arity: -2, flags: [.loading, .stale], categories: .connection,
                    tips: ["nondeterministic_output_order"],
                    documentation: Documentation.commandDocs, handler: ServerCommands.commandDocs),
                CommandSpecification(
                    "getkeys", arity: -3, flags: [.loading, .stale], categories: .connection,
                    documentation: Documentation.commandGetKeys, handler: ServerCommands.commandGetKeys),
                CommandSpecification(
                    "getkeysandflags", arity: -3, flags: [.loading, .stale], categories: .connection,
                    documentation: Documentation.commandGetKeysAndFlags, handler: ServerCommands.commandGetKeysAndFlags),
                CommandSpecification(
                    "help", arity: 2, flags: [.loading, .stale], categories: .connection,
                    documentation: Documentation.commandHelp, handler: ServerCommands.commandHelp),
                CommandSpecification(
                    "info", arity: -2, flags: [.loading, .stale], categories: .connection,
                    tips: ["nondeterministic_output_order"],
                    documentation: Documentation.commandInfo, handler: ServerCommands.commandInfo),
                CommandSpecification(
                    "list", arity: -2, flags: [.loading, .stale], categories: .connection,
                    tips: ["nondeterministic_output_order"],
                    documentation: Documentation.commandList, handler: ServerCommands.commandList),
            ],
            documentation: Documentation.command, handler: ServerCommands.command),
        CommandSpecification(
            "dbsize", arity: 1, flags: [.readonly, .fast], categories: .keyspace,
            tips: ["request_policy:all_shards", "response_policy:agg_sum"],
            documentation: Documentation.dbsize, handler: ServerCommands.dbsize),
        CommandSpecification(
            "flushall", arity: -1, flags: .write, categories: [.keyspace, .dangerous],
            tips: ["request_policy:all_shards", "response_policy:all_succeeded"],
            documentation: Documentation.flushall, handler: ServerCommands.flushall),
        CommandSpecification(
            "flushdb", arity: -1, flags: .write, categories: [.keyspace, .dangerous],
            tips: ["request_policy:all_shards", "response_policy:all_succeeded"],
            documentation: Documentation.flushdb, handler: ServerCommands.flushdb),
        CommandSpecification(
            "shutdown", arity: -1, flags: [.admin, .noscript, .loading, .stale, .noMulti, .allowBusy],
            documentation: Documentation.shutdown, handler: ServerCommands.shutdown),
        CommandSpecification(
            "swapdb", arity: 3, flags: [.write, .fast], categories: [.keyspace, .dangerous],
            documentation: Documentation.swapdb, handler: ServerCommands.swapdb),
    ]
}
