"""kombu's Redis transport, which is Celery's: exchanges, priorities, acknowledgements, and what is restored without."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from kombu import Connection, Consumer, Exchange, Message, Producer, Queue
from redis import Redis

from harness.server import PATIENCE, Server


@pytest.fixture(params=["", "prefix:"], ids=["bare", "prefixed"])
def prefix(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def open_connection(server: Server, prefix: str):
    connections = []

    def open_one(**options) -> Connection:
        url = f"redis://{server.host}:{server.port}/0"
        options["global_keyprefix"] = prefix
        connections.append(Connection(url, transport_options=options))
        return connections[-1]

    yield open_one
    for connection in connections:
        connection.release()


@pytest.fixture
def keys(server: Server):
    """A plain client, for what kombu keeps in the server."""
    with Redis(server.host, server.port, decode_responses=True) as client:
        yield client


@pytest.fixture
def held(keys: Redis, prefix: str):
    """Tells how many messages the server keeps as delivered and not acknowledged, the same in both its tables."""
    def count() -> int:
        unacknowledged = keys.hlen(f"{prefix}unacked")
        assert keys.zcard(f"{prefix}unacked_index") == unacknowledged
        return unacknowledged

    return count


def take(connection: Connection, *queues: Queue, count: int, prefetch: int = 0) -> list[Message]:
    """Consumes until `count` messages have come, and leaves them unacknowledged."""
    taken: list[Message] = []
    with Consumer(connection, list(queues), on_message=taken.append, prefetch_count=prefetch or None):
        while len(taken) < count:
            connection.drain_events(timeout=PATIENCE)
    return taken


def bodies(messages: list[Message]) -> list:
    return [message.payload for message in messages]


def test_a_direct_exchange_routes_by_the_whole_key(open_connection, keys, prefix, held):
    exchange = Exchange("jobs", type="direct")
    urgent, later = Queue("urgent", exchange, "urgent"), Queue("later", exchange, "later")
    connection = open_connection()
    producer = Producer(connection, exchange)
    for number in range(20):
        key = "later" if number % 2 else "urgent"
        producer.publish({"number": number}, routing_key=key, declare=[urgent, later])
    producer.publish({"number": -1}, routing_key="nowhere")
    messages = take(connection, urgent, count=10)
    assert bodies(messages) == [{"number": number} for number in range(0, 20, 2)]
    assert keys.llen(f"{prefix}later") == 10
    assert held() == 10
    for message in messages:
        message.ack()
    assert held() == 0
    assert later(connection).purge() == 10


def test_a_topic_exchange_routes_by_patterns(open_connection):
    exchange = Exchange("events", type="topic")
    everything, orders = Queue("everything", exchange, "#"), Queue("orders", exchange, "order.*")
    connection = open_connection()
    producer = Producer(connection, exchange)
    for key in ("order.paid", "order.paid.twice", "user.new", "order.sent"):
        producer.publish(key, routing_key=key, declare=[everything, orders])
    assert bodies(take(connection, orders, count=2)) == ["order.paid", "order.sent"]
    assert bodies(take(connection, everything, count=4))[2:] == ["user.new", "order.sent"]


def test_a_fanout_exchange_reaches_every_listener(open_connection):
    exchange = Exchange("news", type="fanout")
    received: dict[str, list] = {"one": [], "two": []}

    @contextmanager
    def listening(name: str):
        connection = open_connection()
        queue = Queue(name, exchange, exclusive=True, auto_delete=True)
        with Consumer(connection, [queue], no_ack=True, on_message=lambda each: received[name].append(each.payload)):
            connection.drain_events(timeout=PATIENCE)  # the confirmation of its subscription
            yield connection

    with listening("one") as first, listening("two") as second:
        producer = Producer(open_connection(), exchange)
        for number in range(10):
            producer.publish(number)
        for name, connection in (("one", first), ("two", second)):
            while len(received[name]) < 10:
                connection.drain_events(timeout=PATIENCE)
    assert received == {"one": list(range(10)), "two": list(range(10))}


def test_priorities_come_first(open_connection):
    queue = Queue("jobs", Exchange("jobs"), "jobs")
    connection = open_connection(priority_steps=[0, 3, 6, 9], queue_order_strategy="priority")
    producer = Producer(connection, queue.exchange, routing_key="jobs")
    for priority in (9, 0, 6, 3):
        producer.publish(priority, priority=priority, declare=[queue])
    assert bodies(take(connection, queue, count=4)) == [0, 3, 6, 9]


def test_a_prefetch_limit_holds_messages_back(open_connection, held):
    queue = Queue("jobs", Exchange("jobs"), "jobs")
    connection = open_connection()
    producer = Producer(connection, queue.exchange, routing_key="jobs")
    for number in range(5):
        producer.publish(number, declare=[queue])
    messages = take(connection, queue, count=2, prefetch=2)
    assert (bodies(messages), held()) == ([0, 1], 2)
    messages[0].ack()
    assert held() == 1


def test_a_rejected_message_goes_back_or_away(open_connection, held):
    queue = Queue("jobs", Exchange("jobs"), "jobs")
    connection = open_connection()
    producer = Producer(connection, queue.exchange, routing_key="jobs")
    for number in range(3):
        producer.publish(number, declare=[queue])
    first, second, third = take(connection, queue, count=3)
    third.reject()
    second.requeue()
    first.requeue()
    assert held() == 0
    again = take(connection, queue, count=2)
    assert bodies(again) == [1, 0]
    assert all(message.delivery_info["redelivered"] for message in again)


def test_what_a_consumer_leaves_is_restored_when_it_closes(open_connection, held):
    queue = Queue("jobs", Exchange("jobs"), "jobs")
    with open_connection() as connection:
        producer = Producer(connection, queue.exchange, routing_key="jobs")
        for number in range(3):
            producer.publish(number, declare=[queue])
        take(connection, queue, count=3)[1].ack()
        assert held() == 2
        connection.default_channel.close()
    assert held() == 0
    assert sorted(bodies(take(open_connection(), queue, count=2))) == [0, 2]


def test_what_was_out_for_too_long_is_restored(open_connection, held, scripting):
    """With a visibility time-out of no time at all, any consumer restores what the first one holds."""
    queue = Queue("jobs", Exchange("jobs"), "jobs")
    first, second = open_connection(), open_connection(visibility_timeout=0)
    producer = Producer(first, queue.exchange, routing_key="jobs")
    producer.publish("lost", declare=[queue])
    take(first, queue, count=1)
    assert held() == 1
    second.default_channel.qos.restore_visible()
    assert held() == 0
    assert bodies(take(second, queue, count=1)) == ["lost"]


def test_simple_queues(open_connection, keys, prefix):
    connection = open_connection()
    with connection.SimpleQueue("simple") as queue:
        for number in range(3):
            queue.put({"number": number}, compression="zlib")
        assert keys.llen(f"{prefix}simple") == 3
        message = queue.get(timeout=PATIENCE)
        assert message.payload == {"number": 0}
        message.ack()
        queue.clear()
        assert keys.llen(f"{prefix}simple") == 0
