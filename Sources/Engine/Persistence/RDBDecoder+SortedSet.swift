// Sorted sets, in all four spellings.

extension RDBDecoder {
    func sortedSet(_ type: RDBType) throws(RDBError) -> Entry.Content? {
        let limit = SortedSetLimit(configuration, seed: seed)
        switch type {
        case .sortedSetZiplist: return try sortedSet(try ziplist(), limit)
        case .sortedSetListpack: return try sortedSet(try listpack(), limit)
        default: break
        }
        let count = try reader.count()
        // As large, until it is known how long the members are.
        let sortedSet = SortedSetValue(expecting: .max, limit: limit)
        let member = ByteBuffer()
        for _ in 0..<count {
            try reader.string(into: member)
            let score = type == .sortedSet ? try reader.double() : try reader.textOfDouble()
            guard !score.isNaN else { throw .corrupt("Zset with NAN score detected") }
            guard sortedSet.score(of: member.bytes) == nil else {
                throw .corrupt("Zset with dup elements detected")
            }
            sortedSet.add(member.bytes, score, limit: limit)
        }
        guard sortedSet.count > 0 else { return nil }
        sortedSet.compact(limit: limit)
        return .object(sortedSet, .sortedSet)
    }

    /// A sorted set of the members and scores in a listpack.
    private func sortedSet(_ pairs: Listpack, _ limit: SortedSetLimit) throws(RDBError) -> Entry.Content? {
        guard !pairs.isEmpty else { return nil }
        try checkUnique(pairs, stride: 2)
        var isScore = false
        var isValid = true
        pairs.forEach(from: pairs.start) { _, element in
            if isScore { isValid = element.hasScore }
            isScore.toggle()
            return isValid
        }
        let sortedSet = SortedSetValue(pairs: pairs)
        guard isValid, sortedSet.isInOrder else { throw .corrupt("Zset listpack integrity check failed.") }
        // Only the number of members counts here, as on the real server.
        if !limit.allows(sortedSet.count, longest: 0) { sortedSet.convertToSkiplist(limit) }
        return .object(sortedSet, .sortedSet)
    }
}

extension SortedSetValue {
    /// Whether each member stands behind those of lower scores, and of lower bytes among those of its own score.
    fileprivate var isInOrder: Bool {
        var last: (member: ListpackElement, score: Double)?
        var isInOrder = true
        forEach(in: 0..<count) { member, score in
            if let last, last.score >= score {
                let order = last.member.withBytes { last in member.withBytes { last.compare($0) } }
                isInOrder = last.score == score && order < 0
            }
            last = (member, score)
            return isInOrder
        }
        return isInOrder
    }
}

extension ListpackElement {
    /// Whether the element is a number.
    fileprivate var hasScore: Bool {
        guard case .string(let text) = self else { return true }
        return text.double.map { !$0.isNaN } ?? false
    }
}

extension RDBReader {
    /// A number as the oldest dumps spell it: one byte of length, or one that stands for a number which is none.
    fileprivate func textOfDouble() throws(RDBError) -> Double {
        let count = try byte()
        switch count {
        case 253: return .nan
        case 254: return .infinity
        case 255: return -.infinity
        default:
            guard let value = try take(Int(count)).double else { throw .corrupt("a score that is no number") }
            return value
        }
    }
}
