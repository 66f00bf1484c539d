// Operators: arithmetic, with constants folded; comparisons and logic, which are jumps until a value is asked for.

extension FunctionBuilder {
    // MARK: Conditions

    private func invert(_ expression: Expression) {
        let place = control(of: expression.info)
        code[place].a = code[place].a == 0 ? 1 : 0
    }

    private func jump(_ expression: inout Expression, on condition: Bool) throws(LuaError) -> Int {
        if expression.kind == .relocatable, code[expression.info].operation == .not {
            let operand = code[expression.info].b
            code.removeLast()
            lines.removeLast()
            return try emitConditional(.test, operand, 0, condition ? 0 : 1)
        }
        try dischargeToAnyRegister(&expression)
        free(expression)
        return try emitConditional(.testSet, Instruction.noRegister, expression.info, condition ? 1 : 0)
    }

    /// Goes on if the expression is true, and jumps otherwise.
    func goIfTrue(_ expression: inout Expression) throws(LuaError) {
        try dischargeVariables(&expression)
        let jump: Int
        switch expression.kind {
        case .constant, .number, .true: jump = FunctionBuilder.noJump
        case .jump:
            invert(expression)
            jump = expression.info
        default: jump = try self.jump(&expression, on: false)
        }
        try chain(&expression.whenFalse, jump)
        try patchHere(expression.whenTrue)
        expression.whenTrue = FunctionBuilder.noJump
    }

    private func goIfFalse(_ expression: inout Expression) throws(LuaError) {
        try dischargeVariables(&expression)
        let jump: Int
        switch expression.kind {
        case .nil, .false: jump = FunctionBuilder.noJump
        case .jump: jump = expression.info
        default: jump = try self.jump(&expression, on: true)
        }
        try chain(&expression.whenTrue, jump)
        try patchHere(expression.whenFalse)
        expression.whenFalse = FunctionBuilder.noJump
    }

    private func negate(_ expression: inout Expression) throws(LuaError) {
        try dischargeVariables(&expression)
        switch expression.kind {
        case .nil, .false: expression.kind = .true
        case .constant, .number, .true: expression.kind = .false
        case .jump: invert(expression)
        default:
            try dischargeToAnyRegister(&expression)
            free(expression)
            expression.info = try emit(.not, 0, expression.info, 0)
            expression.kind = .relocatable
        }
        swap(&expression.whenTrue, &expression.whenFalse)
        removeValues(expression.whenTrue)
        removeValues(expression.whenFalse)
    }

    // MARK: Arithmetic

    private func fold(_ operation: Operation, _ left: inout Expression, _ right: Expression) -> Bool {
        guard left.isNumeral && right.isNumeral else { return false }
        let event: Event
        switch operation {
        case .add: event = .add
        case .subtract: event = .sub
        case .multiply: event = .mul
        case .divide: event = .div
        case .modulo: event = .mod
        case .power: event = .pow
        case .minus: event = .unm
        default: return false
        }
        // Errors and what is no number are left to the run.
        if (event == .div || event == .mod) && right.number == 0 { return false }
        let result = Arithmetic.apply(event, left.number, right.number)
        if result.isNaN { return false }
        left.number = result
        return true
    }

    private func arithmetic(_ operation: Operation, _ left: inout Expression, _ right: inout Expression)
        throws(LuaError)
    {
        if fold(operation, &left, right) { return }
        let isBinary = operation != .minus && operation != .length
        let second = isBinary ? try operand(&right) : 0
        let first = try operand(&left)
        if first > second {
            free(left)
            free(right)
        } else {
            free(right)
            free(left)
        }
        left.info = try emit(operation, 0, first, second)
        left.kind = .relocatable
    }

    private func compare(
        _ operation: Operation, _ condition: Int, _ left: inout Expression, _ right: inout Expression
    ) throws(LuaError) {
        var (first, second) = (try operand(&left), try operand(&right))
        free(right)
        free(left)
        var condition = condition
        if condition == 0 && operation != .equal {
            // The opposite order with the operands exchanged.
            swap(&first, &second)
            condition = 1
        }
        left.info = try emitConditional(operation, condition, first, second)
        left.kind = .jump
    }

    func prefix(_ unary: UnaryOperator, _ expression: inout Expression) throws(LuaError) {
        var zero = Expression(number: 0)
        switch unary {
        case .minus:
            if !expression.isNumeral { try putInAnyRegister(&expression) }
            try arithmetic(.minus, &expression, &zero)
        case .not: try negate(&expression)
        case .length:
            try putInAnyRegister(&expression)
            try arithmetic(.length, &expression, &zero)
        }
    }

    /// What has to be done with the left operand before the right one is compiled.
    func infix(_ binary: BinaryOperator, _ left: inout Expression) throws(LuaError) {
        switch binary {
        case .and: try goIfTrue(&left)
        case .or: try goIfFalse(&left)
        case .concat: try putInNextRegister(&left)
        case .add, .subtract, .multiply, .divide, .modulo, .power:
            if !left.isNumeral { _ = try operand(&left) }
        default: _ = try operand(&left)
        }
    }

    func postfix(_ binary: BinaryOperator, _ left: inout Expression, _ right: inout Expression) throws(LuaError) {
        switch binary {
        case .and:
            try dischargeVariables(&right)
            try chain(&right.whenFalse, left.whenFalse)
            left = right
        case .or:
            try dischargeVariables(&right)
            try chain(&right.whenTrue, left.whenTrue)
            left = right
        case .concat:
            try putValue(&right)
            if right.kind == .relocatable, code[right.info].operation == .concat {
                // One instruction concatenates all.
                free(left)
                code[right.info].b = left.info
                left.kind = .relocatable
                left.info = right.info
            } else {
                try putInNextRegister(&right)
                try arithmetic(.concat, &left, &right)
            }
        case .add: try arithmetic(.add, &left, &right)
        case .subtract: try arithmetic(.subtract, &left, &right)
        case .multiply: try arithmetic(.multiply, &left, &right)
        case .divide: try arithmetic(.divide, &left, &right)
        case .modulo: try arithmetic(.modulo, &left, &right)
        case .power: try arithmetic(.power, &left, &right)
        case .equal: try compare(.equal, 1, &left, &right)
        case .notEqual: try compare(.equal, 0, &left, &right)
        case .less: try compare(.less, 1, &left, &right)
        case .lessOrEqual: try compare(.lessOrEqual, 1, &left, &right)
        case .greater: try compare(.less, 0, &left, &right)
        case .greaterOrEqual: try compare(.lessOrEqual, 0, &left, &right)
        }
    }
}
