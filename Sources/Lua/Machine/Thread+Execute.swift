// The machine: it fetches a step of the code, does it, and fetches the next, until the call that it was entered for returns.
//
// Calls of Lua functions by Lua functions do not nest here: they push a `CallInfo`, and the loop goes on in the other code.
// What is common and cheap is done in place; the rest in functions that are not inlined, so that the frame stays in registers.
//
// Where the code goes backwards and where it calls, steps are counted for the host's hook; where objects are made and
// after native functions, a collection may run: nowhere else.

extension Thread {
    /// Runs the current call, which is fresh, to its end or to a yield.
    func execute() throws(LuaError) {
        var f = Frame(self)
        while true {
            let i = f.fetch()
            switch i.operation {
            case .move: f[i.a] = f[i.b]
            case .loadConstant: f[i.a] = f.constant(i.wide)
            case .loadBoolean:
                f[i.a] = LuaValue(i.b != 0)
                if i.c != 0 { f.skip() }
            case .loadNil: f.fillNil(i.a...i.b)
            case .getUpvalue: f[i.a] = f.closure[i.b].value
            case .setUpvalue: f.closure[i.b].value = f[i.a]
            case .getGlobal: try f.getGlobal(i)
            case .setGlobal: try f.setGlobal(i)
            case .getTable: try f.getTable(i)
            case .setTable: try f.setTable(i)
            case .selfField: try f.selfField(i)
            case .newTable: try f.newTable(i)
            case .add: try f.arithmetic(i, .add) { $0 + $1 }
            case .subtract: try f.arithmetic(i, .sub) { $0 - $1 }
            case .multiply: try f.arithmetic(i, .mul) { $0 * $1 }
            case .divide: try f.arithmetic(i, .div) { $0 / $1 }
            case .modulo: try f.arithmetic(i, .mod) { Arithmetic.modulo($0, $1) }
            case .power: try f.arithmetic(i, .pow) { Arithmetic.power($0, $1) }
            case .minus: try f.minus(i)
            case .not: f[i.a] = LuaValue(f[i.b].isFalsy)
            case .length: try f.length(i)
            case .concat: try f.concat(i)
            case .jump: try f.jump(i.signed)
            case .equal: try f.equal(i)
            case .less: try f.less(i)
            case .lessOrEqual: try f.lessOrEqual(i)
            case .test: try f.branch(f[i.a].isFalsy == (i.c == 0))
            case .testSet: try f.testSet(i)
            case .call: if try f.call(i) { return }
            case .tailCall: if try f.tailCall(i) { return }
            case .return: if f.leave(i) { return }
            case .forLoop: try f.forLoop(i)
            case .forPrepare: try f.forPrepare(i)
            case .genericFor: try f.genericFor(i)
            case .setList: try f.setList(i)
            case .close: closeUpvalues(from: f.slot(i.a))
            case .closure: try f.makeClosure(i)
            case .vararg: try f.vararg(i)
            }
        }
    }
}

extension Frame {
    // MARK: Fields

    @inline(__always) mutating func getGlobal(_ i: Instruction) throws(LuaError) {
        let found = closure.o.environment.get(short: constant(i.wide).asString)
        if !found.isNil {
            self[i.a] = found
        } else {
            try slowGet(closure.o.environment.value, constant(i.wide), i.a, register: -1)
        }
    }

    @inline(__always) mutating func setGlobal(_ i: Instruction) throws(LuaError) {
        let table = closure.o.environment
        if table.isReadOnly || !table.replace(short: constant(i.wide).asString, self[i.a]) {
            try slowSet(table.value, constant(i.wide), self[i.a], register: -1)
        }
    }

    @inline(__always) mutating func getTable(_ i: Instruction) throws(LuaError) {
        let (object, key) = (self[i.b], operand(i.c))
        if object.isTable {
            let found = object.asTable.get(key)
            if !found.isNil || object.asTable.metatable == nil {
                self[i.a] = found
                return
            }
        }
        try slowGet(object, key, i.a, register: i.b)
    }

    @inline(__always) mutating func setTable(_ i: Instruction) throws(LuaError) {
        let (object, key, value) = (self[i.a], operand(i.b), operand(i.c))
        if object.isTable && !object.asTable.isReadOnly && object.asTable.replace(key, value) { return }
        try slowSet(object, key, value, register: i.a)
    }

    @inline(__always) mutating func selfField(_ i: Instruction) throws(LuaError) {
        let (object, key) = (self[i.b], operand(i.c))
        self[i.a + 1] = object
        if object.isTable {
            let found = object.asTable.get(key)
            if !found.isNil {
                self[i.a] = found
                return
            }
        }
        try slowGet(object, key, i.a, register: i.b)
    }

    @inline(__always)
    private mutating func slowGet(_ object: LuaValue, _ key: LuaValue, _ a: Int, register: Int) throws(LuaError) {
        save()
        let found = try thread.index(object, key, register: register)
        reload()
        self[a] = found
    }

    @inline(__always)
    private mutating func slowSet(
        _ object: LuaValue, _ key: LuaValue, _ value: LuaValue, register: Int
    ) throws(LuaError) {
        save()
        try thread.setIndex(object, key, value, register: register)
        reload()
    }

    @inline(__always) mutating func newTable(_ i: Instruction) throws(LuaError) {
        self[i.a] =
            thread.runtime.makeTable(
                array: Instruction.sizeHint(i.b), fields: Instruction.sizeHint(i.c)
            ).value
        try collectIfDue()
    }

    @inline(__always) mutating func collectIfDue() throws(LuaError) {
        if thread.runtime.isDue {
            save()
            try thread.collect()
            reload()
        }
    }

    mutating func setList(_ i: Instruction) throws(LuaError) {
        let block = i.c == 0 ? Int(fetch().raw) : i.c
        var count = i.b
        if count == 0 { count = thread.top - slot(i.a) - 1 }
        let table = self[i.a].asTable
        let first = (block - 1) * Instruction.fieldsPerFlush
        save()
        try table.growArray(to: first + count)
        for index in stride(from: count, to: 0, by: -1) { try table.set(first + index, self[i.a + index]) }
    }

    // MARK: Arithmetic

    @inline(__always)
    mutating func arithmetic(
        _ i: Instruction, _ event: Event, _ operation: (Double, Double) -> Double
    ) throws(LuaError) {
        let (left, right) = (operand(i.b), operand(i.c))
        if left.isNumber && right.isNumber {
            self[i.a] = LuaValue(computed: operation(left.double, right.double))
        } else {
            save()
            let result = try thread.arithmetic(left, right, event, operands: (i.b, i.c))
            reload()
            self[i.a] = result
        }
    }

    @inline(__always) mutating func minus(_ i: Instruction) throws(LuaError) {
        let operand = self[i.b]
        if operand.isNumber {
            self[i.a] = LuaValue(computed: -operand.double)
        } else {
            save()
            let result = try thread.arithmetic(operand, operand, .unm, operands: (i.b, i.b))
            reload()
            self[i.a] = result
        }
    }

    @inline(__always) mutating func length(_ i: Instruction) throws(LuaError) {
        let operand = self[i.b]
        if operand.isTable {
            self[i.a] = LuaValue(operand.asTable.length)
        } else if operand.isString {
            self[i.a] = LuaValue(operand.asString.count)
        } else {
            save()
            let result = try thread.lengthByMetamethod(operand, register: i.b)
            reload()
            self[i.a] = result
        }
    }

    @inline(__always) mutating func concat(_ i: Instruction) throws(LuaError) {
        save()
        try thread.concat(slots: slot(i.b), slot(i.c))
        reload()
        self[i.a] = self[i.b]
        try collectIfDue()
    }

    // MARK: Branches

    /// Counts a step; calls the host's hook when it is time.
    @inline(__always) mutating func tick() throws(LuaError) {
        if thread.runtime.countStep() {
            save()
            try thread.runtime.callHook()
            reload()
        }
    }

    @inline(__always) mutating func jump(_ distance: Int) throws(LuaError) {
        if distance < 0 { try tick() }
        skip(by: distance)
    }

    /// Takes the jump that stands next, or passes over it.
    @inline(__always) mutating func branch(_ isTaken: Bool) throws(LuaError) {
        if isTaken {
            let distance = upcoming.signed
            skip()
            try jump(distance)
        } else {
            skip()
        }
    }

    @inline(__always) mutating func equal(_ i: Instruction) throws(LuaError) {
        let (left, right) = (operand(i.b), operand(i.c))
        var isEqual = LuaValue.rawEqual(left, right)
        if !isEqual && left.tag == right.tag && (left.isTable || left.isFullUserdata) {
            save()
            isEqual = try thread.equalByMetamethod(left, right)
            reload()
        }
        try branch(isEqual == (i.a != 0))
    }

    @inline(__always) mutating func less(_ i: Instruction) throws(LuaError) {
        let (left, right) = (operand(i.b), operand(i.c))
        if left.isNumber && right.isNumber { return try branch((left.double < right.double) == (i.a != 0)) }
        save()
        let isLess = try thread.less(left, right)
        reload()
        try branch(isLess == (i.a != 0))
    }

    @inline(__always) mutating func lessOrEqual(_ i: Instruction) throws(LuaError) {
        let (left, right) = (operand(i.b), operand(i.c))
        if left.isNumber && right.isNumber { return try branch((left.double <= right.double) == (i.a != 0)) }
        save()
        let isLess = try thread.lessOrEqual(left, right)
        reload()
        try branch(isLess == (i.a != 0))
    }

    @inline(__always) mutating func testSet(_ i: Instruction) throws(LuaError) {
        let value = self[i.b]
        if value.isFalsy == (i.c == 0) {
            self[i.a] = value
            try branch(true)
        } else {
            skip()
        }
    }

    // MARK: Loops

    @inline(__always) mutating func forLoop(_ i: Instruction) throws(LuaError) {
        let step = self[i.a + 2].double
        let index = self[i.a].double + step
        let limit = self[i.a + 1].double
        if 0 < step ? index <= limit : limit <= index {
            try tick()
            skip(by: i.signed)
            self[i.a] = LuaValue(computed: index)
            self[i.a + 3] = LuaValue(computed: index)
        }
    }

    mutating func forPrepare(_ i: Instruction) throws(LuaError) {
        save()
        for (offset, name) in [(0, "initial value"), (1, "limit"), (2, "step")] {
            guard let number = self[i.a + offset].convertedNumber else {
                throw thread.error("'for' \(name) must be a number")
            }
            self[i.a + offset] = LuaValue(computed: number)
        }
        self[i.a] = LuaValue(computed: self[i.a].double - self[i.a + 2].double)
        skip(by: i.signed)
    }

    @inline(__always) mutating func genericFor(_ i: Instruction) throws(LuaError) {
        // `next` itself, which `pairs` gives, needs no call.
        if self[i.a].isFunction, self[i.a + 1].isTable, thread.runtime.isNext(self[i.a]) {
            try nextField(i)
        } else {
            try callIterator(i)
        }
    }

    @inline(__always) private mutating func nextField(_ i: Instruction) throws(LuaError) {
        let table = self[i.a + 1].asTable
        guard let start = table.traversalIndex(after: self[i.a + 2]) else { return try callIterator(i) }
        guard let field = table.nextField(from: start) else { return skip() }
        self[i.a + 2] = field.key
        self[i.a + 3] = field.key
        if i.c >= 2 { self[i.a + 4] = field.value }
        if i.c >= 3 { fillNil(i.a + 5...i.a + 2 + i.c) }
        try branch(true)
    }

    private mutating func callIterator(_ i: Instruction) throws(LuaError) {
        save()
        let start = slot(i.a + 3)
        for offset in 0..<3 { self[i.a + 3 + offset] = self[i.a + offset] }
        thread.top = start + 3
        try thread.call(start, wanted: i.c)
        reload()
        try collectIfDue()
        let control = self[i.a + 3]
        if control.isNil { return skip() }
        self[i.a + 2] = control
        try branch(true)
    }
}
