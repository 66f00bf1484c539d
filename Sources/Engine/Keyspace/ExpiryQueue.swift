// ExpiryQueue: which keys expire next, so that they go when they are due and not when someone happens to look.
//
// A heap of (time, hash of the key). It refers to no entry, so an entry can be replaced, shared or freed without a word here: an item
// is valid as long as a key with that hash expires at that time, and one that is not is dropped when it is met. So that
// dropped TTLs do not pile up, adding an item pays for looking at two others while more than half may be stale.

/// The times at which keys of one database expire.
struct ExpiryQueue {
    struct Item {
        let time: Int64
        let hash: UInt64
    }

    private var heap: [Item] = []
    private var sweep = 0

    var count: Int { heap.count }

    /// The item with the earliest time. O(1).
    var first: Item? { heap.first }

    /// Adds an item. O(log n), and O(1) for one that is later than the others.
    ///
    /// - Parameters:
    ///   - live: How many keys have an expiry.
    ///   - isValid: Whether an item still stands for a key.
    mutating func add(_ item: Item, live: Int, isValid: (Item) -> Bool) {
        heap.append(item)
        siftUp(heap.count - 1)
        guard heap.count > 2 * live + 64 else { return }
        for _ in 0..<2 {
            sweep = sweep + 1 < heap.count ? sweep + 1 : 0
            if !isValid(heap[sweep]) { remove(at: sweep) }
        }
    }

    /// Removes and returns the item with the earliest time. O(log n).
    mutating func removeFirst() -> Item {
        let first = heap[0]
        remove(at: 0)
        return first
    }

    mutating func removeAll() {
        heap = []
        sweep = 0
    }

    /// An item chosen at random, which may be stale.
    func random(_ random: inout RandomSource) -> Item? {
        heap.isEmpty ? nil : heap[random.next(below: heap.count)]
    }

    private mutating func remove(at index: Int) {
        let last = heap.removeLast()
        guard index < heap.count else { return }
        heap[index] = last
        siftDown(index)
        siftUp(index)
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        let item = heap[index]
        while index > 0 {
            let parent = (index - 1) / 4
            guard item.time < heap[parent].time else { break }
            heap[index] = heap[parent]
            index = parent
        }
        heap[index] = item
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        let item = heap[index]
        while true {
            let firstChild = index * 4 + 1
            guard firstChild < heap.count else { break }
            var least = firstChild
            for child in firstChild..<min(firstChild + 4, heap.count) where heap[child].time < heap[least].time {
                least = child
            }
            guard heap[least].time < item.time else { break }
            heap[index] = heap[least]
            index = least
        }
        heap[index] = item
    }

    /// Whether the heap is one; for tests.
    var invariantsHold: Bool {
        heap.indices.dropFirst().allSatisfy { heap[($0 - 1) / 4].time <= heap[$0].time }
    }
}
