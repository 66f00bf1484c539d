// Sets, in all three spellings.

extension RDBDecoder {
    func set(_ type: RDBType) throws(RDBError) -> Entry.Content? {
        let growth = SetGrowth(configuration, seed: seed)
        let set: SetValue
        switch type {
        case .setIntset:
            guard let integers = IntSet(serialized: try reader.blob()) else {
                throw .corrupt("Intset integrity check failed.")
            }
            set = SetValue(.intset(integers))
        case .setListpack:
            let members = try listpack()
            guard !members.isEmpty else { return nil }
            try checkUnique(members)
            set = SetValue(.listpack(members))
        default:
            let count = try reader.count()
            let isSmall = growth.limits.admitsIntset(count: count)
            set = SetValue(isSmall ? .intset(IntSet()) : .table(HashTable(seed: seed)))
            for _ in 0..<count where !set.add(try reader.string(), growth) {
                throw .corrupt("Duplicate set members detected")
            }
            guard set.count > 0 else { return nil }
            return .object(set, .set)
        }
        set.adapt(to: growth)
        return .object(set, .set)
    }
}
