// The part of the catalogue that Valkey alone has.

extension DirectiveTable {
    static var valkey: [Directive] { valkeyGeneral.map { $0.only(in: .valkey) } + ofValkey81 + ofValkey91 }

    private static var valkeyGeneral: [Directive] {
        [
            .integer("active-defrag-cycle-us", 0...100_000, 500),
            .text("availability-zone") { $0.availabilityZone = String(decoding: $1, as: UTF8.self) },
            .integer("commandlog-large-reply-max-len", 0...Int.max, 128) { $0.largeReplyLogMaxLength = $1 },
            .integer("commandlog-large-request-max-len", 0...Int.max, 128) { $0.largeRequestLogMaxLength = $1 },
            .integer("commandlog-reply-larger-than", -1...Int.max, 1 << 20) { $0.commandLogReplyLargerThan = $1 },
            .integer("commandlog-request-larger-than", -1...Int.max, 1 << 20) { $0.commandLogRequestLargerThan = $1 },
            .text("debug-context", flags: .hidden),
            .boolean("dual-channel-replication-enabled", false),
            .boolean("enable-debug-assert", flags: [.immutable, .hidden], false),
            .boolean("extended-redis-compatibility", false),
            .boolean("import-mode", false) { $0.importMode = $1 },
            .word("log-format", ["legacy", "logfmt"], "legacy").words(in: .valkey91) { $0.append("json") },
            .word("log-timestamp-format", ["legacy", "iso8601", "milliseconds"], "legacy"),
            .integer("prefetch-batch-max-size", 0...128, 16),
            .word("rdb-version-check", ["strict", "relaxed"], "strict"),
            .text("rdma-bind", check: DirectiveChecks.rdma),
            .integer("rdma-completion-vector", flags: .immutable, -1...1024, -1),
            .integer("rdma-port", 0...65535, 0),
            .integer("rdma-rx-size", flags: .immutable, 64 << 10...16 << 20, 1 << 20),
            .text("unixsocketgroup", flags: .immutable),
            .text(
                "cluster-announce-client-ipv4",
                check: DirectiveChecks.address(InternetAddress.isVersion4, "IPv4")),
            .text(
                "cluster-announce-client-ipv6",
                check: DirectiveChecks.address(InternetAddress.isVersion6, "IPv6")),
            .integer("cluster-blacklist-ttl", Int.min...Int.max, 60),
            .integer("cluster-manual-failover-timeout", 1...intMax, 5000),
            .boolean("cluster-slot-stats-enabled", false),
        ]
    }

    private static var ofValkey81: [Directive] {
        [
            Directive.integer("events-per-io-thread", flags: .hidden, 0...intMax, 2).only(in: .valkey81)
        ]
    }

    private static let ofValkey91: [Directive] = [
        Directive.integer("cluster-announce-client-port", 0...65535, 0),
        .integer("cluster-announce-client-tls-port", 0...65535, 0),
        .word("cluster-config-save-behavior", ["sync", "best-effort"], "sync"),
        .integer("cluster-databases", flags: .immutable, 1...intMax, 1),
        .integer("cluster-message-gossip-perc", flags: .hidden, 1...100, 10),
        .integer("cluster-slot-migration-log-max-len", 0...Int.max, 1000),
        .text("hash-seed", flags: .immutable),
        .boolean("io-threads-always-active", flags: .hidden, false),
        .integer("min-io-threads-avoid-copy-reply", flags: .hidden, 0...intMax, 7),
        .integer("min-string-size-avoid-copy-reply", flags: .hidden, 0...intMax, 16 << 10),
        .integer("min-string-size-avoid-copy-reply-threaded", flags: .hidden, 0...intMax, 64 << 10),
        .boolean("mptcp", flags: .immutable, false),
        .boolean("repl-mptcp", flags: .immutable, false),
        .integer("slot-migration-max-failover-repl-bytes", -1...Int.max, 0, .signedMemory),
        .word("tls-auth-clients-user", ["CN", "URI", "off"], "off"),
        .integer("tls-auto-reload-interval", 0...intMax, 0),
    ].map { $0.only(in: .valkey91) }
}
