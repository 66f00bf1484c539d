// KeyspaceContext: what the databases of one engine share: the time of the running command, counters, the policy of recent use.

/// Shared by the databases of one engine.
final class KeyspaceContext {
    let hashSeed: HashSeed
    /// Milliseconds since 1970, read once for a command: time stands still while it runs.
    var milliseconds: Int64 = 0
    var statistics = Statistics()
    var random: RandomSource
    /// Keys that came to be while clients wait for them, in order.
    let readyKeys = ReadyKeys()
    /// `notify-keyspace-events`, without which nothing that happens to keys is told.
    var keyspaceEvents: KeyspaceEvents = []
    let subscriptions = Subscriptions()
    /// Nil until a client tracks keys.
    var tracking: Tracking?
    /// How many keys transactions watch, in all databases.
    var watchedKeys = 0
    /// Whether anybody may want to know that the value of a key has changed.
    @inline(__always)
    var isAnyoneConcerned: Bool { watchedKeys > 0 || tracking != nil }
    /// Whether accesses are counted (LFU) or dated (LRU).
    var countsAccesses = false
    /// LFU's parameters: `lfu-log-factor`, and `lfu-decay-time` in minutes.
    var lfuLogFactor = 10
    var lfuDecayTime = 1
    /// Runs what may take long and notes how long it took; nil while nobody wants to know.
    var stopwatch: ((LatencyMonitor.Event, () -> Void) -> Void)?
    /// Frees what takes long to free.
    var dispose: (Garbage) -> Void = { $0.free() }
    let freeing = FreeingCounters()
    /// `lazyfree-lazy-server-del` and `lazyfree-lazy-expire`: whether values that are replaced, or have expired, are freed
    /// elsewhere.
    var freesReplacedLazily = false
    var freesExpiredLazily = false
    /// The same of `lazyfree-lazy-eviction`.
    var freesEvictedLazily = false
    /// The size of an element of a list that gets a node of its own, whatever the configuration says; 0 for none.
    var packedThreshold = 0
    /// Where the key stands whose hash is `foreseenHash`, and its length: see `Lookahead`.
    var foreseenKey = (address: UInt(0), count: 0)
    var foreseenHash: UInt64 = 0
    /// Set while clients are paused: what has expired is no longer found, and stays.
    var keepsExpired = false
    /// Set while a command runs whose client does not touch (CLIENT NO-TOUCH).
    var suppressesTouch = false
    /// How many vector sets there have been, which is the number that the next one is known by.
    var vectorSetCount = 0

    let profile: Profile

    init(seed: UInt64, profile: Profile = .standard) {
        self.profile = profile
        random = RandomSource(seed: seed)
        hashSeed = HashSeed(first: random.next(), second: random.next())
    }

    /// Runs what may take long, which the latency monitor may be told of.
    @inline(__always)
    func timing(_ event: LatencyMonitor.Event, _ body: () -> Void) {
        if let stopwatch { stopwatch(event, body) } else { body() }
    }

    // MARK: Recent use

    /// Takes over what the configuration says of recent use and of events.
    func adopt(_ configuration: Configuration) {
        keyspaceEvents = configuration.keyspaceEvents
        countsAccesses = configuration.maxMemoryPolicy.isLFU
        lfuLogFactor = configuration.lfuLogFactor
        lfuDecayTime = configuration.lfuDecayTime
        freesReplacedLazily = configuration.lazyFreeServerDelete
        freesExpiredLazily = configuration.lazyFreeExpire
        freesEvictedLazily = configuration.lazyFreeEviction
    }

    private static let lruMask: UInt32 = (1 << 24) - 1
    private static let lfuInitial: UInt32 = 5

    /// Seconds in 24 bits.
    private var lruClock: UInt32 { UInt32(truncatingIfNeeded: milliseconds / 1000) & KeyspaceContext.lruMask }

    private var minutes: UInt32 { UInt32(truncatingIfNeeded: milliseconds / 60_000) & 0xFFFF }

    func initializeAccess(_ entry: Entry) {
        entry.access = countsAccesses ? minutes << 8 | KeyspaceContext.lfuInitial : lruClock
    }

    /// Sets what is known of the use of an entry, as far as the policy asks for it. `idleSeconds` and `frequency` are not negative.
    func setAccess(_ entry: Entry, idleSeconds: Int?, frequency: Int?) {
        if countsAccesses {
            if let frequency { entry.access = minutes << 8 | UInt32(frequency & 0xFF) }
        } else if let idleSeconds {
            let then = Int(lruClock) - idleSeconds
            // Longer ago than the clock can tell counts as half its range.
            let mask = KeyspaceContext.lruMask
            entry.access = then >= 0 ? UInt32(then) : (lruClock + mask / 2) % mask
        }
    }

    /// Notes that a key was used.
    @inline(__always)
    func touch(_ entry: Entry) {
        if suppressesTouch { return }
        if countsAccesses { count(entry) } else { entry.access = lruClock }
    }

    /// Seconds since the last access (in a dataset kept by LRU).
    func idleSeconds(_ entry: Entry) -> Int {
        let (now, then) = (lruClock, entry.access)
        return Int(now >= then ? now - then : KeyspaceContext.lruMask - then + now)
    }

    /// The access counter, decayed to now (in a dataset kept by LFU).
    func frequency(_ entry: Entry) -> Int {
        let (then, counter) = (entry.access >> 8, Int(entry.access & 0xFF))
        let elapsed = minutes >= then ? minutes - then : 0xFFFF - then + minutes
        let periods = lfuDecayTime > 0 ? Int(elapsed) / lfuDecayTime : 0
        return max(0, counter - periods)
    }

    /// A logarithmic counter: the higher it is, the less likely it rises.
    private func count(_ entry: Entry) {
        var counter = frequency(entry)
        if counter < 255 {
            let base = max(0, counter - Int(KeyspaceContext.lfuInitial))
            let chance = 1.0 / Double(base * lfuLogFactor + 1)
            if Double.random(in: 0..<1, using: &random) < chance { counter += 1 }
        }
        entry.access = minutes << 8 | UInt32(counter)
    }
}

/// Counters of INFO that rise where keys are handled.
struct Statistics {
    var keyspaceHits = 0
    var keyspaceMisses = 0
    var expiredKeys = 0
    /// Fields of hashes.
    var expiredFields = 0
    var evictedKeys = 0
}
