// Collections of any type that commands look into without unpacking them.

extension Session {
    /// The entry of a collection of this type, for reading, or nil. One that is packed stays so.
    @inline(__always)
    func entry(_ key: Bytes, of type: ValueType) throws(CommandError) -> Entry? {
        guard let entry = database.lookUpPacked(key) else { return nil }
        guard entry.type == type else { throw .wrongType }
        return entry
    }

    /// The number of elements of the collection under a key, as LLEN, SCARD, ZCARD and HLEN tell it: 0 if there is none. O(1).
    func elementCount(_ key: Bytes, _ type: ValueType) throws(CommandError) -> Int {
        try entry(key, of: type)?.elementCount ?? 0
    }
}
