"""Hostile and unusual bytes on the wire: split, malformed, oversized and unfinished requests, and clients that die.

Every expectation here holds for redis-server 8.0 too; run with --server to see it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.server import PATIENCE
from harness.wire import Closed, Wire, command, info, wait_until

OK, PONG, NIL = b"+OK\r\n", b"+PONG\r\n", b"$-1\r\n"
KILOBYTES_64 = 64 * 1024

MALFORMED = {
    b"*1\r\n+PING\r\n": "expected '$', got '+'",
    b"*x\r\n": "invalid multibulk length",
    b"*+1\r\n$4\r\nPING\r\n": "invalid multibulk length",
    b"*2147483648\r\n": "invalid multibulk length",
    b"*1\r\n$x\r\n": "invalid bulk length",
    b"*1\r\n$ 4\r\nPING\r\n": "invalid bulk length",
    b"*1\r\n$-1\r\n": "invalid bulk length",
    b"*1\r\n$536870913\r\n": "invalid bulk length",
    b"*1" + b"0" * KILOBYTES_64: "too big mbulk count string",
    b"*1\r\n$1" + b"0" * KILOBYTES_64: "too big bulk count string",
    b"A" * (KILOBYTES_64 + 1): "too big inline request",
    b'SET "a b\r\n': "unbalanced quotes in request",
    b"SET 'a'b c\r\n": "unbalanced quotes in request",
}

TOLERATED = {
    b"PING\r\n": PONG,
    b"PING\n": PONG,
    b"   PING   \r\n": PONG,
    b"\r\n\r\nPING\r\n": PONG,
    b"*0\r\nPING\r\n": PONG,
    b"*-1\r\nPING\r\n": PONG,
    b'ECHO "a\\x41\\n \\"\\\\"\r\n': b'$6\r\naA\n "\\\r\n',
    b"ECHO 'it\\'s \\n'\r\n": b"$7\r\nit's \\n\r\n",
    b'ECHO ""\r\n': b"$0\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes, complaint", MALFORMED.items(), ids=[f"{key[:24]!r}" for key in MALFORMED])
def test_a_protocol_error_is_told_and_ends_the_connection(server, wire, request_bytes, complaint):
    with Wire(server.address) as broken:
        broken.send(command("SET", "before", "1") + request_bytes)
        assert broken.rest() == OK + b"-ERR Protocol error: " + complaint.encode() + b"\r\n"
    assert wire.ask("GET", "before") == b"$1\r\n1\r\n"


@pytest.mark.parametrize("request_bytes, reply", TOLERATED.items(), ids=[f"{key!r}" for key in TOLERATED])
def test_unusual_requests_are_understood(wire, request_bytes, reply):
    wire.send(request_bytes)
    assert wire.reply() == reply
    assert wire.ask("PING") == PONG


@pytest.mark.parametrize("line", [b"POST / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost:6379\r\n"], ids=["POST", "Host:"])
def test_a_web_browser_is_dropped_without_an_answer(server, line):
    """What a page in a browser could send across protocols must not be run."""
    with Wire(server.address) as browser:
        browser.send(line + b"\r\nSET owned 1\r\n")
        assert b"+OK" not in browser.rest()
    with Wire(server.address) as wire:
        assert wire.ask("EXISTS", "owned") == b":0\r\n"


def test_limits_are_smaller_before_authentication(launch):
    server = launch("--requirepass", "secret")
    for oversized, complaint in {
        b"*11\r\n": b"unauthenticated multibulk length",
        b"*1\r\n$16385\r\n": b"unauthenticated bulk length",
    }.items():
        with Wire(server.address) as stranger:
            stranger.send(oversized)
            assert stranger.rest() == b"-ERR Protocol error: " + complaint + b"\r\n"
    with Wire(server.address) as known:
        assert known.ask("PING") == b"-NOAUTH Authentication required.\r\n"
        assert known.ask("AUTH", "secret") == OK
        assert known.ask("MSET", *[b"x" * 20_000] * 20) == OK


@pytest.mark.parametrize("protocol", [2, 3])
def test_a_byte_at_a_time(wire, protocol):
    """A pipeline of every request style, cut after every byte, is answered as if it came in one piece."""
    requests = b"".join([
        command("HELLO", str(protocol)), command("SET", "key", b"\r\n\x00\xff"), b"PING\r\n", command("GET", "key"),
        b'ECHO "two words"\r\n', command("MULTI"), command("INCR", "n"), command("EXEC"), command("NOSUCH", "x"),
    ])
    for position in range(len(requests)):
        wire.send(requests[position:position + 1])
    hello, *rest = wire.replies(9)
    assert hello[:1] == (b"%" if protocol == 3 else b"*")
    assert rest == [
        OK, PONG, b"$4\r\n\r\n\x00\xff\r\n", b"$9\r\ntwo words\r\n", OK, b"+QUEUED\r\n", b"*1\r\n:1\r\n",
        b"-ERR unknown command 'NOSUCH', with args beginning with: 'x' \r\n",
    ]


def test_half_a_request_runs_nothing_and_blocks_nobody(server, wire):
    whole = command("SET", "key", "value")
    for cut in range(1, len(whole)):
        with Wire(server.address) as half:
            half.send(whole[:cut])
            assert wire.ask("PING") == PONG
    wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "1")
    assert wire.ask("EXISTS", "key") == b":0\r\n"


def test_replies_due_before_quit_are_delivered(server):
    with Wire(server.address) as wire:
        wire.send(command("SET", "key", "value") + command("GET", "key") + command("QUIT") + command("DEL", "key"))
        assert wire.rest() == OK + b"$5\r\nvalue\r\n" + OK
    with Wire(server.address) as wire:
        assert wire.ask("EXISTS", "key") == b":1\r\n"


def test_clients_over_maxclients_are_told(launch):
    server = launch("--maxclients", "3")
    admitted = [Wire(server.address) for _ in range(3)]
    assert [wire.ask("PING") for wire in admitted] == [PONG] * 3
    with Wire(server.address) as rejected:
        assert rejected.rest() == b"-ERR max number of clients reached\r\n"
    admitted.pop().close()
    wait_until(admitted[0], lambda: info(admitted[0], "clients")["connected_clients"] == "2")
    with Wire(server.address) as late:
        assert late.ask("PING") == PONG


def test_a_unix_socket_serves_beside_and_without_tcp(launch, tmp_path):
    socket_path = str(tmp_path / "redis.sock")
    both = launch("--unixsocket", socket_path, "--unixsocketperm", "700")
    with Wire(both.address) as tcp, Wire(socket_path) as unix:
        assert tcp.ask("SET", "key", "value") == OK
        assert unix.ask("GET", "key") == b"$5\r\nvalue\r\n"
    assert Path(socket_path).stat().st_mode & 0o777 == 0o700
    assert both.stop() == 0
    assert not Path(socket_path).exists()

    launch("--unixsocket", socket_path, port=0)
    with Wire(socket_path) as unix:
        assert unix.ask("PING") == PONG


VICTIM = """
import sys
sys.path.insert(0, {tests!r})
from harness.wire import Wire
wire = Wire(("127.0.0.1", {port}))
wire.ask("WATCH", "watched")
wire.send(bytes.fromhex({request!r}))
print("sent", flush=True)
sys.stdin.read()
"""


def kill_client_after_sending(server, request_bytes: bytes, observe) -> None:
    """Runs a client process that sends the request, lets `observe` see its effect, and kills it with SIGKILL."""
    tests = str(Path(__file__).parent)
    code = VICTIM.format(tests=tests, port=server.port, request=request_bytes.hex())
    victim = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert victim.stdout.readline() == b"sent\n"
        observe()
    finally:
        victim.kill()
        victim.communicate(timeout=PATIENCE)


def test_a_killed_blocked_client_takes_nothing_with_it(server, wire):
    def blocked() -> None:
        wait_until(wire, lambda: info(wire, "clients")["blocked_clients"] == "1")

    kill_client_after_sending(server, command("BLPOP", "queue", "0"), blocked)
    wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "1")
    assert info(wire, "clients")["blocked_clients"] == "0"
    assert wire.ask("RPUSH", "queue", "kept") == b":1\r\n"
    assert wire.ask("LRANGE", "queue", "0", "-1") == b"*1\r\n$4\r\nkept\r\n"


@pytest.mark.parametrize("unfinished", [
    command("MULTI") + command("SET", "key", "value"),
    command("SET", "key", "value" * 1000)[:-1],
], ids=["a transaction", "half a request"])
def test_a_killed_client_leaves_nothing_half_done(server, wire, unfinished):
    def connected() -> None:
        wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "2")

    kill_client_after_sending(server, unfinished, connected)
    wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "1")
    assert wire.ask("EXISTS", "key") == b":0\r\n"


def test_client_kill_closes_even_a_blocked_client(server, wire):
    with Wire(server.address) as other:
        identity = other.ask("CLIENT", "ID")[1:-2]
        other.send(command("BLPOP", "queue", "0"))
        wait_until(wire, lambda: info(wire, "clients")["blocked_clients"] == "1")
        assert wire.ask("CLIENT", "KILL", "ID", identity) == b":1\r\n"
        with pytest.raises(Closed):
            other.reply()
