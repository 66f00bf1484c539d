"""The libraries' own programs, `rq worker` and `celery worker` and their like, run against the server of a test.

They find that server in SERVER_URL, and what they are to work on in the modules of Tests/Interop/services.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .process import PATIENCE, LoggedProcess, end_with_parent
from .server import Server

_INTEROP = Path(__file__).resolve().parents[1]


class Programs:
    """Starts programs of this virtualenv; leaving the `with` block ends those that still run."""

    def __init__(self, server: Server):
        self._running: list[LoggedProcess] = []
        self._options = {
            "cwd": _INTEROP,
            "env": {
                **os.environ,
                "SERVER_URL": f"redis://{server.host}:{server.port}", "PYTHONPATH": str(_INTEROP), "PYTHONUNBUFFERED": "1",
            },
        }

    def run(self, *module: str, **environment: str) -> str:
        """Runs `python -m MODULE ARGUMENT...` to its end, which must be good, and returns what it wrote."""
        options = {**self._options, "env": self._options["env"] | environment}
        done = subprocess.run(
            [sys.executable, "-m", *module], preexec_fn=end_with_parent, timeout=PATIENCE, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def start(self, *module: str) -> LoggedProcess:
        """Starts `python -m MODULE ARGUMENT...`."""
        self._running.append(LoggedProcess([sys.executable, "-m", *module], **self._options))
        return self._running[-1]

    def __enter__(self) -> Programs:
        return self

    def __exit__(self, *_) -> None:
        for program in self._running:
            if program.process.returncode is None:
                program.stop()
            print(f"--- log of {' '.join(program.process.args[2:])}", *program.log, sep="\n")
