// What COMMAND DOCS tells of the group `string`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension StringCommands {
    enum Documentation {
        static func append() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds bytes at the end of a string, which begins empty if missing.",
                since: "2.0.0", group: .string,
                complexity: appending("Redis"),
                arguments: [.key("key"), .string("value")]
            )
            .in(.valkey) { $0.complexity = appending("the server") }
        }

        private static func appending(_ server: String) -> String {
            """
            O(1). The amortized time complexity is O(1) assuming the appended value is small and the already present \
            value is of any size, since the dynamic string library used by \(server) will double the free space \
            available on every reallocation.
            """
        }

        static func decr() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes one from an integer, which counts as 0 if missing.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func decrby() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Subtracts from an integer, which counts as 0 if missing.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                arguments: [.key("key"), .integer("decrement")])
        }

        static func delifeq() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes a key if it holds a given string.",
                since: "9.0.0", group: .string, complexity: "O(1)",
                arguments: [.key("key"), .string("value")])
        }

        static func get() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads the string under a key.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func getdel() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads a string and removes its key.",
                since: "6.2.0", group: .string, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func getex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads a string and sets or cancels its key's expiry.",
                since: "6.2.0", group: .string, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .oneOf(
                        "expiration", .optional,
                        of: [
                            .integer("seconds", token: "EX"),
                            .integer("milliseconds", token: "PX"),
                            .unixTime("unix-time-seconds", token: "EXAT"),
                            .unixTime("unix-time-milliseconds", token: "PXAT"),
                            .token("PERSIST"),
                        ]),
                ])
        }

        static func getrange() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads the bytes of a string between two positions.",
                since: "2.4.0", group: .string,
                complexity: """
                    O(N) where N is the length of the returned string. The complexity is ultimately \
                    determined by the returned length, but because creating a substring from an existing \
                    string is very cheap, it can be considered O(1) for small strings.
                    """,
                arguments: [.key("key"), .integer("start"), .integer("end")])
        }

        static func getset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores a string and answers the one it replaced.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                deprecatedSince: "6.2.0", replacedBy: "`SET` with the `!GET` argument",
                deprecatedIn: [.redis, .valkey81],
                arguments: [.key("key"), .string("value")])
        }

        static func incr() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds one to an integer, which counts as 0 if missing.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func incrby() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds to an integer, which counts as 0 if missing.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                arguments: [.key("key"), .integer("increment")])
        }

        static func incrbyfloat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds to a number with a fraction, which counts as 0 if missing.",
                since: "2.6.0", group: .string, complexity: "O(1)",
                arguments: [.key("key"), .double("increment")])
        }

        static func lcs() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Finds the longest subsequence that two strings have in common.",
                since: "7.0.0", group: .string,
                complexity: "O(N*M) where N and M are the lengths of s1 and s2, respectively",
                arguments: [
                    .key("key1"),
                    .key("key2"),
                    .token("LEN", .optional),
                    .token("IDX", .optional),
                    .integer("min-match-len", token: "MINMATCHLEN", .optional).named("len"),
                    .token("WITHMATCHLEN", .optional),
                ])
        }

        static func mget() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads several strings in one step.",
                since: "1.0.0", group: .string, complexity: "O(N) where N is the number of keys to retrieve.",
                arguments: [.key("key", .multiple)])
        }

        static func mset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores several strings in one step.",
                since: "1.0.1", group: .string, complexity: "O(N) where N is the number of keys to set.",
                arguments: [.block("data", .multiple, of: [.key("key"), .string("value")]).named("key_value")])
        }

        static func msetex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores strings under several keys at once, on conditions and with one expiry if asked.",
                since: "9.1.0", group: .string, complexity: "O(N) where N is the number of keys to set.",
                arguments: [
                    .integer("numkeys"),
                    .block("data", .multiple, of: [.key("key"), .string("value")]),
                    .oneOf("condition", .optional, of: [.token("NX"), .token("XX")]),
                    .oneOf(
                        "expiration", .optional,
                        of: [
                            .integer("seconds", token: "EX"),
                            .integer("milliseconds", token: "PX"),
                            .unixTime("unix-time-seconds", token: "EXAT"),
                            .unixTime("unix-time-milliseconds", token: "PXAT"),
                            .token("KEEPTTL"),
                        ]),
                ])
        }

        static func msetnx() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores several strings in one step, or none if one of the keys exists.",
                since: "1.0.1", group: .string, complexity: "O(N) where N is the number of keys to set.",
                arguments: [.block("data", .multiple, of: [.key("key"), .string("value")]).named("key_value")])
        }

        static func psetex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores a string that expires after so many milliseconds.",
                since: "2.6.0", group: .string, complexity: "O(1)",
                deprecatedSince: "2.6.12", replacedBy: "`SET` with the `PX` argument",
                deprecatedIn: [.redis80, .valkey81],
                arguments: [.key("key"), .integer("milliseconds"), .string("value")])
        }

        static func set() -> CommandDocumentation {
            CommandDocumentation(
                summary:
                    "Stores a string under a key, whatever the key held, on conditions and with an expiry if asked.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                history: [
                    ("2.6.12", "Added the `EX`, `PX`, `NX` and `XX` options."),
                    ("6.0.0", "Added the `KEEPTTL` option."),
                    ("6.2.0", "Added the `GET`, `EXAT` and `PXAT` option."),
                    ("7.0.0", "Allowed the `NX` and `GET` options to be used together."),
                ],
                arguments: [
                    .key("key"),
                    .string("value"),
                    .oneOf("condition", .optional, since: "2.6.12", of: [.token("NX"), .token("XX")])
                        .in(.valkey) {
                            $0.since = nil
                            $0.parts = [
                                .token("NX", since: "2.6.12"), .token("XX", since: "2.6.12"),
                                ArgumentSpecification(
                                    "comparison-value", .string, token: "IFEQ", since: "8.1.0",
                                    summary: "Stores the string only if the key holds this one."),
                            ]
                        },
                    .token("GET", .optional, since: "6.2.0"),
                    .oneOf(
                        "expiration", .optional,
                        of: [
                            .integer("seconds", token: "EX", since: "2.6.12"),
                            .integer("milliseconds", token: "PX", since: "2.6.12"),
                            .unixTime("unix-time-seconds", token: "EXAT", since: "6.2.0"),
                            .unixTime("unix-time-milliseconds", token: "PXAT", since: "6.2.0"),
                            .token("KEEPTTL", since: "6.0.0"),
                        ]),
                ]
            )
            .in(.valkey) { $0.history.append(("8.1.0", "Added the `IFEQ` option.")) }
        }

        static func setex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores a string that expires after so many seconds.",
                since: "2.0.0", group: .string, complexity: "O(1)",
                deprecatedSince: "2.6.12", replacedBy: "`SET` with the `EX` argument",
                deprecatedIn: [.redis80, .valkey81],
                arguments: [.key("key"), .integer("seconds"), .string("value")])
        }

        static func setnx() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stores a string unless the key exists.",
                since: "1.0.0", group: .string, complexity: "O(1)",
                deprecatedSince: "2.6.12", replacedBy: "`SET` with the `NX` argument",
                deprecatedIn: [.redis80, .valkey81],
                arguments: [.key("key"), .string("value")])
        }

        static func setrange() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Writes bytes into a string from a position on, filling a gap with zeros.",
                since: "2.2.0", group: .string,
                complexity: """
                    O(1), not counting the time taken to copy the new string in place. Usually, this string \
                    is very small so the amortized complexity is O(1). Otherwise, complexity is O(M) with M \
                    being the length of the value argument.
                    """,
                arguments: [.key("key"), .integer("offset"), .string("value")])
        }

        static func strlen() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many bytes a string has.",
                since: "2.2.0", group: .string, complexity: "O(1)",
                arguments: [.key("key")])
        }

        static func substr() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads part of a string, by the older name of GETRANGE.",
                since: "1.0.0", group: .string,
                complexity: """
                    O(N) where N is the length of the returned string. The complexity is ultimately \
                    determined by the returned length, but because creating a substring from an existing \
                    string is very cheap, it can be considered O(1) for small strings.
                    """,
                deprecatedSince: "2.0.0", replacedBy: "`GETRANGE`",
                deprecatedIn: [.redis, .valkey81],
                arguments: [.key("key"), .integer("start"), .integer("end")])
        }
    }
}
