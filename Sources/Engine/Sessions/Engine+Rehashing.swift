// `activerehashing`: a large table that is growing or shrinking takes the memory of two; where no commands come by to move its
// buckets, the engine does, a little at a time.

extension Engine {
    /// Between two times, in microseconds.
    private static let rehashingInterval: Int64 = 10_000
    /// Buckets at a time, which takes a few hundred microseconds.
    private static let rehashedBuckets = 512

    /// When buckets are to be moved, in monotonic microseconds, or nil if there are none.
    var nextRehashing: Int64? {
        guard configuration.activeRehashing, databases.contains(where: { $0.table.isLargeAndRehashing }) else {
            return nil
        }
        return lastRehashing + Engine.rehashingInterval
    }

    /// Moves some buckets, if it is time.
    func rehashIfDue() {
        guard let time = nextRehashing, time <= now.monotonic else { return }
        lastRehashing = now.monotonic
        for database in databases where database.table.isLargeAndRehashing {
            database.table.rehash(buckets: Engine.rehashedBuckets)
        }
    }
}
