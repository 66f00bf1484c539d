// ServerHost: the process around an engine: what INFO tells of it, and what CONFIG SET and CONFIG REWRITE do to it.

import Dispatch
import Synchronization
import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a server runs.
public struct ProcessOrigin: Sendable {
    /// The absolute path of the configuration file, or nil for none.
    public var configurationPath: String?
    /// The absolute path of the program.
    public var executablePath = ""
    /// Whether the process is the server's own: then its limits and its directory are the server's to change.
    public var isOwnProcess = false

    /// A server within somebody else's process.
    public init() {}
}

/// That a server is to stop, told from any thread while its queue is held by a script.
final class StopRequest: Sendable {
    let isMade = Atomic(false)
}

/// The process around an engine.
final class ServerHost: Host {
    private let logger: Log
    private let origin: ProcessOrigin
    /// Where garbage is freed.
    private let freeing = DispatchQueue(label: "understudy.freeing", qos: .utility)
    /// Where dumps are written while the server goes on.
    private let saving = DispatchQueue(label: "understudy.saving", qos: .utility)
    private let stopRequest: StopRequest
    /// The loop that the engine turns in, which holds the engine, which holds this.
    weak var loop: EventLoop?

    init(log: Log, origin: ProcessOrigin, stopRequest: StopRequest) {
        logger = log
        self.origin = origin
        self.stopRequest = stopRequest
    }

    let processID = Int(getpid())
    let operatingSystem = SystemUsage.operatingSystem
    var executablePath: String { origin.executablePath }
    var configurationPath: String? { origin.configurationPath }
    var architectureBits: Int { Int.bitWidth }
    var tcpPort: Int { loop?.port ?? 0 }
    var multiplexer: String { Poller.name }

    func usage() -> HostUsage { SystemUsage.read() }
    var allocatedMemory: Int { SystemUsage.allocatedMemory }
    func log(_ level: LogLevel, _ message: String) { logger.write(level, message) }

    func dispose(_ garbage: Garbage) {
        freeing.async {
            garbage.free()
            SystemUsage.trimMemory()
        }
    }

    // MARK: Dumps

    func writeDump(_ snapshot: DatasetSnapshot, to path: String) -> String? { DumpFile.write(snapshot, to: path) }

    func writeDumpInBackground(
        _ snapshot: DatasetSnapshot, to path: String, completion: @escaping (String?) -> Void
    ) {
        guard let loop else { return completion("The server has stopped.") }
        let completion = Confined(completion, to: loop.queue)
        let end = Confined(loop, to: loop.queue)
        loop.running.enter()
        saving.async { [queue = loop.queue, running = loop.running] in
            let reason = DumpFile.write(snapshot, to: path)
            queue.async {
                completion.value(reason)
                end.value.advance()
                running.leave()
            }
        }
    }

    func openDump(_ path: String) throws(DumpFileError) -> (any DumpSource)? { try DumpFile.source(path) }

    // MARK: Scripts that take long

    func serveOthers(than session: Session) { loop?.serveOthers(than: session) }
    var isStopping: Bool { stopRequest.isMade.load(ordering: .relaxed) }

    // MARK: Other servers

    func exchange(_ requests: Bytes, with host: String, port: Int, replies: Int, timeout: Int) -> PeerExchange {
        PeerExchange(requests, with: host, port: port, replies: replies, timeout: timeout) { [stopRequest] in
            stopRequest.isMade.load(ordering: .relaxed)
        }
    }

    // MARK: Memory

    func didFreeMuchMemory() { loop?.memoryWasFreed = true }

    // MARK: The configuration

    func apply(changed directives: [String], of configuration: Configuration) -> String? {
        guard let loop else { return nil }
        for directive in directives {
            switch directive {
            case "loglevel": logger.level = configuration.logLevel
            case "port":
                if !loop.replaceNetworkListeners(configuration.bindAddresses, port: configuration.port) {
                    return "Unable to listen on this port. Check server logs."
                }
            case "bind":
                // With port 0 the port is the free one that was found.
                let port = configuration.port > 0 ? configuration.port : loop.port
                if !loop.replaceNetworkListeners(configuration.bindAddresses, port: port) {
                    return "Failed to bind to specified addresses."
                }
            case "maxclients" where origin.isOwnProcess:
                let room = OpenFileLimit.makeRoom(for: configuration.maxClients, log: logger)
                if room < configuration.maxClients {
                    return
                        "The operating system is not able to handle the specified number of clients, try with \(room)"
                }
            case "dir" where origin.isOwnProcess:
                do {
                    _ = try ProcessFiles().changeDirectory(configuration.directory)
                } catch {
                    return error.reason
                }
            default: break
            }
        }
        return nil
    }

    func readConfigurationFile() -> [UInt8]? { origin.configurationPath.flatMap { try? File.read($0) } }

    func writeConfigurationFile(_ text: [UInt8]) -> String? {
        origin.configurationPath.flatMap { replaceFile($0, with: text) }
    }

    func readFile(_ path: String) throws(ConfigurationFileError) -> [UInt8] {
        do throws(SystemError) {
            return try File.read(path)
        } catch {
            throw ConfigurationFileError(error.reason)
        }
    }

    func replaceFile(_ path: String, with text: [UInt8]) -> String? {
        do {
            try File.replace(path, with: text)
            return nil
        } catch {
            return error.reason
        }
    }
}
