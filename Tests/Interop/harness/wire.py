"""A raw connection: sends the bytes it is given and reads replies whole, without interpreting what they mean.

A reply is returned as the bytes that came over the wire, so a test asserts on exactly what the server sent.
"""

from __future__ import annotations

import socket

from .server import PATIENCE


class Closed(Exception):
    """The server closed the connection; `received` is what came before, short of a whole reply."""

    def __init__(self, received: bytes):
        super().__init__(f"closed after {received!r}")
        self.received = received


def command(*arguments: str | bytes) -> bytes:
    """A request as clients send it: an array of bulk strings."""
    parts = [argument.encode() if isinstance(argument, str) else argument for argument in arguments]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)


class Wire:
    def __init__(self, address: tuple[str, int] | str, timeout: float = PATIENCE):
        """Connects to a TCP address, or to a unix socket's path."""
        if isinstance(address, str):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(timeout)
            self.socket.connect(address)
        else:
            self.socket = socket.create_connection(address, timeout)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self._taken = 0

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def ask(self, *arguments: str | bytes) -> bytes:
        """Sends one command and returns its reply, raw."""
        self.send(command(*arguments))
        return self.reply()

    def reply(self) -> bytes:
        """The next whole reply, aggregates included, raw."""
        start = self._taken
        try:
            self._skip_reply()
        except Closed:
            raise Closed(bytes(self._received[start:])) from None
        reply = bytes(self._received[start:self._taken])
        # Taken bytes are dropped rarely, so that reading n small replies costs n and not n squared.
        if self._taken > 1 << 20:
            del self._received[:self._taken]
            self._taken = 0
        return reply

    def replies(self, count: int) -> list[bytes]:
        return [self.reply() for _ in range(count)]

    def rest(self) -> bytes:
        """Everything up to the server's closing of the connection."""
        try:
            while True:
                self._receive()
        except Closed:
            rest = bytes(self._received[self._taken:])
            self._taken = len(self._received)
            return rest

    def _skip_reply(self) -> None:
        line = self._take_line()
        kind, rest = line[:1], line[1:]
        if kind in b"$=!" and rest != b"-1":
            self._take(int(rest) + 2)
        elif kind in b"*~>" and rest != b"-1":
            for _ in range(int(rest)):
                self._skip_reply()
        elif kind in b"%|":
            for _ in range(2 * int(rest)):
                self._skip_reply()
            if kind == b"|":  # an attribute precedes the reply it belongs to
                self._skip_reply()

    def _take_line(self) -> bytes:
        searched = self._taken
        while (end := self._received.find(b"\r\n", searched)) < 0:
            searched = max(self._taken, len(self._received) - 1)
            self._receive()
        line = bytes(self._received[self._taken:end])
        self._taken = end + 2
        return line

    def _take(self, count: int) -> None:
        while len(self._received) - self._taken < count:
            self._receive()
        self._taken += count

    def _receive(self) -> None:
        try:
            data = self.socket.recv(1 << 20)
        except (ConnectionResetError, BrokenPipeError):
            data = b""
        if not data:
            raise Closed(bytes(self._received[self._taken:]))
        self._received += data

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def text(bulk: bytes) -> str:
    """The content of one bulk or verbatim string reply."""
    head, body = bulk.split(b"\r\n", 1)
    body = body[:-2]
    return (body[4:] if head[:1] == b"=" else body).decode()


def info(wire: Wire, section: str) -> dict[str, str]:
    """One section of INFO as a dictionary."""
    lines = text(wire.ask("INFO", section)).split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))


def wait_until(wire: Wire, condition, detail=lambda: "") -> None:
    """Asks the server until `condition()` holds; each turn is paced by a reply, and a hung server fails by time-out.

    `detail()` tells, if it never does, what was there instead.
    """
    for _ in range(200_000):
        if condition():
            return
        assert wire.ask("PING") == b"+PONG\r\n"
    raise AssertionError(f"the server never reached the state that the test waits for: {detail()}")
