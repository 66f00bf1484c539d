// The table of the group `connection`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension ConnectionCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "auth", arity: -2, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
                categories: .connection,
                documentation: Documentation.auth, handler: ConnectionCommands.auth),
            CommandSpecification(
                "client", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "caching", arity: 3, flags: [.noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientCaching, handler: ClientCommands.clientCaching
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "capa", profiles: .valkey, arity: -3, flags: [.noscript, .loading, .stale],
                        categories: .connection,
                        documentation: Documentation.clientCapa, handler: ClientCommands.clientCapa
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "getname", arity: 2, flags: [.noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientGetname, handler: ClientCommands.clientGetname
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "getredir", arity: 2, flags: [.noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientGetredir, handler: ClientCommands.clientGetredir
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    .help(.connection, documentation: Documentation.clientHelp, handler: ClientCommands.clientHelp),
                    CommandSpecification(
                        "id", arity: 2, flags: [.noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientId, handler: ClientCommands.clientId
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "import-source", profiles: .valkey, arity: 3, flags: [.noscript, .loading, .stale],
                        categories: .connection,
                        documentation: Documentation.clientImportSource, handler: ClientCommands.clientImportSource),
                    CommandSpecification(
                        "info", arity: 2, flags: [.noscript, .loading, .stale], categories: .connection,
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clientInfo, handler: ClientCommands.clientInfo),
                    CommandSpecification(
                        "kill", arity: -3, flags: [.admin, .noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientKill, handler: ClientCommands.clientKill),
                    CommandSpecification(
                        "list", arity: -2, flags: [.admin, .noscript, .loading, .stale], categories: .connection,
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clientList, handler: ClientCommands.clientList),
                    CommandSpecification(
                        "no-evict", arity: 3, flags: [.admin, .noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientNoEvict, handler: ClientCommands.clientNoEvict
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "no-touch", profiles: [.redis80, .valkey], arity: 3, flags: [.noscript, .loading, .stale],
                        categories: .connection,
                        documentation: Documentation.clientNoTouch, handler: ClientCommands.clientNoTouch
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "pause", arity: -3, flags: [.admin, .noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientPause, handler: ClientCommands.clientPause),
                    CommandSpecification(
                        "reply", arity: 3, flags: [.noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientReply, handler: ClientCommands.clientReply
                    )
                    .in(.valkey91) { $0.flags.formUnion([.noMulti, .allowBusy]) },
                    CommandSpecification(
                        "setinfo", profiles: [.redis80, .valkey], arity: 4, flags: [.noscript, .loading, .stale],
                        categories: .connection,
                        tips: .setsAllNodes,
                        documentation: Documentation.clientSetinfo, handler: ClientCommands.clientSetinfo
                    )
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "setname", arity: 3, flags: [.noscript, .loading, .stale], categories: .connection,
                        tips: .setsAllNodes,
                        documentation: Documentation.clientSetname, handler: ClientCommands.clientSetname
                    )
                    .in(.redis70) { $0.tips = [] }
                    .in(.valkey91) { $0.flags.insert(.allowBusy) },
                    CommandSpecification(
                        "tracking", arity: -3, flags: [.noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientTracking, handler: ClientCommands.clientTracking),
                    CommandSpecification(
                        "trackinginfo", arity: 2, flags: [.noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientTrackinginfo, handler: ClientCommands.clientTrackinginfo),
                    CommandSpecification(
                        "unblock", arity: -3, flags: [.admin, .noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientUnblock, handler: ClientCommands.clientUnblock),
                    CommandSpecification(
                        "unpause", arity: 2, flags: [.admin, .noscript, .loading, .stale], categories: .connection,
                        documentation: Documentation.clientUnpause, handler: ClientCommands.clientUnpause),
                ],
                documentation: Documentation.client),
            CommandSpecification(
                "echo", arity: 2, flags: [.loading, .stale, .fast], categories: .connection,
                documentation: Documentation.echo, handler: ConnectionCommands.echo),
            CommandSpecification(
                "hello", arity: -1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
                categories: .connection,
                documentation: Documentation.hello, handler: ConnectionCommands.hello),
            CommandSpecification(
                "ping", arity: -1, flags: .fast, categories: .connection,
                tips: ["request_policy:all_shards", "response_policy:all_succeeded"],
                documentation: Documentation.ping, handler: ConnectionCommands.ping),
            CommandSpecification(
                "quit", arity: -1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
                categories: .connection,
                documentation: Documentation.quit, handler: ConnectionCommands.quit),
            CommandSpecification(
                "reset", arity: 1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
                categories: .connection,
                documentation: Documentation.reset, handler: ConnectionCommands.reset),
            CommandSpecification(
                "select", arity: 2, flags: [.loading, .stale, .fast], categories: .connection,
                documentation: Documentation.select, handler: ConnectionCommands.select
            )
            .in(.valkey91) { $0.flags.insert(.allowBusy) },
        ]
    }
}
