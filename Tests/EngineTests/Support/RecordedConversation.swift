// Conversations of several clients with redis 8.0.6, recorded line by line, to be had with the engine again.

import Testing

@testable import UnderstudyEngine

/// What clients named by letters said and were told.
///
/// Behind each request stands what each client got by then, line ends as `|`, and whether its connection was closed. `+ 200`: 200
/// milliseconds pass; `A -`: A is gone; `$A`: the id of client A; `""`: an empty word. What HELLO tells is not recorded.
struct RecordedConversation: CustomTestStringConvertible, Sendable {
    let title: String
    private let lines: [(said: String, told: String)]

    var testDescription: String { title }

    /// The conversations in `text`, each under a line that starts with `# `.
    static func all(in text: String) -> [RecordedConversation] {
        text.split(separator: "# ").map { section in
            let lines = section.split(separator: "\n")
            return RecordedConversation(
                title: String(lines[0]),
                lines: lines.dropFirst().map { line in
                    let parts = line.split(separator: " -> ", maxSplits: 1)
                    return (String(parts[0]), parts.count == 1 ? "" : String(parts[1]))
                })
        }
    }

    /// Has the conversation with an engine of its own.
    func replay() {
        var replay = Replay()
        for (said, told) in lines {
            #expect(replay.perform(said.split(separator: " ").map(String.init)) == told, "after \(said)")
        }
    }
}

/// Clients and the engine that they talk to.
private struct Replay {
    private let test: TestEngine
    private var clients: [String: TestClient] = [:]
    private var closed: Set<String> = []

    init() {
        let configuration = Configuration()
        configuration.enableDebugCommand = .yes
        test = TestEngine(configuration)
    }

    /// Does what a line says and tells what each client got.
    mutating func perform(_ words: [String]) -> String {
        if words[0] == "+" {
            test.pass(milliseconds: Int(words[1])!)
        } else if words[1] == "-" {
            clients.removeValue(forKey: words[0])!.disconnect()
        } else {
            let client = client(words[0])
            client.write(
                words.dropFirst().map { word in
                    if word == "\"\"" { return "" }
                    return word.hasPrefix("$") ? "\(self.client(String(word.dropFirst())).session.id)" : word
                })
            if words[1] == "HELLO" { _ = client.received() }
        }
        return clients.sorted { $0.key < $1.key }.compactMap { name, client in
            var told = String(client.received().dropLast())
            if client.isClosed, closed.insert(name).inserted { told += told.isEmpty ? "closed" : " closed" }
            return told.isEmpty ? nil : "\(name) \(told)"
        }.joined(separator: "  ")
    }

    private mutating func client(_ name: String) -> TestClient {
        if let client = clients[name] { return client }
        clients[name] = test.connect()
        return clients[name]!
    }
}
