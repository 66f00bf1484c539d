// Socket: stream sockets that never block, in the few shapes that a server needs: listen, connect, accept, receive, send, name.
//
// Why it is unsafe inside: the socket calls take addresses by untyped pointer. Why that is sound: every address stands in a
// `sockaddr_storage`, which has room for any of them and for its alignment, and is passed with its true length; what is received
// goes into a buffer that knows its size.

import UnderstudyEngine

#if canImport(Glibc)
    import CLinux
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What became of an attempt to receive or to send.
enum Transfer: Equatable {
    case bytes(Int)
    /// The peer has closed its end.
    case end
    /// Not now: the descriptor becomes ready later.
    case wouldBlock
    case failed(SystemError)

    /// Makes sense of what `recv` or `send` returned.
    @inline(__always)
    init(_ result: Int, _ call: String) {
        if result > 0 {
            self = .bytes(result)
        } else if result == 0 {
            self = .end
        } else if errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR {
            self = .wouldBlock
        } else {
            self = .failed(SystemError(call))
        }
    }
}

/// Room for what is received, shared by all connections of a loop.
@safe
final class ReceiveBuffer {
    let capacity: Int
    private let storage: UnsafeMutableRawPointer

    init(capacity: Int) {
        self.capacity = capacity
        unsafe storage = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { unsafe storage.deallocate() }

    /// Receives what there is, up to the capacity.
    @inline(__always)
    func receive(from socket: borrowing Descriptor) -> Transfer {
        unsafe Transfer(recv(socket.number, storage, capacity, 0), "recv")
    }

    /// The first `count` bytes, valid until the next reception.
    @inline(__always)
    func prefix(_ count: Int) -> Bytes {
        precondition(count <= capacity)
        return unsafe Bytes(UnsafeRawBufferPointer(start: storage, count: count))
    }
}

enum Socket {
    /// Sends what fits into the socket's buffer. A peer that is gone is a failure, never a signal.
    @inline(__always)
    static func transmit(_ bytes: Bytes, to socket: borrowing Descriptor) -> Transfer {
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0  // SO_NOSIGPIPE is set on accepted sockets.
        #endif
        return unsafe Transfer(send(socket.number, bytes.buffer.baseAddress, bytes.count, flags), "send")
    }

    // MARK: Listening

    /// Listens on a TCP port of a numeric address or a host name. Port 0 stands for any free one.
    static func listener(host: String?, port: Int, backlog: Int, isIPv6: Bool) throws(SystemError) -> Descriptor {
        let address = try SocketAddress(host: host, port: port, isIPv6: isIPv6)
        let socket = try make(family: address.family)
        setOption(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        // The two families listen apart, so that one port can be bound for each.
        if isIPv6 { setOption(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
        try attach(socket, to: address, backlog: backlog)
        return socket
    }

    /// Listens on a path, which a former server may have left behind.
    static func listener(path: String, permissions: UInt32, backlog: Int) throws(SystemError) -> Descriptor {
        let address = try SocketAddress(path: path)
        File.remove(path)
        let socket = try make(family: AF_UNIX)
        try attach(socket, to: address, backlog: backlog)
        if permissions != 0, unsafe chmod(path, mode_t(permissions)) != 0 { throw SystemError("chmod") }
        return socket
    }

    // MARK: Connecting

    /// A socket that begins to connect. When it can be written to, it is connected, or has failed.
    static func connecting(to address: borrowing SocketAddress) throws(SystemError) -> Descriptor {
        let socket = try make(family: address.family)
        let number = socket.number
        let result = unsafe address.withPointer { unsafe connect(number, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else { throw SystemError("connect") }
        return socket
    }

    /// Waits a while until a socket can be sent to, or received from, or is broken, which the next call on it tells. Returns
    /// whether that came to be.
    static func wait(for socket: borrowing Descriptor, toSend: Bool, milliseconds: Int64) -> Bool {
        var entry = pollfd(fd: socket.number, events: Int16(toSend ? POLLOUT : POLLIN), revents: 0)
        return unsafe poll(&entry, 1, Int32(clamping: milliseconds)) > 0
    }

    private static func make(family: Int32) throws(SystemError) -> Descriptor {
        #if canImport(Glibc)
            let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            return try Descriptor(socket(family, type, 0), from: "socket")
        #else
            let made = try Descriptor(socket(family, SOCK_STREAM, 0), from: "socket")
            configure(made)
            return made
        #endif
    }

    private static func attach(
        _ socket: borrowing Descriptor, to address: borrowing SocketAddress, backlog: Int
    ) throws(SystemError) {
        let number = socket.number
        guard unsafe address.withPointer({ unsafe bind(number, $0, $1) }) == 0 else { throw SystemError("bind") }
        guard listen(number, Int32(clamping: backlog)) == 0 else { throw SystemError("listen") }
    }

    /// Takes the next connection that waits, or returns nil when there is none.
    static func nextConnection(from listener: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        while true {
            #if canImport(Glibc)
                let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
                let number = accept4(listener.number, nil, nil, flags)
            #else
                let number = unsafe Darwin.accept(listener.number, nil, nil)
            #endif
            if number >= 0 {
                let socket = try Descriptor(number, from: "accept")
                #if canImport(Darwin)
                    configure(socket)
                #endif
                return socket
            }
            switch errno {
            case EAGAIN, EWOULDBLOCK: return nil
            // The connection broke off while it waited: the next one may be whole.
            case EINTR, ECONNABORTED: continue
            default: throw SystemError("accept")
            }
        }
    }

    #if canImport(Darwin)
        /// What Linux sets as a socket is made.
        private static func configure(_ socket: borrowing Descriptor) {
            _ = fcntl(socket.number, F_SETFL, fcntl(socket.number, F_GETFL) | O_NONBLOCK)
            _ = fcntl(socket.number, F_SETFD, FD_CLOEXEC)
            setOption(socket, SOL_SOCKET, SO_NOSIGPIPE, 1)
        }
    #endif

    // MARK: Options

    /// Small replies go out at once.
    static func setNoDelay(_ socket: borrowing Descriptor) {
        setOption(socket, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    /// Probes a silent peer after `seconds`, three times within as long again, as the real server does. 0 is never.
    static func setKeepAlive(_ socket: borrowing Descriptor, seconds: Int) {
        guard seconds > 0 else { return }
        setOption(socket, SOL_SOCKET, SO_KEEPALIVE, 1)
        let seconds = Int32(clamping: seconds)
        #if canImport(Glibc)
            setOption(socket, Int32(IPPROTO_TCP), TCP_KEEPIDLE, seconds)
        #else
            setOption(socket, Int32(IPPROTO_TCP), TCP_KEEPALIVE, seconds)
        #endif
        setOption(socket, Int32(IPPROTO_TCP), TCP_KEEPINTVL, max(1, seconds / 3))
        setOption(socket, Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
    }

    /// An option that the system refuses is one that it does without: none of them changes what is sent.
    private static func setOption(_ socket: borrowing Descriptor, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(socket.number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
