// RDBWriter: lengths, strings and numbers as dumps spell them, gathered in a buffer that is handed on in pieces: what is written
// need not be in memory twice.

/// Spells what a dump is made of.
final class RDBWriter {
    /// What has not been handed on yet.
    let buffer = ByteBuffer(capacity: 1024)
    /// For which servers this is written.
    let version: RDBVersion
    private let compresses: Bool
    private let takesChecksum: Bool
    private let sink: ((Bytes) -> Bool)?
    private let lzf = LZF()
    private let scratch = ByteBuffer()
    private(set) var checksum = CRC64()
    /// Whether what was handed on was refused. What is written after that goes nowhere.
    private(set) var hasFailed = false

    private static let pieceSize = 48 << 10
    /// Shorter strings are not worth compressing.
    private static let shortestCompressed = 21

    /// - Parameters:
    ///   - compresses: Whether long strings are compressed, if that makes them shorter.
    ///   - sink: Takes what is finished, piece by piece; returns whether it could. Without one all stays in the buffer.
    init(
        _ version: RDBVersion, compresses: Bool, takesChecksum: Bool = false, sink: ((Bytes) -> Bool)? = nil
    ) {
        self.version = version
        self.compresses = compresses
        self.takesChecksum = takesChecksum
        self.sink = sink
    }

    /// Hands on what is in the buffer, if there is anyone to take it.
    func drain() {
        guard let sink else { return }
        if takesChecksum { checksum.update(buffer.bytes) }
        if !hasFailed, !buffer.isEmpty { hasFailed = !sink(buffer.bytes) }
        buffer.removeAll()
    }

    @inline(__always)
    private func drainIfLarge() {
        if buffer.count >= RDBWriter.pieceSize { drain() }
    }

    // MARK: Numbers

    func byte(_ value: UInt8) { buffer.append(value) }

    func opcode(_ opcode: RDBOpcode) { byte(opcode.rawValue) }

    /// A number in as few bytes as it takes, the high ones first.
    @inline(__always)
    func length(_ value: UInt64) {
        switch value {
        case 0..<1 << 6: byte(UInt8(truncatingIfNeeded: value))
        case 0..<1 << 14:
            byte(RDBLength.bits14 | UInt8(truncatingIfNeeded: value >> 8))
            byte(UInt8(truncatingIfNeeded: value))
        default:
            let isShort = value <= UInt64(UInt32.max)
            byte(isShort ? RDBLength.bits32 : RDBLength.bits64)
            littleEndian(isShort ? UInt64(UInt32(value).byteSwapped) : value.byteSwapped, bytes: isShort ? 4 : 8)
        }
    }

    func length(_ value: Int) { length(UInt64(value)) }

    /// The low `bytes` bytes, the lowest first.
    func littleEndian(_ value: UInt64, bytes: Int) {
        for index in 0..<bytes { byte(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    /// Milliseconds since 1970.
    func time(_ milliseconds: Int64) { littleEndian(UInt64(bitPattern: milliseconds), bytes: 8) }

    func double(_ value: Double) { littleEndian(value.bitPattern, bytes: 8) }

    // MARK: Strings

    /// A string: as an integer if it spells a small one, compressed if that is worth it.
    func string(_ bytes: Bytes) {
        defer { drainIfLarge() }
        if bytes.count <= 11, let integer = bytes.integer, encoded(integer) { return }
        if compresses, bytes.count >= RDBWriter.shortestCompressed, let short = lzf.compress(bytes) {
            byte(RDBLength.encoded | RDBLength.lzf)
            length(short.count)
            length(bytes.count)
            buffer.append(short)
            return
        }
        plain(bytes)
    }

    /// A string that is an integer.
    func string(_ integer: Int) {
        if encoded(integer) { return }
        String(integer).withBytes { plain($0) }
    }

    func string(_ text: String) { text.withBytes { string($0) } }

    func string(_ element: ListpackElement) {
        switch element {
        case .integer(let integer): string(integer)
        case .string(let bytes): string(bytes)
        }
    }

    /// A listpack as a string, in the format that it has everywhere.
    func string(_ listpack: Listpack) { string { listpack.serialize(to: $0) } }

    /// What `body` appends to a buffer, as a string.
    func string(_ body: (ByteBuffer) -> Void) {
        scratch.truncate(to: 0)
        body(scratch)
        string(scratch.bytes)
        if scratch.capacity > RDBWriter.pieceSize { scratch.removeAll() }
    }

    private func plain(_ bytes: Bytes) {
        length(bytes.count)
        buffer.append(bytes)
    }

    /// Writes an integer of up to 32 bits. Returns whether it is one.
    private func encoded(_ integer: Int) -> Bool {
        let (code, bytes): (UInt8, Int)
        switch integer {
        case -1 << 7..<1 << 7: (code, bytes) = (RDBLength.integer8, 1)
        case -1 << 15..<1 << 15: (code, bytes) = (RDBLength.integer16, 2)
        case -1 << 31..<1 << 31: (code, bytes) = (RDBLength.integer32, 4)
        default: return false
        }
        byte(RDBLength.encoded | code)
        littleEndian(UInt64(bitPattern: Int64(integer)), bytes: bytes)
        return true
    }
}
