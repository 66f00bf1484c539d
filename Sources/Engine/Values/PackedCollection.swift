// PackedCollection: a small collection at rest: its elements and nothing else, in one allocation.
//
// A value object and the memory of its elements cost 64 bytes beside the elements, which for a set of ten small integers is more
// than the elements. Most collections are not at work most of the time; those give up both (Entry.pack) and get them back when a
// command looks them up (Entry.unpack).
//
//     0  UInt16  bytes of the elements     2  UInt16  number of elements; 0xFF00 and a width: integers of this width
//        the elements, as a listpack or an intset keeps them
//
// Why it is unsafe inside: Swift has no type for this layout. Why that is sound: the block is written once, when it is made, and
// the entry that holds it frees it once.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The elements of a value that can be packed.
enum PackableElements {
    case listpack(Listpack)
    case intset(IntSet)
}

/// A small collection, packed.
@safe
struct PackedCollection {
    /// Larger ones gain too little for what packing costs.
    static let largest = 1024
    private static let headerSize = 4
    private static let intset: UInt16 = 0xFF00

    private let memory: UnsafeMutableRawPointer

    init(word: UInt) { unsafe memory = UnsafeMutableRawPointer(bitPattern: word)! }

    var word: UInt { unsafe UInt(bitPattern: memory) }

    /// Packs the elements, if there are any and they are few; the caller owns the result. O(their bytes).
    init?(_ elements: PackableElements) {
        switch elements {
        case .listpack(let listpack):
            guard listpack.count > 0, listpack.byteCount <= PackedCollection.largest else { return nil }
            self.init(listpack.elementBytes, kind: UInt16(listpack.count))
        case .intset(let integers):
            guard integers.count > 0, integers.count * integers.width <= PackedCollection.largest else { return nil }
            let kind = PackedCollection.intset | UInt16(integers.width)
            let buffer = ByteBuffer(capacity: integers.count * integers.width)
            integers.serializeElements(to: buffer)
            self.init(buffer.bytes, kind: kind)
        }
    }

    private init(_ bytes: Bytes, kind: UInt16) {
        unsafe memory = malloc(PackedCollection.headerSize + bytes.count)!
        unsafe memory.storeBytes(of: UInt16(bytes.count), as: UInt16.self)
        unsafe memory.storeBytes(of: kind, toByteOffset: 2, as: UInt16.self)
        unsafe memcpy(memory + PackedCollection.headerSize, bytes.base, bytes.count)
    }

    /// The elements again. O(their bytes).
    var elements: PackableElements {
        let (length, kind) = unsafe (memory.load(as: UInt16.self), memory.load(fromByteOffset: 2, as: UInt16.self))
        let start = unsafe (memory + PackedCollection.headerSize).assumingMemoryBound(to: UInt8.self)
        let bytes = unsafe Bytes(base: start, count: Int(length))
        if kind < PackedCollection.intset { return .listpack(Listpack(elements: bytes, count: Int(kind))) }
        return .intset(IntSet(elements: bytes, width: Int(kind ^ PackedCollection.intset)))
    }

    /// The value of a field of a hash, borrowed from the block, or nil. O(n).
    func value(of field: Bytes) -> ListpackElement? {
        let sought = ListpackEntry(field)
        let length = unsafe Int(memory.load(as: UInt16.self))
        let first = unsafe (memory + PackedCollection.headerSize).assumingMemoryBound(to: UInt8.self)
        var (offset, isField, isFound) = (0, true, false)
        while offset < length {
            let (element, size) = unsafe ListpackCode.read(at: first + offset)
            if isFound { return element }
            isFound = isField && sought.matches(element)
            isField.toggle()
            offset += size + ListpackCode.backLengthSize(size)
        }
        return nil
    }

    /// Bytes that it takes, the allocator's own included.
    var memoryUse: Int { unsafe (PackedCollection.headerSize + Int(memory.load(as: UInt16.self)) + 8 + 15) & ~15 }
}

// MARK: What can be packed

extension HashValue {
    /// The fields of a small hash none of whose fields ever had an expiry.
    var packableElements: PackableElements? { isPlainListpack ? .listpack(listpack) : nil }
}

extension SetValue {
    /// The members of a small set.
    var packableElements: PackableElements? {
        switch storage {
        case .intset(let integers): .intset(integers)
        case .listpack(let listpack): .listpack(listpack)
        case .table: nil
        }
    }
}

extension SortedSetValue {
    /// The members and scores of a small sorted set.
    var packableElements: PackableElements? { pairs.map(PackableElements.listpack) }
}

// MARK: Packing

extension Entry {
    /// Packs the collection, if it is small and nobody else refers to it. Returns what held it before. O(its bytes).
    @discardableResult
    func pack() -> AnyObject? {
        guard let elements = packableElements, let packed = PackedCollection(elements) else { return nil }
        return replaceObject(withPacked: packed.word)
    }

    private var packableElements: PackableElements? {
        switch type {
        case .hash: soleObject(HashValue.self)?.packableElements
        case .set: soleObject(SetValue.self)?.packableElements
        case .sortedSet: soleObject(SortedSetValue.self)?.packableElements
        case .list: soleObject(ListValue.self)?.packableElements
        case .string, .stream, .vectorSet: nil
        }
    }

    /// Makes an object of a packed collection, for whoever is to work with it, unless the entry is shared. O(its bytes).
    func unpack() {
        if representation == .packed, !isShared { replacePacked(with: unpackedObject) }
    }

    /// An object with the elements of a packed collection. O(their bytes).
    var unpackedObject: any ValueObject {
        switch (PackedCollection(word: packedWord).elements, type) {
        case (.listpack(let listpack), .hash): HashValue(listpack: listpack, hasExpiries: false)
        case (.listpack(let listpack), .set): SetValue(.listpack(listpack))
        case (.listpack(let listpack), .sortedSet): SortedSetValue(pairs: listpack)
        case (.listpack(let listpack), .list): ListValue(listpack: listpack)
        case (.intset(let integers), .set): SetValue(.intset(integers))
        default: preconditionFailure("no such collection is packed")
        }
    }

    /// Bytes that a packed collection takes.
    var packedMemoryUse: Int { PackedCollection(word: packedWord).memoryUse }
}
