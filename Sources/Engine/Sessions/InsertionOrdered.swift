// InsertionOrdered: a dictionary that is walked in the order in which its keys came, so that what clients see depends on what they did and
// on nothing else (a Swift dictionary's order differs from run to run).
//
// A key that leaves leaves a gap; when gaps outnumber keys they are closed, so that all operations are O(1), amortised.

/// A dictionary in the order of insertion.
struct InsertionOrdered<Key: Hashable, Value> {
    private var slots: [(key: Key, value: Value)?] = []
    private var places: [Key: Int] = [:]

    var count: Int { places.count }

    var isEmpty: Bool { places.isEmpty }

    subscript(key: Key) -> Value? { places[key].flatMap { slots[$0]?.value } }

    /// Adds a key, which is not there yet, behind all others.
    mutating func append(_ key: Key, _ value: Value) {
        precondition(places.updateValue(slots.count, forKey: key) == nil)
        slots.append((key, value))
    }

    /// Removes a key. Returns its value, or nil if it is not there.
    @discardableResult
    mutating func remove(_ key: Key) -> Value? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        let value = slots[place]?.value
        slots[place] = nil
        if slots.count > 8, slots.count > 2 * places.count { closeGaps() }
        return value
    }

    private mutating func closeGaps() {
        slots.removeAll { $0 == nil }
        for (place, slot) in slots.enumerated() { if let slot { places[slot.key] = place } }
    }

    /// The keys, the oldest first. O(n).
    var keys: [Key] { slots.compactMap { $0?.key } }

    /// The values, that of the oldest key first. O(n).
    var values: [Value] { slots.compactMap { $0?.value } }

    /// The value of the oldest key. O(gaps in front of it).
    var first: Value? { slots.first { $0 != nil }??.value }

    /// Calls `body` with each value, that of the oldest key first. Copies nothing.
    @inline(__always)
    func forEach(_ body: (Value) -> Void) {
        for slot in slots { if let slot { body(slot.value) } }
    }
}
