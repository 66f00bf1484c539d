// KEYS and SCAN. The cursor's guarantee is stated in Keyspace/HashTable+Scan.swift.

extension GenericCommands {
    static func keys(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let pattern = arguments[1]
        let matchesAll = pattern == "*"
        let now = session.engine.now.milliseconds
        let mark = session.reply.mark()
        var count = 0
        session.database.table.forEach { entry in
            guard !entry.isExpired(at: now), matchesAll || GlobPattern.matches(pattern, entry.key) else { return }
            session.reply.bulk(entry.key)
            count += 1
        }
        session.reply.array(count, since: mark)
    }

    static func scan(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = try ScanOptions.cursor(arguments[1])
        let options = try ScanOptions(arguments, from: 2, takesType: true)
        let now = session.engine.now.milliseconds
        let whole = session.reply.mark()
        var (visited, count) = (0, 0)
        var stepsLeft = options.count.multipliedReportingOverflow(by: 10).partialValue
        repeat {
            cursor = session.database.table.scan(cursor) { entry in
                visited += 1
                guard !entry.isExpired(at: now), options.includes(entry.type), options.includes(entry.key) else {
                    return
                }
                session.reply.bulk(entry.key)
                count += 1
            }
            stepsLeft -= 1
        } while cursor != 0 && visited < options.count && stepsLeft != 0
        session.reply.scanResult(cursor: cursor, count: count, since: whole)
    }
}

extension Entry {
    func isExpired(at now: Int64) -> Bool { hasExpiry && expiryTime < now }
}

/// What SCAN and its kin for collections take.
struct ScanOptions {
    private(set) var count = 10
    private var pattern: Bytes?
    private var type: ValueType?
    private var excludesAll = false

    static func cursor(_ argument: Bytes) throws(CommandError) -> UInt64 {
        guard let cursor = UInt64(argument.text), argument[0] != UInt8(ascii: "+") else { throw .invalidCursor }
        return cursor
    }

    init(_ arguments: Arguments, from start: Int, takesType: Bool = false) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: start)
        while !cursor.isAtEnd {
            if cursor.skip("count", before: 1) {
                count = try cursor.next().parseInteger()
                guard count >= 1 else { throw .syntax }
            } else if cursor.skip("match", before: 1) {
                let argument = try cursor.next()
                pattern = argument == "*" ? nil : argument
            } else if takesType, cursor.skip("type", before: 1) {
                let word = try cursor.next()
                let types: [ValueType] = [.string, .list, .set, .sortedSet, .hash, .stream]
                type = types.first { word.matches($0.name) }
                excludesAll = type == nil
            } else {
                throw .syntax
            }
        }
    }

    func includes(_ key: Bytes) -> Bool { pattern.map { GlobPattern.matches($0, key) } ?? true }

    func includes(_ type: ValueType) -> Bool { !excludesAll && (self.type == nil || self.type == type) }
}

extension ReplyWriter {
    /// Makes the `count` elements written since `mark` the result of a scan.
    func scanResult(cursor: UInt64, count: Int, since mark: Mark) {
        array(count, since: mark)
        prefix(since: mark) { reply in
            reply.array(2)
            reply.bulk(String(cursor))
        }
    }
}
