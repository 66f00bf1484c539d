// What is true of a hash table between any two operations. For tests: they check it after each of theirs.

extension HashTable {
    /// Whether the two tables are as look-up, scan and resizing rely on. O(n).
    var invariantsHold: Bool {
        if isRehashing {
            guard tables.1.bucketCount > 0, rehashIndex < tables.0.bucketCount else { return false }
            // What has moved is gone from where it was.
            guard (0..<rehashIndex).allSatisfy({ tables.0.isEmpty(chain: $0) }) else { return false }
        } else if tables.1.bucketCount > 0 {
            return false
        }
        return tables.0.invariantsHold { hash(Element(word: $0).key) }
            && tables.1.invariantsHold { hash(Element(word: $0).key) }
    }
}

extension Buckets {
    /// Whether every element is in the bucket that its hash names, under its hash's tag, only the last bucket of a chain has free
    /// places, and the counters count. O(n).
    func invariantsHold(hash: (UInt) -> UInt64) -> Bool {
        guard bucketCount & (bucketCount - 1) == 0 else { return false }
        var (elements, chained) = (0, 0)
        for index in 0..<bucketCount {
            var next: Bucket? = chain(index)
            while let bucket = next {
                next = bucket.next
                chained += next == nil ? 0 : 1
                elements += bucket.presence.nonzeroBitCount
                if next != nil, bucket.presence != 0x3F { return false }
                for place in 0..<Bucket.places where bucket.presence & 1 << UInt64(place) != 0 {
                    let hash = hash(bucket.word(place))
                    guard hash & mask == UInt64(index), bucket.tag(place) == Buckets.tag(hash) else { return false }
                }
            }
        }
        return elements == used && chained == chainedCount
    }
}
