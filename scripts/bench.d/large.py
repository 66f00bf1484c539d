"""What redis-benchmark's own tests leave out: large sorted sets and sets, consumer groups, many small hashes.

redis-benchmark sends each command; it puts a number of 12 digits below the size of the data in the place of each RANDOM, so what is
asked for is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from harness.wire import Wire, command

LARGE = 1_000_000
MANY = 100_000
RANDOM = "__rand_int__"
MEMBER = "member:%012d"
RANDOM_MEMBER = f"member:{RANDOM}"


@dataclass(frozen=True)
class Case:
    name: str
    command: tuple[str, ...]
    #: Numbers below this take the place of RANDOM.
    range: int
    #: Makes the data, given the number of requests to come. Data with the same maker serves all cases in a row, unless it is used up.
    fill: Callable[[Wire, int], None]
    uses_up: bool = False


def _send(wire: Wire, commands: list[bytes]) -> None:
    """A few at a time: neither side is to buffer all of it."""
    for first in range(0, len(commands), 1000):
        batch = commands[first:first + 1000]
        wire.send(b"".join(batch))
        assert not any(reply.startswith(b"-") for reply in wire.replies(len(batch)))


def _sorted_set(wire: Wire, _: int) -> None:
    _send(wire, [
        command("ZADD", "zset", *(part for number in range(first, first + 100) for part in (str(number), MEMBER % number)))
        for first in range(0, LARGE, 100)
    ])


def _set(wire: Wire, _: int) -> None:
    _send(wire, [
        command("SADD", "set", *(MEMBER % number for number in range(first, first + 100)))
        for first in range(0, LARGE, 100)
    ])


def _hashes(wire: Wire, _: int) -> None:
    pairs = [part for number in range(9) for part in (f"field:{number}", f"value:{number}")] + ["count", "1"]
    _send(wire, [command("HSET", f"hash:{number:012}", *pairs) for number in range(MANY)])


def _stream(wire: Wire, requests: int) -> None:
    """Ids are those that RANDOM makes."""
    _send(wire, [command("XADD", "stream", f"1-{number}", "field", "value") for number in range(1, max(MANY, requests))])
    _send(wire, [command("XGROUP", "CREATE", "stream", "group", "0")])


def _pending(wire: Wire, _: int) -> None:
    _stream(wire, MANY)
    _send(wire, [command("XREADGROUP", "GROUP", "group", "consumer", "COUNT", "1000", "STREAMS", "stream", ">")] * (MANY // 1000))


CASES = [
    Case("zadd", ("ZADD", "zset", RANDOM, RANDOM_MEMBER), LARGE, _sorted_set),
    Case("zincrby", ("ZINCRBY", "zset", "1", RANDOM_MEMBER), LARGE, _sorted_set),
    Case("zscore", ("ZSCORE", "zset", RANDOM_MEMBER), LARGE, _sorted_set),
    Case("zrank", ("ZRANK", "zset", RANDOM_MEMBER), LARGE, _sorted_set),
    Case("zrange", ("ZRANGE", "zset", "500000", "500009"), LARGE, _sorted_set),
    Case("zrangebyscore", ("ZRANGEBYSCORE", "zset", RANDOM, "+inf", "LIMIT", "0", "10"), LARGE, _sorted_set),
    Case("sadd", ("SADD", "set", RANDOM_MEMBER), LARGE, _set),
    Case("sismember", ("SISMEMBER", "set", RANDOM_MEMBER), LARGE, _set),
    Case("hset", ("HSET", f"hash:{RANDOM}", "field:5", "other"), MANY, _hashes),
    Case("hget", ("HGET", f"hash:{RANDOM}", "field:5"), MANY, _hashes),
    Case("hgetall", ("HGETALL", f"hash:{RANDOM}"), MANY, _hashes),
    Case("hincrby", ("HINCRBY", f"hash:{RANDOM}", "count", "1"), MANY, _hashes),
    Case("xadd", ("XADD", "stream", "MAXLEN", "~", "10000", "*", "field", "value"), MANY, lambda *_: None),
    Case("xreadgroup", ("XREADGROUP", "GROUP", "group", "consumer", "COUNT", "1", "STREAMS", "stream", ">"),
         MANY, _stream, uses_up=True),
    Case("xack", ("XACK", "stream", "group", f"1-{RANDOM}"), MANY, _pending, uses_up=True),
]
