"""tasktiger's own life: tasks queued, scheduled, unique, locked, tried again, periodic, in batches, and given up.

A suite for the virtualenv that holds tasktiger, run by test_suites.py, which names the server in SERVER_URL. Workers look
for what is due every few milliseconds, so that nothing here takes longer than what it waits for.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import structlog
from redis import Redis
from tasktiger import Task, TaskTiger, Worker, fixed, periodic
from tasktiger.exceptions import QueueFullException, TaskNotFound
from tasktiger.redis_semaphore import Semaphore
from tasktiger.timeouts import JobTimeoutException

from harness.process import PATIENCE, LoggedProcess

structlog.configure(logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger)
URL = os.environ["SERVER_URL"]
TIGER = TaskTiger(
    Redis.from_url(URL, decode_responses=True),
    {
        "SELECT_TIMEOUT": 0.001, "LOCK_RETRY": 0.01, "QUEUE_SCHEDULED_TASKS_TIME": 0.001, "STATS_INTERVAL": 0,
        "REQUEUE_EXPIRED_TASKS_INTERVAL": 0.001, "BATCH_QUEUES": {"batch": 3},
    },
)


@pytest.fixture
def client() -> Redis:
    TIGER.connection.flushall()
    return TIGER.connection


def work_off(tiger: TaskTiger = TIGER, queue: str = "default") -> None:
    """A worker that forks for each task, and ends once nothing is queued."""
    Worker(tiger, queues=[queue]).run(once=True)


def work_until(condition, tiger: TaskTiger = TIGER, queue: str = "default") -> None:
    deadline = datetime.now() + timedelta(seconds=PATIENCE)
    while not condition():
        assert datetime.now() < deadline, TIGER.get_queue_stats()
        work_off(tiger, queue)


def sizes(queue: str = "default") -> dict[str, int]:
    return {state: int(size) for state, size in TIGER.get_queue_stats().get(queue, {}).items()}


def told() -> list[str]:
    return TIGER.connection.lrange("told", 0, -1)


@TIGER.task()
def tell(*words: str) -> None:
    TIGER.connection.rpush("told", " ".join(words))


@TIGER.task(unique=True)
def tell_once(word: str) -> None:
    tell(word)


@TIGER.task(batch=True, queue="batch")
def tell_all(parameters: list[dict]) -> None:
    tell(*[each["args"][0] for each in parameters])


@TIGER.task()
def fail() -> None:
    raise ValueError("as asked")


@TIGER.task(retry_on=[ValueError], retry_method=fixed(0.001, 2))
def struggle(successful_try: int) -> None:
    tries = TIGER.current_task.n_executions() + 1
    tell(f"try {tries}")
    if tries < successful_try:
        raise ValueError("not yet")


@TIGER.task(lock=True, lock_key="key")
def alone(key: str, name: str) -> None:
    """Tells when it comes and when it goes, and waits in between for another who is not to come."""
    tell(f"{key}: {name} comes")
    TIGER.connection.blpop(f"never {key}", timeout=0.05)
    tell(f"{key}: {name} goes")


@TIGER.task(retry_on=[JobTimeoutException])
def linger() -> None:
    if TIGER.connection.incr("begun") == 1:
        TIGER.connection.rpush("lingering", os.getpid())
        threading.Event().wait()
    tell("done")


@TIGER.task(schedule=periodic(seconds=1), queue="periodic")
def each_second() -> None:
    tell("tick")


def test_tasks_are_queued_and_done(client):
    tasks = [TIGER.delay(tell, args=[str(number)]) for number in range(5)]
    assert sizes() == {"queued": 5} and TIGER.get_total_queue_size("default") == 5
    assert tasks[0].time_last_queued is not None
    work_off()
    assert told() == ["0", "1", "2", "3", "4"] and sizes() == {}
    assert client.keys("t:task:*") == []


def test_a_failure_is_kept_until_it_is_purged(client):
    fail.delay()
    work_off()
    assert sizes() == {"error": 1}
    count, [failed] = Task.tasks_from_queue(TIGER, "default", "error", load_executions=1)
    assert (count, failed.executions[0]["exception_name"]) == (1, "builtins:ValueError")
    assert "as asked" in failed.executions[0]["traceback"] and failed.n_executions() == 1
    failed.retry()
    assert sizes() == {"queued": 1}
    work_off()
    assert TIGER.purge_errored_tasks() == 1 and sizes() == {}


def test_scheduled_tasks_wait_for_their_time(client):
    far, cancelled = [TIGER.delay(tell, args=["far"], when=timedelta(hours=hours)) for hours in (1, 2)]
    cancelled.cancel()
    with pytest.raises(TaskNotFound):
        cancelled.cancel()
    TIGER.delay(tell, args=["near"], when=timedelta(milliseconds=20))
    assert sizes() == {"scheduled": 2}
    work_until(told)
    assert told() == ["near"] and sizes() == {"scheduled": 1}
    far.update_scheduled_time(datetime.now(timezone.utc) + timedelta(hours=2))
    assert client.zscore("t:scheduled:default", far.id) - datetime.now().timestamp() > 3700
    far.update_scheduled_time(timedelta(0))
    work_until(lambda: len(told()) == 2)
    assert sizes() == {}


def test_a_unique_task_is_queued_once(client):
    for word in ("same", "same", "other"):
        tell_once.delay(word)
    assert sizes() == {"queued": 2}
    work_off()
    assert told() == ["same", "other"]
    with pytest.raises(QueueFullException):
        for _ in range(3):
            TIGER.delay(tell, args=["many"], max_queue_size=2)


def test_a_task_is_tried_again_and_given_up(client):
    struggle.delay(3)
    work_until(lambda: sizes() == {})
    assert told() == ["try 1", "try 2", "try 3"]
    struggle.delay(9)
    work_until(lambda: sizes() == {"error": 1})
    assert len(told()) == 3 + 3


def test_locked_tasks_run_one_after_the_other(client):
    """Two workers take tasks at the same time; those of one key wait for each other."""
    for number in range(3):
        TIGER.delay(alone, kwargs={"key": "a", "name": f"task {number}"})
        TIGER.delay(alone, kwargs={"key": "b", "name": f"task {number}"})
    workers = [start_worker(), start_worker()]
    listen_until(lambda: len(told()) == 12 and sizes() == {}, client)
    for worker in workers:
        worker.kill()
    for key in ("a", "b"):
        steps = [step.split() for step in told() if step.startswith(key)]
        assert all(comes[:3] == goes[:3] and (comes[3], goes[3]) == ("comes", "goes")
                   for comes, goes in zip(steps[::2], steps[1::2])), steps


def test_periodic_tasks_come_again(client):
    work_off(queue="periodic")
    [(task, first)] = client.zrange("t:scheduled:periodic", 0, -1, withscores=True)
    work_until(lambda: told() == ["tick"], queue="periodic")
    assert client.zscore("t:scheduled:periodic", task) >= first + 1


def test_batches_are_done_together(client):
    for number in range(5):
        tell_all.delay(str(number))
    work_off(queue="batch")
    assert told() == ["0 1 2", "3 4"]


def test_what_a_killed_worker_held_is_queued_again(client):
    linger.delay()
    worker = start_worker()
    child = int(client.blpop("lingering", timeout=PATIENCE)[1])
    worker.process.kill()  # before its child, which it would mourn
    os.kill(child, signal.SIGKILL)
    worker.kill()
    assert sizes() == {"active": 1}
    heir = TaskTiger(client, TIGER.config | {"ACTIVE_TASK_UPDATE_TIMEOUT": 0})
    work_until(told, heir)
    assert told() == ["done"] and sizes() == {}


def test_so_many_workers_share_a_queue(client):
    semaphores = [Semaphore(client, "semaphore", f"worker {number}", timeout=100, max_locks=2) for number in range(3)]
    assert [each.acquire() for each in semaphores] == [(True, 1), (True, 2), (False, 2)]
    semaphores[0].release()
    assert semaphores[2].acquire() == (True, 2) and semaphores[2].renew() == (True, 2)
    TIGER.set_queue_system_lock("default", 100)
    assert TIGER.get_queue_system_lock("default") > datetime.now().timestamp()
    tell.delay("held back")
    Worker(TIGER, queues=["default"], max_workers_per_queue=2).run(once=True, force_once=True)
    assert told() == [] and sizes() == {"queued": 1}


def start_worker() -> LoggedProcess:
    """The command `tasktiger`, which hears of new tasks on a channel."""
    server = urlsplit(URL)
    command = [Path(sys.executable).with_name("tasktiger"), "-h", server.hostname, "-p", str(server.port), "-q", "default"]
    worker = LoggedProcess(
        [*map(str, command), "--module", Path(__file__).stem],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]])},
    )
    worker.wait_for_log("ready")
    return worker


def listen_until(condition, client: Redis) -> None:
    """Waits for a condition that the workers bring about; each turn is paced by a reply."""
    deadline = datetime.now() + timedelta(seconds=PATIENCE)
    while not condition():
        assert datetime.now() < deadline, told()
        client.ping()
