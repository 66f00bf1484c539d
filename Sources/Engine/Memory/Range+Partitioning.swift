// Binary search among what is in order, however it is kept.

extension Range<Int> {
    /// The first place at which a condition no longer holds that holds up to some place and not behind it; the end, if it holds
    /// everywhere. O(log count).
    @inline(__always)
    func partitioningIndex(_ isBefore: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = (low &+ high) >> 1
            if isBefore(middle) { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
