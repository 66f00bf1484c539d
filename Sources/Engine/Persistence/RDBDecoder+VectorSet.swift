// Vector sets: the only module's values that are understood, with the nodes of the real server's graph, which are checked as there.

extension RDBDecoder {
    func vectorSet() throws(RDBError) -> Entry.Content? {
        guard try reader.length() == RDBModule.vectorSet, hasVectorSets else {
            throw .unsupported("The RDB file contains module data I can't load: no matching module type")
        }
        let identifier = context.vectorSetCount
        context.vectorSetCount += 1
        let (size, count, shape, flags) = (try number(), try number(), try number(), try number())
        guard let dimension = Int(exactly: size), (1...Int(UInt32.max)).contains(dimension),
            let quantization = VectorQuantization(number: UInt8(truncatingIfNeeded: shape))
        else { throw .corrupt("a vector set of no kind that there is") }
        let links = Int(shape >> 8 & 0xFFFF)
        let projection =
            flags & UInt64(RDBModule.hasProjection) == 0 ? nil : try self.projection(to: dimension)
        var nodes: [Node] = []
        var remaining = count
        while remaining > 0 {
            remaining -= 1
            nodes.append(try node(dimension, quantization, flags & UInt64(RDBModule.hasAttributes) != 0))
        }
        guard try reader.length() == RDBModule.end else { throw .corrupt("a vector set without an end") }
        guard !nodes.isEmpty else { return nil }
        // They stay as they come, so that the next dump has them the other way round, as that of the real server.
        let limit = links == 0 ? VectorSet.defaultLinks : min(links, VectorSet.mostLinks)
        guard let graph = self.graph(of: nodes, limit: limit),
            let set = VectorSet(
                identifier: identifier, dimension: dimension, quantization: quantization, links: limit,
                projection: projection, elements: nodes.map(\.element), graph: graph)
        else { throw .corrupt("Vector set node index loading error") }
        return .object(set, .vectorSet)
    }

    /// An element, and the nodes that it is linked to, from the lowest level up.
    private struct Node {
        let element: VectorSet.Element
        let links: [[UInt64]]
    }

    private func number() throws(RDBError) -> UInt64 {
        guard try reader.length() == RDBModule.number else { throw .corrupt("no number where one should be") }
        return try reader.length()
    }

    private func text() throws(RDBError) -> [UInt8] {
        guard try reader.length() == RDBModule.text else { throw .corrupt("no string where one should be") }
        return try reader.array()
    }

    private func projection(to dimension: Int) throws(RDBError) -> VectorSet.Projection {
        let (inputDimension, bytes) = (try number(), try text())
        guard let matrix = [Float](raw: bytes), inputDimension > 0,
            inputDimension.multipliedReportingOverflow(by: UInt64(dimension)) == (UInt64(matrix.count), false)
        else { throw .corrupt("a projection of another size") }
        return VectorSet.Projection(from: Int(inputDimension), matrix)
    }

    private func node(
        _ dimension: Int, _ quantization: VectorQuantization, _ hasAttributes: Bool
    ) throws(RDBError) -> Node {
        let name = try text()
        let attributes = hasAttributes ? try text() : []
        let raw = try text()
        var left = try number()
        func next() throws(RDBError) -> UInt64 {
            guard left > 0 else { throw .corrupt("a node of a vector set that lacks numbers") }
            left -= 1
            return try number()
        }
        let (identifier, height) = (try next(), try next())
        let tellsFarthest = height >> 24 != 0
        guard height >> 24 <= 1 else { throw .corrupt("a node of a vector set of another version") }
        var links: [[UInt64]] = []
        for _ in 0...height & 0xFF_FFFF {
            let (count, capacity) = (try next(), try next())
            guard count <= capacity else { throw .corrupt("a node of a vector set with too many links") }
            var linked: [UInt64] = []
            for _ in 0..<count { linked.append(try next()) }
            if tellsFarthest, try next() & 0xFFFF_FFFF >= max(count, 1) {
                throw .corrupt("a node of a vector set without its farthest link")
            }
            links.append(linked)
        }
        let lengths = try next()
        while left > 0 { _ = try next() }
        let range = Float(bitPattern: UInt32(truncatingIfNeeded: lengths >> 32))
        guard let vector = QuantizedVector(raw: raw, dimension, quantization, range: range) else {
            throw .corrupt("a vector of another size")
        }
        let element = VectorSet.Element(
            name: name, node: Int(truncatingIfNeeded: identifier), vector: vector,
            norm: Float(bitPattern: UInt32(truncatingIfNeeded: lengths)),
            attributes: attributes.isEmpty ? nil : attributes, level: links.count - 1)
        return Node(element: element, links: links)
    }

    /// The graph of these nodes, or nil if a link leads nowhere or back to nobody.
    private func graph(of nodes: [Node], limit: Int) -> VectorGraph? {
        var places: [UInt64: Int32] = [:]
        for (place, node) in nodes.enumerated() {
            let identifier = UInt64(bitPattern: Int64(node.element.node))
            guard places.updateValue(Int32(place), forKey: identifier) == nil else { return nil }
        }
        var links: [[[Int32]]] = []
        for node in nodes {
            let levels = node.links.map { $0.compactMap { places[$0] } }
            guard zip(levels, node.links).allSatisfy({ $0.count == $1.count }) else { return nil }
            links.append(levels)
        }
        return VectorGraph(links: links, limit: limit)
    }
}
