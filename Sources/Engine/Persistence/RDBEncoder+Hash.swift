// Hashes: a small one as its listpack, a large one field by field. One that may have expiries begins with the earliest; in a large one
// each field's is told as its distance from that, plus one, so that 0 stands for none.

extension RDBWriter {
    func hash(_ hash: HashValue, _ middle: () -> Void) {
        let earliest = hash.nextExpiry
        guard let table = hash.table else {
            type(hash.isListpackEx ? .hashListpackWithExpiries : .hashListpack, middle)
            if hash.isListpackEx { time(earliest ?? 0) }
            return string(hash.listpack)
        }
        type(earliest == nil ? .hash : .hashWithExpiries, middle)
        if let earliest { time(earliest) }
        length(table.count)
        table.fields.forEach { field in
            if let earliest { length(field.expiry.map { UInt64($0 - earliest + 1) } ?? 0) }
            string(field.key)
            string(field.value)
        }
    }
}
