// TCP connections for the runner and the recorder.
//
// This file is unsafe where it hands buffers and address structures to the C library. It is sound because every pointer
// comes from a `withUnsafe...` closure around the call that uses it, and none outlives that closure.

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connected, non-blocking TCP socket.
final class Socket {
    private let descriptor: Int32
    /// Whether the other end has closed the connection.
    private(set) var isClosed = false

    /// Connects to an address in dotted form, or to `localhost`.
    init(host: String, port: Int) throws(DriverError) {
        let address = host == "localhost" ? "127.0.0.1" : host
        guard let port = UInt16(exactly: port) else { throw DriverError("no port: \(port)") }
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, address, &target.sin_addr) == 1 else {
            throw DriverError("no IPv4 address: \(host)")
        }
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw DriverError("no socket: error \(errno)") }
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = unsafe withUnsafePointer(to: &target) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(descriptor, $0, length) }
        }
        guard status == 0 else { throw DriverError("cannot connect to \(host):\(port): error \(errno)") }
        var on: Int32 = 1
        _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { _ = Self.closeDescriptor(descriptor) }

    /// Writes all of the bytes; what arrives meanwhile goes to `received`, so that neither end waits for the other.
    func send(_ bytes: [UInt8], received: (([UInt8]) -> Void)) {
        var sent = 0
        while sent < bytes.count, !isClosed {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Self.write(descriptor, buffer.baseAddress! + sent, buffer.count - sent)
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                _ = Self.wait(for: [self], writable: true, milliseconds: 1000)
                let arrived = receive()
                if !arrived.isEmpty { received(arrived) }
            } else if errno != EINTR {
                // The other end hung up: what it said before is still there to be read.
                return
            }
        }
    }

    /// The bytes that have arrived.
    func receive() -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count > 0 {
                bytes += chunk[..<count]
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                isClosed = true
                return bytes
            } else if errno == EAGAIN {
                return bytes
            }
        }
    }

    /// Waits until one of the sockets can be read, or also written if `writable`; tells whether one can.
    static func wait(for sockets: [Socket], writable: Bool = false, milliseconds: Int) -> Bool {
        let events = Int16(POLLIN) | (writable ? Int16(POLLOUT) : 0)
        var polled = sockets.filter { !$0.isClosed }.map { pollfd(fd: $0.descriptor, events: events, revents: 0) }
        return unsafe poll(&polled, nfds_t(polled.count), Int32(milliseconds)) > 0
    }

    private static func write(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.send(descriptor, start, count, Int32(MSG_NOSIGNAL))
        #else
            unsafe Darwin.send(descriptor, start, count, 0)
        #endif
    }

    private static func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }

    /// A port of the loopback that nobody listens on at this moment.
    static func freePort() throws(DriverError) -> Int {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        defer { _ = closeDescriptor(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        _ = unsafe inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(descriptor, generic, length) == 0 ? getsockname(descriptor, generic, &length) : -1
            }
        }
        guard status == 0 else { throw DriverError("no free port: error \(errno)") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// The monotonic clock.
enum Stopwatch {
    /// In milliseconds.
    static func now() -> Int {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }

    static func sleep(milliseconds: Int) { _ = Socket.wait(for: [], milliseconds: milliseconds) }
}
