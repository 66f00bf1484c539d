// How a table makes room: where a new key goes, and the sizes of both parts when there is no place left.
//
// The array part gets the greatest power of two of which more than half the places would be used, counting the new key; what does
// not go there goes to a hash part of the least power of two that holds it.
//
// Why it is unsafe inside: parts are allocated, filled and freed here. Why that is sound: a part is reached through
// the table alone, and the counts change together with it.

extension LuaTable {
    private static let greatestBits = 26

    func initialize(_ runtime: Runtime, array: Int, fields: Int) {
        let header = unsafe pointer.pointee.header
        unsafe pointer.initialize(
            to: Layout(
                header: header, nodeBits: 0, hasNodes: false, metatable: nil,
                array: UnsafeMutablePointer(bitPattern: 8).unsafelyUnwrapped, nodes: runtime.pointer.pointee.emptyNode,
                arrayCount: 0, lastFree: 0, runtime: runtime))
        if array > 0 { setArray(count: array) }
        if fields > 0 { setNodes(count: fields) }
    }

    func freeParts() {
        runtime.count(bytes: -arrayCount * 8 - nodeCount * MemoryLayout<Node>.stride)
        if arrayCount > 0 { unsafe pointer.pointee.array.deallocate() }
        if nodeCount > 0 { unsafe pointer.pointee.nodes.deallocate() }
    }

    /// Gives the array part `count` places; new ones are empty, those beyond are lost.
    private func setArray(count: Int) {
        let old = arrayCount
        let new = UnsafeMutablePointer<LuaValue>.allocate(capacity: max(count, 1))
        unsafe new.initialize(from: pointer.pointee.array, count: min(old, count))
        if count > old { unsafe (new + old).initialize(repeating: .nil, count: count - old) }
        if old > 0 { unsafe pointer.pointee.array.deallocate() }
        unsafe pointer.pointee.array = new
        unsafe pointer.pointee.arrayCount = Int32(count)
        if count == 0 { unsafe new.deallocate() }
        runtime.count(bytes: (count - old) * 8)
    }

    /// Gives the hash part empty nodes, `count` or a little more; the old ones are lost but not freed.
    private func setNodes(count: Int) {
        guard count > 0 else {
            unsafe pointer.pointee.nodes = runtime.pointer.pointee.emptyNode
            o.nodeBits = 0
            o.hasNodes = false
            o.lastFree = 0
            return
        }
        let bits = LuaTable.ceilLog2(count)
        let size = 1 << bits
        unsafe pointer.pointee.nodes = .allocate(capacity: size)
        unsafe pointer.pointee.nodes.initialize(repeating: Node(value: .nil, key: .nil, next: 0), count: size)
        o.nodeBits = UInt8(bits)
        o.hasNodes = true
        o.lastFree = Int32(size)
        runtime.count(bytes: size * MemoryLayout<Node>.stride)
    }

    static func ceilLog2(_ count: Int) -> Int { count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount }

    // MARK: Inserting

    /// Adds a key that is not there.
    @inline(never) func insert(_ key: LuaValue, _ value: LuaValue) throws(LuaError) {
        forgetEvents()
        var place = mainPosition(key)
        if !o.hasNodes || !self[node: place].value.isNil {
            guard let free = freeNode() else {
                try rehash(adding: key)
                return try set(key, value)
            }
            let nodes = unsafe pointer.pointee.nodes
            var other = mainPosition(unsafe nodes[place].key)
            if other != place {
                // The one in the way is not at its main position: it moves to the free place.
                while unsafe other + Int(nodes[other].next) != place { other += Int(unsafe nodes[other].next) }
                unsafe nodes[other].next = Int32(free - other)
                let next = unsafe nodes[place].next
                unsafe nodes[free] = nodes[place]
                unsafe nodes[free].next = next == 0 ? 0 : Int32(place + Int(next) - free)
                unsafe nodes[place].next = 0
                unsafe nodes[place].value = .nil
            } else {
                let next = unsafe nodes[place].next
                unsafe nodes[free].next = next == 0 ? 0 : Int32(place + Int(next) - free)
                unsafe nodes[place].next = Int32(free - place)
                place = free
            }
        }
        unsafe pointer.pointee.nodes[place].key = key
        unsafe pointer.pointee.nodes[place].value = value
    }

    private func freeNode() -> Int? {
        guard o.hasNodes else { return nil }
        while o.lastFree > 0 {
            o.lastFree -= 1
            if self[node: Int(o.lastFree)].key.isNil { return Int(o.lastFree) }
        }
        return nil
    }

    // MARK: New sizes

    private func arrayIndex(_ key: LuaValue) -> Int? {
        guard key.isNumber else { return nil }
        let index = key.double.guessedInt32
        return Double(index) == key.double && index > 0 && index <= 1 << LuaTable.greatestBits ? Int(index) : nil
    }

    private func rehash(adding key: LuaValue) throws(LuaError) {
        // How many keys there are above 2^(i-1) and up to 2^i.
        var counts = [Int](repeating: 0, count: LuaTable.greatestBits + 1)
        var (total, integers) = (1, 0)
        for slot in 0..<arrayCount where !self[slot: slot].isNil {
            counts[LuaTable.ceilLog2(slot + 1)] += 1
            integers += 1
        }
        total += integers
        for index in 0..<nodeCount {
            let node = self[node: index]
            if node.value.isNil { continue }
            total += 1
            if let index = arrayIndex(node.key) {
                counts[LuaTable.ceilLog2(index)] += 1
                integers += 1
            }
        }
        if let index = arrayIndex(key) {
            counts[LuaTable.ceilLog2(index)] += 1
            integers += 1
        }
        let (size, used) = LuaTable.arraySize(counts, integers)
        try resize(array: size, fields: total - used)
    }

    /// The best size for the array part, and how many keys go there.
    private static func arraySize(_ counts: [Int], _ integers: Int) -> (size: Int, used: Int) {
        var (sum, size, used, bits) = (0, 0, 0, 0)
        while bits < counts.count, (1 << bits) / 2 < integers {
            if counts[bits] > 0 {
                sum += counts[bits]
                if sum > (1 << bits) / 2 { (size, used) = (1 << bits, sum) }
            }
            if sum == integers { break }
            bits += 1
        }
        return (size, used)
    }

    /// Makes room for at least `array` places without a rehash, as a list constructor does.
    func growArray(to count: Int) throws(LuaError) {
        if count > arrayCount { try resize(array: count, fields: o.hasNodes ? nodeCount : 0) }
    }

    private func resize(array: Int, fields: Int) throws(LuaError) {
        let bits = LuaTable.ceilLog2(fields)
        guard bits <= LuaTable.greatestBits else { throw runtime.thread.error("table overflow") }
        try runtime.reserve((array - arrayCount) * 8 + (fields > 0 ? (1 << bits) * MemoryLayout<Node>.stride : 0))
        let (oldNodes, oldCount, oldArray) = unsafe (pointer.pointee.nodes, nodeCount, arrayCount)
        if array > oldArray { setArray(count: array) }
        setNodes(count: fields)
        if array < oldArray {
            let vanishing = (array..<oldArray).map { self[slot: $0] }
            setArray(count: array)
            for (offset, value) in vanishing.enumerated() where !value.isNil { try set(array + offset + 1, value) }
        }
        for index in stride(from: oldCount - 1, through: 0, by: -1) where unsafe !oldNodes[index].value.isNil {
            try unsafe set(oldNodes[index].key, oldNodes[index].value)
        }
        if oldCount > 0 {
            runtime.count(bytes: -oldCount * MemoryLayout<Node>.stride)
            unsafe oldNodes.deallocate()
        }
    }
}
