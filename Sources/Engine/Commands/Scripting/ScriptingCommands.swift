// EVAL and its variants, and SCRIPT.

enum ScriptingCommands {
    // MARK: Running

    static func eval(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try run(session, arguments, isReadOnly: false, isDigest: false)
    }

    static func evalReadOnly(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try run(session, arguments, isReadOnly: true, isDigest: false)
    }

    static func evalsha(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try run(session, arguments, isReadOnly: false, isDigest: true)
    }

    static func evalshaReadOnly(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try run(session, arguments, isReadOnly: true, isDigest: true)
    }

    /// EVAL script numkeys [key ...] [arg ...]; a digest in place of the script names one that is known.
    private static func run(
        _ session: Session, _ arguments: Arguments, isReadOnly: Bool, isDigest: Bool
    ) throws(CommandError) {
        let engine = session.engine
        engine.showBeforehand(arguments, of: session)
        if isDigest, arguments[1].count != 40 { throw ScriptTexts(profile: engine.profile).noScript }
        let keys = try arguments.keysOfScript()
        let scripts = try engine.scriptEngineForUse()
        let script: Script
        if isDigest {
            guard let known = scripts.script(named: arguments[1].lowercased) else {
                throw ScriptTexts(profile: engine.profile).noScript
            }
            script = known
        } else {
            script = try scripts.script(arguments[1], isKept: false)
        }
        try scripts.run(script, keys: keys, arguments, isReadOnly: isReadOnly, for: session)
    }

    // MARK: SCRIPT

    static func load(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.bulk(try session.engine.scriptEngineForUse().script(arguments[2], isKept: true).name)
    }

    static func exists(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.array(arguments.count - 2)
        for index in 2..<arguments.count {
            let isKnown = session.engine.scriptEngine?.script(named: arguments[index].lowercased) != nil
            session.reply.integer(isKnown ? 1 : 0)
        }
    }

    static func show(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        guard let script = engine.scriptEngine?.script(named: arguments[2].lowercased) else {
            throw ScriptTexts(profile: engine.profile).noScript
        }
        session.reply.bulk(script.source)
    }

    static func flush(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count == 2 || arguments.count == 3 && arguments[2].isFlushMode else {
            throw CommandError("ERR SCRIPT FLUSH only support SYNC|ASYNC option")
        }
        // With the interpreter goes all that scripts have left behind in it, such as the settings of cjson.
        session.engine.scriptEngine = nil
        session.reply.ok()
    }

    static func kill(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try session.engine.killScript(isFunction: false)
        session.reply.ok()
    }

    /// There is no debugger: the modes are taken, as by a server to whose debugger nobody talks.
    static func debug(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 4 else { throw .unknownSubcommandOrArity(arguments[1], of: "script") }
        if arguments.count == 4, !arguments[3].matches("lua") {
            throw CommandError(
                "ERR No scripting engine found with name '", quoting: arguments[3], "' to enable debug")
        }
        let mode = arguments[2]
        guard mode.matches("no") || mode.matches("yes") || mode.matches("sync") else {
            throw CommandError("ERR Use SCRIPT DEBUG YES/SYNC/NO")
        }
        guard mode.matches("no") else {
            throw CommandError("ERR SCRIPT DEBUG must be called outside a pipeline")
        }
        session.reply.ok()
    }

    static func help(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let lines: [(Profiles, [String])] = [
            (
                [.redis, .valkey81],
                ["DEBUG (YES|SYNC|NO)", "    Set the debug mode for subsequent scripts executed."]
            ),
            (
                .valkey91,
                [
                    "DEBUG (YES|SYNC|NO) [<engine_name>]",
                    "    Set the debug mode for subsequent scripts executed of the specified engine.",
                    "    Default engine name: 'lua'",
                ]
            ),
            (
                .all,
                [
                    "EXISTS <sha1> [<sha1> ...]",
                    "    Return information about the existence of the scripts in the script cache.",
                    "FLUSH [ASYNC|SYNC]", "    Flush the Lua scripts cache. Very dangerous on replicas.",
                ]
            ),
            (
                .redis,
                [
                    "    When called without the optional mode argument, the behavior is determined by the",
                    "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
                ]
            ),
            (
                .valkey,
                [
                    "    When called without the optional mode argument, the behavior is determined",
                    "     by the lazyfree-lazy-user-flush configuration directive. Valid modes are:",
                ]
            ),
            (
                .all,
                [
                    "    * ASYNC: Asynchronously flush the scripts cache.",
                    "    * SYNC: Synchronously flush the scripts cache.", "KILL",
                    "    Kill the currently executing Lua script.", "LOAD <script>",
                    "    Load a script into the scripts cache without executing it.",
                ]
            ),
            (.valkey, ["SHOW <sha1>", "    Show a script from the scripts cache."]),
        ]
        Arguments.replyHelp("script", lines.of(session.engine.profile), to: session.reply)
    }
}

extension Engine {
    /// Shows the call of a script or function to the monitors before what it calls.
    func showBeforehand(_ arguments: Arguments, of session: Session) {
        guard isMonitored, let command = commands.find(arguments) else { return }
        showToMonitors(command, arguments, of: session, beforehand: true)
    }
}

extension Arguments {
    /// Which of the arguments of a script's or function's call are keys.
    func keysOfScript(or error: @autoclosure () -> CommandError = .notAnInteger) throws(CommandError) -> Range<Int> {
        let count = try self[2].parseInteger(or: error())
        guard count <= self.count - 3 else {
            throw CommandError("ERR Number of keys can't be greater than number of args")
        }
        guard count >= 0 else { throw CommandError("ERR Number of keys can't be negative") }
        return 3..<3 + count
    }
}

extension Bytes {
    fileprivate var lowercased: [UInt8] { array.map(\.lowercased) }
}
