"""aiocache's Redis backend: its values, counters, namespaces, decorators and locks live their normal life."""

from __future__ import annotations

import asyncio

import pytest
from aiocache import Cache, cached, multi_cached
from aiocache.lock import OptimisticLock, OptimisticLockError, RedLock
from aiocache.serializers import NullSerializer, PickleSerializer

from harness.server import Server


pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated")


@pytest.fixture(params=[2, 3], ids=["RESP2", "RESP3"])
async def open_cache(server: Server, request: pytest.FixtureRequest):
    caches = []

    def open_one(**options) -> Cache:
        options["connection_pool_kwargs"] = {"protocol": request.param}
        caches.append(Cache(Cache.REDIS, endpoint=server.host, port=server.port, **options))
        return caches[-1]

    yield open_one
    for cache in caches:
        await cache.close()


async def test_values_live_and_go(open_cache):
    cache = open_cache(namespace="app")
    assert await cache.get("user", default="nobody") == "nobody"
    assert await cache.set("user", {"name": "Zoë", "tags": [1, None]}) is True
    assert await cache.get("user") == {"name": "Zoë", "tags": [1, None]}
    assert await cache.exists("user") is True
    assert await cache.raw("keys", "*") == ["app:user"]
    assert await cache.add("other", 1) is True
    with pytest.raises(ValueError, match="already exists"):
        await cache.add("user", 1)
    assert await cache.delete("user") == 1
    assert await cache.exists("user") is False


async def test_many_values_at_once(open_cache):
    cache = open_cache(serializer=PickleSerializer())
    pairs = [(f"key:{number}", {number}) for number in range(500)]
    assert await cache.multi_set(pairs) is True
    assert await cache.multi_get([*dict(pairs), "absent"]) == [*dict(pairs).values(), None]
    assert await cache.multi_set(pairs, ttl=1000) is True
    assert [await cache.raw("ttl", key) for key in ("key:0", "key:499")] == [1000, 1000]


async def test_times_to_live(open_cache):
    cache = open_cache()
    await cache.set("seconds", 1, ttl=1000)
    await cache.set("milliseconds", 1, ttl=1000.5)
    assert await cache.raw("ttl", "seconds") == 1000
    assert 1_000_000 < await cache.raw("pttl", "milliseconds") <= 1_000_500
    assert await cache.add("added", 1, ttl=500.25) is True
    assert await cache.expire("seconds", 2000) is True
    assert await cache.raw("ttl", "seconds") == 2000
    assert await cache.expire("seconds", 0) is True
    assert await cache.raw("ttl", "seconds") == -1
    assert await cache.raw("pexpireat", "added", 1) == 1
    assert await cache.get("added") is None


async def test_counters(open_cache):
    cache = open_cache(serializer=NullSerializer())
    assert await cache.increment("visits") == 1
    counts = await asyncio.gather(*[cache.increment("visits", delta=2) for _ in range(100)])
    assert sorted(counts) == list(range(3, 203, 2))
    assert await cache.increment("visits", delta=-200) == 1
    await cache.set("name", "Zoë")
    with pytest.raises(TypeError, match="not an integer"):
        await cache.increment("name")


async def test_clearing_a_namespace_leaves_the_others(open_cache):
    cache = open_cache(namespace="mine")
    await cache.multi_set([(f"key:{number}", number) for number in range(50)])
    await cache.set("key", "theirs", namespace="other")
    assert await cache.clear(namespace="mine") is True
    assert await cache.raw("keys", "*") == ["other:key"]
    assert await cache.clear(namespace="") is True
    assert await cache.raw("dbsize") == 0


async def test_decorated_functions_are_called_once(server):
    calls = []
    where = {"cache": Cache.REDIS, "endpoint": server.host, "port": server.port}

    @cached(ttl=1000, key_builder=lambda function, number: f"square:{number}", **where)
    async def square(number: int) -> int:
        calls.append(number)
        return number * number

    @multi_cached("words", namespace="upper", **where)
    async def upper(words=()) -> dict[str, str]:
        calls.extend(words)
        return {word: word.upper() for word in words}

    assert [await square(number) for number in (3, 3, 4)] == [9, 9, 16]
    assert await upper(words=["a", "b"]) == {"a": "A", "b": "B"}
    assert await upper(words=["a", "b", "c"]) == {"a": "A", "b": "B", "c": "C"}
    assert calls == [3, 4, "a", "b", "c"]
    assert await square.cache.raw("ttl", "square:3") == 1000
    await square.cache.close()
    await upper.cache.close()


async def test_a_lock_is_held_by_one(open_cache):
    """Taking the lock needs no script: the key is there, with its lease, and nobody else can add it."""
    cache = open_cache()
    lock = RedLock(cache, "job", lease=1000)
    await lock._acquire()
    assert await cache.raw("ttl", "job-lock") == 1000
    with pytest.raises(ValueError, match="already exists"):
        await cache._add("job-lock", "rival", ttl=1000)


async def test_locks_are_released(open_cache, scripting):
    cache = open_cache()
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        async with RedLock(cache, "job", lease=1000):
            running += 1
            most = max(most, running)
            await cache.increment("done")
            running -= 1

    await work()
    assert await cache.exists("job-lock") is False
    await work()
    assert most == 1


async def test_optimistic_locks_notice_rivals(open_cache, scripting):
    cache = open_cache()
    await cache.set("key", "first")
    async with OptimisticLock(cache, "key") as lock:
        assert await lock.cas("second") is True
    async with OptimisticLock(cache, "key") as lock:
        await cache.set("key", "rival")
        with pytest.raises(OptimisticLockError):
            await lock.cas("third")
    assert await cache.get("key") == "rival"
