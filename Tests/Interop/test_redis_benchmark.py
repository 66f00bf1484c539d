"""redis-benchmark with every test of its own whose commands the server has, plain and pipelined, RESP2 and RESP3."""

from __future__ import annotations

import csv
import shutil
import subprocess

import pytest

from harness.server import PATIENCE, Server
from harness.wire import Wire, info, wait_until

pytestmark = pytest.mark.skipif(
    shutil.which("redis-benchmark") is None,
    reason="redis-benchmark is not installed (Debian: apt-get install redis-tools)",
)

# Each test of redis-benchmark, how many lines it reports, and the commands it needs.
TESTS = {
    "ping_inline": (1, ["PING"]), "ping_mbulk": (1, ["PING"]), "set": (1, ["SET"]), "get": (1, ["GET"]),
    "incr": (1, ["INCR"]), "lpush": (1, ["LPUSH"]), "rpush": (1, ["RPUSH"]), "lpop": (1, ["LPOP"]),
    "rpop": (1, ["RPOP"]), "sadd": (1, ["SADD"]), "hset": (1, ["HSET"]), "spop": (1, ["SPOP"]),
    "zadd": (1, ["ZADD"]), "zpopmin": (1, ["ZPOPMIN"]), "lrange_100": (2, ["LPUSH", "LRANGE"]),
    "lrange_300": (2, ["LPUSH", "LRANGE"]), "lrange_500": (2, ["LPUSH", "LRANGE"]),
    "lrange_600": (2, ["LPUSH", "LRANGE"]), "mset": (1, ["MSET"]),
}


def benchmark(server: Server, *arguments: str) -> list[dict[str, str]]:
    """Runs it and returns its report, a row for each line; a reply that is an error makes it fail."""
    done = subprocess.run(
        ["redis-benchmark", "-h", server.host, "-p", str(server.port), "--csv", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
    )
    assert done.returncode == 0, done
    # It warns here if CONFIG GET does not tell it what it asks for.
    assert done.stderr == "" and "WARNING" not in done.stdout and "rror" not in done.stdout, done
    return list(csv.DictReader(done.stdout.splitlines()))


def exists(wire: Wire, command_name: str) -> bool:
    return wire.ask("COMMAND", "INFO", command_name) not in (b"*1\r\n*-1\r\n", b"*1\r\n$-1\r\n", b"*1\r\n_\r\n")


@pytest.mark.parametrize("options", [
    ("-n", "2000", "-c", "50"), ("-n", "20000", "-c", "50", "-P", "16", "-r", "1000"), ("-n", "2000", "-3"),
    ("-n", "2000", "-c", "50", "--threads", "2", "-d", "4096"),
], ids=["plain", "pipelined", "RESP3", "threads"])
@pytest.mark.parametrize("test", TESTS)
def test_each_of_its_tests_runs(server, wire, test, options):
    lines, commands = TESTS[test]
    missing = [name for name in commands if not exists(wire, name)]
    if missing:
        assert b"unknown command" in wire.ask(missing[0], "key")
        pytest.skip(f"the server has no {', '.join(missing)}")
    rows = benchmark(server, "-t", test, *options)
    assert len(rows) == lines
    assert all(float(row["rps"]) > 0 for row in rows)


def test_a_command_of_ones_own(server, wire):
    rows = benchmark(server, "-n", "1000", "-r", "100", "rpush", "list:__rand_int__", "element")
    assert len(rows) == 1
    assert 0 < int(wire.ask("DBSIZE")[1:-2]) <= 100


def test_idle_mode_keeps_a_thousand_connections(server):
    """-I only opens connections and holds them: it is ended from outside once the server has them all."""
    idle = subprocess.Popen(
        ["redis-benchmark", "-p", str(server.port), "-I", "-c", "1000"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        with Wire(server.address) as wire:
            wait_until(wire, lambda: int(info(wire, "clients")["connected_clients"]) >= 1001)
    finally:
        idle.kill()
        idle.wait(PATIENCE)
