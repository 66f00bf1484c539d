// Arguments: one request's argument vector, read in place.
//
// Why it is unsafe inside: the parser writes one (offset, length) pair for each argument into a buffer that it reuses, so
// that a request costs no allocation. Why that is sound: the vector is handed to one handler at a time, and neither the
// request's bytes nor the pairs change until it returns. Access is bounds-checked.

/// Where one argument lies within its request.
struct ArgumentRange {
    var offset: Int
    var count: Int
}

/// The arguments of one request, its command name first. Valid until the handler returns.
@safe
public struct Arguments {
    private let base: UnsafePointer<UInt8>
    private let ranges: UnsafePointer<ArgumentRange>
    /// How many there are, the command name included.
    public let count: Int

    init(base: UnsafePointer<UInt8>, ranges: UnsafePointer<ArgumentRange>, count: Int) {
        unsafe self.base = base
        unsafe self.ranges = ranges
        self.count = count
    }

    /// The argument at `index`, which must be below `count`. O(1).
    public subscript(index: Int) -> Bytes {
        precondition(index >= 0 && index < count, "argument index out of bounds")
        let range = unsafe ranges[index]
        return unsafe Bytes(base: base + range.offset, count: range.count)
    }

    /// The arguments from `start` on, as a vector of their own. O(1).
    func dropFirst(_ start: Int) -> Arguments {
        precondition(start <= count)
        return unsafe Arguments(base: base, ranges: ranges + start, count: count - start)
    }

    /// Copies where the arguments are to `target`, which has room for as many.
    func copyRanges(to target: UnsafeMutablePointer<ArgumentRange>) {
        unsafe target.update(from: ranges, count: count)
    }

    /// The first `count` arguments, as a vector of their own. O(1).
    func prefix(_ count: Int) -> Arguments {
        precondition(count <= self.count)
        return unsafe Arguments(base: base, ranges: ranges, count: count)
    }

    /// The bytes that all arguments take together.
    var byteCount: Int {
        var total = 0
        for index in 0..<count { unsafe total += ranges[index].count }
        return total
    }
}

/// An argument vector that owns its bytes: what a transaction queues and a blocked client runs again. Two allocations, whatever
/// the number of arguments.
final class StoredArguments {
    private var bytes: [UInt8]
    private var ranges: [ArgumentRange]

    init(_ arguments: Arguments) {
        bytes = []
        bytes.reserveCapacity(arguments.byteCount)
        ranges = []
        ranges.reserveCapacity(arguments.count)
        for index in 0..<arguments.count {
            let argument = arguments[index]
            ranges.append(ArgumentRange(offset: bytes.count, count: argument.count))
            unsafe bytes.append(contentsOf: argument.buffer)
        }
    }

    /// The vector whose arguments are `parts`.
    init(_ parts: [[UInt8]]) {
        bytes = []
        ranges = []
        for part in parts {
            ranges.append(ArgumentRange(offset: bytes.count, count: part.count))
            bytes += part
        }
    }

    /// The parts of a vector that is being put together.
    struct Parts {
        fileprivate var bytes: [UInt8]
        fileprivate var ranges: [ArgumentRange]

        mutating func append(_ part: Bytes) {
            ranges.append(ArgumentRange(offset: bytes.count, count: part.count))
            unsafe bytes.append(contentsOf: part.buffer)
        }
    }

    /// Replaces the arguments by those that `body` appends. The room for them is kept; the arrays are the body's own meanwhile,
    /// so that appending to them needs no check of exclusive access.
    func replace<Failure: Error>(_ body: (inout Parts) throws(Failure) -> Void) throws(Failure) {
        var parts = Parts(bytes: bytes, ranges: ranges)
        (bytes, ranges) = ([], [])
        parts.bytes.removeAll(keepingCapacity: true)
        parts.ranges.removeAll(keepingCapacity: true)
        defer { (bytes, ranges) = (parts.bytes, parts.ranges) }
        try body(&parts)
    }

    /// What it takes of memory, in bytes, as CLIENT LIST tells it.
    var memoryUse: Int { bytes.capacity + ranges.capacity * MemoryLayout<ArgumentRange>.stride }

    /// Calls `body` with the vector, borrowed.
    func withArguments<Result, Failure: Error>(_ body: (Arguments) throws(Failure) -> Result) throws(Failure) -> Result
    {
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
            try unsafe ranges.withUnsafeBufferPointer { (ranges) throws(Failure) in
                // An empty vector has no base; one byte from address 1 is never read.
                let base = unsafe bytes.baseAddress ?? UnsafePointer(bitPattern: 1)!
                return try unsafe body(Arguments(base: base, ranges: ranges.baseAddress!, count: ranges.count))
            }
        }
    }
}
