// Thread: a stack of values, a stack of calls, and the variables of it that closures have taken hold of. A coroutine is one,
// and so is the main program.
//
// Why it is unsafe inside: the machine works on the stack in place, and frames refer to it by address while they run. Why that is
// sound: a frame's registers are as many as its prototype asks for, which `ensure` has made room for before the frame begins; where
// the stack can move, the machine reads its address again; open upvalues are told the new one.

/// One call that has not returned.
@safe
struct CallInfo {
    /// Where the function stands in the stack; its arguments or registers begin at `base`.
    var function: Int32
    var base: Int32
    /// Behind the last register.
    var top: Int32
    /// How many results are wanted; -1 is all of them.
    var wanted: Int32
    /// The next instruction of a function of Lua; not kept up while it runs.
    var next: UnsafePointer<Instruction>?
    /// Calls that this one took the place of.
    var tailCalls: Int32
    var isLua: Bool
    /// Whether returning from it leaves `execute`.
    var isFresh: Bool

    /// A call of a function of Lua, which begins with its first instruction.
    @inline(__always)
    init(function: Int, base: Int, wanted: Int, prototype: Prototype) {
        self.function = Int32(truncatingIfNeeded: function)
        self.base = Int32(truncatingIfNeeded: base)
        top = Int32(truncatingIfNeeded: base &+ Int(prototype.o.stackSize))
        self.wanted = Int32(truncatingIfNeeded: wanted)
        unsafe next = UnsafePointer(prototype.pointer.pointee.code.base)
        tailCalls = 0
        isLua = true
        isFresh = false
    }

    /// A call of a native function.
    @inline(__always)
    init(function: Int, top: Int, wanted: Int) {
        self.function = Int32(truncatingIfNeeded: function)
        base = self.function &+ 1
        self.top = Int32(truncatingIfNeeded: top)
        self.wanted = Int32(truncatingIfNeeded: wanted)
        unsafe next = nil
        tailCalls = 0
        isLua = false
        isFresh = false
    }
}

@safe
struct Thread {
    enum Status: UInt8 { case suspended, running, normal, dead }

    @safe
    struct Layout {
        var header: Header
        var status: Status
        var isYielding: Bool
        var stack: UnsafeMutablePointer<LuaValue>
        var stackSize: Int
        var top: Int
        var calls: UnsafeMutablePointer<CallInfo>
        var callCapacity: Int
        var callIndex: Int
        var openUpvalues: Upvalue?
        var globals: LuaTable
        var runtime: Runtime
        /// The depth of the host's stack at which this thread was resumed.
        var baseDepth: Int
        var resumer: Thread?
    }

    /// How many calls may be under way: the language's own limit, rounded as it doubles.
    static let callLimit = 16_384
    /// The room for calls that is left after an overflow.
    private static let shrunkCalls = 20_000
    /// How many slots a native function may use without asking.
    static let nativeSlots = 20

    let pointer: UnsafeMutablePointer<Layout>
    @inline(__always) init(_ raw: UnsafeMutableRawPointer) {
        unsafe pointer = raw.assumingMemoryBound(to: Layout.self)
    }
    @inline(__always) var o: Layout {
        get { unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }
    var value: LuaValue { unsafe LuaValue(tag: LuaValue.Tag.thread, pointer) }
    @inline(__always) var runtime: Runtime { unsafe pointer.pointee.runtime }
    @inline(__always) static func == (left: Thread, right: Thread) -> Bool { unsafe left.pointer == right.pointer }

    func initialize(_ runtime: Runtime, globals: LuaTable) {
        let size = 48
        let stack = UnsafeMutablePointer<LuaValue>.allocate(capacity: size)
        unsafe stack.initialize(repeating: .nil, count: size)
        let calls = UnsafeMutablePointer<CallInfo>.allocate(capacity: 8)
        var base = CallInfo(function: 0, top: 1 + Thread.nativeSlots, wanted: 0)
        base.isFresh = true
        unsafe calls.initialize(repeating: base, count: 8)
        let header = unsafe pointer.pointee.header
        unsafe pointer.initialize(
            to: Layout(
                header: header, status: .suspended, isYielding: false, stack: stack, stackSize: size, top: 1,
                calls: calls, callCapacity: 8, callIndex: 0, openUpvalues: nil, globals: globals, runtime: runtime,
                baseDepth: 0, resumer: nil))
        runtime.count(bytes: size * 8 + 8 * MemoryLayout<CallInfo>.stride)
    }

    func freeParts() {
        runtime.count(bytes: -o.stackSize * 8 - o.callCapacity * MemoryLayout<CallInfo>.stride)
        unsafe pointer.pointee.stack.deallocate()
        unsafe pointer.pointee.calls.deallocate()
    }

    // MARK: The stack

    @inline(__always) subscript(index: Int) -> LuaValue {
        get { unsafe pointer.pointee.stack[index] }
        nonmutating set { unsafe pointer.pointee.stack[index] = newValue }
    }

    @inline(__always) var top: Int {
        get { unsafe pointer.pointee.top }
        nonmutating set { unsafe pointer.pointee.top = newValue }
    }

    /// Makes room for `count` slots above the top.
    @inline(__always) func ensure(_ count: Int) throws(LuaError) {
        if unsafe pointer.pointee.stackSize &- pointer.pointee.top < count &+ 8 { try growStack(count) }
    }

    @inline(never) private func growStack(_ count: Int) throws(LuaError) {
        let old = o.stackSize
        let size = max(old * 2, o.top + count + 8)
        try runtime.reserve((size - old) * 8)
        let stack = UnsafeMutablePointer<LuaValue>.allocate(capacity: size)
        unsafe stack.initialize(from: pointer.pointee.stack, count: old)
        unsafe (stack + old).initialize(repeating: .nil, count: size - old)
        var open = o.openUpvalues
        while let upvalue = open {
            unsafe upvalue.o.place = stack + (upvalue.o.place - pointer.pointee.stack)
            open = upvalue.o.nextOpen
        }
        unsafe pointer.pointee.stack.deallocate()
        unsafe pointer.pointee.stack = stack
        o.stackSize = size
        runtime.count(bytes: (size - old) * 8)
    }

    /// Puts a value on top; there is room.
    @inline(__always) func push(_ value: LuaValue) {
        let top = top
        self[top] = value
        self.top = top &+ 1
    }

    /// The slots that a collection has to look at: those of every call that has not returned.
    var usedSlots: Int {
        var used = o.top
        for index in 0...o.callIndex where self[call: index].isLua { used = max(used, Int(self[call: index].top)) }
        return min(used, o.stackSize)
    }

    func clear(from index: Int) {
        unsafe (pointer.pointee.stack + index).update(repeating: .nil, count: o.stackSize - index)
    }

    // MARK: Calls

    @inline(__always) subscript(call index: Int) -> CallInfo {
        get { unsafe pointer.pointee.calls[index] }
        nonmutating _modify { yield unsafe &pointer.pointee.calls[index] }
    }

    @inline(__always) var current: CallInfo {
        get { unsafe pointer.pointee.calls[pointer.pointee.callIndex] }
        nonmutating _modify { yield unsafe &pointer.pointee.calls[pointer.pointee.callIndex] }
    }

    /// Begins a call.
    @inline(__always) func pushCall(_ info: CallInfo) throws(LuaError) {
        if unsafe pointer.pointee.callIndex &+ 1 >= pointer.pointee.callCapacity { try growCalls() }
        unsafe pointer.pointee.callIndex &+= 1
        unsafe pointer.pointee.calls[pointer.pointee.callIndex] = info
    }

    /// Ends the current call.
    @inline(__always) func popCall() { unsafe pointer.pointee.callIndex &-= 1 }

    @inline(never) private func growCalls() throws(LuaError) {
        let old = o.callCapacity
        // Room that an error handler has beyond the limit.
        if old > Thread.callLimit * 2 {
            throw LuaError(runtime.string("error in error handling").value, kind: .handler)
        }
        if old >= Thread.callLimit && o.callIndex < Thread.callLimit * 2 {
            resizeCalls(to: Thread.callLimit * 2 + 1024)
            throw error("stack overflow")
        }
        resizeCalls(to: old * 2)
    }

    private func resizeCalls(to count: Int) {
        let old = o.callCapacity
        let calls = UnsafeMutablePointer<CallInfo>.allocate(capacity: count)
        unsafe calls.initialize(from: pointer.pointee.calls, count: min(old, count))
        if count > old { unsafe (calls + old).initialize(repeating: pointer.pointee.calls[0], count: count - old) }
        unsafe pointer.pointee.calls.deallocate()
        unsafe pointer.pointee.calls = calls
        o.callCapacity = count
        runtime.count(bytes: (count - old) * MemoryLayout<CallInfo>.stride)
    }

    /// Takes back the room that an overflow has been granted.
    func shrinkCalls() {
        if o.callCapacity > Thread.shrunkCalls && o.callIndex < Thread.shrunkCalls - 1 {
            resizeCalls(to: Thread.shrunkCalls)
        }
    }

    // MARK: Upvalues

    /// The upvalue for a slot of the stack; the one that there already is, if any.
    func openUpvalue(at index: Int) -> Upvalue {
        let place = unsafe pointer.pointee.stack + index
        var previous: Upvalue?
        var next = o.openUpvalues
        while let upvalue = next, unsafe upvalue.o.place >= place {
            if unsafe upvalue.o.place == place { return upvalue }
            previous = upvalue
            next = upvalue.o.nextOpen
        }
        let upvalue = runtime.makeUpvalue()
        unsafe upvalue.o.place = place
        upvalue.o.nextOpen = next
        if let previous = previous { previous.o.nextOpen = upvalue } else { o.openUpvalues = upvalue }
        return upvalue
    }

    @inline(__always) var hasOpenUpvalues: Bool { unsafe pointer.pointee.openUpvalues != nil }

    /// Gives the upvalues at and above a slot values of their own.
    func closeUpvalues(from index: Int) {
        let place = unsafe pointer.pointee.stack + index
        while let upvalue = o.openUpvalues, unsafe upvalue.o.place >= place {
            o.openUpvalues = upvalue.o.nextOpen
            upvalue.close()
        }
    }
}

extension Runtime {
    func makeThread(globals: LuaTable) -> Thread {
        let thread = unsafe Thread(allocate(MemoryLayout<Thread.Layout>.size, .thread))
        thread.initialize(self, globals: globals)
        // Threads stand in a list of their own, because closures may outlive the stack that their variables are on.
        unsafe moveNewest(to: &pointer.pointee.threads)
        return thread
    }
}
