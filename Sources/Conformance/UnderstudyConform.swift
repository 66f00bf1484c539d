// The executable `understudy-conform`: the specs against any server, and their recording from a real one.
//
// Exit status: 0 when all is as written, 1 when something differs, 2 when it could not be tried.

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@main struct UnderstudyConform {
    static let usage = """
        Usage: understudy-conform HOST:PORT [options]
               understudy-conform --record [--check] [--server PATH] [options]

        Runs the conformance specs against the server at HOST:PORT, which it empties with FLUSHALL before each case, and
        tells what differs. Cases that move the clock or end the server are skipped.

          --family F      only the specs of one family, which is a folder of the specs
          --file NAME     only the spec files of this name, without .spec
          --resp 2|3      only one protocol; both by default
          --format F      text (default), junit or json
          --password P    how to authenticate
          --specs DIR     where the specs are; by default Tests/ConformanceTests/Specs, here or in a folder above

          --record        writes the replies of a real server, started for this, into the spec files
          --check         with --record: writes nothing, and says what would change
          --server PATH   with --record: the real server; by default ~/.cache/oracles/redis-8.0. Of one of another release,
                          only the replies that differ are written, into Tests/ConformanceTests/Variants

        Exit status: 0 all as written, 1 something differs, 2 it could not be tried.

        """

    static func main() {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            if options.showsHelp {
                print(usage, terminator: "")
                exit(0)
            }
            let folder = try options.specs ?? SpecSuite.findFolder()
            let suite = try SpecSuite(folder: folder, family: options.family, name: options.file)
            exit(try options.records ? record(suite, folder, options) : run(suite, folder, options))
        } catch {
            Environment.say("understudy-conform: \(error)")
            exit(2)
        }
    }

    private static func run(_ suite: SpecSuite, _ folder: String, _ options: Options) throws -> Int32 {
        guard let (host, port) = options.address else { throw SpecError("no HOST:PORT; see --help") }
        let control = ControlConnection(host: host, port: port, password: options.password)
        let server = try control.identity()
        // A release whose variants there are is held to them, any other to the specs as they stand.
        let hasVariants = Files.exists(SpecSuite.variantFolder(of: server.profile, beside: folder))
        let played = try hasVariants ? suite.applyingVariants(of: server.profile, beside: folder) : suite
        let target = TCPTarget(control: control)
        var report = Report(server: server.description, results: [])
        let isAlive = run(played, resp: options.resp, on: target, control: control, into: &report)
        print(report.rendered(as: options.format), terminator: "")
        if !isAlive, let last = report.results.last {
            Environment.say("understudy-conform: the server does not answer any more, after \(last.file):\(last.line)")
            return 2
        }
        return report.failures == 0 ? 0 : 1
    }

    /// Plays every case; returns false as soon as the server is gone.
    private static func run(
        _ suite: SpecSuite, resp wanted: Int?, on target: TCPTarget, control: ControlConnection,
        into report: inout Report
    ) -> Bool {
        for file in suite.files {
            for specCase in file.cases {
                for resp in [2, 3] where specCase.runs(inRESP: resp) && wanted ?? resp == resp {
                    let result = Runner.run(specCase, of: file, resp: resp, on: target)
                    report.results.append(result)
                    if case .failed = result.outcome, (try? control.ask("PING")) == nil { return false }
                }
            }
        }
        return true
    }

    private static func record(_ suite: SpecSuite, _ folder: String, _ options: Options) throws -> Int32 {
        let recorder = Recorder(executable: options.server ?? "\(Environment.home)/.cache/oracles/redis-8.0")
        let identity = try recorder.identity()
        if identity.profile != SpecFile.standardRelease {
            return try recordVariants(of: suite, recorder, identity, folder, options)
        }
        var isClean = true
        var changed = 0
        for file in suite.files {
            let recording = try recorder.record(file)
            for problem in recording.problems {
                isClean = false
                Environment.say("a looser statement that is not true:\n  \(problem)")
            }
            let before = file.lines.joined(separator: "\n")
            guard recording.text != before else { continue }
            changed += 1
            if options.checks {
                isClean = false
                Environment.say("\(file.path) changes:")
                for line in differing(before, recording.text) { Environment.say("  \(line)") }
            } else {
                try Files.write(recording.text, to: file.path)
            }
        }
        Environment.say("\(suite.files.count) files, \(changed) \(options.checks ? "would change" : "changed")")
        return isClean ? 0 : 1
    }

    /// Writes what a server of another release answers otherwise.
    private static func recordVariants(
        of suite: SpecSuite, _ recorder: Recorder, _ identity: ServerIdentity, _ folder: String, _ options: Options
    ) throws -> Int32 {
        let release = identity.profile
        let variants = SpecSuite.variantFolder(of: release, beside: folder)
        var (isClean, changed) = (true, 0)
        for file in suite.files {
            let before = try SpecSuite.variant(of: file, release: release, beside: folder)
            let recording = try recorder.recordVariant(of: file, before: before, identity: identity)
            for problem in recording.problems {
                isClean = false
                Environment.say("a looser statement that is not true in \(release):\n  \(problem)")
            }
            let old = before?.lines.joined(separator: "\n")
            guard recording.text != old else { continue }
            changed += 1
            let path = "\(variants)/\(file.family)/\(file.name).spec"
            if options.checks {
                isClean = false
                Environment.say("\(path) changes:")
                for line in differing(old ?? "", recording.text ?? "") { Environment.say("  \(line)") }
            } else if let text = recording.text {
                Files.makeFolders(for: path)
                try Files.write(text, to: path)
            } else {
                Files.remove(path)
            }
        }
        let verb = options.checks ? "would change" : "changed"
        Environment.say("\(suite.files.count) files, \(changed) variants \(verb) for \(release)")
        return isClean ? 0 : 1
    }

    /// The first lines in which two texts differ.
    private static func differing(_ before: String, _ after: String) -> [String] {
        let old = before.split(separator: "\n", omittingEmptySubsequences: false)
        let new = after.split(separator: "\n", omittingEmptySubsequences: false)
        let changes = new.difference(from: old)
        return changes.prefix(40).map { change in
            switch change {
            case .insert(let offset, let line, _): "\(offset + 1): + \(line)"
            case .remove(let offset, let line, _): "\(offset + 1): - \(line)"
            }
        }
    }
}

/// The command line, understood.
struct Options {
    var address: (host: String, port: Int)?
    var family: String?
    var file: String?
    var resp: Int?
    var format = ReportFormat.text
    var password: String?
    var specs: String?
    var records = false
    var checks = false
    var server: String?
    var showsHelp = false

    init(_ arguments: some Sequence<String>) throws(SpecError) {
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": showsHelp = true
            case "--record": records = true
            case "--check": checks = true
            case "--family": family = try Self.value(of: argument, &rest)
            case "--file": file = try Self.value(of: argument, &rest)
            case "--password": password = try Self.value(of: argument, &rest)
            case "--specs": specs = try Self.value(of: argument, &rest)
            case "--server": server = try Self.value(of: argument, &rest)
            case "--resp":
                guard let number = Int(try Self.value(of: argument, &rest)), number == 2 || number == 3 else {
                    throw SpecError("--resp is 2 or 3")
                }
                resp = number
            case "--format":
                guard let known = ReportFormat(rawValue: try Self.value(of: argument, &rest)) else {
                    throw SpecError("--format is text, junit or json")
                }
                format = known
            default:
                let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
                guard !argument.hasPrefix("-"), address == nil, parts.count == 2, let port = Int(parts[1]) else {
                    throw SpecError("not understood: \(argument); see --help")
                }
                address = (parts[0].isEmpty ? "127.0.0.1" : String(parts[0]), port)
            }
        }
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(SpecError) -> String {
        guard let value = rest.popFirst() else { throw SpecError("\(option) needs a value") }
        return value
    }
}
