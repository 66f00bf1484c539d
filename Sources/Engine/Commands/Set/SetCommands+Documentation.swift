// What COMMAND DOCS tells of the group `set`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension SetCommands {
    enum Documentation {
        static func sadd() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds members to a set, which comes to be if there is none.",
                since: "1.0.0", group: .set,
                complexity: """
                    O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.
                    """,
                history: [
                    ("2.4.0", "Accepts multiple `member` arguments.")
                ],
                arguments: [
                    .key("key"),
                    .string("member", .multiple),
                ])
        }

        static func scard() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many members a set has.",
                since: "1.0.0", group: .set, complexity: "O(1)",
                arguments: [
                    .key("key")
                ])
        }

        static func sdiff() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the members of the first set that are in none of the others.",
                since: "1.0.0", group: .set,
                complexity: "O(N) where N is the total number of elements in all given sets.",
                arguments: [
                    .key("key", .multiple)
                ])
        }

        static func sdiffstore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores under a key the members of the first set that are in none of the others.",
                since: "1.0.0", group: .set,
                complexity: "O(N) where N is the total number of elements in all given sets.",
                arguments: [
                    .key("destination"),
                    .key("key", specification: 1, .multiple),
                ])
        }

        static func sinter() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the members that all of the sets have.",
                since: "1.0.0", group: .set,
                complexity: """
                    O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
                    """,
                arguments: [
                    .key("key", .multiple)
                ])
        }

        static func sintercard() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many members all of the sets have, counting up to a limit.",
                since: "7.0.0", group: .set,
                complexity: """
                    O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
                    """,
                arguments: [
                    .integer("numkeys"),
                    .key("key", .multiple),
                    .integer("limit", token: "LIMIT", .optional),
                ])
        }

        static func sinterstore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores under a key the members that all of the sets have.",
                since: "1.0.0", group: .set,
                complexity: """
                    O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.
                    """,
                arguments: [
                    .key("destination"),
                    .key("key", specification: 1, .multiple),
                ])
        }

        static func sismember() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells whether a set has a member.",
                since: "1.0.0", group: .set, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("member"),
                ])
        }

        static func smembers() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns all members of a set.",
                since: "1.0.0", group: .set, complexity: "O(N) where N is the set cardinality.",
                arguments: [
                    .key("key")
                ])
        }

        static func smismember() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells of each of several members whether a set has it.",
                since: "6.2.0", group: .set,
                complexity: "O(N) where N is the number of elements being checked for membership",
                arguments: [
                    .key("key"),
                    .string("member", .multiple),
                ])
        }

        static func smove() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes a member out of one set and puts it into another.",
                since: "1.0.0", group: .set, complexity: "O(1)",
                arguments: [
                    .key("source"),
                    .key("destination", specification: 1),
                    .string("member"),
                ])
        }

        static func spop() -> CommandDocumentation {
            CommandDocumentation(
                summary:
                    "Takes one or several members, chosen at random, out of a set. The key goes with the last one.",
                since: "1.0.0", group: .set,
                complexity: """
                    Without the count argument O(1), otherwise O(N) where N is the value of the passed count.
                    """,
                history: [
                    ("3.2.0", "Added the `count` argument.")
                ],
                arguments: [
                    .key("key"),
                    .integer("count", .optional, since: "3.2.0"),
                ])
        }

        static func srandmember() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns one or several members of a set, chosen at random.",
                since: "1.0.0", group: .set,
                complexity: """
                    Without the count argument O(1), otherwise O(N) where N is the absolute value of the passed count.
                    """,
                history: [
                    ("2.6.0", "Added the optional `count` argument.")
                ],
                arguments: [
                    .key("key"),
                    .integer("count", .optional, since: "2.6.0"),
                ])
        }

        static func srem() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes members from a set. The key goes with the last one.",
                since: "1.0.0", group: .set, complexity: "O(N) where N is the number of members to be removed.",
                history: [
                    ("2.4.0", "Accepts multiple `member` arguments.")
                ],
                arguments: [
                    .key("key"),
                    .string("member", .multiple),
                ])
        }

        static func sscan() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Walks through the members of a set, a few with each call.",
                since: "2.8.0", group: .set,
                complexity: """
                    O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.
                    """,
                arguments: [
                    .key("key"),
                    .integer("cursor"),
                    .pattern("pattern", token: "MATCH", .optional),
                    .integer("count", token: "COUNT", .optional),
                ]
            )
            .in(.redis70) { $0.complexity?.append(".") }
        }

        static func sunion() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the members that any of the sets has.",
                since: "1.0.0", group: .set,
                complexity: "O(N) where N is the total number of elements in all given sets.",
                arguments: [
                    .key("key", .multiple)
                ])
        }

        static func sunionstore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores under a key the members that any of the sets has.",
                since: "1.0.0", group: .set,
                complexity: "O(N) where N is the total number of elements in all given sets.",
                arguments: [
                    .key("destination"),
                    .key("key", specification: 1, .multiple),
                ])
        }
    }
}
