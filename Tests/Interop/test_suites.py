"""Libraries that take an older redis-py live their normal lives in virtualenvs of their own: see the suites."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.process import PATIENCE

HERE = Path(__file__).parent


@pytest.mark.parametrize("library", ["arq", "tasktiger"])
def test_a_library_lives_its_normal_life(url, library):
    python = Path(f"{sys.prefix}-{library}", "bin", "python")
    assert python.exists(), f"scripts/interop makes the virtualenv that holds {library}"
    suite = HERE / "suites" / f"{library}_suite.py"
    done = subprocess.run(
        [python, "-m", "pytest", "-c", HERE / "pytest.ini", "--noconftest", f"--timeout={PATIENCE}", "-v", suite],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=2 * PATIENCE,
        env={**os.environ, "SERVER_URL": url, "PYTHONPATH": str(HERE), "PYTEST_ADDOPTS": ""},
    )
    print(done.stdout)
    assert done.returncode == 0, "a test of the suite failed, or it has none"
    assert " skipped" not in done.stdout
