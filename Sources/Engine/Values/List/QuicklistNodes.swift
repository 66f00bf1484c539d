// The nodes of a quicklist, in order: an array with room before its first element too, so that both ends are O(1).

/// A node of a quicklist: a listpack, or one element that is too large to share one.
struct QuicklistNode {
    /// Its storage may be shared with other lists; it is copied when it is changed.
    var listpack: Listpack {
        didSet { storedCount = UInt32(listpack.count) }
    }
    /// The number of elements, kept here too: looking for an index passes many nodes, whose elements lie far apart in memory.
    private var storedCount: UInt32
    /// Whether this is one large element.
    let isPlain: Bool

    init(listpack: Listpack, isPlain: Bool) {
        self.listpack = listpack
        storedCount = UInt32(listpack.count)
        self.isPlain = isPlain
    }

    static var empty: QuicklistNode { QuicklistNode(listpack: Listpack(), isPlain: false) }

    @inline(__always) var count: Int { Int(storedCount) }

    /// Bytes as the real server counts them: of a plain node, those of the element alone.
    @inline(__always)
    var size: Int { isPlain ? listpack.first!.byteCount : listpack.byteCount }
}

/// A random-access collection of nodes that grows and shrinks at both ends in amortised O(1).
struct QuicklistNodes {
    private var slots: [QuicklistNode] = []
    /// Slots before this one are free.
    private var first = 0

    @inline(__always) var count: Int { slots.count - first }

    @inline(__always)
    subscript(index: Int) -> QuicklistNode {
        get { slots[first + index] }
        _modify { yield &slots[first + index] }
    }

    mutating func append(_ node: QuicklistNode) { slots.append(node) }

    mutating func prepend(_ node: QuicklistNode) {
        if first == 0 {
            first = max(4, slots.count / 2)
            slots.insert(contentsOf: repeatElement(.empty, count: first), at: 0)
        }
        first -= 1
        slots[first] = node
    }

    /// O(nodes behind), at the ends amortised O(1).
    mutating func insert(_ node: QuicklistNode, at index: Int) {
        if index == 0 { return prepend(node) }
        slots.insert(node, at: first + index)
    }

    /// O(nodes behind), at the ends amortised O(1).
    mutating func remove(at index: Int) {
        guard index == 0 else {
            slots.remove(at: first + index)
            return
        }
        slots[first] = .empty
        first += 1
        if first > 16, first > slots.count / 2 {
            slots.removeSubrange(0..<first)
            first = 0
        }
    }

    /// Bytes of the array itself.
    var memoryUse: Int { slots.capacity * MemoryLayout<QuicklistNode>.stride + 32 }
}
