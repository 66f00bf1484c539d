// Reading and writing a directive's value: what CONFIG SET and the file accept, and what CONFIG GET and REWRITE tell.

extension DirectiveRefusal {
    static var notAnInteger: DirectiveRefusal { DirectiveRefusal("argument couldn't be parsed into an integer") }

    static func outside(_ range: ClosedRange<Int>, octal: Bool = false) -> DirectiveRefusal {
        let radix = octal ? 8 : 10
        let (low, high) = (String(range.lowerBound, radix: radix), String(range.upperBound, radix: radix))
        return DirectiveRefusal("argument must be between \(low) and \(high) inclusive")
    }

    static func notOne(of words: [String]) -> DirectiveRefusal {
        DirectiveRefusal("argument(s) must be one of the following: \(words.joined(separator: ", "))")
    }
}

extension Directive.Kind {
    /// The value that a row gives for the default.
    var initialValue: DirectiveValue {
        switch self {
        case .boolean(let value, _, _): .boolean(value)
        case .integer(let value, _, _, _, _): .integer(value)
        case .unsignedMemory(let value, _): .unsigned(value)
        case .text(let value, _, _): .text(Array(value.utf8))
        case .word(let value, _, _), .words(let value, _, _, _): .integer(value)
        case .special(let special): special.initialValue
        }
    }
}

extension Directive {
    // MARK: Reading

    /// The value that a line's words give, which follow the directive's name.
    ///
    /// A directive that takes several arguments takes them in one word as well, quoted as a whole.
    func parse(words: [[UInt8]], current: DirectiveValue) throws(DirectiveRefusal) -> DirectiveValue {
        guard flags.contains(.several) else {
            guard words.count == 1 else { throw .wrongNumberOfArguments }
            return try parse(words, current)
        }
        guard words.count == 1 else { return try parse(words, current) }
        return try parse(words[0].withBytes { InlineWords.split($0) } ?? [], current)
    }

    /// The value that one argument of CONFIG SET gives. Several arguments are parted by single spaces.
    func parse(argument: Bytes, current: DirectiveValue) throws(DirectiveRefusal) -> DirectiveValue {
        guard flags.contains(.several) else {
            let value = try parse([argument.array], current)
            guard let floor, case .integer(let number) = value else { return value }
            return .integer(max(number, floor))
        }
        if argument.isEmpty { return try parse([], current) }
        let words = argument.array.split(separator: 0x20, omittingEmptySubsequences: false).map { Array($0) }
        return try parse(words, current)
    }

    private func parse(_ words: [[UInt8]], _ current: DirectiveValue) throws(DirectiveRefusal) -> DirectiveValue {
        // All but text is read as a C string.
        let text = words.first ?? []
        let words = words.map { $0.withBytes { $0.asCString() } }
        switch kind {
        case .boolean(_, let check, _):
            return .boolean(try checked(try Directive.boolean(words[0]), check))
        case .integer(_, let range, let notation, let check, _):
            return .integer(try checked(try words[0].withBytes(notation.parse(in: range, profile)), check))
        case .unsignedMemory:
            return .unsigned(
                try words[0].withBytes { bytes throws(DirectiveRefusal) in try Directive.memory(bytes, profile) })
        case .text(_, let check, _):
            return .text(try checked(text, check))
        case .word(_, let known, _):
            return .integer(try Directive.index(of: words[0], in: known))
        case .words(_, let known, let check, _):
            guard !words.isEmpty else { throw .notOne(of: known) }
            var set = 0
            for word in words {
                let index = try Directive.index(of: word, in: known)
                if index > 0 { set |= 1 << (index - 1) }
            }
            return .integer(try checked(set, check))
        case .special(let special):
            return try special.parse(words, current: current, profile)
        }
    }

    private func checked<Value>(_ value: Value, _ check: Check<Value>?) throws(DirectiveRefusal) -> Value {
        if let reason = check?(value) { throw DirectiveRefusal(reason) }
        return value
    }

    private static func boolean(_ word: [UInt8]) throws(DirectiveRefusal) -> Bool {
        if word.withBytes({ $0.matches("yes") }) { return true }
        if word.withBytes({ $0.matches("no") }) { return false }
        throw DirectiveRefusal("argument must be 'yes' or 'no'")
    }

    private static func index(of word: [UInt8], in words: [String]) throws(DirectiveRefusal) -> Int {
        let index = word.withBytes { word in words.firstIndex { word.isSame(as: $0) } }
        guard let index else { throw .notOne(of: words) }
        return index
    }

    fileprivate static func memory(_ text: Bytes, _ profile: Profile) throws(DirectiveRefusal) -> UInt64 {
        guard let value = MemorySize.parse(text, profile) else {
            throw DirectiveRefusal("argument must be a memory value")
        }
        return value
    }

    // MARK: Writing

    /// The value as CONFIG GET shows it.
    func text(_ value: DirectiveValue) -> [UInt8] {
        switch (kind, value) {
        case (_, .boolean(let isOn)): Array(isOn ? "yes".utf8 : "no".utf8)
        case (.integer(_, _, let notation, _, _), .integer(let number)): Array(notation.text(number).utf8)
        case (.word(_, let words, _), .integer(let index)): Array(words[index].utf8)
        case (.words(_, let words, _, _), .integer(let set)): Directive.text(ofWords: set, words)
        case (_, .unsigned(let number)): Array("\(number)".utf8)
        case (.special(let special), _): special.text(value)
        case (_, .text(let text)): text
        default: []
        }
    }

    private static func text(ofWords set: Int, _ words: [String]) -> [UInt8] {
        guard set != 0 else { return Array(words[0].utf8) }
        let chosen = words.indices.dropFirst().filter { set & 1 << ($0 - 1) != 0 }
        return Array(chosen.map { words[$0] }.joined(separator: " ").utf8)
    }

    /// The lines that CONFIG REWRITE writes for the value. A line that is not forced only takes the place of one that is there.
    func rewrittenLines(_ value: DirectiveValue) -> [(line: [UInt8], isForced: Bool)] {
        let prefix = Array("\(name) ".utf8)
        let isChanged = value != initialValue
        switch (kind, value) {
        case (.special(let special), _): return special.rewrittenLines(name, value)
        case (.text(let initial, _, _), .text(let text)):
            if text.isEmpty, initial.isEmpty, !flags.contains(.keepsEmpty) { return [] }
            return [(prefix + InlineWords.quote(text), isChanged)]
        case (.integer(_, _, .memory, _, _), .integer(let number)):
            return [(prefix + Array(MemorySize.text(UInt64(number)).utf8), isChanged)]
        case (.integer(_, _, .memoryOrPercent, _, _), .integer(let number)) where number >= 0,
            (.integer(_, _, .signedMemory, _, _), .integer(let number)) where number >= 0:
            return [(prefix + Array(MemorySize.text(UInt64(number)).utf8), isChanged)]
        case (_, .unsigned(let number)):
            return [(prefix + Array(MemorySize.text(number).utf8), isChanged)]
        default:
            return [(prefix + text(value), isChanged)]
        }
    }

    // MARK: The stored property

    /// Puts a value into the property that the server's code reads, if there is one.
    func assign(_ value: DirectiveValue, to configuration: Configuration) {
        switch (kind, value) {
        case (.boolean(_, _, let field), .boolean(let isOn)): field?(configuration, isOn)
        case (.integer(_, _, _, _, let field), .integer(let number)): field?(configuration, number)
        case (.unsignedMemory(_, let field), .unsigned(let number)): field?(configuration, number)
        case (.text(_, _, let field), .text(let text)): field?(configuration, text)
        case (.word(_, _, let field), .integer(let index)): field?(configuration, index)
        case (.words(_, _, _, let field), .integer(let set)): field?(configuration, set)
        case (.special(let special), _): special.assign(value, to: configuration)
        default: preconditionFailure("a value of another directive")
        }
    }
}

extension Directive.Notation {
    /// Reads a number of this notation within `range`.
    fileprivate func parse(
        in range: ClosedRange<Int>, _ profile: Profile
    ) -> (Bytes) throws(DirectiveRefusal) -> Int {
        return { text throws(DirectiveRefusal) in
            let number = try self.number(text, profile)
            guard let number, range ~= number else { throw .outside(range, octal: self == .octal) }
            return number
        }
    }

    /// The number, or nil when it is beyond all ranges.
    private func number(_ text: Bytes, _ profile: Profile) throws(DirectiveRefusal) -> Int? {
        switch self {
        case .decimal:
            guard let number = text.integer else { throw .notAnInteger }
            return number
        case .octal:
            guard let number = CNumber.parse(text, radix: 8) else {
                throw DirectiveRefusal("argument couldn't be parsed as an octal number")
            }
            return number
        case .memory:
            return Int(exactly: try Directive.memory(text, profile))
        case .signedMemory:
            if let number = text.integer, number < 0 { return number }
            return Int(exactly: try Directive.memory(text, profile))
        case .memoryOrPercent:
            return try memoryOrPercent(text, profile)
        }
    }

    private func memoryOrPercent(_ text: Bytes, _ profile: Profile) throws(DirectiveRefusal) -> Int {
        let refusal = DirectiveRefusal("argument must be a memory or percent value")
        if text.count > 1, text[text.count - 1] == UInt8(ascii: "%") {
            guard let percent = text[0..<text.count - 1].integer, percent >= 0 else { throw refusal }
            guard percent <= 100 else { throw DirectiveRefusal("percentage argument must be less or equal to 100") }
            return -percent
        }
        guard let amount = MemorySize.parse(text, profile) else { throw refusal }
        // Amounts that need the 64th bit come out as percentages, as they do on the real server.
        return Int(truncatingIfNeeded: amount)
    }

    fileprivate func text(_ number: Int) -> String {
        switch self {
        case .octal: String(number, radix: 8)
        case .memoryOrPercent where number < 0: "\(-number)%"
        default: "\(number)"
        }
    }
}
