// What COMMAND DOCS tells of those commands of the group `cluster` that Valkey alone has.

extension ClusterCommands.Documentation {
    static func clusterCancelslotmigrations() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Ends all migrations of slots.",
            since: "9.0.0", group: .cluster,
            complexity: "O(N), where N is the number of slot migration operations being cancelled.")
    }

    static func clusterFlushslot() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Removes the keys of a slot.",
            since: "9.0.0", group: .cluster, complexity: "O(N) where N is the number of keys in the target slot",
            arguments: [
                .integer("slot"),
                .oneOf("flush-type", .optional, of: [.token("ASYNC"), .token("SYNC")]),
            ])
    }

    static func clusterGetslotmigrations() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells of the migrations of slots, those that have ended as well.",
            since: "9.0.0", group: .cluster,
            complexity: "O(N), where N is the number of active slot import and export jobs.")
    }

    static func clusterMigrateslots() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Begins to move ranges of slots to other nodes.",
            since: "9.0.0", group: .cluster,
            complexity: """
                O(N) where N is the total number of the slots between all start slot and end slot arguments.
                """,
            arguments: [
                .block(
                    "migration-group", .multiple,
                    of: [
                        ArgumentSpecification("slotsrange-token", .pureToken, token: "SLOTSRANGE"),
                        .block("range", .multiple, of: [.integer("start-slot"), .integer("end-slot")]),
                        ArgumentSpecification("node-token", .pureToken, token: "NODE"),
                        .string("node-id"),
                    ])
            ])
    }

    static func clusterSlotStats() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells how much the slots hold and how much they are used.",
            since: "8.0.0", group: .cluster,
            complexity: """
                O(N) where N is the total number of slots based on arguments. O(N*log(N)) with ORDERBY subcommand.
                """,
            arguments: [
                .oneOf(
                    "filter",
                    of: [
                        .block("slotsrange", token: "SLOTSRANGE", of: [.integer("start-slot"), .integer("end-slot")]),
                        .block(
                            "orderby", token: "ORDERBY",
                            of: [
                                .string("metric"),
                                .integer("limit", token: "LIMIT", .optional),
                                .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
                            ]),
                    ])
            ])
    }

    static func clusterSyncslots() -> CommandDocumentation {
        CommandDocumentation(
            summary: "What nodes say to each other while slots migrate.",
            since: "9.0.0", group: .cluster, complexity: "Depends on subcommand.", isSystem: true)
    }

    static func clusterscan() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Walks through the keys of a whole cluster, by a cursor.",
            since: "9.1.0", group: .cluster, complexity: "O(N) where N is the number of elements returned.",
            arguments: [
                .string("cursor"),
                .pattern("match-pattern", token: "MATCH", .optional),
                .integer("count", token: "COUNT", .optional),
                .string("type", token: "TYPE", .optional),
                .integer("slot", token: "SLOT", .optional),
            ])
    }
}
