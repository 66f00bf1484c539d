// PFADD, PFCOUNT and PFMERGE. A HyperLogLog is a string like any other; what makes it one is looked at by every command.

enum HyperLogLogCommands {
    static func pfadd(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        var location = session.database.lookUpForWriting(key)
        var changes = 0
        if let entry = location.entry {
            try entry.requireHyperLogLog()
        } else {
            session.database.add(key, .buffer(HyperLogLogEditor.makeEmpty()), at: location)
            location = session.database.locate(key)
            changes = 1
        }
        let editor = session.hyperLogLog(at: &location)
        for index in 2..<max(2, arguments.count) {
            do throws(CorruptHyperLogLog) {
                if try editor.add(arguments[index]) { changes += 1 }
            } catch {
                throw .corruptHyperLogLog
            }
        }
        if changes > 0 {
            editor.invalidateCache()
            session.didModify(key, changes: changes)
            session.notify(.string, "pfadd", key)
        }
        session.reply.integer(changes > 0 ? 1 : 0)
    }

    static func pfcount(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        if arguments.count > 2 {
            let union = try union(session, arguments, from: 1)
            var histogram = [Int](repeating: 0, count: 64)
            for value in union.registers { histogram[Int(value)] += 1 }
            return session.reply.integer(HyperLogLog.cardinality(histogram: histogram))
        }
        let key = arguments[1]
        guard let entry = session.database.lookUp(key) else { return session.reply.integer(0) }
        try entry.requireHyperLogLog()
        var location = session.database.locate(key)
        let editor = session.hyperLogLog(at: &location)
        let hyperLogLog = HyperLogLog(editor.buffer.bytes)
        if let cardinality = hyperLogLog?.cachedCardinality { return session.reply.integer(cardinality) }
        guard let cardinality = hyperLogLog?.cardinality else { throw .corruptHyperLogLog }
        editor.cache(cardinality)
        // Counted as a change, for the estimate is part of the value.
        session.didModify(key)
        session.reply.integer(cardinality)
    }

    static func pfmerge(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        let union = try union(session, arguments, from: 1)
        var location = session.database.lookUpForWriting(key)
        if location.entry == nil {
            session.database.add(key, .buffer(HyperLogLogEditor.makeEmpty()), at: location)
            location = session.database.locate(key)
        }
        let editor = session.hyperLogLog(at: &location)
        do throws(CorruptHyperLogLog) {
            if union.isDense {
                try editor.makeDense()
                editor.setDense(union.registers)
            } else {
                for (register, value) in union.registers.enumerated() where value > 0 {
                    try editor.raise(register, to: value)
                }
            }
        } catch {
            throw .corruptHyperLogLog
        }
        editor.invalidateCache()
        session.didModify(key)
        session.notify(.string, "pfadd", key)
        session.reply.ok()
    }

    /// The greatest value of each register over all keys, an absent one being empty, and whether any of them is dense.
    private static func union(
        _ session: Session, _ arguments: Arguments, from first: Int
    ) throws(CommandError) -> (registers: [UInt8], isDense: Bool) {
        var registers = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
        var isDense = false
        for index in first..<arguments.count {
            guard let entry = session.database.lookUp(arguments[index]) else { continue }
            let hyperLogLog = try entry.requireHyperLogLog()
            if hyperLogLog.encoding == .dense { isDense = true }
            guard hyperLogLog.merge(into: &registers) else { throw .corruptHyperLogLog }
        }
        return (registers, isDense)
    }
}

extension Entry {
    /// The value, which must be a HyperLogLog: valid until the entry is changed.
    @discardableResult
    func requireHyperLogLog() throws(CommandError) -> HyperLogLog {
        try requireString()
        guard representation != .integer, let hyperLogLog = HyperLogLog(stringBytes) else {
            throw CommandError("WRONGTYPE Key is not a valid HyperLogLog string value.")
        }
        return hyperLogLog
    }
}

extension Session {
    /// The HyperLogLog at `location`, for writing: `raw` from now on.
    func hyperLogLog(at location: inout Database.Location) -> HyperLogLogEditor {
        HyperLogLogEditor(
            database.mutableString(at: &location, extra: 0), sparseLimit: engine.configuration.hllSparseMaxBytes)
    }
}

extension CommandError {
    static var corruptHyperLogLog: CommandError { CommandError("INVALIDOBJ Corrupted HLL object detected") }
}
