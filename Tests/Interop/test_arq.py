"""arq, in the virtualenv that holds it, lives its normal life against this server: see suites/arq_suite.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from harness.server import PATIENCE, Server

HERE = Path(__file__).parent
PYTHON = Path(f"{sys.prefix}-arq", "bin", "python")


def test_arq_lives_its_normal_life(server: Server):
    assert PYTHON.exists(), "scripts/interop makes the virtualenv that holds arq"
    done = subprocess.run(
        [PYTHON, "-m", "pytest", "-c", HERE / "pytest.ini", "--noconftest", "-v", HERE / "suites" / "arq_suite.py"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=2 * PATIENCE,
        env={**os.environ, "SERVER_PORT": str(server.port), "PYTEST_ADDOPTS": ""},
    )
    print(done.stdout)
    assert done.returncode == 0
    assert "10 passed" in done.stdout
