"""huey: tasks over its four kinds of Redis storage, with schedules, locks, priorities, retries and groups."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest
from huey import PriorityRedisExpireHuey, PriorityRedisHuey, RedisExpireHuey, RedisHuey, group
from huey.consumer import Consumer
from huey.exceptions import RateLimitExceeded, ResultTimeout, TaskException, TaskLockedException

from harness.process import PATIENCE
from services import huey_tasks

KINDS = [RedisHuey, RedisExpireHuey, PriorityRedisHuey, PriorityRedisExpireHuey]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def huey(request: pytest.FixtureRequest, url):
    huey = request.param("tasks", url=url, notify_result=True, read_timeout=0.05)
    yield huey
    huey.storage.conn.close()


@pytest.fixture
def tasks(huey):
    return huey_tasks.declare(huey)


class Here(Consumer):
    """A consumer in the process of the tests, whose signals it leaves alone."""

    def _set_signal_handlers(self) -> None:
        pass


@contextmanager
def consuming(huey, **options):
    consumer = Here(huey, **{"workers": 2} | options)
    consumer.start()
    try:
        yield
    finally:
        consumer.stop(graceful=True)


def value(result):
    return result.get(blocking=True, timeout=PATIENCE)


def work_off(huey) -> None:
    """Runs what waits in the queue, here and now."""
    while len(huey):
        huey.execute(huey.dequeue())


def test_tasks_have_results(huey, tasks):
    with consuming(huey):
        results = [tasks.add(number, 1) for number in range(20)]
        assert [value(result) for result in results] == list(range(1, 21))
    with pytest.raises(ResultTimeout):
        tasks.add(1, 1).get(blocking=True, timeout=0.01)
    assert len(huey) == 1 and huey.pending()[0].args == (1, 1)


def test_a_task_is_tried_again(huey, tasks):
    successful, hopeless = tasks.struggle(3), tasks.struggle(9)
    work_off(huey)
    assert successful.get() == 3
    with pytest.raises(TaskException, match="not yet"):
        hopeless.get()


def test_results_are_read_once_or_expire(huey, tasks):
    result = tasks.add(1, 2)
    work_off(huey)
    assert huey.result_count() == 1 and list(huey.all_results()) == [result.id]
    assert result.get(preserve=True) == 3 == huey.result(result.id)
    if isinstance(huey, (RedisExpireHuey, PriorityRedisExpireHuey)):
        assert 0 < huey.storage.conn.ttl(huey.storage.result_key(result.id)) <= 86400
        assert huey.result(result.id) == 3
    else:
        assert huey.result(result.id) is None and huey.result_count() == 0


def test_the_schedule_gives_out_what_is_due(huey, tasks):
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    for minutes in (30, 10, 20):
        tasks.tell.schedule((f"in {minutes}",), eta=now + timedelta(minutes=minutes))
    work_off(huey)
    assert [task.args for task in huey.scheduled()] == [("in 10",), ("in 20",), ("in 30",)]
    assert huey.read_schedule(now) == []
    assert [task.args for task in huey.read_schedule(now + timedelta(minutes=20))] == [("in 10",), ("in 20",)]
    assert huey.scheduled_count() == 1
    [nightly] = huey.read_periodic(datetime(2030, 1, 1, 3, 30))
    huey.execute(nightly)
    assert huey.read_periodic(datetime(2030, 1, 1, 3, 31)) == []
    assert huey.storage.conn.lrange("told", 0, -1) == [b"nightly"]


def test_the_scheduler_enqueues_in_time(huey, tasks):
    with consuming(huey):
        result = tasks.add.schedule((1, 2), delay=0.1)
        assert value(result) == 3


def test_tasks_are_revoked_and_restored(huey, tasks):
    revoked, restored, other = [tasks.tell(word) for word in ("revoked", "restored", "other")]
    for result in (revoked, restored):
        result.revoke()
        assert result.is_revoked()
    assert restored.restore()
    work_off(huey)
    assert huey.storage.conn.lrange("told", 0, -1) == [b"restored", b"other"]
    tasks.tell.revoke(revoke_until=datetime.now() + timedelta(hours=1))
    assert tasks.tell.is_revoked()
    assert tasks.tell.restore() and not tasks.tell.is_revoked()


def test_pipelines_and_groups(huey, tasks):
    add = tasks.add
    with consuming(huey):
        assert [each.get(blocking=True, timeout=PATIENCE) for each in huey.enqueue(add.s(1, 2).then(add, 10))] == [3, 13]
        assert value(huey.enqueue(group([add.s(number, 1) for number in range(5)]))) == [1, 2, 3, 4, 5]
        assert sorted(add.map([(1, 1), (2, 2)]).as_completed()) == [2, 4]


def test_a_lock_lets_one_task_run(huey, tasks):
    with huey.lock_task("only"):
        assert huey.is_locked("only")
        result = tasks.alone()
        work_off(huey)
        with pytest.raises(TaskException, match="unable to acquire lock"):
            result.get()
    result = tasks.alone()
    work_off(huey)
    assert result.get() == "was alone" and not huey.is_locked("only")
    lock = huey.lock_task("brief", ttl=1000)
    assert lock.acquire()
    with pytest.raises(TaskLockedException):
        lock.acquire()
    assert huey.flush_locks() == {"brief"}


def test_a_rate_is_limited(huey):
    limit = huey.rate_limit("rate", limit=2, per=10**10)
    limit.acquire()
    limit.acquire()
    with pytest.raises(RateLimitExceeded):
        limit.acquire()
    limit.reset()
    limit.acquire()
    assert limit.current_usage() == 1


def test_priorities_come_first(huey, tasks):
    if not huey.storage.priority:
        with pytest.raises(NotImplementedError):
            tasks.tell("first", priority=1)
        return
    for number, priority in enumerate((None, 5, 1, 5, 9)):
        tasks.tell(f"{priority} {number}", priority=priority)
    assert [task.args for task in huey.pending(limit=2)] == [("9 4",), ("5 1",)]
    work_off(huey)
    assert huey.storage.conn.lrange("told", 0, -1) == [b"9 4", b"5 1", b"5 3", b"1 2", b"None 0"]


def test_everything_is_flushed(huey, tasks):
    tasks.add(1, 2)
    tasks.add.schedule((1, 2), delay=1000)
    huey.put("key", "value")
    assert huey.get("key", peek=True) == "value"
    work_off(huey)
    tasks.add(3, 4)
    assert huey.storage.conn.dbsize() > 2
    huey.flush()
    assert huey.storage.conn.keys() == [key for key in huey.storage.conn.keys() if b"notify" in key]


@pytest.mark.parametrize("kind", ["thread", "process"])
def test_a_real_consumer(url, programs, kind):
    huey = PriorityRedisExpireHuey("tasks", url=url, notify_result=True)
    tasks = huey_tasks.declare(huey)
    consumer = programs.start(
        "huey.bin.huey_consumer", "services.huey_tasks.huey", "--workers", "2", "--worker-type", kind,
    )
    results = [tasks.add(number, 1) for number in range(50)]
    assert [value(result) for result in results] == list(range(1, 51))
    consumer.stop()
