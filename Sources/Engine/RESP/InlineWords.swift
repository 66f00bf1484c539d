// InlineWords: splits a line into words as inline commands, redis-cli and redis.conf quote them.

/// Words with quotes and escapes.
public enum InlineWords {
    /// The words of `line`, or nil when quotes are unbalanced or a closing quote is followed by something other than space.
    ///
    /// In double quotes `\n \r \t \b \a \xHH` and any escaped character stand for themselves; in single quotes only `\'` does. O(n).
    public static func split(_ line: Bytes) -> [[UInt8]]? { split(line, as: []) }

    /// How releases read inline requests in other ways.
    struct Reading: OptionSet, Sendable {
        let rawValue: UInt8
        /// What follows a closing quote belongs to the same word.
        static let joinsQuoted = Reading(rawValue: 1)
        /// Bytes of 255 are left out.
        static let dropsByte255 = Reading(rawValue: 2)
    }

    /// The same, as a release reads it.
    static func split(_ line: Bytes, as reading: Reading) -> [[UInt8]]? {
        var words: [[UInt8]] = []
        var index = 0
        while true {
            while index < line.count, isSpace(line[index]) { index += 1 }
            guard index < line.count, line[index] != 0 else { return words }
            guard let word = word(in: line, &index, reading) else { return nil }
            words.append(word)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

    private static func word(in line: Bytes, _ index: inout Int, _ reading: Reading) -> [UInt8]? {
        var word: [UInt8] = []
        while index < line.count {
            let byte = line[index]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                index += 1
                guard quoted(by: byte, in: line, &index, into: &word, reading) else { return nil }
                if reading.contains(.joinsQuoted) { continue }
                // A closing quote ends the word.
                return index == line.count || isSpace(line[index]) || line[index] == 0 ? word : nil
            case 0:
                return word
            case _ where isSpace(byte):
                return word
            case 0xFF where reading.contains(.dropsByte255):
                index += 1
            default:
                word.append(byte)
                index += 1
            }
        }
        return word
    }

    /// Reads to the closing quote and past it. Returns whether there was one.
    private static func quoted(
        by quote: UInt8, in line: Bytes, _ index: inout Int, into word: inout [UInt8], _ reading: Reading
    ) -> Bool {
        while index < line.count {
            let byte = line[index]
            index += 1
            if byte == quote { return true }
            guard byte == UInt8(ascii: "\\"), index < line.count else {
                if byte != 0xFF || !reading.contains(.dropsByte255) { word.append(byte) }
                continue
            }
            let escaped = line[index]
            if quote == UInt8(ascii: "'") {
                if escaped == quote { index += 1 }
                word.append(escaped == quote ? quote : byte)
                continue
            }
            if escaped == UInt8(ascii: "x"), index + 2 < line.count, let high = hexDigit(line[index + 1]),
                let low = hexDigit(line[index + 2])
            {
                word.append(high << 4 | low)
                index += 3
                continue
            }
            word.append(control(escaped))
            index += 1
        }
        return false
    }

    private static func control(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "a"): 0x07
        default: letter
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
