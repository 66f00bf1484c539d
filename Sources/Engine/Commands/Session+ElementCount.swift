// What LLEN, SCARD, ZCARD and HLEN tell.

extension Session {
    /// The number of elements of the collection under a key, 0 if there is none. One that is packed stays so. O(1).
    func elementCount(_ key: Bytes, _ type: ValueType) throws(CommandError) -> Int {
        guard let entry = database.lookUpPacked(key) else { return 0 }
        guard entry.type == type else { throw .wrongType }
        return entry.elementCount
    }
}
