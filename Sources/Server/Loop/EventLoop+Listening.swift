// Listening: the sockets that clients connect to, and what happens when no more connections can be had.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a server does not serve.
public struct StartError: Error, CustomStringConvertible {
    public let description: String
}

extension EventLoop {
    /// Listens where `bind` says. Returns the port, which is a free one when `port` is 0.
    func listen(on hosts: [String], port: Int, backlog: Int) throws(StartError) -> Int {
        var port = port
        var bound = 0
        for entry in hosts {
            let isOptional = entry.hasPrefix("-")
            let name = isOptional ? String(entry.dropFirst()) : entry
            let isIPv6 = name.contains(":")
            do {
                let host = name == "*" || name == "::*" ? nil : name
                let socket = try Socket.listener(host: host, port: port, backlog: backlog, isIPv6: isIPv6)
                let listener = try Listener(socket: socket, path: nil)
                port = listener.port
                try add(listener)
                bound += 1
            } catch {
                let isAbsent = [EADDRNOTAVAIL, EAFNOSUPPORT, EPROTONOSUPPORT, ENOPROTOOPT].contains(error.code)
                if isOptional && isAbsent { continue }
                log.write(
                    .warning, "Warning: Could not create server TCP listening socket \(name):\(port): \(error)")
                // An interface without IPv6 is no reason to give up, unless it was asked for by number.
                if isAbsent && error.code != EADDRNOTAVAIL { continue }
                closeListeners()
                throw StartError(description: "Failed listening on port \(port) (tcp), aborting.")
            }
        }
        guard bound > 0 else { throw StartError(description: "Failed listening on port \(port) (tcp), aborting.") }
        return port
    }

    /// Listens on a path.
    func listen(path: String, permissions: UInt32, backlog: Int) throws(StartError) {
        do {
            let socket = try Socket.listener(path: path, permissions: permissions, backlog: backlog)
            try add(Listener(socket: socket, path: path))
        } catch {
            throw StartError(description: "Failed opening Unix socket: \(error)")
        }
    }

    private func add(_ listener: Listener) throws(SystemError) {
        try watch(listener.socket, token: .listener(listeners.count))
        listeners.append(listener)
    }

    /// Stops listening. A socket in the file system is removed.
    func closeListeners() {
        for path in listeners.compactMap(\.path) {
            log.write(.notice, "Removing the unix socket file.")
            File.remove(path)
        }
        listeners = []
    }

    func suspendAccepting() {}
    func resumeAccepting() {}
}
