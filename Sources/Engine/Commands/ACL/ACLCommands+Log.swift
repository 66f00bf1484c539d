// ACL LOG, LOAD and SAVE.

extension ACLCommands {
    static func aclLog(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard arguments.count <= 3 else { throw .unknownSubcommandOrArity(arguments[1], of: "acl") }
        var count = 10
        if arguments.count == 3 {
            if arguments[2].matches("reset") {
                session.engine.access.log.reset()
                return session.reply.ok()
            }
            count = max(0, try arguments[2].parseInteger())
        }
        let entries = session.engine.access.log.entries.prefix(count)
        session.reply.array(entries.count)
        for entry in entries { write(entry, session) }
    }

    private static func write(_ entry: AccessLogEntry, _ session: Session) {
        let reply = session.reply
        reply.map(10)
        reply.bulk("count")
        reply.integer(entry.count)
        reply.bulk("reason")
        reply.bulk(entry.reason.word)
        reply.bulk("context")
        reply.bulk(entry.context.rawValue)
        reply.bulk("object")
        reply.bulk(entry.object)
        reply.bulk("username")
        reply.bulk(entry.user)
        reply.bulk("age-seconds")
        reply.double(Double(session.engine.now.milliseconds - entry.createdAt) / 1000)
        reply.bulk("client-info")
        reply.bulk(entry.client)
        reply.bulk("entry-id")
        reply.integer(entry.id)
        reply.bulk("timestamp-created")
        reply.integer(Int(entry.createdAt))
        reply.bulk("timestamp-last-updated")
        reply.integer(Int(entry.updatedAt))
    }

    static func aclLoad(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let path = try filePath(session)
        let access = session.engine.access
        do {
            let users = try access.users(in: try session.engine.host.readFile(path), path: path)
            session.engine.killSessions(of: access.replace(with: users), for: session)
            session.reply.ok()
        } catch let error as AccessFileError {
            throw CommandError("ERR \(error.reason)")
        } catch let error as ConfigurationFileError {
            throw CommandError("ERR Error loading ACLs, opening file '\(path)': \(error.reason)")
        } catch {
            throw CommandError("ERR \(error)")
        }
    }

    static func aclSave(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let path = try filePath(session)
        let text: [UInt8] = session.engine.access.lines.reduce(into: []) { $0 += $1 + [0x0A] }
        if let reason = session.engine.host.replaceFile(path, with: text) {
            session.engine.host.log(.warning, "Opening temp ACL file for ACL SAVE: \(reason)")
            throw CommandError(
                "ERR There was an error trying to save the ACLs. Please check the server logs for more information")
        }
        session.reply.ok()
    }

    private static func filePath(_ session: Session) throws(CommandError) -> String {
        let path = session.engine.configuration.aclFile
        guard !path.isEmpty else {
            let product = session.engine.profile.isValkey ? "" : "Redis "
            throw CommandError(
                "ERR This \(product)instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER "
                    + "command and then issue a CONFIG REWRITE (assuming you have a \(product)configuration file set) in order "
                    + "to store users in the \(product)configuration.")
        }
        return path
    }
}
