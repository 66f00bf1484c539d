// The library `bit`: operations on 32 bits. A number is rounded to a whole one and cut; results are signed.

enum BitLibrary {
    static var functions: [(StaticString, NativeFunction)] {
        [
            ("tobit", unary { $0 }), ("bnot", unary { ~$0 }),
            ("band", combine { $0 & $1 }), ("bor", combine { $0 | $1 }), ("bxor", combine { $0 ^ $1 }),
            ("lshift", shift { $0 << $1 }), ("rshift", shift { $0 >> $1 }),
            ("arshift", shift { UInt32(bitPattern: Int32(bitPattern: $0) >> Int32($1)) }),
            ("rol", shift { $0 << $1 | $0 >> ((32 - $1) & 31) }), ("ror", shift { $0 >> $1 | $0 << ((32 - $1) & 31) }),
            ("bswap", unary { $0.byteSwapped }), ("tohex", toHex),
        ]
    }

    private static func bits(_ call: LuaCall, _ index: Int) throws(LuaError) -> UInt32 {
        UInt32(bitPattern: try call.checkNumber(index).guessedInt32)
    }

    private static func push(_ call: inout LuaCall, _ bits: UInt32) throws(LuaError) {
        try call.push(Int(Int32(bitPattern: bits)))
    }

    private static func unary(_ operation: @escaping @Sendable (UInt32) -> UInt32) -> NativeFunction {
        { call throws(LuaError) in
            let operand = try bits(call, 1)
            try push(&call, operation(operand))
        }
    }

    private static func combine(_ operation: @escaping @Sendable (UInt32, UInt32) -> UInt32) -> NativeFunction {
        { call throws(LuaError) in
            var result = try bits(call, 1)
            var index = call.argumentCount
            while index > 1 {
                result = operation(result, try bits(call, index))
                index -= 1
            }
            try push(&call, result)
        }
    }

    private static func shift(_ operation: @escaping @Sendable (UInt32, UInt32) -> UInt32) -> NativeFunction {
        { call throws(LuaError) in
            let operand = try bits(call, 1)
            let distance = try bits(call, 2) & 31
            try push(&call, operation(operand, distance))
        }
    }

    private static func toHex(_ call: inout LuaCall) throws(LuaError) {
        var rest = try bits(call, 1)
        let count = call.argumentCount < 2 ? 8 : Int(Int32(bitPattern: try bits(call, 2)))
        let digits = Array((count < 0 ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var text: [UInt8] = []
        for _ in 0..<min(abs(count), 8) {
            text.append(digits[Int(rest & 15)])
            rest >>= 4
        }
        try call.push(call.runtime.string([UInt8](text.reversed())))
    }
}
