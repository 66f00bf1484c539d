// The shape of the radix tree in which the real server files a stream's nodes, which XINFO STREAM tells. Here nodes are filed
// otherwise; the shape follows from the ids alone.
//
// The tree's keys are ids of 16 bytes, the high ones first. Where the keys branch there is a node with a byte for each branch;
// what lies between two branchings, a key's end or the root, without the byte that leads there, is one compressed node, if it is
// not empty; and each key ends in a node of its own.

extension StreamValue {
    /// The number of nodes of that tree. O(nodes of the stream).
    var radixTreeNodeCount: Int {
        guard !nodes.isEmpty else { return 1 }
        var tree = RadixTreeSize()
        var previous: StreamID?
        nodes.forEach { id, _ in
            if let previous { tree.branch(at: previous.commonPrefix(id)) }
            previous = id
            return true
        }
        return tree.finish()
    }
}

/// Counts a radix tree's nodes from its keys in order, by how many bytes each shares with the next.
private struct RadixTreeSize {
    /// The depths of the branchings above the last key, from the root down.
    private var branchings: [Int] = []
    private var count = 0
    /// The depth of the lowest node that is complete but for what leads to it: of a key's end, or of a branching.
    private var lowest = RadixTreeSize.keyLength

    private static let keyLength = 16

    /// Says that the next key shares `depth` bytes with the last.
    mutating func branch(at depth: Int) {
        while let last = branchings.last, last > depth {
            branchings.removeLast()
            complete(below: last)
            lowest = last
        }
        complete(below: depth)
        if branchings.last != depth { branchings.append(depth) }
        lowest = RadixTreeSize.keyLength
    }

    /// Counts the lowest node and the compressed one that leads to it from the branching at `depth`.
    private mutating func complete(below depth: Int) { count += lowest - depth > 1 ? 2 : 1 }

    mutating func finish() -> Int {
        while let last = branchings.popLast() {
            complete(below: last)
            lowest = last
        }
        // From the root there is no byte of a branching on the way.
        return count + (lowest > 0 ? 2 : 1)
    }
}
