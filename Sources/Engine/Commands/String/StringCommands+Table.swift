// The table of the group `string`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension StringCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "append", arity: 3, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.append, handler: StringCommands.append),
            CommandSpecification(
                "decr", arity: 2, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.decr, handler: StringCommands.decr),
            CommandSpecification(
                "decrby", arity: 3, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.decrby, handler: StringCommands.decrby),
            CommandSpecification(
                "delifeq", profiles: .valkey91, arity: 3, flags: [.write, .fast], categories: .string,
                keys: [.at(1, [.remove, .delete])],
                documentation: Documentation.delifeq, handler: StringCommands.delifeq),
            CommandSpecification(
                "get", arity: 2, flags: [.readonly, .fast], categories: .string,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.get, handler: StringCommands.get),
            CommandSpecification(
                "getdel", arity: 2, flags: [.write, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .delete])],
                documentation: Documentation.getdel, handler: StringCommands.getdel),
            CommandSpecification(
                "getex", arity: -2, flags: [.write, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .update], notes: "RW and UPDATE because it changes the TTL")],
                documentation: Documentation.getex, handler: StringCommands.getex),
            CommandSpecification(
                "getrange", arity: 4, flags: .readonly, categories: .string,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.getrange, handler: StringCommands.getrange),
            CommandSpecification(
                "getset", arity: 3, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.getset, handler: StringCommands.getset),
            CommandSpecification(
                "incr", arity: 2, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.incr, handler: StringCommands.incr),
            CommandSpecification(
                "incrby", arity: 3, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.incrby, handler: StringCommands.incrby),
            CommandSpecification(
                "incrbyfloat", arity: 3, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.incrbyfloat, handler: StringCommands.incrbyfloat),
            CommandSpecification(
                "lcs", arity: -3, flags: .readonly, categories: .string,
                keys: [.range(from: 1, last: 1, [.readOnly, .access])],
                documentation: Documentation.lcs, handler: StringCommands.lcs),
            CommandSpecification(
                "mget", arity: -2, flags: [.readonly, .fast], categories: .string,
                keys: [.range(from: 1, last: -1, [.readOnly, .access])],
                tips: ["request_policy:multi_shard"],
                documentation: Documentation.mget, handler: StringCommands.mget),
            CommandSpecification(
                "mset", arity: -3, flags: [.write, .denyOOM], categories: .string,
                keys: [.range(from: 1, last: -1, step: 2, [.overwrite, .update])],
                tips: ["request_policy:multi_shard", "response_policy:all_succeeded"],
                documentation: Documentation.mset, handler: StringCommands.mset),
            CommandSpecification(
                "msetex", profiles: .valkey91, arity: -4, flags: [.write, .denyOOM], categories: .string,
                keys: [
                    KeySpecification(
                        flags: [.overwrite, .update], begin: .index(1), find: .count(keyNumber: 0, first: 1, step: 2))
                ],
                tips: ["request_policy:multi_shard", "response_policy:all_succeeded"],
                documentation: Documentation.msetex, handler: StringCommands.msetex),
            CommandSpecification(
                "msetnx", arity: -3, flags: [.write, .denyOOM], categories: .string,
                keys: [.range(from: 1, last: -1, step: 2, [.overwrite, .insert])],
                documentation: Documentation.msetnx, handler: StringCommands.msetnx
            )
            .in(.redis70) { $0.tips = ["request_policy:multi_shard", "response_policy:agg_min"] },
            CommandSpecification(
                "psetex", arity: 4, flags: [.write, .denyOOM], categories: .string,
                keys: [.at(1, [.overwrite, .update])],
                documentation: Documentation.psetex, handler: StringCommands.psetex),
            CommandSpecification(
                "set", arity: -3, flags: [.write, .denyOOM], categories: .string,
                keys: [
                    .at(
                        1, [.readWrite, .access, .update, .variableFlags],
                        notes: "RW and ACCESS due to the optional `GET` argument")
                ],
                keyProcedure: StringCommands.keysOfSet,
                documentation: Documentation.set, handler: StringCommands.set),
            CommandSpecification(
                "setex", arity: 4, flags: [.write, .denyOOM], categories: .string,
                keys: [.at(1, [.overwrite, .update])],
                documentation: Documentation.setex, handler: StringCommands.setex),
            CommandSpecification(
                "setnx", arity: 3, flags: [.write, .denyOOM, .fast], categories: .string,
                keys: [.at(1, [.overwrite, .insert])],
                documentation: Documentation.setnx, handler: StringCommands.setnx),
            CommandSpecification(
                "setrange", arity: 4, flags: [.write, .denyOOM], categories: .string,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.setrange, handler: StringCommands.setrange),
            CommandSpecification(
                "strlen", arity: 2, flags: [.readonly, .fast], categories: .string,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.strlen, handler: StringCommands.strlen),
            CommandSpecification(
                "substr", arity: 4, flags: .readonly, categories: .string,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.substr, handler: StringCommands.substr),
        ]
    }
}

extension StringCommands {
    /// SET replaces the value unseen, unless one of its options is GET.
    @Sendable
    private static func keysOfSet(_ arguments: Arguments) -> [KeyReference] {
        let answersOld = (3..<max(3, arguments.count)).contains { arguments[$0].matches("get") }
        return [KeyReference(position: 1, flags: answersOld ? [.readWrite, .access, .update] : [.overwrite, .update])]
    }
}
