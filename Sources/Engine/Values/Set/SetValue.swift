// SetValue: the value of a set key. Few integers are an intset, in ascending order; few members of any kind a listpack, in the order
// in which they came; all else is a hash table, in no order. Which of the three, OBJECT ENCODING tells, so it changes at the same points
// as in the real server: when a member is added that the encoding does not take, or when many are about to be. It never changes
// back as members go.
//
// Why exclusivity is not checked for its property: to look for a member costs hardly more than the check. Why that is sound: closures
// run while the set is only read, and none of the three calls back when it changes.
//
// A set belongs to one key. What shares it (a snapshot, COPY) takes a `copy`.

/// The value of a set key.
final class SetValue: ValueObject {
    /// The members, in one of the encodings.
    enum Storage {
        case intset(IntSet)
        case listpack(Listpack)
        case table(HashTable<SetMember>)
    }

    @safe @exclusivity(unchecked) private(set) var storage: Storage

    /// A set of these members, the encoding taken as it is: how sets come out of a dump.
    init(_ storage: Storage) { self.storage = storage }

    /// An empty set in the encoding that fits one to which `count` members are about to be added, `first` first.
    init(for first: Bytes, count: Int, _ growth: SetGrowth) {
        let count = growth.limits.sizesByArguments ? count : 0
        if count <= growth.limits.intsetEntries, first.integer != nil {
            storage = .intset(IntSet())
        } else if growth.limits.hasListpacks, count <= growth.limits.listpackEntries {
            var listpack = Listpack()
            // The others will be about as long as the first.
            if count > 1 { listpack.reserve(count * (2 + min(first.count, growth.limits.listpackValue))) }
            storage = .listpack(listpack)
        } else {
            storage = .table(HashTable(seed: growth.seed))
        }
    }

    deinit {
        if case .table(let table) = storage { table.forEach { $0.deallocate() } }
    }

    /// A set of its own with the same members. O(n); of a listpack or an intset, O(1).
    func copy() -> SetValue {
        guard case .table(let table) = storage else { return SetValue(storage) }
        let copy = HashTable<SetMember>(seed: table.seed)
        table.forEach { copy.insert(SetMember($0.key), hash: table.hash($0.key)) }
        return SetValue(.table(copy))
    }

    /// The number of members. O(1).
    @inline(__always)
    var count: Int {
        switch storage {
        case .intset(let integers): integers.count
        case .listpack(let listpack): listpack.count
        case .table(let table): table.count
        }
    }

    var elementCount: Int { count }

    var encodingName: StaticString {
        switch storage {
        case .intset: "intset"
        case .listpack: "listpack"
        case .table: "hashtable"
        }
    }

    var isIntset: Bool { if case .intset = storage { true } else { false } }
    var isListpack: Bool { if case .listpack = storage { true } else { false } }

    /// O(1) but for a table, of which it is O(n).
    var memoryUse: Int {
        switch storage {
        case .intset(let integers): return 32 + integers.memoryUse
        case .listpack(let listpack): return 32 + listpack.memoryUse
        case .table(let table):
            var total = 32 + 128 + table.memoryUse
            table.forEach { total += $0.memoryUse }
            return total
        }
    }

    // MARK: Finding

    /// Whether `bytes` are a member. O(1), expected, but for the few members of a listpack, and O(log n) of an intset.
    @inline(__always)
    func contains(_ bytes: Bytes) -> Bool {
        switch storage {
        case .intset(let integers): return bytes.integer.map(integers.contains) ?? false
        case .listpack(let listpack):
            return listpack.firstPosition(of: ListpackEntry(bytes), from: listpack.start) != nil
        case .table(let table): return table.find(bytes) != nil
        }
    }

    /// The same, of a member of another set.
    @inline(__always)
    func contains(_ member: ListpackElement) -> Bool {
        if case .integer(let value) = member {
            switch storage {
            case .intset(let integers): return integers.contains(value)
            case .listpack(let listpack):
                return listpack.firstPosition(of: ListpackEntry(value), from: listpack.start) != nil
            case .table: break
            }
        }
        return member.withBytes { contains($0) }
    }

    // MARK: Adding

    /// Makes the set fit to have `count` members added at once: to be called before they are.
    func prepareToGrow(count: Int, _ growth: SetGrowth) {
        guard growth.limits.sizesByArguments else { return }
        switch storage {
        case .intset where count > growth.limits.intsetEntries: convertToTable(growth)
        case .listpack where count > growth.limits.listpackEntries: convertToTable(growth)
        default: break
        }
    }

    /// Adds a member; returns whether it is new. O(1), expected and amortised, but for the few members of a listpack or an intset.
    @inline(__always)
    func add(_ bytes: Bytes, _ growth: SetGrowth) -> Bool {
        if case .table(let table) = storage { return SetValue.add(bytes, to: table) }
        return addToSmall(ListpackEntry(bytes), length: bytes.count, growth)
    }

    /// The same, of a member of another set.
    func add(_ member: ListpackElement, _ growth: SetGrowth) -> Bool {
        guard case .integer(let value) = member else { return member.withBytes { add($0, growth) } }
        if case .table(let table) = storage { return member.withBytes { SetValue.add($0, to: table) } }
        return addToSmall(ListpackEntry(value), length: isListpack ? member.byteCount : 0, growth)
    }

    @inline(__always)
    private static func add(_ bytes: Bytes, to table: HashTable<SetMember>) -> Bool {
        let hash = table.hash(bytes)
        guard table.find(bytes, hash: hash) == nil else { return false }
        table.insert(SetMember(bytes), hash: hash)
        return true
    }

    /// - Parameter length: Of the entry as text, which need not be right for an integer that an intset takes.
    private func addToSmall(_ entry: ListpackEntry, length: Int, _ growth: SetGrowth) -> Bool {
        switch storage {
        case .intset:
            if let value = entry.integer { return addToIntset(value, growth) }
            if intsetAdmitsString(of: length, growth.limits) {
                convertToListpack()
                append(entry)
                return true
            }
        case .listpack(let listpack):
            if listpack.firstPosition(of: entry, from: listpack.start) != nil { return false }
            if growth.limits.listpackAdmits(length, size: listpack.byteCount, count: listpack.count) {
                append(entry)
                return true
            }
        case .table: break
        }
        convertToTable(growth)
        guard case .table(let table) = storage else { return false }
        return entry.asElement.withBytes { SetValue.add($0, to: table) }
    }

    /// Taken out while it changes, so that it has one owner.
    private func append(_ entry: ListpackEntry) {
        guard case .listpack(var listpack) = storage else { return }
        storage = .intset(IntSet())
        listpack.insert(entry, at: listpack.end)
        storage = .listpack(listpack)
    }

    private func addToIntset(_ value: Int, _ growth: SetGrowth) -> Bool {
        guard case .intset(var integers) = storage else { return false }
        storage = .listpack(Listpack())
        let isNew = integers.insert(value)
        storage = .intset(integers)
        if isNew, !growth.limits.admitsIntset(count: integers.count) { convertToTable(growth) }
        return isNew
    }

    /// Whether the integers and one string of `length` bytes fit a listpack, each integer taken to be as long as the longest.
    private func intsetAdmitsString(of length: Int, _ limits: SetLimits) -> Bool {
        guard case .intset(let integers) = storage else { return false }
        var size = 0
        if integers.count > 0 {
            let bounds = [integers.bounds.lowerBound, integers.bounds.upperBound]
            guard bounds.allSatisfy({ ListpackElement.integer($0).byteCount <= limits.listpackValue }) else {
                return false
            }
            size = bounds.map { ListpackEntry($0).size }.max()! * integers.count
        }
        return limits.listpackAdmits(length, size: size, count: integers.count)
    }

    // MARK: Removing

    /// Removes a member; returns whether it was there. O(1), expected and amortised, but for the few members of a listpack or an intset.
    @inline(__always)
    func remove(_ bytes: Bytes) -> Bool {
        if case .table(let table) = storage { return SetValue.remove(bytes, from: table) }
        return removeFromSmall(ListpackEntry(bytes))
    }

    /// The same, of a member of another set.
    func remove(_ member: ListpackElement) -> Bool {
        if case .integer(let value) = member, case .intset = storage { return removeFromSmall(ListpackEntry(value)) }
        if case .integer(let value) = member, case .listpack = storage { return removeFromSmall(ListpackEntry(value)) }
        return member.withBytes { remove($0) }
    }

    @inline(__always)
    private static func remove(_ bytes: Bytes, from table: HashTable<SetMember>) -> Bool {
        guard let position = table.find(bytes) else { return false }
        // The bytes may be the member's own.
        table.remove(at: position).deallocate()
        return true
    }

    private func removeFromSmall(_ entry: ListpackEntry) -> Bool {
        switch storage {
        case .intset(var integers):
            guard let value = entry.integer else { return false }
            storage = .listpack(Listpack())
            defer { storage = .intset(integers) }
            return integers.remove(value)
        case .listpack(var listpack):
            guard let position = listpack.firstPosition(of: entry, from: listpack.start) else { return false }
            storage = .intset(IntSet())
            listpack.remove(at: position)
            storage = .listpack(listpack)
            return true
        case .table: return false
        }
    }

    /// Takes the members of another set in place of its own; the other one has these then. O(1).
    func exchangeMembers(with other: SetValue) {
        (storage, other.storage) = (other.storage, storage)
    }

    // MARK: Traversing

    /// Calls `body` with each member, until it returns false: integers in ascending order, a listpack's members in the order in
    /// which they came, others in none. `body` must not change the set. O(n).
    @inline(__always)
    func forEach(_ body: (ListpackElement) -> Bool) {
        switch storage {
        case .intset(let integers):
            for index in 0..<integers.count where !body(.integer(integers[index])) { return }
        case .listpack(let listpack): listpack.forEach(from: listpack.start) { body($1) }
        case .table(let table): _ = table.allSatisfy { body(.string($0.key)) }
        }
    }

    // MARK: Encodings

    private func convertToListpack() {
        var listpack = Listpack()
        forEach { member in
            if case .integer(let value) = member { listpack.insert(ListpackEntry(value), at: listpack.end) }
            return true
        }
        storage = .listpack(listpack)
    }

    /// Gives up the encoding of a set that came in one which does not fit.
    func adapt(to growth: SetGrowth) {
        switch storage {
        case .intset where !growth.limits.admitsIntset(count: count): convertToTable(growth)
        case .listpack where !growth.limits.hasListpacks || count > growth.limits.listpackEntries:
            convertToTable(growth)
        default: break
        }
    }

    private func convertToTable(_ growth: SetGrowth) {
        let table = HashTable<SetMember>(seed: growth.seed)
        forEach { member in
            member.withBytes { table.insert(SetMember($0), hash: table.hash($0)) }
            return true
        }
        storage = .table(table)
    }

    /// Gives back the room to grow: of a small set that has just been made.
    func shrinkToFit() {
        guard case .listpack(var listpack) = storage else { return }
        storage = .intset(IntSet())
        listpack.shrinkToFit()
        storage = .listpack(listpack)
    }

    /// Makes a set of nothing but integers an intset, if there are few enough. O(n log n).
    func convertToIntset(_ growth: SetGrowth) {
        guard !isIntset, growth.limits.admitsIntset(count: count) else { return }
        var integers = IntSet()
        forEach { member in
            if case .integer(let value) = member { return integers.insert(value) }
            return integers.insert(member.withBytes { $0.integer! })
        }
        let old = SetValue(storage)
        storage = .intset(integers)
        withExtendedLifetime(old) {}
    }

    // MARK: Invariants

    /// What is wrong with the set, or nil. O(n). For tests.
    var brokenInvariant: String? {
        switch storage {
        case .intset(let integers): return integers.brokenInvariant
        case .listpack(let listpack):
            var seen: Set<[UInt8]> = []
            forEach { seen.insert($0.array).inserted }
            return listpack.brokenInvariant ?? (seen.count == listpack.count ? nil : "a member twice")
        case .table(let table): return table.invariantsHold ? nil : "the table is broken"
        }
    }
}

extension ListpackEntry {
    /// The entry as it would be read.
    fileprivate var asElement: ListpackElement { integer.map(ListpackElement.integer) ?? .string(bytes) }
}
