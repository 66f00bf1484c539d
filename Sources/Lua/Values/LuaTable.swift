// LuaTable: an array part for the keys 1 to n and a hash part for all others.
//
// The hash part is the language's own: nodes of which each either stands at its main position or was displaced from it by a key
// whose main position that is (so that a look-up goes through keys of one main position only), and a free place is found by
// going down from the end. Hash, growth and placement follow it exactly, because programs see the order of `next`.
// Assignment to existing fields moves nothing, so that a traversal may assign, nil included.
//
// Look-up and insertion O(1) on average; growth is paid by doubling.
//
// Why it is unsafe inside: both parts are runs of memory that the machine reads in place. Why that is sound: every index is
// compared with the count of its part, or comes from a link between nodes, which stay within it.

/// A key with its value, and the distance to the next node of the same main position; 0 ends the chain.
struct Node {
    var value: LuaValue
    var key: LuaValue
    var next: Int32
}

/// A table. As long-lived as a `LuaValue`.
@safe
public struct LuaTable {
    @safe
    struct Layout {
        var header: Header
        var nodeBits: UInt8
        var hasNodes: Bool
        var metatable: LuaTable?
        var array: UnsafeMutablePointer<LuaValue>
        var nodes: UnsafeMutablePointer<Node>
        var arrayCount: Int32
        /// All free nodes are below this one.
        var lastFree: Int32
        var runtime: Runtime
    }

    let pointer: UnsafeMutablePointer<Layout>
    @inline(__always) init(_ raw: UnsafeMutableRawPointer) {
        unsafe pointer = raw.assumingMemoryBound(to: Layout.self)
    }

    @inline(__always) var o: Layout {
        get { unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }

    /// The table as a value.
    @inline(__always) public var value: LuaValue { unsafe LuaValue(tag: LuaValue.Tag.table, pointer) }

    /// The metatable, or nil.
    @inline(__always) public var metatable: LuaTable? {
        get { unsafe pointer.pointee.metatable }
        nonmutating set { unsafe pointer.pointee.metatable = newValue }
    }

    /// Whether Lua code may not change it: neither fields nor metatable. The host may.
    @inline(__always) public var isReadOnly: Bool {
        get { unsafe pointer.pointee.header.trait }
        nonmutating set { unsafe pointer.pointee.header.trait = newValue }
    }

    @inline(__always) var arrayCount: Int { Int(unsafe pointer.pointee.arrayCount) }
    @inline(__always) var nodeCount: Int { unsafe pointer.pointee.hasNodes ? 1 << Int(pointer.pointee.nodeBits) : 0 }
    @inline(__always) var runtime: Runtime { unsafe pointer.pointee.runtime }

    /// A place of the array part, counted from 0 and below its count.
    @inline(__always) subscript(slot index: Int) -> LuaValue {
        get { unsafe pointer.pointee.array[index] }
        nonmutating set { unsafe pointer.pointee.array[index] = newValue }
    }

    @inline(__always) subscript(node index: Int) -> Node { unsafe pointer.pointee.nodes[index] }

    func removeValue(node index: Int) { unsafe pointer.pointee.nodes[index].value = .nil }

    // MARK: The metamethods that it has as a metatable

    /// The metamethod for `event`, one of the first five; absence is remembered until the table changes.
    @inline(__always) func fastEvent(_ event: Event) -> LuaValue {
        if unsafe pointer.pointee.header.flags & UInt8(1 << event.rawValue) != 0 { return .nil }
        return findEvent(event)
    }

    private func findEvent(_ event: Event) -> LuaValue {
        let found = get(short: runtime.name(event))
        if found.isNil { unsafe pointer.pointee.header.flags |= UInt8(1 << event.rawValue) }
        return found
    }

    @inline(__always) func forgetEvents() { unsafe pointer.pointee.header.flags = 0 }

    // MARK: Main positions

    @inline(__always) private func position(power hash: UInt32) -> Int {
        unsafe Int(hash) & (1 << Int(pointer.pointee.nodeBits) &- 1)
    }

    @inline(__always) private func position(modulo hash: UInt32) -> Int {
        let size = unsafe UInt32(1) << UInt32(pointer.pointee.nodeBits)
        return Int(hash % ((size &- 1) | 1))
    }

    @inline(__always) private func position(number: Double) -> Int {
        if number == 0 { return 0 }
        let bits = number.bitPattern
        return position(modulo: UInt32(truncatingIfNeeded: bits) &+ UInt32(truncatingIfNeeded: bits >> 32))
    }

    func mainPosition(_ key: LuaValue) -> Int {
        if key.isNumber { return position(number: key.double) }
        switch key.tag {
        case LuaValue.Tag.string: return position(power: key.asString.hash)
        case LuaValue.Tag.constant: return position(power: UInt32(key.bits >> 1 & 1))
        default: return position(modulo: UInt32(truncatingIfNeeded: key.bits))
        }
    }

    // MARK: Looking up

    /// The place of the value of a short string, or nil.
    @inline(__always) func place(short key: LuaString) -> UnsafeMutablePointer<LuaValue>? {
        let wanted = key.value.bits
        var node = unsafe pointer.pointee.nodes + position(power: key.pointer.pointee.hash)
        while true {
            if unsafe node.pointee.key.bits == wanted {
                return unsafe UnsafeMutableRawPointer(node).assumingMemoryBound(to: LuaValue.self)
            }
            let next = Int(unsafe node.pointee.next)
            if next == 0 { return nil }
            unsafe node += next
        }
    }

    private func placeInNodes(_ key: LuaValue) -> UnsafeMutablePointer<LuaValue>? {
        var node = unsafe pointer.pointee.nodes + mainPosition(key)
        while true {
            if unsafe LuaValue.rawEqual(node.pointee.key, key) {
                return unsafe UnsafeMutableRawPointer(node).assumingMemoryBound(to: LuaValue.self)
            }
            let next = Int(unsafe node.pointee.next)
            if next == 0 { return nil }
            unsafe node += next
        }
    }

    /// The place of the value of a whole number, or nil.
    @inline(__always) func place(index: Int) -> UnsafeMutablePointer<LuaValue>? {
        if UInt(bitPattern: index &- 1) < UInt(bitPattern: arrayCount) {
            return unsafe pointer.pointee.array + (index &- 1)
        }
        return unsafe placeInNodes(LuaValue(index))
    }

    /// The place of the value of any key, or nil if the key is not there.
    @inline(__always) func place(_ key: LuaValue) -> UnsafeMutablePointer<LuaValue>? {
        if key.isNumber {
            let index = key.double.guessedInt32
            if Double(index) == key.double { return unsafe place(index: Int(index)) }
            return unsafe placeInNodes(key)
        }
        if key.isString && key.asString.isShort { return unsafe place(short: key.asString) }
        return key.isNil ? nil : unsafe placeInNodes(key)
    }

    @inline(__always) func get(short key: LuaString) -> LuaValue { unsafe place(short: key)?.pointee ?? .nil }

    /// The value of a key, without metamethods; `nil` if there is none.
    @inline(__always) public func get(_ key: LuaValue) -> LuaValue { unsafe place(key)?.pointee ?? .nil }

    /// The value of a whole number, without metamethods.
    @inline(__always) public func get(_ index: Int) -> LuaValue { unsafe place(index: index)?.pointee ?? .nil }

    /// The value of a name, without metamethods.
    public func get(_ name: StaticString) -> LuaValue { get(runtime.string(name).value) }

    /// Puts a value where a key that has one already stands; false if the key has none.
    @inline(__always) func replace(_ key: LuaValue, _ value: LuaValue) -> Bool {
        guard let place = unsafe place(key), unsafe !place.pointee.isNil else { return false }
        unsafe place.pointee = value
        return true
    }

    @inline(__always) func replace(short key: LuaString, _ value: LuaValue) -> Bool {
        guard let place = unsafe place(short: key), unsafe !place.pointee.isNil else { return false }
        unsafe place.pointee = value
        return true
    }

    // MARK: Setting

    /// Sets a field, without metamethods, read-only or not. `key` is neither `nil` nor NaN.
    /// - Throws: if the table would grow beyond the limit of memory.
    public func set(_ key: LuaValue, _ value: LuaValue) throws(LuaError) {
        forgetEvents()
        if let place = unsafe place(key) {
            unsafe place.pointee = value
        } else {
            try insert(key, value)
        }
    }

    /// Sets the field of a whole number, as `set(_:_:)`.
    public func set(_ index: Int, _ value: LuaValue) throws(LuaError) {
        if let place = unsafe place(index: index) {
            unsafe place.pointee = value
        } else {
            try insert(LuaValue(index), value)
        }
    }

    /// Sets the field of a name, as `set(_:_:)`.
    public func set(_ name: StaticString, _ value: LuaValue) throws(LuaError) {
        try set(runtime.string(name).value, value)
    }

    // MARK: Length and traversal

    /// A border: `n` such that field n is there and field n + 1 is not. O(log n).
    public var length: Int {
        var high = arrayCount
        if high > 0 && self[slot: high - 1].isNil {
            var low = 0
            while high - low > 1 {
                let middle = (low + high) / 2
                if self[slot: middle - 1].isNil { high = middle } else { low = middle }
            }
            return low
        }
        return unsafe pointer.pointee.hasNodes ? unboundLength(from: high) : high
    }

    private func unboundLength(from start: Int) -> Int {
        var (low, high) = (start, start + 1)
        while !get(high).isNil {
            low = high
            high *= 2
            guard high <= Int(Int32.max) else {
                low = 1
                while !get(low).isNil { low += 1 }
                return low - 1
            }
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if get(middle).isNil { high = middle } else { low = middle }
        }
        return low
    }

    /// Where a traversal that has come to `key` goes on; nil if the key is not in the table.
    func traversalIndex(after key: LuaValue) -> Int? {
        if key.isNil { return 0 }
        if key.isNumber {
            let index = key.double.guessedInt32
            if Double(index) == key.double && index > 0 && index <= arrayCount { return Int(index) }
        }
        guard unsafe pointer.pointee.hasNodes else { return nil }
        var index = mainPosition(key)
        while true {
            let node = self[node: index]
            if LuaValue.rawEqual(node.key, key) || key.isObject && node.key.bits == LuaTable.buried(key).bits {
                return arrayCount + index + 1
            }
            if node.next == 0 { return nil }
            index += Int(node.next)
        }
    }

    /// The first field at or behind the position `index`, and the position behind it.
    @inline(__always) func nextField(from index: Int) -> (key: LuaValue, value: LuaValue, next: Int)? {
        var index = index
        let count = arrayCount
        while index < count {
            let value = self[slot: index]
            index &+= 1
            if !value.isNil { return (LuaValue(index), value, index) }
        }
        let nodes = nodeCount
        while index &- count < nodes {
            let node = self[node: index &- count]
            index &+= 1
            if !node.value.isNil { return (node.key, node.value, index) }
        }
        return nil
    }

    /// The field behind `key` in the order of `next`; the first, if `key` is `nil`; nil at the end or if `key` is not in the table.
    public func field(after key: LuaValue) -> (key: LuaValue, value: LuaValue)? {
        guard let index = traversalIndex(after: key), let field = nextField(from: index) else { return nil }
        return (field.key, field.value)
    }

    // MARK: Dead keys

    /// What stands for a key whose object may be gone: it equals no key, but a traversal still finds its way on.
    static func buried(_ key: LuaValue) -> LuaValue {
        LuaValue(bits: LuaValue.firstTag | 1 << 47 | (key.bits & 0x7FFF_FFFF_FFFF))
    }

    func bury(node index: Int) {
        let key = self[node: index].key
        unsafe pointer.pointee.nodes[index].key = LuaTable.buried(key)
    }
}
