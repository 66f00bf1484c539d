// Which libraries there are, and how they come into a state.

extension LuaState {
    /// Adds the language's own libraries to the globals: those of `openPureLibraries`, and the clock.
    public func openStandardLibraries() throws(LuaError) {
        try openPureLibraries()
        try openClock()
    }

    /// Adds the basic functions, `coroutine`, `table`, `string` and `math` to the globals.
    ///
    /// All fields are set in the order in which the real interpreter sets them, on which depends how `pairs` walks them. A basic
    /// function in `absent` leaves a gap, as an assignment of nil does and as those that reach files do.
    public func openPureLibraries(without absent: Set<String> = []) throws(LuaError) {
        let globals = globals
        try globals.set("_G", globals.value)
        try addBasic(BaseLibrary.functions, without: absent)
        try globals.set("_VERSION", string("Lua 5.1").value)
        try addBasic(BaseLibrary.functionsWithState, without: absent)
        runtime.o.nextFunction = globals.get("next")
        try keep(makeFunction(BaseLibrary.ipairsStep), for: "ipairs")
        if !absent.contains("newproxy") {
            let proxies = makeTable()
            proxies.metatable = proxies
            try proxies.set("__mode", string("kv").value)
            try keep(proxies.value, for: "newproxy")
        }
        _ = try library("coroutine", CoroutineLibrary.functions)
        _ = try library("table", TableLibrary.functions)
        let strings = try library("string", StringLibrary.functions)
        try strings.set("gfind", strings.get("gmatch"))
        let metatable = makeTable()
        try metatable.set("__index", strings.value)
        runtime.o.stringMetatable = metatable
        let math = try library("math", MathLibrary.functions)
        try math.set("pi", LuaValue(Double.pi))
        try math.set("huge", LuaValue(Double.infinity))
        try math.set("mod", math.get("fmod"))
    }

    /// Adds `os` to the globals, of which there is only the clock.
    public func openClock() throws(LuaError) { _ = try library("os", [("clock", MathLibrary.clock)]) }

    /// Adds the libraries that the language does not have of its own: `cjson`, `struct`, `cmsgpack`, `bit`, in this order.
    public func openExtensionLibraries() throws(LuaError) {
        let globals = globals
        try globals.set("cjson", try JSONLibrary.make(runtime, globals: globals).value)
        _ = try library("struct", StructLibrary.functions)
        let pack = try library("cmsgpack", MessagePackLibrary.functions)
        try pack.set("_NAME", string("cmsgpack").value)
        try pack.set("_VERSION", string("lua-cmsgpack 0.4.0").value)
        try pack.set("_COPYRIGHT", string("Copyright (C) 2012, Salvatore Sanfilippo").value)
        try pack.set("_DESCRIPTION", string("MessagePack C implementation for Lua").value)
        _ = try library("bit", BitLibrary.functions)
    }

    private func addBasic(
        _ functions: [(StaticString, NativeFunction?)], without absent: Set<String>
    ) throws(LuaError) {
        for (name, body) in functions {
            if let body, !absent.contains(name.description) {
                try globals.set(name, makeFunction(body))
            } else {
                try globals.set(name, .nil)
            }
        }
    }

    /// A library as a table among the globals.
    func library(_ name: StaticString, _ functions: [(StaticString, NativeFunction)]) throws(LuaError) -> LuaTable {
        let table = makeTable(fields: functions.count)
        try add(functions, to: table)
        try globals.set(name, table.value)
        return table
    }

    private func add(_ functions: [(StaticString, NativeFunction)], to table: LuaTable) throws(LuaError) {
        for (name, body) in functions { try table.set(name, makeFunction(body)) }
    }

    private func keep(_ value: LuaValue, for name: StaticString) throws(LuaError) {
        globals.get(name).asFunction.native.o.kept = value
    }

    /// Hands what `print` writes to `output`, a line at a time.
    public func setOutput(_ output: @escaping ([UInt8]) -> Void) { runtime.o.output = output }
}
