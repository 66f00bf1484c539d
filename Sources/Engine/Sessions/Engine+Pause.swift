// CLIENT PAUSE and DEBUG SLEEP: requests that wait for the time to pass, without anybody's thread being held.

/// A time in which some requests wait.
final class Pause {
    enum Scope {
        /// Commands that write.
        case writes
        /// All commands of all clients.
        case all
        /// The server is asleep: not even timers run.
        case asleep
    }

    var scope: Scope
    /// Monotonic microseconds.
    var end: Int64
    /// Sessions that have a postponed request, in the order of these.
    var postponed: [Session]

    init(scope: Scope, end: Int64, postponed: [Session] = []) {
        self.scope = scope
        self.end = end
        self.postponed = postponed
    }

    var isEndless: Bool { end == .max }
}

extension Engine {
    var isStalled: Bool { pause?.scope == .asleep }

    /// Pauses clients until a time. As in the real server a second pause lasts to the later end, and only a wider scope replaces a
    /// narrower one.
    func pauseClients(_ scope: Pause.Scope, until end: Int64) {
        guard let pause else {
            pause = Pause(scope: scope, end: end)
            return
        }
        if scope == .all, pause.scope == .writes { pause.scope = .all }
        pause.end = max(pause.end, end)
    }

    /// Stops everything until a time.
    func stall(until end: Int64) {
        pause = Pause(scope: .asleep, end: max(end, pause?.end ?? 0), postponed: pause?.postponed ?? [])
    }

    /// Whether a command has to wait.
    func pauses(_ command: Command, _ session: Session) -> Bool {
        guard let pause, pause.end > now.monotonic else { return false }
        return pause.scope != .writes || command.flags.contains(.write) || command.flags.contains(.mayReplicate)
            || command.fullName == "exec" && session.transaction?.writes == true
    }

    func postpone(_ arguments: Arguments, of session: Session) {
        session.postponed = StoredArguments(arguments)
        pause!.postponed.append(session)
    }

    func endPauseIfDue() {
        if let pause, pause.end <= now.monotonic { endPause() }
    }

    /// Lets the postponed requests run, in order.
    func endPause() {
        guard let ended = pause else { return }
        pause = nil
        for session in ended.postponed {
            guard let arguments = session.postponed else { continue }
            session.postponed = nil
            arguments.withArguments { process($0, of: session) }
            if !session.isSuspended { resume(session) }
            enqueueOutput(of: session)
        }
    }
}
