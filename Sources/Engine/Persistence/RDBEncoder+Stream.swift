// Streams: the nodes as their listpacks, the counters, the groups with what waits to be acknowledged.

extension RDBWriter {
    func stream(_ stream: StreamValue, _ middle: () -> Void) {
        let hasActiveTimes = version.knows(.stream3)
        type(hasActiveTimes ? .stream3 : .stream2, middle)
        var nodes = 0
        stream.nodes.forEach { _, _ in
            nodes += 1
            return true
        }
        length(nodes)
        stream.nodes.forEach { id, node in
            string { self.raw(id, to: $0) }
            string(node.listpack)
            return true
        }
        let counters = stream.counters
        length(counters.length)
        for id in [counters.lastID, counters.firstID, counters.maxDeletedID] { self.id(id) }
        length(UInt64(bitPattern: Int64(counters.entriesAdded)))
        length(stream.groups.count)
        for group in stream.groups { self.group(group, hasActiveTimes) }
    }

    private func id(_ id: StreamID) {
        length(id.ms)
        length(id.seq)
    }

    /// Sixteen bytes, the high ones first.
    private func raw(_ id: StreamID, to buffer: ByteBuffer) {
        for part in [id.ms, id.seq] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                buffer.append(UInt8(truncatingIfNeeded: part >> shift))
            }
        }
    }

    private func group(_ group: StreamGroup, _ hasActiveTimes: Bool) {
        group.name.withBytes { string($0) }
        id(group.lastID)
        length(group.entriesRead.map { UInt64(bitPattern: Int64($0)) } ?? .max)
        length(group.pending.count)
        group.pending.forEach { id, entry in
            raw(id, to: buffer)
            time(entry.deliveryTime)
            length(entry.deliveryCount)
            return true
        }
        length(group.consumers.count)
        for consumer in group.consumers {
            consumer.name.withBytes { string($0) }
            time(consumer.seenTime)
            if hasActiveTimes { time(consumer.activeTime ?? -1) }
            length(consumer.pending.count)
            consumer.pending.forEach { id, _ in
                raw(id, to: buffer)
                return true
            }
        }
    }
}
