// IntSet: the integers of a small set, in ascending order, all of the same width: 16 bits, or as many as the widest one ever needed.
//
// The elements lie in memory as they do in the real server's format, so that its sizes agree; the format's header is written
// when a set leaves the process:
//
//     4 bytes  width of an element in bytes: 2, 4 or 8, little-endian
//     4 bytes  number of elements, little-endian
//     elements, little-endian
//
// What comes from outside is checked before anything is read of it.

/// A sorted sequence of different integers.
struct IntSet {
    private enum Storage {
        case narrow([Int16])
        case medium([Int32])
        case wide([Int64])
    }

    private var storage = Storage.narrow([])

    init() {}

    /// The number of elements. O(1).
    var count: Int {
        switch storage {
        case .narrow(let values): values.count
        case .medium(let values): values.count
        case .wide(let values): values.count
        }
    }

    /// Bytes of an element.
    var width: Int {
        switch storage {
        case .narrow: 2
        case .medium: 4
        case .wide: 8
        }
    }

    /// Bytes of memory beside this value.
    var memoryUse: Int {
        switch storage {
        case .narrow(let values): IntSet.arrayOverhead + values.capacity * 2
        case .medium(let values): IntSet.arrayOverhead + values.capacity * 4
        case .wide(let values): IntSet.arrayOverhead + values.capacity * 8
        }
    }

    private static let arrayOverhead = 40

    /// The element at `index`, by size. O(1).
    @inline(__always)
    subscript(index: Int) -> Int {
        switch storage {
        case .narrow(let values): Int(values[index])
        case .medium(let values): Int(values[index])
        case .wide(let values): Int(values[index])
        }
    }

    /// The smallest and the largest element of a set that has one. O(1).
    var bounds: ClosedRange<Int> { self[0]...self[count - 1] }

    /// Whether `value` is an element. O(log n).
    @inline(__always)
    func contains(_ value: Int) -> Bool {
        switch storage {
        case .narrow(let values): IntSet.contains(value, values)
        case .medium(let values): IntSet.contains(value, values)
        case .wide(let values): IntSet.contains(value, values)
        }
    }

    @inline(__always)
    private static func contains<Value: FixedWidthInteger>(_ value: Int, _ values: [Value]) -> Bool {
        guard let value = Value(exactly: value) else { return false }
        let place = values.firstPlace(notBelow: value)
        return place < values.count && values[place] == value
    }

    // MARK: Changing

    /// Adds an element; returns whether it is new. O(n) bytes moved, none for one above all others, amortised.
    mutating func insert(_ value: Int) -> Bool {
        widen(for: value)
        // Taken out while it changes, so that it has one owner.
        let storage = storage
        self.storage = .narrow([])
        switch consume storage {
        case .narrow(var values):
            defer { self.storage = .narrow(values) }
            return values.insertSorted(Int16(value))
        case .medium(var values):
            defer { self.storage = .medium(values) }
            return values.insertSorted(Int32(value))
        case .wide(var values):
            defer { self.storage = .wide(values) }
            return values.insertSorted(Int64(value))
        }
    }

    /// Removes an element; returns whether it was there. The width stays. O(n) bytes moved.
    mutating func remove(_ value: Int) -> Bool {
        let storage = storage
        self.storage = .narrow([])
        switch consume storage {
        case .narrow(var values):
            defer { self.storage = .narrow(values) }
            return values.removeSorted(value)
        case .medium(var values):
            defer { self.storage = .medium(values) }
            return values.removeSorted(value)
        case .wide(var values):
            defer { self.storage = .wide(values) }
            return values.removeSorted(value)
        }
    }

    /// Gives all elements the width that `value` needs. O(n) if that is more than they have.
    @inline(__always)
    private mutating func widen(for value: Int) {
        switch storage {
        case .narrow where Int16(exactly: value) != nil: break
        case .medium where Int32(exactly: value) != nil: break
        case .wide: break
        case .narrow(let values) where Int32(exactly: value) != nil: storage = .medium(values.map(Int32.init))
        case .narrow(let values): storage = .wide(values.map(Int64.init))
        case .medium(let values): storage = .wide(values.map(Int64.init))
        }
    }

    // MARK: The real server's format

    /// Appends the set in the real server's format. O(n).
    func serialize(to buffer: ByteBuffer) {
        buffer.append(littleEndian: UInt32(width))
        buffer.append(littleEndian: UInt32(count))
        serializeElements(to: buffer)
    }

    /// Appends the elements alone. O(n).
    func serializeElements(to buffer: ByteBuffer) {
        switch storage {
        case .narrow(let values): for value in values { buffer.append(littleEndian: value) }
        case .medium(let values): for value in values { buffer.append(littleEndian: value) }
        case .wide(let values): for value in values { buffer.append(littleEndian: value) }
        }
    }

    /// The set that `bytes` hold, or nil if they are not one, or none with an element. O(n).
    init?(serialized bytes: Bytes) {
        guard bytes.count > IntSet.headerSize else { return nil }
        let width = Int(bytes.littleEndian(at: 0, as: UInt32.self))
        let count = Int(bytes.littleEndian(at: 4, as: UInt32.self))
        guard width == 2 || width == 4 || width == 8, bytes.count - IntSet.headerSize == count * width else {
            return nil
        }
        self.init(elements: bytes.dropFirst(IntSet.headerSize), width: width)
        for index in 1..<count where self[index - 1] >= self[index] { return nil }
    }

    /// The set of the elements that `serializeElements` wrote, of which there are some. O(n).
    init(elements: Bytes, width: Int) {
        switch width {
        case 2: storage = .narrow(elements.integers())
        case 4: storage = .medium(elements.integers())
        default: storage = .wide(elements.integers())
        }
    }

    private static let headerSize = 8

    /// What is wrong with the set, or nil. O(n). For tests.
    var brokenInvariant: String? {
        for index in 0..<count where index > 0 && self[index - 1] >= self[index] {
            return "\(self[index - 1]) stands before \(self[index])"
        }
        return nil
    }
}

extension Array where Element: FixedWidthInteger {
    /// The place of the first element that is `value` or more. O(log n).
    @inline(__always)
    fileprivate func firstPlace(notBelow value: Element) -> Int {
        // Sets are often filled in ascending order.
        guard let last, last >= value else { return count }
        return (0..<count - 1).partitioningIndex { self[$0] < value }
    }

    @inline(__always)
    fileprivate mutating func insertSorted(_ value: Element) -> Bool {
        let place = firstPlace(notBelow: value)
        if place < count, self[place] == value { return false }
        // Doubling would leave half of a small set's memory idle.
        if capacity == count { reserveCapacity(count + 1 + count / 4) }
        insert(value, at: place)
        return true
    }

    @inline(__always)
    fileprivate mutating func removeSorted(_ value: Int) -> Bool {
        guard let value = Element(exactly: value) else { return false }
        let place = firstPlace(notBelow: value)
        guard place < count, self[place] == value else { return false }
        remove(at: place)
        if capacity > 2 * count + 64 { self = map { $0 } }
        return true
    }
}

extension ByteBuffer {
    fileprivate func append<Value: FixedWidthInteger>(littleEndian value: Value) {
        for index in 0..<MemoryLayout<Value>.size { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
}

extension Bytes {
    fileprivate func littleEndian<Value: FixedWidthInteger>(at offset: Int, as _: Value.Type) -> Value {
        var value: Value = 0
        for index in 0..<MemoryLayout<Value>.size {
            value |= Value(truncatingIfNeeded: self[offset + index]) << (8 * index)
        }
        return value
    }

    fileprivate func integers<Value: FixedWidthInteger>() -> [Value] {
        let size = MemoryLayout<Value>.size
        return (0..<count / size).map { littleEndian(at: $0 * size, as: Value.self) }
    }
}
