// VADD and the commands that change or read single elements. The real server's are those of a module: their names are in capitals,
// they check their numbers of arguments themselves, and they tell of no keyspace events of their own.

enum VectorSetCommands {
    // MARK: VADD

    static func vadd(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count >= 5 else { throw .wrongArity("VADD") }
        let key = arguments[1]
        let given = try VectorArgument(arguments, from: 2, canReduce: true)
        guard given.end < arguments.count else { throw .wrongArity("VADD") }
        let options = try AddOptions(arguments, from: given.end + 1)
        var location = session.database.lookUpForWriting(key)
        defer { closeWritten(key, session) }
        let isThere = location.entry != nil
        if let entry = location.entry {
            try require(entry.requireVectorSet(), fits: given, options)
        } else {
            session.database.add(key, .object(makeVectorSet(session, given, options), .vectorSet), at: location)
            location = session.database.locate(key)
        }
        let set = session.database.mutableEntry(at: &location).mutableObject(VectorSet.self)
        let vector = UnitVector(set.projection?.apply(given.elements) ?? given.elements)
        let isNew = set.insert(
            arguments[given.end], vector, attributes: options.attributes?.array,
            isCounted: !(options.isInThread && isThere && !session.deniesBlocking),
            &session.database.context.random)
        session.engine.changes += 1
        session.reply.boolean(isNew)
    }

    private static func makeVectorSet(
        _ session: Session, _ given: VectorArgument, _ options: AddOptions
    ) -> VectorSet {
        let context = session.database.context
        let projection = given.reducedDimension.map {
            VectorSet.Projection(from: given.elements.count, to: $0)
        }
        let identifier = context.vectorSetCount
        context.vectorSetCount += 1
        return VectorSet(
            identifier: identifier, dimension: given.reducedDimension ?? given.elements.count,
            quantization: options.quantization, links: options.links, projection: projection)
    }

    private static func require(
        _ set: VectorSet, fits given: VectorArgument, _ options: AddOptions
    ) throws(CommandError) {
        guard set.quantization == options.quantization else {
            throw CommandError("ERR asked quantization mismatch with existing vector set")
        }
        guard set.links == options.links else {
            throw CommandError("ERR asked M value mismatch with existing vector set")
        }
        let count = given.elements.count
        guard let projection = set.projection else {
            guard count == set.dimension else { throw .dimensionMismatch(count, set.dimension) }
            guard given.reducedDimension == nil else {
                throw CommandError("ERR cannot add projection to existing set without projection")
            }
            return
        }
        guard given.reducedDimension == set.dimension else { throw .dimensionMismatch(count, set.dimension) }
        guard count == projection.inputDimension else {
            throw .inputDimensionMismatch(count, projection)
        }
    }

    /// The real server has vector sets as a module, and holds every key that a module has opened to be written as modified,
    /// whatever came of it.
    private static func closeWritten(_ key: Bytes, _ session: Session) { session.didModify(key, changes: 0) }

    // MARK: Elements

    static func vrem(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 3 else { throw .wrongArity("VREM") }
        var location = session.database.lookUpForWriting(arguments[1])
        defer { closeWritten(arguments[1], session) }
        guard let entry = location.entry else { return session.reply.boolean(false) }
        guard try entry.requireVectorSet().element(arguments[2]) != nil else { return session.reply.boolean(false) }
        let set = session.database.mutableEntry(at: &location).mutableObject(VectorSet.self)
        _ = set.remove(arguments[2])
        if set.count == 0 { session.database.remove(at: location) }
        session.engine.changes += 1
        session.reply.boolean(true)
    }

    static func vsetattr(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 4 else { throw .wrongArity("VSETATTR") }
        var location = session.database.lookUpForWriting(arguments[1])
        defer { closeWritten(arguments[1], session) }
        guard let entry = location.entry else { return session.reply.boolean(false) }
        guard try entry.requireVectorSet().element(arguments[2]) != nil else { return session.reply.boolean(false) }
        let set = session.database.mutableEntry(at: &location).mutableObject(VectorSet.self)
        _ = set.setAttributes(arguments[3].array, of: arguments[2])
        session.engine.changes += 1
        session.reply.boolean(true)
    }

    static func vgetattr(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 3 else { throw .wrongArity("VGETATTR") }
        let set = try session.vectorSet(arguments[1])
        session.reply.attributes(set?.element(arguments[2])?.attributes)
    }

    static func vismember(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 3 else { throw .wrongArity("VISMEMBER") }
        session.reply.boolean(try session.vectorSet(arguments[1])?.element(arguments[2]) != nil)
    }

    static func vemb(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count >= 3 else { throw .wrongArity("VEMB") }
        let isRaw = arguments.count > 3
        if isRaw, arguments.count > 4 || !arguments[3].matches("raw") { throw CommandError("ERR invalid option") }
        guard let element = try session.vectorSet(arguments[1])?.element(arguments[2]) else {
            return session.reply.null()
        }
        if isRaw { return rawVector(element.vector, norm: element.norm, to: session.reply) }
        let vector = element.givenVector
        session.reply.array(vector.count)
        for value in vector { session.reply.double(Double(value)) }
    }

    private static func rawVector(_ vector: QuantizedVector, norm: Float, to reply: ReplyWriter) {
        var range: Float?
        if case .bytes(_, let largest) = vector { range = largest }
        reply.array(range == nil ? 3 : 4)
        reply.simple(vector.quantization.name)
        reply.bulk(vector.rawBytes)
        reply.double(Double(norm))
        if let range { reply.double(Double(range)) }
    }

    static func vlinks(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let hasScores = arguments.count == 4 && arguments[3].matches("withscores")
        guard arguments.count == 3 || hasScores else { throw .wrongArity("VLINKS") }
        guard let set = try session.vectorSet(arguments[1]), let levels = set.neighbors(of: arguments[2]) else {
            return session.reply.null()
        }
        session.reply.array(levels.count)
        for neighbors in levels {
            if hasScores { session.reply.map(neighbors.count) } else { session.reply.array(neighbors.count) }
            for neighbor in neighbors {
                session.reply.bulk(set.elements[neighbor.place].name)
                if hasScores { session.reply.double(Double(1 - neighbor.distance / 2)) }
            }
        }
    }

    // MARK: The whole

    static func vcard(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 2 else { throw .wrongArity("VCARD") }
        session.reply.integer(try session.vectorSet(arguments[1])?.count ?? 0)
    }

    static func vdim(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 2 else { throw .wrongArity("VDIM") }
        guard let set = try session.vectorSet(arguments[1]) else { throw CommandError("ERR key does not exist") }
        session.reply.integer(set.dimension)
    }

    static func vinfo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 2 else { throw .wrongArity("VINFO") }
        guard let set = try session.vectorSet(arguments[1]) else { return session.reply.nullArray() }
        let numbers: [(StaticString, Int)] = [
            ("hnsw-m", set.links), ("vector-dim", set.dimension),
            ("projection-input-dim", set.projection?.inputDimension ?? 0), ("size", set.count),
            ("max-level", set.highestLevel), ("attributes-count", set.attributesCount), ("vset-uid", set.identifier),
            ("hnsw-max-node-uid", set.insertions),
        ]
        session.reply.map(numbers.count + 1)
        session.reply.simple("quant-type")
        session.reply.simple(set.quantization.name)
        for (name, number) in numbers {
            session.reply.simple(name)
            session.reply.integer(number)
        }
    }

    static func vrandmember(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 2 || arguments.count == 3 else { throw .wrongArity("VRANDMEMBER") }
        var limit: Int?
        if arguments.count == 3 {
            limit = try arguments[2].parseInteger(or: CommandError("ERR COUNT value is not an integer"))
            // The real server would be busy for years.
            guard limit! >= Int(Int32.min) else { throw .outOfRange }
            // Then the key is not looked at.
            if limit == 0 { return session.reply.array(0) }
        }
        let set = try session.vectorSet(arguments[1])
        guard let limit else {
            guard let set else { return session.reply.null() }
            return session.reply.bulk(set.elements[session.database.context.random.next(below: set.count)].name)
        }
        guard let set else { return session.reply.array(0) }
        if limit < 0 {
            session.reply.array(-limit)
            for _ in 0..<(-limit) {
                session.reply.bulk(set.elements[session.database.context.random.next(below: set.count)].name)
            }
            return
        }
        // The beginning of a shuffle of all.
        var places = Array(set.elements.indices)
        let count = min(limit, places.count)
        session.reply.array(count)
        for index in 0..<count {
            places.swapAt(index, index + session.database.context.random.next(below: places.count - index))
            session.reply.bulk(set.elements[places[index]].name)
        }
    }
}

extension QuantizedVector {
    /// How precise it is.
    fileprivate var quantization: VectorQuantization {
        switch self {
        case .floats: .none
        case .bytes: .bytes
        case .signs: .signs
        }
    }
}

extension Entry {
    /// The vector set, for reading.
    func requireVectorSet() throws(CommandError) -> VectorSet {
        guard type == .vectorSet else { throw .wrongType }
        return object(VectorSet.self)
    }
}

extension Session {
    /// The vector set of a key that a command reads, or nil.
    func vectorSet(_ key: Bytes) throws(CommandError) -> VectorSet? {
        guard let entry = database.lookUp(key) else { return nil }
        return try entry.requireVectorSet()
    }
}

extension ReplyWriter {
    /// The attributes of an element, which may have none.
    func attributes(_ attributes: [UInt8]?) {
        if let attributes { bulk(attributes) } else { null() }
    }
}
