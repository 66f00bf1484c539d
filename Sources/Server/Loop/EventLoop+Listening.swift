// Listening: the sockets that clients connect to, and what happens when no more connections can be had.

import Dispatch
import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension EventLoop {
    /// The port that is listened on, 0 for none.
    var port: Int { listeners.first { !$0.isUnix }?.port ?? 0 }

    /// Listens as the configuration says, and tells so in the log, in the ready file and in the file of the process's id.
    func prepare() throws(StartError) {
        let configuration = engine.configuration
        // One that a killed server left behind must not tell of this one.
        removeReadyFile()
        writeProcessIDFile()
        let network: [Listener]
        // Without a Unix socket to serve instead, port 0 stands for a free one.
        let wantsNetwork = configuration.port > 0 || configuration.unixSocket.isEmpty
        do {
            network = wantsNetwork ? try networkListeners(configuration.bindAddresses, port: configuration.port) : []
        } catch {
            log.write(.notice, "Running mode=standalone, port=\(configuration.port).")
            log.write(.warning, error.description)
            throw StartError("Failed listening on port \(configuration.port) (tcp), aborting.")
        }
        log.write(.notice, "Running mode=standalone, port=\(network.first?.port ?? 0).")
        do throws(SystemError) {
            for listener in network { try add(listener) }
            if !configuration.unixSocket.isEmpty { try add(unixListener()) }
        } catch {
            throw StartError("Failed opening Unix socket: \(error)")
        }
        guard !listeners.isEmpty else { throw StartError("Configured to not listen anywhere, exiting.") }
        if let reason = engine.loadAtStart() { throw StartError(reason) }
        try announce()
    }

    private func announce() throws(StartError) {
        let configuration = engine.configuration
        log.write(.notice, "Server initialized")
        if !configuration.readyFile.isEmpty {
            let network = listeners.first { !$0.isUnix }
            let ready = ReadyFile(
                host: network?.host, port: network?.port, process: Int(getpid()),
                socket: listeners.lazy.compactMap(\.path).first)
            do {
                try File.replace(configuration.readyFile, with: Array(ready.text.utf8))
            } catch {
                throw StartError("Failed writing the ready file '\(configuration.readyFile)': \(error.reason)")
            }
        }
        if port > 0 { log.write(.notice, "Ready to accept connections tcp (port \(port))") }
        if !configuration.unixSocket.isEmpty { log.write(.notice, "Ready to accept connections unix") }
    }

    // MARK: Sockets

    /// Why a TCP address cannot be listened on.
    struct ListenError: Error, CustomStringConvertible {
        let host: String
        let port: Int
        let reason: SystemError

        var description: String {
            "Warning: Could not create server TCP listening socket \(host):\(port): \(reason)"
        }
    }

    /// Listens on every address, all on one port, which is a free one if it is 0. An address behind a `-` may be missing.
    func networkListeners(_ addresses: [String], port: Int) throws(ListenError) -> [Listener] {
        var port = port
        var found: [Listener] = []
        for address in addresses {
            let isOptional = address.utf8.first == UInt8(ascii: "-")
            let host = isOptional ? String(decoding: address.utf8.dropFirst(), as: UTF8.self) : address
            do throws(SystemError) {
                let socket = try Socket.listener(
                    host: host == "*" || host == "::*" ? nil : host, port: port,
                    backlog: engine.configuration.tcpBacklog, isIPv6: host.utf8.contains(UInt8(ascii: ":")))
                let listener = try Listener(socket: socket, path: nil)
                port = listener.port
                found.append(listener)
            } catch {
                let error = ListenError(host: host, port: port, reason: error)
                // A machine without a protocol is no reason to give up; neither is one without an optional address.
                let isUnknown = [EAFNOSUPPORT, EPROTONOSUPPORT, ENOPROTOOPT, EPFNOSUPPORT, ESOCKTNOSUPPORT].contains(
                    error.reason.code)
                guard isUnknown || isOptional && error.reason.code == EADDRNOTAVAIL else { throw error }
                log.write(.debug, error.description)
            }
        }
        return found
    }

    private func unixListener() throws(SystemError) -> Listener {
        let configuration = engine.configuration
        let socket = try Socket.listener(
            path: configuration.unixSocket, permissions: UInt32(configuration.unixSocketPermissions),
            backlog: configuration.tcpBacklog)
        return try Listener(socket: socket, path: configuration.unixSocket)
    }

    private func add(_ listener: Listener) throws(SystemError) {
        try watch(listener.socket, token: .listener(listeners.count))
        listeners.append(listener)
    }

    /// Listens on other TCP addresses instead. Returns whether it could; else it listens on the former ones again.
    func replaceNetworkListeners(_ addresses: [String], port: Int) -> Bool {
        let former = listeners.filter { !$0.isUnix }.map { (host: $0.host, port: $0.port) }
        // On the same port the new addresses can overlap the former ones, which have to be free first.
        keepListeners(\.isUnix)
        do {
            if port > 0 { for listener in try networkListeners(addresses, port: port) { try add(listener) } }
            return true
        } catch {
            log.write(.warning, "\(error)")
            keepListeners(\.isUnix)
            do {
                for listener in try networkListeners(former.map(\.host), port: former.first?.port ?? 0) {
                    try add(listener)
                }
            } catch {
                log.write(.warning, "\(error)")
            }
            return false
        }
    }

    /// Closes the listening sockets but for those that are to be kept.
    private func keepListeners(_ isKept: (Listener) -> Bool) {
        for listener in listeners { unwatch(listener.socket) }
        let kept = listeners.filter(isKept)
        listeners = []
        for listener in kept {
            do {
                try add(listener)
            } catch {
                log.write(.warning, "Watching a listening socket: \(error)")
            }
        }
    }

    /// Stops listening. A socket in the file system is removed.
    func closeListeners() {
        for path in listeners.compactMap(\.path) {
            log.write(.notice, "Removing the unix socket file.")
            File.remove(path)
        }
        listeners = []
    }

    // MARK: When nothing more can be accepted

    /// Leaves new connections waiting, since the process is out of descriptors or the system out of memory: the poller would
    /// tell of them again and again. Tries again as soon as a connection closes, or a moment later.
    func suspendAccepting(_ error: SystemError) {
        if error != lastAcceptError { log.write(.warning, "Accepting client connection: \(error.reason)") }
        lastAcceptError = error
        acceptingIsSuspended = true
        for listener in listeners { unwatch(listener.socket) }
        let loop = Confined(self, to: queue)
        queue.asyncAfter(deadline: .now() + .milliseconds(100)) { loop.value.resumeAccepting() }
    }

    /// Takes new connections again.
    func resumeAccepting() {
        guard acceptingIsSuspended, isRunning else { return }
        acceptingIsSuspended = false
        for (index, listener) in listeners.enumerated() {
            do {
                try watch(listener.socket, token: .listener(index))
            } catch {
                log.write(.warning, "Watching a listening socket: \(error)")
            }
        }
    }

    // MARK: Files

    /// The ready file is there for as long as the server serves.
    func removeReadyFile() {
        let path = engine.configuration.readyFile
        if !path.isEmpty { File.remove(path) }
    }

    private func writeProcessIDFile() {
        let configuration = engine.configuration
        let path =
            configuration.pidFile.isEmpty && configuration.daemonize ? "/var/run/redis.pid" : configuration.pidFile
        guard !path.isEmpty else { return }
        processIDFile = path
        do {
            try File.replace(path, with: Array("\(getpid())\n".utf8))
        } catch {
            log.write(.warning, "Failed to write PID file: \(error.reason)")
        }
    }

    func removeProcessIDFile() {
        guard let path = processIDFile else { return }
        log.write(.notice, "Removing the pid file.")
        File.remove(path)
    }
}
