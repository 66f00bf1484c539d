// What a real server tells of its directives, as scripts/record-directives recorded it.

import Foundation

@testable import UnderstudyEngine

/// The recording of a profile's server.
struct DirectiveFacts {
    /// A value given to a directive, and what came of it: the value as shown afterwards, `ok` where that was not recorded, or `!`
    /// and the reason of a refusal.
    struct Value {
        let name: String
        let value: String
        let result: String
    }

    /// Name and default. A default is nil where it depends on how the server was started.
    private(set) var shown: [String: String?] = [:]
    private(set) var hidden: [String: String?] = [:]
    private(set) var immutable: [String] = []
    private(set) var protected: [String] = []
    private(set) var values: [Value] = []

    /// Reads what was recorded of `profile`'s server: the lines of redis 8.0, as far as it has no line of its own.
    init(of profile: Profile) throws {
        var lines: [String: String?] = [:]
        for recorded in profile == .redis80 ? [profile] : [.redis80, profile] {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "\(recorded.word)-directives.txt")
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#")
            {
                Self.read(String(line), into: &lines)
            }
        }
        for (line, result) in lines {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case "shown": shown[parts[1]] = .some(result)
            case "hidden": hidden[parts[1]] = .some(result)
            case "immutable": immutable.append(parts[1])
            case "protected": protected.append(parts[1])
            default: values.append(Value(name: parts[1], value: parts[2], result: result ?? ""))
            }
        }
    }

    /// Takes a line apart into what it is about and what it says of that.
    private static func read(_ line: String, into lines: inout [String: String?]) {
        let absent = "absent|"
        if line.hasPrefix(absent) {
            lines[String(line.dropFirst(absent.count))] = nil
            return
        }
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let known = parts[0] == "set" || parts[0] == "start" ? 3 : 2
        let result = parts.count > known ? parts[known...].joined(separator: "|") : nil
        lines[parts[..<known].joined(separator: "|")] = .some(result)
    }
}
