// What COMMAND DOCS tells of DUMP, MIGRATE, RESTORE and of what saves the dataset. Versions, complexities, histories and argument trees
// are facts of the real server, which a test compares with a recording of it; the summaries are the project's own.

extension PersistenceCommands {
    enum Documentation {
        static func bgsave() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Saves all databases to the dump file in the background.",
                since: "1.0.0", group: .server, complexity: "O(1)",
                history: [
                    ("3.2.2", "Added the `SCHEDULE` option.")
                ],
                arguments: [
                    .token("SCHEDULE", .optional, since: "3.2.2")
                        .in(.valkey) {
                            $0 = .oneOf(
                                "operation", .optional,
                                of: [.token("SCHEDULE", since: "3.2.2"), .token("CANCEL", since: "8.1.0")])
                        }
                ]
            )
            .in(.valkey) { $0.history.append(("8.1.0", "Added the `CANCEL` option.")) }
        }

        static func dump() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the value of a key in the form that RESTORE takes.",
                since: "2.6.0", group: .generic,
                complexity: dumping("Redis objects"),
                arguments: [
                    .key("key")
                ]
            )
            .in(.valkey) { $0.complexity = dumping("objects") }
        }

        static func lastsave() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the time of the last save that went well, in seconds since 1970.",
                since: "1.0.0", group: .server, complexity: "O(1)")
        }

        static func migrate() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Moves keys to another server.",
                since: "2.6.0", group: .generic,
                complexity: """
                    This command actually executes a DUMP+DEL in the source instance, and a RESTORE in the target instance. \
                    See the pages of these commands for time complexity. Also an O(N) data transfer between the two \
                    instances is performed.
                    """,
                history: [
                    ("3.0.0", "Added the `COPY` and `REPLACE` options."),
                    ("3.0.6", "Added the `KEYS` option."),
                    ("4.0.7", "Added the `AUTH` option."),
                    ("6.0.0", "Added the `AUTH2` option."),
                ],
                arguments: migrateArguments)
        }

        private static var migrateArguments: [ArgumentSpecification] {
            [
                .string("host"),
                .integer("port"),
                .oneOf(
                    "key-selector",
                    of: [
                        .key("key"),
                        ArgumentSpecification("empty-string", .pureToken, token: "").named("empty_string"),
                    ]
                )
                .named("key_or_empty_string"),
                .integer("destination-db"),
                .integer("timeout"),
                .token("COPY", .optional, since: "3.0.0"),
                .token("REPLACE", .optional, since: "3.0.0"),
                .oneOf(
                    "authentication", .optional,
                    of: [
                        .string("auth", token: "AUTH", display: "password", since: "4.0.7")
                            .in(.redis70) {
                                $0 = .string("password", token: "AUTH", .optional, since: "4.0.7")
                            },
                        .block("auth2", token: "AUTH2", since: "6.0.0", of: [.string("username"), .string("password")])
                            .in(.redis70) {
                                $0.name = "username_password"
                                $0.flags = .optional
                            },
                    ]),
                ArgumentSpecification(
                    "keys", .key, token: "KEYS", [.optional, .multiple], key: 1, display: "key", since: "3.0.6"
                )
                .in(.redis70) {
                    $0.name = "key"
                    $0.display = nil
                },
            ]
        }

        static func restore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes a key from what DUMP returned.",
                since: "2.6.0", group: .generic,
                complexity: restoring("Redis objects"),
                history: [
                    ("3.0.0", "Added the `REPLACE` modifier."),
                    ("5.0.0", "Added the `ABSTTL` modifier."),
                    ("5.0.0", "Added the `IDLETIME` and `FREQ` options."),
                ],
                arguments: [
                    .key("key"),
                    .integer("ttl"),
                    .string("serialized-value"),
                    .token("REPLACE", .optional, since: "3.0.0"),
                    .token("ABSTTL", .optional, since: "5.0.0"),
                    .integer("seconds", token: "IDLETIME", .optional, since: "5.0.0"),
                    .integer("frequency", token: "FREQ", .optional, since: "5.0.0"),
                ]
            )
            .in(.valkey) { $0.complexity = restoring("objects") }
        }

        static func restoreAsking() -> CommandDocumentation {
            CommandDocumentation(
                summary: "RESTORE, as servers of a cluster send it to each other.",
                since: "3.0.0", group: .server,
                complexity: restoring("Redis objects"),
                isSystem: true,
                history: [
                    ("3.0.0", "Added the `REPLACE` modifier."),
                    ("5.0.0", "Added the `ABSTTL` modifier."),
                    ("5.0.0", "Added the `IDLETIME` and `FREQ` options."),
                ],
                arguments: [
                    .key("key"),
                    .integer("ttl"),
                    .string("serialized-value"),
                    .token("REPLACE", .optional, since: "3.0.0"),
                    .token("ABSTTL", .optional, since: "5.0.0"),
                    .integer("seconds", token: "IDLETIME", .optional, since: "5.0.0"),
                    .integer("frequency", token: "FREQ", .optional, since: "5.0.0"),
                ]
            )
            .in(.valkey) { $0.complexity = restoring("objects") }
        }

        static func save() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Saves all databases to the dump file and lets everybody wait until it has.",
                since: "1.0.0", group: .server, complexity: "O(N) where N is the total number of keys in all databases")
        }

        private static func dumping(_ objects: String) -> String {
            """
            O(1) to access the key and additional O(N*M) to serialize it, where N is the number of \(objects) composing \
            the value and M their average size. For small string values the time complexity is thus O(1)+O(1*M) \
            where M is small, so simply O(1).
            """
        }

        private static func restoring(_ objects: String) -> String {
            """
            O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is the \
            number of \(objects) composing the value and M their average size. For small string values the time \
            complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the \
            complexity is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).
            """
        }
    }
}
