// Quicklist: a long list as a sequence of listpacks, each of moderate size, so that a change moves little and an element takes
// hardly more than its bytes. Elements too large for that have nodes of their own.
//
// Where one node ends and the next begins can be told from outside (OBJECT ENCODING, DEBUG OBJECT, DUMP): nodes fill, split and
// merge at the same points as the real server's. Nothing is ever compressed (`list-compress-depth`).
//
// Why exclusivity is not checked for its properties: see ListValue.swift. What changes the nodes in place touches one listpack.

/// The end of a list at which a command works.
enum ListEnd {
    case head, tail

    var opposite: ListEnd { self == .head ? .tail : .head }
}

/// A list of many elements. Nodes are shared with copies until they are changed.
final class Quicklist {
    @safe @exclusivity(unchecked) private(set) var nodes = QuicklistNodes()
    /// The number of elements of all nodes.
    @safe @exclusivity(unchecked) private(set) var count = 0
    /// As it was configured when the list became a quicklist.
    let limit: ListNodeLimit

    init(limit: ListNodeLimit) { self.limit = limit.ofNodes }

    /// A quicklist that shares all nodes with another. O(nodes).
    init(sharing other: Quicklist) {
        nodes = other.nodes
        count = other.count
        limit = other.limit
    }

    /// Appends a node of the elements of `listpack`, however many.
    func append(node listpack: Listpack) {
        nodes.append(QuicklistNode(listpack: listpack, isPlain: false))
        count += listpack.count
    }

    /// Appends a node of one element, whatever its size.
    func append(plain bytes: Bytes) {
        var listpack = Listpack()
        listpack.append(bytes)
        nodes.append(QuicklistNode(listpack: listpack, isPlain: true))
        count += 1
    }

    // MARK: Finding

    /// Which node holds the element at `index`, and at which index there. O(nodes on the way from the nearer end).
    func locate(_ index: Int) -> (node: Int, index: Int) {
        precondition(index >= 0 && index < count, "list index out of bounds")
        if index <= count / 2 {
            var (node, rest) = (0, index)
            while rest >= nodes[node].count {
                rest -= nodes[node].count
                node += 1
            }
            return (node, rest)
        }
        var (node, beyond) = (nodes.count - 1, count - index)
        while beyond > nodes[node].count {
            beyond -= nodes[node].count
            node -= 1
        }
        return (node, nodes[node].count - beyond)
    }

    // MARK: The ends

    /// Adds an element at an end. O(1), amortised.
    @inline(__always)
    func push(_ bytes: Bytes, _ end: ListEnd) {
        let node = end == .head ? 0 : nodes.count - 1
        guard admits(bytes.count, node) else { return pushNode(bytes, end) }
        if end == .head { nodes[node].listpack.prepend(bytes) } else { nodes[node].listpack.append(bytes) }
        count += 1
    }

    /// Adds a node of one element at an end.
    private func pushNode(_ bytes: Bytes, _ end: ListEnd) {
        if nodes.count > 0 { nodes[end == .head ? 0 : nodes.count - 1].listpack.shrinkToFit() }
        insertNode(bytes, at: end == .head ? 0 : nodes.count)
    }

    /// Whether there is a node at `index` that takes another element of `size` bytes.
    @inline(__always)
    private func admits(_ size: Int, _ index: Int) -> Bool {
        guard index >= 0, index < nodes.count, !nodes[index].isPlain else { return false }
        return limit.admits(size, size: nodes[index].listpack.byteCount, count: nodes[index].count)
    }

    private func insertNode(_ bytes: Bytes, at index: Int) {
        var listpack = Listpack()
        listpack.append(bytes)
        nodes.insert(QuicklistNode(listpack: listpack, isPlain: limit.isLarge(bytes.count)), at: index)
        count += 1
    }

    // MARK: Removing

    /// Changes the elements of a node by `body`, which adds none. Returns whether that left none, so that the node is gone.
    @discardableResult
    @inline(__always)
    func removeElements(fromNode index: Int, _ body: (inout Listpack) -> Void) -> Bool {
        let before = nodes[index].count
        body(&nodes[index].listpack)
        let after = nodes[index].count
        count -= before - after
        if after == 0 { nodes.remove(at: index) }
        return after == 0
    }

    /// Removes `removed` elements from `index` on, as far as there are so many. O(nodes).
    func removeSubrange(from index: Int, count removed: Int) {
        var left = min(removed, count - index)
        guard left > 0 else { return }
        var (node, start) = locate(index)
        while left > 0 {
            let taken = min(left, nodes[node].count - start)
            let gone = removeElements(fromNode: node) { $0.removeSubrange(from: start, count: taken) }
            left -= taken
            start = 0
            if !gone { node += 1 }
        }
    }

    // MARK: Inserting within

    /// Adds an element beside the one at `index` of a node. Where the node is full, the neighbour takes the element if it belongs
    /// at that end, else the node splits, and what can be merged is.
    func insert(_ bytes: Bytes, _ side: ListEnd, of index: Int, inNode node: Int) {
        let after = side == .tail
        let atEdge = after ? index == nodes[node].count - 1 : index == 0
        let neighbour = after ? node + 1 : node - 1
        if limit.isLarge(bytes.count) {
            if atEdge { return insertNode(bytes, at: after ? node + 1 : node) }
            splitNode(node, at: after ? index + 1 : index)
            insertNode(bytes, at: node + 1)
        } else if admits(bytes.count, node) {
            let position = nodes[node].listpack.position(at: after ? index + 1 : index)
            insert(bytes, at: position, inNode: node)
        } else if atEdge, admits(bytes.count, neighbour) {
            insert(
                bytes, at: after ? nodes[neighbour].listpack.start : nodes[neighbour].listpack.end, inNode: neighbour)
        } else if atEdge {
            insertNode(bytes, at: after ? node + 1 : node)
        } else {
            splitNode(node, at: after ? index + 1 : index)
            // The new element joins the part that does not hold its neighbour.
            if after {
                insert(bytes, at: nodes[node + 1].listpack.start, inNode: node + 1)
            } else {
                insert(bytes, at: nodes[node].listpack.end, inNode: node)
            }
            mergeAround(after ? node : node + 1)
        }
    }

    private func insert(_ bytes: Bytes, at position: Listpack.Position, inNode node: Int) {
        nodes[node].listpack.insert(ListpackEntry(bytes), at: position)
        count += 1
    }

    /// Cuts a node in two, the second part beginning with the element at `index`.
    private func splitNode(_ node: Int, at index: Int) {
        let tail = nodes[node].listpack.split(at: index)
        nodes.insert(QuicklistNode(listpack: tail, isPlain: false), at: node + 1)
    }

    /// Merges the neighbours of a node among themselves and with it, as far as limits allow.
    private func mergeAround(_ center: Int) {
        var center = center
        if merge(center - 2) { center -= 1 }
        merge(center + 1)
        if merge(center - 1) { center -= 1 }
        merge(center)
    }

    /// Merges a node with the next if there are both and together they are within the limit.
    @discardableResult
    private func merge(_ index: Int) -> Bool {
        guard index >= 0, index + 1 < nodes.count, !nodes[index].isPlain, !nodes[index + 1].isPlain else {
            return false
        }
        let size = nodes[index].size + nodes[index + 1].size - Listpack.overhead
        guard !limit.isExceeded(size: size, count: nodes[index].count + nodes[index + 1].count) else { return false }
        nodes[index].listpack.append(contentsOf: nodes[index + 1].listpack)
        nodes.remove(at: index + 1)
        return true
    }

    // MARK: Replacing

    /// Puts another element in place of the one at `index`.
    func replace(at index: Int, with bytes: Bytes) {
        let (node, index) = locate(index)
        let isLarge = limit.isLarge(bytes.count)
        switch (nodes[node].isPlain, isLarge) {
        case (false, false):
            // Even beyond the limit.
            let position = nodes[node].listpack.position(at: index)
            nodes[node].listpack.replace(at: position, with: ListpackEntry(bytes))
        case (true, true):
            removeNode(node)
            insertNode(bytes, at: node)
        case (true, false):
            insert(bytes, .tail, of: 0, inNode: node)
            removeNode(node)
        case (false, true):
            if index < nodes[node].count - 1 { splitNode(node, at: index + 1) }
            insertNode(bytes, at: node + 1)
            let gone = removeElements(fromNode: node) { $0.removeLast() }
            if !gone { mergeAround(node + 1) }
        }
    }

    private func removeNode(_ index: Int) {
        count -= nodes[index].count
        nodes.remove(at: index)
    }
}
