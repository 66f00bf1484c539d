// Vector sets: a value of the module `vectorset`, whose parts each say of what kind they are. Behind what the set is like come its
// elements, the last one first, each with the node of the graph that it is.

extension RDBWriter {
    func vectorSet(_ set: VectorSet, _ middle: () -> Void) {
        // Snapshots have done so before another thread writes them.
        set.settle()
        type(.module, middle)
        length(RDBModule.vectorSet)
        part(set.dimension)
        part(set.count)
        part(Int(set.quantization.number) | set.links << 8)
        let hasAttributes = set.hasAttributes
        part((set.projection == nil ? 0 : RDBModule.hasProjection) | (hasAttributes ? RDBModule.hasAttributes : 0))
        if let projection = set.projection {
            part(projection.inputDimension)
            part(QuantizedVector.floats(projection.matrix).rawBytes)
        }
        for (place, element) in set.elements.enumerated().reversed() {
            part(element.name)
            if hasAttributes { part(element.attributes ?? []) }
            part(element.vector.rawBytes)
            node(place, of: set)
        }
        length(RDBModule.end)
    }

    /// The number of the numbers that follow; who the node is, how high it reaches, level by level its links and which of them leads
    /// farthest, and what its vector has been divided by.
    private func node(_ place: Int, of set: VectorSet) {
        let (element, levels) = (set.elements[place], set.graph!.links(at: place))
        part(3 + levels.reduce(0) { $0 + 3 + $1.count })
        part(UInt64(bitPattern: Int64(element.node)))
        part(UInt64(levels.count - 1) | RDBModule.tellsFarthest)
        for (level, links) in levels.enumerated() {
            part(links.count)
            part(max(links.count, set.graph!.capacity(at: level)))
            var farthest = (index: 0, distance: Float(0))
            for (index, link) in links.enumerated() {
                part(UInt64(bitPattern: Int64(set.elements[Int(link)].node)))
                let distance = set.elements.distance(place, Int(link))
                if distance > farthest.distance { farthest = (index, distance) }
            }
            part(UInt64(farthest.distance.bitPattern) << 32 | UInt64(farthest.index))
        }
        var range: Float = 0
        if case .bytes(_, let largest) = element.vector { range = largest }
        part(UInt64(range.bitPattern) << 32 | UInt64(element.norm.bitPattern))
    }

    private func part(_ number: UInt64) {
        length(RDBModule.number)
        length(number)
    }

    private func part(_ number: Int) { part(UInt64(number)) }

    private func part(_ text: [UInt8]) {
        length(RDBModule.text)
        text.withBytes { string($0) }
    }
}
