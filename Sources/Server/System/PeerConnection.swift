// PeerConnection: a connection to another server that is waited for, as MIGRATE has it: each step ends, or fails, within a time.

import UnderstudyEngine

/// A conversation with another server in which requests are sent and lines are received.
struct PeerConnection: ~Copyable {
    /// Why a step failed.
    enum Failure: Error { case timeout, broken }

    private let socket: Descriptor
    /// For each step, in milliseconds.
    private let timeout: Int
    private let isCancelled: () -> Bool
    private let received = ReceiveBuffer(capacity: 16 << 10)
    /// What was received and not yet taken.
    private var pending: [UInt8] = []

    /// As much as is sent in one step.
    private static let pieceSize = 64 << 10
    /// As much as the real server takes of a line; the rest is the next one.
    private static let longestLine = 1023
    /// How often it is asked whether to give up, in milliseconds.
    private static let patience: Int64 = 50

    /// A connection by way of a socket that connects.
    /// - Parameter isCancelled: Whether to give up, as if the time were over.
    init(_ socket: consuming Descriptor, timeout: Int, isCancelled: @escaping () -> Bool) {
        self.socket = socket
        self.timeout = timeout
        self.isCancelled = isCancelled
    }

    /// A socket that connects to the first address of a host that it can be connected to. Whether it succeeds shows later.
    static func socket(to host: String, port: Int) throws(Failure) -> Descriptor {
        for isIPv6 in [false, true] {
            if let address = try? SocketAddress(host: host, port: port, isIPv6: isIPv6),
                let socket = try? Socket.connecting(to: address)
            {
                Socket.setNoDelay(socket)
                return socket
            }
        }
        throw .broken
    }

    /// Waits for the end of connecting.
    func connect() throws(Failure) { try wait(toSend: true) }

    /// Waits until the socket is ready or broken, which the next call on it tells.
    private func wait(toSend sends: Bool) throws(Failure) {
        let end = SystemClock.monotonic() + Int64(min(timeout, 1 << 40)) * 1000
        while true {
            let left = (end - SystemClock.monotonic() + 999) / 1000
            if Socket.wait(for: socket, toSend: sends, milliseconds: max(0, min(left, PeerConnection.patience))) {
                return
            }
            if left <= 0 || isCancelled() { throw .timeout }
        }
    }

    /// Sends everything.
    func send(_ bytes: Bytes) throws(Failure) {
        var start = 0
        while start < bytes.count {
            switch Socket.transmit(bytes[start..<min(start + PeerConnection.pieceSize, bytes.count)], to: socket) {
            case .bytes(let count): start += count
            case .wouldBlock: try wait(toSend: true)
            case .end, .failed: throw .broken
            }
        }
    }

    /// Receives a line, without its end.
    mutating func line() throws(Failure) -> [UInt8] {
        while true {
            if let end = pending.prefix(PeerConnection.longestLine).firstIndex(of: 0x0A) {
                // The real server takes nothing at all for the end of the connection.
                guard end > 0 else { throw .broken }
                let line = pending[..<end]
                pending.removeSubrange(...end)
                return Array(line.last == 0x0D ? line.dropLast() : line)
            }
            if pending.count >= PeerConnection.longestLine {
                let line = pending.prefix(PeerConnection.longestLine)
                pending.removeFirst(PeerConnection.longestLine)
                return Array(line)
            }
            switch received.receive(from: socket) {
            case .bytes(let count): pending += received.prefix(count).array
            case .wouldBlock: try wait(toSend: false)
            case .end, .failed: throw .broken
            }
        }
    }
}

extension PeerExchange {
    /// Talks to another server, step by step.
    init(
        _ requests: Bytes, with host: String, port: Int, replies: Int, timeout: Int, isCancelled: @escaping () -> Bool
    ) {
        self.init()
        var step = Step.connecting
        do throws(PeerConnection.Failure) {
            let socket = try PeerConnection.socket(to: host, port: port)
            var connection = PeerConnection(socket, timeout: timeout, isCancelled: isCancelled)
            try connection.connect()
            step = .writing
            try connection.send(requests)
            step = .reading
            for _ in 0..<replies { lines.append(try connection.line()) }
        } catch {
            failure = step
            isTimeout = error == .timeout
        }
    }
}
