// HyperLogLogEditor: changes a HyperLogLog in the buffer of its string. It begins sparse and becomes dense, for good, when a value or
// the number of runs is too large for that.

/// Thrown where the runs of a sparse HyperLogLog turn out not to be what they should.
struct CorruptHyperLogLog: Error {}

/// A HyperLogLog within a buffer, for writing.
struct HyperLogLogEditor {
    let buffer: ByteBuffer
    /// `hll-sparse-max-bytes`.
    private let sparseLimit: Int

    /// - Parameter buffer: One that holds a HyperLogLog.
    init(_ buffer: ByteBuffer, sparseLimit: Int) {
        self.buffer = buffer
        self.sparseLimit = sparseLimit
    }

    /// A string that has seen nothing.
    static func makeEmpty() -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 40)
        buffer.append("HYLL")
        buffer.append(HyperLogLog.Encoding.sparse.rawValue)
        buffer.extend(to: HyperLogLog.headerSize)
        SparseRegisters.empty.withBytes { buffer.append($0) }
        return buffer
    }

    private var isDense: Bool { buffer[4] == HyperLogLog.Encoding.dense.rawValue }

    /// Says that the estimate no longer holds.
    func invalidateCache() { buffer[15] |= 0x80 }

    /// Keeps an estimate.
    func cache(_ cardinality: Int) {
        for index in 0..<8 { buffer[8 + index] = UInt8(truncatingIfNeeded: cardinality >> (index * 8)) }
    }

    /// Counts an element. Returns whether a register changed. O(1) if dense, O(runs) if sparse.
    func add(_ element: Bytes) throws(CorruptHyperLogLog) -> Bool {
        let (register, value) = HyperLogLog.place(of: element)
        return try raise(register, to: value)
    }

    /// Makes a register `value` at least. Returns whether it was less.
    @discardableResult
    func raise(_ register: Int, to value: UInt8) throws(CorruptHyperLogLog) -> Bool {
        try isDense ? raiseDense(register, to: value) : raiseSparse(register, to: value)
    }

    // MARK: Dense

    private func raiseDense(_ register: Int, to value: UInt8) -> Bool {
        let bit = register * HyperLogLog.registerBits
        let (byte, shift) = (HyperLogLog.headerSize + bit / 8, UInt8(bit % 8))
        // The last register ends with the last byte.
        let spills = shift > 2
        let old = (buffer[byte] >> shift | (spills ? buffer[byte + 1] << (8 - shift) : 0)) & 63
        guard value > old else { return false }
        buffer[byte] = buffer[byte] & ~(63 << shift) | value << shift
        if spills { buffer[byte + 1] = buffer[byte + 1] & ~(63 >> (8 - shift)) | value >> (8 - shift) }
        return true
    }

    /// Makes it dense, with the same registers and the same estimate. Returns whether it was not. O(registers).
    @discardableResult
    func makeDense() throws(CorruptHyperLogLog) -> Bool {
        if isDense { return false }
        var registers = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
        guard let sparse = HyperLogLog(buffer.bytes), sparse.merge(into: &registers) else { throw CorruptHyperLogLog() }
        buffer[4] = HyperLogLog.Encoding.dense.rawValue
        setDense(registers)
        return true
    }

    /// Replaces all registers of one that is dense.
    func setDense(_ registers: [UInt8]) {
        buffer.truncate(to: HyperLogLog.headerSize)
        buffer.reserve(HyperLogLog.denseSize - HyperLogLog.headerSize)
        for first in stride(from: 0, to: HyperLogLog.registerCount, by: 4) {
            let second = registers[first + 1]
            let third = registers[first + 2]
            buffer.append(registers[first] | second << 6)
            buffer.append(second >> 2 | third << 4)
            buffer.append(third >> 4 | registers[first + 3] << 2)
        }
    }

    // MARK: Sparse

    private func raiseSparse(_ register: Int, to value: UInt8) throws(CorruptHyperLogLog) -> Bool {
        guard value <= SparseRun.largestValue else { return try promote(register, value) }
        let body = buffer.bytes.dropFirst(HyperLogLog.headerSize)
        guard let found = SparseRegisters(body).find(register) else { throw CorruptHyperLogLog() }
        if found.run.value >= value { return false }
        let opcodes = split(found, at: register, value)
        let grown = opcodes.count - found.run.size
        if grown > 0, buffer.count + grown > sparseLimit { return try promote(register, value) }
        let offset = HyperLogLog.headerSize + found.offset
        opcodes.withBytes { buffer.replace(offset..<min(offset + found.run.size, buffer.count), with: $0) }
        joinRuns(from: HyperLogLog.headerSize + (found.previous ?? 0))
        invalidateCache()
        return true
    }

    private func promote(_ register: Int, _ value: UInt8) throws(CorruptHyperLogLog) -> Bool {
        try makeDense()
        return raiseDense(register, to: value)
    }

    /// A run with one of its registers raised: up to three runs.
    private func split(_ found: SparseRegisters.Found, at register: Int, _ value: UInt8) -> [UInt8] {
        var opcodes: [UInt8] = []
        let before = register - found.first
        let after = found.run.length - before - 1
        if before > 0 { SparseRun.write(value: found.run.value, length: before, to: &opcodes) }
        SparseRun.write(value: value, length: 1, to: &opcodes)
        if after > 0 { SparseRun.write(value: found.run.value, length: after, to: &opcodes) }
        return opcodes
    }

    /// Joins neighbours of one value, in five looks from `offset` on.
    private func joinRuns(from offset: Int) {
        var offset = offset
        for _ in 0..<5 where offset < buffer.count {
            let run = SparseRun(buffer.bytes, at: offset)
            if run.value > 0, offset + 1 < buffer.count {
                let next = SparseRun(buffer.bytes, at: offset + 1)
                if next.value == run.value, run.length + next.length <= SparseRun.longestValue {
                    var joined: [UInt8] = []
                    SparseRun.write(value: run.value, length: run.length + next.length, to: &joined)
                    joined.withBytes { buffer.replace(offset..<offset + 2, with: $0) }
                    continue
                }
            }
            offset += run.size
        }
    }
}
