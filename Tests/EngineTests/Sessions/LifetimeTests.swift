// An engine that was shut down is freed, and with it all that it held: a process that starts a server for each test must not grow.

import Testing

@testable import UnderstudyEngine

@Suite("Lifetimes")
struct LifetimeTests {
    /// What must be gone once nobody refers to the engine any more.
    private struct Remains {
        weak var engine: Engine?
        weak var session: Session?
        weak var database: Database?
        weak var command: Command?
        weak var subcommand: Command?
    }

    @Test("A shut down engine leaves nothing, whatever its clients were doing")
    func leavesNothing() {
        let remains = leaveAnEngineBehind()
        #expect(remains.engine == nil)
        #expect(remains.session == nil)
        #expect(remains.database == nil)
        #expect(remains.command == nil)
        #expect(remains.subcommand == nil)
    }

    private func leaveAnEngineBehind() -> Remains {
        let engine = Engine(
            configuration: Configuration(), clock: VirtualClock(), seed: 1, host: DetachedHost())
        let conversations = [
            "SET key value PX 1000\r\nWATCH key\r\nMULTI\r\nGET key\r\n", "BLPOP list other 0\r\n", "BLPOP list 5\r\n",
            "RPUSH items 1 2 3\r\nCLIENT PAUSE 1000\r\nSET key value\r\nGET unfinished",
        ]
        let sessions = conversations.map { conversation in
            let session = engine.connect(Peer(address: "127.0.0.1:1", localAddress: "127.0.0.1:2"))
            Array(conversation.utf8).withBytes { engine.receive($0, from: session) }
            return session
        }
        engine.drainOutput { _ in }
        engine.shutDown()
        let command = engine.commands.commands.first { !$0.subcommands.isEmpty }
        return Remains(
            engine: engine, session: sessions[1], database: engine.databases[0], command: command,
            subcommand: command?.subcommands.first)
    }
}
