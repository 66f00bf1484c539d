// LuaState: one isolated interpreter, as its host sees it.
//
// A state is used by one thread at a time and shares nothing with others. Its memory is counted and bounded; a script that asks
// for more gets an error. A script that runs for long calls the host's hook every so many steps, which may end it.
//
// Why it is unsafe inside: it takes borrowed bytes. Why that is sound: they are copied into a string before it returns.

/// An interpreter with its heap, globals and limits. Scripts may take a megabyte of the thread's stack, by nesting what nests.
public final class LuaState {
    let runtime: Runtime

    /// A state without libraries.
    /// - Parameters:
    ///   - memoryLimit: Bytes that scripts may hold.
    ///   - random: What `math.random` draws from, and `math.randomseed` seeds.
    ///   - hashing: How strings are hashed, from which the order of fields follows.
    ///   - nestsLongBrackets: Whether `[[` may stand in a string or comment of that kind, as in the interpreters of Redis and Valkey;
    ///     the language's own refuses it.
    ///   - collectsEagerly: Whether each safe point collects, due or not: slow, and a value in use that the collector does not see
    ///     is soon missed.
    public init(
        memoryLimit: Int = Int.max, random: RandomSequence = RandomSequence(), hashing: StringHash = .sampled,
        nestsLongBrackets: Bool = false, collectsEagerly: Bool = false
    ) {
        runtime = Runtime(
            memoryLimit: memoryLimit, random: random, hashing: hashing, nestsLongBrackets: nestsLongBrackets,
            collectsEagerly: collectsEagerly)
    }

    deinit { runtime.destroy() }

    // MARK: Values

    /// The table of globals of code compiled from here on.
    public var globals: LuaTable {
        get { runtime.mainThread.o.globals }
        set { runtime.mainThread.o.globals = newValue }
    }

    /// A string of these bytes.
    public func string(_ bytes: [UInt8]) -> LuaString { runtime.string(bytes) }
    /// A string of these bytes, borrowed.
    public func string(_ bytes: UnsafeRawBufferPointer) -> LuaString { unsafe runtime.string(bytes) }
    /// A string of this text.
    public func string(_ text: StaticString) -> LuaString { runtime.string(text) }

    /// A table with room for so many list elements and fields.
    public func makeTable(array: Int = 0, fields: Int = 0) -> LuaTable {
        runtime.makeTable(array: array, fields: fields)
    }

    /// A function of the host as a value.
    public func makeFunction(_ body: @escaping NativeFunction) -> LuaValue {
        runtime.makeNative(environment: globals, body).value
    }

    /// Keeps a value alive as long as the reference lives.
    public func reference(_ value: LuaValue) -> LuaReference { LuaReference(self, value) }

    /// A value as `tostring` shows it, without metamethods.
    public func describe(_ value: LuaValue) -> [UInt8] { runtime.describe(value).array }

    // MARK: Running

    /// Compiles a chunk, to be called any number of times.
    /// - Parameter name: What messages call it: `@name` stands for a file, `=name` for itself, all else for the source.
    /// - Throws: what the compiler objects to.
    public func compile(_ source: [UInt8], name: [UInt8]) throws(LuaError) -> LuaReference {
        reference(try runtime.load(source, name: name, globals: globals).value)
    }

    /// Calls a function and hands its results to `body`, which runs before any of them can be collected.
    /// - Throws: what the function throws, as a value that lives until Lua code next runs.
    public func call<Result>(
        _ function: LuaReference, _ arguments: [LuaValue] = [], _ body: (LuaResults) throws(LuaError) -> Result
    ) throws(LuaError) -> Result {
        let thread = runtime.thread
        let at = thread.free
        let saved = thread.top
        thread.top = at
        defer { thread.top = saved }
        try thread.ensure(arguments.count + 1)
        thread.push(function.value)
        for argument in arguments { thread.push(argument) }
        if let error = thread.protectedCall(at, wanted: -1) { throw error }
        return try body(LuaResults(thread: thread, first: at, count: thread.top - at))
    }

    /// Where the error that `call` threw last was raised: the name that the chunk was compiled with, and the line. What a native
    /// function raises counts for its caller; nil if that is not of Lua either, or if nothing of Lua had begun to run.
    public var errorPlace: (source: [UInt8], line: Int)? {
        guard let source = runtime.o.raisedSource else { return nil }
        return (source.array, runtime.o.raisedLine)
    }

    // MARK: Limits

    /// Calls `hook` each time about `steps` loops and calls have been done. What it throws ends the script; no `pcall` catches
    /// an error of the kind `.interrupted`.
    public func setHook(every steps: Int, _ hook: @escaping () throws(LuaError) -> Void) {
        runtime.o.hook = hook
        runtime.o.interval = max(steps, 1)
        runtime.o.countdown = runtime.o.interval
    }

    /// Counts what the host has done for a script as so many steps.
    public func count(steps: Int) { _ = runtime.countSteps(steps) }

    /// Takes the hook away.
    public func removeHook() {
        runtime.o.hook = nil
        runtime.o.interval = Int.max
        runtime.o.countdown = Int.max
    }

    /// Bytes in use, garbage included.
    public var memoryUsed: Int { runtime.o.bytes }

    /// Bytes that scripts may hold.
    public var memoryLimit: Int {
        get { runtime.o.limit }
        set {
            runtime.o.limit = newValue
            runtime.o.threshold = min(runtime.o.threshold, newValue)
        }
    }

    /// Frees what cannot be reached any more. Not to be called from a native function. O(heap).
    public func collectGarbage() throws(LuaError) { try runtime.thread.collect() }
}

/// The results of a call, from 1 on.
public struct LuaResults {
    let thread: Thread
    let first: Int
    /// How many there are.
    public let count: Int
    /// The result at `index`, from 1 on; `nil` if there is none.
    public subscript(index: Int) -> LuaValue { index >= 1 && index <= count ? thread[first + index - 1] : .nil }
}

/// Keeps a value alive.
public final class LuaReference {
    private let state: LuaState
    private let index: Int

    init(_ state: LuaState, _ value: LuaValue) {
        self.state = state
        index = state.runtime.pin(value)
    }

    deinit { state.runtime.unpin(index) }

    /// The value.
    public var value: LuaValue { state.runtime.o.pinned[index] }
}
