// What INFO and MEMORY STATS tell of the memory that scripts and functions take, in bytes.

import UnderstudyLua

struct ScriptFigures {
    /// The interpreters, with all that code holds in them.
    let evalMachine: Int
    let functionMachine: Int
    /// The scripts that the server knows.
    let scriptCache: Int
    let libraryCache: Int

    var machines: Int { evalMachine + functionMachine }
    var all: Int { machines + scriptCache + libraryCache }

    init(of engine: Engine) {
        evalMachine = engine.scriptEngine?.state.memoryUsed ?? 0
        functionMachine = engine.functionEngine?.state.memoryUsed ?? 0
        scriptCache = engine.scriptEngine?.scripts.memoryUse ?? 0
        libraryCache = engine.libraries.memoryUse
    }
}
