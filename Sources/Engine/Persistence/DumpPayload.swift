// DumpPayload: what DUMP answers and RESTORE takes: the type and the value as in a file, then two bytes of version and eight of
// checksum, the lowest first.

/// The serialized value of one key.
enum DumpPayload {
    private static let footerSize = 10

    /// Calls `body` with the payload of an entry, borrowed. O(n).
    static func withPayload(
        of entry: Entry, _ configuration: Configuration, version: RDBVersion, _ body: (Bytes) -> Void
    ) {
        let writer = RDBWriter(version, compresses: configuration.rdbCompression)
        writer.value(of: entry)
        finish(writer, body)
    }

    /// Ends a payload with version and checksum, and calls `body` with it, borrowed.
    static func finish(_ writer: RDBWriter, _ body: (Bytes) -> Void) {
        writer.littleEndian(UInt64(writer.version.number), bytes: 2)
        writer.littleEndian(CRC64.of(writer.buffer.bytes), bytes: 8)
        withExtendedLifetime(writer) { body(writer.buffer.bytes) }
    }

    /// How many bytes a value takes in a payload, its type and the footer aside. O(n).
    static func size(of entry: Entry, _ configuration: Configuration, version: RDBVersion) -> Int {
        let writer = RDBWriter(version, compresses: configuration.rdbCompression)
        writer.value(of: entry)
        return writer.buffer.count - 1
    }

    /// Whose types a payload holds that a server of `version` takes, or nil if it does not take it.
    static func origin(of payload: Bytes, version: RDBVersion) -> RDBOrigin? {
        guard let end = contentEnd(of: payload, version: version) else { return nil }
        return RDBVersion.origin(of: payload.littleEndian(2, at: end))
    }

    /// What stands before version and checksum, or nil if a server of `version` does not take the payload.
    static func content(of payload: Bytes, version: RDBVersion) -> Bytes? {
        contentEnd(of: payload, version: version).map { payload[0..<$0] }
    }

    private static func contentEnd(of payload: Bytes, version: RDBVersion) -> Int? {
        guard payload.count >= footerSize else { return nil }
        let end = payload.count - footerSize
        let checksum = UInt64(bitPattern: Int64(payload.littleEndian(8, at: end + 2)))
        guard version.accepts(payload.littleEndian(2, at: end)), CRC64.of(payload[0..<end + 2]) == checksum else {
            return nil
        }
        return end
    }
}
