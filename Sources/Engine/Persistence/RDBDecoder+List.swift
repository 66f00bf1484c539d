// Lists, in all four spellings. The nodes of a quicklist stay as they were written, as the real server keeps them.

extension RDBDecoder {
    func list(_ type: RDBType) throws(RDBError) -> Entry.Content? {
        let limit = ListNodeLimit(configuration, packedThreshold: 0)
        let quicklist = Quicklist(limit: limit)
        switch type {
        case .listZiplist:
            let elements = try ziplist()
            elements.forEach(from: elements.start) { _, element in
                element.withBytes { quicklist.push($0, .tail) }
                return true
            }
        case .list:
            for _ in 0..<(try reader.count()) { try reader.string().withBytes { quicklist.push($0, .tail) } }
        default:
            for _ in 0..<(try reader.count()) { try node(of: type, to: quicklist) }
        }
        guard quicklist.count > 0 else { return nil }
        // A list of the oldest kind is never made one listpack.
        let list = type == .listZiplist ? ListValue(quicklist) : ListValue(quicklist, limit: limit)
        return .object(list, .list)
    }

    /// Appends a node, unless it has no elements.
    private func node(of type: RDBType, to quicklist: Quicklist) throws(RDBError) {
        if type == .quicklistOfZiplists { return append(try ziplist(), to: quicklist) }
        switch try reader.length() {
        case RDBContainer.plain:
            try reader.string().withBytes { quicklist.append(plain: $0) }
        case RDBContainer.packed: append(try listpack(), to: quicklist)
        default: throw .corrupt("Quicklist integrity check failed.")
        }
    }

    private func append(_ listpack: Listpack, to quicklist: Quicklist) {
        if !listpack.isEmpty { quicklist.append(node: listpack) }
    }
}

/// What a node of a quicklist is.
enum RDBContainer {
    static let plain: UInt64 = 1
    static let packed: UInt64 = 2
}
