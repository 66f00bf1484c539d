// The part of the catalogue that tells of persistence, replication, the cluster, security and TLS, and this server's own
// directives.

extension DirectiveTable {
    static var persistence: [Directive] {
        [
            .special("save", flags: .several, .save),
            .text(
                "dbfilename", flags: .protected, "dump.rdb",
                field: { $0.dumpFileName = String(decoding: $1, as: UTF8.self) },
                check: DirectiveChecks.fileName("dbfilename")),
            .boolean("rdbcompression", true) { $0.rdbCompression = $1 },
            .boolean("rdbchecksum", flags: .immutable, true) { $0.rdbChecksum = $1 },
            .boolean("rdb-save-incremental-fsync", true),
            .boolean("rdb-del-sync-files", false),
            .integer("rdb-key-save-delay", flags: .hidden, Int(Int32.min)...intMax, 0),
            .integer("key-load-delay", flags: .hidden, Int(Int32.min)...intMax, 0),
            .integer("loading-process-events-interval-bytes", flags: .hidden, 1024...intMax, 512 << 10)
                .starting(as: .integer(2 << 20), in: [.redis70, .valkey]),
            .boolean("stop-writes-on-bgsave-error", true) { $0.stopWritesOnSaveError = $1 },
            .word("sanitize-dump-payload", ["no", "yes", "clients"], "no").only(in: [.redis, .valkey81]),
            .boolean("appendonly", false) { $0.appendOnly = $1 },
            .text(
                "appendfilename", flags: .immutable, "appendonly.aof",
                check: DirectiveChecks.requiredFileName("appendfilename", "filename")),
            .text(
                "appenddirname", flags: .immutable, "appendonlydir",
                check: DirectiveChecks.requiredFileName("appenddirname", "dirname")),
            .word("appendfsync", ["everysec", "always", "no"], "everysec"),
            .boolean("no-appendfsync-on-rewrite", false),
            .integer("auto-aof-rewrite-percentage", 0...intMax, 100),
            .memory("auto-aof-rewrite-min-size", 0...Int.max, 64 << 20),
            .boolean("aof-load-truncated", true),
            .boolean("aof-use-rdb-preamble", true),
            .boolean("aof-timestamp-enabled", false),
            .boolean("aof-rewrite-incremental-fsync", true),
            .boolean("aof-disable-auto-gc", flags: .hidden, false).in(.redis70) { $0.flags = [] },
        ]
    }

    static var replication: [Directive] {
        [
            .special("replicaof", alias: "slaveof", flags: [.immutable, .several], .replicaOf),
            .text("masteruser", flags: .secret).named("primaryuser", in: .valkey),
            .text("masterauth", flags: .secret).named("primaryauth", in: .valkey),
            .boolean("replica-serve-stale-data", alias: "slave-serve-stale-data", true),
            .boolean("replica-read-only", alias: "slave-read-only", true),
            .boolean("replica-lazy-flush", alias: "slave-lazy-flush", false).starting(as: .boolean(true), in: .valkey),
            .boolean("replica-ignore-maxmemory", alias: "slave-ignore-maxmemory", true),
            .boolean("replica-ignore-disk-write-errors", false),
            .boolean("replica-announced", true),
            .text("replica-announce-ip", alias: "slave-announce-ip"),
            .integer("replica-announce-port", alias: "slave-announce-port", 0...65535, 0),
            .integer("replica-priority", alias: "slave-priority", 0...intMax, 100) { $0.replicaPriority = $1 },
            .unsignedMemory("replica-full-sync-buffer-limit", 0).only(in: .redis80),
            .boolean("repl-rdb-channel", flags: .hidden, true).only(in: .redis80),
            .boolean("repl-diskless-sync", true),
            .integer("repl-diskless-sync-delay", 0...intMax, 5),
            .integer("repl-diskless-sync-max-replicas", 0...intMax, 0),
            .word("repl-diskless-load", ["disabled", "on-empty-db", "swapdb"], "disabled")
                .words(in: .valkey) { $0.append("flush-before-load") },
            .integer("repl-ping-replica-period", alias: "repl-ping-slave-period", 1...intMax, 10),
            .integer("repl-timeout", 1...intMax, 60),
            .boolean("repl-disable-tcp-nodelay", false),
            .memory("repl-backlog-size", 1...Int.max, 1 << 20) { $0.replicationBacklogSize = $1 }.raised(to: 16 << 10)
                .starting(as: .integer(10 << 20), in: .valkey),
            .integer("repl-backlog-ttl", 0...Int.max, 3600),
            .integer("min-replicas-to-write", alias: "min-slaves-to-write", 0...intMax, 0),
            .integer("min-replicas-max-lag", alias: "min-slaves-max-lag", 0...intMax, 10),
            .word("propagation-error-behavior", ["ignore", "panic", "panic-on-replicas"], "ignore"),
        ]
    }

    static var cluster: [Directive] {
        [
            .boolean("cluster-enabled", flags: .immutable, false, check: DirectiveChecks.clusterMode),
            .text("cluster-config-file", flags: .immutable, "nodes.conf")
                .in(.valkey) {
                    $0.kind = .text("nodes.conf", check: DirectiveChecks.notEmpty("cluster-config-file"), field: nil)
                },
            .integer("cluster-port", flags: .immutable, 0...65535, 0),
            .integer("cluster-node-timeout", 0...Int.max, 15_000),
            .integer("cluster-ping-interval", flags: .hidden, 0...Int.max, 0).only(in: [.redis80, .valkey]),
            .integer("cluster-migration-barrier", 0...intMax, 1),
            .boolean("cluster-allow-replica-migration", true),
            .boolean("cluster-require-full-coverage", true),
            .boolean("cluster-allow-reads-when-down", false),
            .boolean("cluster-allow-pubsubshard-when-down", true),
            .boolean("cluster-replica-no-failover", alias: "cluster-slave-no-failover", false),
            .integer("cluster-replica-validity-factor", alias: "cluster-slave-validity-factor", 0...intMax, 10),
            .text("cluster-announce-ip"),
            .text("cluster-announce-hostname", check: DirectiveChecks.hostName),
            .text("cluster-announce-human-nodename", check: DirectiveChecks.nodeName).only(in: [.redis80, .valkey])
                .in(.valkey81) { $0.kind = .text("", check: DirectiveChecks.valkeyNodeName, field: nil) }
                .in(.valkey91) { $0.kind = .text("", check: DirectiveChecks.strictNodeName, field: nil) },
            .integer("cluster-announce-port", 0...65535, 0),
            .integer("cluster-announce-bus-port", 0...65535, 0),
            .integer("cluster-announce-tls-port", 0...65535, 0),
            .word("cluster-preferred-endpoint-type", ["ip", "hostname", "unknown-endpoint"], "ip"),
            .unsignedMemory("cluster-link-sendbuf-limit", 0),
            .integer("cluster-compatibility-sample-ratio", 0...100, 0).only(in: .redis80),
        ]
    }

    static var security: [Directive] {
        [
            .text("requirepass", flags: .secret) { $0.requirepass = $1 },
            .text("aclfile", flags: .immutable) { $0.aclFile = String(decoding: $1, as: UTF8.self) },
            .integer("acllog-max-len", 0...Int.max, 128) { $0.accessLogLength = $1 },
            .word("acl-pubsub-default", ChannelDefault.none) { $0.channelDefault = $1 },
            .word("enable-protected-configs", flags: .immutable, ProtectedAction.no) { $0.enableProtectedConfigs = $1 },
            .word("enable-debug-command", flags: .immutable, ProtectedAction.no) { $0.enableDebugCommand = $1 },
            .word("enable-module-command", flags: .immutable, ProtectedAction.no) { $0.enableModuleCommand = $1 },
        ]
    }

    static var tls: [Directive] {
        [
            .integer("tls-port", 0...65535, 0, check: DirectiveChecks.tlsPort),
            .text("tls-cert-file"),
            .text("tls-key-file"),
            .text("tls-key-file-pass", flags: .secret),
            .text("tls-client-cert-file"),
            .text("tls-client-key-file"),
            .text("tls-client-key-file-pass", flags: .secret),
            .text("tls-dh-params-file"),
            .text("tls-ca-cert-file"),
            .text("tls-ca-cert-dir"),
            .text("tls-protocols"),
            .text("tls-ciphers"),
            .text("tls-ciphersuites"),
            .boolean("tls-prefer-server-ciphers", false),
            .boolean("tls-session-caching", true),
            .integer("tls-session-cache-size", 0...intMax, 20_480),
            .integer("tls-session-cache-timeout", 0...intMax, 300),
            .boolean("tls-replication", false),
            .boolean("tls-cluster", false),
            .word("tls-auth-clients", ["no", "yes", "optional"], "yes"),
        ]
    }

    /// This server's own, for whoever starts it from a test.
    static var fixture: [Directive] {
        [
            .word("compat", flags: [.immutable, .hidden], Profile.standard) { $0.profile = $1 },
            .text("ready-file", flags: [.immutable, .hidden]) { $0.readyFile = String(decoding: $1, as: UTF8.self) },
            .boolean("exit-with-parent", flags: [.immutable, .hidden], false) { $0.exitWithParent = $1 },
            .boolean("exit-on-stdin-eof", flags: [.immutable, .hidden], false) { $0.exitOnStandardInputEnd = $1 },
        ]
    }

    /// Flags of the command line that stand for `yes` when no value follows.
    static let switches = ["exit-with-parent", "exit-on-stdin-eof"]
}
