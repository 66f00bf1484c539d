// TestClient: a blocking client that sends raw bytes and reads an exact number of them back. It gives up after half a minute, so that
// a reply that never comes fails the test that waits for it.
//
// Why it is unsafe inside: the socket calls take buffers by pointer. Why that is sound: each pointer is to a local value, lent with its
// true size.

@testable import UnderstudyServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

#if canImport(Glibc)
    private let systemSend = unsafe Glibc.send
    private let systemSocket = Glibc.socket
    private let quietly = Int32(MSG_NOSIGNAL)
#else
    private let systemSend = unsafe Darwin.send
    private let systemSocket = Darwin.socket
    private let quietly: Int32 = 0
#endif

/// A client's end of a connection.
final class TestClient {
    /// What went wrong while talking to the server.
    enum Failure: Error { case connect(SystemError), send(SystemError), receive(SystemError), closed }

    private let socket: Descriptor

    /// Connects over TCP.
    /// - Parameter receiveBuffer: The size of the socket's buffer for what comes in; the system's own if it is nil.
    convenience init(port: Int, host: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        try self.init(
            SocketAddress(host: host, port: port, isIPv6: host.contains(":")), receiveBuffer: receiveBuffer)
    }

    /// Connects to a socket in the file system.
    convenience init(path: String) throws { try self.init(SocketAddress(path: path), receiveBuffer: nil) }

    private init(_ address: SocketAddress, receiveBuffer: Int32?) throws {
        #if canImport(Glibc)
            let type = Int32(SOCK_STREAM.rawValue)
        #else
            let type = SOCK_STREAM
        #endif
        let descriptor = try Descriptor(systemSocket(address.family, type, 0), from: "socket")
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = unsafe setsockopt(
                descriptor.number, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        if var receiveBuffer {
            _ = unsafe setsockopt(
                descriptor.number, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        let number = descriptor.number
        guard unsafe address.withPointer({ unsafe connect(number, $0, $1) }) == 0 else {
            throw Failure.connect(SystemError("connect"))
        }
        Socket.setNoDelay(descriptor)
        socket = descriptor
    }

    /// Sends everything.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe systemSend(socket.number, $0.baseAddress, $0.count, quietly)
            }
            guard count > 0 else { throw Failure.send(SystemError("send")) }
            rest = rest.dropFirst(count)
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends what the socket takes without blocking; returns how much that was, 0 when it is full.
    func sendWithoutWaiting(_ bytes: ArraySlice<UInt8>) throws -> Int {
        let count = unsafe bytes.withUnsafeBytes {
            unsafe systemSend(
                socket.number, $0.baseAddress, $0.count, quietly | Int32(MSG_DONTWAIT))
        }
        if count < 0, errno == EAGAIN { return 0 }
        guard count > 0 else { throw Failure.send(SystemError("send")) }
        return count
    }

    /// Sends all of `bytes` while reading `replyLength` bytes, as much of either as goes at a time, and hands over what was read.
    func exchange(_ bytes: [UInt8], replyLength: Int, _ body: ([UInt8]) throws -> Void) throws {
        var rest = bytes[...]
        var reply: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while reply.count < replyLength {
            if !rest.isEmpty { rest = rest.dropFirst(try sendWithoutWaiting(rest)) }
            let wait = rest.isEmpty ? 0 : Int32(MSG_DONTWAIT)
            let received = unsafe recv(socket.number, &chunk, min(chunk.count, replyLength - reply.count), wait)
            if received == 0 { throw Failure.closed }
            guard received > 0 || errno == EAGAIN && wait != 0 else { throw Failure.receive(SystemError("recv")) }
            if received > 0 { reply += chunk.prefix(received) }
        }
        try body(reply)
    }

    /// Exactly `count` bytes.
    func receive(_ count: Int) throws -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(count)
        var chunk = [UInt8](repeating: 0, count: min(count, 256 * 1024))
        while content.count < count {
            let wanted = min(chunk.count, count - content.count)
            let received = unsafe recv(socket.number, &chunk, wanted, 0)
            if received == 0 { throw Failure.closed }
            guard received > 0 else { throw Failure.receive(SystemError("recv")) }
            content += chunk.prefix(received)
        }
        return content
    }

    /// As many bytes as `text` has, as text.
    func receive(as text: String) throws -> String { String(decoding: try receive(text.utf8.count), as: UTF8.self) }

    /// What comes before the next line end.
    func receiveLine() throws -> String {
        var line: [UInt8] = []
        while line.suffix(2) != [13, 10] { line += try receive(1) }
        return String(decoding: line.dropLast(2), as: UTF8.self)
    }

    /// Sends a request and returns as much as `expected` is long.
    func converse(_ request: String, _ expected: String) throws -> String {
        try send(request)
        return try receive(as: expected)
    }

    /// Everything until the server closes the connection.
    func receiveToEnd() throws -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let received = unsafe recv(socket.number, &chunk, chunk.count, 0)
            if received == 0 || received < 0 && errno == ECONNRESET { return content }
            guard received > 0 else { throw Failure.receive(SystemError("recv")) }
            content += chunk.prefix(received)
        }
    }

    /// Ends the client's side: the server reads to the end.
    func finishSending() { shutdown(socket.number, Int32(SHUT_WR)) }
}
