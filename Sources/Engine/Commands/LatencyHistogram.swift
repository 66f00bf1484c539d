// LatencyHistogram: how long a command's calls took, for the percentiles of INFO latencystats.
//
// A high dynamic range histogram with two significant digits: 128 counters for each power of two of nanoseconds, so that a latency
// is known to within one percent and recording is O(1). It grows to the longest latency seen. The layout, and so
// the values that percentiles come out as, are those of the real server.
//
// Why it is unsafe inside: every command records, and an array that is changed within a class costs two run-time checks of exclusive
// access, a quarter of a small command. Why that is sound: the counters are owned here, and `record` grows them before it counts.

/// Counts of latencies.
@safe
final class LatencyHistogram {
    private var counts = unsafe UnsafeMutableBufferPointer<UInt32>(start: nil, count: 0)
    /// How many calls there were.
    private(set) var total = 0

    private static let halfBits = 7
    private static let greatest = 1_000_000_000
    /// The greatest latency that there is a counter for.
    private static let counted = 1 << 30 - 1

    var isEmpty: Bool { total == 0 }

    deinit { unsafe counts.deallocate() }

    /// Counts a call that took so long. Allocates when it is the longest so far.
    @inline(__always)
    func record(microseconds: Int) {
        let index = LatencyHistogram.index(of: min(max(microseconds * 1000, 1), LatencyHistogram.greatest))
        if unsafe index >= counts.count { grow(to: index) }
        unsafe counts[index] &+= 1
        total += 1
    }

    @inline(never)
    private func grow(to index: Int) {
        let bucket = 1 << LatencyHistogram.halfBits
        let larger = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: (index / bucket + 1) * bucket)
        let copied = unsafe larger.update(fromContentsOf: counts)
        unsafe larger[copied...].initialize(repeating: 0)
        unsafe counts.deallocate()
        unsafe counts = larger
    }

    @inline(__always)
    private static func index(of nanoseconds: Int) -> Int {
        let shift = 64 - (nanoseconds | 0xFF).leadingZeroBitCount - (halfBits + 1)
        return (shift << halfBits) + (nanoseconds >> shift)
    }

    /// The latency in nanoseconds that `percentile` percent of the calls did not exceed. O(counters).
    func nanoseconds(atPercentile percentile: Double) -> Int {
        let wanted = max(1, Int(percentile / 100 * Double(total) + 0.5))
        var seen = 0
        for index in unsafe counts.indices {
            seen += unsafe Int(counts[index])
            if seen >= wanted { return LatencyHistogram.greatestValue(at: index) }
        }
        return 0
    }

    /// How many calls took no longer than so many microseconds, at each power of two of 1.024 of them where that is more than at
    /// the one before. The last step, a second, is one of 1.073741. O(counters).
    var cumulativeCounts: [(microseconds: Int, count: Int)] {
        var steps: [(microseconds: Int, count: Int)] = []
        var (seen, next) = (0, 0)
        for exponent in 10...30 {
            let end = LatencyHistogram.index(of: min(1 << exponent, LatencyHistogram.counted))
            while unsafe next <= end && next < counts.count {
                seen += unsafe Int(counts[next])
                next += 1
            }
            if seen > steps.last?.count ?? 0 {
                steps.append((LatencyHistogram.greatestValue(at: end) / 1000, seen))
            }
        }
        return steps
    }

    /// The greatest latency that is counted at `index`.
    private static func greatestValue(at index: Int) -> Int {
        let shift = max(0, (index >> halfBits) - 1)
        return ((index - (shift << halfBits) + 1) << shift) - 1
    }
}
