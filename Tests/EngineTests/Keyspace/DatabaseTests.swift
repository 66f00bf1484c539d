// A database: expiry on access and in the background, to the millisecond; sharing; exchange; who watches.

import Testing

@testable import UnderstudyEngine

@Suite struct DatabaseTests {
    private static let start: Int64 = 1_700_000_000_000

    private func makeDatabase() -> (Database, KeyspaceContext) {
        let context = KeyspaceContext(seed: 1)
        context.milliseconds = DatabaseTests.start
        return (Database(index: 0, context: context), context)
    }

    /// Adds, or replaces.
    private func put(_ database: Database, _ key: String, _ value: String, expiry: Int64? = nil, keep: Bool = false) {
        Array(key.utf8).withBytes { key in
            Array(value.utf8).withBytes {
                database.put(key, .bytes($0), at: database.locate(key), expiry: expiry, keepExpiry: keep)
            }
        }
    }

    private func value(_ database: Database, _ key: String) -> String? {
        Array(key.utf8).withBytes { database.peek($0)?.stringBytes.text }
    }

    private func expiry(_ database: Database, _ key: String) -> Int64? {
        Array(key.utf8).withBytes { database.peek($0)?.expiry }
    }

    private func setExpiry(_ database: Database, _ key: String, _ time: Int64?) {
        Array(key.utf8).withBytes { key in
            var location = database.locate(key)
            database.setExpiry(time, at: &location)
            #expect(location.entry?.expiry == time && location.entry.map { $0.key == key } == true)
        }
    }

    // MARK: Expiry

    /// A key lives through the millisecond of its expiry and is gone in the next.
    @Test func expiresOnAccess() {
        let (database, context) = makeDatabase()
        put(database, "k", "v", expiry: DatabaseTests.start + 10)
        context.milliseconds += 10
        #expect(value(database, "k") == "v")
        context.milliseconds += 1
        #expect(database.count == 1)
        #expect(value(database, "k") == nil)
        #expect(database.count == 0 && database.volatileCount == 0 && context.statistics.expiredKeys == 1)
    }

    @Test func expiresInTheBackground() {
        let (database, context) = makeDatabase()
        for number in 0..<100 as Range<Int64> {
            put(database, "k\(number)", "v", expiry: DatabaseTests.start + 10 * (number % 10))
        }
        put(database, "lasting", "v")
        for step in 0..<10 as Range<Int64> {
            context.milliseconds = DatabaseTests.start + 10 * step + 1
            let next = database.expireDue(limit: 1000)
            #expect(database.count == 101 - 10 * Int(step + 1))
            #expect(next == (step == 9 ? nil : DatabaseTests.start + 10 * (step + 1) + 1))
        }
        #expect(database.volatileCount == 0 && database.table.invariantsHold && database.expiries.invariantsHold)
    }

    @Test func expiresSoManyAtATime() {
        let (database, context) = makeDatabase()
        for number in 0..<100 { put(database, "k\(number)", "v", expiry: DatabaseTests.start + 1) }
        context.milliseconds += 5
        var rounds = 0
        while let next = database.expireDue(limit: 30) {
            #expect(next <= context.milliseconds)
            rounds += 1
        }
        #expect(rounds == 3 && database.count == 0)
    }

    /// What became of an expiry decides, not what it once was.
    @Test func changedExpiriesCount() {
        let (database, context) = makeDatabase()
        let soon = DatabaseTests.start + 10
        for key in ["replaced", "kept", "persisted", "later", "sooner", "given", "deleted", "again"] {
            put(database, key, "v", expiry: key == "given" ? nil : soon)
        }
        put(database, "replaced", "w")
        put(database, "kept", "w", keep: true)
        setExpiry(database, "persisted", nil)
        setExpiry(database, "later", soon + 100)
        setExpiry(database, "sooner", soon - 5)
        setExpiry(database, "given", soon)
        for key in ["deleted", "again"] { #expect(Array(key.utf8).withBytes { database.remove($0) }) }
        put(database, "again", "w", expiry: soon + 100)
        #expect(database.volatileCount == 5)
        context.milliseconds = soon - 4
        _ = database.expireDue(limit: 100)
        #expect(database.count == 6)
        context.milliseconds = soon + 1
        _ = database.expireDue(limit: 100)
        #expect(database.count == 4 && database.volatileCount == 2)
        #expect(value(database, "replaced") == "w" && value(database, "persisted") == "v")
        #expect(expiry(database, "later") == soon + 100 && expiry(database, "again") == soon + 100)
        context.milliseconds = soon + 101
        #expect(database.expireDue(limit: 100) == nil)
        #expect(database.count == 2 && database.volatileCount == 0)
    }

    /// A model: random changes of values and expiries, with time passing.
    @Test(arguments: 0..<6 as Range<UInt64>)
    func agreesWithAModel(seed: UInt64) {
        let (database, context) = makeDatabase()
        var random = RandomSource(seed: seed)
        var model: [String: (value: String, expiry: Int64?)] = [:]
        for step in 0..<3000 {
            let key = "k\(random.next(below: 60))"
            let time = context.milliseconds + Int64(random.next(below: 50))
            switch random.next(below: 7) {
            case 0, 1:
                put(database, key, "\(step)", expiry: step % 2 == 0 ? time : nil)
                model[key] = ("\(step)", step % 2 == 0 ? time : nil)
            case 2:
                put(database, key, "\(step)", keep: true)
                model[key] = ("\(step)", model[key]?.expiry)
            case 3 where model[key] != nil:
                setExpiry(database, key, step % 3 == 0 ? nil : time)
                model[key]!.expiry = step % 3 == 0 ? nil : time
            case 4:
                let removed = Array(key.utf8).withBytes { database.remove($0) }
                #expect(removed == (model.removeValue(forKey: key) != nil))
            case 5:
                context.milliseconds += Int64(random.next(below: 10))
                model = model.filter { $0.value.expiry.map { $0 >= context.milliseconds } ?? true }
            default:
                _ = database.expireDue(limit: random.next(below: 5))
            }
            let other = "k\(random.next(below: 60))"
            #expect(value(database, other) == model[other]?.value)
            #expect(expiry(database, other) == model[other]?.expiry)
        }
        _ = database.expireDue(limit: .max)
        #expect(database.count == model.count)
        #expect(database.volatileCount == model.values.count { $0.expiry != nil })
        #expect(database.table.invariantsHold && database.expiries.invariantsHold)
    }

    /// Renewing expiries for ever takes no more room than the keys that have one.
    @Test func renewedExpiriesDoNotPileUp() {
        let (database, _) = makeDatabase()
        for round in 0..<200 as Range<Int64> {
            for number in 0..<20 { put(database, "k\(number)", "v", expiry: DatabaseTests.start + 1000 + round) }
        }
        #expect(database.expiries.count <= 2 * 20 + 70)
        // Nor do those of keys that are gone.
        for round in 0..<5000 {
            put(database, "x\(round)", "v", expiry: DatabaseTests.start + 1000)
            _ = Array("x\(round)".utf8).withBytes { database.remove($0) }
        }
        #expect(database.expiries.count <= 2 * 20 + 80)
    }

    // MARK: Sharing

    /// What a snapshot refers to is copied before it is changed.
    @Test func sharedEntriesAreCopiedToBeChanged() throws {
        let (database, _) = makeDatabase()
        put(database, "k", "value", expiry: DatabaseTests.start + 5)
        let shared = try #require(Array("k".utf8).withBytes { database.peek($0) })
        shared.retain()
        defer { shared.release() }
        Array("k".utf8).withBytes { key in
            var location = database.locate(key)
            let own = database.mutableEntry(at: &location)
            #expect(own.word != shared.word && !own.isShared)
            #expect(own.stringBytes == shared.stringBytes && own.expiry == shared.expiry)
            #expect(database.peek(key)?.word == own.word)
        }
        put(database, "k", "other")
        setExpiry(database, "k", DatabaseTests.start + 50)
        _ = Array("k".utf8).withBytes { database.remove($0) }
        #expect(shared.stringBytes.text == "value" && shared.expiry == DatabaseTests.start + 5 && !shared.isShared)
    }

    @Test func aSharedEntrysExpiryIsNotChangedInPlace() throws {
        let (database, _) = makeDatabase()
        put(database, "k", "value", expiry: DatabaseTests.start + 5)
        let shared = try #require(Array("k".utf8).withBytes { database.peek($0) })
        shared.retain()
        setExpiry(database, "k", DatabaseTests.start + 9)
        #expect(shared.expiry == DatabaseTests.start + 5)
        shared.release()
    }

    // MARK: Whole databases

    @Test func swapsContents() {
        let (database, context) = makeDatabase()
        let other = Database(index: 1, context: context)
        put(database, "k", "one", expiry: DatabaseTests.start + 5)
        put(other, "l", "two")
        database.swapContents(with: other)
        #expect(value(database, "l") == "two" && value(other, "k") == "one" && database.count == 1)
        #expect(database.volatileCount == 0 && other.volatileCount == 1 && other.index == 1)
        context.milliseconds += 6
        #expect(database.expireDue(limit: 9) == nil && other.expireDue(limit: 9) == nil)
        #expect(database.count == 1 && other.count == 0)
    }

    @Test func removesAll() {
        let (database, _) = makeDatabase()
        for number in 0..<500 { put(database, "k\(number)", "v", expiry: number % 2 == 0 ? .max : nil) }
        database.removeAll()
        #expect(database.count == 0 && database.volatileCount == 0 && database.expiries.count == 0)
        #expect(value(database, "k1") == nil)
        put(database, "k1", "v")
        #expect(value(database, "k1") == "v")
    }

    // MARK: Recent use

    @Test func readsTouchAndLooksDoNot() throws {
        let (database, context) = makeDatabase()
        put(database, "k", "v")
        let key = Array("k".utf8)
        func idle() -> Int { key.withBytes { context.idleSeconds(database.peek($0)!) } }
        context.milliseconds += 100_000
        #expect(idle() == 100)
        context.suppressesTouch = true
        key.withBytes { _ = database.lookUp($0) }
        #expect(idle() == 100)
        context.suppressesTouch = false
        key.withBytes { _ = database.lookUp($0) }
        #expect(idle() == 0)
        context.milliseconds += 7000
        key.withBytes { _ = database.lookUpForWriting($0) }
        #expect(idle() == 0)
        #expect(context.statistics.keyspaceHits == 2 && context.statistics.keyspaceMisses == 0)
        Array("none".utf8).withBytes { _ = database.lookUp($0) }
        #expect(context.statistics.keyspaceMisses == 1)
    }

    /// The counter of LFU: a new key starts at 5, rises ever more slowly, and falls by one for each `lfu-decay-time` without use.
    @Test func countsUse() {
        let (database, context) = makeDatabase()
        context.countsAccesses = true
        put(database, "k", "v")
        let key = Array("k".utf8)
        func frequency() -> Int { key.withBytes { context.frequency(database.peek($0)!) } }
        #expect(frequency() == 5)
        var (last, readsAtTen) = (5, 0)
        for read in 1...20_000 {
            key.withBytes { _ = database.lookUp($0) }
            #expect(frequency() == last || frequency() == last + 1)
            last = frequency()
            if last == 10, readsAtTen == 0 { readsAtTen = read }
        }
        // The published table of the real server: about 10 after 100 reads, about 142 after 100,000, with a factor of 10.
        #expect((10...1000).contains(readsAtTen) && (40...100).contains(last))
        context.milliseconds += 60_000 * 7
        #expect(frequency() == last - 7)
        context.lfuDecayTime = 0
        #expect(frequency() == last)
        context.lfuDecayTime = 3
        #expect(frequency() == last - 2)
        context.lfuDecayTime = 1
        context.milliseconds += 60_000 * 1000
        #expect(frequency() == 0)
    }

    /// A large table that has begun to grow goes on where no commands come any more.
    @Test func largeTablesGrowWhileNothingHappens() throws {
        let configuration = Configuration()
        let engine = TestEngine(configuration)
        let client = engine.connect()
        for number in 0..<6200 { client.send("set key:\(number) x") }
        #expect(engine.engine.databases[0].table.isLargeAndRehashing)
        try configuration.set("activerehashing", to: "no")
        #expect(engine.engine.nextDeadline == nil)
        try configuration.set("activerehashing", to: "yes")
        #expect(engine.engine.nextDeadline != nil)
        #expect(engine.pass(milliseconds: 100) < 10)
        #expect(!engine.engine.databases[0].table.isRehashing)
        #expect(engine.engine.nextDeadline == nil)
        #expect(client.send("dbsize") == ":6200|" && client.send("get key:77") == "$1|x|")
    }
}
