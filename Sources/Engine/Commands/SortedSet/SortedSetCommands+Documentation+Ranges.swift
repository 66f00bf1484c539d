// The second half of what COMMAND DOCS tells of the group `sorted-set`: ZRANGE and what follows it in the alphabet.

extension SortedSetCommands.Documentation {
    static func zrange() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the members in a range of ranks, scores or members.",
            since: "1.2.0", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                returned.
                """,
            history: [
                ("6.2.0", "Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.")
            ],
            arguments: [
                .key("key"),
                .string("start"),
                .string("stop"),
                .oneOf("sortby", .optional, since: "6.2.0", of: [.token("BYSCORE"), .token("BYLEX")]),
                .token("REV", .optional, since: "6.2.0"),
                .block(
                    "limit", token: "LIMIT", .optional, since: "6.2.0", of: [.integer("offset"), .integer("count")]
                ).named("offset_count"),
                .token("WITHSCORES", .optional),
            ])
    }

    static func zrangebylex() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the members between two bounds, where all scores are equal.",
            since: "2.8.9", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you \
                can consider it O(log(N)).
                """,
            deprecatedSince: "6.2.0", replacedBy: "`ZRANGE` with the `BYLEX` argument",
            deprecatedIn: [.redis, .valkey81],
            arguments: [
                .key("key"),
                .string("min"),
                .string("max"),
                .block("limit", token: "LIMIT", .optional, of: [.integer("offset"), .integer("count")])
                    .named("offset_count"),
            ])
    }

    static func zrangebyscore() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the members whose scores are in a range.",
            since: "1.0.5", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you \
                can consider it O(log(N)).
                """,
            deprecatedSince: "6.2.0", replacedBy: "`ZRANGE` with the `BYSCORE` argument",
            deprecatedIn: [.redis, .valkey81],
            history: [
                ("2.0.0", "Added the `WITHSCORES` modifier.")
            ],
            arguments: [
                .key("key"),
                .double("min"),
                .double("max"),
                .token("WITHSCORES", .optional, since: "2.0.0"),
                .block("limit", token: "LIMIT", .optional, of: [.integer("offset"), .integer("count")])
                    .named("offset_count"),
            ])
    }

    static func zrangestore() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Stores the members in a range of another sorted set.",
            since: "6.2.0", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                stored into the destination key.
                """,
            arguments: [
                .key("dst"),
                .key("src", specification: 1),
                .string("min"),
                .string("max"),
                .oneOf("sortby", .optional, of: [.token("BYSCORE"), .token("BYLEX")]),
                .token("REV", .optional),
                .block("limit", token: "LIMIT", .optional, of: [.integer("offset"), .integer("count")])
                    .named("offset_count"),
            ])
    }

    static func zrank() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the rank of a member, counted from the lowest score.",
            since: "2.0.0", group: .sortedSet, complexity: "O(log(N))",
            history: [
                ("7.2.0", "Added the optional `WITHSCORE` argument.")
            ],
            arguments: [
                .key("key"),
                .string("member"),
                .token("WITHSCORE", .optional).only(in: [.redis80, .valkey]),
            ]
        )
        .in(.redis70) { $0.history = [] }
    }

    static func zrem() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Removes members.",
            since: "1.2.0", group: .sortedSet,
            complexity: """
                O(M*log(N)) with N being the number of elements in the sorted set and M the number of elements \
                to be removed.
                """,
            history: [
                ("2.4.0", "Accepts multiple elements.")
            ],
            arguments: [
                .key("key"),
                .string("member", .multiple),
            ])
    }

    static func zremrangebylex() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Removes the members between two bounds, where all scores are equal.",
            since: "2.8.9", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                removed by the operation.
                """,
            arguments: [
                .key("key"),
                .string("min"),
                .string("max"),
            ])
    }

    static func zremrangebyrank() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Removes the members in a range of ranks.",
            since: "2.0.0", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                removed by the operation.
                """,
            arguments: [
                .key("key"),
                .integer("start"),
                .integer("stop"),
            ])
    }

    static func zremrangebyscore() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Removes the members whose scores are in a range.",
            since: "1.2.0", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                removed by the operation.
                """,
            arguments: [
                .key("key"),
                .double("min"),
                .double("max"),
            ])
    }

    static func zrevrange() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the members in a range of ranks counted from the highest score.",
            since: "1.2.0", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                returned.
                """,
            deprecatedSince: "6.2.0", replacedBy: "`ZRANGE` with the `REV` argument",
            deprecatedIn: [.redis, .valkey81],
            arguments: [
                .key("key"),
                .integer("start"),
                .integer("stop"),
                .token("WITHSCORES", .optional),
            ])
    }

    static func zrevrangebylex() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the members between two bounds, the greatest first, where all scores are equal.",
            since: "2.8.9", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you \
                can consider it O(log(N)).
                """,
            deprecatedSince: "6.2.0", replacedBy: "`ZRANGE` with the `REV` and `BYLEX` arguments",
            deprecatedIn: [.redis, .valkey81],
            arguments: [
                .key("key"),
                .string("max"),
                .string("min"),
                .block("limit", token: "LIMIT", .optional, of: [.integer("offset"), .integer("count")])
                    .named("offset_count"),
            ])
    }

    static func zrevrangebyscore() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the members whose scores are in a range, the highest first.",
            since: "2.2.0", group: .sortedSet,
            complexity: """
                O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements \
                being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you \
                can consider it O(log(N)).
                """,
            deprecatedSince: "6.2.0", replacedBy: "`ZRANGE` with the `REV` and `BYSCORE` arguments",
            deprecatedIn: [.redis, .valkey81],
            history: [
                ("2.1.6", "`min` and `max` can be exclusive.")
            ],
            arguments: [
                .key("key"),
                .double("max"),
                .double("min"),
                .token("WITHSCORES", .optional),
                .block("limit", token: "LIMIT", .optional, of: [.integer("offset"), .integer("count")])
                    .named("offset_count"),
            ])
    }

    static func zrevrank() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the rank of a member, counted from the highest score.",
            since: "2.0.0", group: .sortedSet, complexity: "O(log(N))",
            history: [
                ("7.2.0", "Added the optional `WITHSCORE` argument.")
            ],
            arguments: [
                .key("key"),
                .string("member"),
                .token("WITHSCORE", .optional).only(in: [.redis80, .valkey]),
            ]
        )
        .in(.redis70) { $0.history = [] }
    }

    static func zscan() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Walks through members and scores, some with each call.",
            since: "2.8.0", group: .sortedSet,
            complexity: """
                O(1) for every call. O(N) for a complete iteration, including enough command calls for the \
                cursor to return back to 0. N is the number of elements inside the collection.
                """,
            arguments: [
                .key("key"),
                .integer("cursor"),
                .pattern("pattern", token: "MATCH", .optional),
                .integer("count", token: "COUNT", .optional),
                .token("NOSCORES", .optional).only(in: .valkey),
            ]
        )
        .in(.redis70) { $0.complexity?.append(".") }
        .in(.valkey) { $0.history = [("8.0.0", "Added noscores option.")] }
    }

    static func zscore() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the score of a member.",
            since: "1.2.0", group: .sortedSet, complexity: "O(1)",
            arguments: [
                .key("key"),
                .string("member"),
            ])
    }

    static func zunion() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Tells the members that any of several sorted sets has.",
            since: "6.2.0", group: .sortedSet,
            complexity: """
                O(N)+O(M*log(M)) with N being the sum of the sizes of the input sorted sets, and M being the \
                number of elements in the resulting sorted set.
                """,
            arguments: [
                .integer("numkeys"),
                .key("key", .multiple),
                .integer("weight", token: "WEIGHTS", [.optional, .multiple]),
                .oneOf(
                    "aggregate", token: "AGGREGATE", .optional, of: [.token("SUM"), .token("MIN"), .token("MAX")]),
                .token("WITHSCORES", .optional),
            ])
    }

    static func zunionstore() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Stores the members that any of several sorted sets has.",
            since: "2.0.0", group: .sortedSet,
            complexity: """
                O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M being the \
                number of elements in the resulting sorted set.
                """,
            arguments: [
                .key("destination"),
                .integer("numkeys"),
                .key("key", specification: 1, .multiple),
                .integer("weight", token: "WEIGHTS", [.optional, .multiple]),
                .oneOf(
                    "aggregate", token: "AGGREGATE", .optional, of: [.token("SUM"), .token("MIN"), .token("MAX")]),
            ])
    }
}
