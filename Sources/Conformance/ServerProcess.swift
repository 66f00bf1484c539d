// A server that the recorder starts and ends.
//
// This file is unsafe where it hands an argument vector to the C library. It is sound because every pointer lives as long
// as the call that uses it: the argument vector is freed after `posix_spawn` has returned, and nothing else is kept.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A running server on a free port of the loopback.
final class ServerProcess {
    let port: Int
    let password: String?
    private let process: pid_t

    /// Starts `executable` with redis-server's arguments and waits until it answers.
    init(executable: String, configuration: [SpecCase.Directive]) throws {
        port = try Socket.freePort()
        password = configuration.last { $0.name == "requirepass" }?.value
        var arguments = [executable, "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        arguments += ["--daemonize", "no", "--logfile", "/dev/null"]
        for directive in configuration { arguments += ["--" + directive.name, directive.value] }
        process = try Self.spawn(arguments)
        let control = ControlConnection(host: "127.0.0.1", port: port, password: password)
        let deadline = Stopwatch.now() + TCPDriver.patience
        while (try? control.ask("PING")) != .simpleString([UInt8]("PONG".utf8)) {
            guard Stopwatch.now() < deadline else { throw DriverError("\(executable) does not answer") }
            Stopwatch.sleep(milliseconds: 2)
        }
    }

    deinit {
        kill(process, SIGKILL)
        var status: Int32 = 0
        _ = unsafe waitpid(process, &status, 0)
    }

    private static func spawn(_ arguments: [String]) throws(DriverError) -> pid_t {
        var vector = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe vector.forEach { unsafe free($0) } }
        var process: pid_t = 0
        let status = unsafe posix_spawnp(&process, arguments[0], nil, nil, &vector, environ)
        guard status == 0 else { throw DriverError("cannot start \(arguments[0]): error \(status)") }
        return process
    }
}
