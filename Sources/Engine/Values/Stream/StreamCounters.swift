// StreamCounters: what a stream remembers beyond its entries, and what follows from it of how far behind a group is.
//
// How many entries lie before an id is known exactly only where nothing was deleted behind it. The rules by which the real server
// decides that it knows are followed one by one, as XINFO shows their outcome.

struct StreamCounters: Equatable {
    /// The number of entries.
    var length = 0
    /// The greatest id that there ever was, or that XSETID set.
    var lastID = StreamID.min
    /// The id of the first entry; 0-0 if there is none.
    var firstID = StreamID.min
    /// The greatest id that XDEL deleted.
    var maxDeletedID = StreamID.min
    /// How many entries were ever added.
    var entriesAdded = 0

    /// Whether an entry between `start` and the end may have been deleted.
    func mayHaveGaps(from start: StreamID, _ profile: Profile) -> Bool {
        guard length > 0, maxDeletedID > .min, firstID <= maxDeletedID || profile.isValkey else { return false }
        return start <= maxDeletedID
    }

    /// How many entries were ever added up to the one of this id, itself included, or nil if that cannot be told.
    func entriesRead(through id: StreamID, _ profile: Profile) -> Int? {
        if entriesAdded == 0 { return 0 }
        if length == 0, id <= lastID { return entriesAdded }
        if profile.doubtsDeleted, id > .min, id < maxDeletedID { return nil }
        if id >= lastID { return id == lastID ? entriesAdded : nil }
        guard maxDeletedID == .min || maxDeletedID < firstID else { return nil }
        if id < firstID { return entriesAdded &- length }
        return id == firstID ? entriesAdded &- length &+ 1 : nil
    }

    /// How many entries a group has yet to be delivered, or nil if that cannot be told.
    func lag(lastID: StreamID, entriesRead: Int?, _ profile: Profile) -> Int? {
        if entriesAdded == 0 { return 0 }
        if profile.countsEntriesAhead {
            if length == 0 { return 0 }
            if lastID < firstID, maxDeletedID < firstID { return length }
        }
        if let entriesRead, !mayHaveGaps(from: lastID, profile) { return entriesAdded &- entriesRead }
        return self.entriesRead(through: lastID, profile).map { entriesAdded &- $0 }
    }

    /// How many entries a group has read once it has been delivered the one of `id`.
    func entriesRead(after id: StreamID, lastID: StreamID, entriesRead: Int?, _ profile: Profile) -> Int? {
        // Redis 7.0 asks only for gaps behind the entry that it delivers.
        let isCertain =
            profile.doubtsDeleted
            ? lastID >= firstID && !mayHaveGaps(from: lastID, profile) : !mayHaveGaps(from: id, profile)
        if let entriesRead, isCertain { return entriesRead &+ 1 }
        return entriesAdded == 0 ? entriesRead : self.entriesRead(through: id, profile)
    }
}
