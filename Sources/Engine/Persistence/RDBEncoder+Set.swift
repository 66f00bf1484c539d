// Sets: small ones in the bytes of their encoding, others member by member.

extension RDBWriter {
    func set(_ set: SetValue, _ middle: () -> Void) {
        switch set.storage {
        case .intset(let integers):
            type(.setIntset, middle)
            let bytes = ByteBuffer()
            integers.serialize(to: bytes)
            string(bytes.bytes)
        case .listpack(let listpack):
            type(.setListpack, middle)
            string(listpack)
        case .table(let table):
            type(.set, middle)
            length(table.count)
            table.forEach { string($0.key) }
        }
    }
}
