"""A cache in front of something slow: ping, get, set, many at once through a pipeline, updates guarded by WATCH."""

from __future__ import annotations

import json

from harness.clients import settle


class CacheService:
    def __init__(self, client, prefix: str = "cache:"):
        self.redis = client
        self.prefix = prefix

    async def healthy(self) -> bool:
        return await settle(self.redis.ping())

    async def set(self, name: str, value, ttl: int | None = None) -> bool:
        return await settle(self.redis.set(self.prefix + name, json.dumps(value), ex=ttl))

    async def get(self, name: str, default=None):
        stored = await settle(self.redis.get(self.prefix + name))
        return default if stored is None else json.loads(stored)

    async def set_many(self, values: dict, ttl: int) -> list:
        pipeline = self.redis.pipeline(transaction=False)
        for name, value in values.items():
            pipeline.set(self.prefix + name, json.dumps(value), ex=ttl)
        return await settle(pipeline.execute())

    async def get_many(self, names: list[str]) -> dict:
        stored = await settle(self.redis.mget([self.prefix + name for name in names]))
        return {name: json.loads(value) for name, value in zip(names, stored) if value is not None}

    async def forget(self, *names: str) -> int:
        return await settle(self.redis.unlink(*[self.prefix + name for name in names]))

    async def add_atomically(self, name: str, amount: int, between=None) -> int:
        """Reads, lets `between` run, and writes only if nobody wrote meanwhile; a conflict raises redis.WatchError."""
        pipeline = self.redis.pipeline(transaction=True)
        try:
            await settle(pipeline.watch(self.prefix + name))
            total = json.loads(await settle(pipeline.get(self.prefix + name)) or "0") + amount
            if between is not None:
                await between()
            pipeline.multi()
            pipeline.set(self.prefix + name, json.dumps(total))
            pipeline.incr(self.prefix + "writes")
            await settle(pipeline.execute())
            return total
        finally:
            await settle(pipeline.reset())
