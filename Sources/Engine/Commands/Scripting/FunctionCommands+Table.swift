// The table of FUNCTION, FCALL and FCALL_RO: what COMMAND INFO tells of each, and the handler that runs it. In alphabetical order.

extension FunctionCommands {
    private static let everywhere = ["request_policy:all_shards", "response_policy:all_succeeded"]

    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "fcall", arity: -3,
                flags: ScriptingCommands.flags.union(.mayReplicate),
                categories: .scripting,
                keys: [
                    .counted(
                        at: 2, [.readWrite, .access, .update], notes: ScriptingCommands.worstCase + "RW and UPDATE")
                ],
                documentation: Documentation.fcall,
                handler: FunctionCommands.call),
            CommandSpecification(
                "fcall_ro", arity: -3,
                flags: ScriptingCommands.flags.union(.readonly),
                categories: .scripting,
                keys: [.counted(at: 2, [.readOnly, .access], notes: ScriptingCommands.worstCase + "RO and ACCESS")],
                documentation: Documentation.fcallRo,
                handler: FunctionCommands.callReadOnly),
            CommandSpecification(
                "function", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "delete", arity: 3,
                        flags: [.write, .noscript],
                        categories: .scripting,
                        tips: everywhere,
                        documentation: Documentation.functionDelete,
                        handler: FunctionCommands.delete),
                    CommandSpecification(
                        "dump", arity: 2,
                        flags: .noscript,
                        categories: .scripting,
                        documentation: Documentation.functionDump,
                        handler: FunctionCommands.dump),
                    CommandSpecification(
                        "flush", arity: -2,
                        flags: [.write, .noscript],
                        categories: .scripting,
                        tips: everywhere,
                        documentation: Documentation.functionFlush,
                        handler: FunctionCommands.flush),
                    .help(.scripting, documentation: Documentation.functionHelp, handler: FunctionCommands.help),
                    CommandSpecification(
                        "kill", arity: 2,
                        flags: [.noscript, .allowBusy],
                        categories: .scripting,
                        tips: ["request_policy:all_shards", "response_policy:one_succeeded"],
                        documentation: Documentation.functionKill,
                        handler: FunctionCommands.kill),
                    CommandSpecification(
                        "list", arity: -2,
                        flags: .noscript,
                        categories: .scripting,
                        tips: ["nondeterministic_output_order"],
                        documentation: Documentation.functionList,
                        handler: FunctionCommands.list),
                    CommandSpecification(
                        "load", arity: -3,
                        flags: [.write, .denyOOM, .noscript],
                        categories: .scripting,
                        tips: everywhere,
                        documentation: Documentation.functionLoad,
                        handler: FunctionCommands.load),
                    CommandSpecification(
                        "restore", arity: -3,
                        flags: [.write, .denyOOM, .noscript],
                        categories: .scripting,
                        tips: everywhere,
                        documentation: Documentation.functionRestore,
                        handler: FunctionCommands.restore),
                    CommandSpecification(
                        "stats", arity: 2,
                        flags: [.noscript, .allowBusy],
                        categories: .scripting,
                        tips: ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
                        documentation: Documentation.functionStats,
                        handler: FunctionCommands.stats),
                ],
                documentation: Documentation.function),
        ]
    }
}
