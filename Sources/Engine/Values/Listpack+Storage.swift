// The memory of a listpack: its elements, with room to grow before the first and behind the last, so that both ends are cheap.
//
// The format's header (six bytes) and end (one byte) are not kept, since the counts here say the same; they are written when a
// listpack leaves the process (Listpack+Serialization.swift). Sizes count them.
//
// Why it is unsafe inside: elements of every size follow each other, which no array of Swift values can express, and they must not
// be copied to be read. Why that is sound: offsets count from the first element and are checked against the length before they
// become addresses; whatever is between 0 and the length was written by `ListpackEntry.write`, or validated on its way in;
// a `Bytes` handed out points into an allocation that the owner of the listpack keeps, and is not used after the next change.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stands in front of the bytes.
struct ListpackExtent {
    /// Bytes that there is room for.
    var capacity: UInt32
    /// Where the first element begins.
    var start: UInt32
    /// Bytes of all elements.
    var length: UInt32
    var count: UInt32
}

/// The memory of a listpack; may be shared by several until one is changed.
///
/// The extent stands at the front of the buffer, not in the place that a `ManagedBuffer` has for one: that is a stored property of
/// another module, each access to which would be checked for exclusivity.
@safe
final class ListpackStorage: ManagedBuffer<Void, UInt8> {
    private static let extentSize = MemoryLayout<ListpackExtent>.size
    /// Bytes of the object that stand before the elements, the allocator's and the runtime's own included.
    static let overhead = 16 + extentSize + 8

    /// - Parameter capacity: At least so many bytes; a little more if the allocator would not use them otherwise.
    static func make(capacity: Int, start: Int) -> ListpackStorage {
        let rounded = (capacity + 8 + 15) & ~15 - 8
        let made = ListpackStorage.create(minimumCapacity: extentSize + rounded) { _ in }
        let storage = unsafe unsafeDowncast(made, to: ListpackStorage.self)
        storage.extent = ListpackExtent(capacity: UInt32(rounded), start: UInt32(start), length: 0, count: 0)
        return storage
    }

    /// Bytes that a listpack of `length` bytes which grows gets beyond those, or more.
    static func leastSpare(of length: Int) -> Int { min(length / 8, 1 << 18) }

    /// Bytes to ask for where `length` bytes are to grow: one of few sizes, four between a power of two and the next, so that what
    /// one listpack leaves when it grows suits another. Where many grow side by side and each asks for a size of its own, more is
    /// lost between them.
    static func roomyCapacity(for length: Int) -> Int {
        let size = overhead + length + leastSpare(of: length)
        let step = min(max(16, 1 << (Int.bitWidth - 3 - size.leadingZeroBitCount)), 1 << 15)
        return (size + step - 1) / step * step - overhead
    }

    @inline(__always)
    private var memory: UnsafeMutableRawPointer {
        unsafe withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }
    }

    @inline(__always)
    var extent: ListpackExtent {
        get { unsafe memory.assumingMemoryBound(to: ListpackExtent.self).pointee }
        _modify { yield unsafe &memory.assumingMemoryBound(to: ListpackExtent.self).pointee }
    }

    @inline(__always)
    private var base: UnsafeMutablePointer<UInt8> {
        unsafe (memory + ListpackStorage.extentSize).assumingMemoryBound(to: UInt8.self)
    }

    /// The first element. Valid while the storage lives.
    @inline(__always)
    private var first: UnsafeMutablePointer<UInt8> { unsafe base + Int(extent.start) }

    @inline(__always) var length: Int { Int(extent.length) }
    @inline(__always) var frontRoom: Int { Int(extent.start) }
    @inline(__always) var room: Int { Int(extent.capacity) - length }
    @inline(__always) var backRoom: Int { room - frontRoom }

    /// All elements, as they are spelled.
    var bytes: Bytes { unsafe Bytes(base: first, count: length) }

    // MARK: Reading

    @inline(__always)
    func element(at offset: Int) -> ListpackElement {
        precondition(offset >= 0 && offset < length, "no listpack element there")
        return unsafe ListpackCode.read(at: first + offset).element
    }

    /// Where the element behind the one at `offset` begins; the length, if there is none.
    @inline(__always)
    func offset(after offset: Int) -> Int {
        precondition(offset >= 0 && offset < length, "no listpack element there")
        let size = unsafe ListpackCode.size(at: first + offset)
        return offset + size + ListpackCode.backLengthSize(size)
    }

    /// The element at `offset`, and where the one behind it begins.
    @inline(__always)
    func read(at offset: Int) -> (element: ListpackElement, next: Int) {
        precondition(offset >= 0 && offset < length, "no listpack element there")
        let (element, size) = unsafe ListpackCode.read(at: first + offset)
        return (element, offset + size + ListpackCode.backLengthSize(size))
    }

    /// Where the element before the one at `offset` begins; `offset` may be the length.
    @inline(__always)
    func offset(before offset: Int) -> Int {
        precondition(offset > 0 && offset <= length, "no listpack element there")
        let size = unsafe ListpackCode.readBackLength(before: first + offset)
        return offset - size - ListpackCode.backLengthSize(size)
    }

    /// Calls `body` with each element from `offset` on and where it is, until `body` returns false.
    @inline(__always)
    func forEach(from start: Int, _ body: (Int, ListpackElement) -> Bool) {
        precondition(start >= 0 && start <= length)
        let (first, end) = unsafe (first, length)
        var offset = start
        while offset < end {
            let (element, size) = unsafe ListpackCode.read(at: first + offset)
            guard body(offset, element) else { return }
            offset += size + ListpackCode.backLengthSize(size)
        }
    }

    // MARK: Changing

    /// What a change puts in.
    enum Insertion {
        case nothing
        case entry(ListpackEntry)
        /// Elements as they are spelled.
        case elements(Bytes)

        @inline(__always)
        var size: Int {
            switch self {
            case .nothing: 0
            case .entry(let entry): entry.size
            case .elements(let bytes): bytes.count
            }
        }
    }

    /// Replaces `removed` bytes at `offset`; the number of elements changes by `count`. What is before or what is behind moves,
    /// whichever is shorter; the caller has made room on that side.
    @inline(__always)
    func splice(at offset: Int, removing removed: Int, inserting insertion: Insertion, count: Int) {
        let inserted = insertion.size
        let growth = inserted - removed
        let behind = length - offset - removed
        precondition(offset >= 0 && behind >= 0 && growth <= (offset < behind ? frontRoom : backRoom))
        if offset < behind {
            let first = unsafe first
            if offset > 0, growth != 0 { unsafe memmove(first - growth, first, offset) }
            extent.start = UInt32(Int(extent.start) - growth)
        } else if behind > 0, growth != 0 {
            let gap = unsafe first + offset
            unsafe memmove(gap + inserted, gap + removed, behind)
        }
        extent.length = UInt32(length + growth)
        extent.count = UInt32(Int(extent.count) + count)
        switch insertion {
        case .nothing: break
        case .entry(let entry): unsafe entry.write(to: first + offset)
        case .elements(let bytes): unsafe memcpy(first + offset, bytes.base, bytes.count)
        }
    }

    /// Moves the elements so that `front` bytes are free before them.
    func slide(toFront front: Int) {
        precondition(front >= 0 && front <= room)
        unsafe memmove(base + front, first, length)
        extent.start = UInt32(front)
    }

    /// Appends elements as they are spelled, `count` of them. The caller has made room.
    func append(_ bytes: Bytes, count: Int) {
        splice(at: length, removing: 0, inserting: .elements(bytes), count: count)
    }
}
