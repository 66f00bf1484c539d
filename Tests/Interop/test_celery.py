"""Celery: real workers over its Redis broker and result back-end, with canvases, schedules, revocation and restoring."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from celery import Celery, chain, chord, group, states
from celery.exceptions import ChordError, TaskRevokedError
from redis import Redis

from harness.process import PATIENCE
from harness.programs import Programs
from harness.wire import wait_until
from services import celery_tasks

WORKER = "main@here"


@pytest.fixture(scope="module")
def server(program):
    """One server for the module, because a worker takes over a second to start."""
    with program.start() as server:
        yield server


def start_worker(programs: Programs, *options: str, app: str = "app"):
    worker = programs.start("celery", "--app", f"services.celery_tasks:{app}", "worker", "--loglevel", "INFO", *options)
    worker.wait_for_log("ready.")
    return worker


@pytest.fixture(scope="module")
def worker(server):
    """The worker that most tests share: two processes, and events."""
    with Programs(server) as programs:
        yield start_worker(programs, "--concurrency", "2", "--task-events", "--hostname", WORKER)


@pytest.fixture(scope="module")
def module_app(server) -> Celery:
    app = celery_tasks.create(f"redis://{server.host}:{server.port}")
    yield app
    app.close()


@pytest.fixture
def app(module_app, worker) -> Celery:
    return module_app


@pytest.fixture
def task(module_app):
    """The task of that name."""
    return lambda name: module_app.tasks[f"services.celery_tasks.{name}"]


@pytest.fixture
def client(url):
    with Redis.from_url(url) as client:
        yield client
        client.delete("told")


def value(result):
    return result.get(timeout=PATIENCE)


def test_tasks_have_results(app, task, client):
    results = [task("add").delay(number, other=1) for number in range(20)]
    assert [value(result) for result in results] == list(range(1, 21))
    key = f"celery-task-meta-{results[0].id}"
    assert 0 < client.ttl(key) <= 24 * 3600
    assert (results[0].name, results[0].args, results[0].worker) == ("services.celery_tasks.add", [0], WORKER)
    results[0].forget()
    assert not client.exists(key) and results[0].state == states.PENDING
    assert task("progress").delay().get(timeout=PATIENCE) == "PROGRESS"
    ignored = task("add").apply_async((1,), ignore_result=True)
    assert value(task("add").delay(1)) == 1 and not client.exists(f"celery-task-meta-{ignored.id}")


def test_tasks_fail_and_are_tried_again(app, task, client):
    with pytest.raises(ValueError, match="as asked"):
        value(task("fail").apply_async(link_error=task("tell").si("failed")))
    assert client.blpop("told", timeout=PATIENCE)[1] == b"failed"
    assert value(task("struggle").delay(3)) == 3
    hopeless = task("struggle").delay(9)
    with pytest.raises(ValueError, match="not yet"):
        value(hopeless)
    assert hopeless.retries == 4


def test_chains_groups_and_chords(app, task, client):
    add, total = task("add"), task("total")
    assert value(chain(add.s(1, 2), add.s(3), add.s(4)).delay()) == 10
    assert value(group(add.s(number, number) for number in range(10)).delay()) == list(range(0, 20, 2))
    assert value(chord([add.s(number, 1) for number in range(10)], total.s()).delay()) == 55
    assert value(chain(group(add.s(1), add.s(2)), total.s(), add.s(10)).delay()) == 13
    assert value(chord([chain(add.s(1), add.s(1)), group(add.s(2), add.s(3))], total.s()).delay()) == 7
    assert value(add.chunks([(number, 1) for number in range(6)], 2).delay()) == [[1, 2], [3, 4], [5, 6]]
    assert value(total.map([[1, 2], [3, 4]]).delay()) == [3, 7]
    saved = group(add.s(1), add.s(2)).delay()
    saved.save()
    assert value(app.GroupResult.restore(saved.id)) == [1, 2]
    assert client.keys("*.j") == [] == client.keys("*.t"), "what chords count with is left behind"


def test_a_chord_fails_with_its_header(app, task):
    result = chord([task("add").s(1), task("fail").s()], task("total").s()).delay()
    with pytest.raises(ValueError, match="as asked"):
        value(result)
    assert isinstance(result.get(timeout=PATIENCE, propagate=False), ChordError)


def test_links_are_called(app, task, client):
    task("add").apply_async((1, 2), link=task("tell").si("linked"))
    assert client.blpop("told", timeout=PATIENCE)[1] == b"linked"


def test_tasks_wait_for_their_time(app, task, wire):
    near, far = task("add").apply_async((1,), countdown=0.2), task("add").apply_async((2,), countdown=3000)
    inspect = app.control.inspect([WORKER])
    assert value(near) == 1
    wait_until(wire, lambda: [each["request"]["id"] for each in inspect.scheduled()[WORKER]] == [far.id])
    far.revoke()
    wait_until(wire, lambda: far.id in inspect.revoked()[WORKER])
    late = task("add").apply_async((3,), expires=datetime.now(timezone.utc) - timedelta(seconds=1))
    with pytest.raises(TaskRevokedError, match="expired"):
        value(late)


def test_tasks_are_revoked_before_and_while_they_run(app, task, client):
    waiting = task("add").apply_async((1,), countdown=0.5)
    waiting.revoke()
    with pytest.raises(TaskRevokedError):
        value(waiting)
    running = task("linger_once").delay()
    assert client.blpop("lingering", timeout=PATIENCE)[1].decode() == running.id
    assert [each["id"] for each in app.control.inspect([WORKER]).active()[WORKER]] == [running.id]
    running.revoke(terminate=True)
    with pytest.raises(TaskRevokedError):
        value(running)


def test_workers_answer_and_obey(app, task, programs):
    assert app.control.inspect([WORKER]).ping() == {WORKER: {"ok": "pong"}}
    assert "services.celery_tasks.add" in app.control.inspect([WORKER]).registered()[WORKER]
    stats = app.control.inspect([WORKER]).stats()[WORKER]
    assert stats["broker"]["transport"] == "redis" and stats["pool"]["max-concurrency"] == 2
    assert app.control.cancel_consumer("celery", destination=[WORKER], reply=True, limit=1)
    waiting = task("add").delay(1, 1)
    assert [each["name"] for each in app.control.inspect([WORKER]).active_queues()[WORKER] or ()] == []
    assert waiting.state == states.PENDING
    assert app.control.add_consumer("celery", destination=[WORKER], reply=True, limit=1)
    assert value(waiting) == 2
    report = programs.run("celery", "--app", "services.celery_tasks", "inspect", "--destination", WORKER, "ping")
    assert f"{WORKER}: OK" in report and "pong" in report


def test_events_are_heard(app, task):
    heard: list[str] = []
    asked = []

    def on_event(event: dict) -> None:
        if not asked:  # the first is a heartbeat, which tells that we are subscribed
            assert (event["type"], event["hostname"]) == ("worker-heartbeat", WORKER)
            asked.append(task("add").delay(1, 2))
        if event.get("uuid") == asked[0].id:
            heard.append(event["type"])
            receiver.should_stop = event["type"] == "task-succeeded"

    with app.connection_for_read() as connection:
        receiver = app.events.Receiver(connection, handlers={"*": on_event})
        receiver.capture(limit=None, timeout=PATIENCE, wakeup=True)
    assert sorted(heard) == ["task-received", "task-sent", "task-started", "task-succeeded"]


def test_a_worker_that_ends_gives_back_what_it_holds(module_app, task, programs, client, wire):
    others = client.hlen("unacked")
    worker = start_worker(programs, "--queues", "returned", "--pool", "solo", "--hostname", "brief@here")
    later = [task("add").apply_async((number,), countdown=3000, queue="returned") for number in range(3)]
    scheduled = module_app.control.inspect(["brief@here"]).scheduled
    wait_until(wire, lambda: len(scheduled()["brief@here"]) == 3)
    assert client.llen("returned") == 0 and client.hlen("unacked") == others + 3
    assert worker.stop() == 0
    assert client.hlen("unacked") == client.zcard("unacked_index") == others
    with module_app.connection_for_read() as connection:
        queue = connection.SimpleQueue("returned")
        returned = [queue.get(timeout=PATIENCE) for _ in later]
        assert {message.headers["id"] for message in returned} == {result.id for result in later}
        for message in returned:
            message.ack()
        queue.close()


def test_what_a_killed_worker_held_is_restored(task, programs, client):
    options = ("--queues", "restored", "--pool", "solo")
    killed = start_worker(programs, *options, "--hostname", "killed@here", app="impatient")
    result = task("linger_once").apply_async(queue="restored")
    assert client.blpop("lingering", timeout=PATIENCE)[1].decode() == result.id
    killed.kill()
    assert result.id.encode() in b"".join(client.hvals("unacked"))
    start_worker(programs, *options, "--hostname", "heir@here", app="impatient")
    assert value(result) == "attempt 2"


def test_priorities_come_first(task, programs, client):
    for priority in (9, 3, 0, 6, 3):
        task("tell").apply_async((str(priority),), queue="ordered", priority=priority)
    assert client.llen("ordered") == 1 and client.llen("ordered\x06\x163") == 2
    start_worker(programs, "--queues", "ordered", "--pool", "solo", "--hostname", "ordered@here", app="ordered")
    assert [client.blpop("told", timeout=PATIENCE)[1] for _ in range(5)] == [b"0", b"3", b"3", b"6", b"9"]
