// CLIENT REPLY: clients that want no replies, or one fewer.

import Testing

@testable import UnderstudyEngine

@Suite struct ReplyModeTests {
    private static let recorded = """
        # no replies
        A CLIENT REPLY OFF
        A PING
        A FOO
        A SET k 1
        A CLIENT REPLY ON -> A +OK
        A GET k -> A $1|1
        # one reply fewer
        A CLIENT REPLY SKIP
        A PING
        A PING -> A +PONG
        A CLIENT REPLY SKIP
        A CLIENT REPLY SKIP
        A PING
        A PING -> A +PONG
        A CLIENT REPLY SKIP
        A FOO
        A CLIENT REPLY FOO -> A -ERR syntax error
        A CLIENT REPLY OFF
        A CLIENT REPLY SKIP
        A PING
        A CLIENT REPLY ON -> A +OK
        A PING -> A +PONG
        # no replies in a transaction
        A CLIENT REPLY OFF
        A MULTI
        A SET k 1
        A EXEC
        A CLIENT REPLY ON -> A +OK
        A GET k -> A $1|1
        A MULTI -> A +OK
        A CLIENT REPLY SKIP -> A +QUEUED
        A SET k 2 -> A +QUEUED
        A EXEC -> A *2|+OK
        A GET k
        A MULTI -> A +OK
        A CLIENT REPLY OFF -> A +QUEUED
        A SET k 3 -> A +QUEUED
        A EXEC -> A *2
        A GET k
        A CLIENT REPLY ON -> A +OK
        # no reply for who waits
        A CLIENT REPLY SKIP
        A BLPOP l 0
        A PING
        B RPUSH l 1 -> A +PONG  B :1
        A CLIENT REPLY OFF
        A BLPOP l 0.1
        + 300
        A CLIENT REPLY ON -> A +OK
        A PING -> A +PONG
        # turned in a transaction
        A CLIENT REPLY OFF
        A MULTI
        A SET k 1
        A CLIENT REPLY ON
        A GET k
        A EXEC -> A +OK|$1|1
        A PING -> A +PONG
        A CLIENT REPLY SKIP
        A MULTI
        A CLIENT REPLY SKIP -> A +QUEUED
        A MULTI -> A -ERR MULTI calls can not be nested
        A SET k 2 -> A +QUEUED
        A CLIENT REPLY SKIP -> A +QUEUED
        A CLIENT REPLY ON -> A +QUEUED
        A GET k -> A +QUEUED
        A EXEC -> A *5|+OK|+OK|$1|2
        A PING
        A PING -> A +PONG
        # skipped in vain
        A CLIENT REPLY OFF
        A CLIENT REPLY SKIP
        A CLIENT REPLY ON -> A +OK
        A PING -> A +PONG
        # forgotten by RESET
        A CLIENT REPLY OFF
        A RESET -> A +RESET
        A PING -> A +PONG
        A CLIENT REPLY SKIP
        A RESET
        A PING -> A +PONG
        """

    @Test(arguments: RecordedConversation.all(in: recorded))
    func goesAsRecorded(_ conversation: RecordedConversation) { conversation.replay() }
}
