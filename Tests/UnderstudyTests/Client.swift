// A client in a few lines, as somebody without a client library would write one.
//
// Why it is unsafe inside: the socket calls take addresses and buffers by pointer. Why that is sound: each pointer is to a local
// value, lent with its true size.

import Understudy

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A call that failed.
struct ClientError: Error { let call: String }

/// Connects, sends `request`, and returns the first thing that comes back.
func converse(with server: Understudy, _ request: String) throws -> String {
    #if canImport(Glibc)
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
        let socket = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(server.port).bigEndian
    address.sin_addr.s_addr = unsafe inet_addr(server.host)
    let connected = unsafe withUnsafeBytes(of: address) {
        unsafe connect(socket, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    guard connected == 0 else { throw ClientError(call: "connect") }
    let bytes = Array(request.utf8)
    guard unsafe send(socket, bytes, bytes.count, 0) == bytes.count else { throw ClientError(call: "send") }
    var reply = [UInt8](repeating: 0, count: 4096)
    let count = unsafe recv(socket, &reply, reply.count, 0)
    guard count > 0 else { throw ClientError(call: "recv") }
    return String(decoding: reply.prefix(count), as: UTF8.self)
}
