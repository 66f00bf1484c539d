// Idle and slow clients: `timeout`, and `client-output-buffer-limit`.

extension Engine {
    /// Whether sessions are to be looked over now and then.
    var needsInspection: Bool {
        aboveSoftLimit > 0 || configuration.timeout > 0 && !sessions.isEmpty
    }

    /// Ends sessions that have been idle for too long, and those that have too much output. O(sessions).
    func inspectSessions() {
        nextInspection = now.monotonic + 1_000_000
        for session in sessionsByAge {
            let idle = now.monotonic - session.lastInteraction.monotonic
            // Who waits for something is not idle, whatever it is: a key, the end of a pause, messages, others' commands.
            let waits = session.isSuspended || session.subscribed != nil || session.isMonitoring
            if configuration.timeout > 0, !waits, idle > Int64(configuration.timeout) * 1_000_000 {
                host.log(.verbose, "Closing idle client")
                session.closeNow()
            }
            checkOutputLimit(of: session)
        }
    }

    /// Ends a session whose unsent output is above its limits.
    @inline(__always)
    public func checkOutputLimit(of session: Session) {
        if session.output.count >= leastOutputLimit || aboveSoftLimit > 0 { enforceOutputLimit(of: session) }
    }

    @inline(never)
    private func enforceOutputLimit(of session: Session) {
        let limits = configuration.clientOutputBufferLimits
        let limit = session.subscribed == nil ? limits.normal : limits.pubsub
        let used = session.output.count
        var exceeded = limit.hard > 0 && used >= limit.hard
        if limit.soft > 0, used >= limit.soft {
            let since = session.softLimitSince ?? now.monotonic
            setSoftLimitExcess(of: session, since: since)
            if now.monotonic - since > Int64(limit.softSeconds) * 1_000_000 { exceeded = true }
        } else {
            setSoftLimitExcess(of: session, since: nil)
        }
        guard exceeded, session.ending != .now else { return }
        host.log(
            .warning,
            "Client \(session.descriptionLine) scheduled to be closed ASAP for overcoming of output buffer limits.")
        outputLimitDisconnections += 1
        session.closeNow()
    }

    /// Notes since when a session has more output than its soft limit allows for long, nil for not at all.
    func setSoftLimitExcess(of session: Session, since time: Int64?) {
        aboveSoftLimit += (time == nil ? 0 : 1) - (session.softLimitSince == nil ? 0 : 1)
        session.softLimitSince = time
    }
}
