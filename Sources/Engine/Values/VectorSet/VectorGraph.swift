// VectorGraph: which elements of a vector set are linked to which, level by level, as the real server's dumps tell and as it
// searches (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable small world
// graphs", 2016).
//
// Searches here look at every element and need no graph; but who loads a dump finds only what the links in it lead to. So the graph
// is made when a vector set is dumped for the first time, and kept from then on: elements that go are taken out at once, those that
// come are linked when the next dump is made.
//
// Links are mutual, and stay within a level. An element has as many as its level allows, and more if all the elements that it would
// have to be cut off from had hardly another.

/// The links of the elements of one vector set, by their places.
struct VectorGraph {
    /// For each place and level the places of the linked elements; no levels at all while an element is not linked in.
    private var links: [[[Int32]]]
    /// M: how many links an element has on a level; on the lowest twice as many.
    private let limit: Int

    /// How many elements a search for neighbours keeps in view: as many as give searches on the real server nearly full recall.
    private static let effort = 100

    init(count: Int, limit: Int) {
        links = Array(repeating: [], count: count)
        self.limit = limit
    }

    /// A graph of these links, or nil unless each of them is mutual and there once.
    init?(links: [[[Int32]]], limit: Int) {
        self.links = links
        self.limit = limit
        guard brokenInvariant == nil else { return nil }
    }

    /// The links of an element, from the lowest level up.
    func links(at place: Int) -> [[Int32]] { links[place] }

    /// How many links an element should have at most.
    func capacity(at level: Int) -> Int { level == 0 ? limit * 2 : limit }

    /// Whether every element is linked in.
    var isComplete: Bool { !links.indices.contains(where: lacksLinks) }

    private func lacksLinks(_ place: Int) -> Bool {
        links[place].isEmpty || links[place][0].isEmpty && links.count > 1
    }

    // MARK: Elements that come and go

    /// Makes room for an element behind the others, which is not linked in yet.
    mutating func append() { links.append([]) }

    /// Takes an element out, and moves the last one to its place. `elements` are those before.
    mutating func remove(at place: Int, of elements: [VectorSet.Element]) {
        unlink(place, elements)
        let last = links.count - 1
        if place != last {
            for (level, neighbors) in links[last].enumerated() {
                for neighbor in neighbors {
                    let index = links[Int(neighbor)][level].firstIndex(of: Int32(last))!
                    links[Int(neighbor)][level][index] = Int32(place)
                }
            }
            links[place] = links[last]
        }
        links.removeLast()
    }

    /// Takes away the links of an element, and links those to one another that it held together.
    mutating func unlink(_ place: Int, _ elements: [VectorSet.Element]) {
        let gone = links[place]
        links[place] = []
        for (level, neighbors) in gone.enumerated() {
            for neighbor in neighbors { links[Int(neighbor)][level].removeAll { $0 == Int32(place) } }
            for neighbor in neighbors.map(Int.init) {
                let others = neighbors.map(Int.init).filter { other in
                    other != neighbor && links[other][level].count < capacity(at: level)
                        && !links[other][level].contains(Int32(neighbor))
                }
                guard links[neighbor][level].count < capacity(at: level),
                    let nearest = others.min(by: {
                        elements.distance(neighbor, $0) < elements.distance(neighbor, $1)
                    })
                else { continue }
                connect(neighbor, nearest, level)
            }
        }
    }

    private mutating func connect(_ one: Int, _ other: Int, _ level: Int) {
        links[one][level].append(Int32(other))
        links[other][level].append(Int32(one))
    }

    private mutating func disconnect(_ one: Int, _ other: Int, _ level: Int) {
        links[one][level].removeAll { $0 == Int32(other) }
        links[other][level].removeAll { $0 == Int32(one) }
    }

    // MARK: Linking

    /// Links in the elements that are not. O(log n) distances for each, nearly always.
    mutating func complete(_ elements: [VectorSet.Element]) {
        var entry = links.indices.filter { !lacksLinks($0) }.max { links[$0].count < links[$1].count }
        var search = Search(elements)
        for place in links.indices where lacksLinks(place) {
            unlink(place, elements)
            link(place, from: &entry, &search)
        }
    }

    private mutating func link(_ place: Int, from entry: inout Int?, _ search: inout Search) {
        let level = search.elements[place].level
        links[place] = Array(repeating: [], count: level + 1)
        guard let start = entry else {
            entry = place
            return
        }
        let highest = links[start].count - 1
        var nearest = [VectorSet.Neighbor(place: start, distance: search.elements.distance(place, start))]
        for level in stride(from: highest, to: level, by: -1) {
            nearest = search.run(for: place, from: nearest, level, effort: 1, in: links)
        }
        for level in (0...min(highest, level)).reversed() {
            nearest = search.run(for: place, from: nearest, level, effort: VectorGraph.effort, in: links)
            for neighbor in chosen(nearest, search.elements) {
                connect(place, neighbor.place, level)
                if links[neighbor.place][level].count > capacity(at: level) {
                    prune(neighbor.place, level, search.elements)
                }
            }
        }
        if level > highest { entry = place }
    }

    /// Of elements that have been found, nearest first, the ones to link to: first those that are nearer to what was sought than to
    /// each other, so that the links lead to all sides, then the nearest of the rest.
    private func chosen(_ found: [VectorSet.Neighbor], _ elements: [VectorSet.Element]) -> [VectorSet.Neighbor] {
        var (chosen, rest): ([VectorSet.Neighbor], [VectorSet.Neighbor]) = ([], [])
        for neighbor in found where chosen.count < limit {
            let leadsElsewhere = chosen.allSatisfy {
                elements.distance(neighbor.place, $0.place) >= neighbor.distance
            }
            if leadsElsewhere { chosen.append(neighbor) } else { rest.append(neighbor) }
        }
        return chosen + rest.prefix(limit - chosen.count)
    }

    /// Cuts an element off from one of those that it is linked to: from a far one that has other links, and, if there is such a one,
    /// that another leads to.
    private mutating func prune(_ place: Int, _ level: Int, _ elements: [VectorSet.Element]) {
        let neighbors = links[place][level].map(Int.init)
        let spare =
            neighbors.filter { links[$0][level].count > limit / 2 }
            .map { VectorSet.Neighbor(place: $0, distance: elements.distance(place, $0)) }
            .sorted { $0.distance > $1.distance }
        let led = spare.first { far in
            neighbors.contains { $0 != far.place && elements.distance($0, far.place) < far.distance }
        }
        if let cut = led ?? spare.first { disconnect(place, cut.place, level) }
    }

    /// Walks the graph.
    private struct Search {
        let elements: [VectorSet.Element]
        /// In which run each element was seen last.
        private var seen: [Int32]
        private var runs: Int32 = 0

        init(_ elements: [VectorSet.Element]) {
            self.elements = elements
            seen = Array(repeating: 0, count: elements.count)
        }

        /// The elements of a level that are nearest to one, nearest first, at most `effort`, as far as they are found from some
        /// that are near already.
        mutating func run(
            for sought: Int, from start: [VectorSet.Neighbor], _ level: Int, effort: Int, in links: [[[Int32]]]
        ) -> [VectorSet.Neighbor] {
            runs += 1
            for neighbor in start { seen[neighbor.place] = runs }
            seen[sought] = runs
            var found = Array(start.prefix(effort))
            var isExplored = Array(repeating: false, count: found.count)
            var next = 0
            while next < found.count {
                if isExplored[next] {
                    next += 1
                    continue
                }
                isExplored[next] = true
                for place in links[found[next].place][level].map(Int.init) where seen[place] != runs {
                    seen[place] = runs
                    let distance = elements.distance(sought, place)
                    guard found.count < effort || distance < found.last!.distance else { continue }
                    var index = found.count
                    while index > 0, found[index - 1].distance > distance { index -= 1 }
                    found.insert(VectorSet.Neighbor(place: place, distance: distance), at: index)
                    isExplored.insert(false, at: index)
                    if found.count > effort {
                        found.removeLast()
                        isExplored.removeLast()
                    }
                    next = min(next, index)
                }
            }
            return found
        }
    }

    // MARK: Invariants

    /// What is wrong with the links, or nil. O(links).
    var brokenInvariant: String? {
        struct Link: Hashable {
            let level: Int
            let from: Int32
            let to: Int32
        }
        var pairs: Set<Link> = []
        for (place, levels) in links.enumerated() {
            for (level, neighbors) in levels.enumerated() {
                for neighbor in neighbors {
                    guard links.indices.contains(Int(neighbor)), neighbor != place, links[Int(neighbor)].count > level
                    else { return "a link to nowhere" }
                    let link = Link(level: level, from: Int32(place), to: neighbor)
                    guard pairs.insert(link).inserted else { return "a link twice" }
                }
            }
        }
        let areMutual = pairs.allSatisfy { pairs.contains(Link(level: $0.level, from: $0.to, to: $0.from)) }
        return areMutual ? nil : "a link that is not mutual"
    }
}

extension [VectorSet.Element] {
    /// How far two elements are from each other; as far as can be if numbers too large leave no distance.
    func distance(_ one: Int, _ other: Int) -> Float {
        let distance = self[one].vector.distance(to: self[other].vector)
        return distance.isNaN ? 2 : distance
    }
}
