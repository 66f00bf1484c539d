// INFO keysizes: how many keys of each type have how many elements, or bytes, by powers of two.
//
// Counted when asked for, O(keys): the real server counts with every change of a key, and clients pay for that who never ask.

extension Engine {
    func describeKeySizes(in text: inout InfoText) {
        for database in databases where database.count > 0 {
            var histograms = Dictionary(uniqueKeysWithValues: KeySizes.types.map { ($0.type, KeySizes()) })
            database.table.forEach { histograms[$0.type]?.count($0.size) }
            for (type, name) in KeySizes.types {
                guard let bins = histograms[type]?.text, !bins.isEmpty else { continue }
                text.field("db\(database.index)_distrib_\(name)", bins)
            }
        }
    }
}

/// A histogram of sizes.
private struct KeySizes {
    /// The types that are counted, in the order of INFO.
    static let types: [(type: ValueType, name: String)] = [
        (.string, "strings_sizes"), (.list, "lists_items"), (.set, "sets_items"), (.sortedSet, "zsets_items"),
        (.hash, "hashes_items"),
    ]

    /// The first counts what is empty, the others sizes from a power of two on, up to the next.
    private var bins = Array(repeating: 0, count: 61)

    mutating func count(_ size: Int) {
        bins[min(bins.count - 1, Int.bitWidth - size.leadingZeroBitCount)] += 1
    }

    /// The bins that are not empty: `0=1,1=3,512=2,1K=5`.
    var text: String {
        bins.indices.filter { bins[$0] > 0 }.map { "\(KeySizes.label($0))=\(bins[$0])" }.joined(separator: ",")
    }

    private static func label(_ bin: Int) -> String {
        guard bin > 0 else { return "0" }
        let units = ["", "K", "M", "G", "T", "P", "E"]
        return "\(1 << ((bin - 1) % 10))\(units[(bin - 1) / 10])"
    }
}

extension Entry {
    /// Bytes of a string, elements of anything else.
    fileprivate var size: Int {
        switch representation {
        case .integer: "\(integer)".utf8.count
        case .embedded, .buffer: stringBytes.count
        case .object, .packed, .bare: elementCount
        }
    }
}
