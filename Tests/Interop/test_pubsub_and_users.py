"""redis-py's helpers around a connection: subscribers with handlers and threads, MONITOR, users and credentials."""

from __future__ import annotations

import queue

import pytest
import redis

from harness.server import PATIENCE, Server
from harness.wire import Wire, info, wait_until


@pytest.fixture(params=[2, 3], ids=["RESP2", "RESP3"])
def open_client(server: Server, request: pytest.FixtureRequest):
    clients = []

    def open_one(**options) -> redis.Redis:
        options = {"protocol": request.param, "decode_responses": True} | options
        clients.append(redis.Redis(server.host, server.port, **options))
        return clients[-1]

    yield open_one
    for client in clients:
        client.close()


def test_a_thread_hands_messages_to_handlers(open_client, wire):
    received: queue.Queue = queue.Queue()
    publisher = open_client()
    pubsub = publisher.pubsub(ignore_subscribe_messages=True)
    pubsub.subscribe(**{"news": lambda message: received.put(("exact", message["channel"], message["data"]))})
    pubsub.psubscribe(**{"n*": lambda message: received.put((message["pattern"], message["channel"], message["data"]))})
    thread = pubsub.run_in_thread(sleep_time=PATIENCE, daemon=True)
    try:
        wait_until(wire, lambda: wire.ask("PUBSUB", "NUMPAT") == b":1\r\n")
        assert publisher.publish("news", "Zoë") == 2
        assert publisher.publish("nearby", "too") == 1
        assert [received.get(timeout=PATIENCE) for _ in range(3)] == [
            ("exact", "news", "Zoë"), ("n*", "news", "Zoë"), ("n*", "nearby", "too"),
        ]
    finally:
        thread.stop()
        publisher.publish("news", "wakes the thread, so that it sees that it is to end")
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_subscriber_that_was_cut_off_subscribes_again(open_client, wire):
    pubsub, admin = open_client(client_name="subscriber").pubsub(), open_client()
    pubsub.subscribe("news")
    assert pubsub.get_message(timeout=PATIENCE)["type"] == "subscribe"
    assert admin.client_kill_filter(_type="pubsub") == 1
    wait_until(wire, lambda: pubsub.get_message(timeout=0.001) and admin.pubsub_numsub("news") == [("news", 1)])
    admin.publish("news", "again")
    assert next(message for message in pubsub.listen() if message["type"] == "message")["data"] == "again"
    pubsub.close()


def test_keyspace_events_are_heard(open_client):
    client = open_client()
    client.config_set("notify-keyspace-events", "KEA")
    pubsub = client.pubsub(ignore_subscribe_messages=True)
    pubsub.psubscribe("__key*__:*")
    assert pubsub.get_message(timeout=PATIENCE) is None  # the confirmation, which it ignores
    client.hset("hash", "field", 1)
    client.zadd("zset", {"a": 1})
    client.delete("hash")
    client.pexpireat("zset", 1)
    heard = [pubsub.get_message(timeout=PATIENCE) for _ in range(8)]
    assert [(message["channel"], message["data"]) for message in heard] == [
        ("__keyspace@0__:hash", "hset"), ("__keyevent@0__:hset", "hash"),
        ("__keyspace@0__:zset", "zadd"), ("__keyevent@0__:zadd", "zset"),
        ("__keyspace@0__:hash", "del"), ("__keyevent@0__:del", "hash"),
        ("__keyspace@0__:zset", "del"), ("__keyevent@0__:del", "zset"),
    ]
    pubsub.close()


def test_monitor_shows_what_others_do(open_client):
    client = open_client()
    with client.monitor() as monitor:
        client.set("key", 'two "words"')
        client.execute_command("SELECT", 3)
        client.hset("hash", "field", "\x01")
        seen = [monitor.next_command()]
        while "hash" not in seen[-1]["command"]:
            seen.append(monitor.next_command())
    shown = [(each["db"], each["command"]) for each in seen if each["command"].startswith(("SET ", "SELECT", "HSET"))]
    assert shown == [(0, 'SET key two "words"'), (3, "SELECT 3"), (3, r"HSET hash field \x01")]
    assert {each["client_type"] for each in seen} == {"tcp"}


def test_users_do_what_they_may(open_client):
    admin = open_client()
    assert admin.acl_setuser(
        "worker", enabled=True, passwords=["+secret"], categories=["+@read", "+@connection"],
        commands=["+lpush", "+multi", "+exec", "+acl|whoami"], keys=["queue:*"], selectors=[("+set", "~state:*")],
    )
    worker = open_client(username="worker", password="secret")
    assert worker.acl_whoami() == "worker"
    assert worker.lpush("queue:a", 1) == 1
    assert worker.set("state:a", "done") is True
    refused = {
        lambda: worker.set("queue:a", 1), lambda: worker.lpush("other", 1), lambda: worker.flushall(),
        lambda: worker.get("state:a"), lambda: worker.pipeline().lpush("queue:a", 2).lpush("other", 1).execute(),
    }
    for call in refused:
        with pytest.raises(redis.exceptions.NoPermissionError):
            call()
    assert worker.lrange("queue:a", 0, -1) == ["1"]
    assert {entry["reason"] for entry in admin.acl_log()} == {"key", "command"}
    assert {entry["username"] for entry in admin.acl_log()} == {"worker"}


def test_a_deleted_user_is_cut_off(open_client, wire):
    admin = open_client()
    admin.acl_setuser("guest", enabled=True, nopass=True, commands=["+ping", "+client|setinfo"])
    guest = open_client(username="guest", password="any", retry=redis.retry.Retry(redis.backoff.NoBackoff(), 0))
    assert guest.ping() is True
    assert admin.acl_deluser("guest") == 1
    with pytest.raises(redis.ConnectionError):
        guest.ping()
    with pytest.raises(redis.AuthenticationError):
        guest.ping()
    wait_until(wire, lambda: info(wire, "clients")["connected_clients"] == "2")


def test_credentials_come_from_a_provider_and_change(open_client):
    admin = open_client()
    admin.acl_setuser("app", enabled=True, passwords=["+old"], commands=["+@all"], keys=["*"])
    given = ["app", "old"]

    class Provider(redis.CredentialProvider):
        def get_credentials(self) -> tuple[str, str]:
            return tuple(given)

    client = open_client(credential_provider=Provider())
    assert client.acl_whoami() == "app"
    admin.acl_setuser("app", enabled=True, passwords=["+new", "-old"])
    assert client.acl_whoami() == "app"
    given[1] = "new"
    client.connection_pool.disconnect()
    assert client.acl_whoami() == "app"
