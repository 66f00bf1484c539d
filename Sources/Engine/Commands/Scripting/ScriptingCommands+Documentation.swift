// What COMMAND DOCS tells of scripting commands. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension ScriptingCommands {
    enum Documentation {
        static func eval() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Runs a script.",
                since: "2.6.0", group: .scripting, complexity: "Depends on the script that is executed.",
                arguments: [
                    .string("script"),
                    .integer("numkeys"),
                    .key("key", [.optional, .multiple]),
                    .string("arg", [.optional, .multiple]),
                ])
        }

        static func evalRo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Runs a script that only reads.",
                since: "7.0.0", group: .scripting, complexity: "Depends on the script that is executed.",
                arguments: [
                    .string("script"),
                    .integer("numkeys"),
                    .key("key", [.optional, .multiple]),
                    .string("arg", [.optional, .multiple]),
                ])
        }

        static func evalsha() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Runs a script that the server knows by its SHA-1 digest.",
                since: "2.6.0", group: .scripting, complexity: "Depends on the script that is executed.",
                arguments: [
                    .string("sha1"),
                    .integer("numkeys"),
                    .key("key", [.optional, .multiple]),
                    .string("arg", [.optional, .multiple]),
                ])
        }

        static func evalshaRo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Runs a script that only reads, known by its SHA-1 digest.",
                since: "7.0.0", group: .scripting, complexity: "Depends on the script that is executed.",
                arguments: [
                    .string("sha1"),
                    .integer("numkeys"),
                    .key("key", [.optional, .multiple]),
                    .string("arg", [.optional, .multiple]),
                ])
        }

        static func script() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Looks after the scripts that the server knows.",
                since: "2.6.0", group: .scripting, complexity: "Depends on subcommand.")
        }

        static func scriptDebug() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Says how the scripts that follow are debugged.",
                since: "3.2.0", group: .scripting, complexity: "O(1)",
                arguments: [
                    .oneOf("mode", of: [.token("YES"), .token("SYNC"), .token("NO")]),
                    .string("engine", .optional, since: "9.1.0").only(in: .valkey91),
                ])
        }

        static func scriptExists() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells which scripts the server knows.",
                since: "2.6.0", group: .scripting,
                complexity: """
                    O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).
                    """,
                arguments: [
                    .string("sha1", .multiple)
                ])
        }

        static func scriptFlush() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Forgets all scripts.",
                since: "2.6.0", group: .scripting, complexity: "O(N) with N being the number of scripts in cache",
                history: [
                    ("6.2.0", "Added the `ASYNC` and `SYNC` flushing mode modifiers.")
                ],
                arguments: [
                    .oneOf("flush-type", .optional, since: "6.2.0", of: [.token("ASYNC"), .token("SYNC")])
                        .named("async")
                ])
        }

        static func scriptHelp() -> CommandDocumentation {
            CommandDocumentation.help(since: "5.0.0", group: .scripting)
        }

        static func scriptKill() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Ends the running script, unless it has written.",
                since: "2.6.0", group: .scripting, complexity: "O(1)")
        }

        static func scriptLoad() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Keeps a script without running it.",
                since: "2.6.0", group: .scripting,
                complexity: "O(N) with N being the length in bytes of the script body.",
                arguments: [
                    .string("script")
                ])
        }

        static func scriptShow() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns the source of a script that the server knows.",
                since: "8.0.0", group: .scripting, complexity: "O(1).",
                arguments: [
                    .string("sha1")
                ])
        }
    }
}
