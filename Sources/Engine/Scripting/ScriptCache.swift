// The scripts that a server knows. Those that came by EVAL alone are forgotten, the one first that was not run for the longest, when
// there are many of them; those that SCRIPT LOAD was given stay.

struct ScriptCache {
    private var scripts: [[UInt8]: Script] = [:]
    private var evictableCount = 0
    private var uses = 0
    /// How many scripts that came by EVAL are kept.
    private let limit: Int

    init(_ profile: Profile) { limit = profile == .redis70 ? .max : 500 }

    var count: Int { scripts.count }

    /// What the sources take, in bytes. O(scripts).
    var memoryUse: Int { scripts.values.reduce(0) { $0 + $1.source.count + $1.name.count + 64 } }

    subscript(name: [UInt8]) -> Script? { scripts[name] }

    /// Adds a script. Returns how many had to go for it. O(scripts) when there are many.
    mutating func insert(_ script: Script, isEvictable: Bool) -> Int {
        var evicted = 0
        while isEvictable, evictableCount >= limit, let oldest = oldest {
            scripts[oldest.name] = nil
            evictableCount -= 1
            evicted += 1
        }
        scripts[script.name] = script
        script.isEvictable = isEvictable
        if isEvictable { evictableCount += 1 }
        noteUse(of: script)
        return evicted
    }

    private var oldest: Script? { scripts.values.filter(\.isEvictable).min { $0.lastUse < $1.lastUse } }

    /// Makes a script stay.
    mutating func keep(_ script: Script) {
        if script.isEvictable { evictableCount -= 1 }
        script.isEvictable = false
    }

    mutating func noteUse(of script: Script) {
        uses += 1
        script.lastUse = uses
    }
}
