// The hashes of a session's database, as the commands see them: a field that has expired is not there, and goes when it is looked at.

extension Session {
    /// How large a hash may get before it changes its encoding, as configured now.
    @inline(__always)
    var hashLimits: HashLimits {
        HashLimits(engine.configuration, seed: database.context.hashSeed)
    }

    /// The hash under a key, for reading, or nil.
    @inline(__always)
    func hash(_ key: Bytes) throws(CommandError) -> HashValue? {
        guard let entry = database.lookUp(key) else { return nil }
        guard entry.type == .hash else { throw .wrongType }
        return entry.object(HashValue.self)
    }

    /// The value of a field, for reading, or nil. A packed hash stays so: to find one field in it takes less than to unpack it.
    @inline(__always)
    func value(of field: Bytes, in key: Bytes) throws(CommandError) -> ListpackElement? {
        guard let entry = try entry(key, of: .hash) else { return nil }
        if let packed = entry.packed { return packed.value(of: field) }
        let hash = entry.object(HashValue.self)
        return find(field, in: hash, key).map { hash.value(at: $0) }
    }

    /// Whether there is a hash at a location; throws if there is something else.
    @inline(__always)
    func holdsHash(_ location: Database.Location) throws(CommandError) -> Bool {
        guard let entry = location.entry else { return false }
        guard entry.type == .hash else { throw .wrongType }
        return true
    }

    /// The hash at a location, which holds one, for writing.
    @inline(__always)
    func hashToChange(at location: inout Database.Location) -> HashValue {
        database.mutableEntry(at: &location).mutableObject(HashValue.self)
    }

    /// The hash under a key, which is at `location`, for writing; made if there is none.
    @inline(__always)
    func hashToGrow(_ key: Bytes, at location: inout Database.Location) throws(CommandError) -> HashValue {
        if try holdsHash(location) { return hashToChange(at: &location) }
        let hash = HashValue()
        database.add(key, .object(hash, .hash), at: location)
        return hash
    }

    // MARK: Fields

    /// Where a field of a hash that is only read is. One that has expired goes, and the hash with the last one: it is not to be used
    /// any more then.
    @inline(__always)
    func find(_ field: Bytes, in hash: HashValue, _ key: Bytes) -> HashValue.Position? {
        guard let position = hash.find(field) else { return nil }
        guard hash.canExpire, hasExpired(position, in: hash) else { return position }
        database.expire([field], of: key)
        return nil
    }

    /// Where a field of a hash that is being changed is. One that has expired goes, but not the hash with it.
    @inline(__always)
    func findToChange(_ field: Bytes, in hash: HashValue, _ key: Bytes) -> HashValue.Position? {
        guard let position = hash.find(field) else { return nil }
        guard hash.canExpire, hasExpired(position, in: hash) else { return position }
        hash.remove(at: position)
        database.didExpire(1, of: hash, key)
        return nil
    }

    /// Whether the field at `position` has expired, and is still there.
    func hasExpired(_ position: HashValue.Position, in hash: HashValue) -> Bool {
        HashValue.isExpired(hash.expiry(at: position), at: engine.now.milliseconds)
    }

    /// Does what follows a change of a hash's fields, but for its own event: the key goes with the last field. Returns whether it did,
    /// which is to be told last.
    @inline(__always)
    func finishChange(
        of hash: HashValue, _ key: Bytes, at location: Database.Location, changes: Int
    ) -> Bool {
        let isEmptied = hash.count == 0
        if isEmptied {
            // By key: the location may be from before it was there.
            database.remove(key)
        } else {
            database.fieldsDidChange(of: hash, hash: location.hash)
        }
        didModify(key, changes: changes)
        return isEmptied
    }
}

extension HashLimits {
    /// As configured now.
    init(_ configuration: Configuration, seed: HashSeed) {
        self.init(
            entries: configuration.hashMaxListpackEntries, length: configuration.hashMaxListpackValue, seed: seed,
            packsExpiries: configuration.profile.packsExpiriesOfFields,
            sizesByArguments: configuration.profile.sizesByArguments)
    }
}
