// Hashes, in all spellings: plain, as a zipmap, a ziplist or a listpack, and with the expiries of fields.

extension RDBDecoder {
    func hash(_ type: RDBType) throws(RDBError) -> Entry.Content? {
        let limits = HashLimits(configuration, seed: seed)
        switch type {
        case .hashZipmap:
            guard let fields = Listpack(zipmap: try reader.blob()) else {
                throw .corrupt("Zipmap integrity check failed.")
            }
            return try hash(fields, hasExpiries: false, limits)
        case .hashZiplist: return try hash(try ziplist(), hasExpiries: false, limits)
        case .hashListpack: return try hash(try listpack(), hasExpiries: false, limits)
        case .hashListpackWithExpiries:
            // When the first field expires: the listpack tells the same.
            _ = try reader.time()
            return try hash(try listpack(), hasExpiries: true, limits)
        case .hashListpackWithExpiriesOfPreview: return try hash(try listpack(), hasExpiries: true, limits)
        default: return try hash(fieldsOf: type, limits)
        }
    }

    /// A small hash of what a listpack holds.
    private func hash(_ fields: Listpack, hasExpiries: Bool, _ limits: HashLimits) throws(RDBError) -> Entry.Content? {
        guard !fields.isEmpty else { return nil }
        try checkUnique(fields, stride: hasExpiries ? 3 : 2)
        let hash = HashValue(listpack: fields, hasExpiries: hasExpiries)
        if hasExpiries, !fields.hasExpiriesInOrder { throw .corrupt("Hash listpackex integrity check failed.") }
        // Only the number of fields counts here, as on the real server.
        hash.prepareToGrow(fields: hash.count, longest: 0, bytes: 0, limits: limits)
        return .object(hash, .hash)
    }

    /// A hash of fields that follow one another.
    private func hash(fieldsOf type: RDBType, _ limits: HashLimits) throws(RDBError) -> Entry.Content? {
        let isOfValkey = origin == .valkey && type.rawValue == RDBType.hashOfValkey.rawValue
        let first = type == .hashWithExpiries ? try reader.time() : 0
        let count = try reader.count()
        let hash = HashValue()
        if type != .hash, !isOfValkey { hash.makeRoomForExpiries() }
        hash.prepareToGrow(fields: count, longest: 0, bytes: 0, limits: limits)
        let (field, value) = (ByteBuffer(), ByteBuffer())
        for _ in 0..<count {
            var expiry: Int64?
            if type != .hash, !isOfValkey { expiry = try fieldExpiry(type, first: first) }
            try reader.string(into: field)
            try reader.string(into: value)
            if isOfValkey {
                let time = try reader.time()
                expiry = time < 0 ? nil : time
            }
            guard hash.find(field.bytes) == nil else { throw .corrupt("Duplicate hash fields detected") }
            hash.add(field.bytes, value: value.bytes, expiry: expiry, limits: limits)
        }
        guard hash.count > 0 else { return nil }
        return .object(hash, .hash)
    }

    /// When a field expires: 0 for never, else counted from one before `first`, or from 1970 in previews.
    private func fieldExpiry(_ type: RDBType, first: Int64) throws(RDBError) -> Int64? {
        let told = try reader.length()
        guard told != 0 else { return nil }
        let base = type == .hashWithExpiries ? first &- 1 : 0
        guard let offset = Int64(exactly: told), case let time = base.addingSaturating(offset), time >= 0 else {
            throw .corrupt("invalid expireAt time: \(told)")
        }
        return time
    }
}

extension Listpack {
    /// Whether every third element is a time, the earliest first and zeros at the end.
    fileprivate var hasExpiriesInOrder: Bool {
        var (part, last, isInOrder) = (0, 0, true)
        forEach(from: start) { _, element in
            part += 1
            guard part.isMultiple(of: 3) else { return true }
            guard case .integer(let time) = element, time >= 0 else {
                isInOrder = false
                return false
            }
            let key = time == 0 ? .max : time
            isInOrder = key >= last
            last = key
            return isInOrder
        }
        return isInOrder
    }
}
