// The table of the group `set`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension SetCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "sadd", arity: -3,
                flags: [.write, .denyOOM, .fast],
                categories: .set,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.sadd,
                handler: SetCommands.sadd),
            CommandSpecification(
                "scard", arity: 2,
                flags: [.readonly, .fast],
                categories: .set,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.scard,
                handler: SetCommands.scard),
            CommandSpecification(
                "sdiff", arity: -2,
                flags: .readonly,
                categories: .set,
                keys: [.range(from: 1, last: -1, [.readOnly, .access])],
                tips: ["nondeterministic_output_order"],
                documentation: Documentation.sdiff,
                handler: SetCommands.sdiff),
            CommandSpecification(
                "sdiffstore", arity: -3,
                flags: [.write, .denyOOM],
                categories: .set,
                keys: [.at(1, [.overwrite, .update]), .range(from: 2, last: -1, [.readOnly, .access])],
                documentation: Documentation.sdiffstore,
                handler: SetCommands.sdiffstore),
            CommandSpecification(
                "sinter", arity: -2,
                flags: .readonly,
                categories: .set,
                keys: [.range(from: 1, last: -1, [.readOnly, .access])],
                tips: ["nondeterministic_output_order"],
                documentation: Documentation.sinter,
                handler: SetCommands.sinter),
            CommandSpecification(
                "sintercard", arity: -3,
                flags: .readonly,
                categories: .set,
                keys: [.counted(at: 1, [.readOnly, .access])],
                documentation: Documentation.sintercard,
                handler: SetCommands.sintercard),
            CommandSpecification(
                "sinterstore", arity: -3,
                flags: [.write, .denyOOM],
                categories: .set,
                keys: [.at(1, [.overwrite, .update]), .range(from: 2, last: -1, [.readOnly, .access])],
                documentation: Documentation.sinterstore,
                handler: SetCommands.sinterstore
            )
            .in(.redis70) { $0.keys[0].flags = [.readWrite, .update] },
            CommandSpecification(
                "sismember", arity: 3,
                flags: [.readonly, .fast],
                categories: .set,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.sismember,
                handler: SetCommands.sismember),
            CommandSpecification(
                "smembers", arity: 2,
                flags: .readonly,
                categories: .set,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output_order"],
                documentation: Documentation.smembers,
                handler: SetCommands.smembers),
            CommandSpecification(
                "smismember", arity: -3,
                flags: [.readonly, .fast],
                categories: .set,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.smismember,
                handler: SetCommands.smismember),
            CommandSpecification(
                "smove", arity: 4,
                flags: [.write, .fast],
                categories: .set,
                keys: [.at(1, [.readWrite, .access, .delete]), .at(2, [.readWrite, .insert])],
                documentation: Documentation.smove,
                handler: SetCommands.smove),
            CommandSpecification(
                "spop", arity: -2,
                flags: [.write, .fast],
                categories: .set,
                keys: [.at(1, [.readWrite, .access, .delete])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.spop,
                handler: SetCommands.spop),
            CommandSpecification(
                "srandmember", arity: -2,
                flags: .readonly,
                categories: .set,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.srandmember,
                handler: SetCommands.srandmember),
            CommandSpecification(
                "srem", arity: -3,
                flags: [.write, .fast],
                categories: .set,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.srem,
                handler: SetCommands.srem),
            CommandSpecification(
                "sscan", arity: -3,
                flags: .readonly,
                categories: .set,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.sscan,
                handler: SetCommands.sscan),
            CommandSpecification(
                "sunion", arity: -2,
                flags: .readonly,
                categories: .set,
                keys: [.range(from: 1, last: -1, [.readOnly, .access])],
                tips: ["nondeterministic_output_order"],
                documentation: Documentation.sunion,
                handler: SetCommands.sunion),
            CommandSpecification(
                "sunionstore", arity: -3,
                flags: [.write, .denyOOM],
                categories: .set,
                keys: [.at(1, [.overwrite, .update]), .range(from: 2, last: -1, [.readOnly, .access])],
                documentation: Documentation.sunionstore,
                handler: SetCommands.sunionstore),
        ]
    }
}
