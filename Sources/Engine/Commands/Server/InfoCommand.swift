// INFO: what the server tells of itself, section by section, in the real server's order and with its names, because clients and
// tools parse it.

extension ServerCommands {
    static func info(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var sections: Set<InfoSection> = []
        if arguments.count == 1 { sections = InfoSection.byDefault }
        for index in 1..<max(1, arguments.count) {
            let word = arguments[index]
            if word.matches("default") {
                sections.formUnion(InfoSection.byDefault)
            } else if word.matches("all") || word.matches("everything") {
                sections.formUnion(InfoSection.allCases)
            } else if let section = InfoSection.allCases.first(where: { word.isSame(as: $0.rawValue) }) {
                sections.insert(section)
            }
        }
        var text = InfoText(of: session.engine.profile)
        let known = InfoSection.sections(of: session.engine.profile)
        for section in InfoSection.allCases where sections.contains(section) && known.contains(section) {
            text.begin(section)
            session.engine.describe(section, in: &text)
        }
        session.reply.verbatim(text.text)
    }
}

/// The sections, in the order in which INFO shows them. The raw value is the name by which one is asked for.
enum InfoSection: String, CaseIterable {
    case server, tls, clients, memory, persistence, threads, stats, replication, cpu, modules, commandstats, errorstats
    case latencystats, cluster
    case clusterInfo = "cluster_info"
    case scriptingEngines = "scriptingengines"
    case keyspace, keysizes

    private static let ofValkey91: Set<InfoSection> = [.tls, .clusterInfo, .scriptingEngines]

    /// What INFO shows when it is not told what to show.
    static let byDefault = Set(allCases).subtracting([.commandstats, .latencystats]).subtracting(ofValkey91)

    /// The sections that a release has.
    static func sections(of profile: Profile) -> Set<InfoSection> {
        switch profile {
        case .redis70, .valkey81: Set(allCases).subtracting([.threads, .keysizes]).subtracting(ofValkey91)
        case .redis80: Set(allCases).subtracting(ofValkey91)
        case .valkey91: Set(allCases).subtracting([.threads, .keysizes])
        }
    }

    var title: String {
        switch self {
        case .cpu, .tls: rawValue.uppercased()
        case .clusterInfo: "Cluster Info"
        case .scriptingEngines: "Scripting Engines"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }
}

/// The text of INFO.
struct InfoText {
    private(set) var text = ""
    private let profile: Profile

    init(of profile: Profile) { self.profile = profile }

    /// The fields that not every release has.
    private static let profiles: [String: Profiles] = {
        let fields: [(Profiles, [String])] = [
            (.redis, ["atomicvar_api"]),
            (
                .redis80, ["mem_replica_full_sync_buffer", "expired_subkeys"]
            ),
            (
                [.redis80, .valkey],
                [
                    "listener0", "listener1", "pubsub_clients", "watching_clients", "total_watched_keys",
                    "total_blocking_keys", "total_blocking_keys_on_nokey", "allocator_muzzy",
                    "mem_overhead_db_hashtable_rehashing", "evicted_scripts",
                    "client_query_buffer_limit_disconnections", "client_output_buffer_limit_disconnections",
                    "eventloop_cycles", "eventloop_duration_sum", "eventloop_duration_cmd_sum",
                    "instantaneous_eventloop_cycles_per_sec", "instantaneous_eventloop_duration_usec",
                    "acl_access_denied_auth", "acl_access_denied_cmd", "acl_access_denied_key",
                    "acl_access_denied_channel",
                ]
            ),
            (
                .valkey,
                [
                    "server_name", "valkey_version", "valkey_release_stage", "clients_hz", "availability_zone",
                    "paused_reason", "paused_actions", "paused_timeout_milliseconds", "replicas_waiting_psync",
                    "io_threaded_freed_objects", "io_threaded_accept_processed", "io_threaded_poll_processed",
                    "io_threaded_total_prefetch_batches", "io_threaded_total_prefetch_entries",
                ]
            ),
            (
                .valkey91,
                [
                    "mem_replicas_repl_buffer", "mem_cluster_slot_import", "mem_cluster_slot_export",
                    "slot_migration_fork_in_progress", "total_net_cluster_slot_import_bytes",
                    "total_net_cluster_slot_export_bytes", "expired_fields",
                    "expired_keys_with_volatile_items_stale_perc", "acl_access_denied_tls_cert",
                    "acl_access_denied_db", "used_active_time_main_thread",
                ]
            ),
        ]
        return Dictionary(
            uniqueKeysWithValues: fields.flatMap { profiles, names in names.map { ($0, profiles) } })
    }()

    fileprivate mutating func begin(_ section: InfoSection) {
        if !text.isEmpty { text += "\r\n" }
        text += "# \(section.title)\r\n"
    }

    mutating func field(_ name: String, _ value: some CustomStringConvertible) {
        if let profiles = Self.profiles[name], !profiles.contains(profile) { return }
        text += "\(name):\(value.description)\r\n"
    }

    mutating func field(_ name: String, _ value: Double, digits: Int) {
        field(name, FixedText.text(value, digits: digits))
    }

    /// Fields that have the same value.
    mutating func fields(_ names: [String], _ value: some CustomStringConvertible) {
        for name in names { field(name, value) }
    }

    /// An amount of memory, as bytes and for people.
    mutating func memory(_ name: String, _ bytes: Int) {
        field(name, bytes)
        field("\(name)_human", FixedText.memory(bytes))
    }
}

/// What INFO remembers from one time to the next. Nothing in the engine runs periodically, so rates are those since INFO last looked.
struct InfoObservations {
    /// Counters at one time.
    struct Sample {
        var time: Int64 = 0
        var commands = 0
        var bytesIn = 0
        var bytesOut = 0
    }

    /// Rates between two samples, a second.
    struct Rates {
        var commands = 0.0
        var bytesIn = 0.0
        var bytesOut = 0.0
    }

    /// The most memory that was seen in use, in bytes.
    private(set) var peakMemory = 0
    private(set) var rates = Rates()
    private var last: Sample?

    mutating func observe(memory: Int) { peakMemory = max(peakMemory, memory) }

    /// Brings the rates up to date. A span under a tenth of a second is too short to tell anything.
    mutating func observe(_ sample: Sample, since start: Int64) {
        let from = last ?? Sample(time: start)
        let seconds = Double(sample.time - from.time) / 1_000_000
        guard seconds >= 0.1 else { return }
        // RESETSTAT may have set a counter back.
        rates.commands = Double(max(0, sample.commands - from.commands)) / seconds
        rates.bytesIn = Double(max(0, sample.bytesIn - from.bytesIn)) / seconds
        rates.bytesOut = Double(max(0, sample.bytesOut - from.bytesOut)) / seconds
        last = sample
    }
}
