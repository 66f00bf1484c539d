// The buckets of one hash table: one cache line each, chained when full. See HashTable.swift for the layout and for why
// this is unsafe inside and sound.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One cache line: byte 0 holds a presence bit for each of seven places and, in bit 7, whether the last place holds a
/// pointer to the next bucket; bytes 1 to 7 hold a byte of each element's hash; seven words follow.
@safe
struct Bucket {
    static let size = 64
    static let places = 7
    static let lastPlace = places - 1
    private static let chainedBit: UInt64 = 0x80

    let memory: UnsafeMutableRawPointer

    @inline(__always)
    init(_ memory: UnsafeMutableRawPointer) { unsafe self.memory = memory }

    @inline(__always)
    var header: UInt64 {
        get { unsafe memory.load(as: UInt64.self) }
        nonmutating set { unsafe memory.storeBytes(of: newValue, as: UInt64.self) }
    }

    @inline(__always)
    var isChained: Bool { header & Bucket.chainedBit != 0 }

    /// The places that hold an element, a bit each.
    @inline(__always)
    var presence: UInt64 { header & 0x7F }

    /// A place that an element can go to, or nil.
    var freePlace: Int? {
        let usable: UInt64 = isChained ? 0x3F : 0x7F
        let free = ~presence & usable
        return free == 0 ? nil : free.trailingZeroBitCount
    }

    @inline(__always)
    func word(_ place: Int) -> UInt { unsafe (memory + 8 + place &* 8).load(as: UInt.self) }

    @inline(__always)
    func setWord(_ place: Int, _ word: UInt) { unsafe (memory + 8 + place &* 8).storeBytes(of: word, as: UInt.self) }

    func put(_ place: Int, _ word: UInt, tag: UInt8) {
        setWord(place, word)
        unsafe (memory + 1 + place).storeBytes(of: tag, as: UInt8.self)
        header |= 1 << UInt64(place)
    }

    func tag(_ place: Int) -> UInt8 { unsafe (memory + 1 + place).load(as: UInt8.self) }

    func clear(_ place: Int) { header &= ~(1 << UInt64(place)) }

    /// The next bucket of the chain, or nil.
    @inline(__always)
    var next: Bucket? {
        guard isChained else { return nil }
        return unsafe Bucket(UnsafeMutableRawPointer(bitPattern: word(Bucket.lastPlace))!)
    }

    func setNext(_ bucket: Bucket?) {
        if let bucket = bucket {
            unsafe setWord(Bucket.lastPlace, UInt(bitPattern: bucket.memory))
            header |= Bucket.chainedBit
        } else {
            header &= ~Bucket.chainedBit
        }
    }

    /// The places that hold an element with this byte of the hash: bit `8 * place + 15` of the result each. May name a few too
    /// many, never too few.
    @inline(__always)
    static func matches(_ header: UInt64, _ tag: UInt8) -> UInt64 {
        let difference = header ^ (0x0101_0101_0101_0101 &* UInt64(tag))
        let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8000
        // Spread presence bit n to bit 8n + 15.
        let presence = ((header & 0x7F) &* 0x0002_0408_1020_4081) & 0x0101_0101_0101_0101
        return zeros & (presence << 15)
    }
}

/// The memory of one table. A handle: what it refers to is freed by `deallocate`, by whoever made it.
@safe
struct Buckets {
    /// Behind a pointer, so that a table's counters can be changed without a run-time check of exclusive access to the handle.
    @safe
    private struct State {
        var memory: UnsafeMutableRawPointer?
        var bucketCount: Int
        var chainedCount = 0
        var used = 0
    }

    private let state: UnsafeMutablePointer<State>

    @inline(__always)
    var bucketCount: Int { unsafe state.pointee.bucketCount }

    /// How many buckets hang behind others.
    private(set) var chainedCount: Int {
        get { unsafe state.pointee.chainedCount }
        nonmutating set { unsafe state.pointee.chainedCount = newValue }
    }

    /// How many elements there are.
    private(set) var used: Int {
        @inline(__always) get { unsafe state.pointee.used }
        nonmutating set { unsafe state.pointee.used = newValue }
    }

    /// No buckets.
    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State(memory: nil, bucketCount: 0))
    }

    /// `count` empty buckets; a power of two. The system gives large ones zeroed at no cost.
    init(count: Int) {
        precondition(count & (count - 1) == 0)
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State(memory: Buckets.allocate(count), bucketCount: count))
    }

    private static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        // Large tables sit on cache lines; a bucket of a small one may straddle two, which costs less than padding would.
        unsafe calloc(count, Bucket.size)!
    }

    func deallocate() {
        if chainedCount > 0 {
            for index in 0..<bucketCount { freeChain(behind: chain(index)) }
        }
        unsafe free(state.pointee.memory)
        unsafe state.deallocate()
    }

    @inline(__always)
    var mask: UInt64 { UInt64(truncatingIfNeeded: bucketCount &- 1) }

    /// The byte of a hash that a bucket keeps.
    @inline(__always)
    static func tag(_ hash: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: hash >> 56) }

    @inline(__always)
    func chain(_ index: Int) -> Bucket { unsafe Bucket(state.pointee.memory! + index &* Bucket.size) }

    @inline(__always)
    func find<Element: HashTableElement>(
        _ key: Bytes, hash: UInt64, _: Element.Type
    ) -> (bucket: UnsafeMutableRawPointer, slot: Int, chain: UnsafeMutableRawPointer)? {
        let first = chain(Int(truncatingIfNeeded: hash & mask))
        var bucket = first
        while true {
            let header = bucket.header
            var candidates = Bucket.matches(header, Buckets.tag(hash))
            while candidates != 0 {
                let place = candidates.trailingZeroBitCount >> 3 &- 1
                if Element(word: bucket.word(place)).key == key {
                    return unsafe (bucket.memory, place, first.memory)
                }
                candidates &= candidates &- 1
            }
            guard let next = bucket.next else { return nil }
            bucket = next
        }
    }

    /// Calls `body` with the elements that may have this hash: as the byte of it tells that is kept beside each, without reading them.
    @inline(__always)
    func forEach<Element: HashTableElement>(taggedFor hash: UInt64, _: Element.Type, _ body: (Element) -> Void) {
        var bucket: Bucket? = chain(Int(truncatingIfNeeded: hash & mask))
        while let current = bucket {
            var candidates = Bucket.matches(current.header, Buckets.tag(hash))
            while candidates != 0 {
                body(Element(word: current.word(candidates.trailingZeroBitCount >> 3 &- 1)))
                candidates &= candidates &- 1
            }
            bucket = current.next
        }
    }

    /// Adds a word. O(length of the chain).
    func insert(_ word: UInt, hash: UInt64) {
        let tag = Buckets.tag(hash)
        var bucket = chain(Int(truncatingIfNeeded: hash & mask))
        used += 1
        while true {
            if let place = bucket.freePlace { return bucket.put(place, word, tag: tag) }
            if let next = bucket.next {
                bucket = next
                continue
            }
            // The last place becomes the link; its element moves to the new bucket.
            let child = unsafe Bucket(Buckets.allocate(1))
            chainedCount += 1
            child.put(0, bucket.word(Bucket.lastPlace), tag: bucket.tag(Bucket.lastPlace))
            bucket.clear(Bucket.lastPlace)
            bucket.setNext(child)
            bucket = child
        }
    }

    /// Removes an element, and fills its place from the end of the chain, so that chains shorten.
    func remove(bucket: UnsafeMutableRawPointer, slot: Int, chain: UnsafeMutableRawPointer) {
        let bucket = unsafe Bucket(bucket)
        bucket.clear(slot)
        used -= 1
        var parent = unsafe Bucket(chain)
        guard var last = parent.next else { return }
        while let next = last.next {
            parent = last
            last = next
        }
        if last.presence != 0, unsafe last.memory != bucket.memory {
            let place = last.presence.trailingZeroBitCount
            bucket.put(slot, last.word(place), tag: last.tag(place))
            last.clear(place)
        }
        if last.presence == 0 {
            parent.setNext(nil)
            unsafe free(last.memory)
            chainedCount -= 1
        }
    }

    func isEmpty(chain index: Int) -> Bool {
        let bucket = chain(index)
        return bucket.presence == 0 && !bucket.isChained
    }

    /// How many elements a bucket and those behind it hold.
    func count(inChain index: Int) -> Int {
        var count = 0
        var bucket: Bucket? = chain(index)
        while let current = bucket {
            count += current.presence.nonzeroBitCount
            bucket = current.next
        }
        return count
    }

    /// One of the elements of a bucket and those behind it, which are more than `number`.
    func element<Element: HashTableElement>(_ number: Int, inChain index: Int, _: Element.Type) -> Element {
        var left = number
        var bucket = chain(index)
        while bucket.presence.nonzeroBitCount <= left {
            left -= bucket.presence.nonzeroBitCount
            bucket = bucket.next!
        }
        var presence = bucket.presence
        for _ in 0..<left { presence &= presence - 1 }
        return Element(word: bucket.word(presence.trailingZeroBitCount))
    }

    func removeAll(inChain index: Int) {
        var bucket: Bucket? = chain(index)
        while let current = bucket {
            used -= current.presence.nonzeroBitCount
            bucket = current.next
        }
        freeChain(behind: chain(index))
        chain(index).header = 0
    }

    private func freeChain(behind first: Bucket) {
        var bucket = first.next
        while let current = bucket {
            bucket = current.next
            unsafe free(current.memory)
            chainedCount -= 1
        }
    }

    func forEach<Element: HashTableElement>(inChain index: Int, _: Element.Type, _ body: (Element) -> Void) {
        var bucket: Bucket? = chain(index)
        while let current = bucket {
            var presence = current.presence
            while presence != 0 {
                body(Element(word: current.word(presence.trailingZeroBitCount)))
                presence &= presence - 1
            }
            bucket = current.next
        }
    }

    func forEach<Element: HashTableElement>(_: Element.Type, _ body: (Element) -> Void) {
        for index in 0..<bucketCount { forEach(inChain: index, Element.self, body) }
    }

    func allSatisfy<Element: HashTableElement>(_: Element.Type, _ body: (Element) -> Bool) -> Bool {
        for index in 0..<bucketCount {
            var bucket: Bucket? = chain(index)
            while let current = bucket {
                var presence = current.presence
                while presence != 0 {
                    guard body(Element(word: current.word(presence.trailingZeroBitCount))) else { return false }
                    presence &= presence - 1
                }
                bucket = current.next
            }
        }
        return true
    }
}
