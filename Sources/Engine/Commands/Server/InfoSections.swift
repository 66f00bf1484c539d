// The sections of INFO that tell of the process, the clients and memory. What has no meaning here yet is shown as the real server
// shows it for a lone master without persistence.

extension Engine {
    /// Writes a section's fields.
    func describe(_ section: InfoSection, in text: inout InfoText) {
        switch section {
        case .server: describeServer(in: &text)
        case .tls: describeCertificates(in: &text)
        case .clients: describeClients(in: &text)
        case .memory: describeMemory(in: &text)
        case .persistence: describePersistence(in: &text)
        case .threads: text.field("io_thread_0", "clients=\(sessions.count),reads=\(totalReads),writes=\(totalWrites)")
        case .stats: describeStatistics(in: &text)
        case .replication: describeReplication(in: &text)
        case .cpu: describeProcessor(in: &text)
        case .modules: describeModules(in: &text)
        case .commandstats: describeCommands(in: &text)
        case .errorstats: describeErrors(in: &text)
        case .latencystats: describeLatencies(in: &text)
        case .cluster: text.field("cluster_enabled", 0)
        case .clusterInfo: break
        case .scriptingEngines: describeScriptingEngines(in: &text)
        case .keyspace: describeKeyspace(in: &text)
        case .keysizes: describeKeySizes(in: &text)
        }
    }

    private func describeServer(in text: inout InfoText) {
        let uptime = Int(now.monotonic - startedAt.monotonic) / 1_000_000
        text.field("redis_version", profile.redisVersion)
        text.field("server_name", profile.serverName)
        text.field("valkey_version", profile.version)
        text.field("valkey_release_stage", "ga")
        text.field("redis_git_sha1", "00000000")
        text.field("redis_git_dirty", 0)
        text.field("redis_build_id", "0000000000000000")
        text.field(profile.isValkey ? "server_mode" : "redis_mode", "standalone")
        text.field("os", host.operatingSystem)
        text.field("arch_bits", host.architectureBits)
        text.field("monotonic_clock", "POSIX clock_gettime")
        text.field("multiplexing_api", host.multiplexer)
        text.field("atomicvar_api", "c11-builtin")
        text.field("gcc_version", "0.0.0")
        text.field("process_id", host.processID)
        text.field("process_supervised", "no")
        text.field("run_id", runID)
        text.field("tcp_port", host.tcpPort)
        text.field("server_time_usec", now.wall)
        text.field("uptime_in_seconds", uptime)
        text.field("uptime_in_days", uptime / 86_400)
        text.field("hz", configuration.hz)
        text.field("configured_hz", configuration.hz)
        text.field("clients_hz", configuration.hz)
        text.field("lru_clock", now.milliseconds / 1000 & 0xFF_FFFF)
        text.field("executable", host.executablePath)
        text.field("config_file", host.configurationPath ?? "")
        text.field("io_threads_active", 0)
        text.field("availability_zone", configuration.availabilityZone)
        for (index, listener) in listeners.enumerated() { text.field("listener\(index)", listener) }
        text.field("understudy_version", ServerVersion.understudy)
    }

    /// What is listened on, as INFO writes it.
    private var listeners: [String] {
        var listeners: [String] = []
        if host.tcpPort > 0 {
            let addresses = configuration.bindAddresses.map { "bind=\($0)," }.joined()
            listeners.append("name=tcp,\(addresses)port=\(host.tcpPort)")
        }
        if !configuration.unixSocket.isEmpty { listeners.append("name=unix,bind=\(configuration.unixSocket)") }
        return listeners
    }

    private func describeClients(in text: inout InfoText) {
        text.field("connected_clients", sessions.count)
        text.field("cluster_connections", 0)
        text.field("maxclients", configuration.maxClients)
        text.field("client_recent_max_input_buffer", sessions.values.map(\.input.capacity).max() ?? 0)
        text.field("client_recent_max_output_buffer", sessions.values.map(\.output.capacity).max() ?? 0)
        text.field("blocked_clients", blockedCount)
        text.field("tracking_clients", context.tracking?.clientCount ?? 0)
        text.field("pubsub_clients", context.subscriptions.sessionCount)
        text.field("watching_clients", sessions.values.count { !$0.watched.isEmpty })
        text.field("clients_in_timeout_table", sessions.values.count { $0.blocked?.deadline != nil })
        text.field("total_watched_keys", databases.reduce(0) { $0 + $1.watchers.count })
        text.field("total_blocking_keys", databases.reduce(0) { $0 + $1.waiters.count })
        let waiters = databases.flatMap { $0.waiters.all.values }
        text.field("total_blocking_keys_on_nokey", waiters.count(where: \.wantsToKnowOfAbsence))
        text.field("paused_reason", pause == nil ? "none" : "client_pause")
        text.field("paused_actions", pause.map { $0.scope == .all ? "all" : "write" } ?? "none")
        text.field("paused_timeout_milliseconds", pause.map { max(0, $0.end - now.monotonic) / 1000 } ?? 0)
    }

    /// There are no certificates.
    private func describeCertificates(in text: inout InfoText) {
        for end in ["server", "client", "ca"] {
            text.field("tls_\(end)_cert_serial", "none")
            text.field("tls_\(end)_cert_expires_in_seconds", 0)
        }
    }

    /// What the real server has as modules, and this one without.
    private func describeModules(in text: inout InfoText) {
        guard let module = profile.module else { return }
        text.field(
            "module",
            "name=\(module.name),ver=1,api=1,filters=0,usedby=[],using=[],options=[\(module.options)]")
    }

    private func describeScriptingEngines(in text: inout InfoText) {
        text.field("engines_count", 1)
        text.fields(["engines_total_used_memory", "engines_total_memory_overhead"], 0)
        text.field("engine_0", "name=LUA,module=lua,abi_version=4,used_memory=0,memory_overhead=0")
    }

    private func describeMemory(in text: inout InfoText) {
        let figures = MemoryFigures(of: self)
        let (used, resident, fragmentation) = (figures.used, figures.resident, figures.residentRatio)
        text.memory("used_memory", used)
        text.memory("used_memory_rss", resident)
        text.memory("used_memory_peak", figures.peak)
        text.field("used_memory_peak_perc", FixedText.text(figures.peakPercentage, digits: 2) + "%")
        text.field("used_memory_overhead", figures.overhead)
        text.field("used_memory_startup", figures.startup)
        text.field("used_memory_dataset", figures.dataset)
        text.field("used_memory_dataset_perc", FixedText.text(figures.datasetPercentage, digits: 2) + "%")
        text.fields(["allocator_allocated", "allocator_active"], used)
        text.field("allocator_resident", resident)
        text.field("allocator_muzzy", 0)
        text.memory("total_system_memory", figures.system)
        describe(figures.scripts, in: &text)
        text.memory("maxmemory", Int(clamping: configuration.maxMemory))
        text.field("maxmemory_policy", configuration.maxMemoryPolicy.word)
        text.field("allocator_frag_ratio", 1, digits: 2)
        text.field("allocator_frag_bytes", 0)
        text.field("allocator_rss_ratio", fragmentation, digits: 2)
        text.field("allocator_rss_bytes", resident - used)
        text.field("rss_overhead_ratio", 1, digits: 2)
        text.field("rss_overhead_bytes", 0)
        text.field("mem_fragmentation_ratio", fragmentation, digits: 2)
        text.field("mem_fragmentation_bytes", resident - used)
        text.fields(
            [
                "mem_not_counted_for_evict", "mem_replication_backlog", "mem_total_replication_buffers",
                "mem_replica_full_sync_buffer", "mem_replicas_repl_buffer", "mem_clients_slaves",
            ], 0)
        text.field("mem_clients_normal", figures.clients)
        text.fields(
            ["mem_cluster_links", "mem_cluster_slot_import", "mem_cluster_slot_export", "mem_aof_buffer"], 0)
        text.field("mem_allocator", "libc")
        text.fields(["mem_overhead_db_hashtable_rehashing", "active_defrag_running"], 0)
        text.field("lazyfree_pending_objects", context.freeing.pendingCount)
        text.field("lazyfreed_objects", context.freeing.freedCount)
    }

    private func describe(_ scripts: ScriptFigures, in text: inout InfoText) {
        text.fields(["used_memory_lua", "used_memory_vm_eval"], scripts.evalMachine)
        text.field("used_memory_lua_human", FixedText.memory(scripts.evalMachine))
        text.field("used_memory_scripts_eval", scripts.scriptCache)
        text.field("number_of_cached_scripts", scriptEngine?.scripts.count ?? 0)
        text.field("number_of_functions", libraries.functionCount)
        text.field("number_of_libraries", libraries.all.count)
        text.field("used_memory_vm_functions", scripts.functionMachine)
        text.memory("used_memory_vm_total", scripts.machines)
        text.field("used_memory_functions", scripts.libraryCache)
        text.memory("used_memory_scripts", scripts.scriptCache + scripts.libraryCache)
    }

    private func describePersistence(in text: inout InfoText) {
        let (written, all) = (saving.snapshot?.writtenCount ?? 0, saving.snapshot?.keyCount ?? 0)
        text.fields(["loading", "async_loading", "current_cow_peak", "current_cow_size", "current_cow_size_age"], 0)
        text.field("current_fork_perc", all > 0 ? Double(written) * 100 / Double(all) : 0, digits: 2)
        text.field("current_save_keys_processed", written)
        text.field("current_save_keys_total", all)
        text.field("rdb_changes_since_last_save", changes)
        text.field("rdb_bgsave_in_progress", saving.snapshot == nil ? 0 : 1)
        text.field("rdb_last_save_time", saving.lastSave.milliseconds / 1000)
        text.field("rdb_last_bgsave_status", saving.lastWentWell ? "ok" : "err")
        text.field("rdb_last_bgsave_time_sec", saving.lastDuration)
        let elapsed = (now.monotonic - saving.startedAt.monotonic) / 1_000_000
        text.field("rdb_current_bgsave_time_sec", saving.snapshot == nil ? -1 : elapsed)
        text.field("rdb_saves", saving.count)
        text.field("rdb_last_cow_size", 0)
        text.field("rdb_last_load_keys_expired", saving.expired)
        text.field("rdb_last_load_keys_loaded", saving.loaded)
        text.fields(["aof_enabled", "aof_rewrite_in_progress", "aof_rewrite_scheduled"], 0)
        text.fields(["aof_last_rewrite_time_sec", "aof_current_rewrite_time_sec"], -1)
        text.field("aof_last_bgrewrite_status", "ok")
        text.fields(["aof_rewrites", "aof_rewrites_consecutive_failures"], 0)
        text.field("aof_last_write_status", "ok")
        text.fields(
            [
                "aof_last_cow_size", "module_fork_in_progress", "module_fork_last_cow_size",
                "slot_migration_fork_in_progress",
            ], 0)
    }

    private func describeReplication(in text: inout InfoText) {
        text.field("role", "master")
        text.fields(["connected_slaves", "replicas_waiting_psync"], 0)
        text.field("master_failover_state", "no-failover")
        text.field("master_replid", replicationID)
        text.field("master_replid2", String(repeating: "0", count: 40))
        text.field("master_repl_offset", 0)
        text.field("second_repl_offset", -1)
        text.field("repl_backlog_active", 0)
        text.field("repl_backlog_size", configuration.replicationBacklogSize)
        text.fields(["repl_backlog_first_byte_offset", "repl_backlog_histlen"], 0)
    }

    private func describeProcessor(in text: inout InfoText) {
        let usage = host.usage()
        text.field("used_cpu_sys", usage.systemTime, digits: 6)
        text.field("used_cpu_user", usage.userTime, digits: 6)
        text.field("used_cpu_sys_children", usage.childrenSystemTime, digits: 6)
        text.field("used_cpu_user_children", usage.childrenUserTime, digits: 6)
        text.field("used_cpu_sys_main_thread", usage.mainThreadSystemTime, digits: 6)
        text.field("used_cpu_user_main_thread", usage.mainThreadUserTime, digits: 6)
        text.field(
            "used_active_time_main_thread", usage.mainThreadSystemTime + usage.mainThreadUserTime, digits: 6)
    }
}
