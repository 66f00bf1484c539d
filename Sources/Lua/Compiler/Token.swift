// Token: the words of the language. A mark of one character is its own code; words and longer marks come behind.

struct Token: Equatable {
    let code: Int

    init(_ code: Int) { self.code = code }
    init(_ character: Unicode.Scalar) { code = Int(character.value) }

    private static let first = 257
    private static let texts: [StaticString] = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not",
        "or", "repeat", "return", "then", "true", "until", "while", "..", "...", "==", ">=", "<=", "~=", "<number>",
        "<name>", "<string>", "<eof>",
    ]
    private static let reservedCount = 21

    static let and = Token(257)
    static let `break` = Token(258)
    static let `do` = Token(259)
    static let `else` = Token(260)
    static let elseif = Token(261)
    static let end = Token(262)
    static let `false` = Token(263)
    static let `for` = Token(264)
    static let function = Token(265)
    static let `if` = Token(266)
    static let `in` = Token(267)
    static let local = Token(268)
    static let `nil` = Token(269)
    static let not = Token(270)
    static let or = Token(271)
    static let `repeat` = Token(272)
    static let `return` = Token(273)
    static let then = Token(274)
    static let `true` = Token(275)
    static let until = Token(276)
    static let `while` = Token(277)
    static let concat = Token(278)
    static let dots = Token(279)
    static let equal = Token(280)
    static let greaterOrEqual = Token(281)
    static let lessOrEqual = Token(282)
    static let notEqual = Token(283)
    static let number = Token(284)
    static let name = Token(285)
    static let string = Token(286)
    static let endOfSource = Token(287)

    /// The word that is spelled so, if it is reserved.
    static func reserved(_ word: [UInt8]) -> Token? {
        for (index, text) in texts.prefix(reservedCount).enumerated() where text.utf8CodeUnitCount == word.count {
            if text.bytes == word { return Token(first + index) }
        }
        return nil
    }

    /// How messages show it.
    var text: LuaMessage {
        if code >= Token.first { return "\(Token.texts[code - Token.first])" }
        let byte = UInt8(code)
        return Character.isControl(byte) ? "char(\(code))" : LuaMessage([byte])
    }

    static func == (left: Token, character: Unicode.Scalar) -> Bool { left.code == Int(character.value) }
    static func != (left: Token, character: Unicode.Scalar) -> Bool { left.code != Int(character.value) }
}

/// How a chunk is called.
enum Chunk {
    private static let limit = 80

    /// The name of a chunk as messages show it: a file by its name, what begins with `=` as it is, a source by its first line.
    static func displayName(_ name: [UInt8]) -> LuaMessage {
        let name = Array(name.prefix { $0 != 0 })
        switch name.first {
        case UInt8(ascii: "="): return LuaMessage(Array(name.dropFirst().prefix(limit - 1)))
        case UInt8(ascii: "@"):
            let path = Array(name.dropFirst())
            let room = limit - 8
            return path.count > room ? LuaMessage(Array("...".utf8) + path.suffix(room)) : LuaMessage(path)
        default:
            let line = Array(name.prefix { $0 != 10 && $0 != 13 })
            let room = limit - 17
            let isCut = line.count < name.count || line.count > room
            let shown = Array(line.prefix(room))
            return isCut ? "[string \"\(shown)...\"]" : "[string \"\(shown)\"]"
        }
    }
}
