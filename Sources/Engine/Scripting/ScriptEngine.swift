// ScriptEngine: the interpreter of one engine, the scripts that it knows, and the run of one of them.
//
// It is made when the first script comes, so that a server that runs none pays nothing. Scripts call commands through a session of
// their own, which has the database and the user of the client that runs the script and never waits.

import UnderstudyLua

/// A compiled script.
final class Script {
    /// The digest of its source, in hexadecimal.
    let name: [UInt8]
    let flags: ScriptFlags
    let function: LuaReference

    init(name: [UInt8], flags: ScriptFlags, function: LuaReference) {
        self.name = name
        self.flags = flags
        self.function = function
    }
}

/// The run of a script.
struct ScriptRun {
    let caller: Session
    /// What messages call it: a script's digest, or a function's name.
    let name: [UInt8]
    var isFunction = false
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
    /// Held as the session below holds it, until the engine shuts down.
    let engine: Engine
    let state: LuaState
    /// Through which scripts call commands.
    let session: Session
    /// What a script calls, while it does.
    let request = StoredArguments([])
    private var scripts: [[UInt8]: Script] = [:]
    var run: ScriptRun?
    /// For how many looks at the clock a script that has written may go on once the process is to stop, since half of what it
    /// does is worse than nothing.
    var greatestDelayOfStop = 500
    private let names: Names

    /// What a script may hold of memory, in bytes.
    private static let memoryLimit = 1 << 30

    /// Names of globals, kept so that none is made for each run.
    private struct Names {
        let keys: LuaReference
        let arguments: LuaReference
    }

    init(_ engine: Engine) throws(LuaError) {
        self.engine = engine
        state = LuaState(memoryLimit: ScriptEngine.memoryLimit)
        session = Session(
            id: 0, engine: engine, peer: Peer(address: "?:0", localAddress: "?:0"), database: engine.databases[0])
        session.isScripting = true
        session.deniesBlocking = true
        session.isAuthenticated = true
        names = Names(
            keys: state.reference(state.string("KEYS").value), arguments: state.reference(state.string("ARGV").value))
        try openLibraries()
        state.setHook(every: ScriptEngine.stepsBetweenChecks) { [unowned self] () throws(LuaError) in try checkTime() }
    }

    // MARK: Scripts

    var count: Int { scripts.count }

    func script(named name: [UInt8]) -> Script? { scripts[name] }

    func removeAllScripts() { scripts = [:] }

    /// The script of this source, compiled unless it is known.
    func script(_ source: Bytes) throws(CommandError) -> Script {
        let name = SHA1.hexDigest(source.array)
        if let known = scripts[name] { return known }
        let (flags, code) = try ScriptShebang.parse(source, engine.profile)
        let function: LuaReference
        do throws(LuaError) {
            function = try state.compile(code, name: Array("@user_script".utf8))
        } catch {
            let reason = state.describe(error.value)
            throw CommandError(bytes: Array("ERR Error compiling script (new function): ".utf8) + reason)
        }
        let script = Script(name: name, flags: flags, function: function)
        scripts[name] = script
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
        session.database = caller.database
        session.user = caller.user
        session.noTouch = caller.noTouch
        session.reply.version = .resp2
        run = ScriptRun(
            caller: caller, name: script.name, isReadOnly: isReadOnly || script.flags.contains(.noWrites),
            flags: script.flags, startedAt: engine.lastReading)
        let wasDenying = caller.deniesBlocking
        caller.deniesBlocking = true
        defer {
            caller.deniesBlocking = wasDenying
            run = nil
            engine.busyScripts = nil
        }
        do throws(LuaError) {
            try setArguments(names.keys, arguments, keys)
            try setArguments(names.arguments, arguments, keys.upperBound..<arguments.count)
            let writer = ScriptReplyWriter(caller, scriptVersion: { self.session.reply.version })
            try state.call(script.function) { writer.write($0[1]) }
        } catch {
            try reply(error, script, to: caller)
        }
        if run?.hasFailed == true { engine.commands.find(arguments)?.statistics.failed += 1 }
    }

    private func check(_ script: Script, isReadOnly: Bool) throws(CommandError) {
        guard !script.flags.contains(.undeclared), !script.flags.contains(.noWrites) else { return }
        if isReadOnly { throw CommandError("ERR Can not execute a script with write flag using *_ro command.") }
        if engine.deniesWrites { throw .cannotPersist }
    }

    private func setArguments(_ name: LuaReference, _ arguments: Arguments, _ range: Range<Int>) throws(LuaError) {
        let table = state.makeTable(array: range.count)
        try state.globals.set(name.value, table.value)
        for (index, place) in range.enumerated() {
            try table.set(index + 1, state.string(arguments[place]).value)
        }
    }

    /// Replies the error that a script has ended with, or throws it if it is yet to be counted.
    private func reply(_ error: LuaError, _ script: Script, to caller: Session) throws(CommandError) {
        let place = state.errorPlace
        var table = error.value.table
        if table == nil {
            table = ScriptError.make(Array("ERR ".utf8) + state.describe(error.value), in: state)?.table
        }
        guard let table else { throw CommandError("ERR not enough memory") }
        let failure = ScriptError(table, place)
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
            let made = try ScriptEngine(self)
            scriptEngine = made
            return made
        } catch {
            throw CommandError("ERR Error creating the Lua interpreter")
        }
    }
}
