// The table of the group `hash`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension HashCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "hdel", arity: -3, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .delete])],
                documentation: Documentation.hdel, handler: HashCommands.hdel),
            CommandSpecification(
                "hexists", arity: 3, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.hexists, handler: HashCommands.hexists),
            CommandSpecification(
                "hexpire", profiles: [.redis80, .valkey91], arity: -6, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hexpire, handler: HashCommands.hexpire),
            CommandSpecification(
                "hexpireat", profiles: [.redis80, .valkey91], arity: -6, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hexpireat, handler: HashCommands.hexpireat),
            CommandSpecification(
                "hexpiretime", profiles: [.redis80, .valkey91], arity: -5, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.hexpiretime, handler: HashCommands.hexpiretime),
            CommandSpecification(
                "hget", arity: 3, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.hget, handler: HashCommands.hget),
            CommandSpecification(
                "hgetall", arity: 2, flags: .readonly, categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output_order"],
                documentation: Documentation.hgetall, handler: HashCommands.hgetall),
            CommandSpecification(
                "hgetdel", profiles: [.redis80, .valkey91], arity: -5, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .access, .delete])],
                documentation: Documentation.hgetdel, handler: HashCommands.hgetdel),
            CommandSpecification(
                "hgetex", profiles: [.redis80, .valkey91], arity: -5, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .access, .update], notes: "RW and UPDATE because it changes the TTL")],
                documentation: Documentation.hgetex, handler: HashCommands.hgetex
            )
            .in(.valkey91) { $0.keys[0].notes = nil },
            CommandSpecification(
                "hincrby", arity: 4, flags: [.write, .denyOOM, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.hincrby, handler: HashCommands.hincrby),
            CommandSpecification(
                "hincrbyfloat", arity: 4, flags: [.write, .denyOOM, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.hincrbyfloat, handler: HashCommands.hincrbyfloat),
            CommandSpecification(
                "hkeys", arity: 2, flags: .readonly, categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output_order"],
                documentation: Documentation.hkeys, handler: HashCommands.hkeys),
            CommandSpecification(
                "hlen", arity: 2, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.hlen, handler: HashCommands.hlen),
            CommandSpecification(
                "hmget", arity: -3, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.hmget, handler: HashCommands.hmget),
            CommandSpecification(
                "hmset", arity: -4, flags: [.write, .denyOOM, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hmset, handler: HashCommands.hmset),
            CommandSpecification(
                "hpersist", profiles: [.redis80, .valkey91], arity: -5, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hpersist, handler: HashCommands.hpersist),
            CommandSpecification(
                "hpexpire", profiles: [.redis80, .valkey91], arity: -6, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hpexpire, handler: HashCommands.hpexpire),
            CommandSpecification(
                "hpexpireat", profiles: [.redis80, .valkey91], arity: -6, flags: [.write, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hpexpireat, handler: HashCommands.hpexpireat),
            CommandSpecification(
                "hpexpiretime", profiles: [.redis80, .valkey91], arity: -5, flags: [.readonly, .fast],
                categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.hpexpiretime, handler: HashCommands.hpexpiretime),
            CommandSpecification(
                "hpttl", profiles: [.redis80, .valkey91], arity: -5, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.hpttl, handler: HashCommands.hpttl
            )
            .in(.valkey91) { $0.tips = [] },
            CommandSpecification(
                "hrandfield", arity: -2, flags: .readonly, categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.hrandfield, handler: HashCommands.hrandfield),
            CommandSpecification(
                "hscan", arity: -3, flags: .readonly, categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.hscan, handler: HashCommands.hscan),
            CommandSpecification(
                "hset", arity: -4, flags: [.write, .denyOOM, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hset, handler: HashCommands.hset),
            CommandSpecification(
                "hsetex", profiles: [.redis80, .valkey91], arity: -6, flags: [.write, .denyOOM, .fast],
                categories: .hash,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.hsetex, handler: HashCommands.hsetex
            )
            .in(.valkey91) { $0.keys = [.at(1, [.readWrite, .insert])] },
            CommandSpecification(
                "hsetnx", arity: 4, flags: [.write, .denyOOM, .fast], categories: .hash,
                keys: [.at(1, [.readWrite, .insert])],
                documentation: Documentation.hsetnx, handler: HashCommands.hsetnx),
            CommandSpecification(
                "hstrlen", arity: 3, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, .readOnly)],
                documentation: Documentation.hstrlen, handler: HashCommands.hstrlen),
            CommandSpecification(
                "httl", profiles: [.redis80, .valkey91], arity: -5, flags: [.readonly, .fast], categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output"],
                documentation: Documentation.httl, handler: HashCommands.httl
            )
            .in(.valkey91) { $0.tips = [] },
            CommandSpecification(
                "hvals", arity: 2, flags: .readonly, categories: .hash,
                keys: [.at(1, [.readOnly, .access])],
                tips: ["nondeterministic_output_order"],
                documentation: Documentation.hvals, handler: HashCommands.hvals),
        ]
    }
}
