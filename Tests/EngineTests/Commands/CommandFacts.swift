// What a real server tells of its commands, as scripts/record-command-facts recorded it.

import Foundation

@testable import UnderstudyEngine

/// The recording, by command.
struct CommandFacts {
    /// COMMAND INFO's reply for a command, its subcommands elided, by full name.
    private(set) var info: [String: String] = [:]
    /// COMMAND DOCS's reply for a command, less its summary and its subcommands, by full name.
    private(set) var docs: [String: String] = [:]

    /// Reads the recording beside this file.
    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "redis-8.0-commands.txt")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ", maxSplits: 2)
            if words[0] == "info" { info[String(words[1])] = String(words[2]) }
            if words[0] == "docs" { docs[String(words[1])] = String(words[2]) }
        }
    }

    /// What this project tells of `command` by COMMAND INFO, in the recording's notation.
    static func info(of command: Command) throws -> String {
        guard case .array(var fields) = try reply({ $0.commandInfo(command, in: .standard) }) else { return "" }
        let elided = ReplyValue.simpleString(Array("...".utf8))
        switch fields.popLast() {
        case .set(let subcommands): fields.append(.set(subcommands.isEmpty ? [] : [elided]))
        case .array(let subcommands): fields.append(.array(subcommands.isEmpty ? [] : [elided]))
        default: return ""
        }
        return spell(.array(fields))
    }

    /// What this project tells of `command` by COMMAND DOCS, in the recording's notation.
    static func docs(of command: Command) throws -> String {
        let reply = try reply { reply in
            reply.map(1)
            reply.commandDocumentation(command)
        }
        guard case .map(let pairs) = reply, case .map(let fields)? = pairs.first?.value else { return "" }
        let omitted = ["summary", "subcommands"].map { ReplyValue.bulk(Array($0.utf8)) }
        return spell(.map(fields.filter { !omitted.contains($0.key) }))
    }

    private static func reply(_ write: (ReplyWriter) -> Void) throws -> ReplyValue? {
        let writer = ReplyWriter()
        writer.version = .resp3
        write(writer)
        var parser = ReplyParser()
        parser.append(writer.buffer.bytes.array)
        return try parser.next()
    }

    private static func spell(_ value: ReplyValue) -> String {
        switch value {
        case .simpleString(let text): return String(decoding: text, as: UTF8.self)
        case .integer(let number): return String(number)
        case .bulk(let text):
            let escaped = String(decoding: text, as: UTF8.self)
                .replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            return "\"\(escaped)\""
        case .array(let items): return spell("", items)
        case .set(let items): return spell("~", items)
        case .map(let pairs): return spell("%", pairs.flatMap { [$0.key, $0.value] })
        default: return "unexpected: \(value)"
        }
    }

    private static func spell(_ prefix: String, _ items: [ReplyValue]) -> String {
        prefix + "[" + items.map(spell).joined(separator: ", ") + "]"
    }
}
