// The table of scripting commands: what COMMAND INFO tells of each, and the handler that runs it. In alphabetical order.

extension ScriptingCommands {
    static let worstCase = "We cannot tell how the keys will be used so we assume the worst, "

    /// Of all commands that run a script or a function.
    static let flags: CommandFlags = [.noscript, .stale, .skipMonitor, .noMandatoryKeys, .runsScript]

    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "eval", arity: -3,
                flags: ScriptingCommands.flags.union(.mayReplicate),
                categories: .scripting,
                keys: [.counted(at: 2, [.readWrite, .access, .update], notes: worstCase + "RW and UPDATE")],
                documentation: Documentation.eval,
                handler: ScriptingCommands.eval),
            CommandSpecification(
                "eval_ro", arity: -3,
                flags: ScriptingCommands.flags.union(.readonly),
                categories: .scripting,
                keys: [.counted(at: 2, [.readOnly, .access], notes: worstCase + "RO and ACCESS")],
                documentation: Documentation.evalRo,
                handler: ScriptingCommands.evalReadOnly),
            CommandSpecification(
                "evalsha", arity: -3,
                flags: ScriptingCommands.flags.union(.mayReplicate),
                categories: .scripting,
                keys: [.counted(at: 2, [.readWrite, .access, .update])],
                documentation: Documentation.evalsha,
                handler: ScriptingCommands.evalsha),
            CommandSpecification(
                "evalsha_ro", arity: -3,
                flags: ScriptingCommands.flags.union(.readonly),
                categories: .scripting,
                keys: [.counted(at: 2, [.readOnly, .access])],
                documentation: Documentation.evalshaRo,
                handler: ScriptingCommands.evalshaReadOnly),
            CommandSpecification(
                "script", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "debug", arity: 3,
                        flags: .noscript,
                        categories: .scripting,
                        documentation: Documentation.scriptDebug,
                        handler: ScriptingCommands.debug
                    )
                    .in(.valkey91) { $0.arity = -3 },
                    CommandSpecification(
                        "exists", arity: -3,
                        flags: .noscript,
                        categories: .scripting,
                        tips: ["request_policy:all_shards", "response_policy:agg_logical_and"],
                        documentation: Documentation.scriptExists,
                        handler: ScriptingCommands.exists
                    )
                    .in(.valkey91) { $0.flags.insert(.stale) },
                    CommandSpecification(
                        "flush", arity: -2,
                        flags: .noscript,
                        categories: .scripting,
                        tips: .setsAllNodes,
                        documentation: Documentation.scriptFlush,
                        handler: ScriptingCommands.flush
                    )
                    .in(.valkey91) { $0.flags.insert(.stale) },
                    .help(.scripting, documentation: Documentation.scriptHelp, handler: ScriptingCommands.help),
                    CommandSpecification(
                        "kill", arity: 2,
                        flags: [.noscript, .allowBusy],
                        categories: .scripting,
                        tips: ["request_policy:all_shards", "response_policy:one_succeeded"],
                        documentation: Documentation.scriptKill,
                        handler: ScriptingCommands.kill),
                    CommandSpecification(
                        "load", arity: 3,
                        flags: [.noscript, .stale],
                        categories: .scripting,
                        tips: .setsAllNodes,
                        documentation: Documentation.scriptLoad,
                        handler: ScriptingCommands.load),
                    CommandSpecification(
                        "show", profiles: .valkey, arity: 3,
                        flags: .noscript,
                        categories: .scripting,
                        documentation: Documentation.scriptShow,
                        handler: ScriptingCommands.show
                    )
                    .in(.valkey91) { $0.flags.insert(.stale) },
                ],
                documentation: Documentation.script),
        ]
    }
}
