// Connections in the loop: accepted, read from, written to and closed.

import UnderstudyEngine

/// What the configuration says of connections.
struct ConnectionLimits {
    var maxClients = 10_000
    /// Seconds, 0 for none.
    var tcpKeepAlive = 300
    /// How many connections are accepted before clients that are here get their turn.
    var acceptsPerTurn = 1000
}

extension EventLoop {
    // MARK: Accepting

    func accept(from listener: Listener) {
        for _ in 0..<limits.acceptsPerTurn {
            do {
                guard let socket = try Socket.nextConnection(from: listener.socket) else { return }
                try open(socket, from: listener)
            } catch {
                log.write(.warning, "Accepting client connection: \(error.reason)")
                suspendAccepting()
                return
            }
        }
    }

    private func open(_ socket: consuming Descriptor, from listener: Listener) throws(SystemError) {
        if connections.count >= limits.maxClients {
            _ = Socket.transmit(Bytes("-ERR max number of clients reached\r\n"), to: socket)
            engine.rejectedConnections += 1
            return
        }
        guard let peer = listener.peer(of: socket) else { return }
        if !listener.isUnix {
            Socket.setNoDelay(socket)
            Socket.setKeepAlive(socket, seconds: limits.tcpKeepAlive)
        }
        let token = connections.reserveToken()
        try watch(socket, token: token)
        let session = engine.connect(peer)
        session.slot = token.slot
        connections.insert(Connection(socket: socket, session: session, token: token))
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
        if !connection.isWaitingToSend { transmit(connection) }
    }

    /// The socket's buffer has room again.
    func resumeSending(_ connection: Connection) {
        guard connection.isWaitingToSend else { return }
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
        if connection.isWaitingToSend {
            connection.isWaitingToSend = false
            updateWatch(connection)
        }
    }

    /// Waits for room in the socket's buffer. A client that is to be closed is read from no more.
    private func waitToSend(_ connection: Connection) {
        let isClosing = connection.session.closing != .no
        guard !connection.isWaitingToSend || connection.isClosing != isClosing else { return }
        connection.isWaitingToSend = true
        connection.isClosing = isClosing
        updateWatch(connection)
    }

    private func updateWatch(_ connection: Connection) {
        do {
            try watch(
                connection.socket, token: connection.token, reading: !connection.isClosing,
                writing: connection.isWaitingToSend)
        } catch {
            log.write(.warning, "Watching a client: \(error)")
            close(connection)
        }
    }

    // MARK: Closing

    /// Closes a connection now. Events of it that have been harvested already find nothing under its token.
    func close(_ connection: Connection) {
        connections.remove(connection)
        engine.disconnect(connection.session)
        resumeAccepting()
    }
}
