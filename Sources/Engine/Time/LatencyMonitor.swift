// LatencyMonitor: what took long, event by event, for LATENCY. As in the real server an event keeps its latest 160 samples, one a
// second at most, which is then the longest of that second.

/// The latencies of an engine's events.
final class LatencyMonitor {
    /// What can take long, with the real server's names.
    enum Event: String {
        /// Commands with the flag `fast`, and the others.
        case fastCommand = "fast-command"
        case command
        /// The removal of keys that have expired, other than by who asks for them.
        case expireCycle = "expire-cycle"
        /// The removal of one such key, by whomever.
        case expireDeletion = "expire-del"
        /// The removal of keys for want of memory, as many as it takes.
        case evictionCycle = "eviction-cycle"
        /// The removal of one such key.
        case evictionDeletion = "eviction-del"

        /// As a release calls it.
        func name(in profile: Profile) -> String {
            self == .evictionDeletion && profile == .redis80 ? "evict-del" : rawValue
        }
    }

    /// A latency.
    struct Sample {
        /// Seconds since 1970.
        let time: Int
        var milliseconds: Int
    }

    /// What is known of an event.
    struct Series {
        let event: Event
        /// As the release calls it.
        let name: String
        /// The oldest first; never empty.
        fileprivate(set) var samples: [Sample]
        /// The greatest latency since the last reset, milliseconds.
        fileprivate(set) var greatest: Int
        /// The sum and the number of all latencies since the last reset.
        fileprivate(set) var sum: Int
        fileprivate(set) var count = 1
    }

    /// In the order in which the events first occurred.
    private(set) var series: [Series] = []

    private static let longestSeries = 160
    private let profile: Profile

    init(_ profile: Profile) { self.profile = profile }

    /// Notes a latency. O(samples of the event).
    func add(_ event: Event, milliseconds: Int, time: Int) {
        guard let index = series.firstIndex(where: { $0.event == event }) else {
            let sample = Sample(time: time, milliseconds: milliseconds)
            series.append(
                Series(
                    event: event, name: event.name(in: profile), samples: [sample], greatest: milliseconds,
                    sum: milliseconds))
            return
        }
        series[index].sum += milliseconds
        series[index].count += 1
        series[index].greatest = max(series[index].greatest, milliseconds)
        let last = series[index].samples.count - 1
        if series[index].samples[last].time == time {
            series[index].samples[last].milliseconds = max(series[index].samples[last].milliseconds, milliseconds)
            return
        }
        if series[index].samples.count == LatencyMonitor.longestSeries { series[index].samples.removeFirst() }
        series[index].samples.append(Sample(time: time, milliseconds: milliseconds))
    }

    /// What is known of the event of a name, which is taken as it is spelled.
    func series(_ name: Bytes) -> Series? {
        series.first { Array($0.name.utf8).withBytes { $0 == name } }
    }

    /// Forgets an event. Returns whether there was anything to forget.
    func remove(_ name: Bytes) -> Bool {
        guard let found = series(name) else { return false }
        series.removeAll { $0.event == found.event }
        return true
    }

    /// Forgets everything. Returns how many events there were.
    func removeAll() -> Int {
        defer { series = [] }
        return series.count
    }
}
