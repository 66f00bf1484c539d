// The collector: marks what can be reached and frees the rest, all at once.
//
// Guarantee: it runs at the machine's safe points only, where every value in use stands in a stack, a table, an upvalue or among the
// pinned ones. A native function never sees a collection but in the calls that it makes.
//
// Slots of a stack above its top are cleared by each collection, so that what stands in any slot either was marked by the
// last collection or was written after it: a stale slot never leads to freed memory.
//
// Why it is unsafe inside: it goes through the objects by their headers. Why that is sound: every object is in one list
// or in the table of strings, its kind in its header, and is freed only after the marking has not reached it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Runtime {
    /// Frees what cannot be reached; sets when the next collection is due. O(heap).
    /// - Returns: userdata whose finalizers have to be called.
    func collect() {
        unsafe pointer.pointee.mark = o.mark == 1 ? 2 : 1
        markRoots()
        propagate()
        findFinalizable()
        propagate()
        clearWeakTables()
        closeLostStacks()
        sweepStrings()
        unsafe pointer.pointee.objects = sweep(pointer.pointee.objects)
        unsafe pointer.pointee.userdata = sweep(pointer.pointee.userdata)
        unsafe pointer.pointee.threads = sweep(pointer.pointee.threads)
        guard o.collectsByItself else {
            o.threshold = Int.max
            return
        }
        let live = o.bytes
        let (scaled, overflow) = live.multipliedReportingOverflow(by: o.pause)
        let next = overflow ? Int.max : max(scaled / 100, Runtime.firstThreshold)
        scheduleCollection(at: min(next, max(o.limit, live + 1)))
    }

    // MARK: Marking

    private func markRoots() {
        for event in Event.allCases { mark(name(event).value) }
        if let table = o.stringMetatable { mark(table.value) }
        mark(mainThread.value)
        mark(thread.value)
        if let source = o.raisedSource { mark(source.value) }
        for value in o.pinned { mark(value) }
        for userdata in o.finalizable { mark(userdata.value) }
    }

    @inline(__always)
    private func mark(_ value: LuaValue) { if value.isObject { unsafe mark(object: value.address) } }

    private func mark(object: UnsafeMutableRawPointer) {
        let header = unsafe object.assumingMemoryBound(to: Header.self)
        if unsafe header.pointee.mark == pointer.pointee.mark { return }
        unsafe header.pointee.mark = pointer.pointee.mark
        if unsafe header.pointee.kind != .string { unsafe pointer.pointee.gray.append(object) }
    }

    private func propagate() {
        while let object = unsafe pointer.pointee.gray.popLast() {
            switch unsafe object.assumingMemoryBound(to: Header.self).pointee.kind {
            case .string: break
            case .table: traverse(unsafe LuaTable(object))
            case .closure: traverse(unsafe Closure(object))
            case .native:
                let native = unsafe Native(object)
                mark(native.o.environment.value)
                mark(native.o.kept)
            case .upvalue: mark(unsafe Upvalue(object).value)
            case .prototype: traverse(unsafe Prototype(object))
            case .userdata:
                let userdata = unsafe Userdata(object)
                if let table = userdata.o.metatable { mark(table.value) }
                mark(userdata.o.environment.value)
            case .thread: traverse(unsafe Thread(object))
            }
        }
    }

    private func traverse(_ closure: Closure) {
        unsafe mark(object: closure.o.prototype.pointer)
        mark(closure.o.environment.value)
        for index in 0..<Int(closure.o.upvalueCount) { unsafe mark(object: closure[index].pointer) }
    }

    private func traverse(_ prototype: Prototype) {
        let o = unsafe prototype.pointer.pointee
        unsafe mark(object: o.source.pointer)
        for index in 0..<o.constants.count { mark(o.constants[index]) }
        for index in 0..<o.nested.count { unsafe mark(object: o.nested[index].pointer) }
        for index in 0..<o.locals.count { unsafe mark(object: o.locals[index].name.pointer) }
        for index in 0..<o.upvalueNames.count { unsafe mark(object: o.upvalueNames[index].pointer) }
    }

    private func traverse(_ thread: Thread) {
        mark(thread.o.globals.value)
        if let resumer = thread.o.resumer { mark(resumer.value) }
        let top = thread.usedSlots
        for index in 0..<top { mark(thread[index]) }
        thread.clear(from: top)
        var open = thread.o.openUpvalues
        while let upvalue = open {
            unsafe mark(object: upvalue.pointer)
            open = upvalue.o.nextOpen
        }
    }

    private func traverse(_ table: LuaTable) {
        var (weakKeys, weakValues) = (false, false)
        if let metatable = table.metatable {
            mark(metatable.value)
            if let mode = metatable.get(short: name(.mode)).string {
                for byte in mode.array {
                    if byte == UInt8(ascii: "k") { weakKeys = true }
                    if byte == UInt8(ascii: "v") { weakValues = true }
                }
                if weakKeys || weakValues { o.weak.append(table) }
            }
        }
        if weakKeys && weakValues { return }
        if !weakValues { for index in 0..<table.arrayCount { mark(table[slot: index]) } }
        for index in 0..<table.nodeCount {
            let node = table[node: index]
            if node.value.isNil {
                if node.key.isObject { table.bury(node: index) }
            } else {
                if !weakKeys { mark(node.key) }
                if !weakValues { mark(node.value) }
            }
        }
    }

    // MARK: What is weak or has a finalizer

    /// Whether a weak table has to let go of a value. Strings are values like numbers: kept.
    private func isGone(_ value: LuaValue) -> Bool {
        guard value.isObject else { return false }
        if value.isString {
            mark(value)
            return false
        }
        return unsafe value.address.assumingMemoryBound(to: Header.self).pointee.mark != pointer.pointee.mark
    }

    private func clearWeakTables() {
        for table in o.weak {
            for index in 0..<table.arrayCount where isGone(table[slot: index]) { table[slot: index] = .nil }
            for index in 0..<table.nodeCount {
                let node = table[node: index]
                if !node.value.isNil, isGone(node.key) || isGone(node.value) { table.removeValue(node: index) }
                if table[node: index].value.isNil, node.key.isObject { table.bury(node: index) }
            }
        }
        o.weak.removeAll(keepingCapacity: true)
    }

    private func findFinalizable() {
        var next = unsafe pointer.pointee.userdata
        var found: [Userdata] = []
        while let header = unsafe next {
            unsafe next = header.pointee.next
            let userdata = unsafe Userdata(UnsafeMutableRawPointer(header))
            guard unsafe header.pointee.mark != pointer.pointee.mark, unsafe header.pointee.flags == 0,
                let metatable = userdata.o.metatable, !metatable.get(short: name(.gc)).isNil
            else { continue }
            unsafe header.pointee.flags = 1
            found.append(userdata)
        }
        for userdata in found { mark(userdata.value) }
        o.finalizable.append(contentsOf: found)
    }

    // MARK: Sweeping

    /// Gives the variables on stacks that go values of their own: a closure that is still there may have taken hold of them.
    /// Nothing has been freed yet, so that every upvalue of such a stack can be looked at.
    private func closeLostStacks() {
        var next = unsafe pointer.pointee.threads
        while let header = unsafe next {
            unsafe next = header.pointee.next
            if unsafe header.pointee.mark == pointer.pointee.mark { continue }
            unsafe Thread(UnsafeMutableRawPointer(header)).closeUpvalues(from: 0)
        }
    }

    private func sweepStrings() {
        for index in 0..<o.stringCapacity {
            var link = unsafe pointer.pointee.strings + index
            while let header = unsafe link.pointee {
                if unsafe header.pointee.mark == pointer.pointee.mark {
                    unsafe link = unsafe UnsafeMutableRawPointer(header).assumingMemoryBound(
                        to: UnsafeMutablePointer<Header>?.self)
                } else {
                    unsafe link.pointee = header.pointee.next
                    o.stringCount -= 1
                    unsafe release(header)
                }
            }
        }
    }

    /// Frees the objects of a list that were not reached.
    /// - Returns: the list of those that were.
    private func sweep(_ list: UnsafeMutablePointer<Header>?) -> UnsafeMutablePointer<Header>? {
        var next = unsafe list
        var first: UnsafeMutablePointer<Header>?
        var last: UnsafeMutablePointer<Header>?
        let mark = o.mark
        while let header = unsafe next {
            unsafe next = header.pointee.next
            if unsafe header.pointee.mark != mark {
                unsafe release(header)
                continue
            }
            if let previous = unsafe last { unsafe previous.pointee.next = header } else { unsafe first = header }
            unsafe last = header
        }
        if let last = unsafe last { unsafe last.pointee.next = nil }
        return unsafe first
    }

    /// Frees one object, whatever it is.
    private func release(_ header: UnsafeMutablePointer<Header>) {
        let raw = UnsafeMutableRawPointer(header)
        switch unsafe header.pointee.kind {
        case .string: count(bytes: -LuaString.size(count: unsafe LuaString(raw).count))
        case .table:
            let table = unsafe LuaTable(raw)
            count(bytes: -MemoryLayout<LuaTable.Layout>.size)
            table.freeParts()
        case .closure:
            count(bytes: -Closure.size(upvalues: Int(unsafe Closure(raw).o.upvalueCount)))
        case .native:
            count(bytes: -MemoryLayout<Native.Layout>.size)
            unsafe Native(raw).pointer.deinitialize(count: 1)
        case .upvalue: count(bytes: -MemoryLayout<Upvalue.Layout>.size)
        case .prototype:
            let prototype = unsafe Prototype(raw)
            count(bytes: -MemoryLayout<Prototype.Layout>.size - prototype.runSize)
            prototype.freeRuns()
        case .userdata: count(bytes: -MemoryLayout<Userdata.Layout>.size)
        case .thread:
            let thread = unsafe Thread(raw)
            count(bytes: -MemoryLayout<Thread.Layout>.size)
            thread.freeParts()
        }
        unsafe free(raw)
    }

    /// Frees every object, with the state.
    func freeAll() {
        for index in 0..<o.stringCapacity { unsafe freeAll(pointer.pointee.strings[index]) }
        unsafe freeAll(pointer.pointee.objects)
        unsafe freeAll(pointer.pointee.userdata)
        unsafe freeAll(pointer.pointee.threads)
    }

    private func freeAll(_ list: UnsafeMutablePointer<Header>?) {
        var next = unsafe list
        while let header = unsafe next {
            unsafe next = header.pointee.next
            unsafe release(header)
        }
    }
}
