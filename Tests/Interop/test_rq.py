"""RQ: jobs through real workers, which fork for each job or do not, with schedules, retries, dependencies and registries."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from redis import Redis
from rq import Callback, Queue, Repeat, Retry, SimpleWorker, Worker
from rq.command import send_shutdown_command, send_stop_job_command
from rq.cron import CronScheduler
from rq.exceptions import DuplicateJobError
from rq.group import Group
from rq.job import Job, JobStatus
from rq.rate_limit import RateLimit
from rq.results import Result
from rq.suspension import is_suspended
from rq.timeouts import TimerDeathPenalty

from harness.process import PATIENCE
from harness.wire import wait_until
from services import rq_jobs as jobs


class Here(SimpleWorker):
    """A worker in the process of the tests, whose signals and alarm it leaves alone."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self) -> None:
        pass


@pytest.fixture
def client(url):
    with Redis.from_url(url) as client:
        yield client


@pytest.fixture
def queue(client) -> Queue:
    return Queue("tasks", connection=client)


@pytest.fixture
def rq(programs, url):
    """Runs the command `rq`, and returns what it printed."""
    def run(command: str, *arguments: str) -> str:
        return programs.run("rq.cli", command, "--url", url, *arguments)

    return run


@pytest.fixture
def work(queue):
    """A worker that works the queue off."""
    def work(**options) -> None:
        Here([queue], connection=queue.connection).work(burst=True, **options)

    return work


@pytest.fixture
def start_worker(programs, url):
    """A worker that waits for jobs until it is told to end."""
    def start(*options: str):
        worker = programs.start("rq.cli", "worker", "--url", url, *options, "tasks")
        worker.wait_for_log("Listening on tasks")
        return worker

    return start


def statuses(*jobs: Job) -> list[JobStatus]:
    return [job.get_status() for job in jobs]


@pytest.mark.parametrize("kind", ["rq.Worker", "rq.SimpleWorker", "rq.worker.RoundRobinWorker"])
def test_jobs_succeed_and_fail(client, queue, rq, kind):
    sums = [queue.enqueue(jobs.add, number, other=1, result_ttl=100) for number in range(5)]
    failing = queue.enqueue(jobs.fail, on_failure=Callback(jobs.tell), failure_ttl=100)
    first = queue.enqueue(jobs.add, 7, at_front=True, on_success=Callback(jobs.tell), meta={"any": [1, "Zoë"]})
    assert (len(queue), first.get_position(), failing.get_position()) == (7, 0, 6)
    rq("worker", "--burst", "--worker-class", kind, "tasks")
    assert statuses(*sums, first, failing) == [JobStatus.FINISHED] * 6 + [JobStatus.FAILED]
    assert [job.return_value() for job in sums] == [1, 2, 3, 4, 5]
    assert failing.latest_result().type is Result.Type.FAILED and "as asked" in failing.latest_result().exc_string
    assert client.lrange("told", 0, -1) == [b"add", b"fail"]
    assert queue.is_empty() and queue.finished_job_registry.get_job_ids()[-1] == first.id
    assert queue.failed_job_registry.get_job_ids() == [failing.id]
    assert 0 < client.ttl(sums[0].key) <= 100 and 0 < client.ttl(failing.key) <= 100
    assert Job.fetch(first.id, connection=client).meta == {"any": [1, "Zoë"]}


def test_a_failed_job_is_taken_up_again(queue, rq, work):
    job, other = queue.enqueue(jobs.struggle, 2), queue.enqueue(jobs.fail)
    work()
    assert len(queue.failed_job_registry) == 2
    queue.failed_job_registry.requeue(job)
    assert job.get_status() is JobStatus.QUEUED
    assert "Requeueing 1 jobs" in rq("requeue", "--queue", "tasks", "--all")
    work()
    assert statuses(job, other) == [JobStatus.FINISHED, JobStatus.FAILED]
    assert job.return_value() == 2
    assert [result.type.name for result in job.results()] == ["SUCCESSFUL", "FAILED"]


def test_jobs_are_tried_again_at_once_or_after_a_while(queue, work):
    once, later = queue.enqueue(jobs.struggle, 3, retry=Retry(max=3)), queue.enqueue(jobs.struggle, 2, retry=Retry(1, [100]))
    hopeless = queue.enqueue(jobs.fail, retry=Retry(max=2))
    work()
    assert statuses(once, later, hopeless) == [JobStatus.FINISHED, JobStatus.SCHEDULED, JobStatus.FAILED]
    assert once.return_value() == 3
    wait = queue.scheduled_job_registry.get_scheduled_time(later) - datetime.now(timezone.utc)
    assert timedelta(seconds=80) < wait <= timedelta(seconds=101)


def test_scheduled_jobs_wait_for_their_time(client, queue, work):
    past = queue.enqueue_at(datetime.now(timezone.utc) - timedelta(seconds=1), jobs.add, 1)
    future = queue.enqueue_in(timedelta(hours=1), jobs.add, 2)
    assert statuses(past, future) == [JobStatus.SCHEDULED] * 2 and len(queue.scheduled_job_registry) == 2
    work()
    assert len(queue.scheduled_job_registry) == 2
    work(with_scheduler=True)
    assert statuses(past, future) == [JobStatus.FINISHED, JobStatus.SCHEDULED]
    assert queue.scheduled_job_registry.get_job_ids() == [future.id]
    assert client.keys("rq:scheduler*") == []


def test_a_running_scheduler_holds_its_lock(client, queue, start_worker, wire):
    worker = start_worker("--with-scheduler")
    wait_until(wire, lambda: client.ttl("rq:scheduler-lock:tasks") > 0)
    again = queue.enqueue(jobs.struggle, 2, retry=Retry(max=1, interval=1))
    wait_until(wire, lambda: again.get_status() is JobStatus.FINISHED)
    assert worker.stop() == 0
    assert not client.exists("rq:scheduler-lock:tasks")


def test_dependants_wait(queue, work):
    parents = [queue.enqueue(jobs.add, number, 1) for number in (1, 2)]
    child = queue.enqueue(jobs.sum_of_dependencies, depends_on=parents)
    broken = queue.enqueue(jobs.fail)
    orphan = queue.enqueue(jobs.add, 1, depends_on=broken)
    assert statuses(child, orphan) == [JobStatus.DEFERRED] * 2
    assert set(queue.deferred_job_registry.get_job_ids()) == {child.id, orphan.id}
    work()
    assert child.return_value() == 5
    assert orphan.get_status() is JobStatus.DEFERRED and queue.deferred_job_registry.get_job_ids() == [orphan.id]
    assert orphan.dependency == broken


def test_jobs_are_cancelled_and_deleted(client, queue, work):
    cancelled, deleted, last = [queue.enqueue(jobs.add, number) for number in range(3)]
    dependant = queue.enqueue(jobs.add, 3, depends_on=cancelled)
    cancelled.cancel(enqueue_dependents=True)
    deleted.delete()
    assert queue.get_job_ids() == [last.id, dependant.id] and cancelled.id in queue.canceled_job_registry
    assert not Job.exists(deleted.id, connection=client)
    work()
    assert statuses(cancelled, last, dependant) == [JobStatus.CANCELED, JobStatus.FINISHED, JobStatus.FINISHED]


def test_running_jobs_are_stopped_and_workers_shut_down(client, queue, start_worker, wire):
    worker = start_worker("--name", "me")
    job = queue.enqueue(jobs.linger, on_stopped=Callback(jobs.tell))
    assert client.blpop("lingering", timeout=PATIENCE)[1].decode() == job.id
    assert job.id in queue.started_job_registry.get_job_ids() and job.get_status() is JobStatus.STARTED
    [seen] = Worker.all(queue=queue)
    assert (seen.name, seen.get_state(), seen.get_current_job_id()) == ("me", "busy", job.id)
    send_stop_job_command(client, job.id)
    wait_until(wire, lambda: job.get_status() is JobStatus.STOPPED and job.id in queue.failed_job_registry)
    assert client.blpop("told", timeout=PATIENCE)[1] == b"linger"
    send_shutdown_command(client, "me")
    assert worker.wait() == 0
    assert Worker.count(connection=client) == 0


def test_an_id_is_queued_once(queue, work):
    job = queue.enqueue(jobs.add, 1, job_id="only", unique=True)
    with pytest.raises(DuplicateJobError):
        queue.enqueue(jobs.add, 2, job_id="only", unique=True)
    work()
    assert job.return_value() == 1


def test_many_are_enqueued_in_groups(client, queue, work):
    group = Group.create(connection=client)
    group.enqueue_many(queue, [Queue.prepare_data(jobs.add, (number, 1)) for number in range(20)])
    assert len(queue) == 20 and len(group.get_jobs()) == 20
    work(max_jobs=5)
    assert len(queue) == 15
    work()
    assert sorted(job.return_value() for job in group.get_jobs()) == list(range(1, 21))


def test_a_limited_number_runs_at_once(queue, work):
    limited = [queue.enqueue(jobs.add, number, rate_limit=RateLimit("shared", concurrency=2)) for number in range(5)]
    assert statuses(*limited) == [JobStatus.QUEUED] * 2 + [JobStatus.RATE_LIMITED] * 3
    work()
    assert [job.return_value() for job in limited] == list(range(5))


def test_a_job_repeats(queue, work):
    job = queue.enqueue(jobs.add, 1, repeat=Repeat(times=2))
    work()
    assert job.get_status() is JobStatus.FINISHED and len(job.results()) == 3


def test_cron_enqueues_what_is_due(client, queue):
    cron = CronScheduler(connection=client, name="cron")
    cron.register(jobs.add, "tasks", args=(1, 2), interval=100)
    cron.register(jobs.add, "tasks", args=(3, 4), cron="0 0 1 1 *")
    cron.register_birth()
    assert [each.name for each in CronScheduler.all(client)] == ["cron"]
    [due] = cron.enqueue_jobs()
    assert [job.args for job in queue.jobs] == [(1, 2)] and due.get_job_ids(client) == queue.job_ids
    cron.register_death()
    assert CronScheduler.all(client) == []


def test_the_command_tells_and_suspends(client, queue, rq, start_worker):
    rq("suspend", "--duration", "100")
    assert is_suspended(client) and 0 < client.ttl("rq:suspended") <= 100
    rq("resume")
    assert not is_suspended(client)
    rq("enqueue", "--queue", "tasks", "services.rq_jobs.add", ":1", "other:=2")
    [job] = queue.jobs
    assert (job.args, job.kwargs) == ([1], {"other": 2})
    start_worker("--name", "idle").wait_for_log("Job OK")
    report = rq("info", "--raw")
    assert "queue tasks 0, 0 executing, 1 finished, 0 failed" in report and "worker idle (" in report
    elsewhere = Queue("elsewhere", connection=client)
    elsewhere.enqueue(jobs.add, 1)
    assert "1 jobs removed from elsewhere queue" in rq("empty", "elsewhere")
    elsewhere.delete()
    assert Queue.all(connection=client) == [queue]
