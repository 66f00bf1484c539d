// The code of the machine: 32 bits a step. The operation stands in the lowest six bits, then A (8 bits: most often the register
// that the result goes to), then C and B (9 bits each: registers, or constants from 256 on) or one operand of 18 bits, signed by an
// offset where it is a distance.
//
// Why it is unsafe inside: the six bits are taken for an operation unchecked, at every step. Why that is sound: instructions are made by
// `init` from an operation, and the two words that are none are read by the instruction before them.

enum Operation: UInt8 {
    case move, loadConstant, loadBoolean, loadNil, getUpvalue, getGlobal, getTable, setGlobal, setUpvalue, setTable
    case newTable, selfField, add, subtract, multiply, divide, modulo, power, minus, not, length, concat
    case jump, equal, less, lessOrEqual, test, testSet, call, tailCall, `return`, forLoop, forPrepare, genericFor
    case setList, close, closure, vararg
}

extension Instruction {
    static let constantBit = 256
    static let greatestA = 255
    static let greatestB = 511
    static let greatestC = 511
    static let greatestBx = (1 << 18) - 1
    static let signedOffset = greatestBx >> 1
    /// The most constants that B and C can name.
    static let greatestConstantIndex = 255
    /// No register.
    static let noRegister = greatestA

    @inline(__always) init(_ operation: Operation, _ a: Int, _ b: Int, _ c: Int) {
        raw = UInt32(operation.rawValue) | UInt32(a) << 6 | UInt32(c) << 14 | UInt32(b) << 23
    }

    @inline(__always) init(_ operation: Operation, _ a: Int, wide: Int) {
        raw = UInt32(operation.rawValue) | UInt32(a) << 6 | UInt32(wide) << 14
    }

    init(_ operation: Operation, _ a: Int, signed: Int) {
        self.init(operation, a, wide: signed + Instruction.signedOffset)
    }

    @inline(__always) var operation: Operation {
        unsafe Operation(rawValue: UInt8(truncatingIfNeeded: raw & 0x3F)).unsafelyUnwrapped
    }

    @inline(__always) var a: Int {
        get { Int(raw >> 6 & 0xFF) }
        set { raw = raw & ~(0xFF << 6) | UInt32(newValue) << 6 }
    }
    @inline(__always) var b: Int {
        get { Int(raw >> 23) }
        set { raw = raw & ~(0x1FF << 23) | UInt32(newValue) << 23 }
    }
    @inline(__always) var c: Int {
        get { Int(raw >> 14 & 0x1FF) }
        set { raw = raw & ~(0x1FF << 14) | UInt32(newValue) << 14 }
    }
    @inline(__always) var wide: Int {
        get { Int(raw >> 14) }
        set { raw = raw & 0x3FFF | UInt32(newValue) << 14 }
    }
    @inline(__always) var signed: Int {
        get { wide &- Instruction.signedOffset }
        set { wide = newValue + Instruction.signedOffset }
    }
}
