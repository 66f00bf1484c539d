// What a real server tells of its commands, as scripts/record-command-facts recorded it.

import Foundation

@testable import UnderstudyEngine

/// The recording, by command.
struct CommandFacts {
    /// COMMAND INFO's reply for a command, its subcommands elided, by full name.
    private(set) var info: [String: String] = [:]
    /// COMMAND DOCS's reply for a command, less its summary and its subcommands, by full name.
    private(set) var docs: [String: String] = [:]

    /// Reads what was recorded of `profile`'s server: the lines of redis 8.0, as far as it has no line of its own.
    init(of profile: Profile) throws {
        try read(.redis80)
        if profile != .redis80 { try read(profile) }
    }

    private mutating func read(_ profile: Profile) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "\(profile.word)-commands.txt")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            var words = line.split(separator: " ", maxSplits: 2).map(String.init)
            // A module's commands may be written in capitals.
            words[1] = words[1].lowercased()
            switch words[0] {
            case "info": info[words[1]] = words[2]
            case "docs": docs[words[1]] = words[2]
            default:
                info[words[1]] = nil
                docs[words[1]] = nil
            }
        }
    }

    /// What this project tells of `command` by COMMAND INFO, in the recording's notation.
    static func info(of command: Command) throws -> String {
        guard case .array(var fields) = try reply({ $0.commandInfo(command) }) else { return "" }
        let elided = ReplyValue.simpleString(Array("...".utf8))
        switch fields.popLast() {
        case .set(let subcommands) where subcommands.isEmpty && command.profile != .valkey91: fields.append(.array([]))
        case .array(let subcommands) where !subcommands.isEmpty: fields.append(.array([elided]))
        case .array where command.profile == .valkey91: fields.append(.array([]))
        default: return "unusual subcommands"
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
        return spell(.map(withPlainDisplays(fields.filter { !omitted.contains($0.key) }, command.profile)))
    }

    /// The fields without the arguments' display texts that are as usual.
    private static func withPlainDisplays(_ fields: [ReplyValue.Pair], _ profile: Profile) -> [ReplyValue.Pair] {
        fields.map { field in
            guard field.key == bulk("arguments"), case .array(let arguments) = field.value else { return field }
            return .init(key: field.key, value: .array(arguments.map { argument($0, profile) }))
        }
    }

    private static func argument(_ argument: ReplyValue, _ profile: Profile) -> ReplyValue {
        guard case .map(let pairs) = argument else { return argument }
        func value(_ name: String) -> ReplyValue? { pairs.first { $0.key == bulk(name) }?.value }
        var plain = withPlainDisplays(pairs, profile).filter { $0.key != bulk("summary") }
        if let display = value("display_text") {
            if display == value("name") { plain.removeAll { $0.key == bulk("display_text") } }
        } else if profile != .redis70, ![bulk("oneof"), bulk("block")].contains(value("type")) {
            plain.append(.init(key: bulk("display_text"), value: .null))
        }
        return .map(plain)
    }

    private static func bulk(_ text: String) -> ReplyValue { .bulk(Array(text.utf8)) }

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
        case .null: return "null"
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
