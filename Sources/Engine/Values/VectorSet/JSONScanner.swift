// JSONScanner: finds one field of a JSON object without reading the others more closely than it must. It is as lenient as the real
// server's: what follows the field does not matter, be it JSON or not.

struct JSONScanner {
    private let text: [UInt8]
    private var position = 0

    private init(_ text: [UInt8]) { self.text = text }

    /// The value of the first field called `name`, or nil if there is none, it is an object, or the text before it is no JSON.
    static func value(of name: [UInt8], in text: [UInt8]) -> VectorFilter.Value? {
        var scanner = JSONScanner(text)
        scanner.skipSpaces()
        guard scanner.take(UInt8(ascii: "{")) else { return nil }
        while true {
            scanner.skipSpaces()
            guard let field = scanner.string() else { return nil }
            scanner.skipSpaces()
            guard scanner.take(UInt8(ascii: ":")) else { return nil }
            scanner.skipSpaces()
            if field == name { return scanner.value() }
            guard scanner.skipValue() else { return nil }
            scanner.skipSpaces()
            guard scanner.take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private var current: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard position + length <= text.count, text.withBytes({ $0[position..<position + length] == word }) else {
            return false
        }
        position += length
        return true
    }

    private mutating func skipSpaces() {
        while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    /// A string; a backslash stands for nothing but a line end, a return or a tab, and else for what follows it.
    private mutating func string() -> [UInt8]? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var result: [UInt8] = []
        while let byte = current {
            position += 1
            if byte == UInt8(ascii: "\"") { return result }
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            guard let escaped = current else { return nil }
            position += 1
            switch escaped {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            default: result.append(escaped)
            }
        }
        return nil
    }

    private mutating func value() -> VectorFilter.Value? {
        switch current {
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "t"): return take("true") ? .number(1) : nil
        case UInt8(ascii: "f"): return take("false") ? .number(0) : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func number() -> VectorFilter.Value? {
        let start = position
        while let byte = current, (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) { position += 1 }
        return Double(String(decoding: text[start..<position], as: UTF8.self)).map { .number($0) }
    }

    private mutating func array() -> VectorFilter.Value? {
        var values: [VectorFilter.Value] = []
        position += 1
        skipSpaces()
        if take(UInt8(ascii: "]")) { return .tuple([]) }
        while true {
            skipSpaces()
            guard let value = value() else { return nil }
            values.append(value)
            skipSpaces()
            if take(UInt8(ascii: "]")) { return .tuple(values) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    /// Passes over a value, of whose parts only the brackets and the strings matter.
    private mutating func skipValue() -> Bool {
        var depth = 0
        let start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return position > start }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return true
                }
            case UInt8(ascii: ","):
                if depth == 0 { return position > start }
            default:
                break
            }
            position += 1
        }
        return false
    }
}
