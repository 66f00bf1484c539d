// From values to what dumps hold: for each encoding the spelling that redis 8.0 gives it, byte for byte.

extension RDBWriter {
    /// The type and the value of an entry, as DUMP shows it, and between the two what `middle` writes. O(n).
    func value(of entry: Entry, middle: () -> Void = {}) {
        switch entry.type {
        case .string:
            type(.string, middle)
            if entry.representation == .integer { string(entry.integer) } else { string(entry.stringBytes) }
        case .list:
            list(entry.object(ListValue.self), middle)
        case .sortedSet:
            sortedSet(entry.object(SortedSetValue.self), middle)
        case .stream:
            stream(entry.object(StreamValue.self), middle)
        case .hash:
            hash(entry.object(HashValue.self), middle)
        case .set:
            set(entry.object(SetValue.self), middle)
        case .vectorSet:
            vectorSet(entry.object(VectorSet.self), middle)
        }
    }

    func type(_ type: RDBType, _ middle: () -> Void) {
        byte(type.rawValue)
        middle()
    }
}
