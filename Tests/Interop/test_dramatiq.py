"""dramatiq: actors over its Redis broker, which is one Lua script, with delays, retries, results, groups and rate limiters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import dramatiq
import pytest
from dramatiq.errors import RateLimitExceeded
from dramatiq.rate_limits import Barrier, BucketRateLimiter, ConcurrentRateLimiter, WindowRateLimiter
from dramatiq.rate_limits.backends import RedisBackend
from dramatiq.results import ResultFailure, ResultMissing, ResultTimeout

from harness.process import PATIENCE
from harness.wire import wait_until
from services import dramatiq_actors

MILLISECONDS = int(PATIENCE * 1000)


@pytest.fixture
def broker(url):
    broker = dramatiq_actors.broker(url)
    yield broker
    broker.close()


@pytest.fixture
def send(broker):
    """Sends a message to an actor by its name."""
    return lambda name, *arguments, **options: broker.actors[name].send_with_options(args=arguments, **options)


@contextmanager
def working(broker, **options):
    worker = dramatiq.Worker(broker, **{"worker_timeout": 10, "worker_threads": 2} | options)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def result(broker, message):
    return message.get_result(backend=broker.get_results_backend(), block=True, timeout=MILLISECONDS)


def test_messages_have_results(broker, send):
    messages = [send("add", number, 1) for number in range(20)]
    backend = broker.get_results_backend()
    with pytest.raises(ResultMissing):
        messages[0].get_result(backend=backend)
    with pytest.raises(ResultTimeout):
        messages[0].get_result(backend=backend, block=True, timeout=1)
    assert broker.do_qsize("default") == 20
    with working(broker):
        assert [result(broker, message) for message in messages] == list(range(1, 21))
        with pytest.raises(ResultFailure, match="as asked"):
            result(broker, send("fail"))
        broker.join("default")
    assert broker.do_qsize("default") == 0
    assert 0 < broker.client.pttl(backend.build_message_key(messages[0])) <= 600_000


def test_a_delayed_message_waits_in_its_own_queue(broker, send):
    send("tell", "far", delay=1_000_000)
    send("tell", "near", delay=20)
    assert broker.client.llen("dramatiq:default.DQ") == 2
    with working(broker):
        assert broker.client.blpop("told", timeout=PATIENCE)[1] == b"near"
    assert broker.client.hlen("dramatiq:default.DQ.msgs") == 1, "the far one was taken back"
    assert broker.client.lrange("told", 0, -1) == []


def test_a_message_is_tried_again_and_given_up(broker, send, wire):
    with working(broker):
        assert result(broker, send("struggle", 3)) == 3
        with pytest.raises(ResultFailure, match="not yet"):
            result(broker, send("struggle", 9))
        wait_until(wire, lambda: broker.client.zcard("dramatiq:default.XQ") == 1)
    [dead] = broker.client.hvals("dramatiq:default.XQ.msgs")
    assert dramatiq.Message.decode(dead).options["retries"] == 4


def test_pipelines_and_groups(broker):
    add, tell = broker.actors["add"], broker.actors["tell"]
    with working(broker, worker_threads=4):
        chain = dramatiq.pipeline([add.message(1, 2), add.message(3), add.message(4)], broker=broker).run()
        assert chain.get_result(block=True, timeout=MILLISECONDS) == 10
        assert list(chain.get_results(block=True, timeout=MILLISECONDS)) == [3, 6, 10]
        group = dramatiq.group([add.message(number, number) for number in range(10)], broker=broker)
        group.add_completion_callback(tell.message("all", "ten"))
        group.run()
        assert list(group.get_results(block=True, timeout=MILLISECONDS)) == list(range(0, 20, 2))
        assert broker.client.blpop("told", timeout=PATIENCE)[1] == b"all ten"


def test_what_a_dead_worker_held_is_handed_out_again(url, wire):
    """A consumer that dies keeps messages unacknowledged, until another's maintenance finds its heart still."""
    dead = dramatiq_actors.broker(url, maintenance_chance=0)
    heir = dramatiq_actors.broker(url, maintenance_chance=1_000_000, heartbeat_timeout=1)
    for number in range(3):
        dead.actors["tell"].send(number)
    consumer = dead.consume("default", prefetch=2)
    taken = [next(consumer).args for _ in range(2)]
    assert taken == [(0,), (1,)] and dead.client.scard(f"dramatiq:__acks__.{dead.broker_id}.default") == 2
    with working(heir):
        told = {heir.client.blpop("told", timeout=PATIENCE)[1] for _ in range(3)}
    assert told == {b"0", b"1", b"2"}
    assert dead.client.exists(f"dramatiq:__acks__.{dead.broker_id}.default") == 0


def test_a_queue_is_flushed(broker, send):
    for number in range(2_000):
        send("tell", number)
    broker.flush_all()
    assert broker.do_qsize("default") == 0 and broker.client.keys("dramatiq:default*") == []


def test_real_workers_share_the_work(broker, send, programs):
    workers = programs.start(
        "dramatiq", "services.dramatiq_actors:serve", "--processes", "2", "--threads", "2",
    )
    messages = [send("add", number, 1) for number in range(100)]
    assert [result(broker, message) for message in messages] == list(range(1, 101))
    assert workers.stop() == 0
    assert broker.client.zcard("dramatiq:__heartbeats__") >= 2


@pytest.fixture
def backend(url) -> RedisBackend:
    return RedisBackend(url=url)


def test_so_many_hold_a_mutex_at_once(backend):
    mutex = ConcurrentRateLimiter(backend, "mutex", limit=2, ttl=100_000)
    with mutex.acquire(), mutex.acquire():
        with pytest.raises(RateLimitExceeded), mutex.acquire():
            pass
        assert 0 < backend.client.pttl("mutex") <= 100_000
    with mutex.acquire(raise_on_failure=False) as acquired:
        assert acquired


def test_rivals_never_exceed_a_mutex(url):
    """The limiter increments under WATCH, so rivals make each other try again."""
    def compete(_) -> int:
        backend, held = RedisBackend(url=url), 0
        for _ in range(50):
            with ConcurrentRateLimiter(backend, "mutex", limit=3).acquire(raise_on_failure=False) as acquired:
                if acquired:
                    held += 1
                    assert 1 <= int(backend.client.get("mutex")) <= 3
        return held

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(compete, range(6))) > 50
    assert RedisBackend(url=url).client.get("mutex") == b"0"


def test_buckets_and_windows_limit_what_happens_in_a_time(backend, wire):
    # One bucket holds all time until the year 2286, so that no test runs into the next.
    bucket = BucketRateLimiter(backend, "bucket", limit=3, bucket=10**13)
    window = WindowRateLimiter(backend, "window", limit=3, window=100)
    for limiter in (bucket, window):
        for _ in range(3):
            with limiter.acquire():
                pass
        with pytest.raises(RateLimitExceeded), limiter.acquire():
            pass
    brief = WindowRateLimiter(backend, "brief", limit=1, window=1)

    def acquired() -> bool:
        with brief.acquire(raise_on_failure=False) as acquired:
            return acquired

    assert acquired() and not acquired()
    wait_until(wire, acquired)


def test_a_barrier_lets_all_pass_together(url, backend):
    assert Barrier(backend, "barrier", ttl=100_000).create(parties=3)
    assert not Barrier(backend, "barrier").create(parties=3)
    assert not Barrier(backend, "barrier").wait(timeout=1000)

    def arrive(_) -> bool:
        return Barrier(RedisBackend(url=url), "barrier").wait(timeout=MILLISECONDS)

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(arrive, range(2))) == [True, True]
