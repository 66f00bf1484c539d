// StreamValue: the value of a stream key: entries in nodes, the counters of what was ever added and deleted, and the consumer
// groups.
//
// Nodes are filed under the id of their first entry. They fill up to `stream-node-max-bytes` and `stream-node-max-entries`; what is
// deleted leaves a gap, and a node goes with its last live entry. An empty stream stays a key: it remembers its last id.
//
// Why exclusivity is not checked for the nodes and the counters: an added entry would pay for each. Why that is sound: what
// changes them does not call back, and closures that are handed entries run while the nodes are only read.

/// The value of a stream key.
final class StreamValue: ValueObject {
    @safe @exclusivity(unchecked) private(set) var nodes = StreamIDMap<StreamNode>()
    @safe @exclusivity(unchecked) var counters = StreamCounters()
    /// In the order of their names.
    private(set) var groups: [StreamGroup] = []

    init() {}

    /// A stream of its own with the same contents, whose nodes both share until one changes them. O(groups and consumers).
    func copy() -> StreamValue {
        let copy = StreamValue()
        copy.nodes = nodes
        copy.counters = counters
        copy.groups = groups.map { $0.copy() }
        return copy
    }

    /// The number of entries. O(1).
    @inline(__always) var count: Int { counters.length }

    var elementCount: Int { count }

    var encodingName: StaticString { "stream" }

    /// O(nodes + pending / 64).
    var memoryUse: Int {
        var total = 144 + nodes.memoryUse
        nodes.forEach { _, node in
            total += node.listpack.memoryUse
            return true
        }
        return groups.reduce(total) { $0 + $1.memoryUse }
    }

    // MARK: Adding

    /// Appends an entry. O(its bytes + log nodes), amortised.
    ///
    /// - Parameters:
    ///   - id: Above the last id.
    ///   - pairs: Field, value, field, value ...
    /// - Returns: False if the entry is too large.
    func append(_ id: StreamID, _ pairs: Arguments, limit: StreamNodeLimit) -> Bool {
        precondition(id > counters.lastID)
        let size = pairs.byteCount
        guard size <= StreamNodeLimit.largest else { return false }
        let isAdded = nodes.modifyLast { master, node in
            guard node.admits(size, limit) else {
                node.close()
                return false
            }
            node.append(id.distance(from: master), pairs)
            return true
        }
        if isAdded != true {
            var node = StreamNode(fieldsOf: pairs)
            node.append((0, 0), pairs)
            nodes.insert(node, at: id)
        }
        counters.entriesAdded &+= 1
        counters.lastID = id
        counters.length += 1
        if counters.length == 1 { counters.firstID = id }
        return true
    }

    // MARK: Reading

    /// Calls `body` with each entry from `start` to `end` inclusive, until it returns false. `body` must not change the stream.
    /// Deleted ones end nothing: in releases whose XSETID goes back behind them, lesser ids may follow.
    /// O(log nodes + entries of a node + entries in the range).
    func forEach(from start: StreamID = .min, through end: StreamID = .max, _ body: (StreamEntry) -> Bool) {
        nodes.forEach(from: nodes.lastID(through: start) ?? start) { master, node in
            guard master <= end else { return false }
            var goesOn = true
            node.forEach(filedUnder: master) { entry in
                if entry.id < start || entry.isDeleted { return true }
                goesOn = entry.id <= end && body(entry)
                return goesOn
            }
            return goesOn
        }
    }

    /// The same, backwards.
    func forEachReversed(from start: StreamID = .min, through end: StreamID = .max, _ body: (StreamEntry) -> Bool) {
        nodes.forEachReversed(through: end) { master, node in
            var goesOn = true
            node.forEachReversed(filedUnder: master) { entry in
                if entry.id > end || entry.isDeleted { return true }
                goesOn = entry.id >= start && body(entry)
                return goesOn
            }
            return goesOn
        }
    }

    /// Whether there is an entry with this id. O(log nodes + entries of a node).
    func contains(_ id: StreamID) -> Bool { place(of: id) != nil }

    /// The greatest id of the entries that there are, or nil.
    var lastEntryID: StreamID? {
        var found: StreamID?
        forEachReversed { entry in
            found = entry.id
            return false
        }
        return found
    }

    private func place(of id: StreamID) -> (master: StreamID, position: Listpack.Position)? {
        guard let master = nodes.lastID(through: id), let node = nodes[master] else { return nil }
        var position: Listpack.Position?
        node.forEach(filedUnder: master) { entry in
            if entry.isDeleted { return true }
            if entry.id == id { position = entry.place }
            return entry.id < id
        }
        return position.map { (master, $0) }
    }

    // MARK: Deleting

    /// Deletes entries; returns how many there were. O(ids * (log nodes + entries of a node)).
    func delete(_ ids: some Sequence<StreamID>) -> Int {
        var deleted = 0
        var deletesFirst = false
        for id in ids where delete(id) {
            deleted += 1
            if id == counters.firstID { deletesFirst = true }
            counters.maxDeletedID = max(counters.maxDeletedID, id)
        }
        if counters.length == 0 || deletesFirst { findFirstID() }
        return deleted
    }

    private func delete(_ id: StreamID) -> Bool {
        guard let place = place(of: id) else { return false }
        let left = nodes.modify(place.master) { node in
            if node.liveCount > 1 { node.delete([place.position]) } else { return 0 }
            return node.liveCount
        }
        if left == 0 { nodes.remove(place.master) }
        counters.length -= 1
        return true
    }

    private func findFirstID() {
        counters.firstID = .min
        guard counters.length > 0 else { return }
        forEach { entry in
            counters.firstID = entry.id
            return false
        }
    }

    // MARK: Groups

    /// O(log groups).
    func group(_ name: Bytes) -> StreamGroup? {
        let index = groups.firstIndex(notBelow: name, \.name)
        guard index < groups.count, groups[index].name.withBytes({ $0 == name }) else { return nil }
        return groups[index]
    }

    /// Adds a group, of whose name there is none yet. O(groups).
    func add(_ group: StreamGroup) {
        groups.insert(group, at: group.name.withBytes { groups.firstIndex(notBelow: $0, \.name) })
    }

    func remove(_ group: StreamGroup) { groups.removeAll { $0 === group } }

    // MARK: Nodes from outside

    /// Appends a node from a dump; false if it is not well-formed or does not come behind the others. The counters are the
    /// caller's.
    func append(node listpack: Listpack, filedUnder id: StreamID) -> Bool {
        if let last = nodes.last?.id, last >= id { return false }
        guard let node = StreamNode(checking: listpack) else { return false }
        return nodes.insert(node, at: id)
    }
}

// MARK: Trimming

/// Which entries go when a stream is trimmed.
enum StreamTrimming {
    /// The oldest, until so many are left.
    case maxLength(Int)
    /// Those whose ids are below.
    case minID(StreamID)
}

extension StreamValue {
    /// Trims the stream; returns how many entries went. O(nodes removed * log nodes + entries of a node).
    ///
    /// - Parameters:
    ///   - isApproximate: Only whole nodes go.
    ///   - limit: Only so many entries go, counted by whole nodes; 0 for no limit.
    func trim(_ trimming: StreamTrimming, isApproximate: Bool, limit: Int) -> Int {
        var deleted = 0
        trimming: while let master = nodes.first?.id {
            if case .maxLength(let length) = trimming, counters.length <= length { break }
            let step = nodes.modify(master) { node in
                trim(&node, filedUnder: master, trimming, isApproximate, left: limit > 0 ? limit - deleted : .max)
            }
            switch step {
            case .wholeNode(let live):
                nodes.remove(master)
                counters.length -= live
                deleted += live
            case .part(let count):
                counters.length -= count
                deleted += count
                break trimming
            case nil:
                break trimming
            }
        }
        if counters.length == 0 || deleted > 0 { findFirstID() }
        return deleted
    }

    private enum TrimmingStep {
        case wholeNode(live: Int)
        case part(Int)
    }

    /// Says that a node is to go as a whole, or deletes what is to go of it.
    private func trim(
        _ node: inout StreamNode, filedUnder master: StreamID, _ trimming: StreamTrimming, _ isApproximate: Bool,
        left: Int
    ) -> TrimmingStep {
        let live = node.liveCount
        if live > left { return .part(0) }
        let goesAsWhole =
            switch trimming {
            case .maxLength(let length): counters.length - live >= length
            // An entry that is not below keeps the node, be it deleted.
            case .minID(let id): node.lastID(filedUnder: master).map { $0 < id } ?? true
            }
        if goesAsWhole { return .wholeNode(live: live) }
        if isApproximate { return .part(0) }
        var places: [Listpack.Position] = []
        node.forEach(filedUnder: master) { entry in
            switch trimming {
            case .maxLength(let length): if counters.length - places.count <= length { return false }
            case .minID(let id): if entry.id >= id { return false }
            }
            if !entry.isDeleted { places.append(entry.place) }
            return true
        }
        node.delete(places)
        return .part(places.count)
    }
}
