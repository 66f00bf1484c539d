// SortedSetTree: the members of a large sorted set in order, with their ranks: a B+ tree whose branches count.
//
// Members stand in leaves of up to 62, branches hold up to 31 nodes, so that a search in a million members meets four nodes,
// where a skip list meets some forty; a member costs 16 bytes in a full leaf. Leaves that fill from either end, as clocks and
// counters fill them, stay full.
//
// A branch knows of each node below it how many members there are and the first of them: ranks are sums on the way down.
// Whoever changes a node puts these right in the branch above on the way back.
//
// Nodes are merged with a neighbour when they shrink and both fit into three quarters of one. So of two neighbours, those together
// hold half a node at least, which keeps the tree's height logarithmic.
//
// Why exclusivity is not checked for its properties: each step of a search would pay for it. Why that is sound: closures run while
// the tree is only read, or after a change is done.

/// The members of a sorted set in the order of their scores. It frees its nodes, not the members.
final class SortedSetTree {
    @safe @exclusivity(unchecked) private var root = SortedSetNode.make()
    /// How many levels of branches stand above the leaves.
    @safe @exclusivity(unchecked) private var height = 0
    @safe @exclusivity(unchecked) private(set) var count = 0
    @safe @exclusivity(unchecked) private var nodeCount = 1

    deinit { SortedSetTree.deallocate(root, height: height) }

    private static func deallocate(_ node: SortedSetNode, height: Int) {
        if height > 0 {
            for index in 0..<node.count { deallocate(node.branch(index).node, height: height - 1) }
        }
        node.deallocate()
    }

    /// Bytes that the nodes take.
    var memoryUse: Int { nodeCount * (SortedSetNode.size + 8) }

    // MARK: Finding

    /// How many items, from the first on, satisfy a condition that holds up to some item and not behind it: the rank of the first
    /// that does not. O(log n).
    @inline(__always)
    func partition(_ isBefore: (SortedSetItem) -> Bool) -> Int {
        var (node, level, rank) = (root, height, 0)
        while level > 0 {
            let index = node.partitionBranches(isBefore)
            for before in 0..<index { rank &+= node.branch(before).total }
            node = node.branch(index).node
            level &-= 1
        }
        return rank &+ node.partitionItems(isBefore)
    }

    /// The rank of a member that is there, or that it would have. O(log n).
    func rank(_ score: Double, _ bytes: Bytes) -> Int { partition { $0.precedes(score, bytes) } }

    /// The leaf of the item at `rank`, which is there, and its index in it. O(log n).
    private func locate(_ rank: Int) -> (leaf: SortedSetNode, index: Int) {
        precondition(rank >= 0 && rank < count, "rank out of bounds")
        var (node, level, rest) = (root, height, rank)
        while level > 0 {
            var index = 0
            while case let total = node.branch(index).total, rest >= total {
                rest &-= total
                index &+= 1
            }
            node = node.branch(index).node
            level &-= 1
        }
        return (node, rest)
    }

    /// O(log n).
    subscript(rank: Int) -> SortedSetItem {
        let place = locate(rank)
        return place.leaf.item(place.index)
    }

    /// Calls `body` with each item from `rank` on, until it returns false. O(log n + items).
    @inline(__always)
    func forEach(from rank: Int, _ body: (SortedSetItem) -> Bool) {
        guard rank < count else { return }
        var (leaf, index) = locate(rank)
        while true {
            while index < leaf.count {
                guard body(leaf.item(index)) else { return }
                index &+= 1
            }
            guard let next = leaf.next else { return }
            (leaf, index) = (next, 0)
        }
    }

    /// Calls `body` with each item from `rank` backwards, until it returns false. O(log n + items).
    @inline(__always)
    func forEachReversed(from rank: Int, _ body: (SortedSetItem) -> Bool) {
        guard rank >= 0 else { return }
        var (leaf, index) = locate(rank)
        while true {
            while index >= 0 {
                guard body(leaf.item(index)) else { return }
                index &-= 1
            }
            guard let previous = leaf.previous else { return }
            (leaf, index) = (previous, previous.count - 1)
        }
    }

    // MARK: Inserting

    /// Adds a member, which is not there yet. O(log n).
    func insert(_ member: SortedSetMember) {
        let item = SortedSetItem(member)
        count += 1
        guard let sibling = insert(item, into: root, height: height) else { return }
        let above = makeNode()
        above.insert(SortedSetTree.branch(to: root, height: height), at: 0)
        above.insert(SortedSetTree.branch(to: sibling, height: height), at: 1)
        root = above
        height += 1
    }

    /// Returns the node that was split off, to stand behind this one, if it was full.
    private func insert(_ item: SortedSetItem, into node: SortedSetNode, height: Int) -> SortedSetNode? {
        let key = item.member.key
        if height == 0 { return insert(item, at: node.partitionItems { $0.precedes(item.score, key) }, in: node) }
        let index = node.partitionBranches { $0.precedes(item.score, key) }
        var branch = node.branch(index)
        guard let sibling = insert(item, into: branch.node, height: height - 1) else {
            branch.total += 1
            branch.first = SortedSetTree.first(of: branch.node, height: height - 1)
            node.setBranch(index, branch)
            return nil
        }
        node.setBranch(index, SortedSetTree.branch(to: branch.node, height: height - 1))
        return insert(SortedSetTree.branch(to: sibling, height: height - 1), at: index + 1, in: node)
    }

    private func insert(_ item: SortedSetItem, at index: Int, in leaf: SortedSetNode) -> SortedSetNode? {
        guard leaf.count == SortedSetNode.leafCapacity else {
            leaf.insert(item, at: index)
            return nil
        }
        let sibling = makeNode()
        sibling.next = leaf.next
        sibling.previous = leaf
        leaf.next?.previous = sibling
        leaf.next = sibling
        let half = SortedSetTree.splitPoint(of: leaf, inserting: index)
        leaf.moveItems(from: half, to: sibling)
        if index <= half, half < SortedSetNode.leafCapacity {
            leaf.insert(item, at: index)
        } else {
            sibling.insert(item, at: index - half)
        }
        return sibling
    }

    private func insert(_ branch: SortedSetBranch, at index: Int, in node: SortedSetNode) -> SortedSetNode? {
        guard node.count == SortedSetNode.branchCapacity else {
            node.insert(branch, at: index)
            return nil
        }
        let sibling = makeNode()
        let half = SortedSetTree.splitPoint(of: node, inserting: index)
        node.moveBranches(from: half, to: sibling)
        if index <= half, half < SortedSetNode.branchCapacity {
            node.insert(branch, at: index)
        } else {
            sibling.insert(branch, at: index - half)
        }
        return sibling
    }

    /// In the middle; but where a node grows at an end it will go on to, so that what stands there stays full.
    private static func splitPoint(of node: SortedSetNode, inserting index: Int) -> Int {
        index == 0 || index == node.count ? index : node.count / 2
    }

    private func makeNode() -> SortedSetNode {
        nodeCount += 1
        return SortedSetNode.make()
    }

    private func free(_ node: SortedSetNode) {
        nodeCount -= 1
        node.deallocate()
    }

    private static func first(of node: SortedSetNode, height: Int) -> SortedSetItem {
        height == 0 ? node.item(0) : node.branch(0).first
    }

    private static func branch(to node: SortedSetNode, height: Int) -> SortedSetBranch {
        var total = node.count
        if height > 0 { total = (0..<node.count).reduce(0) { $0 + node.branch($1).total } }
        return SortedSetBranch(node: node, total: total, first: first(of: node, height: height))
    }

    // MARK: Removing

    /// Removes the items at `ranks`; calls `body` with each, in order, as it leaves. O(log n + items).
    func remove(_ ranks: Range<Int>, _ body: (SortedSetItem) -> Void) {
        precondition(ranks.lowerBound >= 0 && ranks.upperBound <= count, "ranks out of bounds")
        var left = ranks.count
        while left > 0 {
            let removed = removeRun(at: ranks.lowerBound, limit: left, from: root, height: height, body)
            left -= removed
            count -= removed
            while height > 0, root.count < 2 {
                let old = root
                // Without members there is no node below either.
                root = old.count == 1 ? old.branch(0).node : makeNode()
                height = old.count == 1 ? height - 1 : 0
                free(old)
            }
        }
    }

    /// Removes up to `limit` items from `rank` on, as far as they stand in one leaf. Returns how many.
    private func removeRun(
        at rank: Int, limit: Int, from node: SortedSetNode, height: Int, _ body: (SortedSetItem) -> Void
    ) -> Int {
        if height == 0 {
            let removed = min(limit, node.count - rank)
            let range = rank..<rank + removed
            for index in range { body(node.item(index)) }
            node.removeItems(range)
            return removed
        }
        var (index, rest) = (0, rank)
        while case let total = node.branch(index).total, rest >= total {
            rest -= total
            index += 1
        }
        var branch = node.branch(index)
        let removed = removeRun(at: rest, limit: limit, from: branch.node, height: height - 1, body)
        branch.total -= removed
        if branch.total == 0 {
            node.removeBranch(index)
            if height == 1 { unlink(branch.node) }
            free(branch.node)
        } else {
            branch.first = SortedSetTree.first(of: branch.node, height: height - 1)
            node.setBranch(index, branch)
            mergeNeighbours(of: index, in: node, height: height - 1)
        }
        return removed
    }

    private func unlink(_ leaf: SortedSetNode) {
        leaf.previous?.next = leaf.next
        leaf.next?.previous = leaf.previous
    }

    /// Merges the node at `index` of a branch node with one beside it, if both are small.
    private func mergeNeighbours(of index: Int, in node: SortedSetNode, height: Int) {
        let capacity = height == 0 ? SortedSetNode.leafCapacity : SortedSetNode.branchCapacity
        let count = node.branch(index).node.count
        guard count <= capacity / 2 else { return }
        let fits = { (other: Int) in count + node.branch(other).node.count <= capacity * 3 / 4 }
        if index + 1 < node.count, fits(index + 1) {
            merge(index, in: node, height: height)
        } else if index > 0, fits(index - 1) {
            merge(index - 1, in: node, height: height)
        }
    }

    /// Moves what is in the node behind the one at `index` into that one.
    private func merge(_ index: Int, in node: SortedSetNode, height: Int) {
        var branch = node.branch(index)
        let other = node.branch(index + 1)
        if height == 0 {
            other.node.moveItems(from: 0, to: branch.node)
            unlink(other.node)
        } else {
            other.node.moveBranches(from: 0, to: branch.node)
        }
        branch.total += other.total
        node.setBranch(index, branch)
        node.removeBranch(index + 1)
        free(other.node)
    }

    // MARK: Invariants

    /// What is wrong with the tree, or nil. O(n). For tests.
    var brokenInvariant: String? {
        var leaves: [SortedSetNode] = []
        var nodes = 0
        if let broken = brokenInvariant(of: root, height: height, isRoot: true, &leaves, &nodes) { return broken }
        if nodes != nodeCount { return "\(nodes) nodes counted as \(nodeCount)" }
        var last: SortedSetItem?
        for (index, leaf) in leaves.enumerated() {
            if leaf.previous != (index > 0 ? leaves[index - 1] : nil) { return "leaf \(index): wrong neighbour before" }
            if leaf.next != (index + 1 < leaves.count ? leaves[index + 1] : nil) {
                return "leaf \(index): wrong neighbour behind"
            }
            for place in 0..<leaf.count {
                let item = leaf.item(place)
                if item.score != item.member.score { return "leaf \(index): a score that is not the member's" }
                if let last, !last.precedes(item.score, item.member.key) { return "leaf \(index): out of order" }
                last = item
            }
        }
        let total = leaves.reduce(0) { $0 + $1.count }
        return total == count ? nil : "\(total) members counted as \(count)"
    }

    private func brokenInvariant(
        of node: SortedSetNode, height: Int, isRoot: Bool, _ leaves: inout [SortedSetNode], _ nodes: inout Int
    ) -> String? {
        nodes += 1
        if node.count == 0, !isRoot { return "an empty node" }
        if height == 0 {
            leaves.append(node)
            return nil
        }
        if isRoot, node.count < 2 { return "a root with one node below it" }
        for index in 0..<node.count {
            let known = node.branch(index)
            let below = brokenInvariant(of: known.node, height: height - 1, isRoot: false, &leaves, &nodes)
            if let below { return below }
            let actual = SortedSetTree.branch(to: known.node, height: height - 1)
            if known.total != actual.total { return "\(actual.total) members below a node counted as \(known.total)" }
            if known.first.member.word != actual.first.member.word || known.first.score != actual.first.score {
                return "another member is the first below a node"
            }
        }
        return nil
    }
}
