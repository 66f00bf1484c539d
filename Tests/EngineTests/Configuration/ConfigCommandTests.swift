// CONFIG, with a host that can be watched and made to fail. The replies were recorded from redis 8.0.6.

import Testing

@testable import UnderstudyEngine

/// A host that notes what it is asked, and can refuse.
private final class WatchedHost: Host {
    var applied: [String] = []
    var refusal: (directive: String, reason: String)?
    var file: [UInt8]?
    var writeError: String?
    var logged: [String] = []

    var processID: Int { 7 }
    var executablePath: String { "/bin/understudy" }
    var configurationPath: String? { file == nil ? nil : "/etc/understudy.conf" }
    var operatingSystem: String { "Linux 6 x86_64" }
    var architectureBits: Int { 64 }
    var tcpPort: Int { 6379 }
    var multiplexer: String { "epoll" }

    func usage() -> HostUsage { HostUsage() }
    func log(_ level: LogLevel, _ message: String) { logged.append(message) }

    func apply(changed directives: [String], of configuration: Configuration) -> String? {
        let values = directives.map { "\($0)=\(configuration.value(of: $0) ?? "")" }
        applied += values
        return directives.contains { $0 == refusal?.directive } ? refusal?.reason : nil
    }

    func writeDump(_ snapshot: DatasetSnapshot, to path: String) -> String? { "No space left on device" }

    func writeDumpInBackground(
        _ snapshot: DatasetSnapshot, to path: String, completion: @escaping (String?) -> Void
    ) {
        completion(writeDump(snapshot, to: path))
    }

    func openDump(_ path: String) throws(DumpFileError) -> (any DumpSource)? { nil }

    func readConfigurationFile() -> [UInt8]? { file }

    func writeConfigurationFile(_ text: [UInt8]) -> String? {
        if let writeError { return writeError }
        file = text
        return nil
    }
}

@Suite("CONFIG")
struct ConfigCommandTests {
    private let host = WatchedHost()
    private let owner: TestEngine
    private let client: TestClient

    init() {
        owner = TestEngine(host: host)
        client = owner.connect()
    }

    private func send(_ words: String...) -> String { client.send(words.map { Array($0.utf8) }) }

    @Test("GET shows names as they were asked for, once each, and hidden ones only by name")
    func get() {
        #expect(send("config", "get", "PORT", "port", "Port") == "*2|$4|PORT|$4|6379|")
        #expect(send("config", "get", "nosuch") == "*0|")
        #expect(send("config", "get", "") == "*0|")
        #expect(send("config", "get", "b\\ind") == "*0|")
        #expect(send("config", "get", "use-exit-on-panic") == "*2|$17|use-exit-on-panic|$2|no|")
        #expect(send("config", "get", "use-exit*", "ready-f*") == "*0|")
        #expect(
            send("config", "get", "hash-max-zip*", "hash-max-ziplist-value")
                == "*4|$24|hash-max-ziplist-entries|$3|512|$22|hash-max-ziplist-value|$2|64|")
        #expect(
            send("config", "get", "[ab]ind", "POR[S-U]")
                == "*4|$4|bind|$14|127.0.0.1 -::1|$4|port|$4|6379|")
        #expect(send("config", "get", "*").hasPrefix("*406|"))
        _ = send("hello", "3")
        #expect(send("config", "get", "tim*out", "nosuch") == "%1|$7|timeout|$1|0|")
        #expect(send("config", "get") == "-ERR wrong number of arguments for 'config|get' command|")
    }

    @Test(
        "SET refuses with the real texts",
        arguments: [
            (["nosuch", "1"], "Unknown option or number of arguments for CONFIG SET - 'nosuch'"),
            (["nosuch", "1", "port", "0"], "Unknown option or number of arguments for CONFIG SET - 'nosuch'"),
            (["", "1"], "Unknown option or number of arguments for CONFIG SET - ''"),
            (
                ["databases", "1", "nosuch", "1"],
                "CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config"
            ),
            (
                ["DataBases", "1"],
                "CONFIG SET failed (possibly related to argument 'DataBases') - can't set immutable config"
            ),
            (["hz", "1", "hz", "2"], "CONFIG SET failed (possibly related to argument 'hz') - duplicate parameter"),
            (
                ["tcp-keepalive", "1", "TCP-KEEPALIVE", "2"],
                "CONFIG SET failed (possibly related to argument 'TCP-KEEPALIVE') - duplicate parameter"
            ),
            (["hz", "1", "timeout"], "syntax error"),
            (
                ["HZ", "abc"],
                "CONFIG SET failed (possibly related to argument 'hz') - argument couldn't be parsed into an integer"
            ),
            (
                ["Hash-Max-Ziplist-Value", "abc"],
                "CONFIG SET failed (possibly related to argument 'hash-max-ziplist-value') - argument must be a memory value"
            ),
            (
                ["port", "abc", "timeout", "zzz"],
                "CONFIG SET failed (possibly related to argument 'port') - argument couldn't be parsed into an integer"
            ),
            (["dir", "/tmp"], "CONFIG SET failed (possibly related to argument 'dir') - can't set protected config"),
        ])
    func setRefuses(_ words: [String], _ reason: String) {
        #expect(client.send((["config", "set"] + words).map { Array($0.utf8) }) == "-ERR \(reason)|")
        #expect(host.applied == [])
        #expect(owner.configuration.hz == 10 && owner.configuration.tcpKeepAlive == 300)
    }

    @Test("SET changes all or nothing")
    func setSeveral() {
        #expect(
            send(
                "config", "set", "hz", "50", "timeout", "7", "hash-max-ziplist-value", "1", "hash-max-listpack-value",
                "2") == "+OK|")
        #expect(owner.configuration.hz == 50 && owner.configuration.timeout == 7)
        #expect(owner.configuration.value(of: "hash-max-listpack-value") == "2")
        #expect(send("config", "set", "hz", "60", "timeout", "x").hasPrefix("-ERR CONFIG SET failed"))
        #expect(owner.configuration.hz == 50)
        #expect(send("config", "set", "save", "60 1 300 2") == "+OK|")
        #expect(send("config", "set", "save", "10 20") == "+OK|")
        #expect(owner.configuration.value(of: "save") == "10 20")
        #expect(send("config", "set", "a") == "-ERR wrong number of arguments for 'config|set' command|")
    }

    @Test("The host is told of what changed, and of nothing else")
    func announcements() {
        #expect(send("config", "set", "port", "7000", "maxclients", "10000", "loglevel", "debug") == "+OK|")
        #expect(host.applied == ["port=7000", "loglevel=debug"])
    }

    @Test("What the host cannot do is undone, also what it has done before")
    func hostRefuses() {
        host.refusal = ("bind", "Failed to bind to specified addresses.")
        #expect(
            send("config", "set", "port", "7000", "bind", "1.2.3.4", "timeout", "3")
                == "-ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified addresses.|"
        )
        #expect(owner.configuration.port == 6379 && owner.configuration.timeout == 0)
        #expect(owner.configuration.bindAddresses == FixtureDefaults.bind)
        #expect(host.applied == ["port=7000", "bind=1.2.3.4", "port=6379"])
        #expect(
            host.logged == [
                "Failed applying new configuration. Possibly related to new bind setting. Restoring previous settings."
            ])
    }

    @Test("Protected directives, from here and from elsewhere")
    func protected() throws {
        for (mode, address, isAllowed) in [
            ("yes", "10.0.0.1:5", true), ("local", "127.0.0.1:5", true), ("local", "[::1]:5", true),
            ("local", "10.0.0.1:5", false), ("no", "127.0.0.1:5", false),
        ] {
            let configuration = Configuration()
            try configuration.set("enable-protected-configs", to: mode)
            try configuration.set("dir", to: "/data/sub")
            let owner = TestEngine(configuration)
            let client = owner.connect(from: address)
            let reply = client.send("config set dir ../x/./y dbfilename other.rdb")
            #expect((reply == "+OK|") == isAllowed, "\(mode) \(address)")
            #expect(configuration.directory == (isAllowed ? "/data/x/y" : "/data/sub"))
        }
    }

    @Test("The engine follows at once")
    func effects() {
        _ = send("set", "k", "v")
        #expect(send("object", "freq", "k").hasPrefix("-ERR An LFU maxmemory policy is not selected"))
        #expect(send("config", "set", "maxmemory-policy", "allkeys-lfu") == "+OK|")
        #expect(send("object", "freq", "k").hasPrefix(":"))
        #expect(send("config", "set", "requirepass", "secret") == "+OK|")
        #expect(send("ping") == "+PONG|")
        let stranger = owner.connect()
        #expect(stranger.send("ping") == "-NOAUTH Authentication required.|")
        #expect(send("config", "set", "requirepass", "") == "+OK|")
        #expect(stranger.send("ping") == "+PONG|")
    }

    @Test("Persistence that is asked for and does not exist is told of, once")
    func warnings() {
        for (directive, value, count) in [
            ("appendonly", "yes", 1), ("save", "60 1", 1), ("appendonly", "no", 1), ("appendonly", "yes", 2),
        ] {
            #expect(send("config", "set", directive, value) == "+OK|")
            #expect(host.logged.count { $0.hasPrefix("WARNING: 'appendonly'") } == count)
        }
    }

    @Test("REWRITE keeps the file and tells when there is none")
    func rewrite() {
        #expect(send("config", "rewrite") == "-ERR The server is running without a config file|")
        host.file = Array("# kept \u{ff}\nhz 5\n".utf8) + [0xFF, 0x0A]
        _ = send("config", "set", "hz", "20", "timeout", "9")
        #expect(send("config", "rewrite") == "+OK|")
        let written = host.file!
        #expect(written.starts(with: Array("# kept \u{ff}\nhz 20\n# ??? ".utf8) + [0xFF, 0x0A]))
        #expect(String(decoding: written, as: UTF8.self).contains("\n# Generated by CONFIG REWRITE\ntimeout 9\n"))
        host.writeError = "No space left on device"
        #expect(send("config", "rewrite") == "-ERR Rewriting config file: No space left on device|")
        #expect(
            host.logged == ["CONFIG REWRITE executed with success.", "CONFIG REWRITE failed: No space left on device"])
    }

    @Test("RESETSTAT, HELP and the wrong words")
    func others() {
        _ = send("nosuch")
        _ = send("get", "k")
        #expect(send("config", "resetstat") == "+OK|")
        let info = send("info", "stats", "errorstats", "commandstats", "latencystats")
        #expect(info.contains("|total_error_replies:0|"))
        #expect(info.contains("|keyspace_misses:0|"))
        #expect(info.contains("# Errorstats||# Latencystats|"))
        #expect(info.contains("# Commandstats|cmdstat_config\u{7C}resetstat:calls=1,"))
        #expect(send("config", "resetstat", "x") == "-ERR wrong number of arguments for 'config|resetstat' command|")
        #expect(send("config", "foo") == "-ERR unknown subcommand 'foo'. Try CONFIG HELP.|")
        #expect(send("config") == "-ERR wrong number of arguments for 'config' command|")
        #expect(
            send("config", "help")
                == "*11|+CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:|+GET <pattern>|"
                + "+    Return parameters matching the glob-like <pattern> and their values.|+SET <directive> <value>|"
                + "+    Set the configuration <directive> to <value>.|+RESETSTAT|"
                + "+    Reset statistics reported by the INFO command.|+REWRITE|+    Rewrite the configuration file.|"
                + "+HELP|+    Print this help.|")
    }
}
