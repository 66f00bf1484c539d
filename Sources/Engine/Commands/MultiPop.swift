// What LMPOP, ZMPOP and their blocking forms are told.

/// What to pop from the first of several collections that is there.
struct MultiPop<End> {
    /// Which arguments are the keys.
    let keys: Range<Int>
    let end: End
    /// Pop up to so many, and reply with an array of them; nil: pop one.
    let count: Int?

    init(keys: Range<Int>, end: End, count: Int?) {
        self.keys = keys
        self.end = end
        self.count = count
    }

    /// Reads `numkeys key [key ...] end [COUNT count]`, beginning at argument `start`.
    init(
        _ arguments: Arguments, from start: Int, end parseEnd: (Bytes) throws(CommandError) -> End
    ) throws(CommandError) {
        let number = try arguments[start].parsePositive(or: CommandError("ERR numkeys should be greater than 0"))
        guard number < arguments.count - start - 1 else { throw .syntax }
        keys = start + 1..<start + 1 + number
        var cursor = ArgumentCursor(arguments, from: keys.upperBound)
        end = try parseEnd(try cursor.next())
        var count: Int?
        while !cursor.isAtEnd {
            guard count == nil, cursor.skip("count", before: 1) else { throw .syntax }
            count = try cursor.next().parsePositive(or: CommandError("ERR count should be greater than 0"))
        }
        self.count = count ?? 1
    }
}
