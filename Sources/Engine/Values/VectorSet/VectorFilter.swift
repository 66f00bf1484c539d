// VectorFilter: the expression of VSIM's FILTER, run against the attributes of an element, which are JSON.
//
//     .year >= 1980 and .genre in ["action", "drama"]
//
// It is turned into postfix notation once (VectorFilter+Parsing.swift) and run on a stack for each element. An attribute that is
// missing makes the whole expression false, wherever it stands.

/// A filter that is ready to run.
struct VectorFilter {
    /// A number, a string, several of them, or nothing.
    indirect enum Value: Equatable {
        case number(Double)
        case string([UInt8])
        case tuple([Value])
        case null

        /// What arithmetic and comparisons take it for: 0 if it is nothing like a number.
        var number: Double {
            switch self {
            case .number(let value): value
            case .string(let text): VectorFilter.number(spelledBy: text) ?? 0
            case .tuple, .null: 0
            }
        }

        var isTrue: Bool {
            switch self {
            case .number(let value): value != 0
            case .string(let text): !text.isEmpty
            case .tuple: true
            case .null: false
            }
        }

        /// Whether `==` takes two values for equal: all but strings and nothing are compared as numbers, so that tuples
        /// are equal, whatever they hold.
        func isLike(_ other: Value) -> Bool {
            switch (self, other) {
            case (.string(let left), .string(let right)): left == right
            case (.null, .null): true
            case (.null, _), (_, .null): false
            default: number == other.number
            }
        }
    }

    enum Operator: Equatable {
        case openParenthesis, closeParenthesis, not, power, multiply, divide, modulo, add, subtract
        case greater, greaterOrEqual, less, lessOrEqual, equal, notEqual, isIn, and, or

        /// The higher one binds tighter.
        var precedence: Int {
            switch self {
            case .openParenthesis, .closeParenthesis: 7
            case .not: 6
            case .power: 5
            case .multiply, .divide, .modulo: 4
            case .add, .subtract: 3
            case .greater, .greaterOrEqual, .less, .lessOrEqual, .equal, .notEqual, .isIn: 2
            case .and: 1
            case .or: 0
            }
        }

        var operands: Int { self == .not ? 1 : 2 }
    }

    enum Token: Equatable {
        case value(Value)
        case selector([UInt8])
        case operation(Operator)
    }

    /// In postfix notation.
    let program: [Token]

    /// Whether an element with these attributes passes. O(program + attributes for each selector).
    func matches(_ attributes: [UInt8]) -> Bool {
        var stack: [Value] = []
        for token in program {
            switch token {
            case .value(let value):
                stack.append(value)
            case .selector(let name):
                guard let value = JSONScanner.value(of: name, in: attributes) else { return false }
                stack.append(value)
            case .operation(.not):
                stack.append(.number(stack.removeLast().isTrue ? 0 : 1))
            case .operation(let operation):
                let right = stack.removeLast()
                stack.append(.number(VectorFilter.apply(operation, stack.removeLast(), right)))
            }
        }
        return stack[0].isTrue
    }

    private static func apply(_ operation: Operator, _ left: Value, _ right: Value) -> Double {
        switch operation {
        case .power: return power(left.number, right.number)
        case .multiply: return left.number * right.number
        case .divide: return left.number / right.number
        case .modulo: return left.number.truncatingRemainder(dividingBy: right.number)
        case .add: return left.number + right.number
        case .subtract: return left.number - right.number
        case .greater: return left.number > right.number ? 1 : 0
        case .greaterOrEqual: return left.number >= right.number ? 1 : 0
        case .less: return left.number < right.number ? 1 : 0
        case .lessOrEqual: return left.number <= right.number ? 1 : 0
        case .equal: return left.isLike(right) ? 1 : 0
        case .notEqual: return left.isLike(right) ? 0 : 1
        case .isIn:
            guard case .tuple(let values) = right else { return 0 }
            return values.contains { left.isLike($0) } ? 1 : 0
        case .and: return left.isTrue && right.isTrue ? 1 : 0
        case .or: return left.isTrue || right.isTrue ? 1 : 0
        case .not, .openParenthesis, .closeParenthesis: preconditionFailure("no operator of two values")
        }
    }

    /// The number that a whole text spells as C would read it, spaces before it allowed, or nil.
    static func number(spelledBy text: [UInt8]) -> Double? {
        let digits = text.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return Double(String(decoding: digits, as: UTF8.self))
    }
}
