// CLIENT: what serves caches in clients.

extension ClientCommands {
    static func clientTracking(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let request = try TrackingRequest(arguments, session)
        if arguments[2].matches("off") {
            session.stopTracking()
            return session.reply.ok()
        }
        guard arguments[2].matches("on") else { throw .syntax }
        try request.check(for: session)
        session.startTracking(request.options, redirection: request.redirection, prefixes: request.prefixes)
        session.reply.ok()
    }

    static func clientCaching(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let tracking = session.tracking else {
            throw CommandError(
                "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode "
                    + "enabled")
        }
        if arguments[2].matches("yes") {
            guard tracking.options.contains(.optIn) else {
                throw CommandError("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.")
            }
        } else if arguments[2].matches("no") {
            guard tracking.options.contains(.optOut) else {
                throw CommandError("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.")
            }
        } else {
            throw .syntax
        }
        tracking.isCachingGiven = true
        session.reply.ok()
    }

    static func clientGetredir(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(session.redirection)
    }

    static func clientTrackinginfo(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let reply = session.reply
        let tracking = session.tracking
        let options = tracking?.options ?? []
        let isCachingGiven = tracking?.isCachingGiven == true
        let flags: [(holds: Bool, name: StaticString)] = [
            (tracking == nil, "off"), (tracking != nil, "on"), (options.contains(.broadcast), "bcast"),
            (options.contains(.optIn), "optin"), (options.contains(.optIn) && isCachingGiven, "caching-yes"),
            (options.contains(.optOut), "optout"), (options.contains(.optOut) && isCachingGiven, "caching-no"),
            (options.contains(.noLoop), "noloop"), (tracking?.isBroken == true, "broken_redirect"),
        ]
        reply.map(3)
        reply.bulk("flags")
        reply.set(flags.count(where: \.holds))
        for flag in flags where flag.holds { reply.bulk(flag.name) }
        reply.bulk("redirect")
        reply.integer(session.redirection)
        reply.bulk("prefixes")
        let prefixes = tracking?.prefixes ?? []
        reply.array(prefixes.count)
        for prefix in prefixes { reply.bulk(prefix) }
    }
}

extension Session {
    /// The client that invalidations are sent to instead, 0 for none, -1 where nothing is tracked.
    var redirection: Int {
        guard let tracking else { return -1 }
        return tracking.redirection ?? 0
    }
}

/// The options of CLIENT TRACKING.
private struct TrackingRequest {
    private(set) var options: ClientTracking.Options = []
    private(set) var redirection: Int?
    private(set) var prefixes: [[UInt8]] = []

    init(_ arguments: Arguments, _ session: Session) throws(CommandError) {
        var cursor = ArgumentCursor(arguments, from: 3)
        while !cursor.isAtEnd {
            if cursor.skip("redirect", before: 1) {
                guard redirection == nil else {
                    throw CommandError("ERR A client can only redirect to a single other client")
                }
                let id = try cursor.next().parseInteger()
                guard session.engine.sessions[id] != nil else {
                    throw CommandError("ERR The client ID you want redirect to does not exist")
                }
                redirection = id
            } else if cursor.skip("bcast") {
                options.insert(.broadcast)
            } else if cursor.skip("optin") {
                options.insert(.optIn)
            } else if cursor.skip("optout") {
                options.insert(.optOut)
            } else if cursor.skip("noloop") {
                options.insert(.noLoop)
            } else if cursor.skip("prefix", before: 1) {
                prefixes.append(try cursor.next().array)
            } else {
                throw .syntax
            }
        }
    }

    /// Throws unless the options go together, and with what the client does already.
    func check(for session: Session) throws(CommandError) {
        let former = session.tracking?.options
        guard options.contains(.broadcast) || prefixes.isEmpty else {
            throw CommandError("ERR PREFIX option requires BCAST mode to be enabled")
        }
        if let former, former.contains(.broadcast) != options.contains(.broadcast) {
            throw CommandError(
                "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling "
                    + "it with a different mode.")
        }
        if options.contains(.broadcast), !options.isDisjoint(with: [.optIn, .optOut]) {
            throw CommandError("ERR OPTIN and OPTOUT are not compatible with BCAST")
        }
        if options.isSuperset(of: [.optIn, .optOut]) {
            throw CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode")
        }
        let modes = options.union(former ?? [])
        if modes.isSuperset(of: [.optIn, .optOut]) {
            throw CommandError(
                "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling "
                    + "it with a different mode.")
        }
        try checkPrefixes(of: session)
    }

    /// The prefixes of one client may not overlap, or it would be told of a key twice.
    private func checkPrefixes(of session: Session) throws(CommandError) {
        for (index, prefix) in prefixes.enumerated() {
            for other in session.tracking?.prefixes ?? [] where overlap(prefix, other) {
                throw overlapError(prefix, "an existing prefix", other)
            }
            for other in prefixes.dropFirst(index + 1) where overlap(prefix, other) {
                throw overlapError(prefix, "another provided prefix", other)
            }
        }
    }

    private func overlap(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.starts(with: other) || other.starts(with: one)
    }

    private func overlapError(_ prefix: [UInt8], _ what: String, _ other: [UInt8]) -> CommandError {
        let start = prefix.withBytes { CommandError("ERR Prefix '", quoting: $0, "' overlaps with \(what) '") }
        let end = other.withBytes {
            CommandError("", quoting: $0, "'. Prefixes for a single client must not overlap.")
        }
        return CommandError(bytes: start.text + end.text)
    }
}
