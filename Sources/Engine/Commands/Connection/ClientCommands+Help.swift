// What CLIENT HELP answers in each release.

extension ClientCommands {
    /// One line a subcommand, each with the text that explains it, in the real server's order.
    static func help(of profile: Profile) -> [String] {
        let lines: [(Profiles, [String])] = [
            (
                .all,
                ["CACHING (YES|NO)", "    Enable/disable tracking of the keys for next command in OPTIN/OPTOUT modes."]
            ),
            (
                .valkey,
                [
                    "CAPA <option> [options...]", "    The client claims its some capability options. Options are:",
                    "    * REDIRECT",
                    "      The client can handle redirection during primary and replica failover in standalone mode.",
                ]
            ),
            (
                .all,
                [
                    "GETREDIR", "    Return the client ID we are redirecting to when tracking is enabled.",
                    "GETNAME", "    Return the name of the current connection.",
                    "ID", "    Return the ID of the current connection.",
                    "INFO", "    Return information about the current client connection.",
                    "KILL <ip:port>", "    Kill connection made from <ip:port>.",
                    "KILL <option> <value> [<option> <value> [...]]", "    Kill connections. Options are:",
                ]
            ),
        ]
        return lines.of(profile) + killing.of(profile) + listing.of(profile) + others.of(profile)
    }

    private static let killing: [(Profiles, [String])] = [
        (
            [.redis, .valkey81],
            [
                "    * ADDR (<ip:port>|<unixsocket>:0)", "      Kill connections made from the specified address",
                "    * LADDR (<ip:port>|<unixsocket>:0)", "      Kill connections made to specified local address",
            ]
        ),
        (
            .valkey91,
            [
                "    * ADDR (<ip:port>|<unixsocket>:0)", "      Kill connections made from the specified address.",
                "    * LADDR (<ip:port>|<unixsocket>:0)",
                "      Kill connections made to the specified local address.",
            ]
        ),
        (.redis, ["    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)"]),
        (.valkey, ["    * TYPE (NORMAL|PRIMARY|REPLICA|PUBSUB)"]),
        (
            .all,
            [
                "      Kill connections by type.",
                "    * USER <username>", "      Kill connections authenticated by <username>.",
                "    * SKIPME (YES|NO)", "      Skip killing current connection (default: yes).",
            ]
        ),
        (.redis80, ["    * ID <client-id>", "      Kill connections by client id."]),
        (.valkey81, ["    * ID <client-id> [<client-id>...]", "      Kill connections by client ids."]),
        (.valkey91, ["    * ID <client-id> [<client-id>...]", "      Kill connections by client IDs."]),
        (
            [.redis80, .valkey],
            ["    * MAXAGE <maxage>", "      Kill connections older than the specified age."]
        ),
        (
            .valkey91,
            [
                "    * FLAGS <flags>", "      Kill connections that include the specified flags.",
                "    * NAME <client-name>", "      Kill connections with the specified name.",
                "    * IDLE <idle>",
                "      Kill connections with idle time greater than or equal to <idle> seconds.",
                "    * LIB-NAME <library-name>", "      Kill connections with the specified library name.",
                "    * LIB-VER <library-version>", "      Kill connections with the specified library version.",
                "    * DB <db-id>", "      Kill connections currently operating on the specified database ID.",
                "    * CAPA <capa>", "      Kill connections currently with the specified capa.",
                "    * IP <ip>", "      Kill connections made from the specified ip.",
            ]
        ),
    ]

    private static let listing: [(Profiles, [String])] = [
        (.all, ["LIST [options ...]", "    Return information about client connections. Options:"]),
        (.redis, ["    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)"]),
        (.valkey, ["    * TYPE (NORMAL|PRIMARY|REPLICA|PUBSUB)"]),
        (.all, ["      Return clients of specified type."]),
        (
            .valkey,
            [
                "    * USER <username>", "      Return clients authenticated by <username>.",
                "    * ADDR <ip:port>", "      Return clients connected from the specified address.",
                "    * LADDR <ip:port>", "      Return clients connected to the specified local address.",
                "    * ID <client-id> [<client-id>...]", "      Return clients with the specified IDs.",
                "    * SKIPME (YES|NO)", "      Exclude the current client from the list (default: no).",
                "    * MAXAGE <maxage>", "      List connections older than the specified age.",
            ]
        ),
        (
            .valkey91,
            [
                "    * FLAGS <flags>", "      Return clients with the specified flags.",
                "    * NAME <client-name>", "      Return clients with the specified name.",
                "    * IDLE <idle>", "      Return clients with idle time greater than or equal to <idle> seconds.",
                "    * LIB-NAME <lib-name>", "      Return clients with the specified lib name.",
                "    * LIB-VER <lib-version>", "      Return clients with the specified lib version.",
                "    * DB <db-id>", "      Return clients currently operating on the specified database ID.",
                "    * CAPA <capa>", "      Return connections currently with the specified capa.",
                "    * IP <ip>", "      Return connections made from the specified ip.",
            ]
        ),
    ]

    private static let others: [(Profiles, [String])] = [
        (
            .all,
            [
                "UNPAUSE", "    Stop the current client pause, resuming traffic.",
                "PAUSE <timeout> [WRITE|ALL]",
                "    Suspend all, or just write, clients for <timeout> milliseconds.",
                "REPLY (ON|OFF|SKIP)", "    Control the replies sent to the current connection.",
                "SETNAME <name>", "    Assign the name <name> to the current connection.",
            ]
        ),
        (
            [.redis80, .valkey],
            [
                "SETINFO <option> <value>", "    Set client meta attr. Options are:",
                "    * LIB-NAME: the client lib name.", "    * LIB-VER: the client lib version.",
            ]
        ),
        (
            .all,
            [
                "UNBLOCK <clientid> [TIMEOUT|ERROR]", "    Unblock the specified blocked client.",
                "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]",
                "         [OPTIN] [OPTOUT] [NOLOOP]", "    Control server assisted client side caching.",
                "TRACKINGINFO", "    Report tracking status for the current connection.",
                "NO-EVICT (ON|OFF)", "    Protect current client connection from eviction.",
            ]
        ),
        (
            [.redis80, .valkey],
            ["NO-TOUCH (ON|OFF)", "    Will not touch LRU/LFU stats when this mode is on."]
        ),
        (
            .valkey,
            [
                "IMPORT-SOURCE (ON|OFF)", "    Mark this connection as an import source if import-mode is enabled.",
                "    Sync tools can set their connections into 'import-source' state to visit", "    expired keys.",
            ]
        ),
    ]
}

extension [(Profiles, [String])] {
    /// The lines that `profile` has.
    func of(_ profile: Profile) -> [String] {
        flatMap { profiles, lines in profiles.contains(profile) ? lines : [] }
    }
}
