// Functions on tables as lists. They read and write without metamethods, but for the comparisons of `sort`.

enum TableLibrary {
    static var functions: [(StaticString, NativeFunction)] {
        [
            ("concat", concat), ("foreach", forEach), ("foreachi", forEachIndex), ("getn", getN), ("insert", insert),
            ("maxn", greatestNumber), ("remove", remove), ("setn", setN), ("sort", TableSort.sort),
        ]
    }

    private static func getN(_ call: inout LuaCall) throws(LuaError) { try call.push(try call.checkTable(1).length) }

    private static func setN(_ call: inout LuaCall) throws(LuaError) {
        _ = try call.checkTable(1)
        throw call.error("'setn' is obsolete")
    }

    private static func greatestNumber(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        var (greatest, index) = (0.0, 0)
        while let field = table.nextField(from: index) {
            if let number = field.key.number, number > greatest { greatest = number }
            index = field.next
        }
        try call.push(greatest)
    }

    private static func forEach(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        let function = try call.checkFunction(2)
        var key = LuaValue.nil
        while true {
            guard let index = table.traversalIndex(after: key) else { throw call.thread.error("invalid key to 'next'") }
            guard let field = table.nextField(from: index) else { return }
            key = field.key
            let at = call.thread.top
            // The key stays on the stack, or it might be collected.
            try call.push(key)
            let result = try call.call(function, key, field.value)
            call.thread.top = at
            call.resultCount = 0
            if !result.isNil { return try call.push(result) }
        }
    }

    private static func forEachIndex(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        let count = table.length
        let function = try call.checkFunction(2)
        var index = 1
        while index <= count {
            let result = try call.call(function, LuaValue(index), table.get(index))
            if !result.isNil { return try call.push(result) }
            index += 1
        }
    }

    private static func insert(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        var end = table.length + 1
        let position: Int
        switch call.argumentCount {
        case 2: position = end
        case 3:
            position = try call.checkInt(2)
            if position > end { end = position }
            _ = call.runtime.countSteps((end - position) >> 4)
            var index = end
            while index > position {
                try call.rawSet(table, LuaValue(index), table.get(index - 1))
                index -= 1
            }
        default: throw call.error("wrong number of arguments to 'insert'")
        }
        try call.rawSet(table, LuaValue(position), call[call.argumentCount])
    }

    private static func remove(_ call: inout LuaCall) throws(LuaError) {
        let table = try call.checkTable(1)
        let end = table.length
        var position = call[2].isNil ? end : try call.checkInt(2)
        guard position >= 1 && position <= end else { return }
        _ = call.runtime.countSteps((end - position) >> 4)
        let removed = table.get(position)
        while position < end {
            try call.rawSet(table, LuaValue(position), table.get(position + 1))
            position += 1
        }
        try call.rawSet(table, LuaValue(end), .nil)
        try call.push(removed)
    }

    private static func concat(_ call: inout LuaCall) throws(LuaError) {
        let separator = call[2].isNil ? call.string("") : try call.checkString(2)
        let table = try call.checkTable(1)
        let first = call[3].isNil ? 1 : try call.checkInt(3)
        let last = call[4].isNil ? table.length : try call.checkInt(4)
        if first > last { return try call.push(call.string("")) }
        var parts: [LuaString] = []
        var count = 0
        for index in first...last {
            let value = table.get(index)
            guard value.isText else {
                throw call.error(
                    "invalid value (\(value.typeName)) at index \(index) in table for 'concat'")
            }
            let part = value.isString ? value.asString : call.runtime.string(number: value.double)
            parts.append(part)
            count += part.count
            if index < last && separator.count > 0 {
                parts.append(separator)
                count += separator.count
            }
        }
        try call.runtime.reserve(count)
        try call.push(call.runtime.concat(count: count, parts))
    }
}
