// HRANDFIELD: one field, some that differ, or some that may repeat.

extension HashCommands {
    static func hrandfield(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count > 2 else {
            guard let hash = try hashToPick(session, arguments[1]) else { return session.reply.null() }
            let index = session.database.context.random.next(below: hash.count)
            return session.reply.bulk(hash.field(at: index, &session.database.context.random).name)
        }
        let count = try arguments[2].parseSymmetricInteger()
        guard arguments.count <= 4, arguments.count == 3 || arguments[3].matches("withvalues") else { throw .syntax }
        let withValues = arguments.count == 4
        guard !withValues || (-(Int.max / 2)...Int.max / 2).contains(count) else { throw .outOfRange }
        guard let hash = try hashToPick(session, arguments[1]), count != 0 else { return session.reply.array(0) }
        let picked = count < 0 ? count.magnitude : UInt(min(count, hash.count))
        session.reply.array(withValues && !session.speaksRESP3 ? Int(picked) * 2 : Int(picked))
        if count < 0 {
            replyAny(Int(picked), of: hash, session, withValues)
        } else {
            replyDifferent(Int(picked), of: hash, session, withValues)
        }
    }

    /// The hash under a key without fields that have expired, or nil.
    private static func hashToPick(_ session: Session, _ key: Bytes) throws(CommandError) -> HashValue? {
        guard let hash = try session.hash(key) else { return nil }
        guard let next = hash.nextExpiry, next < session.engine.now.milliseconds else { return hash }
        session.database.expireFields(of: key)
        return session.database.peek(key)?.object(HashValue.self)
    }

    private static func replyAny(_ count: Int, of hash: HashValue, _ session: Session, _ withValues: Bool) {
        let context = session.database.context
        for _ in 0..<count {
            let index = context.random.next(below: hash.count)
            let field = hash.field(at: index, &context.random)
            reply(field.name, field.value, session, withValues)
        }
    }

    /// Replies with `count` fields, each as likely as any other: of those left, the next is taken with the chance that is due to it.
    private static func replyDifferent(_ count: Int, of hash: HashValue, _ session: Session, _ withValues: Bool) {
        if let table = hash.table, count * 3 < table.count {
            return replySampled(count, of: table, session, withValues)
        }
        let context = session.database.context
        var (wanted, left) = (count, hash.count)
        hash.forEach { field, value, _ in
            if context.random.next(below: left) < wanted {
                reply(field, value, session, withValues)
                wanted -= 1
            }
            left -= 1
            return wanted > 0
        }
    }

    /// The same for a few of many: drawn until there are enough that differ.
    private static func replySampled(
        _ count: Int, of table: HashFieldTable, _ session: Session, _ withValues: Bool
    ) {
        var drawn: Set<UInt> = []
        while drawn.count < count {
            guard let field = table.fields.random(&session.database.context.random) else { return }
            if drawn.insert(field.word).inserted {
                reply(.string(field.key), .string(field.value), session, withValues)
            }
        }
    }

    private static func reply(
        _ field: ListpackElement, _ value: ListpackElement, _ session: Session, _ withValues: Bool
    ) {
        if withValues, session.speaksRESP3 { session.reply.array(2) }
        session.reply.bulk(field)
        if withValues { session.reply.bulk(value) }
    }
}

extension HashValue {
    /// The field at `index` of a small hash, any field of a large one.
    fileprivate func field(
        at index: Int, _ random: inout RandomSource
    ) -> (name: ListpackElement, value: ListpackElement) {
        if let field = table?.fields.random(&random) { return (.string(field.key), .string(field.value)) }
        let position = listpack.position(at: index * (isListpackEx ? 3 : 2))
        return (listpack[position], listpack[listpack.position(after: position)])
    }
}
