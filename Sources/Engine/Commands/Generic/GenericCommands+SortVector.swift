// What SORT sorts: the elements of a collection, each with what decides about its place, a number or a text.

/// Elements to be sorted. They are copied into one run of bytes; what moves is where they are in it.
final class SortVector {
    private struct Text {
        let start: Int
        let count: Int
    }

    private struct Item {
        let element: Text
        /// What the element is sorted by if not by a number; nil if another key should tell and is not there.
        var key: Text?
        var score = 0.0
    }

    private let bytes = ByteBuffer()
    private var items: [Item] = []
    private var isByText = false

    private func append(_ text: Bytes) -> Text {
        bytes.append(text)
        return Text(start: bytes.count - text.count, count: text.count)
    }

    /// Valid until something is appended.
    private func bytes(of text: Text) -> Bytes { bytes.bytes[text.start..<text.start + text.count] }

    // MARK: Elements

    func append(element: Bytes) { items.append(Item(element: append(element))) }

    /// Takes over all elements of a collection.
    func append(all entry: Entry) {
        guard entry.type == .set else { return append(0..<entry.elementCount, of: entry, reversed: false) }
        entry.object(SetValue.self).forEach { element in
            element.withBytes(append(element:))
            return true
        }
    }

    /// Takes over the elements in `range`, counted from the end if `reversed`, of a collection that has an order.
    func append(_ range: Range<Int>, of entry: Entry, reversed: Bool) {
        guard !range.isEmpty else { return }
        let count = entry.elementCount
        let ranks = reversed ? count - range.upperBound..<count - range.lowerBound : range
        var left = range.count
        let body = { (element: ListpackElement) in
            element.withBytes(self.append(element:))
            left -= 1
            return left > 0
        }
        switch (entry.type, reversed) {
        case (.list, false): entry.object(ListValue.self).forEach(from: ranks.lowerBound, body)
        case (.list, true): entry.object(ListValue.self).forEachReversed(from: ranks.upperBound - 1, body)
        case (_, false): entry.object(SortedSetValue.self).forEach(in: ranks) { member, _ in body(member) }
        case (_, true): entry.object(SortedSetValue.self).forEachReversed(in: ranks) { member, _ in body(member) }
        }
    }

    /// Calls `body` with the elements in `range`, in their order.
    func forEach(in range: Range<Int>, _ body: (Bytes) -> Void) {
        for item in items[range] { body(bytes(of: item.element)) }
    }

    // MARK: Sorting

    /// Brings the elements into the order that was asked for, at least those in `range`. O(n log n) beside what it takes to look up
    /// what they are sorted by.
    func sort(_ options: SortOptions, _ range: Range<Int>, _ session: Session) throws(CommandError) {
        isByText = options.isAlphabetical
        if options.isAlphabetical { findKeys(options, session) } else { try findScores(options, session) }
        let isDescending = options.isDescending
        if options.by != nil, range != 0..<items.count {
            items.sortPart(range) { isDescending ? -self.compare($0, $1) : self.compare($0, $1) }
        } else if isDescending {
            items.sort { self.compare($0, $1) > 0 }
        } else {
            items.sort { self.compare($0, $1) < 0 }
        }
    }

    private func findScores(_ options: SortOptions, _ session: Session) throws(CommandError) {
        let room = ByteBuffer()
        var areNumbers = true
        for index in items.indices {
            let note = { (text: Bytes?) in
                guard let text else { return }
                if let score = text.sortScore(in: session.engine.profile) {
                    self.items[index].score = score
                } else {
                    areNumbers = false
                }
            }
            let element = bytes(of: items[index].element)
            if let by = options.by { session.withValue(of: by, for: element, room, note) } else { note(element) }
        }
        if !areNumbers { throw CommandError("ERR One or more scores can't be converted into double") }
    }

    private func findKeys(_ options: SortOptions, _ session: Session) {
        let room = ByteBuffer()
        for index in items.indices {
            let element = items[index].element
            if let by = options.by {
                session.withValue(of: by, for: bytes(of: element), room) { items[index].key = $0.map(append) }
            } else {
                items[index].key = element
            }
            // What is replied is in the order of the C library, for which a zero byte ends a text.
            if options.target == nil, let key = items[index].key, let end = bytes(of: key).firstIndex(of: 0) {
                items[index].key = Text(start: key.start, count: end)
            }
        }
    }

    /// By number, equal ones by the elements' bytes; or by text, what has none first.
    private func compare(_ left: Item, _ right: Item) -> Int {
        guard let leftKey = left.key, let rightKey = right.key else {
            if left.key != nil { return 1 }
            if right.key != nil { return -1 }
            if isByText { return 0 }
            if left.score != right.score { return left.score < right.score ? -1 : 1 }
            return bytes(of: left.element).compare(bytes(of: right.element))
        }
        return bytes(of: leftKey).compare(bytes(of: rightKey))
    }
}

extension Bytes {
    /// The number that these bytes spell up to a zero byte: `12`, `-.5`, `1e3`, `inf`. No text is 0. No spaces, no hexadecimal digits.
    fileprivate func sortScore(in profile: Profile) -> Double? {
        if let integer { return Double(integer) }
        if profile != .redis80 { return sortingDouble(isLoose: profile.readsLooseBounds) }
        let text = self[0..<(firstIndex(of: 0) ?? count)]
        if text.isEmpty { return 0 }
        let digits = text.dropFirst(text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-") ? 1 : 0)
        if digits.matches("inf") || digits.matches("infinity") {
            return text[0] == UInt8(ascii: "-") ? -.infinity : .infinity
        }
        // What else the standard library reads as a number has letters.
        guard !digits.isEmpty, digits[0] &- 0x30 <= 9 || digits[0] == UInt8(ascii: ".") else { return nil }
        for index in 1..<digits.count where digits[index] | 0x20 == UInt8(ascii: "x") { return nil }
        return Double(text.text)
    }
}
