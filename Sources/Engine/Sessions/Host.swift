// Host: what the engine must be told of the process it runs in, and what it asks of it. The engine itself touches neither
// sockets nor files nor the system.

/// The levels of the log, the least important first.
public enum LogLevel: Int, Sendable, Comparable {
    case debug, verbose, notice, warning, nothing

    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// What a process tells of its memory and its time, for INFO.
public struct HostUsage: Sendable {
    /// Bytes allocated.
    public var allocatedMemory = 0
    /// Bytes resident.
    public var residentMemory = 0
    /// Bytes that the machine has.
    public var systemMemory = 0
    /// Seconds.
    public var systemTime = 0.0
    public var userTime = 0.0
    public var childrenSystemTime = 0.0
    public var childrenUserTime = 0.0
    public var mainThreadSystemTime = 0.0
    public var mainThreadUserTime = 0.0

    public init() {}
}

/// The process around an engine.
public protocol Host: AnyObject {
    var processID: Int { get }
    var executablePath: String { get }
    /// The absolute path of the configuration file, or nil when there is none.
    var configurationPath: String? { get }
    /// System, release and machine, as `uname` tells them: `Linux 6.1.0 x86_64`.
    var operatingSystem: String { get }
    /// How many bits a pointer has.
    var architectureBits: Int { get }
    /// The port that is really listened on, 0 when none is.
    var tcpPort: Int { get }
    /// What waits for events: `epoll`, `kqueue`.
    var multiplexer: String { get }

    func usage() -> HostUsage
    func log(_ level: LogLevel, _ message: String)

    /// Puts changed directives into effect outside the engine. Returns nil, or why it cannot be done: the change is then undone.
    func apply(changed directives: [String], of configuration: Configuration) -> String?
    /// The content of the configuration file, or nil when it cannot be read.
    func readConfigurationFile() -> [UInt8]?
    /// Replaces the configuration file in one step. Returns nil or the system's reason.
    func writeConfigurationFile(_ text: [UInt8]) -> String?

    /// Much memory has just been freed, by FLUSHALL say: it may be given back to the system.
    func didFreeMuchMemory()
}

extension Host {
    public func didFreeMuchMemory() {}
}

/// A host for an engine that runs by itself, in a test: no port, no files.
public final class DetachedHost: Host {
    public init() {}

    public var processID: Int { 1 }
    public var executablePath: String { "" }
    public var configurationPath: String? { nil }
    public var operatingSystem: String { "" }
    public var architectureBits: Int { Int.bitWidth }
    public var tcpPort: Int { 0 }
    public var multiplexer: String { "" }

    public func usage() -> HostUsage { HostUsage() }
    public func log(_ level: LogLevel, _ message: String) {}
    public func apply(changed directives: [String], of configuration: Configuration) -> String? { nil }
    public func readConfigurationFile() -> [UInt8]? { nil }
    public func writeConfigurationFile(_ text: [UInt8]) -> String? { nil }
}
