// swift-tools-version: 6.2
//
// Understudy has no package dependencies: the Swift toolchain is all it takes to build and test it.

import PackageDescription

/// The settings of every target: data races, memory-unsafe expressions and implicit existentials are all diagnosed.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// What tests read that is no source.
let recordings =
    ["redis-7.0", "redis-8.0", "valkey-8.1", "valkey-9.1"].flatMap {
        ["Commands/\($0)-commands.txt", "Configuration/\($0)-directives.txt"]
    } + ["Commands/Server/info-fields.txt"]

let package = Package(
    name: "Understudy",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "understudy", targets: ["UnderstudyCommandLine"]),
        .executable(name: "understudy-conform", targets: ["UnderstudyConformance"]),
        .executable(name: "understudy-lua", targets: ["UnderstudyLuaTool"]),
        .library(name: "Understudy", targets: ["Understudy"]),
    ],
    targets: [
        .systemLibrary(name: "CLinux", path: "Sources/CLinux"),
        .target(name: "UnderstudyLua", path: "Sources/Lua", swiftSettings: settings),
        .executableTarget(
            name: "UnderstudyLuaTool", dependencies: ["UnderstudyLua"], path: "Sources/LuaTool", swiftSettings: settings
        ),
        .target(
            name: "UnderstudyEngine", dependencies: ["UnderstudyLua"], path: "Sources/Engine", swiftSettings: settings),
        .target(
            name: "UnderstudyServer",
            dependencies: ["UnderstudyEngine", .target(name: "CLinux", condition: .when(platforms: [.linux]))],
            path: "Sources/Server", swiftSettings: settings),
        .target(
            name: "Understudy", dependencies: ["UnderstudyServer"], path: "Sources/Understudy", swiftSettings: settings),
        .executableTarget(
            name: "UnderstudyCommandLine", dependencies: ["UnderstudyServer"], path: "Sources/CommandLine",
            swiftSettings: settings),
        .executableTarget(
            name: "UnderstudyConformance", dependencies: ["UnderstudyEngine"], path: "Sources/Conformance",
            swiftSettings: settings),
        .testTarget(
            name: "EngineTests", dependencies: ["UnderstudyEngine"], exclude: recordings,
            swiftSettings: settings),
        .testTarget(
            name: "LuaTests", dependencies: ["UnderstudyLua"], exclude: ["Corpus", "Libraries"], swiftSettings: settings
        ),
        .testTarget(name: "ServerTests", dependencies: ["UnderstudyServer"], swiftSettings: settings),
        .testTarget(name: "UnderstudyTests", dependencies: ["Understudy"], swiftSettings: settings),
        .testTarget(
            name: "ConformanceTests", dependencies: ["UnderstudyConformance", "UnderstudyEngine", "Understudy"],
            exclude: ["Specs", "Variants"], swiftSettings: settings),
        .testTarget(name: "RepositoryTests", swiftSettings: settings),
    ]
)
