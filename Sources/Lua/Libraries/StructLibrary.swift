// The library `struct`: values packed as C lays them out, by a format of one letter each.

enum StructLibrary {
    static var functions: [(StaticString, NativeFunction)] { [("pack", pack), ("unpack", unpack), ("size", size)] }

    private static let greatestInteger = 32

    /// A format on the way through it.
    private struct Format {
        let text: LuaString
        let call: LuaCall
        var index = 0
        var isBigEndian = false
        var alignment = 1

        init(_ text: LuaString, _ call: LuaCall) {
            self.text = text
            self.call = call
        }

        /// The next option and its size; nil at the end, or at a zero byte.
        mutating func next() throws(LuaError) -> (option: Unicode.Scalar, size: Int)? {
            let option = Unicode.Scalar(text.byte(index))
            guard option != "\0" else { return nil }
            index += 1
            return (option, try size(of: option))
        }

        private mutating func size(of option: Unicode.Scalar) throws(LuaError) -> Int {
            switch option {
            case "B", "b", "x": return 1
            case "H", "h": return 2
            case "f": return 4
            case "L", "l", "T", "d": return 8
            case "c": return try number(or: 1)
            case "i", "I":
                let size = try number(or: 4)
                guard size <= greatestInteger else {
                    throw call.error("integral size \(size) is larger than limit of \(greatestInteger)")
                }
                return size
            default: return 0
            }
        }

        private mutating func number(or standard: Int) throws(LuaError) -> Int {
            guard Character.isDigit(text.byte(index)) else { return standard }
            var value = 0
            while Character.isDigit(text.byte(index)) {
                value = value * 10 + Int(text.byte(index)) - 48
                guard value <= Int(Int32.max) else { throw call.error("integral size overflow") }
                index += 1
            }
            return value
        }

        /// Obeys an option that stands for no value.
        mutating func control(_ option: Unicode.Scalar) throws(LuaError) {
            switch option {
            case " ": break
            case ">": isBigEndian = true
            case "<": isBigEndian = false
            case "!":
                let alignment = try number(or: 8)
                guard alignment > 0, alignment & (alignment - 1) == 0 else {
                    throw call.error("alignment \(alignment) is not a power of 2")
                }
                self.alignment = alignment
            default:
                throw call.argumentError(1, "invalid format option '\([UInt8(truncatingIfNeeded: option.value)])'")
            }
        }

        /// How many bytes to leave out at `position`.
        func padding(at position: Int, _ option: Unicode.Scalar, _ size: Int) -> Int {
            if size == 0 || option == "c" { return 0 }
            let unit = min(size, alignment)
            return (unit - (position & (unit - 1))) & (unit - 1)
        }
    }

    // MARK: Packing

    private static func pack(_ call: inout LuaCall) throws(LuaError) {
        var format = Format(try call.checkString(1), call)
        var result: [UInt8] = []
        var argument = 2
        while let (option, size) = try format.next() {
            result += [UInt8](repeating: 0, count: format.padding(at: result.count, option, size))
            switch option {
            case "b", "B", "h", "H", "l", "L", "T", "i", "I":
                let value = try number(call, argument).luaBits
                append(&result, value, size, isBigEndian: format.isBigEndian)
                argument += 1
            case "x": result.append(0)
            case "f":
                let value = Float(try number(call, argument)).bitPattern
                append(&result, UInt64(value), 4, isBigEndian: format.isBigEndian)
                argument += 1
            case "d":
                append(&result, try number(call, argument).bitPattern, 8, isBigEndian: format.isBigEndian)
                argument += 1
            case "c", "s":
                let string = try string(call, argument)
                argument += 1
                let size = size == 0 ? string.count : size
                guard string.count >= size else { throw call.argumentError(argument, "string too short") }
                try call.runtime.reserve(result.count + size)
                result.append(string, 0..<size)
                if option == "s" { result.append(0) }
            default: try format.control(option)
            }
        }
        try call.push(try call.string(result))
    }

    /// An argument; one that is not given counts as `nil` here.
    private static func number(_ call: LuaCall, _ index: Int) throws(LuaError) -> Double {
        if index > call.argumentCount { throw call.argumentError(index, "number expected, got nil") }
        return try call.checkNumber(index)
    }

    private static func string(_ call: LuaCall, _ index: Int) throws(LuaError) -> LuaString {
        if index > call.argumentCount { throw call.argumentError(index, "string expected, got nil") }
        return try call.checkString(index)
    }

    private static func append(_ result: inout [UInt8], _ value: UInt64, _ size: Int, isBigEndian: Bool) {
        for index in 0..<size {
            let place = isBigEndian ? size - 1 - index : index
            result.append(place < 8 ? UInt8(truncatingIfNeeded: value >> UInt64(place * 8)) : 0)
        }
    }

    // MARK: Unpacking

    private static func unpack(_ call: inout LuaCall) throws(LuaError) {
        var format = Format(try call.checkString(1), call)
        let data = try call.checkString(2)
        // An offset below zero is one beyond the end, as one is that is too great to be counted from.
        let offset = try call.integer(3, or: 1)
        guard offset != 0 else { throw call.argumentError(3, "offset must be 1 or greater") }
        let start = Int(min(UInt(bitPattern: offset) - 1, UInt(Int.max >> 1)))
        var position = start
        while let (option, size) = try format.next() {
            position += format.padding(at: position, option, size)
            var size = size
            try check(call, data, position, size)
            guard call.hasRoom(2) else { throw call.error("stack overflow (too many results)") }
            switch option {
            case "b", "B", "h", "H", "l", "L", "T", "i", "I":
                let bits = read(data, position, size, isBigEndian: format.isBigEndian)
                try call.push(number(bits, size, isSigned: option.properties.isLowercase))
            case "x": break
            case "f":
                let bits = read(data, position, 4, isBigEndian: format.isBigEndian)
                try call.push(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
            case "d":
                try call.push(Double(bitPattern: read(data, position, 8, isBigEndian: format.isBigEndian)))
            case "c":
                if size == 0 {
                    guard call.resultCount > 0, let given = call.popResult().convertedNumber else {
                        throw call.error("format 'c0' needs a previous size")
                    }
                    size = given >= 0 ? given.luaInteger : Int.max
                    try check(call, data, position, size < 0 ? Int.max : size)
                }
                try call.push(try call.string(data, position..<(position + size)))
            case "s":
                guard let end = data.firstIndex(ofByte: 0, from: position) else {
                    throw call.error("unfinished string in data")
                }
                try call.push(try call.string(data, position..<end))
                size = end - position + 1
            default: try format.control(option)
            }
            position += size
        }
        try call.push(offset &+ (position - start))
    }

    private static func check(_ call: LuaCall, _ data: LuaString, _ position: Int, _ size: Int) throws(LuaError) {
        guard size <= data.count, position <= data.count - size else {
            throw call.argumentError(2, "data string too short")
        }
    }

    private static func read(_ data: LuaString, _ position: Int, _ size: Int, isBigEndian: Bool) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<size {
            let place = isBigEndian ? position + index : position + size - 1 - index
            value = value << 8 | UInt64(data[place])
        }
        return value
    }

    private static func number(_ bits: UInt64, _ size: Int, isSigned: Bool) -> Double {
        guard isSigned else { return Double(bits) }
        let mask = ~0 &<< UInt64(truncatingIfNeeded: size * 8 - 1)
        return Double(Int64(bitPattern: bits & mask != 0 ? bits | mask : bits))
    }

    // MARK: Size

    private static func size(_ call: inout LuaCall) throws(LuaError) {
        var format = Format(try call.checkString(1), call)
        var total = 0
        while let (option, size) = try format.next() {
            if option == "s" || option == "c" && size == 0 {
                throw call.argumentError(1, "option '\(option == "s" ? "s" : "c0")' has no fixed size")
            }
            total += format.padding(at: total, option, size) + size
            if !Character.isAlphanumeric(UInt8(truncatingIfNeeded: option.value)) { try format.control(option) }
        }
        try call.push(total)
    }
}

extension Double {
    /// The 64 bits of the whole number that this is cut to; a negative one wraps around.
    var luaBits: UInt64 { UInt64(self < 0 ? UInt(bitPattern: luaInteger) : luaUnsigned) }
}

extension LuaCall {
    /// Takes back the last result.
    mutating func popResult() -> LuaValue {
        resultCount -= 1
        thread.top -= 1
        return thread[thread.top]
    }

    /// The bytes of a string in a range that lies within it, as a string.
    func string(_ string: LuaString, _ range: Range<Int>) throws(LuaError) -> LuaString {
        try runtime.reserve(range.count)
        return runtime.substring(string, range)
    }
}
