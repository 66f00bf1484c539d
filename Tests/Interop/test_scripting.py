"""redis-py's scripting interface, and its lock, which releases, extends and takes itself over by scripts."""

from __future__ import annotations

import threading

import pytest
import redis
from redis.exceptions import LockError, LockNotOwnedError, NoScriptError, ResponseError

from harness.server import Server


@pytest.fixture(params=[2, 3], ids=["RESP2", "RESP3"])
def client(request: pytest.FixtureRequest, server: Server):
    with redis.Redis(server.host, server.port, protocol=request.param, decode_responses=True) as client:
        yield client


def test_a_lock_is_held_by_one(client):
    first, second = client.lock("lock", timeout=10), client.lock("lock", timeout=10)
    assert first.acquire(blocking=False)
    assert not second.acquire(blocking=False)
    assert first.locked() and first.owned() and not second.owned()
    first.release()
    assert not first.locked()
    assert second.acquire(blocking=False)
    second.release()


def test_a_lock_is_extended_and_renewed(client):
    lock = client.lock("lock", timeout=10)
    assert lock.acquire()
    assert lock.extend(10) and 10_000 < client.pttl("lock") <= 20_000
    assert lock.extend(5, replace_ttl=True) and client.pttl("lock") <= 5_000
    assert lock.reacquire() and client.pttl("lock") > 5_000
    lock.release()


def test_a_lock_that_another_has_taken_is_not_released(client):
    lock = client.lock("lock", timeout=10)
    assert lock.acquire()
    client.set("lock", "another's token")
    with pytest.raises(LockNotOwnedError):
        lock.release()
    with pytest.raises(LockError):
        client.lock("free").release()
    assert client.get("lock") == "another's token"


def test_a_lock_keeps_threads_apart(server: Server):
    with redis.Redis(server.host, server.port) as client:
        def work() -> None:
            for _ in range(20):
                with client.lock("lock", timeout=30, sleep=0.001):
                    client.set("count", int(client.get("count") or 0) + 1)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert client.get("count") == b"80"


def test_a_registered_script_is_loaded_when_it_is_missing(client):
    multiply = client.register_script("return redis.call('get', KEYS[1]) * ARGV[1]")
    client.set("number", 6)
    assert multiply(keys=["number"], args=[7]) == 42
    client.script_flush()
    assert client.script_exists(multiply.sha) == [False]
    assert multiply(keys=["number"], args=[2]) == 12
    assert client.script_exists(multiply.sha) == [True]


def test_a_registered_script_runs_in_a_pipeline(client):
    append = client.register_script("return redis.call('rpush', KEYS[1], ARGV[1])")
    with client.pipeline() as pipeline:
        pipeline.rpush("list", "a")
        append(keys=["list"], args=["b"], client=pipeline)
        pipeline.lrange("list", 0, -1)
        assert pipeline.execute() == [1, 2, ["a", "b"]]


def test_scripts_by_digest_and_source(client):
    digest = client.script_load("return {KEYS[1], ARGV[1], 1.9, false}")
    assert client.evalsha(digest, 1, "key", "argument") == ["key", "argument", 1, None]
    assert client.evalsha_ro(digest, 1, "key", "argument") == ["key", "argument", 1, None]
    assert client.eval_ro("return redis.call('exists', KEYS[1])", 1, "key") == 0
    client.script_flush("SYNC")
    with pytest.raises(NoScriptError):
        client.evalsha(digest, 0)
    with pytest.raises(ResponseError, match="Write commands are not allowed from read-only scripts"):
        client.eval_ro("return redis.call('set', KEYS[1], 1)", 1, "key")


@pytest.mark.parametrize("script", [
    "while true do end", "while true do pcall(function() while true do end end) end",
], ids=["loop", "loop in pcall"])
def test_an_endless_script_leaves_the_server(client, server: Server, script):
    client.config_set("busy-reply-threshold", 50)
    has_ended = threading.Event()

    def kill() -> None:
        with redis.Redis(server.host, server.port) as other:
            while not has_ended.is_set():
                try:
                    other.script_kill()
                except ResponseError:
                    has_ended.wait(0.01)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(ResponseError):
            client.eval(script, 0)
    finally:
        has_ended.set()
        killer.join()
    assert client.ping()
