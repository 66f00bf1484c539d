"""The self-test: a real server against itself, behind a proxy that falsifies one reply in a state that takes two commands.

It shows that the comparison sees a difference, and that shrinking gets to the bottom of it.
"""

import socket
import threading

from servers import Server
from wire import reply_end


class CorruptingServer(Server):
    """A real server whose STRLEN is one too high for a key that APPEND has written to since the last FLUSHALL."""

    def start(self):
        super().start()
        self._appended, self._real_address = set(), self.address
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = self._listener.getsockname()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def stop(self):
        super().stop()
        if self.address:
            self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._real_address)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            asked = []
            threading.Thread(target=self._requests, args=(client, server, asked), daemon=True).start()
            threading.Thread(target=self._replies, args=(server, client, asked), daemon=True).start()

    def _requests(self, client, server, asked):
        """Passes requests on, and notes for each whether its reply is to be falsified."""
        buffer = b""
        while data := _received(client):
            buffer += data
            while buffer and (end := reply_end(buffer, 0) if buffer[:1] == b"*" else buffer.find(b"\n") + 1) > 0:
                request, buffer = buffer[:end], buffer[end:]
                if request.strip():
                    asked.append(self._is_to_be_falsified(request.split(b"\r\n")[2::2]))
                server.sendall(request)
        _shut(server)

    def _is_to_be_falsified(self, words):
        name = words[0].upper() if words else b""
        if name == b"APPEND" and len(words) > 1:
            self._appended.add(words[1])
        elif name == b"FLUSHALL":
            self._appended.clear()
        return name == b"STRLEN" and len(words) == 2 and words[1] in self._appended

    @staticmethod
    def _replies(server, client, asked):
        buffer = b""
        while data := _received(server):
            buffer += data
            while buffer and (end := reply_end(buffer, 0)) > 0:
                reply, buffer = buffer[:end], buffer[end:]
                falsify = asked.pop(0) if asked else False
                if falsify and reply[:1] == b":":
                    reply = b":%d\r\n" % (int(reply[1:-2]) + 1)
                try:
                    client.sendall(reply)
                except OSError:
                    break
        _shut(client)


def _received(end):
    try:
        return end.recv(1 << 16)
    except OSError:
        return b""


def _shut(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def check(run_seeded):
    """Runs `run_seeded`, which gives the shrunk steps of the first difference or None; tells what is wrong, or None."""
    steps = run_seeded(CorruptingServer)
    if steps is None:
        return "the corrupted reply was not noticed"
    words = [step.arguments[0].upper() for step in steps]
    if words != [b"APPEND", b"STRLEN"] or steps[0].arguments[1] != steps[1].arguments[1]:
        return f"shrinking stopped at {words}"
    return None
