// The table of the group `list`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension ListCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "blmove", arity: 6, flags: [.write, .denyOOM, .blocking], categories: .list,
                keys: [.at(1, [.readWrite, .access, .delete]), .at(2, [.readWrite, .insert])],
                documentation: Documentation.blmove, handler: ListCommands.blmove
            )
            .in(.redis70) { $0.flags.insert(.noscript) },
            CommandSpecification(
                "blmpop", arity: -5, flags: [.write, .blocking], categories: .list,
                keys: [.counted(at: 2, [.readWrite, .access, .delete])],
                documentation: Documentation.blmpop, handler: ListCommands.blmpop),
            CommandSpecification(
                "blpop", arity: -3, flags: [.write, .blocking], categories: .list,
                keys: [.range(from: 1, last: -2, [.readWrite, .access, .delete])],
                documentation: Documentation.blpop, handler: ListCommands.blpop
            )
            .in(.redis70) { $0.flags.insert(.noscript) },
            CommandSpecification(
                "brpop", arity: -3, flags: [.write, .blocking], categories: .list,
                keys: [.range(from: 1, last: -2, [.readWrite, .access, .delete])],
                documentation: Documentation.brpop, handler: ListCommands.brpop
            )
            .in(.redis70) { $0.flags.insert(.noscript) },
            CommandSpecification(
                "brpoplpush", arity: 4, flags: [.write, .denyOOM, .blocking], categories: .list,
                keys: [.at(1, [.readWrite, .access, .delete]), .at(2, [.readWrite, .insert])],
                documentation: Documentation.brpoplpush, handler: ListCommands.brpoplpush
            )
            .in(.redis70) { $0.flags.insert(.noscript) },
            CommandSpecification(
                "lindex", arity: 3, flags: .readonly, categories: .list,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.lindex, handler: ListCommands.lindex),
            CommandSpecification(
                "linsert", arity: 5, flags: [.write, .denyOOM], categories: .list,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.linsert, handler: ListCommands.linsert),
            CommandSpecification(
                "llen", arity: 2, flags: [.readonly, .fast], categories: .list,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.llen, handler: ListCommands.llen),
            CommandSpecification(
                "lmove", arity: 5, flags: [.write, .denyOOM], categories: .list,
                keys: [.at(1, [.readWrite, .access, .delete]), .at(2, [.readWrite, .insert])],
                documentation: Documentation.lmove, handler: ListCommands.lmove),
            CommandSpecification(
                "lmpop", arity: -4, flags: .write, categories: .list,
                keys: [.counted(at: 1, [.readWrite, .access, .delete])],
                documentation: Documentation.lmpop, handler: ListCommands.lmpop),
            CommandSpecification(
                "lpop", arity: -2, flags: [.write, .fast], categories: .list,
                keys: [.at(1, [.readWrite, .access, .delete])],
                documentation: Documentation.lpop, handler: ListCommands.lpop),
            CommandSpecification(
                "lpos", arity: -3, flags: .readonly, categories: .list,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.lpos, handler: ListCommands.lpos),
            CommandSpecification(
                "lpush", arity: -3, flags: [.write, .denyOOM, .fast], categories: .list,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.lpush, handler: ListCommands.lpush),
            CommandSpecification(
                "lpushx", arity: -3, flags: [.write, .denyOOM, .fast], categories: .list,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.lpushx, handler: ListCommands.lpushx),
            CommandSpecification(
                "lrange", arity: 4, flags: .readonly, categories: .list,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.lrange, handler: ListCommands.lrange),
            CommandSpecification(
                "lrem", arity: 4, flags: .write, categories: .list,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.lrem, handler: ListCommands.lrem),
            CommandSpecification(
                "lset", arity: 4, flags: [.write, .denyOOM], categories: .list,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.lset, handler: ListCommands.lset),
            CommandSpecification(
                "ltrim", arity: 4, flags: .write, categories: .list,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.ltrim, handler: ListCommands.ltrim),
            CommandSpecification(
                "rpop", arity: -2, flags: [.write, .fast], categories: .list,
                keys: [.at(1, [.readWrite, .access, .delete])],
                documentation: Documentation.rpop, handler: ListCommands.rpop),
            CommandSpecification(
                "rpoplpush", arity: 3, flags: [.write, .denyOOM], categories: .list,
                keys: [.at(1, [.readWrite, .access, .delete]), .at(2, [.readWrite, .insert])],
                documentation: Documentation.rpoplpush, handler: ListCommands.rpoplpush),
            CommandSpecification(
                "rpush", arity: -3, flags: [.write, .denyOOM, .fast], categories: .list,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.rpush, handler: ListCommands.rpush),
            CommandSpecification(
                "rpushx", arity: -3, flags: [.write, .denyOOM, .fast], categories: .list,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.rpushx, handler: ListCommands.rpushx),
        ]
    }
}
