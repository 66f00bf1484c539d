// INFO: its sections and fields against a recording, and that the values are those of the engine.

import Foundation
import Testing

@testable import UnderstudyEngine

@Suite("INFO")
struct InfoTests {
    private let owner = TestEngine()
    private let client: TestClient

    init() { client = owner.connect() }

    /// INFO's reply as lines.
    private func info(_ sections: String = "") -> [String] {
        let reply = client.send("info \(sections)")
        return reply.split(separator: "|", omittingEmptySubsequences: true).dropFirst().map(String.init)
    }

    private func fields(_ sections: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in info(sections) where !line.hasPrefix("#") && line.contains(":") {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            fields[String(parts[0])] = String(parts[1])
        }
        return fields
    }

    /// The sections and fields of a release, as scripts/record-info-fields recorded them.
    private static func recordedFields(of profile: Profile) throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "info-fields.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "|")
            return parts.count == 1 || parts[1].split(separator: " ").contains { $0 == profile.word }
                ? String(parts[0]) : nil
        }
    }

    @Test("Sections and fields are the real server's, in its order", arguments: Profile.allCases)
    func fieldNames(_ profile: Profile) throws {
        let configuration = Configuration()
        try configuration.set("compat", to: profile.word)
        let client = TestEngine(configuration).connect()
        _ = client.send("set k v px 100000")
        // The options of a module have bars of their own.
        let varying = [
            "cmdstat_", "errorstat_", "latency_percentiles_", "listener", "db0", "module:", "engine_", "handle-",
            "understudy_version",
        ]
        let names = client.send("info everything").split(separator: "|").dropFirst()
            .filter { line in !varying.contains { line.hasPrefix($0) } }
            .map { line in line.hasPrefix("#") ? String(line) : String(line.prefix { $0 != ":" }) }
        let recorded = try Self.recordedFields(of: profile)
        for (ours, theirs) in zip(names, recorded) { #expect(ours == theirs) }
        #expect(names.count == recorded.count)
    }

    @Test(
        "Which sections are shown",
        arguments: [
            (
                "",
                "Server Clients Memory Persistence Threads Stats Replication CPU Modules Errorstats Cluster Keyspace Keysizes"
            ),
            (
                "default",
                "Server Clients Memory Persistence Threads Stats Replication CPU Modules Errorstats Cluster Keyspace Keysizes"
            ),
            (
                "all",
                "Server Clients Memory Persistence Threads Stats Replication CPU Modules Commandstats Errorstats Latencystats Cluster Keyspace Keysizes"
            ),
            (
                "EVERYTHING",
                "Server Clients Memory Persistence Threads Stats Replication CPU Modules Commandstats Errorstats Latencystats Cluster Keyspace Keysizes"
            ),
            ("keyspace Server nosuch server", "Server Keyspace"), ("nosuch", ""), ("cpu threads", "Threads CPU"),
            (
                "default commandstats",
                "Server Clients Memory Persistence Threads Stats Replication CPU Modules Commandstats Errorstats Cluster Keyspace Keysizes"
            ),
        ])
    func sections(_ asked: String, _ shown: String) {
        let titles = info(asked).filter { $0.hasPrefix("# ") }.map { $0.dropFirst(2) }
        #expect(titles.joined(separator: " ") == shown)
    }

    @Test("The form: verbatim text, sections parted by an empty line")
    func form() {
        #expect(client.send("info cluster keyspace") == "$44|# Cluster|cluster_enabled:0||# Keyspace||")
        #expect(client.send("info nosuch") == "$0||")
        _ = client.send("hello 3")
        #expect(client.send("info cluster") == "=34|txt:# Cluster|cluster_enabled:0||")
    }

    @Test("Counters tell what happened")
    func counters() {
        _ = client.send("set a 1")
        _ = client.send("get a")
        _ = client.send("get b")
        _ = client.send("lpush a 1")
        _ = client.send("get")
        let other = owner.connect()
        _ = other.send("blpop nothing 5")
        let watching = owner.connect()
        _ = watching.send("watch a b")
        let stats = fields("stats clients errorstats")
        #expect(stats["keyspace_hits"] == "1" && stats["keyspace_misses"] == "1")
        #expect(stats["total_error_replies"] == "2")
        #expect(stats["total_connections_received"] == "3" && stats["connected_clients"] == "3")
        #expect(stats["blocked_clients"] == "1" && stats["clients_in_timeout_table"] == "1")
        #expect(stats["watching_clients"] == "1" && stats["total_watched_keys"] == "2")
        #expect(stats["total_blocking_keys"] == "1")
        #expect(stats["errorstat_ERR"] == "count=1" && stats["errorstat_WRONGTYPE"] == "count=1")
        let commands = fields("commandstats")
        #expect(commands["cmdstat_get"] == "calls=2,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0")
        #expect(commands["cmdstat_lpush"] == "calls=1,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=1")
        #expect(commands["cmdstat_select"] == nil)
    }

    @Test("The keyspace: keys, expiries and their mean time to live")
    func keyspace() {
        #expect(info("keyspace") == ["# Keyspace"])
        _ = client.send("set a 1")
        _ = client.send("set b 1 px 1000")
        _ = client.send("set c 1 px 1000")
        _ = client.send("select 3")
        _ = client.send("set d 1")
        owner.advance(milliseconds: 400)
        #expect(
            info("keyspace") == [
                "# Keyspace", "db0:keys=3,expires=2,avg_ttl=600,subexpiry=0",
                "db3:keys=1,expires=0,avg_ttl=0,subexpiry=0",
            ])
        owner.advance(milliseconds: 601)
        #expect(fields("keyspace")["db0"] == "keys=1,expires=0,avg_ttl=0,subexpiry=0")
        #expect(fields("stats")["expired_keys"] == "2")
    }

    @Test("Time and rates follow the clock")
    func time() {
        let before = fields("server")
        #expect(before["uptime_in_seconds"] == "0" && before["server_time_usec"] == "1700000000000000")
        for _ in 0..<20 { _ = client.send("ping") }
        owner.advance(milliseconds: 2000)
        #expect(fields("stats")["instantaneous_ops_per_sec"] == "10")
        owner.advance(milliseconds: 86_399_000)
        let after = fields("server")
        #expect(after["uptime_in_seconds"] == "86401" && after["uptime_in_days"] == "1")
        #expect(after["run_id"] == before["run_id"] && after["run_id"]?.count == 40)
        #expect(after["redis_version"] == "8.0.6" && after["understudy_version"] == ServerVersion.understudy)
    }

    @Test(
        "Latencies fall into the real server's classes",
        arguments: [
            (0, 1), (1, 1003), (2, 2007), (3, 3007), (5, 5023), (9, 9023), (11, 11007), (13, 13055), (16, 16063),
            (27, 27007), (65, 65023), (5_000_000, 1_002_438_655),
        ])
    func latencies(_ microseconds: Int, _ nanoseconds: Int) {
        let histogram = LatencyHistogram()
        histogram.record(microseconds: microseconds)
        #expect(histogram.nanoseconds(atPercentile: 50) == nanoseconds)
    }

    @Test("Percentiles of latencies")
    func percentiles() {
        let histogram = LatencyHistogram()
        #expect(histogram.isEmpty)
        for microseconds in 1...1000 { histogram.record(microseconds: microseconds) }
        for percentile in [1.0, 25, 50, 90, 99, 99.9, 100] {
            let exact = percentile * 10_000
            let found = Double(histogram.nanoseconds(atPercentile: percentile))
            #expect(found >= exact && found < exact * 1.01 + 1000)
        }
        _ = client.send("config set latency-tracking-info-percentiles")
        #expect(info("latencystats").count == 1)
        _ = client.send("ping")
        #expect(fields("latencystats")["latency_percentiles_usec_ping"] == "p50=0.001,p99=0.001,p99.9=0.001")
        _ = client.send("config set latency-tracking no")
        #expect(info("latencystats") == ["# Latencystats"])
    }

    @Test(
        "Amounts for people",
        arguments: [
            (0, "0B"), (1023, "1023B"), (1024, "1.00K"), (727_408, "710.36K"), (14_159_872, "13.50M"),
            (25_276_510_208, "23.54G"), (Int.max, "8.00E"),
        ])
    func memory(_ bytes: Int, _ text: String) { #expect(FixedText.memory(bytes) == text) }

    @Test(
        "Numbers with a fixed number of digits",
        arguments: [
            (0.0, 2, "0.00"), (1.005, 2, "1.00"), (2.5, 0, "3"), (-0.125, 1, "-0.1"), (99.999, 2, "100.00"),
            (1e30, 1, "922337203685477580.7"),
        ])
    func fixed(_ value: Double, _ digits: Int, _ text: String) {
        #expect(FixedText.text(value, digits: digits) == text)
    }
}
