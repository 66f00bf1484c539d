// The fields of hashes that expire: when the database must look next, and what follows when a field's time has come.
//
// The queue holds one item for each hash that has such fields: the hash's next expiry, under the hash of its key. Each hash knows
// what the queue was told of it (`HashValue.queuedExpiry`), which is its next expiry whenever no command is at work on it.

extension Database {
    /// When keys or fields are next due, in milliseconds since 1970, or nil.
    var nextDueTime: Int64? {
        guard let field = fieldExpiries.first?.time else { return expiries.first?.time }
        return min(field, expiries.first?.time ?? .max)
    }

    /// Whether an entry holds a hash, and not one without any expiry, which those that are packed are.
    private static func mayHaveExpiries(_ entry: Entry) -> Bool {
        entry.type == .hash && entry.representation == .object
    }

    /// Notes the expiries of an entry that came under a key with this hash.
    func adoptFields(of entry: Entry, hash: UInt64) {
        guard Database.mayHaveExpiries(entry) else { return }
        let value = entry.object(HashValue.self)
        guard let time = value.nextExpiry else { return }
        value.queuedExpiry = time
        volatileHashCount += 1
        enqueueFields(time, hash: hash)
    }

    /// Forgets the expiries of an entry that goes.
    func dropFields(of entry: Entry) {
        if Database.mayHaveExpiries(entry), entry.object(HashValue.self).queuedExpiry != nil { volatileHashCount -= 1 }
    }

    /// Does both, for an entry that takes another's place.
    func exchangeFields(of old: Entry, for new: Entry, hash: UInt64) {
        let areUnpacked = Database.mayHaveExpiries(old) && Database.mayHaveExpiries(new)
        if areUnpacked, old.object(HashValue.self) === new.object(HashValue.self) { return }
        if old.type == .hash { dropFields(of: old) }
        if new.type == .hash { adoptFields(of: new, hash: hash) }
    }

    /// Notes what has become of a hash's next expiry: to be called after a change of its fields, unless the key went with them.
    @inline(__always)
    func fieldsDidChange(of value: HashValue, hash: UInt64) {
        if value.canExpire { requeueFields(of: value, hash: hash) }
    }

    private func requeueFields(of value: HashValue, hash: UInt64) {
        let (next, queued) = (value.nextExpiry, value.queuedExpiry)
        guard next != queued else { return }
        volatileHashCount += (next == nil ? 0 : 1) - (queued == nil ? 0 : 1)
        value.queuedExpiry = next
        if let next { enqueueFields(next, hash: hash) }
    }

    private func enqueueFields(_ time: Int64, hash: UInt64) {
        let table = table
        fieldExpiries.add(.init(time: time, hash: hash), live: volatileHashCount) { item in
            var valid = false
            table.forEach(hash: item.hash) { if Database.isDue($0, at: item) { valid = true } }
            return valid
        }
    }

    /// Whether an item of the queue stands for this entry.
    private static func isDue(_ entry: Entry, at item: ExpiryQueue.Item) -> Bool {
        mayHaveExpiries(entry) && entry.object(HashValue.self).queuedExpiry == item.time
    }

    // MARK: Expiring

    /// Removes fields that are due, about `limit` at most.
    func expireDueFields(limit: Int) {
        var left = limit
        while left > 0, let item = fieldExpiries.first, item.time < context.milliseconds {
            _ = fieldExpiries.removeFirst()
            var keys: [[UInt8]] = []
            table.forEach(hash: item.hash) { if Database.isDue($0, at: item) { keys.append($0.key.array) } }
            left -= 1
            for key in keys { left -= key.withBytes { expireFields(of: $0, limit: max(1, left)) } }
        }
    }

    /// Removes the fields of a hash that are due, `limit` at most, and the key with the last one. Returns how many there were.
    @discardableResult
    func expireFields(of key: Bytes, limit: Int = .max) -> Int {
        var location = locate(key)
        guard let entry = location.entry, entry.type == .hash else { return 0 }
        let value = mutableEntry(at: &location).mutableObject(HashValue.self)
        let count = value.removeExpired(before: context.milliseconds, limit: limit)
        if value.queuedExpiry != nil {
            // The item is gone from the queue, even if the next expiry is the same.
            value.queuedExpiry = nil
            volatileHashCount -= 1
        }
        if count > 0 { didExpire(count, of: value, key) }
        finishExpiry(of: value, key, at: location)
        return count
    }

    /// Removes the named fields of a hash, which have expired, and the key with the last one.
    func expire(_ fields: [Bytes], of key: Bytes) {
        var location = locate(key)
        guard let entry = location.entry, entry.type == .hash else { return }
        let value = mutableEntry(at: &location).mutableObject(HashValue.self)
        var count = 0
        for field in fields {
            guard let position = value.find(field) else { continue }
            value.remove(at: position)
            count += 1
        }
        if count > 0 { didExpire(count, of: value, key) }
        finishExpiry(of: value, key, at: location)
    }

    /// Tells that fields of a hash have expired and are gone.
    func didExpire(_ count: Int, of value: HashValue, _ key: Bytes) {
        context.statistics.expiredFields += count
        signalModified(key)
        notify(.hash, "hexpired", key)
    }

    private func finishExpiry(of value: HashValue, _ key: Bytes, at location: Location) {
        guard value.count == 0 else { return fieldsDidChange(of: value, hash: location.hash) }
        remove(at: location)
        notify(.generic, "del", key)
    }
}
