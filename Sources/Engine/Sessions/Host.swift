// Host: what the engine must be told of the process it runs in, and what it asks of it. The engine itself touches neither
// sockets nor files nor the system.

/// The levels of the log, the least important first.
public enum LogLevel: Int, Sendable, Comparable {
    case debug, verbose, notice, warning, nothing

    /// In the order of the cases.
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
    /// Seconds of CPU in the kernel, of the whole process.
    public var systemTime = 0.0
    /// Seconds of CPU outside the kernel, of the whole process.
    public var userTime = 0.0
    /// The same of children that have ended.
    public var childrenSystemTime = 0.0
    /// The same of children that have ended.
    public var childrenUserTime = 0.0
    /// The same of the thread that serves clients.
    public var mainThreadSystemTime = 0.0
    /// The same of the thread that serves clients.
    public var mainThreadUserTime = 0.0

    /// All zero.
    public init() {}
}

/// The process around an engine.
public protocol Host: AnyObject {
    /// As the system numbers it.
    var processID: Int { get }
    /// Absolute, or empty when it is not known.
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

    /// Bytes allocated now. Costs time with the number of free pieces.
    var allocatedMemory: Int { get }
    /// What the process uses now. Costs system calls.
    func usage() -> HostUsage
    /// Writes a line to the log, if `level` is at least the configured one.
    func log(_ level: LogLevel, _ message: String)

    /// Puts changed directives into effect outside the engine. Returns nil, or why it cannot be done: the change is then undone.
    func apply(changed directives: [String], of configuration: Configuration) -> String?
    /// The content of the configuration file, or nil when it cannot be read.
    func readConfigurationFile() -> [UInt8]?
    /// Replaces the configuration file in one step. Returns nil or the system's reason.
    func writeConfigurationFile(_ text: [UInt8]) -> String?

    /// The content of a file.
    func readFile(_ path: String) throws(ConfigurationFileError) -> [UInt8]
    /// Replaces a file in one step. Returns nil or the system's reason.
    func replaceFile(_ path: String, with text: [UInt8]) -> String?

    /// Writes a dump file in one step: whoever reads it sees the former content or the new one, never a part. Returns nil, or why
    /// it cannot be written, for the log.
    func writeDump(_ snapshot: DatasetSnapshot, to path: String) -> String?
    /// The same, while the engine goes on. `completion` is called once, on the engine's queue, in a turn of its own.
    func writeDumpInBackground(
        _ snapshot: DatasetSnapshot, to path: String, completion: @escaping (String?) -> Void)
    /// Opens a dump file. Returns nil if there is none.
    func openDump(_ path: String) throws(DumpFileError) -> (any DumpSource)?

    /// Connects to another server, sends it requests, and takes a line of reply for each, while everybody waits.
    ///
    /// - Parameters:
    ///   - replies: How many lines.
    ///   - timeout: How long each step may take, in milliseconds: connecting, sending a piece, receiving one.
    func exchange(_ requests: Bytes, with host: String, port: Int, replies: Int, timeout: Int) -> PeerExchange

    /// A script takes long: takes a turn for the other clients, without waiting for anything. What `drainOutput` hands out is
    /// theirs. The session that the script runs for must neither be read from nor closed. Called again and again until the
    /// script ends.
    func serveOthers(than session: Session)
    /// Whether the process is to stop and waits for the running script.
    var isStopping: Bool { get }

    /// Frees garbage where it delays no client. May be done later, on any thread.
    func dispose(_ garbage: Garbage)
    /// Much memory has just been freed, by FLUSHALL say: it may be given back to the system.
    func didFreeMuchMemory()
}

/// What came of talking to another server.
public struct PeerExchange: Sendable {
    /// What was being done.
    public enum Step: Sendable { case connecting, writing, reading }

    /// The lines that came, without their ends.
    public var lines: [[UInt8]] = []
    /// What could not be done, or nil when all lines have come.
    public var failure: Step?
    /// Whether it could not be done in time.
    public var isTimeout = false

    /// All went well, so far.
    public init() {}
}

extension Host {
    /// Without sockets there is no way to any.
    public func exchange(
        _ requests: Bytes, with host: String, port: Int, replies: Int, timeout: Int
    ) -> PeerExchange {
        var exchange = PeerExchange()
        exchange.failure = .connecting
        return exchange
    }
    /// There are no others.
    public func serveOthers(than session: Session) {}
    /// Nobody stops it.
    public var isStopping: Bool { false }
    /// As `usage` tells it.
    public var allocatedMemory: Int { usage().allocatedMemory }
    /// A host without files has none.
    public func readFile(_ path: String) throws(ConfigurationFileError) -> [UInt8] {
        throw ConfigurationFileError("No such file or directory")
    }
    /// There is no directory to put it into.
    public func replaceFile(_ path: String, with text: [UInt8]) -> String? { "No such file or directory" }
    /// Frees it at once.
    public func dispose(_ garbage: Garbage) { garbage.free() }
    /// Gives nothing back.
    public func didFreeMuchMemory() {}
}

/// Why a dump file cannot be opened.
public struct DumpFileError: Error, Sendable {
    /// As the system tells it.
    public let reason: String

    /// A reason for the log.
    public init(_ reason: String) { self.reason = reason }
}

/// A host for an engine that runs by itself, in a test: no port, and no files but the dumps that it keeps in memory.
public final class DetachedHost: Host {
    /// Dumps by their paths.
    public var dumps: [String: [UInt8]] = [:]
    /// What is done for the other clients while a script takes long.
    public var service: (Session) -> Void = { _ in }
    /// What is done with the lines of the log.
    public var logger: (LogLevel, String) -> Void = { _, _ in }
    /// Whether a script that runs is to end.
    public var isStopping = false

    /// A host without a process.
    public init() {}

    /// Keeps the dump.
    public func writeDump(_ snapshot: DatasetSnapshot, to path: String) -> String? {
        var content: [UInt8] = []
        let isComplete = snapshot.write { bytes in
            content += bytes.array
            return true
        }
        guard isComplete else { return "cancelled" }
        dumps[path] = content
        return nil
    }

    /// Keeps the dump at once.
    public func writeDumpInBackground(
        _ snapshot: DatasetSnapshot, to path: String, completion: @escaping (String?) -> Void
    ) {
        completion(writeDump(snapshot, to: path))
    }

    /// One that was kept.
    public func openDump(_ path: String) throws(DumpFileError) -> (any DumpSource)? {
        dumps[path].map(BytesSource.init)
    }

    /// 1.
    public var processID: Int { 1 }
    /// Unknown.
    public var executablePath: String { "" }
    /// There is no file.
    public var configurationPath: String? { nil }
    /// Unknown.
    public var operatingSystem: String { "" }
    /// As many as an `Int` has.
    public var architectureBits: Int { Int.bitWidth }
    /// None.
    public var tcpPort: Int { 0 }
    /// None.
    public var multiplexer: String { "" }

    /// Nothing.
    public func usage() -> HostUsage { HostUsage() }
    /// Hands the line over.
    public func log(_ level: LogLevel, _ message: String) { logger(level, message) }
    /// Lets the others be served.
    public func serveOthers(than session: Session) { service(session) }
    /// Accepts every change.
    public func apply(changed directives: [String], of configuration: Configuration) -> String? { nil }
    /// There is none.
    public func readConfigurationFile() -> [UInt8]? { nil }
    /// There is none to replace: the engine asks only where there is a path.
    public func writeConfigurationFile(_ text: [UInt8]) -> String? { nil }
}
