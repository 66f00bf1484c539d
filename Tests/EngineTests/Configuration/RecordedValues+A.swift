// What redis 8.0.6 makes of values given with CONFIG SET, recorded: plain directives, A to L.

extension RecordedValues {
    /// Directive, value, and what came of it, parted by bars; a refusal begins with `!`.
    static let plainAToL = #"""
        acl-pubsub-default|xyzzy|!argument(s) must be one of the following: allchannels, resetchannels|
        acllog-max-len|xyzzy|!argument couldn't be parsed into an integer|
        acllog-max-len|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        acllog-max-len|9223372036854775807|9223372036854775807|
        active-defrag-cycle-max|xyzzy|!argument couldn't be parsed into an integer|
        active-defrag-cycle-max|-9223372036854775807|!argument must be between 1 and 99 inclusive|
        active-defrag-cycle-max|9223372036854775807|!argument must be between 1 and 99 inclusive|
        active-defrag-cycle-min|xyzzy|!argument couldn't be parsed into an integer|
        active-defrag-cycle-min|-9223372036854775807|!argument must be between 1 and 99 inclusive|
        active-defrag-cycle-min|9223372036854775807|!argument must be between 1 and 99 inclusive|
        active-defrag-ignore-bytes|xyzzy|!argument must be a memory value|
        active-defrag-ignore-bytes|-9223372036854775807|!argument must be a memory value|
        active-defrag-ignore-bytes|9223372036854775807|9223372036854775807|
        active-defrag-max-scan-fields|xyzzy|!argument couldn't be parsed into an integer|
        active-defrag-max-scan-fields|-9223372036854775807|!argument must be between 1 and 9223372036854775807 inclusive|
        active-defrag-max-scan-fields|9223372036854775807|9223372036854775807|
        active-defrag-threshold-lower|xyzzy|!argument couldn't be parsed into an integer|
        active-defrag-threshold-lower|-9223372036854775807|!argument must be between 0 and 1000 inclusive|
        active-defrag-threshold-lower|9223372036854775807|!argument must be between 0 and 1000 inclusive|
        active-defrag-threshold-upper|xyzzy|!argument couldn't be parsed into an integer|
        active-defrag-threshold-upper|-9223372036854775807|!argument must be between 0 and 1000 inclusive|
        active-defrag-threshold-upper|9223372036854775807|!argument must be between 0 and 1000 inclusive|
        active-expire-effort|xyzzy|!argument couldn't be parsed into an integer|
        active-expire-effort|-9223372036854775807|!argument must be between 1 and 10 inclusive|
        active-expire-effort|9223372036854775807|!argument must be between 1 and 10 inclusive|
        activerehashing|xyzzy|!argument must be 'yes' or 'no'|
        activerehashing|No|no|
        aof-load-truncated|xyzzy|!argument must be 'yes' or 'no'|
        aof-load-truncated|No|no|
        aof-rewrite-incremental-fsync|xyzzy|!argument must be 'yes' or 'no'|
        aof-rewrite-incremental-fsync|No|no|
        aof-timestamp-enabled|xyzzy|!argument must be 'yes' or 'no'|
        aof-timestamp-enabled|No|no|
        aof-use-rdb-preamble|xyzzy|!argument must be 'yes' or 'no'|
        aof-use-rdb-preamble|No|no|
        appendfsync|xyzzy|!argument(s) must be one of the following: everysec, always, no|
        auto-aof-rewrite-min-size|xyzzy|!argument must be a memory value|
        auto-aof-rewrite-min-size|-9223372036854775807|!argument must be a memory value|
        auto-aof-rewrite-min-size|9223372036854775807|9223372036854775807|
        auto-aof-rewrite-percentage|xyzzy|!argument couldn't be parsed into an integer|
        auto-aof-rewrite-percentage|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        auto-aof-rewrite-percentage|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        bind-source-addr|xyzzy|xyzzy|
        busy-reply-threshold|xyzzy|!argument couldn't be parsed into an integer|
        busy-reply-threshold|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        busy-reply-threshold|9223372036854775807|9223372036854775807|
        client-output-buffer-limit|xyzzy|!Wrong number of arguments in buffer limit configuration.|
        client-query-buffer-limit|xyzzy|!argument must be a memory value|
        client-query-buffer-limit|-9223372036854775807|!argument must be a memory value|
        client-query-buffer-limit|9223372036854775807|9223372036854775807|
        cluster-allow-pubsubshard-when-down|xyzzy|!argument must be 'yes' or 'no'|
        cluster-allow-pubsubshard-when-down|No|no|
        cluster-allow-reads-when-down|xyzzy|!argument must be 'yes' or 'no'|
        cluster-allow-reads-when-down|No|no|
        cluster-allow-replica-migration|xyzzy|!argument must be 'yes' or 'no'|
        cluster-allow-replica-migration|No|no|
        cluster-announce-bus-port|xyzzy|!argument couldn't be parsed into an integer|
        cluster-announce-bus-port|-9223372036854775807|!argument must be between 0 and 65535 inclusive|
        cluster-announce-bus-port|9223372036854775807|!argument must be between 0 and 65535 inclusive|
        cluster-announce-hostname|xyzzy|xyzzy|
        cluster-announce-human-nodename|xyzzy|xyzzy|
        cluster-announce-ip|xyzzy|xyzzy|
        cluster-announce-port|xyzzy|!argument couldn't be parsed into an integer|
        cluster-announce-port|-9223372036854775807|!argument must be between 0 and 65535 inclusive|
        cluster-announce-port|9223372036854775807|!argument must be between 0 and 65535 inclusive|
        cluster-announce-tls-port|xyzzy|!argument couldn't be parsed into an integer|
        cluster-announce-tls-port|-9223372036854775807|!argument must be between 0 and 65535 inclusive|
        cluster-announce-tls-port|9223372036854775807|!argument must be between 0 and 65535 inclusive|
        cluster-compatibility-sample-ratio|xyzzy|!argument couldn't be parsed into an integer|
        cluster-compatibility-sample-ratio|-9223372036854775807|!argument must be between 0 and 100 inclusive|
        cluster-compatibility-sample-ratio|9223372036854775807|!argument must be between 0 and 100 inclusive|
        cluster-link-sendbuf-limit|xyzzy|!argument must be a memory value|
        cluster-link-sendbuf-limit|-9223372036854775807|!argument must be a memory value|
        cluster-link-sendbuf-limit|9223372036854775807|9223372036854775807|
        cluster-migration-barrier|xyzzy|!argument couldn't be parsed into an integer|
        cluster-migration-barrier|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        cluster-migration-barrier|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        cluster-node-timeout|xyzzy|!argument couldn't be parsed into an integer|
        cluster-node-timeout|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        cluster-node-timeout|9223372036854775807|9223372036854775807|
        cluster-preferred-endpoint-type|xyzzy|!argument(s) must be one of the following: ip, hostname, unknown-endpoint|
        cluster-replica-no-failover|xyzzy|!argument must be 'yes' or 'no'|
        cluster-replica-no-failover|No|no|
        cluster-replica-validity-factor|xyzzy|!argument couldn't be parsed into an integer|
        cluster-replica-validity-factor|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        cluster-replica-validity-factor|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        cluster-require-full-coverage|xyzzy|!argument must be 'yes' or 'no'|
        cluster-require-full-coverage|No|no|
        crash-log-enabled|xyzzy|!argument must be 'yes' or 'no'|
        crash-log-enabled|No|no|
        crash-memcheck-enabled|xyzzy|!argument must be 'yes' or 'no'|
        crash-memcheck-enabled|No|no|
        dynamic-hz|xyzzy|!argument must be 'yes' or 'no'|
        dynamic-hz|No|no|
        hash-max-listpack-entries|xyzzy|!argument couldn't be parsed into an integer|
        hash-max-listpack-entries|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        hash-max-listpack-entries|9223372036854775807|9223372036854775807|
        hash-max-listpack-value|xyzzy|!argument must be a memory value|
        hash-max-listpack-value|-9223372036854775807|!argument must be a memory value|
        hash-max-listpack-value|9223372036854775807|9223372036854775807|
        hide-user-data-from-log|xyzzy|!argument must be 'yes' or 'no'|
        hide-user-data-from-log|No|no|
        hll-sparse-max-bytes|xyzzy|!argument must be a memory value|
        hll-sparse-max-bytes|-9223372036854775807|!argument must be a memory value|
        hll-sparse-max-bytes|9223372036854775807|9223372036854775807|
        hz|xyzzy|!argument couldn't be parsed into an integer|
        hz|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        hz|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        ignore-warnings|xyzzy|xyzzy|
        jemalloc-bg-thread|xyzzy|!argument must be 'yes' or 'no'|
        jemalloc-bg-thread|No|no|
        latency-monitor-threshold|xyzzy|!argument couldn't be parsed into an integer|
        latency-monitor-threshold|-9223372036854775807|!argument must be between 0 and 9223372036854775807 inclusive|
        latency-monitor-threshold|9223372036854775807|9223372036854775807|
        latency-tracking|xyzzy|!argument must be 'yes' or 'no'|
        latency-tracking|No|no|
        latency-tracking-info-percentiles|xyzzy|!Invalid latency-tracking-info-percentiles parameters|
        lazyfree-lazy-eviction|xyzzy|!argument must be 'yes' or 'no'|
        lazyfree-lazy-eviction|No|no|
        lazyfree-lazy-expire|xyzzy|!argument must be 'yes' or 'no'|
        lazyfree-lazy-expire|No|no|
        lazyfree-lazy-server-del|xyzzy|!argument must be 'yes' or 'no'|
        lazyfree-lazy-server-del|No|no|
        lazyfree-lazy-user-del|xyzzy|!argument must be 'yes' or 'no'|
        lazyfree-lazy-user-del|No|no|
        lazyfree-lazy-user-flush|xyzzy|!argument must be 'yes' or 'no'|
        lazyfree-lazy-user-flush|No|no|
        lfu-decay-time|xyzzy|!argument couldn't be parsed into an integer|
        lfu-decay-time|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        lfu-decay-time|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        lfu-log-factor|xyzzy|!argument couldn't be parsed into an integer|
        lfu-log-factor|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        lfu-log-factor|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        list-compress-depth|xyzzy|!argument couldn't be parsed into an integer|
        list-compress-depth|-9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        list-compress-depth|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        list-max-listpack-size|xyzzy|!argument couldn't be parsed into an integer|
        list-max-listpack-size|-9223372036854775807|!argument must be between -2147483648 and 2147483647 inclusive|
        list-max-listpack-size|9223372036854775807|!argument must be between -2147483648 and 2147483647 inclusive|
        locale-collate|xyzzy|!Invalid locale name|
        loglevel|xyzzy|!argument(s) must be one of the following: debug, verbose, notice, warning, nothing|
        """#
}
