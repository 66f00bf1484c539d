// `table.sort`: quicksort with the middle of three as its pivot, step by step as the language's own does it, so that programs whose
// order function has effects, or is no order, see the same.
//
// Guarantee: an order function that is none leads to an error at worst: indices are checked where it could lead them astray.

struct TableSort {
    let table: LuaTable
    let thread: Thread
    let order: LuaValue
    let call: LuaCall

    static func sort(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        let count = table.length
        if !call[2].isNil { _ = try call.checkFunction(2) }
        try TableSort(table: table, thread: call.thread, order: call[2], call: call).sort(1, count)
    }

    @inline(__always) private func less(_ left: LuaValue, _ right: LuaValue) throws(LuaError) -> Bool {
        if !order.isNil {
            let at = thread.top
            try thread.ensure(3)
            thread.push(order)
            thread.push(left)
            thread.push(right)
            try thread.call(at, wanted: 1)
            thread.top = at
            return !thread[at].isFalsy
        }
        if left.isNumber && right.isNumber { return left.double < right.double }
        return try thread.less(left, right)
    }

    @inline(__always) private func set(_ index: Int, _ value: LuaValue) throws(LuaError) {
        if table.isReadOnly { throw thread.error("Attempt to modify a readonly table") }
        try table.set(index, value)
    }

    /// Leaves an element on the stack while the order function runs, which may take it out of the table and collect.
    @inline(__always) private func keep(_ value: LuaValue) throws(LuaError) {
        try thread.ensure(1)
        thread.push(value)
    }

    /// Exchanges two elements if the second belongs before the first.
    private func arrange(_ first: Int, _ second: Int) throws(LuaError) -> Bool {
        let (low, high) = (table.get(first), table.get(second))
        let top = thread.top
        try keep(low)
        try keep(high)
        defer { thread.top = top }
        guard try less(high, low) else { return false }
        try set(first, high)
        try set(second, low)
        return true
    }

    private func sort(_ lower: Int, _ upper: Int) throws(LuaError) {
        var (lower, upper) = (lower, upper)
        while lower < upper {
            _ = try arrange(lower, upper)
            if upper - lower == 1 { return }
            let middle = (lower + upper) / 2
            if try !arrange(lower, middle) { _ = try arrange(middle, upper) }
            if upper - lower == 2 { return }
            let pivot = table.get(middle)
            try set(middle, table.get(upper - 1))
            try set(upper - 1, pivot)
            let place = try partition(lower, upper, pivot)
            if thread.runtime.countSteps((upper - lower) >> 2) { try thread.runtime.callHook() }
            // The smaller part by a call of its own, the greater one here.
            let (low, high) = (lower, upper)
            if place - low < high - place {
                lower = place + 1
                try sort(low, place - 1)
            } else {
                upper = place - 1
                try sort(place + 1, high)
            }
        }
    }

    private func partition(_ lower: Int, _ upper: Int, _ pivot: LuaValue) throws(LuaError) -> Int {
        let top = thread.top
        try keep(pivot)
        defer { thread.top = top }
        var (left, right) = (lower, upper - 1)
        while true {
            left += 1
            while try less(table.get(left), pivot) {
                if left > upper { throw call.error("invalid order function for sorting") }
                left += 1
            }
            right -= 1
            while try less(pivot, table.get(right)) {
                if right < lower { throw call.error("invalid order function for sorting") }
                right -= 1
            }
            if right < left { break }
            let (low, high) = (table.get(left), table.get(right))
            try set(left, high)
            try set(right, low)
        }
        let moved = table.get(left)
        try set(upper - 1, moved)
        try set(left, pivot)
        return left
    }
}
