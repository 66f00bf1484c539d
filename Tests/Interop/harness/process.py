"""A process beside the test: its output is read as it comes, and it never outlives what started it.

Standard library only, because servers are launched with it in scripts/bench too.
"""

from __future__ import annotations

import atexit
import ctypes
import signal
import subprocess
import sys
import threading

# Generous, because it only bounds a failure: a loaded two-core machine must not turn a slow start into a red test.
PATIENCE = 60.0


class ProcessFailed(Exception):
    """The process ended, or stayed silent, before it wrote what it was waited for; the message carries its log."""


class LoggedProcess:
    """A running program with its output, line by line. Leaving the `with` block ends it."""

    failure: type[ProcessFailed] = ProcessFailed

    def __init__(self, command: list[str], **options):
        """`options` are those of subprocess.Popen."""
        self.log: list[str] = []
        self._lines = threading.Condition()
        self._log_ended = False
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            **{"preexec_fn": end_with_parent} | options,
        )
        atexit.register(self.process.kill)
        self.pid = self.process.pid
        # The log is read for as long as the process lives: a full pipe would block it.
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    def _read_log(self) -> None:
        for line in self.process.stdout:
            with self._lines:
                self.log.append(line.decode(errors="replace").rstrip("\r\n"))
                self._lines.notify_all()
        with self._lines:
            self._log_ended = True
            self._lines.notify_all()

    def wait_for_log(self, text: str) -> str:
        """Returns the first log line that contains `text`, as soon as it is written."""
        def found() -> str | None:
            return next((line for line in self.log if text in line), None)

        with self._lines:
            self._lines.wait_for(lambda: found() or self._log_ended, timeout=PATIENCE)
            line = found()
        if line is None:
            raise self.failure(f"{self.process.args[0]} never logged {text!r}:\n" + "\n".join(self.log))
        return line

    def stop(self) -> int:
        """Asks it to end, as a test suite does, and returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> int:
        if self.process.poll() is None:
            self.process.kill()
        return self.wait()

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        atexit.unregister(self.process.kill)
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.stop()


def end_with_parent() -> None:
    """Lets the kernel end a process that has no option for it when the thread that started it ends (Linux only)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
