"""pytest-redis, the usual way to have a Redis in a Python test suite, launches this server through --redis-exec."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from harness.server import PATIENCE, Program

# A test suite as a user of pytest-redis writes it; the second and third tests rely on its cleaning between tests.
SUITE = '''
import pytest
from pytest_redis import factories

secured_proc = factories.redis_proc(password="secret", db_count=3)
secured = factories.redisdb("secured_proc", decode=True)

def test_the_fixture_serves(redisdb):
    redisdb.set("key", "value")
    assert redisdb.get("key") == b"value"
    assert redisdb.lpush("list", *range(100)) == 100

def test_the_fixture_was_flushed(redisdb):
    assert redisdb.dbsize() == 0
    redisdb.set("key", "value", px=60_000)
    assert 0 < redisdb.pttl("key") <= 60_000

async def test_the_asynchronous_fixture_serves(redisdb_async):
    assert await redisdb_async.dbsize() == 0
    assert await redisdb_async.incr("counter") == 1

def test_a_second_server_with_a_password(secured, redisdb):
    assert secured.set("key", "value", nx=True) is True
    assert secured.get("key") == "value"
    assert redisdb.exists("key") == 0
    with pytest.raises(Exception, match="DB index is out of range"):
        secured.execute_command("SELECT", 3)
'''


@pytest.mark.parametrize("options", [[], ["--redis-client-decode", "--redis-loglevel=verbose", "--redis-timeout=30"]],
                         ids=["defaults", "options"])
def test_a_suite_on_pytest_redis_passes(program: Program, tmp_path, options):
    (tmp_path / "test_suite.py").write_text(SUITE.replace('== b"value"', '== "value"') if options else SUITE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n")
    # The base directory is short, because pytest-redis keeps a unix socket, whose path may not exceed 107 bytes, in it.
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'b'}",
         f"--redis-exec={program.path}", *options, str(tmp_path)],
        cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=PATIENCE, env={**os.environ, "PYTEST_ADDOPTS": ""},
    )
    print(done.stdout)
    assert done.returncode == 0
    assert "4 passed" in done.stdout
