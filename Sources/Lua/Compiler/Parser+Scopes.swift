// This part of the parser: local variables, upvalues, loops, the bodies of functions.

extension Parser {
    // MARK: Variables

    func declareLocal(_ name: LuaString) throws(LuaError) {
        let count = function.activeCount + function.declared.count + 1
        try function.checkLimit(count, FunctionBuilder.greatestLocals, "local variables")
        function.locals.append(LocalVariable(name: name, start: 0, end: 0))
        function.declared.append(function.locals.count - 1)
    }

    func declareLocal(_ name: StaticString) throws(LuaError) { try declareLocal(lexer.runtime.string(name)) }

    /// Brings the first `count` of the declared variables into scope.
    func activateLocals(_ count: Int) {
        for index in function.declared.prefix(count) {
            function.locals[index].start = Int32(function.place)
            function.active.append(index)
        }
        function.declared.removeFirst(count)
    }

    func removeLocals(to count: Int) {
        while function.activeCount > count {
            function.locals[function.active.removeLast()].end = Int32(function.place)
        }
    }

    /// What a name stands for: a local variable, one of an enclosing function, or a global.
    func variable(_ name: LuaString) throws(LuaError) -> Expression {
        if let found = try variable(name, in: function, isInner: false) { return found }
        return Expression(.global, try function.constant(name.value))
    }

    private func variable(
        _ name: LuaString, in function: FunctionBuilder, isInner: Bool
    ) throws(LuaError) -> Expression? {
        for register in function.active.indices.reversed()
        where LuaValue.rawEqual(function.locals[function.active[register]].name.value, name.value) {
            if isInner, let block = function.blocks.lastIndex(where: { $0.activeLocals <= register }) {
                function.blocks[block].hasUpvalue = true
            }
            return Expression(.local, register)
        }
        guard let outer = function.outer, let found = try variable(name, in: outer, isInner: true) else { return nil }
        return Expression(.upvalue, try upvalue(name, found, in: function))
    }

    private func upvalue(
        _ name: LuaString, _ source: Expression, in function: FunctionBuilder
    ) throws(LuaError) -> Int {
        let isLocal = source.kind == .local
        let known = function.upvalues.firstIndex { $0.isLocal == isLocal && $0.index == source.info }
        if let known = known { return known }
        try function.checkLimit(function.upvalues.count + 1, FunctionBuilder.greatestUpvalues, "upvalues")
        function.upvalues.append(FunctionBuilder.UpvalueSource(isLocal: isLocal, index: source.info))
        function.upvalueNames.append(name)
        return function.upvalues.count - 1
    }

    /// Makes as many values as there are variables.
    func adjust(_ variables: Int, _ values: Int, _ last: inout Expression) throws(LuaError) {
        var missing = variables - values
        if last.hasMultipleResults {
            missing = max(missing + 1, 0)
            try function.setResults(last, count: missing)
            if missing > 1 { try function.reserve(missing - 1) }
        } else {
            if last.kind != .void { try function.putInNextRegister(&last) }
            if missing > 0 {
                let register = function.freeRegister
                try function.reserve(missing)
                try function.emitNil(from: register, count: missing)
            }
        }
    }

    mutating func localStatement() throws(LuaError) {
        var variables = 0
        repeat {
            try declareLocal(try requireName())
            variables += 1
        } while try take(Token(","))
        var (values, last) = (0, Expression(.void))
        if try take(Token("=")) { (values, last) = try expressionList() }
        try adjust(variables, values, &last)
        activateLocals(variables)
    }

    mutating func localFunction() throws(LuaError) {
        try declareLocal(try requireName())
        let variable = Expression(.local, function.freeRegister)
        try function.reserve(1)
        activateLocals(1)
        var body = try functionBody(isMethod: false, line: lexer.line)
        try function.store(variable, &body)
        // Messages see the variable from here on only.
        function.locals[function.active[function.activeCount - 1]].start = Int32(function.place)
    }

    // MARK: Functions

    mutating func functionBody(isMethod: Bool, line: Int) throws(LuaError) -> Expression {
        openFunction(line: line)
        try require(Token("("))
        if isMethod {
            try declareLocal("self")
            activateLocals(1)
        }
        try parameters()
        try require(Token(")"))
        try chunk()
        function.lastLineDefined = lexer.line
        try requireClosing(.end, of: .function, line: line)
        let inner = function
        let prototype = try closeFunction()
        function.nested.append(prototype)
        let place = try function.emit(Instruction(.closure, 0, wide: function.nested.count - 1))
        for upvalue in inner.upvalues {
            try function.emit(upvalue.isLocal ? .move : .getUpvalue, 0, upvalue.index, 0)
        }
        return Expression(.relocatable, place)
    }

    private func parameters() throws(LuaError) {
        if lexer.token != ")" {
            while function.vararg.isEmpty {
                if lexer.token == .name {
                    try declareLocal(try requireName())
                } else if try take(.dots) {
                    // A function of this kind finds its arguments in `arg` too, unless its body says `...`.
                    try declareLocal("arg")
                    function.vararg = [.hasArgument, .isVararg, .needsArgument]
                } else {
                    throw lexer.syntaxError("<name> or '...' expected")
                }
                if function.vararg.isEmpty, try !take(Token(",")) { break }
            }
        }
        activateLocals(function.declared.count)
        function.parameterCount = function.activeCount - (function.vararg.contains(.hasArgument) ? 1 : 0)
        try function.reserve(function.activeCount)
    }

    // MARK: Loops

    mutating func forStatement(_ line: Int) throws(LuaError) {
        openBlock(isLoop: true)
        try advance()
        let name = try requireName()
        switch lexer.token {
        case Token("="): try numericFor(name, line)
        case Token(","), .in: try genericFor(name)
        default: throw lexer.syntaxError("'=' or 'in' expected")
        }
        try requireClosing(.end, of: .for, line: line)
        try closeBlock()
    }

    private mutating func numericFor(_ name: LuaString, _ line: Int) throws(LuaError) {
        let base = function.freeRegister
        for name in ["(for index)", "(for limit)", "(for step)"] as [StaticString] { try declareLocal(name) }
        try declareLocal(name)
        try require(Token("="))
        try valueInNextRegister()
        try require(Token(","))
        try valueInNextRegister()
        if try take(Token(",")) {
            try valueInNextRegister()
        } else {
            let one = try function.constant(LuaValue(1))
            try function.emit(Instruction(.loadConstant, function.freeRegister, wide: one))
            try function.reserve(1)
        }
        try forBody(base, line, variables: 1, isNumeric: true)
    }

    private mutating func valueInNextRegister() throws(LuaError) {
        var value = try expression()
        try function.putInNextRegister(&value)
    }

    private mutating func genericFor(_ name: LuaString) throws(LuaError) {
        let base = function.freeRegister
        for name in ["(for generator)", "(for state)", "(for control)"] as [StaticString] { try declareLocal(name) }
        try declareLocal(name)
        var variables = 1
        while try take(Token(",")) {
            try declareLocal(try requireName())
            variables += 1
        }
        try require(.in)
        let line = lexer.line
        var (values, last) = try expressionList()
        try adjust(3, values, &last)
        values = 3
        // Room for a call of the iterator.
        try function.checkStack(3)
        try forBody(base, line, variables: variables, isNumeric: false)
    }

    private mutating func forBody(_ base: Int, _ line: Int, variables: Int, isNumeric: Bool) throws(LuaError) {
        activateLocals(3)
        try require(.do)
        let noJump = FunctionBuilder.noJump
        let prepare =
            isNumeric
            ? try function.emit(Instruction(.forPrepare, base, signed: noJump)) : try function.emitJump()
        openBlock(isLoop: false)
        activateLocals(variables)
        try function.reserve(variables)
        try block()
        try closeBlock()
        try function.patchHere(prepare)
        let end =
            isNumeric
            ? try function.emit(Instruction(.forLoop, base, signed: noJump))
            : try function.emit(.genericFor, base, 0, variables)
        function.fixLine(line)
        try function.patch(isNumeric ? end : try function.emitJump(), to: prepare + 1)
    }
}
