// maxmemory: before a command runs, keys go until what is allocated is within the limit, or the command is refused.
//
// What is allocated the allocator knows, but asking it takes too long to be done for every command. It is asked again once as
// much has been received as could matter, or some time has passed; in between, what is evicted is reckoned.

/// What is known of the memory in use.
struct MemoryReading {
    /// Bytes.
    var used = 0
    /// When the allocator is asked again: monotonic microseconds, and bytes received by then.
    var nextTime = Int64.min
    var nextInput = 0
    /// Whether it was too much, with nothing left to evict, when a client's command began that was not refused for that. It stays so
    /// while there is no limit.
    var wasShort = false
}

extension Engine {
    /// How long a reading is good for, microseconds.
    private static let validity: Int64 = 10_000
    /// How many keys go at most before clients are served again.
    private static let batch = 1000

    /// Whether a command has to be refused for want of memory, keys having been evicted as far as the policy allows.
    func lacksMemory(for command: Command, _ flags: CommandFlags, _ session: Session) -> Bool {
        let isShort = isShortOfMemory()
        if isShort, needsMemory(command, flags, session) { return true }
        memory.wasShort = isShort
        return false
    }

    private func isShortOfMemory() -> Bool {
        // While clients are paused nothing is evicted, and nothing refused.
        guard !context.keepsExpired else { return false }
        let limit = Int(clamping: configuration.maxMemory)
        readMemory(limit)
        if memory.used > limit { context.timing(.evictionCycle) { evict(downTo: limit) } }
        return memory.used > limit
    }

    private func needsMemory(_ command: Command, _ flags: CommandFlags, _ session: Session) -> Bool {
        if flags.contains(.denyOOM) { return true }
        if command.fullName == "exec" { return session.transaction?.flags.contains(.denyOOM) == true }
        // What is queued takes memory as well: once that was reason enough.
        return profile == .redis70 && session.transaction != nil && !TransactionCommands.runsAtOnce(command)
    }

    /// Whether a script is to write nothing more for want of memory: what counts is how it was when the client's command began.
    var refusesScripts: Bool { limitsMemory && memory.wasShort }

    private func readMemory(_ limit: Int) {
        guard now.monotonic >= memory.nextTime || totalBytesIn >= memory.nextInput else { return }
        memory.used = host.allocatedMemory
        memory.nextTime = now.monotonic + Engine.validity
        memory.nextInput = totalBytesIn + limit / 256
    }

    private func evict(downTo limit: Int) {
        let policy = configuration.maxMemoryPolicy
        guard policy != .noEviction else { return }
        var left = Engine.batch
        while memory.used > limit, left > 0, let (database, key) = nextVictim(policy) {
            memory.used -= databases[database].evict(key)
            left -= 1
        }
        // What was reckoned is an estimate: look again soon.
        memory.nextInput = totalBytesIn
    }

    private func nextVictim(_ policy: MaxMemoryPolicy) -> (database: Int, key: [UInt8])? {
        if policy == .allkeysRandom || policy == .volatileRandom {
            // Each database in turn, so that none is spared.
            for step in 0..<databases.count {
                let index = (lastEvictedDatabase + 1 + step) % databases.count
                guard let entry = databases[index].randomEntry(volatile: policy.isVolatile) else { continue }
                lastEvictedDatabase = index
                return (index, entry.key.array)
            }
            return nil
        }
        for database in databases where database.count > 0 {
            evictionPool.sample(database, policy, count: configuration.maxMemorySamples)
        }
        return evictionPool.takeBest { index, key in
            key.withBytes { key in
                databases[index].peekIgnoringExpiry(key).map { !policy.isVolatile || $0.hasExpiry } ?? false
            }
        }
    }
}
