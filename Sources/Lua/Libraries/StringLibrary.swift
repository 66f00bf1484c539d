// Functions on strings, but for formatting (StringLibrary+Format.swift). Positions count from 1; negative ones from the end.

enum StringLibrary {
    static var functions: [(StaticString, NativeFunction)] {
        [
            ("byte", byte), ("char", char), ("dump", dump), ("find", find), ("format", format), ("gfind", gmatch),
            ("gmatch", gmatch), ("gsub", gsub), ("len", len), ("lower", lower), ("match", match), ("rep", rep),
            ("reverse", reverse), ("sub", sub), ("upper", upper),
        ]
    }

    /// A position counted from the end made one counted from the beginning.
    private static func absolute(_ position: Int, _ count: Int) -> Int {
        position >= 0 ? position : max(position.addingReportingOverflow(count + 1).partialValue, 0)
    }

    private static func len(_ call: inout LuaCall) throws(LuaError) { try call.push(try call.checkString(1).count) }

    private static func sub(_ call: inout LuaCall) throws(LuaError) {
        let string = try call.checkString(1)
        let start = max(absolute(try call.checkInteger(2), string.count), 1)
        let end = min(absolute(try call.integer(3, or: -1), string.count), string.count)
        try call.push(start <= end ? call.runtime.substring(string, (start - 1)..<end) : call.string(""))
    }

    private static func map(_ call: inout LuaCall, _ change: (UInt8) -> UInt8) throws(LuaError) {
        let string = try call.checkString(1)
        try call.push(try call.string(string.array.map(change)))
    }

    private static func lower(_ call: inout LuaCall) throws(LuaError) { try map(&call, Character.lower) }
    private static func upper(_ call: inout LuaCall) throws(LuaError) { try map(&call, Character.upper) }

    private static func reverse(_ call: inout LuaCall) throws(LuaError) {
        try call.push(try call.string([UInt8](try call.checkString(1).array.reversed())))
    }

    private static func rep(_ call: inout LuaCall) throws(LuaError) {
        let string = try call.checkString(1)
        let times = max(try call.checkInt(2), 0)
        let (count, overflow) = string.count.multipliedReportingOverflow(by: times)
        if overflow { throw call.runtime.memoryError() }
        try call.runtime.reserve(count)
        if string.count == 1 {
            let byte = string[0]
            return try call.push(call.runtime.string(count: count, repeating: byte))
        }
        try call.push(call.runtime.concat(count: count, repeatElement(string, count: string.count == 0 ? 0 : times)))
    }

    private static func byte(_ call: inout LuaCall) throws(LuaError) {
        let string = try call.checkString(1)
        var start = absolute(try call.integer(2, or: 1), string.count)
        var end = absolute(try call.integer(3, or: start), string.count)
        if start <= 0 { start = 1 }
        if end > string.count { end = string.count }
        if start > end { return }
        guard call.hasRoom(end - start + 1) else { throw call.error("stack overflow (string slice too long)") }
        for index in start...end { try call.push(Int(string[index - 1])) }
    }

    private static func char(_ call: inout LuaCall) throws(LuaError) {
        var bytes: [UInt8] = []
        for index in 1..<(call.argumentCount + 1) {
            let code = try call.checkInt(index)
            guard code >= 0 && code <= 255 else { throw call.argumentError(index, "invalid value") }
            bytes.append(UInt8(code))
        }
        try call.push(call.runtime.string(bytes))
    }

    private static func dump(_ call: inout LuaCall) throws(LuaError) {
        _ = try call.checkFunction(1)
        throw call.error("unable to dump given function")
    }

    // MARK: Searching

    private static let specials = Array("^$*+?.([%-".utf8)

    private static func find(_ call: inout LuaCall) throws(LuaError) { try search(&call, isFind: true) }
    private static func match(_ call: inout LuaCall) throws(LuaError) { try search(&call, isFind: false) }

    private static func search(_ call: inout LuaCall, isFind: Bool) throws(LuaError) {
        let (subject, pattern) = (try call.checkString(1), try call.checkString(2))
        var start = absolute(try call.integer(3, or: 1), subject.count) - 1
        start = min(max(start, 0), subject.count)
        if isFind && (!call[4].isFalsy || isPlain(pattern)) {
            guard let found = subject.firstIndex(of: pattern, from: start) else { return try call.push(.nil) }
            try call.push(found + 1)
            return try call.push(found + pattern.count)
        }
        let isAnchored = pattern.byte(0) == UInt8(ascii: "^")
        var matcher = PatternMatcher(call, subject: subject, pattern: pattern)
        repeat {
            let end = try matcher.match(start, from: isAnchored ? 1 : 0)
            if end >= 0 {
                if isFind {
                    try call.push(start + 1)
                    try call.push(end)
                }
                return try pushCaptures(&call, matcher, start, end, whole: !isFind)
            }
            start += 1
        } while start <= subject.count && !isAnchored
        try call.push(.nil)
    }

    private static func isPlain(_ pattern: LuaString) -> Bool {
        for index in 0..<pattern.count {
            let byte = pattern.byte(index)
            if byte == 0 { return true }
            if specials.contains(byte) { return false }
        }
        return true
    }

    private static func pushCaptures(
        _ call: inout LuaCall, _ matcher: PatternMatcher, _ start: Int, _ end: Int, whole: Bool
    ) throws(LuaError) {
        for index in 0..<matcher.captureCount(whole: whole) { try call.push(try matcher.capture(index, start, end)) }
    }

    // MARK: All matches

    private static func gmatch(_ call: inout LuaCall) throws(LuaError) {
        let (subject, pattern) = (try call.checkString(1), try call.checkString(2))
        let state = try call.makeTable(array: 3)
        try state.set(1, subject.value)
        try state.set(2, pattern.value)
        try state.set(3, LuaValue(0))
        let step = call.runtime.makeNative(environment: call.thread.o.globals, kept: state.value, nextMatch)
        try call.push(step.value)
    }

    private static func nextMatch(_ call: inout LuaCall) throws(LuaError) {
        let state = call.kept.asTable
        let (subject, pattern) = (state.get(1).asString, state.get(2).asString)
        var matcher = PatternMatcher(call, subject: subject, pattern: pattern)
        var start = Int(state.get(3).double)
        while start <= subject.count {
            let end = try matcher.match(start, from: 0)
            if end >= 0 {
                try state.set(3, LuaValue(end == start ? end + 1 : end))
                return try pushCaptures(&call, matcher, start, end, whole: true)
            }
            start += 1
        }
    }

    private static func gsub(_ call: inout LuaCall) throws(LuaError) {
        let (subject, pattern) = (try call.checkString(1), try call.checkString(2))
        let isAnchored = pattern.byte(0) == UInt8(ascii: "^")
        let limit = call[4].isNil ? subject.count + 1 : try call.checkInt(4)
        let replacement = call[3]
        guard replacement.isText || replacement.isFunction || replacement.isTable else {
            throw call.argumentError(3, "string/function/table expected")
        }
        let text = replacement.isText ? try call.checkString(3) : nil
        var matcher = PatternMatcher(call, subject: subject, pattern: pattern)
        var result: [UInt8] = []
        var (count, start) = (0, 0)
        while count < limit {
            let end = try matcher.match(start, from: isAnchored ? 1 : 0)
            if end >= 0 {
                count += 1
                if let text = text {
                    try expand(text, matcher, start, end, &result)
                } else {
                    try replace(&call, replacement, matcher, start, end, &result)
                }
                try call.runtime.reserve(result.count)
            }
            if end > start {
                start = end
            } else if start < subject.count {
                result.append(subject[start])
                start += 1
            } else {
                break
            }
            if isAnchored { break }
        }
        result.append(subject, start..<subject.count)
        try call.push(try call.string(result))
        try call.push(count)
    }

    private static func expand(
        _ text: LuaString, _ matcher: PatternMatcher, _ start: Int, _ end: Int, _ result: inout [UInt8]
    ) throws(LuaError) {
        var index = 0
        while index < text.count {
            let byte = text.byte(index)
            index += 1
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            let next = text.byte(index)
            index += 1
            if !Character.isDigit(next) {
                result.append(next)
            } else if next == UInt8(ascii: "0") {
                result.append(matcher.subject, start..<end)
            } else {
                let value = try matcher.capture(Int(next) - 49, start, end)
                result.append(value)
            }
        }
    }

    private static func replace(
        _ call: inout LuaCall, _ replacement: LuaValue, _ matcher: PatternMatcher, _ start: Int, _ end: Int,
        _ result: inout [UInt8]
    ) throws(LuaError) {
        let thread = call.thread
        let value: LuaValue
        if replacement.isFunction {
            let at = thread.top
            try thread.ensure(34)
            thread.push(replacement)
            for index in 0..<matcher.captureCount(whole: true) { thread.push(try matcher.capture(index, start, end)) }
            try thread.call(at, wanted: 1)
            thread.top = at
            value = thread[at]
        } else {
            value = try thread.index(replacement, try matcher.capture(0, start, end))
        }
        if value.isFalsy {
            result.append(matcher.subject, start..<end)
        } else if value.isText {
            result.append(value)
        } else {
            throw call.error("invalid replacement value (a \(value.typeName))")
        }
    }
}
