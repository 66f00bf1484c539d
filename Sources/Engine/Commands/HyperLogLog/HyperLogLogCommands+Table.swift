// The table of the group `hyperloglog`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension HyperLogLogCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "pfadd", arity: -2, flags: [.write, .denyOOM, .fast], categories: .hyperloglog,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.pfadd, handler: HyperLogLogCommands.pfadd),
            CommandSpecification(
                "pfcount", arity: -2, flags: [.readonly, .mayReplicate], categories: .hyperloglog,
                keys: [
                    .range(
                        from: 1, last: -1, [.readWrite, .access],
                        notes:
                            "RW because it may change the internal representation of the key, and propagate to replicas"
                    )
                ],
                documentation: Documentation.pfcount, handler: HyperLogLogCommands.pfcount),
            CommandSpecification(
                "pfdebug", arity: 3, flags: [.write, .denyOOM, .admin], categories: .hyperloglog,
                keys: [.at(2, [.readWrite, .access])],
                documentation: Documentation.pfdebug, handler: HyperLogLogCommands.pfdebug),
            CommandSpecification(
                "pfmerge", arity: -2, flags: [.write, .denyOOM], categories: .hyperloglog,
                keys: [.at(1, [.readWrite, .access, .insert]), .range(from: 2, last: -1, [.readOnly, .access])],
                documentation: Documentation.pfmerge, handler: HyperLogLogCommands.pfmerge),
            CommandSpecification(
                "pfselftest", arity: 1, flags: .admin, categories: .hyperloglog,
                documentation: Documentation.pfselftest, handler: HyperLogLogCommands.pfselftest),
        ]
    }
}
