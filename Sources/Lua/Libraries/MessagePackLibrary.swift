// The library `cmsgpack`: MessagePack. Tables whose keys are 1 to n become arrays, others maps; what has no form becomes nil.

enum MessagePackLibrary {
    static var functions: [(StaticString, NativeFunction)] {
        [("pack", pack), ("unpack", unpack), ("unpack_one", unpackOne), ("unpack_limit", unpackLimit)]
    }

    // MARK: Packing

    private static func pack(_ call: inout LuaCall) throws(LuaError) {
        guard call.argumentCount > 0 else { throw call.argumentError(0, "MessagePack pack needs input.") }
        var writer = MessagePackWriter(runtime: call.runtime)
        for index in 1...call.argumentCount { try writer.append(call[index], depth: 0) }
        try call.push(try call.string(writer.bytes))
    }

    // MARK: Unpacking

    private static func unpack(_ call: inout LuaCall) throws(LuaError) { try unpack(&call, limit: 0, offset: 0) }

    private static func unpackOne(_ call: inout LuaCall) throws(LuaError) {
        let offset = try call.integer(2, or: 0)
        try unpack(&call, limit: 1, offset: offset)
    }

    private static func unpackLimit(_ call: inout LuaCall) throws(LuaError) {
        let limit = try call.checkInteger(2)
        let offset = try call.integer(3, or: 0)
        try unpack(&call, limit: limit, offset: offset)
    }

    private static func unpack(_ call: inout LuaCall, limit: Int, offset: Int) throws(LuaError) {
        let data = try call.checkString(1)
        // Messages show 32 bits of it.
        let shown = Int(Int32(truncatingIfNeeded: offset))
        guard offset >= 0, limit >= 0 else {
            throw call.error("Invalid request to unpack with offset of \(shown) and limit of \(data.count).")
        }
        guard offset <= data.count else {
            throw call.error("Start offset \(shown) greater than input length \(data.count).")
        }
        let isWhole = limit == 0 && offset == 0
        var reader = MessagePackReader(call, data, from: offset)
        // Where to go on comes first among the results, and is known last.
        if !isWhole { try call.push(.nil) }
        let first = call.thread.top - 1
        var count = 0
        while reader.index < data.count, isWhole || count < limit {
            try call.push(try reader.value(slots: 1 + count))
            count += 1
        }
        if !isWhole { call.thread[first] = LuaValue(reader.index == data.count ? -1 : reader.index) }
    }
}

struct MessagePackWriter {
    /// How deep tables are followed, lest they contain themselves.
    private static let greatestDepth = 16
    let runtime: Runtime
    private(set) var bytes: [UInt8] = []

    init(runtime: Runtime) { self.runtime = runtime }

    mutating func append(_ value: LuaValue, depth: Int) throws(LuaError) {
        if value.isNumber {
            append(value.double)
        } else if let string = value.string {
            append(string)
            try runtime.reserve(bytes.count)
        } else if let boolean = value.boolean {
            bytes.append(boolean ? 0xC3 : 0xC2)
        } else if let table = value.table, depth < MessagePackWriter.greatestDepth {
            try append(table, depth: depth)
        } else {
            bytes.append(0xC0)
        }
    }

    private mutating func append(_ number: Double) {
        let integer = number.luaInteger
        if number.isFinite, Double(integer) == number, number < 9_223_372_036_854_775_808.0 {
            append(integer)
        } else if Double(Float(number)) == number {
            append(0xCA, UInt64(Float(number).bitPattern), 4)
        } else {
            append(0xCB, number.bitPattern, 8)
        }
    }

    private mutating func append(_ integer: Int) {
        let bits = UInt64(bitPattern: Int64(integer))
        switch integer {
        case -32...127: bytes.append(UInt8(truncatingIfNeeded: integer))
        case 0...0xFF: append(0xCC, bits, 1)
        case 0...0xFFFF: append(0xCD, bits, 2)
        case 0...0xFFFF_FFFF: append(0xCE, bits, 4)
        case 0...: append(0xCF, bits, 8)
        case -0x80..<0: append(0xD0, bits, 1)
        case -0x8000..<0: append(0xD1, bits, 2)
        case -0x8000_0000..<0: append(0xD2, bits, 4)
        default: append(0xD3, bits, 8)
        }
    }

    /// A byte, and as many of the lowest bytes of a number, the highest first.
    private mutating func append(_ kind: UInt8, _ bits: UInt64, _ count: Int) {
        bytes.append(kind)
        for place in stride(from: count - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(place * 8)))
        }
    }

    private mutating func append(_ string: LuaString) {
        switch string.count {
        case 0..<32: bytes.append(0xA0 | UInt8(string.count))
        case 0...0xFF: append(0xD9, UInt64(string.count), 1)
        case 0...0xFFFF: append(0xDA, UInt64(string.count), 2)
        default: append(0xDB, UInt64(string.count), 4)
        }
        bytes.append(string, 0..<string.count)
    }

    private mutating func append(_ table: LuaTable, depth: Int) throws(LuaError) {
        let (count, isList) = MessagePackWriter.shape(of: table)
        append(count: count, short: isList ? 0x90 : 0x80, long: isList ? 0xDC : 0xDE)
        if isList {
            for index in 0..<count { try append(table.get(index + 1), depth: depth + 1) }
            return
        }
        var index = 0
        while let field = table.nextField(from: index) {
            try append(field.key, depth: depth + 1)
            try append(field.value, depth: depth + 1)
            index = field.next
        }
    }

    private mutating func append(count: Int, short: UInt8, long: UInt8) {
        switch count {
        case 0..<16: bytes.append(short | UInt8(count))
        case 0...0xFFFF: append(long, UInt64(count), 2)
        default: append(long + 1, UInt64(count), 4)
        }
    }

    /// How many fields there are, and whether their keys are the numbers from 1 on.
    private static func shape(of table: LuaTable) -> (count: Int, isList: Bool) {
        var (count, greatest, index, isList) = (0, 0.0, 0, true)
        while let field = table.nextField(from: index) {
            index = field.next
            count += 1
            if let number = field.key.number, number > 0, number <= Double(Int32.max), number == number.rounded(.down) {
                greatest = max(greatest, number)
            } else {
                isList = false
            }
        }
        return (count, isList && greatest == Double(count))
    }
}

struct MessagePackReader {
    /// How many values may be on the way at once: the key and the table of each level, and what is read already.
    private static let greatestSlots = 8000
    private let call: LuaCall
    private let data: LuaString
    private(set) var index: Int

    init(_ call: LuaCall, _ data: LuaString, from index: Int) {
        self.call = call
        self.data = data
        self.index = index
    }

    private mutating func take(_ count: Int) throws(LuaError) -> Range<Int> {
        guard count <= data.count - index else { throw call.error("Missing bytes in input.") }
        index += count
        return (index - count)..<index
    }

    private mutating func bits(_ count: Int) throws(LuaError) -> UInt64 {
        var value: UInt64 = 0
        for place in try take(count) { value = value << 8 | UInt64(data[place]) }
        return value
    }

    private func signed(_ bits: UInt64, _ count: Int) -> LuaValue {
        let shift = UInt64(64 - count * 8)
        return LuaValue(Int(Int64(bitPattern: bits << shift) >> Int64(shift)))
    }

    mutating func value(slots: Int) throws(LuaError) -> LuaValue {
        guard slots + 1 <= MessagePackReader.greatestSlots else {
            throw call.error(
                "stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)")
        }
        let kind = UInt8(truncatingIfNeeded: try bits(1))
        switch kind {
        case 0x00...0x7F: return LuaValue(Int(kind))
        case 0x80...0x8F: return try map(Int(kind & 15), slots)
        case 0x90...0x9F: return try list(Int(kind & 15), slots)
        case 0xA0...0xBF: return try string(Int(kind & 31))
        case 0xC0: return .nil
        case 0xC2: return LuaValue(false)
        case 0xC3: return LuaValue(true)
        case 0xCA: return LuaValue(Double(Float(bitPattern: UInt32(try bits(4)))))
        case 0xCB: return LuaValue(Double(bitPattern: try bits(8)))
        // Of 64 bits too, they are taken as signed.
        case 0xCC...0xCF: return LuaValue(Int(bitPattern: UInt(try bits(1 << Int(kind - 0xCC)))))
        case 0xD0...0xD3:
            let count = 1 << Int(kind - 0xD0)
            return signed(try bits(count), count)
        case 0xD9...0xDB: return try string(Int(try bits(1 << Int(kind - 0xD9))))
        case 0xDC, 0xDD: return try list(Int(try bits(kind == 0xDC ? 2 : 4)), slots)
        case 0xDE, 0xDF: return try map(Int(try bits(kind == 0xDE ? 2 : 4)), slots)
        case 0xE0...0xFF: return LuaValue(Int(Int8(bitPattern: kind)))
        default: throw call.error("Bad data format in input.")
        }
    }

    private mutating func string(_ count: Int) throws(LuaError) -> LuaValue {
        try call.string(data, try take(count)).value
    }

    private mutating func list(_ count: Int, _ slots: Int) throws(LuaError) -> LuaValue {
        let table = try call.makeTable()
        guard slots + 2 <= MessagePackReader.greatestSlots else {
            throw call.error("stack overflow (in function mp_decode_to_lua_array)")
        }
        for index in 0..<count { try table.set(index + 1, try value(slots: slots + 2)) }
        return table.value
    }

    private mutating func map(_ count: Int, _ slots: Int) throws(LuaError) -> LuaValue {
        let table = try call.makeTable()
        for _ in 0..<count {
            let key = try value(slots: slots + 1)
            let value = try value(slots: slots + 2)
            try call.thread.checkKey(key)
            try table.set(key, value)
        }
        return table.value
    }
}
