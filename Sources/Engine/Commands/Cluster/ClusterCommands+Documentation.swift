// What COMMAND DOCS tells of the group `cluster`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension ClusterCommands {
    enum Documentation {
        static func asking() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Allows the next command for a slot that is being imported.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }

        static func cluster() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Groups what is about the nodes and slots of a cluster.",
                since: "3.0.0", group: .cluster, complexity: "Depends on subcommand.")
        }

        static func clusterAddslots() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Assigns slots to this node.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the total number of hash slot arguments",
                arguments: [
                    .integer("slot", .multiple)
                ])
        }

        static func clusterAddslotsrange() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Assigns ranges of slots to this node.",
                since: "7.0.0", group: .cluster,
                complexity: """
                    O(N) where N is the total number of the slots between the start slot and end slot arguments.
                    """,
                arguments: [
                    .block("range", .multiple, of: [.integer("start-slot"), .integer("end-slot")])
                        .named("start-slot_end-slot")
                ])
        }

        static func clusterBumpepoch() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Raises the epoch of the cluster as this node sees it.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }

        static func clusterCountFailureReports() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the nodes that take another for failed.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the number of failure reports",
                arguments: [
                    .string("node-id")
                ]
            )
            .in(.valkey91) {
                $0.history = [
                    ("9.0.0", "Ignore additional failure reports for a node which has been marked as failed.")
                ]
            }
        }

        static func clusterCountkeysinslot() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the keys of a slot.",
                since: "3.0.0", group: .cluster, complexity: "O(1)",
                arguments: [
                    .integer("slot")
                ])
        }

        static func clusterDelslots() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes slots away from this node.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the total number of hash slot arguments",
                arguments: [
                    .integer("slot", .multiple)
                ])
        }

        static func clusterDelslotsrange() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes ranges of slots away from this node.",
                since: "7.0.0", group: .cluster,
                complexity: """
                    O(N) where N is the total number of the slots between the start slot and end slot arguments.
                    """,
                arguments: [
                    .block("range", .multiple, of: [.integer("start-slot"), .integer("end-slot")])
                        .named("start-slot_end-slot")
                ])
        }

        static func clusterFailover() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes a replica take its master's place.",
                since: "3.0.0", group: .cluster, complexity: "O(1)",
                arguments: [
                    .oneOf("options", .optional, of: [.token("FORCE"), .token("TAKEOVER")])
                ])
        }

        static func clusterFlushslots() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes all slots away from this node.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }

        static func clusterForget() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes this node forget another.",
                since: "3.0.0", group: .cluster, complexity: "O(1)",
                arguments: [
                    .string("node-id")
                ])
        }

        static func clusterGetkeysinslot() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists keys of a slot.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the number of requested keys",
                arguments: [
                    .integer("slot"),
                    .integer("count"),
                ]
            )
            .in(.redis70) { $0.complexity = "O(log(N)) where N is the number of requested keys" }
        }

        static func clusterHelp() -> CommandDocumentation { .help(since: "5.0.0", group: .cluster) }

        static func clusterInfo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the state of the cluster as this node sees it.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }

        static func clusterKeyslot() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the slot of a key.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the number of bytes in the key",
                arguments: [
                    .string("key")
                ])
        }

        static func clusterLinks() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the connections between this node and the others.",
                since: "7.0.0", group: .cluster, complexity: "O(N) where N is the total number of Cluster nodes")
        }

        static func clusterMeet() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes two nodes know each other.",
                since: "3.0.0", group: .cluster, complexity: "O(1)",
                history: [
                    ("4.0.0", "Added the optional `cluster_bus_port` argument.")
                ],
                arguments: [
                    .string("ip"),
                    .integer("port"),
                    .integer("cluster-bus-port", .optional, since: "4.0.0").named("cluster_bus_port"),
                ])
        }

        static func clusterMyid() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the identity of this node.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }

        static func clusterMyshardid() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the identity of this node's shard.",
                since: "7.2.0", group: .cluster, complexity: "O(1)")
        }

        static func clusterNodes() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the nodes and their slots in the form of the nodes file.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the total number of Cluster nodes")
        }

        static func clusterReplicas() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the replicas of a master.",
                since: "5.0.0", group: .cluster, complexity: "O(N) where N is the number of replicas.",
                arguments: [
                    .string("node-id")
                ]
            )
            .in(.redis70) { $0.complexity = "O(1)" }
        }

        static func clusterReplicate() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes this node a replica of another.",
                since: "3.0.0", group: .cluster, complexity: "O(1)",
                arguments: [
                    .string("node-id")
                ]
            )
            .in(.valkey91) {
                $0.history = [
                    (
                        "9.0.0",
                        """
                        Added support of 'NO ONE' arg instead of <node-id> resulting into detaching replica from \
                        primary node.
                        """
                    )
                ]
                $0.arguments = [
                    .oneOf(
                        "args",
                        of: [
                            .string("node-id"),
                            .block("no-one", since: "9.0.0", of: [.token("NO"), .token("ONE")]),
                        ])
                ]
            }
        }

        static func clusterReset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes this node forget the cluster.",
                since: "3.0.0", group: .cluster,
                complexity: """
                    O(N) where N is the number of known nodes. The command may execute a FLUSHALL as a side effect.
                    """,
                arguments: [
                    .oneOf("reset-type", .optional, of: [.token("HARD"), .token("SOFT")]).named("hard_soft")
                ])
        }

        static func clusterSaveconfig() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Writes the nodes file.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }

        static func clusterSetConfigEpoch() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets the epoch of a new node.",
                since: "3.0.0", group: .cluster, complexity: "O(1)",
                arguments: [
                    .integer("config-epoch")
                ])
        }

        static func clusterSetslot() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Says to which node a slot belongs, or moves.",
                since: "3.0.0", group: .cluster, complexity: "O(1)",
                arguments: [
                    .integer("slot"),
                    .oneOf(
                        "subcommand",
                        of: [
                            .string("importing", token: "IMPORTING", display: "node-id"),
                            .string("migrating", token: "MIGRATING", display: "node-id"),
                            .string("node", token: "NODE", display: "node-id"),
                            .token("STABLE"),
                        ]),
                ]
            )
            .in(.valkey) {
                $0.history = [("8.0.0", "Added the `TIMEOUT` option.")]
                $0.arguments.append(.integer("timeout", token: "TIMEOUT", .optional, since: "8.0.0"))
            }
        }

        static func clusterShards() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the shards with their slots and nodes.",
                since: "7.0.0", group: .cluster, complexity: "O(N) where N is the total number of cluster nodes"
            )
            .in(.valkey91) {
                $0.history = [
                    ("9.1.0", "Added shard level `id` field and node level `availability-zone` field.")
                ]
            }
        }

        static func clusterSlaves() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the replicas of a master, by the older name.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the number of replicas.",
                deprecatedSince: "5.0.0", replacedBy: "`CLUSTER REPLICAS`",
                arguments: [
                    .string("node-id")
                ]
            )
            .in(.redis70) { $0.complexity = "O(1)" }
        }

        static func clusterSlots() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists ranges of slots with their nodes.",
                since: "3.0.0", group: .cluster, complexity: "O(N) where N is the total number of Cluster nodes",
                deprecatedSince: "7.0.0", replacedBy: "`CLUSTER SHARDS`", deprecatedIn: .redis,
                history: [
                    ("4.0.0", "Added node IDs."),
                    ("7.0.0", "Added additional networking metadata field."),
                ]
            )
            .in(.valkey91) {
                $0.history.append(
                    ("9.1.0", "Added `availability-zone` field inside the networking metadata."))
            }
        }

        static func readonly() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Allows reading from a replica that may be behind.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }

        static func readwrite() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Forbids reading from a replica that may be behind.",
                since: "3.0.0", group: .cluster, complexity: "O(1)")
        }
    }
}
