// Patterns: matching by going back, as the language defines it. A pattern ends at its first zero byte.
//
// Guarantee: neither a malformed pattern nor one that nests too deeply can do more than throw; the host's hook is called while a match
// takes long.

struct PatternMatcher {
    enum Length {
        static let unfinished = -1
        static let position = -2
    }

    struct Capture {
        var start: Int
        var length: Int
    }

    private static let greatestCaptures = 32
    /// How deep matching may go back and forth; each level takes some of the host's stack.
    private static let greatestDepth = 2000
    private static let escape = UInt8(ascii: "%")
    static let noMatch = -1

    let subject: LuaString
    let pattern: LuaString
    private let runtime: Runtime
    private let thread: Thread
    private(set) var captures: [Capture] = []
    private var depth = 0
    private var steps = 0

    init(_ call: LuaCall, subject: LuaString, pattern: LuaString) {
        self.subject = subject
        self.pattern = pattern
        runtime = call.runtime
        thread = call.thread
    }

    private func error(_ message: LuaMessage) -> LuaError {
        LuaError(runtime.string((thread.place(level: 1) + message).bytes).value)
    }

    /// Matches the pattern from `start` on against the subject from `position` on.
    /// - Returns: where the match ends, or `noMatch`.
    mutating func match(_ position: Int, from start: Int) throws(LuaError) -> Int {
        captures.removeAll(keepingCapacity: true)
        depth = 0
        return try run(position, start)
    }

    private mutating func count(_ done: Int) throws(LuaError) {
        steps &+= done
        if steps >= 1024 {
            let isDue = runtime.countSteps(steps)
            steps = 0
            if isDue { try runtime.callHook() }
        }
    }

    // MARK: Matching

    private mutating func run(_ subjectIndex: Int, _ patternIndex: Int) throws(LuaError) -> Int {
        depth += 1
        defer { depth -= 1 }
        if depth > PatternMatcher.greatestDepth { throw error("pattern too complex") }
        var (s, p) = (subjectIndex, patternIndex)
        while true {
            try count(1)
            let byte = pattern.byte(p)
            switch byte {
            case 0: return s
            case UInt8(ascii: "("):
                let isPosition = pattern.byte(p + 1) == UInt8(ascii: ")")
                return try open(s, isPosition ? p + 2 : p + 1, isPosition ? Length.position : Length.unfinished)
            case UInt8(ascii: ")"): return try close(s, p + 1)
            case UInt8(ascii: "$") where pattern.byte(p + 1) == 0:
                return s == subject.count ? s : PatternMatcher.noMatch
            case PatternMatcher.escape:
                if let next = try special(s, p) {
                    if next.s < 0 { return PatternMatcher.noMatch }
                    (s, p) = next
                    continue
                }
            default: break
            }
            let end = try classEnd(p)
            switch pattern.byte(end) {
            case UInt8(ascii: "?"):
                if matchesOne(s, p, end) {
                    let result = try run(s + 1, end + 1)
                    if result >= 0 { return result }
                }
                p = end + 1
            case UInt8(ascii: "*"): return try expandMost(s, p, end)
            case UInt8(ascii: "+"):
                return matchesOne(s, p, end) ? try expandMost(s + 1, p, end) : PatternMatcher.noMatch
            case UInt8(ascii: "-"): return try expandLeast(s, p, end)
            default:
                if !matchesOne(s, p, end) { return PatternMatcher.noMatch }
                s += 1
                p = end
            }
        }
    }

    /// What is more than a class behind an escape: balances, frontiers, captures matched again. Nil if it is a class.
    private func special(_ s: Int, _ p: Int) throws(LuaError) -> (s: Int, p: Int)? {
        let kind = pattern.byte(p + 1)
        if kind == UInt8(ascii: "b") { return (try balance(s, p + 2), p + 4) }
        if kind == UInt8(ascii: "f") {
            guard pattern.byte(p + 2) == UInt8(ascii: "[") else { throw error("missing '[' after '%f' in pattern") }
            let end = try classEnd(p + 2)
            let previous = s == 0 ? 0 : subject.byte(s - 1)
            let isFrontier = !matchesSet(previous, p + 2, end - 1) && matchesSet(subject.byte(s), p + 2, end - 1)
            return (isFrontier ? s : PatternMatcher.noMatch, end)
        }
        if Character.isDigit(kind) { return (try again(s, kind), p + 2) }
        return nil
    }

    private func balance(_ s: Int, _ p: Int) throws(LuaError) -> Int {
        guard pattern.byte(p) != 0, pattern.byte(p + 1) != 0 else { throw error("unbalanced pattern") }
        let (open, close) = (pattern.byte(p), pattern.byte(p + 1))
        guard s < subject.count, subject.byte(s) == open else { return PatternMatcher.noMatch }
        var (level, index) = (1, s + 1)
        while index < subject.count {
            let byte = subject.byte(index)
            if byte == close {
                level -= 1
                if level == 0 { return index + 1 }
            } else if byte == open {
                level += 1
            }
            index += 1
        }
        return PatternMatcher.noMatch
    }

    private mutating func expandMost(_ s: Int, _ p: Int, _ end: Int) throws(LuaError) -> Int {
        var length = 0
        while matchesOne(s + length, p, end) { length += 1 }
        try count(length)
        while length >= 0 {
            let result = try run(s + length, end + 1)
            if result >= 0 { return result }
            length -= 1
        }
        return PatternMatcher.noMatch
    }

    private mutating func expandLeast(_ s: Int, _ p: Int, _ end: Int) throws(LuaError) -> Int {
        var s = s
        while true {
            let result = try run(s, end + 1)
            if result >= 0 { return result }
            guard matchesOne(s, p, end) else { return PatternMatcher.noMatch }
            s += 1
        }
    }

    // MARK: Captures

    private mutating func open(_ s: Int, _ p: Int, _ length: Int) throws(LuaError) -> Int {
        guard captures.count < PatternMatcher.greatestCaptures else { throw error("too many captures") }
        captures.append(Capture(start: s, length: length))
        let result = try run(s, p)
        if result < 0 { captures.removeLast() }
        return result
    }

    private mutating func close(_ s: Int, _ p: Int) throws(LuaError) -> Int {
        guard let index = captures.lastIndex(where: { $0.length == Length.unfinished }) else {
            throw error("invalid pattern capture")
        }
        captures[index].length = s - captures[index].start
        let result = try run(s, p)
        if result < 0 { captures[index].length = Length.unfinished }
        return result
    }

    private func again(_ s: Int, _ digit: UInt8) throws(LuaError) -> Int {
        let index = Int(digit) - Int(UInt8(ascii: "1"))
        guard index >= 0, index < captures.count, captures[index].length != Length.unfinished else {
            throw error("invalid capture index")
        }
        let (start, length) = (captures[index].start, captures[index].length)
        // A capture of a position has no length that could match.
        guard length >= 0, subject.count - s >= length else { return PatternMatcher.noMatch }
        for offset in 0..<length where subject.byte(start + offset) != subject.byte(s + offset) {
            return PatternMatcher.noMatch
        }
        return s + length
    }

    /// How many values a match hands out; the whole match, if there are no captures and `whole`.
    func captureCount(whole: Bool) -> Int { captures.isEmpty && whole ? 1 : captures.count }

    /// The value of a capture of the match from `start` to `end`; the whole match, if there are none.
    func capture(_ index: Int, _ start: Int, _ end: Int) throws(LuaError) -> LuaValue {
        guard index < captures.count else {
            guard index == 0 else { throw error("invalid capture index") }
            return runtime.substring(subject, start..<end).value
        }
        let capture = captures[index]
        switch capture.length {
        case Length.position: return LuaValue(capture.start + 1)
        case Length.unfinished: throw error("unfinished capture")
        default: return runtime.substring(subject, capture.start..<(capture.start + capture.length)).value
        }
    }

    // MARK: Single characters

    private func classEnd(_ p: Int) throws(LuaError) -> Int {
        var p = p + 1
        switch pattern.byte(p - 1) {
        case PatternMatcher.escape:
            guard pattern.byte(p) != 0 else { throw error("malformed pattern (ends with '%')") }
            return p + 1
        case UInt8(ascii: "["):
            if pattern.byte(p) == UInt8(ascii: "^") { p += 1 }
            repeat {
                guard pattern.byte(p) != 0 else { throw error("malformed pattern (missing ']')") }
                p += 1
                if pattern.byte(p - 1) == PatternMatcher.escape, pattern.byte(p) != 0 { p += 1 }
            } while pattern.byte(p) != UInt8(ascii: "]")
            return p + 1
        default: return p
        }
    }

    @inline(__always)
    private func matchesOne(_ s: Int, _ p: Int, _ end: Int) -> Bool {
        guard s < subject.count else { return false }
        let byte = subject.byte(s)
        switch pattern.byte(p) {
        case UInt8(ascii: "."): return true
        case PatternMatcher.escape: return PatternMatcher.matchesClass(byte, pattern.byte(p + 1))
        case UInt8(ascii: "["): return matchesSet(byte, p, end - 1)
        case let literal: return literal == byte
        }
    }

    private func matchesSet(_ byte: UInt8, _ start: Int, _ end: Int) -> Bool {
        var p = start + 1
        let isNegated = pattern.byte(p) == UInt8(ascii: "^")
        if isNegated { p += 1 }
        while p < end {
            let first = pattern.byte(p)
            if first == PatternMatcher.escape {
                p += 1
                if PatternMatcher.matchesClass(byte, pattern.byte(p)) { return !isNegated }
            } else if pattern.byte(p + 1) == UInt8(ascii: "-"), p + 2 < end {
                p += 2
                if first <= byte, byte <= pattern.byte(p) { return !isNegated }
            } else if first == byte {
                return !isNegated
            }
            p += 1
        }
        return isNegated
    }

    private static func matchesClass(_ byte: UInt8, _ kind: UInt8) -> Bool {
        let result: Bool
        switch Character.lower(kind) {
        case UInt8(ascii: "a"): result = Character.isLetter(byte)
        case UInt8(ascii: "c"): result = Character.isControl(byte)
        case UInt8(ascii: "d"): result = Character.isDigit(byte)
        case UInt8(ascii: "l"): result = Character.isLower(byte)
        case UInt8(ascii: "p"): result = Character.isPunctuation(byte)
        case UInt8(ascii: "s"): result = Character.isSpace(byte)
        case UInt8(ascii: "u"): result = Character.isUpper(byte)
        case UInt8(ascii: "w"): result = Character.isAlphanumeric(byte)
        case UInt8(ascii: "x"): result = Character.isHexDigit(byte)
        case UInt8(ascii: "z"): result = byte == 0
        default: return kind == byte
        }
        return Character.isUpper(kind) ? !result : result
    }
}
