// LuaCall: what a native function sees of its call: arguments, results, the ways to fail. Arguments count from 1, as messages do.
//
// Why it is unsafe inside: it takes borrowed bytes. Why that is sound: they are copied into a string before it returns.

/// A function of the host that scripts can call. It reads the call's arguments and pushes its results; what it throws is
/// an error of the script. It must not keep values beyond its return, unless pinned.
public typealias NativeFunction = (inout LuaCall) throws(LuaError) -> Void

/// One call of a native function.
public struct LuaCall {
    let thread: Thread
    let base: Int
    /// How many arguments were given.
    public let argumentCount: Int
    var resultCount = 0

    init(_ thread: Thread, base: Int, argumentCount: Int) {
        self.thread = thread
        self.base = base
        self.argumentCount = argumentCount
    }

    var runtime: Runtime { thread.runtime }

    /// The argument at `index`, from 1 on; `nil` if it is not given.
    @inline(__always) public subscript(index: Int) -> LuaValue {
        get { index <= argumentCount ? thread[base &+ index &- 1] : .nil }
    }

    func replaceArgument(_ index: Int, _ value: LuaValue) { thread[base + index - 1] = value }

    // MARK: Results

    /// Adds a result.
    @inline(__always) public mutating func push(_ value: LuaValue) throws(LuaError) {
        try thread.ensure(1)
        thread.push(value)
        resultCount &+= 1
    }

    /// Adds a number.
    public mutating func push(_ number: Double) throws(LuaError) { try push(LuaValue(number)) }
    /// Adds a whole number.
    public mutating func push(_ number: Int) throws(LuaError) { try push(LuaValue(number)) }
    /// Adds a boolean.
    public mutating func push(_ boolean: Bool) throws(LuaError) { try push(LuaValue(boolean)) }
    /// Adds a string.
    public mutating func push(_ string: LuaString) throws(LuaError) { try push(string.value) }

    // MARK: Making

    /// A string of these bytes.
    /// - Throws: if there is no memory for it.
    public func string(_ bytes: [UInt8]) throws(LuaError) -> LuaString {
        try runtime.reserve(bytes.count)
        return runtime.string(bytes)
    }

    /// A string of these bytes, borrowed.
    public func string(_ bytes: UnsafeRawBufferPointer) throws(LuaError) -> LuaString {
        try runtime.reserve(bytes.count)
        return unsafe runtime.string(bytes)
    }

    /// A string of this text.
    public func string(_ text: StaticString) -> LuaString { runtime.string(text) }

    /// A table with room for so many list elements and fields.
    /// - Throws: if there is no memory for it.
    public func makeTable(array: Int = 0, fields: Int = 0) throws(LuaError) -> LuaTable {
        try runtime.reserve(array * 8 + fields * 24)
        return runtime.makeTable(array: array, fields: fields)
    }

    // MARK: Arguments of a type

    /// The argument at `index` as a number; strings that stand for one are converted.
    public func checkNumber(_ index: Int) throws(LuaError) -> Double {
        let value = self[index]
        if value.isNumber { return value.double }
        guard let number = value.convertedNumber else { throw typeError(index, "number") }
        return number
    }

    /// The argument cut to a whole number.
    public func checkInteger(_ index: Int) throws(LuaError) -> Int { try checkNumber(index).luaInteger }

    /// The argument cut to a whole number of 32 bits.
    func checkInt(_ index: Int) throws(LuaError) -> Int { try checkNumber(index).luaInt }

    /// The argument as a whole number, or `standard` if it is absent or `nil`.
    public func integer(_ index: Int, or standard: Int) throws(LuaError) -> Int {
        self[index].isNil ? standard : try checkInteger(index)
    }

    /// The argument as a string; numbers are converted.
    public func checkString(_ index: Int) throws(LuaError) -> LuaString {
        let value = self[index]
        if value.isString { return value.asString }
        guard value.isNumber else { throw typeError(index, "string") }
        let string = runtime.string(number: value.double)
        replaceArgument(index, string.value)
        return string
    }

    /// The argument as a table.
    public func checkTable(_ index: Int) throws(LuaError) -> LuaTable {
        guard self[index].isTable else { throw typeError(index, "table") }
        return self[index].asTable
    }

    func checkFunction(_ index: Int) throws(LuaError) -> LuaValue {
        guard self[index].isFunction else { throw typeError(index, "function") }
        return self[index]
    }

    /// Fails if the argument was not given at all.
    public func checkAny(_ index: Int) throws(LuaError) {
        if index > argumentCount { throw argumentError(index, "value expected") }
    }

    // MARK: Errors

    /// An error whose message begins with the place of the calling code, if that is Lua.
    public func error(_ message: LuaMessage) -> LuaError {
        LuaError(runtime.string((thread.place(level: 1) + message).bytes).value)
    }

    /// The error of an argument that will not do.
    public func argumentError(_ index: Int, _ message: LuaMessage) -> LuaError {
        guard let function = thread.functionName(of: thread.o.callIndex) else {
            return error("bad argument #\(index) to '?' (\(message))")
        }
        var index = index
        if function.kind == .method {
            // A method does not count its object.
            index -= 1
            if index == 0 { return error("calling '\(function.name)' on bad self (\(message))") }
        }
        return error("bad argument #\(index) to '\(function.name)' (\(message))")
    }

    /// The error of an argument of the wrong type.
    public func typeError(_ index: Int, _ expected: StaticString) -> LuaError {
        let given: StaticString = index > argumentCount ? "no value" : self[index].typeName
        return argumentError(index, "\(expected) expected, got \(given)")
    }

    // MARK: Calling back

    /// Calls a function of Lua or of the host with these arguments, for one result. What is not reachable may be collected.
    /// - Throws: what the function throws; the stack is as it was before, so that it may be caught, unless it is `.interrupted`.
    public func call(_ function: LuaValue, _ arguments: LuaValue...) throws(LuaError) -> LuaValue {
        let at = thread.top
        try thread.ensure(arguments.count + 1)
        thread.push(function)
        for argument in arguments { thread.push(argument) }
        if let error = thread.protectedCall(at, wanted: 1) {
            runtime.o.isThrownOn = true
            throw error
        }
        thread.top = at
        return thread[at]
    }
}
