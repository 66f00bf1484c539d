// The basic functions: types, metatables, errors, environments, loading. Those that reach files are not here.

enum BaseLibrary {
    /// In the order of the real interpreter's list; nil: one that reaches files.
    static var functions: [(StaticString, NativeFunction?)] {
        [
            ("assert", assert), ("collectgarbage", collectGarbage), ("dofile", nil), ("error", error),
            ("gcinfo", gcinfo), ("getfenv", getEnvironment), ("getmetatable", getMetatable), ("loadfile", nil),
            ("load", load),
            ("loadstring", loadString), ("next", next), ("pcall", pcall), ("print", print), ("rawequal", rawEqual),
            ("rawget", rawGet), ("rawset", rawSet), ("select", select), ("setfenv", setEnvironment),
            ("setmetatable", setMetatable), ("tonumber", toNumber), ("tostring", toString), ("type", type),
            ("unpack", unpack), ("xpcall", xpcall),
        ]
    }

    /// Those that keep something of their own, which come later.
    static var functionsWithState: [(StaticString, NativeFunction?)] {
        [("ipairs", ipairs), ("pairs", pairs), ("newproxy", newProxy)]
    }

    // MARK: Types

    private static func type(_ call: inout LuaCall) throws(LuaError) {
        try call.checkAny(1)
        try call.push(call.string(call[1].typeName))
    }

    private static func toString(_ call: inout LuaCall) throws(LuaError) {
        try call.checkAny(1)
        try call.push(try call.text(of: call[1]))
    }

    private static func toNumber(_ call: inout LuaCall) throws(LuaError) {
        let base = call[2].isNil ? 10 : try call.checkInt(2)
        if base == 10 {
            try call.checkAny(1)
            if let number = call[1].convertedNumber { return try call.push(LuaValue(computed: number)) }
        } else {
            let string = try call.checkString(1)
            guard base >= 2 && base <= 36 else { throw call.argumentError(2, "base out of range") }
            if let number = Numeral.parse(string, base: base) { return try call.push(number) }
        }
        try call.push(.nil)
    }

    private static func print(_ call: inout LuaCall) throws(LuaError) {
        var line: [UInt8] = []
        for index in 1..<(call.argumentCount + 1) {
            let converter = call.thread.o.globals.get("tostring")
            let text = try call.call(converter, call[index])
            guard text.isText else { throw call.error("'tostring' must return a string to 'print'") }
            if index > 1 { line.append(9) }
            // Like the C library, up to the first zero byte.
            let shown = text.isString ? text.asString : call.runtime.string(number: text.double)
            line += shown.array.prefix { $0 != 0 }
        }
        line.append(10)
        if let output = call.runtime.o.output { output(line) }
    }

    private static func select(_ call: inout LuaCall) throws(LuaError) {
        let count = call.argumentCount
        if let text = call[1].string, text.count > 0, text[0] == UInt8(ascii: "#") { return try call.push(count - 1) }
        var index = try call.checkInt(1)
        if index < 0 { index += count } else if index > count { index = count }
        guard index >= 1 else { throw call.argumentError(1, "index out of range") }
        // What stands on top already are the results.
        call.thread.top = call.base + count
        call.resultCount = count - index
    }

    // MARK: Tables

    private static func next(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        guard let index = table.traversalIndex(after: call[2]) else { throw call.thread.error("invalid key to 'next'") }
        guard let field = table.nextField(from: index) else { return try call.push(.nil) }
        try call.push(field.key)
        try call.push(field.value)
    }

    private static func pairs(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        try call.push(call.runtime.o.nextFunction)
        try call.push(table.value)
        try call.push(.nil)
    }

    private static func ipairs(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        try call.push(call.kept)
        try call.push(table.value)
        try call.push(0)
    }

    static func ipairsStep(_ call: inout LuaCall) throws(LuaError) {
        let index = try call.checkInt(2) + 1
        let value = try call.checkTable(1).get(index)
        if value.isNil { return }
        try call.push(index)
        try call.push(value)
    }

    private static func rawEqual(_ call: inout LuaCall) throws(LuaError) {
        try call.checkAny(1)
        try call.checkAny(2)
        try call.push(LuaValue.rawEqual(call[1], call[2]))
    }

    private static func rawGet(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        try call.checkAny(2)
        try call.push(table.get(call[2]))
    }

    private static func rawSet(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        try call.checkAny(2)
        try call.checkAny(3)
        try call.rawSet(table, call[2], call[3])
        try call.push(table.value)
    }

    private static func unpack(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        let first = call[2].isNil ? 1 : try call.checkInt(2)
        let last = call[3].isNil ? table.length : try call.checkInt(3)
        if first > last { return }
        let count = last - first + 1
        guard count <= Int(Int32.max), call.hasRoom(count) else { throw call.error("too many results to unpack") }
        try call.thread.ensure(count)
        for index in first..<(last + 1) { try call.push(table.get(index)) }
    }

    private static func getMetatable(_ call: inout LuaCall) throws(LuaError) {
        try call.checkAny(1)
        guard let metatable = call.runtime.metatable(of: call[1]) else { return try call.push(.nil) }
        let shown = metatable.get(short: call.runtime.name(.metatable))
        try call.push(shown.isNil ? metatable.value : shown)
    }

    private static func setMetatable(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        guard call.argumentCount >= 2, call[2].isNil || call[2].isTable else {
            throw call.argumentError(2, "nil or table expected")
        }
        if let old = table.metatable, !old.get(short: call.runtime.name(.metatable)).isNil {
            throw call.error("cannot change a protected metatable")
        }
        if table.isReadOnly { throw call.thread.error("Attempt to modify a readonly table") }
        table.metatable = call[2].table
        try call.push(table.value)
    }

    private static func newProxy(_ call: inout LuaCall) throws(LuaError) {
        let argument = call[1]
        let userdata = call.runtime.makeUserdata(environment: call.thread.o.globals)
        if argument.isBoolean && !argument.isFalsy {
            let metatable = call.runtime.makeTable()
            userdata.o.metatable = metatable
            try call.kept.asTable.set(metatable.value, LuaValue(true))
        } else if !argument.isFalsy {
            guard let metatable = call.runtime.metatable(of: argument), argument.isFullUserdata,
                !call.kept.asTable.get(metatable.value).isFalsy
            else { throw call.argumentError(1, "boolean or proxy expected") }
            userdata.o.metatable = metatable
        }
        try call.push(userdata.value)
    }

    // MARK: Errors

    private static func assert(_ call: inout LuaCall) throws(LuaError) {
        try call.checkAny(1)
        if call[1].isFalsy {
            throw call[2].isNil ? call.error("assertion failed!") : call.error("\(try call.checkString(2))")
        }
        call.resultCount = call.argumentCount
    }

    private static func error(_ call: inout LuaCall) throws(LuaError) {
        let level = call[2].isNil ? 1 : try call.checkInt(2)
        let value = call[1]
        guard value.isText, level > 0 else { throw LuaError(value) }
        let text = value.isString ? value.asString : call.runtime.string(number: value.double)
        throw LuaError(try call.string((call.thread.place(level: level) + LuaMessage(text.array)).bytes).value)
    }

    private static func pcall(_ call: inout LuaCall) throws(LuaError) {
        try call.checkAny(1)
        let at = call.base
        if let error = call.thread.protectedCall(at, wanted: -1) {
            if error.kind == .interrupted { throw error }
            call.thread.top = at
            try call.push(false)
            return try call.push(error.value)
        }
        try call.returnSuccess(from: at)
    }

    private static func xpcall(_ call: inout LuaCall) throws(LuaError) {
        try call.checkAny(2)
        let (at, handler) = (call.base + 2, call[2])
        call.thread.top = at
        try call.thread.ensure(2)
        call.thread.push(call[1])
        if let error = call.thread.protectedCall(at, wanted: -1, handler: handler) {
            if error.kind == .interrupted { throw error }
            try call.push(false)
            return try call.push(error.value)
        }
        try call.returnSuccess(from: at)
    }
}
