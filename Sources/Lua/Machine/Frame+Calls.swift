// How a function calls, returns, and makes closures.

extension Frame {
    /// - Returns: whether the machine has to be left, because the function called has yielded.
    @inline(__always) mutating func call(_ i: Instruction) throws(LuaError) -> Bool {
        try tick()
        save()
        let at = slot(i.a)
        if i.b != 0 { thread.top = at &+ i.b }
        let function = self[i.a]
        if function.isFunction && !function.asFunction.isNative {
            try thread.beginLua(function.asFunction.closure, at: at, wanted: i.c &- 1)
            enter()
            return false
        }
        return try callOther(at, wanted: i.c &- 1)
    }

    @inline(__always) private mutating func callOther(_ at: Int, wanted: Int) throws(LuaError) -> Bool {
        switch try thread.begin(at, wanted: wanted) {
        case .lua: enter()
        case .native:
            reload()
            try collectIfDue()
        case .yielded: return true
        }
        return false
    }

    /// A call whose results are those of the caller: a function of Lua takes the caller's place.
    mutating func tailCall(_ i: Instruction) throws(LuaError) -> Bool {
        try tick()
        save()
        let at = slot(i.a)
        if i.b != 0 { thread.top = at &+ i.b }
        if !self[i.a].isFunction { try thread.prepareCallMetamethod(at) }
        reload()
        guard !thread[at].asFunction.isNative else { return try callOther(at, wanted: -1) }
        let info = thread.current
        if thread.hasOpenUpvalues { thread.closeUpvalues(from: Int(info.base)) }
        let (function, count) = (Int(info.function), thread.top - at)
        for index in 0..<count { thread[function + index] = thread[at + index] }
        thread.top = function + count
        thread.o.callIndex -= 1
        try thread.beginLua(thread[function].asFunction.closure, at: function, wanted: Int(info.wanted))
        thread.current.tailCalls = info.tailCalls + 1
        thread.current.isFresh = info.isFresh
        enter()
        return false
    }

    /// Ends the call and hands its results to the caller.
    /// - Returns: whether the machine has to be left.
    @inline(__always) mutating func leave(_ i: Instruction) -> Bool {
        let first = slot(i.a)
        let count = i.b != 0 ? i.b &- 1 : thread.top &- first
        if thread.hasOpenUpvalues { thread.closeUpvalues(from: slot(0)) }
        if thread.finish(results: count, from: first) { return true }
        enter()
        return false
    }

    mutating func makeClosure(_ i: Instruction) throws(LuaError) {
        let prototype = closure.o.prototype.o.nested[i.wide]
        let new = thread.runtime.makeClosure(prototype, environment: closure.o.environment)
        for index in 0..<Int(prototype.o.upvalueCount) {
            let source = fetch()
            new[index] = source.operation == .getUpvalue ? closure[source.b] : thread.openUpvalue(at: slot(source.b))
        }
        self[i.a] = new.value
        try collectIfDue()
    }

    mutating func vararg(_ i: Instruction) throws(LuaError) {
        let info = thread.current
        let available = Int(info.base - info.function) - Int(closure.o.prototype.o.parameterCount) - 1
        let first = Int(info.base) - available
        var wanted = i.b - 1
        if wanted < 0 {
            save()
            wanted = available
            thread.top = slot(i.a)
            try thread.ensure(available)
            reload()
            thread.top = slot(i.a) + available
        }
        for index in 0..<wanted { self[i.a + index] = index < available ? thread[first + index] : .nil }
    }
}
