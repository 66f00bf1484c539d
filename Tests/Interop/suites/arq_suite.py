"""arq's own life: jobs enqueued, deferred, scheduled, tried again, aborted, and their results.

A suite for the virtualenv that holds arq, run by test_suites.py, which names the server in SERVER_URL. Workers poll every
millisecond, so that nothing here takes longer than what it waits for.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone

import pytest
from arq import Retry, Worker, create_pool, cron, func
from arq.connections import ArqRedis, RedisSettings
from arq.jobs import Job, JobStatus, ResultNotFound
from arq.worker import JobExecutionFailed, async_check_health

from harness.process import PATIENCE

SETTINGS = RedisSettings.from_dsn(os.environ["SERVER_URL"])


@pytest.fixture
async def pool():
    pool = await create_pool(SETTINGS)
    await pool.flushall()
    yield pool
    await pool.aclose(close_connection_pool=True)


async def add(context: dict, one: int, other: int = 0) -> int:
    return one + other


async def fail(context: dict) -> None:
    raise ValueError("as asked")


async def struggle(context: dict, successful_try: int) -> int:
    if context["job_try"] < successful_try:
        raise Retry(defer=0.001)
    return context["job_try"]


async def linger(context: dict) -> None:
    context["lingering"].set()
    await asyncio.Event().wait()


FUNCTIONS = [add, fail, struggle, linger, func(add, name="fleeting", keep_result=0)]


@asynccontextmanager
async def working(**options):
    """A worker beside the test, until the block ends."""
    options = {"functions": FUNCTIONS, "ctx": {"lingering": asyncio.Event()}} | options
    worker = Worker(redis_settings=SETTINGS, poll_delay=0.001, handle_signals=False, **options)
    running = asyncio.create_task(worker.async_run())
    try:
        yield worker
    finally:
        await worker.close()
        await asyncio.gather(running, return_exceptions=True)


async def result(job: Job):
    return await job.result(timeout=PATIENCE, poll_delay=0.001)


async def work_off(*, jobs: int = -1, **options) -> Worker:
    """A worker in burst mode: it ends once the queue is empty, or after that many jobs."""
    worker = Worker(
        FUNCTIONS, redis_settings=SETTINGS, poll_delay=0.001, handle_signals=False, burst=True, max_burst_jobs=jobs,
        **options,
    )
    await worker.async_run()
    await worker.close()
    return worker


async def test_a_job_goes_from_queued_to_complete(pool: ArqRedis):
    job = await pool.enqueue_job("add", 1, other=2)
    assert await job.status() is JobStatus.queued
    assert [each.function for each in await pool.queued_jobs()] == ["add"]
    assert (await work_off()).jobs_complete == 1
    assert await job.status() is JobStatus.complete
    assert await result(job) == 3
    info = await job.result_info()
    assert (info.success, info.args, info.kwargs, info.job_try) == (True, (1,), {"other": 2}, 1)
    assert [each.job_id for each in await pool.all_job_results()] == [job.job_id]
    assert 0 < await pool.ttl(f"arq:result:{job.job_id}") <= 3600
    assert await pool.zcard("arq:queue") == 0


async def test_an_id_is_enqueued_once(pool: ArqRedis):
    jobs = await asyncio.gather(*[pool.enqueue_job("add", 1, _job_id="only") for _ in range(20)])
    assert len([job for job in jobs if job]) == 1
    assert await pool.zcard("arq:queue") == 1
    await work_off()
    assert await pool.enqueue_job("add", 1, _job_id="only") is None


async def test_a_result_that_is_not_kept_is_not_found(pool: ArqRedis):
    job = await pool.enqueue_job("fleeting", 1)
    await work_off()
    assert await job.status() is JobStatus.not_found
    with pytest.raises(ResultNotFound):
        await result(job)


async def test_a_deferred_job_waits_for_its_time(pool: ArqRedis):
    later = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(hours=1)
    deferred = await pool.enqueue_job("add", 1, _defer_until=later)
    soon = await pool.enqueue_job("add", 2, _defer_by=0.01)
    assert await deferred.status() is JobStatus.deferred
    assert (await deferred.info()).score == int(later.timestamp() * 1000)
    assert await pool.pttl(f"arq:job:{deferred.job_id}") > 24 * 3600 * 1000
    await work_off(jobs=1)
    assert await result(soon) == 2
    assert await deferred.status() is JobStatus.deferred


async def test_a_failure_is_raised_where_the_result_is_asked_for(pool: ArqRedis):
    job, unknown = await pool.enqueue_job("fail"), await pool.enqueue_job("no_such_function")
    assert (await work_off()).jobs_failed == 2
    with pytest.raises(ValueError, match="as asked"):
        await result(job)
    with pytest.raises(JobExecutionFailed, match="not found"):
        await result(unknown)


async def test_a_job_is_tried_again(pool: ArqRedis):
    job, hopeless = await pool.enqueue_job("struggle", 3), await pool.enqueue_job("struggle", 9)
    worker = await work_off(max_tries=4)
    assert await result(job) == 3
    assert (worker.jobs_retried, worker.jobs_failed) == (2 + 4, 1)
    with pytest.raises(JobExecutionFailed, match="max 4 retries exceeded"):
        await result(hopeless)
    assert await pool.keys("arq:retry:*") == []


async def test_running_and_waiting_jobs_are_aborted(pool: ArqRedis):
    running, waiting = await pool.enqueue_job("linger"), await pool.enqueue_job("add", 1, _defer_by=1000)
    async with working(allow_abort_jobs=True) as worker:
        await asyncio.wait_for(worker.ctx["lingering"].wait(), PATIENCE)
        assert await running.status() is JobStatus.in_progress
        assert await running.abort(timeout=PATIENCE, poll_delay=0.001) is True
        assert await waiting.abort(timeout=PATIENCE, poll_delay=0.001) is True
        async with asyncio.timeout(PATIENCE):
            while worker.tasks:
                await pool.ping()
    assert await pool.zcard("arq:abort") == 0


async def test_cron_jobs_run_at_start_and_every_second(pool: ArqRedis):
    """Two workers share the schedule; what is unique runs once for each second, whoever takes it."""
    ran: dict[str, int] = {}
    both = asyncio.Event()

    def run(what: str) -> None:
        ran[what] = ran.get(what, 0) + 1
        if "start" in ran and len(ran) >= 2:
            both.set()

    async def at_start(context: dict) -> None:
        run("start")

    async def each_second(context: dict) -> None:
        run(context["job_id"])

    once = cron(at_start, month=1, day=1, hour=0, minute=0, second=0, run_at_startup=True)
    schedule = cron(each_second, second=set(range(60)))
    # Either takes what the first alone plans, so both must know it.
    known = [func(at_start, name=once.name)]
    async with working(cron_jobs=[once, schedule]), working(functions=known, cron_jobs=[schedule]):
        await asyncio.wait_for(both.wait(), PATIENCE)
        assert await async_check_health(SETTINGS) == 0
    assert set(ran.values()) == {1}


async def test_two_workers_share_a_queue(pool: ArqRedis):
    jobs = [await pool.enqueue_job("add", number, _queue_name="shared") for number in range(200)]
    async with working(queue_name="shared") as one, working(queue_name="shared") as other:
        assert await asyncio.gather(*[result(job) for job in jobs]) == list(range(200))
    assert one.jobs_complete + other.jobs_complete == 200


async def test_a_cancelled_job_is_taken_up_by_the_next_worker(pool: ArqRedis):
    job = await pool.enqueue_job("linger")
    async with working() as worker:
        await asyncio.wait_for(worker.ctx["lingering"].wait(), PATIENCE)
    assert await job.status() is JobStatus.queued
    async with working() as worker:
        await asyncio.wait_for(worker.ctx["lingering"].wait(), PATIENCE)
        assert await pool.get(f"arq:retry:{job.job_id}") == b"2"
