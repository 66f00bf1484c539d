// Tracking: which clients cache which keys, and how they learn that a key has changed (CLIENT TRACKING).
//
// A client that tracks is noted with each key that it reads. When the key changes, expires, is evicted or flushed, the client is told
// once, and the key is forgotten until it is read again. A client in BCAST mode is noted with prefixes instead, and is told of
// every change below them, once a turn.
//
// Keys are known by their names alone, whatever their database. The table exists from the first client that tracks on; without it
// all of this costs a test for nil.

/// What a client that tracks has asked for.
final class ClientTracking {
    struct Options: OptionSet {
        let rawValue: UInt8
        static let broadcast = Options(rawValue: 1 << 0)
        /// Keys are tracked only after CLIENT CACHING YES.
        static let optIn = Options(rawValue: 1 << 1)
        /// Keys are tracked but after CLIENT CACHING NO.
        static let optOut = Options(rawValue: 1 << 2)
        /// The client's own changes are not told.
        static let noLoop = Options(rawValue: 1 << 3)
    }

    fileprivate(set) var options: Options = []
    /// The client that is told instead, if another one is.
    fileprivate(set) var redirection: Int?
    /// That client is gone.
    fileprivate(set) var isBroken = false
    /// CLIENT CACHING has been given for the next command.
    var isCachingGiven = false
    /// Of BCAST mode, in order.
    fileprivate(set) var prefixes: [[UInt8]] = []

    /// Whether what is read now is noted.
    @inline(__always)
    fileprivate var remembersKeys: Bool {
        if options.isEmpty { return true }
        if options.contains(.broadcast) { return false }
        if options.contains(.optIn) { return isCachingGiven }
        return !(options.contains(.optOut) && isCachingGiven)
    }
}

/// The keys that clients have read, and the prefixes that they want to hear of.
final class Tracking {
    private unowned let engine: Engine

    /// A key with the clients that have read it.
    private final class TrackedKey {
        let hash: UInt64
        let name: [UInt8]
        /// Ascending.
        var clients: [Int] = []
        /// Where it stands in `all`.
        var place: Int
        /// Another key of the same hash.
        var next: TrackedKey?

        init(hash: UInt64, name: [UInt8], place: Int, next: TrackedKey?) {
            self.hash = hash
            self.name = name
            self.place = place
            self.next = next
        }
    }

    /// A prefix with the clients that want to hear of it, and the keys changed below it in this turn.
    private final class Prefix {
        let bytes: [UInt8]
        var clients: [Int] = []
        /// The client that changed a key last, or nil where none did.
        var changed: [[UInt8]: Int?] = [:]

        init(bytes: [UInt8]) { self.bytes = bytes }
    }

    private var keys: [UInt64: TrackedKey] = [:]
    private var all: [TrackedKey] = []
    /// In order.
    private var prefixes: [Prefix] = []
    private var hasChanges = false
    /// How many clients track.
    private(set) var clientCount = 0
    /// How many pairs of a key and a client there are.
    private(set) var itemCount = 0

    init(engine: Engine) { self.engine = engine }

    var keyCount: Int { all.count }
    var prefixCount: Int { prefixes.count }

    // MARK: Clients

    /// Makes a client track, or changes how it does. Prefixes add to those that it has.
    fileprivate func start(
        _ session: Session, _ options: ClientTracking.Options, redirection: Int?, prefixes added: [[UInt8]]
    ) {
        if session.tracking == nil { clientCount += 1 }
        let state = session.tracking ?? ClientTracking()
        session.tracking = state
        state.options = options
        state.redirection = redirection
        state.isBroken = false
        guard options.contains(.broadcast) else { return }
        for bytes in added.isEmpty ? [[]] : added where !state.prefixes.contains(bytes) {
            state.prefixes.append(bytes)
            let prefix = prefixes.first { $0.bytes == bytes } ?? Prefix(bytes: bytes)
            if prefix.clients.isEmpty { prefixes.append(prefix) }
            prefix.clients.append(session.id)
        }
        state.prefixes.sort { $0.lexicographicallyPrecedes($1) }
        prefixes.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Makes a client track no longer. The keys that it has read are forgotten when they change.
    fileprivate func stop(_ session: Session) {
        guard let state = session.tracking else { return }
        session.tracking = nil
        clientCount -= 1
        guard !state.prefixes.isEmpty else { return }
        for prefix in prefixes { prefix.clients.removeAll { $0 == session.id } }
        prefixes.removeAll(where: \.clients.isEmpty)
    }

    // MARK: Keys

    /// Notes the keys that a client has read. Allocates nothing for those that it has read before. O(keys · log clients).
    func remember(_ command: Command, _ arguments: Arguments, of session: Session) {
        guard let state = session.tracking, state.remembersKeys, !command.flags.contains(.pubsub) else { return }
        command.specification.forEachKey(in: arguments) { add(arguments[$0], session.id) }
        limitKeys()
    }

    private func add(_ name: Bytes, _ client: Int) {
        let hash = SipHash.hash(name, seed: engine.context.hashSeed)
        let key = find(name, hash) ?? insert(name, hash)
        let place = key.clients.indices.partitioningIndex { key.clients[$0] < client }
        guard place == key.clients.count || key.clients[place] != client else { return }
        key.clients.insert(client, at: place)
        itemCount += 1
    }

    private func find(_ name: Bytes, _ hash: UInt64) -> TrackedKey? {
        var key = keys[hash]
        while let found = key {
            if found.name.withBytes({ $0 == name }) { return found }
            key = found.next
        }
        return nil
    }

    private func insert(_ name: Bytes, _ hash: UInt64) -> TrackedKey {
        let key = TrackedKey(hash: hash, name: name.array, place: all.count, next: keys[hash])
        keys[hash] = key
        all.append(key)
        return key
    }

    private func remove(_ key: TrackedKey) {
        itemCount -= key.clients.count
        if keys[key.hash] === key {
            keys[key.hash] = key.next
        } else {
            var before = keys[key.hash]
            while let other = before, other.next !== key { before = other.next }
            before?.next = key.next
        }
        let last = all.removeLast()
        if last !== key {
            all[key.place] = last
            last.place = key.place
        }
    }

    /// Forgets keys chosen at random, as though they had changed, until there are no more than `tracking-table-max-keys`.
    func limitKeys() {
        let limit = engine.configuration.trackingTableMaxKeys
        guard limit > 0 else { return }
        while all.count > limit {
            invalidate(all[engine.context.random.next(below: all.count)])
        }
    }

    // MARK: Changes

    /// Tells the clients that cache a key of its change. Expected O(clients + prefixes).
    ///
    /// - Parameter isByClient: Whether the running command changed it, and not the time or the want of memory.
    func invalidate(_ name: Bytes, isByClient: Bool) {
        for prefix in prefixes where prefix.bytes.withBytes({ name.starts(with: $0) }) {
            prefix.changed.updateValue(isByClient ? engine.currentSession?.id : nil, forKey: name.array)
            hasChanges = true
        }
        guard !all.isEmpty else { return }
        let hash = SipHash.hash(name, seed: engine.context.hashSeed)
        if let key = find(name, hash) { invalidate(key) }
    }

    private func invalidate(_ key: TrackedKey) {
        let payload = Tracking.list([key.name])
        for client in key.clients {
            guard let session = engine.sessions[client], let state = session.tracking,
                !state.options.contains(.broadcast)
            else { continue }
            if state.options.contains(.noLoop), session === engine.currentSession { continue }
            send(payload, to: session)
        }
        remove(key)
    }

    /// Tells all clients that track that no key is what it was: FLUSHALL and FLUSHDB.
    func invalidateAll() {
        guard clientCount > 0 else { return }
        for session in engine.sessionsByAge where session.tracking != nil {
            let payload = ReplyWriter()
            payload.version = session.reply.version
            payload.null()
            send(payload.buffer, to: session)
        }
        keys = [:]
        all = []
        itemCount = 0
    }

    /// Tells the clients in BCAST mode of the changes of this turn: one message a prefix.
    @inline(__always)
    func broadcast() { if hasChanges { broadcastChanges() } }

    private func broadcastChanges() {
        hasChanges = false
        for prefix in prefixes where !prefix.changed.isEmpty {
            let changed = prefix.changed.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            prefix.changed = [:]
            let payload = Tracking.list(changed.map(\.key))
            for client in prefix.clients {
                guard let session = engine.sessions[client], let state = session.tracking else { continue }
                guard state.options.contains(.noLoop) else {
                    send(payload, to: session)
                    continue
                }
                let others = changed.filter { $0.value != client }.map(\.key)
                if !others.isEmpty { send(Tracking.list(others), to: session) }
            }
        }
    }

    // MARK: Messages

    /// Keys, as they stand in a message.
    private static func list(_ names: [[UInt8]]) -> ByteBuffer {
        let buffer = ByteBuffer()
        buffer.appendHeader(UInt8(ascii: "*"), names.count)
        for name in names { name.withBytes { buffer.appendBulk($0) } }
        return buffer
    }

    /// Sends an invalidation to a client that tracks, or to the one that it has named. RESP2 knows no pushes: only a subscriber that
    /// somebody redirects to gets anything there.
    private func send(_ payload: ByteBuffer, to session: Session) {
        guard let state = session.tracking else { return }
        var receiver = session
        if let id = state.redirection {
            guard let other = engine.sessions[id], other.closing != .now else {
                return tellOfBrokenRedirection(session)
            }
            receiver = other
        }
        guard receiver.speaksRESP3 || state.redirection != nil && receiver.subscribed != nil else { return }
        // What a client's command does to its own cache is told last of all.
        receiver.push(session === engine.currentSession ? .invalidation : .message) { reply in
            reply.push(receiver.speaksRESP3 ? 2 : 3)
            if receiver.speaksRESP3 {
                reply.bulk("invalidate")
            } else {
                reply.bulk("message")
                reply.bulk("__redis__:invalidate")
            }
            reply.buffer.append(contentsOf: payload)
        }
    }

    private func tellOfBrokenRedirection(_ session: Session) {
        guard let state = session.tracking, let id = state.redirection else { return }
        state.isBroken = true
        guard session.speaksRESP3 else { return }
        session.push(session === engine.currentSession ? .invalidation : .message) { reply in
            reply.push(2)
            reply.bulk("tracking-redir-broken")
            reply.integer(id)
        }
    }
}

extension Session {
    /// Makes this client track the keys that it reads, or those with some prefixes.
    func startTracking(_ options: ClientTracking.Options, redirection: Int?, prefixes: [[UInt8]]) {
        let tracking = engine.context.tracking ?? Tracking(engine: engine)
        engine.context.tracking = tracking
        tracking.start(self, options, redirection: redirection, prefixes: prefixes)
    }

    func stopTracking() { engine.context.tracking?.stop(self) }

    /// What follows each command of a client that tracks: CLIENT CACHING holds for one command, or for a transaction.
    func endCaching(after command: Command?) {
        if transaction == nil, command?.fullName.hasPrefix("client|") != true { tracking?.isCachingGiven = false }
    }
}
