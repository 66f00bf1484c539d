// Strings as bitmaps: SETBIT, GETBIT and BITOP. A bitmap that is written is a `raw` string, grown with zeros as far as it is written.

enum BitmapCommands {
    static func setbit(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (key, offset) = (arguments[1], try session.bitOffset(arguments[2]))
        guard let value = arguments[3].integer, value == 0 || value == 1 else {
            throw CommandError("ERR bit is not an integer or out of range")
        }
        let (buffer, grew) = try session.bitmap(key, reaching: offset)
        let old = buffer.bytes.bit(at: offset)
        if grew || Int(old) != value {
            buffer.setBit(at: offset, to: value == 1)
            session.didModify(key)
            session.notify(.string, "setbit", key)
        }
        session.reply.integer(Int(old))
    }

    static func getbit(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let offset = try session.bitOffset(arguments[2])
        guard let entry = session.database.lookUp(arguments[1]) else { return session.reply.integer(0) }
        try entry.requireString()
        session.reply.integer(entry.withStringBytes { Int($0.bit(at: offset)) })
    }

    // MARK: BITOP

    static func bitop(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (word, target) = (arguments[1], arguments[2])
        let operation: BitOperation
        if word.matches("and") {
            operation = .and
        } else if word.matches("or") {
            operation = .or
        } else if word.matches("xor") {
            operation = .xor
        } else if word.matches("not") {
            guard arguments.count == 4 else {
                throw CommandError("ERR BITOP NOT must be called with a single source key.")
            }
            operation = .or
        } else {
            throw .syntax
        }
        let result = try combined(session, arguments, operation)
        if word.matches("not") { result.invert() }
        let location = session.database.locate(target)
        if !result.isEmpty {
            session.database.put(target, .buffer(result), at: location)
            session.didModify(target)
            session.notify(.string, "set", target)
        } else if session.database.remove(at: location) {
            session.didModify(target)
            session.notify(.generic, "del", target)
        }
        session.reply.integer(result.count)
    }

    /// The sources from argument 3 on, an absent one being empty. O(bytes of all).
    private static func combined(
        _ session: Session, _ arguments: Arguments, _ operation: BitOperation
    ) throws(CommandError) -> ByteBuffer {
        let result = ByteBuffer(capacity: 0)
        for index in 3..<arguments.count {
            let entry = session.database.lookUp(arguments[index])
            try entry?.requireString()
            // The first is copied, whatever the operation: nothing combined with it gives it.
            let operation = index == 3 ? .or : operation
            guard let entry else {
                result.combine(operation, with: Bytes(""))
                continue
            }
            entry.withStringBytes { result.combine(operation, with: $0) }
        }
        return result
    }
}

extension Session {
    /// The offset of a bit. With a `width`, one that starts with `#` counts fields of so many bits.
    func bitOffset(_ argument: Bytes, width: Int? = nil) throws(CommandError) -> Int {
        let counted = width != nil && !argument.isEmpty && argument[0] == UInt8(ascii: "#")
        let digits = counted ? argument.dropFirst(1) : argument
        guard let number = digits.integer else { throw .bitOffset }
        // The real server multiplies without looking, and so takes what wraps around to a valid offset.
        let offset = counted ? number &* width! : number
        guard offset >= 0, offset >> 3 < engine.configuration.protoMaxBulkLength else { throw .bitOffset }
        return offset
    }

    /// The string of a key, made or extended so that it has the bit at `offset`, and whether that took zeros.
    func bitmap(_ key: Bytes, reaching offset: Int) throws(CommandError) -> (buffer: ByteBuffer, grew: Bool) {
        let length = offset >> 3 + 1
        var location = database.lookUpForWriting(key)
        if let entry = location.entry {
            try entry.requireString()
        } else {
            database.add(key, .buffer(ByteBuffer(capacity: length)), at: location)
            location = database.locate(key)
        }
        let buffer = database.mutableString(at: &location, extra: 0)
        let grew = buffer.count < length
        buffer.extend(to: length)
        return (buffer, grew)
    }
}

extension CommandError {
    fileprivate static var bitOffset: CommandError { CommandError("ERR bit offset is not an integer or out of range") }
}
