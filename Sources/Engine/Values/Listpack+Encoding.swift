// How one element of a listpack is spelled. Byte for byte the real server's format, since its sizes decide when a collection
// changes its encoding, and since dump files hold it as it is.
//
//     0xxxxxxx                       integer 0...127
//     10llllll  content              string of up to 63 bytes
//     110xxxxx xxxxxxxx              integer of 13 bits, two's complement, the high bits first
//     1110llll llllllll  content     string of up to 4095 bytes, the high bits of the length first
//     11110000  4 bytes  content     any longer string; the length is little-endian
//     11110001 ... 11110100          integer of 16, 24, 32 or 64 bits, little-endian, in 2, 3, 4 or 8 bytes
//
// Behind each element stands the number of bytes above, 7 bits in a byte, to be read backwards: the byte that stands first has bit
// 7 clear, all others have it set. An element is an integer if and only if its bytes spell one canonically.
//
// Why it is unsafe inside: elements are written and read in place. Why that is sound: the caller (Listpack+Storage.swift) hands
// out only addresses of elements within its storage, and makes room for all that `write` stores.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An element as it is read: a string, borrowed until the listpack is next changed, or an integer that stands for its digits.
enum ListpackElement {
    case string(Bytes)
    case integer(Int)

    /// Calls `body` with the element's bytes, an integer's digits included.
    @inline(__always)
    func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
        switch self {
        case .string(let bytes): return body(bytes)
        case .integer(let value):
            return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
                let count = unsafe Decimal.write(value, to: digits.baseAddress!)
                return unsafe body(Bytes(base: digits.baseAddress, count: count))
            }
        }
    }

    /// A copy of the element's bytes.
    var array: [UInt8] { withBytes(\.array) }

    /// The number of bytes that the element stands for.
    var byteCount: Int { withBytes(\.count) }
}

extension ReplyWriter {
    /// An element as a bulk string.
    @inline(__always)
    func bulk(_ element: ListpackElement) {
        switch element {
        case .string(let bytes): bulk(bytes)
        case .integer(let value): bulk(decimal: value)
        }
    }
}

/// An element to be written or sought: what is known of it is found out once.
struct ListpackEntry {
    let bytes: Bytes
    /// The integer that the bytes spell, if they do.
    let integer: Int?
    /// Bytes of the code and the content, without what stands behind them.
    let contentSize: Int

    /// Bytes that the element takes in all.
    var size: Int { contentSize + ListpackCode.backLengthSize(contentSize) }

    /// - Precondition: fewer than 2^32 bytes.
    @inline(__always)
    init(_ bytes: Bytes) {
        self.bytes = bytes
        integer = bytes.integer
        contentSize = integer.map(ListpackCode.size(of:)) ?? ListpackCode.size(ofString: bytes.count)
    }

    /// An integer, without the digits: to be written, or to be sought where integers are kept as such.
    init(_ integer: Int) {
        bytes = Bytes("")
        self.integer = integer
        contentSize = ListpackCode.size(of: integer)
    }

    @inline(__always)
    func matches(_ element: ListpackElement) -> Bool {
        switch element {
        case .string(let other): integer == nil && bytes == other
        case .integer(let value): integer == value
        }
    }

    /// Writes the element, which takes `size` bytes.
    @inline(__always)
    func write(to target: UnsafeMutablePointer<UInt8>) {
        if let integer {
            unsafe ListpackCode.write(integer, size: contentSize, to: target)
        } else {
            let header = contentSize - bytes.count
            unsafe ListpackCode.writeHeader(ofString: bytes.count, to: target)
            unsafe memcpy(target + header, bytes.base, bytes.count)
        }
        unsafe ListpackCode.writeBackLength(contentSize, to: target + contentSize)
    }
}

/// Codes, sizes and how they are read.
enum ListpackCode {
    static let string32: UInt8 = 0xF0
    static let integer16: UInt8 = 0xF1
    static let integer24: UInt8 = 0xF2
    static let integer32: UInt8 = 0xF3
    static let integer64: UInt8 = 0xF4
    /// Ends a listpack.
    static let end: UInt8 = 0xFF

    @inline(__always)
    static func size(ofString count: Int) -> Int { count < 64 ? 1 + count : count < 4096 ? 2 + count : 5 + count }

    static func size(of integer: Int) -> Int {
        switch integer {
        case 0...127: 1
        case -4096...4095: 2
        case -32_768...32_767: 3
        case -8_388_608...8_388_607: 4
        case -2_147_483_648...2_147_483_647: 5
        default: 9
        }
    }

    /// Bytes that the length behind an element of `size` bytes takes.
    @inline(__always)
    static func backLengthSize(_ size: Int) -> Int {
        if size <= 127 { return 1 }
        // One less than 7 bits a byte could hold: so the real server draws the line.
        return size < 16_383 ? 2 : size < 2_097_151 ? 3 : size < 268_435_455 ? 4 : 5
    }

    @inline(__always)
    static func writeBackLength(_ size: Int, to target: UnsafeMutablePointer<UInt8>) {
        if size <= 127 {
            unsafe target[0] = UInt8(truncatingIfNeeded: size)
            return
        }
        var index = backLengthSize(size) - 1
        var rest = size
        while index >= 0 {
            unsafe target[index] = UInt8(truncatingIfNeeded: rest & 127) | (index == 0 ? 0 : 128)
            rest >>= 7
            index -= 1
        }
    }

    /// The size of the element whose length ends just before `end`: without the length itself.
    @inline(__always)
    static func readBackLength(before end: UnsafePointer<UInt8>) -> Int {
        var size = 0
        var shift = 0
        var place = unsafe end - 1
        while true {
            unsafe size |= Int(place.pointee & 127) << shift
            if unsafe place.pointee & 128 == 0 || shift == 28 { return size }
            shift += 7
            unsafe place -= 1
        }
    }

    @inline(__always)
    static func writeHeader(ofString count: Int, to target: UnsafeMutablePointer<UInt8>) {
        if count < 64 {
            unsafe target[0] = 0x80 | UInt8(truncatingIfNeeded: count)
        } else if count < 4096 {
            unsafe target[0] = 0xE0 | UInt8(truncatingIfNeeded: count >> 8)
            unsafe target[1] = UInt8(truncatingIfNeeded: count)
        } else {
            unsafe target[0] = string32
            unsafe writeLittleEndian(UInt64(count), bytes: 4, to: target + 1)
        }
    }

    static func write(_ integer: Int, size: Int, to target: UnsafeMutablePointer<UInt8>) {
        let pattern = UInt64(bitPattern: Int64(integer))
        switch size {
        case 1: unsafe target[0] = UInt8(truncatingIfNeeded: pattern)
        case 2:
            unsafe target[0] = 0xC0 | UInt8(truncatingIfNeeded: pattern >> 8 & 0x1F)
            unsafe target[1] = UInt8(truncatingIfNeeded: pattern)
        default:
            unsafe target[0] =
                size == 3 ? integer16 : size == 4 ? integer24 : size == 5 ? integer32 : integer64
            unsafe writeLittleEndian(pattern, bytes: size - 1, to: target + 1)
        }
    }

    private static func writeLittleEndian(_ value: UInt64, bytes: Int, to target: UnsafeMutablePointer<UInt8>) {
        for index in 0..<bytes { unsafe target[index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }

    @inline(__always)
    private static func readLittleEndian(_ bytes: Int, at source: UnsafePointer<UInt8>) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<bytes { unsafe value |= UInt64(source[index]) << UInt64(8 * index) }
        return value
    }

    /// The element at `source` and its size without the length behind it.
    @inline(__always)
    static func read(at source: UnsafePointer<UInt8>) -> (element: ListpackElement, size: Int) {
        let code = unsafe source.pointee
        if code & 0xC0 == 0x80 {
            let count = Int(code & 0x3F)
            return unsafe (.string(Bytes(base: source + 1, count: count)), 1 + count)
        }
        if code < 0x80 { return (.integer(Int(code)), 1) }
        return unsafe readLong(at: source, code)
    }

    private static func readLong(
        at source: UnsafePointer<UInt8>, _ code: UInt8
    ) -> (element: ListpackElement, size: Int) {
        if code & 0xE0 == 0xC0 {
            let pattern = unsafe Int(code & 0x1F) << 8 | Int(source[1])
            return (.integer(pattern < 4096 ? pattern : pattern - 8192), 2)
        }
        if code & 0xF0 == 0xE0 {
            let count = unsafe Int(code & 0x0F) << 8 | Int(source[1])
            return unsafe (.string(Bytes(base: source + 2, count: count)), 2 + count)
        }
        if code == string32 {
            let count = unsafe Int(readLittleEndian(4, at: source + 1))
            return unsafe (.string(Bytes(base: source + 5, count: count)), 5 + count)
        }
        let bytes = integerBytes(code)
        let pattern = unsafe Int(truncatingIfNeeded: readLittleEndian(bytes, at: source + 1))
        let unused = 64 - 8 * bytes
        return (.integer((pattern << unused) >> unused), 1 + bytes)
    }

    /// How many bytes of an integer follow its code.
    private static func integerBytes(_ code: UInt8) -> Int {
        switch code {
        case integer16: 2
        case integer24: 3
        case integer32: 4
        default: 8
        }
    }

    /// The size, without the length behind it, of the element at `source`.
    @inline(__always)
    static func size(at source: UnsafePointer<UInt8>) -> Int { unsafe read(at: source).size }

    /// The size that the code at the front of `bytes` tells, or nil if `bytes` is too short to tell or the code is none: for
    /// bytes that came from outside.
    static func checkedSize(_ bytes: Bytes) -> Int? {
        guard let code = bytes.isEmpty ? nil : bytes[0] else { return nil }
        switch code {
        case 0..<0x80: return 1
        case 0x80..<0xC0: return 1 + Int(code & 0x3F)
        case 0xC0..<0xE0: return 2
        case 0xE0..<0xF0: return bytes.count < 2 ? nil : 2 + Int(code & 0x0F) << 8 + Int(bytes[1])
        case string32:
            guard bytes.count >= 5 else { return nil }
            return 5 + (Int(bytes[1]) | Int(bytes[2]) << 8 | Int(bytes[3]) << 16 | Int(bytes[4]) << 24)
        case integer16...integer64: return 1 + integerBytes(code)
        default: return nil
        }
    }
}
