// Streams: the nodes as they are, then the counters, then each group with what is pending, of whom by the consumers that follow.

extension RDBWriter {
    func stream(_ stream: StreamValue, _ middle: () -> Void) {
        type(.stream3, middle)
        length(stream.nodes.count)
        stream.nodes.forEach { master, node in
            length(16)
            raw(master)
            string(node.listpack)
            return true
        }
        let counters = stream.counters
        length(counters.length)
        for id in [counters.lastID, counters.firstID, counters.maxDeletedID] { pair(id) }
        length(UInt64(bitPattern: Int64(counters.entriesAdded)))
        length(stream.groups.count)
        for group in stream.groups { self.group(group) }
    }

    private func group(_ group: StreamGroup) {
        group.name.withBytes { string($0) }
        pair(group.lastID)
        length(UInt64(bitPattern: Int64(group.entriesRead ?? -1)))
        length(group.pending.count)
        group.pending.forEach { id, entry in
            raw(id)
            time(entry.deliveryTime)
            length(UInt64(bitPattern: Int64(entry.deliveryCount)))
            return true
        }
        length(group.consumers.count)
        for consumer in group.consumers {
            consumer.name.withBytes { string($0) }
            time(consumer.seenTime)
            time(consumer.activeTime ?? -1)
            length(consumer.pending.count)
            consumer.pending.forEach { id, _ in
                raw(id)
                return true
            }
        }
    }

    /// An id as two lengths.
    private func pair(_ id: StreamID) {
        length(id.ms)
        length(id.seq)
    }

    /// An id as 16 bytes, the high ones first.
    private func raw(_ id: StreamID) {
        littleEndian(id.ms.byteSwapped, bytes: 8)
        littleEndian(id.seq.byteSwapped, bytes: 8)
    }
}
