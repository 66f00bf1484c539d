// CONFIG: shows, changes and rewrites the directives.

extension ServerCommands {
    static func configGet(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let configuration = session.engine.configuration
        let table = configuration.table
        let reply = session.reply
        let mark = reply.mark()
        let port = table.index(of: "port")
        // A name is shown once, as it was first asked for.
        var shown: Set<String> = []
        func show(_ name: Bytes, _ index: Int) {
            guard shown.insert(String(decoding: name.array.map(\.lowercased), as: UTF8.self)).inserted else { return }
            reply.bulk(name)
            if index == port, configuration.port == 0, session.engine.host.tcpPort > 0 {
                // Any port will do, says the configuration; which one it is clients want to know.
                reply.bulk("\(session.engine.host.tcpPort)")
            } else {
                reply.bulk(configuration.text(at: index))
            }
        }
        for position in 2..<arguments.count {
            let pattern = arguments[position]
            guard isGlob(pattern) else {
                if let index = table.index(of: pattern) { show(pattern, index) }
                continue
            }
            for (index, directive) in table.directives.enumerated() where !directive.flags.contains(.hidden) {
                for name in [directive.name, directive.alias].compactMap(\.self) {
                    Array(name.utf8).withBytes { name in
                        if GlobPattern.matches(pattern, name, ignoringCase: true) { show(name, index) }
                    }
                }
            }
        }
        reply.map(shown.count, since: mark)
    }

    private static func isGlob(_ word: Bytes) -> Bool {
        word.firstIndex(of: UInt8(ascii: "[")) != nil || word.firstIndex(of: UInt8(ascii: "*")) != nil
            || word.firstIndex(of: UInt8(ascii: "?")) != nil
    }

    static func configSet(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count.isMultiple(of: 2) else { throw .syntax }
        let indices = try directivesToSet(session, arguments)
        let engine = session.engine
        let change = ConfigurationChange(engine.configuration)
        for (place, index) in indices.enumerated() {
            do throws(DirectiveRefusal) {
                try change.set(index, to: arguments[place * 2 + 3])
            } catch {
                change.undo()
                engine.followConfiguration()
                let name = engine.configuration.table[index].spelling(of: arguments[place * 2 + 2])
                throw .configSet(name, error.reason)
            }
        }
        try engine.putIntoEffect(change)
        session.reply.ok()
    }

    /// The directives that a CONFIG SET names, all of which may be set.
    private static func directivesToSet(_ session: Session, _ arguments: Arguments) throws(CommandError) -> [Int] {
        var indices: [Int] = []
        for position in stride(from: 2, to: arguments.count, by: 2) {
            let name = arguments[position]
            guard let index = session.engine.configuration.table.index(of: name) else {
                throw CommandError(
                    "ERR Unknown option or number of arguments for CONFIG SET - '", quoting: name, "'")
            }
            let directive = session.engine.configuration.table[index]
            if directive.flags.contains(.immutable) { throw .configSet(name.text, "can't set immutable config") }
            if directive.flags.contains(.protected),
                !session.engine.configuration.enableProtectedConfigs.allows(session)
            {
                throw .configSet(name.text, "can't set protected config")
            }
            // An alias and the name that it stands for are two directives here.
            let isRepeated = stride(from: 2, to: position, by: 2).contains { earlier in
                let other = arguments[earlier]
                return name.count == other.count && name.array.map(\.lowercased) == other.array.map(\.lowercased)
            }
            if isRepeated { throw .configSet(name.text, "duplicate parameter") }
            indices.append(index)
        }
        return indices
    }

    static func configResetStat(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.engine.resetStatistics()
        session.reply.ok()
    }

    static func configRewrite(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        guard engine.host.configurationPath != nil else {
            throw CommandError("ERR The server is running without a config file")
        }
        let text = engine.host.readConfigurationFile() ?? []
        let users = engine.configuration.aclFile.isEmpty ? engine.access.lines : []
        if let reason = engine.host.writeConfigurationFile(engine.configuration.rewritten(text, users: users)) {
            engine.host.log(.warning, "CONFIG REWRITE failed: \(reason)")
            throw CommandError("ERR Rewriting config file: \(reason)")
        }
        engine.host.log(.notice, "CONFIG REWRITE executed with success.")
        session.reply.ok()
    }

    static func configHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "config",
            [
                "GET <pattern>", "    Return parameters matching the glob-like <pattern> and their values.",
                "SET <directive> <value>", "    Set the configuration <directive> to <value>.",
                "RESETSTAT", "    Reset statistics reported by the INFO command.",
                "REWRITE", "    Rewrite the configuration file.",
            ], to: session.reply)
    }
}

extension CommandError {
    fileprivate static func configSet(_ name: String, _ reason: String) -> CommandError {
        CommandError("ERR CONFIG SET failed (possibly related to argument '\(name)') - \(reason)")
    }
}

extension Directive {
    /// The name or alias that `word` is, in the directive's own letter case.
    fileprivate func spelling(of word: Bytes) -> String {
        if let alias, word.isSame(as: alias) { return alias }
        return name
    }
}

extension ProtectedAction {
    /// Whether a session may do what is protected.
    func allows(_ session: Session) -> Bool {
        switch self {
        case .no: false
        case .yes: true
        case .local: session.peer.isLocal
        }
    }
}

extension Peer {
    /// Whether the client is on this machine: on a Unix socket or the loopback.
    var isLocal: Bool { isUnixSocket || address.hasPrefix("127.") || address.hasPrefix("[::1]") }
}

/// What a CONFIG SET has changed so far, so that it can be undone.
private final class ConfigurationChange {
    private let configuration: Configuration
    private(set) var former: [(index: Int, value: DirectiveValue)] = []
    let formerWarnings: [String]
    /// `notify-keyspace-events`, if it was named.
    private var formerEvents: (index: Int, value: DirectiveValue)?

    init(_ configuration: Configuration) {
        self.configuration = configuration
        formerWarnings = configuration.warnings
    }

    /// Stores a value. One that is the same as before is no change.
    func set(_ index: Int, to argument: Bytes) throws(DirectiveRefusal) {
        let directive = configuration.table[index]
        let current = configuration.values[index]
        if case .special(.keyspaceEvents) = directive.kind { formerEvents = (index, current) }
        var value = try directive.parse(argument: argument, current: directive.valueToSetUpon(current))
        if case .special(.directory) = directive.kind { value = absolute(value) }
        guard value != current else { return }
        former.append((index, current))
        configuration.store(value, at: index)
    }

    /// A directory as seen from the present one.
    private func absolute(_ value: DirectiveValue) -> DirectiveValue {
        guard case .text(let path) = value, let first = path.first, first != UInt8(ascii: "/") else { return value }
        let slash = UInt8(ascii: "/")
        var parts = configuration.directory.utf8.split(separator: slash).map { Array($0) }
        for part in path.split(separator: slash).map({ Array($0) }) where part != Array(".".utf8) {
            if part == Array("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
        }
        return .text([slash] + Array(parts.joined(separator: [slash])))
    }

    /// Puts the former values back. The real server does so by what CONFIG GET tells of them, which of the events leaves out that
    /// of new keys beside `A`: it is lost.
    func undo() {
        for (index, value) in former.reversed() { configuration.store(value, at: index) }
        guard let (index, value) = formerEvents, case .integer(let flags) = value,
            let told = KeyspaceEvents(letters: KeyspaceEvents(rawValue: flags).letters)
        else { return }
        configuration.store(.integer(told.rawValue), at: index)
    }
}

extension Engine {
    /// Lets the engine and its host follow a change, or undoes it if the host cannot.
    fileprivate func putIntoEffect(_ change: ConfigurationChange) throws(CommandError) {
        followConfiguration()
        var applied: [String] = []
        for (index, _) in change.former {
            let name = configuration.table[index].name
            guard let reason = host.apply(changed: [name], of: configuration) else {
                applied.append(name)
                if name == "requirepass" { access.adoptPassword() }
                continue
            }
            host.log(
                .warning,
                "Failed applying new configuration. Possibly related to new \(name) setting. Restoring previous settings."
            )
            change.undo()
            followConfiguration()
            // What has been done already is done again, with the former values.
            for name in applied { _ = host.apply(changed: [name], of: configuration) }
            throw .configSet(name, reason)
        }
        for warning in configuration.warnings where !change.formerWarnings.contains(warning) {
            host.log(.warning, warning)
        }
    }

    /// Takes over the directives that parts of the engine hold themselves.
    func followConfiguration() {
        context.adopt(configuration)
        context.tracking?.limitKeys()
        leastOutputLimit = configuration.clientOutputBufferLimits.least
        updateWriteDenial()
        limitsMemory = configuration.maxMemory > 0
        memory = MemoryReading(wasShort: memory.wasShort)
        evictionPool = EvictionPool()
        followThresholds()
        followClientLimit()
    }

    /// Sets the counters of INFO back to zero.
    fileprivate func resetStatistics() {
        totalConnections = 0
        rejectedConnections = 0
        outputLimitDisconnections = 0
        inputLimitDisconnections = 0
        evictedClients = 0
        totalCommands = 0
        totalErrors = 0
        evictedScripts = 0
        errorCounts = [:]
        totalBytesIn = 0
        totalBytesOut = 0
        context.statistics = Statistics()
        for command in commands.commands { command.resetStatistics() }
    }
}

extension Command {
    fileprivate func resetStatistics() {
        statistics = CommandStatistics()
        latencies = LatencyHistogram()
        for subcommand in subcommands { subcommand.resetStatistics() }
    }
}
