"""Starts and stops the servers that scripts measure and compare: a real one, or Understudy, by the same command line.

A `Server` is ready to be connected to when `start` returns, listens on the loopback alone, and is gone after `stop`,
at interpreter exit, or when the interpreter is killed (on Linux). Its log goes to a temporary file, so that a full pipe
never blocks it and a crash can be quoted.

    with Server(real()) as server:
        socket.create_connection(server.address)
"""

import atexit
import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
QUIET = ("--save", "", "--appendonly", "no", "--daemonize", "no")
READY = re.compile(rb"Ready to accept connections([^\n]*)\n")
CRASH = re.compile(rb"Fatal error|Crashed|crashed by signal|ASSERTION FAILED|\*\*\*")


def real(name="redis-8.0"):
    """The launcher of a pinned real server, as `get-oracles` installs it."""
    return os.path.expanduser(os.path.join("~/.cache/oracles", name))


def ours():
    """The release binary of this repository."""
    return os.path.join(REPOSITORY, ".build", "release", "understudy")


def free_port():
    """A loopback port that nobody listens on at this moment; another process may still take it first."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _die_with_parent():
    """Runs in the child, before it becomes the server: a killed script leaves no server behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class ServerFailed(Exception):
    """The server ended, or did not get ready in time; the message quotes the end of its log."""


class Server:
    """One server process. `address` is (host, port), `pid` its process id."""

    def __init__(self, executable, *arguments, seconds_to_start=20.0):
        self.executable = os.path.abspath(executable)
        self.arguments = arguments
        self.seconds_to_start = seconds_to_start
        self.process = None
        self.address = None
        self._log = None

    @property
    def pid(self):
        return self.process.pid

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Starts the process and returns once it accepts connections; takes another port if its own was taken."""
        for attempt in range(5):
            port = free_port()
            self._launch(port)
            deadline = time.monotonic() + self.seconds_to_start
            while time.monotonic() < deadline:
                ready = READY.search(self._log_bytes())
                if ready:
                    named = re.search(rb"(\d+)\D*$", ready.group(1))
                    self.address = ("127.0.0.1", int(named.group(1)) if named else port)
                    return self
                if self.process.poll() is not None:
                    break
                time.sleep(0.002)
            taken = b"already in use" in self._log_bytes().lower()
            tail = self.log_tail()
            self.stop()
            if not taken:
                raise ServerFailed(f"{self.executable} did not get ready:\n{tail}")
        raise ServerFailed(f"{self.executable} found no free port in {attempt + 1} attempts")

    def _launch(self, port):
        if not os.access(self.executable, os.X_OK):
            raise ServerFailed(f"{self.executable} is not there or not executable")
        if self._log:
            self._log.close()
        self._log = tempfile.NamedTemporaryFile(prefix="server-", suffix=".log")
        self.process = subprocess.Popen(
            [self.executable, "--port", str(port), "--bind", "127.0.0.1", *QUIET, *self.arguments],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT,
            cwd=tempfile.gettempdir(), preexec_fn=_die_with_parent)
        atexit.register(self.stop)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def wait_for_end(self, seconds):
        """Gives a server that is crashing the time to write why."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass

    def stop(self):
        """Ends the process with SIGTERM, and with SIGKILL if it has not gone after five seconds."""
        atexit.unregister(self.stop)
        if not self.is_running():
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _log_bytes(self):
        with open(self._log.name, "rb") as log:
            return log.read()

    def log_tail(self, lines=25):
        """The last lines that the server logged, or those that say why it crashed."""
        logged = self._log_bytes().splitlines()
        crash = next((i for i, line in enumerate(logged) if CRASH.search(line)), None)
        chosen = logged[-lines:] if crash is None else logged[crash:crash + lines]
        return b"\n".join(chosen).decode("utf-8", "replace")
