// VSIM: the elements that are most like a vector, or like another element.

extension VectorSetCommands {
    static func vsim(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count >= 4 else { throw .wrongArity("VSIM") }
        // Without a key nothing else is looked at.
        guard let set = try session.vectorSet(arguments[1]) else { return session.reply.array(0) }
        let (sought, end) = try query(set, arguments)
        let options = try SearchOptions(arguments, from: end)
        let vector = QuantizedVector(UnitVector(sought).elements, set.quantization)
        var found = set.nearest(to: vector, limit: options.limit) { element in
            guard let filter = options.filter else { return true }
            return element.attributes.map(filter.matches) ?? false
        }
        found = Array(found.prefix { Double($0.distance) <= options.distance || options.distance.isInfinite })
        reply(found, of: set, options, to: session.reply)
    }

    /// The vector to search for, and the first argument behind it.
    private static func query(
        _ set: VectorSet, _ arguments: Arguments
    ) throws(CommandError) -> (elements: [Float], end: Int) {
        if arguments[2].matches("ele") {
            guard let element = set.element(arguments[3]) else {
                throw CommandError("ERR element not found in set")
            }
            return (element.givenVector, 4)
        }
        let given = try VectorArgument(arguments, from: 2, canReduce: false)
        let count = given.elements.count
        if count == set.dimension { return (given.elements, given.end) }
        guard let projection = set.projection else { throw .dimensionMismatch(count, set.dimension) }
        guard count == projection.inputDimension else { throw .inputDimensionMismatch(count, projection) }
        return (projection.apply(given.elements), given.end)
    }

    private static func reply(
        _ found: [VectorSet.Neighbor], of set: VectorSet, _ options: SearchOptions, to reply: ReplyWriter
    ) {
        let extras = (options.hasScores ? 1 : 0) + (options.hasAttributes ? 1 : 0)
        let isMap = reply.version == .resp3 && extras > 0
        if isMap { reply.map(found.count) } else { reply.array(found.count * (1 + extras)) }
        for neighbor in found {
            let element = set.elements[neighbor.place]
            reply.bulk(element.name)
            if isMap, extras == 2 { reply.array(2) }
            if options.hasScores { reply.double(1 - Double(neighbor.distance) / 2) }
            if options.hasAttributes { reply.attributes(element.attributes) }
        }
    }
}
