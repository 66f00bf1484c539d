// RDBDecoder: from what a dump holds to a value as it is kept now. Every spelling that any release wrote is read; the value
// has the encoding that the present configuration gives it.
//
// A structure is checked element by element before it is used: whatever the bytes, the outcome is a value whose invariants hold,
// or an error.

/// Reads values.
final class RDBDecoder {
    let reader: RDBReader
    let configuration: Configuration
    /// Who wrote what is read: one number stands for different types.
    let origin: RDBOrigin
    /// Milliseconds since 1970: what expired earlier is left out.
    let now: Int64
    /// For the hash tables of large values.
    let seed: HashSeed
    /// Whether there are vector sets in the release that is stood in for.
    let hasVectorSets: Bool
    let context: KeyspaceContext
    private let duplicates: DuplicateFinder

    init(_ reader: RDBReader, of engine: Engine, origin: RDBOrigin) {
        self.reader = reader
        self.origin = origin
        configuration = engine.configuration
        now = engine.now.milliseconds
        hasVectorSets = engine.profile == .redis80 && origin == .redis
        context = engine.context
        seed = context.hashSeed
        duplicates = DuplicateFinder(seed: seed)
    }

    /// A value of the type that `code` stands for, or nil for a collection without elements. Its bytes may be borrowed from the
    /// reader.
    func content(_ code: UInt8) throws(RDBError) -> Entry.Content? {
        guard let type = RDBType(rawValue: code) else { throw .corrupt("Unknown RDB encoding type \(code)") }
        switch type {
        case .string: return try string()
        case .list, .listZiplist, .quicklistOfZiplists, .quicklist: return try list(type)
        case .sortedSet, .sortedSetOfTexts, .sortedSetListpack, .sortedSetZiplist: return try sortedSet(type)
        case .stream1, .stream2, .stream3: return try stream(type)
        case .set, .setIntset, .setListpack: return try set(type)
        case .hash, .hashZipmap, .hashZiplist, .hashListpack, .hashWithExpiries, .hashWithExpiriesOfPreview,
            .hashListpackWithExpiries, .hashListpackWithExpiriesOfPreview:
            return try hash(type)
        case .module: return try vectorSet()
        case .moduleOfPreview:
            throw .unsupported("The RDB file contains module data I can't load: no matching module type")
        }
    }

    private func string() throws(RDBError) -> Entry.Content {
        switch try reader.string() {
        case .integer(let integer): return .integer(integer)
        case .string(let bytes): return bytes.content
        }
    }

    // MARK: Structures

    /// A listpack, checked and with every integer kept as one.
    func listpack() throws(RDBError) -> Listpack {
        guard let listpack = Listpack(serialized: try reader.blob()) else {
            throw .corrupt("listpack integrity check failed.")
        }
        return listpack.canonical
    }

    func ziplist() throws(RDBError) -> Listpack {
        guard let listpack = Listpack(ziplist: try reader.blob()) else {
            throw .corrupt("ziplist integrity check failed.")
        }
        return listpack
    }

    /// Fails if two of every `stride`th element of a listpack are the same, or if the last few are too few.
    func checkUnique(_ listpack: Listpack, stride: Int = 1) throws(RDBError) {
        guard listpack.count.isMultiple(of: stride), !duplicates.hasDuplicates(listpack, stride: stride) else {
            throw .corrupt("listpack with duplicate or missing elements")
        }
    }
}

extension Listpack {
    /// The same elements, each spelled as it would be spelled here. O(n).
    fileprivate var canonical: Listpack {
        var isCanonical = true
        forEach(from: start) { _, element in
            if case .string(let bytes) = element, bytes.integer != nil { isCanonical = false }
            return isCanonical
        }
        if isCanonical { return self }
        var canonical = Listpack()
        forEach(from: start) { _, element in
            canonical.append(element)
            return true
        }
        return canonical
    }
}

/// Finds out whether elements are all different, by a table of their hashes that is used again and again.
private final class DuplicateFinder {
    private var table: [UInt64] = []
    private let seed: HashSeed

    init(seed: HashSeed) { self.seed = seed }

    /// Expected O(n).
    func hasDuplicates(_ listpack: Listpack, stride: Int) -> Bool {
        let elements = listpack.count / stride
        guard elements > 1 else { return false }
        var size = 8
        while size < elements * 2 { size *= 2 }
        // Taken out while it changes: within the class each access would be checked.
        var table = self.table
        self.table = []
        table.removeAll(keepingCapacity: size < 1 << 16)
        table.append(contentsOf: repeatElement(0, count: size))
        var left = 1
        var found = false
        listpack.forEach(from: listpack.start) { _, element in
            left -= 1
            guard left == 0 else { return true }
            left = stride
            found = !DuplicateFinder.note(element.withBytes { SipHash.hash($0, seed: seed) } | 1, in: &table)
            return !found
        }
        self.table = table
        return found && DuplicateFinder.isCertain(listpack, stride: stride)
    }

    /// Notes a hash in a table whose size is a power of two. Returns whether it is new.
    @inline(__always)
    private static func note(_ hash: UInt64, in table: inout [UInt64]) -> Bool {
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: hash >> 8) & mask
        while table[place] != 0 {
            if table[place] == hash { return false }
            place = (place + 1) & mask
        }
        table[place] = hash
        return true
    }

    /// Two hashes may be the same by chance.
    private static func isCertain(_ listpack: Listpack, stride: Int) -> Bool {
        var seen: Set<[UInt8]> = []
        var index = 0
        var found = false
        listpack.forEach(from: listpack.start) { _, element in
            defer { index += 1 }
            if index % stride == 0 { found = !seen.insert(element.array).inserted }
            return !found
        }
        return found
    }
}
