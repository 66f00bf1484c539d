import Dispatch
import UnderstudyEngine
import UnderstudyServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

var port = 6379
var bind: [String] = []
var words = CommandLine.arguments.dropFirst()
while let word = words.popFirst() {
    switch word {
    case "--port": port = words.popFirst().flatMap { Int($0) } ?? 6379
    case "--bind": while let next = words.first, !next.hasPrefix("--") { bind.append(next); words.removeFirst() }
    default: while let next = words.first, !next.hasPrefix("--") { words.removeFirst() }
    }
}
do {
    let server = try Server(port: port, bind: bind.isEmpty ? ["127.0.0.1", "-::1"] : bind, log: Log())
    server.onStop { exit(0) }
    dispatchMain()
} catch {
    Log().write(.warning, error.description)
    exit(1)
}
