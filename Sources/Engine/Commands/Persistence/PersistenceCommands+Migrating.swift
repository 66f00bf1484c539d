// MIGRATE: keys move to another server, which is sent a RESTORE for each. As in the real server everybody waits meanwhile, so that
// nothing changes between what is sent and what is removed, and only what the other server has acknowledged is removed.

extension PersistenceCommands {
    static func migrate(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let options = try MigrateOptions(arguments)
        var timeout = try arguments[5].parseInteger()
        _ = try arguments[4].parseInteger()
        if timeout <= 0 { timeout = 1000 }
        let request = MigrateRequest(session, arguments, options)
        guard !request.keys.isEmpty else { return session.reply.simple("NOKEY") }

        func exchange() -> PeerExchange {
            session.engine.host.exchange(
                request.bytes, with: arguments[1].text, port: CNumber.prefix(of: arguments[2]),
                replies: request.replies,
                timeout: timeout)
        }
        var result = exchange()
        // Nothing has been restored: a connection that broke off is tried once more.
        if result.failure != nil, result.failure != .connecting, !result.isTimeout,
            result.lines.count <= request.preliminaries
        {
            result = exchange()
        }
        let error = finish(request, result, options, session, arguments)
        guard result.failure == nil || error != nil else { throw failure(of: result) }
        if let error { throw error }
        session.reply.ok()
    }

    /// Removes the keys that have been acknowledged. Returns the first error of the other server.
    private static func finish(
        _ request: MigrateRequest, _ result: PeerExchange, _ options: MigrateOptions, _ session: Session,
        _ arguments: Arguments
    ) -> CommandError? {
        func isError(_ line: [UInt8]) -> Bool { line.first == UInt8(ascii: "-") }
        // Who could not log in, or choose the database, has restored nothing where it belongs.
        let refusal = result.lines.prefix(request.preliminaries).first(where: isError)
        var error: [UInt8]?
        for (key, line) in zip(request.keys, result.lines.dropFirst(request.preliminaries)) {
            if let reason = refusal ?? (isError(line) ? line : nil) {
                error = error ?? reason
            } else if !options.copies {
                let freesLazily = session.engine.configuration.lazyFreeServerDelete
                _ = session.database.remove(arguments[key], lazily: freesLazily)
                session.didModify(arguments[key])
                session.notify(.generic, "del", arguments[key])
            }
        }
        return error.map {
            CommandError(bytes: Array("ERR Target instance replied with error: ".utf8) + $0.dropFirst())
        }
    }

    private static func failure(of result: PeerExchange) -> CommandError {
        switch result.failure! {
        case .connecting: CommandError("IOERR error or timeout connecting to the client")
        case .writing: CommandError("IOERR error or timeout writing to target instance")
        case .reading: CommandError("IOERR error or timeout reading to target instance")
        }
    }

    /// Where the keys of MIGRATE are: the third argument, or those behind KEYS. Options are told from their values.
    @Sendable
    static func keysOfMigrate(_ arguments: Arguments) -> [KeyReference] {
        var keys = 3..<4
        var index = 6
        while index < arguments.count {
            if arguments[index].matches("keys") {
                keys = arguments[3].isEmpty ? index + 1..<arguments.count : 0..<0
                break
            }
            index += arguments[index].matches("auth") ? 2 : arguments[index].matches("auth2") ? 3 : 1
        }
        return keys.map { KeyReference(position: $0, flags: [.readWrite, .access, .delete]) }
    }
}

/// The options of MIGRATE.
struct MigrateOptions {
    private(set) var copies = false
    private(set) var replaces = false
    /// Where the user's name and the password are.
    private(set) var user: Int?
    private(set) var password: Int?
    private(set) var keys = 3..<4
    /// Arguments that nobody is to see.
    private(set) var secrets: [Int] = []

    init(_ arguments: Arguments) throws(CommandError) {
        if let error = read(arguments) { throw error }
    }

    /// Which arguments are secrets, of a request that may be wrong too.
    static func secrets(in arguments: Arguments) -> [Int] {
        var options = MigrateOptions()
        _ = options.read(arguments)
        return options.secrets
    }

    private init() {}

    private mutating func read(_ arguments: Arguments) -> CommandError? {
        var cursor = ArgumentCursor(arguments, from: 6)
        while !cursor.isAtEnd {
            if cursor.skip("copy") {
                copies = true
            } else if cursor.skip("replace") {
                replaces = true
            } else if cursor.skip("auth", before: 1) {
                password = cursor.index
                secrets.append(cursor.index)
                cursor.advance(by: 1)
            } else if cursor.skip("auth2", before: 2) {
                (user, password) = (cursor.index, cursor.index + 1)
                secrets += [cursor.index, cursor.index + 1]
                cursor.advance(by: 2)
            } else if cursor.skip("keys") {
                guard arguments[3].isEmpty else {
                    return CommandError(
                        "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string")
                }
                keys = cursor.index..<arguments.count
                return nil
            } else {
                return .syntax
            }
        }
        return nil
    }
}

/// What MIGRATE sends: AUTH if there is a password, SELECT, and a RESTORE for each key that is there.
private struct MigrateRequest {
    private let writer: ReplyWriter
    /// Replies that come before those about keys.
    private(set) var preliminaries = 1
    /// The keys that are there, by their place among the arguments.
    private(set) var keys: [Int] = []

    var bytes: Bytes { writer.buffer.bytes }
    var replies: Int { preliminaries + keys.count }

    init(_ session: Session, _ arguments: Arguments, _ options: MigrateOptions) {
        writer = ReplyWriter(profile: session.engine.profile)
        if let password = options.password {
            preliminaries += 1
            writer.array(options.user == nil ? 2 : 3)
            writer.bulk("AUTH")
            if let user = options.user { writer.bulk(arguments[user]) }
            writer.bulk(arguments[password])
        }
        writer.array(2)
        writer.bulk("SELECT")
        // A number that may be written in more ways than one.
        writer.bulk("\(arguments[4].integer ?? 0)")
        for key in options.keys {
            if let entry = session.database.lookUp(arguments[key]) {
                restore(entry, named: arguments[key], session.engine, replaces: options.replaces)
                keys.append(key)
            }
        }
    }

    private func restore(_ entry: Entry, named key: Bytes, _ engine: Engine, replaces: Bool) {
        let timeToLive = entry.expiry.map { max(1, $0 - engine.now.milliseconds) } ?? 0
        writer.array(replaces ? 5 : 4)
        writer.bulk("RESTORE")
        writer.bulk(key)
        writer.bulk("\(timeToLive)")
        let version = RDBVersion(of: engine.profile)
        DumpPayload.withPayload(of: entry, engine.configuration, version: version) { writer.bulk($0) }
        if replaces { writer.bulk("REPLACE") }
    }
}
