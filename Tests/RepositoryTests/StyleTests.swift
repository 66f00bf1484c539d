// The rules of style that can be counted.

import Testing

@Suite struct StyleTests {
    private static let sources = Repository.sources(under: "Sources")
    private static let tests = Repository.sources(under: "Tests")

    @Test func thereAreSources() { #expect(Self.sources.count > 50 && Self.tests.count > 20) }

    /// Each file says what it is for before anything else.
    @Test(arguments: sources + tests)
    func filesOpenWithTheirPurpose(source: SourceFile) {
        #expect(source.header.count > 25)
    }

    @Test(arguments: sources)
    func filesAreShort(source: SourceFile) { #expect(source.lines.count <= 501) }

    @Test(arguments: sources + tests)
    func functionsAreShort(source: SourceFile) {
        for function in source.functions { #expect(function.lines <= 70, "\(source.path): \(function.name)") }
    }

    @Test func functionsAreFound() {
        let all = Self.sources.flatMap(\.functions)
        #expect(all.count > 800 && all.contains { $0.lines > 25 })
    }

    /// Nothing is left for later.
    @Test func nothingIsUnfinished() {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HACK" + ":", "not " + "implemented", "for" + " now"]
        let paths = ["Sources", "Tests", "scripts"].flatMap { Repository.files(under: $0) }
            .filter { !$0.hasSuffix(".txt") && !$0.hasSuffix(".spec") }
        for path in paths {
            let text = Repository.text(of: path)
            for word in words { #expect(!text.contains(word), "\(path)") }
        }
    }

    /// Tests wait for events, or move the clock; none lets time pass.
    @Test(arguments: tests)
    func testsDoNotSleep(source: SourceFile) {
        #expect(
            source.occurrences(
                of: #/\b(?:usleep|nanosleep|asyncAfter)\b|\b(?:Task|Thread)\.sleep|(?:^|[({=] *|await )sleep\(\w/#
            ).isEmpty)
    }

    /// One process holds many servers, so nothing that changes is global.
    @Test(arguments: sources)
    func nothingGlobalChanges(source: SourceFile) {
        let global = source.occurrences(of: #/^(?:[@\w()]+ )*var /#)
        #expect(global.isEmpty)
        let members = source.occurrences(of: #/\bstatic var \w+[^{]*$|\bstatic var \w+[^{]*=|nonisolated\(unsafe\)/#)
        #expect(members.isEmpty)
    }

    // MARK: Unsafe code

    /// The files that may be unsafe inside. A file comes to stand here when there is no safe way that is fast enough, or none at all.
    private static let unsafeFiles: Set<String> = [
        "Sources/Conformance/Files.swift",
        "Sources/Conformance/ServerProcess.swift",
        "Sources/Conformance/Socket.swift",
        "Sources/Engine/Commands/LatencyHistogram.swift",
        "Sources/Engine/Keyspace/Entry.swift",
        "Sources/Engine/Keyspace/HashTable+Buckets.swift",
        "Sources/Engine/Keyspace/HashTable.swift",
        "Sources/Engine/Keyspace/SipHash.swift",
        "Sources/Engine/Memory/ByteBuffer.swift",
        "Sources/Engine/Memory/Bytes+Bits.swift",
        "Sources/Engine/Memory/Bytes+Double.swift",
        "Sources/Engine/Memory/Bytes.swift",
        "Sources/Engine/Persistence/CRC64.swift",
        "Sources/Engine/Persistence/LZF.swift",
        "Sources/Engine/RESP/Arguments.swift",
        "Sources/Engine/RESP/RequestParser.swift",
        "Sources/Engine/Scripting/LuaBytes.swift",
        "Sources/Engine/Sessions/Lookahead.swift",
        "Sources/Engine/Values/Hash/HashField.swift",
        "Sources/Engine/Values/Listpack+Encoding.swift",
        "Sources/Engine/Values/Listpack+Storage.swift",
        "Sources/Engine/Values/PackedCollection.swift",
        "Sources/Engine/Memory/LongDouble.swift",
        "Sources/Engine/Values/Set/SetMember.swift",
        "Sources/Engine/Values/SortedSet/SortedSetMember.swift",
        "Sources/Engine/Values/SortedSet/SortedSetNode.swift",
        "Sources/Server/DumpFile.swift",
        "Sources/Lua/Heap/Collector.swift",
        "Sources/Lua/Heap/Runtime+Strings.swift",
        "Sources/Lua/Heap/Runtime.swift",
        "Sources/Lua/LuaState.swift",
        "Sources/Lua/Machine/Frame.swift",
        "Sources/Lua/Machine/Instruction.swift",
        "Sources/Lua/Machine/LuaCall.swift",
        "Sources/Lua/Machine/Thread.swift",
        "Sources/Lua/Values/LuaString.swift",
        "Sources/Lua/Values/LuaTable+Growth.swift",
        "Sources/Lua/Values/LuaTable.swift",
        "Sources/Lua/Values/LuaValue.swift",
        "Sources/Lua/Values/Numeral.swift",
        "Sources/Lua/Values/Object.swift",
        "Sources/Lua/Values/StaticString+Bytes.swift",
        "Sources/Lua/Values/StringHash.swift",
        "Sources/LuaTool/File.swift",
        "Sources/Server/Log.swift",
        "Sources/Server/Process/OpenFileLimit.swift",
        "Sources/Server/Process/ProcessFiles.swift",
        "Sources/Server/Process/ShutdownSignals.swift",
        "Sources/Server/System/File.swift",
        "Sources/Server/System/Poller+Darwin.swift",
        "Sources/Server/System/Poller+Linux.swift",
        "Sources/Server/System/Socket.swift",
        "Sources/Server/System/SocketAddress.swift",
        "Sources/Server/System/SystemClock.swift",
        "Sources/Server/System/SystemError.swift",
        "Sources/Server/System/SystemUsage.swift",
    ]

    /// Unsafe code sits in few files, and each of them says why it needs it and why it is sound.
    @Test func unsafeCodeIsConfined() {
        let found = Self.sources.filter { $0.code.contains(#/\bunsafe\b/#) }
        let paths = Set(found.map(\.path))
        #expect(paths.subtracting(Self.unsafeFiles).isEmpty, "not on the list")
        #expect(Self.unsafeFiles.subtracting(paths).isEmpty, "no longer unsafe")
        for source in found {
            #expect(source.header.lowercased().contains("unsafe"), "\(source.path) does not say why")
        }
    }
}

extension SourceFile {
    /// The functions and initialisers, with how many lines each takes.
    var functions: [(name: String, lines: Int)] {
        let start = #/^\s*(?:@\w+(?:\([^)]*\))? )*(?:\w+(?:\(\w+\))? )*(?:func [^ (<]+|init[?(<]|deinit\b|subscript\()/#
        let lines = codeLines
        return lines.indices.compactMap { index in
            // Most lines are told apart at less cost.
            let words = ["func ", "init", "subscript("]
            guard words.contains(where: { lines[index].contains($0) }), let match = lines[index].firstMatch(of: start)
            else { return nil }
            var (depth, end, opened) = (0, index, false)
            while end < lines.count, !opened || depth > 0 {
                for character in lines[end].utf8 {
                    if character == UInt8(ascii: "{") { depth += 1 }
                    if character == UInt8(ascii: "}") { depth -= 1 }
                    if depth > 0 { opened = true }
                }
                // A requirement of a protocol has no body: the protocol ends before one begins.
                if depth < 0 { return nil }
                end += 1
            }
            return (match.output.trimmingPrefix { $0 == " " }.description, end - index)
        }
    }
}
