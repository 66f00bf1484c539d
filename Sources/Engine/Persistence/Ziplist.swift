// Ziplists: what small collections were made of before listpacks (dumps of version 9 and older), read into a listpack.
//
//     4 bytes  number of bytes in all          (all numbers little-endian, but where said)
//     4 bytes  where the last element begins
//     2 bytes  number of elements; 65535: too many to tell
//     elements
//     0xFF
//
// An element: the size of the one before it (one byte, or 0xFE and four), a code, the content.
//
//     00llllll | 01llllll 1 byte | 10______ 4 bytes, the high one first      string of that length
//     0xC0 | 0xD0 | 0xE0 | 0xF0 | 0xFE                                       integer of 16, 32, 64, 24, 8 bits
//     1111xxxx, xxxx from 1 to 13                                            the integer xxxx - 1
//
// Everything is checked: sizes, links and counts agree, or there is no listpack.

extension Listpack {
    /// The elements of a ziplist, or nil if `bytes` are not one. O(n).
    init?(ziplist bytes: Bytes) {
        let (header, end) = (10, UInt8(0xFF))
        guard bytes.count > header, bytes.count <= Int(UInt32.max), bytes.littleEndian(4, at: 0) == bytes.count,
            bytes[bytes.count - 1] == end
        else { return nil }
        let told = bytes.littleEndian(2, at: 8)
        self.init()
        var (offset, last, sizeBefore) = (header, header, 0)
        while offset < bytes.count - 1 {
            guard let element = ZiplistElement(bytes, at: offset), element.sizeBefore == sizeBefore else { return nil }
            append(element.value)
            (last, sizeBefore) = (offset, element.size)
            offset += element.size
        }
        guard offset == bytes.count - 1, bytes.littleEndian(4, at: 4) == last, told == 65_535 || told == count else {
            return nil
        }
    }

    /// Appends an element as it was read elsewhere.
    mutating func append(_ element: ListpackElement) {
        switch element {
        case .integer(let integer): insert(ListpackEntry(integer), at: end)
        case .string(let bytes): insert(ListpackEntry(bytes), at: end)
        }
    }
}

/// One element of a ziplist.
private struct ZiplistElement {
    /// Bytes that the element before this one takes, as this one says.
    let sizeBefore: Int
    let size: Int
    let value: ListpackElement

    /// The element at `offset`, or nil if there is none that ends before the ziplist does.
    init?(_ bytes: Bytes, at offset: Int) {
        let isLong = bytes[offset] == 0xFE
        let codeOffset = offset + (isLong ? 5 : 1)
        guard codeOffset < bytes.count - 1, bytes[offset] != 0xFF else { return nil }
        sizeBefore = isLong ? bytes.littleEndian(4, at: offset + 1) : Int(bytes[offset])
        guard let (header, count) = ZiplistElement.extent(bytes, at: codeOffset) else { return nil }
        let content = codeOffset + header
        guard count <= bytes.count - 1 - content else { return nil }
        size = content + count - offset
        let code = bytes[codeOffset]
        if code < 0xC0 {
            value = .string(bytes[content..<content + count])
        } else if count == 0 {
            value = .integer(Int(code & 0x0F) - 1)
        } else {
            let unused = 64 - 8 * count
            value = .integer((bytes.littleEndian(count, at: content) << unused) >> unused)
        }
    }

    /// Bytes of the code, its length included, and of the content.
    private static func extent(_ bytes: Bytes, at offset: Int) -> (header: Int, count: Int)? {
        let code = bytes[offset]
        switch code {
        case 0..<0x40: return (1, Int(code))
        case 0x40..<0x80: return offset + 1 < bytes.count ? (2, Int(code & 0x3F) << 8 | Int(bytes[offset + 1])) : nil
        case 0x80..<0xC0:
            guard offset + 4 < bytes.count else { return nil }
            return (5, (1...4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) })
        case 0xC0: return (1, 2)
        case 0xD0: return (1, 4)
        case 0xE0: return (1, 8)
        case 0xF0: return (1, 3)
        case 0xFE: return (1, 1)
        case 0xF1...0xFD: return (1, 0)
        default: return nil
        }
    }
}

extension Bytes {
    /// The number of `count` bytes at `offset`, the lowest first; of eight, with its sign.
    func littleEndian(_ count: Int, at offset: Int) -> Int {
        let bits = (0..<count).reduce(UInt64(0)) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
        return Int(truncatingIfNeeded: bits)
    }
}
