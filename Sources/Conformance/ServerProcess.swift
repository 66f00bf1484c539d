// A server that the recorder starts and ends.
//
// This file is unsafe where it hands an argument vector to the C library. It is sound because every pointer lives as long
// as the call that uses it: the argument vector is freed after `posix_spawn` has returned, and nothing else is kept.

import Foundation
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
    private let directory: URL

    /// How often another port is tried when the one that was free is taken before the server has it.
    private static let attempts = 10

    /// Starts `executable` with redis-server's arguments and waits until it answers. If the configuration names a release, it is that
    /// one's launcher beside `executable` that is started.
    init(executable: String, configuration: [SpecCase.Directive]) throws {
        let release = configuration.last { $0.name == SpecCase.profileDirective }?.value
        let executable = release.map { Self.launcher(of: $0, beside: executable) } ?? executable
        let configuration = configuration.filter { $0.name != SpecCase.profileDirective }
        password = configuration.last { $0.name == "requirepass" }?.value
        for _ in 0..<Self.attempts {
            let port = try Socket.freePort()
            let directory = try Self.makeDirectory()
            var arguments = [
                executable, "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            ]
            arguments += ["--daemonize", "no", "--logfile", "/dev/null", "--dir", directory.path]
            for directive in configuration { arguments += ["--" + directive.name, directive.value] }
            let process = try Self.spawn(arguments)
            if try Self.answers(process, executable, port: port, password: password) {
                (self.port, self.process, self.directory) = (port, process, directory)
                return
            }
            Self.remove(directory)
        }
        throw DriverError("\(executable) \(DriverError.endsAtOnce)")
    }

    private static func launcher(of release: String, beside executable: String) -> String {
        let folder = executable.lastIndex(of: "/").map { executable[...$0] } ?? ""
        return folder + release
    }

    /// Waits until a process answers. Returns false if it ends instead.
    private static func answers(_ process: pid_t, _ executable: String, port: Int, password: String?) throws -> Bool {
        let control = ControlConnection(host: "127.0.0.1", port: port, password: password)
        let deadline = Stopwatch.now() + TCPDriver.patience
        while true {
            let isAnswered = (try? control.ask("PING")) == .simpleString([UInt8]("PONG".utf8))
            // Asked before the end of the process is looked for: another server may have the port, and answer.
            var status: Int32 = 0
            if unsafe waitpid(process, &status, WNOHANG) != 0 { return false }
            if isAnswered { return true }
            guard Stopwatch.now() < deadline else {
                end(process)
                throw DriverError("\(executable) does not answer")
            }
            Stopwatch.sleep(milliseconds: 2)
        }
    }

    deinit {
        Self.end(process)
        Self.remove(directory)
    }

    /// A directory of its own, where a server may save.
    private static func makeDirectory() throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appending(path: "understudy-conform-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        return directory
    }

    private static func remove(_ directory: URL) { try? FileManager.default.removeItem(at: directory) }

    private static func end(_ process: pid_t) {
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
