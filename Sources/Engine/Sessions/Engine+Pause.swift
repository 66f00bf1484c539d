// CLIENT PAUSE and DEBUG SLEEP: requests that wait for the time to pass, without anybody's thread being held.

/// A time in which some requests wait.
final class Pause {
    enum Scope {
        /// Commands that write.
        case writes
        /// All commands of all clients.
        case all
    }

    var scope: Scope
    /// Monotonic microseconds.
    var end: Int64

    init(scope: Scope, end: Int64) {
        self.scope = scope
        self.end = end
    }

    var isEndless: Bool { end == .max }
}

extension Engine {
    /// Whether the server sleeps, as DEBUG SLEEP makes it: it does nothing then, whatever is due.
    @inline(__always)
    var isStalled: Bool { asleepUntil > now.monotonic }

    /// Pauses clients until a time. As in the real server a second pause lasts to the later end, and only a wider scope replaces a
    /// narrower one.
    func pauseClients(_ scope: Pause.Scope, until end: Int64) {
        context.keepsExpired = true
        guard let pause else {
            pause = Pause(scope: scope, end: end)
            return
        }
        if scope == .all { pause.scope = .all }
        pause.end = max(pause.end, end)
    }

    /// Stops everything until a time. A pause of clients goes on meanwhile, and after it.
    func stall(until end: Int64) { asleepUntil = max(asleepUntil, end) }

    /// Whether a command has to wait.
    func pauses(_ command: Command, _ flags: CommandFlags, _ session: Session) -> Bool {
        guard let pause, pause.end > now.monotonic else {
            // What follows may write.
            context.keepsExpired = false
            return false
        }
        let affected: CommandFlags = [.write, .mayReplicate]
        return pause.scope == .all || !flags.isDisjoint(with: affected)
            || command.fullName == "exec" && session.transaction?.flags.isDisjoint(with: affected) == false
    }

    /// Keeps a request, the last that its session gets to make, until what it waits for is over.
    func postpone(_ arguments: Arguments, of session: Session) {
        session.postponed = StoredArguments(arguments)
        postponed.append(session)
    }

    /// Lets the postponed requests run, in order, when a pause or sleep has ended. Those that have to wait again do.
    func endPauseIfDue() {
        guard pause != nil || !postponed.isEmpty, !isStalled else { return }
        if let pause, pause.end <= now.monotonic {
            self.pause = nil
            context.keepsExpired = false
        }
        guard pause == nil || asleepUntil > .min else { return }
        asleepUntil = .min
        let waiting = postponed
        postponed = []
        for session in waiting {
            guard let arguments = session.postponed else { continue }
            session.postponed = nil
            guard session.closing == .no else { continue }
            currentSession = session
            arguments.withArguments { process($0, of: session) }
            currentSession = nil
            if !session.isSuspended { resume(session) }
            enqueueOutput(of: session)
        }
    }
}
