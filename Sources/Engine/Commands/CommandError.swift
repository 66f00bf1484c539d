// The catalogue of error replies. A text that more than one command answers stands here, once.

/// An error that a command answers. The text is the reply without the leading `-` and the line end.
struct CommandError: Error {
    let text: [UInt8]

    /// `text` starts with its code: `ERR`, `WRONGTYPE` ...
    init(_ text: String) { self.text = Array(text.utf8) }

    /// A text around a word of the client's own, which need not be UTF-8.
    init(_ before: String, quoting word: Bytes, limit: Int = .max, _ after: String = "") {
        text = before.utf8 + word.asCString(limit: limit) + after.utf8
    }

    init(bytes: [UInt8]) { text = bytes }

    static var wrongType: CommandError {
        CommandError("WRONGTYPE Operation against a key holding the wrong kind of value")
    }
    static var outOfMemory: CommandError {
        CommandError("OOM command not allowed when used memory > 'maxmemory'.")
    }
    static var syntax: CommandError { CommandError("ERR syntax error") }
    static var notAnInteger: CommandError { CommandError("ERR value is not an integer or out of range") }
    static var notAFloat: CommandError { CommandError("ERR value is not a valid float") }
    static var outOfRange: CommandError { CommandError("ERR value is out of range") }
    static var mustBePositive: CommandError { CommandError("ERR value is out of range, must be positive") }
    static var noSuchKey: CommandError { CommandError("ERR no such key") }
    static var indexOutOfRange: CommandError { CommandError("ERR index out of range") }
    static var invalidDatabaseIndex: CommandError { CommandError("ERR invalid DB index") }
    static var databaseIndexOutOfRange: CommandError { CommandError("ERR DB index is out of range") }
    static var sameObject: CommandError { CommandError("ERR source and destination objects are the same") }
    static var invalidCursor: CommandError { CommandError("ERR invalid cursor") }
    static var incrementOverflow: CommandError { CommandError("ERR increment or decrement would overflow") }
    static var stringTooLong: CommandError {
        CommandError("ERR string exceeds maximum allowed size (proto-max-bulk-len)")
    }
    static var timeoutNotAFloat: CommandError { CommandError("ERR timeout is not a float or out of range") }
    static var timeoutNotAnInteger: CommandError { CommandError("ERR timeout is not an integer or out of range") }
    static var timeoutNegative: CommandError { CommandError("ERR timeout is negative") }
    static var timeoutOutOfRange: CommandError { CommandError("ERR timeout is out of range") }
    static var authenticationRequired: CommandError { CommandError("NOAUTH Authentication required.") }
    static var wrongPassword: CommandError {
        CommandError("WRONGPASS invalid username-password pair or user is disabled.")
    }
    static var unsupportedProtocol: CommandError { CommandError("NOPROTO unsupported protocol version") }
    static var transactionAborted: CommandError {
        CommandError("EXECABORT Transaction discarded because of previous errors.")
    }
    static func notAllowedInTransaction(_ command: Command, _ profile: Profile) -> CommandError {
        let named = profile == .valkey91 ? " '\(command.fullName)'" : ""
        return CommandError("ERR Command\(named) not allowed inside a transaction")
    }

    static func notAllowedToSubscribers(_ fullName: String) -> CommandError {
        CommandError(
            "ERR Can't execute '\(fullName)': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed "
                + "in this context")
    }

    static func outOfRange(_ range: ClosedRange<Int>) -> CommandError {
        CommandError("ERR value is out of range, value must between \(range.lowerBound) and \(range.upperBound)")
    }
    static func wrongArity(_ fullName: String) -> CommandError {
        CommandError("ERR wrong number of arguments for '\(fullName)' command")
    }
    static func invalidExpireTime(_ fullName: String) -> CommandError {
        CommandError("ERR invalid expire time in '\(fullName)' command")
    }
    static func unknownSubcommand(_ word: Bytes, of container: String) -> CommandError {
        CommandError(
            "ERR unknown subcommand '", quoting: word, limit: 128, "'. Try \(container.uppercased()) HELP.")
    }
    static func unknownSubcommandOrArity(_ word: Bytes, of container: String) -> CommandError {
        CommandError(
            "ERR unknown subcommand or wrong number of arguments for '", quoting: word, limit: 128,
            "'. Try \(container.uppercased()) HELP.")
    }
}

extension Bytes {
    /// The bytes before the first NUL, `limit` at most: what the real server shows of a word in an error.
    func asCString(limit: Int = .max) -> [UInt8] {
        self[0..<min(limit, firstIndex(of: 0) ?? count, count)].array
    }
}
