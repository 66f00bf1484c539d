// RequestParser: finds the requests in a stream of bytes, however it is cut. It remembers how far it got in an unfinished
// request, so that a byte is looked at once even when a request arrives one byte at a time, and it copies no argument.
//
// Why it is unsafe inside: the argument ranges go to a buffer that is reused from request to request. Why that is sound: the
// buffer is owned here and grows before it is written.

/// The limits a request must keep; what exceeds them is a protocol error.
public struct RequestLimits: Sendable {
    /// `proto-max-bulk-len`.
    public var bulkLength = 512 * 1024 * 1024
    /// Whether the stricter limits before authentication apply.
    var isAuthenticated = true
    /// Whether the two bytes behind an argument must be a line end.
    var checksLineEnds = false
    /// How inline requests are read.
    var inlineReading: InlineWords.Reading = []

    static let inlineLength = 64 * 1024
    static let unauthenticatedCount = 10
    static let unauthenticatedBulkLength = 16 * 1024
}

/// What breaks a stream of requests: the reply's text behind `ERR Protocol error: `.
struct ProtocolError: ExpressibleByStringLiteral {
    let text: [UInt8]

    static let lineEnd: ProtocolError = "invalid CRLF in request"

    init(stringLiteral text: StaticString) { self.text = Bytes(text).array }

    /// A text around a byte of the client's own, which need not be UTF-8.
    init(_ before: StaticString, _ byte: UInt8, _ after: StaticString) {
        text = Bytes(before).array + [byte] + Bytes(after).array
    }
}

/// A parser of one session's requests. A class, so that a handler can run while its session's parser holds the request.
@safe
final class RequestParser {
    enum Outcome {
        /// A request. Its arguments are read with `arguments(in:)`.
        case request
        /// Bytes that ask nothing: an empty line, an empty array.
        case nothing
        /// More bytes are needed.
        case incomplete
        /// The stream is broken: this error is replied and the connection closed.
        case failed(ProtocolError)
    }

    /// After `request` and `nothing`: how many bytes of the stream it took.
    private(set) var consumed = 0
    private var ranges: UnsafeMutablePointer<ArgumentRange>? = nil
    private var capacity = 0
    private var count = 0
    /// Where to go on, from the start of the request.
    private var position = 0
    /// Arguments that are still to come, or -1 before the request's first line has been read.
    private var remaining = -1
    /// The announced length of the argument at `position`, or -1.
    private var bulkLength = -1
    /// An inline request's arguments, unquoted; empty for the others.
    private var inline = ByteBuffer(capacity: 1)
    private var isInline = false

    deinit { unsafe ranges?.deallocate() }

    /// Whether a request has begun and not ended.
    var isWithinRequest: Bool { position > 0 }

    /// The arguments of the request just found in `stream`, which is the same that `parse` got. Valid until the next `parse`.
    @inline(__always)
    func arguments(in stream: Bytes) -> Arguments {
        unsafe Arguments(base: (isInline ? inline.bytes : stream).base, ranges: ranges!, count: count)
    }

    /// Looks for one request at the start of `stream`, which begins where the last request ended, or, after `incomplete`, holds the
    /// same bytes as before and more. O(new bytes).
    @inline(__always)
    func parse(_ stream: Bytes, limits: RequestLimits) -> Outcome {
        if remaining < 0 {
            guard !stream.isEmpty else { return .incomplete }
            guard stream[0] == UInt8(ascii: "*") else { return parseInline(stream, limits) }
            if let outcome = parseCount(stream, limits) { return outcome }
        }
        while remaining > 0 {
            if bulkLength < 0, limits.checksLineEnds || !readShortLength(stream),
                let outcome = parseBulkLength(stream, limits)
            {
                return outcome
            }
            let end = position + bulkLength
            guard stream.count >= end + 2 else { return .incomplete }
            if limits.checksLineEnds, !RequestParser.isLineEnd(in: stream, at: end) { return .failed(.lineEnd) }
            if count == capacity { grow() }
            unsafe ranges![count] = ArgumentRange(offset: position, count: bulkLength)
            count += 1
            position = end + 2
            bulkLength = -1
            remaining -= 1
        }
        finish(at: position)
        return .request
    }

    /// Forgets an unfinished request.
    func restart() { finish(at: 0) }

    private static func isLineEnd(in stream: Bytes, at index: Int) -> Bool {
        stream[index] == 0x0D && stream[index + 1] == 0x0A
    }

    private func finish(at end: Int) {
        consumed = end
        position = 0
        remaining = -1
    }

    /// Makes ready for a new request.
    private func begin() {
        count = 0
        bulkLength = -1
        isInline = false
        if capacity > 1024 {
            // A request of very many arguments does not keep its memory.
            unsafe ranges?.deallocate()
            unsafe ranges = nil
            capacity = 0
        }
    }

    private func grow() {
        let larger = max(8, capacity * 2)
        let memory = UnsafeMutablePointer<ArgumentRange>.allocate(capacity: larger)
        if let old = unsafe ranges {
            unsafe memory.update(from: old, count: count)
            unsafe old.deallocate()
        }
        unsafe ranges = memory
        capacity = larger
    }

    /// Reads `*N`. Returns nil when the arguments follow.
    @inline(__always)
    private func parseCount(_ stream: Bytes, _ limits: RequestLimits) -> Outcome? {
        let (number, end) = RequestParser.number(in: stream, from: 1)
        guard let end else {
            if stream.count > RequestLimits.inlineLength { return .failed("too big mbulk count string") }
            return .incomplete
        }
        if limits.checksLineEnds, !RequestParser.isLineEnd(in: stream, at: end - 2) { return .failed(.lineEnd) }
        guard let number, number <= Int(Int32.max) else { return .failed("invalid multibulk length") }
        if number > RequestLimits.unauthenticatedCount, !limits.isAuthenticated {
            return .failed("unauthenticated multibulk length")
        }
        begin()
        if number <= 0 {
            finish(at: end)
            return .nothing
        }
        remaining = number
        position = end
        return nil
    }

    /// Reads `$N` of one or two digits, as nearly all are. Returns whether it was that; if not, nothing has been read.
    @inline(__always)
    private func readShortLength(_ stream: Bytes) -> Bool {
        guard position &+ 5 <= stream.count else { return false }
        let line = unsafe stream.base + position
        let first = unsafe line[1] &- 0x30
        guard unsafe line[0] == UInt8(ascii: "$"), first <= 9 else { return false }
        if unsafe line[2] == 0x0D {
            bulkLength = Int(first)
            position &+= 4
            return true
        }
        let second = unsafe line[2] &- 0x30
        guard first > 0, second <= 9, unsafe line[3] == 0x0D else { return false }
        bulkLength = Int(first) &* 10 &+ Int(second)
        position &+= 5
        return true
    }

    /// Reads `$N`. Returns nil when the bytes follow.
    @inline(__always)
    private func parseBulkLength(_ stream: Bytes, _ limits: RequestLimits) -> Outcome? {
        guard position < stream.count else { return .incomplete }
        let first = stream[position]
        if first == 0x0D, position + 1 < stream.count {
            return .failed(ProtocolError("expected '$', got '", first, "'"))
        }
        let (number, end) = RequestParser.number(in: stream, from: position + 1)
        guard let end, first != 0 else {
            if stream.count - position > RequestLimits.inlineLength { return .failed("too big bulk count string") }
            return .incomplete
        }
        guard first == UInt8(ascii: "$") else {
            return .failed(ProtocolError("expected '$', got '", first, "'"))
        }
        if limits.checksLineEnds, !RequestParser.isLineEnd(in: stream, at: end - 2) { return .failed(.lineEnd) }
        guard let number, number >= 0, number <= limits.bulkLength else { return .failed("invalid bulk length") }
        if number > RequestLimits.unauthenticatedBulkLength, !limits.isAuthenticated {
            return .failed("unauthenticated bulk length")
        }
        bulkLength = number
        position = end
        return nil
    }

    /// The number on the line from `start`, nil when it is none, and where the next line starts, nil when the line has no end yet.
    @inline(__always)
    private static func number(in stream: Bytes, from start: Int) -> (number: Int?, end: Int?) {
        // Nearly all lines are a few digits long: read these without looking for the end first.
        var value = 0
        var index = start
        let count = stream.count
        while index < count, index &- start < 10 {
            let digit = unsafe stream.base[index] &- 0x30
            guard digit <= 9 else { break }
            value = value &* 10 &+ Int(digit)
            index &+= 1
        }
        if index &+ 1 < count, unsafe stream.base[index] == 0x0D, index > start,
            unsafe stream.base[start] != 0x30 || index == start + 1
        {
            return (value, index &+ 2)
        }
        return slowNumber(in: stream, from: start)
    }

    @inline(never)
    private static func slowNumber(in stream: Bytes, from start: Int) -> (number: Int?, end: Int?) {
        guard let end = lineEnd(0x0D, in: stream, from: start), end + 1 < stream.count else { return (nil, nil) }
        return (stream[start..<end].integer, end + 2)
    }

    /// Where the line from `start` ends. As in the real server a zero byte hides what is behind it: such a line never ends, and
    /// fails once it is too long.
    private static func lineEnd(_ byte: UInt8, in stream: Bytes, from start: Int) -> Int? {
        guard let end = stream.firstIndex(of: byte, from: start) else { return nil }
        return stream[start..<end].firstIndex(of: 0) == nil ? end : nil
    }

    // MARK: Inline requests

    /// Reads a line of words, quoted as in redis-cli.
    @inline(never)
    private func parseInline(_ stream: Bytes, _ limits: RequestLimits) -> Outcome {
        guard let lineEnd = RequestParser.lineEnd(0x0A, in: stream, from: position) else {
            if stream.count > RequestLimits.inlineLength { return .failed("too big inline request") }
            // What has been looked at is not looked at again; a zero byte is, since it hides all that follows.
            position = stream.dropFirst(position).firstIndex(of: 0).map { position + $0 } ?? stream.count
            return .incomplete
        }
        let end = lineEnd > 0 && stream[lineEnd - 1] == 0x0D ? lineEnd - 1 : lineEnd
        begin()
        position = 0
        isInline = true
        guard let words = InlineWords.split(stream[0..<end], as: limits.inlineReading) else {
            return .failed("unbalanced quotes in request")
        }
        inline = ByteBuffer(capacity: end + 1)
        for word in words {
            if count == capacity { grow() }
            unsafe ranges![count] = ArgumentRange(offset: inline.count, count: word.count)
            count += 1
            word.withBytes { inline.append($0) }
        }
        finish(at: lineEnd + 1)
        return count == 0 ? .nothing : .request
    }
}
