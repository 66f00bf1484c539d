// Configuration: the directives of one server.

/// The directives of one server.
public final class Configuration {
    public init() {}

    public var databases = 16
    public var requirepass: [UInt8] = []
    public var timeout = 0
    public var protoMaxBulkLength = 512 * 1024 * 1024
    public var clientQueryBufferLimit = 1024 * 1024 * 1024
    public var clientOutputBufferLimits = OutputBufferLimits()
    public var enableDebugCommand = ProtectedAction.no
    public var listMaxListpackSize = -2

    /// Who may use a protected command.
    public enum ProtectedAction: Sendable { case no, yes, local }
}

/// `client-output-buffer-limit`: past the hard limit a client is closed at once, past the soft limit after some seconds. 0 is none.
public struct OutputBufferLimits: Sendable {
    public struct Limit: Sendable {
        public var hard = 0
        public var soft = 0
        public var softSeconds = 0
    }

    public var normal = Limit()

    @inline(__always)
    var areSet: Bool { normal.hard > 0 || normal.soft > 0 }
    var hasSoftLimits: Bool { normal.soft > 0 }
}
