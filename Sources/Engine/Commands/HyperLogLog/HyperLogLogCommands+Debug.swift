// PFDEBUG, which shows a HyperLogLog from inside, and PFSELFTEST, which checks the registers and the estimates of fresh ones.

extension HyperLogLogCommands {
    static func pfdebug(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (word, key) = (arguments[1], arguments[2])
        if word.matches("simd"), session.engine.profile.debugsVectorInstructions {
            return try pfdebugSIMD(session, key)
        }
        var location = session.database.lookUpForWriting(key)
        guard let entry = location.entry else { throw CommandError("ERR The specified key does not exist") }
        let encoding = try entry.requireHyperLogLog().encoding
        let editor = session.hyperLogLog(at: &location)
        if word.matches("getreg") {
            try makeDense(session, editor)
            var registers = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
            _ = HyperLogLog(editor.buffer.bytes)!.merge(into: &registers)
            session.reply.array(registers.count)
            for register in registers { session.reply.integer(Int(register)) }
        } else if word.matches("decode") {
            guard encoding == .sparse else { throw CommandError("ERR HLL encoding is not sparse") }
            session.reply.bulk(SparseRegisters(HyperLogLog(editor.buffer.bytes)!.body).text)
        } else if word.matches("encoding") {
            session.reply.simple(encoding == .sparse ? "sparse" : "dense")
        } else if word.matches("todense") {
            session.reply.integer(try makeDense(session, editor) ? 1 : 0)
        } else {
            throw CommandError("ERR Unknown PFDEBUG subcommand '", quoting: word, "'")
        }
    }

    @discardableResult
    private static func makeDense(_ session: Session, _ editor: HyperLogLogEditor) throws(CommandError) -> Bool {
        do throws(CorruptHyperLogLog) {
            let changed = try editor.makeDense()
            // Counted as a change of the dataset; transactions that watch the key see none.
            if changed { session.engine.changes += 1 }
            return changed
        } catch {
            throw .corruptHyperLogLog
        }
    }

    /// Tells, as the real server does where its processor has them, that no vector instructions are used by name.
    private static func pfdebugSIMD(_ session: Session, _ word: Bytes) throws(CommandError) {
        guard word.matches("on") || word.matches("off") else { throw CommandError("ERR Argument must be ON or OFF") }
        session.reply.simple("disabled")
    }

    // MARK: PFSELFTEST

    static func pfselftest(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var random = session.database.context.random
        let failure: String?
        do throws(CorruptHyperLogLog) {
            let wrong = try SelfTest.registers(&random)
            failure = if let wrong { wrong } else { try SelfTest.estimates(&random) }
        } catch {
            throw .corruptHyperLogLog
        }
        if let failure { throw CommandError("TESTFAILED \(failure)") }
        session.reply.ok()
    }
}

/// The checks of PFSELFTEST. Each tells what is wrong, or nil.
private enum SelfTest {
    /// Dense registers hold what is stored in them, next to any neighbours.
    static func registers(_ random: inout RandomSource) throws(CorruptHyperLogLog) -> String? {
        for round in 0..<20 {
            let editor = HyperLogLogEditor(HyperLogLogEditor.makeEmpty(), sparseLimit: 0)
            try editor.makeDense()
            var expected = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
            for register in expected.indices {
                expected[register] = UInt8(random.next(below: 64))
                try editor.raise(register, to: expected[register])
            }
            var found = [UInt8](repeating: 0, count: HyperLogLog.registerCount)
            _ = HyperLogLog(editor.buffer.bytes)!.merge(into: &found)
            if let wrong = found.indices.first(where: { found[$0] != expected[$0] }) {
                return "Register \(wrong) should be \(expected[wrong]) but is \(found[wrong]), in round \(round)"
            }
        }
        return nil
    }

    /// Estimates stay within six times the error to be expected, and do not depend on the encoding.
    static func estimates(_ random: inout RandomSource) throws(CorruptHyperLogLog) -> String? {
        let sparse = HyperLogLogEditor(HyperLogLogEditor.makeEmpty(), sparseLimit: 1 << 16)
        let dense = HyperLogLogEditor(HyperLogLogEditor.makeEmpty(), sparseLimit: 0)
        try dense.makeDense()
        let expectedError = 1.04 / Double(HyperLogLog.registerCount).squareRoot()
        let seed = random.next()
        var checkpoint = 1
        for count in 1...100_000 {
            let word = seed ^ UInt64(count)
            let element = (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
            let changed = try element.withBytes { (bytes) throws(CorruptHyperLogLog) in
                let changed = try dense.add(bytes)
                return count <= 10_000 ? try (sparse.add(bytes), changed) : (changed, changed)
            }
            if changed.0 != changed.1 { return "dense and sparse differ in whether element \(count) changes them" }
            guard count == checkpoint else { continue }
            checkpoint *= 10
            let estimate = HyperLogLog(dense.buffer.bytes)!.cardinality!
            if count <= 10_000, HyperLogLog(sparse.buffer.bytes)!.cardinality != estimate {
                return "dense and sparse differ in the estimate of \(count) elements"
            }
            let tolerance = count == 10 ? 1 : (expectedError * 6 * Double(count)).rounded(.up)
            if Double(abs(estimate - count)) > tolerance { return "\(count) elements are estimated as \(estimate)" }
        }
        return nil
    }
}
