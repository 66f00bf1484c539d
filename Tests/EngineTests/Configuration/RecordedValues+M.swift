// What redis 8.0.6 makes of values given with CONFIG SET, recorded: plain directives, M to Z.

extension RecordedValues {
    /// Directive, value, and what came of it, parted by bars; a refusal begins with `!`.
    static let plainMToZ = #"""
        masterauth|xyzzy|xyzzy|
        masteruser|xyzzy|xyzzy|
        max-new-connections-per-cycle|xyzzy|!argument couldn't be parsed into an integer|
        max-new-connections-per-cycle|-9223372036854775807|!argument must be between 1 and 1000 inclusive|
        max-new-connections-per-cycle|9223372036854775807|!argument must be between 1 and 1000 inclusive|
        max-new-tls-connections-per-cycle|xyzzy|!argument couldn't be parsed into an integer|
        max-new-tls-connections-per-cycle|-9223372036854775807|!argument must be between 1 and 1000 inclusive|
        max-new-tls-connections-per-cycle|9223372036854775807|!argument must be between 1 and 1000 inclusive|
        maxmemory|xyzzy|!argument must be a memory value|
        maxmemory|-9223372036854775807|!argument must be a memory value|
        maxmemory|9223372036854775807|9223372036854775807|
        maxmemory-clients|xyzzy|!argument must be a memory or percent value|
        maxmemory-clients|-9223372036854775807|!argument must be a memory or percent value|
        maxmemory-clients|9223372036854775807|9223372036854775807|
        maxmemory-eviction-tenacity|xyzzy|!argument couldn't be parsed into an integer|
        maxmemory-eviction-tenacity|-9223372036854775807|!argument must be between 0 and 100 inclusive|
        maxmemory-eviction-tenacity|9223372036854775807|!argument must be between 0 and 100 inclusive|
        maxmemory-policy|xyzzy|!argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction|
        maxmemory-samples|xyzzy|!argument couldn't be parsed into an integer|
        maxmemory-samples|-9223372036854775807|!argument must be between 1 and 64 inclusive|
        maxmemory-samples|9223372036854775807|!argument must be between 1 and 64 inclusive|
        min-replicas-max-lag|xyzzy|!argument couldn't be parsed into an integer|
        min-replicas-max-lag|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        min-replicas-max-lag|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        min-replicas-to-write|xyzzy|!argument couldn't be parsed into an integer|
        min-replicas-to-write|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        min-replicas-to-write|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        no-appendfsync-on-rewrite|xyzzy|!argument must be 'yes' or 'no'|
        no-appendfsync-on-rewrite|No|no|
        notify-keyspace-events|xyzzy|!Invalid event class character. Use 'Ag$lshzxeKEtmdn'.|
        oom-score-adj|xyzzy|!argument(s) must be one of the following: no, yes, relative, absolute|
        oom-score-adj|No|no|
        oom-score-adj-values|xyzzy|!wrong number of arguments|
        proc-title-template|xyzzy|xyzzy|
        propagation-error-behavior|xyzzy|!argument(s) must be one of the following: ignore, panic, panic-on-replicas|
        protected-mode|xyzzy|!argument must be 'yes' or 'no'|
        protected-mode|No|no|
        proto-max-bulk-len|xyzzy|!argument must be a memory value|
        proto-max-bulk-len|-9223372036854775807|!argument must be a memory value|
        proto-max-bulk-len|9223372036854775807|9223372036854775807|
        rdb-del-sync-files|xyzzy|!argument must be 'yes' or 'no'|
        rdb-del-sync-files|No|no|
        rdb-save-incremental-fsync|xyzzy|!argument must be 'yes' or 'no'|
        rdb-save-incremental-fsync|No|no|
        rdbcompression|xyzzy|!argument must be 'yes' or 'no'|
        rdbcompression|No|no|
        repl-backlog-size|xyzzy|!argument must be a memory value|
        repl-backlog-size|-9223372036854775807|!argument must be a memory value|
        repl-backlog-size|9223372036854775807|9223372036854775807|
        repl-backlog-ttl|xyzzy|!argument couldn't be parsed into an integer|
        repl-backlog-ttl|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        repl-backlog-ttl|9223372036854775807|9223372036854775807|
        repl-disable-tcp-nodelay|xyzzy|!argument must be 'yes' or 'no'|
        repl-disable-tcp-nodelay|No|no|
        repl-diskless-load|xyzzy|!argument(s) must be one of the following: disabled, on-empty-db, swapdb|
        repl-diskless-sync|xyzzy|!argument must be 'yes' or 'no'|
        repl-diskless-sync|No|no|
        repl-diskless-sync-delay|xyzzy|!argument couldn't be parsed into an integer|
        repl-diskless-sync-delay|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        repl-diskless-sync-delay|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        repl-diskless-sync-max-replicas|xyzzy|!argument couldn't be parsed into an integer|
        repl-diskless-sync-max-replicas|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        repl-diskless-sync-max-replicas|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        repl-ping-replica-period|xyzzy|!argument couldn't be parsed into an integer|
        repl-ping-replica-period|-9223372036854775807|!argument must be between 1 and 2147483647 inclusive|
        repl-ping-replica-period|9223372036854775807|!argument must be between 1 and 2147483647 inclusive|
        repl-timeout|xyzzy|!argument couldn't be parsed into an integer|
        repl-timeout|-9223372036854775807|!argument must be between 1 and 2147483647 inclusive|
        repl-timeout|9223372036854775807|!argument must be between 1 and 2147483647 inclusive|
        replica-announce-ip|xyzzy|xyzzy|
        replica-announce-port|xyzzy|!argument couldn't be parsed into an integer|
        replica-announce-port|-9223372036854775807|!argument must be between 0 and 65535 inclusive|
        replica-announce-port|9223372036854775807|!argument must be between 0 and 65535 inclusive|
        replica-announced|xyzzy|!argument must be 'yes' or 'no'|
        replica-announced|No|no|
        replica-full-sync-buffer-limit|xyzzy|!argument must be a memory value|
        replica-full-sync-buffer-limit|-9223372036854775807|!argument must be a memory value|
        replica-full-sync-buffer-limit|9223372036854775807|9223372036854775807|
        replica-ignore-disk-write-errors|xyzzy|!argument must be 'yes' or 'no'|
        replica-ignore-disk-write-errors|No|no|
        replica-ignore-maxmemory|xyzzy|!argument must be 'yes' or 'no'|
        replica-ignore-maxmemory|No|no|
        replica-lazy-flush|xyzzy|!argument must be 'yes' or 'no'|
        replica-lazy-flush|No|no|
        replica-priority|xyzzy|!argument couldn't be parsed into an integer|
        replica-priority|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        replica-priority|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        replica-read-only|xyzzy|!argument must be 'yes' or 'no'|
        replica-read-only|No|no|
        replica-serve-stale-data|xyzzy|!argument must be 'yes' or 'no'|
        replica-serve-stale-data|No|no|
        sanitize-dump-payload|xyzzy|!argument(s) must be one of the following: no, yes, clients|
        sanitize-dump-payload|No|no|
        save|xyzzy|!Invalid save parameters|
        set-max-intset-entries|xyzzy|!argument couldn't be parsed into an integer|
        set-max-intset-entries|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        set-max-intset-entries|9223372036854775807|9223372036854775807|
        set-max-listpack-entries|xyzzy|!argument couldn't be parsed into an integer|
        set-max-listpack-entries|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        set-max-listpack-entries|9223372036854775807|9223372036854775807|
        set-max-listpack-value|xyzzy|!argument couldn't be parsed into an integer|
        set-max-listpack-value|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        set-max-listpack-value|9223372036854775807|9223372036854775807|
        shutdown-on-sigint|xyzzy|!argument(s) must be one of the following: default, save, nosave, now, force|
        shutdown-on-sigterm|xyzzy|!argument(s) must be one of the following: default, save, nosave, now, force|
        shutdown-timeout|xyzzy|!argument couldn't be parsed into an integer|
        shutdown-timeout|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        shutdown-timeout|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        slowlog-log-slower-than|xyzzy|!argument couldn't be parsed into an integer|
        slowlog-log-slower-than|-9223372036854775807|!argument must be between -1 and 9223372036854775807 inclusive|
        slowlog-log-slower-than|9223372036854775807|9223372036854775807|
        slowlog-max-len|xyzzy|!argument couldn't be parsed into an integer|
        slowlog-max-len|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        slowlog-max-len|9223372036854775807|9223372036854775807|
        stop-writes-on-bgsave-error|xyzzy|!argument must be 'yes' or 'no'|
        stop-writes-on-bgsave-error|No|no|
        stream-node-max-bytes|xyzzy|!argument must be a memory value|
        stream-node-max-bytes|-9223372036854775807|!argument must be a memory value|
        stream-node-max-bytes|9223372036854775807|9223372036854775807|
        stream-node-max-entries|xyzzy|!argument couldn't be parsed into an integer|
        stream-node-max-entries|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        stream-node-max-entries|9223372036854775807|9223372036854775807|
        tcp-keepalive|xyzzy|!argument couldn't be parsed into an integer|
        tcp-keepalive|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        tcp-keepalive|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        timeout|xyzzy|!argument couldn't be parsed into an integer|
        timeout|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        timeout|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        tls-auth-clients|xyzzy|!argument(s) must be one of the following: no, yes, optional|
        tls-auth-clients|No|no|
        tls-ca-cert-dir|xyzzy|xyzzy|
        tls-ca-cert-file|xyzzy|xyzzy|
        tls-cert-file|xyzzy|xyzzy|
        tls-ciphers|xyzzy|xyzzy|
        tls-ciphersuites|xyzzy|xyzzy|
        tls-client-cert-file|xyzzy|xyzzy|
        tls-client-key-file|xyzzy|xyzzy|
        tls-client-key-file-pass|xyzzy|xyzzy|
        tls-cluster|xyzzy|!argument must be 'yes' or 'no'|
        tls-cluster|No|no|
        tls-dh-params-file|xyzzy|xyzzy|
        tls-key-file|xyzzy|xyzzy|
        tls-key-file-pass|xyzzy|xyzzy|
        tls-prefer-server-ciphers|xyzzy|!argument must be 'yes' or 'no'|
        tls-prefer-server-ciphers|No|no|
        tls-protocols|xyzzy|xyzzy|
        tls-replication|xyzzy|!argument must be 'yes' or 'no'|
        tls-replication|No|no|
        tls-session-cache-size|xyzzy|!argument couldn't be parsed into an integer|
        tls-session-cache-size|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        tls-session-cache-size|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        tls-session-cache-timeout|xyzzy|!argument couldn't be parsed into an integer|
        tls-session-cache-timeout|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        tls-session-cache-timeout|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        tls-session-caching|xyzzy|!argument must be 'yes' or 'no'|
        tls-session-caching|No|no|
        tracking-table-max-keys|xyzzy|!argument couldn't be parsed into an integer|
        tracking-table-max-keys|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        tracking-table-max-keys|9223372036854775807|9223372036854775807|
        zset-max-listpack-entries|xyzzy|!argument couldn't be parsed into an integer|
        zset-max-listpack-entries|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        zset-max-listpack-entries|9223372036854775807|9223372036854775807|
        zset-max-listpack-value|xyzzy|!argument must be a memory value|
        zset-max-listpack-value|-9223372036854775807|!argument must be a memory value|
        zset-max-listpack-value|9223372036854775807|9223372036854775807|
        """#
}
