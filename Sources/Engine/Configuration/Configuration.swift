// Configuration: the directives of one server and their values.
//
// Guarantee: the values and the stored properties always agree, because `store` alone sets either.

/// The directives of one server. Belongs to the queue that its engine belongs to.
public final class Configuration {
    /// The directives that there are: those of the profile.
    private(set) var table = DirectiveTable.of(.standard)
    /// One for each directive, in the order of the table.
    private(set) var values: [DirectiveValue]

    // What the server's code reads. The table's defaults replace these initial values before anybody sees them.

    // The network.
    /// `bind`: addresses, each perhaps behind a `-`, which allows it to be missing; none for every interface.
    public internal(set) var bindAddresses: [String] = []
    /// 0 stands for none if there is a Unix socket, and else for whichever is free.
    public internal(set) var port = 0
    /// `tcp-backlog`.
    public internal(set) var tcpBacklog = 0
    /// Seconds; 0 for none.
    public internal(set) var tcpKeepAlive = 0
    /// Seconds after which an idle client is closed; 0 for never.
    public internal(set) var timeout = 0
    /// `maxclients`.
    public internal(set) var maxClients = 0
    /// A path, or empty for none.
    public internal(set) var unixSocket = ""
    /// A mode, or 0 to leave it to the system.
    public internal(set) var unixSocketPermissions = 0
    /// `protected-mode`.
    public internal(set) var protectedMode = false
    /// `proto-max-bulk-len`, in bytes.
    public internal(set) var protoMaxBulkLength = 0
    /// `client-query-buffer-limit`, in bytes.
    public internal(set) var clientQueryBufferLimit = 0
    /// `client-output-buffer-limit`.
    public internal(set) var clientOutputBufferLimits = OutputBufferLimits()

    // The process.
    /// `compat`: whom the server stands in for.
    public internal(set) var profile = Profile.standard
    /// `daemonize`.
    public internal(set) var daemonize = false
    /// A path, or empty for none.
    public internal(set) var pidFile = ""
    /// `loglevel`.
    public internal(set) var logLevel = LogLevel.nothing
    /// A path, or empty for the standard output.
    public internal(set) var logFile = ""
    /// `dir`: an absolute path.
    public internal(set) var directory = ""
    /// How often background work runs, times a second.
    public internal(set) var hz = 0
    /// Seconds.
    public internal(set) var shutdownTimeout = 0
    /// Where to tell that the server is ready: a path, or empty.
    public internal(set) var readyFile = ""
    /// `exit-with-parent`: end when the process that started this one ends.
    public internal(set) var exitWithParent = false
    /// `exit-on-stdin-eof`: end when the standard input does.
    public internal(set) var exitOnStandardInputEnd = false

    // Who may do what.
    /// `requirepass`, or empty for none.
    public internal(set) var requirepass: [UInt8] = []
    /// `aclfile`: a path, or empty for none.
    public internal(set) var aclFile = ""
    /// `acllog-max-len`: entries.
    var accessLogLength = 0
    /// `acl-pubsub-default`: what fresh permissions allow of channels.
    var channelDefault = ChannelDefault.none
    /// The users of the configuration file, or of the ACL file: names and rules.
    var users: [(name: [UInt8], rules: [[UInt8]])] = []
    /// `enable-debug-command`.
    public internal(set) var enableDebugCommand = ProtectedAction.no
    /// `enable-module-command`.
    public internal(set) var enableModuleCommand = ProtectedAction.no
    /// `enable-protected-configs`.
    public internal(set) var enableProtectedConfigs = ProtectedAction.no

    // The dataset.
    /// `databases`.
    public internal(set) var databases = 0
    /// `maxmemory`, in bytes; 0 for no limit.
    public internal(set) var maxMemory: UInt64 = 0
    /// `maxmemory-policy`.
    public internal(set) var maxMemoryPolicy = MaxMemoryPolicy.noEviction
    /// `maxmemory-samples`: keys looked at for each that is evicted.
    var maxMemorySamples = 0
    /// `maxmemory-clients`: bytes that clients may take, or a percentage of `maxmemory` as its negative; 0 for any number.
    var maxMemoryClients = 0
    /// `lazyfree-lazy-eviction`.
    var lazyFreeEviction = false
    /// `lfu-log-factor`.
    public internal(set) var lfuLogFactor = 0
    /// Minutes.
    public internal(set) var lfuDecayTime = 0
    /// `activerehashing`.
    public internal(set) var activeRehashing = false
    /// `lazyfree-lazy-user-del`.
    public internal(set) var lazyFreeUserDelete = false
    /// `lazyfree-lazy-server-del`.
    public internal(set) var lazyFreeServerDelete = false
    /// `lazyfree-lazy-expire`.
    public internal(set) var lazyFreeExpire = false
    /// `lazyfree-lazy-user-flush`.
    public internal(set) var lazyFreeUserFlush = false
    /// As the directive: positive elements, negative a class of size.
    public internal(set) var listMaxListpackSize = 0
    /// `hash-max-listpack-entries`.
    public internal(set) var hashMaxListpackEntries = 0
    /// `hash-max-listpack-value`, in bytes.
    public internal(set) var hashMaxListpackValue = 0
    /// `set-max-intset-entries`.
    public internal(set) var setMaxIntsetEntries = 0
    /// `set-max-listpack-entries`.
    public internal(set) var setMaxListpackEntries = 0
    /// `set-max-listpack-value`.
    public internal(set) var setMaxListpackValue = 0
    /// `hll-sparse-max-bytes`.
    public internal(set) var hllSparseMaxBytes = 0
    /// `stream-node-max-bytes`.
    public internal(set) var streamNodeMaxBytes = 0
    /// `stream-node-max-entries`.
    public internal(set) var streamNodeMaxEntries = 0
    /// `import-mode`: clients may bring data of another server.
    var importMode = false
    /// `availability-zone`.
    var availabilityZone = ""
    /// `list-compress-depth`.
    public internal(set) var listCompressDepth = 0
    /// `zset-max-listpack-entries`.
    public internal(set) var zsetMaxListpackEntries = 0
    /// `zset-max-listpack-value`, in bytes.
    public internal(set) var zsetMaxListpackValue = 0
    /// `notify-keyspace-events`.
    var keyspaceEvents: KeyspaceEvents = []
    /// `tracking-table-max-keys`: how many keys of clients' caches are kept track of; 0 for any number.
    public internal(set) var trackingTableMaxKeys = 0
    /// `slowlog-log-slower-than`: microseconds, negative for no log.
    public internal(set) var slowLogSlowerThan = -1
    /// `slowlog-max-len`: entries.
    public internal(set) var slowLogMaxLength = 0
    /// `commandlog-request-larger-than`: bytes, negative for no log.
    var commandLogRequestLargerThan = -1
    /// `commandlog-large-request-max-len`: entries.
    var largeRequestLogMaxLength = 0
    /// `commandlog-reply-larger-than`: bytes, negative for no log.
    var commandLogReplyLargerThan = -1
    /// `commandlog-large-reply-max-len`: entries.
    var largeReplyLogMaxLength = 0
    /// `latency-monitor-threshold`: milliseconds, 0 for no monitoring.
    public internal(set) var latencyMonitorThreshold = 0
    /// `latency-tracking`: whether the commands' latencies are counted.
    public internal(set) var latencyTracking = false
    /// `busy-reply-threshold`: how long a script may run, milliseconds; 0 for any time.
    public internal(set) var busyReplyThreshold = 0
    /// In percent, as INFO latencystats shows them.
    public internal(set) var latencyPercentiles: [Double] = []

    // Persistence and replication.
    /// `save`.
    public internal(set) var savePoints: [SavePoint] = []
    /// `dbfilename`: within `dir`.
    public internal(set) var dumpFileName = ""
    /// `rdbcompression`.
    public internal(set) var rdbCompression = false
    /// `rdbchecksum`.
    public internal(set) var rdbChecksum = false
    /// `stop-writes-on-bgsave-error`.
    public internal(set) var stopWritesOnSaveError = false
    /// `shutdown-on-sigint`.
    public internal(set) var shutdownOnInterrupt = ShutdownRequest()
    /// `shutdown-on-sigterm`.
    public internal(set) var shutdownOnTermination = ShutdownRequest()
    /// `appendonly`.
    public internal(set) var appendOnly = false
    /// `repl-backlog-size`, in bytes.
    public internal(set) var replicationBacklogSize = 0
    /// `replica-priority`.
    public internal(set) var replicaPriority = 0

    /// `rename-command`: the new names of commands by their own, empty for a command that is taken away.
    public internal(set) var renamedCommands: [String: [UInt8]] = [:]

    /// A configuration with every default.
    public init() {
        values = table.directives.map(\.initialValue)
        for (directive, value) in zip(table.directives, values) { directive.assign(value, to: self) }
    }

    /// Takes the directives and the defaults of a profile. What has been given another value than the default keeps it.
    func adopt(_ profile: Profile) {
        guard profile != table.profile else { return }
        let (formerTable, formerValues) = (table, values)
        table = DirectiveTable.of(profile)
        values = table.directives.map { directive in
            if directive.name == "compat" { return .integer(profile.rawValue) }
            guard let index = formerTable.index(of: directive.name) ?? directive.alias.flatMap(formerTable.index),
                formerValues[index] != formerTable[index].initialValue
            else { return directive.initialValue }
            return formerValues[index]
        }
        for (directive, value) in zip(table.directives, values) { directive.assign(value, to: self) }
    }

    /// What is configured and not done here, in lines for the log.
    public var warnings: [String] {
        guard appendOnly else { return [] }
        return ["WARNING: 'appendonly' is taken note of, but this server keeps no log of its changes; see 'save'."]
    }

    /// Gives the directive at `index` in the table a value.
    func store(_ value: DirectiveValue, at index: Int) {
        values[index] = value
        table[index].assign(value, to: self)
        adopt(profile)
    }

    /// The value of the directive at `index` in the table, as CONFIG GET shows it.
    func text(at index: Int) -> [UInt8] { table[index].text(values[index]) }

    /// The value of a directive as CONFIG GET shows it, or nil if there is none of that name.
    public func value(of name: String) -> String? {
        table.index(of: name).map { String(decoding: text(at: $0), as: UTF8.self) }
    }

    /// Gives a directive a value as CONFIG SET would, except that a directive that is set at the start only may be set as well.
    public func set(_ name: String, to value: String) throws(ConfigurationError) {
        guard let index = table.index(of: name) else {
            throw .unknownDirectives(["\(name) \(value)"])
        }
        do throws(DirectiveRefusal) {
            let directive = table[index]
            let initial = directive.valueToSetUpon(values[index])
            store(
                try Array(value.utf8).withBytes { (bytes) throws(DirectiveRefusal) in
                    try directive.parse(argument: bytes, current: initial)
                }, at: index)
        } catch {
            throw .refused(reason: error.reason, line: nil)
        }
    }
}

extension Directive {
    /// What a new value starts from: the save points are replaced as a whole.
    func valueToSetUpon(_ current: DirectiveValue) -> DirectiveValue {
        if case .special(.save) = kind { return .savePoints([]) }
        return current
    }
}

/// Why a configuration cannot be used. The process ends with status 1.
public enum ConfigurationError: Error, Sendable, Equatable {
    /// A line of a configuration file.
    public struct Line: Sendable, Equatable {
        /// From 1.
        public var number: Int
        /// Without the space around it.
        public var text: String
    }

    /// A value that is refused.
    case refused(reason: String, line: Line?)
    /// A file that cannot be read.
    case unreadable(path: String, reason: String)
    /// Directives that no one knows, each with its arguments.
    case unknownDirectives([String])
    /// A module, which this server cannot load.
    case module(path: String)
    /// Users whose rules cannot be applied, with the lines for the log.
    case accessControl(String)

    /// What goes to the standard error of a server that stands in for `profile`, or nil when the log alone tells.
    public func errorOutput(of profile: Profile) -> String? {
        guard case .refused(let reason, let line) = self else { return nil }
        let server = profile.isValkey ? "Version" : "Redis"
        let place = line.map { "Reading the configuration file, at line \($0.number)\n>>> '\($0.text)'\n" } ?? ""
        return "\n*** FATAL CONFIG FILE ERROR (\(server) \(profile.version)) ***\n\(place)\(reason)\n"
    }

    /// What goes to the log as warnings, line by line.
    public var logLines: [String] {
        switch self {
        case .refused: []
        case .unreadable(let path, let reason): ["Fatal error, can't open config file '\(path)': \(reason)"]
        case .unknownDirectives(let directives):
            ["Unresolved Configuration(s) Detected:"] + directives.map { ">>> '\($0)'" } + [
                "Module Configuration detected without loadmodule directive or no ApplyConfig call: aborting"
            ]
        case .accessControl(let lines): lines.split(separator: "\n").map { String($0) }
        case .module(let path): ["Can't load module from \(path): server aborting"]
        }
    }
}
