// MONITOR: clients that are shown every command, when it has been carried out. Commands of administration are not shown, nor are secrets.

extension Engine {
    /// Shows a command to the clients that monitor.
    ///
    /// - Parameters:
    ///   - source: Where it comes from, if not from the session's own connection: `lua`.
    ///   - beforehand: Whether it is shown before it is carried out, as those are that show themselves.
    @inline(never)
    func showToMonitors(
        _ command: Command, _ arguments: Arguments, of session: Session, source: String? = nil, beforehand: Bool = false
    ) {
        guard beforehand || command.flags.isDisjoint(with: [.admin, .skipMonitor]) else { return }
        let (seconds, microseconds) = now.wall.quotientAndRemainder(dividingBy: 1_000_000)
        let fraction = String(repeating: "0", count: 6 - "\(microseconds)".count) + "\(microseconds)"
        let line = ByteBuffer()
        let address = source ?? (session.peer.isUnixSocket ? "unix:\(configuration.unixSocket)" : session.peer.address)
        line.append("+\(seconds).\(fraction) [\(session.database.index) \(address)]")
        for index in 0..<arguments.count {
            line.append(UInt8(ascii: " "))
            let isSecret = command.isSecret(index, in: arguments)
            InlineWords.quote(isSecret ? Array("(redacted)".utf8) : arguments[index].array).withBytes {
                line.append($0)
            }
        }
        line.appendLineEnd()
        for monitor in monitors where monitor.closing == .no && !monitor.isMuted {
            monitor.output.append(contentsOf: line)
            enqueueOutput(of: monitor)
            checkOutputLimit(of: monitor)
            countMemory(of: monitor)
        }
    }

    /// Shows a client every command from now on.
    func startMonitoring(_ session: Session) {
        session.isMonitoring = true
        monitors.append(session)
        isMonitored = true
    }

    func stopMonitoring(_ session: Session) {
        guard session.isMonitoring else { return }
        session.isMonitoring = false
        monitors.removeAll { $0 === session }
        isMonitored = !monitors.isEmpty
    }
}

extension Command {
    /// Whether an argument is a user or a password, which nobody is to see.
    func isSecret(_ index: Int, in arguments: Arguments) -> Bool {
        switch fullName {
        case "auth": return index > 0 && arguments.count <= 3
        case "hello":
            // HELLO version [AUTH user password] [SETNAME name]
            for place in max(2, index - 2)..<max(2, index) where arguments[place].matches("auth") {
                return place + 2 < arguments.count
            }
            return false
        case "acl|setuser", "acl|getuser", "acl|deluser": return index > 1
        case "migrate": return MigrateOptions.secrets(in: arguments).contains(index)
        case "config|set":
            let table = DirectiveTable.of(profile)
            guard index > 2, !index.isMultiple(of: 2), let directive = table.index(of: arguments[index - 1])
            else { return false }
            return table[directive].flags.contains(.secret)
        default: return false
        }
    }
}

extension ServerCommands {
    static func monitor(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard !session.deniesBlocking else {
            throw CommandError("ERR MONITOR isn't allowed for DENY BLOCKING client")
        }
        guard !session.isMonitoring else { return }
        session.engine.startMonitoring(session)
        session.reply.ok()
    }
}
