// Listener: one socket that clients connect to.

import UnderstudyEngine

/// A socket that accepts clients.
final class Listener {
    let socket: Descriptor
    /// Its path, for a Unix socket.
    let path: String?
    let port: Int
    let host: String
    /// The server's end of every connection, unless the socket listens on every interface.
    private let localAddress: String?

    init(socket: consuming Descriptor, path: String?) throws(SystemError) {
        self.path = path
        if path == nil {
            let address = try SocketAddress(of: socket, peer: false)
            port = address.port
            host = address.host
            localAddress = address.isWildcard ? nil : address.text
        } else {
            (port, host, localAddress) = (0, "", nil)
        }
        self.socket = socket
    }

    var isUnix: Bool { path != nil }

    /// Who is at the other end of a connection that was accepted here, or nil when it is gone already.
    func peer(of connection: borrowing Descriptor) -> Peer? {
        let descriptor = Int(connection.number)
        if let path {
            let address = "\(path):0"
            return Peer(address: address, localAddress: address, descriptor: descriptor, isUnixSocket: true)
        }
        guard let remote = try? SocketAddress(of: connection, peer: true),
            let local = try? localAddress ?? SocketAddress(of: connection, peer: false).text
        else { return nil }
        return Peer(address: remote.text, localAddress: local, descriptor: descriptor)
    }
}
