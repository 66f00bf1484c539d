// StreamIDMap: an ordered map from ids, a B+ tree. The nodes of a stream, and what waits to be acknowledged, are found by it.
//
// Finding, adding and removing take O(log n), also at the ends; walking takes O(1) an element. Ids come in ascending order nearly
// always, so a leaf that overflows at its end is left full, and an element takes hardly more than its bytes.
//
// A map is a value: copies share nodes until one of them changes what is in a node, which is copied then, with those on the way to
// it.
//
// Why exclusivity is not checked for the nodes' properties: every step down the tree would pay for it. Why that is sound: only this
// file reads and writes them, and what a closure of a caller is handed is an element, never the map.

/// An ordered map from stream ids.
struct StreamIDMap<Value> {
    private var root: Node?
    /// The number of elements. O(1).
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// How many elements a leaf, or children an inner node, has at most.
    private static var capacity: Int { 64 }

    // MARK: Finding

    /// O(log n).
    subscript(id: StreamID) -> Value? {
        guard var node = root else { return nil }
        while !node.isLeaf { node = node.children[node.childIndex(of: id)] }
        let index = node.countBelow(id)
        return index < node.count && node.ids[index] == id ? node.values[index] : nil
    }

    /// The element with the least id. O(log n).
    var first: (id: StreamID, value: Value)? {
        guard var node = root else { return nil }
        while !node.isLeaf { node = node.children[0] }
        return (node.ids[0], node.values[0])
    }

    /// The element with the greatest id. O(log n).
    var last: (id: StreamID, value: Value)? {
        guard var node = root else { return nil }
        while !node.isLeaf { node = node.children[node.count - 1] }
        return (node.ids[node.count - 1], node.values[node.count - 1])
    }

    /// The element with the least id that is not below `id`. O(log n).
    func first(from id: StreamID) -> (id: StreamID, value: Value)? {
        var found: (StreamID, Value)?
        forEach(from: id) {
            found = ($0, $1)
            return false
        }
        return found
    }

    /// The greatest id that is not above `id`. O(log n).
    func lastID(through id: StreamID) -> StreamID? {
        var found: StreamID?
        forEachReversed(through: id) { id, _ in
            found = id
            return false
        }
        return found
    }

    // MARK: Walking

    /// Calls `body` with each element from the first that is not below `id`, until it returns false.
    func forEach(from id: StreamID = .min, _ body: (StreamID, Value) -> Bool) {
        if let root { _ = StreamIDMap.walk(root, from: id, body) }
    }

    private static func walk(_ node: Node, from id: StreamID, _ body: (StreamID, Value) -> Bool) -> Bool {
        if node.isLeaf {
            for index in node.countBelow(id)..<node.count {
                guard body(node.ids[index], node.values[index]) else { return false }
            }
        } else {
            for index in node.childIndex(of: id)..<node.count {
                guard walk(node.children[index], from: id, body) else { return false }
            }
        }
        return true
    }

    /// Calls `body` with each element from the last that is not above `id`, backwards, until it returns false.
    func forEachReversed(through id: StreamID = .max, _ body: (StreamID, Value) -> Bool) {
        if let root { _ = StreamIDMap.walkBack(root, through: id, body) }
    }

    private static func walkBack(_ node: Node, through id: StreamID, _ body: (StreamID, Value) -> Bool) -> Bool {
        for index in (0..<node.countNotAbove(id)).reversed() {
            let goesOn =
                node.isLeaf
                ? body(node.ids[index], node.values[index]) : walkBack(node.children[index], through: id, body)
            guard goesOn else { return false }
        }
        return true
    }

    // MARK: Changing

    /// Lets `body` change the value of `id`; returns what it returns, or nil if there is none. O(log n).
    @discardableResult
    mutating func modify<Result>(_ id: StreamID, _ body: (inout Value) -> Result) -> Result? {
        guard root != nil else { return nil }
        return StreamIDMap.modify(&root!, id, body)
    }

    private static func modify<Result>(
        _ node: inout Node, _ id: StreamID, _ body: (inout Value) -> Result
    ) -> Result? {
        own(&node)
        if !node.isLeaf { return modify(&node.children[node.childIndex(of: id)], id, body) }
        let index = node.countBelow(id)
        guard index < node.count, node.ids[index] == id else { return nil }
        return body(&node.values[index])
    }

    /// Lets `body` change the value with the greatest id. O(log n).
    mutating func modifyLast<Result>(_ body: (StreamID, inout Value) -> Result) -> Result? {
        guard root != nil else { return nil }
        return StreamIDMap.modifyLast(&root!, body)
    }

    private static func modifyLast<Result>(_ node: inout Node, _ body: (StreamID, inout Value) -> Result) -> Result {
        own(&node)
        let last = node.count - 1
        if !node.isLeaf { return modifyLast(&node.children[last], body) }
        return body(node.ids[last], &node.values[last])
    }

    /// Adds an element if there is none with this id; returns whether there was none. O(log n).
    @discardableResult
    mutating func insert(_ value: Value, at id: StreamID) -> Bool {
        if root == nil { root = Node() }
        let (isNew, sibling) = StreamIDMap.insert(value, at: id, into: &root!)
        if let sibling {
            let parent = Node()
            parent.ids = [root!.ids[0], sibling.ids[0]]
            parent.children = [root!, sibling]
            root = parent
        }
        if isNew { count += 1 }
        return isNew
    }

    /// - Returns: The node that is to stand behind `node`, which has overflowed.
    private static func insert(
        _ value: Value, at id: StreamID, into node: inout Node
    ) -> (isNew: Bool, sibling: Node?) {
        own(&node)
        guard !node.isLeaf else {
            let index = node.countBelow(id)
            if index < node.count, node.ids[index] == id { return (false, nil) }
            let sibling = node.splitIfFull(before: index, capacity)
            let (target, place) = sibling != nil && index >= node.count ? (sibling!, index - node.count) : (node, index)
            if target.count == capacity / 2 { target.reserve(capacity) }
            target.ids.insert(id, at: place)
            target.values.insert(value, at: place)
            return (true, sibling)
        }
        let index = node.childIndex(of: id)
        if id < node.ids[index] { node.ids[index] = id }
        let (isNew, child) = insert(value, at: id, into: &node.children[index])
        guard let child else { return (isNew, nil) }
        let sibling = node.splitIfFull(before: index + 1, capacity)
        let (target, place) =
            sibling != nil && index + 1 >= node.count ? (sibling!, index + 1 - node.count) : (node, index + 1)
        target.ids.insert(child.ids[0], at: place)
        target.children.insert(child, at: place)
        return (isNew, sibling)
    }

    /// Removes and returns the value of `id`. O(log n).
    @discardableResult
    mutating func remove(_ id: StreamID) -> Value? {
        guard root != nil, let removed = StreamIDMap.remove(id, from: &root!) else { return nil }
        count -= 1
        while let only = root, !only.isLeaf, only.count == 1 { root = only.children[0] }
        if count == 0 { root = nil }
        return removed
    }

    private static func remove(_ id: StreamID, from node: inout Node) -> Value? {
        own(&node)
        if node.isLeaf {
            let index = node.countBelow(id)
            guard index < node.count, node.ids[index] == id else { return nil }
            node.ids.remove(at: index)
            return node.values.remove(at: index)
        }
        let index = node.childIndex(of: id)
        guard let removed = remove(id, from: &node.children[index]) else { return nil }
        joinChild(at: index, of: node)
        return removed
    }

    /// Takes out a child that is empty; joins one that is nearly so with a neighbour, if they fit well into one.
    private static func joinChild(at index: Int, of node: Node) {
        let size = node.children[index].count
        guard size < capacity / 4 else { return }
        var first = index
        if size > 0 {
            let limit = capacity * 3 / 4
            if index > 0, node.children[index - 1].count + size <= limit {
                first = index - 1
            } else if index + 1 == node.count || node.children[index + 1].count + size > limit {
                return
            }
            own(&node.children[first])
            node.children[first].append(node.children[first + 1])
            first += 1
        }
        node.ids.remove(at: first)
        node.children.remove(at: first)
    }

    /// Makes a node one that no other map refers to.
    @inline(__always)
    private static func own(_ node: inout Node) {
        if !isKnownUniquelyReferenced(&node) { node = Node(copying: node) }
    }

    // MARK: Memory and invariants

    /// Bytes that the nodes take, without what the values refer to. O(n / capacity).
    var memoryUse: Int { root?.memoryUse ?? 0 }

    /// What is wrong with the tree, or nil. O(n). For tests.
    var brokenInvariant: String? {
        guard let root else { return count == 0 ? nil : "\(count) elements, no root" }
        var previous: StreamID?
        var total = 0
        var broken: String?
        forEach { id, _ in
            if let previous, previous >= id { broken = "\(id.text) behind \(previous.text)" }
            previous = id
            total += 1
            return broken == nil
        }
        if total != count { return "\(total) elements counted as \(count)" }
        return broken ?? root.brokenInvariant(capacity: StreamIDMap.capacity)
    }
}

extension StreamIDMap {
    /// A leaf: ids with their values; or an inner node: children, each with an id that none of its own is below.
    fileprivate final class Node {
        @safe @exclusivity(unchecked) var ids: [StreamID] = []
        @safe @exclusivity(unchecked) var values: [Value] = []
        @safe @exclusivity(unchecked) var children: [Node] = []

        init() {}

        init(copying other: Node) {
            ids = other.ids
            values = other.values
            children = other.children
        }

        @inline(__always) var isLeaf: Bool { children.isEmpty }

        @inline(__always) var count: Int { ids.count }

        /// How many ids are below `id`. O(log capacity), at the end O(1).
        @inline(__always)
        func countBelow(_ id: StreamID) -> Int {
            if let last = ids.last, last < id { return ids.count }
            return ids.indices.partitioningIndex { ids[$0] < id }
        }

        /// How many ids are not above `id`. O(log capacity), at the end O(1).
        @inline(__always)
        func countNotAbove(_ id: StreamID) -> Int {
            if let last = ids.last, last <= id { return ids.count }
            return ids.indices.partitioningIndex { ids[$0] <= id }
        }

        /// The child that holds `id`, or would.
        @inline(__always)
        func childIndex(of id: StreamID) -> Int { max(0, countNotAbove(id) - 1) }

        /// Makes room for all elements that there may be, and no more: left alone, an array would reserve up to twice that.
        func reserve(_ capacity: Int) {
            ids.reserveCapacity(capacity)
            values.reserveCapacity(capacity)
        }

        /// Moves elements of a full node into a new one: half of them, but none if the next one comes behind all of them.
        func splitIfFull(before index: Int, _ capacity: Int) -> Node? {
            guard count >= capacity else { return nil }
            let kept = index == count ? count : count / 2
            let sibling = Node()
            sibling.ids.append(contentsOf: ids[kept...])
            ids.removeSubrange(kept...)
            if isLeaf {
                sibling.values.append(contentsOf: values[kept...])
                values.removeSubrange(kept...)
            } else {
                sibling.children.append(contentsOf: children[kept...])
                children.removeSubrange(kept...)
            }
            return sibling
        }

        /// Appends what another node of the same kind holds.
        func append(_ other: Node) {
            ids += other.ids
            values += other.values
            children += other.children
        }

        var memoryUse: Int {
            let own = 48 + 3 * 32 + ids.capacity * 16 + values.capacity * MemoryLayout<Value>.stride
            return children.reduce(own + children.capacity * 8) { $0 + $1.memoryUse }
        }

        func brokenInvariant(capacity: Int, isRoot: Bool = true) -> String? {
            if count == 0 || count > capacity { return "node of \(count)" }
            if isLeaf { return values.count == count ? nil : "\(values.count) values for \(count) ids" }
            if !values.isEmpty || children.count != count { return "inner node of \(children.count) for \(count) ids" }
            if isRoot, count == 1 { return "root with one child" }
            for (index, child) in children.enumerated() {
                if child.isLeaf != children[0].isLeaf { return "leaves at different depths" }
                if child.ids[0] < ids[index] { return "\(child.ids[0].text) below its bound" }
                if index > 0, children[index - 1].lastID >= ids[index] { return "id beyond the next bound" }
                if let broken = child.brokenInvariant(capacity: capacity, isRoot: false) { return broken }
            }
            return nil
        }

        private var lastID: StreamID { isLeaf ? ids[count - 1] : children[count - 1].lastID }
    }
}
