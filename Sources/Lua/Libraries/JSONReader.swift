// Values from JSON. A zero byte ends the text, as the zero behind the last byte does.

struct JSONReader {
    private enum Token {
        case objectBegin, objectEnd, arrayBegin, arrayEnd
        case string(LuaString)
        case number(Double)
        case boolean(Bool)
        case null, colon, comma, end
        case failure(LuaMessage)

        /// How messages call it.
        var name: LuaMessage {
            switch self {
            case .objectBegin: "T_OBJ_BEGIN"
            case .objectEnd: "T_OBJ_END"
            case .arrayBegin: "T_ARR_BEGIN"
            case .arrayEnd: "T_ARR_END"
            case .string: "T_STRING"
            case .number: "T_NUMBER"
            case .boolean: "T_BOOLEAN"
            case .null: "T_NULL"
            case .colon: "T_COLON"
            case .comma: "T_COMMA"
            case .end: "T_END"
            case .failure(let message): message
            }
        }
    }

    private let call: LuaCall
    private let text: LuaString
    private let options: JSONLibrary.Options
    private var index = 0
    /// Where the token at hand begins, or what is wrong with it is.
    private var tokenIndex = 0
    private var depth = 0
    private var buffer: [UInt8] = []

    init(_ call: LuaCall, _ text: LuaString, _ options: JSONLibrary.Options) {
        self.call = call
        self.text = text
        self.options = options
    }

    private func unexpected(_ token: Token, _ expected: StaticString) -> LuaError {
        call.error("Expected \(expected) but found \(token.name) at character \(tokenIndex + 1)")
    }

    /// The one value that the text is.
    mutating func document() throws(LuaError) -> LuaValue {
        let value = try value(next())
        let rest = next()
        guard case .end = rest else { throw unexpected(rest, "the end") }
        return value
    }

    // MARK: Values

    private mutating func value(_ token: Token) throws(LuaError) -> LuaValue {
        switch token {
        case .string(let string): return string.value
        case .number(let number): return LuaValue(number)
        case .boolean(let boolean): return LuaValue(boolean)
        case .null: return .null
        case .objectBegin: return try object()
        case .arrayBegin: return try array()
        default: throw unexpected(token, "value")
        }
    }

    private mutating func descend() throws(LuaError) {
        depth += 1
        guard depth <= options.decodeDepth else {
            throw call.error("Found too many nested data structures (\(depth)) at character \(index)")
        }
    }

    private mutating func object() throws(LuaError) -> LuaValue {
        try descend()
        let table = try call.makeTable()
        var token = next()
        if case .objectEnd = token {
            depth -= 1
            return table.value
        }
        while true {
            guard case .string(let key) = token else { throw unexpected(token, "object key string") }
            token = next()
            guard case .colon = token else { throw unexpected(token, "colon") }
            let value = try value(next())
            try table.set(key.value, value)
            token = next()
            if case .objectEnd = token {
                depth -= 1
                return table.value
            }
            guard case .comma = token else { throw unexpected(token, "comma or object end") }
            token = next()
        }
    }

    private mutating func array() throws(LuaError) -> LuaValue {
        try descend()
        let table = try call.makeTable()
        var token = next()
        var count = 0
        if case .arrayEnd = token {
            depth -= 1
            return table.value
        }
        while true {
            let value = try value(token)
            count += 1
            try table.set(count, value)
            token = next()
            if case .arrayEnd = token {
                depth -= 1
                return table.value
            }
            guard case .comma = token else { throw unexpected(token, "comma or array end") }
            token = next()
        }
    }

    // MARK: Tokens

    private mutating func failure(_ message: LuaMessage) -> Token {
        tokenIndex = index
        return .failure(message)
    }

    private mutating func next() -> Token {
        var byte = text.byte(index)
        while byte == 32 || byte == 9 || byte == 10 || byte == 13 {
            index += 1
            byte = text.byte(index)
        }
        tokenIndex = index
        switch Unicode.Scalar(byte) {
        case "\0": return .end
        case "{": return mark(.objectBegin)
        case "}": return mark(.objectEnd)
        case "[": return mark(.arrayBegin)
        case "]": return mark(.arrayEnd)
        case ":": return mark(.colon)
        case ",": return mark(.comma)
        case "\"": return string()
        case "-", "0"..."9":
            if options.decodeInvalid == 0 && isInvalidNumber { return failure("invalid number") }
            return number()
        case "+", "f", "i", "I", "n", "N", "t":
            if follows("true") { return word(.boolean(true), 4) }
            if follows("false") { return word(.boolean(false), 5) }
            if follows("null") { return word(.null, 4) }
            if options.decodeInvalid != 0 && isInvalidNumber { return number() }
            return failure("invalid token")
        default: return failure("invalid token")
        }
    }

    private mutating func mark(_ token: Token) -> Token { word(token, 1) }

    private mutating func word(_ token: Token, _ count: Int) -> Token {
        index += count
        return token
    }

    /// Whether a word stands here, in lower case or, if `anyCase`, in any.
    private func follows(_ word: StaticString, at start: Int? = nil, anyCase: Bool = false) -> Bool {
        var place = start ?? index
        for expected in word.bytes {
            let byte = text.byte(place)
            guard expected == (anyCase ? Character.lower(byte) : byte) else { return false }
            place += 1
        }
        return true
    }

    /// Whether a number stands here, as far as it can be told, that JSON does not know.
    private var isInvalidNumber: Bool {
        var place = index
        if text.byte(place) == UInt8(ascii: "+") { return true }
        if text.byte(place) == UInt8(ascii: "-") { place += 1 }
        if text.byte(place) == UInt8(ascii: "0") {
            let next = text.byte(place + 1)
            return next | 0x20 == UInt8(ascii: "x") || Character.isDigit(next)
        }
        if text.byte(place) <= UInt8(ascii: "9") { return false }
        return follows("inf", at: place, anyCase: true) || follows("nan", at: place, anyCase: true)
    }

    private mutating func number() -> Token {
        guard let (number, end) = Numeral.parsePrefix(text, from: index) else { return failure("invalid number") }
        index = end
        return .number(number)
    }

    // MARK: Strings

    private mutating func string() -> Token {
        index += 1
        let start = index
        // Most strings have no escape, and are taken as they stand.
        while true {
            let byte = text.byte(index)
            if byte == UInt8(ascii: "\"") {
                index += 1
                return .string(call.runtime.substring(text, start..<(index - 1)))
            }
            if byte == 0 { return failure("unexpected end of string") }
            if byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        buffer.removeAll(keepingCapacity: true)
        buffer.append(text, start..<index)
        while text.byte(index) != UInt8(ascii: "\"") {
            let byte = text.byte(index)
            if byte == 0 { return failure("unexpected end of string") }
            if byte != UInt8(ascii: "\\") {
                buffer.append(byte)
                index += 1
            } else if text.byte(index + 1) == UInt8(ascii: "u") {
                guard let length = unicodeEscape() else { return failure("invalid unicode escape code") }
                index += length
            } else {
                guard let escaped = JSONReader.escaped(text.byte(index + 1)) else {
                    return failure("invalid escape code")
                }
                buffer.append(escaped)
                index += 2
            }
        }
        index += 1
        return .string(call.runtime.string(buffer))
    }

    private static func escaped(_ byte: UInt8) -> UInt8? {
        switch Unicode.Scalar(byte) {
        case "\"", "\\", "/": byte
        case "b": 8
        case "t": 9
        case "n": 10
        case "f": 12
        case "r": 13
        default: nil
        }
    }

    private func hexadecimal(at start: Int) -> UInt32? {
        var value: UInt32 = 0
        for place in start..<(start + 4) {
            // The zero behind the text ends the loop, so that nothing beyond it is looked at.
            let byte = text.byte(place)
            guard Character.isHexDigit(byte) else { return nil }
            value = value << 4 | UInt32(Character.isDigit(byte) ? byte - 48 : (byte | 32) - 87)
        }
        return value
    }

    /// Appends the character of an escape by number, or by two if the first is half a pair.
    /// - Returns: how long it is; nil if it names no character.
    private mutating func unicodeEscape() -> Int? {
        guard var code = hexadecimal(at: index + 2) else { return nil }
        var length = 6
        if code & 0xF800 == 0xD800 {
            guard code & 0x400 == 0, text.byte(index + 6) == UInt8(ascii: "\\"),
                text.byte(index + 7) == UInt8(ascii: "u"), let low = hexadecimal(at: index + 8), low & 0xFC00 == 0xDC00
            else { return nil }
            code = (code & 0x3FF) << 10 | (low & 0x3FF) + 0x10000
            length = 12
        }
        guard let scalar = Unicode.Scalar(code) else { return nil }
        buffer += Array(String(scalar).utf8)
        return length
    }
}
