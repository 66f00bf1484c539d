// The first line of a script or a library, which may name the engine that runs it and say what it does.

/// What a script says of itself.
struct ScriptFlags: OptionSet {
    let rawValue: UInt8
    static let noWrites = ScriptFlags(rawValue: 1)
    static let allowOOM = ScriptFlags(rawValue: 2)
    static let allowStale = ScriptFlags(rawValue: 4)
    static let noCluster = ScriptFlags(rawValue: 8)
    static let allowCrossSlotKeys = ScriptFlags(rawValue: 16)
    /// There is no such line: what the script may do shows when it does it.
    static let undeclared = ScriptFlags(rawValue: 32)

    private static let known: [(name: String, flag: ScriptFlags)] = [
        ("no-writes", .noWrites), ("allow-oom", .allowOOM), ("allow-stale", .allowStale), ("no-cluster", .noCluster),
        ("allow-cross-slot-keys", .allowCrossSlotKeys),
    ]

    /// The flag called `name`, or nil.
    init?(named name: ArraySlice<UInt8>) {
        guard let found = ScriptFlags.known.first(where: { $0.name.utf8.elementsEqual(name) }) else { return nil }
        self = found.flag
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    var names: [String] { ScriptFlags.known.filter { contains($0.flag) }.map(\.name) }
}

enum ScriptShebang {
    /// The flags that the first line of a script declares, and the code behind it, which begins with that line's end so that lines
    /// are counted from it.
    static func parse(_ source: Bytes, _ profile: Profile) throws(CommandError) -> (flags: ScriptFlags, code: [UInt8]) {
        guard source.starts(with: Bytes("#!")) else { return (.undeclared, source.array) }
        guard let end = endOfLine(in: source) else { throw CommandError("ERR Invalid script shebang") }
        guard let words = InlineWords.split(source[0..<end]), let engine = words.first else {
            throw CommandError("ERR Invalid engine in script shebang")
        }
        if !profile.isValkey, engine != Array("#!lua".utf8) {
            throw engine.withBytes { CommandError("ERR Unexpected engine in script shebang: ", quoting: $0) }
        }
        var flags: ScriptFlags = []
        for word in words.dropFirst() {
            guard word.starts(with: "flags=".utf8) else {
                throw word.withBytes { CommandError("ERR Unknown lua shebang option: ", quoting: $0) }
            }
            let list = word.dropFirst(6)
            guard !list.isEmpty else { continue }
            for name in list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                guard let flag = ScriptFlags(named: name) else {
                    throw Array(name).withBytes { CommandError("ERR Unexpected flag in script shebang: ", quoting: $0) }
                }
                flags.insert(flag)
            }
        }
        guard !profile.isValkey || isLua(engine) else {
            throw Array(engine.dropFirst(2)).withBytes {
                CommandError("ERR Could not find scripting engine '", quoting: $0, "'")
            }
        }
        return (flags, source.dropFirst(end).array)
    }

    /// The name that the first line of a library gives it, and the code behind that line.
    static func parseLibrary(
        _ source: Bytes, _ profile: Profile
    ) throws(CommandError) -> (name: [UInt8], code: [UInt8]) {
        guard source.starts(with: Bytes("#!")) else { throw CommandError("ERR Missing library metadata") }
        guard let end = endOfLine(in: source), let words = InlineWords.split(source[0..<end]),
            let engine = words.first
        else { throw CommandError("ERR Invalid library metadata") }
        var name: [UInt8]?
        for word in words.dropFirst() {
            guard word.count >= 5, word[..<5].map(\.lowercased) == Array("name=".utf8) else {
                throw word.withBytes { CommandError("ERR Invalid metadata value given: ", quoting: $0) }
            }
            guard name == nil else {
                throw CommandError("ERR Invalid metadata value, name argument was given multiple times")
            }
            name = Array(word.dropFirst(5))
        }
        guard let name else { throw CommandError("ERR Library name was not given") }
        guard FunctionLibraries.accepts(name: name) else { throw .invalidName(of: "Library") }
        guard isLua(engine) else {
            throw Array(engine.dropFirst(2)).withBytes { CommandError("ERR Engine '", quoting: $0, "' not found") }
        }
        let code = source.dropFirst(end)
        // Valkey compiles no more than stands before a zero byte.
        return (name, profile.isValkey ? code.asCString() : code.array)
    }

    /// Where the first line ends; nil if it does not before there is a zero byte.
    private static func endOfLine(in source: Bytes) -> Int? {
        guard let end = source.firstIndex(of: 0x0A) else { return nil }
        return source[0..<end].firstIndex(of: 0) == nil ? end : nil
    }

    /// Whether it is `#!lua`, in any case.
    private static func isLua(_ engine: [UInt8]) -> Bool { engine.map(\.lowercased) == Array("#!lua".utf8) }
}

extension CommandError {
    /// What is wrong with the name of a library; Redis says so of those of functions, too.
    static func invalidName(of what: String) -> CommandError {
        CommandError(
            "ERR \(what) names can only contain letters, numbers, or underscores(_) and must be at least one character "
                + "long")
    }
}
