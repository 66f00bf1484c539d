// SparseRegisters: the registers of a sparse HyperLogLog, as runs of one value.
//
//     00llllll           l + 1 registers are 0 (ZERO)
//     01llllll llllllll  l + 1 registers are 0 (XZERO)
//     1vvvvvll           l + 1 registers are v + 1 (VAL)
//
// What is written is what the real server writes, run by run: how it splits a run, and how far from the change it looks for
// neighbours to join, shows in the bytes.

/// One run of registers.
struct SparseRun: Equatable {
    static let longestZero = 64
    static let longestValue = 4
    /// Larger ones stand in dense registers only.
    static let largestValue: UInt8 = 32

    let value: UInt8
    let length: Int
    /// In bytes.
    let size: Int

    @inline(__always)
    init(value: UInt8, length: Int, size: Int) {
        self.value = value
        self.length = length
        self.size = size
    }

    /// The run at `offset`, which must be below the bytes' count; what misses behind their end reads as zero.
    @inline(__always)
    init(_ bytes: Bytes, at offset: Int) {
        let byte = bytes[offset]
        if byte & 0x80 != 0 {
            self.init(value: byte >> 2 & 31 + 1, length: Int(byte & 3) + 1, size: 1)
        } else if byte & 0x40 == 0 {
            self.init(value: 0, length: Int(byte & 63) + 1, size: 1)
        } else {
            let low = offset + 1 < bytes.count ? Int(bytes[offset + 1]) : 0
            self.init(value: 0, length: Int(byte & 63) << 8 | low + 1, size: 2)
        }
    }

    /// Appends the shortest opcode for a run, of a length that one can have.
    static func write(value: UInt8, length: Int, to opcodes: inout [UInt8]) {
        if value > 0 {
            opcodes.append(0x80 | (value - 1) << 2 | UInt8(length - 1))
        } else if length <= longestZero {
            opcodes.append(UInt8(length - 1))
        } else {
            opcodes += [0x40 | UInt8((length - 1) >> 8), UInt8((length - 1) & 0xFF)]
        }
    }
}

/// The runs, for reading. Valid as long as the bytes.
struct SparseRegisters {
    let bytes: Bytes

    init(_ bytes: Bytes) { self.bytes = bytes }

    /// No register has been raised.
    static let empty: [UInt8] = [0x7F, 0xFF]

    /// Calls `body` with each run as long as there are registers for it. Returns whether they are as many as there must be. O(runs).
    @inline(__always)
    func forEachRun(_ body: (_ value: UInt8, _ first: Int, _ length: Int) -> Void) -> Bool {
        var (offset, register) = (0, 0)
        while offset < bytes.count {
            let run = SparseRun(bytes, at: offset)
            if register + run.length > HyperLogLog.registerCount { return false }
            body(run.value, register, run.length)
            register += run.length
            offset += run.size
        }
        return register == HyperLogLog.registerCount
    }

    /// As PFDEBUG DECODE tells it.
    var text: String {
        var words: [String] = []
        var offset = 0
        while offset < bytes.count {
            let run = SparseRun(bytes, at: offset)
            let word = run.value > 0 ? "v:\(run.value),\(run.length)" : "\(run.size == 2 ? "Z" : "z"):\(run.length)"
            words.append(word)
            offset += run.size
        }
        return words.joined(separator: " ")
    }

    /// A run and what is known of it once it has been found.
    struct Found {
        let run: SparseRun
        /// Where it stands, and the one before it, if there is one.
        let offset: Int
        let previous: Int?
        /// Its first register.
        let first: Int
    }

    /// The run that a register lies in, or nil if there are too few. O(runs).
    func find(_ register: Int) -> Found? {
        var (offset, first) = (0, 0)
        var previous: Int?
        while offset < bytes.count {
            let run = SparseRun(bytes, at: offset)
            if register < first + run.length {
                return Found(run: run, offset: offset, previous: previous, first: first)
            }
            previous = offset
            offset += run.size
            first += run.length
        }
        return nil
    }
}
