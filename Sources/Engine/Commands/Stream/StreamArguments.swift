// Arguments that only stream commands have: ids and bounds of ranges, and the options of XADD and XTRIM.

extension CommandError {
    fileprivate static var invalidStreamID: CommandError {
        CommandError("ERR Invalid stream ID specified as stream command argument")
    }
}

extension Bytes {
    /// The id that this argument spells: `ms-seq`, or `ms` alone.
    ///
    /// - Parameter missing: The sequence number where there is none.
    func parseStreamID(missing: UInt64 = 0) throws(CommandError) -> StreamID {
        guard let ms = streamIDParts?.ms.unsigned else { throw .invalidStreamID }
        guard let seq = streamIDParts?.seq else { return StreamID(ms: ms, seq: missing) }
        guard let seq = seq.unsigned else { throw .invalidStreamID }
        return StreamID(ms: ms, seq: seq)
    }

    /// The id that this argument spells, or nil if it spells none.
    var streamID: StreamID? { try? parseStreamID() }

    /// The same, `-` and `+` being the least and the greatest.
    func parseStreamIDOrEdge(missing: UInt64 = 0) throws(CommandError) -> StreamID {
        if isWord("-") { return .min }
        if isWord("+") { return .max }
        return try parseStreamID(missing: missing)
    }

    /// The lower end of a range of ids, `(` before one that is not in it.
    func parseStreamRangeStart() throws(CommandError) -> StreamID {
        guard isExclusive else { return try parseStreamIDOrEdge(missing: 0) }
        guard let start = try dropFirst(1).parseStreamID(missing: 0).successor else {
            throw CommandError("ERR invalid start ID for the interval")
        }
        return start
    }

    /// The upper end of a range of ids, `(` before one that is not in it.
    func parseStreamRangeEnd() throws(CommandError) -> StreamID {
        guard isExclusive else { return try parseStreamIDOrEdge(missing: .max) }
        guard let end = try dropFirst(1).parseStreamID(missing: .max).predecessor else {
            throw CommandError("ERR invalid end ID for the interval")
        }
        return end
    }

    private var isExclusive: Bool { count > 1 && self[0] == UInt8(ascii: "(") }

    /// Whether this argument is `word`, as the C library compares: up to the first NUL.
    func isWord(_ word: StaticString) -> Bool { upToNUL == word }

    private var upToNUL: Bytes { firstIndex(of: 0).map { self[0..<$0] } ?? self }

    /// The parts before and behind the first `-`; nil if this is longer than any id.
    fileprivate var streamIDParts: (ms: Bytes, seq: Bytes?)? {
        guard count <= 127 else { return nil }
        let text = upToNUL
        guard let dash = text.firstIndex(of: UInt8(ascii: "-")) else { return (text, nil) }
        return (text[0..<dash], text.dropFirst(dash + 1))
    }

    /// The number that these bytes spell as the C library's `strtoull` reads it: white space, a sign and zeros may lead, and what
    /// is negative counts from 2^64 downwards, but for a number in its canonical form.
    fileprivate var unsigned: UInt64? {
        if let integer { return UInt64(exactly: integer) }
        var index = 0
        while index < count, self[index] == 0x20 || (0x09...0x0D).contains(self[index]) { index += 1 }
        guard index < count else { return nil }
        let isNegative = self[index] == UInt8(ascii: "-")
        if isNegative || self[index] == UInt8(ascii: "+") { index += 1 }
        guard index < count else { return nil }
        var value: UInt64 = 0
        while index < count {
            let digit = self[index] &- 0x30
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard digit <= 9, !overflow, !carry else { return nil }
            value = sum
            index += 1
        }
        return isNegative ? 0 &- value : value
    }
}

/// Which id XADD asks for.
enum StreamIDRequest {
    /// `*`
    case next
    /// `ms-*`
    case nextWithin(ms: UInt64)
    case exactly(StreamID)

    init(_ argument: Bytes) throws(CommandError) {
        if let parts = argument.streamIDParts, let seq = parts.seq, seq == "*", let ms = parts.ms.unsigned {
            self = .nextWithin(ms: ms)
        } else {
            self = .exactly(try argument.parseStreamID())
        }
    }

    /// The id of the entry behind `last`; nil if what is asked for does not come behind it.
    ///
    /// - Parameter now: Milliseconds since 1970.
    func id(after last: StreamID, now: UInt64) -> StreamID? {
        switch self {
        case .next: return now > last.ms ? StreamID(ms: now, seq: 0) : last.successor
        case .nextWithin(let ms):
            if ms == last.ms { return last.seq < .max ? last.successor : nil }
            return ms > last.ms ? StreamID(ms: ms, seq: 0) : nil
        case .exactly(let id): return id > last ? id : nil
        }
    }
}

/// MAXLEN or MINID, with what belongs to it.
struct StreamTrimmingOption {
    let trimming: StreamTrimming
    let isApproximate: Bool
    /// How many entries may go, 0 for any number.
    let limit: Int

    func apply(to stream: StreamValue) -> Int {
        stream.trim(trimming, isApproximate: isApproximate, limit: limit)
    }
}

/// The options before the id of XADD, or behind the key of XTRIM.
struct StreamAddOptions {
    /// The first argument that is none of them: XADD's id.
    private(set) var end = 2
    private(set) var createsStream = true
    private(set) var trimming: StreamTrimmingOption?
    /// XADD's id, unless it is missing.
    private(set) var id: StreamIDRequest?

    /// - Parameter nodeEntries: `stream-node-max-entries`, from which the limit follows where none is given.
    init(_ arguments: Arguments, isAdd: Bool, nodeEntries: Int) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 2)
        var strategy: (trimming: StreamTrimming, isApproximate: Bool)?
        var limit: Int?
        while !cursor.isAtEnd {
            if isAdd, cursor.current.isWord("*") {
                id = .next
                break
            } else if cursor.skip("maxlen", before: 1) {
                strategy = try StreamAddOptions.readTrimming(&cursor, besides: strategy != nil) {
                    (argument) throws(CommandError) in
                    let length = try argument.parseInteger()
                    guard length >= 0 else { throw CommandError("ERR The MAXLEN argument must be >= 0.") }
                    return .maxLength(length)
                }
            } else if cursor.skip("minid", before: 1) {
                strategy = try StreamAddOptions.readTrimming(&cursor, besides: strategy != nil) {
                    (argument) throws(CommandError) in
                    .minID(try argument.parseStreamID())
                }
            } else if cursor.skip("limit", before: 1) {
                let value = try cursor.next().parseInteger()
                guard value >= 0 else { throw CommandError("ERR The LIMIT argument must be >= 0.") }
                limit = value
            } else if isAdd, cursor.skip("nomkstream") {
                createsStream = false
            } else if isAdd {
                id = try StreamIDRequest(cursor.current)
                break
            } else {
                throw .syntax
            }
        }
        end = cursor.index
        trimming = try StreamAddOptions.trimming(strategy, limit: limit, isAdd: isAdd, nodeEntries: nodeEntries)
    }

    private static func readTrimming(
        _ cursor: inout ArgumentCursor, besides another: Bool,
        _ threshold: (Bytes) throws(CommandError) -> StreamTrimming
    ) throws(CommandError) -> (StreamTrimming, isApproximate: Bool) {
        if another {
            throw CommandError("ERR syntax error, MAXLEN and MINID options at the same time are not compatible")
        }
        let operation = cursor.current
        let isApproximate = operation.isWord("~") && cursor.remaining >= 2
        if isApproximate || operation.isWord("=") && cursor.remaining >= 2 { _ = try cursor.next() }
        return (try threshold(try cursor.next()), isApproximate)
    }

    private static func trimming(
        _ strategy: (trimming: StreamTrimming, isApproximate: Bool)?, limit: Int?, isAdd: Bool, nodeEntries: Int
    ) throws(CommandError) -> StreamTrimmingOption? {
        guard let strategy else {
            if let limit, limit > 0 {
                throw CommandError(
                    "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy")
            }
            if !isAdd { throw CommandError("ERR syntax error, XTRIM must be called with a trimming strategy") }
            if limit != nil { throw .limitWithoutApproximation }
            return nil
        }
        if limit != nil, !strategy.isApproximate { throw .limitWithoutApproximation }
        return StreamTrimmingOption(
            trimming: strategy.trimming, isApproximate: strategy.isApproximate,
            limit: limit ?? (strategy.isApproximate ? usualLimit(nodeEntries) : 0))
    }

    /// As much as a hundred nodes hold, so that trimming does not keep everyone waiting.
    private static func usualLimit(_ nodeEntries: Int) -> Int {
        let (entries, overflow) = nodeEntries.multipliedReportingOverflow(by: 100)
        return overflow || entries <= 0 ? 10_000 : min(entries, 1_000_000)
    }
}

extension CommandError {
    fileprivate static var limitWithoutApproximation: CommandError {
        CommandError("ERR syntax error, LIMIT cannot be used without the special ~ option")
    }
}
