"""What a server publishes of its keys while a run's commands change them.

A connection of its own hears every keyspace event. After each turn it sends a PING: what has come before the answer is what
the turn's commands published, whole and in order.
"""

import itertools

from compare import OBSERVER
from wire import encode

CLASSES = b"KEAnm"                 # every class there is
_PATTERN = b"__key*"


class Listener:
    """Hears the keyspace events of one server."""

    def __init__(self, side):
        self.side = side
        self.connection = None
        self.pings = 0

    def reset(self):
        """Hears from now on, whatever became of the connection."""
        self.close()
        self.side.observe(b"CONFIG", b"SET", b"notify-keyspace-events", CLASSES)
        self._listen()

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _listen(self):
        self.connection = self.side.connect()
        self.connection.ask(b"CLIENT", b"SETNAME", OBSERVER)
        self.connection.ask(b"PSUBSCRIBE", _PATTERN)

    def heard(self):
        """The events since the last time, as messages of RESP2. Nothing if a command has ended the connection."""
        self.pings += 1
        marker = b"%d" % self.pings
        answer = b"*2\r\n$4\r\npong\r\n$%d\r\n%s\r\n" % (len(marker), marker)
        self.connection.send(encode([b"PING", marker]))
        events = []
        while True:
            message, ends = self.connection.replies(1)
            if not ends:
                self.close()
                self._listen()
                return None
            if message == answer:
                return events
            events.append(message)


def _with_misses_sorted(events):
    """The events, those of a row of misses in the order of their bytes.

    SORT looks keys up, by BY and GET, in the order in which a set holds its elements, which the real server leaves open.
    """
    ordered = []
    for are_misses, row in itertools.groupby(events, lambda event: b"keymiss" in event):
        ordered += sorted(row) if are_misses else row
    return ordered


def first_difference(real, ours):
    """The first events that differ, b"<no event>" where there is none; None if all agree."""
    if real is None or ours is None or real == ours:
        return None
    real, ours = _with_misses_sorted(real), _with_misses_sorted(ours)
    for index in range(max(len(real), len(ours))):
        pair = [events[index] if index < len(events) else b"<no event>" for events in (real, ours)]
        if pair[0] != pair[1]:
            return pair
    return None
