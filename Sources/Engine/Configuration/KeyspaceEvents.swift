// KeyspaceEvents: the classes of what can happen to keys, and the letters by which `notify-keyspace-events` names them.

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
