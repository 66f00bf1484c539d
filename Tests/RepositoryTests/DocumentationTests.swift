// The README against what is there.

import Foundation
import Testing

@Suite struct DocumentationTests {
    private static let readme = Repository.text(of: "README.md")
    private static let scripts = Repository.files(under: "scripts").filter {
        $0.split(separator: "/").count == 2 && !$0.contains(".")
    }

    /// Every path of the repository that the README names exists.
    @Test func namedPathsExist() {
        let paths = Set(Self.readme.matches(of: #/(?:Sources|Tests|scripts)/[\w/.+-]+/#).map { String($0.output) })
        #expect(paths.count > 10)
        for path in paths { #expect(Repository.exists(path), "\(path)") }
    }

    /// Every script is in the README, and every module too.
    @Test func whatIsThereIsNamed() {
        #expect(Self.scripts.count > 4)
        for script in Self.scripts { #expect(Self.readme.contains("`\(script)"), "\(script)") }
        for module in ["Engine", "Server", "Understudy", "CommandLine", "Conformance", "Lua", "LuaTool"] {
            #expect(Self.readme.contains("`Sources/\(module)`"))
        }
    }

    /// Every script tells what it does, and does nothing else then.
    @Test(arguments: scripts)
    func scriptsHelp(script: String) throws {
        let path = Repository.root.appending(path: script)
        #expect(FileManager.default.isExecutableFile(atPath: path.path(percentEncoded: false)))
        let process = Process()
        process.executableURL = path
        process.arguments = ["--help"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let told = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: told, as: UTF8.self).lowercased().contains("usage"))
    }
}
