// ScriptEngine: an interpreter with the scripts that it knows, and the run of one of them.
//
// There is one for EVAL's scripts and one for functions, which see nothing of each other. Each is made when it is first needed, so
// that a server that runs neither pays nothing. Scripts call commands through a session of their own, which has the database and the
// user of the client that runs the script and never waits.

import UnderstudyLua

/// A compiled script, or a function of a library.
final class Script {
    /// The digest of its source, in hexadecimal; of a function, the name that it was registered with.
    let name: [UInt8]
    /// As it was given; of a function, nothing.
    let source: [UInt8]
    let flags: ScriptFlags
    let function: LuaReference
    /// Whether it may be forgotten.
    var isEvictable = false
    /// A number that rises with each use of any script.
    var lastUse = 0

    init(name: [UInt8], source: [UInt8] = [], flags: ScriptFlags, function: LuaReference) {
        self.name = name
        self.source = source
        self.flags = flags
        self.function = function
    }
}

/// The run of a script.
struct ScriptRun {
    let caller: Session
    /// What messages call it: a script's digest, or a function's name.
    let name: [UInt8]
    let isFunction: Bool
    /// The command that runs it.
    let command: Arguments
    let isReadOnly: Bool
    let flags: ScriptFlags
    /// Monotonic microseconds.
    let startedAt: Int64
    /// Whether it has called a command that writes.
    var hasWritten = false
    /// Whether it has replied an error that was counted before.
    var hasFailed = false
    /// Whether a client has asked for its end.
    var isKilled = false
    /// How many looks at the clock ago the process was to stop.
    var delayOfStop = 0

    /// As the command that ends it calls it.
    var kind: String { isFunction ? "FUNCTION" : "SCRIPT" }
}

final class ScriptEngine {
    /// Whose interpreter it is.
    enum Kind { case scripts, functions }

    /// Held as the session below holds it, until the engine shuts down.
    let engine: Engine
    let kind: Kind
    let state: LuaState
    /// Through which scripts call commands.
    let session: Session
    /// What a script calls, while it does.
    let request = StoredArguments([])
    private(set) var scripts: ScriptCache
    var run: ScriptRun?
    /// For how many looks at the clock a script that has written may go on once the process is to stop, since half of what it
    /// does is worse than nothing.
    var greatestDelayOfStop = 500
    /// The library whose code runs to register its functions.
    var load: LibraryLoad?
    /// Set in the interpreter of functions.
    var functionGlobals: FunctionGlobals?
    private let names: Names

    /// What a script may hold of memory, in bytes.
    private static let memoryLimit = 1 << 30

    /// Names of globals, kept so that none is made for each run.
    private struct Names {
        let keys: LuaReference
        let arguments: LuaReference
    }

    init(_ kind: Kind, of engine: Engine) throws(LuaError) {
        self.engine = engine
        self.kind = kind
        scripts = ScriptCache(engine.profile)
        state = LuaState(
            memoryLimit: ScriptEngine.memoryLimit, random: engine.scriptRandom,
            hashing: engine.profile.isValkey ? .murmur : .whole, nestsLongBrackets: true)
        session = Session(
            id: 0, engine: engine, peer: Peer(address: "?:0", localAddress: "?:0"), database: engine.databases[0])
        session.isScripting = true
        session.keepsText = engine.profile == .valkey91
        session.deniesBlocking = true
        session.isAuthenticated = true
        names = Names(
            keys: state.reference(state.string("KEYS").value), arguments: state.reference(state.string("ARGV").value))
        try openLibraries()
        state.setHook(every: ScriptEngine.stepsBetweenChecks) { [unowned self] () throws(LuaError) in try checkTime() }
    }

    // MARK: Scripts

    func script(named name: [UInt8]) -> Script? { scripts[name] }

    /// The script of this source, compiled unless it is known.
    /// - Parameter isKept: Whether it stays, however many others come.
    func script(_ source: Bytes, isKept: Bool) throws(CommandError) -> Script {
        let name = SHA1.hexDigest(source.array)
        if let known = scripts[name] {
            // Redis lets one that EVAL brought be forgotten all the same.
            if isKept, engine.profile.isValkey { scripts.keep(known) }
            return known
        }
        let (flags, code) = try ScriptShebang.parse(source, engine.profile)
        let function: LuaReference
        do throws(LuaError) {
            function = try state.compile(code, name: Array("@user_script".utf8))
        } catch {
            let reason = state.describe(error.value)
            throw CommandError(bytes: Array("ERR Error compiling script (new function): ".utf8) + reason)
        }
        let script = Script(name: name, source: source.array, flags: flags, function: function)
        engine.evictedScripts += scripts.insert(script, isEvictable: !isKept)
        return script
    }

    // MARK: Running

    /// Runs a script and replies what it returns.
    /// - Parameters:
    ///   - keys: Which of the arguments are keys; those behind are the script's own arguments.
    ///   - isReadOnly: Whether the command that runs it lets it write nothing.
    func run(
        _ script: Script, keys: Range<Int>, _ arguments: Arguments, isReadOnly: Bool, for caller: Session
    ) throws(CommandError) {
        try check(script, isReadOnly: isReadOnly)
        scripts.noteUse(of: script)
        session.database = caller.database
        session.user = caller.user
        session.noTouch = caller.noTouch
        session.reply.version = .resp2
        run = ScriptRun(
            caller: caller, name: script.name, isFunction: kind == .functions, command: arguments,
            isReadOnly: isReadOnly || script.flags.contains(.noWrites), flags: script.flags,
            startedAt: engine.lastReading)
        let wasDenying = caller.deniesBlocking
        caller.deniesBlocking = true
        defer {
            caller.deniesBlocking = wasDenying
            run = nil
            engine.busyScripts = nil
        }
        do throws(LuaError) {
            let keyTable = try table(of: arguments, keys)
            let argumentTable = try table(of: arguments, keys.upperBound..<arguments.count)
            if kind == .scripts {
                try state.globals.set(names.keys.value, keyTable)
                try state.globals.set(names.arguments.value, argumentTable)
            }
            let writer = ScriptReplyWriter(caller, of: self)
            let values = kind == .scripts ? [] : [keyTable, argumentTable]
            try state.call(script.function, values) { writer.write($0[1]) }
        } catch {
            try reply(error, script, to: caller)
        }
        if run?.hasFailed == true { engine.commands.find(arguments)?.statistics.failed += 1 }
    }

    private func check(_ script: Script, isReadOnly: Bool) throws(CommandError) {
        guard !script.flags.contains(.undeclared), !script.flags.contains(.noWrites) else { return }
        if engine.deniesWrites { throw .cannotPersist }
        if isReadOnly { throw CommandError("ERR Can not execute a script with write flag using *_ro command.") }
        if !script.flags.contains(.allowOOM), engine.refusesScripts {
            throw CommandError(
                "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'")
        }
    }

    private func table(of arguments: Arguments, _ range: Range<Int>) throws(LuaError) -> LuaValue {
        let table = state.makeTable(array: range.count)
        for (index, place) in range.enumerated() {
            try table.set(index + 1, state.string(arguments[place]).value)
        }
        return table.value
    }

    /// Replies the error that a script has ended with, or throws it if it is yet to be counted.
    private func reply(_ error: LuaError, _ script: Script, to caller: Session) throws(CommandError) {
        let place = state.errorPlace
        var table = error.value.table
        if table == nil {
            table = ScriptError.make(Array("ERR ".utf8) + state.describe(error.value), in: state)?.table
        }
        guard let table else { throw CommandError("ERR not enough memory") }
        let failure = ScriptError(table, place, in: state)
        var text = failure.text
        if let place = failure.place {
            let name = engine.profile.namesScriptsInErrors ? script.name + ", ".utf8 : []
            text += " script: ".utf8 + name + "on ".utf8 + place
        }
        guard failure.isCounted else { throw CommandError(bytes: text) }
        caller.reply.error(CommandError(bytes: text))
        run?.hasFailed = true
    }
}

extension Engine {
    /// The interpreter; made when it is first needed.
    func scriptEngineForUse() throws(CommandError) -> ScriptEngine {
        if let scriptEngine { return scriptEngine }
        do throws(LuaError) {
            let made = try ScriptEngine(.scripts, of: self)
            scriptEngine = made
            return made
        } catch {
            throw .noInterpreter
        }
    }

    /// Whether it matters for a request of the session what a script declares.
    func asksForFlags(_ session: Session) -> Bool {
        limitsMemory || deniesWrites || pause != nil || session.transaction != nil
    }

    /// The flags of a command that runs a script or function, as what it runs declares them.
    func flagsOfScript(_ command: Command, _ arguments: Arguments) -> CommandFlags {
        guard let declared = declaredFlags(of: command, arguments), !declared.contains(.undeclared) else {
            return command.flags
        }
        var flags = command.flags.subtracting([.stale, .denyOOM, .write, .mayReplicate])
        if !declared.contains(.noWrites) { flags.insert(.write) }
        if declared.isDisjoint(with: [.noWrites, .allowOOM]) { flags.insert(.denyOOM) }
        if declared.contains(.allowStale) { flags.insert(.stale) }
        return flags
    }

    private func declaredFlags(of command: Command, _ arguments: Arguments) -> ScriptFlags? {
        switch command.specification.name {
        case "eval", "eval_ro": try? ScriptShebang.parse(arguments[1], profile).flags
        case "evalsha", "evalsha_ro": scriptEngine?.script(named: arguments[1].array.map(\.lowercased))?.flags
        default: libraries.function(named: arguments[1].array)?.script.flags
        }
    }

    /// The run of a script or function that is under way.
    var scriptRun: ScriptRun? { scriptEngine?.run ?? functionEngine?.run }
}

extension CommandError {
    static var noInterpreter: CommandError { CommandError("ERR Error creating the Lua interpreter") }
}
