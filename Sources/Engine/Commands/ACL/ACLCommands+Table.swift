// The table of ACL: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension ACLCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "acl", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "cat", arity: -2,
                        flags: [.noscript, .loading, .stale],
                        documentation: Documentation.aclCat,
                        handler: ACLCommands.aclCat),
                    CommandSpecification(
                        "deluser", arity: -3,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.aclDeluser,
                        handler: ACLCommands.aclDeluser
                    )
                    .in(.redis70) { $0.tips = [] },
                    CommandSpecification(
                        "dryrun", arity: -4,
                        flags: [.admin, .noscript, .loading, .stale],
                        documentation: Documentation.aclDryrun,
                        handler: ACLCommands.aclDryrun),
                    CommandSpecification(
                        "genpass", arity: -2,
                        flags: [.noscript, .loading, .stale],
                        documentation: Documentation.aclGenpass,
                        handler: ACLCommands.aclGenpass),
                    CommandSpecification(
                        "getuser", arity: 3,
                        flags: [.admin, .noscript, .loading, .stale],
                        documentation: Documentation.aclGetuser,
                        handler: ACLCommands.aclGetuser),
                    .help(documentation: Documentation.aclHelp, handler: ACLCommands.aclHelp),
                    CommandSpecification(
                        "list", arity: 2,
                        flags: [.admin, .noscript, .loading, .stale],
                        documentation: Documentation.aclList,
                        handler: ACLCommands.aclList),
                    CommandSpecification(
                        "load", arity: 2,
                        flags: [.admin, .noscript, .loading, .stale],
                        documentation: Documentation.aclLoad,
                        handler: ACLCommands.aclLoad),
                    CommandSpecification(
                        "log", arity: -2,
                        flags: [.admin, .noscript, .loading, .stale],
                        documentation: Documentation.aclLog,
                        handler: ACLCommands.aclLog),
                    CommandSpecification(
                        "save", arity: 2,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.aclSave,
                        handler: ACLCommands.aclSave
                    )
                    .in(.redis70) { $0.tips = [] },
                    CommandSpecification(
                        "setuser", arity: -3,
                        flags: [.admin, .noscript, .loading, .stale],
                        tips: .setsAllNodes,
                        documentation: Documentation.aclSetuser,
                        handler: ACLCommands.aclSetuser
                    )
                    .in(.redis70) { $0.tips = [] },
                    CommandSpecification(
                        "users", arity: 2,
                        flags: [.admin, .noscript, .loading, .stale],
                        documentation: Documentation.aclUsers,
                        handler: ACLCommands.aclUsers),
                    CommandSpecification(
                        "whoami", arity: 2,
                        flags: [.noscript, .loading, .stale],
                        documentation: Documentation.aclWhoami,
                        handler: ACLCommands.aclWhoami),
                ],
                documentation: Documentation.acl)
        ]
    }
}
