// Profile: which real server an engine stands in for. What exists in some of them only (a command, an option, a text) asks the
// profile; nothing else in the engine knows one release from another.

/// A release of a real server, chosen at the start by `--compat`.
public enum Profile: Int, Sendable, CaseIterable {
    case redis70, redis80, valkey81, valkey91

    /// The one that is taken if none is asked for.
    public static let standard = Profile.redis80

    /// As `--compat` takes it.
    public var word: String {
        switch self {
        case .redis70: "redis-7.0"
        case .redis80: "redis-8.0"
        case .valkey81: "valkey-8.1"
        case .valkey91: "valkey-9.1"
        }
    }

    /// Whether it is one of Valkey's releases.
    public var isValkey: Bool { self == .valkey81 || self == .valkey91 }

    /// The server's name, as HELLO tells it.
    public var serverName: String { isValkey ? "valkey" : "redis" }

    /// The server's name, as it writes it itself.
    public var productName: String { isValkey ? "Valkey" : "Redis" }

    /// The server's own release, as HELLO tells it.
    public var version: String {
        switch self {
        case .redis70: "7.0.15"
        case .redis80: "8.0.6"
        case .valkey81: "8.1.1"
        case .valkey91: "9.1.2"
        }
    }

    /// What the server comes with as a module: HELLO and INFO name it, though it is part of this server.
    var module: (name: String, path: String, options: String)? {
        switch self {
        case .redis70, .valkey81: nil
        case .redis80: ("vectorset", "", "handle-io-errors|handle-repl-async-load")
        case .valkey91: ("lua", "lua", "handle-repl-async-load|handle-atomic-slot-migration")
        }
    }

    /// The release of Redis that INFO tells, for Valkey the one that it is compatible with.
    public var redisVersion: String { isValkey ? "7.2.4" : version }
}

/// Some of the profiles: those that have a command.
struct Profiles: OptionSet, Sendable {
    let rawValue: UInt8

    static let redis70 = Profiles(.redis70)
    static let redis80 = Profiles(.redis80)
    static let valkey81 = Profiles(.valkey81)
    static let valkey91 = Profiles(.valkey91)
    static let redis: Profiles = [.redis70, .redis80]
    static let valkey: Profiles = [.valkey81, .valkey91]
    static let all: Profiles = [.redis, .valkey]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ profile: Profile) { self.init(rawValue: 1 << UInt8(profile.rawValue)) }

    func contains(_ profile: Profile) -> Bool { contains(Profiles(profile)) }
}
