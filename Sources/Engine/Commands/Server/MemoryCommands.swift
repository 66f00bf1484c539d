// MEMORY: what the dataset and the process take. The figures are this process's own; what is told of the real server's allocator,
// jemalloc, stands for the C library's here, which tells less.

extension ServerCommands {
    static func memoryUsage(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 3)
        while !cursor.isAtEnd {
            // Nothing is sampled here, every value knows its size; the option is read all the same.
            guard cursor.skip("samples", before: 1) else { throw .syntax }
            guard try cursor.next().parseInteger() >= 0 else { throw .syntax }
        }
        guard let entry = session.database.peekIgnoringExpiry(arguments[2]) else { return session.reply.null() }
        session.reply.integer(entry.memoryUse + Database.overhead(of: entry))
    }

    static func memoryStats(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        MemoryFigures(of: session.engine).write(to: session.reply, session.engine.profile)
    }

    static func memoryDoctor(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.verbatim(MemoryFigures(of: session.engine).report)
    }

    static func memoryPurge(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.host.didFreeMuchMemory()
        session.reply.ok()
    }

    /// The C library's allocator keeps no statistics to show: what the real server says where it was built with it.
    static func memoryMallocStats(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.bulk("Stats not supported for the current allocator")
    }

    static func memoryHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "memory",
            [
                "DOCTOR", "    Return memory problems reports.",
                "MALLOC-STATS", "    Return internal statistics report from the memory allocator.",
                "PURGE", "    Attempt to purge dirty pages for reclamation by the allocator.",
                "STATS", "    Return information about the memory usage of the server.",
                "USAGE <key> [SAMPLES <count>]",
                "    Return memory in bytes used by <key> and its value. Nested values are",
                "    sampled up to <count> times (default: 5, 0 means sample all).",
            ], to: session.reply)
    }
}

extension Database {
    /// Bytes that a key takes beside its entry: a place in the table, with its tag, and one in the queue of expiries.
    fileprivate static func overhead(of entry: Entry) -> Int {
        16 + (entry.hasExpiry ? MemoryLayout<ExpiryQueue.Item>.stride : 0)
    }

    /// Bytes that the tables of keys and of expiries take.
    fileprivate var tableMemory: Int { table.memoryUse + volatileCount * MemoryLayout<ExpiryQueue.Item>.stride }
}

/// The process's memory at one time, and how much of it is not the keys.
struct MemoryFigures {
    let used: Int
    let resident: Int
    /// What the machine has.
    let system: Int
    let peak: Int
    /// Bytes in use when the engine had been made.
    let startup: Int
    /// What the clients take.
    let clients: Int
    /// What the tables of each database take that has keys.
    private let tables: [(database: Int, bytes: Int)]
    private let keyCount: Int
    let clientCount: Int
    /// Replies that wait to be sent.
    let unsent: Int
    let scripts: ScriptFigures

    init(of engine: Engine) {
        let usage = engine.host.usage()
        engine.observations.observe(memory: usage.allocatedMemory)
        used = usage.allocatedMemory
        resident = usage.residentMemory
        system = usage.systemMemory
        peak = engine.observations.peakMemory
        startup = min(used, engine.startupMemory)
        let sessions = engine.sessions.values
        clients = sessions.reduce(0) { $0 + $1.memoryUse }
        unsent = sessions.reduce(0) { $0 + $1.output.count }
        clientCount = sessions.count
        scripts = ScriptFigures(of: engine)
        tables = engine.databases.filter { $0.count > 0 }.map { ($0.index, $0.tableMemory) }
        keyCount = engine.databases.reduce(0) { $0 + $1.count }
    }

    /// What is no key's and no value's.
    var overhead: Int { min(used, startup + clients + scripts.all + tables.reduce(0) { $0 + $1.bytes }) }

    /// What the keys and values take.
    var dataset: Int { used - overhead }

    /// Of what was added since the start.
    var datasetPercentage: Double { MemoryFigures.percentage(dataset, of: used - startup) }

    var peakPercentage: Double { MemoryFigures.percentage(used, of: peak) }

    var residentRatio: Double { used > 0 ? Double(resident) / Double(used) : 0 }

    private static func percentage(_ part: Int, of whole: Int) -> Double {
        whole > 0 ? Double(part) * 100 / Double(whole) : 0
    }

    /// The figures that not every release has.
    private static let profiles: [String: Profiles] = [
        "replica.fullsync.buffer": .redis80, "script.VMs": .redis80, "replicas.repl.buffer": .valkey91,
        "cluster.slot_import": .valkey91, "cluster.slot_export": .valkey91,
        "overhead.db.hashtable.lut": [.redis80, .valkey], "overhead.db.hashtable.rehashing": [.redis80, .valkey],
        "db.dict.rehashing.count": [.redis80, .valkey], "allocator.muzzy": [.redis80, .valkey],
    ]

    /// The reply of MEMORY STATS.
    func write(to reply: ReplyWriter, _ profile: Profile) {
        let mark = reply.mark()
        var fields = 0
        func integer(_ name: String, _ value: Int) {
            if let profiles = Self.profiles[name], !profiles.contains(profile) { return }
            reply.bulk(name)
            reply.integer(value)
            fields += 1
        }
        func double(_ name: String, _ value: Double) {
            reply.bulk(name)
            reply.double(value)
            fields += 1
        }
        integer("peak.allocated", peak)
        integer("total.allocated", used)
        integer("startup.allocated", startup)
        for name in ["replication.backlog", "replica.fullsync.buffer", "replicas.repl.buffer", "clients.slaves"] {
            integer(name, 0)
        }
        integer("clients.normal", clients)
        for name in ["cluster.links", "cluster.slot_import", "cluster.slot_export", "aof.buffer"] { integer(name, 0) }
        integer("lua.caches", scripts.scriptCache)
        integer("functions.caches", scripts.libraryCache)
        integer("script.VMs", scripts.machines)
        for (database, bytes) in tables {
            reply.bulk("db.\(database)")
            reply.map(profile == .redis70 ? 3 : 2)
            reply.bulk("overhead.hashtable.main")
            reply.integer(bytes)
            reply.bulk("overhead.hashtable.expires")
            reply.integer(0)
            if profile == .redis70 {
                reply.bulk("overhead.hashtable.slot-to-keys")
                reply.integer(0)
            }
            fields += 1
        }
        integer("overhead.db.hashtable.lut", tables.reduce(0) { $0 + $1.bytes })
        integer("overhead.db.hashtable.rehashing", 0)
        integer("overhead.total", overhead)
        integer("db.dict.rehashing.count", 0)
        integer("keys.count", keyCount)
        integer("keys.bytes-per-key", keyCount > 0 ? (used - startup) / keyCount : 0)
        integer("dataset.bytes", dataset)
        double("dataset.percentage", datasetPercentage)
        double("peak.percentage", peakPercentage)
        integer("allocator.allocated", used)
        integer("allocator.active", used)
        integer("allocator.resident", resident)
        integer("allocator.muzzy", 0)
        double("allocator-fragmentation.ratio", 1)
        integer("allocator-fragmentation.bytes", 0)
        double("allocator-rss.ratio", residentRatio)
        integer("allocator-rss.bytes", resident - used)
        double("rss-overhead.ratio", 1)
        integer("rss-overhead.bytes", 0)
        double("fragmentation", residentRatio)
        integer("fragmentation.bytes", resident - used)
        reply.map(fields, since: mark)
    }
}
