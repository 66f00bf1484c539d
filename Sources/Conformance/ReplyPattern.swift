// What a spec says of one reply: usually its exact bytes, else the loosest statement that is still true of every right
// answer.
//
// Exact lines are written as `ReplyLines` writes them. The others are:
//
//     *3 unordered          the elements below, in any order; also for `~` and, by pairs, for `%`
//     *4 unordered pairs    a flat list of field and value: the pairs below, in any order
//     ?any                  any one reply
//     ?:RANGE               an integer; RANGE is `1..5`, `1..`, `..5` or `..`
//     ?$int RANGE           a bulk that spells such an integer
//     ?$len RANGE           a bulk of so many bytes
//     ?,RANGE               a double
//     ?text GLOB            a bulk or verbatim string; in GLOB `*` stands for any bytes, and the escapes are those of replies
//     ?$GLOB ?+GLOB ?-GLOB  a bulk, a simple string or an error that GLOB describes; `?$*` is any bulk
//     ?*each RANGE          an array of so many elements, each as the one pattern below says; `~` and `>` likewise
//     ?*has                 an array that has, among others, the elements below; `~` likewise, `%` with pairs below
//     ?one-of               as one of the patterns below says

import UnderstudyEngine

indirect enum ReplyPattern: Equatable {
    case exactly(ReplyValue)
    case aggregate(Character, [ReplyPattern], order: Order)
    case any
    case integer(IntegerRange)
    case bulkInteger(IntegerRange)
    case bulkLength(IntegerRange)
    case double(IntegerRange)
    case text(TextKind, Glob)
    case each(Character, IntegerRange, ReplyPattern)
    case has(Character, [ReplyPattern])
    case oneOf([ReplyPattern])

    enum Order: String { case asWritten = "", unordered, unorderedPairs = "unordered pairs" }
    enum TextKind { case bulk, simpleString, error, bulkOrVerbatim }

    /// Whether the recorder may write this pattern anew: it says nothing but exact bytes and their order.
    var isExact: Bool {
        switch self {
        case .exactly: true
        case .aggregate(_, let children, _): children.allSatisfy(\.isExact)
        default: false
        }
    }
}

// MARK: - Matching

extension ReplyPattern {
    func matches(_ reply: ReplyValue) -> Bool {
        switch self {
        case .exactly(let expected): return reply == expected
        case .aggregate(let type, let children, let order):
            guard let (actual, items) = reply.elements, actual == type, items.count == children.count else {
                return false
            }
            switch order {
            case .asWritten: return zip(children, items).allSatisfy { $0.matches($1) }
            case .unordered where type != "%": return Self.match(children.map { [$0] }, amid: items.map { [$0] })
            case .unordered, .unorderedPairs:
                return items.count.isMultiple(of: 2) && Self.match(children.inPairs, amid: items.inPairs)
            }
        case .any: return true
        case .integer(let range):
            guard case .integer(let value) = reply else { return false }
            return range.contains(value)
        case .bulkInteger(let range):
            guard case .bulk(let bytes) = reply, let value = Int64(String(decoding: bytes, as: UTF8.self)) else {
                return false
            }
            return range.contains(value)
        case .bulkLength(let range):
            guard case .bulk(let bytes) = reply else { return false }
            return range.contains(Int64(bytes.count))
        case .double(let range):
            guard case .double(let text) = reply, let value = Double(String(decoding: text, as: UTF8.self)) else {
                return false
            }
            return value >= range.lower.map(Double.init) ?? -.infinity
                && value <= range.upper.map(Double.init) ?? .infinity
        case .text(let kind, let glob): return Self.text(kind, of: reply).map(glob.matches) ?? false
        case .each(let type, let range, let pattern):
            guard let (actual, items) = reply.elements, actual == type else { return false }
            return range.contains(Int64(items.count)) && items.allSatisfy(pattern.matches)
        case .has(let type, let wanted):
            guard let (actual, items) = reply.elements, actual == type else { return false }
            return type == "%"
                ? Self.match(wanted.inPairs, amid: items.inPairs)
                : Self.match(wanted.map { [$0] }, amid: items.map { [$0] })
        case .oneOf(let patterns): return patterns.contains { $0.matches(reply) }
        }
    }

    /// Whether each group of patterns has a group of replies of its own. Exact patterns choose first, so that a loose one
    /// does not take what only an exact one can use.
    private static func match(_ wanted: [[ReplyPattern]], amid replies: [[ReplyValue]]) -> Bool {
        var left = replies
        let inOrder = wanted.filter { $0.allSatisfy(\.isExact) } + wanted.filter { !$0.allSatisfy(\.isExact) }
        for group in inOrder {
            let found = left.firstIndex { candidate in
                candidate.count == group.count && zip(group, candidate).allSatisfy { $0.matches($1) }
            }
            guard let found else { return false }
            left.remove(at: found)
        }
        return true
    }

    private static func text(_ kind: TextKind, of reply: ReplyValue) -> [UInt8]? {
        switch (kind, reply) {
        case (.bulk, .bulk(let bytes)), (.bulkOrVerbatim, .bulk(let bytes)), (.bulkOrVerbatim, .verbatim(_, let bytes)),
            (.simpleString, .simpleString(let bytes)), (.error, .error(let bytes)):
            return bytes
        default: return nil
        }
    }
}

extension ReplyValue {
    /// The type byte and the elements of an aggregate; those of a map are its keys and values in turn.
    var elements: (Character, [ReplyValue])? {
        switch self {
        case .array(let items): ("*", items)
        case .set(let items): ("~", items)
        case .push(let items): (">", items)
        case .map(let pairs): ("%", pairs.flatMap { [$0.key, $0.value] })
        case .attributed(let pairs, let value): ("|", pairs.flatMap { [$0.key, $0.value] } + [value])
        default: nil
        }
    }
}

extension Array {
    /// The elements two by two; an odd one at the end stands alone.
    fileprivate var inPairs: [[Element]] {
        stride(from: 0, to: count, by: 2).map { Array(self[$0..<Swift.min($0 + 2, count)]) }
    }
}

// MARK: - Globs

/// A text in which each `*` stands for any bytes.
struct Glob: Equatable {
    private var pieces: [[UInt8]]

    init(_ text: String) throws(SpecError) {
        pieces = []
        for piece in text.split(separator: "*", omittingEmptySubsequences: false) {
            pieces.append(try SpecText.unescape(piece))
        }
    }

    func matches(_ bytes: [UInt8]) -> Bool {
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return pieces.first == bytes }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first),
            bytes.suffix(last.count).elementsEqual(last)
        else { return false }
        // The leftmost place for each piece leaves the most room for the next.
        var rest = bytes[first.count..<(bytes.count - last.count)]
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}

// MARK: - Reading

extension ReplyPattern {
    /// The patterns that a block of lines spells, one for each reply.
    static func parse(_ lines: [String]) throws(SpecError) -> [ReplyPattern] {
        var rest = lines[...]
        var patterns: [ReplyPattern] = []
        while !rest.isEmpty { patterns.append(try parse(&rest, depth: 0)) }
        return patterns
    }

    private static func parse(_ lines: inout ArraySlice<String>, depth: Int) throws(SpecError) -> ReplyPattern {
        guard let line = lines.popFirst() else { throw SpecError("an element is missing") }
        let indent = String(repeating: "  ", count: depth)
        guard line.hasPrefix(indent), !line.dropFirst(indent.count).hasPrefix(" ") else {
            throw SpecError("an element at the wrong depth: \(line)")
        }
        let text = String(line.dropFirst(indent.count))
        if text.hasPrefix("?") { return try loose(text, &lines, depth: depth) }
        if let value = try ReplyLines.scalar(text) { return .exactly(value) }
        let words = text.split(separator: " ", maxSplits: 1)
        guard let type = text.first, let count = Int(words[0].dropFirst()), count >= 0,
            let order = Order(rawValue: words.count > 1 ? String(words[1]) : "")
        else { throw SpecError("no aggregate: \(text)") }
        var children: [ReplyPattern] = []
        for _ in 0..<(type == "%" ? 2 * count : type == "|" ? 2 * count + 1 : count) {
            children.append(try parse(&lines, depth: depth + 1))
        }
        return .aggregate(type, children, order: order)
    }

    /// Reads a line that begins with a question mark, and the lines below it.
    private static func loose(
        _ text: String, _ lines: inout ArraySlice<String>, depth: Int
    ) throws(SpecError) -> ReplyPattern {
        func children() throws(SpecError) -> [ReplyPattern] {
            var children: [ReplyPattern] = []
            let indent = String(repeating: "  ", count: depth + 1)
            while lines.first?.hasPrefix(indent) == true { children.append(try parse(&lines, depth: depth + 1)) }
            guard !children.isEmpty else { throw SpecError("nothing below \(text)") }
            return children
        }
        func range(_ prefix: String) throws(SpecError) -> IntegerRange {
            guard let range = IntegerRange(String(text.dropFirst(prefix.count))) else {
                throw SpecError("no range: \(text)")
            }
            return range
        }
        let aggregateType = text.dropFirst().first.flatMap { "*~>%".contains($0) ? $0 : nil }
        switch text {
        case "?any": return .any
        case "?one-of": return .oneOf(try children())
        case _ where aggregateType != nil && text.dropFirst(2) == "has":
            return .has(aggregateType ?? "*", try children())
        case _ where aggregateType != nil && text.dropFirst(2).hasPrefix("each "):
            let below = try children()
            guard below.count == 1 else { throw SpecError("one pattern goes below \(text)") }
            return .each(aggregateType ?? "*", try range("?*each "), below[0])
        case _ where text.hasPrefix("?$int "): return .bulkInteger(try range("?$int "))
        case _ where text.hasPrefix("?$len "): return .bulkLength(try range("?$len "))
        case _ where text.hasPrefix("?text "): return .text(.bulkOrVerbatim, try Glob(String(text.dropFirst(6))))
        case _ where text.hasPrefix("?:"): return .integer(try range("?:"))
        case _ where text.hasPrefix("?,"): return .double(try range("?,"))
        case _ where text.hasPrefix("?$"): return .text(.bulk, try Glob(String(text.dropFirst(2))))
        case _ where text.hasPrefix("?+"): return .text(.simpleString, try Glob(String(text.dropFirst(2))))
        case _ where text.hasPrefix("?-"): return .text(.error, try Glob(String(text.dropFirst(2))))
        default: throw SpecError("an unknown pattern: \(text)")
        }
    }
}
