// The reader of spec files. `Spec.swift` describes the format.

extension SpecFile {
    /// The client of a request that names none.
    static let mainClient = "main"

    /// Reads the text of a file; `path` tells its family and its name.
    init(path: String, text: String) throws(SpecError) {
        let components = path.split(separator: "/")
        let file = components.last.map(String.init) ?? path
        self.path = path
        family = components.count > 1 ? String(components[components.count - 2]) : ""
        name = file.hasSuffix(".spec") ? String(file.dropLast(5)) : file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        cases = []
        var parser = SpecParser(lines: lines)
        do {
            try parser.parse()
        } catch {
            throw SpecError(error.message, line: parser.index, path: path)
        }
        cases = parser.cases
        recordedLine = parser.recordedLine
        isInstead = parser.isInstead
    }
}

private struct SpecParser {
    let lines: [String]
    /// The index of the next line, and so the number of the last one that was read.
    var index = 0
    var cases: [SpecCase] = []
    var recordedLine: Int?
    var isInstead = false
    /// What the lines before the first case ask of every case.
    private var common = SpecCase.Options()

    init(lines: [String]) { self.lines = lines }

    mutating func parse() throws(SpecError) {
        while index < lines.count {
            let line = lines[index]
            index += 1
            if line.isEmpty || line == "#" || line.hasPrefix("# ") { continue }
            if line.hasPrefix("## ") {
                cases.append(SpecCase(title: String(line.dropFirst(3)), line: index, options: common))
            } else if line.hasPrefix("@") {
                try directive(line)
            } else if line.hasPrefix(" ") {
                throw SpecError("a reply without a request")
            } else {
                try request(line)
            }
        }
    }

    private mutating func directive(_ line: String) throws(SpecError) {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        switch (words[0], words.count) {
        case ("@recorded", _) where cases.isEmpty: recordedLine = index - 1
        case ("@advance", 2):
            try step(.advance(milliseconds: try milliseconds(words[1])), source: [line])
        case ("@close", 2): try step(.close(client: words[1]), source: [line])
        case ("@config", 3):
            let value = try SpecText.arguments(words[2])
            guard value.count == 1 else { throw SpecError("@config needs one value") }
            let directive = SpecCase.Directive(name: words[1], value: String(decoding: value[0], as: UTF8.self))
            setOption { $0.configuration.append(directive) }
        case ("@resp", 2):
            guard let resp = Int(words[1]), resp == 2 || resp == 3 else { throw SpecError("@resp is 2 or 3") }
            setOption { $0.resp = resp }
        case ("@settle", 2):
            let time = try milliseconds(words[1])
            setOption { $0.settle = time }
        case ("@skip", 2...):
            let reason = words.dropFirst().joined(separator: " ")
            setOption { $0.skip = reason }
        case ("@instead", 1) where cases.isEmpty: isInstead = true
        case ("@disposable", 1): setOption { $0.isDisposable = true }
        default: throw SpecError("an unknown directive: \(line)")
        }
    }

    private mutating func setOption(_ change: (inout SpecCase.Options) -> Void) {
        if cases.isEmpty { change(&common) } else { change(&cases[cases.count - 1].options) }
    }

    private func milliseconds(_ word: String) throws(SpecError) -> Int {
        guard word.hasSuffix("ms"), let value = Int(word.dropLast(2)), value > 0 else {
            throw SpecError("no time in milliseconds: \(word)")
        }
        return value
    }

    // MARK: Requests

    private enum Mark: String, CaseIterable { case raw = ">>", scan = ">*", request = ">", delivery = "<" }

    /// Splits `a> GET k` into the client, the kind of line and what follows.
    private func marked(_ line: String) -> (client: String, mark: Mark, rest: String)? {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let tail = line.dropFirst(name.count)
        guard let mark = Mark.allCases.first(where: { tail.hasPrefix($0.rawValue) }) else { return nil }
        let rest = tail.dropFirst(mark.rawValue.count)
        guard rest.isEmpty || rest.hasPrefix(" ") else { return nil }
        return (name.isEmpty ? SpecFile.mainClient : String(name), mark, String(rest.dropFirst()))
    }

    private mutating func request(_ first: String) throws(SpecError) {
        guard let (client, mark, rest) = marked(first), mark != .delivery else {
            throw SpecError("neither a request nor a reply: \(first)")
        }
        if mark == .scan {
            return try step(.scan(client: client, try SpecText.arguments(rest)), source: [first])
        }
        var requests: [SpecStep.Request] = []
        var source = [first]
        var line = (mark: mark, rest: rest)
        while true {
            let continues = line.mark == .request && (line.rest.hasSuffix(" \\") || line.rest == "\\")
            let text = continues ? String(line.rest.dropLast(2)) : line.rest
            requests.append(
                line.mark == .raw ? .raw(try SpecText.unescape(text)) : .arguments(try SpecText.arguments(text)))
            guard continues else { break }
            guard index < lines.count, let next = marked(lines[index]), next.client == client,
                next.mark == .request || next.mark == .raw
            else { throw SpecError("a backslash is followed by another request of the same client") }
            source.append(lines[index])
            line = (next.mark, next.rest)
            index += 1
        }
        try step(.requests(client: client, requests), source: source)
    }

    /// Adds a step, with the replies below it.
    private mutating func step(_ stimulus: SpecStep.Stimulus, source: [String]) throws(SpecError) {
        guard !cases.isEmpty else { throw SpecError("a step before the first case") }
        var step = SpecStep(
            stimulus: stimulus, source: source, line: index - source.count + 1, expectedLines: index..<index)
        if let client = step.client, let own = try expectation() { step.expected[client] = own }
        while index < lines.count, let (client, mark, rest) = marked(lines[index]), mark == .delivery {
            index += 1
            guard rest.isEmpty, step.expected[client] == nil, let delivery = try expectation() else {
                throw SpecError("a delivery stands alone on its line, once for each client, above its reply")
            }
            step.expected[client] = delivery
        }
        step.expectedLines = step.expectedLines.lowerBound..<index
        cases[cases.count - 1].steps.append(step)
    }

    /// The indented lines here, or `nil` if there are none.
    private mutating func expectation() throws(SpecError) -> Expectation? {
        var expectation = Expectation()
        var isSplit: Bool?
        while index < lines.count, lines[index].hasPrefix("  ") {
            let line = lines[index].dropFirst(2)
            index += 1
            let protocols = ["2", "3"].filter { line.hasPrefix($0 + "| ") }
            guard isSplit ?? !protocols.isEmpty == !protocols.isEmpty else {
                throw SpecError("either every line of a reply says which protocol it is of, or none")
            }
            isSplit = !protocols.isEmpty
            let text = String(protocols.isEmpty ? line : line.dropFirst(3))
            if protocols != ["3"] { expectation.resp2.append(text) }
            if protocols != ["2"] { expectation.resp3.append(text) }
        }
        return isSplit == nil ? nil : expectation
    }
}
