"""MIGRATE between servers of this kind and of the real one, and to targets that refuse, fall silent or go away.

Every expectation here holds for redis-server 8.0 too; run with --server to see it.
"""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

from harness.server import Program, free_port
from harness.wire import Wire

REAL = Path.home() / ".cache/oracles/redis-8.0"
READING = b"-IOERR error or timeout reading to target instance\r\n"


@pytest.fixture(params=["itself", "to the real server", "from the real server"])
def pair(request, launch, program):
    """A source and a target; this server is one of them."""
    other = program
    if request.param != "itself":
        if not REAL.exists():
            pytest.skip(f"{REAL} is not there")
        other = Program(REAL)
    servers = [launch(), other.start()]
    if request.param == "from the real server":
        servers.reverse()
    with Wire(servers[0].address) as source, Wire(servers[1].address) as target:
        source.port, target.port = str(servers[0].port), str(servers[1].port)
        yield source, target
    for server in servers:
        if server.process.returncode is None:
            server.stop()


class Target:
    """A target that is none: it sends `answer`, whatever it is asked, and hangs up if `hangs_up`."""

    def __init__(self, answer: bytes, hangs_up: bool):
        self.answer, self.hangs_up = answer, hangs_up
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = str(self.listener.getsockname()[1])
        self.connections: list[socket.socket] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            if self.answer:
                connection.recv(1 << 16)
                connection.sendall(self.answer)
            if self.hangs_up:
                connection.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Target:
        return self

    def __exit__(self, *_) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        for connection in self.connections:
            connection.close()


FILL = [
    ("SET", "text", "some text " * 50), ("SET", "number", "12345"), ("RPUSH", "list", *map(str, range(300))),
    ("SADD", "set", "a", "b", "c"), ("HSET", "hash", "field", "value"), ("ZADD", "zset", "1.5", "a", "2", "b"),
    ("XADD", "stream", "1-1", "f", "v"),
]


def test_every_type_moves(pair):
    source, target = pair
    keys = [command[1] for command in FILL]
    dumps = {}
    for command in FILL:
        source.ask(*command)
        dumps[command[1]] = source.ask("DUMP", command[1])
    assert source.ask("MIGRATE", "127.0.0.1", target.port, "", "3", "5000", "KEYS", *keys) == b"+OK\r\n"
    assert source.ask("DBSIZE") == b":0\r\n" and target.ask("DBSIZE") == b":0\r\n"
    target.ask("SELECT", "3")
    assert target.ask("DBSIZE") == b":%d\r\n" % len(keys)
    assert {key: target.ask("DUMP", key) for key in keys} == dumps


def test_a_large_value_moves(pair):
    source, target = pair
    source.ask("CONFIG", "SET", "rdbcompression", "no")
    source.ask("SETRANGE", "large", "20000000", "end")
    assert source.ask("MIGRATE", "127.0.0.1", target.port, "large", "0", "10000") == b"+OK\r\n"
    assert (source.ask("EXISTS", "large"), target.ask("STRLEN", "large")) == (b":0\r\n", b":20000003\r\n")


def test_the_time_to_live_moves_along(pair):
    source, target = pair
    source.ask("SET", "key", "value", "PX", "100000")
    assert source.ask("MIGRATE", "127.0.0.1", target.port, "key", "0", "5000") == b"+OK\r\n"
    assert 50_000 < int(target.ask("PTTL", "key")[1:]) <= 100_000


def test_copies_stay_and_a_busy_key_is_not_replaced(pair):
    source, target = pair
    source.ask("SET", "key", "new")
    target.ask("SET", "key", "old")
    here = ("MIGRATE", "127.0.0.1", target.port, "key", "0", "5000")
    busy = b"-ERR Target instance replied with error: BUSYKEY Target key name already exists.\r\n"
    assert source.ask(*here) == busy
    assert (source.ask("GET", "key"), target.ask("GET", "key")) == (b"$3\r\nnew\r\n", b"$3\r\nold\r\n")
    assert source.ask(*here, "COPY", "REPLACE") == b"+OK\r\n"
    assert (source.ask("GET", "key"), target.ask("GET", "key")) == (b"$3\r\nnew\r\n", b"$3\r\nnew\r\n")


def test_only_what_was_taken_is_removed(pair):
    source, target = pair
    for key in "abc":
        source.ask("SET", key, "new")
    target.ask("SET", "b", "old")
    reply = source.ask("MIGRATE", "127.0.0.1", target.port, "", "0", "5000", "KEYS", "a", "missing", "b", "c")
    assert reply == b"-ERR Target instance replied with error: BUSYKEY Target key name already exists.\r\n"
    assert source.ask("KEYS", "*") == b"*1\r\n$1\r\nb\r\n"
    assert target.ask("MGET", "a", "b", "c") == b"*3\r\n$3\r\nnew\r\n$3\r\nold\r\n$3\r\nnew\r\n"


def test_passwords(pair):
    source, target = pair
    target.ask("ACL", "SETUSER", "mover", "on", ">good", "~*", "+@all")
    target.ask("CONFIG", "SET", "requirepass", "secret")
    target.ask("AUTH", "secret")
    source.ask("SET", "key", "value")
    here = ("MIGRATE", "127.0.0.1", target.port, "key", "0", "5000")
    refusal = b"-ERR Target instance replied with error: "
    assert source.ask(*here) == refusal + b"NOAUTH Authentication required.\r\n"
    wrong = refusal + b"WRONGPASS invalid username-password pair or user is disabled.\r\n"
    assert source.ask(*here, "AUTH", "bad") == wrong
    assert source.ask(*here, "AUTH2", "mover", "bad") == wrong
    assert source.ask("EXISTS", "key") == b":1\r\n"
    assert source.ask(*here, "COPY", "AUTH", "secret") == b"+OK\r\n"
    assert source.ask(*here, "REPLACE", "AUTH2", "mover", "good") == b"+OK\r\n"
    assert (source.ask("EXISTS", "key"), target.ask("EXISTS", "key")) == (b":0\r\n", b":1\r\n")


def test_a_database_that_is_not_there(pair):
    source, target = pair
    source.ask("SET", "key", "value")
    reply = source.ask("MIGRATE", "127.0.0.1", target.port, "key", "99", "5000")
    assert reply == b"-ERR Target instance replied with error: ERR DB index is out of range\r\n"
    assert (source.ask("EXISTS", "key"), target.ask("EXISTS", "key")) == (b":1\r\n", b":1\r\n")


def test_in_transactions_and_scripts(pair):
    source, target = pair
    source.ask("MSET", "a", "1", "b", "2")
    source.ask("MULTI")
    source.ask("MIGRATE", "127.0.0.1", target.port, "a", "0", "5000")
    source.ask("EXISTS", "a")
    assert source.ask("EXEC") == b"*2\r\n+OK\r\n:0\r\n"
    script = "local reply = redis.call('MIGRATE', '127.0.0.1', ARGV[1], KEYS[1], '0', '5000')\n"
    script += "return {reply.ok, redis.call('EXISTS', KEYS[1])}"
    assert source.ask("EVAL", script, "1", "b", target.port) == b"*2\r\n$2\r\nOK\r\n:0\r\n"
    assert target.ask("MGET", "a", "b") == b"*2\r\n$1\r\n1\r\n$1\r\n2\r\n"


def test_keyspace_events(pair):
    source, target = pair
    source.ask("CONFIG", "SET", "notify-keyspace-events", "EA")
    source.ask("SET", "key", "value")
    with Wire(("127.0.0.1", int(source.port))) as listener:
        listener.ask("PSUBSCRIBE", "*")
        source.ask("MIGRATE", "127.0.0.1", target.port, "key", "0", "5000")
        assert listener.reply() == b"*4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$18\r\n__keyevent@0__:del\r\n$3\r\nkey\r\n"


def test_a_target_that_is_down(wire):
    wire.ask("SET", "key", "value")
    reply = wire.ask("MIGRATE", "127.0.0.1", str(free_port()), "key", "0", "5000")
    assert reply == b"-IOERR error or timeout writing to target instance\r\n"
    assert wire.ask("EXISTS", "key") == b":1\r\n"


def test_a_target_that_says_nothing(wire):
    wire.ask("SET", "key", "value")
    with Target(b"", hangs_up=False) as target:
        start = time.monotonic()
        assert wire.ask("MIGRATE", "127.0.0.1", target.port, "key", "0", "100") == READING
        assert 0.09 < time.monotonic() - start < 10
        assert len(target.connections) == 1, "a time that is over must not begin again"
    assert wire.ask("EXISTS", "key") == b":1\r\n"


def test_a_target_that_hangs_up_is_tried_twice(wire):
    wire.ask("SET", "key", "value")
    with Target(b"", hangs_up=True) as target:
        assert wire.ask("MIGRATE", "127.0.0.1", target.port, "key", "0", "5000") in (
            READING, READING.replace(b"reading", b"writing"))
        assert wire.ask("EXISTS", "key") == b":1\r\n"
        assert len(target.connections) == 2


def test_a_target_that_hangs_up_midway(wire):
    wire.ask("MSET", "a", "1", "b", "2")
    with Target(b"+OK\r\n+OK\r\n", hangs_up=True) as target:
        assert wire.ask("MIGRATE", "127.0.0.1", target.port, "", "0", "5000", "KEYS", "a", "b") == READING
        assert len(target.connections) == 1, "what was restored must not be sent again"
    assert wire.ask("MGET", "a", "b") == b"*2\r\n$-1\r\n$1\r\n2\r\n"
