// The commands that treat a string as a number.

extension StringCommands {
    static func incr(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try add(1, to: arguments[1], session)
    }

    static func decr(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try add(-1, to: arguments[1], session)
    }

    static func incrby(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try add(try arguments[2].parseInteger(), to: arguments[1], session)
    }

    static func decrby(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let decrement = try arguments[2].parseInteger()
        guard decrement != .min else { throw CommandError("ERR decrement would overflow") }
        try add(-decrement, to: arguments[1], session)
    }

    private static func add(_ increment: Int, to key: Bytes, _ session: Session) throws(CommandError) {
        let database = session.database
        let location = database.lookUpForWriting(key)
        var value = 0
        if let entry = location.entry {
            try entry.requireString()
            value = entry.representation == .integer ? entry.integer : try entry.stringBytes.parseInteger()
        }
        let (sum, overflow) = value.addingReportingOverflow(increment)
        guard !overflow else { throw .incrementOverflow }
        database.put(key, .integer(sum), at: location, keepExpiry: true)
        session.didModify(key)
        session.notify(.string, "incrby", key)
        session.reply.integer(sum)
    }

    static func incrbyfloat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let key = arguments[1]
        let location = session.database.lookUpForWriting(key)
        try location.entry?.requireString()
        let value =
            try location.entry?.withStringBytes { bytes throws(CommandError) in try LongDouble.parse(bytes) } ?? 0
        let sum = value + (try LongDouble.parse(arguments[2]))
        guard sum.isFinite else { throw CommandError("ERR increment would produce NaN or Infinity") }
        let text = LongDouble.text(sum)
        text.withBytes { session.database.put(key, .bytes($0), at: location, keepExpiry: true) }
        session.didModify(key)
        session.notify(.string, "incrbyfloat", key)
        session.reply.bulk(text)
    }
}
