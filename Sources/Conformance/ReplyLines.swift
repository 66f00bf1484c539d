// Replies as lines of a spec file.
//
// One line is one token of the wire: its type byte, its count or value and, for a bulk, its bytes after a space
// (`$5 hello`). The elements of an aggregate follow it, two spaces deeper. Nothing is left out, so that the lines say
// exactly which bytes were sent, and a nested reply is still read at a glance.

import UnderstudyEngine

enum ReplyLines {
    /// The lines of a reply.
    static func lines(of reply: ReplyValue, depth: Int = 0) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        func aggregate(_ type: String, _ count: Int, _ children: [ReplyValue]) -> [String] {
            [indent + type + String(count)] + children.flatMap { lines(of: $0, depth: depth + 1) }
        }
        func flat(_ pairs: [ReplyValue.Pair]) -> [ReplyValue] { pairs.flatMap { [$0.key, $0.value] } }
        switch reply {
        case .array(let items): return aggregate("*", items.count, items)
        case .set(let items): return aggregate("~", items.count, items)
        case .push(let items): return aggregate(">", items.count, items)
        case .map(let pairs): return aggregate("%", pairs.count, flat(pairs))
        case .attributed(let pairs, let value): return aggregate("|", pairs.count, flat(pairs) + [value])
        default: return [indent + scalar(reply)]
        }
    }

    /// The line of a reply that has no elements.
    private static func scalar(_ reply: ReplyValue) -> String {
        func bulk(_ type: String, _ bytes: [UInt8]) -> String {
            bytes.isEmpty ? type + "0" : "\(type)\(bytes.count) \(SpecText.escape(bytes))"
        }
        switch reply {
        case .simpleString(let text): return "+" + SpecText.escape(text)
        case .error(let text): return "-" + SpecText.escape(text)
        case .integer(let value): return ":\(value)"
        case .bulk(let bytes): return bulk("$", bytes)
        case .bulkError(let bytes): return bulk("!", bytes)
        case .verbatim(let format, let text): return bulk("=", format + [UInt8(ascii: ":")] + text)
        case .nullBulk: return "$-1"
        case .nullArray: return "*-1"
        case .boolean(let value): return value ? "#t" : "#f"
        case .double(let text): return "," + SpecText.escape(text)
        case .bigNumber(let digits): return "(" + SpecText.escape(digits)
        case .null, .array, .set, .push, .map, .attributed: return "_"
        }
    }

    /// The reply that one line without elements spells, or `nil` if it opens an aggregate.
    static func scalar(_ line: String) throws(SpecError) -> ReplyValue? {
        guard let type = line.utf8.first else { throw SpecError("an empty reply line") }
        let rest = String(line.dropFirst())
        var wire: [UInt8]
        switch type {
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "|"):
            return line == "*-1" ? .nullArray : nil
        case UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "="):
            let space = rest.firstIndex(of: " ") ?? rest.endIndex
            wire = [type] + rest[..<space].utf8
            wire += "\r\n".utf8
            if rest != "-1" { wire += try SpecText.unescape(rest[space...].dropFirst()) + [13, 10] }
        default:
            wire = try [type] + SpecText.unescape(rest) + [13, 10]
        }
        // Through the reader of replies, so that the lines follow the rules of the wire, lengths included.
        var parser = ReplyParser()
        parser.append(wire)
        do {
            guard let value = try parser.next(), parser.isEmpty else {
                throw SpecError("a reply whose length is not that of its text: \(line)")
            }
            return value
        } catch let error as ReplyParseError {
            throw SpecError("no reply line: \(line) (\(error.description))")
        } catch {
            throw SpecError("\(error)")
        }
    }
}
