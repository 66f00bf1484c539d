// HyperLogLogs in either representation, against an array of registers.

import Testing

@testable import UnderstudyEngine

@Suite struct HyperLogLogTests {
    /// Hashes that redis 8.0.6's registers show: PFADD of one element, PFDEBUG DECODE.
    @Test(arguments: [
        ("", 5938, 2), ("a", 12711, 2), ("b", 15780, 1), ("c", 8436, 1),
    ])
    func placesOfElements(element: String, register: Int, value: UInt8) {
        let place = element.withBytes { HyperLogLog.place(of: $0) }
        #expect(place.register == register && place.value == value)
    }

    private static func registers(_ editor: HyperLogLogEditor) -> [UInt8]? {
        var registers = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
        guard let hyperLogLog = HyperLogLog(editor.buffer.bytes), hyperLogLog.merge(into: &registers) else {
            return nil
        }
        return registers
    }

    /// What is wrong with the runs of a sparse one, or nil.
    private static func brokenInvariant(_ editor: HyperLogLogEditor) -> String? {
        guard let hyperLogLog = HyperLogLog(editor.buffer.bytes) else { return "no HyperLogLog" }
        guard hyperLogLog.encoding == .sparse else { return nil }
        return hyperLogLog.forEachRun { _, _, _ in } ? nil : "the runs do not cover the registers"
    }

    @Test(arguments: [0, 20, 100, 3000, 100_000])
    func raisingRegisters(limit: Int) throws {
        var source = RandomSource(seed: UInt64(limit))
        let editor = HyperLogLogEditor(HyperLogLogEditor.makeEmpty(), sparseLimit: limit)
        var model = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
        for step in 0..<4000 {
            // Mostly near each other, so that runs are split and joined.
            let register =
                step % 3 == 0 ? source.next(below: model.count) : (source.next(below: 60) + 16_350) % model.count
            let value = UInt8(1 + source.next(below: step > 3000 ? 51 : 5))
            #expect(try editor.raise(register, to: value) == (model[register] < value))
            model[register] = max(model[register], value)
            if let broken = Self.brokenInvariant(editor) { Issue.record("\(broken) in step \(step)") }
            if step % 50 == 0 { #expect(Self.registers(editor) == model) }
        }
        #expect(Self.registers(editor) == model)
        if limit <= 3000 { #expect(editor.buffer.count == HyperLogLog.denseSize) }
    }

    @Test func promotionKeepsRegistersAndEstimate() throws {
        let editor = HyperLogLogEditor(HyperLogLogEditor.makeEmpty(), sparseLimit: 3000)
        for number in 0..<500 {
            _ = try "\(number)".withBytesThrowing { (bytes) throws(CorruptHyperLogLog) in try editor.add(bytes) }
        }
        editor.cache(HyperLogLog(editor.buffer.bytes)!.cardinality!)
        let before = (Self.registers(editor), HyperLogLog(editor.buffer.bytes)!.cachedCardinality)
        #expect(try editor.makeDense())
        #expect(try !editor.makeDense())
        #expect(Self.registers(editor) == before.0)
        #expect(HyperLogLog(editor.buffer.bytes)!.cachedCardinality == before.1)
        #expect(HyperLogLog(editor.buffer.bytes)!.cardinality == before.1)
    }

    @Test func damagedRunsAreRefusedOrRead() {
        var source = RandomSource(seed: 3)
        for _ in 0..<3000 {
            let buffer = HyperLogLogEditor.makeEmpty()
            let editor = HyperLogLogEditor(buffer, sparseLimit: 200)
            for _ in 0..<40 {
                switch source.next(below: 3) {
                case 0: buffer[16 + source.next(below: buffer.count - 16)] = UInt8(source.next(below: 256))
                case 1 where buffer.count > 17: buffer.truncate(to: buffer.count - 1)
                default:
                    do throws(CorruptHyperLogLog) {
                        try editor.raise(source.next(below: 16_384), to: UInt8(1 + source.next(below: 40)))
                    } catch {}
                }
                if let hyperLogLog = HyperLogLog(buffer.bytes) {
                    if let estimate = hyperLogLog.cardinality { #expect(estimate >= 0) }
                    if hyperLogLog.encoding == .dense { break }
                }
            }
        }
    }
}

extension String {
    fileprivate func withBytesThrowing<Result, Failure: Error>(
        _ body: (Bytes) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Array(utf8).withBytes(body)
    }
}
