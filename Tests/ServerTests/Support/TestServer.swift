// TestServer: a server on a free port of the loopback, configured in a line.

import UnderstudyEngine

@testable import UnderstudyServer

extension Server {
    /// Starts a quiet server on a free port. Without `time`, its time is the system's.
    static func start(_ directives: [String: String] = [:], time: Server.Time = .system) throws -> Server {
        let configuration = Configuration()
        let base = ["port": "0", "bind": "127.0.0.1", "loglevel": "nothing"]
        for (name, value) in base.merging(directives, uniquingKeysWith: { $1 }) {
            try configuration.set(name, to: value)
        }
        return try Server(configuration: configuration, time: time)
    }

    /// A client of this server.
    func connect(receiveBuffer: Int32? = nil) throws -> TestClient {
        try TestClient(port: port, receiveBuffer: receiveBuffer)
    }
}

/// A request as clients send it.
func request(_ words: String...) -> [UInt8] { request(words.map { Array($0.utf8) }) }

func request(_ words: [[UInt8]]) -> [UInt8] {
    words.reduce(into: Array("*\(words.count)\r\n".utf8)) { $0 += Array("$\($1.count)\r\n".utf8) + $1 + [13, 10] }
}
