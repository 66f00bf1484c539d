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
                            .block("auth", token: "AUTH", .optional, of: [.string("username"), .string("password")]),
                            .string("clientname", token: "SETNAME", .optional),
                        ])
                ])
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
                deprecatedSince: "7.2.0", replacedBy: "just closing the connection")
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
