// The library's server behind a TCP port: the same specs, through real sockets.

import Foundation
import Understudy

@testable import UnderstudyConformance

/// A server for each case. What needs a clock that can be moved is skipped: it is replayed in process.
final class ServerTarget: SpecTarget {
    private var server: Understudy?
    private var target: TCPTarget?
    private var directory: URL?

    func begin(_ specCase: SpecCase) throws -> Preparation {
        let directives = specCase.options.configuration
        // Where it may save: nothing of it is to stay.
        let directory = FileManager.default.temporaryDirectory.appending(path: "understudy-specs-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        self.directory = directory
        let server = try Understudy.start(
            Dictionary(
                [("dir", directory.path)] + directives.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }))
        let password = directives.last { $0.name == "requirepass" }?.value
        let control = ControlConnection(host: server.host, port: server.port, password: password)
        let target = TCPTarget(control: control, started: directives, isDisposable: true)
        self.server = server
        self.target = target
        return try target.begin(specCase)
    }

    func end(_ specCase: SpecCase) throws {
        try target?.end(specCase)
        server?.stop()
        if let directory { try FileManager.default.removeItem(at: directory) }
    }
}
