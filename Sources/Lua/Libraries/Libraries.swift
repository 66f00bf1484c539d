// Which libraries there are, and how they come into a state.

extension LuaState {
    /// Adds the language's own libraries to the globals: the basic functions, `string`, `table`, `math`, `coroutine`, and of `os` the
    /// clock alone.
    public func openStandardLibraries() throws(LuaError) {
        let globals = globals
        try globals.set("_G", globals.value)
        try globals.set("_VERSION", string("Lua 5.1").value)
        try add(BaseLibrary.functions, to: globals)
        runtime.o.nextFunction = globals.get("next")
        try keep(makeFunction(BaseLibrary.ipairsStep), for: "ipairs")
        let proxies = makeTable()
        proxies.metatable = proxies
        try proxies.set("__mode", string("kv").value)
        try keep(proxies.value, for: "newproxy")

        let strings = try library("string", StringLibrary.functions)
        try strings.set("gfind", strings.get("gmatch"))
        let metatable = makeTable()
        try metatable.set("__index", strings.value)
        runtime.o.stringMetatable = metatable
        _ = try library("table", TableLibrary.functions)
        let math = try library("math", MathLibrary.functions)
        try math.set("pi", LuaValue(Double.pi))
        try math.set("huge", LuaValue(Double.infinity))
        _ = try library("coroutine", CoroutineLibrary.functions)
        _ = try library("os", [("clock", MathLibrary.clock)])
    }

    /// Adds the libraries that the language does not have of its own: `bit`, `cjson`, `cmsgpack`, `struct`.
    public func openExtensionLibraries() throws(LuaError) {
        let globals = globals
        _ = try library("bit", BitLibrary.functions)
        _ = try library("struct", StructLibrary.functions)
        try globals.set("cjson", try JSONLibrary.make(runtime, globals: globals).value)
        let pack = try library("cmsgpack", MessagePackLibrary.functions)
        try pack.set("_NAME", string("cmsgpack").value)
        try pack.set("_VERSION", string("lua-cmsgpack 0.4.0").value)
        try pack.set("_COPYRIGHT", string("Copyright (C) 2012, Salvatore Sanfilippo").value)
        try pack.set("_DESCRIPTION", string("MessagePack C implementation for Lua").value)
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
