"""Launches one server process and tells exactly when it serves and how it ended.

Any executable that takes redis-server's command line will do: the built `understudy`, a real redis-server or
valkey-server, or a launcher script around one. Nothing here waits for time to pass: a server is ready when it logs so,
and gone when the kernel says so. Standard library only, because scripts/bench shares it.
"""

from __future__ import annotations

import functools
import os
import re
import resource
import select
import socket
import subprocess
import tempfile
from pathlib import Path

from .process import PATIENCE, LoggedProcess, ProcessFailed, end_with_parent

REPOSITORY = Path(__file__).resolve().parents[3]
BUILT_SERVER = REPOSITORY / ".build" / "release" / "understudy"

_READY = "Ready to accept connections"
_READY_PORT = re.compile(r"Ready to accept connections tcp\b.*?(\d+)\D*$")
_NO_PERSISTENCE = ("--save", "", "--appendonly", "no")


class ServerFailed(ProcessFailed):
    """The process ended, or stayed silent, before it was ready; the message carries its log."""


class Program:
    """An executable that takes redis-server's command line."""

    def __init__(self, path: str | os.PathLike[str]):
        self.path = Path(path).absolute()
        if not os.access(self.path, os.X_OK):
            raise ServerFailed(f"{self.path} is not an executable")

    @functools.cached_property
    def has_fixture_options(self) -> bool:
        """Whether it offers what only a test server has: --port 0, --ready-file, --exit-with-parent and the like."""
        return "--ready-file" in self.ask("--help")

    @functools.cached_property
    def version(self) -> str:
        return self.ask("--version").strip()

    def ask(self, *arguments: str) -> str:
        run = subprocess.run(
            [self.path, *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", timeout=PATIENCE,
        )
        return run.stdout

    def start(self, *options: str, port: int | None = None, **launch) -> Server:
        """Starts a server on a port of its own and returns once it accepts connections.

        Where the program cannot pick a free port itself, one is picked for it, and picked again if somebody else
        takes it in between.
        """
        if port is not None:
            return Server(self, port, options, **launch)
        if self.has_fixture_options and "--unixsocket" not in options:
            return Server(self, 0, options, **launch)
        for _ in range(10):
            try:
                return Server(self, free_port(), options, **launch)
            except ServerFailed as failure:
                if "Address already in use" not in str(failure):
                    raise
        raise ServerFailed("ten free ports in a row were taken before the server could bind them")


class Server(LoggedProcess):
    """A running server. Leaving the `with` block stops it and checks that it ended as a healthy server does."""

    host = "127.0.0.1"
    failure = ServerFailed

    def __init__(
        self, program: Program, port: int, options: tuple[str, ...], *,
        file: str | os.PathLike[str] | None = None, descriptors: int | None = None,
    ):
        """`file` is a configuration file, read before the options; `descriptors` bounds the descriptor table."""
        self.program = program
        self.options = options
        command = [str(program.path), *([str(file)] if file else [])]
        command += ["--port", str(port), "--bind", self.host, *_NO_PERSISTENCE]
        if program.has_fixture_options:
            command.append("--exit-with-parent")

        def prepare() -> None:
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
            if not program.has_fixture_options:
                end_with_parent()

        # A folder of its own, or it would load what another server has saved.
        self._folder = tempfile.TemporaryDirectory(prefix="understudy-")
        super().__init__(command + list(options), cwd=self._folder.name, preexec_fn=prepare)
        try:
            ready = self.wait_for_log(_READY)
        except ServerFailed:
            self.kill()
            raise
        named = _READY_PORT.search(ready)
        self.port = int(named.group(1)) if named else port

    @property
    def address(self) -> tuple[str, int]:
        return (self.host, self.port)

    def resident_bytes(self) -> int:
        return resident_bytes(self.pid)

    def wait(self) -> int:
        status = super().wait()
        self._folder.cleanup()
        return status

    def __exit__(self, failure, *_) -> None:
        crashed = self.process.poll()
        status = self.stop()
        if failure is None:
            assert crashed is None, f"the server ended by itself with status {crashed}:\n" + "\n".join(self.log)
            assert status == 0, f"stopped with SIGTERM, the server ended with status {status}:\n" + "\n".join(self.log)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident_bytes(pid: int) -> int:
    """The resident set of a process, in bytes."""
    try:
        with open(f"/proc/{pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))
    except FileNotFoundError:
        return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)])) * 1024


def open_sockets(pid: int) -> set[str]:
    """The sockets that a process holds open (Linux only)."""
    held = set()
    for entry in os.scandir(f"/proc/{pid}/fd"):
        try:
            held.add(os.readlink(entry.path))
        except FileNotFoundError:
            pass  # closed since it was listed
    return {name for name in held if name.startswith("socket:")}


class ProcessEnd:
    """Waits for the end of a process that need not be a child of ours, by its pidfd (Linux only)."""

    def __init__(self, pid: int):
        self._descriptor = os.pidfd_open(pid)

    def wait(self, timeout: float = PATIENCE) -> bool:
        readable, _, _ = select.select([self._descriptor], [], [], timeout)
        return bool(readable)

    def __enter__(self) -> ProcessEnd:
        return self

    def __exit__(self, *_) -> None:
        os.close(self._descriptor)
