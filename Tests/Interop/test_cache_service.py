"""The cache service in every form of redis-py, and what pipelines and transactions promise when something goes wrong."""

from __future__ import annotations

import pytest
import redis

from harness.clients import settle
from services.cache_service import CacheService


async def test_values_are_kept_and_forgotten(connect):
    cache = CacheService(connect())
    assert await cache.healthy() is True
    assert await cache.get("user:1", default="absent") == "absent"
    assert await cache.set("user:1", {"name": "Zoë"}, ttl=60) is True
    assert await cache.get("user:1") == {"name": "Zoë"}
    assert await cache.forget("user:1", "user:2") == 1
    assert await cache.get("user:1") is None


async def test_many_values_go_through_one_pipeline(connect):
    cache = CacheService(connect())
    values = {f"user:{number}": {"number": number} for number in range(2000)}
    assert await cache.set_many(values, ttl=60) == [True] * 2000
    assert await cache.get_many([*values, "absent"]) == values


async def test_binary_values_come_back_as_sent(connect):
    client = connect(decode=False)
    value = bytes(range(256)) * 300 + b"\r\n$-1\r\n"
    await settle(client.set(b"\x00\xff\r\n", value))
    assert await settle(client.get(b"\x00\xff\r\n")) == value
    assert await settle(client.keys("*")) == [b"\x00\xff\r\n"]


async def test_an_unwatched_update_goes_through(connect):
    cache = CacheService(connect())
    assert await cache.add_atomically("total", 5) == 5
    assert await cache.add_atomically("total", 3) == 8
    assert (await cache.get("total"), await cache.get("writes")) == (8, 2)


async def test_a_conflicting_write_raises_watch_error_and_changes_nothing(connect):
    cache, rival = CacheService(connect()), CacheService(connect())
    await cache.set("total", 1)

    async def interfere() -> None:
        await rival.set("total", 100)

    with pytest.raises(redis.WatchError):
        await cache.add_atomically("total", 5, between=interfere)
    assert (await cache.get("total"), await cache.get("writes")) == (100, None)
    assert await cache.add_atomically("total", 5) == 105


async def test_a_write_to_another_key_is_no_conflict(connect):
    cache, rival = CacheService(connect()), CacheService(connect())

    async def write_elsewhere() -> None:
        await rival.set("other", 1)

    assert await cache.add_atomically("total", 5, between=write_elsewhere) == 5


async def test_fifty_rivals_lose_no_update(connect, form):
    async def add_until_accepted(client) -> int:
        cache, conflicts = CacheService(client), 0
        while True:
            try:
                await cache.add_atomically("total", 1)
                return conflicts
            except redis.WatchError:
                conflicts += 1

    await form.together(*[add_until_accepted(connect()) for _ in range(50)])
    cache = CacheService(connect())
    assert (await cache.get("total"), await cache.get("writes")) == (50, 50)


async def test_one_failing_command_of_a_pipeline_leaves_the_others(connect):
    client = connect()
    await settle(client.rpush("list", "a"))
    pipeline = client.pipeline(transaction=False)
    pipeline.set("before", 1).incr("list").set("after", 2)
    first, failed, last = await settle(pipeline.execute(raise_on_error=False))
    assert (first, last) == (True, True)
    assert isinstance(failed, redis.ResponseError)
    assert str(failed).startswith("WRONGTYPE Operation against a key holding the wrong kind of value")


async def test_a_transaction_with_a_malformed_command_is_not_run(connect):
    client = connect()
    pipeline = client.pipeline(transaction=True)
    pipeline.set("key", 1)
    pipeline.execute_command("GET", "too", "many")
    with pytest.raises(redis.ResponseError):
        await settle(pipeline.execute())
    assert await settle(client.exists("key")) == 0


async def test_blocked_clients_are_served_in_the_order_they_came(connect, form):
    """Eight clients wait one after the other for two lists; eight pushes serve them in that order."""
    pusher = connect()
    names = [f"waiter-{number}" for number in range(8)]
    blocked = []

    async def wait(client, name: str) -> str:
        while len(blocked) < names.index(name):
            await settle(pusher.ping())
        return await settle(client.blpop(["queue:a", "queue:b"], timeout=30))

    async def push() -> list[str]:
        observer = connect()
        for name in names:
            while (await settle(observer.info("clients")))["blocked_clients"] <= names.index(name):
                pass
            blocked.append(name)
        return [await settle(observer.rpush(f"queue:{'ab'[number % 2]}", number)) for number in range(len(names))]

    *served, pushed = await form.together(*[wait(connect(), name) for name in names], push())
    assert served == expected_pops(len(names), form.protocol)
    assert pushed == [1] * len(names)


def expected_pops(count: int, protocol: int) -> list:
    """redis-py gives BLPOP's pair as RESP2 clients have always seen it, whichever protocol carries it."""
    pair = tuple if protocol == 2 else list
    return [pair((f"queue:{'ab'[number % 2]}", str(number))) for number in range(count)]
