// BITFIELD and BITFIELD_RO: all operations are understood before the first is carried out, and the string is extended once, to the
// last bit that any of them writes.

extension BitmapCommands {
    static func bitfield(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try bitfield(session, arguments, isReadOnly: false)
    }

    static func bitfieldRo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try bitfield(session, arguments, isReadOnly: true)
    }

    private static func bitfield(
        _ session: Session, _ arguments: Arguments, isReadOnly: Bool
    ) throws(CommandError) {
        let operations = try parse(session, arguments)
        let reach = operations.lazy.filter { $0.action.writes }.map { $0.offset + $0.type.width - 1 }.max()
        guard let reach else { return try read(session, arguments[1], operations) }
        if isReadOnly { throw CommandError("ERR BITFIELD_RO only supports the GET subcommand") }
        let (buffer, grew) = try session.bitmap(arguments[1], reaching: reach)
        session.reply.array(operations.count)
        var changes = 0
        for operation in operations {
            let old = operation.value(in: buffer.bytes)
            guard let (stored, reply) = operation.result(replacing: old) else {
                session.reply.null()
                continue
            }
            session.reply.integer(reply)
            if !operation.action.writes { continue }
            buffer.setBits(at: operation.offset, width: operation.type.width, to: UInt64(bitPattern: Int64(stored)))
            if grew || stored != old { changes += 1 }
        }
        guard changes > 0 else { return }
        session.didModify(arguments[1], changes: changes)
        session.notify(.string, "setbit", arguments[1])
    }

    private static func read(
        _ session: Session, _ key: Bytes, _ operations: [BitfieldOperation]
    ) throws(CommandError) {
        let entry = session.database.lookUp(key)
        try entry?.requireString()
        session.reply.array(operations.count)
        let read = { (bytes: Bytes) in
            for operation in operations { session.reply.integer(operation.value(in: bytes)) }
        }
        if let entry { entry.withStringBytes(read) } else { read(Bytes("")) }
    }

    private static func parse(
        _ session: Session, _ arguments: Arguments
    ) throws(CommandError) -> [BitfieldOperation] {
        var operations: [BitfieldOperation] = []
        var overflow = BitfieldOverflow.wrap
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd {
            if cursor.skip("overflow", before: 1) {
                overflow = try BitfieldOverflow(try cursor.next())
                continue
            }
            let isGet = cursor.skip("get", before: 2)
            let isSet = !isGet && cursor.skip("set", before: 3)
            guard isGet || isSet || cursor.skip("incrby", before: 3) else { throw .syntax }
            let type = try BitfieldType(try cursor.next(), stopsAtZero: session.engine.profile.endsWidthsAtNUL)
            let offset = try session.bitOffset(try cursor.next(), width: type.width)
            var action = BitfieldOperation.Action.get
            if !isGet {
                let number = try cursor.next().parseInteger()
                action = isSet ? .set(number) : .increment(number)
            }
            operations.append(BitfieldOperation(action: action, type: type, offset: offset, overflow: overflow))
        }
        return operations
    }

    /// BITFIELD's key is only read if all operations are GETs.
    static func keysOfBitfield(_ arguments: Arguments) -> [KeyReference] {
        var cursor = ArgumentCursor(arguments, from: 2)
        var isRead = true
        while isRead, !cursor.isAtEnd {
            let length = cursor.skip("get", before: 2) ? 2 : cursor.skip("overflow", before: 1) ? 1 : 0
            isRead = length > 0
            for _ in 0..<length { _ = try? cursor.next() }
        }
        return [KeyReference(position: 1, flags: isRead ? [.readOnly, .access] : [.readWrite, .access, .update])]
    }
}
