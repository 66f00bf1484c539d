// Sets: integers as an intset, a few members as their listpack, many one after the other.

extension RDBWriter {
    func set(_ set: SetValue, _ middle: () -> Void) {
        switch set.storage {
        case .intset(let integers):
            type(.setIntset, middle)
            string { integers.serialize(to: $0) }
        case .listpack(let listpack) where version.knows(.setListpack):
            type(.setListpack, middle)
            string(listpack)
        case .listpack, .table:
            type(.set, middle)
            length(set.count)
            set.forEach { member in
                string(member)
                return true
            }
        }
    }
}

extension SetValue {
    func settle() {
        if case .table(let table) = storage { table.finishRehash() }
    }
}
