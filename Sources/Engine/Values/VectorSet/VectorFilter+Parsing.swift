// Reading a filter's text: first into tokens, then into postfix notation by Dijkstra's shunting yard. Errors tell where the text
// could not be read; those of the second pass, that are about the whole, tell all of it.

/// What is wrong with a filter.
struct VectorFilterError: Error {
    /// The rest of the text from where it could not be read.
    let near: [UInt8]
}

extension VectorFilter {
    /// - Parameter text: As a client gave it, up to the first NUL.
    init(_ text: [UInt8]) throws(VectorFilterError) {
        let text = Array(text.prefix { $0 != 0 })
        var reader = FilterReader(text: text)
        guard let tokens = reader.tokens() else {
            throw VectorFilterError(near: reader.position < text.count ? Array(text[reader.position...]) : text)
        }
        guard let program = VectorFilter.postfix(tokens) else { throw VectorFilterError(near: text) }
        self.program = program
    }

    /// The program of an expression, or nil if operators and values do not fit together.
    private static func postfix(_ tokens: [Token]) -> [Token]? {
        var program: [Token] = []
        var operators: [Operator] = []
        // How many values are on the stack when the program has run so far.
        var depth = 0
        func emit(_ operation: Operator) -> Bool {
            guard operation != .openParenthesis, depth >= operation.operands else { return false }
            depth -= operation.operands - 1
            program.append(.operation(operation))
            return true
        }
        for token in tokens {
            guard case .operation(let operation) = token else {
                program.append(token)
                depth += 1
                continue
            }
            if operation == .closeParenthesis {
                while let top = operators.last, top != .openParenthesis {
                    guard emit(operators.removeLast()) else { return nil }
                }
                guard operators.popLast() != nil else { return nil }
                continue
            }
            while let top = operators.last, top != .openParenthesis, operation != .openParenthesis,
                top.precedence > operation.precedence || top.precedence == operation.precedence && operation != .power
            {
                guard emit(operators.removeLast()) else { return nil }
            }
            operators.append(operation)
        }
        while let top = operators.popLast() { guard emit(top) else { return nil } }
        return depth == 1 ? program : nil
    }
}

private struct FilterReader {
    let text: [UInt8]
    var position = 0

    private static let operators: [(StaticString, VectorFilter.Operator)] = [
        ("(", .openParenthesis), (")", .closeParenthesis), ("not", .not), ("!", .not), ("**", .power), ("*", .multiply),
        ("/", .divide), ("%", .modulo), ("+", .add), ("-", .subtract), (">=", .greaterOrEqual), (">", .greater),
        ("<=", .lessOrEqual), ("<", .less), ("==", .equal), ("!=", .notEqual), ("in", .isIn), ("and", .and),
        ("&&", .and), ("or", .or), ("||", .or),
    ]

    init(text: [UInt8]) { self.text = text }

    private var current: UInt8? { position < text.count ? text[position] : nil }

    private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte = current, condition(byte) { position += 1 }
    }

    /// All tokens, or nil: then `position` is where it went wrong.
    mutating func tokens() -> [VectorFilter.Token]? {
        var tokens: [VectorFilter.Token] = []
        // A minus begins a number where no value is before it.
        var followsValue = false
        while true {
            skip(while: FilterReader.isSpace)
            guard let byte = current else { return tokens }
            let isNegative =
                byte == UInt8(ascii: "-") && !followsValue && FilterReader.isDigit(text.dropFirst(position + 1).first)
            guard let token = token(startingWith: byte, isNumber: FilterReader.isDigit(byte) || isNegative) else {
                return nil
            }
            tokens.append(token)
            if case .operation(let operation) = token {
                followsValue = operation == .closeParenthesis
            } else {
                followsValue = true
            }
        }
    }

    private mutating func token(startingWith byte: UInt8, isNumber: Bool) -> VectorFilter.Token? {
        if isNumber { return number().map { .value($0) } }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return string().map { .value($0) }
        case UInt8(ascii: "."): return selector()
        case UInt8(ascii: "["): return tuple().map { .value($0) }
        default: return operation().map { .operation($0) }
        }
    }

    private mutating func number() -> VectorFilter.Value? {
        let start = position
        position += 1
        skip { FilterReader.isDigit($0) || $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        let text = String(decoding: text[start..<position], as: UTF8.self)
        // A point may be the last sign, which Swift does not read.
        return Double(text.hasSuffix(".") ? text + "0" : text).map { .number($0) }
    }

    /// What stands between quotes, backslashes included.
    private mutating func string() -> VectorFilter.Value? {
        let quote = text[position]
        let start = position + 1
        position = start
        while let byte = current, byte != quote {
            position += byte == UInt8(ascii: "\\") && position + 1 < text.count ? 2 : 1
        }
        guard position < text.count else { return nil }
        position += 1
        return .string(Array(text[start..<position - 1]))
    }

    private mutating func selector() -> VectorFilter.Token {
        let start = position + 1
        position = start
        skip {
            FilterReader.isDigit($0) || FilterReader.isLetter($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
        return .selector(Array(text[start..<position]))
    }

    /// Numbers and strings between brackets; a comma may be the last sign.
    private mutating func tuple() -> VectorFilter.Value? {
        var values: [VectorFilter.Value] = []
        position += 1
        while true {
            skip(while: FilterReader.isSpace)
            guard let byte = current else { return nil }
            if byte == UInt8(ascii: "]") { break }
            let isNumber = FilterReader.isDigit(byte) || byte == UInt8(ascii: "-")
            let isString = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            guard isNumber || isString, let value = isNumber ? number() : string() else { return nil }
            values.append(value)
            skip(while: FilterReader.isSpace)
            if current == UInt8(ascii: "]") { break }
            guard current == UInt8(ascii: ",") else { return nil }
            position += 1
        }
        position += 1
        return .tuple(values)
    }

    /// The longest operator that a run of letters and signs begins with.
    private mutating func operation() -> VectorFilter.Operator? {
        let start = position
        skip { byte in FilterReader.isLetter(byte) || "+-*%/!()<>=|&".utf8.contains(byte) }
        let run = Array(text[start..<position])
        let found = FilterReader.operators.filter { word, _ in
            run.count >= word.utf8CodeUnitCount && run.withBytes { $0[0..<word.utf8CodeUnitCount] == word }
        }
        guard let (word, operation) = found.max(by: { $0.0.utf8CodeUnitCount < $1.0.utf8CodeUnitCount }) else {
            return nil
        }
        position = start + word.utf8CodeUnitCount
        return operation
    }
}
