// Database: one of a server's numbered keyspaces. All access to keys goes through here: expiry on access, the clock of
// recent use, the clients that watch or wait for a key.

/// A numbered keyspace.
final class Database {
    /// Its number, as SELECT takes it.
    let index: Int
    let context: KeyspaceContext
    /// The same one for good, so that a look-up need not keep it alive.
    let table: HashTable<Entry>
    var expiries = ExpiryQueue()
    /// How many keys have an expiry.
    var volatileCount = 0
    /// When fields of hashes expire next, by the hash of the key.
    var fieldExpiries = ExpiryQueue()
    /// How many hashes have fields that expire.
    var volatileHashCount = 0
    /// The keys' hashes and the entries of collections that are not packed, those noted first in front (Database+Packing.swift). Exclusivity is
    /// not checked: what changes it does not call back.
    @safe @exclusivity(unchecked) var unpacked: [(hash: UInt64, word: UInt)] = []
    /// The sessions that watch a key.
    let watchers = KeyMap<[WatchedKey]>()
    /// The sessions that wait for a key, in the order in which they came.
    let waiters = KeyMap<WaitQueue>()

    init(index: Int, context: KeyspaceContext) {
        self.index = index
        self.context = context
        table = HashTable(seed: context.hashSeed)
    }

    deinit { table.forEach { $0.release() } }

    /// How many keys there are, those included that have expired and not yet gone.
    var count: Int { table.count }

    // MARK: Finding

    /// Where a key is, or would be.
    struct Location {
        let hash: UInt64
        fileprivate(set) var position: HashTable<Entry>.Position?
        fileprivate(set) var entry: Entry?
    }

    /// Finds a key, expired ones being gone. Counts as no access. Valid until the database is next changed or searched.
    @inline(__always)
    func locate(_ key: Bytes) -> Location {
        let hash = hash(key)
        guard let position = table.find(key, hash: hash) else { return Location(hash: hash, position: nil, entry: nil) }
        let entry = table[position]
        if entry.hasExpiry, entry.expiryTime < context.milliseconds {
            if !context.keepsExpired { expire(key, at: position) }
            return Location(hash: hash, position: nil, entry: nil)
        }
        return Location(hash: hash, position: position, entry: entry)
    }

    /// The hash of a key, computed unless it has been already.
    @inline(__always)
    private func hash(_ key: Bytes) -> UInt64 {
        if key.address == context.foreseenKey.address, key.count == context.foreseenKey.count {
            return context.foreseenHash
        }
        return table.hash(key)
    }

    /// The entry of a key without any sign of access, as OBJECT and TTL look.
    func peek(_ key: Bytes) -> Entry? { locate(key).entry }

    /// The entry of a key, be it expired: how MEMORY USAGE and DEBUG OBJECT look.
    func peekIgnoringExpiry(_ key: Bytes) -> Entry? { table.find(key).map { table[$0] } }

    /// The entry of a key that a command reads: counts as hit or miss, and as an access.
    @inline(__always)
    func lookUp(_ key: Bytes) -> Entry? { lookUpToReadAndWrite(key).entry }

    /// The entry of a key that a command asks about without using it (EXISTS, TYPE, TTL): counts as hit or miss, not as an access.
    func lookUpWithoutTouch(_ key: Bytes) -> Entry? {
        let entry = locate(key).entry
        if entry == nil { didMiss(key) } else { context.statistics.keyspaceHits += 1 }
        return entry
    }

    /// The same, of which no event tells (OBJECT).
    func lookUpSilently(_ key: Bytes) -> Entry? {
        let entry = locate(key).entry
        if entry == nil { context.statistics.keyspaceMisses += 1 } else { context.statistics.keyspaceHits += 1 }
        return entry
    }

    /// The entry of a key that a command reads and then writes: counts as hit or miss, and as an access.
    @inline(__always)
    func lookUpToReadAndWrite(_ key: Bytes) -> Location {
        var location = access(key)
        if let entry = location.entry { unpack(at: &location, entry) }
        return location
    }

    /// The entry of a key that a command reads, and which may stay packed: counts as hit or miss, and as an access.
    @inline(__always)
    func lookUpPacked(_ key: Bytes) -> Entry? { access(key).entry }

    @inline(__always)
    private func access(_ key: Bytes) -> Location {
        let location = locate(key)
        if let entry = location.entry {
            context.statistics.keyspaceHits += 1
            context.touch(entry)
        } else {
            didMiss(key)
        }
        return location
    }

    private func didMiss(_ key: Bytes) {
        notify(.keyMiss, "keymiss", key)
        context.statistics.keyspaceMisses += 1
    }

    /// The entry of a key that a command is about to write.
    func lookUpForWriting(_ key: Bytes) -> Location {
        // DEBUG writes though clients are paused: what has expired is not to stand in its way.
        if context.keepsExpired, let position = table.find(key), table[position].isExpired(at: context.milliseconds) {
            expire(key, at: position)
        }
        var location = locate(key)
        if let entry = location.entry {
            context.touch(entry)
            unpack(at: &location, entry)
        }
        return location
    }

    // MARK: Changing

    /// Stores a value under a key, in place of what was there. Keeps the expiry if told to, else sets `expiry` (milliseconds since 1970).
    @inline(__always)
    func put(
        _ key: Bytes, _ content: Entry.Content, at location: Location, expiry: Int64? = nil, keepExpiry: Bool = false
    ) {
        guard let old = location.entry, let position = location.position else {
            return add(key, content, hash: location.hash, expiry: expiry)
        }
        let time = keepExpiry ? old.expiry : expiry
        if time == nil, !old.hasExpiry, old.overwrite(content) {
            context.touch(old)
            return
        }
        // The content may be a view into the old entry: it goes after the copy.
        let new = Entry(key: key, content, expiry: time)
        context.initializeAccess(new)
        if !waiters.isEmpty { signalGone(old) }
        replace(old, with: new, at: position, hash: location.hash)
    }

    private func add(_ key: Bytes, _ content: Entry.Content, hash: UInt64, expiry: Int64?) {
        let entry = Entry(key: key, content, expiry: expiry)
        context.initializeAccess(entry)
        insert(entry, hash: hash)
    }

    /// Adds an entry, whose key is not there yet.
    func insert(_ entry: Entry, hash: UInt64) {
        table.insert(entry, hash: hash)
        noteUnpacked(entry, hash: hash)
        if let time = entry.expiry {
            volatileCount += 1
            enqueueExpiry(time, hash: hash)
        }
        if entry.type == .hash { adoptFields(of: entry, hash: hash) }
        if !waiters.isEmpty, entry.type.canBeWaitedFor { signalReady(entry.key) }
        notify(.newKey, "new", entry.key)
    }

    /// Adds a key with a fresh collection, or any other value; the key is not there yet.
    func add(_ key: Bytes, _ content: Entry.Content, at location: Location) {
        precondition(location.entry == nil)
        add(key, content, hash: location.hash, expiry: nil)
    }

    private func replace(_ old: Entry, with new: Entry, at position: HashTable<Entry>.Position, hash: UInt64) {
        table[position] = new
        noteUnpacked(new, hash: hash)
        if let time = new.expiry, old.expiry != time { enqueueExpiry(time, hash: hash, extra: old.hasExpiry ? 0 : 1) }
        volatileCount += (new.hasExpiry ? 1 : 0) - (old.hasExpiry ? 1 : 0)
        if old.type == .hash || new.type == .hash { exchangeFields(of: old, for: new, hash: hash) }
        free(old, lazily: context.freesReplacedLazily)
    }

    /// The entry at `location`, with nobody else referring to it: to be changed in place.
    func mutableEntry(at location: inout Location) -> Entry {
        let entry = location.entry!
        guard entry.isShared else { return entry }
        let copy = entry.copy(key: entry.key, expiry: entry.expiry)
        table[location.position!] = copy
        noteUnpacked(copy, hash: location.hash)
        entry.release()
        location.entry = copy
        return copy
    }

    /// Sets or (nil) removes the expiry of a key that exists.
    func setExpiry(_ time: Int64?, at location: inout Location) {
        let entry = location.entry!
        if let time, entry.hasExpiry, !entry.isShared {
            let changed = entry.expiryTime != time
            entry.setExpiryTime(time)
            if changed { enqueueExpiry(time, hash: location.hash) }
            return
        }
        guard entry.expiry != time else { return }
        let copy = entry.copy(key: entry.key, expiry: time)
        // Room that the expiry gives back does not make a string `embstr` again.
        if entry.representation == .embedded, entry.isRawString(in: context.profile) { copy.markRaw() }
        replace(entry, with: copy, at: location.position!, hash: location.hash)
        location.entry = copy
    }

    /// Removes the key at `location`, if it is there. Returns whether it was. What takes long is freed elsewhere if it is to be done
    /// `lazily`: the removal is O(1) then.
    @discardableResult
    func remove(at location: Location, lazily: Bool = false) -> Bool {
        guard let position = location.position else { return false }
        free(takeOut(at: position), lazily: lazily)
        return true
    }

    @discardableResult
    func remove(_ key: Bytes, lazily: Bool = false) -> Bool { remove(at: locate(key), lazily: lazily) }

    private func free(_ entry: Entry, lazily: Bool) {
        if lazily, entry.isCostlyToFree {
            context.dispose(Garbage(entry, context.freeing))
        } else {
            entry.release()
        }
    }

    /// Removes an entry from the table and hands it to the caller, who owns its reference.
    func takeOut(at location: Location) -> Entry? {
        guard let position = location.position else { return nil }
        return takeOut(at: position)
    }

    private func takeOut(at position: HashTable<Entry>.Position) -> Entry {
        let entry = table.remove(at: position)
        if entry.hasExpiry { volatileCount -= 1 }
        if entry.type == .hash { dropFields(of: entry) }
        if !waiters.isEmpty { signalGone(entry) }
        return entry
    }

    /// Removes all keys. O(n), or O(1) if they are freed elsewhere.
    func removeAll(lazily: Bool = false) {
        signalAllGone()
        if lazily {
            let all = HashTable<Entry>(seed: context.hashSeed)
            all.exchangeElements(with: table)
            context.dispose(Garbage(all, context.freeing))
        } else {
            table.forEach { $0.release() }
            table.removeAll()
        }
        unpacked.removeAll(keepingCapacity: true)
        expiries.removeAll()
        volatileCount = 0
        fieldExpiries.removeAll()
        volatileHashCount = 0
    }

    /// Exchanges the keys of two databases, not who watches or waits. O(1).
    func swapContents(with other: Database) {
        signalAllGone()
        other.signalAllGone()
        // Not by `swap`: a variable that is never passed on needs no check of exclusive access, here or on any hot path.
        table.exchangeElements(with: other.table)
        (unpacked, other.unpacked) = (other.unpacked, unpacked)
        (expiries, other.expiries) = (other.expiries, expiries)
        (volatileCount, other.volatileCount) = (other.volatileCount, volatileCount)
        (fieldExpiries, other.fieldExpiries) = (other.fieldExpiries, fieldExpiries)
        (volatileHashCount, other.volatileHashCount) = (other.volatileHashCount, volatileHashCount)
    }

    // MARK: Expiry

    private func enqueueExpiry(_ time: Int64, hash: UInt64, extra: Int = 0) {
        let table = table
        expiries.add(.init(time: time, hash: hash), live: volatileCount + extra) { item in
            Database.isValid(item, in: table)
        }
    }

    private static func isValid(_ item: ExpiryQueue.Item, in table: HashTable<Entry>) -> Bool {
        var valid = false
        table.forEach(hash: item.hash) { if $0.expiry == item.time { valid = true } }
        return valid
    }

    private func expire(_ key: Bytes, at position: HashTable<Entry>.Position) {
        let entry = takeOut(at: position)
        notify(.expired, "expired", entry.key)
        signalModified(entry.key, isByClient: false)
        context.statistics.expiredKeys += 1
        context.timing(.expireDeletion) { free(entry, lazily: context.freesExpiredLazily) }
    }

    /// Removes keys that are due, at most `limit`. Returns when there is more to do, in milliseconds since 1970, or nil.
    func expireDue(limit: Int) -> Int64? {
        var left = limit
        while let item = expiries.first {
            guard item.time < context.milliseconds, left > 0 else { return item.time.addingSaturating(1) }
            _ = expiries.removeFirst()
            left -= 1
            var due: [[UInt8]] = []
            table.forEach(hash: item.hash) { if $0.expiry == item.time { due.append($0.key.array) } }
            for key in due { key.withBytes { _ = locate($0) } }
        }
        return nil
    }

    // MARK: Those who care

    /// Says that a key's value has changed: transactions that watch it will fail, and clients that cache it are told.
    ///
    /// - Parameter isByClient: Whether the running command changed it, and not the time or the want of memory.
    @inline(__always)
    func signalModified(_ key: Bytes, isByClient: Bool = true) {
        if !watchers.isEmpty { touchWatchers(of: key) }
        if let tracking = context.tracking { tracking.invalidate(key, isByClient: isByClient) }
    }

    /// Says that a key has come to be: clients that wait for it may be served.
    func signalReady(_ key: Bytes) {
        let key = key.array
        if waiters[key] != nil { context.readyKeys.append(.init(database: index, key: key)) }
    }

    /// Says that the value of a key that exists has changed, so that clients that wait for it may be served.
    @inline(__always)
    func signalChanged(_ key: Bytes) {
        if !waiters.isEmpty { signalReady(key) }
    }

    /// Says that an entry is going, or giving way to another: clients that wait for what it held, and cannot go on waiting without, are
    /// to learn of it. Only groups of streams are waited for like that.
    private func signalGone(_ entry: Entry) {
        guard entry.type == .stream else { return }
        let key = entry.key.array
        if waiters[key]?.wantsToKnowOfAbsence == true {
            context.readyKeys.append(.init(database: index, key: key))
        }
    }

    private func signalAllGone() {
        guard !waiters.isEmpty else { return }
        for key in waiters.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            if let entry = key.withBytes({ peekIgnoringExpiry($0) }) { signalGone(entry) }
        }
    }
}
