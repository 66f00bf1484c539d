// What messages say about where they come from: the line, the name of a variable, the name of a function.
//
// A variable is named by finding the instruction that last put something in its register, as far as that can be told by following
// the code from its beginning.

/// What a name in a message is that of.
enum NameKind: String { case local, global, method, field, upvalue }

extension Thread {
    // MARK: Errors

    /// An error of the machine: the message, preceded by the place if the current function is one of Lua.
    @inline(never) func error(_ message: LuaMessage) -> LuaError {
        guard o.callIndex > 0, current.isLua else { return LuaError(runtime.string(message.bytes).value) }
        return LuaError(runtime.string((place(of: o.callIndex) + message).bytes).value)
    }

    /// The place that `error` names for a level: of the function that called the native one, for level 1.
    func place(level: Int) -> LuaMessage {
        var (level, index) = (level, o.callIndex)
        while level > 0 && index > 0 {
            level -= 1
            if self[call: index].isLua { level -= Int(self[call: index].tailCalls) }
            index -= 1
        }
        guard level == 0, index > 0, self[call: index].isLua else { return "" }
        return place(of: index)
    }

    /// The line that the call at `index` of the stack of calls has come to; nil if it is native.
    func line(of index: Int) -> Int? {
        guard self[call: index].isLua else { return nil }
        return Int(prototype(of: index).o.lines[step(of: index)])
    }

    /// What the chunk is called that the call at `index` of the stack of calls runs code of; nil if it is native.
    func source(of index: Int) -> LuaString? { self[call: index].isLua ? prototype(of: index).o.source : nil }

    private func place(of index: Int) -> LuaMessage {
        let name = Chunk.displayName(prototype(of: index).o.source.array)
        return "\(name):\(line(of: index) ?? 0): "
    }

    func typeError(_ value: LuaValue, _ action: StaticString, register: Int) -> LuaError {
        let type = value.typeName
        if register >= 0, current.isLua, let name = name(ofRegister: register, in: o.callIndex) {
            return error("attempt to \(action) \(name.kind.rawValue) '\(name.name)' (a \(type) value)")
        }
        return error("attempt to \(action) a \(type) value")
    }

    func typeError(_ value: LuaValue, _ action: StaticString, operand: Int) -> LuaError {
        typeError(value, action, register: operand & Instruction.constantBit != 0 ? -1 : operand)
    }

    // MARK: Names

    private func prototype(of index: Int) -> Prototype {
        self[Int(self[call: index].function)].asFunction.closure.o.prototype
    }

    /// The instruction that the call has come to.
    private func step(of index: Int) -> Int { prototype(of: index).step(before: self[call: index]) }

    /// How the caller names the function of a call; nil if it cannot be told.
    func functionName(of index: Int) -> (kind: NameKind, name: LuaMessage)? {
        guard index > 0 else { return nil }
        if self[call: index].isLua && self[call: index].tailCalls > 0 || !self[call: index - 1].isLua { return nil }
        let instruction = prototype(of: index - 1).o.code[step(of: index - 1)]
        switch instruction.operation {
        case .call, .tailCall, .genericFor: return name(ofRegister: instruction.a, in: index - 1)
        default: return nil
        }
    }

    private func name(ofRegister register: Int, in index: Int) -> (kind: NameKind, name: LuaMessage)? {
        let prototype = prototype(of: index)
        let step = step(of: index)
        if let name = prototype.localName(register + 1, at: step) { return (.local, "\(name)") }
        let instruction = prototype.setter(of: register, before: step)
        switch instruction.operation {
        case .getGlobal: return (.global, "\(prototype.o.constants[instruction.wide].asString)")
        case .move:
            return instruction.b < instruction.a ? name(ofRegister: instruction.b, in: index) : nil
        case .getTable: return (.field, prototype.constantName(instruction.c))
        case .selfField: return (.method, prototype.constantName(instruction.c))
        case .getUpvalue: return (.upvalue, "\(prototype.o.upvalueNames[instruction.b])")
        default: return nil
        }
    }
}

extension LuaMessage {
    static func + (left: LuaMessage, right: LuaMessage) -> LuaMessage { LuaMessage(left.bytes + right.bytes) }
}

extension Prototype {
    /// The name of the `number`th local variable that is visible at a step.
    func localName(_ number: Int, at step: Int) -> LuaString? {
        var number = number
        for index in 0..<o.locals.count {
            let local = o.locals[index]
            if local.start > step { break }
            if step < local.end {
                number -= 1
                if number == 0 { return local.name }
            }
        }
        return nil
    }

    fileprivate func constantName(_ operand: Int) -> LuaMessage {
        guard operand & Instruction.constantBit != 0 else { return "?" }
        let constant = o.constants[operand & 0xFF]
        return constant.isString ? "\(constant.asString)" : "?"
    }

    /// The instruction that last set `register` before `end`; the final return, if none did.
    fileprivate func setter(of register: Int, before end: Int) -> Instruction {
        var last = o.code.count - 1
        var step = 0
        while step < end {
            let i = o.code[step]
            if i.operation.setsA && i.a == register { last = step }
            switch i.operation {
            case .loadNil: if i.a <= register && register <= i.b { last = step }
            case .selfField: if register == i.a + 1 { last = step }
            case .genericFor: if register >= i.a + 2 { last = step }
            case .call, .tailCall: if register >= i.a { last = step }
            case .jump, .forLoop, .forPrepare:
                let target = step + 1 + i.signed
                // Only forward, and not beyond the instruction in question.
                if step < target && target <= end { step += i.signed }
            case .closure: step += Int(o.nested[i.wide].o.upvalueCount)
            case .setList: if i.c == 0 { step += 1 }
            default: break
            }
            step += 1
        }
        return o.code[last]
    }
}

extension Operation {
    fileprivate var setsA: Bool {
        switch self {
        case .setGlobal, .setUpvalue, .setTable, .jump, .equal, .less, .lessOrEqual, .return, .genericFor, .setList,
            .close:
            false
        default: true
        }
    }
}
