// TimeoutQueue: when clients that wait have waited long enough.
//
// A client that is served in time leaves its deadline behind: finding it would cost more than dropping it when it is met. So that
// deadlines of long ago do not pile up, the queue is rid of them whenever it has doubled.

/// The deadlines of waiting sessions, the earliest first.
struct TimeoutQueue {
    private var heap: [(time: Int64, session: Int)] = []
    private var sweepAt = TimeoutQueue.leastSweep

    private static let leastSweep = 64

    var count: Int { heap.count }

    /// The earliest deadline, which may be one that nobody waits for any more.
    var first: Int64? { heap.first?.time }

    /// Adds a deadline, in monotonic microseconds. Amortised O(log n).
    ///
    /// - Parameter isLive: Whether a session still waits for a deadline.
    mutating func add(_ time: Int64, session: Int, isLive: (_ time: Int64, _ session: Int) -> Bool) {
        if heap.count >= sweepAt {
            // What is sorted is a heap. A session waits for one deadline at a time, so it needs to stand here but once.
            var seen: Set<Int> = []
            heap = heap.filter { isLive($0.time, $0.session) && seen.insert($0.session).inserted }
            heap.sort { $0.time < $1.time }
            sweepAt = max(TimeoutQueue.leastSweep, heap.count * 2)
        }
        heap.append((time, session))
        var index = heap.count - 1
        while index > 0, heap[index].time < heap[(index - 1) / 2].time {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Removes and returns the earliest deadline if it is due. O(log n).
    mutating func removeFirst(dueBy now: Int64) -> (time: Int64, session: Int)? {
        guard let first = heap.first, first.time <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while index * 2 + 1 < heap.count {
            var least = index * 2 + 1
            if least + 1 < heap.count, heap[least + 1].time < heap[least].time { least += 1 }
            guard heap[least].time < heap[index].time else { break }
            heap.swapAt(index, least)
            index = least
        }
        return first
    }
}
