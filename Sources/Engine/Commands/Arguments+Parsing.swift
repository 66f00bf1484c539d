// Reading typed arguments, with the errors that all commands share.

extension Bytes {
    /// The integer that this argument spells.
    func parseInteger(or error: @autoclosure () -> CommandError = .notAnInteger) throws(CommandError) -> Int {
        guard let integer else { throw error() }
        return integer
    }

    /// The integer that this argument spells, at least 0.
    func parseNonNegative(or error: @autoclosure () -> CommandError = .mustBePositive) throws(CommandError) -> Int {
        guard let value = integer, value >= 0 else { throw error() }
        return value
    }

    /// The integer that this argument spells, at least 1.
    func parsePositive(or error: @autoclosure () -> CommandError) throws(CommandError) -> Int {
        guard let value = integer, value > 0 else { throw error() }
        return value
    }

    /// The integer that this argument spells, if its negative is one, too.
    func parseSymmetricInteger() throws(CommandError) -> Int {
        let value = try parseInteger()
        guard value != .min else { throw .outOfRange(-Int.max...Int.max) }
        return value
    }

    /// A value to store: the integer that these bytes spell, or the bytes.
    @inline(__always)
    var content: Entry.Content {
        if let integer { return .integer(integer) }
        return .bytes(self)
    }
}

extension Session {
    /// A value to store as a string.
    @inline(__always)
    func content(_ bytes: Bytes) -> Entry.Content { keepsText ? .bytes(bytes) : bytes.content }
}

/// Walks through a command's options.
struct ArgumentCursor {
    private let arguments: Arguments
    private(set) var index: Int

    init(_ arguments: Arguments, from index: Int) {
        self.arguments = arguments
        self.index = index
    }

    var isAtEnd: Bool { index >= arguments.count }
    var remaining: Int { arguments.count - index }

    /// The next argument, left in place.
    var current: Bytes { arguments[index] }

    /// The next argument; a syntax error when there is none.
    mutating func next() throws(CommandError) -> Bytes {
        guard !isAtEnd else { throw .syntax }
        index += 1
        return arguments[index - 1]
    }

    /// Passes over arguments that are there.
    mutating func advance(by count: Int) { index += count }

    /// Passes over the next argument if it is `word`, in any case (given in lower case).
    mutating func skip(_ word: StaticString) -> Bool {
        guard !isAtEnd, arguments[index].matches(word) else { return false }
        index += 1
        return true
    }

    /// The same, if at least `count` arguments follow it.
    mutating func skip(_ word: StaticString, before count: Int) -> Bool {
        guard remaining > count else { return false }
        return skip(word)
    }
}

extension Session {
    /// Says that a command changed a key, in `changes` places as the counter of changes sees it.
    @inline(__always)
    func didModify(_ key: Bytes, changes: Int = 1) {
        // Asked of what is at hand: a database that is not needed is not to be kept alive.
        if engine.context.isAnyoneConcerned { database.signalModified(key) }
        engine.changes += changes
    }
}

extension Arguments {
    /// The container's reply to HELP: a simple string for each line. `lines` are the container's own.
    static func replyHelp(_ container: String, _ lines: [String], to reply: ReplyWriter) {
        let all =
            ["\(container.uppercased()) <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"] + lines + [
                "HELP", reply.profile.wordsOfHelp,
            ]
        reply.array(all.count)
        for line in all { reply.simple(line) }
    }
}

extension Bytes {
    /// Whether it says how to flush something: at once, or by another thread.
    var isFlushMode: Bool { matches("sync") || matches("async") }
}
