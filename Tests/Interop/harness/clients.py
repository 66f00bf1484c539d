"""The forms in which Python programs meet the server: redis-py blocking and asyncio, hiredis or not, RESP2 and RESP3.

One service, written once, runs in all eight forms: `settle` awaits what asyncio clients return and passes on what
blocking clients return. In the blocking forms the coroutines therefore never suspend, which `_drive` asserts.
"""

from __future__ import annotations

import asyncio
import inspect
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import redis
import redis.asyncio
from redis._parsers import (
    Encoder,
    _AsyncHiredisParser, _AsyncRESP2Parser, _AsyncRESP3Parser,
    _HiredisParser, _RESP2Parser, _RESP3Parser,
)
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.connection import HiredisRespSerializer, PythonRespSerializer
from redis.retry import Retry
from redis.utils import HIREDIS_AVAILABLE

from .server import Server

assert HIREDIS_AVAILABLE, "hiredis is missing from this virtualenv, so half of the forms could not be told apart"

_PARSERS = {
    ("blocking", "hiredis", 2): _HiredisParser, ("blocking", "hiredis", 3): _HiredisParser,
    ("blocking", "python", 2): _RESP2Parser, ("blocking", "python", 3): _RESP3Parser,
    ("asyncio", "hiredis", 2): _AsyncHiredisParser, ("asyncio", "hiredis", 3): _AsyncHiredisParser,
    ("asyncio", "python", 2): _AsyncRESP2Parser, ("asyncio", "python", 3): _AsyncRESP3Parser,
}


async def settle(reply):
    """The reply itself, whichever kind of client produced it."""
    return await reply if inspect.isawaitable(reply) else reply


def _drive(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as finished:
        return finished.value
    raise AssertionError("a blocking client suspended")


@dataclass(frozen=True)
class Form:
    """One way of using redis-py."""

    mode: str
    parser: str
    protocol: int

    def __str__(self) -> str:
        return f"{self.mode}-{self.parser}-resp{self.protocol}"

    @property
    def blocking(self) -> bool:
        return self.mode == "blocking"

    def connect(self, server: Server, *, decode: bool = True, **options):
        """A client with a pool of its own, which reconnects as redis-py's clients do by default, only sooner.

        It does not try again after a time-out, since that would hide a reply that never came. Nothing is sent before
        its first command.
        """
        retry = Retry if self.blocking else AsyncRetry
        options.setdefault("retry", retry(NoBackoff(), 3, supported_errors=(redis.ConnectionError,)))
        options |= {
            "host": server.host, "port": server.port, "protocol": self.protocol,
            "parser_class": _PARSERS[self.mode, self.parser, self.protocol],
            "decode_responses": decode,
        }
        if not self.blocking:
            return redis.asyncio.Redis(connection_pool=redis.asyncio.ConnectionPool(**options))
        if self.parser == "hiredis":
            options["command_packer"] = HiredisRespSerializer()
        else:
            options["command_packer"] = PythonRespSerializer(6000, Encoder("utf-8", "strict", decode).encode)
        return redis.Redis(connection_pool=redis.ConnectionPool(**options))

    async def together(self, *coroutines) -> list:
        """Runs them at the same time, in a thread each where the client blocks, and returns their results."""
        if not self.blocking:
            return await asyncio.gather(*coroutines)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(len(coroutines)) as threads:
            return await asyncio.gather(*[loop.run_in_executor(threads, _drive, each) for each in coroutines])

    async def disconnect(self, *clients) -> None:
        for client in clients:
            await settle(client.connection_pool.disconnect())


FORMS = [
    Form(mode, parser, protocol)
    for mode in ("blocking", "asyncio")
    for parser in ("python", "hiredis")
    for protocol in (2, 3)
]
