// Entry: one key and its value, in one allocation.
//
// A key of 16 bytes with a value of 16 bytes takes 56 bytes; a class instance with an array for each would take three times that.
//
//     0  UInt32  references (atomic: snapshots and clones share entries across threads)
//     4  UInt32  access: the LRU clock, or the LFU counter and its time
//     8  UInt8   type      9 UInt8 representation      10 UInt8 flags      11 UInt8 spare
//    12  UInt32  length of the key
//    16  8 bytes payload: an integer; or the length and room of a string that stands behind the key; or a reference to an object or
//                to the elements of a collection at rest; or the address of a packed collection
//    24  Int64   when the key expires, only if the flag says so
//        the key, then the bytes of a string kept here
//
// Why it is unsafe inside: Swift has no type for this layout. Why that is sound: all access goes through the accessors of this
// file, which read a payload only as what the representation says it is. The keyspace owns one reference of each entry that it
// holds, and an entry with more than one is never changed (`isShared`).

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The type of a value, with the names of TYPE.
enum ValueType: UInt8, Sendable {
    case string, list, set, sortedSet, hash, stream, vectorSet

    /// Whether a command blocks until a key holds a value of this type.
    var canBeWaitedFor: Bool { self == .list || self == .sortedSet || self == .stream }

    /// As TYPE and `SCAN ... TYPE` spell it.
    var name: StaticString {
        switch self {
        case .string: "string"
        case .list: "list"
        case .set: "set"
        case .sortedSet: "zset"
        case .hash: "hash"
        case .stream: "stream"
        case .vectorSet: "vectorset"
        }
    }
}

/// A value too large or too structured to stand within its entry. Shared until written: who writes checks that nobody else
/// refers to it, and copies it otherwise.
protocol ValueObject: AnyObject {
    /// A value of its own with the same contents.
    func copy() -> Self
    /// As OBJECT ENCODING tells it.
    var encodingName: StaticString { get }
    /// Bytes that it takes, near enough for MEMORY USAGE.
    var memoryUse: Int { get }
    /// How many elements it has: what LLEN, HLEN ... tell.
    var elementCount: Int { get }
    /// What DEBUG OBJECT tells beyond what it tells of every value: empty, or fields with a space before each.
    func debugDetails(briefly: Bool) -> String
    /// Ends whatever reading would go on with, such as the resizing of a table: others may read the value at the same time from
    /// now on.
    func settle()
}

extension ValueObject {
    func debugDetails(briefly: Bool) -> String { "" }
    func settle() {}
}

/// A key and its value.
@safe
struct Entry: HashTableElement {
    /// How the payload is to be read.
    enum Representation: UInt8 {
        /// A string that is an integer.
        case integer
        /// A string behind the key.
        case embedded
        // The payload of these is to be released.
        /// A string in a buffer of its own (`ByteBuffer`).
        case buffer
        /// A collection (`ValueObject`).
        case object
        /// A small collection at rest (`PackedCollection`).
        case packed
        /// A larger one at rest: the object that its elements lie in, without the one that works on them.
        case bare
    }

    /// Longer strings get a buffer of their own.
    private static let longestEmbedded = 512
    private static let headerSize = 24
    private static let expiryFlag: UInt8 = 1
    private static let rawFlag: UInt8 = 2
    private static let copiedIntegerFlag: UInt8 = 4

    private let memory: UnsafeMutableRawPointer

    init(word: UInt) { unsafe memory = UnsafeMutableRawPointer(bitPattern: word)! }

    var word: UInt { unsafe UInt(bitPattern: memory) }

    // MARK: Making and freeing

    /// What a new entry is to hold.
    enum Content {
        case bytes(Bytes)
        case integer(Int)
        case buffer(ByteBuffer)
        case object(any ValueObject, ValueType)
    }

    /// A new entry with one reference.
    ///
    /// - Parameter expiry: Milliseconds since 1970, or nil for none.
    init(key: Bytes, _ content: Content, expiry: Int64?) {
        var embedded = 0
        if case .bytes(let bytes) = content, bytes.count <= Entry.longestEmbedded { embedded = bytes.count }
        let size = Entry.headerSize + (expiry == nil ? 0 : 8) + key.count + embedded
        // What the allocator would leave unused becomes room to overwrite a value in place.
        let rounded = (size + 8 + 15) & ~15 - 8
        unsafe memory = malloc(rounded)!
        unsafe memory.storeBytes(of: 1, as: UInt32.self)
        unsafe memory.storeBytes(of: 0, toByteOffset: 4, as: UInt32.self)
        unsafe memory.storeBytes(of: expiry == nil ? 0 : Entry.expiryFlag, toByteOffset: 10, as: UInt8.self)
        unsafe memory.storeBytes(of: 0, toByteOffset: 11, as: UInt8.self)
        unsafe memory.storeBytes(of: UInt32(key.count), toByteOffset: 12, as: UInt32.self)
        if let expiry { unsafe memory.storeBytes(of: expiry, toByteOffset: Entry.headerSize, as: Int64.self) }
        unsafe memcpy(memory + keyOffset, key.base, key.count)
        fill(content, room: embedded + rounded - size)
    }

    /// Stores the content in an entry whose payload holds nothing to release.
    private func fill(_ content: Content, room: Int) {
        switch content {
        case .bytes(let bytes) where bytes.count <= Entry.longestEmbedded:
            setKind(.string, .embedded)
            unsafe memory.storeBytes(of: UInt32(room), toByteOffset: 20, as: UInt32.self)
            setEmbedded(bytes)
        case .bytes(let bytes):
            let buffer = ByteBuffer(capacity: bytes.count)
            buffer.append(bytes)
            setKind(.string, .buffer)
            setReference(buffer)
        case .integer(let value):
            setKind(.string, .integer)
            unsafe memory.storeBytes(of: value, toByteOffset: 16, as: Int.self)
        case .buffer(let buffer):
            setKind(.string, .buffer)
            setReference(buffer)
        case .object(let object, let type):
            setKind(type, .object)
            setReference(object)
        }
    }

    private func setKind(_ type: ValueType, _ representation: Representation) {
        unsafe memory.storeBytes(of: type.rawValue, toByteOffset: 8, as: UInt8.self)
        unsafe memory.storeBytes(of: representation.rawValue, toByteOffset: 9, as: UInt8.self)
    }

    private func setReference(_ object: AnyObject) {
        unsafe memory.storeBytes(
            of: UInt(bitPattern: Unmanaged.passRetained(object).toOpaque()), toByteOffset: 16, as: UInt.self)
    }

    private func setEmbedded(_ bytes: Bytes) {
        unsafe memory.storeBytes(of: UInt32(bytes.count), toByteOffset: 16, as: UInt32.self)
        // The new value may be a part of the old one.
        unsafe memmove(memory + embeddedOffset, bytes.base, bytes.count)
    }

    private var references: UnsafeMutablePointer<Atomic<UInt32>> {
        unsafe memory.assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    /// Whether anyone but the caller refers to this entry, so that it must not be changed.
    var isShared: Bool { unsafe references.pointee.load(ordering: .acquiring) > 1 }

    func retain() { unsafe references.pointee.wrappingAdd(1, ordering: .relaxed) }

    /// Gives up one reference; the last one frees the entry and what its value refers to.
    func release() {
        if isShared, unsafe references.pointee.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue > 0 {
            return
        }
        releasePayload()
        unsafe free(memory)
    }

    private func releasePayload() {
        guard representation.rawValue >= Representation.buffer.rawValue else { return }
        let word = unsafe memory.load(fromByteOffset: 16, as: UInt.self)
        if representation == .packed { return unsafe free(UnsafeMutableRawPointer(bitPattern: word)) }
        unsafe Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(bitPattern: word)!).release()
    }

    // MARK: Header

    @inline(__always)
    var type: ValueType { unsafe ValueType(rawValue: memory.load(fromByteOffset: 8, as: UInt8.self))! }

    @inline(__always)
    var representation: Representation {
        unsafe Representation(rawValue: memory.load(fromByteOffset: 9, as: UInt8.self))!
    }

    @inline(__always)
    private var flags: UInt8 {
        get { unsafe memory.load(fromByteOffset: 10, as: UInt8.self) }
        nonmutating set { unsafe memory.storeBytes(of: newValue, toByteOffset: 10, as: UInt8.self) }
    }

    /// The LRU clock of the last access, or the LFU counter (low byte) and its minute.
    var access: UInt32 {
        @inline(__always) get { unsafe memory.load(fromByteOffset: 4, as: UInt32.self) }
        @inline(__always) nonmutating set { unsafe memory.storeBytes(of: newValue, toByteOffset: 4, as: UInt32.self) }
    }

    @inline(__always)
    private var keyOffset: Int { flags & Entry.expiryFlag == 0 ? Entry.headerSize : Entry.headerSize + 8 }

    @inline(__always)
    private var keyCount: Int { unsafe Int(memory.load(fromByteOffset: 12, as: UInt32.self)) }

    @inline(__always)
    private var embeddedOffset: Int { keyOffset + keyCount }

    /// Valid as long as the entry.
    @inline(__always)
    var key: Bytes {
        unsafe Bytes(base: (memory + keyOffset).assumingMemoryBound(to: UInt8.self), count: keyCount)
    }

    @inline(__always)
    var hasExpiry: Bool { flags & Entry.expiryFlag != 0 }

    /// When the key expires, in milliseconds since 1970.
    var expiry: Int64? { hasExpiry ? expiryTime : nil }

    /// The same, of an entry that has one.
    @inline(__always)
    var expiryTime: Int64 { unsafe memory.load(fromByteOffset: Entry.headerSize, as: Int64.self) }

    /// Sets the expiry of an entry that has one already.
    func setExpiryTime(_ milliseconds: Int64) {
        precondition(hasExpiry)
        unsafe memory.storeBytes(of: milliseconds, toByteOffset: Entry.headerSize, as: Int64.self)
    }

    // MARK: String values

    /// Replaces the string if it can stay where it is: not shared, and the new one fits. Returns whether it did.
    @inline(__always)
    func overwrite(_ content: Content) -> Bool {
        guard !isShared, type == .string else { return false }
        switch (content, representation) {
        case (.bytes(let bytes), .embedded):
            guard unsafe bytes.count <= Int(memory.load(fromByteOffset: 20, as: UInt32.self)) else { return false }
            flags &= ~Entry.rawFlag
            setEmbedded(bytes)
            return true
        case (.integer(let value), .integer):
            flags &= ~Entry.copiedIntegerFlag
            unsafe memory.storeBytes(of: value, toByteOffset: 16, as: Int.self)
            return true
        default:
            return false
        }
    }

    /// The integer of an integer string.
    @inline(__always)
    var integer: Int {
        precondition(representation == .integer)
        return unsafe memory.load(fromByteOffset: 16, as: Int.self)
    }

    /// The bytes of a string that is not an integer, valid until the entry is changed.
    @inline(__always)
    var stringBytes: Bytes {
        if representation == .embedded {
            return unsafe Bytes(
                base: (memory + embeddedOffset).assumingMemoryBound(to: UInt8.self),
                count: Int(memory.load(fromByteOffset: 16, as: UInt32.self)))
        }
        return buffer.bytes
    }

    /// The buffer of a string that has one.
    var buffer: ByteBuffer {
        precondition(representation == .buffer)
        return unsafe unsafeDowncast(reference, to: ByteBuffer.self)
    }

    /// Strings are `raw` by length or by having been changed in place. In Valkey the key and its expiry take of the same room.
    func isRawString(in profile: Profile) -> Bool {
        guard representation == .embedded else { return representation == .buffer }
        if flags & Entry.rawFlag != 0 { return true }
        guard profile.isValkey else { return stringBytes.count > 44 }
        let header = profile == .valkey91 && keyCount >= 32 ? 2 : 0
        let room = profile == .valkey91 ? 113 : 41
        return stringBytes.count + keyCount + header + (hasExpiry ? 8 : 0) > room
    }

    /// Marks a short string as one that the real server would keep as `raw`.
    func markRaw() { flags |= Entry.rawFlag }

    /// Whether the real server would hold this integer in an object that all keys share, and show so: the small ones, unless
    /// COPY made the value.
    var isSharedInteger: Bool {
        representation == .integer && (0..<10_000).contains(integer) && flags & Entry.copiedIntegerFlag == 0
    }

    /// Marks an integer as one that COPY made.
    func markCopiedInteger() { flags |= Entry.copiedIntegerFlag }

    // MARK: Objects

    private var reference: AnyObject {
        let word = unsafe memory.load(fromByteOffset: 16, as: UInt.self)
        return unsafe Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(bitPattern: word)!).takeUnretainedValue()
    }

    /// Whether this is a collection without its object.
    @inline(__always)
    var isAtRest: Bool { representation.rawValue >= Representation.packed.rawValue }

    /// The collection, for reading: one at rest in an object made for the caller. The caller has checked the type, which decides
    /// the class.
    @inline(__always)
    func object<Object: ValueObject>(_: Object.Type) -> Object {
        if isAtRest { return unsafe unsafeDowncast(unpackedObject, to: Object.self) }
        precondition(representation == .object)
        let word = unsafe memory.load(fromByteOffset: 16, as: UInt.self)
        return unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer(bitPattern: word)!).takeUnretainedValue()
    }

    /// The collection of any type, for what concerns all of them.
    var anyObject: any ValueObject {
        isAtRest ? unpackedObject : reference as! any ValueObject
    }

    /// The collection, for writing, in an entry that is not shared: copied first if a snapshot or a copy refers to it.
    @inline(__always)
    func mutableObject<Object: ValueObject>(_: Object.Type) -> Object {
        if isAtRest { unpack() }
        precondition(representation == .object && !isShared)
        let place = unsafe (memory + 16).assumingMemoryBound(to: Object.self)
        if unsafe !isKnownUniquelyReferenced(&place.pointee) { unsafe place.pointee = place.pointee.copy() }
        return unsafe place.pointee
    }

    /// The collection, if nobody else refers to it or to the entry.
    func soleObject<Object: ValueObject>(_: Object.Type) -> Object? {
        guard representation == .object, !isShared else { return nil }
        let place = unsafe (memory + 16).assumingMemoryBound(to: Object.self)
        return unsafe isKnownUniquelyReferenced(&place.pointee) ? place.pointee : nil
    }

    /// The address of a packed collection's block.
    var packedWord: UInt {
        precondition(representation == .packed)
        return unsafe memory.load(fromByteOffset: 16, as: UInt.self)
    }

    /// What the elements of a collection lie in that is at rest without being packed.
    func bareStorage<Storage: AnyObject>(_: Storage.Type) -> Storage {
        precondition(representation == .bare)
        return unsafe unsafeDowncast(reference, to: Storage.self)
    }

    /// Puts a packed collection in the place of an object, which it returns, in an entry that is not shared. The block is the entry's
    /// from now on.
    func replaceObject(withPacked word: UInt) -> AnyObject {
        let object = takeObject()
        setKind(type, .packed)
        unsafe memory.storeBytes(of: word, toByteOffset: 16, as: UInt.self)
        return object
    }

    /// Puts the elements of a collection in the place of its object, which it returns, in an entry that is not shared.
    func replaceObject(withBare storage: AnyObject) -> AnyObject {
        let object = takeObject()
        setKind(type, .bare)
        setReference(storage)
        return object
    }

    /// The object, which is the caller's from now on: another payload is to take its place.
    private func takeObject() -> AnyObject {
        precondition(representation == .object && !isShared)
        let object = reference
        releasePayload()
        return object
    }

    /// Puts an object in the place of a collection at rest, in an entry that is not shared.
    func replaceResting(with object: AnyObject) {
        precondition(isAtRest && !isShared)
        releasePayload()
        setKind(type, .object)
        setReference(object)
    }

    /// The string's buffer, for writing, in an entry that is not shared.
    func mutableBuffer() -> ByteBuffer {
        precondition(representation == .buffer && !isShared)
        let place = unsafe (memory + 16).assumingMemoryBound(to: ByteBuffer.self)
        if unsafe !isKnownUniquelyReferenced(&place.pointee) {
            let copy = unsafe ByteBuffer(capacity: place.pointee.count)
            unsafe copy.append(place.pointee.bytes)
            unsafe place.pointee = copy
        }
        return unsafe place.pointee
    }

    /// The value, as the content of another entry: objects and buffers are shared with it, not copied.
    var content: Content {
        switch representation {
        case .integer: .integer(integer)
        case .embedded: .bytes(stringBytes)
        case .buffer: .buffer(buffer)
        case .object, .packed, .bare: .object(anyObject, type)
        }
    }

    /// Another entry with the same value, under another key or with another expiry.
    func copy(key: Bytes, expiry: Int64?) -> Entry {
        let copy = Entry(key: key, content, expiry: expiry)
        if isAtRest { copy.pack() }
        copy.access = access
        copy.flags |= flags & (Entry.rawFlag | Entry.copiedIntegerFlag)
        return copy
    }

    /// Bytes that the entry and its value take.
    var memoryUse: Int {
        let own = embeddedOffset + 8
        switch representation {
        case .integer: return own
        case .embedded: return unsafe own + Int(memory.load(fromByteOffset: 20, as: UInt32.self))
        case .buffer: return own + buffer.capacity + 64
        case .object: return own + anyObject.memoryUse
        case .packed, .bare: return own + restingMemoryUse
        }
    }
}
