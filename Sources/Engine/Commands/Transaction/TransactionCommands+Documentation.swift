// What COMMAND DOCS tells of the group `transactions`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension TransactionCommands {
    enum Documentation {
        static func discard() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Drops the queued commands and ends the transaction.",
                since: "2.0.0", group: .transactions, complexity: "O(N), when N is the number of queued commands")
        }

        static func exec() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Runs the queued commands as one, unless a watched key has changed.",
                since: "1.2.0", group: .transactions, complexity: "Depends on commands in the transaction")
        }

        static func multi() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Begins a transaction: the commands that follow are queued.",
                since: "1.2.0", group: .transactions, complexity: "O(1)")
        }

        static func unwatch() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Gives up the watch on all keys.",
                since: "2.2.0", group: .transactions, complexity: "O(1)")
        }

        static func watch() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lets the next transaction fail if one of these keys changes before it.",
                since: "2.2.0", group: .transactions, complexity: "O(1) for every key.",
                arguments: [.key("key", .multiple)])
        }
    }
}
