// The driver without a network: an engine of its own for each case, on a clock that stands still until it is moved.

@testable import UnderstudyConformance
@testable import UnderstudyEngine

final class InProcessDriver: SpecDriver {
    private let clock = VirtualClock()
    private let engine: Engine
    private var clients: [String: Client] = [:]

    private struct Client {
        var session: Session
        var inbox = Inbox()
    }

    init(configuration: Configuration, seed: UInt64) {
        engine = Engine(configuration: configuration, clock: clock, seed: seed, host: DetachedHost())
    }

    deinit { engine.shutDown() }

    func open(_ client: String) throws {
        let port = 50_000 + clients.count
        let peer = Peer(address: "127.0.0.1:\(port)", localAddress: "127.0.0.1:6379", descriptor: 8 + clients.count)
        clients[client] = Client(session: engine.connect(peer))
    }

    func send(_ bytes: [UInt8], from client: String) throws {
        guard let session = clients[client]?.session else { throw DriverError("no client \(client)") }
        bytes.withBytes { engine.receive($0, from: session) }
    }

    func close(_ client: String) throws {
        guard let session = clients.removeValue(forKey: client)?.session else {
            throw DriverError("no client \(client)")
        }
        engine.disconnect(session)
    }

    /// Stops at each deadline on the way, as a server does that sleeps until the next.
    func advance(milliseconds: Int) throws {
        let target = clock.now().monotonic + Int64(milliseconds) * 1000
        while let deadline = engine.nextDeadline, deadline <= target {
            clock.advance(microseconds: max(0, deadline - clock.now().monotonic))
            engine.advance()
            // A deadline that has not moved is for later: what is due at this instant has been done.
            if let next = engine.nextDeadline, next <= deadline { break }
        }
        clock.advance(microseconds: target - clock.now().monotonic)
        engine.advance()
    }

    func settle(awaiting awaited: [String: Awaited]) throws -> [String: Arrival] {
        // A server that sleeps, as DEBUG SLEEP makes it, is at rest when it has slept.
        while engine.isStalled, let deadline = engine.nextDeadline {
            clock.advance(microseconds: max(0, deadline - clock.now().monotonic))
            engine.advance()
        }
        // The process around an engine ends when the engine says so, and its connections end with it.
        if engine.shutdownRequest != nil {
            for name in clients.keys { clients[name]?.inbox.close() }
            engine.shutDown()
        }
        engine.drainOutput { session in
            guard let name = clients.first(where: { $0.value.session === session })?.key else { return }
            let output = session.output.bytes.array
            if session.closing != .now, !output.isEmpty {
                clients[name]?.inbox.receive(output)
                engine.didSend(output.count, of: session)
            }
            if session.closing != .no {
                clients[name]?.inbox.close()
                engine.disconnect(session)
            }
        }
        var arrivals: [String: Arrival] = [:]
        for name in clients.keys { arrivals[name] = clients[name]?.inbox.take() }
        return arrivals
    }
}

/// An engine for each case.
struct InProcessTarget: SpecTarget {
    /// Where the engines' randomness comes from: whatever it is, the specs hold.
    var seed: UInt64

    func begin(_ specCase: SpecCase) throws -> Preparation {
        let configuration = Configuration()
        for directive in specCase.options.configuration {
            try configuration.set(directive.name, to: directive.value)
        }
        return .ready(InProcessDriver(configuration: configuration, seed: seed))
    }

    func end(_ specCase: SpecCase) throws {}
}
