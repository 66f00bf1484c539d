// SORT and SORT_RO: the elements of a list, a set or a sorted set, in an order of their own or by what other keys hold.
//
// O(n log n) but for what looking up other keys takes; where LIMIT asks for a part of what is sorted by other keys, only this part is
// brought into order, as the real server does, whose order of elements that compare equal is to be met (`sortPart`).

extension GenericCommands {
    static func sort(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try sort(session, arguments, try SortOptions(arguments, takesStore: true, session))
    }

    static func sortRo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try sort(session, arguments, try SortOptions(arguments, takesStore: false, session))
    }

    private static func sort(
        _ session: Session, _ arguments: Arguments, _ asked: SortOptions
    ) throws(CommandError) {
        var options = asked
        var location = session.database.lookUpToReadAndWrite(arguments[1])
        if let entry = location.entry, ![.list, .set, .sortedSet].contains(entry.type) { throw .wrongType }
        // What is stored is to be the same on every server, whatever the order of its tables.
        if location.entry?.type == .set, options.keepsOrder, options.target != nil {
            options.keepsOrder = false
            options.isAlphabetical = true
            options.by = nil
        }
        if location.entry?.type == .sortedSet {
            // For writing: what a copy shares with it does not change.
            session.sortedSetToChange(at: &location).convertToSkiplist(session.sortedSetLimit)
        }
        let entry = location.entry
        var range = options.range(of: entry?.elementCount ?? 0)
        let vector = SortVector()
        if let entry {
            if options.keepsOrder, entry.type != .set {
                // In the order that they have, no others are needed than those that are asked for.
                vector.append(range, of: entry, reversed: options.isDescending)
                range = 0..<range.count
            } else {
                vector.append(all: entry)
            }
        }
        if !options.keepsOrder { try vector.sort(options, range, session) }
        if let target = options.target {
            store(range, of: vector, options, under: target, session)
        } else {
            session.reply.array(range.count * max(options.gets.count, 1))
            forEachOutput(of: range, in: vector, options, session) { value in
                if let value { session.reply.bulk(value) } else { session.reply.null() }
            }
        }
    }

    /// Calls `body` with what GET asks for of each element in `range`, or with the elements.
    private static func forEachOutput(
        of range: Range<Int>, in vector: SortVector, _ options: SortOptions, _ session: Session,
        _ body: (Bytes?) -> Void
    ) {
        let room = ByteBuffer()
        vector.forEach(in: range) { element in
            if options.gets.isEmpty { body(element) }
            for pattern in options.gets { session.withValue(of: pattern, for: element, room, body) }
        }
    }

    private static func store(
        _ range: Range<Int>, of vector: SortVector, _ options: SortOptions, under target: Bytes, _ session: Session
    ) {
        let quicklist = Quicklist(limit: session.listNodeLimit)
        forEachOutput(of: range, in: vector, options, session) { quicklist.push($0 ?? Bytes(""), .tail) }
        if quicklist.count > 0 {
            let list = ListValue(quicklist, limit: session.listNodeLimit)
            session.database.put(target, .object(list, .list), at: session.database.lookUpForWriting(target))
            session.didModify(target, changes: quicklist.count)
            session.notify(.list, "sortstore", target)
        } else if session.database.remove(target, lazily: session.database.context.freesReplacedLazily) {
            session.didModify(target)
            session.notify(.generic, "del", target)
        }
        session.reply.integer(quicklist.count)
    }

    /// Where the keys of SORT are: the one that it reads, and the one that the last STORE names. Options are told from their values.
    @Sendable
    static func keysOfSort(_ arguments: Arguments) -> [KeyReference] {
        var target: KeyReference?
        var index = 2
        while index < arguments.count {
            let word = arguments[index]
            if word.matches("limit") {
                index += 2
            } else if word.matches("get") || word.matches("by") {
                index += 1
            } else if word.matches("store"), index + 1 < arguments.count {
                target = KeyReference(position: index + 1, flags: [.overwrite, .update])
            }
            index += 1
        }
        return keysOfSortRo(arguments) + (target.map { [$0] } ?? [])
    }

    /// The key that SORT_RO reads; those that its patterns name are not known before.
    @Sendable
    static func keysOfSortRo(_: Arguments) -> [KeyReference] {
        [KeyReference(position: 1, flags: [.readOnly, .access])]
    }
}

/// What SORT was asked for.
struct SortOptions {
    /// By what other keys to sort.
    var by: SortPattern?
    /// What to return instead of the elements.
    private(set) var gets: [SortPattern] = []
    private(set) var isDescending = false
    var isAlphabetical = false
    /// Not to sort: BY names a pattern that is the same for all elements.
    var keepsOrder = false
    private(set) var target: Bytes?
    private var (start, count) = (0, -1)

    init(_ arguments: Arguments, takesStore: Bool, _ session: Session) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd {
            if cursor.skip("asc") {
                isDescending = false
            } else if cursor.skip("desc") {
                isDescending = true
            } else if cursor.skip("alpha") {
                isAlphabetical = true
            } else if cursor.skip("limit", before: 2) {
                start = try cursor.next().parseInteger()
                count = try cursor.next().parseInteger()
            } else if takesStore, cursor.skip("store", before: 1) {
                target = try cursor.next()
            } else if cursor.skip("by", before: 1) {
                by = SortPattern(try cursor.next())
                if by?.star == nil {
                    keepsOrder = true
                } else if !session.readsAllKeys(arguments) {
                    throw CommandError("ERR BY option of SORT denied due to insufficient ACL permissions.")
                }
            } else if cursor.skip("get", before: 1) {
                guard session.readsAllKeys(arguments) else {
                    throw CommandError("ERR GET option of SORT denied due to insufficient ACL permissions.")
                }
                gets.append(SortPattern(try cursor.next()))
            } else {
                throw .syntax
            }
        }
    }

    /// Which of `total` elements LIMIT asks for.
    func range(of total: Int) -> Range<Int> {
        let first = min(max(start, 0), total)
        return count < 0 ? first..<total : first..<min(first + min(count, total), total)
    }
}

extension Session {
    /// Whether the user may read the keys that patterns name, which nobody knows before.
    fileprivate func readsAllKeys(_ arguments: Arguments) -> Bool {
        if user.isUnrestricted { return true }
        return engine.commands.find(arguments).map { user.allowsReadingAllKeys($0, arguments) } ?? false
    }
}
