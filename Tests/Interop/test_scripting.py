"""redis-py's scripting interface, blocking and asyncio, and scripts that do not end."""

from __future__ import annotations

import threading

import pytest
import redis
from redis.exceptions import NoScriptError, ResponseError

from harness.clients import settle
from harness.server import Server


async def test_a_registered_script_is_loaded_when_it_is_missing(connect):
    client = connect()
    multiply = client.register_script("return redis.call('get', KEYS[1]) * ARGV[1]")
    await settle(client.set("number", 6))
    assert await settle(multiply(keys=["number"], args=[7])) == 42
    await settle(client.script_flush())
    assert await settle(client.script_exists(multiply.sha)) == [False]
    assert await settle(multiply(keys=["number"], args=[2])) == 12
    assert await settle(client.script_exists(multiply.sha, "0" * 40)) == [True, False]


@pytest.mark.parametrize("transaction", [True, False])
async def test_a_registered_script_runs_in_a_pipeline(connect, transaction):
    """The pipeline loads what the server lacks before it sends anything."""
    client = connect()
    append = client.register_script("return redis.call('rpush', KEYS[1], ARGV[1])")
    pipeline = client.pipeline(transaction=transaction)
    for _ in range(2):
        pipeline.rpush("list", "a")
        await settle(append(keys=["list"], args=["b"], client=pipeline))
        pipeline.lrange("list", 0, -1)
        assert await settle(pipeline.execute()) == [1, 2, ["a", "b"]]
        await settle(client.script_flush("ASYNC"))
        await settle(client.delete("list"))
    pipeline.evalsha(append.sha, 1, "list", "c").set("after", 1)
    with pytest.raises(NoScriptError):
        await settle(pipeline.execute())
    assert await settle(client.get("after")) == "1"


async def test_a_script_moves_to_another_server(connect, form, launch):
    """A script is called through whichever client it is given, and its source goes where it is not known."""
    client, elsewhere = connect(), form.connect(launch())
    where = client.register_script(b"return redis.call('get', 'name')")
    await settle(client.set("name", "here"))
    await settle(elsewhere.set("name", "elsewhere"))
    assert [await settle(where()), await settle(where(client=elsewhere))] == ["here", "elsewhere"]
    await form.disconnect(elsewhere)


async def test_scripts_by_digest_and_source(connect):
    client = connect()
    digest = await settle(client.script_load("return {KEYS[1], ARGV[1], 1.9, false}"))
    assert await settle(client.evalsha(digest, 1, "key", "argument")) == ["key", "argument", 1, None]
    assert await settle(client.evalsha_ro(digest, 1, "key", "argument")) == ["key", "argument", 1, None]
    assert await settle(client.eval("return {#KEYS, #ARGV, ARGV[2]}", 1, "key", "a", 1.5)) == [1, 2, "1.5"]
    assert await settle(client.eval_ro("return redis.call('exists', KEYS[1])", 1, "key")) == 0
    await settle(client.script_flush("SYNC"))
    with pytest.raises(NoScriptError):
        await settle(client.evalsha(digest, 0))
    with pytest.raises(ResponseError, match="Write commands are not allowed from read-only scripts"):
        await settle(client.eval_ro("return redis.call('set', KEYS[1], 1)", 1, "key"))


async def test_what_a_script_raises_is_an_exception(connect):
    client = connect()
    await settle(client.rpush("list", "a"))
    with pytest.raises(ResponseError, match="^MINE as asked$"):
        await settle(client.eval("return redis.error_reply('MINE as asked')", 0))
    with pytest.raises(ResponseError, match="WRONGTYPE.* script: [0-9a-f]{40}, on @user_script:1."):
        await settle(client.eval("return redis.call('incr', KEYS[1])", 1, "list"))
    with pytest.raises(ResponseError, match="Error compiling script"):
        await settle(client.script_load("return +"))
    assert "WRONGTYPE" in await settle(client.eval("return redis.pcall('incr', KEYS[1])['err']", 1, "list"))


async def test_a_script_replies_in_the_types_of_its_protocol(connect, form):
    client = connect()
    await settle(client.hset("hash", mapping={"field": "value"}))
    await settle(client.zadd("scores", {"member": 1.5}))
    script = "redis.setresp(3); return {redis.call('hgetall', 'hash'), redis.call('zscore', 'scores', 'member'), true}"
    flat = await settle(client.eval("return redis.call('hgetall', 'hash')", 0))
    assert flat == ["field", "value"]
    pairs, score, truth = await settle(client.eval(script, 0))
    if form.protocol == 3:
        assert (pairs, score, truth) == ({"field": "value"}, 1.5, True)
    else:
        assert (pairs, score, truth) == (["field", "value"], "1.5", 1)


@pytest.fixture
def busy(launch):
    """A server, and a way to run a script on it that takes long: the call's outcome is in the list that comes back."""
    server = launch("--busy-reply-threshold", "50")
    with redis.Redis(server.host, server.port) as client, redis.Redis(server.host, server.port) as other:
        threads: list[threading.Thread] = []

        def run(script: str) -> list:
            def call() -> None:
                try:
                    outcome.append(client.eval(script, 0))
                except redis.RedisError as error:
                    outcome.append(error)

            outcome: list = []
            threads.append(threading.Thread(target=call))
            threads[-1].start()
            with pytest.raises(ResponseError, match="^BUSY Redis is busy running a script. You can only call SCRIPT KILL"):
                while True:
                    other.ping()
            return outcome

        yield server, other, run, threads


@pytest.mark.parametrize("script", [
    "while true do end", "while true do pcall(function() while true do end end) end",
], ids=["loop", "loop in pcall"])
def test_an_endless_script_is_killed(busy, script):
    _, other, run, threads = busy
    with pytest.raises(ResponseError, match="^NOTBUSY"):
        other.script_kill()
    outcome = run(script)
    with pytest.raises(ResponseError, match="^BUSY"):
        other.set("key", "value")
    assert other.script_kill()
    threads[-1].join()
    assert str(outcome[0]).startswith("Script killed by user with SCRIPT KILL... script: ")
    assert other.ping() and not other.exists("key")


def test_a_script_that_has_written_ends_with_the_server(busy):
    server, other, run, threads = busy
    outcome = run("redis.call('set', 'key', 'value') while true do end")
    with pytest.raises(ResponseError, match="^UNKILLABLE"):
        other.script_kill()
    with pytest.raises(ResponseError, match="^BUSY"):
        other.execute_command("SHUTDOWN", "SAVE")
    other.shutdown(nosave=True)
    assert server.process.wait(10) == 0
    threads[-1].join()
    assert isinstance(outcome[0], redis.ConnectionError)


def test_the_process_ends_whatever_runs(fixture_program, busy):
    server, _, run, threads = busy
    run("redis.call('set', 'key', 'value') while true do end")
    assert server.stop() == 0
    threads[-1].join()
