// JSON from values: a table whose keys are whole numbers from 1 on is an array, an empty one or any other an object.

struct JSONWriter {
    private let call: LuaCall
    private let options: JSONLibrary.Options
    private(set) var bytes: [UInt8] = []

    init(_ call: LuaCall, _ options: JSONLibrary.Options) {
        self.call = call
        self.options = options
    }

    private func failure(_ value: LuaValue, _ reason: LuaMessage) -> LuaError {
        call.error("Cannot serialise \(value.typeName): \(reason)")
    }

    mutating func append(_ value: LuaValue, depth: Int) throws(LuaError) {
        if let string = value.string {
            try append(string)
        } else if value.isNumber {
            try append(number: value)
        } else if let boolean = value.boolean {
            bytes += boolean ? Array("true".utf8) : Array("false".utf8)
        } else if let table = value.table {
            try append(table, depth: depth + 1)
        } else if value.isNil || value.bits == LuaValue.null.bits {
            bytes += Array("null".utf8)
        } else {
            throw failure(value, "type not supported")
        }
    }

    private mutating func append(_ table: LuaTable, depth: Int) throws(LuaError) {
        guard depth <= options.encodeDepth else { throw call.error("Cannot serialise, excessive nesting (\(depth))") }
        try call.runtime.reserve(bytes.count)
        if let count = try listCount(table), count > 0 {
            bytes.append(UInt8(ascii: "["))
            for index in 1...count {
                if index > 1 { bytes.append(UInt8(ascii: ",")) }
                try append(table.get(index), depth: depth)
            }
            return bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "{"))
        var (index, isFirst) = (0, true)
        while let field = table.nextField(from: index) {
            index = field.next
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            if let key = field.key.string {
                try append(key)
            } else if field.key.isNumber {
                bytes.append(UInt8(ascii: "\""))
                try append(number: field.key)
                bytes.append(UInt8(ascii: "\""))
            } else {
                throw failure(field.key, "table key must be a number or string")
            }
            bytes.append(UInt8(ascii: ":"))
            try append(field.value, depth: depth)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// The greatest key, if all keys are whole numbers from 1 on and enough of them are there; otherwise nil.
    private func listCount(_ table: LuaTable) throws(LuaError) -> Int? {
        var (count, greatest, index) = (0, 0, 0)
        while let field = table.nextField(from: index) {
            index = field.next
            guard let key = field.key.number, key == key.rounded(.down), key >= 1 else { return nil }
            greatest = max(greatest, key.luaInt)
            count += 1
        }
        let ratio = options.sparseRatio
        guard ratio > 0, greatest > count * ratio, greatest > options.sparseSafe else { return greatest }
        guard options.convertsSparse else { throw failure(table.value, "excessively sparse array") }
        return nil
    }

    private mutating func append(number value: LuaValue) throws(LuaError) {
        let number = value.double
        if !number.isFinite {
            switch options.encodeInvalid {
            case 0: throw failure(value, "must not be NaN or Inf")
            case 1: bytes += number.isNaN ? Array("nan".utf8) : number > 0 ? Array("inf".utf8) : Array("-inf".utf8)
            default: bytes += Array("null".utf8)
            }
        } else if options.precision == 14 {
            bytes.append(value)
        } else {
            bytes += Numeral.format(Array("%.\(options.precision)g".utf8), number)
        }
    }

    private mutating func append(_ string: LuaString) throws(LuaError) {
        bytes.append(UInt8(ascii: "\""))
        for index in 0..<string.count {
            let byte = string.byte(index)
            if byte >= 0x30 && byte != 0x5C && byte != 0x7F || byte == 0x20 {
                bytes.append(byte)
            } else {
                appendEscaped(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        try call.runtime.reserve(bytes.count)
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        let letter: Unicode.Scalar
        switch byte {
        case 8: letter = "b"
        case 9: letter = "t"
        case 10: letter = "n"
        case 12: letter = "f"
        case 13: letter = "r"
        case 0x22: letter = "\""
        case 0x2F: letter = "/"
        case 0x5C: letter = "\\"
        case 0..<0x20, 0x7F:
            let digits = Array("0123456789abcdef".utf8)
            bytes += Array("\\u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            return bytes.append(digits[Int(byte & 15)])
        default: return bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(letter.value))
    }
}
