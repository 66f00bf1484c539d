// The catalogue and its values, against what the real server was recorded to say.

import Testing

@testable import UnderstudyEngine

/// Recorded facts: a directive, a value given to it, and what came of it. The recordings are in the files beside this one.
enum RecordedValues {
    struct Fact: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String
        /// The value as shown afterwards, `ok` where that was not recorded, or `!` and the reason of a refusal.
        let result: String

        var testDescription: String { "\(name) '\(value)'" }
    }

    static func facts(_ table: String) -> [Fact] {
        table.split(separator: "\n").map { line in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            return Fact(name: parts[0], value: parts[1], result: parts[2])
        }
    }
}

@Suite("Directives and their values")
struct DirectiveValueTests {
    /// The directives of the release that was recorded.
    private let known = DirectiveTable.all.filter { $0.profiles.contains(.redis80) }

    /// Names and values of a recorded table.
    private func recorded(_ table: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            values[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return values
    }

    @Test("The names are those of the real server")
    func names() {
        let shown = known.filter { !$0.flags.contains(.hidden) }
        let names = shown.flatMap { [$0.name] + ($0.alias.map { [$0] } ?? []) }
        #expect(Set(names).count == names.count)
        #expect(names.filter { $0 != "dir" }.sorted() == recorded(RecordedDefaults.shown).keys.sorted())
        let hidden = Set(known.filter { $0.flags.contains(.hidden) }.map(\.name))
        let own = Set(DirectiveTable.fixture.map(\.name))
        #expect(hidden.subtracting(own) == Set(recorded(RecordedDefaults.hidden).keys))
    }

    @Test("The defaults are those of the real server, but for those of a fixture")
    func defaults() {
        let configuration = Configuration()
        let ours = ["bind": "127.0.0.1 -::1", "save": ""]
        for (name, value) in recorded(RecordedDefaults.shown).merging(
            recorded(RecordedDefaults.hidden), uniquingKeysWith: { $1 })
        {
            #expect(configuration.value(of: name) == ours[name] ?? value, "\(name)")
        }
    }

    @Test("What is immutable is what the real server refuses to change")
    func immutable() {
        let own = Set(DirectiveTable.fixture.map(\.name))
        let immutable = known.filter { $0.flags.contains(.immutable) && !own.contains($0.name) }
        #expect(immutable.map(\.name).sorted() == recorded(RecordedDefaults.immutable).keys.sorted())
        let protected = known.filter { $0.flags.contains(.protected) }.map(\.name)
        #expect(protected.sorted() == ["dbfilename", "dir"])
    }

    @Test("Values are read, refused and shown as recorded")
    func values() {
        let tables = [RecordedValues.plainAToL, RecordedValues.plainMToZ, RecordedValues.special]
        for fact in tables.flatMap(RecordedValues.facts) {
            let configuration = Configuration()
            // The recording server listened on one address and saved nothing.
            #expect(result(of: fact, in: configuration) == fact.result, "\(fact.testDescription)")
        }
    }

    @Test("Values of immutable directives are read and refused as recorded")
    func immutableValues() {
        for fact in RecordedValues.facts(RecordedValues.immutable) {
            let result = result(of: fact, in: Configuration())
            #expect(fact.result == "ok" ? !result.hasPrefix("!") : result == fact.result, "\(fact.testDescription)")
        }
    }

    private func result(of fact: RecordedValues.Fact, in configuration: Configuration) -> String {
        do throws(ConfigurationError) {
            try configuration.set(fact.name, to: fact.value)
            return configuration.value(of: fact.name) ?? ""
        } catch {
            guard case .refused(let reason, line: nil) = error else { return "\(error)" }
            return "!\(reason)"
        }
    }

    @Test("A refused value changes nothing")
    func refusalChangesNothing() {
        let configuration = Configuration()
        for directive in known {
            let before = configuration.value(of: directive.name)
            do throws(ConfigurationError) {
                try configuration.set(directive.name, to: "\u{1}")
            } catch {
                #expect(configuration.value(of: directive.name) == before)
            }
        }
    }

    @Test("The stored properties follow the values")
    func fields() throws {
        let configuration = Configuration()
        #expect(configuration.port == 6379 && configuration.databases == 16 && configuration.hz == 10)
        #expect(configuration.clientOutputBufferLimits.replica.hard == 256 << 20)
        #expect(configuration.bindAddresses == ["127.0.0.1", "-::1"])
        #expect(configuration.latencyPercentiles == [50, 99, 99.9])
        try configuration.set("PORT", to: "0")
        try configuration.set("bind", to: "127.0.0.1 ::1")
        try configuration.set("client-output-buffer-limit", to: "normal 1mb 1kb 5 pubsub 1 2 3")
        try configuration.set("maxmemory-policy", to: "AllKeys-LFU")
        try configuration.set("list-max-ziplist-size", to: "7")
        try configuration.set("save", to: "60 1 300 2")
        try configuration.set("requirepass", to: "secret")
        try configuration.set("loglevel", to: "warning")
        try configuration.set("enable-debug-command", to: "local")
        try configuration.set("notify-keyspace-events", to: "KEA")
        #expect(configuration.port == 0)
        #expect(configuration.bindAddresses == ["127.0.0.1", "::1"])
        #expect(configuration.clientOutputBufferLimits.normal == .init(hard: 1 << 20, soft: 1024, softSeconds: 5))
        #expect(configuration.clientOutputBufferLimits.pubsub == .init(hard: 1, soft: 2, softSeconds: 3))
        #expect(configuration.maxMemoryPolicy == .allkeysLFU && configuration.maxMemoryPolicy.isLFU)
        #expect(configuration.listMaxListpackSize == 7)
        #expect(configuration.savePoints == [SavePoint(seconds: 60, changes: 1), SavePoint(seconds: 300, changes: 2)])
        #expect(configuration.requirepass == Array("secret".utf8))
        #expect(configuration.logLevel == .warning)
        #expect(configuration.enableDebugCommand == .local)
        #expect(configuration.keyspaceEvents == [.all, .keyspace, .keyevent])
    }

    @Test("What this server cannot do is refused")
    func refused() {
        for (name, value) in [
            ("cluster-enabled", "yes"), ("replicaof", "127.0.0.1 6379"), ("tls-port", "6380"),
        ] {
            let configuration = Configuration()
            let before = configuration.value(of: name)
            #expect(throws: ConfigurationError.self) { try configuration.set(name, to: value) }
            #expect(configuration.value(of: name) == before)
        }
    }
}
