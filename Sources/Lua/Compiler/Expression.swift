// Expression: what the compiler knows of an expression whose value it has not put anywhere yet. Most code is made as late as
// possible, when it is known where the value has to go.

struct Expression {
    enum Kind {
        case void, `nil`, `true`, `false`
        /// `info` is a constant.
        case constant
        /// A number that is no constant yet.
        case number
        /// `info` is the register of a local variable.
        case local
        /// `info` is an upvalue.
        case upvalue
        /// `info` is the constant of the name.
        case global
        /// `info` is the register of a table, `aux` the register or constant of a key.
        case indexed
        /// `info` is the place of a jump that is taken if the comparison before it holds.
        case jump
        /// `info` is the place of an instruction whose register A is still open.
        case relocatable
        /// `info` is the register that the value is in.
        case register
        /// `info` is the place of a call.
        case call
        /// `info` is the place of a `vararg`.
        case vararg
    }

    var kind: Kind
    var info: Int
    var aux = 0
    var number = 0.0
    /// Jumps that leave the expression when it is true, chained through their distances; and when it is false.
    var whenTrue = FunctionBuilder.noJump
    var whenFalse = FunctionBuilder.noJump

    init(_ kind: Kind, _ info: Int = 0) {
        self.kind = kind
        self.info = info
    }

    init(number: Double) {
        self.init(.number)
        self.number = number
    }

    var hasJumps: Bool { whenTrue != whenFalse }
    var hasMultipleResults: Bool { kind == .call || kind == .vararg }
    var isNumeral: Bool { kind == .number && whenTrue == FunctionBuilder.noJump && whenFalse == FunctionBuilder.noJump }
}

enum UnaryOperator { case minus, not, length }

enum BinaryOperator {
    case add, subtract, multiply, divide, modulo, power, concat, notEqual, equal, less, lessOrEqual, greater
    case greaterOrEqual, and, or

    /// How strongly it binds what stands on its left and on its right.
    var priority: (left: Int, right: Int) {
        switch self {
        case .add, .subtract: (6, 6)
        case .multiply, .divide, .modulo: (7, 7)
        case .power: (10, 9)
        case .concat: (5, 4)
        case .notEqual, .equal, .less, .lessOrEqual, .greater, .greaterOrEqual: (3, 3)
        case .and: (2, 2)
        case .or: (1, 1)
        }
    }

    static let unaryPriority = 8

    init?(_ token: Token) {
        switch token {
        case .concat: self = .concat
        case .notEqual: self = .notEqual
        case .equal: self = .equal
        case .lessOrEqual: self = .lessOrEqual
        case .greaterOrEqual: self = .greaterOrEqual
        case .and: self = .and
        case .or: self = .or
        case Token("+"): self = .add
        case Token("-"): self = .subtract
        case Token("*"): self = .multiply
        case Token("/"): self = .divide
        case Token("%"): self = .modulo
        case Token("^"): self = .power
        case Token("<"): self = .less
        case Token(">"): self = .greater
        default: return nil
        }
    }
}
