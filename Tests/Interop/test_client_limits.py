"""What clients may take: the number of connections, the time that they idle, the replies that they leave unread, and memory.

Whoever takes too much is cut off; nobody else notices.
"""

from __future__ import annotations

import resource
import socket

import pytest

from harness.wire import Closed, Wire, command, info, wait_until

OK, PONG = b"+OK\r\n", b"+PONG\r\n"
MEGABYTE = 1 << 20


def ids(wire: Wire) -> set[bytes]:
    """The clients that there are."""
    lines = wire.ask("CLIENT", "LIST").split(b"\n")
    return {line.split(b" ")[0].removeprefix(b"id=") for line in lines if line.startswith(b"id=")}


def identity(wire: Wire) -> bytes:
    return wire.ask("CLIENT", "ID")[1:-2]


def allow_descriptors(needed: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        pytest.skip(f"this machine allows {hard} descriptors a process, and the test needs {needed}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))


def test_ten_thousand_subscribers_some_of_whom_never_read(launch):
    count, sluggish = 10_000, 20
    allow_descriptors(count + 300)
    server = launch("--maxclients", str(count + 100), "--tcp-backlog", "4096",
                    "--client-output-buffer-limit", "pubsub", "128kb", "0", "0")
    with Wire(server.address) as wire:
        slow = []
        for _ in range(sluggish):
            # What the system buffers for them is little, so that the server has to.
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(server.address)
            slow.append(connection)
        quick = [socket.create_connection(server.address) for _ in range(count - sluggish)]
        for connection in slow + quick:
            connection.sendall(b"SUBSCRIBE channel\r\n")
        greeting = b"*3\r\n$9\r\nsubscribe\r\n$7\r\nchannel\r\n:1\r\n"
        for connection in slow + quick:
            assert connection.recv(len(greeting), socket.MSG_WAITALL) == greeting
        assert wire.ask("PUBSUB", "NUMSUB", "channel") == b"*2\r\n$7\r\nchannel\r\n:%d\r\n" % count

        body = b"x" * 10_000
        expected = b"*3\r\n$7\r\nmessage\r\n$7\r\nchannel\r\n$10000\r\n" + body + b"\r\n"
        receivers = count
        # The buffers of the system take what they take; then the limit, and they are gone.
        for _ in range(2000):
            receivers = int(wire.ask("PUBLISH", "channel", body)[1:])
            for connection in quick:
                assert connection.recv(len(expected), socket.MSG_WAITALL) == expected
            if receivers == count - sluggish:
                break
        assert receivers == count - sluggish
        assert info(wire, "stats")["client_output_buffer_limit_disconnections"] == str(sluggish)
        assert info(wire, "clients")["pubsub_clients"] == str(count - sluggish)
        for connection in slow + quick:
            connection.close()
        wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "1")


def test_a_flood_of_connections_is_refused_beyond_maxclients(launch):
    allow_descriptors(2000)
    server = launch("--maxclients", "100")
    with Wire(server.address) as wire:
        assert wire.ask("PING") == PONG
        flood = [socket.create_connection(server.address) for _ in range(1000)]
        refused = 0
        for connection in flood:
            connection.settimeout(30)
            try:
                connection.sendall(b"PING\r\n")
                answer = connection.recv(64)
            except ConnectionResetError:
                answer = b""
            refused += answer != PONG
            assert answer in (PONG, b"", b"-ERR max number of clients reached\r\n")
        assert refused == 1000 - 99
        assert info(wire, "stats")["rejected_connections"] == str(refused)
        # Whoever goes makes room.
        for connection in flood:
            connection.close()
        wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "1")
        with Wire(server.address) as other:
            assert other.ask("PING") == PONG


def test_who_idles_is_closed_but_not_who_waits(launch):
    server = launch("--timeout", "1")
    with Wire(server.address) as wire, Wire(server.address) as idle, Wire(server.address) as waiting, \
            Wire(server.address) as subscriber:
        gone = identity(idle)
        staying = {identity(waiting), identity(subscriber)}
        waiting.send(command("BLPOP", "list", "0"))
        subscriber.send(command("SUBSCRIBE", "channel"))
        wait_until(wire, lambda: gone not in ids(wire))
        assert idle.rest() == b""
        assert staying <= ids(wire)


def test_the_largest_clients_go_when_all_take_too_much(launch):
    server = launch("--maxmemory-clients", "20mb")
    with Wire(server.address) as wire:
        assert wire.ask("SET", "value", b"x" * MEGABYTE) == OK
        with Wire(server.address) as spared, Wire(server.address) as reader, Wire(server.address) as sender, \
                Wire(server.address) as small:
            assert spared.ask("CLIENT", "NO-EVICT", "ON") == OK
            names = {name: identity(client) for name, client in
                     (("spared", spared), ("reader", reader), ("sender", sender), ("small", small))}
            # Half of a request, which waits for its end; whoever is spared may take more than anybody.
            spared.send(b"*2\r\n$4\r\nECHO\r\n$8000000\r\n" + b"x" * 7_000_000)
            sender.send(b"*2\r\n$4\r\nECHO\r\n$4000000\r\n" + b"x" * 3_000_000)
            small.send(b"*2\r\n$4\r\nECHO\r\n$100000\r\n" + b"x" * 90_000)
            reader.send(command("GET", "value") * 40)
            wait_until(wire, lambda: names["reader"] not in ids(wire))
            assert ids(wire) >= {names["spared"], names["sender"], names["small"]}
            assert info(wire, "stats")["evicted_clients"] == "1"
            with pytest.raises((Closed, ConnectionResetError)):
                reader.replies(40)
            # With less for all, the next largest go.
            assert wire.ask("CONFIG", "SET", "maxmemory-clients", "11mb") == OK
            wait_until(wire, lambda: names["sender"] not in ids(wire))
            assert ids(wire) >= {names["spared"], names["small"]}
            small.send(b"x" * 10_000 + b"\r\n")
            assert small.reply().startswith(b"$100000\r\n")
            spared.send(b"x" * 1_000_000 + b"\r\n")
            assert spared.reply().startswith(b"$8000000\r\n")
