// Frame: what the machine holds of the function that it runs: its registers, its code, its constants.
//
// Why it is unsafe inside: these are addresses, so that a step of the machine costs as little as it can. Why that is sound:
// the code comes from the compiler alone (there is no way to load compiled code), which names only registers below the prototype's
// stack size and constants that it has added; `reload` follows every step after which the stack may have moved.

@safe
struct Frame {
    private(set) var base: UnsafeMutablePointer<LuaValue>
    private var next: UnsafePointer<Instruction>
    private var constants: UnsafeMutablePointer<LuaValue>
    private(set) var closure: Closure
    let thread: Thread

    /// The frame of the call that is current in `thread`.
    init(_ thread: Thread) {
        self.thread = thread
        let info = thread.current
        let stack = unsafe thread.pointer.pointee.stack
        closure = unsafe Closure(stack[Int(info.function)].address)
        unsafe base = stack + Int(info.base)
        unsafe next = info.next.unsafelyUnwrapped
        unsafe constants = closure.pointer.pointee.prototype.pointer.pointee.constants.base
    }

    /// Reads everything anew: another call has become the current one.
    @inline(__always) mutating func enter() {
        let info = unsafe thread.pointer.pointee.calls + thread.pointer.pointee.callIndex
        let stack = unsafe thread.pointer.pointee.stack
        closure = unsafe Closure(stack[Int(info.pointee.function)].address)
        unsafe base = stack + Int(info.pointee.base)
        unsafe next = info.pointee.next.unsafelyUnwrapped
        unsafe constants = closure.pointer.pointee.prototype.pointer.pointee.constants.base
    }

    /// Reads the address of the registers anew.
    @inline(__always) mutating func reload() {
        unsafe base =
            thread.pointer.pointee.stack
            + Int(thread.pointer.pointee.calls[thread.pointer.pointee.callIndex].base)
    }

    /// Notes where the code has come to, as messages and calls need it.
    @inline(__always) func save() {
        unsafe thread.pointer.pointee.calls[thread.pointer.pointee.callIndex].next = unsafe next
    }

    @inline(__always) mutating func fetch() -> Instruction {
        let instruction = unsafe next.pointee
        unsafe next += 1
        return instruction
    }

    @inline(__always) mutating func skip() { unsafe next += 1 }

    @inline(__always) mutating func skip(by count: Int) { unsafe next += count }

    /// The instruction at hand, which is an operand of the one before.
    @inline(__always) var upcoming: Instruction { unsafe next.pointee }

    /// A register.
    @inline(__always) subscript(register: Int) -> LuaValue {
        get { unsafe base[register] }
        nonmutating set { unsafe base[register] = newValue }
    }

    @inline(__always) func constant(_ index: Int) -> LuaValue { unsafe constants[index] }

    /// A register or, from 256 on, a constant.
    @inline(__always) func operand(_ index: Int) -> LuaValue {
        unsafe (index & Instruction.constantBit != 0 ? constants : base)[index & 0xFF]
    }

    /// The slot of the stack that a register is.
    @inline(__always) func slot(_ register: Int) -> Int {
        unsafe Int(thread.pointer.pointee.calls[thread.pointer.pointee.callIndex].base) &+ register
    }

    @inline(__always) func fillNil(_ range: ClosedRange<Int>) {
        var index = range.lowerBound
        while index <= range.upperBound {
            self[index] = .nil
            index &+= 1
        }
    }
}

extension Prototype {
    /// The instruction before the one that a call goes on with.
    func step(before info: CallInfo) -> Int {
        unsafe info.next.map { unsafe $0 - UnsafePointer(pointer.pointee.code.base) - 1 } ?? 0
    }
}
