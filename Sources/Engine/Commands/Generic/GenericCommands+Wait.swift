// WAIT and WAITAOF: how many have what was written. There are no replicas and there is no append-only file, so that nobody has, and
// who waits for somebody waits for the time to pass.

extension GenericCommands {
    static func wait(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let replicas = try arguments[1].parseInteger()
        let timeout = try milliseconds(arguments[2], session)
        guard replicas > 0, !session.deniesBlocking else { return session.reply.integer(0) }
        session.block(arguments, on: .replicas, timeout: timeout)
    }

    static func waitaof(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let local = try arguments[1].parseInteger()
        guard (0...1).contains(local) else { throw .outOfRange(0...1) }
        let replicas = try arguments[2].parseInteger(or: .mustBePositive)
        guard replicas >= 0 else { throw .mustBePositive }
        let timeout = try milliseconds(arguments[3], session)
        guard local == 0 else {
            throw CommandError("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.")
        }
        guard replicas > 0, !session.deniesBlocking else { return session.reply.acknowledgements() }
        session.block(arguments, on: .acknowledgements, timeout: timeout)
    }

    /// A timeout in milliseconds as microseconds; nil for 0, which waits for ever.
    private static func milliseconds(_ argument: Bytes, _ session: Session) throws(CommandError) -> Int64? {
        try argument.parseMillisecondTimeout(now: session.engine.now.milliseconds, session.engine.profile)
    }
}

extension ReplyWriter {
    /// What WAITAOF replies: nobody has it, here or elsewhere.
    func acknowledgements() {
        array(2)
        integer(0)
        integer(0)
    }
}
