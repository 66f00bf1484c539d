// Lexer: cuts the source into tokens, and is where the compiler's messages get their place and the text that they are near to.

final class Lexer {
    let runtime: Runtime
    /// What the chunk is called.
    let source: LuaString
    private let input: [UInt8]
    private var position = 0
    /// The byte at hand; -1 behind the last.
    private var current: Int
    /// The text of the token that was read last, as messages show it.
    private var buffer: [UInt8] = []
    private(set) var line = 1
    /// The line of the token that was consumed last.
    private(set) var lastLine = 1
    private(set) var token = Token.endOfSource
    private(set) var string: LuaString
    private(set) var number = 0.0
    private var ahead: (token: Token, string: LuaString, number: Double)?

    init(_ runtime: Runtime, _ input: [UInt8], source: LuaString) {
        self.runtime = runtime
        self.input = input
        self.source = source
        string = source
        current = input.first.map(Int.init) ?? -1
    }

    // MARK: Tokens

    /// Goes to the next token.
    func advance() throws(LuaError) {
        lastLine = line
        if let ahead = ahead {
            (token, string, number) = ahead
            self.ahead = nil
        } else {
            token = try read()
        }
    }

    /// The token behind the one at hand.
    func peek() throws(LuaError) -> Token {
        let (kept, keptString, keptNumber) = (token, string, number)
        let next = try read()
        ahead = (next, string, number)
        (token, string, number) = (kept, keptString, keptNumber)
        return next
    }

    // MARK: Errors

    /// An error at the token at hand.
    func syntaxError(_ message: LuaMessage) -> LuaError { error(message, near: token) }

    func error(_ message: LuaMessage, near token: Token? = nil) -> LuaError {
        var text: LuaMessage = "\(Chunk.displayName(source.array)):\(line): \(message)"
        if let token = token, token.code != 0 { text = "\(text) near '\(shown(token))'" }
        return LuaError(runtime.string(text.bytes).value, kind: .syntax)
    }

    private func shown(_ token: Token) -> LuaMessage {
        switch token {
        case .name, .string, .number: LuaMessage(Array(buffer.prefix { $0 != 0 }))
        default: token.text
        }
    }

    // MARK: Bytes

    private func next() {
        position += 1
        current = position < input.count ? Int(input[position]) : -1
    }

    private func save() {
        buffer.append(UInt8(current))
        next()
    }

    private func isAt(_ character: Unicode.Scalar) -> Bool { current == Int(character.value) }

    /// Takes a character, or a zero byte in its place, which the language's own lexer takes for any that it looks for.
    private func take(_ character: Unicode.Scalar) -> Bool {
        guard isAt(character) || current == 0 else { return false }
        save()
        return true
    }

    private var isAtNewline: Bool { current == 10 || current == 13 }

    private func skipNewline() {
        let first = current
        next()
        if isAtNewline && current != first { next() }
        line += 1
    }

    // MARK: Reading

    private func read() throws(LuaError) -> Token {
        buffer.removeAll(keepingCapacity: true)
        while true {
            switch current {
            case -1: return .endOfSource
            case 10, 13: skipNewline()
            case 0x2D:
                next()
                guard isAt("-") else { return Token("-") }
                try skipComment()
            case 0x5B:
                let level = skipSeparator()
                if level >= 0 {
                    try readLong(level, isString: true)
                    return .string
                }
                if level == -1 { return Token("[") }
                throw error("invalid long string delimiter", near: .string)
            case 0x3D: return mark("=", .equal)
            case 0x3C: return mark("<", .lessOrEqual)
            case 0x3E: return mark(">", .greaterOrEqual)
            case 0x7E: return mark("~", .notEqual)
            case 0x22, 0x27:
                try readString()
                return .string
            case 0x2E:
                save()
                if take(".") { return take(".") ? .dots : .concat }
                guard current >= 0, Character.isDigit(UInt8(current)) else { return Token(".") }
                return try readNumber()
            default:
                let byte = UInt8(current)
                if Character.isSpace(byte) {
                    next()
                } else if Character.isDigit(byte) {
                    return try readNumber()
                } else if Character.isLetter(byte) || byte == 0x5F {
                    return readName()
                } else {
                    next()
                    return Token(Int(byte))
                }
            }
        }
    }

    private func mark(_ character: Unicode.Scalar, _ withEqual: Token) -> Token {
        next()
        guard isAt("=") else { return Token(character) }
        next()
        return withEqual
    }

    private func skipComment() throws(LuaError) {
        next()
        if isAt("[") {
            let level = skipSeparator()
            buffer.removeAll(keepingCapacity: true)
            if level >= 0 {
                try readLong(level, isString: false)
                return buffer.removeAll(keepingCapacity: true)
            }
        }
        while !isAtNewline && current != -1 { next() }
    }

    private func readName() -> Token {
        while current >= 0, Character.isAlphanumeric(UInt8(current)) || isAt("_") { save() }
        if let reserved = Token.reserved(buffer) { return reserved }
        string = runtime.string(buffer)
        return .name
    }

    private func readNumber() throws(LuaError) -> Token {
        while current >= 0, Character.isDigit(UInt8(current)) || isAt(".") { save() }
        if take("e") || take("E"), !take("+") { _ = take("-") }
        while current >= 0, Character.isAlphanumeric(UInt8(current)) || isAt("_") { save() }
        guard let value = Numeral.parse(buffer) else { throw error("malformed number", near: .number) }
        number = value
        return .number
    }

    /// Passes over a bracket and the equals signs behind it.
    /// - Returns: how many those are if the same bracket follows, else a negative number: -1 if there were none.
    private func skipSeparator() -> Int {
        let bracket = current
        var count = 0
        save()
        while isAt("=") {
            save()
            count += 1
        }
        return current == bracket ? count : -count - 1
    }

    private func readLong(_ level: Int, isString: Bool) throws(LuaError) {
        save()
        if isAtNewline { skipNewline() }
        while true {
            switch current {
            case -1:
                throw error(isString ? "unfinished long string" : "unfinished long comment", near: .endOfSource)
            case 0x5B:
                if skipSeparator() == level {
                    save()
                    if level == 0 && !runtime.o.nestsLongBrackets {
                        throw error("nesting of [[...]] is deprecated", near: Token("["))
                    }
                }
            case 0x5D:
                if skipSeparator() == level {
                    save()
                    if isString { string = runtime.string(buffer[(level + 2)..<(buffer.count - level - 2)]) }
                    return
                }
            case 10, 13:
                buffer.append(10)
                skipNewline()
                if !isString { buffer.removeAll(keepingCapacity: true) }
            default: if isString { save() } else { next() }
            }
        }
    }

    private func readString() throws(LuaError) {
        let quote = current
        save()
        while current != quote {
            switch current {
            case -1: throw error("unfinished string", near: .endOfSource)
            case 10, 13: throw error("unfinished string", near: .string)
            case 0x5C: try readEscape()
            default: save()
            }
        }
        save()
        string = runtime.string(buffer[1..<(buffer.count - 1)])
    }

    private func readEscape() throws(LuaError) {
        next()
        switch current {
        case -1: return
        case 10, 13:
            buffer.append(10)
            return skipNewline()
        case 0x61: buffer.append(7)
        case 0x62: buffer.append(8)
        case 0x66: buffer.append(12)
        case 0x6E: buffer.append(10)
        case 0x72: buffer.append(13)
        case 0x74: buffer.append(9)
        case 0x76: buffer.append(11)
        default:
            guard Character.isDigit(UInt8(current)) else { return save() }
            var (value, digits) = (0, 0)
            while digits < 3, current >= 0, Character.isDigit(UInt8(current)) {
                value = value * 10 + current - 48
                digits += 1
                next()
            }
            guard value <= 255 else { throw error("escape sequence too large", near: .string) }
            return buffer.append(UInt8(value))
        }
        next()
    }
}
