"""walrus: its own suite, which comes with it, of containers, models, locks, rate limiters, streams, search and graphs."""

from __future__ import annotations

import re


def test_walrus_passes_its_own_suite(server, programs):
    report = programs.run("unittest", "walrus.tests", WALRUS_REDIS_PORT=str(server.port))
    assert int(re.search(r"Ran (\d+) tests", report)[1]) > 100 and re.search(r"^OK$", report, re.MULTILINE), report
