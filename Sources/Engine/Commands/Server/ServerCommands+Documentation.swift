// What COMMAND DOCS tells of the group `server`. Versions, complexities, histories and argument trees are facts of the real
// server, which a test compares with a recording of it; the summaries are the project's own.

extension ServerCommands {
    enum Documentation {
        static func command() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Describes every command.",
                since: "2.8.13", group: .server, complexity: "O(N) where N is the total number of Redis commands"
            )
            .in(.valkey) { $0.complexity = "O(N) where N is the total number of commands" }
        }

        static func commandCount() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the commands that the server knows.",
                since: "2.8.13", group: .server, complexity: "O(1)")
        }

        static func commandDocs() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Documents the named commands, or all: purpose, history, arguments.",
                since: "7.0.0", group: .server, complexity: "O(N) where N is the number of commands to look up",
                arguments: [.string("command-name", [.optional, .multiple])])
        }

        static func commandGetKeys() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Picks the keys out of a whole command.",
                since: "2.8.13", group: .server, complexity: "O(N) where N is the number of arguments to the command",
                arguments: [.string("command"), .string("arg", [.optional, .multiple])]
            )
            .in(.redis70) { $0.arguments = [] }
        }

        static func commandGetKeysAndFlags() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Picks the keys out of a whole command, each with what the command does to it.",
                since: "7.0.0", group: .server, complexity: "O(N) where N is the number of arguments to the command",
                arguments: [.string("command"), .string("arg", [.optional, .multiple])]
            )
            .in(.redis70) { $0.arguments = [] }
        }

        static func commandHelp() -> CommandDocumentation {
            .help(since: "5.0.0", group: .server)
        }

        static func commandInfo() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Describes the named commands, or all: arity, flags, keys.",
                since: "2.8.13", group: .server, complexity: "O(N) where N is the number of commands to look up",
                history: [
                    ("7.0.0", "Allowed to be called with no argument to get info on all commands.")
                ],
                arguments: [.string("command-name", [.optional, .multiple])])
        }

        static func commandList() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Names the commands, or those that pass a filter.",
                since: "7.0.0", group: .server, complexity: "O(N) where N is the total number of Redis commands",
                arguments: [
                    .oneOf(
                        "filterby", token: "FILTERBY", .optional,
                        of: [
                            .string("module-name", token: "MODULE"),
                            .string("category", token: "ACLCAT"),
                            .pattern("pattern", token: "PATTERN"),
                        ])
                ]
            )
            .in(.valkey) { $0.complexity = "O(N) where N is the total number of commands" }
        }

        static func config() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands that read and change the configuration.",
                since: "2.0.0", group: .server, complexity: "Depends on subcommand.")
        }

        static func configGet() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reads the parameters whose names match the patterns.",
                since: "2.0.0", group: .server,
                complexity: "O(N) when N is the number of configuration parameters provided",
                history: [
                    ("7.0.0", "Added the ability to pass multiple pattern parameters in one call")
                ],
                arguments: [
                    .string("parameter", .multiple)
                        .in(.redis70) { $0 = .block("parameter", .multiple, of: [.string("parameter")]) }
                ])
        }

        static func configHelp() -> CommandDocumentation {
            .help(since: "5.0.0", group: .server)
        }

        static func configResetStat() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Sets the counters of INFO back to zero.",
                since: "2.0.0", group: .server, complexity: "O(1)")
        }

        static func configRewrite() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Writes the current parameters into the configuration file.",
                since: "2.8.0", group: .server, complexity: "O(1)")
        }

        static func configSet() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Changes parameters while the server runs, all or none.",
                since: "2.0.0", group: .server,
                complexity: "O(N) when N is the number of configuration parameters provided",
                history: [
                    ("7.0.0", "Added the ability to set multiple parameters in one call.")
                ],
                arguments: [
                    .block("data", .multiple, of: [.string("parameter"), .string("value")])
                        .named("parameter_value")
                ])
        }

        static func dbsize() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Counts the keys of the current database.",
                since: "1.0.0", group: .server, complexity: "O(1)")
        }

        static func debug() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands for those who test the server itself.",
                since: "1.0.0", group: .server, complexity: "Depends on subcommand.",
                isSystem: true)
        }

        static func flushall() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Empties every database.",
                since: "1.0.0", group: .server, complexity: "O(N) where N is the total number of keys in all databases",
                history: [
                    ("4.0.0", "Added the `ASYNC` flushing mode modifier."),
                    ("6.2.0", "Added the `SYNC` flushing mode modifier."),
                ],
                arguments: [
                    .oneOf(
                        "flush-type", .optional, of: [.token("ASYNC", since: "4.0.0"), .token("SYNC", since: "6.2.0")]
                    ).named("async")
                ])
        }

        static func flushdb() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Empties the current database.",
                since: "1.0.0", group: .server,
                complexity: "O(N) where N is the number of keys in the selected database",
                history: [
                    ("4.0.0", "Added the `ASYNC` flushing mode modifier."),
                    ("6.2.0", "Added the `SYNC` flushing mode modifier."),
                ],
                arguments: [
                    .oneOf(
                        "flush-type", .optional, of: [.token("ASYNC", since: "4.0.0"), .token("SYNC", since: "6.2.0")]
                    ).named("async")
                ])
        }

        static func info() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Reports on the server's state, by sections.",
                since: "1.0.0", group: .server, complexity: "O(1)",
                history: [
                    ("7.0.0", "Added support for taking multiple section arguments.")
                ],
                arguments: [.string("section", [.optional, .multiple])])
        }

        static func lolwut() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Draws a piece of generative art and names the version.",
                since: "5.0.0", group: .server, complexity: nil,
                arguments: [.integer("version", token: "VERSION", .optional)])
        }

        static func memory() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands that examine memory.",
                since: "4.0.0", group: .server, complexity: "Depends on subcommand.")
        }

        static func memoryDoctor() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Looks for problems with memory.",
                since: "4.0.0", group: .server, complexity: "O(1)")
        }

        static func memoryHelp() -> CommandDocumentation {
            .help(since: "4.0.0", group: .server)
        }

        static func memoryMallocStats() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Shows the statistics of the memory allocator.",
                since: "4.0.0", group: .server, complexity: "Depends on how much memory is allocated, could be slow")
        }

        static func memoryPurge() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Asks the memory allocator to give back what it holds unused.",
                since: "4.0.0", group: .server, complexity: "Depends on how much memory is allocated, could be slow")
        }

        static func memoryStats() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells what takes how much memory.",
                since: "4.0.0", group: .server, complexity: "O(1)")
        }

        static func memoryUsage() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Estimates the bytes that a key and its value take.",
                since: "4.0.0", group: .server, complexity: "O(N) where N is the number of samples.",
                arguments: [.key("key"), .integer("count", token: "SAMPLES", .optional)])
        }

        static func module() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Commands about the modules of the server.",
                since: "4.0.0", group: .server, complexity: "Depends on subcommand.")
        }

        static func moduleHelp() -> CommandDocumentation {
            .help(since: "5.0.0", group: .server)
        }

        static func moduleList() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Lists the modules that are loaded.",
                since: "4.0.0", group: .server, complexity: "O(N) where N is the number of loaded modules.")
        }

        static func moduleLoad() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Loads a module from a file.",
                since: "4.0.0", group: .server, complexity: "O(1)",
                arguments: [.string("path"), .string("arg", [.optional, .multiple])])
        }

        static func moduleLoadex() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Loads a module from a file, with settings of its own.",
                since: "7.0.0", group: .server, complexity: "O(1)",
                arguments: [
                    .string("path"),
                    .block(
                        "configs", token: "CONFIG", [.optional, .multiple, .multipleToken],
                        of: [.string("name"), .string("value")]),
                    .string("args", token: "ARGS", [.optional, .multiple])
                        .in(.redis70) {
                            $0 = .block("args", token: "ARGS", [.optional, .multiple], of: [.string("arg")])
                        },
                ])
        }

        static func moduleUnload() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Unloads a module.",
                since: "4.0.0", group: .server, complexity: "O(1)",
                arguments: [.string("name")])
        }

        static func monitor() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Shows this connection every command that the server carries out.",
                since: "1.0.0", group: .server, complexity: nil)
        }

        static func shutdown() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Stops the server, saving first if it is so configured.",
                since: "1.0.0", group: .server,
                complexity: """
                    O(N) when saving, where N is the total number of keys in all databases when saving \
                    data, otherwise O(1)
                    """,
                history: [
                    ("7.0.0", "Added the `NOW`, `FORCE` and `ABORT` modifiers.")
                ],
                arguments: [
                    .oneOf("save-selector", .optional, of: [.token("NOSAVE"), .token("SAVE")]).named("nosave_save"),
                    .token("NOW", .optional, since: "7.0.0"),
                    .token("FORCE", .optional, since: "7.0.0"),
                    .token("ABORT", .optional, since: "7.0.0"),
                ]
            )
            .in(.valkey91) { $0.history.append(("9.0.0", "Added the `SAFE` and `FAILOVER` modifiers.")) }
            .in(.valkey) {
                let modifiers =
                    Array($0.arguments.dropLast()) + [
                        .token("SAFE", .optional, since: "9.0.0").only(in: .valkey91),
                        .token("FAILOVER", .optional, since: "9.0.0").only(in: .valkey91),
                    ]
                $0.arguments = [
                    .oneOf(
                        "abort-selector", .optional,
                        of: [.block("save-selector-block", of: modifiers), .token("ABORT", since: "7.0.0")])
                ]
            }
        }

        static func swapdb() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Exchanges the contents of two databases.",
                since: "4.0.0", group: .server,
                complexity: """
                    O(N) where N is the count of clients watching or blocking on keys from both databases.
                    """,
                arguments: [.integer("index1"), .integer("index2")])
        }

        static func time() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the time by the server's clock.",
                since: "2.6.0", group: .server, complexity: "O(1)")
        }

        static func failover() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Hands the master's part over to a replica.",
                since: "6.2.0", group: .server, complexity: "O(1)",
                arguments: [
                    .block(
                        "target", token: "TO", .optional,
                        of: [.string("host"), .integer("port"), .token("FORCE", .optional)]),
                    .token("ABORT", .optional),
                    .integer("milliseconds", token: "TIMEOUT", .optional),
                ])
        }

        static func replicaof() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes the server a replica, or a master again.",
                since: "5.0.0", group: .server, complexity: "O(1)",
                arguments: [
                    .oneOf(
                        "args",
                        of: [
                            .block("host-port", of: [.string("host"), .integer("port")]),
                            .block("no-one", of: [.token("NO"), .token("ONE")]),
                        ])
                ])
        }

        static func role() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Tells the server's part in replication.",
                since: "2.8.12", group: .server, complexity: "O(1)")
        }

        static func slaveof() -> CommandDocumentation {
            CommandDocumentation(
                summary: "Makes the server a replica, or a master again, by the older name.",
                since: "1.0.0", group: .server, complexity: "O(1)",
                deprecatedSince: "5.0.0", replacedBy: "`REPLICAOF`",
                arguments: [
                    .oneOf(
                        "args",
                        of: [
                            .block("host-port", of: [.string("host"), .integer("port")]),
                            .block("no-one", of: [.token("NO"), .token("ONE")]),
                        ])
                ])
        }
    }
}
