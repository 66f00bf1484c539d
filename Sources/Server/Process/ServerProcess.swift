// ServerProcess: a process that is one server, from its command line to its exit status. It takes what redis-server takes, tells
// what redis-server tells and exits as redis-server does, so that tools which launch the one can launch the other.

import Dispatch
import UnderstudyEngine

#if canImport(Glibc)
    import CLinux
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program `understudy`.
public enum ServerProcess {
    /// Runs the program.
    /// - Parameter arguments: The command line, the program's own name first.
    public static func run(_ arguments: [String]) -> Never {
        let parent = getppid()
        switch Invocation(arguments: Array(arguments.dropFirst())) {
        case .version(let profile):
            try? File.write(versionText(of: profile), to: STDOUT_FILENO)
            exit(0)
        case .help:
            try? File.write(helpText, to: STDERR_FILENO)
            exit(1)
        case .serve(let options): serve(options, name: arguments.first ?? "understudy", parent: parent)
        }
    }

    // MARK: From start to end

    private static func serve(_ options: StartOptions, name: String, parent: pid_t) -> Never {
        let signals = ShutdownSignals()
        var origin = ProcessOrigin()
        origin.isOwnProcess = true
        origin.executablePath = ProcessFiles().absolute(name)
        origin.configurationPath = options.path.map { ProcessFiles().absolute($0) }
        let configuration = load(options)
        if configuration.daemonize { daemonize() }
        #if canImport(Glibc)
            // One heap: threads of Dispatch take turns, and each would keep what it once allocated.
            mallopt(M_ARENA_MAX, 1)
        #endif
        announce(configuration)
        let (endsWithParent, isDaemon) = (configuration.exitWithParent, configuration.daemonize)
        let endsWithInput = configuration.exitOnStandardInputEnd
        let server: Server
        do {
            server = try Server(configuration: configuration, origin: origin)
        } catch {
            exit(1)
        }
        signals.stop(server)
        let watch =
            endsWithParent
            ? ParentWatch(parent: parent, isAdopted: isDaemon, queue: .global()) { server.stop() } : nil
        if endsWithInput { watchInput(of: server) }
        withExtendedLifetime((signals, watch)) { server.waitUntilStopped() }
        exit(0)
    }

    private static func load(_ options: StartOptions) -> Configuration {
        let configuration = Configuration()
        do {
            try configuration.load(options, files: ProcessFiles())
        } catch {
            if let text = error.errorOutput(of: configuration.profile) { try? File.write(text, to: STDERR_FILENO) }
            let log = Log(level: configuration.logLevel, path: configuration.logFile)
            for line in error.logLines { log.write(.warning, line) }
            exit(1)
        }
        return configuration
    }

    /// The first lines of the log, and room for the clients.
    private static func announce(_ configuration: Configuration) {
        let log = Log(level: configuration.logLevel, path: configuration.logFile)
        let name = configuration.profile.productName
        log.write(.notice, "oO0OoO0OoO0Oo \(name) is starting oO0OoO0OoO0Oo")
        log.write(
            .notice,
            "\(name) version=\(configuration.profile.version), bits=\(Int.bitWidth), understudy=\(ServerVersion.understudy), pid=\(Int(getpid())), just started"
        )
        log.write(.notice, "Configuration loaded")
        for warning in configuration.warnings { log.write(.warning, warning) }
        log.role = .master
        let room = OpenFileLimit.makeRoom(for: configuration.maxClients, log: log)
        guard room > 0 else { exit(1) }
        if room < configuration.maxClients { try? configuration.set("maxclients", to: String(room)) }
        log.write(.notice, "monotonic clock: POSIX clock_gettime")
    }

    /// Goes on in the background: this process ends here, and its child has a session of its own and no terminal.
    /// To be called before Dispatch starts a thread, since only the calling thread outlives the fork.
    private static func daemonize() {
        #if canImport(Glibc)
            if daemon(1, 0) == 0 { return }
            let reason = SystemError("daemon").reason
        #else
            let reason = "Swift programs cannot fork on this system"
        #endif
        Log().write(.warning, "Can't daemonize: \(reason)")
        exit(1)
    }

    // MARK: Reasons to end

    /// Reads the standard input to its end, on a thread of its own since it may be anything that can be read.
    private static func watchInput(of server: Server) {
        DispatchQueue(label: "understudy.input").async {
            File.skipToEnd(STDIN_FILENO)
            server.stop()
        }
    }

    // MARK: Texts

    /// In the real server's form, which tools take apart; the version that they look for comes first.
    private static func versionText(of profile: Profile) -> String {
        "\(profile.productName) server v=\(profile.version) sha=00000000:0 malloc=libc bits=\(Int.bitWidth) build=0 understudy=\(ServerVersion.understudy)\n"
    }

    private static var helpText: String {
        """
        Usage: understudy [/path/to/redis.conf] [options] [-]
               understudy - (read config from stdin)
               understudy -v or --version
               understudy -h or --help

        Options are redis.conf's directives behind two dashes, and for tests:
               --compat <release>    answer as redis-7.0, redis-8.0 (the default), valkey-8.1 or valkey-9.1
               --ready-file <path>   write host, port, pid and socket there as JSON, once the server serves
               --exit-with-parent    end when the process that started the server ends
               --exit-on-stdin-eof   end when the standard input does

        Examples:
               understudy (run the server with the default configuration)
               understudy --port 0 --ready-file ready.json --exit-with-parent
               understudy --port 7777 --requirepass secret
               understudy --unixsocket /tmp/understudy.sock --port 0
               understudy /etc/redis/6379.conf --loglevel verbose

        """
    }
}
