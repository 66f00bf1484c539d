"""Starts and stops the servers that scripts compare: a real one, or Understudy, by the same command line.

A `Server` is ready to be connected to when `start` returns, listens on the loopback alone, is gone after `stop`, and
can be started again. The launching itself is the interoperability tests' own, in Tests/Interop/harness/server.py.

    with Server(real()) as server:
        socket.create_connection(server.address)
"""

import os
import subprocess
import sys

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.append(os.path.join(REPOSITORY, "Tests", "Interop"))

from harness.server import BUILT_SERVER, Program, ServerFailed  # noqa: E402

__all__ = ["Server", "ServerFailed", "ours", "profile", "real"]


def real(name="redis-8.0"):
    """The launcher of a pinned real server, as scripts/oracles installs it."""
    return os.path.expanduser(os.path.join("~/.cache/oracles", name))


def ours():
    """The release binary of this repository."""
    return str(BUILT_SERVER)


def profile(release, executable):
    """The arguments that make `executable`, if it is ours, answer as the real server of the launcher `release`."""
    names = ("redis-7.0", "redis-8.0", "valkey-8.1", "valkey-9.1")
    name = os.path.basename(release)
    return ("--compat", name) if name in names and os.path.basename(executable) not in names else ()


class Server:
    """One server process after the other, of one executable. `address` is (host, port)."""

    def __init__(self, executable, *arguments):
        self.executable = executable
        self.arguments = arguments
        self.address = None
        self._program = None
        self._running = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Starts the process and returns once it accepts connections."""
        self._program = self._program or Program(self.executable)
        self._running = self._program.start(*self.arguments)
        self.address = self._running.address
        return self

    def is_running(self):
        return self._running is not None and self._running.process.poll() is None

    def wait_for_end(self, seconds):
        """Waits for a process that may be about to end by itself."""
        try:
            self._running.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass

    def stop(self):
        """Ends the process with SIGTERM, and with SIGKILL if it does not go."""
        if self._running is not None:
            self._running.stop()

    def log_tail(self, lines=25):
        """The last lines that the server logged, for a message that says how it failed."""
        if not self.is_running():
            self.stop()  # which waits for its last words
        return "\n".join(self._running.log[-lines:])
