// This part of the parser: expressions.

extension Parser {
    mutating func expression() throws(LuaError) -> Expression { try subexpression(limit: 0).value }

    /// - Returns: how many there are; all but the last have been put in registers.
    mutating func expressionList() throws(LuaError) -> (count: Int, last: Expression) {
        var count = 1
        var last = try expression()
        while try take(Token(",")) {
            try function.putInNextRegister(&last)
            last = try expression()
            count += 1
        }
        return (count, last)
    }

    /// An expression up to the first operator that does not bind more strongly than `limit`, and that operator.
    private mutating func subexpression(limit: Int) throws(LuaError) -> (value: Expression, next: BinaryOperator?) {
        try enterLevel()
        var value: Expression
        if let unary = unaryOperator {
            try advance()
            value = try subexpression(limit: BinaryOperator.unaryPriority).value
            try function.prefix(unary, &value)
        } else {
            value = try simpleExpression()
        }
        var next = BinaryOperator(lexer.token)
        while let binary = next, binary.priority.left > limit {
            try advance()
            try function.infix(binary, &value)
            var (right, following) = try subexpression(limit: binary.priority.right)
            try function.postfix(binary, &value, &right)
            next = following
        }
        leaveLevel()
        return (value, next)
    }

    private var unaryOperator: UnaryOperator? {
        switch lexer.token {
        case .not: .not
        case Token("-"): .minus
        case Token("#"): .length
        default: nil
        }
    }

    private mutating func simpleExpression() throws(LuaError) -> Expression {
        let value: Expression
        switch lexer.token {
        case .number: value = Expression(number: lexer.number)
        case .string: value = try string(lexer.string)
        case .nil: value = Expression(.nil)
        case .true: value = Expression(.true)
        case .false: value = Expression(.false)
        case .dots:
            guard !function.vararg.isEmpty else {
                throw lexer.syntaxError("cannot use '...' outside a vararg function")
            }
            function.vararg.remove(.needsArgument)
            value = Expression(.vararg, try function.emit(.vararg, 0, 1, 0))
        case Token("{"): return try constructor()
        case .function:
            try advance()
            return try functionBody(isMethod: false, line: lexer.line)
        default: return try primaryExpression()
        }
        try advance()
        return value
    }

    private func string(_ string: LuaString) throws(LuaError) -> Expression {
        Expression(.constant, try function.constant(string.value))
    }

    // MARK: Variables, fields, calls

    private mutating func prefixExpression() throws(LuaError) -> Expression {
        switch lexer.token {
        case Token("("):
            let line = lexer.line
            try advance()
            var value = try expression()
            try requireClosing(Token(")"), of: Token("("), line: line)
            try function.dischargeVariables(&value)
            return value
        case .name: return try variable(try requireName())
        default: throw lexer.syntaxError("unexpected symbol")
        }
    }

    mutating func primaryExpression() throws(LuaError) -> Expression {
        var value = try prefixExpression()
        while true {
            switch lexer.token {
            case Token("."): try field(&value)
            case Token("["):
                try function.putInAnyRegister(&value)
                var key = try bracketedKey()
                try function.index(&value, &key)
            case Token(":"):
                try advance()
                var key = try string(try requireName())
                try function.selfField(&value, &key)
                try arguments(of: &value)
            case Token("("), .string, Token("{"):
                try function.putInNextRegister(&value)
                try arguments(of: &value)
            default: return value
            }
        }
    }

    /// A name behind a dot or a colon.
    mutating func field(_ table: inout Expression) throws(LuaError) {
        try function.putInAnyRegister(&table)
        try advance()
        var key = try string(try requireName())
        try function.index(&table, &key)
    }

    private mutating func bracketedKey() throws(LuaError) -> Expression {
        try advance()
        var key = try expression()
        try function.putValue(&key)
        try require(Token("]"))
        return key
    }

    /// Compiles a call of the function that is in a register, the last one in use but for a method's object.
    private mutating func arguments(of callee: inout Expression) throws(LuaError) {
        let line = lexer.line
        var last = Expression(.void)
        switch lexer.token {
        case Token("("):
            if line != lexer.lastLine {
                throw lexer.syntaxError("ambiguous syntax (function call x new statement)")
            }
            try advance()
            if lexer.token != ")" {
                last = try expressionList().last
                try function.setResults(last, count: -1)
            }
            try requireClosing(Token(")"), of: Token("("), line: line)
        case Token("{"): last = try constructor()
        case .string:
            last = try string(lexer.string)
            try advance()
        default: throw lexer.syntaxError("function arguments expected")
        }
        let base = callee.info
        var count = -1
        if !last.hasMultipleResults {
            if last.kind != .void { try function.putInNextRegister(&last) }
            count = function.freeRegister - (base + 1)
        }
        callee = Expression(.call, try function.emit(.call, base, count + 1, 2))
        function.fixLine(line)
        function.freeRegister = base + 1
    }

    // MARK: Tables

    private struct Constructor {
        let table: Expression
        var item = Expression(.void)
        var fieldCount = 0
        var listCount = 0
        /// List elements that are in registers.
        var pending = 0
    }

    private mutating func constructor() throws(LuaError) -> Expression {
        let line = lexer.line
        let place = try function.emit(.newTable, 0, 0, 0)
        var table = Expression(.relocatable, place)
        try function.putInNextRegister(&table)
        var made = Constructor(table: table)
        try require(Token("{"))
        while lexer.token != "}" {
            try flush(&made)
            switch lexer.token {
            case .name:
                if try lexer.peek() == "=" { try namedField(&made) } else { try listElement(&made) }
            case Token("["): try namedField(&made)
            default: try listElement(&made)
            }
            if try take(Token(",")) { continue }
            if try !take(Token(";")) { break }
        }
        try requireClosing(Token("}"), of: Token("{"), line: line)
        try flushLast(&made)
        function.code[place].b = Instruction.hint(forSize: made.listCount)
        function.code[place].c = Instruction.hint(forSize: made.fieldCount)
        return table
    }

    private mutating func listElement(_ made: inout Constructor) throws(LuaError) {
        made.item = try expression()
        made.listCount += 1
        made.pending += 1
    }

    private mutating func namedField(_ made: inout Constructor) throws(LuaError) {
        let register = function.freeRegister
        var key = lexer.token == .name ? try string(try requireName()) : try bracketedKey()
        made.fieldCount += 1
        try require(Token("="))
        let keyOperand = try function.operand(&key)
        var value = try expression()
        try function.emit(.setTable, made.table.info, keyOperand, try function.operand(&value))
        function.freeRegister = register
    }

    private func flush(_ made: inout Constructor) throws(LuaError) {
        if made.item.kind == .void { return }
        try function.putInNextRegister(&made.item)
        made.item.kind = .void
        if made.pending == Instruction.fieldsPerFlush {
            try function.setList(made.table.info, stored: made.listCount, count: made.pending)
            made.pending = 0
        }
    }

    private func flushLast(_ made: inout Constructor) throws(LuaError) {
        if made.pending == 0 { return }
        if made.item.hasMultipleResults {
            try function.setResults(made.item, count: -1)
            try function.setList(made.table.info, stored: made.listCount, count: -1)
            made.listCount -= 1
        } else {
            if made.item.kind != .void { try function.putInNextRegister(&made.item) }
            try function.setList(made.table.info, stored: made.listCount, count: made.pending)
        }
    }
}

extension Runtime {
    /// Compiles a chunk. There is no way to load compiled code: what begins like it is no Lua.
    func load(_ source: [UInt8], name: [UInt8], globals: LuaTable) throws(LuaError) -> Closure {
        try reserve(source.count)
        return makeClosure(try Parser.compile(self, source, name: name), environment: globals)
    }
}
