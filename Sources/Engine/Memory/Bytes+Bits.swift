// Runs of bytes as runs of bits, the highest of a byte first, counted, searched and combined eight bytes at a time.
//
// Why it is unsafe inside: a bitmap has megabytes, and a checked byte at a time takes ten times as long. Why that is sound: words
// are read and written within the counts that the owners of both runs vouch for, and need no alignment.

/// How BITOP combines bits.
enum BitOperation {
    case and, or, xor

    @inline(__always)
    func apply<Word: FixedWidthInteger>(_ left: Word, _ right: Word) -> Word {
        switch self {
        case .and: left & right
        case .or: left | right
        case .xor: left ^ right
        }
    }
}

extension Bytes {
    /// The bit at `offset`, 0 behind the end. O(1).
    func bit(at offset: Int) -> UInt8 {
        let byte = offset >> 3
        return byte < count ? self[byte] >> UInt8(7 - offset & 7) & 1 : 0
    }

    /// How many bits are set. O(n).
    var setBitCount: Int {
        var total = 0
        var index = 0
        let words = unsafe buffer
        while index + 8 <= count {
            total += unsafe words.loadUnaligned(fromByteOffset: index, as: UInt64.self).nonzeroBitCount
            index += 8
        }
        while index < count {
            total += self[index].nonzeroBitCount
            index += 1
        }
        return total
    }

    /// The position of the first byte that is not `byte`, or nil. O(n).
    func firstIndex(otherThan byte: UInt8) -> Int? {
        let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
        var index = 0
        let words = unsafe buffer
        while index + 8 <= count, unsafe words.loadUnaligned(fromByteOffset: index, as: UInt64.self) == pattern {
            index += 8
        }
        while index < count, self[index] == byte { index += 1 }
        return index < count ? index : nil
    }

    /// `width` bits from `offset` on, 64 at most, as a number; 0 stands behind the end. O(1).
    func bits(at offset: Int, width: Int) -> UInt64 {
        var (value, position, left): (UInt64, Int, Int) = (0, offset, width)
        while left > 0 {
            let free = 8 - position & 7
            let taken = min(free, left)
            let byte = position >> 3 < count ? UInt64(self[position >> 3]) : 0
            value = value << UInt64(taken) | byte >> UInt64(free - taken) & (1 << UInt64(taken) - 1)
            position += taken
            left -= taken
        }
        return value
    }
}

extension ByteBuffer {
    /// Sets the bit at `offset`, whose byte is there. O(1).
    func setBit(at offset: Int, to value: Bool) {
        let mask: UInt8 = 0x80 >> UInt8(offset & 7)
        if value { self[offset >> 3] |= mask } else { self[offset >> 3] &= ~mask }
    }

    /// Stores the lowest `width` bits of a number from `offset` on; the bytes are there. O(1).
    func setBits(at offset: Int, width: Int, to value: UInt64) {
        var (position, left) = (offset, width)
        while left > 0 {
            let free = 8 - position & 7
            let taken = min(free, left)
            let mask = UInt8(truncatingIfNeeded: (1 << taken - 1) << (free - taken))
            let chunk = UInt8(truncatingIfNeeded: value >> UInt64(left - taken)) << UInt8(free - taken)
            self[position >> 3] = self[position >> 3] & ~mask | chunk & mask
            position += taken
            left -= taken
        }
    }

    /// Combines each bit with that of `other`, as if the shorter of both went on with zeros. O(longer of both).
    func combine(_ operation: BitOperation, with other: Bytes) {
        extend(to: other.count)
        let (left, right) = unsafe (mutableBytes, other.buffer)
        let common = other.count
        var index = 0
        while index + 8 <= common {
            let word = unsafe operation.apply(
                left.loadUnaligned(fromByteOffset: index, as: UInt64.self),
                right.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            unsafe left.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < common {
            unsafe left[index] = operation.apply(left[index], right[index])
            index += 1
        }
        if operation == .and, index < left.count {
            unsafe UnsafeMutableRawBufferPointer(rebasing: left[index...]).initializeMemory(
                as: UInt8.self, repeating: 0)
        }
    }

    /// Inverts each bit. O(n).
    func invert() {
        let bytes = unsafe mutableBytes
        var index = 0
        while index + 8 <= bytes.count {
            let word = unsafe ~bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            unsafe bytes.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < bytes.count {
            unsafe bytes[index] = ~bytes[index]
            index += 1
        }
    }
}
