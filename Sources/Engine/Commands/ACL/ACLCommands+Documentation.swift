// What COMMAND DOCS tells of ACL and its subcommands. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension ACLCommands {
    enum Documentation {
        static func acl() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Groups what is about users and what they may do.",
                since: "6.0.0", group: .server, complexity: "Depends on subcommand.")
        }

        static func aclCat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the categories of commands, or the commands of one.",
                since: "6.0.0", group: .server, complexity: "O(1) since the categories and commands are a fixed set.",
                arguments: [
                    .string("category", .optional).named("categoryname")
                ])
        }

        static func aclDeluser() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes users and ends their connections.",
                since: "6.0.0", group: .server, complexity: "O(1) amortized time considering the typical user.",
                arguments: [
                    .string("username", .multiple)
                ])
        }

        static func aclDryrun() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells whether a user might run a command.",
                since: "7.0.0", group: .server, complexity: "O(1).",
                arguments: [
                    .string("username"),
                    .string("command"),
                    .string("arg", [.optional, .multiple]),
                ])
        }

        static func aclGenpass() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes a random password.",
                since: "6.0.0", group: .server, complexity: "O(1)",
                arguments: [
                    .integer("bits", .optional)
                ])
        }

        static func aclGetuser() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the rules of a user.",
                since: "6.0.0", group: .server,
                complexity: """
                    O(N). Where N is the number of password, command and pattern rules that the user has.
                    """,
                history: [
                    ("6.2.0", "Added Pub/Sub channel patterns."),
                    (
                        "7.0.0",
                        "Added selectors and changed the format of key and channel patterns from a list to their rule "
                            + "representation."
                    ),
                ],
                arguments: [
                    .string("username")
                ]
            )
            .in(.valkey91) { $0.history.append(("9.1.0", "Added database permission rules.")) }
        }

        static func aclHelp() -> CommandDocumentation { .help(since: "6.0.0", group: .server) }

        static func aclList() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists all users with their rules, as a file would hold them.",
                since: "6.0.0", group: .server, complexity: "O(N). Where N is the number of configured users.")
        }

        static func aclLoad() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Takes the users of the ACL file in place of these.",
                since: "6.0.0", group: .server, complexity: "O(N). Where N is the number of configured users.")
        }

        static func aclLog() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists what was refused of late, or forgets it.",
                since: "6.0.0", group: .server, complexity: "O(N) with N being the number of entries shown.",
                history: [
                    ("7.2.0", "Added entry ID, timestamp created, and timestamp last updated.")
                ],
                arguments: [
                    .oneOf("operation", .optional, of: [.integer("count"), .token("RESET")])
                ]
            )
            .in(.redis70) { $0.history = [] }
        }

        static func aclSave() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Writes the users to the ACL file.",
                since: "6.0.0", group: .server, complexity: "O(N). Where N is the number of configured users.")
        }

        static func aclSetuser() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Changes the rules of a user, who is made if need be.",
                since: "6.0.0", group: .server, complexity: "O(N). Where N is the number of rules provided.",
                history: [
                    ("6.2.0", "Added Pub/Sub channel patterns."),
                    ("7.0.0", "Added selectors and key based permissions."),
                ],
                arguments: [
                    .string("username"),
                    .string("rule", [.optional, .multiple]),
                ]
            )
            .in(.valkey91) { $0.history.append(("9.1.0", "Added database permission rules.")) }
        }

        static func aclUsers() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the names of all users.",
                since: "6.0.0", group: .server, complexity: "O(N). Where N is the number of configured users.")
        }

        static func aclWhoami() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells as which user the connection is authenticated.",
                since: "6.0.0", group: .server, complexity: "O(1)")
        }
    }
}
