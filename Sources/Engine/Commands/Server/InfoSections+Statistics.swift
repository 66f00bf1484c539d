// The sections of INFO that count: what was done, by which commands, with which errors, and what keys there are.

extension Engine {
    func describeStatistics(in text: inout InfoText) {
        let statistics = context.statistics
        let busy = totalMicroseconds
        observations.observe(
            InfoObservations.Sample(
                time: now.monotonic, commands: totalCommands, bytesIn: totalBytesIn, bytesOut: totalBytesOut),
            since: startedAt.monotonic)
        let rates = observations.rates
        text.field("total_connections_received", totalConnections)
        text.field("total_commands_processed", totalCommands)
        text.field("instantaneous_ops_per_sec", Int(rates.commands))
        text.field("total_net_input_bytes", totalBytesIn)
        text.field("total_net_output_bytes", totalBytesOut)
        text.fields(
            [
                "total_net_repl_input_bytes", "total_net_repl_output_bytes", "total_net_cluster_slot_import_bytes",
                "total_net_cluster_slot_export_bytes",
            ], 0)
        text.field("instantaneous_input_kbps", rates.bytesIn / 1024, digits: 2)
        text.field("instantaneous_output_kbps", rates.bytesOut / 1024, digits: 2)
        text.fields(["instantaneous_input_repl_kbps", "instantaneous_output_repl_kbps"], FixedText.text(0, digits: 2))
        text.field("rejected_connections", rejectedConnections)
        text.fields(["sync_full", "sync_partial_ok", "sync_partial_err"], 0)
        text.field("expired_subkeys", statistics.expiredFields)
        text.field("expired_keys", statistics.expiredKeys)
        text.field("expired_fields", statistics.expiredFields)
        text.fields(
            ["expired_stale_perc", "expired_keys_with_volatile_items_stale_perc"], FixedText.text(0, digits: 2))
        text.fields(["expired_time_cap_reached_count", "expire_cycle_cpu_milliseconds"], 0)
        text.field("evicted_keys", statistics.evictedKeys)
        text.field("evicted_clients", evictedClients)
        text.field("evicted_scripts", evictedScripts)
        text.fields(["total_eviction_exceeded_time", "current_eviction_exceeded_time"], 0)
        text.field("keyspace_hits", statistics.keyspaceHits)
        text.field("keyspace_misses", statistics.keyspaceMisses)
        text.field("pubsub_channels", context.subscriptions.count(.channel))
        text.field("pubsub_patterns", context.subscriptions.count(.pattern))
        text.field("pubsubshard_channels", context.subscriptions.count(.shardChannel))
        text.fields(
            [
                "latest_fork_usec", "total_forks",
                "migrate_cached_sockets", "slave_expires_tracked_keys", "active_defrag_hits", "active_defrag_misses",
                "active_defrag_key_hits", "active_defrag_key_misses", "total_active_defrag_time",
                "current_active_defrag_time",
            ], 0)
        text.field("tracking_total_keys", context.tracking?.keyCount ?? 0)
        text.field("tracking_total_items", context.tracking?.itemCount ?? 0)
        text.field("tracking_total_prefixes", context.tracking?.prefixCount ?? 0)
        text.field("unexpected_error_replies", 0)
        text.field("total_error_replies", totalErrors)
        text.field("dump_payload_sanitizations", 0)
        text.field("total_reads_processed", totalReads)
        text.field("total_writes_processed", totalWrites)
        text.fields(
            [
                "io_threaded_reads_processed", "io_threaded_writes_processed", "io_threaded_freed_objects",
                "io_threaded_accept_processed", "io_threaded_poll_processed", "io_threaded_total_prefetch_batches",
                "io_threaded_total_prefetch_entries",
            ], 0)
        text.field("client_query_buffer_limit_disconnections", inputLimitDisconnections)
        text.field("client_output_buffer_limit_disconnections", outputLimitDisconnections)
        text.fields(["reply_buffer_shrinks", "reply_buffer_expands"], 0)
        // What the engine sees of the loop around it: the reads, and the time within commands.
        text.field("eventloop_cycles", totalReads)
        text.fields(["eventloop_duration_sum", "eventloop_duration_cmd_sum"], busy)
        text.fields(["instantaneous_eventloop_cycles_per_sec", "instantaneous_eventloop_duration_usec"], 0)
        describeDenials(in: &text)
    }

    private func describeDenials(in text: inout InfoText) {
        let denials = access.log.totals
        text.field("acl_access_denied_auth", denials[.authentication] ?? 0)
        text.field("acl_access_denied_cmd", denials[.command] ?? 0)
        text.field("acl_access_denied_key", denials[.key] ?? 0)
        text.field("acl_access_denied_channel", denials[.channel] ?? 0)
        text.field("acl_access_denied_tls_cert", 0)
        text.field("acl_access_denied_db", denials[.database] ?? 0)
    }

    private var totalMicroseconds: Int {
        var total = 0
        forEachCommand { total += $0.statistics.microseconds }
        return total
    }

    /// Calls `body` with each command, a container before its subcommands.
    private func forEachCommand(_ body: (Command) -> Void) {
        for command in commands.commands {
            body(command)
            command.subcommands.forEach(body)
        }
    }

    func describeCommands(in text: inout InfoText) {
        forEachCommand { command in
            let statistics = command.statistics
            guard statistics.calls + statistics.rejected + statistics.failed > 0 else { return }
            let average = Double(statistics.microseconds) / Double(max(1, statistics.calls))
            text.field(
                "cmdstat_\(command.fullName)",
                "calls=\(statistics.calls),usec=\(statistics.microseconds),"
                    + "usec_per_call=\(FixedText.text(average, digits: 2)),"
                    + "rejected_calls=\(statistics.rejected),failed_calls=\(statistics.failed)")
        }
    }

    func describeLatencies(in text: inout InfoText) {
        guard configuration.latencyTracking else { return }
        forEachCommand { command in
            guard !command.latencies.isEmpty else { return }
            let percentiles = configuration.latencyPercentiles.map { percentile in
                let microseconds = Double(command.latencies.nanoseconds(atPercentile: percentile)) / 1000
                return "p\(SpecialDirective.fixed(percentile))=\(FixedText.text(microseconds, digits: 3))"
            }
            text.field("latency_percentiles_usec_\(command.fullName)", percentiles.joined(separator: ","))
        }
    }

    func describeErrors(in text: inout InfoText) {
        for (code, count) in errorCounts.sorted(by: { $0.key < $1.key }) {
            text.field("errorstat_\(code)", "count=\(count)")
        }
    }

    func describeKeyspace(in text: inout InfoText) {
        for database in databases where database.count > 0 {
            text.field(
                "db\(database.index)",
                "keys=\(database.count),expires=\(database.volatileCount),avg_ttl=\(averageTTL(of: database))"
                    + fieldsThatExpire(in: database)
            )
        }
    }

    private func fieldsThatExpire(in database: Database) -> String {
        switch profile {
        case .redis70, .valkey81: ""
        case .redis80: ",subexpiry=\(database.volatileHashCount)"
        case .valkey91: ",keys_with_volatile_items=\(database.volatileHashCount)"
        }
    }

    /// The mean time to live in milliseconds, estimated from the queue of expiries.
    private func averageTTL(of database: Database) -> Int {
        guard database.volatileCount > 0 else { return 0 }
        let samples = 32
        var sum = 0.0
        for _ in 0..<samples {
            guard let item = database.expiries.random(&context.random) else { return 0 }
            sum += Double(max(0, item.time - now.milliseconds))
        }
        return Int(exactly: (sum / Double(samples)).rounded(.down)) ?? .max
    }
}
