// The table of the group `server`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension ServerCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
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
                        documentation: Documentation.commandGetKeys, handler: ServerCommands.commandGetKeys
                    )
                    .in(.redis70) { $0.arity = -4 },
                    CommandSpecification(
                        "getkeysandflags", arity: -3, flags: [.loading, .stale], categories: .connection,
                        documentation: Documentation.commandGetKeysAndFlags,
                        handler: ServerCommands.commandGetKeysAndFlags
                    )
                    .in(.redis70) { $0.arity = -4 },
                    .help(.connection, documentation: Documentation.commandHelp, handler: ServerCommands.commandHelp),
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
                "config", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "get", arity: -3, flags: [.admin, .noscript, .loading, .stale],
                        documentation: Documentation.configGet, handler: ServerCommands.configGet),
                    .help(documentation: Documentation.configHelp, handler: ServerCommands.configHelp),
                    CommandSpecification(
                        "resetstat", arity: 2, flags: [.admin, .noscript, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.configResetStat, handler: ServerCommands.configResetStat
                    )
                    .in(.redis70) { $0.tips = [] },
                    CommandSpecification(
                        "rewrite", arity: 2, flags: [.admin, .noscript, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.configRewrite, handler: ServerCommands.configRewrite
                    )
                    .in(.redis70) { $0.tips = [] },
                    CommandSpecification(
                        "set", arity: -4, flags: [.admin, .noscript, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.configSet, handler: ServerCommands.configSet),
                ],
                documentation: Documentation.config),
            CommandSpecification(
                "dbsize", arity: 1, flags: [.readonly, .fast], categories: .keyspace,
                tips: ["request_policy:all_shards", "response_policy:agg_sum"],
                documentation: Documentation.dbsize, handler: ServerCommands.dbsize),
            CommandSpecification(
                "debug", arity: -2, flags: [.admin, .noscript, .loading, .stale, .protected],
                documentation: Documentation.debug, handler: DebugCommand.debug),
            CommandSpecification(
                "failover", arity: -1, flags: [.admin, .noscript, .stale],
                documentation: Documentation.failover, handler: ServerCommands.failover),
            CommandSpecification(
                "flushall", arity: -1, flags: .write, categories: [.keyspace, .dangerous],
                tips: ["request_policy:all_shards", "response_policy:all_succeeded"],
                documentation: Documentation.flushall, handler: ServerCommands.flushall),
            CommandSpecification(
                "flushdb", arity: -1, flags: .write, categories: [.keyspace, .dangerous],
                tips: ["request_policy:all_shards", "response_policy:all_succeeded"],
                documentation: Documentation.flushdb, handler: ServerCommands.flushdb),
            CommandSpecification(
                "info", arity: -1, flags: [.loading, .stale], categories: .dangerous,
                tips: ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
                documentation: Documentation.info, handler: ServerCommands.info),
            CommandSpecification(
                "lolwut", arity: -1, flags: [.readonly, .fast],
                documentation: Documentation.lolwut, handler: ServerCommands.lolwut),
            CommandSpecification(
                "memory", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "doctor", arity: 2,
                        tips: ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
                        documentation: Documentation.memoryDoctor,
                        handler: ServerCommands.memoryDoctor),
                    .help(documentation: Documentation.memoryHelp, handler: ServerCommands.memoryHelp),
                    CommandSpecification(
                        "malloc-stats", arity: 2,
                        tips: ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
                        documentation: Documentation.memoryMallocStats,
                        handler: ServerCommands.memoryMallocStats
                    )
                    .in(.valkey) { $0.flags.insert(.loading) },
                    CommandSpecification(
                        "purge", arity: 2,
                        tips: ["request_policy:all_shards", "response_policy:all_succeeded"],
                        documentation: Documentation.memoryPurge,
                        handler: ServerCommands.memoryPurge
                    )
                    .in(.valkey) { $0.flags.insert(.loading) },
                    CommandSpecification(
                        "stats", arity: 2,
                        tips: ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
                        documentation: Documentation.memoryStats,
                        handler: ServerCommands.memoryStats),
                    CommandSpecification(
                        "usage", arity: -3,
                        flags: .readonly,
                        keys: [.at(2, .readOnly)],
                        documentation: Documentation.memoryUsage,
                        handler: ServerCommands.memoryUsage),
                ],
                documentation: Documentation.memory),
            CommandSpecification(
                "module", arity: -2,
                subcommands: [
                    .help(documentation: Documentation.moduleHelp, handler: ModuleCommands.moduleHelp),
                    CommandSpecification(
                        "list", arity: 2, flags: [.admin, .noscript],
                        tips: ["nondeterministic_output_order"],
                        documentation: Documentation.moduleList, handler: ModuleCommands.moduleList),
                    CommandSpecification(
                        "load", arity: -3, flags: [.admin, .noscript, .noAsyncLoading, .protected],
                        documentation: Documentation.moduleLoad, handler: ModuleCommands.moduleLoad),
                    CommandSpecification(
                        "loadex", arity: -3, flags: [.admin, .noscript, .noAsyncLoading, .protected],
                        documentation: Documentation.moduleLoadex, handler: ModuleCommands.moduleLoad),
                    CommandSpecification(
                        "unload", arity: 3, flags: [.admin, .noscript, .noAsyncLoading, .protected],
                        documentation: Documentation.moduleUnload, handler: ModuleCommands.moduleUnload),
                ],
                documentation: Documentation.module),
            CommandSpecification(
                "monitor", arity: 1, flags: [.admin, .noscript, .loading, .stale],
                documentation: Documentation.monitor, handler: ServerCommands.monitor),
            CommandSpecification(
                "replicaof", arity: 3, flags: [.admin, .noscript, .stale, .noAsyncLoading],
                documentation: Documentation.replicaof, handler: ServerCommands.replicaof),
            CommandSpecification(
                "role", arity: 1, flags: [.noscript, .loading, .stale, .fast], categories: [.dangerous, .admin],
                documentation: Documentation.role, handler: ServerCommands.role),
            CommandSpecification(
                "shutdown", arity: -1, flags: [.admin, .noscript, .loading, .stale, .noMulti, .allowBusy],
                documentation: Documentation.shutdown, handler: ServerCommands.shutdown),
            CommandSpecification(
                "slaveof", arity: 3, flags: [.admin, .noscript, .stale, .noAsyncLoading],
                documentation: Documentation.slaveof, handler: ServerCommands.replicaof),
            CommandSpecification(
                "swapdb", arity: 3, flags: [.write, .fast], categories: [.keyspace, .dangerous],
                documentation: Documentation.swapdb, handler: ServerCommands.swapdb),
            CommandSpecification(
                "time", arity: 1, flags: [.loading, .stale, .fast],
                tips: ["nondeterministic_output"],
                documentation: Documentation.time, handler: ServerCommands.time),
        ]
    }
}
