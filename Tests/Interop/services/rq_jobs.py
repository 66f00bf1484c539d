"""What the workers of test_rq.py run."""

from __future__ import annotations

import threading

from rq import get_current_job


def add(one: int, other: int = 0) -> int:
    return one + other


def fail() -> None:
    raise ValueError("as asked")


def struggle(successful_try: int) -> int:
    """Fails until it is tried for the `successful_try`-th time."""
    job = get_current_job()
    tries = job.meta["tries"] = job.meta.get("tries", 0) + 1
    job.save_meta()
    if tries < successful_try:
        raise ValueError("not yet")
    return tries


def sum_of_dependencies() -> int:
    return sum(job.return_value() for job in get_current_job().fetch_dependencies())


def linger() -> None:
    """Tells that it has begun, and stays until it is ended from outside."""
    job = get_current_job()
    job.connection.rpush("lingering", job.id)
    threading.Event().wait()


def tell(job, connection, *outcome) -> None:
    """A callback of any kind."""
    connection.rpush("told", job.func_name.rsplit(".")[-1])
