// Intsets as dumps hold them: integers of one width in ascending order.
//
//     4 bytes  bytes of each integer: 2, 4 or 8        (all numbers little-endian)
//     4 bytes  number of integers
//     integers

/// The integers of an intset, borrowed from its bytes.
struct IntsetBytes {
    private let bytes: Bytes
    private let width: Int
    let count: Int

    /// Nil if `bytes` are not an intset. O(n).
    init?(_ bytes: Bytes) {
        guard bytes.count >= 8 else { return nil }
        self.bytes = bytes
        width = bytes.littleEndian(4, at: 0)
        count = bytes.littleEndian(4, at: 4)
        guard [2, 4, 8].contains(width), count * width == bytes.count - 8 else { return nil }
        for index in 0..<max(0, count - 1) where self[index] >= self[index + 1] { return nil }
    }

    subscript(index: Int) -> Int {
        let unused = 64 - 8 * width
        return (bytes.littleEndian(width, at: 8 + index * width) << unused) >> unused
    }
}
