// The driver for a server behind a TCP port.
//
// A server over TCP does not say that it is at rest. It is asked: PING on a connection of the driver's own, twice. When the
// second answer has come, a server with one event loop has read all that was sent before the first PING and has written
// what it had to say to that, so that what has not arrived then is not on its way. Nothing sleeps, and extra replies show.

import UnderstudyEngine

final class TCPDriver: SpecDriver {
    /// How long an expected reply may take, in milliseconds.
    static let patience = 5000
    /// How long a reply may take of which nothing is known.
    private static let shortPatience = 200

    private let control: ControlConnection
    private var clients: [String: Client] = [:]
    /// Set for cases that pause the server, PING included: what has arrived after this many milliseconds counts.
    private let settleTime: Int?
    /// Whether the server may end.
    private let isDisposable: Bool

    private struct Client {
        var socket: Socket
        var inbox = Inbox()

        mutating func receive() {
            let bytes = socket.receive()
            if !bytes.isEmpty { inbox.receive(bytes) }
            if socket.isClosed { inbox.close() }
        }
    }

    init(control: ControlConnection, settleTime: Int?, isDisposable: Bool) {
        self.control = control
        self.settleTime = settleTime
        self.isDisposable = isDisposable
    }

    func open(_ client: String) throws {
        clients[client] = Client(socket: try Socket(host: control.host, port: control.port))
    }

    func send(_ bytes: [UInt8], from client: String) throws {
        guard var sender = clients[client] else { throw DriverError("no client \(client)") }
        sender.socket.send(bytes) { sender.inbox.receive($0) }
        clients[client] = sender
    }

    func close(_ client: String) throws { clients[client] = nil }

    func advance(milliseconds: Int) throws { Stopwatch.sleep(milliseconds: milliseconds) }

    func settle(awaiting awaited: [String: Awaited]) throws -> [String: Arrival] {
        if let settleTime {
            Stopwatch.sleep(milliseconds: settleTime)
        } else {
            let isGuess = awaited.values.allSatisfy(\.isGuess)
            let deadline = Stopwatch.now() + (isGuess ? Self.shortPatience : Self.patience)
            while !isSatisfied(awaited), Stopwatch.now() < deadline {
                let waiting = awaited.keys.compactMap { clients[$0]?.socket }
                _ = Socket.wait(for: waiting, milliseconds: max(1, deadline - Stopwatch.now()))
                receive()
            }
            do {
                try control.barrier()
            } catch {
                // A server that has ended is at rest.
                guard isDisposable else { throw error }
            }
        }
        receive()
        var arrivals: [String: Arrival] = [:]
        for name in clients.keys { arrivals[name] = clients[name]?.inbox.take() }
        return arrivals
    }

    private func receive() {
        for name in clients.keys { clients[name]?.receive() }
    }

    private func isSatisfied(_ awaited: [String: Awaited]) -> Bool {
        awaited.allSatisfy { name, amount in
            guard let inbox = clients[name]?.inbox else { return true }
            return inbox.isClosed || (inbox.count >= amount.replies && !amount.closure)
        }
    }
}

/// The connection that clears, configures and questions a server, and is no client of any case.
final class ControlConnection {
    let host: String
    let port: Int
    /// How it authenticates when the server asks for it.
    var password: String?
    private var connection: Socket?
    private var inbox = Inbox()

    init(host: String, port: Int, password: String? = nil) {
        self.host = host
        self.port = port
        self.password = password
    }

    /// Sends a command and returns its reply.
    func ask(_ arguments: String...) throws -> ReplyValue { try ask(arguments) }

    func ask(_ arguments: [String]) throws -> ReplyValue {
        let reply = try exchange(arguments)
        guard case .error(let text) = reply, text.starts(with: "NOAUTH".utf8), let password else { return reply }
        _ = try exchange(["AUTH", password])
        return try exchange(arguments)
    }

    /// Returns when the server has dealt with all that was sent to it before.
    func barrier() throws {
        var answers = 0
        var attempts = 0
        while answers < 2 {
            do {
                _ = try exchange(["PING"])
                answers += 1
            } catch {
                // A case may kill every connection, this one included: the answers are counted anew on the next.
                attempts += 1
                answers = 0
                if attempts > 2 { throw error }
            }
        }
    }

    private func exchange(_ arguments: [String]) throws(DriverError) -> ReplyValue {
        let socket: Socket
        if let connection {
            socket = connection
        } else {
            socket = try Socket(host: host, port: port)
            connection = socket
            inbox = Inbox()
        }
        socket.send(SpecText.multibulk(arguments.map { [UInt8]($0.utf8) })) { inbox.receive($0) }
        let deadline = Stopwatch.now() + TCPDriver.patience
        while inbox.count == 0, !socket.isClosed, Stopwatch.now() < deadline {
            _ = Socket.wait(for: [socket], milliseconds: max(1, deadline - Stopwatch.now()))
            inbox.receive(socket.receive())
        }
        guard let reply = inbox.take().replies.first else {
            connection = nil
            throw DriverError("\(host):\(port) does not answer \(arguments.joined(separator: " "))")
        }
        if socket.isClosed { connection = nil }
        return reply
    }

    /// The server's name and version, as spec files and reports give them.
    func identity() throws -> ServerIdentity {
        guard case .bulk(let bytes) = try ask("INFO", "server") else { throw DriverError("INFO does not answer") }
        return ServerIdentity(info: String(decoding: bytes, as: UTF8.self))
    }

    /// The configuration, as CONFIG GET * tells it.
    func configuration() throws -> [String: String] {
        guard case .array(let items) = try ask("CONFIG", "GET", "*") else { return [:] }
        let words = items.map { item in
            if case .bulk(let bytes) = item { String(decoding: bytes, as: UTF8.self) } else { "" }
        }
        return Dictionary(
            stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], words[$0 + 1]) }, uniquingKeysWith: { $1 })
    }
}

/// Which server it is.
struct ServerIdentity: Equatable, CustomStringConvertible {
    var name: String
    var version: String
    /// The release that the replies are those of, as `@config compat` names it: `valkey-9.1`.
    var profile: String

    init(info: String) {
        var facts: [String: String] = [:]
        for line in info.split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { facts[String(pair[0])] = String(pair[1]) }
        }
        if let version = facts["understudy_version"] {
            (name, self.version) = ("understudy", version)
        } else if let name = facts["server_name"], let version = facts["\(name)_version"] {
            (self.name, self.version) = (name, version)
        } else {
            (name, version) = ("redis", facts["redis_version"] ?? "of unknown version")
        }
        let family = facts["server_name"] ?? "redis"
        let release = facts["\(family)_version"] ?? ""
        profile = family + "-" + release.split(separator: ".").prefix(2).joined(separator: ".")
    }

    var description: String { "\(name) \(version)" }
}
