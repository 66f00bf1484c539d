"""The least of a client for the scripts that record: RESP3, one request at a time."""

import socket


class Simple(str):
    """A simple string."""


class ReplyError(Exception):
    """An error reply."""


class Aggregate:
    """An array, a set or a map, told apart by `prefix`; a map's keys and values stand side by side."""

    def __init__(self, prefix, items):
        self.prefix = prefix
        self.items = items

    def __getitem__(self, index):
        return self.items[index]


class Client:
    """A connection that speaks RESP3."""

    def __init__(self, address):
        self.socket = socket.create_connection(address)
        self.stream = self.socket.makefile("rb")
        self.ask("HELLO", "3")

    def ask(self, *arguments):
        parts = [b"*%d\r\n" % len(arguments)]
        for argument in arguments:
            parts.append(b"$%d\r\n%s\r\n" % (len(argument.encode()), argument.encode()))
        self.socket.sendall(b"".join(parts))
        return self.reply()

    def reply(self):
        line = self.stream.readline()[:-2].decode()
        kind, rest = line[0], line[1:]
        if kind == "+":
            return Simple(rest)
        if kind == "-":
            raise ReplyError(rest)
        if kind == ":":
            return int(rest)
        if kind in "$=":
            text = self.stream.read(int(rest) + 2)[:-2].decode()
            return text if kind == "$" else text[4:]
        if kind == "_":
            return None
        if kind in "*~":
            return Aggregate({"*": "", "~": "~"}[kind], [self.reply() for _ in range(int(rest))])
        if kind == "%":
            return Aggregate("%", [self.reply() for _ in range(2 * int(rest))])
        raise SystemExit(f"unexpected reply: {line}")
