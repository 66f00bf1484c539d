// The recorder of variants: plays the cases of a file against a server of another release, and writes down those of its replies
// that the file does not foresee.

import UnderstudyEngine

extension Recorder {
    /// Which server it is.
    func identity() throws -> ServerIdentity {
        let server = try ServerProcess(executable: executable, configuration: [])
        return try ControlConnection(host: "127.0.0.1", port: server.port).identity()
    }

    /// The text of the variant of a file for the server's release, nil if it answers as the file says, given the variant that there is;
    /// and what a person has to look at.
    func recordVariant(
        of file: SpecFile, before: SpecFile?, identity: ServerIdentity
    ) throws -> (text: String?, problems: [String]) {
        var current = file
        if let before, !before.isInstead { try current.overlay(before) }
        let asked = try file.applying(nil, release: identity.profile)
        var targets = Targets(executable: executable)
        var (sections, problems) = ([String](), [String]())
        for (index, specCase) in file.cases.enumerated() where specCase.release == nil {
            var playable = specCase
            playable.options.configuration =
                asked.cases.first { $0.line == specCase.line }!.options.configuration
            var observed: [[Int: [String: Arrival]]] = specCase.steps.map { _ in [:] }
            do {
                for resp in [2, 3] where specCase.runs(inRESP: resp) {
                    for (step, arrivals) in try targets.observe(playable, resp: resp, of: file).enumerated() {
                        observed[step][resp] = arrivals
                    }
                }
            } catch {
                let starts = !"\(error)".contains(DriverError.endsAtOnce)
                let reason = starts ? "The server does not survive it." : "The server cannot be started so."
                sections.append("## \(specCase.title)\n@skip \(reason)")
                targets = Targets(executable: executable)
                continue
            }
            if lacksCommand(of: file, specCase, observed) { return (try recordAbsence(of: file), []) }
            let found = try section(specCase, current.cases[index], observed, of: file)
            problems += found.problems
            if let text = found.text { sections.append(text) }
        }
        guard !sections.isEmpty else { return (nil, problems) }
        let head = "# What this release answers otherwise.\n@recorded \(identity)\n\n"
        return (head + sections.joined(separator: "\n\n") + "\n", problems)
    }

    /// The part of a variant that is about one case, nil if there is nothing to say.
    ///
    /// - Parameter current: The case with the replies of the variant that there is.
    private func section(
        _ specCase: SpecCase, _ current: SpecCase, _ observed: [[Int: [String: Arrival]]],
        of file: SpecFile
    ) throws -> (text: String?, problems: [String]) {
        let differs = try zip(specCase.steps, observed).map { try !isForeseen($0, $1) }
        var (lines, problems) = (["## \(specCase.title)"], [String]())
        for (index, step) in specCase.steps.enumerated() {
            let isRepeated = specCase.steps.indices.contains {
                $0 > index && differs[$0] && specCase.steps[$0].source == step.source
            }
            guard differs[index] || isRepeated else { continue }
            var (text, wrong) = try rewritten(current.steps[index], observed[index], of: file)
            if !wrong.isEmpty {
                // A looser statement does not hold here: the reply itself is written, for a person to loosen again.
                problems += wrong
                var bare = step
                bare.expected = [:]
                (text, _) = try rewritten(bare, observed[index], of: file)
            }
            lines += step.source + text
        }
        return (lines.count == 1 ? nil : lines.joined(separator: "\n"), problems)
    }

    /// Whether what arrived in a step is what the file says.
    private func isForeseen(_ step: SpecStep, _ observed: [Int: [String: Arrival]]) throws -> Bool {
        for (resp, arrivals) in observed {
            for client in Set(step.expected.keys).union(arrivals.keys).union(
                [step.client].compactMap(\.self))
            {
                let lines = step.expected[client]?.lines(resp: resp) ?? ["(none)"]
                guard try (arrivals[client] ?? Arrival()).satisfies(lines) else { return false }
            }
        }
        return true
    }

    // MARK: Commands that a release lacks

    /// Whether the server does not know the command that a file is named after, as its replies in a case show.
    private func lacksCommand(
        of file: SpecFile, _ specCase: SpecCase, _ observed: [[Int: [String: Arrival]]]
    ) -> Bool {
        zip(specCase.steps, observed).contains { step, arrivals in
            guard case .requests(let client, let requests) = step.stimulus, requests.count == 1,
                case .arguments(let arguments) = requests[0],
                let words = Recorder.words(of: file.name, in: arguments),
                case .error(let text)? = arrivals.values.first?[client]?.replies.first
            else { return false }
            let kind = words.count == 1 ? "command" : "subcommand"
            return text.starts(with: "ERR unknown \(kind) '\(words.last!)'".utf8)
        }
    }

    /// The first words of a request if they are the command, with its subcommand, that a file is named after.
    private static func words(of name: String, in arguments: [[UInt8]]) -> [String]? {
        let words = arguments.prefix(2).map { String(decoding: $0, as: UTF8.self) }
        if words.first?.lowercased() == name { return [words[0]] }
        return words.joined(separator: "-").lowercased() == name ? words : nil
    }

    /// The variant of a file for a release that lacks its command.
    private func recordAbsence(of file: SpecFile) throws -> String {
        let command =
            file.cases.flatMap(\.steps).compactMap { step -> String? in
                guard case .requests(_, let requests) = step.stimulus,
                    case .arguments(let arguments)? = requests.first
                else {
                    return nil
                }
                return Recorder.words(of: file.name, in: arguments)?.joined(separator: " ")
            }.first ?? file.name
        let text = """
            # This release lacks the command.
            @recorded
            @instead

            ## There is no such command
            > \(command.uppercased())

            """
        return try record(SpecFile(path: file.path, text: text)).text
    }
}
