"""The tasks of test_huey.py, on an instance of a test's own or, for `huey_consumer`, on that of SERVER_URL."""

from __future__ import annotations

import os
from types import SimpleNamespace

from huey import Huey, PriorityRedisExpireHuey, crontab


def declare(huey: Huey) -> SimpleNamespace:
    """The instance's tasks by their names; they tell in the list `told` what they did."""
    @huey.task()
    def add(one: int, other: int) -> int:
        return one + other

    @huey.task()
    def tell(word: str) -> None:
        huey.storage.conn.rpush("told", word)

    @huey.task(retries=2, context=True)
    def struggle(successful_try: int, task=None) -> int:
        tries = 3 - task.retries
        if tries < successful_try:
            raise ValueError("not yet")
        return tries

    @huey.task()
    @huey.lock_task("only")
    def alone() -> str:
        return "was alone"

    @huey.periodic_task(crontab(minute="30", hour="3"))
    def nightly() -> None:
        huey.storage.conn.rpush("told", "nightly")

    return SimpleNamespace(add=add, tell=tell, struggle=struggle, alone=alone, nightly=nightly)


if "SERVER_URL" in os.environ:
    huey = PriorityRedisExpireHuey("tasks", url=os.environ["SERVER_URL"], notify_result=True)
    declare(huey)
