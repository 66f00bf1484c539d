// The catalogue and its values, against what the real servers were recorded to say.

import Testing

@testable import UnderstudyEngine

@Suite("Directives and their values")
struct DirectiveValueTests {
    private static func names(_ directives: [Directive]) -> [String] {
        directives.flatMap { [$0.name] + ($0.alias.map { [$0] } ?? []) }.sorted()
    }

    /// The real server's directives, as far as this server has them.
    private static func directives(of profile: Profile) -> [Directive] {
        let own = Set(DirectiveTable.fixture.map(\.name))
        return DirectiveTable.of(profile).directives.filter { !own.contains($0.name) }
    }

    private static func configuration(of profile: Profile) -> Configuration {
        let configuration = Configuration()
        configuration.adopt(profile)
        return configuration
    }

    @Test("The names are those of the real server", arguments: Profile.allCases)
    func names(_ profile: Profile) throws {
        let facts = try DirectiveFacts(of: profile)
        let directives = Self.directives(of: profile)
        let shown = Self.names(directives.filter { !$0.flags.contains(.hidden) })
        #expect(shown == facts.shown.keys.sorted())
        #expect(Set(shown).count == shown.count)
        #expect(Self.names(directives.filter { $0.flags.contains(.hidden) }) == facts.hidden.keys.sorted())
    }

    @Test("The defaults are those of the real server, but for those of a fixture", arguments: Profile.allCases)
    func defaults(_ profile: Profile) throws {
        let facts = try DirectiveFacts(of: profile)
        let configuration = Self.configuration(of: profile)
        for (name, value) in facts.shown.merging(facts.hidden, uniquingKeysWith: { $1 }) {
            if let value { #expect(configuration.value(of: name) == value, "\(name)") }
        }
        #expect(configuration.value(of: "bind") == "127.0.0.1 -::1" && configuration.value(of: "save") == "")
        #expect(configuration.value(of: "port") == "6379")
    }

    @Test("What cannot be changed is what the real server refuses to change", arguments: Profile.allCases)
    func immutable(_ profile: Profile) throws {
        let facts = try DirectiveFacts(of: profile)
        let directives = Self.directives(of: profile)
        #expect(Self.names(directives.filter { $0.flags.contains(.immutable) }) == facts.immutable.sorted())
        #expect(Self.names(directives.filter { $0.flags.contains(.protected) }) == facts.protected.sorted())
    }

    @Test("Values are read, refused and shown as recorded", arguments: Profile.allCases)
    func values(_ profile: Profile) throws {
        for fact in try DirectiveFacts(of: profile).values {
            let result = result(of: fact, in: Self.configuration(of: profile))
            if fact.result == "ok" {
                #expect(!result.hasPrefix("!"), "\(fact.name) '\(fact.value)': \(result)")
            } else {
                #expect(result == fact.result, "\(fact.name) '\(fact.value)'")
            }
        }
    }

    private func result(of fact: DirectiveFacts.Value, in configuration: Configuration) -> String {
        do throws(ConfigurationError) {
            try configuration.set(fact.name, to: fact.value)
            return configuration.value(of: fact.name) ?? ""
        } catch {
            guard case .refused(let reason, line: nil) = error else { return "\(error)" }
            return "!\(reason)"
        }
    }

    @Test("A profile that is chosen late brings its defaults and keeps what was set")
    func adoption() throws {
        let configuration = Configuration()
        try configuration.set("slowlog-max-len", to: "7")
        try configuration.set("compat", to: "valkey-8.1")
        #expect(configuration.value(of: "commandlog-slow-execution-max-len") == "7")
        #expect(configuration.value(of: "repl-backlog-size") == "10485760")
        #expect(configuration.lazyFreeExpire && configuration.profile == .valkey81)
        #expect(configuration.value(of: "compat") == "valkey-8.1")
    }

    @Test("A refused value changes nothing")
    func refusalChangesNothing() {
        let configuration = Configuration()
        for directive in configuration.table.directives {
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
