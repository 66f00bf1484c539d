// What COMMAND DOCS tells of the group `connection`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension ConnectionCommands {
    enum Documentation {
        static func auth() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Logs the client in with a password, or with a user name and password.",
                since: "1.0.0", group: .connection,
                complexity: "O(N) where N is the number of passwords defined for the user",
                history: [
                    ("6.0.0", "Added ACL style (username and password).")
                ],
                arguments: [.string("username", .optional, since: "6.0.0"), .string("password")])
        }

        static func client() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands about client connections.",
                since: "2.4.0", group: .connection, complexity: "Depends on subcommand.")
        }

        static func clientCaching() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Says whether the keys of the next command are tracked.",
                since: "6.0.0", group: .connection, complexity: "O(1)",
                arguments: [.oneOf("mode", of: [.token("YES"), .token("NO")])])
        }

        static func clientCapa() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Says what the client is able to do.",
                since: "8.0.0", group: .connection, complexity: "O(1)",
                arguments: [.string("capability", .multiple)])
        }

        static func clientGetname() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the name given to this connection.",
                since: "2.6.9", group: .connection, complexity: "O(1)")
        }

        static func clientGetredir() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells which client receives this connection's tracking messages.",
                since: "6.0.0", group: .connection, complexity: "O(1)")
        }

        static func clientHelp() -> CommandDocumentation {
            .help(since: "5.0.0", group: .connection)
        }

        static func clientId() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the number that identifies this connection.",
                since: "5.0.0", group: .connection, complexity: "O(1)")
        }

        static func clientImportSource() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Marks this connection as one that brings data from another server, or ends that.",
                since: "8.1.0", group: .connection, complexity: "O(1)",
                arguments: [.oneOf("enabled", of: [.token("ON"), .token("OFF")])])
        }

        static func clientInfo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Describes this connection, as CLIENT LIST does.",
                since: "6.2.0", group: .connection, complexity: "O(1)")
        }

        static func clientNoEvict() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Exempts this connection from client eviction, or ends that.",
                since: "7.0.0", group: .connection, complexity: "O(1)",
                arguments: [.oneOf("enabled", of: [.token("ON"), .token("OFF")])])
        }

        static func clientNoTouch() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Keeps this connection's accesses from counting as uses of the keys, or ends that.",
                since: "7.2.0", group: .connection, complexity: "O(1)",
                arguments: [.oneOf("enabled", of: [.token("ON"), .token("OFF")])])
        }

        static func clientPause() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Holds back clients' commands, all of them or those that write, for a time.",
                since: "3.0.0", group: .connection, complexity: "O(1)",
                history: [
                    ("6.2.0", "`CLIENT PAUSE WRITE` mode added along with the `mode` option.")
                ],
                arguments: [
                    .integer("timeout"),
                    .oneOf("mode", .optional, since: "6.2.0", of: [.token("WRITE"), .token("ALL")]),
                ]
            )
            .in(.redis70) { $0.since = "2.9.50" }
        }

        static func clientReply() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Turns the replies to this connection on or off, or skips the next.",
                since: "3.2.0", group: .connection, complexity: "O(1)",
                arguments: [.oneOf("action", of: [.token("ON"), .token("OFF"), .token("SKIP")]).named("on_off_skip")])
        }

        static func clientSetinfo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Records an attribute of the client, such as its library's name and version.",
                since: "7.2.0", group: .connection, complexity: "O(1)",
                arguments: [
                    .oneOf(
                        "attr",
                        of: [
                            .string("libname", token: "LIB-NAME"),
                            .string("libver", token: "LIB-VER"),
                        ])
                ])
        }

        static func clientSetname() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Gives this connection a name.",
                since: "2.6.9", group: .connection, complexity: "O(1)",
                arguments: [.string("connection-name")])
        }

        static func clientTracking() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells this connection, or another one, of changes of the keys that it reads.",
                since: "6.0.0", group: .connection,
                complexity: "O(1). Some options may introduce additional complexity.",
                arguments: [
                    .oneOf("status", of: [.token("ON"), .token("OFF")]),
                    .integer("client-id", token: "REDIRECT", .optional),
                    .string("prefix", token: "PREFIX", [.optional, .multiple, .multipleToken]),
                    .token("BCAST", .optional), .token("OPTIN", .optional), .token("OPTOUT", .optional),
                    .token("NOLOOP", .optional),
                ])
        }

        static func clientTrackinginfo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells how this connection tracks keys.",
                since: "6.2.0", group: .connection, complexity: "O(1)")
        }

        static func clientUnblock() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Wakes another client from a blocking command, as by its timeout or with an error.",
                since: "5.0.0", group: .connection, complexity: "O(log N) where N is the number of client connections",
                arguments: [
                    .integer("client-id"),
                    .oneOf("unblock-type", .optional, of: [.token("TIMEOUT"), .token("ERROR")]).named("timeout_error"),
                ])
        }

        static func clientUnpause() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lets paused clients go on.",
                since: "6.2.0", group: .connection, complexity: "O(N) Where N is the number of paused clients")
        }

        static func echo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Answers its argument.",
                since: "1.0.0", group: .connection, complexity: "O(1)",
                arguments: [.string("message")])
        }

        static func hello() -> CommandDocumentation {
            CommandDocumentation(
                summary:
                    "Opens the conversation: chooses the protocol version, and authenticates and names the client on request.",
                since: "6.0.0", group: .connection, complexity: "O(1)",
                history: [
                    (
                        "6.2.0",
                        "`protover` made optional; when called without arguments the command reports the current connection's context."
                    )
                ],
                arguments: [
                    .block(
                        "arguments", .optional,
                        of: [
                            .integer("protover"),
                            .block("auth", token: "AUTH", .optional, of: [.string("username"), .string("password")])
                                .named("username_password"),
                            .string("clientname", token: "SETNAME", .optional),
                        ])
                ]
            )
            .in(.valkey) {
                $0.history.insert(
                    (
                        "8.1.0",
                        """
                        A new `availability_zone` field is added to the response if the `availability-zone` config is set.
                        """
                    ), at: 0)
            }
        }

        static func ping() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Answers PONG, or the argument if there is one.",
                since: "1.0.0", group: .connection, complexity: "O(1)",
                arguments: [.string("message", .optional)])
        }

        static func quit() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Asks the server to end the connection.",
                since: "1.0.0", group: .connection, complexity: "O(1)",
                deprecatedSince: "7.2.0", replacedBy: "just closing the connection",
                deprecatedIn: [.redis80, .valkey81])
        }

        static func reset() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Puts the session back into the state of a new connection.",
                since: "6.2.0", group: .connection, complexity: "O(1)")
        }

        static func select() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes another database the client's current one.",
                since: "1.0.0", group: .connection, complexity: "O(1)",
                arguments: [.integer("index")])
        }
    }
}
