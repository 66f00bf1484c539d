"""redis-cli as people use it: one-shot commands, its scanning and sampling modes, mass insertion, and the interactive
prompt with hints that come from the server's COMMAND DOCS."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pexpect
import pytest

from harness.server import PATIENCE, Server
from harness.wire import Wire, command, info

pytestmark = pytest.mark.skipif(
    shutil.which("redis-cli") is None, reason="redis-cli is not installed (Debian: apt-get install redis-tools)"
)


@pytest.fixture
def cli(server: Server):
    """Runs redis-cli against the server and returns what it wrote to its standard output."""
    def run(*arguments: str, stdin: bytes = b"", status: int = 0) -> bytes:
        done = subprocess.run(
            ["redis-cli", "-h", server.host, "-p", str(server.port), *arguments],
            input=stdin, capture_output=True, timeout=PATIENCE,
        )
        assert done.returncode == status, done
        return done.stdout

    return run


def fill(wire: Wire) -> None:
    """300 strings, the longest of which is known, and two lists."""
    wire.send(b"".join(command("SET", f"str:{number}", "x" * number) for number in range(1, 301)))
    wire.send(command("RPUSH", "list:long", *map(str, range(500))) + command("RPUSH", "list:short", "a"))
    assert wire.replies(302) == [b"+OK\r\n"] * 300 + [b":500\r\n", b":1\r\n"]


@pytest.mark.parametrize("protocol", ["-2", "-3"])
def test_commands_and_their_formats(cli, protocol):
    assert cli(protocol, "set", "key", "a b\n\x01") == b"OK\n"
    assert cli(protocol, "get", "key") == b"a b\n\x01\n"
    assert cli(protocol, "--no-raw", "get", "key") == b'"a b\\n\\x01"\n'
    assert cli(protocol, "rpush", "list", "1", "two, three", 'four "4"') == b"3\n"
    assert cli(protocol, "--csv", "lrange", "list", "0", "-1") == b'"1","two, three","four \\"4\\""\n'
    assert cli(protocol, "--no-raw", "lrange", "list", "0", "0") == b'1) "1"\n'
    assert cli(protocol, "--no-raw", "get", "absent") == b"(nil)\n"
    assert cli(protocol, "--no-raw", "incr", "list") == (
        b"(error) WRONGTYPE Operation against a key holding the wrong kind of value\n"
    )
    assert cli(protocol, "-e", "nosuch", status=1) == b""


def test_json_output_uses_maps(cli):
    assert json.loads(cli("--json", "config", "get", "maxclients")) == {"maxclients": "10000"}
    assert json.loads(cli("--json", "hello", "3"))["proto"] == 3


def test_the_last_argument_comes_from_standard_input(cli):
    value = bytes(range(256)) * 40
    assert cli("-x", "set", "key", stdin=value) == b"OK\n"
    assert cli("strlen", "key") == b"10240\n"
    assert cli("-X", "here", "set", "here", "2", stdin=b"1") == b"OK\n"
    assert cli("get", "1") == b"2\n"


def test_a_script_of_commands_comes_from_standard_input(cli):
    assert cli(stdin=b"set a 1\nincr a\nmulti\nincr a\nexec\n") == b"OK\n2\nOK\nQUEUED\n3\n"


def test_a_lua_file_is_run_with_keys_and_arguments(cli, tmp_path):
    script = tmp_path / "script.lua"
    script.write_text("-- Adds up.\nlocal sum = redis.call('incrby', KEYS[1], ARGV[1])\nreturn {sum, #KEYS, ARGV[2], false}\n")
    for total in (5, 10):
        assert cli("--no-raw", "--eval", str(script), "sum", "other", ",", "5", "a b") == (
            b'1) (integer) %d\n2) (integer) 2\n3) "a b"\n4) (nil)\n' % total
        )
    script.write_text("return redis.call('incr')\n")
    assert b"Wrong number of args calling Redis command from script" in cli("--no-raw", "--eval", str(script))


def test_authentication_and_database_selection(launch):
    server = launch("--requirepass", "secret")

    def run(*arguments: str) -> str:
        command_line = ["redis-cli", "-p", str(server.port), "--no-auth-warning", *arguments]
        return subprocess.run(command_line, capture_output=True, text=True, timeout=PATIENCE).stdout

    assert run("ping") == "NOAUTH Authentication required.\n\n"
    assert run("-a", "secret", "-n", "3", "set", "key", "value") == "OK\n"
    assert run("-u", f"redis://default:secret@127.0.0.1:{server.port}/3", "get", "key") == "value\n"


def test_scan_lists_keys_by_pattern(cli, wire):
    fill(wire)
    assert sorted(cli("--scan", "--pattern", "str:29?").split()) == [b"str:29%d" % digit for digit in range(10)]
    assert len(cli("--scan").split()) == 302


def test_bigkeys_finds_the_biggest(cli, wire):
    fill(wire)
    report = cli("--bigkeys").decode()
    assert "Sampled 302 keys in the keyspace!" in report
    assert "Biggest   list found '\"list:long\"' has 500 items" in report
    assert "Biggest string found '\"str:300\"' has 300 bytes" in report
    assert re.search(r"^2 lists with 501 items", report, re.MULTILINE)


def test_memkeys_asks_for_memory_usage(cli, wire):
    fill(wire)
    report = cli("--memkeys").decode()
    assert "Sampled 302 keys in the keyspace!" in report
    assert re.search(r"Biggest string found '\"str:\d+\"' has [1-9]\d+ bytes", report)


def fill_every_type(wire: Wire) -> None:
    """Two keys of each type, the bigger of which is known."""
    wire.send(
        command("SET", "string:big", "x" * 1000) + command("SET", "string:small", "x")
        + command("RPUSH", "list:big", *map(str, range(600))) + command("RPUSH", "list:small", "a")
        + command("SADD", "set:big", *map(str, range(600))) + command("SADD", "set:small", "a")
        + command("HSET", "hash:big", *map(str, range(600))) + command("HSET", "hash:small", "a", "b")
        + command("ZADD", "zset:big", *map(str, range(600))) + command("ZADD", "zset:small", "1", "a")
        + b"".join(command("XADD", "stream:big", f"{number}-1", "a", "b") for number in range(300))
        + command("XADD", "stream:small", "1-1", "a", "b")
    )
    assert not [reply for reply in wire.replies(10 + 301) if reply.startswith(b"-")]


SIZES = {
    "string": "1000 bytes", "list": "600 items", "set": "600 members", "hash": "300 fields", "zset": "300 members",
    "stream": "300 entries",
}


def test_bigkeys_knows_every_type(cli, wire):
    fill_every_type(wire)
    report = cli("--bigkeys").decode()
    assert "Sampled 12 keys in the keyspace!" in report
    for kind, size in SIZES.items():
        assert re.search(rf"""Biggest +{kind} found '"{kind}:big"' has {size}""", report), kind
        assert re.search(rf"^2 {kind}s with ", report, re.MULTILINE), kind


def test_memkeys_measures_every_type(cli, wire):
    fill_every_type(wire)
    report = cli("--memkeys", "--memkeys-samples", "0").decode()
    assert "Sampled 12 keys in the keyspace!" in report
    for kind in SIZES:
        found = re.search(rf"""Biggest +{kind} found '"{kind}:big"' has (\d+) bytes""", report)
        assert found and int(found.group(1)) >= 1000, kind


def test_hotkeys_asks_for_frequencies(launch):
    server = launch("--maxmemory-policy", "allkeys-lfu", "--maxmemory", "1gb")
    with Wire(server.address) as wire:
        wire.send(command("SET", "hot", "1") + command("SET", "cold", "1") + command("GET", "hot") * 5000)
        wire.replies(5002)
    run = ["redis-cli", "-p", str(server.port), "--hotkeys"]
    report = subprocess.run(run, capture_output=True, text=True, timeout=PATIENCE).stdout
    counters = dict(re.findall(r'hot key found with counter: (\d+)\tkeyname: "?(\w+)', report))
    assert max(map(int, counters)) > 10 and counters[max(counters, key=int)] == "hot", report


def test_pipe_inserts_a_hundred_thousand_keys(cli, wire):
    count = 100_000
    protocol = b"".join(command("SET", f"key:{number}", f"value {number}") for number in range(count))
    report = cli("--pipe", stdin=protocol).decode()
    assert report.endswith(f"errors: 0, replies: {count}\n")
    assert wire.ask("DBSIZE") == b":100000\r\n"
    report = cli("--pipe", stdin=b"SET inline 1\r\nINCR key:1\r\nNOSUCH\r\n", status=1).decode()
    assert report.endswith("errors: 2, replies: 3\n")


def test_latency_is_sampled(cli):
    """Not being on a terminal, it samples for as long as -i says and prints one line: min, max, average, count."""
    smallest, largest, average, samples = map(float, cli("--latency", "-i", "0.1").split())
    assert 0 <= smallest <= average <= largest
    assert samples >= 1


def test_latency_history_samples_again_and_again(server):
    watching = pexpect.spawn("redis-cli", ["-p", str(server.port), "--latency-history", "-i", "0.01"], timeout=PATIENCE)
    for _ in range(3):
        watching.expect(r"min: \d+, max: \d+, avg: \d+\.\d\d \(\d+ samples\) -- 0\.\d\d seconds range")
    watching.terminate(force=True)


def test_latency_distribution_is_drawn(server):
    watching = pexpect.spawn("redis-cli", ["-p", str(server.port), "--latency-dist", "-i", "0.01"], timeout=PATIENCE)
    watching.expect_exact("From 0 to 100%")
    watching.terminate(force=True)


@pytest.mark.parametrize("protocol", ["-2", "-3"])
def test_monitor_shows_what_others_do(server, wire, protocol):
    watching = pexpect.spawn("redis-cli", [protocol, "-p", str(server.port), "monitor"], timeout=PATIENCE)
    watching.expect_exact("OK")
    assert wire.ask("SET", "key", 'a "b" \n\x01') == b"+OK\r\n"
    assert wire.ask("HSET", "hash", "field", "value") == b":1\r\n"
    assert wire.ask("SELECT", "5") == b"+OK\r\n"
    assert wire.ask("DEL", "key") == b":0\r\n"
    host = rf"\[0 127\.0\.0\.1:{wire.socket.getsockname()[1]}\]"
    watching.expect(r'\d+\.\d{6} ' + host + r' "SET" "key" "a \\"b\\" \\n\\x01"')
    watching.expect(host + r' "HSET" "hash" "field" "value"')
    watching.expect(r'\[5 127\.0\.0\.1:\d+\] "DEL" "key"')
    watching.terminate(force=True)


@pytest.mark.parametrize("protocol", ["-2", "-3"])
def test_subscriptions_print_what_comes(server, wire, protocol):
    listening = pexpect.spawn(
        "redis-cli", [protocol, "-p", str(server.port), "psubscribe", "news.*"], timeout=PATIENCE, encoding="utf-8",
    )
    listening.expect_exact("psubscribe")
    listening.expect_exact("(integer) 1")
    assert wire.ask("PUBLISH", "news.sport", "goal") == b":1\r\n"
    for text in ("pmessage", "news.*", "news.sport", "goal"):
        listening.expect_exact(text)
    listening.terminate(force=True)


def test_stat_reads_info(server):
    watching = pexpect.spawn("redis-cli", ["-p", str(server.port), "--stat", "-i", "0.01"], timeout=PATIENCE)
    watching.expect(r"keys +mem +clients +blocked +requests +connections")
    watching.expect(r"\n0 +[\d.]+[KM] +1 +0 +\d+ \(\+0\) +1")
    watching.expect(r"\n0 +[\d.]+[KM] +1 +0 +\d+ \(\+1\) +1")
    watching.terminate(force=True)


@pytest.fixture
def prompt(server: Server, tmp_path):
    """redis-cli on a terminal, waiting at its prompt."""
    environment = {**os.environ, "TERM": "xterm", "HOME": str(tmp_path)}
    terminal = pexpect.spawn(
        "redis-cli", ["-p", str(server.port)],
        env=environment, timeout=PATIENCE, encoding="utf-8", dimensions=(24, 240),
    )
    terminal.expect_exact(f"127.0.0.1:{server.port}> ")
    yield terminal
    terminal.terminate(force=True)


def test_the_prompt_shows_hints_and_help_from_the_server(prompt, wire):
    """The texts are the server's own: redis-cli asks for COMMAND DOCS before its first prompt."""
    assert "cmdstat_command|docs" in info(wire, "commandstats")
    prompt.send("lpush ")
    prompt.expect_exact("key element [element ...]")
    prompt.send("queue ")
    prompt.expect_exact("element [element ...]")
    prompt.send("first\r")
    prompt.expect_exact("(integer) 1")
    prompt.send("lcs a ")
    prompt.expect_exact("key2 [LEN] [IDX] [MINMATCHLEN min-match-len] [WITHMATCHLEN]")
    prompt.send("b len\r")
    prompt.expect_exact("(integer) 0")
    prompt.send("help blmpop\r")
    prompt.expect_exact("timeout numkeys key [key ...] LEFT|RIGHT [COUNT count]")
    prompt.expect_exact(summary(wire, "blmpop"))
    prompt.expect_exact("7.0.0")


def summary(wire: Wire, name: str) -> str:
    """What the server itself says in a sentence that the command does."""
    lines = wire.ask("COMMAND", "DOCS", name).split(b"\r\n")
    return lines[lines.index(b"summary") + 2].decode()


def test_the_prompt_follows_transactions_and_databases(prompt, server):
    prompt.send("select 2\r")
    prompt.expect_exact(f"127.0.0.1:{server.port}[2]> ")
    prompt.send("multi\r")
    prompt.expect_exact(f"127.0.0.1:{server.port}[2](TX)> ")
    prompt.send("incr n\r")
    prompt.expect_exact("QUEUED")
    prompt.send("exec\r")
    prompt.expect_exact("1) (integer) 1")


def test_the_prompt_reconnects_when_the_server_comes_back(prompt, server, launch):
    prompt.send("set key value\r")
    prompt.expect_exact("OK")
    assert server.stop() == 0
    prompt.send("get key\r")
    prompt.expect_exact("not connected> ")
    launch(port=server.port)
    prompt.send("get key\r")
    prompt.expect_exact("(nil)")
