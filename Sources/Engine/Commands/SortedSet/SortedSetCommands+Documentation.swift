// What COMMAND DOCS tells of the group `sorted-set`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension SortedSetCommands {
    enum Documentation {
        static func bzmpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Does what ZMPOP does, waiting for a member if there is none.",
                since: "7.0.0", group: .sortedSet,
                complexity: """
                    O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the \
                    sorted set, and M being the number of elements popped.
                    """,
                arguments: [
                    .double("timeout"),
                    .integer("numkeys"),
                    .key("key", .multiple),
                    .oneOf("where", of: [.token("MIN"), .token("MAX")]),
                    .integer("count", token: "COUNT", .optional),
                ])
        }

        static func bzpopmax() -> CommandDocumentation {
            CommandDocumentation(
                summary: """
                    Removes the member with the highest score from the first sorted set that has one, waiting \
                    for it if there is none.
                    """,
                since: "5.0.0", group: .sortedSet,
                complexity: "O(log(N)) with N being the number of elements in the sorted set.",
                history: [
                    ("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                ],
                arguments: [
                    .key("key", .multiple),
                    .double("timeout"),
                ])
        }

        static func bzpopmin() -> CommandDocumentation {
            CommandDocumentation(
                summary: """
                    Removes the member with the lowest score from the first sorted set that has one, waiting \
                    for it if there is none.
                    """,
                since: "5.0.0", group: .sortedSet,
                complexity: "O(log(N)) with N being the number of elements in the sorted set.",
                history: [
                    ("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                ],
                arguments: [
                    .key("key", .multiple),
                    .double("timeout"),
                ])
        }

        static func zadd() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds members with their scores, or gives those that are there other scores.",
                since: "1.2.0", group: .sortedSet,
                complexity: """
                    O(log(N)) for each item added, where N is the number of elements in the sorted set.
                    """,
                history: [
                    ("2.4.0", "Accepts multiple elements."),
                    ("3.0.2", "Added the `XX`, `NX`, `CH` and `INCR` options."),
                    ("6.2.0", "Added the `GT` and `LT` options."),
                ],
                arguments: [
                    .key("key"),
                    .oneOf("condition", .optional, since: "3.0.2", of: [.token("NX"), .token("XX")]),
                    .oneOf("comparison", .optional, since: "6.2.0", of: [.token("GT"), .token("LT")]),
                    ArgumentSpecification("change", .pureToken, token: "CH", .optional, since: "3.0.2"),
                    ArgumentSpecification("increment", .pureToken, token: "INCR", .optional, since: "3.0.2"),
                    .block("data", .multiple, of: [.double("score"), .string("member")]).named("score_member"),
                ])
        }

        static func zcard() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many members a sorted set has.",
                since: "1.2.0", group: .sortedSet, complexity: "O(1)",
                arguments: [
                    .key("key")
                ])
        }

        static func zcount() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the members whose scores are in a range.",
                since: "2.0.0", group: .sortedSet,
                complexity: "O(log(N)) with N being the number of elements in the sorted set.",
                arguments: [
                    .key("key"),
                    .double("min"),
                    .double("max"),
                ])
        }

        static func zdiff() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells which members of the first sorted set no other has.",
                since: "6.2.0", group: .sortedSet,
                complexity: """
                    O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the \
                    size of the first set, and K is the size of the result set.
                    """,
                arguments: [
                    .integer("numkeys"),
                    .key("key", .multiple),
                    .token("WITHSCORES", .optional),
                ])
        }

        static func zdiffstore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores those members of the first sorted set that no other has.",
                since: "6.2.0", group: .sortedSet,
                complexity: """
                    O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the \
                    size of the first set, and K is the size of the result set.
                    """,
                arguments: [
                    .key("destination"),
                    .integer("numkeys"),
                    .key("key", specification: 1, .multiple),
                ])
        }

        static func zincrby() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds to the score of a member, which counts as 0 if it is not there.",
                since: "1.2.0", group: .sortedSet,
                complexity: "O(log(N)) where N is the number of elements in the sorted set.",
                arguments: [
                    .key("key"),
                    .integer("increment"),
                    .string("member"),
                ])
        }

        static func zinter() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells which members all of several sorted sets have.",
                since: "6.2.0", group: .sortedSet,
                complexity: """
                    O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of \
                    input sorted sets and M being the number of elements in the resulting sorted set.
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

        static func zintercard() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the members that all of several sorted sets have.",
                since: "7.0.0", group: .sortedSet,
                complexity: """
                    O(N*K) worst case with N being the smallest input sorted set, K being the number of input sorted \
                    sets.
                    """,
                arguments: [
                    .integer("numkeys"),
                    .key("key", .multiple),
                    .integer("limit", token: "LIMIT", .optional),
                ])
        }

        static func zinterstore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores the members that all of several sorted sets have.",
                since: "2.0.0", group: .sortedSet,
                complexity: """
                    O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of \
                    input sorted sets and M being the number of elements in the resulting sorted set.
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

        static func zlexcount() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the members between two bounds, where all scores are equal.",
                since: "2.8.9", group: .sortedSet,
                complexity: "O(log(N)) with N being the number of elements in the sorted set.",
                arguments: [
                    .key("key"),
                    .string("min"),
                    .string("max"),
                ])
        }

        static func zmpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes members from an end of the first sorted set that has any.",
                since: "7.0.0", group: .sortedSet,
                complexity: """
                    O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the \
                    sorted set, and M being the number of elements popped.
                    """,
                arguments: [
                    .integer("numkeys"),
                    .key("key", .multiple),
                    .oneOf("where", of: [.token("MIN"), .token("MAX")]),
                    .integer("count", token: "COUNT", .optional),
                ])
        }

        static func zmscore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the scores of several members.",
                since: "6.2.0", group: .sortedSet,
                complexity: "O(N) where N is the number of members being requested.",
                arguments: [
                    .key("key"),
                    .string("member", .multiple),
                ])
        }

        static func zpopmax() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes the members with the highest scores.",
                since: "5.0.0", group: .sortedSet,
                complexity: """
                    O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of \
                    elements popped.
                    """,
                arguments: [
                    .key("key"),
                    .integer("count", .optional),
                ])
        }

        static func zpopmin() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes the members with the lowest scores.",
                since: "5.0.0", group: .sortedSet,
                complexity: """
                    O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of \
                    elements popped.
                    """,
                arguments: [
                    .key("key"),
                    .integer("count", .optional),
                ])
        }

        static func zrandmember() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells members chosen at random.",
                since: "6.2.0", group: .sortedSet,
                complexity: "O(N) where N is the number of members returned",
                arguments: [
                    .key("key"),
                    .block("options", .optional, of: [.integer("count"), .token("WITHSCORES", .optional)]),
                ]
            )
            .in(.redis70) { $0.complexity = "O(N) where N is the number of elements returned" }
        }
    }
}
