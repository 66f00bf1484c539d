// When the dataset is saved, and what clients are told when it cannot be. The replies were recorded from redis 8.0.6.

import Testing

@testable import UnderstudyEngine

/// A host whose saves end when the test says so, or fail.
private final class SlowHost: Host {
    private let files = DetachedHost()
    var reason: String?
    var waiting: [() -> Void] = []
    var logged: [String] = []

    var processID: Int { 1 }
    var executablePath: String { "" }
    var configurationPath: String? { nil }
    var operatingSystem: String { "" }
    var architectureBits: Int { 64 }
    var tcpPort: Int { 0 }
    var multiplexer: String { "" }
    var dump: [UInt8]? { files.dumps["/data/dump.rdb"] }

    func usage() -> HostUsage { HostUsage() }
    func log(_ level: LogLevel, _ message: String) { logged.append(message) }
    func apply(changed directives: [String], of configuration: Configuration) -> String? { nil }
    func readConfigurationFile() -> [UInt8]? { nil }
    func writeConfigurationFile(_ text: [UInt8]) -> String? { nil }
    func readFile(_ path: String) throws(ConfigurationFileError) -> [UInt8] { throw ConfigurationFileError("none") }
    func replaceFile(_ path: String, with text: [UInt8]) -> String? { nil }

    func writeDump(_ snapshot: DatasetSnapshot, to path: String) -> String? {
        reason ?? files.writeDump(snapshot, to: path)
    }

    func writeDumpInBackground(
        _ snapshot: DatasetSnapshot, to path: String, completion: @escaping (String?) -> Void
    ) {
        waiting.append { [unowned self] in completion(writeDump(snapshot, to: path)) }
    }

    func openDump(_ path: String) throws(DumpFileError) -> (any DumpSource)? { try files.openDump(path) }

    func finish() {
        let all = waiting
        waiting = []
        for end in all { end() }
    }
}

@Suite struct SavingTests {
    private let host = SlowHost()
    private let server: TestEngine
    private let client: TestClient

    init() throws {
        let configuration = Configuration()
        try configuration.set("dir", to: "/data")
        try configuration.set("enable-debug-command", to: "yes")
        server = TestEngine(configuration, host: host)
        client = server.connect()
    }

    private func fields(_ names: String...) -> [String] {
        let text = client.send("info persistence").split(separator: "|").map(String.init)
        return names.map { name in text.first { $0.hasPrefix(name + ":") } ?? "" }
    }

    @Test func aSnapshotDoesNotSeeWhatChangesLater() {
        for request in ["set a old", "rpush l 1 2", "set n 5", "set gone 1", "zadd z 1 m"] { client.send(request) }
        #expect(client.send("bgsave") == "+Background saving started|")
        #expect(
            fields("rdb_bgsave_in_progress", "current_save_keys_total") == [
                "rdb_bgsave_in_progress:1", "current_save_keys_total:5",
            ])
        #expect(client.send("bgsave") == "-ERR Background save already in progress|")
        #expect(client.send("save") == "-ERR Background save already in progress|")
        for request in ["set a new", "lpop l", "incr n", "del gone", "zadd z 2 m 3 o", "append a er"] {
            client.send(request)
        }
        host.finish()
        #expect(
            fields("rdb_bgsave_in_progress", "rdb_last_bgsave_status", "rdb_changes_since_last_save") == [
                "rdb_bgsave_in_progress:0", "rdb_last_bgsave_status:ok", "rdb_changes_since_last_save:7",
            ])
        #expect(client.send("debug reload nosave") == "+OK|")
        #expect(client.send("mget a n gone") == "*3|$3|old|$1|5|$1|1|")
        #expect(client.send("lrange l 0 -1") == "*2|$1|1|$1|2|")
        #expect(client.send("zrange z 0 -1 withscores") == "*2|$1|m|$1|1|")
    }

    @Test func savePointsAreReachedByTheClock() {
        client.send(["config", "set", "save", "60 2 300 1"].map { Array($0.utf8) })
        client.send("set a 1")
        server.pass(milliseconds: 65_000)
        #expect(host.waiting.isEmpty)
        client.send("set b 1")
        server.pass(milliseconds: 1000)
        #expect(host.waiting.count == 1)
        #expect(host.logged.contains("2 changes in 60 seconds. Saving..."))
        host.finish()
        client.send("set c 1")
        server.pass(milliseconds: 299_000)
        #expect(host.waiting.isEmpty)
        server.pass(milliseconds: 3000)
        #expect(host.waiting.count == 1)
    }

    @Test func writesAreRefusedWhenNothingCanBeSaved() {
        client.send(["config", "set", "save", "60 1"].map { Array($0.utf8) })
        host.reason = "No space left on device"
        client.send("set a 1")
        #expect(client.send("bgsave") == "+Background saving started|")
        host.finish()
        #expect(fields("rdb_last_bgsave_status") == ["rdb_last_bgsave_status:err"])
        for request in ["set a 2", "ping", "del a"] { #expect(client.send(request).hasPrefix("-MISCONF Redis is ")) }
        #expect(client.send("get a") == "$1|1|")
        client.send("multi")
        #expect(client.send("set a 2").hasPrefix("-MISCONF "))
        #expect(client.send("exec") == "-EXECABORT Transaction discarded because of previous errors.|")
        #expect(client.send("config set stop-writes-on-bgsave-error no") == "+OK|")
        #expect(client.send("set a 2") == "+OK|")
        #expect(client.send("config set stop-writes-on-bgsave-error yes") == "+OK|")
        #expect(client.send("set a 3").hasPrefix("-MISCONF "))
        #expect(client.send("save") == "-ERR|")
        // The next attempt has to wait a little.
        host.reason = nil
        server.pass(milliseconds: 4000)
        #expect(host.waiting.isEmpty)
        server.pass(milliseconds: 70_000)
        host.finish()
        #expect(client.send("set a 3") == "+OK|")
    }

    @Test func shutdownSavesAsConfigured() {
        client.send("set a 1")
        client.send("shutdown")
        #expect(host.dump == nil && server.engine.shutdownRequest != nil)
    }

    @Test func shutdownFailsWhereNothingCanBeSaved() {
        client.send(["config", "set", "save", "60 1"].map { Array($0.utf8) })
        host.reason = "No space left on device"
        #expect(client.send("shutdown") == "-ERR Errors trying to SHUTDOWN. Check logs.|")
        #expect(server.engine.shutdownRequest == nil)
        #expect(client.send("shutdown nosave") == "" && server.engine.shutdownRequest != nil)
    }

    @Test func aTransactionIsSavedWhenItIsOver() {
        client.send("multi")
        client.send("bgsave")
        client.send("set a 1")
        #expect(client.send("exec") == "*2|+Background saving scheduled|+OK|")
        #expect(host.waiting.isEmpty)
        server.pass(milliseconds: 100)
        #expect(host.waiting.count == 1)
    }

    @Test func whatCannotBeLoadedLeavesEverythingAsItWas() {
        client.send("set a 1")
        #expect(client.send("debug reload nosave") == "-ERR Error trying to load the RDB dump, check server logs.|")
        #expect(client.send("get a") == "$1|1|")
    }

    @Test func flushingEmptiesTheFileToo() {
        client.send(["config", "set", "save", "60 1"].map { Array($0.utf8) })
        client.send("set a 1")
        #expect(client.send("save") == "+OK|")
        let before = host.dump
        #expect(client.send("flushall") == "+OK|")
        #expect(host.dump != nil && host.dump!.count < before!.count)
        #expect(fields("rdb_changes_since_last_save") == ["rdb_changes_since_last_save:0"])
    }
}
