// VectorSet: the value of a vector set, which finds the elements whose vectors are most like another.
//
// The real server walks a graph of neighbours and finds most of what it seeks; this one looks at every element and finds all of it,
// so that a search takes O(elements) and its answer is that of TRUTH. Each element still has a level, as if it had to be found in the
// graph, and VLINKS shows the elements of that level that are nearest to it. Dumps need the graph itself (VectorGraph.swift).

/// The value of a vector set.
final class VectorSet: ValueObject {
    static let defaultLinks = 16
    static let mostLinks = 4096
    private static let highestLevel = 15

    /// An element and what belongs to it.
    struct Element {
        let name: [UInt8]
        /// The number of its node in the real server's graph: another for each vector that it has had.
        var node: Int
        var vector: QuantizedVector
        /// The length of the vector as it was given.
        var norm: Float
        var attributes: [UInt8]?
        var level: Int

        /// The vector as it was given, as far as it is kept. O(dimension).
        var givenVector: [Float] {
            if case .signs = vector { return vector.elements }
            return vector.elements.map { $0 * norm }
        }
    }

    /// How the vectors that are given become shorter ones.
    struct Projection {
        let inputDimension: Int
        /// A row for each dimension of the result.
        let matrix: [Float]

        /// The real server's projection: the first rows of Walsh's functions, which are at right angles to one another.
        init(from inputDimension: Int, to outputDimension: Int) {
            let scale = Float(1 / Double(inputDimension).squareRoot())
            let matrix = (0..<inputDimension * outputDimension).map { index in
                let (row, column) = index.quotientAndRemainder(dividingBy: inputDimension)
                return (row & column).nonzeroBitCount.isMultiple(of: 2) ? scale : -scale
            }
            self.init(from: inputDimension, matrix)
        }

        init(from inputDimension: Int, _ matrix: [Float]) {
            self.inputDimension = inputDimension
            self.matrix = matrix
        }

        /// O(both dimensions multiplied).
        func apply(_ vector: [Float]) -> [Float] {
            stride(from: 0, to: matrix.count, by: inputDimension).map { row in
                var sum: Float = 0
                for (column, element) in vector.enumerated() { sum += matrix[row + column] * element }
                return sum
            }
        }
    }

    /// Distinguishes the vector sets of a server: VINFO's `vset-uid`.
    let identifier: Int
    let dimension: Int
    let quantization: VectorQuantization
    /// M: how many links an element has at most; on the lowest level twice as many.
    let links: Int
    let projection: Projection?
    /// In no order: a removed one is replaced by the last.
    private(set) var elements: [Element] = []
    private var places: [[UInt8]: Int] = [:]
    /// How many vectors have ever been stored.
    private(set) var insertions = 0
    /// How many elements have attributes, less those that were added uncounted.
    private(set) var attributesCount = 0
    private var uncountedAttributes = 0
    /// Once there has been a dump.
    private(set) var graph: VectorGraph?

    init(identifier: Int, dimension: Int, quantization: VectorQuantization, links: Int, projection: Projection?) {
        self.identifier = identifier
        self.dimension = dimension
        self.quantization = quantization
        self.links = links
        self.projection = projection
    }

    /// A vector set as a dump tells of it, or nil if two elements have one name. `graph` is that of `elements`.
    convenience init?(
        identifier: Int, dimension: Int, quantization: VectorQuantization, links: Int, projection: Projection?,
        elements: [Element], graph: VectorGraph
    ) {
        self.init(
            identifier: identifier, dimension: dimension, quantization: quantization, links: links,
            projection: projection)
        self.elements = elements
        self.graph = graph
        for (place, element) in elements.enumerated() {
            guard places.updateValue(place, forKey: element.name) == nil else { return nil }
            insertions = max(insertions, element.node)
            if element.attributes != nil { attributesCount += 1 }
        }
    }

    func copy() -> VectorSet {
        let copy = VectorSet(
            identifier: identifier, dimension: dimension, quantization: quantization, links: links,
            projection: projection)
        copy.elements = elements
        copy.places = places
        copy.insertions = insertions
        copy.attributesCount = attributesCount
        copy.uncountedAttributes = uncountedAttributes
        copy.graph = graph
        return copy
    }

    var count: Int { elements.count }
    var hasAttributes: Bool { attributesCount + uncountedAttributes > 0 }
    var elementCount: Int { count }
    var encodingName: StaticString { "raw" }

    /// O(elements).
    var memoryUse: Int {
        elements.reduce(128) { $0 + 80 + $1.name.count * 2 + $1.vector.memoryUse + ($1.attributes?.count ?? 0) }
    }

    /// Links in the elements that are not: a dump is to be made. O(log n) distances for each of those that have come since the last.
    func settle() {
        if graph == nil { graph = VectorGraph(count: count, limit: links) }
        if !graph!.isComplete { graph!.complete(elements) }
    }

    /// The highest level that an element reaches. O(elements).
    var highestLevel: Int { elements.lazy.map(\.level).max() ?? 0 }

    // MARK: Elements

    /// The element called `name`, or nil. O(1).
    func element(_ name: Bytes) -> Element? { places[name.array].map { elements[$0] } }

    /// Adds an element or replaces its vector. Returns whether it was not there. O(1).
    ///
    /// - Parameter attributes: Nil to keep what it has. Empty ones take away those of an element that is there; one that is new
    ///   has them, empty as they are.
    /// - Parameter isCounted: Whether the attributes of one that is new count in `attributesCount`, as they do not in the real server
    ///   where a thread has added it.
    func insert(
        _ name: Bytes, _ vector: UnitVector, attributes: [UInt8]?, isCounted: Bool = true, _ random: inout RandomSource
    ) -> Bool {
        let quantized = QuantizedVector(vector.elements, quantization)
        let level = VectorSet.randomLevel(&random)
        insertions &+= 1
        let key = name.array
        let old = places[key]
        if let old {
            elements[old].vector = quantized
            elements[old].norm = vector.norm
            elements[old].level = level
            elements[old].node = insertions
            graph?.unlink(old, elements)
        } else {
            places[key] = elements.count
            elements.append(
                Element(
                    name: key, node: insertions, vector: quantized, norm: vector.norm, attributes: attributes,
                    level: level))
            if attributes != nil {
                if isCounted { attributesCount += 1 } else { uncountedAttributes += 1 }
            }
            graph?.append()
        }
        if let old, let attributes { setAttributes(attributes, at: old) }
        return old == nil
    }

    /// One in four elements of a level is on the next as well.
    private static func randomLevel(_ random: inout RandomSource) -> Int {
        var level = 0
        while level < highestLevel, random.next(below: 4) == 0 { level += 1 }
        return level
    }

    /// Removes an element. Returns whether it was there. O(1).
    func remove(_ name: Bytes) -> Bool {
        guard let place = places.removeValue(forKey: name.array) else { return false }
        graph?.remove(at: place, of: elements)
        if elements[place].attributes != nil { attributesCount -= 1 }
        let last = elements.removeLast()
        if place < elements.count {
            elements[place] = last
            places[last.name] = place
        }
        return true
    }

    /// Sets an element's attributes, or removes them if they are empty. Returns whether the element is there. O(1).
    func setAttributes(_ attributes: [UInt8], of name: Bytes) -> Bool {
        guard let place = places[name.array] else { return false }
        setAttributes(attributes, at: place)
        return true
    }

    private func setAttributes(_ attributes: [UInt8], at place: Int) {
        if elements[place].attributes != nil { attributesCount -= 1 }
        elements[place].attributes = attributes.isEmpty ? nil : attributes
        if !attributes.isEmpty { attributesCount += 1 }
    }

    // MARK: Searching

    /// An element and how far it is from what is sought.
    struct Neighbor {
        let place: Int
        let distance: Float
    }

    /// The `limit` elements nearest to a vector, nearest first, of those that `filter` lets pass. O(elements).
    func nearest(to vector: QuantizedVector, limit: Int, where filter: (Element) -> Bool) -> [Neighbor] {
        var found: [Neighbor] = []
        for (place, element) in elements.enumerated() where filter(element) {
            found.append(Neighbor(place: place, distance: vector.distance(to: element.vector)))
        }
        // Those that are equally near stay in order; one that has no distance (of numbers too large) is far away.
        let isNearer = { (left: Neighbor, right: Neighbor) in
            let (a, b) = (
                left.distance.isNaN ? Float.infinity : left.distance, right.distance.isNaN ? .infinity : right.distance
            )
            return a == b ? left.place < right.place : a < b
        }
        return Array(found.sorted(by: isNearer).prefix(limit))
    }

    /// The links of an element, nearest first, one list for each of its levels, the highest first. O(elements) for each.
    func neighbors(of name: Bytes) -> [[Neighbor]]? {
        guard let place = places[name.array] else { return nil }
        let element = elements[place]
        return (0...element.level).reversed().map { level in
            nearest(to: element.vector, limit: level == 0 ? links * 2 : links) { other in
                other.level >= level && other.name != element.name
            }
        }
    }

    // MARK: Invariants

    /// What is wrong with the vector set, or nil. O(n). For tests.
    var brokenInvariant: String? {
        if places.count != elements.count { return "\(places.count) places of \(elements.count) elements" }
        if elements.indices.contains(where: { places[elements[$0].name] != $0 }) { return "an element is out of place" }
        if elements.contains(where: { $0.vector.elements.count != dimension }) {
            return "a vector of another dimension"
        }
        if let broken = graph?.brokenInvariant { return broken }
        let attributed = elements.count { $0.attributes != nil }
        let counted = attributesCount + uncountedAttributes
        return attributed == counted ? nil : "\(attributed) elements have attributes, not \(counted)"
    }
}
