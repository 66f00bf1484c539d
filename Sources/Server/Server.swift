// Server: the handle on a running server, for whoever starts one: the program, the library, a test. It can be used from any thread;
// everything behind it happens on the server's own serial queue.

import Dispatch
import Synchronization
import UnderstudyEngine

/// Why a server cannot serve, in the real server's words.
public struct StartError: Error, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// A running server. It runs until it is stopped or told to SHUTDOWN; letting go of it does not stop it.
public final class Server: Sendable {
    /// Where a server's time comes from.
    public enum Time: Sendable {
        /// The system's clocks.
        case system
        /// A clock that stands still, from some microseconds since 1970 on, until `advance` moves it.
        case manual(start: Int64)
    }

    /// The queue that everything of this server happens on.
    let queue: DispatchQueue
    private let loop: Confined<EventLoop>
    private let manualClock: Confined<VirtualClock?>
    private let stopRequest = StopRequest()
    /// Left when the server has stopped and its descriptors are closed.
    private let running: DispatchGroup

    /// The port that it listens on, 0 for none. A later CONFIG SET may change it.
    public let port: Int
    /// The path that it listens on, empty for none.
    public let unixSocket: String

    /// Starts a server: when this returns, it serves.
    /// - Parameters:
    ///   - configuration: What to listen on, and everything else.
    ///   - time: Where its time comes from.
    ///   - seed: What its randomness starts from; by chance if it is nil.
    ///   - origin: What it tells of the process it runs in.
    /// - Throws: Why it cannot serve.
    public init(
        configuration: sending Configuration, time: Time = .system, seed: UInt64? = nil,
        origin: ProcessOrigin = ProcessOrigin()
    ) throws(StartError) {
        let queue = DispatchQueue(label: "understudy")
        let log = Log(level: configuration.logLevel, path: configuration.logFile)
        log.role = .master
        let host = ServerHost(log: log, origin: origin, stopRequest: stopRequest)
        let clock: any Clock
        let manual: VirtualClock?
        switch time {
        case .system: (clock, manual) = (SystemClock(), nil)
        case .manual(let start):
            let virtual = VirtualClock(wall: start)
            (clock, manual) = (virtual, virtual)
        }
        unixSocket = configuration.unixSocket
        let engine = Engine(
            configuration: configuration, clock: clock, seed: seed ?? .random(in: 0 ... .max), host: host)
        let loop: EventLoop
        do {
            loop = try EventLoop(engine: engine, log: log, queue: queue, hasRealTime: manual == nil)
        } catch {
            let error = StartError("Failed creating the event loop. Error message: '\(error.reason)'")
            log.write(.warning, error.description)
            throw error
        }
        host.loop = loop
        do {
            try loop.prepare()
        } catch {
            log.write(.warning, error.description)
            loop.abandon()
            throw error
        }
        port = loop.port
        running = loop.running
        self.queue = queue
        self.loop = Confined(loop, to: queue)
        manualClock = Confined(manual, to: queue)
        queue.sync { self.loop.value.start() }
    }

    /// Stops the server and waits until it has: its clients are disconnected, its port is free and its descriptors are closed.
    /// Stopping a server again does nothing.
    public func stop() {
        stopRequest.isMade.store(true, ordering: .relaxed)
        queue.sync { loop.value.stopAtOnce() }
        running.wait()
    }

    /// Stops the server because of a signal, as `shutdown-on-sigterm` and `shutdown-on-sigint` tell, and waits until it has. It
    /// goes on if its data is to be saved and cannot be.
    func stop(signal: ShutdownSignals.Signal) {
        stopRequest.isMade.store(true, ordering: .relaxed)
        let stops = queue.sync {
            let configuration = loop.value.engine.configuration
            let request =
                signal == .interrupt ? configuration.shutdownOnInterrupt : configuration.shutdownOnTermination
            return loop.value.stop(signal: signal.rawValue, request)
        }
        if stops { running.wait() } else { stopRequest.isMade.store(false, ordering: .relaxed) }
    }

    /// Waits until the server has stopped, by `stop` or by SHUTDOWN.
    public func waitUntilStopped() { running.wait() }

    /// Moves a manual clock, and does what comes due: expiry, timeouts, idle clients.
    /// - Parameter microseconds: How far; not negative.
    public func advance(microseconds: Int64) {
        queue.sync {
            guard let clock = manualClock.value else { preconditionFailure("the server's time is the system's") }
            clock.advance(microseconds: microseconds)
            loop.value.advance()
        }
    }

    /// How many clients are connected.
    public var connectionCount: Int { queue.sync { loop.value.connections.count } }
}
