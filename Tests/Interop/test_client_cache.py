"""redis-py's client-side caching: what it keeps is served from memory until the server tells that it changed."""

from __future__ import annotations

import random

import pytest
import redis
from redis.cache import CacheConfig, CacheEntryStatus, CacheKey

from harness.server import Server
from harness.wire import Wire, info, wait_until


@pytest.fixture
def caching(server: Server):
    with redis.Redis(
        server.host, server.port, protocol=3, cache_config=CacheConfig(max_size=100), decode_responses=True,
    ) as client:
        yield client


@pytest.fixture
def writer(server: Server):
    with redis.Redis(server.host, server.port, decode_responses=True) as client:
        yield client


def gets(wire: Wire) -> int:
    """How many times the server has been asked GET."""
    line = info(wire, "commandstats").get("cmdstat_get", "calls=0")
    return int(line.split(",")[0].removeprefix("calls="))


def test_a_value_is_asked_for_once(caching, writer, wire):
    writer.set("key", "first")
    assert [caching.get("key") for _ in range(10)] == ["first"] * 10
    assert gets(wire) == 1
    entry = caching.get_cache().get(CacheKey(command="GET", redis_keys=("key",), redis_args=("GET", "key")))
    assert entry.status is CacheEntryStatus.VALID


@pytest.mark.parametrize("change", [
    lambda writer: writer.set("key", "second"), lambda writer: writer.delete("key"),
    lambda writer: writer.pexpireat("key", 1), lambda writer: writer.flushall(),
    lambda writer: writer.rename("other", "key"), lambda writer: writer.append("key", "!"),
    lambda writer: writer.pipeline().set("key", "in a transaction").execute(),
], ids=["set", "del", "expired", "flushall", "rename", "append", "transaction"])
def test_a_change_elsewhere_is_noticed(caching, writer, wire, change):
    writer.mset({"key": "first", "other": "else"})
    assert caching.get("key") == "first"
    change(writer)
    expected = writer.get("key")
    wait_until(wire, lambda: caching.get("key") == expected)


def test_every_type_is_cached_and_invalidated(caching, writer, wire):
    reads = {
        "string": lambda client: client.get("string"), "hash": lambda client: client.hgetall("hash"),
        "list": lambda client: client.lrange("list", 0, -1), "set": lambda client: client.smembers("set"),
        "zset": lambda client: client.zscore("zset", "a"), "stream": lambda client: client.xlen("stream"),
    }
    writes = {
        "string": lambda client: client.append("string", "x"), "hash": lambda client: client.hincrby("hash", "a"),
        "list": lambda client: client.rpush("list", "x"), "set": lambda client: client.sadd("set", client.scard("set")),
        "zset": lambda client: client.zincrby("zset", 1, "a"), "stream": lambda client: client.xadd("stream", {"a": 1}),
    }
    for _ in range(3):
        for kind, write in writes.items():
            write(writer)
            read = reads[kind]
            wait_until(wire, lambda: read(caching) == read(writer), lambda: f"{kind} stayed as it was")


def test_the_cache_never_lags_behind_an_invalidation(caching, writer, wire):
    """In lock-step: the write's invalidation is on its way before a later reply to the same server is, so that once a
    command of the caching client has gone there and back, what it reads from memory is what there is."""
    turn = random.Random(7)
    for number in range(1500):
        key = f"key:{turn.randrange(20)}"
        if turn.random() < 0.5:
            caching.get(key)
        elif turn.random() < 0.8:
            writer.set(key, number)
        else:
            writer.delete(key)
        caching.ping()
        assert caching.get(key) == writer.get(key)
    assert gets(wire) - 1500 < 1500, "nothing was served from memory"


def test_tracking_is_told_of(caching, server):
    caching.get("key")
    with redis.Redis(server.host, server.port, protocol=3, decode_responses=True) as plain:
        assert "on" not in plain.client_trackinginfo()["flags"]
        assert plain.client_tracking_on(bcast=True, prefix=["a:", "b:"], noloop=True) == "OK"
        told = plain.client_trackinginfo()
        assert set(told["flags"]) == {"on", "bcast", "noloop"} and set(told["prefixes"]) == {"a:", "b:"}
        assert plain.client_tracking_off() == "OK"
        assert plain.client_getredir() == -1
    assert caching.info("clients")["tracking_clients"] == 1
