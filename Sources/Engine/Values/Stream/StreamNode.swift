// StreamNode: some entries of a stream in one listpack, in the real server's format, since where nodes begin and end, and how many
// bytes they take, can be told from outside (XTRIM with `~`, XINFO STREAM, DUMP).
//
//     live, deleted, n, n field names, 0         the master entry: counts of entries, and the fields of the first of them
//     flags, ms, seq, n values, n + 3            an entry with the master entry's fields
//     flags, ms, seq, n, n pairs, 2n + 4         an entry with fields of its own
//
// `ms` and `seq` count from the id under which the node is filed. An entry ends with the number of its elements before that
// number, for walking backwards. A deleted entry keeps its place and bears a flag; a node with no live entry is removed by whoever
// deleted the last one, though trimming may leave one behind.

/// How much a node may hold: `stream-node-max-bytes` and `stream-node-max-entries`, 0 for no limit.
struct StreamNodeLimit {
    let bytes: Int
    let entries: Int

    /// Larger nodes, and larger entries, there are none, whatever is configured.
    static let largest = 1 << 30

    init(bytes: Int, entries: Int) {
        self.bytes = bytes == 0 ? StreamNodeLimit.largest : min(bytes, StreamNodeLimit.largest)
        self.entries = entries
    }
}

/// A node of a stream.
struct StreamNode {
    private(set) var listpack: Listpack

    private enum Flag {
        static let deleted = 1
        static let sameFields = 2
    }

    /// The elements of an entry with the master entry's fields, beyond its values, and of one with its own, beyond its pairs.
    private static let (sameFieldsOverhead, ownFieldsOverhead) = (3, 4)

    /// A node without entries, whose master entry has the fields of the first to come.
    ///
    /// - Parameter pairs: Field, value, field, value ...
    init(fieldsOf pairs: Arguments) {
        listpack = Listpack()
        for number in [0, 0, pairs.count / 2] { append(number) }
        for index in stride(from: 0, to: pairs.count, by: 2) { listpack.append(pairs[index]) }
        append(0)
    }

    // MARK: The master entry

    /// What the master entry tells.
    private struct Master {
        let live: Int
        let deleted: Int
        let fieldCount: Int
        let fields: ListpackReader
        /// The first entry.
        let entries: Listpack.Position
    }

    @inline(__always)
    private var master: Master {
        var reader = listpack.reader(at: listpack.start)
        let (live, deleted, count) = (reader.nextInteger(), reader.nextInteger(), reader.nextInteger())
        let fields = reader
        reader.skip(count + 1)
        return Master(live: live, deleted: deleted, fieldCount: count, fields: fields, entries: reader.position)
    }

    /// How many entries are not deleted. O(1).
    var liveCount: Int {
        var reader = listpack.reader(at: listpack.start)
        return reader.nextInteger()
    }

    /// How many entries are deleted. O(1).
    var deletedCount: Int {
        var reader = listpack.reader(at: listpack.start)
        reader.skip(1)
        return reader.nextInteger()
    }

    private mutating func setCounts(live: Int, deleted: Int) {
        listpack.replace(at: listpack.start, with: ListpackEntry(live))
        listpack.replace(at: listpack.position(after: listpack.start), with: ListpackEntry(deleted))
    }

    // MARK: Adding

    /// Whether an entry of `size` bytes is to be added here rather than in a new node. O(1).
    @inline(__always)
    func admits(_ size: Int, _ limit: StreamNodeLimit) -> Bool {
        if listpack.byteCount + size >= limit.bytes { return false }
        return limit.entries == 0 || liveCount + deletedCount < limit.entries
    }

    /// Appends an entry, whose id is above those of all others. O(its bytes), amortised.
    ///
    /// - Parameters:
    ///   - id: As far as it is beyond the node's.
    ///   - pairs: Field, value, field, value ...
    @inline(__always)
    mutating func append(_ id: (ms: Int, seq: Int), _ pairs: Arguments) {
        let hasSameFields = self.hasFields(of: pairs)
        append(hasSameFields ? Flag.sameFields : 0)
        append(id.ms)
        append(id.seq)
        if hasSameFields {
            for index in stride(from: 1, to: pairs.count, by: 2) { listpack.append(pairs[index]) }
            append(pairs.count / 2 + StreamNode.sameFieldsOverhead)
        } else {
            append(pairs.count / 2)
            for index in 0..<pairs.count { listpack.append(pairs[index]) }
            append(pairs.count + StreamNode.ownFieldsOverhead)
        }
        listpack.replace(at: listpack.start, with: ListpackEntry(liveCount + 1))
    }

    @inline(__always)
    private mutating func append(_ number: Int) { listpack.insert(ListpackEntry(number), at: listpack.end) }

    @inline(__always)
    private func hasFields(of pairs: Arguments) -> Bool {
        var reader = listpack.reader(at: listpack.start)
        reader.skip(2)
        guard reader.nextInteger() == pairs.count / 2 else { return false }
        for index in stride(from: 0, to: pairs.count, by: 2) {
            guard reader.next().withBytes({ $0 == pairs[index] }) else { return false }
        }
        return true
    }

    /// Says that nothing will be added any more.
    mutating func close() { listpack.shrinkToFit() }

    // MARK: Walking

    /// Calls `body` with each entry, deleted ones included, until it returns false.
    ///
    /// - Parameter id: The one under which the node is filed.
    func forEach(filedUnder id: StreamID, _ body: (StreamEntry) -> Bool) {
        let master = master
        var reader = listpack.reader(at: master.entries)
        while !reader.isAtEnd {
            let entry = entry(at: &reader, master, filedUnder: id)
            guard body(entry) else { return }
            reader.skip(entry.elementsBehind)
        }
    }

    /// The same, backwards.
    func forEachReversed(filedUnder id: StreamID, _ body: (StreamEntry) -> Bool) {
        let master = master
        var position = listpack.end
        while position != master.entries {
            position = start(ofEntryBefore: position)
            var reader = listpack.reader(at: position)
            guard body(entry(at: &reader, master, filedUnder: id)) else { return }
        }
    }

    private func start(ofEntryBefore end: Listpack.Position) -> Listpack.Position {
        var position = listpack.position(before: end)
        guard case .integer(let count) = listpack[position] else { preconditionFailure("an entry without its end") }
        for _ in 0..<count { position = listpack.position(before: position) }
        return position
    }

    /// The entry at the reader, which is left at its fields or values.
    @inline(__always)
    private func entry(at reader: inout ListpackReader, _ master: Master, filedUnder id: StreamID) -> StreamEntry {
        let position = reader.position
        let (flags, ms, seq) = (reader.nextInteger(), reader.nextInteger(), reader.nextInteger())
        let hasSameFields = flags & Flag.sameFields != 0
        return StreamEntry(
            id: id.advanced(ms: ms, seq: seq), isDeleted: flags & Flag.deleted != 0,
            fieldCount: hasSameFields ? master.fieldCount : reader.nextInteger(), position: position,
            names: hasSameFields ? master.fields : nil, contents: reader)
    }

    /// The id of the last entry, deleted or not. O(its elements).
    func lastID(filedUnder id: StreamID) -> StreamID? {
        var last: StreamID?
        forEachReversed(filedUnder: id) { entry in
            last = entry.id
            return false
        }
        return last
    }

    // MARK: Deleting

    /// Flags entries as deleted, which are not so yet. O(bytes of the listpack's front), amortised.
    mutating func delete(_ positions: [Listpack.Position]) {
        guard !positions.isEmpty else { return }
        for position in positions {
            guard case .integer(let flags) = listpack[position] else { preconditionFailure("an entry without flags") }
            // As many bytes as before: nothing moves.
            listpack.replace(at: position, with: ListpackEntry(flags | Flag.deleted))
        }
        setCounts(live: liveCount - positions.count, deleted: deletedCount + positions.count)
    }
}

/// An entry as it stands in its node. Valid until the node is changed.
struct StreamEntry {
    let id: StreamID
    let isDeleted: Bool
    let fieldCount: Int
    fileprivate let position: Listpack.Position
    /// The master entry's fields, if they are this entry's too.
    fileprivate let names: ListpackReader?
    /// The values, or pairs of fields and values.
    fileprivate let contents: ListpackReader

    /// How many elements there are behind the entry's fixed ones.
    fileprivate var elementsBehind: Int { (names == nil ? fieldCount * 2 : fieldCount) + 1 }

    /// To delete it by.
    var place: Listpack.Position { position }

    /// Calls `body` with each element: field, value, field, value ...
    @inline(__always)
    func forEachElement(_ body: (ListpackElement) -> Void) {
        var contents = contents
        if var names {
            for _ in 0..<fieldCount {
                body(names.next())
                body(contents.next())
            }
        } else {
            for _ in 0..<fieldCount * 2 { body(contents.next()) }
        }
    }
}

// MARK: Nodes from outside

extension StreamNode {
    /// The node that a well-formed listpack from a dump holds, or nil if it is not one. O(its elements).
    init?(checking listpack: Listpack) {
        self.listpack = listpack
        var elements: [Int?] = []
        elements.reserveCapacity(listpack.count)
        listpack.forEach(from: listpack.start) { _, element in
            if case .integer(let value) = element { elements.append(value) } else { elements.append(nil) }
            return true
        }
        guard StreamNode.isWellFormed(elements) else { return nil }
    }

    /// - Parameter elements: The integers among a listpack's elements; nil stands for a string.
    private static func isWellFormed(_ elements: [Int?]) -> Bool {
        guard elements.count >= 4, let live = elements[0], let deleted = elements[1], let fields = elements[2],
            live >= 0, deleted >= 0, fields >= 0, fields <= elements.count - 4, elements[3 + fields] == 0
        else { return false }
        var (index, counts) = (4 + fields, (live: 0, deleted: 0))
        while index < elements.count {
            guard index + 3 < elements.count, let flags = elements[index], elements[index + 1] != nil,
                elements[index + 2] != nil
            else { return false }
            var size = sameFieldsOverhead + fields
            if flags & Flag.sameFields == 0 {
                guard let own = elements[index + 3], own >= 0, own <= elements.count else { return false }
                size = ownFieldsOverhead + own * 2
            }
            guard index + size < elements.count, elements[index + size] == size else { return false }
            if flags & Flag.deleted == 0 { counts.live += 1 } else { counts.deleted += 1 }
            index += size + 1
        }
        return counts == (live, deleted)
    }
}
