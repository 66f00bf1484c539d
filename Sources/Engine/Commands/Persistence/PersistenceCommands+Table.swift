// The table of DUMP, MIGRATE, RESTORE and of what saves the dataset: what COMMAND INFO tells of each command, and the handler that runs
// it. In alphabetical order.

extension PersistenceCommands {
    /// The group `generic`.
    @inline(__always) static var values: [CommandSpecification] {
        [
            CommandSpecification(
                "dump", arity: 2,
                flags: .readonly,
                categories: .keyspace,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.dump,
                handler: PersistenceCommands.dump),
            CommandSpecification(
                "migrate", arity: -6,
                flags: .write,
                categories: [.keyspace, .dangerous],
                keys: [
                    .at(3, [.readWrite, .access, .delete]),
                    KeySpecification(
                        flags: [.readWrite, .access, .delete, .incomplete], begin: .keyword("KEYS", from: -2),
                        find: .range(last: -1, step: 1, limit: 0)),
                ],
                keyProcedure: PersistenceCommands.keysOfMigrate,
                tips: ["nondeterministic_output"],
                documentation: Documentation.migrate,
                handler: PersistenceCommands.migrate),
            CommandSpecification(
                "restore", arity: -4,
                flags: [.write, .denyOOM],
                categories: [.keyspace, .dangerous],
                keys: [.at(1, [.overwrite, .update])],
                documentation: Documentation.restore,
                handler: PersistenceCommands.restore),
        ]
    }

    /// The group `server`.
    @inline(__always) static var files: [CommandSpecification] {
        [
            CommandSpecification(
                "bgsave", arity: -1,
                flags: [.admin, .noscript, .noAsyncLoading],
                documentation: Documentation.bgsave,
                handler: PersistenceCommands.bgsave),
            CommandSpecification(
                "lastsave", arity: 1,
                flags: [.loading, .stale, .fast],
                categories: [.dangerous, .admin],
                tips: ["nondeterministic_output"],
                documentation: Documentation.lastsave,
                handler: PersistenceCommands.lastsave),
            CommandSpecification(
                "restore-asking", arity: -4,
                flags: [.write, .denyOOM, .asking],
                categories: [.keyspace, .dangerous],
                keys: [.at(1, [.overwrite, .update])],
                documentation: Documentation.restoreAsking,
                handler: PersistenceCommands.restore),
            CommandSpecification(
                "save", arity: 1,
                flags: [.admin, .noscript, .noAsyncLoading, .noMulti],
                documentation: Documentation.save,
                handler: PersistenceCommands.save),
        ]
    }
}
