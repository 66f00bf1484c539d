// Errors as scripts see them: tables with the text in `err` and, once caught by the server, the place in `source` and `line`.

import UnderstudyLua

/// What is told of an error that a script ends with or returns.
struct ScriptError {
    /// With its code.
    let text: [UInt8]
    /// `@user_script:1.`; nil if it is not known.
    let place: [UInt8]?
    /// Whether it was counted when the command failed from which it comes.
    let isCounted: Bool

    /// - Parameter place: Where it arose; what the table itself says is taken if nil.
    init(_ table: LuaTable, _ place: (source: [UInt8], line: Int)?, in state: LuaState) {
        text = table.get("err").text(in: state)?.asCString ?? Array("ERR unknown error".utf8)
        isCounted = table.get("ignore_error_stats_update").boolean ?? false
        if let place {
            self.place = place.source + ":\(place.line).".utf8
        } else if let source = table.get("source").text(in: state), let line = table.get("line").text(in: state) {
            self.place = source + ":".utf8 + line + ".".utf8
        } else {
            self.place = nil
        }
    }

    /// The error table of a text that begins with its code; nil if there is no memory for it.
    /// - Parameter isCounted: Whether the error has been counted.
    static func make(_ text: [UInt8], in state: LuaState, isCounted: Bool = false) -> LuaValue? {
        let table = state.makeTable(fields: 2)
        do throws(LuaError) {
            try table.set("err", state.string(text).value)
            if isCounted { try table.set("ignore_error_stats_update", LuaValue(true)) }
        } catch {
            return nil
        }
        return table.value
    }

    /// A text as an error's, once it has lost its dash: one of more than a word begins with its code, one of a single word gets the
    /// common code. Line ends around what is not the code are dropped; `keepsLineEnds` says that those of a single word are not.
    static func coded(_ text: [UInt8], keepsLineEnds: Bool = false) -> [UInt8] {
        let text = text.asCString
        guard let space = text.firstIndex(of: 0x20) else {
            return Array("ERR ".utf8) + (keepsLineEnds ? text[...] : trimmed(text[...]))
        }
        return Array(text[...space] + trimmed(text[(space + 1)...]))
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = text.drop(while: \.isLineEnd)
        guard let last = rest.lastIndex(where: { !$0.isLineEnd }) else { return [] }
        return rest[...last]
    }
}

extension [UInt8] {
    /// What stands before the first zero byte: texts end there for the real server.
    var asCString: [UInt8] { withBytes { $0.asCString() } }
}

extension LuaValue {
    /// The bytes of a string, or of a number as the language writes it; nil for all else.
    func text(in state: LuaState) -> [UInt8]? { string != nil || number != nil ? state.describe(self) : nil }
}

enum ScriptNumber {
    /// A number as commands get it: whole ones in decimal, all others in the shortest digits that read back as the same.
    static func text(_ number: Double, _ style: DoubleText.Style = .shortest) -> [UInt8] {
        if style == .seventeenDigits { return LongDouble.generalText(number) }
        if let integer = Int(exactly: number) { return Array(String(integer).utf8) }
        // The processor's own NaN, which 0/0 makes, is a negative one.
        if number.isNaN { return Array((number.sign == .minus ? "-nan" : "nan").utf8) }
        return Array(DoubleText.shortest(number).utf8)
    }
}
