// The scan cursor.
//
// The guarantee: an element that is in the table from the first call (cursor 0) to the one that returns 0 is visited at
// least once, whatever is inserted, removed or resized between the calls. An element may be visited more than once. No state
// is kept for a scan: the cursor is all there is.
//
// How: the cursor counts with its bits reversed, from the highest bit of the mask down. The buckets that a bucket splits into
// when a table grows are those whose index ends in the same low bits, and bit-reversed counting visits just these one after
// another; so what has been visited in a table of one size is exactly a set of whole buckets in a table of any other size. While
// two tables exist, a step visits a bucket of the smaller and then all buckets of the larger that it splits into.

extension HashTable {
    /// Visits the elements of at least one bucket and returns the cursor to go on with, 0 at the end. `visit` must not change
    /// the table. O(elements visited), while resizing times the ratio of the two sizes.
    func scan(_ cursor: UInt64, _ visit: (Element) -> Void) -> UInt64 {
        guard !isEmpty else { return 0 }
        if isRehashing { rehashStep() }
        let first = tables.0.mask
        guard isRehashing else {
            tables.0.forEach(inChain: Int(cursor & first), Element.self, visit)
            return HashTable.successor(of: cursor, mask: first)
        }
        let second = tables.1.mask
        let (small, large) = first <= second ? (first, second) : (second, first)
        (first <= second ? tables.0 : tables.1).forEach(inChain: Int(cursor & small), Element.self, visit)
        var cursor = cursor
        repeat {
            (first <= second ? tables.1 : tables.0).forEach(inChain: Int(cursor & large), Element.self, visit)
            cursor = HashTable.successor(of: cursor, mask: large)
        } while cursor & (small ^ large) != 0
        return cursor
    }

    /// The next cursor: the bits under the mask, reversed, plus one.
    private static func successor(of cursor: UInt64, mask: UInt64) -> UInt64 {
        reversed(reversed(cursor | ~mask) &+ 1)
    }

    private static func reversed(_ word: UInt64) -> UInt64 {
        var word = word.byteSwapped
        word = (word >> 4) & 0x0F0F_0F0F_0F0F_0F0F | (word & 0x0F0F_0F0F_0F0F_0F0F) << 4
        word = (word >> 2) & 0x3333_3333_3333_3333 | (word & 0x3333_3333_3333_3333) << 2
        return (word >> 1) & 0x5555_5555_5555_5555 | (word & 0x5555_5555_5555_5555) << 1
    }

    /// An element chosen at random, or nil when there is none: each as likely as any other, but for those of a bucket with more than
    /// `even` elements, which are a little less so. Expected O(1); allocates nothing.
    func random(_ random: inout RandomSource) -> Element? {
        guard !isEmpty else { return nil }
        if isRehashing { rehashStep() }
        let first = tables.0.bucketCount
        let all = first + tables.1.bucketCount
        while true {
            let index = random.next(below: all)
            let isInFirst = index < first
            let table = isInFirst ? tables.0 : tables.1
            let chain = isInFirst ? index : index - first
            let count = table.count(inChain: chain)
            // To choose one of those that are there would favour the elements of poor buckets: choose a place, be it empty.
            let place = random.next(below: max(count, HashTable.even))
            if place < count { return table.element(place, inChain: chain, Element.self) }
        }
    }

    /// Hardly a bucket has more elements: one in a few hundred when the table is at its fullest.
    private static var even: Int { 14 }
}
