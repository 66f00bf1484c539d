// SocketAddress: where a socket listens or who its peer is, between text and what the socket calls take.
//
// Why it is unsafe inside: the socket calls take an address as a pointer to a header that several shapes share. Why that is sound:
// the bytes stand in a `sockaddr_storage`, made to hold and align any of the shapes, and the length travels along.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An IPv4, IPv6 or Unix address.
@safe
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// The address of a host, which may be a name, and a port. No host stands for every interface.
    init(host: String?, port: Int, isIPv6: Bool) throws(SystemError) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = isIPv6 ? AF_INET6 : AF_INET
        #if canImport(Glibc)
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        // Numbers first: a look-up of names loads libraries that a server on the loopback never needs.
        var result: Int32 = 0
        for flags in [AI_PASSIVE | AI_NUMERICHOST, AI_PASSIVE] {
            unsafe hints.ai_flags = flags
            var list: UnsafeMutablePointer<addrinfo>?
            result = unsafe getaddrinfo(host, String(port), &hints, &list)
            guard result == 0, let first = unsafe list else { continue }
            defer { unsafe freeaddrinfo(list) }
            length = unsafe first.pointee.ai_addrlen
            unsafe withUnsafeMutableBytes(of: &storage) {
                unsafe $0.copyMemory(
                    from: UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(first.pointee.ai_addrlen)))
            }
            return
        }
        throw SystemError(lookUp: result)
    }

    /// The address of a socket in the file system.
    init(path: String) throws(SystemError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard bytes.count <= room else { throw SystemError("bind", code: ENAMETOOLONG) }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        length = socklen_t(MemoryLayout<sockaddr_un>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { target in
            unsafe withUnsafeBytes(of: &address) { unsafe target.copyMemory(from: $0) }
        }
    }

    /// A socket's own address, or its peer's.
    init(of socket: borrowing Descriptor, peer: Bool) throws(SystemError) {
        let number = socket.number
        let result = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            let address = unsafe bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            return unsafe peer ? getpeername(number, address, &length) : getsockname(number, address, &length)
        }
        guard result == 0 else { throw SystemError(peer ? "getpeername" : "getsockname") }
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// Calls `body` with the address as the socket calls take it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        unsafe withUnsafeBytes(of: storage) {
            unsafe body($0.baseAddress!.assumingMemoryBound(to: sockaddr.self), length)
        }
    }

    /// The port, 0 for an address that has none.
    var port: Int {
        unsafe withUnsafeBytes(of: storage) { bytes in
            switch family {
            case AF_INET: Int(UInt16(bigEndian: unsafe bytes.load(as: sockaddr_in.self).sin_port))
            case AF_INET6: Int(UInt16(bigEndian: unsafe bytes.load(as: sockaddr_in6.self).sin6_port))
            default: 0
            }
        }
    }

    /// The host's number: `127.0.0.1`, `::1`. Empty for an address that has none.
    var host: String {
        guard family == AF_INET || family == AF_INET6 else { return "" }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let result = unsafe withPointer { address, length in
            unsafe getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        }
        guard result == 0 else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether it stands for every interface.
    var isWildcard: Bool { host == "0.0.0.0" || host == "::" }

    /// Host and port as CLIENT LIST writes them: `127.0.0.1:6379`, `[::1]:6379`.
    var text: String {
        let host = host
        return host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
