"""django-redis: Django's cache interface with what it adds: locks, patterns, times to live, collections, herds and shards."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.conf import settings
from django_redis.cache import RedisCache
from redis.exceptions import LockError

settings.configure(USE_TZ=True)


@pytest.fixture
def open_cache(url):
    caches = []

    def open_one(location=url, client: str = "DefaultClient", **options) -> RedisCache:
        options["CLIENT_CLASS"] = f"django_redis.client.{client}"
        caches.append(RedisCache(location, {"KEY_PREFIX": "shop", "OPTIONS": options}))
        return caches[-1]

    yield open_one
    for cache in caches:
        cache.client.do_close_clients()


@pytest.fixture
def cache(open_cache) -> RedisCache:
    return open_cache()


@pytest.fixture
def redis(cache):
    """The plain client below the cache."""
    return cache.client.get_client()


@pytest.mark.parametrize("client", ["DefaultClient", "HerdClient"])
def test_values_are_set_and_got(open_cache, client):
    cache = open_cache(client=client, CACHE_HERD_TIMEOUT=60)
    for value in (1, 1.5, "Zoë", b"\x00\xff", [1, {"a": None}], datetime.date(2030, 1, 1)):
        cache.set("key", value, timeout=100)
        assert cache.get("key") == value and "key" in cache
    assert cache.add("other", 1) and not cache.add("other", 2)
    cache.set_many({"a": 1, "b": [2]}, timeout=None)
    assert cache.get_many(["a", "b", "absent"]) == {"a": 1, "b": [2]}
    assert cache.get("absent", "default") == "default"
    assert cache.get_or_set("computed", lambda: 6 * 7) == 42
    assert cache.delete("key") and not cache.delete("key")
    assert cache.delete_many(["a", "b", "absent"]) == 2
    cache.set("gone", 1, timeout=0)
    assert cache.get("gone") is None


def test_numbers_are_counted_by_a_script(cache):
    cache.set("count", 1, timeout=100)
    assert (cache.incr("count", 5), cache.decr("count", 2)) == (6, 4)
    assert 0 < cache.ttl("count") <= 100
    with pytest.raises(ValueError, match="not found"):
        cache.incr("absent")
    assert cache.incr("absent", ignore_key_check=True) == 1
    cache.set("huge", 2**63 - 1, timeout=100)
    assert cache.incr("huge") == 2**63 and 0 < cache.ttl("huge") <= 100


def test_versions_stand_side_by_side(cache):
    cache.set("key", "first", timeout=100)
    cache.set("key", "second", version=2)
    assert cache.get("key") == "first" and cache.get("key", version=2) == "second"
    assert cache.incr_version("key", delta=2) == 3
    assert cache.get("key") is None and cache.get("key", version=3) == "first"
    assert cache.decr_version("key", version=3) == 2 and cache.get("key", version=2) == "first"


def test_times_to_live(cache):
    cache.set("key", 1, timeout=100)
    assert 99 <= cache.ttl("key") <= 100 and 99_000 < cache.pttl("key") <= 100_000
    assert cache.ttl("absent") == 0 == cache.pttl("absent")
    assert cache.persist("key") and cache.ttl("key") is None
    assert cache.expire("key", 50) and cache.ttl("key") <= 50
    assert cache.pexpire("key", 20_500) and 20_000 < cache.pttl("key") <= 20_500
    later = datetime.datetime.now() + datetime.timedelta(hours=1)
    assert cache.expire_at("key", later) and 3590 < cache.ttl("key") <= 3600
    assert cache.pexpire_at("key", later) and 3_590_000 < cache.pttl("key") <= 3_600_000
    assert cache.touch("key", 10) and cache.ttl("key") <= 10 and not cache.touch("absent")
    assert not cache.set("key", 2, nx=True) and cache.set("other", 2, nx=True)


def test_keys_are_found_and_deleted_by_pattern(cache, redis):
    cache.set_many({f"user:{number}": number for number in range(1000)})
    cache.set_many({"order:1": 1, "order:2": 2})
    redis.set("foreign", 1)
    assert sorted(cache.keys("order:*")) == ["order:1", "order:2"]
    assert len(set(cache.iter_keys("user:*", itersize=50))) == 1000
    assert cache.delete_pattern("user:1*", itersize=100) == 111
    assert cache.delete_pattern("*") == 1000 - 111 + 2
    assert redis.keys() == [b"foreign"]
    cache.clear()
    assert redis.dbsize() == 0


def test_a_lock_keeps_others_out(cache):
    with cache.lock("lock", timeout=100):
        assert 99 <= cache.ttl("lock") <= 100
        assert not cache.lock("lock").acquire(blocking=False)
        with pytest.raises(LockError), cache.lock("lock", blocking_timeout=0.01, sleep=0.001):
            pass
    assert cache.keys("*") == []

    def count() -> None:
        for _ in range(20):
            with cache.lock("lock", timeout=30, sleep=0.001):
                cache.set("count", cache.get("count", 0) + 1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.get("count") == 80


def test_collections(cache):
    assert cache.sadd("set", 1, "two", (3,)) == 3 and cache.scard("set") == 3
    assert cache.smembers("set") == {1, "two", (3,)} == set(cache.sscan_iter("set"))
    assert cache.sismember("set", "two") and cache.smismember("set", 1, 9) == [True, False]
    cache.sadd("other", 1, 9)
    assert cache.sinter("set", "other") == {1} and cache.sdiff("other", "set") == {9}
    assert cache.sunionstore("all", "set", "other") == 4 and cache.srem("all", 9) == 1
    assert cache.smove("set", "other", "two") and cache.spop("set") in {1, (3,)}
    assert cache.hset("hash", "field", [1]) == 1 and cache.hexists("hash", "field")
    assert cache.hkeys("hash") == ["field"] and cache.hdel("hash", "field") == 1 and cache.hlen("hash") == 0
    assert cache.zadd("scores", {"a": 1, "b": 2, "c": 3}) == 3
    assert cache.zrange("scores", 0, -1, withscores=True) == [("a", 1.0), ("b", 2.0), ("c", 3.0)]
    assert cache.zincrby("scores", 5, "a") == 6.0 and cache.zrevrange("scores", 0, 0) == ["a"]
    assert cache.zrangebyscore("scores", 2, 3) == ["b", "c"] and cache.zcount("scores", 0, 5) == 2
    assert cache.zrank("scores", "c") == 1 and cache.zpopmin("scores") == ("b", 2.0)


def test_shards_share_the_keys(open_cache, url, launch):
    other = launch()
    cache = open_cache([url, f"redis://{other.host}:{other.port}"], client="ShardClient")
    cache.set_many({f"key:{number}": number for number in range(100)})
    assert cache.get_many([f"key:{number}" for number in range(0, 100, 10)]) == {
        f"key:{number}": number for number in range(0, 100, 10)
    }
    sizes = [client.dbsize() for client in cache.client._serverdict.values()]
    assert sum(sizes) == 100 and min(sizes) > 0
    assert cache.incr("key:1", 10) == 11 and len(cache.keys("key:*")) == 100
    with cache.lock("lock", timeout=10):
        pass
    assert cache.delete_pattern("key:*") == 100
