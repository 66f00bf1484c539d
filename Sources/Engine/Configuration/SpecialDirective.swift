// SpecialDirective: the directives that follow rules of their own. Each is read from words, shown and rewritten here.

/// A directive that follows rules of its own.
enum SpecialDirective: Sendable {
    case bind, directory, frequency, keyspaceEvents, oomScores, outputBufferLimits, percentiles, replicaOf, save

    var initialValue: DirectiveValue {
        switch self {
        case .bind: .list(FixtureDefaults.bind.map { Array($0.utf8) })
        case .directory: .text([])
        case .frequency: .integer(10)
        case .keyspaceEvents: .integer(0)
        case .oomScores: .integers([0, 200, 800])
        case .outputBufferLimits: .bufferLimits(OutputBufferLimits())
        case .percentiles: .doubles([50, 99, 99.9])
        case .replicaOf: .list([])
        case .save: .savePoints(FixtureDefaults.save)
        }
    }

    /// The value that `words` give, starting from the `current` one.
    func parse(
        _ words: [[UInt8]], current: DirectiveValue, _ profile: Profile
    ) throws(DirectiveRefusal) -> DirectiveValue {
        switch self {
        case .bind:
            guard words.count <= 16 else { throw DirectiveRefusal("Too many bind addresses specified.") }
            return .list(words == [[]] ? [] : words)
        case .directory: return .text(words[0])
        case .frequency:
            guard let value = words[0].withBytes({ $0.integer }) else { throw .notAnInteger }
            guard 0...DirectiveTable.intMax ~= value else { throw .outside(0...DirectiveTable.intMax) }
            return .integer(min(max(value, 1), 500))
        case .keyspaceEvents:
            guard let events = KeyspaceEvents(letters: words[0]) else {
                throw DirectiveRefusal("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.")
            }
            return .integer(events.rawValue)
        case .oomScores: return try parseScores(words)
        case .outputBufferLimits:
            guard case .bufferLimits(let limits) = current else { return current }
            return try parseLimits(words, current: limits, profile)
        case .percentiles: return try parsePercentiles(words, profile)
        case .replicaOf: return try parseMaster(words)
        case .save:
            guard case .savePoints(let points) = current else { return current }
            return try parseSavePoints(words, current: points)
        }
    }

    // MARK: Reading

    private func parseSavePoints(
        _ words: [[UInt8]], current: [SavePoint]
    ) throws(DirectiveRefusal) -> DirectiveValue {
        let words = words == [[]] ? [] : words
        var points = current
        let numbers = words.map { $0.withBytes { CNumber.parse($0) } }
        guard numbers.count.isMultiple(of: 2) else { throw DirectiveRefusal("Invalid save parameters") }
        for index in stride(from: 0, to: numbers.count, by: 2) {
            guard let seconds = numbers[index], let changes = numbers[index + 1], seconds >= 1, changes >= 0 else {
                throw DirectiveRefusal("Invalid save parameters")
            }
            // The changes are held in 32 bits.
            points.append(SavePoint(seconds: seconds, changes: Int(Int32(truncatingIfNeeded: changes))))
        }
        return .savePoints(points)
    }

    private func parseLimits(
        _ words: [[UInt8]], current: OutputBufferLimits, _ profile: Profile
    ) throws(DirectiveRefusal) -> DirectiveValue {
        guard words.count.isMultiple(of: 4) else {
            throw DirectiveRefusal("Wrong number of arguments in buffer limit configuration.")
        }
        var limits = current
        for index in stride(from: 0, to: words.count, by: 4) {
            guard let clients = words[index].withBytes({ SpecialDirective.clientClass($0) }) else {
                throw DirectiveRefusal("Invalid client class specified in buffer limit configuration.")
            }
            guard let hard = words[index + 1].withBytes({ MemorySize.parse($0, profile) }),
                let soft = words[index + 2].withBytes({ MemorySize.parse($0, profile) }),
                let seconds = words[index + 3].withBytes({ CNumber.parse($0) }), seconds >= 0
            else {
                throw DirectiveRefusal("Error in hard, soft or soft_seconds setting in buffer limit configuration.")
            }
            limits[keyPath: clients] = OutputBufferLimits.Limit(
                hard: Int(bitPattern: UInt(hard)), soft: Int(bitPattern: UInt(soft)), softSeconds: seconds)
        }
        return .bufferLimits(limits)
    }

    private static func clientClass(_ word: Bytes) -> WritableKeyPath<OutputBufferLimits, OutputBufferLimits.Limit>? {
        if word.matches("normal") { return \.normal }
        if word.matches("replica") || word.matches("slave") { return \.replica }
        return word.matches("pubsub") ? \.pubsub : nil
    }

    private func parseScores(_ words: [[UInt8]]) throws(DirectiveRefusal) -> DirectiveValue {
        guard words.count == 3 else { throw .wrongNumberOfArguments }
        let scores = words.compactMap { $0.withBytes { CNumber.parse($0) } }
        guard scores.count == 3, scores.allSatisfy({ -2000...2000 ~= $0 }) else {
            throw DirectiveRefusal("Invalid oom-score-adj-values, elements must be between -2000 and 2000.")
        }
        return .integers(scores)
    }

    private func parsePercentiles(
        _ words: [[UInt8]], _ profile: Profile
    ) throws(DirectiveRefusal) -> DirectiveValue {
        var percentiles: [Double] = []
        for word in words == [[]] ? [] : words {
            // Infinity is a number, digits that overflow to it are none.
            guard let value = Double(String(decoding: word, as: UTF8.self)), !value.isNaN,
                value.isFinite || !word.contains(where: { $0 &- 0x30 < 10 }),
                // Valkey 9.1 reads no hexadecimal digits.
                profile != .valkey91 || !word.contains(where: { $0 | 0x20 == UInt8(ascii: "x") })
            else { throw DirectiveRefusal("Invalid latency-tracking-info-percentiles parameters") }
            guard 0...100 ~= value else {
                throw DirectiveRefusal(
                    "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]")
            }
            percentiles.append(value)
        }
        return .doubles(percentiles)
    }

    /// Replication is not what this server is for; `no one` says so.
    private func parseMaster(_ words: [[UInt8]]) throws(DirectiveRefusal) -> DirectiveValue {
        guard words.count == 2 else { throw .wrongNumberOfArguments }
        if words[0].withBytes({ $0.matches("no") }), words[1].withBytes({ $0.matches("one") }) { return .list([]) }
        guard let port = words[1].withBytes({ CNumber.parse($0) }), 0...65535 ~= port else {
            throw DirectiveRefusal("Invalid master port")
        }
        throw DirectiveRefusal("this server cannot be a replica")
    }

    // MARK: Showing

    /// The value as CONFIG GET shows it.
    func text(_ value: DirectiveValue) -> [UInt8] {
        switch value {
        case .text(let text): text
        case .integer(let flags) where self == .keyspaceEvents: KeyspaceEvents(rawValue: flags).letters
        case .integer(let number): Array("\(number)".utf8)
        case .list(let words): Array(words.joined(separator: [0x20]))
        case .integers(let numbers): Array(numbers.map { "\($0)" }.joined(separator: " ").utf8)
        case .doubles(let numbers): Array(numbers.map { SpecialDirective.fixed($0) }.joined(separator: " ").utf8)
        case .savePoints(let points):
            Array(points.map { "\($0.seconds) \($0.changes)" }.joined(separator: " ").utf8)
        case .bufferLimits(let limits):
            Array(
                SpecialDirective.classes(of: limits, replica: "slave").map { name, limit in
                    "\(name) \(UInt(bitPattern: limit.hard)) \(UInt(bitPattern: limit.soft)) \(limit.softSeconds)"
                }.joined(separator: " ").utf8)
        case .boolean, .unsigned: []
        }
    }

    private static func classes(
        of limits: OutputBufferLimits, replica: String
    ) -> [(name: String, limit: OutputBufferLimits.Limit)] {
        [("normal", limits.normal), (replica, limits.replica), ("pubsub", limits.pubsub)]
    }

    /// Six digits behind the point, less the zeros at the end.
    static func fixed(_ value: Double) -> String {
        var text = FixedText.text(value, digits: 6)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    // MARK: Rewriting

    /// The lines that CONFIG REWRITE writes for the value. A line that is not forced only takes the place of one that is there.
    func rewrittenLines(_ name: String, _ value: DirectiveValue) -> [(line: [UInt8], isForced: Bool)] {
        let isChanged = value != initialValue
        switch value {
        case .savePoints(let points):
            if points.isEmpty { return [(Array("save \"\"".utf8), true)] }
            return points.map { (Array("save \($0.seconds) \($0.changes)".utf8), true) }
        case .bufferLimits(let limits):
            let initial = SpecialDirective.classes(of: OutputBufferLimits(), replica: "replica")
            return zip(SpecialDirective.classes(of: limits, replica: "replica"), initial).map { now, then in
                let (hard, soft) = (
                    UInt64(bitPattern: Int64(now.limit.hard)), UInt64(bitPattern: Int64(now.limit.soft))
                )
                let amounts = "\(MemorySize.text(hard)) \(MemorySize.text(soft)) \(now.limit.softSeconds)"
                return (Array("\(name) \(now.name) \(amounts)".utf8), now.limit != then.limit)
            }
        case .list(let words) where self == .replicaOf:
            return words.isEmpty ? [] : [(Array("\(name) ".utf8) + text(value), true)]
        case .text(let path):
            return [(Array("\(name) ".utf8) + InlineWords.quote(path), true)]
        case .integer(let flags) where self == .keyspaceEvents:
            return [(Array("\(name) ".utf8) + InlineWords.quote(text(value)), flags != 0)]
        case .list([]), .doubles([]):
            return [(Array("\(name) \"\"".utf8), isChanged)]
        default:
            return [(Array("\(name) ".utf8) + text(value), isChanged)]
        }
    }

    // MARK: The stored property

    func assign(_ value: DirectiveValue, to configuration: Configuration) {
        switch (self, value) {
        case (.bind, .list(let words)):
            configuration.bindAddresses = words.map { String(decoding: $0, as: UTF8.self) }
        case (.directory, .text(let path)): configuration.directory = String(decoding: path, as: UTF8.self)
        case (.frequency, .integer(let hz)): configuration.hz = hz
        case (.keyspaceEvents, .integer(let flags)): configuration.keyspaceEvents = KeyspaceEvents(rawValue: flags)
        case (.outputBufferLimits, .bufferLimits(let limits)): configuration.clientOutputBufferLimits = limits
        case (.percentiles, .doubles(let percentiles)): configuration.latencyPercentiles = percentiles
        case (.save, .savePoints(let points)): configuration.savePoints = points
        default: break
        }
    }
}
