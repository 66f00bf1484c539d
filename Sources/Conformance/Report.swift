// Reports of a run: for people, for CI systems (JUnit) and for programs (JSON).

enum ReportFormat: String, CaseIterable { case text, junit, json }

struct Report {
    var server: String
    var results: [CaseResult]

    var failures: Int { results.count { if case .failed = $0.outcome { true } else { false } } }
    var skipped: Int { results.count { if case .skipped = $0.outcome { true } else { false } } }
    var passed: Int { results.count - failures - skipped }

    func rendered(as format: ReportFormat) -> String {
        switch format {
        case .text: text
        case .junit: junit
        case .json: json
        }
    }

    // MARK: Text

    private var text: String {
        var text = ""
        for result in results {
            guard case .failed(let differences) = result.outcome else { continue }
            text += "FAILED \(result.file):\(result.line) \(result.title) (RESP\(result.resp))\n"
            text += differences.map { "  \($0)" }.joined() + "\n"
        }
        var reasons: [String: Int] = [:]
        for result in results { if case .skipped(let reason) = result.outcome { reasons[reason, default: 0] += 1 } }
        for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) { text += "skipped \(count): \(reason)\n" }
        return text + "\(server): \(passed) passed, \(failures) failed, \(skipped) skipped\n"
    }

    // MARK: JUnit

    private var junit: String {
        var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        text += "<testsuites tests=\"\(results.count)\" failures=\"\(failures)\" skipped=\"\(skipped)\">\n"
        let suites = Dictionary(grouping: results) { $0.file }
        for (file, cases) in suites.sorted(by: { $0.key < $1.key }) {
            text += "  <testsuite name=\"\(Self.xml(file))\" tests=\"\(cases.count)\">\n"
            for result in cases {
                let name = Self.xml("\(result.title) (RESP\(result.resp))")
                let seconds = "\(result.duration / 1000).\(String(1000 + result.duration % 1000).dropFirst())"
                text += "    <testcase classname=\"\(Self.xml(result.family))\" name=\"\(name)\" time=\"\(seconds)\""
                switch result.outcome {
                case .passed: text += "/>\n"
                case .skipped(let reason): text += "><skipped message=\"\(Self.xml(reason))\"/></testcase>\n"
                case .failed(let differences):
                    let message = differences.map(\.description).joined()
                    text += "><failure message=\"the replies differ\">\(Self.xml(message))</failure></testcase>\n"
                }
            }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    static func xml(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    // MARK: JSON

    private var json: String {
        let cases = results.map { result in
            var fields = [
                "\"file\": \(Self.json(result.file))", "\"line\": \(result.line)",
                "\"family\": \(Self.json(result.family))",
                "\"title\": \(Self.json(result.title))", "\"resp\": \(result.resp)",
                "\"milliseconds\": \(result.duration)",
            ]
            switch result.outcome {
            case .passed: fields.append("\"outcome\": \"passed\"")
            case .skipped(let reason): fields += ["\"outcome\": \"skipped\"", "\"reason\": \(Self.json(reason))"]
            case .failed(let differences):
                fields += [
                    "\"outcome\": \"failed\"",
                    "\"differences\": [\(differences.map(Self.json).joined(separator: ", "))]",
                ]
            }
            return "    {\(fields.joined(separator: ", "))}"
        }
        return """
            {
              "server": \(Self.json(server)), "passed": \(passed), "failed": \(failures), "skipped": \(skipped),
              "cases": [
            \(cases.joined(separator: ",\n"))
              ]
            }

            """
    }

    private static func json(_ difference: Difference) -> String {
        func list(_ lines: [String]) -> String { "[" + lines.map(json).joined(separator: ", ") + "]" }
        return "{\"line\": \(difference.line), \"client\": \(json(difference.client)), "
            + "\"request\": \(list(difference.request)), \"expected\": \(list(difference.expected)), "
            + "\"actual\": \(list(difference.actual))}"
    }

    static func json(_ text: String) -> String {
        var escaped = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            case _ where character.value < 0x20:
                escaped += "\\u00" + (character.value < 16 ? "0" : "") + String(character.value, radix: 16)
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped + "\""
    }
}
