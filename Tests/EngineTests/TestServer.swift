// TestServer: an engine on a virtual clock with clients of it, all in the test's own thread. What the event loop does with sockets
// these do with arrays: deliver bytes, collect replies, move the clock from deadline to deadline.

import UnderstudyEngine

/// An engine that a test holds by its clock.
final class TestServer {
    let clock: VirtualClock
    let configuration: Configuration
    let engine: Engine
    private var clients: [Int: TestClient] = [:]

    init(
        seed: UInt64 = 1, wall: Int64 = 1_700_000_000_000_000, host: any Host = DetachedHost(),
        configure: (Configuration) -> Void = { _ in }
    ) {
        clock = VirtualClock(wall: wall)
        configuration = Configuration()
        configure(configuration)
        engine = Engine(configuration: configuration, clock: clock, seed: seed, host: host)
    }

    deinit { engine.shutDown() }

    /// A new connection.
    func connect() -> TestClient {
        let number = clients.count + 1
        let peer = Peer(address: "127.0.0.1:\(50_000 + number)", localAddress: "127.0.0.1:6379", descriptor: number)
        let client = TestClient(engine.connect(peer), of: self)
        clients[client.session.id] = client
        return client
    }

    /// Hands out what the engine has to send, and ends the sessions that it wants ended.
    func deliver() {
        engine.drainOutput { session in
            guard let client = clients[session.id] else { return }
            if client.isReading, session.closing != .now {
                client.received += session.output.bytes.array
                engine.didSend(session.output.count, of: session)
            }
            if session.closing == .now || session.closing == .afterReply && session.output.isEmpty { client.close() }
        }
    }

    /// Lets time pass as the event loop does: from deadline to deadline, however many come due on the way.
    func advance(milliseconds: Int64) {
        let end = clock.now().monotonic + milliseconds * 1000
        while let deadline = engine.nextDeadline, deadline <= end {
            clock.advance(microseconds: max(0, deadline - clock.now().monotonic))
            engine.advance()
            deliver()
        }
        clock.advance(microseconds: end - clock.now().monotonic)
        engine.advance()
        deliver()
    }

    fileprivate func forget(_ client: TestClient) {
        clients[client.session.id] = nil
        engine.disconnect(client.session)
    }
}

/// A client of a test server.
final class TestClient {
    let session: Session
    private unowned let server: TestServer
    /// Replies that have come and not been taken.
    fileprivate(set) var received: [UInt8] = []
    /// Whether it takes what it is sent.
    var isReading = true
    private(set) var isClosed = false

    fileprivate init(_ session: Session, of server: TestServer) {
        self.session = session
        self.server = server
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) {
        bytes.withBytes { server.engine.receive($0, from: session) }
        server.deliver()
    }

    /// Sends one request, its words split and quoted as redis-cli does.
    func send(_ line: String) { send(TestClient.request(line)) }

    /// Sends one request and takes all replies that are there then.
    func ask(_ line: String) -> String {
        send(line)
        return take()
    }

    /// Takes all replies that have come, as text.
    func take() -> String { String(decoding: takeBytes(), as: UTF8.self) }

    /// Takes all replies that have come.
    func takeBytes() -> [UInt8] {
        server.deliver()
        defer { received = [] }
        return received
    }

    /// Ends the connection from this side.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        server.forget(self)
    }

    /// A request in RESP, of a line of words.
    static func request(_ line: String) -> [UInt8] {
        let words = Array(line.utf8).withBytes { InlineWords.split($0) }
        guard let words else { preconditionFailure("unbalanced quotes in a test's request") }
        return request(words)
    }

    /// A request in RESP.
    static func request(_ words: [[UInt8]]) -> [UInt8] {
        words.reduce(into: Array("*\(words.count)\r\n".utf8)) { stream, word in
            stream += Array("$\(word.count)\r\n".utf8) + word + Array("\r\n".utf8)
        }
    }
}
