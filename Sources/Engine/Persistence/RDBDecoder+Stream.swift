// Streams, in all three spellings. What the older ones do not tell follows from what they do.

extension RDBDecoder {
    func stream(_ type: RDBType) throws(RDBError) -> Entry.Content? {
        let stream = StreamValue()
        for _ in 0..<(try reader.count()) {
            let name = try reader.array()
            guard name.count == 16 else { throw .corrupt("Stream node key entry is not the size of a stream ID") }
            let master = name.withBytes { StreamID(raw: $0) }
            guard stream.append(node: try listpack(), filedUnder: master) else {
                throw .corrupt("Stream listpack integrity check failed.")
            }
        }
        stream.counters.length = try reader.count()
        stream.counters.lastID = try id()
        if type == .stream1 {
            stream.counters.entriesAdded = stream.counters.length
        } else {
            stream.counters.firstID = try id()
            stream.counters.maxDeletedID = try id()
            stream.counters.entriesAdded = Int(truncatingIfNeeded: Int64(bitPattern: try reader.length()))
        }
        try checkEntries(of: stream)
        for _ in 0..<(try reader.count()) { try group(of: type, in: stream) }
        return .object(stream, .stream)
    }

    private func id() throws(RDBError) -> StreamID { StreamID(ms: try reader.length(), seq: try reader.length()) }

    private func rawID() throws(RDBError) -> StreamID { StreamID(raw: try reader.take(16)) }

    /// Fails unless the entries are in order, as many as is told, and none is behind the last id. The first of them is the first,
    /// whatever is told.
    private func checkEntries(of stream: StreamValue) throws(RDBError) {
        var (count, last, isInOrder) = (0, StreamID?.none, true)
        stream.counters.firstID = .min
        stream.forEach { entry in
            if last == nil { stream.counters.firstID = entry.id }
            isInOrder = last.map { $0 < entry.id } ?? true
            last = entry.id
            count += 1
            return isInOrder
        }
        guard isInOrder, count == stream.counters.length, last ?? .min <= stream.counters.lastID else {
            throw .corrupt("Stream integrity check failed.")
        }
    }

    // MARK: Groups

    private func group(of type: RDBType, in stream: StreamValue) throws(RDBError) {
        let (name, lastID) = (try reader.array(), try id())
        guard name.withBytes({ stream.group($0) }) == nil else {
            throw .corrupt("Duplicated consumer group name")
        }
        var entriesRead = stream.counters.entriesRead(through: lastID, configuration.profile)
        if type != .stream1 {
            let told = Int64(bitPattern: try reader.length())
            entriesRead = told == -1 ? nil : Int(told)
        }
        let group = StreamGroup(name: name, lastID: lastID, entriesRead: entriesRead)
        var pending = StreamIDMap<(time: Int64, count: Int)>()
        for _ in 0..<(try reader.count()) {
            let entry = (try rawID(), try reader.time(), try reader.count())
            guard pending.insert((entry.1, entry.2), at: entry.0) else {
                throw .corrupt("Duplicated global PEL entry loading stream consumer group")
            }
        }
        for _ in 0..<(try reader.count()) { try consumer(of: type, in: group, &pending) }
        guard pending.isEmpty else { throw .corrupt("NACK entry without consumer found in global PEL") }
        stream.add(group)
    }

    /// A consumer, which takes its entries from those that are pending.
    private func consumer(
        of type: RDBType, in group: StreamGroup, _ pending: inout StreamIDMap<(time: Int64, count: Int)>
    ) throws(RDBError) {
        let (name, seen) = (try reader.array(), try reader.time())
        let active = type == .stream3 ? try reader.time() : seen
        guard name.withBytes({ group.consumer($0) }) == nil else {
            throw .corrupt("Duplicated stream consumer detected")
        }
        let consumer = name.withBytes {
            group.addConsumer($0, seenTime: seen, activeTime: active == -1 ? nil : active)
        }
        for _ in 0..<(try reader.count()) {
            let id = try rawID()
            guard let entry = pending.remove(id) else {
                throw .corrupt("Consumer entry not found in group global PEL")
            }
            group.deliver(id, to: consumer, at: entry.time)
            group.modifyPending(id) { $0.deliveryCount = entry.count }
        }
    }
}

extension StreamID {
    /// The id of which `bytes` are the sixteen, the high ones first.
    fileprivate init(raw bytes: Bytes) {
        let part = { (start: Int) in (0..<8).reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[start + $1]) } }
        self.init(ms: part(0), seq: part(8))
    }
}
