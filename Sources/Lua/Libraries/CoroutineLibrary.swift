// Coroutines: threads of their own stacks, resumed and left within the calls of the host's code that they are in.

enum CoroutineLibrary {
    static var functions: [(StaticString, NativeFunction)] {
        [
            ("create", create), ("resume", resume), ("running", running), ("status", status), ("wrap", wrap),
            ("yield", yield),
        ]
    }

    private static func make(_ call: LuaCall) throws(LuaError) -> Thread {
        guard call[1].isFunction, !call[1].asFunction.isNative else {
            throw call.argumentError(1, "Lua function expected")
        }
        try call.runtime.reserve(1024)
        let thread = call.runtime.makeThread(globals: call.thread.o.globals)
        thread.push(call[1])
        return thread
    }

    private static func create(_ call: inout LuaCall) throws(LuaError) { try call.push(try make(call).value) }

    private static func coroutine(_ call: LuaCall) throws(LuaError) -> Thread {
        guard call[1].isThread else { throw call.argumentError(1, "coroutine expected") }
        return call[1].asThread
    }

    private static func statusName(_ thread: Thread) -> StaticString {
        switch thread.o.status {
        case .running: "running"
        case .suspended: "suspended"
        case .normal: "normal"
        case .dead: "dead"
        }
    }

    private static func status(_ call: inout LuaCall) throws(LuaError) {
        try call.push(call.string(statusName(try coroutine(call))))
    }

    private static func running(_ call: inout LuaCall) throws(LuaError) {
        try call.push(call.thread == call.runtime.mainThread ? .nil : call.thread.value)
    }

    private static func resume(_ call: inout LuaCall) throws(LuaError) {
        let thread = try coroutine(call)
        if let error = try resume(&call, thread, from: 2) {
            if error.kind == .interrupted { throw error }
            try call.push(false)
            return try call.push(error.value)
        }
        let count = call.resultCount
        try call.returnSuccess(from: call.thread.top - count)
    }

    private static func wrap(_ call: inout LuaCall) throws(LuaError) {
        let thread = try make(call)
        let native = call.runtime.makeNative(environment: call.thread.o.globals, kept: thread.value, resumeWrapped)
        try call.push(native.value)
    }

    private static func resumeWrapped(_ call: inout LuaCall) throws(LuaError) {
        guard let error = try resume(&call, call.kept.asThread, from: 1) else { return }
        guard error.kind != .interrupted, error.value.isText else { throw error }
        let value = error.value
        let text = value.isString ? value.asString : call.runtime.string(number: value.double)
        throw call.error(LuaMessage(text.array))
    }

    private static func yield(_ call: inout LuaCall) throws(LuaError) {
        let thread = call.thread
        if call.runtime.o.depth > thread.o.baseDepth {
            throw thread.error("attempt to yield across metamethod/C-call boundary")
        }
        call.resultCount = call.argumentCount
        thread.top = call.base + call.argumentCount
        thread.o.isYielding = true
    }

    // MARK: Switching

    /// Runs a coroutine until it yields, ends or fails; what it hands out becomes the results of the call.
    /// - Returns: the error that it failed with.
    private static func resume(_ call: inout LuaCall, _ thread: Thread, from first: Int) throws(LuaError) -> LuaError? {
        guard thread.o.status == .suspended else {
            let message: LuaMessage = "cannot resume \(statusName(thread)) coroutine"
            return LuaError(call.runtime.string(message.bytes).value)
        }
        let runtime = call.runtime
        if runtime.o.depth >= Thread.depthLimit {
            // One that has not started has lost its function by this.
            if thread.o.callIndex == 0 { thread.o.status = .dead }
            return LuaError(runtime.string("C stack overflow").value)
        }
        let given = max(call.argumentCount - first + 1, 0)
        guard given <= 8000 else { throw call.error("too many arguments to resume") }
        try thread.ensure(given)
        for index in 0..<given { thread.push(call[first + index]) }

        let (resumer, depth) = (call.thread, runtime.o.depth)
        thread.o.resumer = resumer
        resumer.o.status = .normal
        thread.o.status = .running
        runtime.o.thread = thread
        runtime.o.depth = depth + 1
        thread.o.baseDepth = depth + 1
        let error = thread.run(given: given)
        runtime.o.depth = depth
        runtime.o.thread = resumer
        thread.o.resumer = nil
        resumer.o.status = .running
        if let error = error {
            thread.o.status = .dead
            return error
        }
        let isYield = thread.o.isYielding
        thread.o.isYielding = false
        thread.o.status = isYield ? .suspended : .dead
        let start = isYield ? Int(thread.current.base) : 1
        let count = thread.top - start
        guard call.hasRoom(count) else { throw call.error("too many results to resume") }
        try resumer.ensure(count)
        for index in 0..<count { try call.push(thread[start + index]) }
        thread.top = start
        return nil
    }
}

extension Thread {
    /// Starts the function on the stack, or goes on behind the yield; `given` values are on top.
    fileprivate func run(given: Int) -> LuaError? {
        do throws(LuaError) {
            if o.callIndex == 0 {
                if case .lua = try begin(top - given - 1, wanted: -1) {
                    current.isFresh = true
                    try execute()
                }
            } else {
                _ = finish(results: given, from: top - given)
                try execute()
            }
            return nil
        } catch {
            closeUpvalues(from: 1)
            o.callIndex = 0
            return error
        }
    }
}
