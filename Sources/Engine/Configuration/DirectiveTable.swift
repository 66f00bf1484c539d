// DirectiveTable: the catalogue of each profile, with Understudy's own directives behind the real server's.
//
// Guarantee: CONFIG GET * shows what the real server shows, name for name and default for default, but for `FixtureDefaults`.

/// The directives of a profile.
struct DirectiveTable: Sendable {
    let profile: Profile
    /// In the order in which CONFIG GET shows them.
    let directives: [Directive]
    /// Where each is, by its names in lower case.
    private let places: [[UInt8]: Int]

    /// The catalogue of `profile`, which is made once.
    static func of(_ profile: Profile) -> DirectiveTable {
        switch profile {
        case .redis70: redis70
        case .redis80: redis80
        case .valkey81: valkey81
        case .valkey91: valkey91
        }
    }

    private static let redis70 = DirectiveTable(.redis70)
    private static let redis80 = DirectiveTable(.redis80)
    private static let valkey81 = DirectiveTable(.valkey81)
    private static let valkey91 = DirectiveTable(.valkey91)

    private init(_ profile: Profile) {
        self.profile = profile
        let sections = [
            Self.network, Self.general, Self.memory, Self.values, Self.persistence, Self.replication, Self.cluster,
            Self.security, Self.tls, Self.valkey, Self.fixture,
        ]
        let directives = sections.joined().filter { $0.profiles.contains(profile) }.map { declaration in
            var directive = declaration.resolved(for: profile)
            directive.profile = profile
            return directive
        }
        var places: [[UInt8]: Int] = [:]
        for (index, directive) in directives.enumerated() {
            for name in [directive.name, directive.alias].compactMap(\.self) { places[Array(name.utf8)] = index }
        }
        self.directives = directives
        self.places = places
    }

    subscript(index: Int) -> Directive { directives[index] }

    /// The position of the directive named `word`, in any case, or nil. O(length).
    func index(of word: Bytes) -> Int? { places[word.array.map(\.lowercased)] }

    /// The same, of a name in text.
    func index(of name: String) -> Int? { Array(name.utf8).withBytes { index(of: $0) } }

    /// The greatest value of a C `int`, and of an unsigned one: the bounds of most numbers.
    static let intMax = Int(Int32.max)
    static let unsignedMax = Int(UInt32.max)
}

/// Where this server's defaults are not the real one's: a test server keeps nothing and is nobody else's business.
enum FixtureDefaults {
    /// The loopback only. The real default is `* -::*`, every interface.
    static let bind = ["127.0.0.1", "-::1"]
    /// Nothing is saved. The real default is `3600 1 300 100 60 10000`.
    static let save: [SavePoint] = []
}

extension DirectiveTable {
    static var network: [Directive] {
        [
            .special("bind", flags: .several, .bind),
            .text("bind-source-addr"),
            .integer("port", 0...65535, 6379) { $0.port = $1 },
            .integer("tcp-backlog", flags: .immutable, 0...intMax, 511) { $0.tcpBacklog = $1 },
            .integer("tcp-keepalive", 0...intMax, 300) { $0.tcpKeepAlive = $1 },
            .integer("timeout", 0...intMax, 0) { $0.timeout = $1 },
            .integer("maxclients", 1...unsignedMax, 10_000) { $0.maxClients = $1 },
            .integer("max-new-connections-per-cycle", 1...1000, 10).only(in: [.redis80, .valkey]),
            .integer("max-new-tls-connections-per-cycle", 1...1000, 1).only(in: [.redis80, .valkey]),
            .text("unixsocket", flags: .immutable) { $0.unixSocket = String(decoding: $1, as: UTF8.self) },
            .integer("unixsocketperm", flags: .immutable, 0...0o777, 0, .octal) { $0.unixSocketPermissions = $1 },
            .integer("socket-mark-id", flags: .immutable, 0...unsignedMax, 0),
            .boolean("protected-mode", true) { $0.protectedMode = $1 },
            .special("client-output-buffer-limit", flags: .several, .outputBufferLimits),
            .memory("client-query-buffer-limit", 1 << 20...Int.max, 1 << 30) { $0.clientQueryBufferLimit = $1 },
            .memory("proto-max-bulk-len", 1 << 20...Int.max, 512 << 20) { $0.protoMaxBulkLength = $1 },
        ]
    }

    static var general: [Directive] {
        [
            .boolean("daemonize", flags: .immutable, false) { $0.daemonize = $1 },
            .text("pidfile", flags: .immutable) { $0.pidFile = String(decoding: $1, as: UTF8.self) },
            .word("supervised", flags: .immutable, ["upstart", "systemd", "auto", "no"], "no"),
            .word("loglevel", LogLevel.notice) { $0.logLevel = $1 }
                .words(in: .redis70) { $0.removeLast() },
            .text("logfile", flags: [.immutable, .keepsEmpty]) { $0.logFile = String(decoding: $1, as: UTF8.self) },
            .boolean("syslog-enabled", flags: .immutable, false),
            .text("syslog-ident", flags: .immutable, "redis").starting(as: .text(Array("valkey".utf8)), in: .valkey),
            .word("syslog-facility", flags: .immutable, ["user"] + (0...7).map { "local\($0)" }, "local0"),
            .boolean("crash-log-enabled", true),
            .boolean("crash-memcheck-enabled", true),
            .boolean("use-exit-on-panic", flags: .hidden, false),
            .boolean("hide-user-data-from-log", false).only(in: [.redis80, .valkey])
                .starting(as: .boolean(true), in: .valkey),
            .text("ignore-warnings", flags: .keepsEmpty),
            .boolean("always-show-logo", flags: .immutable, false),
            .boolean("set-proc-title", flags: .immutable, true),
            .text("proc-title-template", "{title} {listen-addr} {server-mode}", check: DirectiveChecks.processTitle),
            .text("locale-collate", flags: .keepsEmpty, check: DirectiveChecks.locale).only(in: [.redis80, .valkey]),
            .integer("databases", flags: .immutable, 1...intMax, 16) { $0.databases = $1 },
            .special("dir", flags: .protected, .directory),
            .special("hz", .frequency),
            .boolean("dynamic-hz", true).only(in: .redis),
            .integer("watchdog-period", flags: .hidden, 0...intMax, 0),
            .integer("io-threads", flags: .immutable, 1...128, 1).within(1...256, in: .valkey)
                .in(.valkey91) { $0.flags.remove(.immutable) },
            .boolean("io-threads-do-reads", flags: .immutable, false).only(in: .redis70),
            .text("server-cpulist", alias: "server_cpulist", flags: .immutable).withOneName,
            .text("bio-cpulist", alias: "bio_cpulist", flags: .immutable).withOneName,
            .text("aof-rewrite-cpulist", alias: "aof_rewrite_cpulist", flags: .immutable).withOneName,
            .text("bgsave-cpulist", alias: "bgsave_cpulist", flags: .immutable).withOneName,
            .boolean("disable-thp", flags: .immutable, true),
            .word("oom-score-adj", ["no", "yes", "relative", "absolute"], "no"),
            .special("oom-score-adj-values", flags: .several, .oomScores),
            .integer("shutdown-timeout", 0...intMax, 10) { $0.shutdownTimeout = $1 },
            .words(
                "shutdown-on-sigint", DirectiveChecks.shutdownWords,
                field: { $0.shutdownOnInterrupt = ShutdownRequest(words: $1) }, check: DirectiveChecks.shutdown
            ).words(in: .valkey91) { $0 += ["safe", "failover"] },
            .words(
                "shutdown-on-sigterm", DirectiveChecks.shutdownWords,
                field: { $0.shutdownOnTermination = ShutdownRequest(words: $1) }, check: DirectiveChecks.shutdown
            ).words(in: .valkey91) { $0 += ["safe", "failover"] },
            .integer("slowlog-log-slower-than", -1...Int.max, 10_000) { $0.slowLogSlowerThan = $1 }
                .named("commandlog-execution-slower-than", in: .valkey),
            .integer("slowlog-max-len", 0...Int.max, 128) { $0.slowLogMaxLength = $1 }
                .named("commandlog-slow-execution-max-len", in: .valkey),
            .integer("latency-monitor-threshold", 0...Int.max, 0) { $0.latencyMonitorThreshold = $1 },
            .boolean("latency-tracking", true) { $0.latencyTracking = $1 },
            .special("latency-tracking-info-percentiles", flags: .several, .percentiles),
            .special("notify-keyspace-events", .keyspaceEvents),
            .integer("busy-reply-threshold", alias: "lua-time-limit", 0...Int.max, 5000) { $0.busyReplyThreshold = $1 },
            .boolean("lua-enable-deprecated-api", flags: [.immutable, .hidden], false)
                .named("lua-enable-insecure-api", in: .valkey)
                .in(.valkey) { $0.flags = [.protected, .hidden] },
            .integer("tracking-table-max-keys", 0...Int.max, 1_000_000) { $0.trackingTableMaxKeys = $1 },
        ]
    }

    static var memory: [Directive] {
        [
            .unsignedMemory("maxmemory", 0) { $0.maxMemory = $1 },
            .word("maxmemory-policy", MaxMemoryPolicy.noEviction) { $0.maxMemoryPolicy = $1 },
            .integer("maxmemory-samples", 1...64, 5) { $0.maxMemorySamples = $1 }.within(1...intMax, in: .redis70),
            .integer("maxmemory-eviction-tenacity", 0...100, 10),
            .integer("maxmemory-clients", -100...Int.max, 0, .memoryOrPercent) { $0.maxMemoryClients = $1 },
            .integer("lfu-log-factor", 0...intMax, 10) { $0.lfuLogFactor = $1 },
            .integer("lfu-decay-time", 0...intMax, 1) { $0.lfuDecayTime = $1 },
            .integer("active-expire-effort", 1...10, 1),
            .boolean("activerehashing", true) { $0.activeRehashing = $1 },
            .boolean(
                "activedefrag", false, check: DirectiveChecks.activeDefragmentation("Redis server", "Redis source")
            )
            .in(.valkey) {
                $0.kind = .boolean(
                    false, check: DirectiveChecks.activeDefragmentation("server", "source"), field: nil)
            },
            .memory("active-defrag-ignore-bytes", 1...Int.max, 100 << 20),
            .integer("active-defrag-threshold-lower", 0...1000, 10),
            .integer("active-defrag-threshold-upper", 0...1000, 100),
            .integer("active-defrag-cycle-min", 1...99, 1),
            .integer("active-defrag-cycle-max", 1...99, 25),
            .integer("active-defrag-max-scan-fields", 1...Int.max, 1000),
            .boolean("jemalloc-bg-thread", true),
            .boolean("lazyfree-lazy-eviction", false) { $0.lazyFreeEviction = $1 }.starting(
                as: .boolean(true), in: .valkey),
            .boolean("lazyfree-lazy-expire", false) { $0.lazyFreeExpire = $1 }.starting(
                as: .boolean(true), in: .valkey),
            .boolean("lazyfree-lazy-server-del", false) { $0.lazyFreeServerDelete = $1 }
                .starting(as: .boolean(true), in: .valkey),
            .boolean("lazyfree-lazy-user-del", false) { $0.lazyFreeUserDelete = $1 }
                .starting(as: .boolean(true), in: .valkey),
            .boolean("lazyfree-lazy-user-flush", false) { $0.lazyFreeUserFlush = $1 }
                .starting(as: .boolean(true), in: .valkey),
        ]
    }

    /// The sizes at which values change their encodings.
    static var values: [Directive] {
        [
            .integer("list-max-listpack-size", alias: "list-max-ziplist-size", Int(Int32.min)...intMax, -2) {
                $0.listMaxListpackSize = $1
            },
            .integer("list-compress-depth", 0...intMax, 0) { $0.listCompressDepth = $1 },
            .integer("hash-max-listpack-entries", alias: "hash-max-ziplist-entries", 0...Int.max, 512) {
                $0.hashMaxListpackEntries = $1
            },
            .memory("hash-max-listpack-value", alias: "hash-max-ziplist-value", 0...Int.max, 64) {
                $0.hashMaxListpackValue = $1
            },
            .integer("set-max-intset-entries", 0...Int.max, 512) { $0.setMaxIntsetEntries = $1 },
            .integer("set-max-listpack-entries", 0...Int.max, 128) { $0.setMaxListpackEntries = $1 }
                .only(in: [.redis80, .valkey]),
            .integer("set-max-listpack-value", 0...Int.max, 64) { $0.setMaxListpackValue = $1 }
                .only(in: [.redis80, .valkey]),
            .integer("zset-max-listpack-entries", alias: "zset-max-ziplist-entries", 0...Int.max, 128) {
                $0.zsetMaxListpackEntries = $1
            },
            .memory("zset-max-listpack-value", alias: "zset-max-ziplist-value", 0...Int.max, 64) {
                $0.zsetMaxListpackValue = $1
            },
            .memory("hll-sparse-max-bytes", 0...Int.max, 3000) { $0.hllSparseMaxBytes = $1 },
            .memory("stream-node-max-bytes", 0...Int.max, 4096) { $0.streamNodeMaxBytes = $1 },
            .integer("stream-node-max-entries", 0...Int.max, 100) { $0.streamNodeMaxEntries = $1 },
        ]
    }
}

extension Directive {
    /// Redis 7.0 knew it by its former name alone.
    fileprivate var withOneName: Directive {
        self.in(.redis70) {
            $0.name = $0.alias ?? $0.name
            $0.alias = nil
        }
    }
}

/// `maxmemory-policy`.
public enum MaxMemoryPolicy: Int, Sendable, CaseIterable, DirectiveWords {
    case volatileLRU, volatileLFU, volatileRandom, volatileTTL, allkeysLRU, allkeysLFU, allkeysRandom, noEviction

    /// Whether keys that do not expire are spared.
    var isVolatile: Bool { rawValue <= MaxMemoryPolicy.volatileTTL.rawValue }

    /// Whether accesses are counted rather than dated.
    public var isLFU: Bool { self == .volatileLFU || self == .allkeysLFU }

    /// Whether keys go by when they were last used.
    public var isLRU: Bool { self == .volatileLRU || self == .allkeysLRU }

    /// As the directive writes it.
    public var word: String {
        switch self {
        case .volatileLRU: "volatile-lru"
        case .volatileLFU: "volatile-lfu"
        case .volatileRandom: "volatile-random"
        case .volatileTTL: "volatile-ttl"
        case .allkeysLRU: "allkeys-lru"
        case .allkeysLFU: "allkeys-lfu"
        case .allkeysRandom: "allkeys-random"
        case .noEviction: "noeviction"
        }
    }
}

/// Who may use what is protected: `enable-debug-command`, `enable-module-command`, `enable-protected-configs`.
public enum ProtectedAction: Int, Sendable, CaseIterable, DirectiveWords {
    case no, yes, local

    /// As the directive writes it.
    public var word: String {
        switch self {
        case .no: "no"
        case .yes: "yes"
        case .local: "local"
        }
    }
}

extension LogLevel: CaseIterable, DirectiveWords {
    /// The least important first.
    public static var allCases: [LogLevel] { [.debug, .verbose, .notice, .warning, .nothing] }

    /// As the directive writes it.
    public var word: String {
        switch self {
        case .debug: "debug"
        case .verbose: "verbose"
        case .notice: "notice"
        case .warning: "warning"
        case .nothing: "nothing"
        }
    }
}
