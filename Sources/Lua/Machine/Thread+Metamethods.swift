// The operations that are not done in place: by metamethods, on strings that stand for numbers, or not at all.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum Arithmetic {
    @inline(__always) static func modulo(_ left: Double, _ right: Double) -> Double {
        left - (left / right).rounded(.down) * right
    }
    static func power(_ left: Double, _ right: Double) -> Double { pow(left, right) }

    static func apply(_ event: Event, _ left: Double, _ right: Double) -> Double {
        switch event {
        case .add: left + right
        case .sub: left - right
        case .mul: left * right
        case .div: left / right
        case .mod: modulo(left, right)
        case .pow: power(left, right)
        default: -left
        }
    }
}

extension Thread {
    /// How many tables `__index` and `__newindex` may lead through.
    private static let chainLimit = 100

    /// The field `key` of `object`, with metamethods. `register` is where the object stands, or -1, for messages.
    @inline(never)
    func index(_ object: LuaValue, _ key: LuaValue, register: Int = -1) throws(LuaError) -> LuaValue {
        var object = object
        for round in 0..<Thread.chainLimit {
            let handler: LuaValue
            if object.isTable {
                let found = object.asTable.get(key)
                if !found.isNil { return found }
                guard let metatable = object.asTable.metatable else { return .nil }
                handler = metatable.fastEvent(.index)
                if handler.isNil { return .nil }
            } else {
                handler = runtime.metamethod(of: object, .index)
                if handler.isNil { throw typeError(object, "index", register: round == 0 ? register : -1) }
            }
            if handler.isFunction { return try callMetamethod(handler, object, key) }
            object = handler
        }
        throw error("loop in gettable")
    }

    /// Sets the field `key` of `object`, with metamethods.
    @inline(never)
    func setIndex(
        _ object: LuaValue, _ key: LuaValue, _ value: LuaValue, register: Int = -1
    ) throws(LuaError) {
        var object = object
        for round in 0..<Thread.chainLimit {
            let handler: LuaValue
            if object.isTable {
                let table = object.asTable
                if table.isReadOnly { throw error("Attempt to modify a readonly table") }
                if table.replace(key, value) { return table.forgetEvents() }
                try checkKey(key)
                handler = table.metatable?.fastEvent(.newindex) ?? .nil
                // The key takes a place even if a metamethod then decides otherwise, as the order of `next` shows.
                try table.set(key, handler.isNil ? value : .nil)
                if handler.isNil { return }
            } else {
                handler = runtime.metamethod(of: object, .newindex)
                if handler.isNil { throw typeError(object, "index", register: round == 0 ? register : -1) }
            }
            if handler.isFunction { return try callMetamethod(handler, object, key, value) }
            object = handler
        }
        throw error("loop in settable")
    }

    func checkKey(_ key: LuaValue) throws(LuaError) {
        if key.isNil { throw error("table index is nil") }
        if key.isNumber && key.double.isNaN { throw error("table index is NaN") }
    }

    // MARK: Arithmetic

    /// Operands that are not both numbers. `operands` name registers or constants, for messages.
    @inline(never)
    func arithmetic(
        _ left: LuaValue, _ right: LuaValue, _ event: Event, operands: (Int, Int)
    ) throws(LuaError) -> LuaValue {
        let first = left.convertedNumber
        if let first = first, let second = right.convertedNumber {
            return LuaValue(Arithmetic.apply(event, first, second))
        }
        if let handler = binaryHandler(left, right, event) { return try callMetamethod(handler, left, right) }
        let isFirst = first == nil
        throw typeError(
            isFirst ? left : right, "perform arithmetic on", operand: isFirst ? operands.0 : operands.1)
    }

    private func binaryHandler(_ left: LuaValue, _ right: LuaValue, _ event: Event) -> LuaValue? {
        let first = runtime.metamethod(of: left, event)
        if !first.isNil { return first }
        let second = runtime.metamethod(of: right, event)
        return second.isNil ? nil : second
    }

    func lengthByMetamethod(_ object: LuaValue, register: Int) throws(LuaError) -> LuaValue {
        let handler = runtime.metamethod(of: object, .len)
        if handler.isNil { throw typeError(object, "get length of", register: register) }
        return try callMetamethod(handler, object, .nil)
    }

    // MARK: Concatenation

    /// Concatenates the values in slots `first` to `last`, from the right; the result goes to the first.
    @inline(never)
    func concat(slots first: Int, _ last: Int) throws(LuaError) {
        var last = last
        while last > first {
            let (left, right) = (self[last - 1], self[last])
            if left.isText && right.isText {
                var start = last - 1
                while start > first && self[start - 1].isText { start -= 1 }
                self[start] = try concatText(start...last).value
                last = start
            } else {
                guard let handler = binaryHandler(left, right, .concat) else {
                    let slot = left.isText ? last : last - 1
                    let register = current.isLua ? slot - Int(current.base) : -1
                    throw typeError(self[slot], "concatenate", register: register)
                }
                self[last - 1] = try callMetamethod(handler, left, right)
                last -= 1
            }
        }
    }

    private func concatText(_ slots: ClosedRange<Int>) throws(LuaError) -> LuaString {
        var count = 0
        for index in slots {
            if self[index].isNumber { self[index] = runtime.string(number: self[index].double).value }
            count += self[index].asString.count
        }
        try runtime.reserve(count)
        return runtime.concat(count: count, slots.lazy.map { self[$0].asString })
    }

    // MARK: Comparison

    func equalByMetamethod(_ left: LuaValue, _ right: LuaValue) throws(LuaError) -> Bool {
        guard let first = runtime.metatable(of: left), let second = runtime.metatable(of: right) else { return false }
        let handler = first.fastEvent(.eq)
        if handler.isNil { return false }
        if first.value.bits != second.value.bits {
            let other = second.fastEvent(.eq)
            if other.isNil || !LuaValue.rawEqual(handler, other) { return false }
        }
        return try !callMetamethod(handler, left, right).isFalsy
    }

    /// Whether two values are equal, with metamethods.
    func equal(_ left: LuaValue, _ right: LuaValue) throws(LuaError) -> Bool {
        if LuaValue.rawEqual(left, right) { return true }
        guard left.tag == right.tag && (left.isTable || left.isFullUserdata) else { return false }
        return try equalByMetamethod(left, right)
    }

    @inline(never)
    func less(_ left: LuaValue, _ right: LuaValue) throws(LuaError) -> Bool {
        if left.isNumber && right.isNumber { return left.double < right.double }
        if left.isString && right.isString { return left.asString.compare(right.asString) < 0 }
        if let result = try order(left, right, .lt) { return result }
        throw orderError(left, right)
    }

    @inline(never)
    func lessOrEqual(_ left: LuaValue, _ right: LuaValue) throws(LuaError) -> Bool {
        if left.isNumber && right.isNumber { return left.double <= right.double }
        if left.isString && right.isString { return left.asString.compare(right.asString) <= 0 }
        if let result = try order(left, right, .le) { return result }
        if let result = try order(right, left, .lt) { return !result }
        throw orderError(left, right)
    }

    private func order(_ left: LuaValue, _ right: LuaValue, _ event: Event) throws(LuaError) -> Bool? {
        guard left.hasSameType(as: right) else { return nil }
        let handler = runtime.metamethod(of: left, event)
        guard !handler.isNil, LuaValue.rawEqual(handler, runtime.metamethod(of: right, event)) else { return nil }
        return try !callMetamethod(handler, left, right).isFalsy
    }

    private func orderError(_ left: LuaValue, _ right: LuaValue) -> LuaError {
        let (first, second) = (left.typeName, right.typeName)
        // The language tells types apart by the third letter here.
        if first.bytes[2] == second.bytes[2] {
            return error("attempt to compare two \(first) values")
        }
        return error("attempt to compare \(first) with \(second)")
    }
}

extension LuaValue {
    /// Whether it is a string or a number, which concatenation takes as one.
    @inline(__always) var isText: Bool { isString || isNumber }

    func hasSameType(as other: LuaValue) -> Bool {
        if isNumber || other.isNumber { return isNumber && other.isNumber }
        if tag == Tag.constant && other.tag == Tag.constant { return isNil == other.isNil }
        return tag == other.tag
    }

    /// The number, or the one that a string stands for.
    @inline(__always) public var convertedNumber: Double? {
        if isNumber { return double }
        return isString ? Numeral.parse(asString) : nil
    }
}
