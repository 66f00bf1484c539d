// A server that the recorder starts and ends, and the few files it reads and writes.
//
// This file is unsafe where it hands strings and buffers to the C library. It is sound because every pointer lives as long
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

/// Reading and writing whole files.
enum Files {
    static func read(_ path: String) throws(SpecError) -> String {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { throw SpecError("cannot be read: error \(errno)", path: path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            #if canImport(Glibc)
                let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            #else
                let count = unsafe Darwin.read(descriptor, &chunk, chunk.count)
            #endif
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws(SpecError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw SpecError("cannot be written: error \(errno)", path: path) }
        defer { close(descriptor) }
        var rest = [UInt8](text.utf8)[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            #else
                let count = unsafe rest.withUnsafeBytes { unsafe Darwin.write(descriptor, $0.baseAddress, $0.count) }
            #endif
            guard count > 0 else { throw SpecError("cannot be written: error \(errno)", path: path) }
            rest = rest.dropFirst(count)
        }
    }

    /// The names in a folder, sorted, without those that begin with a dot.
    static func names(in folder: String) throws(SpecError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw SpecError("no such folder", path: folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
