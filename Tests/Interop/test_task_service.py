"""The task service over a real connection, in every form of redis-py: it cannot tell this server from Redis."""

from __future__ import annotations

import random
import threading

import pytest
import redis

from harness.clients import settle
from services.task_service import TaskService, UnknownTask, WrongStatus

METADATA = {"naïve": "☃ \u0000 \r\n", "priority": 7, "tags": ["a", "b"], "nested": {"ratio": 0.25, "none": None}}


async def test_a_task_goes_from_pending_to_completed(connect):
    service = TaskService(connect(), ttl=3600)
    task_id = await service.create_task("resize", METADATA)
    task = await service.get_task(task_id)
    assert (task["status"], task["metadata"]) == ("pending", METADATA)

    assert (await service.start_task(task_id))["status"] == "running"
    assert (await service.complete_task(task_id, {"bytes": 1 << 40}))["status"] == "completed"
    task = await service.get_task(task_id)
    assert (task["status"], task["result"], task["metadata"]) == ("completed", {"bytes": 1 << 40}, METADATA)


async def test_a_task_fails_and_stays_failed(connect):
    service = TaskService(connect())
    task_id = await service.create_task("resize", METADATA)
    await service.start_task(task_id)
    assert (await service.fail_task(task_id, "out of disk"))["error"] == "out of disk"
    with pytest.raises(WrongStatus):
        await service.start_task(task_id)
    assert (await service.get_task(task_id))["status"] == "failed"
    with pytest.raises(UnknownTask):
        await service.complete_task("no-such-task", None)


async def test_the_ttl_reads_back_as_written_and_survives_status_changes(connect):
    client = connect()
    service = TaskService(client, ttl=3600)
    task_id = await service.create_task("resize", METADATA)
    key = service.key(task_id)
    assert await settle(client.ttl(key)) == 3600
    deadline = await settle(client.pexpiretime(key))
    await service.start_task(task_id)
    await service.complete_task(task_id, None)
    assert await settle(client.pexpiretime(key)) == deadline


async def test_an_expired_task_is_gone(connect):
    client = connect()
    service = TaskService(client)
    task_id = await service.create_task("resize", METADATA)
    await settle(client.pexpireat(service.key(task_id), 1))
    with pytest.raises(UnknownTask):
        await service.get_task(task_id)
    assert await service.list_tasks() == {}


async def test_listing_finds_every_lasting_task_while_others_write_and_delete(connect, form):
    """10,500 tasks last; two connections meanwhile create and delete so many that the table grows and shrinks."""
    lasting = [f"lasting-{number:05}" for number in range(10_500)]
    lister = TaskService(connect())
    await lister.create_tasks("report", {"lasting": True}, lasting)
    listed = threading.Event()

    async def churn(client, name: str) -> set[str]:
        service, made = TaskService(client), set()
        turn = random.Random(name)
        while not listed.is_set():
            size = turn.choices((20, 100, 2000), weights=(8, 4, 1))[0]
            batch = [f"{name}-{turn.randrange(1 << 40)}" for _ in range(size)]
            made.update(batch)
            await service.create_tasks("churn", {}, batch)
            pipeline = client.pipeline(transaction=False)
            for task_id in batch:
                pipeline.delete(service.key(task_id))
            assert await settle(pipeline.execute()) == [1] * len(batch)
        return made

    async def list_pages() -> list[dict[str, dict]]:
        try:
            return [await lister.list_tasks(count=count) for count in (50, 500)]
        finally:
            listed.set()

    pages, *made = await form.together(list_pages(), *[churn(connect(), f"churn-{number}") for number in range(2)])
    made_up = set().union(*made)
    assert len(made_up) > 1000
    for tasks in pages:
        assert set(lasting) - tasks.keys() == set()
        assert tasks.keys() - set(lasting) - made_up == set()
        assert all(tasks[task_id]["metadata"] == {"lasting": True} for task_id in lasting)
    # Each churner deleted what it made, so what lasts is what is left.
    assert set(await lister.list_tasks(count=5000)) == set(lasting)


async def test_clean_up_deletes_only_tasks_of_that_status(connect):
    client = connect()
    service = TaskService(client)
    await service.create_tasks("report", METADATA, [f"{number}" for number in range(1200)])
    finished = [f"{number}" for number in range(0, 1200, 3)]
    for task_id in finished:
        await service.start_task(task_id)
        await service.complete_task(task_id, None)
    assert await service.clean_up("completed") == len(finished)
    assert await service.clean_up("completed") == 0
    assert len(await service.list_tasks("pending")) == await settle(client.dbsize()) == 1200 - len(finished)


async def test_fifty_connections_work_through_one_queue(connect, form):
    """Each task is taken by exactly one of fifty workers, whichever order they come in."""
    producer = TaskService(connect())
    created = [await producer.create_task("resize", {"number": number}) for number in range(500)]

    async def work(client) -> list[str]:
        service, done = TaskService(client), []
        while (task_id := await service.next_task(timeout=0.01)) is not None:
            await service.start_task(task_id)
            await service.complete_task(task_id, len(done))
            done.append(task_id)
        return done

    done = await form.together(*[work(connect()) for _ in range(50)])
    assert sorted(task_id for each in done for task_id in each) == sorted(created)
    assert len(await producer.list_tasks("completed")) == 500


async def test_only_one_of_fifty_rivals_starts_a_task(connect, form):
    service = TaskService(connect())
    task_id = await service.create_task("resize", {})

    async def rival(client) -> bool:
        try:
            await TaskService(client).start_task(task_id)
            return True
        except WrongStatus:
            return False

    assert sorted(await form.together(*[rival(connect()) for _ in range(50)])) == [False] * 49 + [True]


async def test_a_waiting_worker_is_served_by_another_client(connect, form):
    waiting, watching = TaskService(connect()), connect()

    async def produce() -> str:
        while (await settle(watching.info("clients")))["blocked_clients"] == 0:
            pass
        return await TaskService(watching).create_task("resize", {})

    taken, created = await form.together(waiting.next_task(timeout=30), produce())
    assert taken == created


async def test_clients_reconnect_after_the_server_is_restarted(connect, server, launch):
    client = connect()
    service = TaskService(client)
    before = await service.create_task("resize", {})
    assert server.stop() == 0
    with pytest.raises(redis.ConnectionError):
        await settle(connect(retry=None).ping())
    launch(*server.options, port=server.port)

    with pytest.raises(UnknownTask):
        await service.get_task(before)
    after = await service.create_task("resize", {"restarted": True})
    assert set(await service.list_tasks()) == {after}
