// `string.format`: the directives of the C library, checked before they get there, and `%q`.

extension StringLibrary {
    private struct Directive {
        var spec: [UInt8] = [UInt8(ascii: "%")]
        var isLeft = false
        var width = 0
        var precision: Int?
        var conversion: UInt8 = 0
    }

    static func format(_ call: inout LuaCall) throws(LuaError) {
        let format = try call.checkString(1)
        var result: [UInt8] = []
        var (index, argument) = (0, 1)
        while index < format.count {
            let byte = format.byte(index)
            index += 1
            if byte != UInt8(ascii: "%") {
                result.append(byte)
            } else if format.byte(index) == UInt8(ascii: "%") {
                result.append(byte)
                index += 1
            } else {
                argument += 1
                if argument > call.argumentCount { throw call.argumentError(argument, "no value") }
                if try writePlain(call, format.byte(index), argument, &result) {
                    index += 1
                    continue
                }
                let directive = try parse(call, format, &index)
                try write(&call, directive, argument, &result)
                try call.runtime.reserve(result.count)
            }
        }
        try call.push(try call.string(result))
    }

    /// The directives that are most common, which need no more than their letter.
    /// - Returns: false if it is none of them.
    private static func writePlain(
        _ call: LuaCall, _ conversion: UInt8, _ argument: Int, _ result: inout [UInt8]
    ) throws(LuaError) -> Bool {
        let value = call[argument]
        if conversion == UInt8(ascii: "s"), let string = value.string, string.isShort, !string.contains(byte: 0) {
            result.append(string, 0..<string.count)
            return true
        }
        // Whole numbers of up to 14 digits are written alike everywhere.
        guard conversion == UInt8(ascii: "d"), let number = value.number, number.magnitude < 1e14 else { return false }
        result.append(LuaValue(number.luaInteger))
        return true
    }

    private static func parse(
        _ call: LuaCall, _ format: LuaString, _ index: inout Int
    ) throws(LuaError) -> Directive {
        var directive = Directive()
        let start = index
        while "-+ #0".utf8.contains(format.byte(index)) {
            if format.byte(index) == UInt8(ascii: "-") { directive.isLeft = true }
            index += 1
        }
        if index - start >= 6 { throw call.error("invalid format (repeated flags)") }
        directive.width = number(format, &index)
        if format.byte(index) == UInt8(ascii: ".") {
            index += 1
            directive.precision = number(format, &index)
        }
        if Character.isDigit(format.byte(index)) {
            throw call.error("invalid format (width or precision too long)")
        }
        for place in start..<index { directive.spec.append(format.byte(place)) }
        directive.conversion = format.byte(index)
        index += 1
        return directive
    }

    /// A number of two digits at most.
    private static func number(_ format: LuaString, _ index: inout Int) -> Int {
        var (value, digits) = (0, 0)
        while digits < 2, Character.isDigit(format.byte(index)) {
            value = value * 10 + Int(format.byte(index)) - 48
            digits += 1
            index += 1
        }
        return value
    }

    private static func write(
        _ call: inout LuaCall, _ directive: Directive, _ argument: Int, _ result: inout [UInt8]
    ) throws(LuaError) {
        switch directive.conversion {
        case UInt8(ascii: "c"):
            let code = UInt8(truncatingIfNeeded: try call.checkNumber(argument).cutInt32)
            // What the C library writes ends at a zero byte.
            let padding = [UInt8](repeating: 32, count: max(directive.width - 1, 0))
            let character: [UInt8] = code == 0 ? [] : [code]
            result += directive.isLeft ? (code == 0 ? [] : character + padding) : padding + character
        case UInt8(ascii: "d"), UInt8(ascii: "i"):
            let integer = try call.checkInteger(argument)
            result += Numeral.format(directive.spec + Array("l".utf8) + [directive.conversion], integer)
        case UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "x"), UInt8(ascii: "X"):
            let integer = Int(bitPattern: try call.checkNumber(argument).luaUnsigned)
            result += Numeral.format(directive.spec + Array("l".utf8) + [directive.conversion], integer)
        case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "g"), UInt8(ascii: "G"):
            let number = try call.checkNumber(argument)
            result += Numeral.format(directive.spec + [directive.conversion], number)
        case UInt8(ascii: "q"): quote(try call.checkString(argument), &result)
        case UInt8(ascii: "s"): pad(try call.checkString(argument), directive, &result)
        default:
            throw call.error("invalid option '%\(directive.conversion == 0 ? [] : [directive.conversion])' to 'format'")
        }
    }

    private static func quote(_ string: LuaString, _ result: inout [UInt8]) {
        result.append(UInt8(ascii: "\""))
        for byte in string.array {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 10:
                result.append(UInt8(ascii: "\\"))
                result.append(byte)
            case 13: result += Array("\\r".utf8)
            case 0: result += Array("\\000".utf8)
            default: result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
    }

    private static func pad(_ string: LuaString, _ directive: Directive, _ result: inout [UInt8]) {
        if directive.precision == nil && string.count >= 100 { return result += string.array }
        // The C library takes the string up to its first zero byte.
        var shown = Array(string.array.prefix { $0 != 0 })
        if let precision = directive.precision { shown = Array(shown.prefix(precision)) }
        let padding = [UInt8](repeating: 32, count: max(directive.width - shown.count, 0))
        result += directive.isLeft ? shown + padding : padding + shown
    }
}

extension Double {
    /// This number cut to 32 bits at once: what does not fit is the least integer.
    var cutInt32: Int { self > -2_147_483_649 && self < 2_147_483_648 ? Int(self) : Int(Int32.min) }

    /// This number cut to an unsigned whole one as the processor does it; a negative one wraps around.
    var luaUnsigned: UInt {
        let half = 9_223_372_036_854_775_808.0
        if self >= half { return UInt(bitPattern: (self - half).luaInteger) ^ (1 << 63) }
        return UInt(bitPattern: luaInteger)
    }
}
