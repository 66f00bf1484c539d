// `redis.call`, `redis.pcall` and `redis.acl_check_cmd`: how scripts reach commands.

import UnderstudyLua

extension ScriptEngine {
    /// Runs the command that the arguments of a call spell, and pushes its reply. An error is thrown if `raises`, pushed otherwise.
    func callCommand(_ call: inout LuaCall, raises: Bool) throws(LuaError) {
        do throws(CommandError) {
            try takeRequest(call)
        } catch {
            return try fail(&call, error, isCounted: false, raises: raises)
        }
        let refusal: CommandError? = request.withArguments { request in
            do throws(CommandError) {
                let command = try admit(request)
                session.lastCommand = command
                engine.call(command, request, of: session)
                return nil
            } catch {
                return error
            }
        }
        state.count(steps: ScriptEngine.stepsOfCommand)
        if let refusal {
            engine.countError(refusal)
            return try fail(&call, refusal, isCounted: true, raises: raises)
        }
        let output = session.reply.buffer
        defer { output.removeAll() }
        let isError = ScriptReplyReader.isError(output.bytes)
        var reader = ScriptReplyReader(output.bytes, in: state, sizesTables: engine.profile.sizesScriptTables)
        let value = output.isEmpty ? .nil : try reader.value()
        if isError, raises { throw LuaError(value) }
        try call.push(value)
    }

    /// Takes the arguments of a call over as a request.
    func takeRequest(_ call: LuaCall) throws(CommandError) {
        guard call.argumentCount > 0 else {
            throw texts.noArguments
        }
        let style = engine.profile.doubleStyle
        try request.replace { (parts) throws(CommandError) in
            for index in 1...call.argumentCount {
                let value = call[index]
                if let string = value.string {
                    string.withBytes { parts.append($0) }
                } else if let number = value.number {
                    ScriptNumber.text(number, style).withBytes { parts.append($0) }
                } else {
                    throw texts.wrongArguments
                }
            }
        }
    }

    /// The command that a request asks for, unless the script may not call it.
    private func admit(_ request: Arguments) throws(CommandError) -> Command {
        guard let command = engine.commands.find(request) else {
            if request.count > 1, engine.profile.namesSubcommandToScripts,
                let container = engine.commands.find(request[0])
            {
                throw .unknownSubcommand(request[1], of: container.specification.name)
            }
            throw texts.unknownCommand
        }
        do throws(CommandError) {
            try check(command, request)
        } catch {
            command.statistics.rejected += 1
            throw error
        }
        return command
    }

    private func check(_ command: Command, _ request: Arguments) throws(CommandError) {
        guard command.accepts(request.count), command.handler != nil else {
            throw texts.wrongArity
        }
        guard !command.flags.contains(.noscript) else {
            throw texts.notAllowed
        }
        if !session.user.isUnrestricted, let run,
            let denial = session.user.denial(of: command, request, in: session.place)
        {
            engine.noteScriptDenial(denial, command, request, of: run.caller)
            throw CommandError(bytes: denial.messageToScript(session.user, command))
        }
        let writes = command.flags.contains(.write)
        if run?.isReadOnly == true, writes || command.flags.contains(.mayReplicate) {
            throw CommandError("ERR Write commands are not allowed from read-only scripts.")
        }
        // One that has written goes on: it is all or nothing.
        if command.flags.contains(.denyOOM), let run, !run.hasWritten, !run.flags.contains(.allowOOM),
            engine.refusesScripts
        {
            throw .outOfMemory
        }
        if writes {
            if engine.deniesWrites { throw .cannotPersist }
            if run?.hasWritten == false { run?.hasWritten = true }
        }
    }

    /// Ends a call with an error.
    func fail(
        _ call: inout LuaCall, _ error: CommandError, isCounted: Bool = false, raises: Bool
    ) throws(LuaError) {
        guard let value = ScriptError.make(error.text, in: state, isCounted: isCounted) else {
            throw LuaError(state.string("not enough memory").value, kind: .memory)
        }
        if raises { throw LuaError(value) }
        try call.push(value)
    }

    /// Whether the user may run the command that the arguments spell.
    func checkAccess(_ call: inout LuaCall) throws(LuaError) {
        let isAllowed: Bool
        do throws(CommandError) {
            try takeRequest(call)
            isAllowed = try request.withArguments { (request) throws(CommandError) in
                guard let command = engine.commands.find(request) else {
                    throw CommandError("ERR Invalid command passed to \(texts.library).acl_check_cmd()")
                }
                return session.user.denial(of: command, request, in: session.place) == nil
            }
        } catch {
            return try fail(&call, error, raises: true)
        }
        try call.push(isAllowed)
    }
}
