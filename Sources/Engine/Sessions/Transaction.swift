// Transactions: the commands queued since MULTI, and the keys watched.

/// What MULTI began.
final class Transaction {
    private(set) var queue: [(command: Command, arguments: StoredArguments)] = []
    /// Bytes that the queue takes.
    private(set) var memoryUse = 0
    /// A command was refused when it was queued: EXEC will fail.
    var isBroken = false
    /// Of all that is queued.
    private(set) var flags: CommandFlags = []

    func append(_ command: Command, _ flags: CommandFlags, _ arguments: StoredArguments) {
        queue.append((command, arguments))
        self.flags.formUnion(flags)
        memoryUse += arguments.memoryUse
    }
}

/// A key that a session watches.
final class WatchedKey {
    let session: Session
    let database: Database
    let key: [UInt8]

    init(session: Session, database: Database, key: [UInt8]) {
        self.session = session
        self.database = database
        self.key = key
    }
}

extension Engine {
    /// Watches a key of the session's database. O(keys that it watches).
    func watch(_ key: Bytes, by session: Session) {
        let database = session.database
        let key = key.array
        guard !session.watched.contains(where: { $0.database === database && $0.key == key }) else { return }
        // A key that has expired is gone before it is watched: that it goes is no change.
        key.withBytes { _ = database.peek($0) }
        let watched = WatchedKey(session: session, database: database, key: key)
        session.watched.append(watched)
        database.updateWatchers(of: key) { $0.append(watched) }
    }

    func unwatchAll(_ session: Session) {
        for watched in session.watched {
            watched.database.updateWatchers(of: watched.key) { $0.removeAll { $0 === watched } }
        }
        session.watched = []
    }

    /// Fails a transaction without running it.
    func abortTransaction(of session: Session, because error: CommandError) {
        discardTransaction(of: session)
        let reason = error.text.starts(with: "ERR ".utf8) ? error.text.dropFirst(4) : error.text[...]
        let text = Array("EXECABORT Transaction discarded because of: ".utf8) + reason
        replyError(CommandError(bytes: text), to: session)
    }

    func discardTransaction(of session: Session) {
        session.transaction = nil
        session.isDirty = false
        unwatchAll(session)
    }
}

extension Session {
    /// Makes the transaction fail. Nothing more is to be learned from the keys, so that they are watched no longer.
    fileprivate func spoilTransaction() {
        isDirty = true
        engine.unwatchAll(self)
    }
}

extension Database {
    /// Changes who watches a key.
    fileprivate func updateWatchers(of key: [UInt8], _ change: (inout [WatchedKey]) -> Void) {
        context.watchedKeys -= watchers.count
        watchers.update(key, or: [], change, isEmpty: \.isEmpty)
        context.watchedKeys += watchers.count
    }

    /// Makes the transactions fail that watch a key.
    func touchWatchers(of key: Bytes) {
        for watched in watchers[key.array] ?? [] { watched.session.spoilTransaction() }
    }

    /// Makes the transactions fail that watch a key which exists here, or in `other`, whose keys take the place of these.
    func touchAllWatchers(replacedBy other: Database? = nil) {
        for (key, watching) in watchers.all {
            // One that has expired is no key; if it was here, its going is the change.
            let exists = key.withBytes { peek($0) != nil || other?.peek($0) != nil }
            if exists { for watched in watching { watched.session.isDirty = true } }
        }
    }
}
