// StreamGroup: a consumer group, what it has been delivered, and what of that waits to be acknowledged.
//
// A pending entry stands once in the group's list, by id, with the consumer that it was delivered to, when and how often; a
// consumer's list has its id alone. So the two cannot disagree on anything but on who has it, which an invariant checks.

/// What is known of an entry that was delivered and not acknowledged.
struct PendingEntry {
    /// Milliseconds since 1970.
    var deliveryTime: Int64
    var deliveryCount: Int
    /// The slot of the consumer that has it.
    fileprivate(set) var consumer: Int32
}

/// A member of a group.
final class StreamConsumer {
    let name: [UInt8]
    /// When it last tried anything, milliseconds since 1970.
    var seenTime: Int64
    /// When it was last given anything, or nil.
    var activeTime: Int64?
    /// The ids of what it has not acknowledged.
    @safe @exclusivity(unchecked) fileprivate(set) var pending = StreamIDMap<Void>()
    /// Its number within the group.
    fileprivate let slot: Int32

    fileprivate init(name: [UInt8], seenTime: Int64, activeTime: Int64?, slot: Int32) {
        self.name = name
        self.seenTime = seenTime
        self.activeTime = activeTime
        self.slot = slot
    }

    fileprivate func copy() -> StreamConsumer {
        let copy = StreamConsumer(name: name, seenTime: seenTime, activeTime: activeTime, slot: slot)
        copy.pending = pending
        return copy
    }
}

/// A consumer group of a stream.
final class StreamGroup {
    let name: [UInt8]
    /// What has been delivered last, `>` being what comes behind it.
    var lastID: StreamID
    /// How many entries were ever added up to `lastID`, if that is known.
    var entriesRead: Int?
    /// What waits to be acknowledged.
    @safe @exclusivity(unchecked) private(set) var pending = StreamIDMap<PendingEntry>()
    /// In the order of their names.
    private(set) var consumers: [StreamConsumer] = []
    /// Consumers by their slot.
    @safe @exclusivity(unchecked) private var slots: [StreamConsumer?] = []
    private var freeSlots: [Int32] = []

    init(name: [UInt8], lastID: StreamID, entriesRead: Int?) {
        self.name = name
        self.lastID = lastID
        self.entriesRead = entriesRead
    }

    /// A group of its own with the same contents. O(consumers).
    func copy() -> StreamGroup {
        let copy = StreamGroup(name: name, lastID: lastID, entriesRead: entriesRead)
        copy.pending = pending
        copy.consumers = consumers.map { $0.copy() }
        copy.slots = Array(repeating: nil, count: slots.count)
        for consumer in copy.consumers { copy.slots[Int(consumer.slot)] = consumer }
        copy.freeSlots = freeSlots
        return copy
    }

    // MARK: Consumers

    /// O(log consumers).
    func consumer(_ name: Bytes) -> StreamConsumer? {
        let index = consumers.firstIndex(notBelow: name, \.name)
        guard index < consumers.count, consumers[index].name.withBytes({ $0 == name }) else { return nil }
        return consumers[index]
    }

    /// Adds a consumer, of whose name there is none yet. O(consumers).
    ///
    /// - Parameter time: When it was last seen, milliseconds since 1970.
    func addConsumer(_ name: Bytes, seenTime time: Int64, activeTime: Int64? = nil) -> StreamConsumer {
        let slot = freeSlots.popLast() ?? Int32(slots.count)
        let consumer = StreamConsumer(name: name.array, seenTime: time, activeTime: activeTime, slot: slot)
        if Int(slot) == slots.count { slots.append(consumer) } else { slots[Int(slot)] = consumer }
        consumers.insert(consumer, at: consumers.firstIndex(notBelow: name, \.name))
        return consumer
    }

    /// Removes a consumer and all that it has not acknowledged. O(consumers + pending * log pending).
    func removeConsumer(_ consumer: StreamConsumer) {
        consumer.pending.forEach { id, _ in
            pending.remove(id)
            return true
        }
        consumers.removeAll { $0 === consumer }
        slots[Int(consumer.slot)] = nil
        freeSlots.append(consumer.slot)
    }

    /// The consumer that has a pending entry.
    func owner(of entry: PendingEntry) -> StreamConsumer { slots[Int(entry.consumer)]! }

    // MARK: Pending entries. All O(log pending).

    /// Notes that an entry was delivered to a consumer for the first time, whoever had it before.
    @inline(__always)
    func deliver(_ id: StreamID, to consumer: StreamConsumer, at time: Int64) {
        let entry = PendingEntry(deliveryTime: time, deliveryCount: 1, consumer: consumer.slot)
        if pending.insert(entry, at: id) {
            consumer.pending.insert((), at: id)
            return
        }
        hand(id, to: consumer)
        pending.modify(id) { $0 = entry }
    }

    /// Changes when and how often a pending entry was delivered.
    func modifyPending(_ id: StreamID, _ body: (inout PendingEntry) -> Void) { pending.modify(id, body) }

    /// Makes a pending entry a consumer's, whoever has it.
    func hand(_ id: StreamID, to consumer: StreamConsumer) {
        guard let entry = pending[id], entry.consumer != consumer.slot else { return }
        owner(of: entry).pending.remove(id)
        consumer.pending.insert((), at: id)
        pending.modify(id) { $0.consumer = consumer.slot }
    }

    /// Adds a pending entry as a dump tells of it; returns whether there was none of this id.
    func addPending(_ id: StreamID, of consumer: StreamConsumer, deliveryTime: Int64, deliveryCount: Int) -> Bool {
        let entry = PendingEntry(deliveryTime: deliveryTime, deliveryCount: deliveryCount, consumer: consumer.slot)
        return pending.insert(entry, at: id) && consumer.pending.insert((), at: id)
    }

    /// Removes a pending entry; returns whether there was one.
    @inline(__always)
    func acknowledge(_ id: StreamID) -> Bool {
        guard let entry = pending.remove(id) else { return false }
        owner(of: entry).pending.remove(id)
        return true
    }

    // MARK: Memory and invariants

    /// Bytes, near enough. O(pending / 64 + consumers).
    var memoryUse: Int {
        consumers.reduce(112 + name.count + pending.memoryUse) { $0 + 104 + $1.name.count + $1.pending.memoryUse }
    }

    /// What is wrong with the group, or nil. O(pending). For tests.
    var brokenInvariant: String? {
        if let broken = pending.brokenInvariant { return broken }
        var total = 0
        for consumer in consumers {
            if let broken = consumer.pending.brokenInvariant { return broken }
            if slots[Int(consumer.slot)] !== consumer { return "a consumer in another's slot" }
            total += consumer.pending.count
            var stray: StreamID?
            consumer.pending.forEach { id, _ in
                if pending[id]?.consumer != consumer.slot { stray = id }
                return stray == nil
            }
            if let stray { return "\(stray.text) is another's" }
        }
        return total == pending.count ? nil : "\(total) pending entries of consumers, \(pending.count) of the group"
    }
}

extension Array {
    /// The first element, of those in the order of their names, whose name is not below `name`. O(log n).
    func firstIndex(notBelow name: Bytes, _ nameOf: (Element) -> [UInt8]) -> Int {
        (0..<count).partitioningIndex { nameOf(self[$0]).withBytes { $0.compare(name) < 0 } }
    }
}
