// What COMMAND DOCS tells of the group `list`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension ListCommands {
    enum Documentation {
        static func blmove() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Does what LMOVE does, waiting for an element if there is none.",
                since: "6.2.0", group: .list, complexity: "O(1)",
                arguments: [
                    .key("source"),
                    .key("destination", specification: 1),
                    .oneOf("wherefrom", of: [.token("LEFT"), .token("RIGHT")]),
                    .oneOf("whereto", of: [.token("LEFT"), .token("RIGHT")]),
                    .double("timeout"),
                ])
        }

        static func blmpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Does what LMPOP does, waiting for an element if there is none.",
                since: "7.0.0", group: .list,
                complexity: """
                    O(N+M) where N is the number of provided keys and M is the number of elements returned.
                    """,
                arguments: [
                    .double("timeout"),
                    .integer("numkeys"),
                    .key("key", .multiple),
                    .oneOf("where", of: [.token("LEFT"), .token("RIGHT")]),
                    .integer("count", token: "COUNT", .optional),
                ])
        }

        static func blpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes the head of the first list that has one, waiting for it if need be.",
                since: "2.0.0", group: .list, complexity: "O(N) where N is the number of provided keys.",
                history: [
                    ("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                ],
                arguments: [.key("key", .multiple), .double("timeout")])
        }

        static func brpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes the tail of the first list that has one, waiting for it if need be.",
                since: "2.0.0", group: .list, complexity: "O(N) where N is the number of provided keys.",
                history: [
                    ("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                ],
                arguments: [.key("key", .multiple), .double("timeout")])
        }

        static func brpoplpush() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Does what RPOPLPUSH does, waiting for an element if there is none.",
                since: "2.2.0", group: .list, complexity: "O(1)",
                deprecatedSince: "6.2.0", replacedBy: "`BLMOVE` with the `RIGHT` and `LEFT` arguments",
                deprecatedIn: [.redis, .valkey81],
                history: [
                    ("6.0.0", "`timeout` is interpreted as a double instead of an integer.")
                ],
                arguments: [.key("source"), .key("destination", specification: 1), .double("timeout")])
        }

        static func lindex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads the element at a position of a list.",
                since: "1.0.0", group: .list,
                complexity: """
                    O(N) where N is the number of elements to traverse to get to the element at index. This \
                    makes asking for the first or the last element of the list O(1).
                    """,
                arguments: [.key("key"), .integer("index")])
        }

        static func linsert() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Puts an element before or after another one in a list.",
                since: "2.2.0", group: .list,
                complexity: """
                    O(N) where N is the number of elements to traverse before seeing the value pivot. This \
                    means that inserting somewhere on the left end on the list (head) can be considered \
                    O(1) and inserting somewhere on the right end (tail) is O(N).
                    """,
                arguments: [
                    .key("key"),
                    .oneOf("where", of: [.token("BEFORE"), .token("AFTER")]),
                    .string("pivot"),
                    .string("element"),
                ])
        }

        static func llen() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the elements of a list.",
                since: "1.0.0", group: .list, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func lmove() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes an element from one end of a list and adds it at an end of another.",
                since: "6.2.0", group: .list, complexity: "O(1)",
                arguments: [
                    .key("source"),
                    .key("destination", specification: 1),
                    .oneOf("wherefrom", of: [.token("LEFT"), .token("RIGHT")]),
                    .oneOf("whereto", of: [.token("LEFT"), .token("RIGHT")]),
                ])
        }

        static func lmpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes elements from the first of several lists that has any.",
                since: "7.0.0", group: .list,
                complexity: """
                    O(N+M) where N is the number of provided keys and M is the number of elements returned.
                    """,
                arguments: [
                    .integer("numkeys"),
                    .key("key", .multiple),
                    .oneOf("where", of: [.token("LEFT"), .token("RIGHT")]),
                    .integer("count", token: "COUNT", .optional),
                ])
        }

        static func lpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes elements from the head of a list.",
                since: "1.0.0", group: .list, complexity: "O(N) where N is the number of elements returned",
                history: [
                    ("6.2.0", "Added the `count` argument.")
                ],
                arguments: [.key("key"), .integer("count", .optional, since: "6.2.0")])
        }

        static func lpos() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the positions at which an element stands in a list.",
                since: "6.0.6", group: .list,
                complexity: """
                    O(N) where N is the number of elements in the list, for the average case. When \
                    searching for elements near the head or the tail of the list, or when the MAXLEN option \
                    is provided, the command may run in constant time.
                    """,
                arguments: [
                    .key("key"),
                    .string("element"),
                    .integer("rank", token: "RANK", .optional),
                    .integer("num-matches", token: "COUNT", .optional),
                    .integer("len", token: "MAXLEN", .optional),
                ])
        }

        static func lpush() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds elements at the head of a list, which begins empty if missing.",
                since: "1.0.0", group: .list,
                complexity: """
                    O(1) for each element added, so O(N) to add N elements when the command is called with \
                    multiple arguments.
                    """,
                history: [
                    ("2.4.0", "Accepts multiple `element` arguments.")
                ],
                arguments: [.key("key"), .string("element", .multiple)])
        }

        static func lpushx() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds elements at the head of a list that exists.",
                since: "2.2.0", group: .list,
                complexity: """
                    O(1) for each element added, so O(N) to add N elements when the command is called with \
                    multiple arguments.
                    """,
                history: [
                    ("4.0.0", "Accepts multiple `element` arguments.")
                ],
                arguments: [.key("key"), .string("element", .multiple)])
        }

        static func lrange() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads the elements of a list between two positions.",
                since: "1.0.0", group: .list,
                complexity: """
                    O(S+N) where S is the distance of start offset from HEAD for small lists, from nearest \
                    end (HEAD or TAIL) for large lists; and N is the number of elements in the specified \
                    range.
                    """,
                arguments: [.key("key"), .integer("start"), .integer("stop")])
        }

        static func lrem() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes elements equal to a value from a list, counted from either end.",
                since: "1.0.0", group: .list,
                complexity: """
                    O(N+M) where N is the length of the list and M is the number of elements removed.
                    """,
                arguments: [.key("key"), .integer("count"), .string("element")])
        }

        static func lset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Replaces the element at a position of a list.",
                since: "1.0.0", group: .list,
                complexity: """
                    O(N) where N is the length of the list. Setting either the first or the last element of \
                    the list is O(1).
                    """,
                arguments: [.key("key"), .integer("index"), .string("element")])
        }

        static func ltrim() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Keeps the elements of a list between two positions and drops the rest.",
                since: "1.0.0", group: .list,
                complexity: """
                    O(N) where N is the number of elements to be removed by the operation.
                    """,
                arguments: [.key("key"), .integer("start"), .integer("stop")])
        }

        static func rpop() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes elements from the tail of a list.",
                since: "1.0.0", group: .list, complexity: "O(N) where N is the number of elements returned",
                history: [
                    ("6.2.0", "Added the `count` argument.")
                ],
                arguments: [.key("key"), .integer("count", .optional, since: "6.2.0")])
        }

        static func rpoplpush() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes the tail of one list and adds it at the head of another.",
                since: "1.2.0", group: .list, complexity: "O(1)",
                deprecatedSince: "6.2.0", replacedBy: "`LMOVE` with the `RIGHT` and `LEFT` arguments",
                deprecatedIn: [.redis, .valkey81],
                arguments: [.key("source"), .key("destination", specification: 1)])
        }

        static func rpush() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds elements at the tail of a list, which begins empty if missing.",
                since: "1.0.0", group: .list,
                complexity: """
                    O(1) for each element added, so O(N) to add N elements when the command is called with \
                    multiple arguments.
                    """,
                history: [
                    ("2.4.0", "Accepts multiple `element` arguments.")
                ],
                arguments: [.key("key"), .string("element", .multiple)])
        }

        static func rpushx() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds elements at the tail of a list that exists.",
                since: "2.2.0", group: .list,
                complexity: """
                    O(1) for each element added, so O(N) to add N elements when the command is called with \
                    multiple arguments.
                    """,
                history: [
                    ("4.0.0", "Accepts multiple `element` arguments.")
                ],
                arguments: [.key("key"), .string("element", .multiple)])
        }
    }
}
