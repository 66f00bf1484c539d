// Listpack: a few elements, strings and integers, in one run of bytes: what small collections and the nodes of large lists are made
// of. The format is the real server's (Listpack+Encoding.swift), so that sizes, and the encodings that depend on them, agree.
//
// A listpack is a value: a copy shares the bytes until either is changed. An empty one that has never held anything allocates nothing.
//
// Both ends take amortised O(1) a byte, where the real server moves everything behind a change at the front: there is room on either
// side, and what a change moves is the shorter side. Finding an element by index walks from the nearer end.

/// A sequence of short strings and integers.
struct Listpack {
    /// Where an element is: an offset from the first. Valid until the listpack is changed.
    struct Position: Equatable {
        fileprivate(set) var offset: Int
    }

    private(set) var storage: ListpackStorage?

    /// Bytes of the format's header and end.
    static let overhead = 7

    init() {}

    /// The elements in `storage`, shared with whoever else refers to it.
    init(_ storage: ListpackStorage) { self.storage = storage }

    /// The elements spelled in `bytes`, which are well-formed.
    init(elements bytes: Bytes, count: Int) {
        guard count > 0 else { return }
        let storage = ListpackStorage.make(capacity: bytes.count, start: 0)
        storage.append(bytes, count: count)
        self.storage = storage
    }

    /// The number of elements. O(1).
    @inline(__always) var count: Int { storage.map { Int($0.extent.count) } ?? 0 }

    @inline(__always) var isEmpty: Bool { count == 0 }

    /// Bytes of all elements as they are spelled.
    @inline(__always) private var length: Int { storage?.length ?? 0 }

    /// Bytes that the listpack takes in the real server's format, header and end included. O(1).
    @inline(__always) var byteCount: Int { Listpack.overhead + length }

    /// Bytes of memory that it takes here.
    var memoryUse: Int { storage.map { ListpackStorage.overhead + Int($0.extent.capacity) } ?? 0 }

    /// The elements as they are spelled, without the format's header and end.
    var elementBytes: Bytes { storage?.bytes ?? Bytes("") }

    // MARK: Positions

    /// Behind the last element.
    @inline(__always) var end: Position { Position(offset: length) }

    /// The first element, or the end.
    @inline(__always) var start: Position { Position(offset: 0) }

    /// The element behind `position`, or the end. O(1).
    @inline(__always)
    func position(after position: Position) -> Position { Position(offset: storage!.offset(after: position.offset)) }

    /// The element before `position`, which may be the end and is not the first. O(1).
    @inline(__always)
    func position(before position: Position) -> Position { Position(offset: storage!.offset(before: position.offset)) }

    /// The element at `index`, or the end if `index` is the count. O(distance from the nearer end).
    func position(at index: Int) -> Position {
        precondition(index >= 0 && index <= count, "listpack index out of bounds")
        guard index < count else { return end }
        if index <= count / 2 {
            var position = start
            for _ in 0..<index { position = self.position(after: position) }
            return position
        }
        var position = end
        for _ in index..<count { position = self.position(before: position) }
        return position
    }

    // MARK: Reading

    /// The element at `position`, its bytes valid until the listpack is changed. O(1).
    @inline(__always)
    subscript(position: Position) -> ListpackElement { storage!.element(at: position.offset) }

    /// O(distance from the nearer end).
    subscript(index: Int) -> ListpackElement { self[position(at: index)] }

    var first: ListpackElement? { isEmpty ? nil : self[start] }

    var last: ListpackElement? { isEmpty ? nil : self[position(before: end)] }

    /// Calls `body` with each element from `start` on, until `body` returns false.
    @inline(__always)
    func forEach(from start: Position, _ body: (Position, ListpackElement) -> Bool) {
        storage?.forEach(from: start.offset) { body(Position(offset: $0), $1) }
    }

    /// Calls `body` with each element before `end`, backwards, until `body` returns false.
    @inline(__always)
    func forEachReversed(before end: Position, _ body: (Position, ListpackElement) -> Bool) {
        guard let storage else { return }
        var offset = end.offset
        while offset > 0 {
            offset = storage.offset(before: offset)
            guard body(Position(offset: offset), storage.element(at: offset)) else { return }
        }
    }

    /// Reads the elements one by one from `position` on.
    @inline(__always)
    func reader(at position: Position) -> ListpackReader { ListpackReader(storage, at: position.offset) }

    /// The first element at or behind `position` that equals `entry`, looking at every `stride`th element only. O(n).
    func firstPosition(of entry: ListpackEntry, from position: Position, stride: Int = 1) -> Position? {
        var found: Position?
        var skip = 0
        forEach(from: position) { position, element in
            if skip > 0 {
                skip -= 1
                return true
            }
            skip = stride - 1
            if entry.matches(element) { found = position }
            return found == nil
        }
        return found
    }

    /// The last element before `position` that equals `entry`. O(n).
    func lastPosition(of entry: ListpackEntry, before position: Position) -> Position? {
        var found: Position?
        forEachReversed(before: position) { position, element in
            if entry.matches(element) { found = position }
            return found == nil
        }
        return found
    }

    // MARK: Changing

    @inline(__always)
    mutating func append(_ bytes: Bytes) { insert(ListpackEntry(bytes), at: end) }

    @inline(__always)
    mutating func prepend(_ bytes: Bytes) { insert(ListpackEntry(bytes), at: start) }

    /// Puts an element before the one at `position`, or at the end. O(bytes on the shorter side), amortised.
    ///
    /// - Precondition: The entry's bytes do not lie in this listpack.
    @inline(__always)
    mutating func insert(_ entry: ListpackEntry, at position: Position) {
        splice(at: position.offset, removing: 0, inserting: .entry(entry), count: 1)
    }

    /// Puts another element in place of the one at `position`.
    ///
    /// - Precondition: The entry's bytes do not lie in this listpack.
    mutating func replace(at position: Position, with entry: ListpackEntry) {
        let removed = self.position(after: position).offset - position.offset
        splice(at: position.offset, removing: removed, inserting: .entry(entry), count: 0)
    }

    /// Removes the element at `position`; the one behind it is there afterwards. O(bytes on the shorter side), amortised.
    mutating func remove(at position: Position) {
        let size = self.position(after: position).offset - position.offset
        splice(at: position.offset, removing: size, inserting: .nothing, count: -1)
    }

    /// Removes the element at `position` and those behind it, `count` in all, which are there. O(bytes on the shorter side), amortised.
    mutating func remove(at position: Position, count: Int) {
        var end = position
        for _ in 0..<count { end = self.position(after: end) }
        splice(at: position.offset, removing: end.offset - position.offset, inserting: .nothing, count: -count)
    }

    mutating func removeFirst() { remove(at: start) }

    mutating func removeLast() { remove(at: position(before: end)) }

    /// Removes `count` elements from `index` on, as far as there are so many.
    mutating func removeSubrange(from index: Int, count: Int) {
        let removed = min(count, self.count - index)
        guard removed > 0 else { return }
        let (from, to) = (position(at: index), position(at: index + removed))
        splice(at: from.offset, removing: to.offset - from.offset, inserting: .nothing, count: -removed)
    }

    /// Appends all elements of another listpack. O(its bytes), amortised.
    mutating func append(contentsOf other: Listpack) {
        guard let added = other.storage, added.length > 0 else { return }
        splice(at: length, removing: 0, inserting: .elements(added.bytes), count: other.count)
    }

    /// Removes the elements from `index` on and returns them. O(their bytes).
    mutating func split(at index: Int) -> Listpack {
        let offset = position(at: index).offset
        let moved = count - index
        let tail = Listpack(elements: elementBytes.dropFirst(offset), count: moved)
        if moved > 0 { splice(at: offset, removing: length - offset, inserting: .nothing, count: -moved) }
        return tail
    }

    /// Makes room for `bytes` bytes at the end of a listpack that has never held anything: of whose elements the size is known, or
    /// guessed, before they come. A wrong guess costs little: no more than a small one's room is made.
    mutating func reserve(_ bytes: Int) {
        if storage == nil { storage = ListpackStorage.make(capacity: min(bytes, 4096), start: 0) }
    }

    /// Gives back the room to grow: for listpacks that will hardly change.
    mutating func shrinkToFit() {
        guard let storage, storage.room > 16 + storage.length / 16 else { return }
        self = Listpack(elements: storage.bytes, count: count)
    }

    // MARK: Room

    @inline(__always)
    private mutating func splice(
        at offset: Int, removing removed: Int, inserting insertion: ListpackStorage.Insertion, count: Int
    ) {
        let growth = insertion.size - removed
        let towardsFront = offset < length - offset - removed
        if !isKnownUniquelyReferenced(&storage) || growth > (towardsFront ? storage!.frontRoom : storage!.backRoom) {
            makeRoom(growth, towardsFront: towardsFront)
        }
        storage!.splice(at: offset, removing: removed, inserting: insertion, count: count)
        if growth < 0 { giveBack() }
    }

    /// Gives the listpack memory of its own, with room for `growth` more bytes at the end that grows, and an eighth more or beyond.
    /// The other end keeps some of its room, so that growing at both ends in turn stays cheap too.
    @inline(never)
    private mutating func makeRoom(_ growth: Int, towardsFront: Bool) {
        let needed = length + max(0, growth)
        precondition(needed <= Int(UInt32.max) - 1 << 20, "a listpack of 4 GB")
        let spare = ListpackStorage.leastSpare(of: needed)
        if isKnownUniquelyReferenced(&storage), let storage, storage.room - max(0, growth) >= spare, spare > 0 {
            storage.slide(toFront: front(of: storage.room, growth: growth, towardsFront, storage))
            return
        }
        // What is asked for first is often all there will ever be.
        let capacity = length == 0 ? needed : ListpackStorage.roomyCapacity(for: needed)
        let storage = ListpackStorage.make(capacity: capacity, start: 0)
        storage.extent.start = UInt32(
            front(of: Int(storage.extent.capacity) - length, growth: growth, towardsFront, self.storage))
        if let old = self.storage { storage.append(old.bytes, count: count) }
        self.storage = storage
    }

    /// How much of `room` goes to the front.
    private func front(of room: Int, growth: Int, _ towardsFront: Bool, _ old: ListpackStorage?) -> Int {
        let spare = room - max(0, growth)
        let kept = min(spare / 4, (towardsFront ? old?.backRoom : old?.frontRoom) ?? 0)
        return towardsFront ? room - kept : kept
    }

    /// Gives memory back once more than half lies idle.
    @inline(__always)
    private mutating func giveBack() {
        if storage!.room > storage!.length + 64 { shrink() }
    }

    @inline(never)
    private mutating func shrink() {
        guard count > 0 else {
            storage = nil
            return
        }
        let old = storage!
        let storage = ListpackStorage.make(
            capacity: ListpackStorage.roomyCapacity(for: old.length),
            start: ListpackStorage.leastSpare(of: old.length) / 2)
        storage.append(old.bytes, count: count)
        self.storage = storage
    }

    // MARK: Invariants

    /// What is wrong with the listpack, or nil. O(n). For tests.
    var brokenInvariant: String? {
        guard let storage else { return nil }
        if storage.frontRoom + storage.length > Int(storage.extent.capacity) { return "elements beyond the memory" }
        var starts: [Int] = []
        var offset = 0
        while offset < length {
            guard let size = ListpackCode.checkedSize(storage.bytes.dropFirst(offset)) else {
                return "no code at \(offset)"
            }
            let next = offset + size + ListpackCode.backLengthSize(size)
            if next > length { return "element at \(offset) beyond the end" }
            if storage.offset(before: next) != offset { return "wrong length behind \(offset)" }
            if case .string(let bytes) = storage.element(at: offset), bytes.integer != nil {
                return "integer kept as string at \(offset)"
            }
            starts.append(offset)
            offset = next
        }
        return starts.count == count ? nil : "\(starts.count) elements counted as \(count)"
    }
}

/// Reads a listpack element by element, for those in which one element tells how to read the next. What it hands out is valid until
/// the listpack is changed.
struct ListpackReader {
    private let storage: ListpackStorage?
    private var offset: Int

    @inline(__always)
    fileprivate init(_ storage: ListpackStorage?, at offset: Int) {
        self.storage = storage
        self.offset = offset
    }

    /// Where the next element is.
    @inline(__always) var position: Listpack.Position { Listpack.Position(offset: offset) }

    @inline(__always) var isAtEnd: Bool { storage == nil || offset == storage!.length }

    /// The next element, which there must be. O(1).
    @inline(__always)
    mutating func next() -> ListpackElement {
        let (element, next) = storage!.read(at: offset)
        offset = next
        return element
    }

    /// The next element, which must be an integer. O(1).
    @inline(__always)
    mutating func nextInteger() -> Int {
        guard case .integer(let value) = next() else { preconditionFailure("a string where an integer is due") }
        return value
    }

    /// Passes over `count` elements. O(count).
    @inline(__always)
    mutating func skip(_ count: Int) {
        for _ in 0..<count { offset = storage!.offset(after: offset) }
    }
}
