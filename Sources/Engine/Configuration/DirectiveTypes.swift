// The values of the directives that are more than a number, a word or a text.

/// A line of `save`: save after `seconds` if at least `changes` were made.
public struct SavePoint: Sendable, Equatable {
    /// How long to wait.
    public var seconds: Int
    /// How many changes are worth it.
    public var changes: Int

    /// A line of `save`.
    public init(seconds: Int, changes: Int) {
        self.seconds = seconds
        self.changes = changes
    }
}

/// `client-output-buffer-limit`: past the hard limit a client is closed at once, past the soft limit after some seconds. 0 is none.
public struct OutputBufferLimits: Sendable, Equatable {
    /// The limits of one class of clients. An amount that needs the 64th bit is held as a negative number, and limits nothing.
    public struct Limit: Sendable, Equatable {
        /// Bytes.
        public var hard = 0
        /// Bytes.
        public var soft = 0
        /// How long the soft limit may be passed.
        public var softSeconds = 0

        /// Limits in bytes and seconds; none by default.
        public init(hard: Int = 0, soft: Int = 0, softSeconds: Int = 0) {
            self.hard = hard
            self.soft = soft
            self.softSeconds = softSeconds
        }
    }

    /// Clients that are none of the others.
    public var normal = Limit()
    /// Replicas.
    public var replica = Limit(hard: 256 << 20, soft: 64 << 20, softSeconds: 60)
    /// Subscribers.
    public var pubsub = Limit(hard: 32 << 20, soft: 8 << 20, softSeconds: 60)

    /// The defaults.
    public init() {}

    /// The least amount that any client may not reach.
    var least: Int {
        [normal.hard, normal.soft, pubsub.hard, pubsub.soft].filter { $0 > 0 }.min() ?? .max
    }
}

/// What `acl-pubsub-default` says of the channels that fresh permissions allow.
enum ChannelDefault: Int, DirectiveWords {
    case all, none

    var word: String { self == .all ? "allchannels" : "resetchannels" }
}
