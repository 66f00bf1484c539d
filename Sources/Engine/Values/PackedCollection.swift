// PackedCollection: a small collection at rest: its elements and nothing else, in one allocation.
//
// A value object and the memory of its elements cost 64 bytes beside the elements, which for a set of ten small integers is more
// than the elements. Most collections are not at work most of the time; those give up both (Entry.pack) and get them back when a
// command looks them up (Entry.unpack). Larger ones only give up the object: to copy their elements back and forth would cost more
// than it gains.
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
    /// Bytes of elements beyond which packing gains too little for what it costs.
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
        let bytes = unsafe Bytes(base: first, count: length)
        let kind = kind
        if kind < PackedCollection.intset { return .listpack(Listpack(elements: bytes, count: Int(kind))) }
        return .intset(IntSet(elements: bytes, width: Int(kind ^ PackedCollection.intset)))
    }

    /// The number of elements: of pairs, twice as many as there are. O(1).
    var count: Int {
        let kind = kind
        return kind < PackedCollection.intset ? Int(kind) : length / Int(kind ^ PackedCollection.intset)
    }

    /// What stands behind the field of a hash or the member of a sorted set, borrowed from the block, or nil. O(n).
    func value(of field: Bytes) -> ListpackElement? {
        offset(of: ListpackEntry(field), stride: 2).map {
            unsafe ListpackCode.read(at: first + offset(after: $0)).element
        }
    }

    /// Whether `member` is in a set. O(n), of integers O(log n).
    func contains(_ member: Bytes) -> Bool {
        let kind = kind
        guard kind >= PackedCollection.intset else { return offset(of: ListpackEntry(member), stride: 1) != nil }
        guard let integer = member.integer else { return false }
        switch kind ^ PackedCollection.intset {
        case 2: return contains(integer, as: Int16.self)
        case 4: return contains(integer, as: Int32.self)
        default: return contains(integer, as: Int64.self)
        }
    }

    private func contains<Element: FixedWidthInteger>(_ integer: Int, as _: Element.Type) -> Bool {
        guard let sought = Element(exactly: integer) else { return false }
        let width = MemoryLayout<Element>.size
        func element(_ index: Int) -> Element {
            unsafe Element(
                littleEndian: UnsafeRawPointer(first).loadUnaligned(fromByteOffset: index * width, as: Element.self))
        }
        let count = length / width
        let place = (0..<count).partitioningIndex { element($0) < sought }
        return place < count && element(place) == sought
    }

    /// Where the element is among every `stride`-th, or nil. O(n).
    private func offset(of sought: ListpackEntry, stride: Int) -> Int? {
        let (first, length) = unsafe (first, length)
        var (offset, index) = (0, 0)
        while offset < length {
            let (element, size) = unsafe ListpackCode.read(at: first + offset)
            if index == 0, sought.matches(element) { return offset }
            index = index + 1 == stride ? 0 : index + 1
            offset += size + ListpackCode.backLengthSize(size)
        }
        return nil
    }

    private func offset(after offset: Int) -> Int {
        let size = unsafe ListpackCode.size(at: first + offset)
        return offset + size + ListpackCode.backLengthSize(size)
    }

    private var length: Int { unsafe Int(memory.load(as: UInt16.self)) }
    private var kind: UInt16 { unsafe memory.load(fromByteOffset: 2, as: UInt16.self) }
    private var first: UnsafeMutablePointer<UInt8> {
        unsafe (memory + PackedCollection.headerSize).assumingMemoryBound(to: UInt8.self)
    }

    /// Bytes that it takes, the allocator's own included.
    var memoryUse: Int { (PackedCollection.headerSize + length + 8 + 15) & ~15 }
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
    /// Puts the collection to rest, if it is small and nobody else refers to it. Returns what held it before. O(its bytes) if it is
    /// packed, else O(1).
    @discardableResult
    func pack() -> AnyObject? {
        guard let elements = packableElements else { return nil }
        if let packed = PackedCollection(elements) { return replaceObject(withPacked: packed.word) }
        guard case .listpack(let listpack) = elements, let storage = listpack.storage else { return nil }
        return replaceObject(withBare: storage)
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

    /// Makes an object of a collection at rest, for whoever is to work with it, unless the entry is shared. O(its bytes) if it is
    /// packed, else O(1).
    func unpack() {
        if isAtRest, !isShared { replaceResting(with: unpackedObject) }
    }

    /// An object with the elements of a collection at rest. O(their bytes) if it is packed, else O(1).
    var unpackedObject: any ValueObject {
        switch (restingElements, type) {
        case (.listpack(let listpack), .hash): HashValue(listpack: listpack, hasExpiries: false)
        case (.listpack(let listpack), .set): SetValue(.listpack(listpack))
        case (.listpack(let listpack), .sortedSet): SortedSetValue(pairs: listpack)
        case (.listpack(let listpack), .list): ListValue(listpack: listpack)
        case (.intset(let integers), .set): SetValue(.intset(integers))
        default: preconditionFailure("no such collection is packed")
        }
    }

    /// The number of elements of a collection: what LLEN, HLEN ... tell. O(1).
    var elementCount: Int {
        let elements =
            switch representation {
            case .packed: PackedCollection(word: packedWord).count
            case .bare: bareListpack.count
            default: -1
            }
        if elements >= 0 { return type == .hash || type == .sortedSet ? elements / 2 : elements }
        switch type {
        case .list: return object(ListValue.self).count
        case .set: return object(SetValue.self).count
        case .sortedSet: return object(SortedSetValue.self).count
        case .hash: return object(HashValue.self).count
        case .string, .stream, .vectorSet: return anyObject.elementCount
        }
    }

    /// The collection, if it is packed.
    @inline(__always)
    var packed: PackedCollection? { representation == .packed ? PackedCollection(word: packedWord) : nil }

    private var bareListpack: Listpack { Listpack(bareStorage(ListpackStorage.self)) }

    private var restingElements: PackableElements {
        representation == .bare ? .listpack(bareListpack) : PackedCollection(word: packedWord).elements
    }

    /// Bytes that a collection at rest takes beside its entry.
    var restingMemoryUse: Int {
        representation == .bare ? bareListpack.memoryUse : PackedCollection(word: packedWord).memoryUse
    }
}
