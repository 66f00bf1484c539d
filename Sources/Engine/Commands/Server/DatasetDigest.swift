// DatasetDigest: what DEBUG DIGEST and DIGEST-VALUE answer, the same 20 bytes as the real server for the same data.
//
// Two ways to combine: what has an order is mixed into a digest one after the other, which makes the order count; what has none
// (keys, members, fields) is digested by itself and the digests are combined by exclusive or.

extension SHA1.Digest {
    /// Takes in something that comes next.
    mutating func mix(_ bytes: Bytes) {
        self ^= SHA1.digest(bytes)
        self = self.bytes.withBytes { SHA1.digest($0) }
    }

    mutating func mix(_ element: ListpackElement) {
        element.withBytes { mix($0) }
    }

    /// Takes in a number, as four bytes, the high ones first.
    fileprivate mutating func mix(_ number: UInt32) {
        mix([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) })
    }

    mutating func mix(_ bytes: [UInt8]) { bytes.withBytes { mix($0) } }

    /// Takes in something that has no place among the others.
    mutating func add(_ bytes: Bytes) { self ^= SHA1.digest(bytes) }

    fileprivate mutating func add(_ other: SHA1.Digest) { other.bytes.withBytes { add($0) } }

    fileprivate mutating func add(_ text: StaticString) { add(Bytes(text)) }
}

enum DatasetDigest {
    /// Of all keys of all databases. O(bytes).
    static func digest(of databases: [Database], _ style: DoubleText.Style) -> SHA1.Digest {
        var digest = SHA1.Digest.zero
        for database in databases where database.count > 0 {
            // The same keys in another database are another dataset.
            digest.mix(UInt32(database.index))
            database.table.forEach { entry in
                var one = SHA1.Digest.zero
                one.mix(entry.key)
                mix(entry, style, into: &one)
                digest.add(one)
            }
        }
        return digest
    }

    /// Of a value and its expiry. O(bytes).
    ///
    /// - Parameter style: How scores are written.
    static func mix(_ entry: Entry, _ style: DoubleText.Style, into digest: inout SHA1.Digest) {
        digest.mix(typeNumber(entry.type))
        switch entry.type {
        case .string:
            if entry.representation == .integer {
                digest.mix(Array("\(entry.integer)".utf8))
            } else {
                digest.mix(entry.stringBytes)
            }
        case .list:
            entry.object(ListValue.self).forEach(from: 0) { element in
                digest.mix(element)
                return true
            }
        case .set:
            entry.object(SetValue.self).forEach { element in
                element.withBytes { digest.add($0) }
                return true
            }
        case .sortedSet:
            let sortedSet = entry.object(SortedSetValue.self)
            sortedSet.forEach(in: 0..<sortedSet.count) { member, score in
                var one = SHA1.Digest.zero
                one.mix(member)
                let text =
                    style == .shortest ? DoubleText.shortestDigits(score) : DoubleText.text(score, style)
                one.mix(Array(text.utf8))
                digest.add(one)
                return true
            }
        case .hash: mix(entry.object(HashValue.self), into: &digest)
        case .stream: mix(entry.object(StreamValue.self), into: &digest)
        case .vectorSet: mix(entry.object(VectorSet.self), into: &digest)
        }
        if entry.hasExpiry { digest.add("!!expire!!") }
    }

    private static func mix(_ hash: HashValue, into digest: inout SHA1.Digest) {
        hash.forEach { field, value, expiry in
            var one = SHA1.Digest.zero
            one.mix(field)
            one.mix(value)
            if expiry != nil { one.add("!!hexpire!!") }
            digest.add(one)
            return true
        }
    }

    /// Groups are no part of it.
    private static func mix(_ stream: StreamValue, into digest: inout SHA1.Digest) {
        stream.forEach { entry in
            digest.mix(Array("\(entry.id.ms).\(entry.id.seq)".utf8))
            entry.forEachElement { digest.mix($0) }
            return true
        }
    }

    /// Of our own: the real server digests its graph with it.
    private static func mix(_ vectorSet: VectorSet, into digest: inout SHA1.Digest) {
        for element in vectorSet.elements {
            var one = SHA1.Digest.zero
            one.mix(element.name)
            for number in element.givenVector { one.mix(number.bitPattern) }
            one.mix(element.attributes ?? [])
            digest.add(one)
        }
    }

    /// As the real server numbers the types.
    private static func typeNumber(_ type: ValueType) -> UInt32 {
        switch type {
        case .string: 0
        case .list: 1
        case .set: 2
        case .sortedSet: 3
        case .hash: 4
        case .vectorSet: 5
        case .stream: 6
        }
    }
}
