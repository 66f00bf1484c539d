// CLIENT PAUSE and DEBUG SLEEP: whose requests wait, until when, and what they find then.

import Testing

@testable import UnderstudyEngine

@Suite struct PauseTests {
    private static let recorded = """
        # paused for all
        A CLIENT PAUSE 600 -> A +OK
        A PING
        B GET k
        B PING
        + 900 -> A +PONG  B $-1|+PONG
        # paused for writes
        A CLIENT PAUSE 600 WRITE -> A +OK
        A GET k -> A $-1
        A SET k 1
        B PING -> B +PONG
        B GET k -> B $-1
        B DEL k
        B PING
        + 900 -> A +OK  B :1|+PONG
        # paused and let go
        A CLIENT PAUSE 100000 WRITE -> A +OK
        B SET k 1
        B GET k
        A GET k -> A $-1
        A CLIENT UNPAUSE -> A +OK  B +OK|$1|1
        A GET k -> A $1|1
        # paused twice
        A CLIENT PAUSE 2000 WRITE -> A +OK
        A CLIENT PAUSE 200 WRITE -> A +OK
        B SET k 1
        + 400
        A PING -> A +PONG
        A CLIENT UNPAUSE -> A +OK  B +OK
        # paused more widely
        A CLIENT PAUSE 400 WRITE -> A +OK
        A CLIENT PAUSE 400 ALL -> A +OK
        B GET k
        + 700 -> B $-1
        # paused more narrowly
        A CLIENT PAUSE 500 ALL -> A +OK
        A CLIENT PAUSE 10000 WRITE
        B GET k
        + 900 -> A +OK  B $-1
        B SET k 1
        A CLIENT UNPAUSE -> A +OK  B +OK
        B GET k -> B $1|1
        # paused in a transaction
        B MULTI -> B +OK
        B SET k 1 -> B +QUEUED
        C MULTI -> C +OK
        C GET k -> C +QUEUED
        A CLIENT PAUSE 600 WRITE -> A +OK
        B EXEC
        C EXEC -> C *1|$-1
        C MULTI -> C +OK
        C SET k 2
        C EXEC
        + 900 -> B *1|+OK  C +QUEUED|*1|+OK
        # paused within a transaction
        A MULTI -> A +OK
        A CLIENT PAUSE 600 WRITE -> A +QUEUED
        A SET k 1 -> A +QUEUED
        A EXEC -> A *2|+OK|+OK
        A GET k -> A $1|1
        A SET k 2
        + 900 -> A +OK
        # paused with errors
        A CLIENT PAUSE -> A -ERR wrong number of arguments for 'client|pause' command
        A CLIENT PAUSE abc -> A -ERR timeout is not an integer or out of range
        A CLIENT PAUSE -1 -> A -ERR timeout is negative
        A CLIENT PAUSE 1 FOO -> A -ERR CLIENT PAUSE mode must be WRITE or ALL
        A CLIENT PAUSE 0 -> A +OK
        A PING -> A +PONG
        A CLIENT PAUSE 600 -> A +OK
        B FOO -> B -ERR unknown command 'FOO', with args beginning with: 
        B GET -> B -ERR wrong number of arguments for 'get' command
        + 900
        # paused and gone
        A CLIENT PAUSE 600 WRITE -> A +OK
        B SET k 1
        B -
        + 900
        A GET k -> A $-1
        # paused while waiting
        B BLPOP l 0.2
        A CLIENT PAUSE 800 -> A +OK
        + 400 -> B *-1
        + 800
        # paused before waiting
        A CLIENT PAUSE 600 WRITE -> A +OK
        B BLPOP l 1
        + 900
        A RPUSH l 1 -> A :1  B *2|$1|l|$1|1
        # expiring while paused
        A SET k 1 PX 200 -> A +OK
        A CLIENT PAUSE 1200 WRITE -> A +OK
        + 300
        A GET k -> A $-1
        A EXISTS k -> A :0
        A TTL k -> A :-2
        + 1600
        A DBSIZE -> A :0
        # asleep
        A DEBUG SLEEP 0.5
        A PING
        B PING
        + 900 -> A +OK|+PONG  B +PONG
        """

    @Test(arguments: RecordedConversation.all(in: recorded))
    func goesAsRecorded(_ conversation: RecordedConversation) { conversation.replay() }

    /// A server that sleeps while its clients are paused wakes when the sleep ends; the pause goes on.
    @Test func asleepWhilePaused() {
        let configuration = Configuration()
        configuration.enableDebugCommand = .yes
        let test = TestEngine(configuration)
        let (first, second) = (test.connect(), test.connect())
        #expect(first.send("CLIENT PAUSE 10000 WRITE") == "+OK|")
        #expect(first.send("DEBUG SLEEP 1") == "")
        #expect(second.send("SET k 1") == "")
        #expect(test.engine.nextDeadline == 1_000_000)
        test.pass(milliseconds: 999)
        #expect(first.received() == "")
        test.pass(milliseconds: 1)
        #expect(first.received() == "+OK|")
        #expect(first.send("GET k") == "$-1|")
        #expect(second.received() == "")
        test.pass(milliseconds: 8999)
        #expect(second.received() == "")
        test.pass(milliseconds: 1)
        #expect(second.received() == "+OK|")
        #expect(test.engine.nextDeadline == nil)
    }

    /// While the server sleeps nothing is answered, not even what is wrong, and nobody's time runs out.
    @Test func asleepToEverything() {
        let configuration = Configuration()
        configuration.enableDebugCommand = .yes
        let test = TestEngine(configuration)
        let (first, second, third) = (test.connect(), test.connect(), test.connect())
        third.send("BLPOP l 0.5")
        first.send("SET k 1 PX 300")
        first.send("DEBUG SLEEP 1")
        #expect(second.send("FOO") == "" && second.send("GET") == "")
        test.pass(milliseconds: 900)
        #expect(third.received() == "" && test.engine.databases[0].count == 1)
        test.pass(milliseconds: 100)
        #expect(first.received() == "+OK|")
        #expect(
            second.received() == "-ERR unknown command 'FOO', with args beginning with: |"
                + "-ERR wrong number of arguments for 'get' command|")
        #expect(third.received() == "*-1|" && test.engine.databases[0].count == 0)
    }

    /// A client that is killed while its request waits has not made it.
    @Test func killedWhilePaused() {
        let test = TestEngine()
        let (first, second) = (test.connect(), test.connect())
        first.send("CLIENT PAUSE 10000 WRITE")
        second.send("SET k 1")
        let pipeline =
            TestClient.request(["CLIENT", "KILL", "ID", "\(second.session.id)"].map { Array($0.utf8) })
            + TestClient.request(["CLIENT", "UNPAUSE"].map { Array($0.utf8) })
        first.write(bytes: pipeline)
        #expect(first.received() == ":1|+OK|" && second.isClosed)
        #expect(first.send("EXISTS k") == ":0|")
    }

    /// Replies come when the server is awake again, and one sleep follows the other.
    @Test func sleepWithinATransaction() {
        let configuration = Configuration()
        configuration.enableDebugCommand = .yes
        let test = TestEngine(configuration)
        let (client, other) = (test.connect(), test.connect())
        client.send("MULTI")
        client.send("DEBUG SLEEP 0.1")
        client.send("DEBUG SLEEP 0.2")
        client.send("ECHO a")
        #expect(client.send("EXEC") == "")
        #expect(other.send("PING") == "")
        test.pass(milliseconds: 299)
        #expect(client.received() == "" && other.received() == "")
        test.pass(milliseconds: 1)
        #expect(client.received() == "*3|+OK|+OK|$1|a|" && other.received() == "+PONG|")
    }

    /// DEBUG writes whatever is paused: a key that has expired and has not gone is not there twice.
    @Test func expiredKeysAreInNobodysWay() {
        let configuration = Configuration()
        configuration.enableDebugCommand = .yes
        let test = TestEngine(configuration)
        let client = test.connect()
        client.send("SET key:0 old PX 5")
        client.send("CLIENT PAUSE 1000 WRITE")
        test.pass(milliseconds: 10)
        #expect(client.send("GET key:0") == "$-1|" && client.send("DBSIZE") == ":1|")
        client.send("DEBUG POPULATE 1")
        #expect(client.send("GET key:0") == "$7|value:0|" && client.send("DBSIZE") == ":1|")
        client.send("CLIENT UNPAUSE")
        #expect(client.send("DEL key:0") == ":1|" && client.send("DBSIZE") == ":0|")
    }
}
