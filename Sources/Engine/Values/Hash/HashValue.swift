// HashValue: the value of a hash key. One listpack while it is small, a hash table otherwise; OBJECT ENCODING tells which, so it
// changes at the same points as in the real server, and never back:
//
//     listpack    field, value, field, value ... in the order in which the fields came
//     listpackex  field, value, expiry, field ... once an expiry was asked for: the earliest first, those without one (0) at the end
//     hashtable   more fields than `hash-max-listpack-entries`, or one longer than `hash-max-listpack-value`
//
// Fields that have expired are there until someone removes them: what that entails beyond the value (events, the end of the key) is
// the caller's (Session+Hashes.swift).
//
// Why exclusivity is not checked for its properties: a small command would pay for each check as much as for its own work. Why that
// is sound: what changes the listpack in place does not call back; closures run while it is only read.

/// When a hash changes its encoding, and the seed of the table it gets then.
struct HashLimits {
    /// `hash-max-listpack-entries`.
    let entries: Int
    /// `hash-max-listpack-value`, in bytes.
    let length: Int
    let seed: HashSeed
    /// Whether a small hash whose fields expire is a listpack with room for that; else it is a hash table.
    var packsExpiries = true
    /// Whether fields that come are counted before they are set, each as a new one.
    var sizesByArguments = true

    /// A listpack of more bytes than this is never made.
    static let safeSize = 1 << 30
}

/// The value of a hash key.
final class HashValue: ValueObject {
    /// What few hashes have.
    private final class Extension {
        /// The fields, if they are not in the listpack.
        @safe @exclusivity(unchecked) var table: HashFieldTable?
        /// The expiry that the database's queue has been told, if any.
        @safe @exclusivity(unchecked) var queuedExpiry: Int64?
    }

    /// Where a field is, until the hash is changed.
    enum Position {
        case packed(Listpack.Position)
        case table(HashFieldTable.Position)
    }

    /// The fields, as long as there is no table.
    @safe @exclusivity(unchecked) private(set) var listpack: Listpack
    /// Absent from a hash whose encoding is `listpack`.
    @safe @exclusivity(unchecked) private var more: Extension?

    init() { listpack = Listpack() }

    /// A small hash of the fields and values in `listpack`, in turn, or with an expiry (0 for none) behind each value, the earliest first
    /// and those without one last. The caller has checked that no field is there twice.
    init(listpack: Listpack, hasExpiries: Bool) {
        self.listpack = listpack
        if hasExpiries { more = Extension() }
    }

    /// A hash of its own with the same fields. O(1) while it is small, O(n) otherwise.
    func copy() -> HashValue {
        let copy = HashValue()
        copy.listpack = listpack
        if let more {
            copy.more = Extension()
            copy.more!.table = more.table?.copy()
            copy.more!.queuedExpiry = more.queuedExpiry
        }
        return copy
    }

    /// The table of a large hash, or nil.
    @inline(__always)
    var table: HashFieldTable? { more?.table }

    /// Whether the listpack holds an expiry behind each value.
    var isListpackEx: Bool { more != nil && table == nil }

    /// Whether all there is of the hash is a listpack of fields and values.
    var isPlainListpack: Bool { more == nil }

    /// How many elements of the listpack a field takes.
    @inline(__always)
    private var stride: Int { more == nil ? 2 : 3 }

    /// The number of fields, those included that have expired. O(1).
    var count: Int { table?.count ?? listpack.count / stride }

    var elementCount: Int { count }

    var encodingName: StaticString { table != nil ? "hashtable" : more != nil ? "listpackex" : "listpack" }

    /// O(1) while the hash is small, O(n) otherwise.
    var memoryUse: Int { 48 + listpack.memoryUse + (more == nil ? 0 : 48) + (table?.memoryUse ?? 0) }

    // MARK: Reading

    /// Where a field is, be it expired. O(1) expected, O(n) while the hash is small.
    @inline(__always)
    func find(_ field: Bytes) -> Position? {
        guard let table else {
            return listpack.firstPosition(of: ListpackEntry(field), from: listpack.start, stride: stride)
                .map(Position.packed)
        }
        return table.find(field).map(Position.table)
    }

    /// The value of the field at `position`, valid until the hash is changed.
    @inline(__always)
    func value(at position: Position) -> ListpackElement {
        switch position {
        case .packed(let position): listpack[listpack.position(after: position)]
        case .table(let position): .string(table![position].value)
        }
    }

    /// When the field at `position` expires, in milliseconds since 1970, or nil.
    @inline(__always)
    func expiry(at position: Position) -> Int64? {
        guard let more else { return nil }
        switch position {
        case .packed(let position):
            let value = listpack.position(after: position)
            return HashValue.expiry(listpack[listpack.position(after: value)])
        case .table(let position): return more.table![position].expiry
        }
    }

    /// The expiry that an element of the listpack stands for.
    private static func expiry(_ element: ListpackElement) -> Int64? {
        guard case .integer(let time) = element, time != 0 else { return nil }
        return Int64(time)
    }

    /// Calls `body` with each field, its value and its expiry, until it returns false. `body` must not change the hash. O(n).
    @inline(__always)
    func forEach(_ body: (_ field: ListpackElement, _ value: ListpackElement, _ expiry: Int64?) -> Bool) {
        if let table {
            var goesOn = true
            table.fields.forEach { if goesOn { goesOn = body(.string($0.key), .string($0.value), $0.expiry) } }
            return
        }
        let hasExpiries = more != nil
        var field = ListpackElement.integer(0)
        var value = ListpackElement.integer(0)
        var part = 0
        listpack.forEach(from: listpack.start) { _, element in
            switch part {
            case 0: field = element
            case 1: value = element
            default: break
            }
            part += 1
            guard part == (hasExpiries ? 3 : 2) else { return true }
            part = 0
            return body(field, value, hasExpiries ? HashValue.expiry(element) : nil)
        }
    }

    // MARK: Encodings

    /// Makes the hash fit to take `fields` fields with their values, `bytes` bytes in all and the longest of `longest`: to be called
    /// before a command sets them.
    @inline(__always)
    func prepareToGrow(fields: Int, longest: Int, bytes: Int, limits: HashLimits) {
        guard table == nil else { return }
        if limits.sizesByArguments && fields > limits.entries || longest > limits.length
            || listpack.byteCount + bytes > HashLimits.safeSize
        {
            spread(limits.seed)
        } else if fields > 1 {
            // Codes and lengths come to two bytes for each, nearly always.
            listpack.reserve(bytes + 4 * fields)
        }
    }

    /// Turns a listpack into a table. O(n).
    func spread(_ seed: HashSeed) {
        let table = HashFieldTable(seed: seed)
        forEach { field, value, expiry in
            field.withBytes { field in
                value.withBytes { table.insert(field, value: $0, expiry: expiry) }
            }
            return true
        }
        listpack = Listpack()
        if more == nil { more = Extension() }
        more!.table = table
    }

    /// Turns a hash whose encoding is `listpack` into one whose encoding is `listpackex`. O(n).
    func makeRoomForExpiries() {
        guard more == nil else { return }
        var extended = Listpack()
        forEach { field, value, _ in
            extended.append(field)
            extended.append(value)
            extended.append(.integer(0))
            return true
        }
        listpack = extended
        more = Extension()
    }

    /// Gives back the room to grow: of a small hash that has just been made.
    func shrinkToFit() { listpack.shrinkToFit() }

    // MARK: Changing

    /// Sets a field. Its expiry goes, unless it is to be kept. O(1) expected, O(n) while the hash is small.
    ///
    /// - Returns: Whether the field is new.
    @discardableResult
    @inline(__always)
    func set(_ field: Bytes, to value: Bytes, keepsExpiry: Bool = false, limits: HashLimits) -> Bool {
        set(field, to: value, at: find(field), keepsExpiry: keepsExpiry, limits: limits)
    }

    /// Sets a field, which is at `position`. The bytes do not lie in this hash.
    @discardableResult
    @inline(__always)
    func set(
        _ field: Bytes, to value: Bytes, at position: Position?, keepsExpiry: Bool = false, limits: HashLimits
    ) -> Bool {
        if table == nil {
            guard field.count > limits.length || value.count > limits.length else {
                return setPacked(field, to: value, at: position, keepsExpiry: keepsExpiry, limits)
            }
            spread(limits.seed)
            return set(field, to: value, keepsExpiry: keepsExpiry, limits: limits)
        }
        guard case .table(let position) = position else {
            table!.insert(field, value: value)
            return true
        }
        table!.replace(at: position, value: value, expiry: keepsExpiry ? table![position].expiry : nil)
        return false
    }

    @inline(__always)
    private func setPacked(
        _ field: Bytes, to value: Bytes, at position: Position?, keepsExpiry: Bool, _ limits: HashLimits
    ) -> Bool {
        if case .packed(let place) = position {
            listpack.replace(at: listpack.position(after: place), with: ListpackEntry(value))
            if more != nil, !keepsExpiry, expiry(at: .packed(place)) != nil { setExpiry(nil, at: place, of: field) }
            spreadIfLong(limits)
            return false
        }
        listpack.append(field)
        listpack.append(value)
        if more != nil { listpack.append(.integer(0)) }
        spreadIfLong(limits)
        return true
    }

    /// Becomes a table if there are more fields than a packed hash may have now, whether one has been added or changed.
    @inline(__always)
    private func spreadIfLong(_ limits: HashLimits) {
        if listpack.count / stride > limits.entries { spread(limits.seed) }
    }

    /// Sets or (nil) removes the expiry of a field. The hash has room for expiries, and the bytes do not lie in it.
    func setExpiry(_ time: Int64?, at position: Position, of field: Bytes) {
        switch position {
        case .packed(let position): setExpiry(time, at: position, of: field)
        case .table(let position): table!.replace(at: position, value: table![position].value, expiry: time)
        }
    }

    /// Takes the field out and puts it before the first that does not expire earlier, or at the end.
    private func setExpiry(_ time: Int64?, at position: Listpack.Position, of field: Bytes) {
        let value = listpack[listpack.position(after: position)].array
        listpack.remove(at: position, count: 3)
        var place = time.map(place(of:)) ?? listpack.end
        value.withBytes { value in
            for entry in [ListpackEntry(field), ListpackEntry(value), ListpackEntry(Int(time ?? 0))] {
                listpack.insert(entry, at: place)
                place = listpack.position(after: place)
            }
        }
    }

    /// Where a field goes that expires at `time`.
    private func place(of time: Int64) -> Listpack.Position {
        var place = listpack.end
        var start = listpack.start
        var part = 0
        listpack.forEach(from: start) { position, element in
            if part == 0 { start = position }
            part = part == 2 ? 0 : part + 1
            guard part == 0, HashValue.expiry(element).map({ $0 >= time }) ?? true else { return true }
            place = start
            return false
        }
        return place
    }

    /// Removes the field at `position`. O(1) amortised, O(n) while the hash is small.
    func remove(at position: Position) {
        switch position {
        case .packed(let position): listpack.remove(at: position, count: stride)
        case .table(let position): table!.remove(at: position)
        }
    }

    /// Adds a field, which is not there yet, with its expiry: for who builds a hash from a dump.
    func add(_ field: Bytes, value: Bytes, expiry: Int64?, limits: HashLimits) {
        if expiry != nil, table == nil {
            if limits.packsExpiries { makeRoomForExpiries() } else { spread(limits.seed) }
        }
        set(field, to: value, at: nil, limits: limits)
        if let expiry { setExpiry(expiry, at: find(field)!, of: field) }
    }

    // MARK: Expiry

    /// When the next field expires, in milliseconds since 1970, or nil.
    var nextExpiry: Int64? {
        guard let more else { return nil }
        if let table = more.table { return table.nextExpiry() }
        return listpack.isEmpty ? nil : HashValue.expiry(listpack[2])
    }

    /// Whether `nextExpiry` can differ from what the database's queue was told.
    @inline(__always)
    var canExpire: Bool { more != nil }

    /// The expiry that the database's queue has been told, or nil.
    var queuedExpiry: Int64? {
        get { more?.queuedExpiry }
        set { more?.queuedExpiry = newValue }
    }

    /// Removes the fields that expired before `now`, `limit` at most; returns how many.
    func removeExpired(before now: Int64, limit: Int = .max) -> Int {
        guard let more else { return 0 }
        if let table = more.table { return table.removeExpired(before: now, limit: limit) }
        var removed = 0
        while removed < limit, let time = nextExpiry, time < now {
            listpack.remove(at: listpack.start, count: 3)
            removed += 1
        }
        return removed
    }

    /// How many fields have not expired at `now`. O(expired fields), O(n) in a table that has such.
    func count(at now: Int64) -> Int {
        guard let next = nextExpiry, next < now else { return count }
        var live = 0
        forEach { _, _, expiry in
            if !HashValue.isExpired(expiry, at: now) { live += 1 }
            return true
        }
        return live
    }

    @inline(__always)
    static func isExpired(_ expiry: Int64?, at now: Int64) -> Bool {
        guard let expiry else { return false }
        return expiry < now
    }

    // MARK: Invariants

    /// What is wrong with the hash, or nil. O(n). For tests.
    var brokenInvariant: String? {
        if let table { return listpack.isEmpty ? table.brokenInvariant : "fields beside the table" }
        if let broken = listpack.brokenInvariant { return broken }
        if !listpack.count.isMultiple(of: stride) { return "\(listpack.count) elements are no fields" }
        var names: Set<[UInt8]> = []
        var last = Int64.min
        var isSorted = true
        forEach { field, _, expiry in
            names.insert(field.array)
            isSorted = isSorted && last <= expiry ?? .max
            last = expiry ?? .max
            return true
        }
        if names.count != count { return "a field is there twice" }
        return isSorted ? nil : "the expiries are not in order"
    }
}
