// What COMMAND DOCS tells of the commands of HyperLogLogs. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension HyperLogLogCommands {
    enum Documentation {
        static func pfadd() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts elements in a HyperLogLog.",
                since: "2.8.9", group: .hyperloglog, complexity: "O(1) to add every element.",
                arguments: [
                    .key("key"),
                    .string("element", [.optional, .multiple]),
                ])
        }

        static func pfcount() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Estimates how many different elements HyperLogLogs have seen together.",
                since: "2.8.9", group: .hyperloglog,
                complexity: """
                    O(1) with a very small average constant time when called with a single key. \
                    O(N) with N being the number of keys, and much bigger constant times, \
                    when called with multiple keys.
                    """,
                arguments: [
                    .key("key", .multiple)
                ])
        }

        static func pfdebug() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Shows a HyperLogLog from inside, or changes how it is kept.",
                since: "2.8.9", group: .hyperloglog, complexity: "N/A",
                isSystem: true,
                arguments: [
                    .string("subcommand"),
                    .key("key"),
                ])
        }

        static func pfmerge() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Merges HyperLogLogs into one.",
                since: "2.8.9", group: .hyperloglog,
                complexity: "O(N) to merge N HyperLogLogs, but with high constant times.",
                arguments: [
                    .key("destkey"),
                    .key("sourcekey", specification: 1, [.optional, .multiple])
                        .in(.redis70) { $0.flags = .multiple },
                ])
        }

        static func pfselftest() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Checks that HyperLogLogs count as they should.",
                since: "2.8.9", group: .hyperloglog, complexity: "N/A",
                isSystem: true)
        }
    }
}
