// What COMMAND DOCS tells of the group `hash`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension HashCommands {
    enum Documentation {
        /// Valkey takes the number for a key.
        private static let numberOfFields = ArgumentSpecification.integer("numfields")
            .in(.valkey91) { $0.keySpecification = 0 }

        static func hdel() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes fields of a hash, and the hash with the last one.",
                since: "2.0.0", group: .hash, complexity: "O(N) where N is the number of fields to be removed.",
                history: [
                    ("2.4.0", "Accepts multiple `field` arguments.")
                ],
                arguments: [
                    .key("key"),
                    .string("field", .multiple),
                ])
        }

        static func hexists() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells whether a hash has a field.",
                since: "2.0.0", group: .hash, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("field"),
                ])
        }

        static func hexpire() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets how many seconds fields of a hash live.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .integer("seconds"),
                    .oneOf("condition", .optional, of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")]),
                    .block("fields", token: "FIELDS", of: [.integer("numfields"), .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hexpireat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets when fields of a hash expire, in Unix time in seconds.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .unixTime("unix-time-seconds").in(.valkey91) { $0.kind = .integer },
                    .oneOf("condition", .optional, of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")])
                        .in(.valkey91) { $0.since = "9.0.0" },
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hexpiretime() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns when fields of a hash expire, in Unix time in seconds.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hget() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the value of a field of a hash.",
                since: "2.0.0", group: .hash, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("field"),
                ])
        }

        static func hgetall() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns all fields of a hash with their values.",
                since: "2.0.0", group: .hash, complexity: "O(N) where N is the size of the hash.",
                arguments: [
                    .key("key")
                ])
        }

        static func hgetdel() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the values of fields of a hash and removes them, and the hash with the last one.",
                since: "8.0.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) {
                $0.since = "9.1.0"
                $0.complexity = "O(N) where N is the number of fields to be retrieved and deleted."
            }
        }

        static func hgetex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the values of fields of a hash, and sets or removes their expiry.",
                since: "8.0.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
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
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hincrby() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds an integer to the value of a field. A field that is missing counts as 0.",
                since: "2.0.0", group: .hash, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("field"),
                    .integer("increment"),
                ])
        }

        static func hincrbyfloat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Adds a floating point number to the value of a field. A field that is missing counts as 0.",
                since: "2.6.0", group: .hash, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("field"),
                    .double("increment"),
                ])
        }

        static func hkeys() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns all fields of a hash.",
                since: "2.0.0", group: .hash, complexity: "O(N) where N is the size of the hash.",
                arguments: [
                    .key("key")
                ])
        }

        static func hlen() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the number of fields of a hash.",
                since: "2.0.0", group: .hash, complexity: "O(1)",
                arguments: [
                    .key("key")
                ])
        }

        static func hmget() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the values of several fields of a hash.",
                since: "2.0.0", group: .hash, complexity: "O(N) where N is the number of fields being requested.",
                arguments: [
                    .key("key"),
                    .string("field", .multiple),
                ])
        }

        static func hmset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets the values of several fields of a hash.",
                since: "2.0.0", group: .hash, complexity: "O(N) where N is the number of fields being set.",
                deprecatedSince: "4.0.0", replacedBy: "`HSET` with multiple field-value pairs",
                deprecatedIn: [.redis, .valkey81],
                arguments: [
                    .key("key"),
                    .block("data", .multiple, of: [.string("field"), .string("value")]).named("field_value"),
                ])
        }

        static func hpersist() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes the expiry of fields of a hash.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hpexpire() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets how many milliseconds fields of a hash live.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .integer("milliseconds"),
                    .oneOf("condition", .optional, of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")])
                        .in(.valkey91) { $0.since = "9.0.0" },
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hpexpireat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets when fields of a hash expire, in Unix time in milliseconds.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .unixTime("unix-time-milliseconds").in(.valkey91) { $0.kind = .integer },
                    .oneOf("condition", .optional, of: [.token("NX"), .token("XX"), .token("GT"), .token("LT")])
                        .in(.valkey91) { $0.since = "9.0.0" },
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hpexpiretime() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns when fields of a hash expire, in Unix time in milliseconds.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hpttl() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns how many milliseconds fields of a hash have left to live.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hrandfield() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns fields of a hash that are chosen at random.",
                since: "6.2.0", group: .hash, complexity: "O(N) where N is the number of fields returned",
                arguments: [
                    .key("key"),
                    .block("options", .optional, of: [.integer("count"), .token("WITHVALUES", .optional)]),
                ])
        }

        static func hscan() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Walks through the fields of a hash step by step.",
                since: "2.8.0", group: .hash,
                complexity: """
                    O(1) for every call. O(N) for a complete iteration, including enough command calls for the \
                    cursor to return back to 0. N is the number of elements inside the collection.
                    """,
                arguments: [
                    .key("key"),
                    .integer("cursor"),
                    .pattern("pattern", token: "MATCH", .optional),
                    .integer("count", token: "COUNT", .optional),
                    .token("NOVALUES", .optional).only(in: [.redis80, .valkey]),
                ]
            )
            .in(.redis70) { $0.complexity?.append(".") }
        }

        static func hset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets the values of fields of a hash, which is made if there is none.",
                since: "2.0.0", group: .hash,
                complexity: """
                    O(1) for each field/value pair added, so O(N) to add N field/value pairs when the command is \
                    called with multiple field/value pairs.
                    """,
                history: [
                    ("4.0.0", "Accepts multiple `field` and `value` arguments.")
                ],
                arguments: [
                    .key("key"),
                    .block("data", .multiple, of: [.string("field"), .string("value")]).named("field_value"),
                ])
        }

        static func hsetex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets the values of fields of a hash, and their expiry.",
                since: "8.0.0", group: .hash, complexity: "O(N) where N is the number of fields being set.",
                arguments: [
                    .key("key"),
                    .oneOf("condition", .optional, of: [.token("FNX"), .token("FXX")])
                        .named("fields-condition", in: .valkey91),
                    .oneOf(
                        "expiration", .optional,
                        of: [
                            .integer("seconds", token: "EX"),
                            .integer("milliseconds", token: "PX"),
                            .unixTime("unix-time-seconds", token: "EXAT"),
                            .unixTime("unix-time-milliseconds", token: "PXAT"),
                            .token("KEEPTTL"),
                        ]),
                    .block(
                        "fields", token: "FIELDS",
                        of: [
                            numberOfFields,
                            .block("data", .multiple, of: [.string("field"), .string("value")]),
                        ]),
                ]
            )
            .in(.valkey91) {
                $0.since = "9.0.0"
                $0.complexity = "O(N) where N is the number of specified fields."
                $0.arguments.insert(
                    .oneOf("key-condition", .optional, of: [.token("NX"), .token("XX")]), at: 1)
            }
        }

        static func hsetnx() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets the value of a field of a hash, unless the field exists.",
                since: "2.0.0", group: .hash, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("field"),
                    .string("value"),
                ])
        }

        static func hstrlen() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the length of the value of a field.",
                since: "3.2.0", group: .hash, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("field"),
                ])
        }

        static func httl() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns how many seconds fields of a hash have left to live.",
                since: "7.4.0", group: .hash, complexity: "O(N) where N is the number of specified fields",
                arguments: [
                    .key("key"),
                    .block("fields", token: "FIELDS", of: [numberOfFields, .string("field", .multiple)]),
                ]
            )
            .in(.valkey91) { $0.isOfValkey() }
        }

        static func hvals() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns all values of a hash.",
                since: "2.0.0", group: .hash, complexity: "O(N) where N is the size of the hash.",
                arguments: [
                    .key("key")
                ])
        }
    }
}

extension CommandDocumentation {
    /// What Valkey says of the commands about fields that expire, which it has from its own release 9.0 on.
    fileprivate mutating func isOfValkey() {
        since = "9.0.0"
        complexity = "O(N) where N is the number of specified fields."
    }
}
