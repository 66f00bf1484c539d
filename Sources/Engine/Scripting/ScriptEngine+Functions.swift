// Loading libraries of functions. Their code sees other globals while it registers functions than these see when they are called:
// it stands in an environment that is empty and read-only, behind which now the ones are and now the others.

import UnderstudyLua

/// The load of a library.
struct LibraryLoad {
    /// Monotonic microseconds.
    let startedAt: Int64
    var functions: [LibraryFunction] = []
    /// What has to be objected to once the code has run.
    var objection: CommandError?

    /// How long it may take, in microseconds.
    static let limit: Int64 = 500_000
}

/// What stands behind the environment of functions.
struct FunctionGlobals {
    /// The metatable of the environment.
    let metatable: LuaReference
    let loading: LuaReference
    let running: LuaReference
}

extension ScriptEngine {
    // MARK: Globals

    /// Gives the code that is compiled from here on an environment of its own, in front of `globals`.
    func separateLoading(from globals: LuaTable) throws(LuaError) {
        let library = state.makeTable(fields: 16)
        try addLog(to: library)
        try library.set(
            "register_function",
            state.makeFunction { [unowned self] call throws(LuaError) in try registerFunction(&call) })
        try refuseAbsentFields(of: library)
        let loading = state.makeTable(fields: 2)
        try publish(library, in: loading)
        try refuseAbsentFields(of: loading)
        state.protect(loading)

        let (environment, metatable) = (state.makeTable(), state.makeTable(fields: 1))
        try metatable.set("__index", globals.value)
        environment.metatable = metatable
        (environment.isReadOnly, metatable.isReadOnly) = (true, true)
        functionGlobals = FunctionGlobals(
            metatable: state.reference(metatable.value), loading: state.reference(loading.value),
            running: state.reference(globals.value))
        state.globals = environment
    }

    private func show(_ globals: LuaReference) throws(LuaError) {
        try functionGlobals?.metatable.value.table?.set("__index", globals.value)
    }

    // MARK: Loading

    /// The functions that a library's code registers.
    func functions(of code: [UInt8]) throws(CommandError) -> [LibraryFunction] {
        let outcome: LibraryLoad
        do throws(LuaError) {
            outcome = try runLibrary(code)
        } catch {
            let text = error.value.table?.get("err").string?.array ?? Array("ERR ".utf8) + state.describe(error.value)
            throw CommandError(bytes: Array("ERR Error registering functions: ".utf8) + text)
        }
        if let objection = outcome.objection { throw objection }
        guard !outcome.functions.isEmpty else { throw CommandError("ERR No functions registered") }
        return outcome.functions
    }

    private func runLibrary(_ code: [UInt8]) throws(LuaError) -> LibraryLoad {
        guard let globals = functionGlobals else { preconditionFailure("not an interpreter of functions") }
        try show(globals.loading)
        load = LibraryLoad(startedAt: engine.clock.now().monotonic)
        defer {
            load = nil
            // It only fails where a field is added, and this one is there.
            try? show(globals.running)
        }
        let chunk: LuaReference
        do throws(LuaError) {
            chunk = try state.compile(code, name: Array("@user_function".utf8))
        } catch {
            load?.objection = CommandError(
                bytes: Array("ERR Error compiling function: ".utf8) + state.describe(error.value))
            return load!
        }
        return try state.call(chunk) { _ in load! }
    }

    /// Ends code that takes its time to register functions.
    func checkLoadTime() throws(LuaError) {
        guard let load, engine.clock.now().monotonic - load.startedAt > LibraryLoad.limit else { return }
        guard let value = ScriptError.make(Array("ERR FUNCTION LOAD timeout".utf8), in: state) else { return }
        throw LuaError(value, kind: .interrupted)
    }

    // MARK: register_function

    private func registerFunction(_ call: inout LuaCall) throws(LuaError) {
        let name = "\(texts.library).register_function"
        do throws(CommandError) {
            guard load != nil else { throw CommandError("ERR \(name) can only be called on FUNCTION LOAD command") }
            guard (1...2).contains(call.argumentCount) else {
                throw CommandError("ERR wrong number of arguments to \(name)")
            }
            let registration: FunctionRegistration
            if call.argumentCount == 2 {
                registration = try FunctionRegistration(named: call[1], calling: call[2], as: name, in: state)
            } else {
                registration = try FunctionRegistration(call[1].table, as: name, in: state)
            }
            do throws(CommandError) {
                try register(registration)
            } catch {
                // Valkey looks at names when the code has run.
                guard engine.profile.isValkey else { throw error }
                if load?.objection == nil { load?.objection = error }
            }
        } catch {
            try fail(&call, error, raises: true)
        }
    }

    private func register(_ registration: FunctionRegistration) throws(CommandError) {
        let name = registration.name
        guard FunctionLibraries.accepts(name: name) else {
            throw .invalidName(of: engine.profile.isValkey ? "Function" : "Library")
        }
        guard load?.functions.contains(where: { $0.name == name }) == false else {
            throw CommandError("ERR Function already exists in the library")
        }
        let script = Script(name: name, flags: registration.flags, function: state.reference(registration.callback))
        load?.functions.append(LibraryFunction(script: script, description: registration.description))
    }
}

/// What `register_function` is told of a function.
private struct FunctionRegistration {
    let name: [UInt8]
    let callback: LuaValue
    var description: [UInt8]?
    var flags: ScriptFlags = []

    init(
        named name: LuaValue, calling callback: LuaValue, as caller: String, in state: LuaState
    ) throws(CommandError) {
        guard let name = state.text(name) else {
            throw CommandError("ERR first argument to \(caller) must be a string")
        }
        guard callback.isFunction else {
            throw CommandError("ERR second argument to \(caller) must be a function")
        }
        self.name = name
        self.callback = callback
    }

    /// From named arguments, whose names are taken in any case.
    init(_ arguments: LuaTable?, as caller: String, in state: LuaState) throws(CommandError) {
        guard let arguments else {
            throw CommandError(
                "ERR calling \(caller) with a single argument is only applicable to Lua table (representing named "
                    + "arguments).")
        }
        var name: [UInt8]?
        var callback: LuaValue?
        var key = LuaValue.nil
        while let (fieldKey, value) = arguments.field(after: key) {
            key = fieldKey
            guard let argument = state.text(key) else {
                throw CommandError("ERR named argument key given to \(caller) is not a string")
            }
            let word = String(decoding: argument.map(\.lowercased), as: UTF8.self)
            func text() throws(CommandError) -> [UInt8] {
                if let text = state.text(value) { return text }
                throw CommandError("ERR \(word) argument given to \(caller) must be a string")
            }
            switch word {
            case "function_name": name = try text()
            case "description": description = try text()
            case "callback":
                guard value.isFunction else {
                    throw CommandError("ERR callback argument given to \(caller) must be a function")
                }
                callback = value
            case "flags":
                guard let table = value.table else {
                    throw CommandError(
                        "ERR flags argument to \(caller) must be a table representing function flags")
                }
                flags = try FunctionRegistration.flags(table, in: state)
            default: throw CommandError("ERR unknown argument given to \(caller)")
            }
        }
        guard let name else { throw CommandError("ERR \(caller) must get a function name argument") }
        guard let callback else { throw CommandError("ERR \(caller) must get a callback argument") }
        self.name = name
        self.callback = callback
    }

    private static func flags(_ table: LuaTable, in state: LuaState) throws(CommandError) -> ScriptFlags {
        var flags: ScriptFlags = []
        var index = 1
        while true {
            let element = table.get(index)
            if element.isNil { return flags }
            guard let name = state.text(element), let flag = ScriptFlags(named: name.map(\.lowercased)[...]) else {
                throw CommandError("ERR unknown flag given")
            }
            flags.insert(flag)
            index += 1
        }
    }
}

extension LuaState {
    /// The bytes of a string, or of a number as Lua spells it; nil for all else.
    fileprivate func text(_ value: LuaValue) -> [UInt8]? {
        value.isString || value.isNumber ? describe(value) : nil
    }
}
