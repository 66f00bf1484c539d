// An engine with a virtual clock, and clients that talk to it. What the event loop does with sockets these do with arrays: deliver
// bytes, collect replies, move the clock.

@testable import UnderstudyEngine

/// An engine whose time stands still until it is moved.
final class TestEngine {
    let clock: VirtualClock
    let configuration: Configuration
    let engine: Engine
    private var clients: [Int: () -> TestClient?] = [:]

    init(
        _ configuration: Configuration = Configuration(), seed: UInt64 = 1, wall: Int64 = 1_700_000_000_000_000,
        host: any Host = DetachedHost()
    ) {
        self.configuration = configuration
        clock = VirtualClock(wall: wall)
        engine = Engine(configuration: configuration, clock: clock, seed: seed, host: host)
    }

    deinit { engine.shutDown() }

    func connect(from address: String = "127.0.0.1:1") -> TestClient {
        let client = TestClient(self, address)
        clients[client.session.id] = { [weak client] in client }
        return client
    }

    /// Moves the clock in one leap and does what is due then.
    func advance(milliseconds: Int) {
        clock.advance(microseconds: Int64(milliseconds) * 1000)
        engine.advance()
        deliver()
    }

    /// Lets time pass as the event loop does, from deadline to deadline, doing what is due at each. Returns how many there were.
    @discardableResult
    func pass(milliseconds: Int) -> Int {
        let end = clock.now().monotonic + Int64(milliseconds) * 1000
        var deadlines = 0
        while let deadline = engine.nextDeadline, deadline <= end, deadlines < 100_000 {
            clock.advance(microseconds: max(0, deadline - clock.now().monotonic))
            engine.advance()
            deliver()
            deadlines += 1
        }
        clock.advance(microseconds: end - clock.now().monotonic)
        engine.advance()
        deliver()
        return deadlines
    }

    /// Hands out what the engine has to send, and ends the sessions that it wants ended.
    func deliver() {
        engine.drainOutput { session in clients[session.id]?()?.take() }
    }

    fileprivate func forget(_ client: TestClient) {
        clients[client.session.id] = nil
        engine.disconnect(client.session)
    }
}

/// A client of a `TestEngine`.
final class TestClient {
    let session: Session
    private let owner: TestEngine
    private var inbox: [UInt8] = []
    /// Whether it reads what it is sent.
    var isReading = true
    /// Whether the connection has ended, from either side.
    private(set) var isClosed = false

    fileprivate init(_ owner: TestEngine, _ address: String) {
        self.owner = owner
        session = owner.engine.connect(Peer(address: address, localAddress: "127.0.0.1:6379"))
    }

    /// Sends one request of the words in `line`, which are separated by spaces, and returns what the client has got by then.
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
    func write(_ arguments: [[UInt8]]) { write(bytes: TestClient.request(arguments)) }

    /// Sends bytes as they are.
    func write(bytes: [UInt8]) {
        bytes.withBytes { owner.engine.receive($0, from: session) }
        owner.deliver()
    }

    /// A request in RESP.
    static func request(_ arguments: [[UInt8]]) -> [UInt8] {
        var request = Array("*\(arguments.count)\r\n".utf8)
        for argument in arguments { request += Array("$\(argument.count)\r\n".utf8) + argument + [0x0D, 0x0A] }
        return request
    }

    /// What the client has got since it was last asked, with line ends shown as `|`.
    func received() -> String {
        let text = String(decoding: receivedBytes(), as: UTF8.self)
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "|")
    }

    /// What the client has got since it was last asked.
    func receivedBytes() -> [UInt8] {
        owner.deliver()
        take()
        defer { inbox = [] }
        return inbox
    }

    /// Reads what has been sent, and closes when the engine is done with the connection.
    fileprivate func take() {
        guard !isClosed, !owner.engine.isStalled else { return }
        let sends = isReading && session.closing != .now && !session.output.isEmpty
        if sends {
            inbox += session.output.bytes.array
            owner.engine.didSend(session.output.count, of: session)
        }
        if session.closing == .now || session.closing == .afterReply && sends { disconnect() }
    }

    /// Ends the connection from this side.
    func disconnect() {
        guard !isClosed else { return }
        isClosed = true
        owner.forget(self)
    }
}
