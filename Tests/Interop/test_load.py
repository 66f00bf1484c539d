"""Large and many: a 512 MB value, a 100,000-command pipeline, readers that never read, 10,000 idle and 200,000 short
connections. Nothing is lost, others are served meanwhile, and memory and descriptors come back."""

from __future__ import annotations

import resource
import socket
import struct

import pytest

from harness.server import Server, open_sockets
from harness.wire import Closed, Wire, command, info, wait_until

OK, PONG = b"+OK\r\n", b"+PONG\r\n"
MEGABYTE = 1 << 20


def assert_memory_returns(server: Server, wire: Wire, before: int, slack: int) -> None:
    """Waits until the server's resident set is back near where it was; a real server is asked to purge its allocator."""
    assert wire.ask("MEMORY", "PURGE")
    wait_until(wire, lambda: server.resident_bytes() <= before + slack, lambda: (server.resident_bytes(), before))


def assert_sockets_return(server: Server, wire: Wire, before: set[str]) -> None:
    """Waits until the server holds open the sockets that it held before, and no other."""
    wait_until(wire, lambda: open_sockets(server.pid) == before, lambda: open_sockets(server.pid) ^ before)


def test_a_pipeline_of_100_000_commands_in_one_write(wire):
    count = 100_000
    wire.send(b"".join(command("SET", f"key:{number}", str(number)) for number in range(count)))
    assert wire.replies(count) == [OK] * count
    wire.send(b"".join(command("GET", f"key:{number}") for number in range(count)))
    for number, reply in enumerate(wire.replies(count)):
        assert reply.endswith(b"\r\n%d\r\n" % number)
    assert wire.ask("DBSIZE") == b":100000\r\n"


def test_a_command_of_a_million_arguments(wire):
    count = 1_000_000
    wire.send(command("RPUSH", "list", *[b"%d" % number for number in range(count)]))
    assert wire.reply() == b":1000000\r\n"
    assert wire.ask("LINDEX", "list", "-1") == b"$6\r\n999999\r\n"


def test_a_value_of_512_megabytes_comes_back_and_its_memory_too(server, wire):
    before = server.resident_bytes()
    size = 512 * MEGABYTE
    block = bytes(range(256)) * (MEGABYTE // 256)
    wire.send(b"*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$%d\r\n" % size)
    for _ in range(512):
        wire.send(block)
    wire.send(b"\r\n")
    assert wire.reply() == OK
    assert wire.ask("STRLEN", "big") == b":%d\r\n" % size
    assert wire.ask("GETRANGE", "big", str(size - 3), "-1") == b"$3\r\n\xfd\xfe\xff\r\n"

    with Wire(server.address) as reader:
        reader.send(command("GET", "big"))
        with reader.socket.makefile("rb", buffering=MEGABYTE) as stream:
            assert stream.readline() == b"$%d\r\n" % size
            for _ in range(512):
                assert stream.read(MEGABYTE) == block
            assert stream.read(2) == b"\r\n"
    assert wire.ask("APPEND", "big", "x") == b"-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n"
    assert wire.ask("DEL", "big") == b":1\r\n"
    assert_memory_returns(server, wire, before, slack=32 * MEGABYTE)


def test_a_reader_that_never_reads_is_closed_past_its_limit(launch):
    server = launch("--client-output-buffer-limit", "normal", "16mb", "0", "0")
    with Wire(server.address) as wire, Wire(server.address) as sluggard:
        assert wire.ask("SET", "value", b"x" * MEGABYTE) == OK
        before = server.resident_bytes()
        identity = sluggard.ask("CLIENT", "ID")[1:-2]
        sluggard.send(command("GET", "value") * 200)
        wait_until(wire, lambda: b"id=%b " % identity not in wire.ask("CLIENT", "LIST"))
        with pytest.raises(Closed):
            sluggard.replies(200)
        assert_memory_returns(server, wire, before, slack=16 * MEGABYTE)


def test_a_reader_that_takes_its_time_loses_nothing(server, wire):
    """Without a limit the replies wait for it, in order, while everybody else is served."""
    values = [bytes([65 + number % 26]) * MEGABYTE for number in range(64)]
    for number, value in enumerate(values):
        assert wire.ask("SET", f"value:{number}", value) == OK
    with Wire(server.address) as slow:
        slow.send(b"".join(command("GET", f"value:{number}") for number in range(64)) + command("PING"))
        for _ in range(100):
            assert wire.ask("PING") == PONG
        for value in values:
            assert slow.reply() == b"$%d\r\n%b\r\n" % (MEGABYTE, value)
        assert slow.reply() == PONG


def test_ten_thousand_idle_connections(launch):
    count = 10_000
    needed = count + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        pytest.skip(f"this machine allows {hard} descriptors a process, and the test needs {needed}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    server = launch("--maxclients", str(count + 50), "--tcp-backlog", "4096")
    with Wire(server.address) as wire:
        assert wire.ask("PING") == PONG
        before, sockets = server.resident_bytes(), open_sockets(server.pid)
        idle = [socket.create_connection(server.address) for _ in range(count)]
        for connection in idle:
            connection.sendall(b"PING\r\n")
        for connection in idle:
            assert connection.recv(16) == PONG
        assert info(wire, "clients")["connected_clients"] == str(count + 1)
        for connection in idle:
            connection.close()
        wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "1")
        assert_sockets_return(server, wire, sockets)
        assert_memory_returns(server, wire, before, slack=48 * MEGABYTE)


def test_two_hundred_thousand_short_connections(server, wire):
    """Of four, one leaves politely, one with a reset, one in the middle of a request, one before it was looked at."""
    assert wire.ask("PING") == PONG  # from here on the server holds this connection's socket
    sockets = open_sockets(server.pid)
    reset = struct.pack("ii", 1, 0)
    warm = None
    for round_number in range(2000):
        batch = [socket.create_connection(server.address) for _ in range(100)]
        for number, connection in enumerate(batch):
            connection.sendall(b"*1\r\n$4\r\nPI" if number % 4 == 2 else b"PING\r\n")
        for number, connection in enumerate(batch):
            if number % 4 < 2:
                assert connection.recv(16) == PONG
            if number % 4 in (1, 3):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            connection.close()
        if round_number == 200:
            warm = server.resident_bytes()
    wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "1")
    assert_sockets_return(server, wire, sockets)
    assert 150_000 < int(info(wire, "stats")["total_connections_received"]) <= 200_001
    assert_memory_returns(server, wire, warm, slack=8 * MEGABYTE)
