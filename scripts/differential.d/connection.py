"""The clients of one server: a connection that takes replies apart as they come, and all of a server's together."""

import re
import select
import socket
import time

from compare import OBSERVER
from generate import SLOTS
from wire import CLOSED, NO_REPLY, Malformed, Placeholder, encode, encode_inline, reply_end


class Connection:
    """A client of one server: sends bytes, and takes replies apart as they come."""

    def __init__(self, address, patience):
        self.socket = socket.create_connection(address, patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.patience = patience
        self.buffer = b""
        self.closed = False
        self.id = self.ask(b"CLIENT", b"ID")[1:-2]
        self.name = "%s:%d" % self.socket.getsockname()

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass               # what the server said before it closed is still to be read

    def receive(self):
        """More bytes into the buffer; False at the end of the stream. Raises TimeoutError after the patience."""
        try:
            data = self.socket.recv(1 << 20)
        except ConnectionError:
            data = b""
        self.buffer = self.buffer + data if self.buffer else data
        self.closed = self.closed or not data
        return bool(data)

    def has_reply(self, wait=0.0):
        """Whether a reply, or the end of the stream, can be read within `wait` seconds."""
        return self.closed or bool(self.buffer) or bool(select.select([self.socket], [], [], wait)[0])

    def replies(self, count):
        """The bytes of `count` replies and the index at which each ends; fewer if the server closed or went silent."""
        ends, index = [], 0
        try:
            while len(ends) < count:
                end = reply_end(self.buffer, index) if index < len(self.buffer) else -1
                if end >= 0:
                    ends.append(end)
                    index = end
                elif self.closed or not self.receive():
                    break
        except TimeoutError:
            pass
        except Malformed as malformed:
            self.closed = True
            taken, self.buffer = self.buffer[:index], b""
            bad = b"<malformed: %s>" % str(malformed).encode()
            return taken + bad, ends + [index + len(bad)]
        taken, self.buffer = self.buffer[:index], self.buffer[index:]
        return taken, ends

    def ask(self, *arguments):
        """One request and its raw reply. A connection without one is used no more: what comes late is no reply to the next."""
        self.send(encode(arguments))
        data, ends = self.replies(1)
        if ends:
            return data
        was_closed, self.closed = self.closed, True
        return CLOSED if was_closed else NO_REPLY

    def close(self):
        self.socket.close()


class Side:
    """One of the two servers, with its connections and the observer."""

    def __init__(self, server, patience):
        self.server, self.patience = server, patience
        self.slots = []
        self.observer = None
        self.settings = None

    def connect(self):
        return Connection(self.server.address, self.patience)

    def observe(self, *arguments):
        """A request on the observer, which is connected again if the run's commands closed it."""
        for _ in range(2):
            if self.observer is None or self.observer.closed:
                self.observer = self.connect()
                self.observer.ask(b"CLIENT", b"SETNAME", OBSERVER)
            reply = self.observer.ask(*arguments)
            if reply != CLOSED:
                break
        return reply

    def reset(self, settings):
        """Back to an empty server with its first settings and fresh connections, with all former ones gone."""
        for connection in self.slots:
            connection.close()
        if not self.server.is_running():
            self.server.start()
            self.observer, self.settings = None, None
        deadline = time.monotonic() + self.patience
        while self.observe(b"CLIENT", b"LIST").count(b"laddr=") > 1 and time.monotonic() < deadline:
            pass
        if self.settings is None:
            self.settings = [(name, self._setting(name)) for name in settings]
        for name, value in self.settings:
            if value is not None and self._setting(name) != value:
                self.observe(b"CONFIG", b"SET", name, value)
        self.observe(b"DEBUG", b"SET-ACTIVE-EXPIRE", b"0")     # or DBSIZE would depend on when the background gets to a key
        self.observe(b"FLUSHALL")
        self.observe(b"SCRIPT", b"FLUSH")
        self.observe(b"EVAL", b"math.randomseed(0)", b"0")     # its sequence goes on from script to script
        # One by one, since redis 8.0.6 may crash when they are flushed.
        for name in re.findall(rb"library_name\r\n\$\d+\r\n(\w+)\r\n", self.observe(b"FUNCTION", b"LIST")):
            self.observe(b"FUNCTION", b"DELETE", name)
        self.slots = [self.connect() for _ in range(SLOTS)]

    def _setting(self, name):
        match = re.match(rb"\*2\r\n\$\d+\r\n[^\r]*\r\n\$\d+\r\n(.*)\r\n\Z", self.observe(b"CONFIG", b"GET", name), re.S)
        return match.group(1) if match else None

    def is_blocked(self, connection):
        listed = self.observe(b"CLIENT", b"LIST", b"ID", connection.id)
        return re.search(rb" flags=\w*b", listed) is not None

    def payload(self, steps):
        parts = []
        for step in steps:
            arguments = [self._resolved(argument) for argument in step.arguments]
            parts.append(arguments[0] if step.form == "raw" else
                         encode_inline(arguments) if step.form == "inline" else encode(arguments))
        return b"".join(parts)

    def _resolved(self, argument):
        if not isinstance(argument, Placeholder):
            return argument
        connection = self.slots[argument.slot % SLOTS]
        return connection.id if argument.kind == "id" else connection.name.encode()
