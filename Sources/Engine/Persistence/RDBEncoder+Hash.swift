// Hashes: a small one as its listpack, a large one field by field; where fields expire, with the expiries, which count from the
// first.

extension RDBWriter {
    func hash(_ hash: HashValue, _ middle: () -> Void) {
        let first = hash.firstExpiry
        if hash.table == nil {
            if !hash.isListpackEx {
                type(.hashListpack, middle)
                return string(hash.listpack)
            }
            if version.knows(.hashListpackWithExpiries) {
                type(.hashListpackWithExpiries, middle)
                time(first ?? 0)
                return string(hash.listpack)
            }
        }
        guard let first else {
            type(.hash, middle)
            return fields(of: hash) { _ in }
        }
        if version.origin == .valkey {
            type(.hashOfValkey, middle)
            return fields(of: hash, before: { _ in }) { self.time($0 ?? -1) }
        }
        type(.hashWithExpiries, middle)
        time(first)
        fields(of: hash, before: { expiry in self.length(UInt64(expiry.map { $0 - first + 1 } ?? 0)) })
    }

    /// The number of fields, and each of them with its value, between what is told of its expiry.
    private func fields(
        of hash: HashValue, before: (Int64?) -> Void = { _ in }, behind: (Int64?) -> Void = { _ in }
    ) {
        length(hash.count)
        hash.forEach { field, value, expiry in
            before(expiry)
            string(field)
            string(value)
            behind(expiry)
            return true
        }
    }
}

extension HashValue {
    /// The earliest expiry of a field. Changes nothing, as `nextExpiry` may: others read the hash at the same time. O(n) of a
    /// large one.
    fileprivate var firstExpiry: Int64? {
        guard canExpire else { return nil }
        var first: Int64?
        forEach { _, _, expiry in
            if let expiry { first = min(first ?? .max, expiry) }
            return table != nil
        }
        return first
    }

    func settle() { table?.fields.finishRehash() }
}
