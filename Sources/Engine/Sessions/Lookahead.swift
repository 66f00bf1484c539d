// Lookahead: the next requests of a pipeline, parsed before they run, so that what their keys stand for is in the cache by then.
//
// A look-up in a large database waits for memory twice, and one request's wait ends before the next one's begins. With the keys of
// many requests at hand, what all of them need is read at once (HashTable+Lookahead.swift), and their hashes are not computed
// again. Nothing depends on what is foreseen: a request runs as it would have, or is parsed anew.
//
// It pays where keys do not fit into the cache: a small database is left alone.
//
// Why it is unsafe inside: argument ranges are kept in one buffer that is reused. Why that is sound: the buffer is owned here, and
// grows before it is written.

/// The requests that come next in one run over a client's input. One serves all sessions of an engine, one run at a time.
@safe
final class Lookahead {
    /// A request that has been parsed.
    struct Request {
        /// How many bytes of the stream it takes.
        let length: Int
        fileprivate let firstRange: Int
        fileprivate let count: Int
        /// Of its first argument, if it has one.
        fileprivate let hash: UInt64
    }

    /// How many requests are parsed in one go: about as many misses as a processor core has under way at once.
    private static let depth = 16
    /// Databases of fewer keys are in the cache anyway.
    private static let leastKeys = 10_000
    /// Longer requests are left to the session's own parser.
    private static let mostArguments = 64

    private let parser = RequestParser()
    private let requests = UnsafeMutablePointer<Request>.allocate(capacity: Lookahead.depth)
    private let ranges = UnsafeMutablePointer<ArgumentRange>.allocate(
        capacity: Lookahead.depth * Lookahead.mostArguments)
    private var count = 0
    private var next = 0
    private var rangeCount = 0
    /// What has been read, added up: the reading must not seem useless.
    private var sum: UInt64 = 0
    /// Whether a run makes use of it: another that comes in between does without.
    var isInUse = false

    deinit {
        unsafe requests.deallocate()
        unsafe ranges.deallocate()
    }

    /// Whether no request is known.
    @inline(__always)
    var isEmpty: Bool { next == count }

    /// Forgets the requests.
    func clear() { (next, count) = (0, 0) }

    /// Parses the requests at the start of `stream`, which will run in `database`, and reads what their first keys stand for. O(requests).
    func look(at stream: Bytes, limits: RequestLimits, in database: Database) {
        clear()
        guard database.count >= Lookahead.leastKeys else { return }
        rangeCount = 0
        var offset = 0
        while count < Lookahead.depth, offset < stream.count, stream[offset] == UInt8(ascii: "*") {
            let rest = stream.dropFirst(offset)
            guard case .request = parser.parse(rest, limits: limits) else {
                parser.restart()
                break
            }
            let arguments = parser.arguments(in: rest)
            guard arguments.count <= Lookahead.mostArguments else { break }
            append(arguments, hash: arguments.count > 1 ? database.table.hash(arguments[1]) : 0)
            offset += parser.consumed
        }
        sum &+= database.table.readAhead(count) { unsafe requests[$0].hash }
    }

    private func append(_ arguments: Arguments, hash: UInt64) {
        unsafe arguments.copyRanges(to: ranges + rangeCount)
        let request = Request(length: parser.consumed, firstRange: rangeCount, count: arguments.count, hash: hash)
        unsafe (requests + count).initialize(to: request)
        rangeCount += arguments.count
        count += 1
    }

    /// The next request and its arguments, which stand at the start of `stream`; `context` is told of the hash of its key. There is
    /// one, and the stream is as it was when it was looked at.
    @inline(__always)
    func takeNext(in stream: Bytes, _ context: KeyspaceContext) -> (arguments: Arguments, length: Int) {
        let request = unsafe requests[next]
        next += 1
        let arguments = unsafe Arguments(base: stream.base, ranges: ranges + request.firstRange, count: request.count)
        if request.count > 1 { context.foresee(arguments[1], hash: request.hash) }
        return (arguments, request.length)
    }
}

extension KeyspaceContext {
    /// Notes the hash of a key that the request at hand is likely to look up.
    @inline(__always)
    fileprivate func foresee(_ key: Bytes, hash: UInt64) {
        foreseenKey = (key.address, key.count)
        foreseenHash = hash
    }

    /// Forgets it, since other bytes may stand in its place.
    @inline(__always)
    func forgetForeseenKey() { foreseenKey = (0, 0) }
}
