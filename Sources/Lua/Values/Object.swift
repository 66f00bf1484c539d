// The objects of the heap that hold no bytes and no fields of tables: functions, upvalues, prototypes, userdata.
//
// Each is a run of memory that begins with a header, behind a handle of one pointer. Handles are copied freely and count nothing;
// the collector frees what no stack and no table leads to.
//
// Why it is unsafe inside: objects have several sizes in one list and some end in a run of elements, which classes cannot
// express without counting references. Why that is sound: an address is only made by `Runtime.allocate` for the layout whose kind
// the header keeps; handles are made from values whose tag says the same; runs of elements are as long as their counts say.

enum ObjectKind: UInt8 { case string, table, closure, native, upvalue, prototype, userdata, thread }

/// What every object begins with.
@safe
struct Header {
    var next: UnsafeMutablePointer<Header>?
    var kind: ObjectKind
    /// The colour of the last collection that reached it.
    var mark: UInt8 = 0
    /// Of a table: the metamethods known to be absent. Of a string: whether its hash is known.
    var flags: UInt8 = 0
    /// Of a table: whether it is read-only. Of a string: whether it is short, hence unique.
    var trait: Bool = false
}

/// One step of the machine's code.
struct Instruction { var raw: UInt32 }

/// A local variable and where in the code it is visible, for messages.
struct LocalVariable {
    var name: LuaString
    var start: Int32
    var end: Int32
}

// MARK: Functions

/// A function, of Lua or native.
@safe
struct Function {
    let pointer: UnsafeMutableRawPointer
    @inline(__always) init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }
    @inline(__always) var isNative: Bool {
        unsafe pointer.assumingMemoryBound(to: Header.self).pointee.kind == .native
    }
    @inline(__always) var closure: Closure { unsafe Closure(pointer) }
    @inline(__always) var native: Native { unsafe Native(pointer) }
    @inline(__always) var value: LuaValue { unsafe LuaValue(tag: LuaValue.Tag.function, pointer) }
    /// The table of globals that it sees.
    var environment: LuaTable {
        get { isNative ? native.o.environment : closure.o.environment }
        nonmutating set {
            if isNative { native.o.environment = newValue } else { closure.o.environment = newValue }
        }
    }
}

/// A function of Lua: code, globals, and an upvalue for each variable that it has from outside.
@safe
struct Closure {
    @safe
    struct Layout {
        var header: Header
        var upvalueCount: Int32
        var prototype: Prototype
        var environment: LuaTable
    }
    let pointer: UnsafeMutablePointer<Layout>
    @inline(__always) init(_ raw: UnsafeMutableRawPointer) {
        unsafe pointer = raw.assumingMemoryBound(to: Layout.self)
    }
    @inline(__always) var o: Layout {
        get { unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }
    static func size(upvalues: Int) -> Int { MemoryLayout<Layout>.stride + upvalues * 8 }
    /// The upvalue at `index`, which is below the count.
    @inline(__always) subscript(index: Int) -> Upvalue {
        get { unsafe UnsafeMutableRawPointer(pointer + 1).assumingMemoryBound(to: Upvalue.self)[index] }
        nonmutating set {
            unsafe UnsafeMutableRawPointer(pointer + 1).assumingMemoryBound(to: Upvalue.self)[index] = newValue
        }
    }
    var value: LuaValue { unsafe LuaValue(tag: LuaValue.Tag.function, pointer) }
}

/// A function of the host.
@safe
struct Native {
    @safe
    struct Layout {
        var header: Header
        var environment: LuaTable
        /// A value kept for the function, as a coroutine for the function that wraps it.
        var kept: LuaValue
        var body: NativeFunction
    }
    let pointer: UnsafeMutablePointer<Layout>
    @inline(__always) init(_ raw: UnsafeMutableRawPointer) {
        unsafe pointer = raw.assumingMemoryBound(to: Layout.self)
    }
    @inline(__always) var o: Layout {
        _read { yield unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }
    @inline(__always) func run(_ call: inout LuaCall) throws(LuaError) { try unsafe pointer.pointee.body(&call) }
    var value: LuaValue { unsafe LuaValue(tag: LuaValue.Tag.function, pointer) }
}

/// A variable that closures share: in the stack while its function runs, in the upvalue itself thereafter.
@safe
struct Upvalue {
    @safe
    struct Layout {
        var header: Header
        var place: UnsafeMutablePointer<LuaValue>
        var closed: LuaValue
        /// The next open one of the same stack, whose place is lower.
        var nextOpen: Upvalue?
    }
    let pointer: UnsafeMutablePointer<Layout>
    @inline(__always) init(_ raw: UnsafeMutableRawPointer) {
        unsafe pointer = raw.assumingMemoryBound(to: Layout.self)
    }
    @inline(__always) var o: Layout {
        get { unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }
    @inline(__always) var value: LuaValue {
        get { unsafe pointer.pointee.place.pointee }
        nonmutating set { unsafe pointer.pointee.place.pointee = newValue }
    }
    /// Takes the value out of the stack.
    func close() {
        unsafe pointer.pointee.closed = pointer.pointee.place.pointee
        unsafe pointer.pointee.place = closedPlace
    }
    var closedPlace: UnsafeMutablePointer<LuaValue> {
        let offset = MemoryLayout<Layout>.offset(of: \.closed)!
        return unsafe (UnsafeMutableRawPointer(pointer) + offset).assumingMemoryBound(to: LuaValue.self)
    }
    var isOpen: Bool { unsafe pointer.pointee.place != closedPlace }
}

/// A full userdata, which holds nothing but its metatable and environment.
@safe
struct Userdata {
    struct Layout {
        var header: Header
        var metatable: LuaTable?
        var environment: LuaTable
    }
    let pointer: UnsafeMutablePointer<Layout>
    init(_ raw: UnsafeMutableRawPointer) { unsafe pointer = raw.assumingMemoryBound(to: Layout.self) }
    var o: Layout {
        get { unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }
    var value: LuaValue { unsafe LuaValue(tag: LuaValue.Tag.userdata, pointer) }
}

// MARK: Prototypes

/// How a function takes a variable number of arguments.
struct VarargTraits: OptionSet {
    let rawValue: UInt8
    /// It has a local variable `arg`.
    static let hasArgument = VarargTraits(rawValue: 1)
    static let isVararg = VarargTraits(rawValue: 2)
    /// `arg` has to be filled, because the body never says `...`.
    static let needsArgument = VarargTraits(rawValue: 4)
}

/// A compiled function: what all closures made from one place in the source share.
@safe
struct Prototype {
    @safe
    struct Layout {
        var header: Header
        var parameterCount: UInt8
        var vararg: VarargTraits
        var stackSize: UInt8
        var upvalueCount: UInt8
        var code: Run<Instruction>
        var constants: Run<LuaValue>
        var nested: Run<Prototype>
        var lines: Run<Int32>
        var locals: Run<LocalVariable>
        var upvalueNames: Run<LuaString>
        var source: LuaString
        var lineDefined: Int32
        var lastLineDefined: Int32
    }
    let pointer: UnsafeMutablePointer<Layout>
    @inline(__always) init(_ raw: UnsafeMutableRawPointer) {
        unsafe pointer = raw.assumingMemoryBound(to: Layout.self)
    }
    @inline(__always) var o: Layout {
        get { unsafe pointer.pointee }
        nonmutating _modify { yield unsafe &pointer.pointee }
    }
    /// What the compiler has gathered for a function.
    struct Parts {
        let source: LuaString
        let lineDefined: Int
        let lastLineDefined: Int
        var parameterCount = 0
        var vararg: VarargTraits = []
        var stackSize = 0
        var code: [Instruction] = []
        var lines: [Int32] = []
        var constants: [LuaValue] = []
        var nested: [Prototype] = []
        var locals: [LocalVariable] = []
        var upvalueNames: [LuaString] = []
    }

    static func make(_ runtime: Runtime, _ parts: Parts) -> Prototype {
        let prototype = unsafe Prototype(runtime.allocate(MemoryLayout<Layout>.size, .prototype))
        let header = unsafe prototype.pointer.pointee.header
        unsafe prototype.pointer.initialize(
            to: Layout(
                header: header, parameterCount: UInt8(parts.parameterCount), vararg: parts.vararg,
                stackSize: UInt8(parts.stackSize), upvalueCount: UInt8(parts.upvalueNames.count), code: Run(parts.code),
                constants: Run(parts.constants), nested: Run(parts.nested), lines: Run(parts.lines),
                locals: Run(parts.locals), upvalueNames: Run(parts.upvalueNames), source: parts.source,
                lineDefined: Int32(parts.lineDefined), lastLineDefined: Int32(parts.lastLineDefined)))
        runtime.count(bytes: prototype.runSize)
        return prototype
    }

    /// Bytes of the runs.
    var runSize: Int {
        o.code.size + o.constants.size + o.nested.size + o.lines.size + o.locals.size + o.upvalueNames.size
    }
    func freeRuns() {
        o.code.free()
        o.constants.free()
        o.nested.free()
        o.lines.free()
        o.locals.free()
        o.upvalueNames.free()
    }
}

/// A fixed run of trivial elements in memory of its own.
@safe
struct Run<Element> {
    let base: UnsafeMutablePointer<Element>
    let count: Int
    init(_ elements: [Element]) {
        unsafe base = UnsafeMutablePointer.allocate(capacity: max(elements.count, 1))
        unsafe base.initialize(from: elements, count: elements.count)
        count = elements.count
    }
    var size: Int { count * MemoryLayout<Element>.stride }
    @inline(__always) subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return unsafe base[index]
        }
    }
    func free() { unsafe base.deallocate() }
}
