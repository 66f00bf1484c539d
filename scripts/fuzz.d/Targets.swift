// What libFuzzer calls with the bytes that it tries. One of the targets is compiled in by its name.
//
// Whatever the bytes are, a script fails with an error of Lua at worst: a crash, a report of the sanitizer or a leak is a defect.

import UnderstudyLua

/// Ends what does not end by itself: sooner in a state that collects at every safe point, which takes long.
let steps = 50_000, eagerSteps = 2000
let memory = 64 << 20

@MainActor var state = makeState()
@MainActor var runs = 0
/// How many runs a state is for.
let lifetime = 2000

/// Every other state collects whenever it may, so that the sanitizer sees whatever the collector does not.
@MainActor func makeState() -> LuaState {
    let isEager = runs / lifetime % 2 == 0
    let state = LuaState(memoryLimit: memory, collectsEagerly: isEager)
    do throws(LuaError) {
        try state.openStandardLibraries()
        try state.openExtensionLibraries()
    } catch {
        fatalError("the libraries do not open")
    }
    state.setHook(every: isEager ? eagerSteps : steps) { () throws(LuaError) in throw LuaError(.nil, kind: .interrupted)
    }
    return state
}

/// Runs a source with the bytes as its arguments.
@MainActor func run(_ source: String, _ arguments: [[UInt8]]) {
    do throws(LuaError) {
        let chunk = try state.compile(Array(source.utf8), name: Array("=fuzz".utf8))
        try state.call(chunk, arguments.map { state.string($0).value }) { _ in }
    } catch {
        _ = state.describe(error.value)
    }
}

@MainActor func fuzz(_ bytes: [UInt8]) {
    runs += 1
    // A new state now and then shows what the end of one leaves behind.
    if runs % lifetime == 0 { state = makeState() }
    // The first byte says where the rest is cut in two.
    let cut = min(Int(bytes.first ?? 0) % 64, max(bytes.count - 1, 0))
    let (first, second) = (Array(bytes.dropFirst().prefix(cut)), Array(bytes.dropFirst().dropFirst(cut)))
    #if FUZZ_SOURCE
        // Compiled and run, in an environment that the next run does not see.
        run(
            """
            local f = loadstring((...), '=f')
            if f then setfenv(f, setmetatable({}, {__index = _G})) pcall(f) end
            """, [bytes])
    #elseif FUZZ_PATTERN
        run(
            """
            local p, s = ...
            pcall(string.find, s, p) pcall(string.match, s, p, 2) pcall(string.gsub, s, p, s) pcall(string.gsub, s, p, '%1%0')
            pcall(string.format, p, 1, s, 2) pcall(function() for a, b in s:gmatch(p) do end end)
            """, [first, second])
    #elseif FUZZ_JSON
        run("local ok, v = pcall(cjson.decode, (...)) if ok then pcall(cjson.encode, v) end", [bytes])
    #elseif FUZZ_MESSAGEPACK
        run(
            """
            local ok, v = pcall(cmsgpack.unpack, (...))
            if ok then pcall(cmsgpack.pack, v) end
            pcall(cmsgpack.unpack_one, (...), 1)
            """, [bytes])
    #elseif FUZZ_STRUCT
        run(
            """
            local f, s = ...
            pcall(struct.unpack, f, s) pcall(struct.unpack, f, s, 3) pcall(struct.size, f) pcall(struct.pack, f, 1, s, 2.5, s)
            """, [first, second])
    #endif
}

/// The entry that libFuzzer knows.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    MainActor.assumeIsolated { fuzz(bytes) }
    return 0
}
