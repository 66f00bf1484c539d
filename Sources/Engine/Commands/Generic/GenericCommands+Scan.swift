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
        var cursor = try ScanOptions.cursor(arguments[1], session.engine.profile)
        let options = try ScanOptions(arguments, from: 2, session.engine.profile, takesType: true)
        let now = session.engine.now.milliseconds
        let whole = session.reply.mark()
        var (visited, count) = (0, 0)
        var expired: [[UInt8]] = []
        var stepsLeft = options.count.multipliedReportingOverflow(by: 10).partialValue
        repeat {
            cursor = session.database.table.scan(cursor) { entry in
                visited += 1
                guard options.includes(entry.key) else { return }
                if entry.isExpired(at: now) { return expired.append(entry.key.array) }
                guard options.includes(entry.type) else { return }
                session.reply.bulk(entry.key)
                count += 1
            }
            stepsLeft -= 1
        } while cursor != 0 && visited < options.count && stepsLeft != 0
        // Those that have expired go when they are seen.
        for key in expired { key.withBytes { _ = session.database.peek($0) } }
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
    /// HSCAN is to leave out the values.
    private(set) var omitsValues = false

    /// Reads a cursor with strtoull's leniency, as the real server does: spaces in front, a sign, zeros, and an end at a
    /// zero byte. Only what is canonically a negative integer is refused for its sign. Older releases take that, and no text at all (but
    /// not a sign alone), and no space.
    static func cursor(_ argument: Bytes, _ profile: Profile) throws(CommandError) -> UInt64 {
        let isLenient = profile.readsLenientCursors
        if let integer = argument.integer, integer >= 0 || !isLenient {
            guard integer >= 0 else { throw .invalidCursor }
            return UInt64(integer)
        }
        var index = 0
        while !isLenient, index < argument.count,
            argument[index] == 0x20 || (0x09...0x0D).contains(argument[index])
        { index += 1 }
        let sign = index < argument.count ? argument[index] : 0
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { index += 1 }
        let start = index
        var cursor: UInt64 = 0
        while index < argument.count, case let digit = argument[index] &- 0x30, digit <= 9 {
            let (product, overflow) = cursor.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { throw .invalidCursor }
            cursor = sum
            index += 1
        }
        if index == start, isLenient { index = 0 }
        guard index > start || isLenient, index == argument.count || argument[index] == 0 else { throw .invalidCursor }
        return sign == UInt8(ascii: "-") ? 0 &- cursor : cursor
    }

    init(
        _ arguments: Arguments, from start: Int, _ profile: Profile, takesType: Bool = false,
        takesNoValues: Bool = false, takesNoScores: Bool = false
    ) throws(CommandError) {
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
                let types: [ValueType] = [.string, .list, .set, .sortedSet, .hash, .stream, .vectorSet]
                type = types.first { word.matches($0.name) }
                excludesAll = type == nil
                if excludesAll, profile.knowsTypesToScan {
                    throw CommandError("ERR unknown type name '", quoting: word, "'")
                }
            } else if profile.scansWithoutValues, cursor.skip("novalues") {
                guard !takesNoValues else {
                    omitsValues = true
                    continue
                }
                throw CommandError("ERR NOVALUES option can only be used in HSCAN")
            } else if profile.scansWithoutScores, cursor.skip("noscores") {
                guard !takesNoScores else {
                    omitsValues = true
                    continue
                }
                throw CommandError("ERR NOSCORES option can only be used in ZSCAN")
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
