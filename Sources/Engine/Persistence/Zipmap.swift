// Zipmaps: what small hashes were made of in the oldest dumps (version 3 and older), read into a listpack of fields and values.
//
//     1 byte  number of fields; 254 and more: too many to tell
//     for each field: its length, its bytes, the value's length, one byte that counts unused bytes, the value, the unused bytes
//     0xFF
//
// A length is one byte, or 0xFE and four, the lowest first.

extension Listpack {
    /// The fields and values of a zipmap, or nil if `bytes` are not one. O(n).
    init?(zipmap bytes: Bytes) {
        guard bytes.count >= 2, bytes[bytes.count - 1] == 0xFF else { return nil }
        self.init()
        var offset = 1
        while offset < bytes.count - 1 {
            guard let field = Listpack.zipmapLength(bytes, at: offset), field.end < bytes.count - field.count else {
                return nil
            }
            let valueOffset = field.end + field.count
            guard let value = Listpack.zipmapLength(bytes, at: valueOffset), value.end < bytes.count else { return nil }
            let (start, unused) = (value.end + 1, Int(bytes[value.end]))
            guard start <= bytes.count, value.count + unused < bytes.count - start else { return nil }
            append(bytes[field.end..<valueOffset])
            append(bytes[start..<start + value.count])
            offset = start + value.count + unused
        }
        guard offset == bytes.count - 1, bytes[0] >= 254 || Int(bytes[0]) == count / 2 else { return nil }
    }

    /// A length and where it ends.
    private static func zipmapLength(_ bytes: Bytes, at offset: Int) -> (count: Int, end: Int)? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0xFE { return (Int(first), offset + 1) }
        guard first == 0xFE, offset + 5 <= bytes.count else { return nil }
        return (bytes.littleEndian(4, at: offset + 1), offset + 5)
    }
}
