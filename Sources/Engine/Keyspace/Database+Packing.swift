// Which collections are at rest, and when. A collection is unpacked when a command looks it up, and packed again once some others
// have been since: so what is used over and over stays as it is, and the many that rest take little memory. Larger ones (see
// PackedCollection.swift) are not packed, but give up their object: a small one between large ones that grow would keep the gaps
// that they leave from becoming one.
//
// Packing happens between commands only: nothing that a command holds of a value goes away under it.

extension Database {
    /// How many collections stay unpacked at least.
    private static let workingSet = 64

    /// Notes that the value of a key with this hash is not packed. Keys that go, or whose values cannot be
    /// packed, do no harm.
    @inline(__always)
    func noteUnpacked(_ entry: Entry, hash: UInt64) {
        if entry.representation == .object { unpacked.append((hash, entry.word)) }
    }

    /// Unpacks the value of the entry at `location`, which a command is about to use.
    @inline(__always)
    func unpack(at location: inout Location, _ entry: Entry) {
        if entry.isAtRest { unpackAndNote(at: &location) }
    }

    @inline(never)
    private func unpackAndNote(at location: inout Location) {
        let entry = mutableEntry(at: &location)
        entry.unpack()
        noteUnpacked(entry, hash: location.hash)
    }

    /// Packs those that have not been used for longest, if many are not packed: to be called when no command is at work on any.
    @inline(__always)
    func packResting() {
        if unpacked.count >= 2 * Database.workingSet { packOldest() }
    }

    @inline(never)
    private func packOldest() {
        let count = unpacked.count - Database.workingSet
        // None of the values is freed before all are packed: else most would be packed into what those before them left, which is a
        // little larger, and what is left over of it of no use.
        var values: [AnyObject] = []
        values.reserveCapacity(count)
        for (hash, word) in unpacked[..<count] {
            if let value = table.find(word: word, hash: hash)?.pack() { values.append(value) }
        }
        unpacked.removeFirst(count)
    }
}
