// Who may know of whom: modules by what they import, the engine's folders by the types that they name.

import Testing

@Suite struct LayeringTests {
    private static let system = ["Glibc", "Darwin"]

    /// What each module may import. Foundation is not among it where the code is shipped in the server: it would double the
    /// size of the executable and its start.
    private static let imports: [(folder: String, modules: [String])] = [
        ("Sources/Engine", system + ["Synchronization", "UnderstudyLua"]),
        ("Sources/Server", system + ["CLinux", "Dispatch", "Synchronization", "UnderstudyEngine"]),
        ("Sources/CommandLine", system + ["UnderstudyServer"]),
        ("Sources/Understudy", ["UnderstudyEngine", "UnderstudyServer"]),
        ("Sources/Lua", system),
        ("Sources/LuaTool", system + ["UnderstudyLua"]),
        ("Sources/Conformance", system + ["Foundation", "UnderstudyEngine"]),
    ]

    @Test(arguments: imports)
    func modulesImportNothingElse(folder: String, modules: [String]) {
        let sources = Repository.sources(under: folder)
        #expect(!sources.isEmpty)
        for source in sources {
            let others = source.imports.filter { !modules.contains($0) }
            #expect(others.isEmpty, "\(source.path)")
        }
    }

    @Test func everyModuleHasItsRule() {
        let folders = Set(Repository.sources(under: "Sources").map { $0.path.split(separator: "/")[1] })
        #expect(folders == Set(Self.imports.map { $0.folder.split(separator: "/")[1] }))
    }

    /// The engine touches neither sockets nor files, threads nor clocks, and draws no randomness but its own: what it does follows from
    /// what it is told.
    @Test(arguments: Repository.sources(under: "Sources/Engine"))
    func theEngineIsPure(source: SourceFile) {
        let system =
            #/\b(?:socket|epoll_\w+|kqueue|kevent|fopen|mmap|clock_gettime|gettimeofday|localtime|getpid|getenv|pthread_\w+|usleep|nanosleep)\(/#
        #expect(source.occurrences(of: system).isEmpty)
        let library =
            #/\b(?:DispatchQueue|Thread|Mutex|ContinuousClock|SuspendingClock|SystemRandomNumberGenerator|Date|await|async)\b/#
        #expect(source.occurrences(of: library).isEmpty)
        let randomness = #/\.(?:random\(in: [^,)]*\)|shuffled\(\)|shuffle\(\)|randomElement\(\))|\bHasher\b/#
        #expect(source.occurrences(of: randomness).isEmpty)
    }

    /// What each of the engine's lower folders may know of the others: whole folders, and single types. Which release the engine stands in
    /// for all may know.
    private static let knowledge: [(folder: String, folders: [String], types: [String])] = [
        ("Profile", [], ["DoubleText", "InlineWords"]),
        ("Memory", [], ["CommandError"]),
        ("Time", ["Memory"], []),
        ("RESP", ["Memory"], ["CommandError"]),
        (
            "Keyspace", ["Memory", "Time", "Configuration"],
            ["WaitQueue", "WatchedKey", "HashValue", "Subscriptions", "Tracking"]
        ),
        ("Values", ["Memory", "Keyspace", "RESP"], ["CommandError", "RandomSource", "Configuration"]),
        (
            "Configuration", ["Memory", "RESP"],
            [
                "LogLevel", "CommandFamilies", "CommandTable", "FixedText", "AccessControl", "AccessFileError",
                "AccessRuleError", "RefusedRule", "UnmatchedParenthesis",
            ]
        ),
    ]

    @Test(arguments: knowledge)
    func foldersKnowNothingElse(folder: String, folders: [String], types: [String]) {
        var owners: [Substring: Set<Substring>] = [:]
        for source in Repository.sources(under: "Sources/Engine") {
            let owner = source.path.split(separator: "/")[2]
            for match in source.code.matches(of: #/(?m)^(?:[@\w]+ )*(?:struct|class|enum|protocol|typealias) (\w+)/#) {
                owners[match.1, default: []].insert(owner)
            }
        }
        let sources = Repository.sources(under: "Sources/Engine/\(folder)")
        #expect(!sources.isEmpty)
        for source in sources {
            let named = Set(source.code.matches(of: #/\b[A-Z]\w+/#).map(\.output))
            let strangers = named.filter { name in
                guard let owners = owners[name], !types.contains(String(name)) else { return false }
                return owners.allSatisfy { $0 != folder && $0 != "Profile" && !folders.contains(String($0)) }
            }
            #expect(strangers.isEmpty, "\(source.path)")
        }
    }

    @Test func thePackageStandsAlone() {
        let package = SourceFile("Package.swift")
        #expect(package.code.contains("name:") && !package.code.contains(".package("))
        #expect(!package.code.contains("unsafeFlags"))
        // One set of settings, for every target that has code.
        let targets = package.occurrences(
            of: #/\.(?:target|executableTarget|testTarget)\($|\.testTarget\(name|\.target\(name.*path/#)
        let settings = package.codeLines.count { $0.contains("swiftSettings: settings") }
        #expect(settings == targets.count && settings > 6)
    }
}
