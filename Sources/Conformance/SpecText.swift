// How spec files spell bytes: escapes, quoted arguments, repetitions and ranges.
//
// Guarantee: `unescape(escape(bytes)) == bytes` for any bytes, and an escaped text is printable ASCII without a space at
// its end, so that editors and diffs leave it as it is.

/// A mistake in a spec file.
struct SpecError: Error, Equatable, CustomStringConvertible {
    var message: String
    /// The line it is in, counted from one; zero while it is not known.
    var line = 0
    var path = ""

    init(_ message: String, line: Int = 0, path: String = "") {
        self.message = message
        self.line = line
        self.path = path
    }

    var description: String { path.isEmpty ? message : "\(path):\(line): \(message)" }
}

enum SpecText {
    /// Runs of one byte longer than this are written `\{COUNT*BYTE}`.
    private static let longestPlainRun = 40

    // MARK: Escapes

    /// The bytes as text: printable ASCII as it is, `\\`, `\r`, `\n`, `\t`, `\xHH`, and `\{9000*x}` for a long run.
    static func escape(_ bytes: some Collection<UInt8>) -> String {
        let bytes = [UInt8](bytes)
        var text = ""
        var index = 0
        while index < bytes.count {
            let run = bytes[index...].prefix { $0 == bytes[index] }.count
            if run > longestPlainRun {
                // A closing brace inside would end the run.
                let byte = bytes[index] == UInt8(ascii: "}") ? "\\x7d" : escape(bytes[index], isLast: false)
                text += "\\{\(run)*\(byte)}"
                index += run
            } else {
                text += escape(bytes[index], isLast: index == bytes.count - 1)
                index += 1
            }
        }
        return text
    }

    private static func escape(_ byte: UInt8, isLast: Bool) -> String {
        switch byte {
        case UInt8(ascii: "\\"): return "\\\\"
        case UInt8(ascii: "\r"): return "\\r"
        case UInt8(ascii: "\n"): return "\\n"
        case UInt8(ascii: "\t"): return "\\t"
        case UInt8(ascii: " ") where isLast: return "\\x20"
        case 0x20...0x7E: return String(UnicodeScalar(byte))
        default: return "\\x" + hexadecimal(byte >> 4) + hexadecimal(byte & 15)
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> String { String(digit, radix: 16) }

    /// The bytes that an escaped text stands for.
    static func unescape(_ text: some StringProtocol) throws(SpecError) -> [UInt8] {
        var cursor = [UInt8](text.utf8)[...]
        var bytes: [UInt8] = []
        while let byte = cursor.popFirst() {
            if byte == UInt8(ascii: "\\") {
                try unescape(&cursor, into: &bytes)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// Reads what follows a backslash.
    private static func unescape(_ cursor: inout ArraySlice<UInt8>, into bytes: inout [UInt8]) throws(SpecError) {
        guard let letter = cursor.popFirst() else { throw SpecError("a backslash at the end") }
        switch letter {
        case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): bytes.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "a"): bytes.append(7)
        case UInt8(ascii: "b"): bytes.append(8)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): bytes.append(letter)
        case UInt8(ascii: "x"):
            let digits = String(decoding: cursor.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let byte = UInt8(digits, radix: 16) else {
                throw SpecError("\\x needs two digits")
            }
            cursor = cursor.dropFirst(2)
            bytes.append(byte)
        case UInt8(ascii: "{"):
            guard let star = cursor.firstIndex(of: UInt8(ascii: "*")),
                let count = Int(String(decoding: cursor[..<star], as: UTF8.self)), count >= 0
            else { throw SpecError("\\{ needs COUNT*TEXT}") }
            cursor = cursor[(star + 1)...]
            var piece: [UInt8] = []
            while let byte = cursor.popFirst(), byte != UInt8(ascii: "}") {
                if byte == UInt8(ascii: "\\") { try unescape(&cursor, into: &piece) } else { piece.append(byte) }
            }
            for _ in 0..<count { bytes += piece }
        default: throw SpecError("an unknown escape: \\\(String(UnicodeScalar(letter)))")
        }
    }

    // MARK: Arguments

    /// The arguments of a request, quoted as redis-cli quotes: bare words, `'single'` and `"double\x00quoted"`.
    ///
    /// Two spellings are added for what nobody wants to write out. A quoted argument followed by `*COUNT` is repeated, and
    /// `{1..100}` inside a bare word makes an argument of each number.
    static func arguments(_ text: some StringProtocol) throws(SpecError) -> [[UInt8]] {
        var cursor = [UInt8](text.utf8)[...]
        var arguments: [[UInt8]] = []
        while true {
            cursor = cursor.drop { $0 == UInt8(ascii: " ") }
            guard let first = cursor.first else { return arguments }
            if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
                arguments.append(try quoted(&cursor))
            } else {
                let word = cursor.prefix { $0 != UInt8(ascii: " ") }
                cursor = cursor.dropFirst(word.count)
                arguments += expanded(String(decoding: word, as: UTF8.self)).map { [UInt8]($0.utf8) }
            }
        }
    }

    private static func quoted(_ cursor: inout ArraySlice<UInt8>) throws(SpecError) -> [UInt8] {
        guard let quote = cursor.popFirst() else { throw SpecError("no quote") }
        var bytes: [UInt8] = []
        while true {
            guard let byte = cursor.popFirst() else { throw SpecError("an unbalanced quote") }
            if byte == quote { break }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") || cursor.first == quote {
                try unescape(&cursor, into: &bytes)
            } else {
                bytes.append(byte)
            }
        }
        let suffix = cursor.prefix { $0 != UInt8(ascii: " ") }
        cursor = cursor.dropFirst(suffix.count)
        if suffix.isEmpty { return bytes }
        guard suffix.first == UInt8(ascii: "*"), let count = Int(String(decoding: suffix.dropFirst(), as: UTF8.self)),
            count >= 0
        else { throw SpecError("a closing quote is followed by a space or by *COUNT") }
        return [UInt8](Array(repeating: bytes, count: count).joined())
    }

    /// `k{1..3}` as `k1`, `k2`, `k3`; any other word as it is.
    private static func expanded(_ word: String) -> [String] {
        guard let opening = word.firstIndex(of: "{"), let closing = word[opening...].firstIndex(of: "}"),
            let range = IntegerRange(String(word[word.index(after: opening)..<closing])),
            let first = range.lower, let last = range.upper, first <= last
        else { return [word] }
        let prefix = word[..<opening]
        let suffix = word[word.index(after: closing)...]
        return (first...last).map { "\(prefix)\($0)\(suffix)" }
    }

    /// A request as the client libraries send it: an array of bulk strings.
    static func multibulk(_ arguments: [[UInt8]]) -> [UInt8] {
        var bytes = [UInt8]("*\(arguments.count)\r\n".utf8)
        for argument in arguments {
            bytes += "$\(argument.count)\r\n".utf8
            bytes += argument
            bytes += "\r\n".utf8
        }
        return bytes
    }
}

/// `1..5`, `1..`, `..5` or `..`: a closed range of integers that may be open at either end.
struct IntegerRange: Equatable, CustomStringConvertible {
    var lower: Int64?
    var upper: Int64?

    init?(_ text: String) {
        guard let dots = text.firstRange(of: "..") else { return nil }
        let (low, high) = (text[..<dots.lowerBound], text[dots.upperBound...])
        lower = Int64(low)
        upper = Int64(high)
        guard low.isEmpty || lower != nil, high.isEmpty || upper != nil else { return nil }
    }

    func contains(_ value: Int64) -> Bool {
        if let lower, value < lower { return false }
        if let upper, value > upper { return false }
        return true
    }

    var description: String { (lower.map(String.init) ?? "") + ".." + (upper.map(String.init) ?? "") }
}
