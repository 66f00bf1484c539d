"""The README holds: its examples are taken from it and run, and its list of commands is the server's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.server import PATIENCE, REPOSITORY, Program
from harness.wire import Wire

README = (REPOSITORY / "README.md").read_text()
REPLIES = r'"+OK\r\n$5\r\nhello\r\n+OK\r\n"'


def example(language: str) -> str:
    """The one block of that language."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1, f"the README has {len(blocks)} examples in {language}"
    return blocks[0]


@pytest.fixture
def run(fixture_program: Program, tmp_path):
    """Runs a command in an empty folder, with the server under test in PATH as `understudy`."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "understudy").symlink_to(fixture_program.path)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTEST_ADDOPTS": ""}

    def run_command(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, timeout=PATIENCE,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    run_command.folder = tmp_path
    return run_command


def needs(tool: str):
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def test_the_python_example(run):
    (run.folder / "test_greeting.py").write_text(example("python"))
    assert "1 passed" in run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_greeting.py")


@needs("node")
def test_the_node_example(run):
    (run.folder / "greeting.mjs").write_text(example("js"))
    assert run("node", "greeting.mjs") == REPLIES + "\n"


@needs("go")
def test_the_go_example(run):
    (run.folder / "greeting.go").write_text(example("go"))
    assert run("go", "run", "greeting.go") == REPLIES + "\n"


@needs("java")
def test_the_java_example(run):
    (run.folder / "Greeting.java").write_text(example("java"))
    assert run("java", "Greeting.java") == REPLIES + "\n"


def test_the_swift_example_is_one_of_the_swift_tests():
    """`swift test` runs it; what it must not do is drift from the README."""
    assert (REPOSITORY / "Tests" / "UnderstudyTests" / "ReadmeTests.swift").read_text().endswith("\n" + example("swift"))


def test_the_commands_are_those_that_the_server_has(fixture_program, wire: Wire):
    table = README.split("## What it knows")[1].split("\n\nNot there yet")[0]
    rows = re.findall(r"^\| ([\w-]+) \| (.*) \|$", table, re.MULTILINE)
    listed = {name.lower(): group for group, names in rows for name in re.findall(r"`([A-Z_-]+)`", names)}
    declared = {}
    names = [name.decode() for name in wire.ask("COMMAND", "LIST").split(b"\r\n")[2::2] if b"|" not in name]
    for name in names:
        declared[name.lower()] = group_of(wire, name)
    assert listed == declared


def group_of(wire: Wire, name: str) -> str:
    lines = wire.ask("COMMAND", "DOCS", name).split(b"\r\n")
    return lines[lines.index(b"group") + 2].decode()


def test_the_scripts_are_those_that_there_are():
    listed = set(re.findall(r"^\| `scripts/([a-z-]+)` \|", README, re.MULTILINE))
    present = {path.name for path in (REPOSITORY / "scripts").iterdir() if os.access(path, os.X_OK) and path.is_file()}
    assert listed == present
    for name in sorted(listed):
        said = subprocess.run([REPOSITORY / "scripts" / name, "--help"], capture_output=True, text=True, timeout=PATIENCE)
        assert (said.returncode, said.stderr) == (0, ""), name
        assert "usage" in said.stdout.lower(), name


def test_the_places_that_it_names_exist():
    for path in re.findall(r"^\| `((?:Sources|Tests)/[^`]+)` \|", README, re.MULTILINE):
        assert Path(REPOSITORY / path).is_dir(), path
