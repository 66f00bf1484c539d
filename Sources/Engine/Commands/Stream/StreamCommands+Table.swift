// The table of the group `stream`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension StreamCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "xack", arity: -4,
                flags: [.write, .fast],
                categories: .stream,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.xack,
                handler: StreamCommands.xack),
            CommandSpecification(
                "xadd", arity: -5,
                flags: [.write, .denyOOM, .fast],
                categories: .stream,
                keys: [
                    .at(
                        1, [.readWrite, .update],
                        notes: "UPDATE instead of INSERT because of the optional trimming feature"
                    )
                ],
                tips: ["nondeterministic_output"],
                documentation: Documentation.xadd,
                handler: StreamCommands.xadd),
            CommandSpecification(
                "xautoclaim", arity: -6,
                flags: [.write, .fast],
                categories: .stream,
                keys: [.at(1, [.readWrite, .delete])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.xautoclaim,
                handler: StreamCommands.xautoclaim),
            CommandSpecification(
                "xclaim", arity: -6,
                flags: [.write, .fast],
                categories: .stream,
                keys: [.at(1, [.readWrite, .update])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.xclaim,
                handler: StreamCommands.xclaim),
            CommandSpecification(
                "xdel", arity: -3,
                flags: [.write, .fast],
                categories: .stream,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.xdel,
                handler: StreamCommands.xdel),
            CommandSpecification(
                "xgroup", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "create", arity: -5,
                        flags: [.write, .denyOOM],
                        categories: .stream,
                        keys: [.at(2, [.readWrite, .insert])],
                        documentation: Documentation.xgroupCreate,
                        handler: StreamCommands.xgroupCreate),
                    CommandSpecification(
                        "createconsumer", arity: 5,
                        flags: [.write, .denyOOM],
                        categories: .stream,
                        keys: [.at(2, [.readWrite, .insert])],
                        documentation: Documentation.xgroupCreateconsumer,
                        handler: StreamCommands.xgroupCreateconsumer),
                    CommandSpecification(
                        "delconsumer", arity: 5,
                        flags: .write,
                        categories: .stream,
                        keys: [.at(2, [.readWrite, .delete])],
                        documentation: Documentation.xgroupDelconsumer,
                        handler: StreamCommands.xgroupDelconsumer),
                    CommandSpecification(
                        "destroy", arity: 4,
                        flags: .write,
                        categories: .stream,
                        keys: [.at(2, [.readWrite, .delete])],
                        documentation: Documentation.xgroupDestroy,
                        handler: StreamCommands.xgroupDestroy),
                    .help(.stream, documentation: Documentation.xgroupHelp, handler: StreamCommands.xgroupHelp),
                    CommandSpecification(
                        "setid", arity: -5,
                        flags: .write,
                        categories: .stream,
                        keys: [.at(2, [.readWrite, .update])],
                        documentation: Documentation.xgroupSetid,
                        handler: StreamCommands.xgroupSetid),
                ],
                documentation: Documentation.xgroup),
            CommandSpecification(
                "xinfo", arity: -2,
                subcommands: [
                    CommandSpecification(
                        "consumers", arity: 4,
                        flags: .readonly,
                        categories: .stream,
                        keys: [.at(2, [.readOnly, .access])],
                        tips: ["nondeterministic_output"],
                        documentation: Documentation.xinfoConsumers,
                        handler: StreamCommands.xinfoConsumers),
                    CommandSpecification(
                        "groups", arity: 3,
                        flags: .readonly,
                        categories: .stream,
                        keys: [.at(2, [.readOnly, .access])],
                        documentation: Documentation.xinfoGroups,
                        handler: StreamCommands.xinfoGroups),
                    .help(.stream, documentation: Documentation.xinfoHelp, handler: StreamCommands.xinfoHelp),
                    CommandSpecification(
                        "stream", arity: -3,
                        flags: .readonly,
                        categories: .stream,
                        keys: [.at(2, [.readOnly, .access])],
                        documentation: Documentation.xinfoStream,
                        handler: StreamCommands.xinfoStream),
                ],
                documentation: Documentation.xinfo),
            CommandSpecification(
                "xlen", arity: 2,
                flags: [.readonly, .fast],
                categories: .stream,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.xlen,
                handler: StreamCommands.xlen),
            CommandSpecification(
                "xpending", arity: -3,
                flags: .readonly,
                categories: .stream,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.xpending,
                handler: StreamCommands.xpending),
            CommandSpecification(
                "xrange", arity: -4,
                flags: .readonly,
                categories: .stream,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.xrange,
                handler: StreamCommands.xrange),
            CommandSpecification(
                "xread", arity: -4,
                flags: [.readonly, .blocking],
                categories: .stream,
                keys: [streams(from: 1)],
                documentation: Documentation.xread,
                handler: StreamCommands.xread),
            CommandSpecification(
                "xreadgroup", arity: -7,
                flags: [.write, .blocking],
                categories: .stream,
                keys: [streams(from: 4)],
                documentation: Documentation.xreadgroup,
                handler: StreamCommands.xreadgroup),
            CommandSpecification(
                "xrevrange", arity: -4,
                flags: .readonly,
                categories: .stream,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.xrevrange,
                handler: StreamCommands.xrevrange),
            CommandSpecification(
                "xsetid", arity: -3,
                flags: [.write, .denyOOM, .fast],
                categories: .stream,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.xsetid,
                handler: StreamCommands.xsetid),
            CommandSpecification(
                "xtrim", arity: -4,
                flags: .write,
                categories: .stream,
                keys: [.at(1, [.readWrite, .delete])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.xtrim,
                handler: StreamCommands.xtrim),
        ]
    }

    /// The keys behind STREAMS, which is sought from an argument on: the first half of what follows.
    private static func streams(from start: Int) -> KeySpecification {
        KeySpecification(
            flags: [.readOnly, .access], begin: .keyword("STREAMS", from: start),
            find: .range(last: -1, step: 1, limit: 2))
    }
}
