// All command families of the engine.

enum CommandFamilies {
    static let all: [CommandSpecification] = Provisional.table
}

enum Provisional {
    static func row(_ name: String, _ arity: Int, _ flags: CommandFlags, _ h: @escaping CommandHandler)
        -> CommandSpecification
    {
        CommandSpecification(
            name, arity: arity, flags: flags,
            documentation: {
                CommandDocumentation(summary: "", since: "1.0.0", group: .generic, complexity: nil)
            }, handler: h)
    }
    static let table: [CommandSpecification] = [
        row("ping", -1, [.fast], ConnectionCommands.ping),
        row("echo", 2, [.fast], ConnectionCommands.echo),
        row("select", 2, [.fast], ConnectionCommands.select),
        row("quit", -1, [.fast, .noAuth], ConnectionCommands.quit),
        row("reset", 1, [.fast, .noAuth], ConnectionCommands.reset),
        row("hello", -1, [.fast, .noAuth], ConnectionCommands.hello),
        row("auth", -2, [.fast, .noAuth], ConnectionCommands.auth),
        row("get", 2, [.readonly, .fast], StringCommands.get),
        row("set", -3, [.write, .denyOOM], StringCommands.set),
        row("getset", 3, [.write], StringCommands.getset),
        row("getdel", 2, [.write], StringCommands.getdel),
        row("getex", -2, [.write], StringCommands.getex),
        row("setnx", 3, [.write], StringCommands.setnx),
        row("setex", 4, [.write], StringCommands.setex),
        row("psetex", 4, [.write], StringCommands.psetex),
        row("mget", -2, [.readonly], StringCommands.mget),
        row("mset", -3, [.write], StringCommands.mset),
        row("msetnx", -3, [.write], StringCommands.msetnx),
        row("append", 3, [.write], StringCommands.append),
        row("strlen", 2, [.readonly], StringCommands.strlen),
        row("getrange", 4, [.readonly], StringCommands.getrange),
        row("substr", 4, [.readonly], StringCommands.substr),
        row("setrange", 4, [.write], StringCommands.setrange),
        row("incr", 2, [.write], StringCommands.incr),
        row("decr", 2, [.write], StringCommands.decr),
        row("incrby", 3, [.write], StringCommands.incrby),
        row("decrby", 3, [.write], StringCommands.decrby),
        row("incrbyfloat", 3, [.write], StringCommands.incrbyfloat),
        row("lcs", -3, [.readonly], StringCommands.lcs),
        row("del", -2, [.write], GenericCommands.del),
        row("unlink", -2, [.write], GenericCommands.unlink),
        row("exists", -2, [.readonly], GenericCommands.exists),
        row("touch", -2, [.readonly], GenericCommands.touch),
        row("type", 2, [.readonly], GenericCommands.type),
        row("randomkey", 1, [.readonly], GenericCommands.randomkey),
        row("rename", 3, [.write], GenericCommands.rename),
        row("renamenx", 3, [.write], GenericCommands.renamenx),
        row("move", 3, [.write], GenericCommands.move),
        row("copy", -3, [.write], GenericCommands.copy),
        row("keys", 2, [.readonly], GenericCommands.keys),
        row("scan", -2, [.readonly], GenericCommands.scan),
        row("expire", -3, [.write], GenericCommands.expire),
        row("pexpire", -3, [.write], GenericCommands.pexpire),
        row("expireat", -3, [.write], GenericCommands.expireat),
        row("pexpireat", -3, [.write], GenericCommands.pexpireat),
        row("persist", 2, [.write], GenericCommands.persist),
        row("ttl", 2, [.readonly], GenericCommands.ttl),
        row("pttl", 2, [.readonly], GenericCommands.pttl),
        row("expiretime", 2, [.readonly], GenericCommands.expiretime),
        row("pexpiretime", 2, [.readonly], GenericCommands.pexpiretime),
        row("dbsize", 1, [.readonly], ServerCommands.dbsize),
        row("flushdb", -1, [.write], ServerCommands.flushdb),
        row("flushall", -1, [.write], ServerCommands.flushall),
        row("swapdb", 3, [.write], ServerCommands.swapdb),
        row("multi", 1, [.fast], TransactionCommands.multi),
        row("exec", 1, [], TransactionCommands.exec),
        row("discard", 1, [.fast], TransactionCommands.discard),
        row("watch", -2, [.fast], TransactionCommands.watch),
        row("unwatch", 1, [.fast], TransactionCommands.unwatch),
    ]
}
