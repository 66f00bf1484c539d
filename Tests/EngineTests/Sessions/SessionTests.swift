// A client's conversation: in which order a request is checked, who the client is, which database and protocol it uses, and how it
// ends.

import Testing

@testable import UnderstudyEngine

@Suite struct SessionTests {
    private static let recorded = """
        # the order of checks
        A FOO bar -> A -ERR unknown command 'FOO', with args beginning with: 'bar' 
        A GET -> A -ERR wrong number of arguments for 'get' command
        A SET k -> A -ERR wrong number of arguments for 'set' command
        A SET k v XY -> A -ERR syntax error
        A SET k v EX 0 -> A -ERR invalid expire time in 'set' command
        A GETEX k FOO -> A -ERR syntax error
        A OBJECT FOO -> A -ERR unknown subcommand 'FOO'. Try OBJECT HELP.
        A OBJECT ENCODING -> A -ERR wrong number of arguments for 'object|encoding' command
        # the order of checks before authentication
        D CONFIG SET requirepass s -> D +OK
        A RESET -> A +RESET
        A FOO -> A -ERR unknown command 'FOO', with args beginning with: 
        A GET -> A -ERR wrong number of arguments for 'get' command
        A GET k -> A -NOAUTH Authentication required.
        A SET k v XY -> A -NOAUTH Authentication required.
        A MULTI -> A -NOAUTH Authentication required.
        A EXEC -> A -EXECABORT Transaction discarded because of: NOAUTH Authentication required.
        A EXEC 1 -> A -EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
        A PING -> A -NOAUTH Authentication required.
        A HELLO 9
        A AUTH x -> A -WRONGPASS invalid username-password pair or user is disabled.
        A AUTH s -> A +OK
        A GET k -> A $-1
        A RESET -> A +RESET
        A GET k -> A -NOAUTH Authentication required.
        D GET k -> D $-1
        D CONFIG SET requirepass "" -> D +OK
        A GET k -> A $-1
        A AUTH x -> A -ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?
        A AUTH default x -> A +OK
        A AUTH default -> A -ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?
        A AUTH nobody x -> A -WRONGPASS invalid username-password pair or user is disabled.
        A AUTH a b c -> A -ERR syntax error
        # keys that expire
        A SET k 1 PX 100 -> A +OK
        A PTTL k2 -> A :-2
        A GET k -> A $1|1
        + 150
        A GET k -> A $-1
        A DBSIZE -> A :0
        # killed
        A PING -> A +PONG
        B CLIENT KILL ID $A -> A closed  B :1
        B CLIENT KILL ID $A -> B :0
        B CLIENT KILL ID $B -> B :0
        # killed while waiting
        A BLPOP l 0
        B CLIENT KILL ID $A -> A closed  B :1
        B RPUSH l 1 -> B :1
        B LLEN l -> B :1
        # killed in old style
        A CLIENT KILL 1.2.3.4:5 -> A -ERR No such client
        A PING -> A +PONG
        # killed by itself without a reply
        A CLIENT KILL ID $A SKIPME NO -> A :1 closed
        # killed within a transaction
        A MULTI -> A +OK
        B CLIENT KILL ID $A -> A closed  B :1
        B PING -> B +PONG
        # reset
        A HELLO 3
        A SELECT 5 -> A +OK
        A CLIENT SETNAME bob -> A +OK
        A WATCH k -> A +OK
        A RESET -> A +RESET
        A CLIENT GETNAME -> A $-1
        A GET nokey -> A $-1
        B SET k 1 -> B +OK
        A MULTI -> A +OK
        A EXEC -> A *0
        # renewed protocol
        A HELLO 3
        A GET nokey -> A _
        A HELLO 2
        A GET nokey -> A $-1
        A HELLO 4
        A GET nokey -> A $-1
        A HELLO 3 FOO
        A GET nokey -> A $-1
        A HELLO abc
        A HELLO 3 AUTH default x
        A GET nokey -> A _
        # selected
        A SELECT 15 -> A +OK
        A SELECT 16 -> A -ERR DB index is out of range
        A SELECT -1 -> A -ERR DB index is out of range
        A SELECT abc -> A -ERR value is not an integer or out of range
        A SELECT 99999999999 -> A -ERR value is out of range, value must between -2147483648 and 2147483647
        A SELECT -> A -ERR wrong number of arguments for 'select' command
        A SET k 1 -> A +OK
        B GET k -> B $-1
        A SWAPDB 15 0 -> A +OK
        A GET k -> A $-1
        B GET k -> B $1|1
        A SWAPDB 0 16 -> A -ERR DB index is out of range
        A SWAPDB a 0 -> A -ERR invalid first DB index
        A SWAPDB 0 b -> A -ERR invalid second DB index
        # unblocking
        A BLPOP l 0
        B CLIENT UNBLOCK $A FOO -> B -ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR
        B CLIENT UNBLOCK abc -> B -ERR value is not an integer or out of range
        B CLIENT UNBLOCK 999999999 -> B :0
        B CLIENT UNBLOCK $B -> B :0
        B CLIENT UNBLOCK $A -> A *-1  B :1
        B MULTI -> B +OK
        B CLIENT UNBLOCK $A ERROR -> B +QUEUED
        B EXEC -> B *1|:0
        A BLPOP l 0
        B MULTI -> B +OK
        B CLIENT UNBLOCK $A ERROR -> B +QUEUED
        B RPUSH l 1 -> B +QUEUED
        B EXEC -> A -UNBLOCKED client unblocked via CLIENT UNBLOCK  B *2|:1|:1
        B LLEN l -> B :1
        """

    @Test(arguments: RecordedConversation.all(in: recorded))
    func goesAsRecorded(_ conversation: RecordedConversation) { conversation.replay() }
}
