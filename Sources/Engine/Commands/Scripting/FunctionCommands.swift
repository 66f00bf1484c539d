// FUNCTION, FCALL and FCALL_RO.

enum FunctionCommands {
    // MARK: Running

    static func call(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try run(session, arguments, isReadOnly: false)
    }

    static func callReadOnly(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try run(session, arguments, isReadOnly: true)
    }

    /// FCALL function numkeys [key ...] [arg ...]
    private static func run(_ session: Session, _ arguments: Arguments, isReadOnly: Bool) throws(CommandError) {
        let engine = session.engine
        engine.showBeforehand(arguments, of: session)
        guard let function = engine.libraries.function(named: arguments[1].array) else {
            throw CommandError("ERR Function not found")
        }
        let keys = try arguments.keysOfScript(or: CommandError("ERR Bad number of keys provided"))
        try engine.functionEngineForUse().run(
            function.script, keys: keys, arguments, isReadOnly: isReadOnly, for: session)
    }

    // MARK: Libraries

    /// FUNCTION LOAD [REPLACE] code
    static func load(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        let last = arguments.count - 1
        for index in 2..<last where !arguments[index].matches("replace") {
            throw CommandError("ERR Unknown option given: ", quoting: arguments[index])
        }
        var libraries = engine.libraries
        let name = try engine.loadLibrary(arguments[last], into: &libraries, replaces: last > 2)
        engine.libraries = libraries
        engine.changes += 1
        session.reply.bulk(name)
    }

    static func delete(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        guard let library = engine.libraries[arguments[2].array] else { throw CommandError("ERR Library not found") }
        engine.libraries.remove(library)
        engine.changes += 1
        session.reply.ok()
    }

    static func flush(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 3 else { throw .unknownSubcommandOrArity(arguments[1], of: "function") }
        guard arguments.count == 2 || arguments[2].isFlushMode else {
            throw CommandError("ERR FUNCTION FLUSH only supports SYNC|ASYNC option")
        }
        session.engine.removeAllLibraries()
        session.engine.changes += 1
        session.reply.ok()
    }

    /// FUNCTION LIST [LIBRARYNAME pattern] [WITHCODE]
    static func list(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        var pattern: [UInt8]?
        var showsCode = false
        var cursor = ArgumentCursor(arguments, from: 2)
        while !cursor.isAtEnd {
            if !showsCode, cursor.skip("withcode") {
                showsCode = true
            } else if pattern == nil, cursor.skip("libraryname") {
                guard !cursor.isAtEnd else { throw CommandError("ERR library name argument was not given") }
                pattern = try cursor.next().array
            } else {
                throw CommandError(bytes: "ERR Unknown argument ".utf8 + cursor.current.asCString().map(\.withinLine))
            }
        }
        let shown = session.engine.libraries.all.filter { library in
            guard let pattern else { return true }
            return pattern.withBytes { pattern in
                library.name.withBytes { GlobPattern.matches(pattern, $0, ignoringCase: true) }
            }
        }
        session.reply.array(shown.count)
        for library in shown { describe(library, showsCode: showsCode, to: session.reply) }
    }

    private static func describe(_ library: FunctionLibrary, showsCode: Bool, to reply: ReplyWriter) {
        reply.map(showsCode ? 4 : 3)
        reply.bulk("library_name")
        reply.bulk(library.name)
        reply.bulk("engine")
        reply.bulk("LUA")
        reply.bulk("functions")
        reply.array(library.functions.count)
        for function in library.functions {
            reply.map(3)
            reply.bulk("name")
            reply.bulk(function.name)
            reply.bulk("description")
            if let description = function.description { reply.bulk(description) } else { reply.null() }
            reply.bulk("flags")
            let flags = function.script.flags.names
            reply.set(flags.count)
            for flag in flags { reply.simple(flag) }
        }
        guard showsCode else { return }
        reply.bulk("library_code")
        reply.bulk(library.source)
    }

    static func stats(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let (reply, engine) = (session.reply, session.engine)
        let run = engine.busyScripts?.run
        if let run, !run.isFunction { throw engine.busyError }
        reply.map(2)
        reply.bulk("running_script")
        if let run { describe(run, in: engine, to: reply) } else { reply.null() }
        reply.bulk("engines")
        reply.map(1)
        reply.bulk("LUA")
        reply.map(2)
        reply.bulk("libraries_count")
        reply.integer(engine.libraries.all.count)
        reply.bulk("functions_count")
        reply.integer(engine.libraries.functionCount)
    }

    private static func describe(_ run: ScriptRun, in engine: Engine, to reply: ReplyWriter) {
        reply.map(3)
        reply.bulk("name")
        reply.bulk(run.name)
        reply.bulk("command")
        reply.array(run.command.count)
        for index in 0..<run.command.count { reply.bulk(run.command[index]) }
        reply.bulk("duration_ms")
        reply.integer(Int(engine.clock.now().monotonic - run.startedAt) / 1000)
    }

    static func dump(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.withLibraryPayload { session.reply.bulk($0) }
    }

    /// FUNCTION RESTORE payload [FLUSH | APPEND | REPLACE]
    static func restore(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 4 else { throw .unknownSubcommandOrArity(arguments[1], of: "function") }
        let engine = session.engine
        let (flushes, replaces) = try restorePolicy(arguments)
        let restored = try engine.libraries(inPayload: arguments[2])
        var libraries = flushes ? FunctionLibraries() : engine.libraries
        try libraries.add(restored, replaces: replaces)
        engine.libraries = libraries
        engine.changes += 1
        session.reply.ok()
    }

    private static func restorePolicy(_ arguments: Arguments) throws(CommandError) -> (flushes: Bool, replaces: Bool) {
        guard arguments.count == 4 else { return (false, false) }
        let policy = arguments[3]
        if policy.matches("flush") { return (true, false) }
        if policy.matches("replace") { return (false, true) }
        guard policy.matches("append") else {
            throw CommandError("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.")
        }
        return (false, false)
    }

    static func kill(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        try session.engine.killScript(isFunction: true)
        session.reply.ok()
    }

    static func help(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let description = session.engine.profile == .redis70 ? ["    * Library description"] : []
        Arguments.replyHelp(
            "function",
            [
                "LOAD [REPLACE] <FUNCTION CODE>",
                "    Create a new library with the given library name and code.", "DELETE <LIBRARY NAME>",
                "    Delete the given library.", "LIST [LIBRARYNAME PATTERN] [WITHCODE]",
                "    Return general information on all the libraries:", "    * Library name",
                "    * The engine used to run the Library",
            ] + description + [
                "    * Functions list",
                "    * Library code (if WITHCODE is given)",
                "    It also possible to get only function that matches a pattern using LIBRARYNAME argument.",
                "STATS", "    Return information about the current function running:", "    * Function name",
                "    * Command used to run the function", "    * Duration in MS that the function is running",
                "    If no function is running, return nil",
                "    In addition, returns a list of available engines.", "KILL",
                "    Kill the current running function.", "FLUSH [ASYNC|SYNC]", "    Delete all the libraries.",
                "    When called without the optional mode argument, the behavior is determined by the",
                "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
                "    * ASYNC: Asynchronously flush the libraries.", "    * SYNC: Synchronously flush the libraries.",
                "DUMP",
                "    Return a serialized payload representing the current libraries, can be restored using FUNCTION "
                    + "RESTORE command",
                "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
                "    Restore the libraries represented by the given payload, it is possible to give a restore policy to",
                "    control how to handle existing libraries (default APPEND):",
                "    * FLUSH: delete all existing libraries.",
                "    * APPEND: appends the restored libraries to the existing libraries. On collision, abort.",
                "    * REPLACE: appends the restored libraries to the existing libraries, On collision, replace the old",
                "      libraries with the new libraries (notice that even on this option there is a chance of failure",
                "      in case of functions name collision with another library).",
            ], to: session.reply)
    }
}
