// Every spec file, replayed in both protocols. A test for each file, so that a failure says where it is.

import Testing

@testable import UnderstudyConformance
@testable import UnderstudyEngine

@Suite struct SpecTests {
    /// A spec file, named as the test report is to name it.
    struct NamedFile: Sendable, CustomTestStringConvertible {
        var file: SpecFile
        var testDescription: String { "\(file.family)/\(file.name)" }
    }

    /// Where the specs are: beside this file.
    static let folder = #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/Specs"

    static func files() throws -> [NamedFile] { try SpecSuite(folder: folder).files.map(NamedFile.init) }

    @Test(arguments: try files(), [2, 3])
    func inProcess(_ named: NamedFile, resp: Int) {
        for specCase in named.file.cases where specCase.runs(inRESP: resp) {
            let target = InProcessTarget(seed: UInt64(specCase.line))
            Self.expectPassed(Runner.run(specCase, of: named.file, resp: resp, on: target))
        }
    }

    @Test(arguments: try files(), [2, 3])
    func overTCP(_ named: NamedFile, resp: Int) {
        for specCase in named.file.cases where specCase.runs(inRESP: resp) {
            Self.expectPassed(Runner.run(specCase, of: named.file, resp: resp, on: ServerTarget()))
        }
    }

    /// A spec file as another release than the one it is recorded from answers it.
    struct Variant: Sendable, CustomTestStringConvertible {
        var release: String
        var named: NamedFile
        var testDescription: String { "\(release): \(named.testDescription)" }
    }

    private static func variants() throws -> [Variant] {
        try ["redis-7.0", "valkey-8.1", "valkey-9.1"].flatMap { release in
            try SpecSuite(folder: folder).applyingVariants(of: release, beside: folder).files.map {
                Variant(release: release, named: NamedFile(file: $0))
            }
        }
    }

    @Test(arguments: try variants(), [2, 3])
    func inProfile(_ variant: Variant, resp: Int) {
        for specCase in variant.named.file.cases where specCase.runs(inRESP: resp) {
            let target = InProcessTarget(seed: UInt64(specCase.line))
            Self.expectPassed(Runner.run(specCase, of: variant.named.file, resp: resp, on: target))
        }
    }

    /// Every command that the specs are about must have been heard: a folder that cannot be read would pass everything.
    @Test func areThere() throws {
        let files = try Self.files()
        #expect(files.count > 100)
        for named in files {
            #expect(!named.file.cases.isEmpty, "\(named.testDescription)")
            #expect(named.file.recordedLine != nil, "\(named.testDescription) is not recorded")
        }
    }

    /// A command without a spec is not known to answer as the real server does. The HELP of a container is in the
    /// container's own file.
    @Test func everyCommandHasAFile() throws {
        let names = Set(try Self.files().map(\.file.name))
        for command in CommandFamilies.all {
            #expect(names.contains(command.name.lowercased()), "\(command.name)")
            for subcommand in command.subcommands where subcommand.name != "help" && command.name != "debug" {
                #expect(names.contains("\(command.name)-\(subcommand.name)"), "\(command.name)-\(subcommand.name)")
            }
        }
    }

    static func expectPassed(_ result: CaseResult) {
        guard case .failed(let differences) = result.outcome else { return }
        let text = differences.map(\.description).joined()
        Issue.record("\(result.title) (RESP\(result.resp))\n\(text)")
    }
}
