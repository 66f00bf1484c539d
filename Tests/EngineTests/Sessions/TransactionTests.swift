// Transactions: what is queued, what is refused, what EXEC answers, and what counts as a change of a watched key.

import Testing

@testable import UnderstudyEngine

@Suite struct TransactionTests {
    private static let recorded = """
        # a transaction
        A MULTI -> A +OK
        A SET k 1 -> A +QUEUED
        A INCR k -> A +QUEUED
        A GET k -> A +QUEUED
        B GET k -> B $-1
        A EXEC -> A *3|+OK|:2|$1|2
        A GET k -> A $1|2
        A EXEC -> A -ERR EXEC without MULTI
        A DISCARD -> A -ERR DISCARD without MULTI
        A MULTI -> A +OK
        A DISCARD -> A +OK
        A EXEC -> A -ERR EXEC without MULTI
        # refused in a transaction
        A MULTI -> A +OK
        A MULTI -> A -ERR MULTI calls can not be nested
        A WATCH k -> A -ERR WATCH inside MULTI is not allowed
        A GET -> A -ERR wrong number of arguments for 'get' command
        A PING -> A +QUEUED
        A EXEC -> A -EXECABORT Transaction discarded because of previous errors.
        A PING -> A +PONG
        A MULTI -> A +OK
        A FOO -> A -ERR unknown command 'FOO', with args beginning with: 
        A EXEC -> A -EXECABORT Transaction discarded because of previous errors.
        A MULTI -> A +OK
        A OBJECT FOO -> A -ERR unknown subcommand 'FOO'. Try OBJECT HELP.
        A EXEC -> A -EXECABORT Transaction discarded because of previous errors.
        A MULTI -> A +OK
        A EXEC 1 -> A -EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
        A EXEC -> A -ERR EXEC without MULTI
        # nested is no error of the queue
        A MULTI -> A +OK
        A MULTI -> A -ERR MULTI calls can not be nested
        A WATCH k -> A -ERR WATCH inside MULTI is not allowed
        A PING -> A +QUEUED
        A EXEC -> A *1|+PONG
        # errors within
        A SET s x -> A +OK
        A MULTI -> A +OK
        A INCR s -> A +QUEUED
        A LPUSH s 1 -> A +QUEUED
        A SET k v XY -> A +QUEUED
        A SET k v EX -1 -> A +QUEUED
        A EXPIRE k abc -> A +QUEUED
        A SET done 1 -> A +QUEUED
        A EXEC -> A *6|-ERR value is not an integer or out of range|-WRONGTYPE Operation against a key holding the wrong kind of value|-ERR syntax error|-ERR invalid expire time in 'set' command|-ERR value is not an integer or out of range|+OK
        A GET done -> A $1|1
        # what runs within
        A MULTI -> A +OK
        A SELECT 3 -> A +QUEUED
        A SET k 3 -> A +QUEUED
        A CLIENT SETNAME bob -> A +QUEUED
        A CLIENT GETNAME -> A +QUEUED
        A CLIENT REPLY ON -> A +QUEUED
        A EXEC -> A *5|+OK|+OK|+OK|$3|bob|+OK
        A GET k -> A $1|3
        A SELECT 0 -> A +OK
        A GET k -> A $-1
        # unwatch within
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        A MULTI -> A +OK
        A UNWATCH -> A +QUEUED
        A EXEC -> A *-1
        # quit and reset within
        A MULTI -> A +OK
        A SET k 1 -> A +QUEUED
        A RESET -> A +RESET
        A EXEC -> A -ERR EXEC without MULTI
        A MULTI -> A +OK
        A SET k 1 -> A +QUEUED
        A QUIT -> A +OK closed
        B GET k -> B $-1
        # watched and changed
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        A MULTI -> A +OK
        A PING -> A +QUEUED
        A EXEC -> A *-1
        A MULTI -> A +OK
        A PING -> A +QUEUED
        A EXEC -> A *1|+PONG
        # watched and changed by itself
        A WATCH k -> A +OK
        A SET k 1 -> A +OK
        A MULTI -> A +OK
        A PING -> A +QUEUED
        A EXEC -> A *-1
        # watched and unwatched
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        A UNWATCH -> A +OK
        A MULTI -> A +OK
        A PING -> A +QUEUED
        A EXEC -> A *1|+PONG
        # watched and discarded
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        A MULTI -> A +OK
        A DISCARD -> A +OK
        A MULTI -> A +OK
        A PING -> A +QUEUED
        A EXEC -> A *1|+PONG
        # watched and set to the same value
        A SET k 1 -> A +OK
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and not changed
        A SET k 1 -> A +OK
        A WATCH k nokey -> A +OK
        B GET k -> B $1|1
        B DEL nokey -> B :0
        B EXPIRE nokey 10 -> B :0
        B SETNX k 2 -> B :0
        B SET k 2 NX -> B $-1
        B TOUCH k -> B :1
        B PERSIST k -> B :0
        B RENAMENX nokey2 k -> B -ERR no such key
        B SETRANGE nokey 0 "" -> B :0
        B APPEND other x -> B :1
        B EXPIRE k 100 XX -> B :0
        B GETEX k -> B $1|1
        B COPY k k2 -> B :1
        B LPUSHX nokey 1 -> B :0
        A MULTI -> A +OK
        A PING -> A +QUEUED
        A EXEC -> A *1|+PONG
        # watched and given an expiry
        A SET k 1 -> A +OK
        A WATCH k -> A +OK
        B EXPIRE k 100 -> B :1
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and deleted
        A SET k 1 -> A +OK
        A WATCH k -> A +OK
        B DEL k -> B :1
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and deleted though it was not there
        A WATCH k -> A +OK
        B DEL k -> B :0
        A MULTI -> A +OK
        A EXEC -> A *0
        # watched and created and deleted
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        B DEL k -> B :1
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and renamed
        A SET k 1 -> A +OK
        A WATCH k l -> A +OK
        B RENAME k l -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and moved to
        A WATCH k -> A +OK
        B SELECT 1 -> B +OK
        B SET k 1 -> B +OK
        B MOVE k 0 -> B :1
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched in another database
        A WATCH k -> A +OK
        B SELECT 1 -> B +OK
        B SET k 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *0
        # watched and copied to
        A SET s 1 -> A +OK
        A WATCH k -> A +OK
        B COPY s k -> B :1
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and flushed
        A SET k 1 -> A +OK
        A WATCH k -> A +OK
        B FLUSHALL -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched though not there and flushed
        A WATCH k -> A +OK
        B FLUSHALL -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *0
        # watched and flushed in another database
        A SET k 1 -> A +OK
        A WATCH k -> A +OK
        B SELECT 1 -> B +OK
        B FLUSHDB -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *0
        # watched and swapped
        A SET k 1 -> A +OK
        A WATCH k -> A +OK
        B SWAPDB 0 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched though not there and swapped
        A WATCH k -> A +OK
        B SWAPDB 0 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *0
        # watched and swapped in
        A WATCH k -> A +OK
        B SELECT 1 -> B +OK
        B SET k 1 -> B +OK
        B SWAPDB 0 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and swapped in expired
        A WATCH k -> A +OK
        B DEBUG SET-ACTIVE-EXPIRE 0 -> B +OK
        B SELECT 1 -> B +OK
        B SET k 1 PX 20 -> B +OK
        + 50
        B SWAPDB 0 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *0
        B DEBUG SET-ACTIVE-EXPIRE 1 -> B +OK
        # watched and swapped with itself
        A SET k 1 -> A +OK
        A WATCH k -> A +OK
        B SWAPDB 0 0 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *0
        # watched and expired
        A SET k 1 PX 200 -> A +OK
        A WATCH k -> A +OK
        + 400
        A MULTI -> A +OK
        A EXEC -> A *-1
        # watched and expired without being looked at
        B DEBUG SET-ACTIVE-EXPIRE 0 -> B +OK
        A SET k 1 PX 200 -> A +OK
        A WATCH k -> A +OK
        + 400
        A MULTI -> A +OK
        A EXEC -> A *-1
        B DEBUG SET-ACTIVE-EXPIRE 1 -> B +OK
        # watched when it had expired
        B DEBUG SET-ACTIVE-EXPIRE 0 -> B +OK
        A SET k 1 PX 50 -> A +OK
        + 150
        A WATCH k -> A +OK
        A GET k -> A $-1
        A MULTI -> A +OK
        A EXEC -> A *0
        B DEBUG SET-ACTIVE-EXPIRE 1 -> B +OK
        # watched twice
        A WATCH k k -> A +OK
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *-1
        A MULTI -> A +OK
        A EXEC -> A *0
        # watched by two
        A WATCH k -> A +OK
        B WATCH k -> B +OK
        A MULTI -> A +OK
        A SET k a -> A +QUEUED
        A EXEC -> A *1|+OK
        B MULTI -> B +OK
        B SET k b -> B +QUEUED
        B EXEC -> B *-1
        A GET k -> A $1|a
        # watched after it was changed
        A WATCH k -> A +OK
        B SET k 1 -> B +OK
        A WATCH l -> A +OK
        A MULTI -> A +OK
        A EXEC -> A *-1
        """

    @Test(arguments: RecordedConversation.all(in: recorded))
    func goesAsRecorded(_ conversation: RecordedConversation) { conversation.replay() }

    /// A client that is gone watches nothing, and a transaction that ended holds nothing.
    @Test func watchesAreGivenBack() {
        let test = TestEngine()
        let (first, second) = (test.connect(), test.connect())
        let database = test.engine.databases[0]
        for end in ["UNWATCH", "RESET", "DISCARD", "EXEC"] {
            first.send("WATCH a b c")
            #expect(database.watchers.count == 3)
            if end == "DISCARD" || end == "EXEC" { first.send("MULTI") }
            first.send(end)
            #expect(database.watchers.isEmpty && first.session.watched.isEmpty)
        }
        first.send("WATCH a")
        second.send("WATCH a b")
        second.disconnect()
        #expect(database.watchers.count == 1)
        first.disconnect()
        #expect(database.watchers.isEmpty)
    }

    /// What is queued is a copy: the bytes that a request came in are used again before EXEC.
    @Test func queuedArgumentsLast() {
        let test = TestEngine()
        let client = test.connect()
        client.send("MULTI")
        let values = (0..<50).map { number in [UInt8](repeating: UInt8(number), count: number * 40) }
        for (number, value) in values.enumerated() { client.send([Array("SET".utf8), [UInt8(number)], value]) }
        client.send("EXEC")
        for (number, value) in values.enumerated() {
            client.write([Array("GET".utf8), [UInt8(number)]])
            #expect(client.receivedBytes() == Array("$\(value.count)\r\n".utf8) + value + [0x0D, 0x0A])
        }
    }
}
