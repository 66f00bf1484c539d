// The table of the group `sorted-set`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical
// order.

extension SortedSetCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "bzmpop", arity: -5,
                flags: [.write, .blocking],
                categories: .sortedset,
                keys: [.counted(at: 2, [.readWrite, .access, .delete])],
                documentation: Documentation.bzmpop,
                handler: SortedSetCommands.bzmpop),
            CommandSpecification(
                "bzpopmax", arity: -3,
                flags: [.write, .blocking, .fast],
                categories: .sortedset,
                keys: [.range(from: 1, last: -2, [.readWrite, .access, .delete])],
                documentation: Documentation.bzpopmax,
                handler: SortedSetCommands.bzpopmax
            )
            .in(.redis70) { $0.flags.insert(.noscript) },
            CommandSpecification(
                "bzpopmin", arity: -3,
                flags: [.write, .blocking, .fast],
                categories: .sortedset,
                keys: [.range(from: 1, last: -2, [.readWrite, .access, .delete])],
                documentation: Documentation.bzpopmin,
                handler: SortedSetCommands.bzpopmin
            )
            .in(.redis70) { $0.flags.insert(.noscript) },
            CommandSpecification(
                "zadd", arity: -4,
                flags: [.write, .denyOOM, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.zadd,
                handler: SortedSetCommands.zadd),
            CommandSpecification(
                "zcard", arity: 2,
                flags: [.readonly, .fast],
                categories: .sortedset,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.zcard,
                handler: SortedSetCommands.zcard),
            CommandSpecification(
                "zcount", arity: 4,
                flags: [.readonly, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zcount,
                handler: SortedSetCommands.zcount),
            CommandSpecification(
                "zdiff", arity: -3,
                flags: .readonly,
                categories: .sortedset,
                keys: [.counted(at: 1, [.readOnly, .access])],
                documentation: Documentation.zdiff,
                handler: SortedSetCommands.zdiff),
            CommandSpecification(
                "zdiffstore", arity: -4,
                flags: [.write, .denyOOM],
                categories: .sortedset,
                keys: [.at(1, [.overwrite, .update]), .counted(at: 2, [.readOnly, .access])],
                documentation: Documentation.zdiffstore,
                handler: SortedSetCommands.zdiffstore),
            CommandSpecification(
                "zincrby", arity: 4,
                flags: [.write, .denyOOM, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.zincrby,
                handler: SortedSetCommands.zincrby),
            CommandSpecification(
                "zinter", arity: -3,
                flags: .readonly,
                categories: .sortedset,
                keys: [.counted(at: 1, [.readOnly, .access])],
                documentation: Documentation.zinter,
                handler: SortedSetCommands.zinter),
            CommandSpecification(
                "zintercard", arity: -3,
                flags: .readonly,
                categories: .sortedset,
                keys: [.counted(at: 1, [.readOnly, .access])],
                documentation: Documentation.zintercard,
                handler: SortedSetCommands.zintercard),
            CommandSpecification(
                "zinterstore", arity: -4,
                flags: [.write, .denyOOM],
                categories: .sortedset,
                keys: [.at(1, [.overwrite, .update]), .counted(at: 2, [.readOnly, .access])],
                documentation: Documentation.zinterstore,
                handler: SortedSetCommands.zinterstore),
            CommandSpecification(
                "zlexcount", arity: 4,
                flags: [.readonly, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zlexcount,
                handler: SortedSetCommands.zlexcount),
            CommandSpecification(
                "zmpop", arity: -4,
                flags: .write,
                categories: .sortedset,
                keys: [.counted(at: 1, [.readWrite, .access, .delete])],
                documentation: Documentation.zmpop,
                handler: SortedSetCommands.zmpop),
            CommandSpecification(
                "zmscore", arity: -3,
                flags: [.readonly, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zmscore,
                handler: SortedSetCommands.zmscore),
            CommandSpecification(
                "zpopmax", arity: -2,
                flags: [.write, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .access, .delete])],
                documentation: Documentation.zpopmax,
                handler: SortedSetCommands.zpopmax),
            CommandSpecification(
                "zpopmin", arity: -2,
                flags: [.write, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .access, .delete])],
                documentation: Documentation.zpopmin,
                handler: SortedSetCommands.zpopmin),
            CommandSpecification(
                "zrandmember", arity: -2,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.zrandmember,
                handler: SortedSetCommands.zrandmember),
            CommandSpecification(
                "zrange", arity: -4,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrange,
                handler: SortedSetCommands.zrange),
            CommandSpecification(
                "zrangebylex", arity: -4,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrangebylex,
                handler: SortedSetCommands.zrangebylex),
            CommandSpecification(
                "zrangebyscore", arity: -4,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrangebyscore,
                handler: SortedSetCommands.zrangebyscore),
            CommandSpecification(
                "zrangestore", arity: -5,
                flags: [.write, .denyOOM],
                categories: .sortedset,
                keys: [.at(1, [.overwrite, .update]), .at(2, [.readOnly, .access])],
                documentation: Documentation.zrangestore,
                handler: SortedSetCommands.zrangestore),
            CommandSpecification(
                "zrank", arity: -3,
                flags: [.readonly, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrank,
                handler: SortedSetCommands.zrank
            )
            .in(.redis70) { $0.arity = 3 },
            CommandSpecification(
                "zrem", arity: -3,
                flags: [.write, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.zrem,
                handler: SortedSetCommands.zrem),
            CommandSpecification(
                "zremrangebylex", arity: 4,
                flags: .write,
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.zremrangebylex,
                handler: SortedSetCommands.zremrangebylex),
            CommandSpecification(
                "zremrangebyrank", arity: 4,
                flags: .write,
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.zremrangebyrank,
                handler: SortedSetCommands.zremrangebyrank),
            CommandSpecification(
                "zremrangebyscore", arity: 4,
                flags: .write,
                categories: .sortedset,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.zremrangebyscore,
                handler: SortedSetCommands.zremrangebyscore),
            CommandSpecification(
                "zrevrange", arity: -4,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrevrange,
                handler: SortedSetCommands.zrevrange),
            CommandSpecification(
                "zrevrangebylex", arity: -4,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrevrangebylex,
                handler: SortedSetCommands.zrevrangebylex),
            CommandSpecification(
                "zrevrangebyscore", arity: -4,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrevrangebyscore,
                handler: SortedSetCommands.zrevrangebyscore),
            CommandSpecification(
                "zrevrank", arity: -3,
                flags: [.readonly, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zrevrank,
                handler: SortedSetCommands.zrevrank
            )
            .in(.redis70) { $0.arity = 3 },
            CommandSpecification(
                "zscan", arity: -3,
                flags: .readonly,
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.zscan,
                handler: SortedSetCommands.zscan),
            CommandSpecification(
                "zscore", arity: 3,
                flags: [.readonly, .fast],
                categories: .sortedset,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.zscore,
                handler: SortedSetCommands.zscore),
            CommandSpecification(
                "zunion", arity: -3,
                flags: .readonly,
                categories: .sortedset,
                keys: [.counted(at: 1, [.readOnly, .access])],
                documentation: Documentation.zunion,
                handler: SortedSetCommands.zunion),
            CommandSpecification(
                "zunionstore", arity: -4,
                flags: [.write, .denyOOM],
                categories: .sortedset,
                keys: [.at(1, [.overwrite, .update]), .counted(at: 2, [.readOnly, .access])],
                documentation: Documentation.zunionstore,
                handler: SortedSetCommands.zunionstore),
        ]
    }
}
