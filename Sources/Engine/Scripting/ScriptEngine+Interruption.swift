// Scripts that take long: the interpreter calls back every so many steps, and past `busy-reply-threshold` the other clients are served
// from within, the more so as one of them may ask for the script's end.
//
// Guarantee: no script holds up the others for longer than the threshold and the steps between two looks at the clock. What the
// running command works on is left alone meanwhile: its session is neither read from nor written to, no other command touches the
// data, and time stands still for the script.

import UnderstudyLua

extension ScriptEngine {
    /// How many loops and calls of a script go by between two looks at the clock.
    static let stepsBetweenChecks = 100_000
    /// How many steps a call of a command counts for.
    static let stepsOfCommand = 100

    /// Serves the others if the script takes long, and ends it if it is to be ended.
    func checkTime() throws(LuaError) {
        try checkLoadTime()
        guard let run else { return }
        if isToStop(run) { throw interruption("Script ended by the shutdown of the server.") }
        if !engine.isBusy, !becomesBusy(run) { return }
        engine.serveOthers(than: run.caller)
        if engine.shutdownRequest != nil {
            // Nobody is to learn how it ended.
            run.caller.closeNow()
            throw interruption("Script ended by SHUTDOWN.")
        }
        if self.run?.isKilled == true {
            // Redis names the one command, whichever it was.
            engine.host.log(.notice, "Lua script killed by user with SCRIPT KILL.")
            throw interruption(
                engine.profile.isValkey
                    ? "Script killed by user with \(run.kind) KILL." : "Script killed by user with SCRIPT KILL...")
        }
    }

    private func becomesBusy(_ run: ScriptRun) -> Bool {
        let threshold = engine.configuration.busyReplyThreshold
        guard threshold > 0 else { return false }
        let elapsed = (engine.clock.now().monotonic - run.startedAt) / 1000
        guard elapsed >= Int64(clamping: threshold) else { return false }
        let name = String(decoding: run.name, as: UTF8.self)
        engine.host.log(
            .warning,
            "Slow script detected: still in execution after \(elapsed) milliseconds. You can try killing the script "
                + "using the \(run.kind) KILL command. Script name is: \(name).")
        engine.busyScripts = self
        return true
    }

    private func isToStop(_ run: ScriptRun) -> Bool {
        if engine.shutdownRequest != nil { return true }
        guard engine.host.isStopping else { return false }
        self.run?.delayOfStop += 1
        return engine.isBusy || !run.hasWritten || run.delayOfStop > greatestDelayOfStop
    }

    /// What no `pcall` catches.
    private func interruption(_ reason: String) -> LuaError {
        LuaError(state.string(Array(reason.utf8)).value, kind: .interrupted)
    }
}

extension Engine {
    /// A script takes long: most commands are refused.
    @inline(__always)
    var isBusy: Bool { busyScripts != nil }

    /// Why a command is refused while a script takes long.
    var busyError: CommandError {
        CommandError(
            "BUSY \(profile.isValkey ? "Valkey" : "Redis") is busy running a script. You can only call "
                + "\(busyScripts?.run?.kind ?? "SCRIPT") KILL or SHUTDOWN NOSAVE.")
    }

    /// Has the running script or function ended, as SCRIPT KILL and FUNCTION KILL ask for.
    func killScript(isFunction: Bool) throws(CommandError) {
        guard let busyScripts, let run = busyScripts.run else {
            throw CommandError("NOTBUSY No scripts in execution right now.")
        }
        if run.hasWritten { throw .unkillable }
        guard run.isFunction == isFunction else { throw busyError }
        busyScripts.run?.isKilled = true
    }
}

extension CommandError {
    fileprivate static var unkillable: CommandError {
        CommandError(
            "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the "
                + "script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.")
    }
}
