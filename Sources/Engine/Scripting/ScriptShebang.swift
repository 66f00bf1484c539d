// The first line of a script, which may name the engine that runs it and say what it does.

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

    private static let names: [(name: String, flag: ScriptFlags)] = [
        ("no-writes", .noWrites), ("allow-oom", .allowOOM), ("allow-stale", .allowStale), ("no-cluster", .noCluster),
        ("allow-cross-slot-keys", .allowCrossSlotKeys),
    ]

    /// The flag called `name`, or nil.
    init?(named name: ArraySlice<UInt8>) {
        guard let found = ScriptFlags.names.first(where: { $0.name.utf8.elementsEqual(name) }) else { return nil }
        self = found.flag
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
}

enum ScriptShebang {
    /// The flags that the first line of a script declares, and the code behind it, which begins with that line's end so that lines
    /// are counted from it.
    static func parse(_ source: Bytes, _ profile: Profile) throws(CommandError) -> (flags: ScriptFlags, code: [UInt8]) {
        guard source.starts(with: Bytes("#!")) else { return (.undeclared, source.array) }
        guard let end = source.firstIndex(of: 0x0A) else { throw CommandError("ERR Invalid script shebang") }
        guard let words = InlineWords.split(source[0..<end]), let engine = words.first else {
            throw CommandError("ERR Invalid engine in script shebang")
        }
        guard engine == Array("#!lua".utf8) else {
            throw engine.withBytes {
                profile.isValkey
                    ? CommandError("ERR Could not find scripting engine '", quoting: $0.dropFirst(2), "'")
                    : CommandError("ERR Unexpected engine in script shebang: ", quoting: $0)
            }
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
        return (flags, source.dropFirst(end).array)
    }
}
