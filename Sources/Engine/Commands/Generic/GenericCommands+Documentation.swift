// What COMMAND DOCS tells of the group `generic`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension GenericCommands {
    enum Documentation {
        static func copy() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Duplicates a value under another key.",
                since: "6.2.0", group: .generic,
                complexity: """
                    O(N) worst case for collections, where N is the number of nested items. O(1) for string \
                    values.
                    """,
                arguments: [
                    .key("source"),
                    .key("destination", specification: 1),
                    .integer("destination-db", token: "DB", .optional),
                    .token("REPLACE", .optional),
                ])
        }

        static func del() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes keys together with their values.",
                since: "1.0.0", group: .generic,
                complexity: """
                    O(N) where N is the number of keys that will be removed. When a key to remove holds a \
                    value other than a string, the individual complexity for this key is O(M) where M is \
                    the number of elements in the list, set, sorted set or hash. Removing a single key that \
                    holds a string value is O(1).
                    """,
                arguments: [.key("key", .multiple)])
        }

        static func exists() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts how many of the given keys exist.",
                since: "1.0.0", group: .generic, complexity: "O(N) where N is the number of keys to check.",
                history: [
                    ("3.0.3", "Accepts multiple `key` arguments.")
                ],
                arguments: [.key("key", .multiple)])
        }

        static func expire() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lets a key expire after so many seconds.",
                since: "1.0.0", group: .generic, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                ],
                arguments: [
                    .key("key"),
                    .integer("seconds"),
                    .oneOf(
                        "condition", .optional, since: "7.0.0",
                        of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")]),
                ])
        }

        static func expireat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lets a key expire at a point in Unix time, in seconds.",
                since: "1.2.0", group: .generic, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                ],
                arguments: [
                    .key("key"),
                    .unixTime("unix-time-seconds"),
                    .oneOf(
                        "condition", .optional, since: "7.0.0",
                        of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")]),
                ])
        }

        static func expiretime() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells when a key expires, in seconds of Unix time.",
                since: "7.0.0", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func keys() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists every key that matches a glob pattern.",
                since: "1.0.0", group: .generic,
                complexity: """
                    O(N) with N being the number of keys in the database, under the assumption that the key \
                    names in the database and the given pattern have limited length.
                    """,
                arguments: [.pattern("pattern")])
        }

        static func move() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes a key to another database.",
                since: "1.0.0", group: .generic, complexity: "O(1)",
                arguments: [.key("key"), .integer("db")])
        }

        static func object() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands that look at how a value is held.",
                since: "2.2.3", group: .generic, complexity: "Depends on subcommand.")
        }

        static func objectEncoding() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Names the encoding in which a value is held.",
                since: "2.2.3", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func objectFreq() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells a value's counter of use, a logarithm.",
                since: "4.0.0", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func objectHelp() -> CommandDocumentation {
            .help(since: "6.2.0", group: .generic)
        }

        static func objectIdletime() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells for how many seconds a value has not been used.",
                since: "2.2.3", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func objectRefcount() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many references a value has.",
                since: "2.2.3", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func persist() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Cancels a key's expiry.",
                since: "2.2.0", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func pexpire() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lets a key expire after so many milliseconds.",
                since: "2.6.0", group: .generic, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                ],
                arguments: [
                    .key("key"),
                    .integer("milliseconds"),
                    .oneOf(
                        "condition", .optional, since: "7.0.0",
                        of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")]),
                ])
        }

        static func pexpireat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lets a key expire at a point in Unix time, in milliseconds.",
                since: "2.6.0", group: .generic, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")
                ],
                arguments: [
                    .key("key"),
                    .unixTime("unix-time-milliseconds"),
                    .oneOf(
                        "condition", .optional, since: "7.0.0",
                        of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")]),
                ])
        }

        static func pexpiretime() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells when a key expires, in milliseconds of Unix time.",
                since: "7.0.0", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func pttl() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many milliseconds a key has left.",
                since: "2.6.0", group: .generic, complexity: "O(1)",
                history: [
                    ("2.8.0", "Added the -2 reply.")
                ],
                arguments: [.key("key")])
        }

        static func randomkey() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Picks a key by chance.",
                since: "1.0.0", group: .generic, complexity: "O(1)")
        }

        static func rename() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Gives a key another name, replacing a key that has it.",
                since: "1.0.0", group: .generic, complexity: "O(1)",
                arguments: [.key("key"), .key("newkey", specification: 1)])
        }

        static func renamenx() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Gives a key another name unless a key has it already.",
                since: "1.0.0", group: .generic, complexity: "O(1)",
                history: [
                    ("3.2.0", "The command no longer returns an error when source and destination names are the same.")
                ],
                arguments: [.key("key"), .key("newkey", specification: 1)])
        }

        static func scan() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Walks through the keys a few at a time, by a cursor.",
                since: "2.8.0", group: .generic,
                complexity: """
                    O(1) for every call. O(N) for a complete iteration, including enough command calls for \
                    the cursor to return back to 0. N is the number of elements inside the collection.
                    """,
                history: [
                    ("6.0.0", "Added the `TYPE` subcommand.")
                ],
                arguments: [
                    .integer("cursor"),
                    .pattern("pattern", token: "MATCH", .optional),
                    .integer("count", token: "COUNT", .optional),
                    .string("type", token: "TYPE", .optional, since: "6.0.0"),
                ])
        }

        static func sort() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the elements of a list, a set or a sorted set in order, or stores them as a list.",
                since: "1.0.0", group: .generic, complexity: sortComplexity,
                arguments: sortArguments + [.key("destination", specification: 2, token: "STORE", .optional)])
        }

        static func sortRo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the elements of a list, a set or a sorted set in order, and stores nothing.",
                since: "7.0.0", group: .generic, complexity: sortComplexity, arguments: sortArguments)
        }

        private static let sortComplexity = """
            O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of returned \
            elements. When the elements are not sorted, complexity is O(N).
            """

        private static let sortArguments: [ArgumentSpecification] = [
            .key("key"),
            ArgumentSpecification("by-pattern", .pattern, token: "BY", .optional, key: 1, display: "pattern"),
            .block("limit", token: "LIMIT", .optional, of: [.integer("offset"), .integer("count")])
                .named("offset_count"),
            ArgumentSpecification(
                "get-pattern", .pattern, token: "GET", [.optional, .multiple, .multipleToken], key: 1,
                display: "pattern"),
            .oneOf("order", .optional, of: [.token("ASC"), .token("DESC")]),
            ArgumentSpecification("sorting", .pureToken, token: "ALPHA", .optional),
        ]

        static func touch() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the given keys that exist and marks them as just used.",
                since: "3.2.1", group: .generic, complexity: "O(N) where N is the number of keys that will be touched.",
                arguments: [.key("key", .multiple)])
        }

        static func ttl() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many seconds a key has left.",
                since: "1.0.0", group: .generic, complexity: "O(1)",
                history: [
                    ("2.8.0", "Added the -2 reply.")
                ],
                arguments: [.key("key")])
        }

        static func type() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the type of a key's value.",
                since: "1.0.0", group: .generic, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func unlink() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes keys at once and reclaims their values' memory later.",
                since: "4.0.0", group: .generic,
                complexity: """
                    O(1) for each key removed regardless of its size. Then the command does O(N) work in a \
                    different thread in order to reclaim memory, where N is the number of allocations the \
                    deleted objects where composed of.
                    """,
                arguments: [.key("key", .multiple)])
        }

        static func wait() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Waits until replicas have what this client wrote.",
                since: "3.0.0", group: .generic, complexity: "O(1)",
                arguments: [
                    .integer("numreplicas"),
                    .integer("timeout"),
                ])
        }

        static func waitaof() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Waits until files, here and at replicas, hold what this client wrote.",
                since: "7.2.0", group: .generic, complexity: "O(1)",
                arguments: [
                    .integer("numlocal"),
                    .integer("numreplicas"),
                    .integer("timeout"),
                ])
        }
    }
}
