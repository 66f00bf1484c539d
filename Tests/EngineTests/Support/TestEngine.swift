// An engine with a virtual clock, and clients that talk to it, as the tests of commands use them.

@testable import UnderstudyEngine

/// An engine whose time stands still until it is moved.
final class TestEngine {
    let clock = VirtualClock()
    let configuration: Configuration
    let engine: Engine

    init(_ configuration: Configuration = Configuration(), seed: UInt64 = 1, host: any Host = DetachedHost()) {
        self.configuration = configuration
        engine = Engine(configuration: configuration, clock: clock, seed: seed, host: host)
    }

    func connect(from address: String = "127.0.0.1:1") -> TestClient { TestClient(self, address) }

    /// Moves the clock and does what is due then.
    func advance(milliseconds: Int) {
        clock.advance(microseconds: Int64(milliseconds) * 1000)
        engine.advance()
    }
}

/// A client of a `TestEngine`.
final class TestClient {
    let session: Session
    private let owner: TestEngine

    init(_ owner: TestEngine, _ address: String) {
        self.owner = owner
        session = owner.engine.connect(Peer(address: address, localAddress: "127.0.0.1:6379"))
    }

    /// Sends one request of the words in `line` and returns what the client has got by then.
    @discardableResult
    func send(_ line: String) -> String {
        send(line.split(separator: " ", omittingEmptySubsequences: true).map { Array($0.utf8) })
    }

    @discardableResult
    func send(_ arguments: [[UInt8]]) -> String {
        write(arguments)
        return received()
    }

    func write(_ words: [String]) { write(words.map { Array($0.utf8) }) }

    /// Sends one request and leaves the reply for later.
    func write(_ arguments: [[UInt8]]) {
        let request = ByteBuffer()
        request.append("*\(arguments.count)\r\n")
        for argument in arguments {
            request.append("$\(argument.count)\r\n")
            argument.withBytes { request.append($0) }
            request.appendLineEnd()
        }
        owner.engine.receive(request.bytes, from: session)
    }

    /// What the client has got since it was last asked, with line ends shown as `|`.
    func received() -> String {
        owner.engine.drainOutput { _ in }
        let text = session.output.bytes.text
        owner.engine.didSend(session.output.count, of: session)
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "|")
    }

    func disconnect() { owner.engine.disconnect(session) }
}
