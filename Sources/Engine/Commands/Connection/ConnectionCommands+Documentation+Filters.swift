// The filters of CLIENT LIST and CLIENT KILL, as COMMAND DOCS tells of them.

extension ConnectionCommands.Documentation {
    static func clientKill() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Closes the connections that pass the filters.",
            since: "2.4.0", group: .connection, complexity: "O(N) where N is the number of client connections",
            history: [
                ("2.8.12", "Added new filter format."),
                ("2.8.12", "`ID` option."),
                ("3.2.0", "Added `master` type in for `TYPE` option."),
                (
                    "5.0.0",
                    "Replaced `slave` `TYPE` with `replica`. `slave` still supported for backward compatibility."
                ),
                ("6.2.0", "`LADDR` option."),
                ("7.4.0", "`MAXAGE` option."),
            ],
            arguments: [
                .oneOf(
                    "filter",
                    of: [
                        .string("old-format", display: "ip:port", deprecatedSince: "2.8.12"),
                        .oneOf("new-format", .multiple, of: killFilters + filtersOfValkey91(killTypes)),
                    ])
            ]
        )
        .in([.redis70, .valkey]) { $0.history.removeLast() }
        .in(.valkey) {
            $0.history += [
                ("8.0.0", "`MAXAGE` option."), primary, ("8.1.0", "`ID` option accepts multiple IDs."),
            ]
        }
        .in(.valkey91) { $0.history.append(filters) }
    }

    private static let killFilters: [ArgumentSpecification] = [
        .integer("client-id", token: "ID", .optional, since: "2.8.12")
            .in(.valkey) { $0.flags.insert(.multiple) },
        .oneOf(
            "client-type", token: "TYPE", .optional, since: "2.8.12",
            of: [
                .token("NORMAL"),
                .token("MASTER", since: "3.2.0"),
                .token("PRIMARY", since: "8.0.0").only(in: .valkey),
                .token("SLAVE"),
                .token("REPLICA", since: "5.0.0"),
                .token("PUBSUB"),
            ]
        ).named("normal_master_slave_pubsub"),
        .string("username", token: "USER", .optional),
        .string("addr", token: "ADDR", .optional, display: "ip:port"),
        .string("laddr", token: "LADDR", .optional, display: "ip:port", since: "6.2.0"),
        .oneOf("skipme", token: "SKIPME", .optional, of: [.token("YES"), .token("NO")])
            .in(.redis70) { $0 = .string("yes/no", token: "SKIPME", .optional) },
        .integer("maxage", token: "MAXAGE", .optional, since: "7.4.0").only(in: [.redis80, .valkey])
            .in(.valkey) { $0.since = "8.0.0" },
    ]

    private static let killTypes = ["NORMAL", "MASTER", "PRIMARY", "SLAVE", "REPLICA", "PUBSUB"]

    static func clientList() -> CommandDocumentation {
        CommandDocumentation(
            summary: "Describes all connections, or those that pass a filter, one a line.",
            since: "2.4.0", group: .connection, complexity: "O(N) where N is the number of client connections",
            history: [
                ("2.8.12", "Added unique client `id` field."),
                ("5.0.0", "Added optional `TYPE` filter."),
                ("6.0.0", "Added `user` field."),
                ("6.2.0", "Added `argv-mem`, `tot-mem`, `laddr` and `redir` fields and the optional `ID` filter."),
                ("7.0.0", "Added `resp`, `multi-mem`, `rbs` and `rbp` fields."),
                ("7.0.3", "Added `ssub` field."),
                ("7.2.0", "Added `lib-name` and `lib-ver` fields."),
                ("7.4.0", "Added `watch` field."),
                ("8.0.0", "Added `io-thread` field."),
            ],
            arguments: listFilters + filtersOfValkey91(listTypes)
        )
        .in([.redis70, .valkey]) { $0.history.removeLast(3) }
        .in(.valkey) { $0.history.append(primary) }
        .in(.valkey81) { $0.history.append(("8.1.0", "Added filters USER, ADDR, LADDR, SKIPME, and MAXAGE")) }
        .in(.valkey91) {
            $0.history += [("8.1.0", "Added filters USER, ADDR, LADDR, SKIPME, and MAXAGE."), filters]
        }
    }

    private static let listFilters: [ArgumentSpecification] = [
        .oneOf("client-type", token: "TYPE", .optional, since: "5.0.0", of: listTypes.map { .token($0) })
            .named("normal_master_replica_pubsub"),
        .integer("client-id", token: "ID", [.optional, .multiple], since: "6.2.0")
            .in(.redis70) {
                $0 = .block("id", token: "ID", .optional, since: "6.2.0", of: [.integer("client-id", .multiple)])
            },
        .string("username", token: "USER", .optional, since: "8.1.0").only(in: .valkey),
        .string("addr", token: "ADDR", .optional, display: "ip:port", since: "8.1.0").only(in: .valkey),
        .string("laddr", token: "LADDR", .optional, display: "ip:port", since: "8.1.0").only(in: .valkey),
        .oneOf("skipme", token: "SKIPME", .optional, since: "8.1.0", of: [.token("YES"), .token("NO")])
            .only(in: .valkey),
        .integer("maxage", token: "MAXAGE", .optional, since: "8.1.0").only(in: .valkey),
    ]

    private static let listTypes = ["NORMAL", "MASTER", "REPLICA", "PUBSUB"]

    /// What valkey 9.1 adds to the filters of both.
    private static func filtersOfValkey91(_ types: [String]) -> [ArgumentSpecification] {
        let added: [ArgumentSpecification] = [
            .string("name", token: "NAME"),
            .integer("idle", token: "IDLE"),
            .string("flags", token: "FLAGS"),
            .string("lib-name", token: "LIB-NAME"),
            .string("lib-ver", token: "LIB-VER"),
            .integer("db", token: "DB"),
            .string("capa", token: "CAPA"),
            .string("ip", token: "IP"),
            .oneOf("not-client-type", token: "NOT-TYPE", of: types.map { .token($0) }),
            .integer("not-client-id", token: "NOT-ID", .multiple),
            .string("not-username", token: "NOT-USER"),
            .string("not-addr", token: "NOT-ADDR", display: "ip:port"),
            .string("not-laddr", token: "NOT-LADDR", display: "ip:port"),
            .string("not-name", token: "NOT-NAME"),
            .string("not-flags", token: "NOT-FLAGS"),
            .string("not-lib-name", token: "NOT-LIB-NAME"),
            .string("not-lib-ver", token: "NOT-LIB-VER"),
            .integer("not-db", token: "NOT-DB"),
            .string("not-capa", token: "NOT-CAPA"),
            .string("not-ip", token: "NOT-IP"),
        ]
        return added.map { filter in
            var filter = filter.only(in: .valkey91)
            filter.flags.insert(.optional)
            filter.since = "9.0.0"
            return filter
        }
    }

    private static let primary = (
        "8.0.0", "Replaced `master` `TYPE` with `primary`. `master` still supported for backward compatibility."
    )

    private static let filters = (
        "9.0.0",
        """
        Added filters NAME, IDLE, FLAGS, LIB-NAME, LIB-VER, DB, CAPA, and IP. And negative filters NOT-ID, NOT-TYPE, \
        NOT-ADDR, NOT-LADDR, NOT-USER, NOT-FLAGS, NOT-NAME, NOT-LIB-NAME, NOT-LIB-VER, NOT-DB, NOT-CAPA, NOT-IP.
        """
    )
}
