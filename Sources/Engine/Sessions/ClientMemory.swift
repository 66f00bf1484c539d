// ClientMemory: what clients take, for `maxmemory-clients`: when it is too much together, those go that take most.
//
// As in the real server the clients stand in buckets, each with those that take up to twice as much as those of the one below. The
// first of the highest bucket goes first, whoever takes most within it. Nothing of this is kept while there is no limit.

/// What the clients of an engine take together, and which of them take most.
struct ClientMemory {
    /// The clients of one bucket, in the order in which they came into it.
    private typealias Bucket = InsertionOrdered<Int, Session>

    /// Bytes that all clients take.
    private(set) var total = 0
    /// Those that may be evicted.
    private var buckets: [Bucket]

    /// The lowest bucket is for clients below 32 kilobytes, the highest for those from four gigabytes on.
    private static let (lowestBits, highestBits) = (15, 33)

    init() {
        buckets = Array(repeating: Bucket(), count: ClientMemory.highestBits - ClientMemory.lowestBits + 1)
    }

    /// Looks again at what a client takes. O(1), amortised, and the number of what it watches.
    mutating func update(_ session: Session) {
        let use = session.memoryUse
        total += use - session.countedMemory
        session.countedMemory = use
        move(session, to: session.noEvict ? nil : ClientMemory.bucket(of: use))
    }

    /// Forgets a client.
    mutating func remove(_ session: Session) {
        total -= session.countedMemory
        session.countedMemory = 0
        move(session, to: nil)
    }

    private mutating func move(_ session: Session, to bucket: Int?) {
        guard bucket != session.memoryBucket else { return }
        if let former = session.memoryBucket { buckets[former].remove(session.id) }
        if let bucket { buckets[bucket].append(session.id, session) }
        session.memoryBucket = bucket
    }

    private static func bucket(of bytes: Int) -> Int {
        min(max(Int.bitWidth - bytes.leadingZeroBitCount, lowestBits), highestBits) - lowestBits
    }

    /// The client to go first. O(gaps in its bucket).
    var heaviest: Session? {
        buckets.last { !$0.isEmpty }?.first
    }
}

extension Engine {
    /// What clients may take together, bytes; nil for no limit. Below 128 kilobytes nobody could talk to the server.
    private var clientMemoryLimit: Int? {
        let (limit, total) = (configuration.maxMemoryClients, configuration.maxMemory)
        if limit == 0 || limit < 0 && total == 0 { return nil }
        let bytes = limit > 0 ? limit : Int(clamping: UInt64(Double(total) * Double(-limit) / 100))
        return max(bytes, 128 << 10)
    }

    /// Takes over `maxmemory-clients`.
    func followClientLimit() {
        let limitedBefore = limitsClients
        limitsClients = configuration.maxMemoryClients != 0
        guard limitsClients || limitedBefore else { return }
        for session in sessionsByAge {
            if limitsClients { clientMemory.update(session) } else { clientMemory.remove(session) }
        }
    }

    /// Ends clients, those that take most first, until the others are within `maxmemory-clients`. While a script runs all stay: one
    /// of them has called it.
    @inline(never)
    func evictClients() {
        guard !isBusy, let limit = clientMemoryLimit else { return }
        while clientMemory.total > limit {
            guard let victim = clientMemory.heaviest else {
                return host.log(.warning, "Over client maxmemory after evicting all evictable clients")
            }
            host.log(.notice, "Evicting client: \(victim.descriptionLine)")
            kill(victim)
            evictedClients += 1
        }
    }
}
