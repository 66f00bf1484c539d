// The runner: plays cases and tells how what arrived differs from what is written.

import UnderstudyEngine

/// What became of one case in one protocol.
struct CaseResult: Sendable {
    var file: String
    var family: String
    var title: String
    var line: Int
    var resp: Int
    var outcome: Outcome
    /// In milliseconds.
    var duration = 0

    enum Outcome: Sendable, Equatable {
        case passed
        case skipped(String)
        case failed([Difference])
    }
}

/// One step that did not go as written.
struct Difference: Sendable, Equatable, CustomStringConvertible {
    var file: String
    var line: Int
    var request: [String]
    var client: String
    var expected: [String]
    var actual: [String]

    /// The request, and the lines with `-` for those that are missing and `+` for those that came instead.
    var description: String {
        var text = "\(file):\(line)\n"
        text += request.map { "    \(Self.shortened($0))\n" }.joined()
        if client != SpecFile.mainClient { text += "    client \(client) received\n" }
        let lines = Self.diff(expected, actual)
        text += lines.prefix(Self.longestDiff).map { "      \(Self.shortened($0))\n" }.joined()
        if lines.count > Self.longestDiff { text += "      ... (\(lines.count) lines)\n" }
        return text
    }

    private static let longestDiff = 40

    private static func shortened(_ line: String) -> String {
        line.utf8.count > 300 ? String(line.prefix(280)) + " ... (\(line.utf8.count) characters)" : line
    }

    /// The lines of both, those in common at the start and at the end shown once.
    private static func diff(_ expected: [String], _ actual: [String]) -> [String] {
        let shortest = min(expected.count, actual.count)
        let head = zip(expected, actual).prefix { $0 == $1 }.count
        let tail = min(shortest - head, zip(expected.reversed(), actual.reversed()).prefix { $0 == $1 }.count)
        let context = 3
        var lines = expected[max(0, head - context)..<head].map { "  " + $0 }
        lines += expected[head..<(expected.count - tail)].map { "- " + $0 }
        lines += actual[head..<(actual.count - tail)].map { "+ " + $0 }
        lines += expected[(expected.count - tail)...].prefix(context).map { "  " + $0 }
        return lines
    }
}

/// A server that cases can be played against, each from a clean state.
protocol SpecTarget {
    /// Prepares a case: a driver for it, or why it cannot be played here.
    func begin(_ specCase: SpecCase) throws -> Preparation
    /// Cleans up after a case.
    func end(_ specCase: SpecCase) throws
}

enum Preparation {
    case ready(any SpecDriver)
    case skip(String)
}

enum Runner {
    /// Plays one case in one protocol.
    static func run(_ specCase: SpecCase, of file: SpecFile, resp: Int, on target: some SpecTarget) -> CaseResult {
        let start = Stopwatch.now()
        var result = CaseResult(
            file: file.path, family: file.family, title: specCase.title, line: specCase.line, resp: resp,
            outcome: .passed)
        var differences: [Difference] = []
        do {
            switch try target.begin(specCase) {
            case .skip(let reason): result.outcome = .skipped(reason)
            case .ready(let driver):
                var player = CasePlayer(specCase, resp: resp, driver: driver)
                try player.play { step, arrivals in
                    let found = try compare(step, arrivals, file: file, resp: resp)
                    differences += found
                    // What follows a difference is often its consequence: a few say more than all of them.
                    return differences.count < 5
                }
                try target.end(specCase)
            }
        } catch {
            differences.append(
                Difference(
                    file: file.path, line: specCase.line, request: [specCase.title], client: SpecFile.mainClient,
                    expected: [], actual: ["\(error)"]))
        }
        if !differences.isEmpty { result.outcome = .failed(differences) }
        result.duration = Stopwatch.now() - start
        return result
    }

    private static func compare(
        _ step: SpecStep, _ arrivals: [String: Arrival], file: SpecFile, resp: Int
    ) throws -> [Difference] {
        var differences: [Difference] = []
        let clients = Set(step.expected.keys).union(arrivals.keys).union([step.client].compactMap(\.self))
        for client in clients.sorted() {
            let arrival = arrivals[client] ?? Arrival()
            let fallback = client == step.client ? ["(no reply is recorded)"] : ["(none)"]
            let lines = step.expected[client]?.lines(resp: resp) ?? fallback
            let isSatisfied: Bool
            do {
                isSatisfied = try arrival.satisfies(lines)
            } catch {
                throw SpecError(error.message, line: step.line, path: file.path)
            }
            if !isSatisfied {
                differences.append(
                    Difference(
                        file: file.path, line: step.line, request: step.source, client: client, expected: lines,
                        actual: arrival.lines))
            }
        }
        return differences
    }
}

/// A server behind a TCP port, ours, a real one or somebody else's.
///
/// Before each case the keys are removed, and after it the configuration is put back as it was.
final class TCPTarget: SpecTarget {
    private let control: ControlConnection
    /// What the server was started with, for the case.
    private let started: Set<SpecCase.Directive>
    private let canWait: Bool
    private let isDisposable: Bool
    private var configuration: [String: String] = [:]
    private var password: String?

    /// `canWait` allows cases that let time pass by really waiting.
    init(
        control: ControlConnection, started: [SpecCase.Directive] = [], canWait: Bool = false,
        isDisposable: Bool = false
    ) {
        self.control = control
        self.started = Set(started)
        self.canWait = canWait
        self.isDisposable = isDisposable
    }

    func begin(_ specCase: SpecCase) throws -> Preparation {
        if specCase.movesTime, !canWait { return .skip("moves the clock") }
        if specCase.options.isDisposable, !isDisposable { return .skip("ends the server") }
        if configuration.isEmpty { configuration = try control.configuration() }
        password = control.password
        for directive in specCase.options.configuration where !started.contains(directive) {
            if directive.name == SpecCase.profileDirective {
                if try control.identity().profile == directive.value { continue }
                return .skip("is about \(directive.value)")
            }
            if case .error(let text) = try control.ask("CONFIG", "SET", directive.name, directive.value) {
                try restore(specCase)
                return .skip("needs \(directive.name) \(directive.value): \(SpecText.escape(text))")
            }
            if directive.name == "requirepass" { control.password = directive.value }
        }
        guard try empty() else { throw DriverError("the server cannot be emptied") }
        return .ready(
            TCPDriver(
                control: control, settleTime: specCase.options.settle, isDisposable: specCase.options.isDisposable))
    }

    func end(_ specCase: SpecCase) throws {
        if specCase.options.isDisposable { return }
        try restore(specCase)
        _ = try empty()
        try control.barrier()
    }

    /// Takes away all keys, and the libraries of functions, which outlive these. Returns whether it could.
    private func empty() throws -> Bool {
        // A server that knows no functions has none.
        _ = try control.ask("FUNCTION", "FLUSH")
        return try control.ask("FLUSHALL") == .simpleString([UInt8]("OK".utf8))
    }

    private func restore(_ specCase: SpecCase) throws {
        guard specCase.changesConfiguration else { return }
        for (name, value) in try control.configuration() {
            guard let before = configuration[name], before != value else { continue }
            _ = try control.ask("CONFIG", "SET", name, before)
        }
        control.password = password
    }
}

extension SpecCase {
    /// Whether the case may leave the configuration other than it was.
    fileprivate var changesConfiguration: Bool {
        !options.configuration.isEmpty || steps.contains { $0.source.contains { $0.uppercased().contains("CONFIG") } }
    }
}
