// What COMMAND DOCS tells of the group `stream`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension StreamCommands {
    enum Documentation {
        static func xack() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Ends the wait of pending entries: the group is done with them.",
                since: "5.0.0", group: .stream, complexity: "O(1) for each message ID processed.",
                arguments: [
                    .key("key"),
                    .string("group"),
                    .string("id", .multiple),
                ])
        }

        static func xadd() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Appends an entry to a stream, which is made if there is none, and may trim it.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(1) when adding a new entry, O(N) when trimming where N being the number of entries evicted.
                    """,
                history: [
                    ("6.2.0", "Added the `NOMKSTREAM` option, `MINID` trimming strategy and the `LIMIT` option."),
                    ("7.0.0", "Added support for the `<ms>-*` explicit ID form."),
                ],
                arguments: [
                    .key("key"),
                    .token("NOMKSTREAM", .optional, since: "6.2.0"),
                    .block(
                        "trim", .optional,
                        of: [
                            .oneOf("strategy", of: [.token("MAXLEN"), .token("MINID", since: "6.2.0")]),
                            .oneOf(
                                "operator", .optional,
                                of: [
                                    ArgumentSpecification("equal", .pureToken, token: "="),
                                    ArgumentSpecification("approximately", .pureToken, token: "~"),
                                ]),
                            .string("threshold"),
                            .integer("count", token: "LIMIT", .optional, since: "6.2.0"),
                        ]),
                    .oneOf(
                        "id-selector",
                        of: [
                            ArgumentSpecification("auto-id", .pureToken, token: "*").named("auto_id"),
                            .string("id"),
                        ]
                    ).named("id_or_auto"),
                    .block("data", .multiple, of: [.string("field"), .string("value")]).named("field_value"),
                ])
        }

        static func xautoclaim() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes pending entries that were idle for too long a consumer's, some at a time.",
                since: "6.2.0", group: .stream, complexity: "O(1) if COUNT is small.",
                history: [
                    (
                        "7.0.0",
                        """
                        Added an element to the reply array, containing deleted entries the command cleared from \
                        the PEL
                        """
                    )
                ],
                arguments: [
                    .key("key"),
                    .string("group"),
                    .string("consumer"),
                    .string("min-idle-time"),
                    .string("start"),
                    .integer("count", token: "COUNT", .optional),
                    .token("JUSTID", .optional),
                ])
        }

        static func xclaim() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes pending entries a consumer's, as if it had been given them.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(log N) with N being the number of messages in the PEL of the consumer group.
                    """,
                arguments: [
                    .key("key"),
                    .string("group"),
                    .string("consumer"),
                    .string("min-idle-time"),
                    .string("id", .multiple),
                    .integer("ms", token: "IDLE", .optional),
                    .unixTime("unix-time-milliseconds", token: "TIME", .optional),
                    .integer("count", token: "RETRYCOUNT", .optional),
                    .token("FORCE", .optional),
                    .token("JUSTID", .optional),
                    .string("lastid", token: "LASTID", .optional).named("id"),
                ])
        }

        static func xdel() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Deletes entries by their ids, and tells how many there were.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(1) for each single item to delete in the stream, regardless of the stream size.
                    """,
                arguments: [
                    .key("key"),
                    .string("id", .multiple),
                ])
        }

        static func xgroup() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Holds the commands that make, move and remove consumer groups.",
                since: "5.0.0", group: .stream, complexity: "Depends on subcommand.")
        }

        static func xgroupCreate() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes a consumer group that begins behind an id.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added the `entries_read` named argument.")
                ],
                arguments: [
                    .key("key"),
                    .string("group").named("groupname"),
                    .oneOf(
                        "id-selector",
                        of: [
                            .string("id"),
                            ArgumentSpecification("new-id", .pureToken, token: "$").named("new_id"),
                        ]
                    ).named("id"),
                    .token("MKSTREAM", .optional),
                    ArgumentSpecification(
                        "entriesread", .integer, token: "ENTRIESREAD", .optional, display: "entries-read"
                    ).named("entries_read"),
                ])
        }

        static func xgroupCreateconsumer() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes a consumer of a group.",
                since: "6.2.0", group: .stream, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("group").named("groupname"),
                    .string("consumer").named("consumername"),
                ])
        }

        static func xgroupDelconsumer() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes a consumer with what it has pending.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                arguments: [
                    .key("key"),
                    .string("group").named("groupname"),
                    .string("consumer").named("consumername"),
                ])
        }

        static func xgroupDestroy() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes a consumer group.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(N) where N is the number of entries in the group's pending entries list (PEL).
                    """,
                arguments: [
                    .key("key"),
                    .string("group").named("groupname"),
                ])
        }

        static func xgroupHelp() -> CommandDocumentation { .help(since: "5.0.0", group: .stream) }

        static func xgroupSetid() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets what a group is held to have been given last.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added the optional `entries_read` argument.")
                ],
                arguments: [
                    .key("key"),
                    .string("group").named("groupname"),
                    .oneOf(
                        "id-selector",
                        of: [
                            .string("id"),
                            ArgumentSpecification("new-id", .pureToken, token: "$").named("new_id"),
                        ]
                    ).named("id"),
                    ArgumentSpecification(
                        "entriesread", .integer, token: "ENTRIESREAD", .optional, display: "entries-read"
                    ).named("entries_read"),
                ])
        }

        static func xinfo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Holds the commands that tell what there is to know of a stream.",
                since: "5.0.0", group: .stream, complexity: "Depends on subcommand.")
        }

        static func xinfoConsumers() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells of the consumers of a group.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                history: [
                    ("7.2.0", "Added the `inactive` field, and changed the meaning of `idle`.")
                ],
                arguments: [
                    .key("key"),
                    .string("group").named("groupname"),
                ]
            )
            .in(.redis70) { $0.history = [] }
        }

        static func xinfoGroups() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells of the consumer groups of a stream.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added the `entries-read` and `lag` fields")
                ],
                arguments: [
                    .key("key")
                ])
        }

        static func xinfoHelp() -> CommandDocumentation { .help(since: "5.0.0", group: .stream) }

        static func xinfoStream() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells of a stream: its counters, its ends, or all of it.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                history: [
                    ("6.0.0", "Added the `FULL` modifier."),
                    (
                        "7.0.0",
                        """
                        Added the `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` \
                        and `lag` fields
                        """
                    ),
                    ("7.2.0", "Added the `active-time` field, and changed the meaning of `seen-time`."),
                ],
                arguments: [
                    .key("key"),
                    .block(
                        "full-block", .optional, of: [.token("FULL"), .integer("count", token: "COUNT", .optional)]
                    )
                    .in(.redis70) {
                        $0 = .block("full", token: "FULL", .optional, of: Array($0.parts.dropFirst()))
                    },
                ]
            )
            .in(.redis70) { $0.history.removeLast() }
        }

        static func xlen() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how many entries a stream has.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                arguments: [
                    .key("key")
                ])
        }

        static func xpending() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells what a group has been given and has not acknowledged.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(N) with N being the number of elements returned, so asking for a small fixed number of entries \
                    per call is O(1). O(M), where M is the total number of entries scanned when used with the IDLE \
                    filter. When the command returns just the summary and the list of consumers is small, it runs in \
                    O(1) time; otherwise, an additional O(N) time for iterating every consumer.
                    """,
                history: [
                    ("6.2.0", "Added the `IDLE` option and exclusive range intervals.")
                ],
                arguments: [
                    .key("key"),
                    .string("group"),
                    .block(
                        "filters", .optional,
                        of: [
                            .integer("min-idle-time", token: "IDLE", .optional, since: "6.2.0"),
                            .string("start"),
                            .string("end"),
                            .integer("count"),
                            .string("consumer", .optional),
                        ]),
                ])
        }

        static func xrange() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the entries whose ids lie between two.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(N) with N being the number of elements being returned. If N is constant (e.g. always asking \
                    for the first 10 elements with COUNT), you can consider it O(1).
                    """,
                history: [
                    ("6.2.0", "Added exclusive ranges.")
                ],
                arguments: [
                    .key("key"),
                    .string("start"),
                    .string("end"),
                    .integer("count", token: "COUNT", .optional),
                ])
        }

        static func xread() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells what came behind an id of each stream, waiting for it if told to.",
                since: "5.0.0", group: .stream, complexity: nil,
                arguments: [
                    .integer("count", token: "COUNT", .optional),
                    .integer("milliseconds", token: "BLOCK", .optional),
                    .block("streams", token: "STREAMS", of: [.key("key", .multiple), .string("id", .multiple)]),
                ]
            )
            .in(.redis70) {
                $0.complexity = """
                    For each stream mentioned: O(N) with N being the number of elements being returned, it means that \
                    XREAD-ing with a fixed COUNT is O(1). Note that when the BLOCK option is used, XADD will pay O(M) time \
                    in order to serve the M clients blocked on the stream getting new data.
                    """
            }
        }

        static func xreadgroup() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Gives a consumer of a group what nobody of the group was given yet, or what it has pending.",
                since: "5.0.0", group: .stream,
                complexity: """
                    For each stream mentioned: O(M) with M being the number of elements returned. If M is constant \
                    (e.g. always asking for the first 10 elements with COUNT), you can consider it O(1). On the \
                    other side when XREADGROUP blocks, XADD will pay the O(N) time in order to serve the N clients \
                    blocked on the stream getting new data.
                    """,
                arguments: [
                    .block("group-block", token: "GROUP", of: [.string("group"), .string("consumer")])
                        .named("group_consumer"),
                    .integer("count", token: "COUNT", .optional),
                    .integer("milliseconds", token: "BLOCK", .optional),
                    .token("NOACK", .optional),
                    .block("streams", token: "STREAMS", of: [.key("key", .multiple), .string("id", .multiple)]),
                ])
        }

        static func xrevrange() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the entries whose ids lie between two, from the last on.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(N) with N being the number of elements returned. If N is constant (e.g. always asking for the \
                    first 10 elements with COUNT), you can consider it O(1).
                    """,
                history: [
                    ("6.2.0", "Added exclusive ranges.")
                ],
                arguments: [
                    .key("key"),
                    .string("end"),
                    .string("start"),
                    .integer("count", token: "COUNT", .optional),
                ])
        }

        static func xsetid() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets the last id of a stream, and what else it remembers.",
                since: "5.0.0", group: .stream, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added the `entries_added` and `max_deleted_entry_id` arguments.")
                ],
                arguments: [
                    .key("key"),
                    .string("last-id"),
                    .integer("entries-added", token: "ENTRIESADDED", .optional, since: "7.0.0").named("entries_added"),
                    .string("max-deleted-id", token: "MAXDELETEDID", .optional, since: "7.0.0")
                        .named("max_deleted_entry_id"),
                ])
        }

        static func xtrim() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes the oldest entries of a stream.",
                since: "5.0.0", group: .stream,
                complexity: """
                    O(N), with N being the number of evicted entries. Constant times are very small however, since \
                    entries are organized in macro nodes containing multiple entries that can be released with a \
                    single deallocation.
                    """,
                history: [
                    ("6.2.0", "Added the `MINID` trimming strategy and the `LIMIT` option.")
                ],
                arguments: [
                    .key("key"),
                    .block(
                        "trim",
                        of: [
                            .oneOf("strategy", of: [.token("MAXLEN"), .token("MINID", since: "6.2.0")]),
                            .oneOf(
                                "operator", .optional,
                                of: [
                                    ArgumentSpecification("equal", .pureToken, token: "="),
                                    ArgumentSpecification("approximately", .pureToken, token: "~"),
                                ]),
                            .string("threshold"),
                            .integer("count", token: "LIMIT", .optional, since: "6.2.0"),
                        ]),
                ])
        }
    }
}
