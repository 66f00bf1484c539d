"""redis-py's lock, blocking and asyncio: it is taken by SET NX PX, and released, extended and renewed by scripts."""

from __future__ import annotations

import pytest
from redis.exceptions import LockError, LockNotOwnedError

from harness.clients import settle


@pytest.fixture
def client(connect):
    return connect()


@pytest.fixture
def lock(client):
    """Makes locks of one name: each is another's who wants it."""
    def make(**options):
        return client.lock("lock", **{"timeout": 10, "sleep": 0.001} | options)

    return make


async def test_a_lock_is_held_by_one(lock):
    first, second = lock(), lock()
    assert await settle(first.acquire(blocking=False))
    assert not await settle(second.acquire(blocking=False))
    assert await settle(first.locked()) and await settle(second.locked())
    assert await settle(first.owned()) and not await settle(second.owned())
    await settle(first.release())
    assert not await settle(first.locked())
    assert await settle(second.acquire(blocking=False))
    await settle(second.release())


async def test_a_lock_goes_with_its_block(form, lock, client):
    if form.blocking:
        with lock(blocking_timeout=0.01) as held:
            assert held.owned()
            with pytest.raises(LockError, match="Unable to acquire"), lock(blocking_timeout=0.01):
                pass
    else:
        async with lock(blocking_timeout=0.01) as held:
            assert await held.owned()
            with pytest.raises(LockError, match="Unable to acquire"):
                async with lock(blocking_timeout=0.01):
                    pass
    assert await settle(client.exists("lock")) == 0


async def test_a_lock_is_waited_for_until_a_time(lock):
    assert await settle(lock(timeout=0.05).acquire())
    assert not await settle(lock(blocking_timeout=0.005).acquire())
    heir = lock(blocking_timeout=30)
    assert await settle(heir.acquire(token="mine")), "the first was not released when its time was over"
    assert heir.local.token == b"mine" and await settle(heir.owned())


async def test_a_lock_is_extended_and_renewed(lock, client):
    held = lock()
    assert await settle(held.acquire())
    assert await settle(held.extend(10)) and 10_000 < await settle(client.pttl("lock")) <= 20_000
    assert await settle(held.extend(5, replace_ttl=True)) and 0 < await settle(client.pttl("lock")) <= 5_000
    assert await settle(held.reacquire()) and 5_000 < await settle(client.pttl("lock")) <= 10_000
    await settle(held.release())
    with pytest.raises(LockError, match="unlocked"):
        await settle(held.extend(10))
    endless = lock(timeout=None)
    assert await settle(endless.acquire()) and await settle(client.ttl("lock")) == -1
    with pytest.raises(LockError, match="no timeout"):
        await settle(endless.reacquire())


@pytest.mark.parametrize("change", ["taken by another", "gone"])
async def test_a_lock_that_was_lost_is_left_alone(lock, client, change):
    held = lock()
    assert await settle(held.acquire())
    if change == "gone":
        await settle(client.delete("lock"))
    else:
        await settle(client.set("lock", "another's", px=100_000))
    for attempt in (lambda: held.extend(10), held.reacquire, held.release):
        with pytest.raises(LockNotOwnedError):
            await settle(attempt())
    assert await settle(client.get("lock")) == (None if change == "gone" else "another's")


async def test_a_lock_outlives_the_loss_of_its_scripts(lock, client):
    held = lock()
    assert await settle(held.acquire()) and await settle(held.reacquire())
    await settle(client.script_flush())
    assert await settle(held.extend(10))
    await settle(held.release())


async def test_a_lock_keeps_rivals_apart(form, connect):
    async def count(client) -> None:
        lock = client.lock("lock", timeout=30, sleep=0.001)
        for _ in range(20):
            assert await settle(lock.acquire())
            await settle(client.set("count", int(await settle(client.get("count")) or 0) + 1))
            await settle(lock.release())

    await form.together(*[count(connect()) for _ in range(4)])
    assert await settle(connect().mget("count", "lock")) == ["80", None]
