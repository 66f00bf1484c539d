// Server: the handle on a running server, for whoever starts one: the program, the library, a test. It can be used from any thread;
// everything behind it happens on the server's own serial queue.

import Dispatch
import UnderstudyEngine

/// A running server.
public final class Server: Sendable {
    private let queue: DispatchQueue
    private let loop: Confined<EventLoop>
    /// The port that it listens on, 0 for none.
    public let port: Int

    /// Starts a server.
    /// - Throws: Why it cannot serve, in the real server's words.
    public init(port: Int, bind: [String], log: sending Log) throws(StartError) {
        let queue = DispatchQueue(label: "understudy")
        self.queue = queue
        let host = ServerHost(log: log)
        let configuration = Configuration()
        let engine = Engine(
            configuration: configuration, clock: SystemClock(), seed: .random(in: 0 ... .max), host: host)
        let loop: EventLoop
        do {
            loop = try EventLoop(engine: engine, log: log, queue: queue, hasRealTime: true)
        } catch {
            throw StartError(description: "\(error)")
        }
        log.role = .master
        self.port = try loop.listen(on: bind, port: port, backlog: 511)
        host.tcpPort = self.port
        log.write(.notice, "Running mode=standalone, port=\(self.port).")
        log.write(.notice, "Server initialized")
        log.write(.notice, "Ready to accept connections tcp (port \(self.port))")
        self.loop = Confined(loop, to: queue)
        queue.sync { self.loop.value.start() }
    }

    /// Stops the server. Its port is free and its clients are disconnected when this returns.
    public func stop() {
        queue.sync { loop.value.stop() }
    }

    /// Calls `body` when the server has stopped by itself, on SHUTDOWN.
    public func onStop(_ body: @escaping @Sendable () -> Void) {
        queue.sync { loop.value.didStop = body }
    }
}
