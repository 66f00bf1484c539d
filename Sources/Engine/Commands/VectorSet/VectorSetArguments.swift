// What VADD and VSIM take: a vector in floats or in words, and their options.

/// `FP32 bytes` or `VALUES count value ...`; for VADD, perhaps with `REDUCE dimension` before it.
struct VectorArgument {
    private(set) var elements: [Float] = []
    private(set) var reducedDimension: Int?
    /// The first argument behind it.
    private(set) var end: Int

    init(_ arguments: Arguments, from start: Int, canReduce: Bool) throws(CommandError) {
        let error = CommandError("ERR invalid vector specification")
        var cursor = ArgumentCursor(arguments, from: start)
        if canReduce, cursor.skip("reduce", before: 2) {
            reducedDimension = try cursor.next().parsePositive(or: error)
        }
        if cursor.skip("fp32", before: 1) {
            elements = [Float](raw: try cursor.next().array) ?? []
        } else if cursor.skip("values", before: 1) {
            let count = try cursor.next().parsePositive(or: error)
            guard count <= cursor.remaining else { throw error }
            for _ in 0..<count {
                guard let number = try cursor.next().vectorElement else { throw error }
                elements.append(Float(number))
            }
        }
        guard !elements.isEmpty else { throw error }
        end = cursor.index
    }
}

extension Bytes {
    /// The number that an argument spells: no spaces, not `nan`, and infinite only if it says so.
    fileprivate var vectorElement: Double? {
        guard let number = Double(text), !number.isNaN else { return nil }
        if number.isInfinite, contains(where: { (0x30...0x39).contains($0) }) { return nil }
        return number
    }

    private func contains(where condition: (UInt8) -> Bool) -> Bool {
        var found = false
        forEach { if condition($0) { found = true } }
        return found
    }
}

extension VectorSetCommands {
    /// The options of VADD, behind the element. The last of several that say the same is the one that counts.
    struct AddOptions {
        private(set) var quantization = VectorQuantization.bytes
        private(set) var links = VectorSet.defaultLinks
        /// Nil to leave them as they are.
        private(set) var attributes: Bytes?
        /// CAS lets the real server look for the neighbours of a new element in a thread.
        private(set) var isInThread = false

        init(_ arguments: Arguments, from start: Int) throws(CommandError) {
            var cursor = ArgumentCursor(arguments, from: start)
            while !cursor.isAtEnd {
                if cursor.skip("noquant") {
                    quantization = .none
                } else if cursor.skip("q8") {
                    quantization = .bytes
                } else if cursor.skip("bin") {
                    quantization = .signs
                } else if cursor.skip("ef", before: 1) {
                    // How thoroughly to look for neighbours: all are looked at.
                    guard let effort = try cursor.next().integer, (1...1_000_000).contains(effort) else {
                        throw CommandError("ERR invalid EF")
                    }
                } else if cursor.skip("m", before: 1) {
                    guard let number = try cursor.next().integer, (4...VectorSet.mostLinks).contains(number) else {
                        throw CommandError("ERR invalid M")
                    }
                    links = number
                } else if cursor.skip("setattr", before: 1) {
                    attributes = try cursor.next()
                } else if cursor.skip("cas") {
                    isInThread = true
                } else {
                    throw CommandError("ERR invalid option after element")
                }
            }
        }
    }

    /// The options of VSIM, behind the vector.
    struct SearchOptions {
        private(set) var hasScores = false
        private(set) var hasAttributes = false
        private(set) var limit = 10
        /// No farther than this.
        private(set) var distance = Double.infinity
        private(set) var filter: VectorFilter?

        init(_ arguments: Arguments, from start: Int) throws(CommandError) {
            var cursor = ArgumentCursor(arguments, from: start)
            while !cursor.isAtEnd {
                if cursor.skip("withscores") {
                    hasScores = true
                } else if cursor.skip("withattribs") {
                    hasAttributes = true
                } else if cursor.skip("count", before: 1) {
                    limit = try cursor.next().parsePositive(or: CommandError("ERR invalid COUNT"))
                } else if cursor.skip("epsilon", before: 1) {
                    guard let number = try cursor.next().vectorElement, number > 0 else {
                        throw CommandError("ERR invalid EPSILON")
                    }
                    distance = number * 2
                } else if cursor.skip("filter", before: 1) {
                    filter = try SearchOptions.filter(try cursor.next())
                } else if cursor.skip("ef", before: 1) {
                    _ = try cursor.next().parsePositive(or: CommandError("ERR invalid EF"))
                } else if cursor.skip("filter-ef", before: 1) {
                    _ = try cursor.next().parsePositive(or: CommandError("ERR invalid FILTER-EF"))
                } else if !cursor.skip("truth"), !cursor.skip("nothread") {
                    // EF and FILTER-EF say how thoroughly to search, TRUTH to look at every element, as is done here.
                    throw CommandError("ERR syntax error in VSIM command")
                }
            }
        }

        private static func filter(_ text: Bytes) throws(CommandError) -> VectorFilter {
            do throws(VectorFilterError) {
                return try VectorFilter(text.array)
            } catch {
                throw CommandError(
                    bytes: Array("ERR syntax error in FILTER expression near: ".utf8) + error.near)
            }
        }
    }
}

extension CommandError {
    /// A vector of `given` dimensions for a projection.
    static func inputDimensionMismatch(_ given: Int, _ projection: VectorSet.Projection) -> CommandError {
        CommandError(
            "ERR Input dimension mismatch for projection - got \(given) but projection expects "
                + "\(projection.inputDimension)")
    }

    /// A vector of `given` dimensions for a vector set of `expected`.
    static func dimensionMismatch(_ given: Int, _ expected: Int) -> CommandError {
        CommandError("ERR Vector dimension mismatch - got \(given) but set has \(expected)")
    }
}
