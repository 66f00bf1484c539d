"""Walks: files of client calls, each with what redis-py made of the reply of the real server that it was recorded from.

    # Comments and empty lines stay where they are.
    r.hset('hash', mapping={'a': '1'})
        1
    r.zscore('scores', 'one')
        2: 1.0
        3: '1'

A call is a Python expression, or an assignment of one, over `r`, a client that decodes, and `raw`, one that does not.
Below it, indented, stands what it returns or raises, for RESP2 and RESP3 apart where they differ. `  ~ name, name` after
a call masks values that no two runs share, by the names of their fields; `  ~ any order` sorts a list.

Run as a program, it records: python -m harness.walk --server PATH FILE...
"""

from __future__ import annotations

import argparse
import asyncio
import inspect
import pprint
import re
from dataclasses import dataclass, field
from pathlib import Path

import redis

from .clients import Form, settle
from .server import Program

_CALL = re.compile(r"(?:(?P<name>\w+) = )?(?P<expression>.*?)(?:\s+~ (?P<masks>[\w, -]+))?")
_INDENT = "    "


@dataclass
class Step:
    """One call and what it must lead to; `before` is the text that precedes it."""

    call: str
    before: list[str]
    outcomes: dict[int, str] = field(default_factory=dict)  # by protocol

    def render(self) -> list[str]:
        two, three = self.outcomes[2], self.outcomes[3]
        if two == three:
            lines = [_INDENT + line for line in two.splitlines()]
        else:
            lines = []
            for protocol, outcome in self.outcomes.items():
                first, *rest = outcome.splitlines()
                lines += [f"{_INDENT}{protocol}: {first}", *(f"{_INDENT}   {line}" for line in rest)]
        return [*self.before, self.call, *lines]


def parse(text: str) -> list[Step]:
    steps: list[Step] = []
    before: list[str] = []
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith(_INDENT):
            blocks[-1].append(line[len(_INDENT):])
        elif not line or line.startswith("#"):
            before.append(line)
        else:
            steps.append(Step(line, before))
            blocks.append([])
            before = []
    for step, block in zip(steps, blocks):
        if block and block[0].startswith("2: "):
            split = next(number for number, line in enumerate(block) if line.startswith("3: "))
            step.outcomes = {2: _joined(block[:split]), 3: _joined(block[split:])}
        else:
            step.outcomes = {2: "\n".join(block), 3: "\n".join(block)}
    return steps


def _joined(lines: list[str]) -> str:
    return "\n".join(line[3:] for line in lines)


async def walk(steps: list[Step], form: Form, server) -> list[str]:
    """The outcome of each step in turn, over clients of that form."""
    clients = {"r": form.connect(server), "raw": form.connect(server, decode=False)}
    names, outcomes = dict(clients), []
    try:
        for step in steps:
            name, expression, masks = _CALL.fullmatch(step.call).group("name", "expression", "masks")
            try:
                value = await _collected(eval(expression, {"redis": redis}, names))
            except redis.RedisError as error:
                outcomes.append(f"{type(error).__name__}: {error}")
                continue
            if name:
                names[name] = value
                outcomes.append("")
                continue
            outcomes.append(_rendered(value, set(re.split(", *", masks)) if masks else set()))
        return outcomes
    finally:
        for helper in names.values():
            if isinstance(helper, (redis.client.PubSub, redis.asyncio.client.PubSub)):
                await settle(helper.aclose() if hasattr(helper, "aclose") else helper.close())
        await form.disconnect(*clients.values())


async def _collected(value):
    value = await settle(value)
    if inspect.isasyncgen(value):
        return [each async for each in value]
    return list(value) if inspect.isgenerator(value) else value


def _rendered(value, masks: set[str]) -> str:
    if "any order" in masks:
        value = sorted(value, key=repr)
    return pprint.pformat(_masked(value, masks), width=104, sort_dicts=False)


def _masked(value, masks: set[str]):
    """The value with what its fields of those names hold replaced by its type, in maps and in flat lists of pairs."""
    if "value" in masks and not isinstance(value, (dict, list, tuple)):
        return f"<{type(value).__name__}>"
    if isinstance(value, dict):
        return {
            key: f"<{type(each).__name__}>" if key in masks else _masked(each, masks) for key, each in value.items()
        }
    if isinstance(value, set):
        return _SortedSet(sorted(value))
    if isinstance(value, (list, tuple)):
        masked = [
            f"<{type(each).__name__}>" if place and isinstance(value[place - 1], str) and value[place - 1] in masks
            else _masked(each, masks)
            for place, each in enumerate(value)
        ]
        return type(value)(masked)
    return value


class _SortedSet(list):
    """Prints a set in the same order always, which Python's own does not."""

    def __repr__(self) -> str:
        return "{" + ", ".join(map(repr, self)) + "}"


def record(path: Path, program: Program) -> None:
    """Writes into the file what that server answers today."""
    steps = parse(path.read_text())
    for protocol in (2, 3):
        with program.start() as server:
            outcomes = asyncio.run(walk(steps, Form("blocking", "python", protocol), server))
        for step, outcome in zip(steps, outcomes):
            step.outcomes[protocol] = outcome
    path.write_text("\n".join(line for step in steps for line in step.render()) + "\n")


def main() -> None:
    options = argparse.ArgumentParser(description="Records walks from a real server.")
    options.add_argument("--server", required=True, metavar="PATH", help="the redis-server to record from")
    options.add_argument("walks", nargs="+", type=Path, metavar="FILE")
    chosen = options.parse_args()
    for path in chosen.walks:
        record(path, Program(chosen.server))


if __name__ == "__main__":
    main()
