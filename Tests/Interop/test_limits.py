"""limits: its three strategies over its Redis storage, blocking and asyncio. Every one of them is Lua scripts."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import limits.aio.strategies
import pytest
from limits import parse, strategies
from limits.storage import storage_from_string
from redis import Redis

from harness.clients import settle

STRATEGIES = ["FixedWindowRateLimiter", "MovingWindowRateLimiter", "SlidingWindowCounterRateLimiter"]


@pytest.fixture(params=["blocking", "asyncio"])
def storage(request: pytest.FixtureRequest, url):
    if request.param == "blocking":
        return storage_from_string(url)
    return storage_from_string(f"async+{url}", implementation="redispy")


@pytest.fixture(params=STRATEGIES)
def limiter(request: pytest.FixtureRequest, storage):
    blocking = not isinstance(storage, limits.aio.storage.Storage)
    return getattr(strategies if blocking else limits.aio.strategies, request.param)(storage)


async def test_so_many_may_pass(limiter):
    limit = parse("5 per day")
    assert [await settle(limiter.hit(limit, "one")) for _ in range(6)] == [True] * 5 + [False]
    assert not await settle(limiter.test(limit, "one")) and await settle(limiter.test(limit, "other"))
    assert await settle(limiter.hit(limit, "other"))
    stats = await settle(limiter.get_window_stats(limit, "other"))
    assert stats.remaining == 4 and -1 < stats.reset_time - time.time() <= 86400 * 2
    assert (await settle(limiter.get_window_stats(limit, "one"))).remaining == 0
    await settle(limiter.clear(limit, "one"))
    assert await settle(limiter.hit(limit, "one"))


async def test_what_costs_more_takes_more(limiter):
    """The moving window keeps an entry for each unit, which its script pushes by the thousands."""
    limit = parse("12000 per day")
    assert await settle(limiter.hit(limit, "one", cost=11_000))
    assert await settle(limiter.test(limit, "one", cost=1_000))
    assert not await settle(limiter.hit(limit, "one", cost=1_001))
    if not isinstance(limiter, (strategies.FixedWindowRateLimiter, limits.aio.strategies.FixedWindowRateLimiter)):
        assert (await settle(limiter.get_window_stats(limit, "one"))).remaining == 1_000


async def test_the_window_moves_on(limiter, wire):
    limit = parse("2 per second")
    while await settle(limiter.hit(limit, "one")):
        pass
    deadline = time.monotonic() + 30
    while not await settle(limiter.hit(limit, "one")):
        assert time.monotonic() < deadline, "nobody may ever pass again"
        assert wire.ask("PING") == b"+PONG\r\n"


async def test_rivals_never_pass_in_greater_number(limiter):
    limit = parse("20 per day")
    if isinstance(limiter, strategies.RateLimiter):
        with ThreadPoolExecutor(6) as threads:
            passed = list(threads.map(lambda _: limiter.hit(limit, "shared"), range(60)))
    else:
        passed = await asyncio.gather(*[limiter.hit(limit, "shared") for _ in range(60)])
    assert sum(passed) == 20


async def test_a_storage_counts_and_is_emptied(storage, url):
    assert await settle(storage.check())
    assert [await settle(storage.incr("counter", 100, amount=amount)) for amount in (1, 5)] == [1, 6]
    assert await settle(storage.get("counter")) == 6
    assert 0 < await settle(storage.get_expiry("counter")) - time.time() <= 100
    with Redis.from_url(url) as client:
        client.mset({f"LIMITS:{number}": number for number in range(6_000)})
    assert await settle(storage.reset()) == 6_001
    assert await settle(storage.get("counter")) == 0
