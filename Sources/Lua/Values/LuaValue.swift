// LuaValue: any value of the language in eight bytes.
//
// A number is its own bits. Everything else is a NaN that arithmetic never makes: its upper sixteen bits name the type, the
// lower 48 hold a constant or the address of an object. So a value is copied without counting references, which is what makes the
// machine fast; the objects belong to the state's heap, whose collector finds them through the stacks and tables.
//
// Guarantee: a NaN that comes from outside is made one of the two that arithmetic makes (`init(_:)`), so no number is ever
// taken for an object.
//
// Why it is unsafe inside: a value turns into the address of its object. Why that is sound: such bits are only made from
// an object of the heap, whose kind the upper bits repeat; an object lives while it can be reached, and collections run at the
// machine's safe points alone (Collector.swift).

/// A value of Lua. Valid while its state lives and, unless it can be reached from the globals, a table, a pinned reference
/// or the stack, until Lua code next runs: no collection happens while a native function does.
@safe
public struct LuaValue: Sendable {
    let bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }

    static let firstTag: UInt64 = 0xFFF9_0000_0000_0000
    private static let payload: UInt64 = 0x0000_FFFF_FFFF_FFFF

    /// What the upper sixteen bits of a value that is no number say.
    enum Tag {
        static let constant: UInt64 = 0xFFF9
        static let light: UInt64 = 0xFFFA
        static let string: UInt64 = 0xFFFB
        static let table: UInt64 = 0xFFFC
        static let function: UInt64 = 0xFFFD
        static let userdata: UInt64 = 0xFFFE
        static let thread: UInt64 = 0xFFFF
    }

    /// The value `nil`.
    public static let `nil` = LuaValue(bits: firstTag)
    static let `false` = LuaValue(bits: firstTag | 1)
    static let `true` = LuaValue(bits: firstTag | 2)
    /// The light userdata that stands for a null pointer, as `cjson.null` is.
    public static let null = LuaValue(bits: Tag.light << 48)

    /// A number, whatever its NaN bits are.
    public init(_ number: Double) {
        self.bits = number.isNaN ? (number.sign == .minus ? 0xFFF8 << 48 : 0x7FF8 << 48) : number.bitPattern
    }

    /// A number that arithmetic made, which needs no look at its bits.
    @inline(__always) init(computed number: Double) { bits = number.bitPattern }

    /// A whole number; beyond 2^53 the nearest there is.
    @inline(__always) public init(_ integer: Int) { bits = Double(integer).bitPattern }

    /// A boolean.
    @inline(__always) public init(_ boolean: Bool) { bits = LuaValue.firstTag | (boolean ? 2 : 1) }

    @inline(__always) init(tag: UInt64, _ object: UnsafeMutableRawPointer) {
        bits = tag << 48 | UInt64(UInt(bitPattern: object))
    }

    @inline(__always) var tag: UInt64 { bits >> 48 }

    /// The object behind a value whose tag says that there is one.
    @inline(__always) var address: UnsafeMutableRawPointer {
        unsafe UnsafeMutableRawPointer(bitPattern: UInt(bits & LuaValue.payload)).unsafelyUnwrapped
    }

    // MARK: What it is

    /// Whether it is `nil`.
    @inline(__always) public var isNil: Bool { bits == LuaValue.firstTag }
    /// Whether a condition takes it for false: `nil` and `false`.
    @inline(__always) public var isFalsy: Bool { bits &- LuaValue.firstTag < 2 }
    /// Whether it is a number (a string that looks like one is not).
    @inline(__always) public var isNumber: Bool { bits < LuaValue.firstTag }
    /// Whether it is a boolean.
    @inline(__always) public var isBoolean: Bool { bits &- (LuaValue.firstTag | 1) < 2 }
    /// Whether it is a string.
    @inline(__always) public var isString: Bool { tag == Tag.string }
    /// Whether it is a table.
    @inline(__always) public var isTable: Bool { tag == Tag.table }
    /// Whether it is a function, of Lua or native.
    @inline(__always) public var isFunction: Bool { tag == Tag.function }
    /// Whether it is a full userdata or a light one.
    public var isUserdata: Bool { tag == Tag.userdata || tag == Tag.light }
    @inline(__always) var isFullUserdata: Bool { tag == Tag.userdata }
    @inline(__always) var isThread: Bool { tag == Tag.thread }
    /// Whether the collector has to follow it.
    @inline(__always) var isObject: Bool { bits >= Tag.string << 48 }

    // MARK: What is in it

    /// The number of a value that is one.
    @inline(__always) var double: Double { Double(bitPattern: bits) }

    /// The number, if it is one; strings are not converted.
    public var number: Double? { isNumber ? double : nil }
    /// The boolean, if it is one.
    public var boolean: Bool? { isBoolean ? bits & 2 != 0 : nil }
    /// The string, if it is one.
    public var string: LuaString? { isString ? asString : nil }
    /// The table, if it is one.
    public var table: LuaTable? { isTable ? asTable : nil }

    @inline(__always) var asString: LuaString { unsafe LuaString(address) }
    @inline(__always) var asTable: LuaTable { unsafe LuaTable(address) }
    @inline(__always) var asFunction: Function { unsafe Function(address) }
    @inline(__always) var asUserdata: Userdata { unsafe Userdata(address) }
    @inline(__always) var asThread: Thread { unsafe Thread(address) }

    /// The name of the type, as `type` tells it.
    public var typeName: StaticString {
        if isNumber { return "number" }
        switch tag {
        case Tag.constant: return isNil ? "nil" : "boolean"
        case Tag.string: return "string"
        case Tag.table: return "table"
        case Tag.function: return "function"
        case Tag.thread: return "thread"
        default: return "userdata"
        }
    }

    /// Whether two values are the same without asking metamethods. O(1), but for long strings.
    @inline(__always)
    public static func rawEqual(_ left: LuaValue, _ right: LuaValue) -> Bool {
        if left.isNumber && right.isNumber { return left.double == right.double }
        if left.bits == right.bits { return true }
        return left.isString && right.isString && left.asString.equalsLong(right.asString)
    }
}

extension Double {
    /// The whole number that this is nearest to in 32 bits, to be compared with the original: other numbers give anything.
    @inline(__always) var guessedInt32: Int32 {
        Int32(truncatingIfNeeded: (self + 6_755_399_441_055_744.0).bitPattern)
    }

    /// This number cut to a whole one as the processor does it: what does not fit is the least integer.
    var luaInteger: Int {
        self >= -9_223_372_036_854_775_808.0 && self < 9_223_372_036_854_775_808.0 ? Int(self) : Int.min
    }

    /// The same in 32 bits, of which the upper half of a longer number is dropped.
    var luaInt: Int { Int(Int32(truncatingIfNeeded: luaInteger)) }
}
