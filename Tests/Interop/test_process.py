"""The process as its parent sees it: how it starts, what it says, how it refuses, how it ends, and that it never
outlives the test run that started it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from harness.server import PATIENCE, ProcessEnd, Program, free_port
from harness.wire import Closed, Wire, command, info, wait_until

OK, PONG = b"+OK\r\n", b"+PONG\r\n"


def refused(program: Program, *arguments: str, stdin: str = "") -> str:
    """Runs the program, expects it to give up with status 1, and returns all it said."""
    run = subprocess.run(
        [program.path, *arguments],
        input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE,
    )
    assert run.returncode == 1, run.stdout
    return run.stdout


# How it starts.

def test_it_takes_a_configuration_file_and_options_that_override_it(launch, tmp_path):
    (tmp_path / "redis.conf").write_text(
        '# a comment\n\nport 1\ndatabases 3\nrequirepass "se\\x63ret"\ntimeout 7\nlua-time-limit 5000\nactivedefrag no\n'
    )
    server = launch("--timeout", "9", file=tmp_path / "redis.conf")
    with Wire(server.address) as wire:
        assert wire.ask("AUTH", "secret") == OK
        assert wire.ask("CONFIG", "GET", "databases") == b"*2\r\n$9\r\ndatabases\r\n$1\r\n3\r\n"
        assert wire.ask("CONFIG", "GET", "timeout") == b"*2\r\n$7\r\ntimeout\r\n$1\r\n9\r\n"
        assert wire.ask("SELECT", "3") == b"-ERR DB index is out of range\r\n"


def test_it_reads_its_configuration_from_standard_input(program):
    port = free_port()
    process = subprocess.Popen(
        [program.path, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        process.stdin.write(f"port {port}\nbind 127.0.0.1\nsave \"\"\nmaxclients 77\n")
        process.stdin.close()
        assert any("Ready to accept connections" in line for line in process.stdout)
        with Wire(("127.0.0.1", port)) as wire:
            assert wire.ask("CONFIG", "GET", "maxclients") == b"*2\r\n$10\r\nmaxclients\r\n$2\r\n77\r\n"
    finally:
        process.terminate()
        process.stdout.read()
        assert process.wait(PATIENCE) == 0


def test_it_writes_its_pid_and_its_log_where_it_is_told(launch, tmp_path):
    server = launch("--pidfile", str(tmp_path / "pid"))
    assert int((tmp_path / "pid").read_text()) == server.pid
    assert server.stop() == 0
    assert not (tmp_path / "pid").exists()


def test_it_goes_to_the_background(program, tmp_path):
    port, log, pidfile = free_port(), tmp_path / "log", tmp_path / "pid"
    # The command returns once the daemon has been started, which then says in its log when it serves.
    subprocess.run(
        [program.path, "--daemonize", "yes", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
         "--logfile", str(log), "--pidfile", str(pidfile), "--dir", str(tmp_path)],
        check=True, stdin=subprocess.DEVNULL, timeout=PATIENCE,
    )
    with connect_when_it_listens(port) as wire:
        pid = int(info(wire, "server")["process_id"])
        assert int(pidfile.read_text()) == pid
        assert "Ready to accept connections" in log.read_text()
        with ProcessEnd(pid) as end:
            os.kill(pid, signal.SIGTERM)
            assert end.wait()
    assert not pidfile.exists()


def connect_when_it_listens(port: int) -> Wire:
    for _ in range(1_000_000):
        try:
            return Wire(("127.0.0.1", port))
        except ConnectionRefusedError:
            continue
    raise AssertionError("the daemon never listened")


def test_version_is_told_without_serving(program):
    run = subprocess.run([program.path, "--version"], capture_output=True, text=True, timeout=PATIENCE)
    assert run.returncode == 0
    assert "v=" in run.stdout


def test_version_is_that_of_the_release(fixture_program):
    arguments = [fixture_program.path, "--compat", "valkey-9.1", "--version"]
    run = subprocess.run(arguments, capture_output=True, text=True, timeout=PATIENCE)
    assert run.stdout.startswith("Valkey server v=9.1.2 sha=00000000:0 malloc=")


# How it refuses.

def test_a_port_in_use_is_told(server, program):
    said = refused(program, "--port", str(server.port), "--bind", "127.0.0.1")
    assert f"127.0.0.1:{server.port}: bind: Address already in use" in said
    assert f"Failed listening on port {server.port} (tcp), aborting." in said


def test_a_foreign_address_is_told(program):
    said = refused(program, "--port", str(free_port()), "--bind", "192.0.2.1")
    assert "bind: Cannot assign requested address" in said


def test_an_impossible_unix_socket_is_told(program, tmp_path):
    said = refused(program, "--port", "0", "--unixsocket", str(tmp_path / "no" / "such" / "socket"))
    assert "Failed opening Unix socket: bind: No such file or directory" in said


@pytest.mark.parametrize("arguments, line, complaint", [
    (["--port", "99999"], 'port "99999"', "argument must be between 0 and 65535 inclusive"),
    (["--maxclients", "lots"], 'maxclients "lots"', "argument couldn't be parsed into an integer"),
    (["--loglevel", "loud"], 'loglevel "loud"',
     "argument(s) must be one of the following: debug, verbose, notice, warning, nothing"),
    (["--dir", "/nonexistent"], 'dir "/nonexistent"', "No such file or directory"),
    (["--requirepass"], "requirepass", "wrong number of arguments"),
    (["--bogus"], "bogus", "Bad directive or wrong number of arguments"),
])
def test_a_wrong_directive_is_told(program, arguments, line, complaint):
    said = refused(program, *arguments)
    assert "*** FATAL CONFIG FILE ERROR" in said
    assert f">>> '{line}'\n{complaint}\n" in said


def test_a_missing_configuration_file_is_told(program):
    assert "Fatal error, can't open config file '/nonexistent.conf': No such file or directory" in refused(
        program, "/nonexistent.conf"
    )


def test_a_full_descriptor_table_rejects_clients_and_recovers(launch):
    server = launch(descriptors=64)
    crowd = []
    rejected = 0
    for _ in range(100):
        wire = Wire(server.address)
        try:
            assert wire.ask("PING") in (PONG, b"-ERR max number of clients reached\r\n")
            crowd.append(wire)
        except (Closed, BrokenPipeError):
            rejected += 1
    answered = [wire for wire in crowd if is_served(wire)]
    assert 0 < len(answered) < 100
    for wire in crowd[1:]:
        wire.close()
    survivor = answered[0]
    wait_until(survivor, lambda: info(survivor, "clients")["connected_clients"] == "1")
    with Wire(server.address) as late:
        assert late.ask("PING") == PONG


def is_served(wire: Wire) -> bool:
    try:
        return wire.ask("PING") == PONG
    except (Closed, OSError):
        return False


# How it ends.

@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_while_clients_are_blocked(server, wire, stop):
    with Wire(server.address) as waiter:
        waiter.send(command("BLPOP", "queue", "0"))
        wait_until(wire, lambda: info(wire, "clients")["blocked_clients"] == "1")
        server.process.send_signal(stop)
        assert server.process.wait(PATIENCE) == 0
        assert waiter.rest() == b""


def test_shutdown_ends_it_cleanly(server, wire):
    wire.send(command("SHUTDOWN", "NOSAVE"))
    assert wire.rest() == b""
    assert server.process.wait(PATIENCE) == 0


def test_the_port_is_free_again_at_once(launch):
    first = launch()
    with Wire(first.address) as wire:
        assert wire.ask("SET", "key", "value") == OK
        assert first.stop() == 0
        second = launch(port=first.port)
        with Wire(second.address) as again:
            assert again.ask("EXISTS", "key") == b":0\r\n"


# As a fixture.

def test_port_zero_means_a_free_port_told_in_the_ready_line_and_file(fixture_program, launch, tmp_path):
    ready = tmp_path / "ready.json"
    servers = [launch("--ready-file", str(ready)) for _ in range(3)]
    assert len({server.port for server in servers}) == 3
    told = json.loads(ready.read_text())
    assert told["host"] == "127.0.0.1"
    assert (told["port"], told["pid"]) == (servers[-1].port, servers[-1].pid)
    assert not told["socket"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ready.json"]
    with Wire((told["host"], told["port"])) as wire:
        assert wire.ask("PING") == PONG


def test_the_ready_file_names_the_unix_socket(fixture_program, launch, tmp_path):
    ready, socket_path = tmp_path / "ready.json", str(tmp_path / "redis.sock")
    server = launch("--ready-file", str(ready), "--unixsocket", socket_path, port=0)
    told = json.loads(ready.read_text())
    assert (told["socket"], told["pid"]) == (socket_path, server.pid)
    assert not told["port"]
    with Wire(told["socket"]) as wire:
        assert wire.ask("PING") == PONG


PARENT = """
import subprocess, sys
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
for line in server.stdout:
    if b"Ready to accept connections" in line:
        break
print(server.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("option", ["--exit-with-parent", "--exit-on-stdin-eof"])
def test_a_killed_parent_leaves_no_orphan(fixture_program, tmp_path, option):
    """The parent gets no chance to clean up; a client is blocked and another is half through a request."""
    ready = tmp_path / "ready.json"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, fixture_program.path, "--port", "0", "--ready-file", ready, option],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )
    server_pid = int(parent.stdout.readline())
    address = ("127.0.0.1", json.loads(ready.read_text())["port"])
    with ProcessEnd(server_pid) as end, Wire(address) as blocked, Wire(address) as half:
        blocked.send(command("BLPOP", "queue", "0"))
        half.send(b"*2\r\n$3\r\nGE")
        wait_until(Wire(address), lambda: True)
        parent.kill()
        parent.communicate(timeout=PATIENCE)
        assert end.wait()
        assert blocked.rest() == half.rest() == b""


def test_a_parent_that_died_before_the_server_was_up_leaves_no_orphan(fixture_program, tmp_path):
    """The race at the start: whoever launched the server, in a session of its own, is gone before it could look."""
    code = "import os, sys; os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ); os._exit(0)"
    launcher = subprocess.Popen(
        [sys.executable, "-c", code, fixture_program.path, "--port", "0", "--exit-with-parent"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
    )
    # The server holds the other end of the pipe, which therefore closes when it has ended.
    launcher.communicate(timeout=PATIENCE)
    assert launcher.returncode == 0


def test_the_parent_is_the_process_and_not_the_thread_that_started_it(fixture_program, launch):
    """Test runners start servers from worker threads, which end long before the run does."""
    launched = []
    thread = threading.Thread(target=lambda: launched.append(launch()))
    thread.start()
    thread.join()
    with Wire(launched[0].address) as wire:
        for _ in range(1000):
            assert wire.ask("PING") == PONG


def test_closing_standard_input_ends_it(fixture_program, tmp_path):
    process = subprocess.Popen(
        [fixture_program.path, "--port", "0", "--exit-on-stdin-eof"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    assert any("Ready to accept connections" in line for line in process.stdout)
    process.stdin.write("not the end\n")
    process.stdin.close()
    process.stdout.read()
    assert process.wait(PATIENCE) == 0


def test_two_servers_share_nothing(launch):
    first, second = launch(), launch()
    with Wire(first.address) as one, Wire(second.address) as other:
        assert one.ask("SET", "key", "value") == OK
        assert other.ask("DBSIZE") == b":0\r\n"
