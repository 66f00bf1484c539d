// The table of the group `generic`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension GenericCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "copy", arity: -3, flags: [.write, .denyOOM], categories: .keyspace,
                keys: [.at(1, [.readOnly, .access]), .at(2, [.overwrite, .update])],
                documentation: Documentation.copy, handler: GenericCommands.copy),
            CommandSpecification(
                "del", arity: -2, flags: .write, categories: .keyspace,
                keys: [.range(from: 1, last: -1, [.remove, .delete])],
                tips: ["request_policy:multi_shard", "response_policy:agg_sum"],
                documentation: Documentation.del, handler: GenericCommands.del),
            CommandSpecification(
                "exists", arity: -2, flags: [.readonly, .fast], categories: .keyspace,
                keys: [.range(from: 1, last: -1, .readOnly)],
                tips: ["request_policy:multi_shard", "response_policy:agg_sum"],
                documentation: Documentation.exists, handler: GenericCommands.exists),
            CommandSpecification(
                "expire", arity: -3, flags: [.write, .fast], categories: .keyspace,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.expire, handler: GenericCommands.expire),
            CommandSpecification(
                "expireat", arity: -3, flags: [.write, .fast], categories: .keyspace,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.expireat, handler: GenericCommands.expireat),
            CommandSpecification(
                "expiretime", arity: 2, flags: [.readonly, .fast], categories: .keyspace,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.expiretime, handler: GenericCommands.expiretime),
            CommandSpecification(
                "keys", arity: 2, flags: .readonly, categories: [.keyspace, .dangerous],
                tips: ["request_policy:all_shards", "nondeterministic_output_order"],
                documentation: Documentation.keys, handler: GenericCommands.keys),
            CommandSpecification(
                "move", arity: 3, flags: [.write, .fast], categories: .keyspace,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.move, handler: GenericCommands.move),
            CommandSpecification(
                "object", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "encoding", arity: 3, flags: .readonly, categories: .keyspace,
                        keys: [.at(2, .readOnly)],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.objectEncoding, handler: GenericCommands.objectEncoding),
                    CommandSpecification(
                        "freq", arity: 3, flags: .readonly, categories: .keyspace,
                        keys: [.at(2, .readOnly)],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.objectFreq, handler: GenericCommands.objectFreq),
                    .help(.keyspace, documentation: Documentation.objectHelp, handler: GenericCommands.objectHelp),
                    CommandSpecification(
                        "idletime", arity: 3, flags: .readonly, categories: .keyspace,
                        keys: [.at(2, .readOnly)],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.objectIdletime, handler: GenericCommands.objectIdletime),
                    CommandSpecification(
                        "refcount", arity: 3, flags: .readonly, categories: .keyspace,
                        keys: [.at(2, .readOnly)],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.objectRefcount, handler: GenericCommands.objectRefcount),
                ],
                documentation: Documentation.object),
            CommandSpecification(
                "persist", arity: 2, flags: [.write, .fast], categories: .keyspace,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.persist, handler: GenericCommands.persist),
            CommandSpecification(
                "pexpire", arity: -3, flags: [.write, .fast], categories: .keyspace,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.pexpire, handler: GenericCommands.pexpire),
            CommandSpecification(
                "pexpireat", arity: -3, flags: [.write, .fast], categories: .keyspace,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.pexpireat, handler: GenericCommands.pexpireat),
            CommandSpecification(
                "pexpiretime", arity: 2, flags: [.readonly, .fast], categories: .keyspace,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.pexpiretime, handler: GenericCommands.pexpiretime),
            CommandSpecification(
                "pttl", arity: 2, flags: [.readonly, .fast], categories: .keyspace,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.pttl, handler: GenericCommands.pttl),
            CommandSpecification(
                "randomkey", arity: 1, flags: .readonly, categories: .keyspace,
                tips: ["request_policy:all_shards", "response_policy:special", "nondeterministic_output"],
                documentation: Documentation.randomkey, handler: GenericCommands.randomkey
            )
            .in(.redis70) { $0.tips.removeAll { $0 == "response_policy:special" } },
            CommandSpecification(
                "rename", arity: 3, flags: .write, categories: .keyspace,
                keys: [.at(1, [.readWrite, .access, .delete]), .at(2, [.overwrite, .update])],
                documentation: Documentation.rename, handler: GenericCommands.rename),
            CommandSpecification(
                "renamenx", arity: 3, flags: [.write, .fast], categories: .keyspace,
                keys: [.at(1, [.readWrite, .access, .delete]), .at(2, [.overwrite, .insert])],
                documentation: Documentation.renamenx, handler: GenericCommands.renamenx),
            CommandSpecification(
                "scan", arity: -2, flags: .readonly, categories: .keyspace,
                tips: ["nondeterministic_output", "request_policy:special", "response_policy:special"],
                documentation: Documentation.scan, handler: GenericCommands.scan
            )
            .in(.redis70) { $0.tips.removeAll { $0 == "response_policy:special" } },
            CommandSpecification(
                "sort", arity: -2, flags: [.write, .denyOOM], categories: [.set, .sortedset, .list, .dangerous],
                keys: [.at(1, [.readOnly, .access]), .namedByElements, .namedByStore],
                keyProcedure: GenericCommands.keysOfSort,
                documentation: Documentation.sort, handler: GenericCommands.sort),
            CommandSpecification(
                "sort_ro", arity: -2, flags: .readonly, categories: [.set, .sortedset, .list, .dangerous],
                keys: [.at(1, [.readOnly, .access]), .namedByElements],
                keyProcedure: GenericCommands.keysOfSortRo,
                documentation: Documentation.sortRo, handler: GenericCommands.sortRo),
            CommandSpecification(
                "touch", arity: -2, flags: [.readonly, .fast], categories: .keyspace,
                keys: [.range(from: 1, last: -1, .readOnly)],
                tips: ["request_policy:multi_shard", "response_policy:agg_sum"],
                documentation: Documentation.touch, handler: GenericCommands.touch),
            CommandSpecification(
                "ttl", arity: 2, flags: [.readonly, .fast], categories: .keyspace,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.ttl, handler: GenericCommands.ttl),
            CommandSpecification(
                "type", arity: 2, flags: [.readonly, .fast], categories: .keyspace,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.type, handler: GenericCommands.type),
            CommandSpecification(
                "unlink", arity: -2, flags: [.write, .fast], categories: .keyspace,
                keys: [.range(from: 1, last: -1, [.remove, .delete])],
                tips: ["request_policy:multi_shard", "response_policy:agg_sum"],
                documentation: Documentation.unlink, handler: GenericCommands.unlink),
            CommandSpecification(
                "wait", arity: 3, flags: .blocking, categories: .connection,
                tips: ["request_policy:all_shards", "response_policy:agg_min"],
                documentation: Documentation.wait, handler: GenericCommands.wait
            )
            .in(.redis70) {
                $0.flags.remove(.blocking)
                $0.flags.insert(.noscript)
            },
            CommandSpecification(
                "waitaof", profiles: [.redis80, .valkey], arity: 4, flags: .blocking, categories: .connection,
                tips: ["request_policy:all_shards", "response_policy:agg_min"],
                documentation: Documentation.waitaof, handler: GenericCommands.waitaof),
        ]
    }
}

extension KeySpecification {
    /// The keys that BY and GET make of elements.
    fileprivate static let namedByElements = KeySpecification(
        flags: [.readOnly, .access], begin: .unknown, find: .unknown,
        notes:
            "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of "
            + "the key we sort")

    /// The key that STORE names.
    fileprivate static let namedByStore = KeySpecification(
        flags: [.overwrite, .update], begin: .unknown, find: .unknown,
        notes: "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the "
            + "argument array")
}
