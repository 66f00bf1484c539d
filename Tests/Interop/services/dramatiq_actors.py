"""The actors of test_dramatiq.py, on a broker of a test's own or, for the command `dramatiq`, on that of SERVER_URL."""

from __future__ import annotations

import os

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import CurrentMessage, GroupCallbacks
from dramatiq.rate_limits.backends import RedisBackend as Limits
from dramatiq.results import Results
from dramatiq.results.backends import RedisBackend as ResultBackend


def broker(url: str, **options) -> RedisBroker:
    """A broker with results, callbacks and these actors, which tell in the list `told` what they did."""
    broker = RedisBroker(url=url, **options)
    for middleware in (CurrentMessage(), GroupCallbacks(Limits(url=url)), Results(backend=ResultBackend(url=url))):
        broker.add_middleware(middleware)

    @dramatiq.actor(broker=broker, store_results=True)
    def add(one: int, other: int) -> int:
        return one + other

    @dramatiq.actor(broker=broker)
    def tell(*words) -> None:
        broker.client.rpush("told", " ".join(map(str, words)))

    @dramatiq.actor(broker=broker, store_results=True, min_backoff=1, max_backoff=5, max_retries=4)
    def struggle(successful_try: int) -> int:
        tries = CurrentMessage.get_current_message().options.get("retries", 0) + 1
        if tries < successful_try:
            raise ValueError("not yet")
        return tries

    @dramatiq.actor(broker=broker, max_retries=0, store_results=True)
    def fail() -> None:
        raise ValueError("as asked")

    return broker


def serve() -> None:
    dramatiq.set_broker(broker(os.environ["SERVER_URL"]))
