// What tests need of the system: descriptors, paths, ports.
//
// Why it is unsafe inside: directories are read through pointers. Why that is sound: an entry is used before the next is read.

import UnderstudyEngine

@testable import UnderstudyServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The descriptors that this process has open, but for the one that finds them.
func openDescriptors() -> Set<Int> {
    guard let directory = unsafe opendir("/dev/fd") else { return [] }
    defer { unsafe closedir(directory) }
    var found: Set<Int> = []
    while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if let number = Int(name) { found.insert(number) }
    }
    found.remove(Int(unsafe dirfd(directory)))
    return found
}

/// A path that nobody else uses, short enough for a socket.
func temporaryPath(_ name: String) -> String {
    "/tmp/understudy-\(getpid())-\(UInt32.random(in: 0 ... .max)).\(name)"
}

/// A port that was free a moment ago, as text.
func freePort() throws -> String {
    let socket = try Socket.listener(host: "127.0.0.1", port: 0, backlog: 1, isIPv6: false)
    return String(try SocketAddress(of: socket, peer: false).port)
}
