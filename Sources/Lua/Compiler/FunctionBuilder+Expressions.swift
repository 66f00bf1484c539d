// Putting the values of expressions where they are needed: in any register, in the next one, in a given one, or in an operand.

extension FunctionBuilder {
    func setResults(_ expression: Expression, count: Int) throws(LuaError) {
        if expression.kind == .call {
            code[expression.info].c = count + 1
        } else if expression.kind == .vararg {
            code[expression.info].b = count + 1
            code[expression.info].a = freeRegister
            try reserve(1)
        }
    }

    func setOneResult(_ expression: inout Expression) {
        if expression.kind == .call {
            expression.kind = .register
            expression.info = code[expression.info].a
        } else if expression.kind == .vararg {
            code[expression.info].b = 2
            expression.kind = .relocatable
        }
    }

    /// Reads a variable, if the expression is one.
    func dischargeVariables(_ expression: inout Expression) throws(LuaError) {
        switch expression.kind {
        case .local: expression.kind = .register
        case .upvalue:
            expression.info = try emit(.getUpvalue, 0, expression.info, 0)
            expression.kind = .relocatable
        case .global:
            expression.info = try emit(Instruction(.getGlobal, 0, wide: expression.info))
            expression.kind = .relocatable
        case .indexed:
            free(register: expression.aux)
            free(register: expression.info)
            expression.info = try emit(.getTable, 0, expression.info, expression.aux)
            expression.kind = .relocatable
        case .call, .vararg: setOneResult(&expression)
        default: break
        }
    }

    private func discharge(_ expression: inout Expression, to register: Int) throws(LuaError) {
        try dischargeVariables(&expression)
        switch expression.kind {
        case .nil: try emitNil(from: register, count: 1)
        case .false, .true: try emit(.loadBoolean, register, expression.kind == .true ? 1 : 0, 0)
        case .constant: try emit(Instruction(.loadConstant, register, wide: expression.info))
        case .number:
            let index = try constant(LuaValue(computed: expression.number))
            try emit(Instruction(.loadConstant, register, wide: index))
        case .relocatable: code[expression.info].a = register
        case .register: if register != expression.info { try emit(.move, register, expression.info, 0) }
        default: return
        }
        expression.info = register
        expression.kind = .register
    }

    /// Puts the value in a register; its jumps stay open.
    func dischargeToAnyRegister(_ expression: inout Expression) throws(LuaError) {
        guard expression.kind != .register else { return }
        try reserve(1)
        try discharge(&expression, to: freeRegister - 1)
    }

    private func put(_ expression: inout Expression, in register: Int) throws(LuaError) {
        try discharge(&expression, to: register)
        if expression.kind == .jump { try chain(&expression.whenTrue, expression.info) }
        if expression.hasJumps {
            var (loadFalse, loadTrue) = (FunctionBuilder.noJump, FunctionBuilder.noJump)
            if needsValue(expression.whenTrue) || needsValue(expression.whenFalse) {
                let jump = expression.kind == .jump ? FunctionBuilder.noJump : try emitJump()
                _ = label()
                loadFalse = try emit(.loadBoolean, register, 0, 1)
                _ = label()
                loadTrue = try emit(.loadBoolean, register, 1, 0)
                try patchHere(jump)
            }
            let end = label()
            try patch(expression.whenFalse, valueTo: end, register: register, otherTo: loadFalse)
            try patch(expression.whenTrue, valueTo: end, register: register, otherTo: loadTrue)
        }
        expression.whenTrue = FunctionBuilder.noJump
        expression.whenFalse = FunctionBuilder.noJump
        expression.info = register
        expression.kind = .register
    }

    func putInNextRegister(_ expression: inout Expression) throws(LuaError) {
        try dischargeVariables(&expression)
        free(expression)
        try reserve(1)
        try put(&expression, in: freeRegister - 1)
    }

    @discardableResult
    func putInAnyRegister(_ expression: inout Expression) throws(LuaError) -> Int {
        try dischargeVariables(&expression)
        if expression.kind == .register {
            if !expression.hasJumps { return expression.info }
            if expression.info >= activeCount {
                try put(&expression, in: expression.info)
                return expression.info
            }
        }
        try putInNextRegister(&expression)
        return expression.info
    }

    func putValue(_ expression: inout Expression) throws(LuaError) {
        if expression.hasJumps {
            try putInAnyRegister(&expression)
        } else {
            try dischargeVariables(&expression)
        }
    }

    /// The expression as an operand: a register or a constant.
    func operand(_ expression: inout Expression) throws(LuaError) -> Int {
        try putValue(&expression)
        switch expression.kind {
        case .number, .true, .false, .nil:
            if constants.count <= Instruction.greatestConstantIndex {
                let value: LuaValue =
                    switch expression.kind {
                    case .nil: .nil
                    case .number: LuaValue(computed: expression.number)
                    default: LuaValue(expression.kind == .true)
                    }
                expression.info = try constant(value)
                expression.kind = .constant
                return expression.info | Instruction.constantBit
            }
        case .constant:
            if expression.info <= Instruction.greatestConstantIndex { return expression.info | Instruction.constantBit }
        default: break
        }
        return try putInAnyRegister(&expression)
    }

    /// Assigns to a variable.
    func store(_ variable: Expression, _ value: inout Expression) throws(LuaError) {
        switch variable.kind {
        case .local:
            free(value)
            return try put(&value, in: variable.info)
        case .upvalue:
            let register = try putInAnyRegister(&value)
            try emit(.setUpvalue, register, variable.info, 0)
        case .global:
            let register = try putInAnyRegister(&value)
            try emit(Instruction(.setGlobal, register, wide: variable.info))
        default:
            let operand = try operand(&value)
            try emit(.setTable, variable.info, variable.aux, operand)
        }
        free(value)
    }

    /// Turns an object into a method of it and the object, in two registers.
    func selfField(_ object: inout Expression, _ key: inout Expression) throws(LuaError) {
        try putInAnyRegister(&object)
        free(object)
        let function = freeRegister
        try reserve(2)
        try emit(.selfField, function, object.info, try operand(&key))
        free(key)
        object.info = function
        object.kind = .register
    }

    func index(_ table: inout Expression, _ key: inout Expression) throws(LuaError) {
        table.aux = try operand(&key)
        table.kind = .indexed
    }

    /// Stores `count` list elements that stand in registers; -1 is as many as there are.
    func setList(_ base: Int, stored: Int, count: Int) throws(LuaError) {
        let block = (stored - 1) / Instruction.fieldsPerFlush + 1
        let given = count < 0 ? 0 : count
        if block <= Instruction.greatestC {
            try emit(.setList, base, given, block)
        } else {
            try emit(.setList, base, given, 0)
            try emit(Instruction(raw: UInt32(block)))
        }
        freeRegister = base + 1
    }
}

extension Instruction {
    /// How many list elements are put in registers before they are stored.
    static let fieldsPerFlush = 50

    /// The size that a hint of nine bits stands for: three bits of it, shifted.
    @inline(__always) static func sizeHint(_ hint: Int) -> Int {
        hint < 8 ? hint : (hint & 7 | 8) << (hint >> 3 - 1)
    }

    /// The least hint for at least this size.
    static func hint(forSize size: Int) -> Int {
        var (rest, exponent) = (size, 0)
        while rest >= 16 {
            rest = (rest + 1) >> 1
            exponent += 1
        }
        return rest < 8 ? rest : (exponent + 1) << 3 | (rest - 8)
    }
}
