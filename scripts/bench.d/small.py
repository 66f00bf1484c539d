"""Bytes a key for many small collections: what they add to a server's resident memory."""

from __future__ import annotations

import time

from harness.server import Program
from harness.wire import Wire, command

COUNT = 100_000
TEN = range(10)

#: How one collection of ten elements is made: the words of each command, behind the key.
COLLECTIONS = {
    "hash": [["HSET"] + [part for n in TEN for part in (f"field:{n}", f"value:{n}")]],
    "set of strings": [["SADD"] + [f"member:{n}" for n in TEN]],
    "set of integers": [["SADD"] + [str(n * 1000) for n in TEN]],
    "sorted set": [["ZADD"] + [part for n in TEN for part in (str(n), f"member:{n}")]],
    "list": [["RPUSH"] + [f"element:{n}" for n in TEN]],
    "stream": [["XADD", f"1-{n + 1}", "field", f"value:{n}"] for n in TEN],
}


def bytes_a_collection(program: Program, kind: str) -> float:
    with program.start() as server, Wire(server.address) as wire:
        # Code that has never run is not resident yet, nor are the buffers of the connection.
        fill(wire, kind, 500)
        assert wire.ask("FLUSHALL") == b"+OK\r\n"
        empty = server.resident_bytes()
        fill(wire, kind, COUNT)
        assert wire.ask("DBSIZE") == b":%d\r\n" % COUNT
        time.sleep(1)  # a table that is still moving to a larger one holds both
        return (server.resident_bytes() - empty) / COUNT


def fill(wire: Wire, kind: str, count: int) -> None:
    for first in range(0, count, 500):
        keys = [f"key:{number:012}" for number in range(first, first + 500)]
        for name, *words in COLLECTIONS[kind]:
            wire.send(b"".join(command(name, key, *words) for key in keys))
            wire.replies(len(keys))
