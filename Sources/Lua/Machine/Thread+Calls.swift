// Calls: how one begins and ends, for functions of Lua and of the host, protected or not.

/// What beginning a call has come to.
enum Begun {
    /// A frame stands ready to be executed.
    case lua
    /// The function has run; its results are where the function was.
    case native
    /// The function has asked to leave the coroutine.
    case yielded
}

extension Thread {
    /// How deep calls of the host's code into the machine may nest.
    static let depthLimit = 200

    /// Begins a call of what stands at slot `at`, its arguments behind it up to the top.
    func begin(_ at: Int, wanted: Int) throws(LuaError) -> Begun {
        if !self[at].isFunction { try prepareCallMetamethod(at) }
        let function = self[at].asFunction
        if function.isNative { return try runNative(function.native, at: at, wanted: wanted) ? .yielded : .native }
        try beginLua(function.closure, at: at, wanted: wanted)
        return .lua
    }

    /// Puts the metamethod `__call` before the arguments.
    func prepareCallMetamethod(_ at: Int) throws(LuaError) {
        let object = self[at]
        let handler = runtime.metamethod(of: object, .call)
        guard handler.isFunction else { throw callError(at) }
        try ensure(1)
        for index in stride(from: top, to: at, by: -1) { self[index] = self[index - 1] }
        top += 1
        self[at] = handler
    }

    private func callError(_ at: Int) -> LuaError {
        let info = current
        let register = info.isLua && at >= Int(info.base) && at < Int(info.top) ? at - Int(info.base) : -1
        return typeError(self[at], "call", register: register)
    }

    /// Makes a frame for a function of Lua.
    @inline(__always) func beginLua(_ closure: Closure, at: Int, wanted: Int) throws(LuaError) {
        let prototype = closure.o.prototype
        let stackSize = Int(prototype.o.stackSize)
        try ensure(stackSize)
        let parameters = Int(prototype.o.parameterCount)
        var base = at &+ 1
        let given = top &- base
        if !prototype.o.vararg.isEmpty {
            base = try arrangeVarargs(prototype, given: given)
        } else {
            var index = given
            while index < parameters {
                self[base &+ index] = .nil
                index &+= 1
            }
        }
        try pushCall(CallInfo(function: at, base: base, wanted: wanted, prototype: prototype))
    }

    /// Moves the fixed parameters behind all arguments, where the registers begin.
    private func arrangeVarargs(_ prototype: Prototype, given: Int) throws(LuaError) -> Int {
        let parameters = Int(prototype.o.parameterCount)
        var given = given
        while given < parameters {
            push(.nil)
            given += 1
        }
        var table: LuaTable?
        if prototype.o.vararg.contains(.needsArgument) {
            let made = runtime.makeTable(array: given - parameters, fields: 1)
            for index in 0..<given - parameters {
                try made.set(index + 1, self[top - given + parameters + index])
            }
            try made.set("n", LuaValue(given - parameters))
            table = made
        }
        let first = top - given
        try ensure(Int(prototype.o.stackSize) + parameters + 1)
        let base = top
        for index in 0..<parameters {
            push(self[first + index])
            self[first + index] = .nil
        }
        if let table = table { push(table.value) }
        return base
    }

    /// Runs a function of the host.
    /// - Returns: whether it yields.
    private func runNative(_ native: Native, at: Int, wanted: Int) throws(LuaError) -> Bool {
        try ensure(Thread.nativeSlots)
        let top = top
        try pushCall(CallInfo(function: at, top: top &+ Thread.nativeSlots, wanted: wanted))
        var call = LuaCall(self, base: at &+ 1, argumentCount: top &- at &- 1)
        try native.run(&call)
        if o.isYielding { return true }
        _ = finish(results: call.resultCount, from: self.top &- call.resultCount)
        return false
    }

    /// Ends the current call: its results go where the function was.
    /// - Returns: whether the call was fresh.
    @inline(__always) func finish(results count: Int, from first: Int) -> Bool {
        let info = current
        var target = Int(info.function)
        let wanted = Int(info.wanted)
        let moved = wanted < 0 ? count : min(count, wanted)
        var index = 0
        while index < moved {
            self[target &+ index] = self[first &+ index]
            index &+= 1
        }
        while index < wanted {
            self[target &+ index] = .nil
            index &+= 1
        }
        target &+= index
        top = target
        popCall()
        return info.isFresh
    }

    // MARK: Calls from the host's code

    /// Calls what stands at slot `at`, its arguments behind it up to the top; the results take its place, and the top is behind them.
    func call(_ at: Int, wanted: Int) throws(LuaError) {
        let runtime = runtime
        runtime.o.depth += 1
        defer { runtime.o.depth -= 1 }
        if runtime.o.depth >= Thread.depthLimit { try overflow(runtime.o.depth) }
        if case .lua = try begin(at, wanted: wanted) {
            current.isFresh = true
            try execute()
        }
        if wanted >= 0 { top = at + wanted }
    }

    private func overflow(_ depth: Int) throws(LuaError) {
        if depth == Thread.depthLimit { throw error("C stack overflow") }
        if depth >= Thread.depthLimit + Thread.depthLimit / 8 {
            throw LuaError(runtime.string("error in error handling").value, kind: .handler)
        }
    }

    /// Calls a function and catches what it throws; the stack is then as it was below `at`.
    /// - Parameter handler: What makes of an error the one that is returned.
    func protectedCall(_ at: Int, wanted: Int, handler: LuaValue? = nil) -> LuaError? {
        let callIndex = o.callIndex
        do throws(LuaError) {
            try call(at, wanted: wanted)
            return nil
        } catch {
            notePlace()
            let caught = handler.map { handled(error, by: $0) } ?? error
            closeUpvalues(from: at)
            o.callIndex = callIndex
            top = at
            shrinkCalls()
            return caught
        }
    }

    /// Calls a handler where an error arose, on top of the calls that led there. It also handles the errors that it makes itself, each
    /// on top of the last, until that is too deep.
    private func handled(_ error: LuaError, by handler: LuaValue) -> LuaError {
        var error = error
        let (runtime, depth) = (runtime, runtime.o.depth)
        defer { runtime.o.depth = depth }
        while error.kind == .script || error.kind == .syntax {
            guard handler.isFunction else {
                return LuaError(runtime.string("error in error handling").value, kind: .handler)
            }
            runtime.o.depth += 1
            let at = free
            top = at
            do throws(LuaError) {
                try ensure(2)
                push(handler)
                push(error.value)
                try call(at, wanted: 1)
                return LuaError(self[at])
            } catch let next {
                notePlace()
                error = next
            }
        }
        return error
    }

    /// Notes where the error being caught was raised: by the function that was at work or, if that is native, by its caller.
    private func notePlace() {
        let runtime = runtime
        if runtime.o.isThrownOn {
            runtime.o.isThrownOn = false
            return
        }
        var index = o.callIndex
        if index > 0 && !self[call: index].isLua { index -= 1 }
        runtime.o.raisedSource = index > 0 ? source(of: index) : nil
        runtime.o.raisedLine = index > 0 ? line(of: index) ?? -1 : -1
    }

    /// Where a call from here finds free slots: above what the current function uses.
    var free: Int { current.isLua ? max(Int(current.top), top) : top }

    /// Calls a metamethod with two operands, for one result.
    func callMetamethod(_ handler: LuaValue, _ first: LuaValue, _ second: LuaValue) throws(LuaError) -> LuaValue {
        let (at, saved) = (free, top)
        top = at
        try ensure(4)
        self[at] = handler
        self[at + 1] = first
        self[at + 2] = second
        top = at + 3
        try call(at, wanted: 1)
        top = saved
        return self[at]
    }

    /// Calls a metamethod with three operands, for none.
    func callMetamethod(
        _ handler: LuaValue, _ first: LuaValue, _ second: LuaValue, _ third: LuaValue
    ) throws(LuaError) {
        let (at, saved) = (free, top)
        top = at
        try ensure(4)
        self[at] = handler
        self[at + 1] = first
        self[at + 2] = second
        self[at + 3] = third
        top = at + 4
        try call(at, wanted: 0)
        top = saved
    }

    /// Collects, calls finalizers, and throws if what is left is more than there may be.
    @inline(never) func collect() throws(LuaError) {
        let runtime = runtime
        runtime.collect()
        while let userdata = runtime.o.finalizable.popLast() {
            let handler = runtime.metamethod(of: userdata.value, .gc)
            if handler.isFunction { _ = try callMetamethod(handler, userdata.value, .nil) }
        }
        try runtime.reserve(0)
    }
}
