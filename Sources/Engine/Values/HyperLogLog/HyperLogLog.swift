// HyperLogLog: a string that estimates how many different elements it has seen, in the real server's own layout, so that GET, SET
// and DUMP carry one between servers.
//
//     0  "HYLL"      4  encoding: 0 dense, 1 sparse      5  three bytes unused
//     8  the estimate as of the last count, little-endian; the highest bit of byte 15 says that it no longer holds
//    16  dense: 16,384 registers of six bits, the lowest bits of a byte first
//        sparse: runs of registers (HyperLogLog+Sparse.swift)
//
// An element's hash picks a register by its lowest 14 bits; the register keeps the longest run of zeros, counted from 1, that the
// other 50 have begun with. The estimate is that of Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches"
// (2017).

/// A HyperLogLog within a string, for reading. Valid as long as the bytes.
struct HyperLogLog {
    static let headerSize = 16
    static let registerCount = 1 << indexBits
    static let registerBits = 6
    static let denseSize = headerSize + registerCount * registerBits / 8
    private static let indexBits = 14
    /// The bits of the hash that are left for the run of zeros.
    static let runBits = 64 - indexBits

    enum Encoding: UInt8 { case dense, sparse }

    let bytes: Bytes
    let encoding: Encoding

    /// Nil unless the bytes have the header, and, if dense, the size of a HyperLogLog. Sparse ones may turn out corrupt later.
    init?(_ bytes: Bytes) {
        guard bytes.count >= HyperLogLog.headerSize, bytes[0..<4] == "HYLL",
            let encoding = Encoding(rawValue: bytes[4]), encoding == .sparse || bytes.count == HyperLogLog.denseSize
        else { return nil }
        self.bytes = bytes
        self.encoding = encoding
    }

    /// What lies behind the header.
    var body: Bytes { bytes.dropFirst(HyperLogLog.headerSize) }

    /// The estimate as of the last count, if it still holds.
    var cachedCardinality: Int? {
        guard bytes[15] & 0x80 == 0 else { return nil }
        return (8..<16).reduce(0) { $0 | Int(bytes[$1]) << (($1 - 8) * 8) }
    }

    // MARK: Registers

    /// Where an element counts, and what it makes its register at least.
    static func place(of element: Bytes) -> (register: Int, value: UInt8) {
        let hash = MurmurHash.hash(element, seed: 0xADC8_3B19)
        let rest = hash >> UInt64(indexBits) | 1 << UInt64(runBits)
        return (Int(hash & UInt64(registerCount - 1)), UInt8(rest.trailingZeroBitCount + 1))
    }

    /// Calls `body` with each register, first to last, as runs of one value. Returns false if it is corrupt: then not all were given.
    @inline(__always)
    func forEachRun(_ body: (_ value: UInt8, _ first: Int, _ length: Int) -> Void) -> Bool {
        guard encoding == .dense else { return SparseRegisters(self.body).forEachRun(body) }
        let registers = self.body
        var (byte, register) = (0, 0)
        while byte < registers.count {
            // Three bytes are four registers.
            let (low, middle, high) = (registers[byte], registers[byte + 1], registers[byte + 2])
            body(low & 63, register, 1)
            body(low >> 6 | middle << 2 & 63, register + 1, 1)
            body(middle >> 4 | high << 4 & 63, register + 2, 1)
            body(high >> 2, register + 3, 1)
            byte += 3
            register += 4
        }
        return true
    }

    /// How many registers have each value, or nil if it is corrupt. O(registers).
    var histogram: [Int]? {
        var histogram = [Int](repeating: 0, count: 64)
        return forEachRun { value, _, length in histogram[Int(value)] += length } ? histogram : nil
    }

    /// Raises registers that are lower than this one's. Returns false if it is corrupt. O(registers).
    func merge(into registers: inout [UInt8]) -> Bool {
        forEachRun { value, first, length in
            for register in first..<first + length where registers[register] < value { registers[register] = value }
        }
    }

    // MARK: Estimating

    /// The estimate, or nil if it is corrupt. O(registers).
    var cardinality: Int? { histogram.map(HyperLogLog.cardinality(histogram:)) }

    /// The estimate for registers of which `histogram[v]` have the value v.
    static func cardinality(histogram: [Int]) -> Int {
        let m = Double(registerCount)
        var z = m * tau((m - Double(histogram[runBits + 1])) / m)
        for value in stride(from: runBits, to: 0, by: -1) { z = (z + Double(histogram[value])) * 0.5 }
        z += m * sigma(Double(histogram[0]) / m)
        let alpha = 0.721347520444481703680
        return Int((alpha * m * m / z).rounded())
    }

    private static func sigma(_ x: Double) -> Double {
        if x == 1 { return .infinity }
        var (x, y, z) = (x, 1.0, x)
        while true {
            x *= x
            let before = z
            z += x * y
            y += y
            if before == z { return z }
        }
    }

    private static func tau(_ x: Double) -> Double {
        if x == 0 || x == 1 { return 0 }
        var (x, y, z) = (x, 1.0, 1 - x)
        while true {
            x = x.squareRoot()
            let before = z
            y *= 0.5
            z -= (1 - x) * (1 - x) * y
            if before == z { return z / 3 }
        }
    }
}
