// The table of the group `cluster`: what COMMAND INFO tells of each command. None of them does anything but say so.

extension ClusterCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "asking", arity: 1,
                flags: .fast,
                categories: .connection,
                documentation: Documentation.asking,
                handler: ClusterCommands.refuse),
            CommandSpecification(
                "cluster", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "addslots", arity: -3,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterAddslots,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "addslotsrange", arity: -4,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterAddslotsrange,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "bumpepoch", arity: 2,
                        flags: [.admin, .stale, .noAsyncLoading],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterBumpepoch,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "cancelslotmigrations", profiles: .valkey91, arity: 2,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterCancelslotmigrations,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "count-failure-reports", arity: 3,
                        flags: [.admin, .stale],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterCountFailureReports,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "countkeysinslot", arity: 3,
                        flags: .stale,
                        documentation: Documentation.clusterCountkeysinslot,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "delslots", arity: -3,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterDelslots,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "delslotsrange", arity: -4,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterDelslotsrange,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "failover", arity: -2,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterFailover,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "flushslot", profiles: .valkey91, arity: -3,
                        flags: [.write, .admin, .noAsyncLoading],
                        categories: .keyspace,
                        documentation: Documentation.clusterFlushslot,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "flushslots", arity: 2,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterFlushslots,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "forget", arity: 3,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterForget,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "getkeysinslot", arity: 4,
                        flags: .stale,
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterGetkeysinslot,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "getslotmigrations", profiles: .valkey91, arity: 2,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterGetslotmigrations,
                        handler: ClusterCommands.refuse),
                    .help(documentation: Documentation.clusterHelp, handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "info", arity: 2,
                        flags: .stale,
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterInfo,
                        handler: ClusterCommands.refuse
                    )
                    .in(.valkey) { $0.flags.insert(.loading) },
                    CommandSpecification(
                        "keyslot", arity: 3,
                        flags: .stale,
                        documentation: Documentation.clusterKeyslot,
                        handler: ClusterCommands.refuse
                    )
                    .in(.valkey91) { $0.handler = ClusterCommands.keySlot },
                    CommandSpecification(
                        "links", arity: 2,
                        flags: .stale,
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterLinks,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "meet", arity: -4,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterMeet,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "migrateslots", profiles: .valkey91, arity: -4,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterMigrateslots,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "myid", arity: 2,
                        flags: .stale,
                        documentation: Documentation.clusterMyid,
                        handler: ClusterCommands.refuse
                    )
                    .in(.valkey) { $0.flags.insert(.loading) },
                    CommandSpecification(
                        "myshardid", profiles: [.redis80, .valkey], arity: 2,
                        flags: .stale,
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterMyshardid,
                        handler: ClusterCommands.refuse
                    )
                    .in(.valkey) { $0.flags.insert(.loading) },
                    CommandSpecification(
                        "nodes", arity: 2,
                        flags: .stale,
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterNodes,
                        handler: ClusterCommands.refuse
                    )
                    .in(.valkey) { $0.flags.insert(.loading) },
                    CommandSpecification(
                        "replicas", arity: 3,
                        flags: [.admin, .stale],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterReplicas,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "replicate", arity: 3,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterReplicate,
                        handler: ClusterCommands.refuse
                    )
                    .in(.valkey91) { $0.arity = -3 },
                    CommandSpecification(
                        "reset", arity: -2,
                        flags: [.admin, .noscript, .stale],
                        documentation: Documentation.clusterReset,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "saveconfig", arity: 2,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterSaveconfig,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "set-config-epoch", arity: 3,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterSetConfigEpoch,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "setslot", arity: -4,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterSetslot,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "shards", arity: 2,
                        flags: [.loading, .stale],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterShards,
                        handler: ClusterCommands.refuse
                    )
                    .in(.redis70) { $0.flags.remove(.loading) },
                    CommandSpecification(
                        "slaves", arity: 3,
                        flags: [.admin, .stale],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterSlaves,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "slot-stats", profiles: .valkey, arity: -4,
                        flags: [.loading, .stale],
                        tips: ["nondeterministic_output", "request_policy:all_shards"],
                        documentation: Documentation.clusterSlotStats,
                        handler: ClusterCommands.refuse),
                    CommandSpecification(
                        "slots", arity: 2,
                        flags: [.loading, .stale],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.clusterSlots,
                        handler: ClusterCommands.refuse
                    )
                    .in(.redis70) { $0.flags.remove(.loading) },
                    CommandSpecification(
                        "syncslots", profiles: .valkey91, arity: -3,
                        flags: [.admin, .stale, .noAsyncLoading],
                        documentation: Documentation.clusterSyncslots,
                        handler: ClusterCommands.refuse),
                ],
                documentation: Documentation.cluster),
            CommandSpecification(
                "clusterscan", profiles: .valkey91, arity: -2,
                flags: .readonly,
                categories: .keyspace,
                keys: [.at(1, .notKey)],
                tips: ["nondeterministic_output", "request_policy:special", "response_policy:special"],
                documentation: Documentation.clusterscan,
                handler: ClusterCommands.refuse),
            CommandSpecification(
                "readonly", arity: 1,
                flags: [.loading, .stale, .fast],
                categories: .connection,
                documentation: Documentation.readonly,
                handler: ClusterCommands.refuse
            )
            .in(.valkey) { $0.handler = ClusterCommands.readonly },
            CommandSpecification(
                "readwrite", arity: 1,
                flags: [.loading, .stale, .fast],
                categories: .connection,
                documentation: Documentation.readwrite,
                handler: ClusterCommands.refuse
            )
            .in(.valkey) { $0.handler = ClusterCommands.readwrite },
        ]
    }
}
