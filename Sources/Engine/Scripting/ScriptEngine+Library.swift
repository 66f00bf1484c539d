// The globals of scripts: the libraries, and the table `redis`. All are read-only once they stand.

import UnderstudyLua

extension ScriptEngine {
    /// Fills the globals.
    func openLibraries() throws(LuaError) {
        let globals = state.globals
        try state.openPureLibraries(without: ["print", "getfenv", "setfenv", "newproxy"])
        // In the real server it is there until its own handler of errors stands, and has a place among the globals.
        try globals.set("debug", LuaValue(true))
        if engine.profile != .redis70 { try state.openClock() }
        try state.openExtensionLibraries()
        // An error's table becomes its text for the scripts that catch it, as it was before there were such tables.
        try globals.set("pcall", state.makeProtectedCall { $0.table?.get("err").string?.value ?? $0 })
        try publish(try makeLibrary(), in: globals)
        if kind == .scripts {
            let handler = state.makeFunction { [unowned self] call throws(LuaError) in try handleError(&call) }
            if engine.profile.isValkey { try globals.set("__server__err__handler", handler) }
            try globals.set("__redis__err__handler", handler)
        }
        try globals.set("debug", .nil)
        if kind == .scripts {
            try globals.set("KEYS", state.makeTable().value)
            try globals.set("ARGV", state.makeTable().value)
        }
        try refuseAbsentFields(of: globals)
        state.protect(globals)
        if kind == .functions { try separateLoading(from: globals) }
    }

    /// Makes the server's own library known by its names.
    func publish(_ library: LuaTable, in globals: LuaTable) throws(LuaError) {
        if engine.profile.isValkey { try globals.set("server", library.value) }
        try globals.set("redis", library.value)
    }

    /// Makes it an error to read a field that a table does not have.
    func refuseAbsentFields(of table: LuaTable) throws(LuaError) {
        let metatable = state.makeTable(fields: 1)
        try metatable.set(
            "__index",
            state.makeFunction { call throws(LuaError) in
                let name = try call.checkString(2)
                throw call.error("Script attempted to access nonexistent global variable '\(name)'")
            })
        table.metatable = metatable
    }

    /// The server's own library. Its fields come in the real server's order, on which depends how `pairs` walks them.
    private func makeLibrary() throws(LuaError) -> LuaTable {
        let library = state.makeTable()
        try addCalls(to: library)
        try addLog(to: library)
        try library.set(
            "setresp", state.makeFunction { [unowned self] call throws(LuaError) in try setProtocol(&call) })
        try addReplies(to: library)
        try addReplication(to: library)
        try library.set(
            "acl_check_cmd", state.makeFunction { [unowned self] call throws(LuaError) in try checkAccess(&call) })
        if kind == .scripts { try addLeftovers(to: library) }
        return library
    }

    /// The log and the version: all that code may use, too, that registers functions.
    func addLog(to library: LuaTable) throws(LuaError) {
        try library.set("log", state.makeFunction { [unowned self] call throws(LuaError) in try log(&call) })
        let levels: [(StaticString, Int)] = [
            ("LOG_DEBUG", 0), ("LOG_VERBOSE", 1), ("LOG_NOTICE", 2), ("LOG_WARNING", 3),
        ]
        for (name, level) in levels { try library.set(name, LuaValue(level)) }
        let profile = engine.profile
        try library.set("REDIS_VERSION_NUM", ScriptEngine.number(ofVersion: profile.redisVersion))
        try library.set("REDIS_VERSION", state.string(Array(profile.redisVersion.utf8)).value)
        guard profile.isValkey else { return }
        try library.set("SERVER_NAME", state.string(Array(profile.serverName.utf8)).value)
        try library.set("VALKEY_VERSION_NUM", ScriptEngine.number(ofVersion: profile.version))
        try library.set("VALKEY_VERSION", state.string(Array(profile.version.utf8)).value)
    }

    /// A byte for each part of a version.
    private static func number(ofVersion version: String) -> LuaValue {
        LuaValue(version.split(separator: ".").reduce(0) { $0 << 8 | (Int($1) ?? 0) })
    }

    private func addCalls(to library: LuaTable) throws(LuaError) {
        try library.set(
            "call", state.makeFunction { [unowned self] call throws(LuaError) in try callCommand(&call, raises: true) })
        try library.set(
            "pcall",
            state.makeFunction { [unowned self] call throws(LuaError) in try callCommand(&call, raises: false) })
    }

    private func addReplies(to library: LuaTable) throws(LuaError) {
        try library.set(
            "sha1hex",
            state.makeFunction { [unowned self] call throws(LuaError) in
                guard call.argumentCount == 1 else {
                    return try fail(&call, CommandError("ERR wrong number of arguments"), raises: true)
                }
                let text = call[1].number == nil ? call[1].string?.array ?? [] : state.describe(call[1])
                try call.push(try call.string(SHA1.hexDigest(text)))
            })
        try library.set(
            "error_reply",
            state.makeFunction { [unowned self] call throws(LuaError) in
                guard call.argumentCount == 1, let text = call[1].string else {
                    return try fail(&call, CommandError("ERR wrong number or type of arguments"), raises: false)
                }
                let bytes = text.array
                let coded = ScriptError.coded(
                    bytes.first == UInt8(ascii: "-") ? Array(bytes.dropFirst()) : bytes,
                    keepsLineEnds: engine.profile == .valkey91)
                try fail(&call, CommandError(bytes: coded), raises: false)
            })
        try library.set(
            "status_reply",
            state.makeFunction { [unowned self] call throws(LuaError) in
                guard call.argumentCount == 1, call[1].string != nil else {
                    return try fail(&call, CommandError("ERR wrong number or type of arguments"), raises: false)
                }
                let table = try call.makeTable(fields: 1)
                try table.set("ok", call[1])
                try call.push(table.value)
            })
    }

    private func addReplication(to library: LuaTable) throws(LuaError) {
        try library.set(
            "set_repl", state.makeFunction { [unowned self] call throws(LuaError) in try setReplication(&call) })
        let targets: [(StaticString, Int)] =
            engine.profile.isValkey
            ? [("REPL_NONE", 0), ("REPL_AOF", 1), ("REPL_SLAVE", 2), ("REPL_REPLICA", 2), ("REPL_ALL", 3)]
            : [("REPL_NONE", 0), ("REPL_SLAVE", 2), ("REPL_REPLICA", 2), ("REPL_AOF", 1), ("REPL_ALL", 3)]
        for (name, number) in targets { try library.set(name, LuaValue(number)) }
    }

    /// What EVAL's scripts know and functions do not.
    private func addLeftovers(to library: LuaTable) throws(LuaError) {
        // No debugger is ever attached.
        try library.set("breakpoint", state.makeFunction { call throws(LuaError) in try call.push(false) })
        try library.set("debug", state.makeFunction { _ throws(LuaError) in })
        try library.set("replicate_commands", state.makeFunction { call throws(LuaError) in try call.push(true) })
    }

    // MARK: Functions

    /// What the function does that scripts know as `__redis__err__handler`: an error as a table that tells its place.
    private func handleError(_ call: inout LuaCall) throws(LuaError) {
        var table = call[1].table
        if table == nil {
            let made = try call.makeTable(fields: 3)
            let text = call.argumentCount == 0 ? Array("nil".utf8) : call[1].text(in: state) ?? []
            try made.set("err", try call.string(Array("ERR ".utf8) + text).value)
            table = made
        }
        guard let table else { return }
        if let place = state.errorPlace {
            try table.set("source", try call.string(place.source).value)
            try table.set("line", LuaValue(place.line))
        }
        try call.push(table.value)
    }

    private func log(_ call: inout LuaCall) throws(LuaError) {
        guard call.argumentCount >= 2 else {
            return try fail(
                &call, CommandError("ERR \(texts.library).log() requires two arguments or more."), raises: true)
        }
        guard let number = call[1].convertedNumber else {
            return try fail(&call, CommandError("ERR First argument must be a number (log level)."), raises: true)
        }
        guard number > -1, number < 4, let level = LogLevel(rawValue: Int(number)) else {
            return try fail(
                &call, CommandError("ERR Invalid \(engine.profile == .redis70 ? "debug" : "log") level."), raises: true)
        }
        let words = (2...call.argumentCount).compactMap { index in
            call[index].string?.array ?? (call[index].isNumber ? state.describe(call[index]) : nil)
        }
        engine.host.log(level, String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self))
    }

    private func setProtocol(_ call: inout LuaCall) throws(LuaError) {
        guard call.argumentCount == 1 else {
            return try fail(&call, CommandError("ERR \(texts.library).setresp() requires one argument."), raises: true)
        }
        guard let number = call[1].convertedNumber, number >= 2, number < 4 else {
            return try fail(&call, CommandError("ERR RESP version must be 2 or 3."), raises: true)
        }
        session.reply.version = number < 3 ? .resp2 : .resp3
    }

    private func setReplication(_ call: inout LuaCall) throws(LuaError) {
        guard call.argumentCount == 1 else {
            return try fail(
                &call,
                CommandError(
                    "ERR \(texts.library).set_repl() requires \(engine.profile == .redis70 ? "two arguments" : "one argument")."
                ), raises: true)
        }
        // What is no number counts as none.
        let number = call[1].convertedNumber ?? 0
        guard number > -1, number < 4 else {
            let text = "ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE."
            return try fail(&call, CommandError(text), raises: true)
        }
    }
}
