// The recorder: plays the cases of a file against a real server in both protocols and writes the replies into the file.
//
// Guarantee: it writes nothing but reply lines and the `@recorded` line, and it leaves a reply as it stands when that is
// still true, so that recording twice changes nothing. What says less than exact bytes is never written by it: such lines
// are checked, and a wrong one is reported for a person to mend. It refuses a server of ours.

import UnderstudyEngine

struct Recorder {
    /// The launcher of the real server.
    var executable: String

    /// The text of a file with its replies recorded, and what could not be recorded.
    struct Recording {
        var text: String
        var problems: [String]
    }

    func record(_ file: SpecFile) throws -> Recording {
        var lines = file.lines
        var problems: [String] = []
        var observations: [[[Int: [String: Arrival]]]] = []
        let identity = try identity(for: file)
        let targets = Targets(executable: executable)
        for specCase in file.cases {
            var ofCase: [[Int: [String: Arrival]]] = specCase.steps.map { _ in [:] }
            for resp in [2, 3] where specCase.runs(inRESP: resp) {
                for (index, arrivals) in try targets.observe(specCase, resp: resp, of: file).enumerated() {
                    ofCase[index][resp] = arrivals
                }
            }
            observations.append(ofCase)
        }
        // From the end, so that the indices of what is still to be written stay right.
        for (specCase, ofCase) in zip(file.cases, observations).reversed() {
            for (step, arrivals) in zip(specCase.steps, ofCase).reversed() {
                let (text, problem) = try rewritten(step, arrivals, of: file)
                lines.replaceSubrange(step.expectedLines, with: text)
                problems = problem + problems
            }
        }
        let stamp = "@recorded \(identity)"
        if let line = file.recordedLine {
            lines[line] = stamp
        } else {
            let header = lines.prefix { $0.hasPrefix("#") && !$0.hasPrefix("##") }.count
            lines.insert(stamp, at: header)
        }
        return Recording(text: lines.joined(separator: "\n"), problems: problems)
    }

    private func identity(for file: SpecFile) throws -> ServerIdentity {
        let release = file.cases.first?.options.configuration.filter { $0.name == SpecCase.profileDirective } ?? []
        let server = try ServerProcess(executable: executable, configuration: release)
        let identity = try ControlConnection(host: "127.0.0.1", port: server.port).identity()
        guard identity.name != "understudy" else {
            throw DriverError("replies are recorded from a real server, and this is one of ours: \(identity)")
        }
        return identity
    }

    // MARK: Writing

    /// The reply lines of a step.
    func rewritten(
        _ step: SpecStep, _ arrivals: [Int: [String: Arrival]], of file: SpecFile
    ) throws -> (lines: [String], problems: [String]) {
        var lines: [String] = []
        var problems: [String] = []
        let clients = Set(step.expected.keys).union(arrivals.values.flatMap(\.keys))
        let others = clients.subtracting([step.client].compactMap(\.self)).sorted()
        for client in [step.client].compactMap(\.self) + others {
            var ofProtocol: [Int: [String]] = [:]
            for (resp, received) in arrivals {
                let arrival = received[client] ?? Arrival()
                let before = step.expected[client]?.lines(resp: resp) ?? []
                let (text, isRight) = Self.lines(for: arrival, before: before)
                ofProtocol[resp] = text
                if !isRight {
                    problems.append(
                        Difference(
                            file: file.path, line: step.line, request: step.source, client: client, expected: before,
                            actual: arrival.lines
                        ).description)
                }
            }
            // A client who has asked for nothing and gets nothing goes without saying.
            if client != step.client {
                if ofProtocol.values.allSatisfy({ $0 == ["(none)"] }) { continue }
                lines.append("\(client)<")
            }
            lines += Self.merged(ofProtocol)
        }
        return (lines, problems)
    }

    /// The lines for what arrived, given those that stood there, and whether those were no wrong assertion.
    static func lines(for arrival: Arrival, before: [String]) -> (lines: [String], isRight: Bool) {
        if let order = ReplyPattern.Order(rawValue: before.joined()), order != .asWritten {
            return (arrival.lines(inOrder: order), true)
        }
        if before.isEmpty { return (arrival.lines, true) }
        if (try? arrival.satisfies(before)) == true { return (before, true) }
        guard let pattern = try? ArrivalPattern(before) else {
            // What a person wrote and got wrong is for a person to mend.
            let isWritten = before.contains { $0.drop { $0 == " " }.hasPrefix("?") }
            return isWritten ? (before, false) : (arrival.lines, true)
        }
        guard pattern.replies.allSatisfy(\.isExact) else { return (before, false) }
        if pattern.replies.count == 1, case .aggregate(_, _, let order) = pattern.replies[0], order != .asWritten {
            return (arrival.lines(inOrder: order), true)
        }
        return (arrival.lines, true)
    }

    /// One text where the protocols agree, two where they differ.
    private static func merged(_ ofProtocol: [Int: [String]]) -> [String] {
        guard let two = ofProtocol[2], let three = ofProtocol[3], two != three else {
            return (ofProtocol[2] ?? ofProtocol[3] ?? []).map { "  " + $0 }
        }
        return two.map { "  2| " + $0 } + three.map { "  3| " + $0 }
    }
}

extension Arrival {
    /// The lines of one aggregate whose elements may come in any order: sorted, so that they are always the same.
    func lines(inOrder order: ReplyPattern.Order) -> [String] {
        guard replies.count == 1, let (type, items) = replies[0].elements else { return lines }
        let width = type == "%" || order == .unorderedPairs ? 2 : 1
        let groups = stride(from: 0, to: items.count, by: width).map { start in
            items[start..<min(start + width, items.count)].flatMap { ReplyLines.lines(of: $0, depth: 1) }
        }
        let sorted = groups.sorted { $0.lexicographicallyPrecedes($1) }
        let isMapOrSet = type == "%" || type == "~"
        let mark = isMapOrSet ? ReplyPattern.Order.unordered : order
        return ["\(type)\(items.count / (type == "%" ? 2 : 1)) \(mark.rawValue)"] + sorted.flatMap(\.self)
    }
}

/// Real servers, each started for one configuration and kept for the cases that share it.
final class Targets {
    private let executable: String
    private var running: [Set<SpecCase.Directive>: (process: ServerProcess, target: TCPTarget)] = [:]
    /// The server of the last case that ended its own.
    private var disposable: ServerProcess?

    init(executable: String) { self.executable = executable }

    /// What each client receives in each step of a case.
    func observe(_ specCase: SpecCase, resp: Int, of file: SpecFile) throws -> [[String: Arrival]] {
        let target = try target(for: specCase)
        var observed: [[String: Arrival]] = []
        do {
            guard case .ready(let driver) = try target.begin(specCase) else {
                throw DriverError("the server cannot be prepared")
            }
            var player = CasePlayer(specCase, resp: resp, driver: driver)
            try player.play { _, arrivals in
                observed.append(arrivals)
                return true
            }
            try target.end(specCase)
        } catch {
            throw SpecError("\(error)", line: specCase.line, path: file.path)
        }
        return observed
    }

    private func target(for specCase: SpecCase) throws -> TCPTarget {
        let key = Set(specCase.options.configuration)
        if !specCase.options.isDisposable, let known = running[key] { return known.target }
        let configuration = specCase.options.configuration
        let process = try ServerProcess(executable: executable, configuration: configuration)
        let target = TCPTarget(
            control: ControlConnection(host: "127.0.0.1", port: process.port, password: process.password),
            started: configuration, canWait: true, isDisposable: specCase.options.isDisposable)
        if specCase.options.isDisposable {
            disposable = process
        } else {
            running[key] = (process, target)
        }
        return target
    }
}
