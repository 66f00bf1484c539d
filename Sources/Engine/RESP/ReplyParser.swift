// The reader of replies: bytes as they arrive, in any pieces, to `ReplyValue`s.
//
// It is what the conformance runner and the tests see a server through, so it is strict: a length that is not written
// canonically (`$03`), a terminator that is not CRLF or an unknown type is an error, never a guess. Incomplete input is a
// value (`nil`), not an error.
//
// Guarantee: the cost is linear in the input however it is cut up. Each byte is looked at once: a search for a line's end
// resumes where it stopped, and aggregates that are still open wait on an explicit stack, which also keeps hostile nesting
// off the call stack.

/// Turns a stream of bytes into replies.
package struct ReplyParser: Sendable {
    /// The deepest nesting that is read; deeper input is an error.
    package static let maximumDepth = 128

    private var buffer: [UInt8] = []
    /// Where the next token begins.
    private var position = 0
    /// Up to where the buffer is known to hold no end of the current line.
    private var searched = 0
    /// The header of a bulk whose bytes have not all arrived.
    private var pendingBulk: (kind: UInt8, count: Int)?
    private var open: [OpenAggregate] = []

    package init() {}

    /// Adds bytes that have arrived.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// Whether every byte that arrived belongs to a reply that was returned.
    package var isEmpty: Bool { position == buffer.count && open.isEmpty && pendingBulk == nil }

    /// The bytes that arrived and are part of no token yet.
    package var unread: ArraySlice<UInt8> { buffer[position...] }

    /// The next reply, or `nil` if it has not arrived in full.
    package mutating func next() throws(ReplyParseError) -> ReplyValue? {
        while true {
            guard var value = try token() else {
                compact()
                return nil
            }
            // A completed value may complete the aggregate around it, and so on outwards.
            while true {
                guard case .value(let finished) = value else { break }
                guard var aggregate = open.popLast() else { return finished }
                aggregate.items.append(finished)
                if let whole = aggregate.complete() {
                    value = .value(whole)
                } else {
                    open.append(aggregate)
                    break
                }
            }
        }
    }

    /// Forgets what has been read, when that is most of the buffer, so that each byte is moved a bounded number of times.
    private mutating func compact() {
        guard position > 4096, position * 2 > buffer.count else { return }
        buffer.removeFirst(position)
        searched = max(0, searched - position)
        position = 0
    }
}

// MARK: - Tokens

extension ReplyParser {
    /// An aggregate whose elements are still arriving.
    private struct OpenAggregate: Sendable {
        var kind: UInt8
        var missing: Int
        var items: [ReplyValue] = []

        /// The aggregate, once all of its elements are there.
        func complete() -> ReplyValue? {
            guard items.count == missing else { return nil }
            switch kind {
            case UInt8(ascii: "*"): return .array(items)
            case UInt8(ascii: "~"): return .set(items)
            case UInt8(ascii: ">"): return .push(items)
            case UInt8(ascii: "%"): return .map(Self.pairs(items[...]))
            default: return .attributed(Self.pairs(items.dropLast()), items[items.count - 1])
            }
        }

        private static func pairs(_ items: ArraySlice<ReplyValue>) -> [ReplyValue.Pair] {
            stride(from: items.startIndex, to: items.endIndex, by: 2).map { index in
                ReplyValue.Pair(key: items[index], value: items[index + 1])
            }
        }
    }

    private enum Token {
        case value(ReplyValue)
        case opened
    }

    /// Reads one token: a whole scalar, or the header of an aggregate, which is put on the stack.
    private mutating func token() throws(ReplyParseError) -> Token? {
        if let (kind, count) = pendingBulk { return try bulk(kind, count) }
        guard let line = try line() else { return nil }
        guard let kind = line.first else { throw ReplyParseError("an empty line where a reply should begin") }
        let body = line.dropFirst()
        switch kind {
        case UInt8(ascii: "+"): return .value(.simpleString([UInt8](body)))
        case UInt8(ascii: "-"): return .value(.error([UInt8](body)))
        case UInt8(ascii: ":"): return .value(.integer(try integer(body)))
        case UInt8(ascii: "_"):
            guard body.isEmpty else { throw ReplyParseError("a null with a text") }
            return .value(.null)
        case UInt8(ascii: "#"): return .value(.boolean(try boolean(body)))
        case UInt8(ascii: ","): return .value(.double(try double(body)))
        case UInt8(ascii: "("): return .value(.bigNumber(try bigNumber(body)))
        case UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "="):
            let count = try integer(body)
            if count == -1, kind == UInt8(ascii: "$") { return .value(.nullBulk) }
            guard count >= 0, let count = Int(exactly: count) else {
                throw ReplyParseError("a bulk of length \(count)")
            }
            pendingBulk = (kind, count)
            return try bulk(kind, count)
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "|"):
            return try aggregate(kind, try integer(body))
        default:
            throw ReplyParseError("no reply begins with the byte \(kind)")
        }
    }

    private mutating func aggregate(_ kind: UInt8, _ count: Int64) throws(ReplyParseError) -> Token {
        if count == -1, kind == UInt8(ascii: "*") { return .value(.nullArray) }
        guard count >= 0, count <= Int64(Int32.max) else { throw ReplyParseError("an aggregate of \(count) elements") }
        guard open.count < Self.maximumDepth else { throw ReplyParseError("nested too deeply") }
        let missing: Int
        switch kind {
        case UInt8(ascii: "%"): missing = 2 * Int(count)
        case UInt8(ascii: "|"): missing = 2 * Int(count) + 1
        default: missing = Int(count)
        }
        let aggregate = OpenAggregate(kind: kind, missing: missing)
        if missing == 0, let empty = aggregate.complete() { return .value(empty) }
        open.append(aggregate)
        return .opened
    }

    /// The bytes up to CRLF, without it.
    private mutating func line() throws(ReplyParseError) -> ArraySlice<UInt8>? {
        var index = max(position, searched)
        while index < buffer.count {
            if buffer[index] == UInt8(ascii: "\n") {
                throw ReplyParseError("a line feed without a carriage return")
            }
            if buffer[index] == UInt8(ascii: "\r") {
                guard index + 1 < buffer.count else { break }
                guard buffer[index + 1] == UInt8(ascii: "\n") else {
                    throw ReplyParseError("a carriage return without a line feed")
                }
                let line = buffer[position..<index]
                position = index + 2
                searched = position
                return line
            }
            index += 1
        }
        searched = index
        return nil
    }

    private mutating func bulk(_ kind: UInt8, _ count: Int) throws(ReplyParseError) -> Token? {
        // Compared by subtraction: the sum could overflow.
        guard buffer.count - position >= 2, buffer.count - position - 2 >= count else { return nil }
        let end = position + count
        guard buffer[end] == UInt8(ascii: "\r"), buffer[end + 1] == UInt8(ascii: "\n") else {
            throw ReplyParseError("a bulk that is not followed by CRLF")
        }
        let payload = buffer[position..<end]
        position = end + 2
        searched = position
        pendingBulk = nil
        switch kind {
        case UInt8(ascii: "$"): return .value(.bulk([UInt8](payload)))
        case UInt8(ascii: "!"): return .value(.bulkError([UInt8](payload)))
        default:
            guard payload.count >= 4, payload[payload.startIndex + 3] == UInt8(ascii: ":") else {
                throw ReplyParseError("a verbatim string without a format")
            }
            return .value(.verbatim(format: [UInt8](payload.prefix(3)), text: [UInt8](payload.dropFirst(4))))
        }
    }
}

// MARK: - Scalars

/// An integer in its canonical spelling: no plus sign, no leading zeros, no minus zero.
private func integer(_ digits: ArraySlice<UInt8>) throws(ReplyParseError) -> Int64 {
    let isNegative = digits.first == UInt8(ascii: "-")
    let magnitude = isNegative ? digits.dropFirst() : digits
    guard let first = magnitude.first, first != UInt8(ascii: "0") || (magnitude.count == 1 && !isNegative) else {
        throw ReplyParseError("a number that is not written canonically")
    }
    var value: Int64 = 0
    for digit in magnitude {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else {
            throw ReplyParseError("a number with the byte \(digit)")
        }
        let unit = Int64(digit - UInt8(ascii: "0"))
        let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
        // Summed below zero for negative numbers: the smallest one has no positive counterpart.
        let (sum, overflowedToo) =
            isNegative ? tens.subtractingReportingOverflow(unit) : tens.addingReportingOverflow(unit)
        guard !overflowed, !overflowedToo else { throw ReplyParseError("a number out of range") }
        value = sum
    }
    return value
}

private func boolean(_ body: ArraySlice<UInt8>) throws(ReplyParseError) -> Bool {
    guard body.count == 1 else { throw ReplyParseError("a boolean of \(body.count) bytes") }
    switch body[body.startIndex] {
    case UInt8(ascii: "t"): return true
    case UInt8(ascii: "f"): return false
    case let byte: throw ReplyParseError("a boolean with the byte \(byte)")
    }
}

private func double(_ body: ArraySlice<UInt8>) throws(ReplyParseError) -> [UInt8] {
    // Names are matched here, since `Double.init` also takes spellings that no server sends, such as `0x1p3`.
    let isNamed = ["inf", "-inf", "nan", "-nan"].contains { $0.utf8.elementsEqual(body) }
    let isNumeric = body.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isNamed || (isNumeric && Double(String(decoding: body, as: UTF8.self)) != nil) else {
        throw ReplyParseError("a double that is no number")
    }
    return [UInt8](body)
}

private func bigNumber(_ body: ArraySlice<UInt8>) throws(ReplyParseError) -> [UInt8] {
    let magnitude = body.first == UInt8(ascii: "-") ? body.dropFirst() : body
    guard !magnitude.isEmpty, magnitude.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
        throw ReplyParseError("a big number that is no number")
    }
    return [UInt8](body)
}
