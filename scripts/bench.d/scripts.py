"""Scripts: calls that real programs make, and pure computing.

What is measured is the processor's time that the server takes for a call, sockets included, which tells even on a busy machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.server import Server
from harness.wire import Wire, command

#: Calls are sent so many at a time.
BATCH = 50

RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"

LIMITER = """
local key, now, window, limit = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('zremrangebyscore', key, 0, now - window)
local count = redis.call('zcard', key)
if count < limit then
  redis.call('zadd', key, now, ARGV[1] .. ':' .. count)
  redis.call('pexpire', key, window)
  return {1, limit - count - 1}
end
return {0, 0}
"""

LOOP = "for i = 1, 1000 do redis.call('incr', KEYS[1]) end return redis.call('get', KEYS[1])"

FIBONACCI = "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(27)"

STRINGS = """
local parts = {}
for i = 1, 20000 do parts[#parts + 1] = 'item:' .. i .. ',' .. string.format('%05d', i % 977) end
local text = table.concat(parts, ';')
local count = 0
for name, number in string.gmatch(text, '(item:%d+),(%d+)') do count = count + #name + tonumber(number) end
return count .. string.sub(string.upper(text), -20) .. #string.gsub(text, 'item', 'thing')
"""

SORT = """
local list, seed = {}, 42
for i = 1, 100000 do
  seed = (seed * 16807) % 2147483647
  list[i] = seed
end
table.sort(list)
return list[1]
"""


@dataclass(frozen=True)
class Case:
    name: str
    source: str
    #: How many calls there are in a run of one second, about.
    calls: int
    #: The arguments behind the digest, for a call.
    words: Callable[[int], tuple[str, ...]] = lambda _: ("0",)
    #: What is sent before each call and not to be counted is little.
    before: Callable[[int], bytes] = lambda _: b""


CASES = [
    Case("lock release", RELEASE, 50_000, lambda n: ("1", f"lock:{n % 1000}", f"token:{n}"),
         lambda n: command("SET", f"lock:{n % 1000}", f"token:{n}", "PX", "30000")),
    Case("rate limiter", LIMITER, 20_000, lambda n: ("1", f"limit:{n % 100}", str(1_700_000_000_000 + n), "1000", "50")),
    Case("1,000 calls", LOOP, 200, lambda n: ("1", "counter")),
    Case("fib(27)", FIBONACCI, 20),
    Case("strings", STRINGS, 50),
    Case("sort", SORT, 20),
]


def processor_time(server: Server) -> float:
    """Seconds that all threads of the server have run."""
    tasks = Path(f"/proc/{server.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def calls_a_second(server: Server, wire: Wire, case: Case, seconds: float) -> float:
    """Calls in a second of the processor's."""
    assert wire.ask("FLUSHALL") == b"+OK\r\n"
    digest = wire.ask("SCRIPT", "LOAD", case.source).split(b"\r\n")[1].decode()
    calls = max(1, int(case.calls * seconds))
    # A tenth first, so that both servers are warm.
    run(wire, case, digest, range(max(1, calls // 10)))
    begun = processor_time(server)
    run(wire, case, digest, range(calls))
    return calls / (processor_time(server) - begun)


def run(wire: Wire, case: Case, digest: str, numbers: range) -> None:
    for first in range(0, len(numbers), BATCH):
        batch = numbers[first:first + BATCH]
        before = [case.before(n) for n in batch]
        wire.send(b"".join(b + command("EVALSHA", digest, *case.words(n)) for b, n in zip(before, batch)))
        replies = wire.replies(len(batch) + sum(1 for b in before if b))
        assert not any(reply.startswith(b"-") for reply in replies), replies
