"""Milliseconds that a dump file takes to be saved, and to be loaded by a server that starts."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import small
from harness.server import Program
from harness.wire import Wire, command

#: What a file holds: how many keys, and the words of the commands that make one, without the key.
DATASETS = {
    "1,000 keys": (1000, [["SET", "value " * 4]]),
    "1,000,000 keys": (1_000_000, [["SET", "v" * 16]]),
    "100,000 hashes": (100_000, small.COLLECTIONS["hash"]),
    "100,000 sets": (100_000, small.COLLECTIONS["set of strings"]),
    "100,000 sorted sets": (100_000, small.COLLECTIONS["sorted set"]),
    "100,000 lists": (100_000, small.COLLECTIONS["list"]),
    "100,000 streams": (100_000, small.COLLECTIONS["stream"][:1]),
    "100 hashes of 10,000": (100, [["HSET"] + [part for n in range(10_000) for part in (f"field:{n}", f"value:{n}")]]),
}


def fill(wire: Wire, dataset: str) -> None:
    count, words = DATASETS[dataset]
    batch = 500 if count > 500 else 1
    for first in range(0, count, batch):
        keys = [f"key:{number:012}" for number in range(first, min(first + batch, count))]
        for name, *rest in words:
            wire.send(b"".join(command(name, key, *rest) for key in keys))
            wire.replies(len(keys))


def measure(program: Program, dataset: str) -> tuple[float, float]:
    """Milliseconds of SAVE, and from the start of a server with the file to the moment at which it serves."""
    count, _ = DATASETS[dataset]
    with tempfile.TemporaryDirectory(prefix="understudy-bench-") as folder:
        with program.start("--dir", folder) as server, Wire(server.address) as wire:
            fill(wire, dataset)
            begun = time.perf_counter()
            assert wire.ask("SAVE") == b"+OK\r\n"
            saved = (time.perf_counter() - begun) * 1000
        assert (Path(folder) / "dump.rdb").exists()
        begun = time.perf_counter()
        with program.start("--dir", folder) as server, Wire(server.address) as wire:
            loaded = (time.perf_counter() - begun) * 1000
            assert wire.ask("DBSIZE") == b":%d\r\n" % count
    return saved, loaded
