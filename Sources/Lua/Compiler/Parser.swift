// Parser: goes through the source once and drives a `FunctionBuilder` for each function. This part: blocks, scopes, statements.

struct Parser {
    let lexer: Lexer
    var function: FunctionBuilder
    /// How deep the source is nested at this point, added to the depth of the host's calls.
    private var depth: Int

    static func compile(_ runtime: Runtime, _ source: [UInt8], name: [UInt8]) throws(LuaError) -> Prototype {
        var parser = Parser(runtime, source, runtime.string(name))
        parser.function.vararg = .isVararg
        try parser.advance()
        try parser.chunk()
        guard parser.lexer.token == .endOfSource else { throw parser.expected(.endOfSource) }
        return try parser.closeFunction()
    }

    private init(_ runtime: Runtime, _ source: [UInt8], _ name: LuaString) {
        lexer = Lexer(runtime, source, source: name)
        depth = runtime.o.depth
        function = FunctionBuilder(lexer, outer: nil, lineDefined: 0)
    }

    // MARK: Tokens

    func advance() throws(LuaError) { try lexer.advance() }

    func expected(_ token: Token) -> LuaError { lexer.syntaxError("'\(token.text)' expected") }

    func take(_ token: Token) throws(LuaError) -> Bool {
        guard lexer.token == token else { return false }
        try advance()
        return true
    }

    func require(_ token: Token) throws(LuaError) {
        guard try take(token) else { throw expected(token) }
    }

    func requireClosing(_ token: Token, of opening: Token, line: Int) throws(LuaError) {
        if try take(token) { return }
        if line == lexer.line { throw expected(token) }
        throw lexer.syntaxError("'\(token.text)' expected (to close '\(opening.text)' at line \(line))")
    }

    func requireName() throws(LuaError) -> LuaString {
        guard lexer.token == .name else { throw expected(.name) }
        let name = lexer.string
        try advance()
        return name
    }

    mutating func enterLevel() throws(LuaError) {
        depth += 1
        if depth > Thread.depthLimit { throw lexer.error("chunk has too many syntax levels") }
    }

    mutating func leaveLevel() { depth -= 1 }

    // MARK: Functions and blocks

    mutating func openFunction(line: Int) {
        function = FunctionBuilder(lexer, outer: function, lineDefined: line)
    }

    /// Ends the function at hand; the one around it is then at hand.
    mutating func closeFunction() throws(LuaError) -> Prototype {
        removeLocals(to: 0)
        try function.emitReturn(0, count: 0)
        let prototype = function.prototype()
        if let outer = function.outer { function = outer }
        return prototype
    }

    func openBlock(isLoop: Bool) {
        function.blocks.append(FunctionBuilder.Block(activeLocals: function.activeCount, isLoop: isLoop))
    }

    func closeBlock() throws(LuaError) {
        let block = function.blocks.removeLast()
        removeLocals(to: block.activeLocals)
        if block.hasUpvalue { try function.emit(.close, block.activeLocals, 0, 0) }
        function.freeRegister = function.activeCount
        try function.patchHere(block.breaks)
    }

    mutating func block() throws(LuaError) {
        openBlock(isLoop: false)
        try chunk()
        try closeBlock()
    }

    private var blockFollows: Bool {
        switch lexer.token {
        case .else, .elseif, .end, .until, .endOfSource: true
        default: false
        }
    }

    mutating func chunk() throws(LuaError) {
        var isLast = false
        try enterLevel()
        while !isLast && !blockFollows {
            isLast = try statement()
            _ = try take(Token(";"))
            function.freeRegister = function.activeCount
        }
        leaveLevel()
    }

    // MARK: Statements

    /// - Returns: whether it has to be the last of its block.
    private mutating func statement() throws(LuaError) -> Bool {
        let line = lexer.line
        switch lexer.token {
        case .if: try ifStatement(line)
        case .while: try whileStatement(line)
        case .do:
            try advance()
            try block()
            try requireClosing(.end, of: .do, line: line)
        case .for: try forStatement(line)
        case .repeat: try repeatStatement(line)
        case .function: try functionStatement(line)
        case .local:
            try advance()
            if try take(.function) { try localFunction() } else { try localStatement() }
        case .return:
            try returnStatement()
            return true
        case .break:
            try advance()
            try breakStatement()
            return true
        default: try expressionStatement()
        }
        return false
    }

    private mutating func ifStatement(_ line: Int) throws(LuaError) {
        var escapes = FunctionBuilder.noJump
        var otherwise = try conditionalBlock()
        while lexer.token == .elseif {
            try function.chain(&escapes, try function.emitJump())
            try function.patchHere(otherwise)
            otherwise = try conditionalBlock()
        }
        if lexer.token == .else {
            try function.chain(&escapes, try function.emitJump())
            try function.patchHere(otherwise)
            try advance()
            try block()
        } else {
            try function.chain(&escapes, otherwise)
        }
        try function.patchHere(escapes)
        try requireClosing(.end, of: .if, line: line)
    }

    private mutating func conditionalBlock() throws(LuaError) -> Int {
        try advance()
        let otherwise = try condition()
        try require(.then)
        try block()
        return otherwise
    }

    /// - Returns: the jumps that are taken if it is false.
    private mutating func condition() throws(LuaError) -> Int {
        var value = try expression()
        if value.kind == .nil { value.kind = .false }
        try function.goIfTrue(&value)
        return value.whenFalse
    }

    private mutating func whileStatement(_ line: Int) throws(LuaError) {
        try advance()
        let start = function.label()
        let exit = try condition()
        openBlock(isLoop: true)
        try require(.do)
        try block()
        try function.patch(try function.emitJump(), to: start)
        try requireClosing(.end, of: .while, line: line)
        try closeBlock()
        try function.patchHere(exit)
    }

    private mutating func repeatStatement(_ line: Int) throws(LuaError) {
        let start = function.label()
        openBlock(isLoop: true)
        openBlock(isLoop: false)
        try advance()
        try chunk()
        try requireClosing(.until, of: .repeat, line: line)
        let exit = try condition()
        if !function.blocks[function.blocks.count - 1].hasUpvalue {
            try closeBlock()
            try function.patch(exit, to: start)
        } else {
            try breakStatement()
            try function.patchHere(exit)
            try closeBlock()
            try function.patch(try function.emitJump(), to: start)
        }
        try closeBlock()
    }

    private func breakStatement() throws(LuaError) {
        var index = function.blocks.count - 1
        var hasUpvalue = false
        while index >= 0, !function.blocks[index].isLoop {
            hasUpvalue = hasUpvalue || function.blocks[index].hasUpvalue
            index -= 1
        }
        guard index >= 0 else { throw lexer.syntaxError("no loop to break") }
        if hasUpvalue { try function.emit(.close, function.blocks[index].activeLocals, 0, 0) }
        try function.chain(&function.blocks[index].breaks, try function.emitJump())
    }

    private mutating func returnStatement() throws(LuaError) {
        try advance()
        if blockFollows || lexer.token == ";" { return try function.emitReturn(0, count: 0) }
        var (count, last) = try expressionList()
        var first = function.activeCount
        if last.hasMultipleResults {
            try function.setResults(last, count: -1)
            if last.kind == .call && count == 1 {
                let call = function.code[last.info]
                function.code[last.info] = Instruction(.tailCall, call.a, call.b, call.c)
            }
            count = -1
        } else if count == 1 {
            first = try function.putInAnyRegister(&last)
        } else {
            try function.putInNextRegister(&last)
        }
        try function.emitReturn(first, count: count)
    }

    private mutating func functionStatement(_ line: Int) throws(LuaError) {
        try advance()
        let name = try requireName()
        var variable = try self.variable(name)
        var isMethod = false
        while lexer.token == "." { try field(&variable) }
        if lexer.token == ":" {
            isMethod = true
            try field(&variable)
        }
        var body = try functionBody(isMethod: isMethod, line: line)
        try function.store(variable, &body)
        function.fixLine(line)
    }

    private mutating func expressionStatement() throws(LuaError) {
        let first = try primaryExpression()
        if first.kind == .call {
            function.code[first.info].c = 1
        } else {
            try assignment(to: first)
        }
    }

    // MARK: Assignment

    private mutating func assignment(to first: Expression) throws(LuaError) {
        var targets = [first]
        while true {
            switch targets[targets.count - 1].kind {
            case .local, .upvalue, .global, .indexed: break
            default: throw lexer.syntaxError("syntax error")
            }
            guard try take(Token(",")) else { break }
            let next = try primaryExpression()
            if next.kind == .local { try resolveConflicts(&targets, with: next) }
            try function.checkLimit(targets.count, Thread.depthLimit - depth, "variables in assignment")
            targets.append(next)
        }
        try require(Token("="))
        var (count, last) = try expressionList()
        if count == targets.count {
            function.setOneResult(&last)
            try function.store(targets.removeLast(), &last)
        } else {
            try adjust(targets.count, count, &last)
            if count > targets.count { function.freeRegister -= count - targets.count }
        }
        for target in targets.reversed() {
            var value = Expression(.register, function.freeRegister - 1)
            try function.store(target, &value)
        }
    }

    /// A local variable that is assigned to may be the table or the key of an earlier target: those use a copy.
    private func resolveConflicts(_ targets: inout [Expression], with local: Expression) throws(LuaError) {
        let copy = function.freeRegister
        var isConflict = false
        for index in targets.indices where targets[index].kind == .indexed {
            if targets[index].info == local.info {
                isConflict = true
                targets[index].info = copy
            }
            if targets[index].aux == local.info {
                isConflict = true
                targets[index].aux = copy
            }
        }
        if isConflict {
            try function.emit(.move, copy, local.info, 0)
            try function.reserve(1)
        }
    }
}
