// What a failing script throws, and how its messages are put together.

/// An error on its way to whoever catches it: any value of Lua.
public struct LuaError: Error {
    /// What kind of failure it is.
    public enum Kind: Equatable, Sendable {
        /// Raised by `error` or by an operation that failed.
        case script
        /// The limit of memory was reached.
        case memory
        /// Raised by the host to end the script: no `pcall` catches it.
        case interrupted
        /// The chunk is no Lua.
        case syntax
        /// An error handler failed.
        case handler
    }

    /// The value raised, most often a string.
    public let value: LuaValue
    /// The kind of failure.
    public let kind: Kind

    /// An error with this value.
    public init(_ value: LuaValue, kind: Kind = .script) {
        self.value = value
        self.kind = kind
    }
}

/// Bytes put together from text, numbers and strings of Lua, which need not be UTF-8.
public struct LuaMessage: ExpressibleByStringInterpolation {
    /// The bytes.
    public var bytes: [UInt8]

    /// The bytes of a text.
    public init(stringLiteral value: String) { bytes = Array(value.utf8) }
    /// These bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    /// The bytes that an interpolation has gathered.
    public init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Gathers the bytes.
    public struct StringInterpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []
        /// Makes room.
        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 16)
        }
        /// Appends fixed text.
        public mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }
        /// Appends text.
        public mutating func appendInterpolation(_ text: String) { bytes.append(contentsOf: text.utf8) }
        /// Appends text.
        public mutating func appendInterpolation(_ text: StaticString) {
            bytes.append(contentsOf: text.bytes)
        }
        /// Appends the bytes of a string up to its first zero byte, where text ends for the C library.
        public mutating func appendInterpolation(_ string: LuaString) {
            bytes.append(contentsOf: string.array.prefix { $0 != 0 })
        }
        /// Appends bytes.
        public mutating func appendInterpolation(_ more: [UInt8]) { bytes.append(contentsOf: more) }
        /// Appends bytes.
        public mutating func appendInterpolation(_ more: LuaMessage) { bytes.append(contentsOf: more.bytes) }
        /// Appends a whole number in decimal.
        public mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }
    }
}
