"""The tasks of test_celery.py: apps of a test's own, and those that `celery --app` serves at SERVER_URL."""

from __future__ import annotations

import os
import threading

from celery import Celery
from redis import Redis


def create(url: str | None, **transport_options) -> Celery:
    app = Celery("services.celery_tasks", broker=url, backend=url, set_as_current=False)
    app.conf.update(
        broker_transport_options=transport_options,
        broker_connection_retry_on_startup=False,
        result_extended=True,
        task_send_sent_event=True,
        worker_prefetch_multiplier=1,
    )

    @app.task(shared=False)
    def add(one: int, other: int = 0) -> int:
        return one + other

    @app.task(shared=False)
    def total(numbers: list[int]) -> int:
        return sum(numbers)

    @app.task(shared=False)
    def fail() -> None:
        raise ValueError("as asked")

    @app.task(shared=False, bind=True, autoretry_for=(ValueError,), max_retries=4, default_retry_delay=0.01)
    def struggle(self, successful_try: int) -> int:
        if self.request.retries + 1 < successful_try:
            raise ValueError("not yet")
        return self.request.retries + 1

    @app.task(shared=False)
    def tell(word: str) -> None:
        """Says so in the list `told`."""
        Redis.from_url(url).rpush("told", word)

    @app.task(shared=False, bind=True)
    def progress(self) -> str:
        self.update_state(state="PROGRESS", meta={"done": 50})
        return self.AsyncResult(self.request.id).state

    @app.task(shared=False, bind=True, acks_late=True)
    def linger_once(self) -> str:
        """Stays until its worker is ended, unless it has been begun before."""
        client = Redis.from_url(url)
        begun = client.incr(f"begun:{self.request.id}")
        client.rpush("lingering", self.request.id)
        if begun == 1:
            threading.Event().wait()
        return f"attempt {begun}"

    return app


app = create(os.environ.get("SERVER_URL"))

# Takes what another worker holds for a second, where the usual hour would be too long for a test.
impatient = create(
    os.environ.get("SERVER_URL"), visibility_timeout=1, unacked_restore_interval=0.1, unacked_restore_throttle=1,
)

ordered = create(os.environ.get("SERVER_URL"), priority_steps=[0, 3, 6, 9], queue_order_strategy="priority")
