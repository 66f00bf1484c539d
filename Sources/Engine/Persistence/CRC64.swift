// CRC64: the checksum of dump files and of DUMP's payloads (the polynomial of Jones, bits reflected, starting from 0).
//
// Eight bytes at a time, by eight tables of which each follows from the one before.
//
// Why it is unsafe inside: a checksum is taken of every byte that is saved and loaded, so bytes and tables are read without a
// check for each. Why that is sound: the tables have 256 entries each and are indexed by bytes; the bytes are read up to their
// count.

/// A running checksum.
struct CRC64 {
    private(set) var value: UInt64 = 0

    /// 0xAD93D23594C935A9, reflected.
    private static let polynomial: UInt64 = 0x95AC_9329_AC4B_C9B5

    /// Eight tables of 256, one behind the other.
    private static let tables: [UInt64] = {
        var tables = [UInt64](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt64(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ polynomial }
            tables[byte] = remainder
        }
        for index in 256..<8 * 256 {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()

    /// Takes in more bytes. O(n).
    mutating func update(_ bytes: Bytes) {
        let start = value
        value = unsafe CRC64.tables.withUnsafeBufferPointer { tables in
            let table = tables.baseAddress!
            var value = start
            var place = unsafe bytes.base
            var left = bytes.count
            while left >= 8 {
                unsafe value ^= UnsafeRawPointer(place).loadUnaligned(as: UInt64.self).littleEndian
                var next: UInt64 = 0
                for index in 0..<8 {
                    unsafe next ^= table[(7 - index) * 256 + Int(value >> UInt64(8 * index) & 0xFF)]
                }
                value = next
                unsafe place += 8
                left -= 8
            }
            while left > 0 {
                unsafe value = table[Int((value ^ UInt64(place.pointee)) & 0xFF)] ^ value >> 8
                unsafe place += 1
                left -= 1
            }
            return value
        }
    }

    /// The checksum of `bytes`. O(n).
    static func of(_ bytes: Bytes) -> UInt64 {
        var checksum = CRC64()
        checksum.update(bytes)
        return checksum.value
    }
}
