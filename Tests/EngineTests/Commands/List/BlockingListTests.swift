// Clients that wait for lists: who is served, in which order, with what, and when waiting ends.

import Testing

@testable import UnderstudyEngine

@Suite struct BlockingListTests {
    private static let recorded = """
        # in the order in which they came
        A BLPOP k 0
        B BRPOP k 0
        C BLPOP k 0
        D RPUSH k 1 2 -> A *2|$1|k|$1|1  B *2|$1|k|$1|2  D :2
        D LLEN k -> D :0
        D LPUSH k 3 -> C *2|$1|k|$1|3  D :1
        D EXISTS k -> D :0
        # after the whole command
        A BLPOP k 0
        D LPUSH k 1 2 3 -> A *2|$1|k|$1|3  D :3
        D LRANGE k 0 -1 -> D *2|$1|2|$1|1
        # of many keys
        A BLPOP a b 0
        B BLPOP b c 0
        D RPUSH b 1 -> A *2|$1|b|$1|1  D :1
        D RPUSH c 2 -> B *2|$1|c|$1|2  D :1
        A BLPOP a b 0
        D MULTI -> D +OK
        D RPUSH b 1 -> D +QUEUED
        D RPUSH a 2 -> D +QUEUED
        D EXEC -> A *2|$1|a|$1|2  D *2|:1|:1
        D LRANGE b 0 -1 -> D *1|$1|1
        # the same key twice
        A BLPOP k k 0
        B BLPOP k 0
        D RPUSH k 1 -> A *2|$1|k|$1|1  D :1
        D RPUSH k 2 -> B *2|$1|k|$1|2  D :1
        # another type in between
        A BLPOP k 0
        D SET k x -> D +OK
        D DEL k -> D :1
        D RPUSH k 1 -> A *2|$1|k|$1|1  D :1
        # a type that comes before
        A BLPOP s k 0
        B BLPOP k 0
        D MULTI -> D +OK
        D SET s x -> D +QUEUED
        D RPUSH k 1 -> D +QUEUED
        D EXEC -> A -WRONGTYPE Operation against a key holding the wrong kind of value  B *2|$1|k|$1|1  D *2|+OK|:1
        D EXISTS k -> D :0
        # what a transaction leaves
        A BLPOP k 0
        D MULTI -> D +OK
        D RPUSH k 1 -> D +QUEUED
        D DEL k -> D +QUEUED
        D EXEC -> D *2|:1|:1
        D MULTI -> D +OK
        D RPUSH k 1 -> D +QUEUED
        D SET k x -> D +QUEUED
        D EXEC -> D *2|:1|+OK
        D DEL k -> D :1
        D MULTI -> D +OK
        D RPUSH k 1 -> D +QUEUED
        D DEL k -> D +QUEUED
        D RPUSH k 2 -> D +QUEUED
        D EXEC -> A *2|$1|k|$1|2  D *3|:1|:1|:1
        # within a transaction nothing waits
        A MULTI -> A +OK
        A BLPOP k 0 -> A +QUEUED
        A BLMOVE k l LEFT RIGHT 0 -> A +QUEUED
        A BRPOPLPUSH k l 0 -> A +QUEUED
        A BLMPOP 0 2 k l LEFT -> A +QUEUED
        A BLPOP k x -> A +QUEUED
        A RPUSH k 1 2 3 -> A +QUEUED
        A BLPOP k 0 -> A +QUEUED
        A BLMPOP 0 2 l k RIGHT COUNT 5 -> A +QUEUED
        A EXEC -> A *8|*-1|$-1|$-1|*-1|-ERR timeout is not a float or out of range|:3|*2|$1|k|$1|1|*2|$1|k|*2|$1|3|$1|2
        # from list to list
        A BLMOVE a b RIGHT LEFT 0
        B BLPOP b 0
        D RPUSH a 1 -> A $1|1  B *2|$1|b|$1|1  D :1
        D EXISTS a b -> D :0
        # in a circle
        A BLMOVE a b RIGHT LEFT 0
        B BRPOPLPUSH b a 0
        D RPUSH a 1 2 -> A $1|2  B $1|2  D :2
        D LRANGE a 0 -1 -> D *2|$1|2|$1|1
        D LRANGE b 0 -1 -> D *0
        # onto itself
        A BRPOPLPUSH k k 0
        B BLMOVE k k LEFT RIGHT 0
        D RPUSH k 1 2 -> A $1|2  B $1|2  D :2
        D LRANGE k 0 -1 -> D *2|$1|1|$1|2
        # onto another type
        D SET s x -> D +OK
        A BLMOVE a s RIGHT LEFT 0
        B BLPOP a 0
        D RPUSH a 1 -> A -WRONGTYPE Operation against a key holding the wrong kind of value  B *2|$1|a|$1|1  D :1
        D EXISTS a -> D :0
        # several at once
        A BLMPOP 0 2 a b LEFT COUNT 2
        B BLMPOP 0 1 b RIGHT COUNT 9
        D RPUSH b 1 2 3 4 5 -> A *2|$1|b|*2|$1|1|$1|2  B *2|$1|b|*3|$1|5|$1|4|$1|3  D :5
        D EXISTS b -> D :0
        # in time
        A BLPOP k 0.1
        B BLMOVE k l LEFT LEFT 0.1
        C BLMPOP 0.1 1 k LEFT
        E BRPOP k 0
        + 200 -> A *-1  B *-1  C *-1
        D RPUSH k 1 -> D :1  E *2|$1|k|$1|1
        # too late for the first
        A BLPOP k 0.1
        B BLPOP k 10
        + 200 -> A *-1
        D RPUSH k 1 -> B *2|$1|k|$1|1  D :1
        # gone
        A BLPOP k 0
        B BLPOP k 0
        A -
        D RPUSH k 1 -> B *2|$1|k|$1|1  D :1
        # renamed and moved
        A BLPOP k 0
        D RPUSH l 1 -> D :1
        D RENAME l k -> A *2|$1|k|$1|1  D +OK
        A BLPOP k 0
        D SELECT 1 -> D +OK
        D RPUSH k 2 -> D :1
        D MOVE k 0 -> A *2|$1|k|$1|2  D :1
        D RPUSH l 3 -> D :1
        D COPY l k DB 0 -> D :1
        D SELECT 0 -> D +OK
        D EXISTS k l -> D :1
        # swapped
        A BLPOP k 0
        D SELECT 1 -> D +OK
        D RPUSH k 1 -> D :1
        D SELECT 0 -> D +OK
        D SWAPDB 0 1 -> A *2|$1|k|$1|1  D +OK
        # in its own database
        A SELECT 1 -> A +OK
        A BLPOP k 0
        D RPUSH k 1 -> D :1
        D SELECT 1 -> D +OK
        D RPUSH k 2 -> A *2|$1|k|$1|2  D :1
        # nothing else runs meanwhile
        A BLPOP k 0
        A PING
        A RPUSH k 9
        D RPUSH k 1 -> A *2|$1|k|$1|1|+PONG|:1  D :1
        D LRANGE k 0 -1 -> D *1|$1|9
        # watched
        E WATCH k -> E +OK
        A BLPOP k 0
        D RPUSH k 1 -> A *2|$1|k|$1|1  D :1
        E MULTI -> E +OK
        E PING -> E +QUEUED
        E EXEC -> E *-1
        # unblocked
        A BLPOP k 0
        B BLMOVE k l LEFT LEFT 0
        D CLIENT UNBLOCK $A -> A *-1  D :1
        D CLIENT UNBLOCK $B ERROR -> B -UNBLOCKED client unblocked via CLIENT UNBLOCK  D :1
        D CLIENT UNBLOCK $A -> D :0
        D RPUSH k 1 -> D :1
        D LLEN k -> D :1
        # in RESP3
        A HELLO 3
        A BLPOP k 0.1
        + 200 -> A _
        A BLMOVE k l LEFT LEFT 0.1
        + 200 -> A _
        A BLMPOP 0 1 k LEFT
        D RPUSH k 1 -> A *2|$1|k|*1|$1|1  D :1
        # pushed by who was served
        A BLMOVE a b LEFT LEFT 0
        B BLPOP c b 0
        C BLPOP b c 0
        D RPUSH a 1 -> A $1|1  B *2|$1|b|$1|1  D :1
        D RPUSH c 2 -> C *2|$1|c|$1|2  D :1
        # waiting for keys that come in another order
        A BLPOP a 0
        B BLPOP b 0
        D MULTI -> D +OK
        D RPUSH b 1 -> D +QUEUED
        D RPUSH a 2 -> D +QUEUED
        D EXEC -> A *2|$1|a|$1|2  B *2|$1|b|$1|1  D *2|:1|:1
        # flushed
        A BLPOP k 0
        D FLUSHALL -> D +OK
        D RPUSH k 1 -> A *2|$1|k|$1|1  D :1
        # pushed only if there is a list
        A BLPOP k 0
        D RPUSHX k 1 -> D :0
        D LPUSH k 2 3 -> A *2|$1|k|$1|3  D :2
        # inserted into a list that lasts
        A BLMPOP 0 1 k LEFT COUNT 2
        D RPUSH k 1 2 3 -> A *2|$1|k|*2|$1|1|$1|2  D :3
        D LTRIM k 1 0 -> D +OK
        # an empty timeout is none
        A BLPOP k -0.0001
        D RPUSH k 1 -> A *2|$1|k|$1|1  D :1
        """

    @Test(arguments: RecordedConversation.all(in: recorded))
    func goesAsRecorded(_ conversation: RecordedConversation) { conversation.replay() }

    /// Waiting ends to the millisecond, and the engine says beforehand when it must be called.
    @Test func endsInTime() {
        let test = TestEngine()
        let (first, second) = (test.connect(), test.connect())
        #expect(test.engine.nextDeadline == nil)
        first.send("BLPOP k 2.0005")
        second.send("BLPOP k 1")
        #expect(test.engine.nextDeadline == 1_000_000)
        test.advance(milliseconds: 999)
        #expect(second.received() == "")
        test.advance(milliseconds: 1)
        #expect(second.received() == "*-1|")
        // Half a millisecond is rounded up.
        #expect(test.engine.nextDeadline == 2_001_000)
        test.advance(milliseconds: 1000)
        #expect(first.received() == "")
        test.advance(milliseconds: 1)
        #expect(first.received() == "*-1|")
        #expect(test.engine.nextDeadline == nil)
    }

    /// However often it is tried.
    @Test func countsOnce() throws {
        let test = TestEngine()
        let (waiting, other, third) = (test.connect(), test.connect(), test.connect())
        let command = try #require(Array("blpop".utf8).withBytes { test.engine.commands.find($0) })
        waiting.send("BLPOP k 0")
        other.send("BLPOP l 1")
        third.send("BLPOP m 0")
        #expect(command.statistics.calls == 0)
        other.disconnect()
        third.send("PING")
        let producer = test.connect()
        producer.send("RPUSH k 1")
        #expect(command.statistics.calls == 1)
        producer.send("CLIENT UNBLOCK \(third.session.id) ERROR")
        #expect(command.statistics.calls == 2)
        #expect(command.statistics.failed == 1)
        waiting.send("BLPOP k 1")
        test.advance(milliseconds: 1000)
        #expect(command.statistics.calls == 3)
    }

    @Test func servesManyInOrder() {
        let test = TestEngine()
        let waiting = (0..<1000).map { _ in test.connect() }
        for client in waiting { client.send("BLPOP jobs other 0") }
        let producer = test.connect()
        producer.send("RPUSH jobs " + (0..<999).map(String.init).joined(separator: " "))
        for (index, client) in waiting.dropLast().enumerated() {
            let text = "\(index)"
            #expect(client.received() == "*2|$4|jobs|$\(text.count)|\(text)|")
        }
        #expect(waiting[999].received() == "")
        #expect(test.engine.blockedCount == 1)
        producer.send("RPUSH other last")
        #expect(waiting[999].received() == "*2|$5|other|$4|last|")
        #expect(test.engine.databases[0].waiters.isEmpty)
    }
}
