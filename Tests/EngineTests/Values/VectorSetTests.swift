// Vector sets: what is stored, and what is found, against searches that know nothing of quantisation; filters against their text.

import Testing

@testable import UnderstudyEngine

@Suite struct VectorSetTests {
    private static func make(dimension: Int, _ quantization: VectorQuantization) -> VectorSet {
        VectorSet(identifier: 0, dimension: dimension, quantization: quantization, links: 4, projection: nil)
    }

    private static func vector(_ dimension: Int, _ source: inout RandomSource) -> [Float] {
        (0..<dimension).map { _ in Float.random(in: -1...1, using: &source) }
    }

    /// The cosine of the angle between two vectors.
    private static func cosine(_ left: [Float], _ right: [Float]) -> Double {
        let product = zip(left, right).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let squares = [left, right].map { $0.reduce(0.0) { $0 + Double($1) * Double($1) } }
        return product / (squares[0] * squares[1]).squareRoot()
    }

    @Test(arguments: [(VectorQuantization.none, 0.00001), (.bytes, 0.03)])
    func distances(quantization: VectorQuantization, tolerance: Double) {
        var source = RandomSource(seed: 1)
        for dimension in 1...40 {
            let (left, right) = (Self.vector(dimension, &source), Self.vector(dimension, &source))
            let distance = QuantizedVector(UnitVector(left).elements, quantization)
                .distance(to: QuantizedVector(UnitVector(right).elements, quantization))
            #expect(abs(Double(1 - distance) - Self.cosine(left, right)) < tolerance)
        }
    }

    @Test func distancesOfSigns() {
        let left = QuantizedVector([1, 1, -1, 0], .signs)
        #expect(left.distance(to: QuantizedVector([2, 3, -1, -1], .signs)) == 0)
        #expect(left.distance(to: QuantizedVector([-2, 3, -1, -1], .signs)) == 0.5)
        #expect(left.distance(to: QuantizedVector([-2, -3, 1, 1], .signs)) == 2)
    }

    @Test(arguments: [VectorQuantization.none, .bytes, .signs])
    func randomHistories(quantization: VectorQuantization) {
        var source = RandomSource(seed: 2)
        let set = Self.make(dimension: 9, quantization)
        var model: [String: (vector: [Float], attributes: [UInt8]?)] = [:]
        for step in 0..<2000 {
            let name = "e\(source.next(below: 60))"
            let attributes: [UInt8]? = [nil, [], [1]][source.next(below: 3)]
            switch source.next(below: 4) {
            case 0:
                #expect(Array(name.utf8).withBytes { set.remove($0) } == (model.removeValue(forKey: name) != nil))
            case 1:
                let given = attributes ?? []
                #expect(Array(name.utf8).withBytes { set.setAttributes(given, of: $0) } == (model[name] != nil))
                if model[name] != nil { model[name]!.attributes = given.isEmpty ? nil : given }
            default:
                let vector = Self.vector(9, &source)
                let isNew = Array(name.utf8).withBytes {
                    set.insert($0, UnitVector(vector), attributes: attributes, &source)
                }
                #expect(isNew == (model[name] == nil))
                // Empty ones are some for a new element, and none for another.
                let given = attributes?.isEmpty == true && !isNew ? nil : attributes
                model[name] = (vector, attributes == nil ? model[name]?.attributes : given)
            }
            // As if a dump were made now and then.
            if step > 500, source.next(below: 20) == 0 { set.settle() }
            if step.isMultiple(of: 5), let broken = set.brokenInvariant { Issue.record("\(broken) after step \(step)") }
        }
        #expect(set.count == model.count)
        for (name, expected) in model {
            let element = Array(name.utf8).withBytes { set.element($0) }
            #expect(element?.attributes == expected.attributes)
            if quantization != .signs {
                #expect(Self.cosine(element!.givenVector, expected.vector) > 0.999)
            }
        }
    }

    @Test func theNearestAreFound() {
        var source = RandomSource(seed: 3)
        let set = Self.make(dimension: 16, .none)
        var vectors: [[UInt8]: [Float]] = [:]
        for number in 0..<200 {
            let name = Array("e\(number)".utf8)
            vectors[name] = Self.vector(16, &source)
            _ = name.withBytes { set.insert($0, UnitVector(vectors[name]!), attributes: nil, &source) }
        }
        let sought = Self.vector(16, &source)
        let found = set.nearest(to: QuantizedVector(UnitVector(sought).elements, .none), limit: 20) {
            $0.name != Array("e7".utf8)
        }
        vectors[Array("e7".utf8)] = nil
        let expected = vectors.keys.sorted { Self.cosine(vectors[$0]!, sought) > Self.cosine(vectors[$1]!, sought) }
        #expect(found.map { set.elements[$0.place].name } == Array(expected.prefix(20)))
    }

    @Test func links() {
        var source = RandomSource(seed: 4)
        let set = Self.make(dimension: 3, .none)
        for number in 0..<300 {
            let vector = UnitVector(Self.vector(3, &source))
            _ = Array("e\(number)".utf8).withBytes { set.insert($0, vector, attributes: nil, &source) }
        }
        #expect(set.highestLevel > 1)
        for element in set.elements {
            let levels = element.name.withBytes { set.neighbors(of: $0)! }
            for (level, neighbors) in levels.reversed().enumerated() {
                #expect(neighbors.count <= (level == 0 ? 8 : 4))
                #expect(neighbors.allSatisfy { set.elements[$0.place].name != element.name })
                let distances = neighbors.map(\.distance)
                #expect(distances == distances.sorted())
            }
            #expect(levels.last?.count == 8)
        }
    }

    /// What is searched for by the links of the lowest level, from anywhere, is found nearly always: by the real server, that is.
    @Test(arguments: [16, 4])
    func theGraphLeadsEverywhere(links: Int) {
        var source = RandomSource(seed: 7)
        let set = VectorSet(identifier: 0, dimension: 24, quantization: .none, links: links, projection: nil)
        // Clusters are what graphs fall apart over.
        let centers = (0..<12).map { _ in Self.vector(24, &source) }
        func add(_ number: Int) {
            let center = centers[number % centers.count]
            let vector = zip(center, Self.vector(24, &source)).map { $0 * 4 + $1 }
            _ = Array("e\(number)".utf8).withBytes {
                set.insert($0, UnitVector(vector), attributes: nil, &source)
            }
        }
        for number in 0..<600 { add(number) }
        set.settle()
        for number in 0..<200 { _ = Array("e\(number)".utf8).withBytes { set.remove($0) } }
        for number in 600..<700 { add(number) }
        set.settle()
        #expect(set.brokenInvariant == nil)
        let graph = set.graph!
        #expect(graph.isComplete)
        var reached: Set<Int> = [0]
        var last = [0]
        while let place = last.popLast() {
            for next in graph.links(at: place)[0] where reached.insert(Int(next)).inserted { last.append(Int(next)) }
        }
        #expect(reached.count == set.count)
        for (place, element) in set.elements.enumerated() {
            let levels = graph.links(at: place)
            #expect(levels.count == element.level + 1)
            for (level, linked) in levels.enumerated() { #expect(linked.count <= graph.capacity(at: level) * 2) }
        }
    }

    @Test func projectionsKeepAngles() {
        var source = RandomSource(seed: 5)
        let projection = VectorSet.Projection(from: 300, to: 200)
        for _ in 0..<10 {
            let left = Self.vector(300, &source)
            let right = zip(left, Self.vector(300, &source)).map { $0 + $1 }
            let before = Self.cosine(left, right)
            #expect(abs(Self.cosine(projection.apply(left), projection.apply(right)) - before) < 0.2)
        }
    }

    @Test func anyTextIsReadOrRefused() {
        var source = RandomSource(seed: 6)
        let pieces = [
            ".a", ".b", "1", "-2", "'x'", "(", ")", "[", "]", ",", "and", "or", "not", "!", "in", "==", "**", "-", " ",
            "\"",
            "\\", "z", "9e", ".",
        ]
        let attributes = Array(#"{"a":[1,"x"],"b":{"c":[{}]},"a":tru"#.utf8)
        for _ in 0..<20_000 {
            let text = (0..<1 + source.next(below: 8)).map { _ in pieces[source.next(below: pieces.count)] }.joined()
            if let filter = try? VectorFilter(Array(text.utf8)) {
                _ = filter.matches(Array(attributes.prefix(source.next(below: attributes.count + 1))))
            }
        }
    }
}
