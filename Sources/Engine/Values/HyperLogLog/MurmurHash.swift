// MurmurHash64A (Austin Appleby), which decides where an element of a HyperLogLog counts: as part of the data's format it must be
// the real server's, on machines of either byte order.

enum MurmurHash {
    private static let multiplier: UInt64 = 0xC6A4_A793_5BD1_E995

    /// O(bytes).
    static func hash(_ bytes: Bytes, seed: UInt64) -> UInt64 {
        var hash = seed ^ UInt64(bytes.count) &* multiplier
        var index = 0
        while index + 8 <= bytes.count {
            var word = littleEndian(bytes[index..<index + 8]) &* multiplier
            word ^= word >> 47
            hash = (hash ^ word &* multiplier) &* multiplier
            index += 8
        }
        if index < bytes.count { hash = (hash ^ littleEndian(bytes.dropFirst(index))) &* multiplier }
        hash = (hash ^ hash >> 47) &* multiplier
        return hash ^ hash >> 47
    }

    private static func littleEndian(_ bytes: Bytes) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<bytes.count { word |= UInt64(bytes[index]) << UInt64(index * 8) }
        return word
    }
}
