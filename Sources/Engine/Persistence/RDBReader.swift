// RDBReader: lengths, strings and numbers as dumps spell them, read from a payload or, piece by piece, from a file.
//
// What a dump says of itself is believed only as far as there are bytes to show for it: memory is taken for what has been read,
// never for what a length promises. Strings that are handed out are borrowed from the reader and valid until the next read.

/// Where a file's bytes come from.
public protocol DumpSource: AnyObject {
    /// Appends the next bytes to `buffer`; appends nothing at the end. Returns why they cannot be read, or nil.
    func read(into buffer: ByteBuffer) -> String?
}

/// A dump that is in memory.
public final class BytesSource: DumpSource {
    private let content: [UInt8]
    private var position = 0

    /// A source of these bytes.
    public init(_ content: [UInt8]) { self.content = content }

    /// The next few kilobytes.
    public func read(into buffer: ByteBuffer) -> String? {
        let end = min(content.count, position + 16 << 10)
        content.withBytes { buffer.append($0[position..<end]) }
        position = end
        return nil
    }
}

/// Reads what a dump is made of.
///
/// Why exclusivity is not checked for what every byte changes: the checks would take as long as the reading. Why that is sound: no
/// method calls back, and none hands a property on to be changed.
final class RDBReader {
    private let buffer = ByteBuffer(capacity: 256)
    private let source: (any DumpSource)?
    private let takesChecksum: Bool
    private let lzf = LZF()
    /// How far the buffer has been read.
    @safe @exclusivity(unchecked) private var position = 0
    private var checksumBefore = CRC64()
    /// How many bytes had been read when the buffer began.
    private var base = 0

    /// No string of a dump is longer: entries count in 32 bits.
    private static let longestString = Int(UInt32.max) - 1 << 20

    /// Reads from `payload`, which is copied.
    init(_ payload: Bytes) {
        source = nil
        takesChecksum = false
        buffer.append(payload)
    }

    init(_ source: any DumpSource, takesChecksum: Bool) {
        self.source = source
        self.takesChecksum = takesChecksum
    }

    /// How many bytes have been read.
    var offset: Int { base + position }

    /// The checksum of all that has been read.
    func checksum() -> UInt64 {
        var checksum = checksumBefore
        checksum.update(buffer.bytes[0..<position])
        return checksum.value
    }

    // MARK: Bytes

    /// The next `count` bytes.
    @inline(__always)
    func take(_ count: Int) throws(RDBError) -> Bytes {
        if buffer.count - position < count { try fill(count) }
        position += count
        return buffer.bytes[position - count..<position]
    }

    /// Reads on until `count` bytes are there.
    @inline(never)
    private func fill(_ count: Int) throws(RDBError) {
        guard let source else { throw .short(nil) }
        if takesChecksum { checksumBefore.update(buffer.bytes[0..<position]) }
        buffer.consume(position)
        base += position
        position = 0
        while buffer.count < count {
            let before = buffer.count
            if let reason = source.read(into: buffer) { throw .short(reason) }
            if buffer.count == before { throw .short(nil) }
        }
    }

    // MARK: Numbers

    @inline(__always)
    func byte() throws(RDBError) -> UInt8 { try take(1)[0] }

    /// A number of `bytes` bytes, the lowest first.
    func littleEndian(_ bytes: Int) throws(RDBError) -> UInt64 {
        let spelled = try take(bytes)
        return (0..<bytes).reduce(0) { $0 | UInt64(spelled[$1]) << UInt64(8 * $1) }
    }

    /// The same with its sign.
    private func signed(_ bytes: Int) throws(RDBError) -> Int {
        let unused = 64 - 8 * bytes
        return (Int(truncatingIfNeeded: try littleEndian(bytes)) << unused) >> unused
    }

    /// Milliseconds since 1970.
    func time() throws(RDBError) -> Int64 { Int64(bitPattern: try littleEndian(8)) }

    func double() throws(RDBError) -> Double { Double(bitPattern: try littleEndian(8)) }

    private enum Length {
        case plain(UInt64)
        /// The string that follows is spelled in another way.
        case encoded(UInt8)
    }

    @inline(__always)
    private func codedLength() throws(RDBError) -> Length {
        let first = try byte()
        switch first & 0xC0 {
        case RDBLength.bits6: return .plain(UInt64(first & 0x3F))
        case RDBLength.bits14: return .plain(UInt64(first & 0x3F) << 8 | UInt64(try byte()))
        case RDBLength.encoded: return .encoded(first & 0x3F)
        default:
            if first == RDBLength.bits32 { return .plain(UInt64(UInt32(try littleEndian(4)).byteSwapped)) }
            guard first == RDBLength.bits64 else { throw .corrupt("Unknown length encoding \(first)") }
            return .plain(try littleEndian(8).byteSwapped)
        }
    }

    /// A number of up to 64 bits.
    func length() throws(RDBError) -> UInt64 {
        guard case .plain(let value) = try codedLength() else { throw .corrupt("a string where a length should be") }
        return value
    }

    /// How many there are of something.
    func count() throws(RDBError) -> Int {
        guard let value = Int(exactly: try length()) else { throw .corrupt("a count of more than 63 bits") }
        return value
    }

    // MARK: Strings

    /// A string, which may be spelled as an integer.
    @inline(__always)
    func string() throws(RDBError) -> ListpackElement {
        switch try codedLength() {
        case .plain(let count):
            guard count <= UInt64(RDBReader.longestString) else { throw .corrupt("a string of \(count) bytes") }
            return .string(try take(Int(count)))
        case .encoded(RDBLength.integer8): return .integer(try signed(1))
        case .encoded(RDBLength.integer16): return .integer(try signed(2))
        case .encoded(RDBLength.integer32): return .integer(try signed(4))
        case .encoded(RDBLength.lzf): return .string(try compressed())
        case .encoded(let code): throw .corrupt("Unknown RDB string encoding type \(code)")
        }
    }

    private func compressed() throws(RDBError) -> Bytes {
        let (size, count) = (try self.count(), try self.count())
        guard size <= RDBReader.longestString, count <= RDBReader.longestString else {
            throw .corrupt("a string of \(count) bytes")
        }
        guard let bytes = lzf.decompress(try take(size), count: count) else {
            throw .corrupt("Invalid LZF compressed string")
        }
        return bytes
    }

    /// A string, copied to be kept while others are read.
    func array() throws(RDBError) -> [UInt8] { try string().array }

    /// A string, copied over what is in `buffer`.
    func string(into buffer: ByteBuffer) throws(RDBError) {
        let string = try string()
        buffer.truncate(to: 0)
        string.withBytes { buffer.append($0) }
    }

    /// A string that holds a structure, which is never an integer.
    func blob() throws(RDBError) -> Bytes {
        guard case .string(let bytes) = try string() else { throw .corrupt("an integer where a structure should be") }
        return bytes
    }
}
