// Fields that expire: in the background at their time, with the events and the counters of the real server.

import Testing

@testable import UnderstudyEngine

@Suite struct FieldExpiryTests {
    private let owner = TestEngine()
    private let client: TestClient

    init() { client = owner.connect() }

    private func subexpiry(_ database: Int = 0) -> Int { owner.engine.databases[database].volatileHashCount }

    private var expiredFields: Int { owner.engine.context.statistics.expiredFields }

    @Test(arguments: [0, 512])
    func fieldsGoAtTheirTime(entries: Int) {
        client.send("config set hash-max-listpack-entries \(entries)")
        client.send("hset h a 1 b 2 c 3")
        client.send("hpexpire h 100 fields 1 a")
        client.send("hpexpire h 200 fields 2 b c")
        #expect(subexpiry() == 1)
        owner.pass(milliseconds: 100)
        #expect(client.send("hlen h") == ":3|")
        owner.pass(milliseconds: 1)
        #expect(client.send("hlen h") == ":2|" && expiredFields == 1)
        owner.pass(milliseconds: 100)
        #expect(client.send("dbsize") == ":0|" && expiredFields == 3 && subexpiry() == 0)
        #expect(owner.engine.nextDeadline == nil)
    }

    /// The same fields when nothing happens in the background: each look removes what it finds.
    @Test(arguments: [0, 512])
    func fieldsGoWhenTheyAreLookedAt(entries: Int) {
        client.send("config set hash-max-listpack-entries \(entries)")
        owner.engine.activeExpiryIsOn = false
        client.send("hset h a 1 b 2 c 3")
        client.send("hpexpire h 10 fields 3 a b c")
        owner.advance(milliseconds: 20)
        #expect(client.send("hgetall h") == "*0|" && client.send("hlen h") == ":3|")
        #expect(client.send("httl h fields 1 a") == "*1|:-2|")
        #expect(client.send("hget h a") == "$-1|" && client.send("hlen h") == ":2|")
        #expect(client.send("hdel h b") == ":1|" && client.send("hlen h") == ":1|")
        #expect(client.send("hset h c 4") == ":0|" && client.send("hgetall h") == "*2|$1|c|$1|4|")
        client.send("hpexpire h 10 fields 1 c")
        owner.advance(milliseconds: 20)
        #expect(client.send("hincrby h c 1") == ":1|" && client.send("httl h fields 1 c") == "*1|:-1|")
        client.send("hpexpire h 10 fields 1 c")
        owner.advance(milliseconds: 20)
        #expect(client.send("hrandfield h") == "$-1|" && client.send("exists h") == ":0|")
        #expect(expiredFields == 3 && subexpiry() == 0)
    }

    @Test func tellsOfExpiredFieldsOnceAHash() {
        client.send("config set notify-keyspace-events KEA")
        let listener = owner.connect()
        listener.send("psubscribe __keyspace*")
        client.send("hset h a 1 b 2 c 3")
        client.send("hpexpire h 10 fields 2 a b")
        _ = listener.received()
        owner.pass(milliseconds: 50)
        #expect(listener.received() == FieldExpiryTests.messages(["hexpired"]))
        client.send("hpexpire h 10 fields 1 c")
        _ = listener.received()
        owner.pass(milliseconds: 50)
        #expect(listener.received() == FieldExpiryTests.messages(["hexpired", "del"]))
    }

    private static func messages(_ events: [String]) -> String {
        events.map { "*4|$8|pmessage|$11|__keyspace*|$16|__keyspace@0__:h|$\($0.count)|\($0)|" }.joined()
    }

    /// Wherever a hash goes, and whatever shares its value, its fields expire there and nowhere else.
    @Test func expiriesFollowTheHash() {
        client.send("hset h a 1 b 2")
        client.send("hpexpire h 100 fields 1 a")
        client.send("copy h c")
        client.send("hset c a 9")
        client.send("copy h d db 1")
        client.send("rename h r")
        client.send("expire r 1000")
        client.send("persist r")
        #expect(subexpiry(0) == 1 && subexpiry(1) == 1)
        client.send("swapdb 0 2")
        #expect(subexpiry(0) == 0 && subexpiry(1) == 1 && subexpiry(2) == 1)
        owner.pass(milliseconds: 200)
        #expect(expiredFields == 2 && subexpiry(1) == 0 && subexpiry(2) == 0)
        client.send("select 2")
        #expect(client.send("hgetall r") == "*2|$1|b|$1|2|" && client.send("hlen c") == ":2|")
        client.send("hpexpire r 100 fields 1 b")
        client.send("flushall")
        #expect(subexpiry(2) == 0 && owner.engine.nextDeadline == nil)
    }

    /// A queue of stale items would grow with each change.
    @Test func theQueueStaysSmall() {
        client.send("hset h a 1 b 2")
        for step in 0..<2000 {
            client.send("hpexpire h \(100_000 + step * 7 % 1000) fields 1 a")
            if step % 3 == 0 { client.send("expire h \(1000 + step)") }
            if step % 5 == 0 { client.send("persist h") }
        }
        #expect(owner.engine.databases[0].fieldExpiries.count < 100 && subexpiry() == 1)
        client.send("hpersist h fields 1 a")
        #expect(subexpiry() == 0)
    }

    /// A hash of many fields that are due is not done with in one go, and loses none.
    @Test func manyFieldsTakeSeveralTurns() {
        client.send("config set hash-max-listpack-entries 0")
        for index in 0..<1000 { client.send("hsetex h px 100 fields 1 f\(index) 1") }
        owner.advance(milliseconds: 200)
        #expect(expiredFields > 0 && expiredFields < 1000)
        owner.pass(milliseconds: 10)
        #expect(expiredFields == 1000 && client.send("exists h") == ":0|")
    }
}
