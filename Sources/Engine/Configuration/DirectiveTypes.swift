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

    @inline(__always)
    var areSet: Bool { normal.hard > 0 || normal.soft > 0 }
    var hasSoftLimits: Bool { normal.soft > 0 }
}

/// `notify-keyspace-events`: which events are published, and on which channels.
struct KeyspaceEvents: OptionSet, Sendable {
    let rawValue: Int

    init(rawValue: Int) { self.rawValue = rawValue }

    static let generic = KeyspaceEvents(rawValue: 1 << 0)
    static let string = KeyspaceEvents(rawValue: 1 << 1)
    static let list = KeyspaceEvents(rawValue: 1 << 2)
    static let set = KeyspaceEvents(rawValue: 1 << 3)
    static let hash = KeyspaceEvents(rawValue: 1 << 4)
    static let sortedSet = KeyspaceEvents(rawValue: 1 << 5)
    static let expired = KeyspaceEvents(rawValue: 1 << 6)
    static let evicted = KeyspaceEvents(rawValue: 1 << 7)
    static let stream = KeyspaceEvents(rawValue: 1 << 8)
    static let module = KeyspaceEvents(rawValue: 1 << 9)
    static let newKey = KeyspaceEvents(rawValue: 1 << 10)
    /// Channels named after keys.
    static let keyspace = KeyspaceEvents(rawValue: 1 << 11)
    /// Channels named after events.
    static let keyevent = KeyspaceEvents(rawValue: 1 << 12)
    static let keyMiss = KeyspaceEvents(rawValue: 1 << 13)

    /// What `A` stands for: every class but those of missed and of new keys.
    static let all: KeyspaceEvents = [
        .generic, .string, .list, .set, .hash, .sortedSet, .expired, .evicted, .stream, .module,
    ]

    /// The letters in the order in which CONFIG GET writes them.
    private static let letters: [(events: KeyspaceEvents, letter: UInt8)] = [
        (.generic, UInt8(ascii: "g")), (.string, UInt8(ascii: "$")), (.list, UInt8(ascii: "l")),
        (.set, UInt8(ascii: "s")), (.hash, UInt8(ascii: "h")), (.sortedSet, UInt8(ascii: "z")),
        (.expired, UInt8(ascii: "x")), (.evicted, UInt8(ascii: "e")), (.stream, UInt8(ascii: "t")),
        (.module, UInt8(ascii: "d")), (.newKey, UInt8(ascii: "n")), (.keyspace, UInt8(ascii: "K")),
        (.keyevent, UInt8(ascii: "E")), (.keyMiss, UInt8(ascii: "m")),
    ]

    /// The events that `letters` name, or nil when one of them names none.
    init?(letters: [UInt8]) {
        self = []
        for letter in letters {
            if letter == UInt8(ascii: "A") {
                formUnion(.all)
            } else if let known = KeyspaceEvents.letters.first(where: { $0.letter == letter }) {
                formUnion(known.events)
            } else {
                return nil
            }
        }
    }

    /// The letters that name these events. Beside `A`, `n` is left out, as the real server does.
    var letters: [UInt8] {
        let hasAll = isSuperset(of: .all)
        var text: [UInt8] = hasAll ? [UInt8(ascii: "A")] : []
        for (events, letter) in KeyspaceEvents.letters where contains(events) {
            if hasAll, KeyspaceEvents.all.contains(events) || events == .newKey { continue }
            text.append(letter)
        }
        return text
    }
}
