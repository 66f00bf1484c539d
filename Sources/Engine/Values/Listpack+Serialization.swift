// Listpacks as they leave and enter the process: the real server's format with its header and end.
//
//     4 bytes  number of bytes, header and end included, little-endian
//     2 bytes  number of elements, little-endian; 65535: too many to tell
//     elements
//     0xFF
//
// What comes from outside is checked element by element before anything is read of it.

extension Listpack {
    private static let untoldCount = 65_535

    /// Appends the listpack in the real server's format, `byteCount` bytes.
    func serialize(to buffer: ByteBuffer) {
        for shift in [0, 8, 16, 24] { buffer.append(UInt8(truncatingIfNeeded: byteCount >> shift)) }
        let told = min(count, Listpack.untoldCount)
        for shift in [0, 8] { buffer.append(UInt8(truncatingIfNeeded: told >> shift)) }
        buffer.append(elementBytes)
        buffer.append(ListpackCode.end)
    }

    /// The listpack that `bytes` hold, or nil if they are not one. O(n).
    init?(serialized bytes: Bytes) {
        guard bytes.count >= Listpack.overhead, bytes.count <= Int(UInt32.max) - 1 << 20 else { return nil }
        let total = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16 | Int(bytes[3]) << 24
        let told = Int(bytes[4]) | Int(bytes[5]) << 8
        guard total == bytes.count, bytes[total - 1] == ListpackCode.end else { return nil }
        let elements = bytes[6..<total - 1]
        guard let count = Listpack.countOfElements(in: elements), told == count || told == Listpack.untoldCount else {
            return nil
        }
        self.init(elements: elements, count: count)
    }

    /// How many elements `bytes` spell, or nil if they are not well-formed.
    private static func countOfElements(in bytes: Bytes) -> Int? {
        var count = 0
        var offset = 0
        while offset < bytes.count {
            guard let size = ListpackCode.checkedSize(bytes.dropFirst(offset)) else { return nil }
            let behind = offset + size
            let next = behind + ListpackCode.backLengthSize(size)
            guard next <= bytes.count, ListpackCode.readBackLength(of: size, in: bytes[behind..<next]) else {
                return nil
            }
            offset = next
            count += 1
        }
        return count
    }
}

extension ListpackCode {
    /// Whether `bytes` are the length that stands behind an element of `size` bytes.
    fileprivate static func readBackLength(of size: Int, in bytes: Bytes) -> Bool {
        var value = 0
        for index in 0..<bytes.count {
            guard index == 0 || bytes[index] & 128 != 0 else { return false }
            value = value << 7 | Int(bytes[index] & 127)
        }
        return value == size && bytes[0] & 128 == 0
    }
}
