// ServerHost: what the engine learns of the process it runs in.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The process around an engine.
final class ServerHost: Host {
    private let logger: Log
    var tcpPort = 0

    init(log: Log) { logger = log }

    var processID: Int { Int(getpid()) }
    var executablePath: String { "" }
    var configurationPath: String? { nil }
    var operatingSystem: String { "" }
    var architectureBits: Int { Int.bitWidth }
    var multiplexer: String { Poller.name }

    func usage() -> HostUsage { HostUsage() }
    func log(_ level: LogLevel, _ message: String) { logger.write(level, message) }
    func apply(changed directives: [String], of configuration: Configuration) -> String? { nil }
    func readConfigurationFile() -> String? { nil }
    func writeConfigurationFile(_ text: String) -> String? { nil }
}
