// SortedSetNode: the nodes of a `SortedSetTree`. A leaf holds members in order, a branch holds nodes, each with the number of
// members below it and the first of them.
//
//     0  Int      number of places taken
//     leaf:    8  the leaf before    16  the leaf behind    24  places of 16 bytes: score, member
//     branch:  8  places of 32 bytes: node, number of members below it, the first of these (score, member)
//
// A member's score stands beside the handle, so that a search within a node stays within its kilobyte, unless scores are equal.
//
// Why it is unsafe inside: nodes of fixed size in memory of their own, without a reference count and a run-time check for each step
// down the tree, make a search cost a few cache misses and no more. Why that is sound: indices are checked against the count in
// debug builds and come from searches within it; whether a node is a leaf follows from its height, which the tree keeps; the tree
// owns each node from `make` to `free` and nothing else refers to one.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A member with its score, as a tree orders them.
struct SortedSetItem {
    let score: Double
    let member: SortedSetMember

    init(_ member: SortedSetMember) {
        score = member.score
        self.member = member
    }

    /// Whether it stands before another: by score, then bytewise. The two zeros are one score.
    @inline(__always)
    func precedes(_ score: Double, _ bytes: Bytes) -> Bool {
        self.score < score || self.score == score && member.key.compare(bytes) < 0
    }
}

/// A node below a branch, as the branch knows it.
struct SortedSetBranch {
    let node: SortedSetNode
    /// How many members there are below it.
    var total: Int
    var first: SortedSetItem
}

/// A handle to a node.
@safe
struct SortedSetNode: Equatable {
    static let size = 1016
    static let leafCapacity = (size - 24) / 16
    static let branchCapacity = (size - 8) / 32

    private let memory: UnsafeMutableRawPointer

    static func make() -> SortedSetNode { unsafe SortedSetNode(memory: malloc(size)!, count: 0) }

    private init(memory: UnsafeMutableRawPointer, count: Int) {
        unsafe self.memory = memory
        unsafe memory.storeBytes(of: count, as: Int.self)
        unsafe memory.storeBytes(of: 0, toByteOffset: 8, as: UInt.self)
        unsafe memory.storeBytes(of: 0, toByteOffset: 16, as: UInt.self)
    }

    private init?(word: UInt) {
        guard word != 0 else { return nil }
        unsafe memory = UnsafeMutableRawPointer(bitPattern: word)!
    }

    /// Frees the node alone.
    func deallocate() { unsafe free(memory) }

    static func == (left: SortedSetNode, right: SortedSetNode) -> Bool { unsafe left.memory == right.memory }

    /// How many places are taken.
    var count: Int {
        @inline(__always) get { unsafe memory.load(as: Int.self) }
        nonmutating set { unsafe memory.storeBytes(of: newValue, as: Int.self) }
    }

    // MARK: Leaves

    @inline(__always)
    private var items: UnsafeMutablePointer<SortedSetItem> {
        unsafe (memory + 24).assumingMemoryBound(to: SortedSetItem.self)
    }

    @inline(__always)
    func item(_ index: Int) -> SortedSetItem {
        assert(index >= 0 && index < count)
        return unsafe items[index]
    }

    /// Puts an item before the one at `index`. There is room.
    func insert(_ item: SortedSetItem, at index: Int) {
        assert(index >= 0 && index <= count && count < SortedSetNode.leafCapacity)
        let place = unsafe items + index
        unsafe memmove(place + 1, place, (count - index) * 16)
        unsafe place.initialize(to: item)
        count += 1
    }

    func removeItems(_ range: Range<Int>) {
        assert(range.lowerBound >= 0 && range.upperBound <= count)
        unsafe memmove(items + range.lowerBound, items + range.upperBound, (count - range.upperBound) * 16)
        count -= range.count
    }

    /// Moves the items from `index` on to the end of another leaf, which has room.
    func moveItems(from index: Int, to other: SortedSetNode) {
        let moved = count - index
        assert(moved >= 0 && other.count + moved <= SortedSetNode.leafCapacity)
        unsafe memcpy(other.items + other.count, items + index, moved * 16)
        other.count += moved
        count = index
    }

    /// How many items, from the first on, satisfy a condition that holds up to some item and not behind it. O(log count).
    @inline(__always)
    func partitionItems(_ isBefore: (SortedSetItem) -> Bool) -> Int {
        (0..<count).partitioningIndex { unsafe isBefore(items[$0]) }
    }

    /// The neighbour before a leaf.
    var previous: SortedSetNode? {
        get { unsafe SortedSetNode(word: memory.load(fromByteOffset: 8, as: UInt.self)) }
        nonmutating set { unsafe memory.storeBytes(of: newValue?.word ?? 0, toByteOffset: 8, as: UInt.self) }
    }

    /// The neighbour behind a leaf.
    var next: SortedSetNode? {
        get { unsafe SortedSetNode(word: memory.load(fromByteOffset: 16, as: UInt.self)) }
        nonmutating set { unsafe memory.storeBytes(of: newValue?.word ?? 0, toByteOffset: 16, as: UInt.self) }
    }

    private var word: UInt { unsafe UInt(bitPattern: memory) }

    // MARK: Branches

    @inline(__always)
    private var branches: UnsafeMutablePointer<SortedSetBranch> {
        unsafe (memory + 8).assumingMemoryBound(to: SortedSetBranch.self)
    }

    @inline(__always)
    func branch(_ index: Int) -> SortedSetBranch {
        assert(index >= 0 && index < count)
        return unsafe branches[index]
    }

    func setBranch(_ index: Int, _ branch: SortedSetBranch) {
        assert(index >= 0 && index < count)
        unsafe branches[index] = branch
    }

    /// Puts a node before the one at `index`. There is room.
    func insert(_ branch: SortedSetBranch, at index: Int) {
        assert(index >= 0 && index <= count && count < SortedSetNode.branchCapacity)
        let place = unsafe branches + index
        unsafe memmove(place + 1, place, (count - index) * 32)
        unsafe place.initialize(to: branch)
        count += 1
    }

    func removeBranch(_ index: Int) {
        assert(index >= 0 && index < count)
        unsafe memmove(branches + index, branches + index + 1, (count - index - 1) * 32)
        count -= 1
    }

    /// Moves the nodes from `index` on to the end of another branch node, which has room.
    func moveBranches(from index: Int, to other: SortedSetNode) {
        let moved = count - index
        assert(moved >= 0 && other.count + moved <= SortedSetNode.branchCapacity)
        unsafe memcpy(other.branches + other.count, branches + index, moved * 32)
        other.count += moved
        count = index
    }

    /// The last node whose first item satisfies a condition that holds up to some item and not behind it; the first, if none does.
    /// O(log count).
    @inline(__always)
    func partitionBranches(_ isBefore: (SortedSetItem) -> Bool) -> Int {
        (1..<max(count, 1)).partitioningIndex { unsafe isBefore(branches[$0].first) } &- 1
    }
}
