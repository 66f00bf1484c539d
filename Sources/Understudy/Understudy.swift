// Understudy: a Redis-compatible server inside a Swift test. Import it, start one, point any client at its address.
//
// Every instance is a server of its own, with its own data, clock and queue, on a port that nobody else has: tests that start one
// each can run side by side.

import UnderstudyEngine
import UnderstudyServer

/// A server within the process, reached over the loopback as a real one would be.
///
/// ```swift
/// let server = try Understudy.start()
/// defer { server.stop() }
/// let client = connect(to: server.host, port: server.port)
/// ```
///
/// It can be used from any thread. It stops when `stop` is called or the last reference to it goes.
public final class Understudy: Sendable {
    private let server: Server

    /// The loopback address that the server listens on.
    public let host: String
    /// The TCP port that the server listens on, chosen by the system.
    public var port: Int { server.port }
    /// Host and port: `127.0.0.1:50123`.
    public var address: String { "\(host):\(port)" }
    /// What clients take as a whole: `redis://127.0.0.1:50123`.
    public var url: String { "redis://\(address)" }

    /// Starts a server on a free port of the loopback. When this returns, it accepts clients.
    /// - Parameter directives: What to configure beside the address, by redis.conf's names: `["requirepass": "secret"]`. With a
    ///   `unixsocket` there is no port, unless one is given as well.
    /// - Throws: `UnderstudyError`, if a directive is wrong or no socket can be had.
    public static func start(_ directives: [String: String] = [:]) throws(UnderstudyError) -> Understudy {
        let host = "127.0.0.1"
        var fixed = ["port": "0", "bind": host]
        let configuration = Configuration()
        do throws(ConfigurationError) {
            // On the profile it depends which others there are.
            if let profile = directives["compat"] { try configuration.set("compat", to: profile) }
            // Redis 7.0 has no level at which nothing is logged.
            let hasLevel = configuration.profile != .redis70 || directives["loglevel"] != nil
            fixed[hasLevel ? "loglevel" : "logfile"] = hasLevel ? "nothing" : "/dev/null"
            for (name, value) in fixed.merging(directives, uniquingKeysWith: { $1 }) {
                try configuration.set(name, to: value)
            }
        } catch {
            throw UnderstudyError("\(error)")
        }
        do throws(StartError) {
            return Understudy(try Server(configuration: configuration), host: host)
        } catch {
            throw UnderstudyError(error.description)
        }
    }

    private init(_ server: Server, host: String) {
        self.server = server
        self.host = host
    }

    /// Stops the server: its clients are disconnected, its port is free and its data is gone when this returns. Stopping a server
    /// again does nothing.
    public func stop() { server.stop() }

    deinit { server.stop() }
}

/// Why a server cannot be started.
public struct UnderstudyError: Error, Sendable, CustomStringConvertible {
    /// One line for whoever reads the test's output.
    public let description: String

    init(_ description: String) { self.description = description }
}
