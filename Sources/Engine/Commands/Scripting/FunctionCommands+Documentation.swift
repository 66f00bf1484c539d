// What COMMAND DOCS tells of FUNCTION, FCALL and FCALL_RO. Versions, complexities and argument trees are facts of the real server,
// which a test compares with a recording of it; the summaries are the project's own.

extension FunctionCommands {
    enum Documentation {
        static func fcall() -> CommandDocumentation { call("Runs a function.") }

        static func fcallRo() -> CommandDocumentation { call("Runs a function that only reads.") }

        private static func call(_ summary: String) -> CommandDocumentation {
            CommandDocumentation(
                summary: summary,
                since: "7.0.0", group: .scripting, complexity: "Depends on the function that is executed.",
                arguments: [
                    .string("function"),
                    .integer("numkeys"),
                    .key("key", [.optional, .multiple]),
                    .string("arg", [.optional, .multiple]),
                ])
        }

        static func function() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Looks after the libraries of functions.",
                since: "7.0.0", group: .scripting, complexity: "Depends on subcommand.")
        }

        static func functionDelete() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes a library and its functions.",
                since: "7.0.0", group: .scripting, complexity: "O(1)",
                arguments: [
                    .string("library-name")
                ])
        }

        static func functionDump() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Returns all libraries in the form that FUNCTION RESTORE takes.",
                since: "7.0.0", group: .scripting, complexity: "O(N) where N is the number of functions")
        }

        static func functionFlush() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Removes all libraries.",
                since: "7.0.0", group: .scripting, complexity: "O(N) where N is the number of functions deleted",
                arguments: [
                    .oneOf("flush-type", .optional, of: [.token("ASYNC"), .token("SYNC")]).named("async")
                ])
        }

        static func functionHelp() -> CommandDocumentation {
            CommandDocumentation.help(since: "7.0.0", group: .scripting)
        }

        static func functionKill() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Ends the running function, unless it has written.",
                since: "7.0.0", group: .scripting, complexity: "O(1)")
        }

        static func functionList() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells of the libraries and their functions.",
                since: "7.0.0", group: .scripting, complexity: "O(N) where N is the number of functions",
                arguments: [
                    .string("library-name-pattern", token: "LIBRARYNAME", .optional),
                    .token("WITHCODE", .optional),
                ])
        }

        static func functionLoad() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes a library of the functions that its code registers.",
                since: "7.0.0", group: .scripting, complexity: "O(1) (considering compilation time is redundant)",
                arguments: [
                    .token("REPLACE", .optional),
                    .string("function-code"),
                ])
        }

        static func functionRestore() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes libraries from what FUNCTION DUMP returned.",
                since: "7.0.0", group: .scripting, complexity: "O(N) where N is the number of functions on the payload",
                arguments: [
                    .string("serialized-value"),
                    .oneOf(
                        "policy", .optional, of: [.token("FLUSH"), .token("APPEND"), .token("REPLACE")]),
                ])
        }

        static func functionStats() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells which function runs, and how many there are.",
                since: "7.0.0", group: .scripting, complexity: "O(1)")
        }
    }
}
