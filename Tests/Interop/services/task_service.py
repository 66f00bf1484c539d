"""A task service as applications write it: JSON documents with a TTL, a queue of work, optimistic status changes.

It is what the interoperability tests run against the server, unchanged, over every form of redis-py. Each task is one
key, `task:<id>`; ids of pending work wait in the list `tasks:queue`.
"""

from __future__ import annotations

import json
import time
import uuid

import redis

from harness.clients import settle

_NEXT = {"pending": {"running"}, "running": {"completed", "failed"}, "completed": set(), "failed": set()}


class UnknownTask(Exception):
    """There is no such task, or its time is over."""


class WrongStatus(Exception):
    """The task cannot go from the status it has to the one that was asked for."""


class TaskService:
    queue = "tasks:queue"

    def __init__(self, client, ttl: int = 3600):
        self.redis = client
        self.ttl = ttl

    @staticmethod
    def key(task_id: str) -> str:
        return f"task:{task_id}"

    async def create_task(self, kind: str, metadata: dict, task_id: str | None = None) -> str:
        task_id = task_id or uuid.uuid4().hex
        pipeline = self.redis.pipeline(transaction=True)
        pipeline.set(self.key(task_id), self._document(task_id, kind, metadata), ex=self.ttl, nx=True)
        pipeline.rpush(self.queue, task_id)
        stored, _ = await settle(pipeline.execute())
        assert stored, f"task {task_id} exists already"
        return task_id

    async def create_tasks(self, kind: str, metadata: dict, task_ids: list[str], batch: int = 1000) -> None:
        """Many at once, unqueued, through pipelines of `batch` commands."""
        for first in range(0, len(task_ids), batch):
            pipeline = self.redis.pipeline(transaction=False)
            for task_id in task_ids[first:first + batch]:
                pipeline.set(self.key(task_id), self._document(task_id, kind, metadata), ex=self.ttl)
            assert all(await settle(pipeline.execute()))

    async def get_task(self, task_id: str) -> dict:
        document = await settle(self.redis.get(self.key(task_id)))
        if document is None:
            raise UnknownTask(task_id)
        return json.loads(document)

    async def start_task(self, task_id: str) -> dict:
        return await self._change(task_id, "running")

    async def complete_task(self, task_id: str, result) -> dict:
        return await self._change(task_id, "completed", result=result)

    async def fail_task(self, task_id: str, error: str) -> dict:
        return await self._change(task_id, "failed", error=error)

    async def next_task(self, timeout: float) -> str | None:
        """Waits for pending work and takes it; None once `timeout` seconds have brought none."""
        taken = await settle(self.redis.blpop([self.queue], timeout=timeout))
        return taken and taken[1]

    async def list_tasks(self, status: str | None = None, count: int = 100) -> dict[str, dict]:
        """Every task that exists from start to end of the listing, page by page."""
        tasks: dict[str, dict] = {}
        cursor = 0
        while True:
            cursor, keys = await settle(self.redis.scan(cursor, match="task:*", count=count))
            documents = await settle(self.redis.mget(keys)) if keys else []
            for document in documents:
                if document is not None:  # deleted between SCAN and MGET
                    task = json.loads(document)
                    if status in (None, task["status"]):
                        tasks[task["id"]] = task
            if int(cursor) == 0:
                return tasks

    async def clean_up(self, status: str, batch: int = 500) -> int:
        """Deletes the tasks of that status and returns how many there were."""
        ids = list(await self.list_tasks(status, count=1000))
        deleted = 0
        for first in range(0, len(ids), batch):
            pipeline = self.redis.pipeline(transaction=False)
            for task_id in ids[first:first + batch]:
                pipeline.delete(self.key(task_id))
            deleted += sum(await settle(pipeline.execute()))
        return deleted

    @staticmethod
    def _document(task_id: str, kind: str, metadata: dict) -> str:
        task = {"id": task_id, "kind": kind, "status": "pending", "metadata": metadata, "created_at": time.time()}
        return json.dumps(task, ensure_ascii=False)

    async def _change(self, task_id: str, status: str, **changes) -> dict:
        """Moves a task to `status`, keeping its TTL; tries again when somebody else wrote the task meanwhile."""
        key = self.key(task_id)
        pipeline = self.redis.pipeline(transaction=True)
        try:
            while True:
                await settle(pipeline.watch(key))
                document = await settle(pipeline.get(key))
                if document is None:
                    raise UnknownTask(task_id)
                task = json.loads(document)
                if status not in _NEXT[task["status"]]:
                    raise WrongStatus(f"{task_id}: {task['status']} to {status}")
                task |= changes | {"status": status}
                pipeline.multi()
                pipeline.set(key, json.dumps(task, ensure_ascii=False), xx=True, keepttl=True)
                try:
                    await settle(pipeline.execute())
                    return task
                except redis.WatchError:
                    continue
        finally:
            await settle(pipeline.reset())
