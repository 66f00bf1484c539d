// The table of the group `cluster`: what COMMAND INFO tells of each command. None of them does anything but say so.

extension ClusterCommands {
    static let table: [CommandSpecification] = [
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
                    "help", arity: 2,
                    flags: [.loading, .stale],
                    documentation: Documentation.clusterHelp,
                    handler: ClusterCommands.refuse),
                CommandSpecification(
                    "info", arity: 2,
                    flags: .stale,
                    tips: ["nondeterministic_output"],
                    documentation: Documentation.clusterInfo,
                    handler: ClusterCommands.refuse),
                CommandSpecification(
                    "keyslot", arity: 3,
                    flags: .stale,
                    documentation: Documentation.clusterKeyslot,
                    handler: ClusterCommands.refuse),
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
                    "myid", arity: 2,
                    flags: .stale,
                    documentation: Documentation.clusterMyid,
                    handler: ClusterCommands.refuse),
                CommandSpecification(
                    "myshardid", arity: 2,
                    flags: .stale,
                    tips: ["nondeterministic_output"],
                    documentation: Documentation.clusterMyshardid,
                    handler: ClusterCommands.refuse),
                CommandSpecification(
                    "nodes", arity: 2,
                    flags: .stale,
                    tips: ["nondeterministic_output"],
                    documentation: Documentation.clusterNodes,
                    handler: ClusterCommands.refuse),
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
                    handler: ClusterCommands.refuse),
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
                    handler: ClusterCommands.refuse),
                CommandSpecification(
                    "slaves", arity: 3,
                    flags: [.admin, .stale],
                    tips: ["nondeterministic_output"],
                    documentation: Documentation.clusterSlaves,
                    handler: ClusterCommands.refuse),
                CommandSpecification(
                    "slots", arity: 2,
                    flags: [.loading, .stale],
                    tips: ["nondeterministic_output"],
                    documentation: Documentation.clusterSlots,
                    handler: ClusterCommands.refuse),
            ],
            documentation: Documentation.cluster),
        CommandSpecification(
            "readonly", arity: 1,
            flags: [.loading, .stale, .fast],
            categories: .connection,
            documentation: Documentation.readonly,
            handler: ClusterCommands.refuse),
        CommandSpecification(
            "readwrite", arity: 1,
            flags: [.loading, .stale, .fast],
            categories: .connection,
            documentation: Documentation.readwrite,
            handler: ClusterCommands.refuse),
    ]
}
