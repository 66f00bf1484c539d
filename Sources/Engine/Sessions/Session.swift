// Session: one client's conversation with the engine. Handlers see it; they see neither its socket nor its protocol version.

/// Where a client comes from, as CLIENT LIST tells it.
public struct Peer: Sendable {
    /// `127.0.0.1:50000`, or `/path/of.sock:0`.
    public var address: String
    /// The server's end of the connection.
    public var localAddress: String
    /// The descriptor's number, -1 for none.
    public var descriptor: Int
    /// Whether the connection is one of a Unix socket.
    public var isUnixSocket: Bool

    /// The address without the port.
    var host: String {
        let host = address.utf8.lastIndex(of: UInt8(ascii: ":")).map { address[..<$0] } ?? address[...]
        return String(host.hasPrefix("[") ? host.dropFirst().dropLast() : host)
    }

    /// A client at `address`, as it is shown.
    public init(address: String, localAddress: String, descriptor: Int = -1, isUnixSocket: Bool = false) {
        self.address = address
        self.localAddress = localAddress
        self.descriptor = descriptor
        self.isUnixSocket = isUnixSocket
    }
}

/// One client's conversation with an engine. Belongs to the queue that the engine belongs to.
public final class Session {
    /// Whether, and when, the connection is to be closed.
    public enum Closing: Sendable {
        case no
        /// When output has been sent. A client that wants no reply stays until it goes itself, as at the real server, which
        /// looks at this where it writes.
        case afterReply
        /// At once; what has not been sent is lost.
        case now
    }

    /// What CLIENT REPLY asked for.
    struct Muting: OptionSet {
        let rawValue: UInt8
        /// No replies.
        static let off = Muting(rawValue: 1)
        /// No reply to the request at hand.
        static let skip = Muting(rawValue: 2)
        /// No reply to the next request.
        static let skipNext = Muting(rawValue: 4)
    }

    /// Unique within the engine, ascending: CLIENT ID.
    public let id: Int
    let engine: Engine
    /// Where the client is.
    public let peer: Peer
    let reply: ReplyWriter
    var database: Database

    /// For whoever owns the connection: its place in a table of its own.
    public var slot = -1
    /// What the connection's owner has to do about its end.
    public var closing: Closing { ending }
    var ending = Closing.no
    /// Whether there is something to send, or nothing is to be sent any more.
    @inline(__always)
    var hasToBeSeenTo: Bool { !output.isEmpty || ending == .now }
    /// For whoever owns the connection: whether the client takes no more at present: what is left is sent when it does.
    public var isWaitingToSend = false

    // The stream of requests.
    let parser = RequestParser()
    /// What has been received and not yet understood or run.
    let input = ByteBuffer(capacity: 16)
    var isInOutputQueue = false
    /// Unblocked, and about to go on with `input`.
    var isResuming = false

    // Who it is.
    /// Said so, or came when nobody needed to: see `lacksAuthentication`.
    var isAuthenticated: Bool
    /// Whose permissions it has.
    var user: User
    var name: [UInt8] = []
    var libraryName: [UInt8] = []
    var libraryVersion: [UInt8] = []
    var muting: Muting = []
    var noEvict = false
    var noTouch = false
    /// CLIENT CAPA: it can be sent to another server.
    var followsRedirections = false
    /// READONLY: it would read from a replica.
    var readsOnly = false
    /// CLIENT IMPORT-SOURCE: it brings data from another server.
    var isImportSource = false

    // What it is doing.
    var transaction: Transaction?
    /// Whether there has been one, or a watched key.
    var hasBegunTransaction = false
    /// Set while EXEC or another command runs commands for it: nothing blocks then.
    var deniesBlocking = false
    /// It is no client's: scripts call commands through it.
    var isScripting = false
    /// What it stores stays a text even if it spells an integer.
    var keepsText = false
    var watched: [WatchedKey] = []
    /// What it is subscribed to; nil for nothing.
    var subscribed: SubscribedTopics?
    /// How it tracks keys; nil for not at all.
    var tracking: ClientTracking?
    /// Every command is shown to it.
    var isMonitoring = false
    /// A watched key was changed.
    var isDirty = false
    var blocked: BlockedCommand?
    /// Set while a blocked command is tried again: if it blocks again, it keeps its deadline.
    var retriedCommand: BlockedCommand?
    /// The key that the retried command has waited for, where it is served with that one alone.
    var readyKey: [UInt8]?
    /// A request that came while clients were paused.
    var postponed: StoredArguments?

    // What CLIENT LIST tells.
    let createdAt: Instant
    var lastInteraction: Instant
    var lastCommand: Command?
    var totalBytesIn = 0
    /// Bytes sent to the client.
    public internal(set) var totalBytesOut = 0
    var totalCommands = 0
    /// How many bytes the running request, or the one that waits, came in.
    var requestLength = 0
    /// Where in `output` the reply to the running command begins.
    var replyStart = 0
    /// What `ClientMemory` knows of it: bytes, and its bucket.
    var countedMemory = 0
    var memoryBucket: Int?
    /// Since when the output has been above the soft limit, monotonic microseconds.
    var softLimitSince: Int64?

    init(id: Int, engine: Engine, peer: Peer, database: Database) {
        self.id = id
        self.engine = engine
        self.peer = peer
        self.database = database
        reply = ReplyWriter(profile: engine.profile)
        createdAt = engine.now
        lastInteraction = engine.now
        isAuthenticated = engine.access.isOpen
        user = engine.access.defaultUser
    }

    /// Bytes of the reply to the running command so far.
    var replyLength: Int { output.count - replyStart }

    /// Replies that wait to be sent.
    public var output: ByteBuffer { reply.buffer }

    /// Whether requests are left alone: the client is blocked or paused.
    @inline(__always)
    var isSuspended: Bool { blocked != nil || postponed != nil }

    /// Whether what is replied now is dropped.
    var isMuted: Bool { !muting.isDisjoint(with: [.off, .skip]) }

    /// Whether the session speaks RESP3.
    var speaksRESP3: Bool { reply.version == .resp3 }

    /// Ends the session once its output has been sent.
    func closeAfterReply() {
        if ending == .no { ending = .afterReply }
        engine.enqueueOutput(of: self)
    }

    /// Ends the session at once.
    func closeNow() {
        ending = .now
        engine.enqueueOutput(of: self)
    }
}
