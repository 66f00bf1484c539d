// TIME: the clock of the server, which is that of everything in it.

extension ServerCommands {
    static func time(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let microseconds = Int(session.engine.now.wall)
        session.reply.array(2)
        session.reply.bulk(decimal: microseconds / 1_000_000)
        session.reply.bulk(decimal: microseconds % 1_000_000)
    }
}
