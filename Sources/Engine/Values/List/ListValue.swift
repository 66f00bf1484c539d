// ListValue: the value of a list key. One listpack while it is small, a quicklist otherwise; which of the two, OBJECT ENCODING
// tells, so it changes at the same points as in the real server: to a quicklist before elements are added that would exceed the
// limit, back when what is left after a removal fits well below it.
//
// Why exclusivity is not checked for its two properties: a push pays for each check as much as for its own work. Why that is sound:
// what changes one in place is a listpack or a quicklist, and neither calls back; closures run while one is only read.
//
// A list belongs to one key. What shares it (a snapshot, COPY) takes a `copy`, which shares the elements until they are changed.

/// The value of a list key.
final class ListValue: ValueObject {
    /// The elements, as long as there is no quicklist.
    @safe @exclusivity(unchecked) private var small = Listpack()
    @safe @exclusivity(unchecked) private(set) var quicklist: Quicklist?

    init() {}

    /// A small list of the elements in `listpack`.
    init(listpack: Listpack) { small = listpack }

    /// The elements of a list that is small.
    var packableElements: PackableElements? { quicklist == nil ? .listpack(small) : nil }

    /// A list of its own with the same elements, which both share until one changes them. O(nodes).
    func copy() -> ListValue {
        let copy = ListValue()
        copy.small = small
        copy.quicklist = quicklist.map(Quicklist.init(sharing:))
        return copy
    }

    /// The number of elements. O(1).
    @inline(__always)
    var count: Int { quicklist?.count ?? small.count }

    var elementCount: Int { count }

    var encodingName: StaticString { quicklist == nil ? "listpack" : "quicklist" }

    /// O(nodes).
    var memoryUse: Int {
        var total = 48 + small.memoryUse
        if let quicklist {
            total += 64 + quicklist.nodes.memoryUse
            for index in 0..<quicklist.nodes.count { total += quicklist.nodes[index].listpack.memoryUse }
        }
        return total
    }

    func debugDetails(briefly: Bool) -> String {
        guard let quicklist else { return "" }
        let nodes = quicklist.nodes
        let hundredths = ListValue.hundredths(count, over: nodes.count)
        let average = "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
        return " ql_nodes:\(nodes.count) ql_avg_node:\(average) ql_listpack_max:\(quicklist.limit.fill) "
            + "ql_compressed:0"
            + (briefly ? "" : " ql_uncompressed_size:\((0..<nodes.count).reduce(0) { $0 + nodes[$1].size })")
    }

    /// A quotient in hundredths, rounded as `%.2f` rounds the nearest Double: a tie goes to the even neighbour, unless the Double
    /// is itself on one side of it.
    private static func hundredths(_ dividend: Int, over divisor: Int) -> Int {
        let (quotient, remainder) = (dividend * 100).quotientAndRemainder(dividingBy: divisor)
        guard remainder * 2 == divisor else { return quotient + (remainder * 2 > divisor ? 1 : 0) }
        let (exact, by) = (Double(dividend), Double(divisor))
        let below = exact.addingProduct(-(exact / by), by)
        return quotient + (below < 0 || below == 0 && !quotient.isMultiple(of: 2) ? 1 : 0)
    }

    // MARK: Nodes

    /// A list of the elements of `quicklist`, which is kept.
    init(_ quicklist: Quicklist) { self.quicklist = quicklist }

    /// A list of the elements of `quicklist`, which is kept only if they are too many for one listpack.
    convenience init(_ quicklist: Quicklist, limit: ListNodeLimit) {
        self.init(quicklist)
        guard limit.allowsListpack, quicklist.nodes.count == 1, !quicklist.nodes[0].isPlain else { return }
        let node = quicklist.nodes[0]
        guard !limit.isExceeded(size: node.size, count: node.count) else { return }
        small = node.listpack
        self.quicklist = nil
    }

    /// How many nodes a quicklist of the elements has.
    var nodeCount: Int { quicklist?.nodes.count ?? 1 }

    /// Calls `body` with each node, one that is not plain being a listpack.
    func forEachNode(_ body: (Listpack, _ isPlain: Bool) -> Void) {
        guard let quicklist else { return body(small, false) }
        for index in 0..<quicklist.nodes.count { body(quicklist.nodes[index].listpack, quicklist.nodes[index].isPlain) }
    }

    // MARK: Encodings

    /// Makes the list fit to take `count` more elements of `bytes` bytes together: to be called before they are added.
    @inline(__always)
    func prepareToGrow(bytes: Int, count: Int, limit: ListNodeLimit) {
        if quicklist == nil,
            !limit.allowsListpack || limit.isExceeded(size: small.byteCount + bytes, count: small.count + count)
        {
            spread(limit)
        } else if quicklist == nil, count > 1 {
            small.reserve(bytes + 2 * count)
        }
    }

    private func spread(_ limit: ListNodeLimit) {
        let quicklist = Quicklist(limit: limit)
        if !small.isEmpty { quicklist.append(node: small) }
        small = Listpack()
        self.quicklist = quicklist
    }

    /// Gives up the quicklist if what is left is small: to be called after elements were removed or replaced.
    @inline(__always)
    func didShrink(limit: ListNodeLimit) {
        if let quicklist, quicklist.nodes.count == 1 { gather(quicklist, limit) }
    }

    private func gather(_ quicklist: Quicklist, _ limit: ListNodeLimit) {
        let node = quicklist.nodes[0]
        guard limit.allowsListpack, !node.isPlain, limit.isWellBelow(size: node.size, count: node.count) else { return }
        small = node.listpack
        self.quicklist = nil
    }

    // MARK: The ends

    /// Adds an element. O(1), amortised.
    @inline(__always)
    func push(_ bytes: Bytes, _ end: ListEnd) {
        if let quicklist {
            quicklist.push(bytes, end)
        } else if end == .head {
            small.prepend(bytes)
        } else {
            small.append(bytes)
        }
    }

    /// The element at an end, valid until the list is changed. O(1).
    @inline(__always)
    func element(at end: ListEnd) -> ListpackElement {
        let listpack = quicklist.map { $0.nodes[end == .head ? 0 : $0.nodes.count - 1].listpack } ?? small
        return end == .head ? listpack.first! : listpack.last!
    }

    /// Removes the element at an end. O(1), amortised.
    @inline(__always)
    func removeElement(at end: ListEnd) {
        if let quicklist {
            quicklist.removeElements(fromNode: end == .head ? 0 : quicklist.nodes.count - 1) {
                ListValue.remove(end, &$0)
            }
        } else {
            ListValue.remove(end, &small)
        }
    }

    @inline(__always)
    private static func remove(_ end: ListEnd, _ listpack: inout Listpack) {
        if end == .head { listpack.removeFirst() } else { listpack.removeLast() }
    }

    // MARK: By index

    /// The element at `index`, valid until the list is changed. O(nodes on the way from the nearer end).
    func element(at index: Int) -> ListpackElement {
        guard let quicklist else { return small[index] }
        let place = quicklist.locate(index)
        return quicklist.nodes[place.node].listpack[place.index]
    }

    /// Puts another element in place of the one at `index`. The caller has called `prepareToGrow`. O(nodes).
    func replace(at index: Int, with bytes: Bytes) {
        if let quicklist {
            quicklist.replace(at: index, with: bytes)
        } else {
            small.replace(at: small.position(at: index), with: ListpackEntry(bytes))
        }
    }

    /// Removes `removed` elements from `index` on, as far as there are so many. O(nodes).
    func removeSubrange(from index: Int, count removed: Int) {
        if let quicklist {
            quicklist.removeSubrange(from: index, count: removed)
        } else {
            small.removeSubrange(from: index, count: removed)
        }
    }

    // MARK: Traversing

    /// The listpacks that the elements are in.
    private var packCount: Int { quicklist?.nodes.count ?? 1 }

    private func pack(_ index: Int) -> Listpack { quicklist?.nodes[index].listpack ?? small }

    /// Calls `body` with each element from the one at `index` on, until it returns false. `body` must not change the list.
    @inline(__always)
    func forEach(from index: Int, _ body: (ListpackElement) -> Bool) {
        guard index < count else { return }
        var (node, start) = quicklist?.locate(index) ?? (0, index)
        var goesOn = true
        while goesOn, node < packCount {
            let listpack = pack(node)
            listpack.forEach(from: listpack.position(at: start)) { _, element in
                goesOn = body(element)
                return goesOn
            }
            node += 1
            start = 0
        }
    }

    /// Calls `body` with each element from the one at `index` backwards, until it returns false. `body` must not change the list.
    @inline(__always)
    func forEachReversed(from index: Int, _ body: (ListpackElement) -> Bool) {
        guard index >= 0, index < count else { return }
        var (node, last) = quicklist?.locate(index) ?? (0, index)
        var goesOn = true
        while goesOn, node >= 0 {
            let listpack = pack(node)
            let end = last < 0 ? listpack.end : listpack.position(at: last + 1)
            listpack.forEachReversed(before: end) { _, element in
                goesOn = body(element)
                return goesOn
            }
            node -= 1
            last = -1
        }
    }

    // MARK: By value

    /// Puts an element beside the first that equals `pivot`; returns whether there is one. The caller has called `prepareToGrow`.
    /// O(n).
    func insert(_ bytes: Bytes, _ side: ListEnd, of pivot: Bytes) -> Bool {
        let sought = ListpackEntry(pivot)
        for node in 0..<packCount {
            guard let index = ListValue.index(of: sought, in: pack(node)) else { continue }
            if let quicklist {
                quicklist.insert(bytes, side, of: index, inNode: node)
            } else {
                small.insert(ListpackEntry(bytes), at: small.position(at: side == .tail ? index + 1 : index))
            }
            return true
        }
        return false
    }

    private static func index(of sought: ListpackEntry, in listpack: Listpack) -> Int? {
        var index = -1
        var isFound = false
        listpack.forEach(from: listpack.start) { _, element in
            index += 1
            isFound = sought.matches(element)
            return !isFound
        }
        return isFound ? index : nil
    }

    /// Removes the first (or, from the tail, the last) `limit` elements that equal `bytes`; returns how many there were. O(n).
    func removeElements(equalTo bytes: Bytes, from end: ListEnd, limit: Int) -> Int {
        let sought = ListpackEntry(bytes)
        var removed = 0
        var node = end == .head ? 0 : packCount - 1
        while removed < limit, node >= 0, node < packCount {
            var gone = false
            let removal = { (listpack: inout Listpack) in
                removed += ListValue.remove(sought, from: end, limit: limit - removed, in: &listpack)
            }
            if let quicklist { gone = quicklist.removeElements(fromNode: node, removal) } else { removal(&small) }
            node += end == .tail ? -1 : gone ? 0 : 1
            if quicklist == nil { break }
        }
        return removed
    }

    private static func remove(
        _ sought: ListpackEntry, from end: ListEnd, limit: Int, in listpack: inout Listpack
    ) -> Int {
        var removed = 0
        if end == .head {
            var position = listpack.start
            while removed < limit, let found = listpack.firstPosition(of: sought, from: position) {
                listpack.remove(at: found)
                removed += 1
                position = found
            }
        } else {
            var position = listpack.end
            while removed < limit, let found = listpack.lastPosition(of: sought, before: position) {
                listpack.remove(at: found)
                removed += 1
                position = found
            }
        }
        return removed
    }

    // MARK: Invariants

    /// What is wrong with the list, or nil. O(n). For tests.
    var brokenInvariant: String? {
        guard let quicklist else { return small.brokenInvariant }
        if !small.isEmpty { return "elements beside the quicklist" }
        var total = 0
        for index in 0..<quicklist.nodes.count {
            let node = quicklist.nodes[index]
            if let broken = node.listpack.brokenInvariant { return "node \(index): \(broken)" }
            if node.count != node.listpack.count { return "node \(index) says \(node.count) elements" }
            if node.count == 0 { return "node \(index) is empty" }
            if node.isPlain, node.count != 1 { return "plain node \(index) of \(node.count) elements" }
            total += node.count
        }
        return total == quicklist.count ? nil : "\(total) elements counted as \(quicklist.count)"
    }
}
