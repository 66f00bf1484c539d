// Runtime: everything that the parts of one state share: the heap, the unique strings, the names of metamethods, the limits.
//
// Guarantee: what is allocated is counted, and what is counted is freed by a collection or with the state.
//
// Why it is unsafe inside: the runtime is reached from every object that grows, and must cost neither a count of references nor a
// check of exclusive access. Why that is sound: one `LuaState` owns it and frees it last; it is used by one thread at a time.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The metamethods, in the order in which their absence is cached (the first five) and their names are kept.
enum Event: Int, CaseIterable {
    case index, newindex, gc, mode, eq, add, sub, mul, div, mod, pow, unm, len, lt, le, concat, call, tostring,
        metatable

    var name: StaticString {
        switch self {
        case .index: "__index"
        case .newindex: "__newindex"
        case .gc: "__gc"
        case .mode: "__mode"
        case .eq: "__eq"
        case .add: "__add"
        case .sub: "__sub"
        case .mul: "__mul"
        case .div: "__div"
        case .mod: "__mod"
        case .pow: "__pow"
        case .unm: "__unm"
        case .len: "__len"
        case .lt: "__lt"
        case .le: "__le"
        case .concat: "__concat"
        case .call: "__call"
        case .tostring: "__tostring"
        case .metatable: "__metatable"
        }
    }
}

/// The handle of a runtime.
@safe
struct Runtime {
    @safe
    struct Layout {
        // The heap.
        var objects: UnsafeMutablePointer<Header>?
        var userdata: UnsafeMutablePointer<Header>?
        var threads: UnsafeMutablePointer<Header>?
        var bytes = 0
        /// Bytes at which the next collection starts.
        var threshold: Int
        var limit: Int
        var mark: UInt8 = 1
        var pause = 200
        var collectsByItself = true
        let collectsEagerly: Bool
        var gray: [UnsafeMutableRawPointer] = unsafe []
        var weak: [LuaTable] = []
        var finalizable: [Userdata] = []
        // The unique strings.
        var strings: UnsafeMutablePointer<UnsafeMutablePointer<Header>?>
        var stringCapacity: Int
        var stringCount = 0
        // Roots.
        var eventNames: UnsafeMutablePointer<LuaString>
        var stringMetatable: LuaTable?
        /// The function `next` of the library, which loops recognise.
        var nextFunction = LuaValue.nil
        var mainThread: Thread?
        var thread: Thread?
        var pinned: [LuaValue] = []
        var freePins: [Int] = []
        /// A node without key or value, which tables without a hash part look at.
        var emptyNode: UnsafeMutablePointer<Node>
        // Interruption.
        var countdown = Int.max
        var interval = Int.max
        var hook: (() throws(LuaError) -> Void)?
        /// Calls from the host's code into the machine that have not returned.
        var depth = 0
        /// Where the error that was caught last had been raised, if code of Lua raised it or called what did.
        var raisedSource: LuaString?
        var raisedLine = -1
        /// Whether an error on its way has been caught and thrown on, so that the place is known already.
        var isThrownOn = false
        let random: RandomSequence
        let hashing: StringHash
        let nestsLongBrackets: Bool
        var startTime = clock()
        /// Where output of `print` goes.
        var output: (([UInt8]) -> Void)?
    }

    let pointer: UnsafeMutablePointer<Layout>

    @inline(__always) var o: Layout {
        _read { yield unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }

    /// The least number of bytes worth a collection.
    static let firstThreshold = 256 << 10

    init(
        memoryLimit: Int, random: RandomSequence, hashing: StringHash, nestsLongBrackets: Bool, collectsEagerly: Bool
    ) {
        let capacity = 256
        let strings = UnsafeMutablePointer<UnsafeMutablePointer<Header>?>.allocate(capacity: capacity)
        unsafe strings.initialize(repeating: nil, count: capacity)
        let empty = UnsafeMutablePointer<Node>.allocate(capacity: 1)
        unsafe empty.initialize(to: Node(value: .nil, key: .nil, next: 0))
        let names = UnsafeMutablePointer<LuaString>.allocate(capacity: Event.allCases.count)
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(
            to: Layout(
                threshold: 0, limit: memoryLimit, collectsEagerly: collectsEagerly, strings: strings,
                stringCapacity: capacity, eventNames: names, emptyNode: empty, random: random, hashing: hashing,
                nestsLongBrackets: nestsLongBrackets))
        scheduleCollection(at: min(Runtime.firstThreshold, memoryLimit))
        for event in Event.allCases { unsafe (names + event.rawValue).initialize(to: string(event.name)) }
        let main = makeThread(globals: makeTable())
        o.mainThread = main
        o.thread = main
    }

    /// Frees everything. Nothing of the state may be used afterwards.
    func destroy() {
        o.hook = nil
        freeAll()
        unsafe pointer.pointee.strings.deallocate()
        unsafe pointer.pointee.eventNames.deallocate()
        unsafe pointer.pointee.emptyNode.deallocate()
        unsafe pointer.deinitialize(count: 1)
        unsafe pointer.deallocate()
    }

    var mainThread: Thread { unsafe pointer.pointee.mainThread.unsafelyUnwrapped }
    var thread: Thread { @inline(__always) get { unsafe pointer.pointee.thread.unsafelyUnwrapped } }

    /// The name of a metamethod as a key.
    @inline(__always) func name(_ event: Event) -> LuaString {
        unsafe pointer.pointee.eventNames[event.rawValue]
    }

    // MARK: Memory

    /// Memory for an object of `size` bytes, its header set, counted, and linked where the collector finds it.
    func allocate(_ size: Int, _ kind: ObjectKind) -> UnsafeMutableRawPointer {
        guard let memory = unsafe malloc(size) else { fatalError("out of memory") }
        o.bytes &+= size
        let header = unsafe memory.assumingMemoryBound(to: Header.self)
        unsafe header.initialize(to: Header(next: pointer.pointee.objects, kind: kind))
        unsafe pointer.pointee.objects = header
        return unsafe memory
    }

    /// Counts bytes that an object gains or, if negative, loses.
    @inline(__always) func count(bytes: Int) { unsafe pointer.pointee.bytes &+= bytes }

    /// Whether it is time to collect.
    @inline(__always) var isDue: Bool { unsafe pointer.pointee.bytes >= pointer.pointee.threshold }

    /// Sets when the next collection is due: at so many bytes or, eagerly, at the next safe point.
    func scheduleCollection(at bytes: Int) { o.threshold = o.collectsEagerly ? 0 : bytes }

    /// Throws what a script gets that asks for more memory than it may have. To fill what it may have takes time, which counts
    /// as steps.
    @inline(__always) func reserve(_ bytes: Int) throws(LuaError) {
        unsafe pointer.pointee.countdown &-= bytes >> 8
        if unsafe pointer.pointee.bytes &+ bytes > pointer.pointee.limit { throw memoryError() }
    }

    @inline(never) func memoryError() -> LuaError { LuaError(string("not enough memory").value, kind: .memory) }

    @inline(__always) func isNext(_ function: LuaValue) -> Bool {
        unsafe function.bits == pointer.pointee.nextFunction.bits
    }

    /// - Returns: whether the hook is to be called.
    @inline(__always) func countStep() -> Bool {
        unsafe pointer.pointee.countdown &-= 1
        return unsafe pointer.pointee.countdown <= 0
    }

    /// Counts what a native function has done on its own.
    /// - Returns: whether the hook is to be called.
    func countSteps(_ count: Int) -> Bool {
        unsafe pointer.pointee.countdown &-= count
        return unsafe pointer.pointee.countdown <= 0
    }

    @inline(never) func callHook() throws(LuaError) {
        o.countdown = o.interval
        if let hook = o.hook { try hook() }
    }

    // MARK: Objects

    /// A table with room.
    func makeTable(array: Int = 0, fields: Int = 0) -> LuaTable {
        let table = unsafe LuaTable(allocate(MemoryLayout<LuaTable.Layout>.size, .table))
        table.initialize(self, array: array, fields: fields)
        return table
    }

    func makeClosure(_ prototype: Prototype, environment: LuaTable) -> Closure {
        let count = Int(prototype.o.upvalueCount)
        let closure = unsafe Closure(allocate(Closure.size(upvalues: count), .closure))
        closure.o.upvalueCount = Int32(count)
        closure.o.prototype = prototype
        closure.o.environment = environment
        return closure
    }

    func makeUpvalue() -> Upvalue {
        let upvalue = unsafe Upvalue(allocate(MemoryLayout<Upvalue.Layout>.size, .upvalue))
        upvalue.o.closed = .nil
        upvalue.o.nextOpen = nil
        unsafe upvalue.o.place = upvalue.closedPlace
        return upvalue
    }

    func makeNative(
        environment: LuaTable, kept: LuaValue = .nil, _ body: @escaping NativeFunction
    ) -> Native {
        let memory = unsafe allocate(MemoryLayout<Native.Layout>.size, .native)
        let native = unsafe Native(memory)
        let header = unsafe native.pointer.pointee.header
        unsafe native.pointer.initialize(
            to: Native.Layout(header: header, environment: environment, kept: kept, body: body))
        return native
    }

    func makeUserdata(environment: LuaTable) -> Userdata {
        let userdata = unsafe Userdata(allocate(MemoryLayout<Userdata.Layout>.size, .userdata))
        userdata.o.metatable = nil
        userdata.o.environment = environment
        // Userdata stand in a list of their own, because their finalizers are looked for.
        unsafe moveNewest(to: &pointer.pointee.userdata)
        return userdata
    }

    /// Moves the object that was allocated last from the list of all objects into that of its kind.
    func moveNewest(to list: inout UnsafeMutablePointer<Header>?) {
        guard let header = unsafe pointer.pointee.objects else { return }
        unsafe pointer.pointee.objects = header.pointee.next
        unsafe header.pointee.next = list
        unsafe list = header
    }

    // MARK: Pinned values

    /// Keeps a value alive until `unpin`.
    func pin(_ value: LuaValue) -> Int {
        if let index = o.freePins.popLast() {
            o.pinned[index] = value
            return index
        }
        o.pinned.append(value)
        return o.pinned.count - 1
    }

    func unpin(_ index: Int) {
        o.pinned[index] = .nil
        o.freePins.append(index)
    }

    // MARK: Metatables

    /// The metatable of a value, or nil.
    func metatable(of value: LuaValue) -> LuaTable? {
        if value.isTable { return value.asTable.metatable }
        if value.isString { return o.stringMetatable }
        return value.isFullUserdata ? value.asUserdata.o.metatable : nil
    }

    /// The metamethod of a value; nil if there is none.
    func metamethod(of value: LuaValue, _ event: Event) -> LuaValue {
        metatable(of: value)?.get(short: name(event)) ?? .nil
    }
}
