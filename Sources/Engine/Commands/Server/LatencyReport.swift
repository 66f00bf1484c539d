// LatencyReport: what LATENCY DOCTOR says of the events that took long, and what to do about them. The sentences are the reply of
// the real server, which tools and people know it by.

/// The report of LATENCY DOCTOR.
struct LatencyReport {
    private var text = ""
    private let engine: Engine

    /// The report, which calls the server by its name.
    static func text(of engine: Engine) -> String {
        let text = LatencyReport(of: engine).text
        return engine.profile.isValkey ? text.replacing("Redis", with: "Valkey") : text
    }

    private init(of engine: Engine) {
        self.engine = engine
        let series = engine.latencyMonitor.series
        if series.isEmpty {
            text =
                engine.configuration.latencyMonitorThreshold == 0
                ? LatencyReport.disabled(engine.profile) : LatencyReport.nothing(engine.profile)
            return
        }
        text =
            engine.profile.isValkey
            ? "Latency spikes are observed in this Valkey instance.\n\n"
            : "Dave, I have observed latency spikes in this Redis instance. "
                + "You don't mind talking about it, do you Dave?\n\n"
        for (index, series) in series.enumerated() { describe(series, number: index + 1) }
        let start = text.utf8.count
        advise(Set(series.map(\.event)))
        if text.utf8.count > start {
            let advice = engine.profile.isValkey ? "Here is some advice" : "I have a few advices"
            text.insert(
                contentsOf: "\n\(advice) for you:\n\n", at: text.utf8.index(text.startIndex, offsetBy: start)
            )
        } else {
            text += LatencyReport.helpless
        }
    }

    private static func disabled(_ profile: Profile) -> String {
        let text =
            "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance. You may use "
            + "\"CONFIG SET latency-monitor-threshold <milliseconds>.\" in order to enable it."
        if profile.isValkey { return text + "\n" }
        let address =
            profile == .redis70
            ? "https://redis.io/topics/latency-monitor"
            : "https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/latency-monitor"
        return text + " If we weren't in a deep space mission I'd suggest to take a look at \(address).\n"
    }

    private static func nothing(_ profile: Profile) -> String {
        let text = "o latency spike was observed during the lifetime of this Redis instance, not in the slightest bit."
        if profile.isValkey { return "N\(text)\n" }
        return
            "Dave, n\(text) I honestly think you ought to sit down calmly, take a stress pill, and think things over.\n"
    }

    private static let helpless =
        "\nWhile there are latency events logged, I'm not able to suggest any easy fix. Please use the Redis community to "
        + "get some help, providing this report in your help request.\n"

    /// One line: averages are of whole milliseconds, the period is that from the oldest sample on.
    private mutating func describe(_ series: LatencyMonitor.Series, number: Int) {
        let latencies = series.samples.map(\.milliseconds)
        let average = latencies.reduce(0, +) / latencies.count
        let deviation = latencies.reduce(0) { $0 + abs($1 - average) } / latencies.count
        let period = max(1, Int(engine.now.wall / 1_000_000) - series.samples[0].time)
        let seconds = FixedText.text(Double(period) / Double(latencies.count), digits: 2)
        text += "\(number). \(series.name): \(latencies.count) latency spikes (average \(average)ms, mean "
        text += "deviation \(deviation)ms, period \(seconds) sec). Worst all time event \(series.greatest)ms.\n"
    }

    private mutating func advise(_ events: Set<LatencyMonitor.Event>) {
        if events.contains(.command) { adviseOnSlowLog() }
        if events.contains(.fastCommand) {
            text +=
                "- The system is slow to execute Redis code paths not containing system calls. This usually means the "
                + "system does not provide Redis CPU time to run for long periods. You should try to:\n"
                + "  1) Lower the system load.\n"
                + "  2) Use a computer / VM just for Redis if you are running other software in the same system.\n"
                + "  3) Check if you have a \"noisy neighbour\" problem.\n"
                + "  4) Check with 'redis-cli --intrinsic-latency 100' what is the intrinsic latency in your system.\n"
                + "  5) Check if the problem is allocator-related by recompiling Redis with MALLOC=libc, if you are "
                + "using Jemalloc. However this may create fragmentation problems.\n"
        }
        if events.contains(.expireCycle), engine.configuration.hz < 100 {
            text +=
                "- In order to make the Redis keys expiring process more incremental, try to set the 'hz' "
                + "configuration parameter to 100 using 'CONFIG SET hz 100'.\n"
        }
        // The real server of 8.0 does not know its own name of the removal of one key here.
        let removals: Set<LatencyMonitor.Event> =
            engine.profile == .redis80 ? [.command, .expireCycle] : [.command, .expireCycle, .evictionDeletion]
        if !events.isDisjoint(with: removals) {
            text +=
                "- Deleting, expiring or evicting (because of maxmemory policy) large objects is a blocking operation. "
                + "If you have very large objects that are often deleted, expired, or evicted, try to fragment those "
                + "objects into multiple smaller objects.\n"
        }
        if events.contains(.evictionCycle) {
            text +=
                "- Sudden changes to the 'maxmemory' setting via 'CONFIG SET', or allocation of large objects via sets or "
                + "sorted sets intersections, STORE option of SORT, Redis Cluster large keys migrations (RESTORE "
                + "command), may create sudden memory pressure forcing the server to block trying to evict keys. \n"
        }
    }

    private mutating func adviseOnSlowLog() {
        let (slow, threshold) = (
            engine.configuration.slowLogSlowerThan, engine.configuration.latencyMonitorThreshold
        )
        if slow < 0 || engine.configuration.slowLogMaxLength == 0 {
            text +=
                "- There are latency issues with potentially slow commands you are using. Try to enable the Slow Log "
                + "Redis feature using the command 'CONFIG SET slowlog-log-slower-than \(threshold * 1000)'. If the "
                + "Slow log is disabled Redis is not able to log slow commands execution for you.\n"
        } else if slow / 1000 > threshold {
            text +=
                "- Your current Slow Log configuration only logs events that are slower than your configured latency "
                + "monitor threshold. Please use 'CONFIG SET slowlog-log-slower-than \(threshold * 1000)'.\n"
        }
        text +=
            "- Check your Slow Log to understand what are the commands you are running which are too slow to execute. "
            + "Please check https://redis.io/commands/slowlog for more information.\n"
    }
}
