// FunctionBuilder: the function that is being compiled: its code, constants, variables and free registers; and the jumps, whose
// targets are known later than they are.
//
// Jumps to a place that is not known yet are chained through their own distances. Those to the place where the next instruction goes
// are kept apart (`pendingHere`) until there is one.

final class FunctionBuilder {
    static let noJump = -1
    static let greatestStack = 250
    static let greatestLocals = 200
    static let greatestUpvalues = 60

    /// A block of the source: which variables end with it, and where `break` goes.
    struct Block {
        var breaks = FunctionBuilder.noJump
        let activeLocals: Int
        var hasUpvalue = false
        let isLoop: Bool
    }

    struct UpvalueSource {
        let isLocal: Bool
        let index: Int
    }

    let runtime: Runtime
    let outer: FunctionBuilder?
    let lineDefined: Int
    var lastLineDefined = 0
    var code: [Instruction] = []
    var lines: [Int32] = []
    var constants: [LuaValue] = []
    private var constantIndices: [UInt64: Int] = [:]
    var nested: [Prototype] = []
    var locals: [LocalVariable] = []
    /// The local variables in scope: places in `locals`.
    var active: [Int] = []
    var upvalueNames: [LuaString] = []
    var upvalues: [UpvalueSource] = []
    var blocks: [Block] = []
    var parameterCount = 0
    var vararg: VarargTraits = []
    var stackSize = 2
    var freeRegister = 0
    /// The last place that a jump goes to.
    var lastTarget = -1
    private var pendingHere = noJump
    /// Local variables that are declared but not in scope yet.
    var declared: [Int] = []
    private let lexer: Lexer

    init(_ lexer: Lexer, outer: FunctionBuilder?, lineDefined: Int) {
        runtime = lexer.runtime
        self.lexer = lexer
        self.outer = outer
        self.lineDefined = lineDefined
    }

    var place: Int { code.count }
    var activeCount: Int { active.count }

    /// The finished function.
    func prototype() -> Prototype {
        var parts = Prototype.Parts(source: lexer.source, lineDefined: lineDefined, lastLineDefined: lastLineDefined)
        (parts.parameterCount, parts.vararg, parts.stackSize) = (parameterCount, vararg, stackSize)
        (parts.code, parts.lines, parts.constants, parts.nested) = (code, lines, constants, nested)
        (parts.locals, parts.upvalueNames) = (locals, upvalueNames)
        return Prototype.make(runtime, parts)
    }

    func checkLimit(_ value: Int, _ limit: Int, _ what: StaticString) throws(LuaError) {
        guard value > limit else { return }
        throw lineDefined == 0
            ? lexer.error("main function has more than \(limit) \(what)")
            : lexer.error("function at line \(lineDefined) has more than \(limit) \(what)")
    }

    // MARK: Code

    @discardableResult
    func emit(_ instruction: Instruction) throws(LuaError) -> Int {
        try patchPending()
        code.append(instruction)
        lines.append(Int32(lexer.lastLine))
        return code.count - 1
    }

    @discardableResult
    func emit(_ operation: Operation, _ a: Int, _ b: Int, _ c: Int) throws(LuaError) -> Int {
        try emit(Instruction(operation, a, b, c))
    }

    /// Says that the last instruction belongs to another line.
    func fixLine(_ line: Int) { lines[lines.count - 1] = Int32(line) }

    func emitNil(from: Int, count: Int) throws(LuaError) {
        if place > lastTarget, let last = code.last, last.operation == .loadNil, last.a <= from, from <= last.b + 1 {
            if from + count - 1 > last.b { code[place - 1].b = from + count - 1 }
            return
        }
        try emit(.loadNil, from, from + count - 1, 0)
    }

    func emitReturn(_ first: Int, count: Int) throws(LuaError) { try emit(.return, first, count + 1, 0) }

    // MARK: Jumps

    func emitJump() throws(LuaError) -> Int {
        let pending = pendingHere
        pendingHere = FunctionBuilder.noJump
        var jump = try emit(Instruction(.jump, 0, signed: FunctionBuilder.noJump))
        try chain(&jump, pending)
        return jump
    }

    func emitConditional(_ operation: Operation, _ a: Int, _ b: Int, _ c: Int) throws(LuaError) -> Int {
        try emit(operation, a, b, c)
        return try emitJump()
    }

    /// The place here, as one that jumps go to.
    func label() -> Int {
        lastTarget = place
        return place
    }

    private func target(of jump: Int) -> Int {
        let distance = code[jump].signed
        return distance == FunctionBuilder.noJump ? FunctionBuilder.noJump : jump + 1 + distance
    }

    private func fix(_ jump: Int, to target: Int) throws(LuaError) {
        let distance = target - (jump + 1)
        guard abs(distance) <= Instruction.signedOffset else { throw lexer.syntaxError("control structure too long") }
        code[jump].signed = distance
    }

    /// Appends one chain of jumps to another.
    func chain(_ first: inout Int, _ second: Int) throws(LuaError) {
        if second == FunctionBuilder.noJump { return }
        if first == FunctionBuilder.noJump {
            first = second
            return
        }
        var list = first
        while target(of: list) != FunctionBuilder.noJump { list = target(of: list) }
        try fix(list, to: second)
    }

    /// The instruction that decides whether a jump is taken: the one before it, if that is a test.
    func control(of jump: Int) -> Int {
        guard jump >= 1 else { return jump }
        switch code[jump - 1].operation {
        case .equal, .less, .lessOrEqual, .test, .testSet, .genericFor: return jump - 1
        default: return jump
        }
    }

    /// Whether one of the jumps leaves no value behind, so that one has to be made.
    func needsValue(_ list: Int) -> Bool {
        var jump = list
        while jump != FunctionBuilder.noJump {
            if code[control(of: jump)].operation != .testSet { return true }
            jump = target(of: jump)
        }
        return false
    }

    /// Says which register a test puts the value in.
    /// - Returns: false if the jump's condition puts none anywhere.
    @discardableResult
    private func patchTest(_ jump: Int, _ register: Int) -> Bool {
        let place = control(of: jump)
        let i = code[place]
        guard i.operation == .testSet else { return false }
        if register != Instruction.noRegister && register != i.b {
            code[place].a = register
        } else {
            code[place] = Instruction(.test, i.b, 0, i.c)
        }
        return true
    }

    func removeValues(_ list: Int) {
        var jump = list
        while jump != FunctionBuilder.noJump {
            patchTest(jump, Instruction.noRegister)
            jump = target(of: jump)
        }
    }

    /// Directs jumps that leave a value to one place, others to another.
    func patch(_ list: Int, valueTo place: Int, register: Int, otherTo other: Int) throws(LuaError) {
        var jump = list
        while jump != FunctionBuilder.noJump {
            let next = target(of: jump)
            try fix(jump, to: patchTest(jump, register) ? place : other)
            jump = next
        }
    }

    private func patchPending() throws(LuaError) {
        let pending = pendingHere
        pendingHere = FunctionBuilder.noJump
        try patch(pending, valueTo: place, register: Instruction.noRegister, otherTo: place)
    }

    func patch(_ list: Int, to target: Int) throws(LuaError) {
        if target == place {
            try patchHere(list)
        } else {
            try patch(list, valueTo: target, register: Instruction.noRegister, otherTo: target)
        }
    }

    func patchHere(_ list: Int) throws(LuaError) {
        _ = label()
        try chain(&pendingHere, list)
    }

    // MARK: Registers

    func checkStack(_ count: Int) throws(LuaError) {
        let size = freeRegister + count
        if size <= stackSize { return }
        guard size < FunctionBuilder.greatestStack else {
            throw lexer.syntaxError("function or expression too complex")
        }
        stackSize = size
    }

    func reserve(_ count: Int) throws(LuaError) {
        try checkStack(count)
        freeRegister += count
    }

    func free(register: Int) {
        if register & Instruction.constantBit == 0 && register >= activeCount { freeRegister -= 1 }
    }

    func free(_ expression: Expression) {
        if expression.kind == .register { free(register: expression.info) }
    }

    // MARK: Constants

    private func constant(_ value: LuaValue, key: UInt64) throws(LuaError) -> Int {
        if let index = constantIndices[key] { return index }
        guard constants.count <= Instruction.greatestBx else { throw lexer.error("constant table overflow") }
        constants.append(value)
        constantIndices[key] = constants.count - 1
        return constants.count - 1
    }

    func constant(_ value: LuaValue) throws(LuaError) -> Int {
        // Both zeros are one key, so that the first in a function stands for the other too.
        let isZero = value.isNumber && value.double == 0
        return try constant(value, key: isZero ? 0 : value.bits)
    }
}
