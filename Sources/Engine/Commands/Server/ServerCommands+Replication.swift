// What a master without replicas says of replication. It can become nobody's replica.

extension ServerCommands {
    static func role(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.array(3)
        session.reply.bulk("master")
        session.reply.integer(0)
        session.reply.array(0)
    }

    static func replicaof(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if arguments[1].matches("no"), arguments[2].matches("one") { return session.reply.ok() }
        guard let port = arguments[2].integer, (0...65535).contains(port) else {
            throw CommandError("ERR Invalid master port")
        }
        throw CommandError("ERR this server cannot be a replica")
    }

    static func failover(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 1)
        var (isAborting, isForced, hasTimeout, hasTarget) = (false, false, false, false)
        while !cursor.isAtEnd {
            if !hasTimeout, cursor.remaining > 1, cursor.skip("timeout") {
                guard try cursor.next().parseInteger() > 0 else {
                    throw CommandError("ERR FAILOVER timeout must be greater than 0")
                }
                hasTimeout = true
            } else if !isAborting, cursor.skip("abort") {
                isAborting = true
            } else if !hasTarget, cursor.remaining > 2, cursor.skip("to") {
                _ = try cursor.next()
                _ = try cursor.next().parseInteger()
                hasTarget = true
            } else if !isForced, cursor.skip("force") {
                isForced = true
            } else {
                throw .syntax
            }
        }
        if isAborting {
            guard !hasTimeout, !hasTarget, !isForced else { throw .syntax }
            throw CommandError("ERR No failover in progress.")
        }
        throw CommandError("ERR FAILOVER requires connected replicas.")
    }
}
