"""taskiq-redis: tasks over a list, a stream and a channel, their results, retries and schedules."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager

import pytest
from redis.asyncio import Redis
from taskiq import AsyncBroker, ScheduledTask, SimpleRetryMiddleware, TaskiqResult
from taskiq.api import run_receiver_task
from taskiq_redis import (
    ListQueueBroker, ListRedisScheduleSource, PubSubBroker, RedisAsyncResultBackend, RedisStreamBroker,
)
from taskiq_redis.exceptions import ResultIsMissingError

from harness.server import PATIENCE, Server


@pytest.fixture
def url(server: Server) -> str:
    return f"redis://{server.host}:{server.port}"


@pytest.fixture
async def client(url):
    async with Redis.from_url(url, decode_responses=True) as client:
        yield client


@asynccontextmanager
async def running(broker: AsyncBroker):
    """A worker that takes the broker's tasks, as `taskiq worker` does."""
    await broker.startup()
    worker = asyncio.create_task(run_receiver_task(broker))
    try:
        yield
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        await broker.shutdown()


def with_tasks(broker: AsyncBroker, url: str) -> AsyncBroker:
    """The broker with a result back-end and three tasks: `add` succeeds, `fail` does not, `struggle` does at last."""
    broker = broker.with_result_backend(RedisAsyncResultBackend(url, result_ex_time=1000, prefix_str="result"))
    broker = broker.with_middlewares(SimpleRetryMiddleware())
    attempts = []

    @broker.task(task_name="add")
    async def add(one: int, other: int) -> int:
        return one + other

    @broker.task(task_name="fail")
    async def fail() -> None:
        raise ValueError("as asked")

    @broker.task(task_name="struggle", retry_on_error=True, max_retries=5)
    async def struggle() -> int:
        attempts.append(1)
        if len(attempts) < 3:
            raise ValueError("not yet")
        return len(attempts)

    return broker


async def outcome(broker: AsyncBroker, name: str, *arguments) -> TaskiqResult:
    task = await broker.find_task(name).kiq(*arguments)
    return await task.wait_result(check_interval=0.001, timeout=PATIENCE)


async def live(broker: AsyncBroker) -> None:
    sums = [await broker.find_task("add").kiq(number, 1) for number in range(50)]
    results = [await task.wait_result(check_interval=0.001, timeout=PATIENCE) for task in sums]
    assert [result.return_value for result in results] == list(range(1, 51))
    failed = await outcome(broker, "fail")
    assert failed.is_err and str(failed.error) == "as asked"
    assert (await outcome(broker, "struggle")).return_value == 3


async def test_tasks_over_a_list(url, client):
    broker = with_tasks(ListQueueBroker(url, queue_name="tasks"), url)
    async with running(broker):
        await live(broker)
        task = await broker.find_task("add").kiq(1, 2)
        await task.wait_result(check_interval=0.001, timeout=PATIENCE)
        assert 0 < await client.ttl(f"result:{task.task_id}") <= 1000
    assert await client.llen("tasks") == 0


async def test_tasks_over_a_channel(url, client):
    broker = with_tasks(PubSubBroker(url, queue_name="tasks"), url)
    async with running(broker), asyncio.timeout(PATIENCE):
        while await client.pubsub_numsub("tasks") != [("tasks", 1)]:
            pass
        await live(broker)


async def test_tasks_over_a_stream(url, client, scripting):
    broker = with_tasks(RedisStreamBroker(url, queue_name="tasks", consumer_group_name="group"), url)
    async with running(broker):
        await live(broker)
        async with asyncio.timeout(PATIENCE):
            while (await client.xpending("tasks", "group"))["pending"]:
                pass
        assert await client.xlen("tasks") == 54


async def test_a_stream_hands_out_and_takes_acknowledgements(url, client):
    """The first batch, which is what the broker needs no script for."""
    broker = with_tasks(RedisStreamBroker(url, "tasks", consumer_group_name="group", consumer_name="me"), url)
    await broker.startup()
    for number in range(5):
        await broker.find_task("add").kiq(number, 1)
    async with aclosing(broker.listen()) as messages:
        for left in (4, 3, 2, 1, 0):
            message = await anext(messages)
            assert broker.formatter.loads(message.data).args == [4 - left, 1]
            await message.ack()
            assert (await client.xpending("tasks", "group"))["pending"] == left
    assert [each["name"] for each in await client.xinfo_consumers("tasks", "group")] == ["me"]
    await broker.shutdown()


async def test_a_dead_workers_messages_are_claimed(url, client, scripting):
    dead = with_tasks(RedisStreamBroker(url, "tasks", consumer_group_name="group", consumer_name="dead"), url)
    heir = RedisStreamBroker(url, "tasks", consumer_group_name="group", consumer_name="heir", idle_timeout=0)
    await dead.startup()
    await heir.startup()
    await dead.find_task("add").kiq(1, 2)
    async with aclosing(dead.listen()) as messages:
        lost = await anext(messages)
    await dead.find_task("add").kiq(3, 4)
    async with aclosing(heir.listen()) as messages:
        await (await anext(messages)).ack()
        assert (await anext(messages)).data == lost.data
    await dead.shutdown()
    await heir.shutdown()


async def test_results_are_kept_or_taken(url, client):
    kept = RedisAsyncResultBackend(url)
    taken = RedisAsyncResultBackend(url, keep_results=False, result_px_time=1_000_000)
    result = TaskiqResult(is_err=False, return_value={"answer": [1, "Zoë"]}, execution_time=0.5, log="log")
    for backend, stays in ((kept, True), (taken, False)):
        assert await backend.is_result_ready("task") is False
        with pytest.raises(ResultIsMissingError):
            await backend.get_result("task")
        await backend.set_result("task", result)
        assert await backend.is_result_ready("task") is True
        assert (await backend.get_result("task", with_logs=True)).return_value == {"answer": [1, "Zoë"]}
        assert await backend.is_result_ready("task") is stays
        await client.flushall()
        await backend.shutdown()


async def test_schedules_are_kept(url, client):
    source = ListRedisScheduleSource(url, prefix="plan", buffer_size=2)
    await source.startup()
    plans = [
        ScheduledTask(task_name="add", labels={}, args=[number], kwargs={}, cron="* * * * *", schedule_id=f"{number}")
        for number in range(5)
    ]
    for plan in plans:
        await source.add_schedule(plan)
    assert await source.get_schedules() == plans
    await source.delete_schedule("2")
    assert [plan.schedule_id for plan in await source.get_schedules()] == ["0", "1", "3", "4"]
    assert await client.lrange("plan:cron", 0, -1) == ["0", "1", "3", "4"]
    await source.shutdown()
