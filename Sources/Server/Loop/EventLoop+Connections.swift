// Connections in the loop: accepted, read from, written to and closed.

import UnderstudyEngine

/// How many connections are accepted before the clients that are here get their turn.
private let acceptsPerTurn = 128

extension EventLoop {
    // MARK: Accepting

    func accept(from listener: Listener) {
        for _ in 0..<acceptsPerTurn {
            do throws(SystemError) {
                guard let socket = try Socket.nextConnection(from: listener.socket) else { return }
                lastAcceptError = nil
                try open(socket, from: listener)
            } catch {
                return suspendAccepting(error)
            }
        }
    }

    private func open(_ socket: consuming Descriptor, from listener: Listener) throws(SystemError) {
        let configuration = engine.configuration
        if connections.count >= configuration.maxClients {
            return reject(socket, Bytes("-ERR max number of clients reached\r\n"))
        }
        guard let peer = listener.peer(of: socket) else { return }
        if !listener.isUnix {
            if configuration.protectedMode, engine.needsNoPassword, !peer.isLocal {
                return reject(socket, Bytes(protectedModeText))
            }
            Socket.setNoDelay(socket)
            Socket.setKeepAlive(socket, seconds: configuration.tcpKeepAlive)
        }
        let token = connections.reserveToken()
        try watch(socket, token: token)
        let session = engine.connect(peer)
        session.slot = token.slot
        connections.insert(Connection(socket: socket, session: session, token: token))
    }

    /// Tells a client why it is not served, and closes its connection.
    private func reject(_ socket: consuming Descriptor, _ text: Bytes) {
        _ = Socket.transmit(text, to: socket)
        engine.rejectedConnections += 1
    }

    // MARK: Reading

    func receive(on connection: Connection) {
        switch buffer.receive(from: connection.socket) {
        case .bytes(let count): engine.receive(buffer.prefix(count), from: connection.session)
        case .wouldBlock: break
        case .end:
            log.write(.verbose, "Client closed connection id=\(connection.session.id)")
            // Replies to what came before the end are still sent.
            send(connection)
            if connections[connection.token] != nil { close(connection) }
        case .failed(let error):
            log.write(.verbose, "Reading from client: \(error.reason)")
            close(connection)
        }
    }

    // MARK: Writing

    /// Sends the replies of this turn, one write for each client.
    func sendReplies() {
        engine.drainOutput { session in
            guard let connection = connections[slot: session.slot], connection.session === session else { return }
            send(connection)
        }
    }

    private func send(_ connection: Connection) {
        let session = connection.session
        engine.checkOutputLimit(of: session)
        if session.closing == .now { return close(connection) }
        if !session.isWaitingToSend { transmit(connection) }
    }

    /// The socket's buffer has room again.
    func resumeSending(_ connection: Connection) {
        guard connection.session.isWaitingToSend else { return }
        transmit(connection)
    }

    private func transmit(_ connection: Connection) {
        let session = connection.session
        let output = session.output
        if !output.isEmpty {
            let waiting = output.count
            switch Socket.transmit(output.bytes, to: connection.socket) {
            case .bytes(let count):
                engine.didSend(count, of: session)
                if count < waiting { return waitToSend(connection) }
            case .wouldBlock, .end: return waitToSend(connection)
            case .failed(let error):
                log.write(.verbose, "Error writing to client: \(error.reason)")
                return close(connection)
            }
        }
        if session.closing != .no { return close(connection) }
        if session.isWaitingToSend {
            session.isWaitingToSend = false
            updateWatch(connection)
        }
    }

    /// Waits for room in the socket's buffer. A client that is to be closed is read from no more.
    private func waitToSend(_ connection: Connection) {
        let session = connection.session
        let isClosing = session.closing != .no
        guard !session.isWaitingToSend || connection.isClosing != isClosing else { return }
        session.isWaitingToSend = true
        connection.isClosing = isClosing
        updateWatch(connection)
    }

    private func updateWatch(_ connection: Connection) {
        do {
            try watch(
                connection.socket, token: connection.token, reading: !connection.isClosing,
                writing: connection.session.isWaitingToSend)
        } catch {
            log.write(.warning, "Watching a client: \(error)")
            close(connection)
        }
    }

    // MARK: Closing

    /// Closes a connection now. Events of it that have been harvested already find nothing under its token.
    func close(_ connection: Connection) {
        if connections.remove(connection) { memoryWasFreed = true }
        engine.disconnect(connection.session)
        resumeAccepting()
    }
}

extension Peer {
    /// Whether the client connects over the loopback.
    fileprivate var isLocal: Bool { isUnixSocket || ["127.", "[::1]"].contains { address.utf8.starts(with: $0.utf8) } }
}

/// The real server's, word for word.
private let protectedModeText: StaticString =
    "-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user. In this mode connections are only accepted from the loopback interface. If you want to connect from external computers to Redis you may adopt one of the following solutions: 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the loopback interface by connecting to Redis from the same host the server is running, however MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2) Alternatively you can just disable the protected mode by editing the Redis configuration file, and setting the protected mode option to 'no', and then restarting the server. 3) If you started the server manually just for testing, restart it with the '--protected-mode no' option. 4) Set up an authentication password for the default user. NOTE: You only need to do one of the above things in order for the server to start accepting connections from the outside.\r\n"
