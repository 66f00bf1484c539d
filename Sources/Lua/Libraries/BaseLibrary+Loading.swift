// Basic functions that load code, look at environments, or tell the collector what to do.

extension BaseLibrary {
    // MARK: Loading

    static func loadString(_ call: inout LuaCall) throws(LuaError) {
        let source = try call.checkString(1)
        let name = call[2].isNil ? source : try call.checkString(2)
        try load(&call, source.array, name: name.array)
    }

    static func load(_ call: inout LuaCall) throws(LuaError) {
        let name = call[2].isNil ? Array("=(load)".utf8) : try call.checkString(2).array
        let reader = try call.checkFunction(1)
        var source: [UInt8] = []
        do throws(LuaError) {
            while true {
                let piece = try call.call(reader)
                if piece.isNil { break }
                guard piece.isText else { throw call.error("reader function must return a string") }
                if piece.isString && piece.asString.count == 0 { break }
                source += piece.isString ? piece.asString.array : call.runtime.string(number: piece.double).array
                try call.runtime.reserve(source.count)
            }
        } catch {
            if error.kind == .interrupted { throw error }
            try call.push(.nil)
            return try call.push(error.value)
        }
        try load(&call, source, name: name)
    }

    private static func load(_ call: inout LuaCall, _ source: [UInt8], name: [UInt8]) throws(LuaError) {
        do throws(LuaError) {
            try call.push(try call.runtime.load(source, name: name, globals: call.thread.o.globals).value)
        } catch {
            try call.push(.nil)
            try call.push(error.value)
        }
    }

    // MARK: Environments

    /// The function that an argument names: itself, or by the level of a call.
    private static func function(_ call: LuaCall, orLevel standard: Int?) throws(LuaError) -> Function {
        if call[1].isFunction { return call[1].asFunction }
        let level: Int
        if let standard = standard, call[1].isNil { level = standard } else { level = try call.checkInt(1) }
        guard level >= 0 else { throw call.argumentError(1, "level must be non-negative") }
        let thread = call.thread
        var (rest, index) = (level, thread.o.callIndex)
        while rest > 0 && index > 0 {
            rest -= 1
            if thread[call: index].isLua { rest -= Int(thread[call: index].tailCalls) }
            index -= 1
        }
        if rest < 0 { throw call.error("no function environment for tail call at level \(level)") }
        guard rest == 0, index > 0 else { throw call.argumentError(1, "invalid level") }
        return thread[Int(thread[call: index].function)].asFunction
    }

    static func getEnvironment(_ call: inout LuaCall) throws(LuaError) {
        let function = try function(call, orLevel: 1)
        try call.push((function.isNative ? call.thread.o.globals : function.environment).value)
    }

    static func setEnvironment(_ call: inout LuaCall) throws(LuaError) {
        let environment = try call.checkTable(2)
        let function = try function(call, orLevel: nil)
        if let number = call[1].convertedNumber, number == 0 {
            call.thread.o.globals = environment
            return
        }
        guard !function.isNative else {
            throw call.error("'setfenv' cannot change environment of given object")
        }
        function.environment = environment
        try call.push(function.value)
    }

    // MARK: The collector

    private static let collectorOptions: [StaticString] = [
        "stop", "restart", "collect", "count", "step", "setpause", "setstepmul",
    ]

    static func collectGarbage(_ call: inout LuaCall) throws(LuaError) {
        let option = call[1].isNil ? 2 : try call.checkOption(1, collectorOptions)
        let argument = call[2].isNil ? 0 : try call.checkInt(2)
        let runtime = call.runtime
        switch option {
        case 0:
            runtime.o.collectsByItself = false
            runtime.o.threshold = runtime.o.limit
            try call.push(0)
        case 1:
            runtime.o.collectsByItself = true
            runtime.scheduleCollection(at: min(runtime.o.bytes + Runtime.firstThreshold, runtime.o.limit))
            try call.push(0)
        case 2:
            try call.thread.collect()
            try call.push(0)
        case 3: try call.push(Double(runtime.o.bytes) / 1024)
        case 4:
            try call.thread.collect()
            try call.push(true)
        case 5:
            try call.push(runtime.o.pause)
            runtime.o.pause = max(argument, 100)
        default: try call.push(200)
        }
    }

    static func gcinfo(_ call: inout LuaCall) throws(LuaError) { try call.push(call.runtime.o.bytes / 1024) }
}

extension LuaCall {
    /// The value that was kept for the function.
    var kept: LuaValue { thread[base - 1].asFunction.native.o.kept }

    /// The place of the argument among `options`.
    func checkOption(_ index: Int, _ options: [StaticString]) throws(LuaError) -> Int {
        let text = try checkString(index)
        if let found = options.firstIndex(where: { text.equals($0) }) { return found }
        throw argumentError(index, "invalid option '\(text)'")
    }

    /// Whether so many values may be put on the stack.
    func hasRoom(_ count: Int) -> Bool { count <= 8000 && thread.top - base + count <= 8000 }

    /// Sets a field without metamethods, as a script may.
    func rawSet(_ table: LuaTable, _ key: LuaValue, _ value: LuaValue) throws(LuaError) {
        if table.isReadOnly { throw thread.error("Attempt to modify a readonly table") }
        if table.get(key).isNil { try thread.checkKey(key) }
        try table.set(key, value)
    }

    /// Returns true and the values that stand from slot `at` on.
    mutating func returnSuccess(from at: Int) throws(LuaError) {
        let count = thread.top - at
        try thread.ensure(1)
        for index in stride(from: count, to: 0, by: -1) { thread[at + index] = thread[at + index - 1] }
        thread[at] = LuaValue(true)
        thread.top = at + count + 1
        resultCount = count + 1
    }

    /// A value as `tostring` shows it, by `__tostring` if there is one.
    func text(of value: LuaValue) throws(LuaError) -> LuaValue {
        let handler = runtime.metamethod(of: value, .tostring)
        if !handler.isNil { return try call(handler, value) }
        return runtime.describe(value).value
    }
}

extension Runtime {
    /// A value as `tostring` shows it without metamethods.
    func describe(_ value: LuaValue) -> LuaString {
        if value.isNumber { return string(number: value.double) }
        if value.isString { return value.asString }
        if value.isNil { return string("nil") }
        if let boolean = value.boolean { return string(boolean ? "true" : "false") }
        let name = value.typeName
        let address = value.bits & 0xFFFF_FFFF_FFFF
        return string(
            (address == 0 ? "\(name): (nil)" : "\(name): 0x\(String(address, radix: 16))" as LuaMessage).bytes)
    }
}
