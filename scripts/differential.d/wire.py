"""The wire: requests out, replies in, and the text in which both are shown, pasted and read back.

Replies are handled as raw bytes (`reply_end` finds where one ends, without building anything) and become trees only
where a comparison has to look inside. A tree is `(kind, value)`: `kind` is the type byte as a one-character string,
`value` the payload bytes of a scalar, None for a null, or a list of trees. A map's list alternates keys and values.
"""

import re

CLOSED = b"<closed>"          # what stands for a reply when the server closed the connection instead
NO_REPLY = b"<no reply>"      # ... when nothing came although the other server answered
BLOCKED = b"<blocked>"        # ... when the server holds the client blocked

_SCALARS = frozenset(b"+-:,#(_")
_BULKS = frozenset(b"$=!")
_AGGREGATES = {ord("*"): 1, ord("~"): 1, ord(">"): 1, ord("%"): 2}


class Placeholder:
    """An argument that differs by server: the id or the address of one of the connections under comparison."""

    def __init__(self, kind, slot):
        self.kind, self.slot = kind, slot

    def __repr__(self):
        return f"${self.kind}{self.slot + 1}"

    def __eq__(self, other):
        return isinstance(other, Placeholder) and repr(self) == repr(other)

    def __hash__(self):
        return hash(repr(self))


def encode(arguments):
    """A request as clients send it: an array of bulk strings."""
    parts = [b"*%d\r\n" % len(arguments)]
    for argument in arguments:
        parts.append(b"$%d\r\n%b\r\n" % (len(argument), argument))
    return b"".join(parts)


def encode_inline(arguments):
    """The same request as one line of text, quoted as redis-cli quotes."""
    return " ".join(quote(argument) for argument in arguments).encode("latin-1") + b"\r\n"


class Malformed(Exception):
    """Bytes that no server may send."""


def reply_end(buffer, start):
    """The index just past the reply that begins at `start`, or -1 if it is not complete yet."""
    pending, index = 1, start
    try:
        while pending:
            line_end = buffer.find(b"\r\n", index)
            if line_end < 0:
                return -1
            kind = buffer[index]
            if kind in _SCALARS:
                index = line_end + 2
            elif kind in _BULKS:
                length = int(buffer[index + 1:line_end])
                index = line_end + 2 if length < 0 else line_end + 4 + length
                if index > len(buffer):
                    return -1
            elif kind in _AGGREGATES:
                length = int(buffer[index + 1:line_end])
                pending += max(length, 0) * _AGGREGATES[kind]
                index = line_end + 2
            elif kind == 124:  # an attribute precedes the reply that it describes
                pending += int(buffer[index + 1:line_end]) * 2 + 1
                index = line_end + 2
            else:
                raise Malformed(f"a reply cannot start with {bytes(buffer[index:line_end])[:40]!r}")
            pending -= 1
    except ValueError:
        raise Malformed(f"not a length: {bytes(buffer[index:line_end])[:40]!r}") from None
    return index


def tree(reply):
    """The reply as a tree; a stand-in such as CLOSED becomes a leaf of its own kind."""
    if reply[:1] == b"<":
        return ("<", reply)
    return _tree(reply, 0)[0]


def _tree(buffer, index):
    line_end = buffer.index(b"\r\n", index)
    kind = chr(buffer[index])
    line = buffer[index + 1:line_end]
    index = line_end + 2
    if kind in "$=!":
        length = int(line)
        if length < 0:
            return (kind, None), index
        return (kind, buffer[index:index + length]), index + length + 2
    if kind in "*~>%":
        count = int(line)
        if count < 0:
            return (kind, None), index
        items = []
        for _ in range(count * (2 if kind == "%" else 1)):
            item, index = _tree(buffer, index)
            items.append(item)
        return (kind, items), index
    return (kind, None if kind == "_" else line), index


# Text: one request a line, arguments quoted so that redis-cli takes the line as it stands.

_PLAIN = re.compile(rb"[A-Za-z0-9_.:*?|+\-\[\]^{}@%/<>=(),]+\Z")
_ESCAPES = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\"}
_NAMED = {"a": 7, "b": 8, "t": 9, "n": 10, "r": 13}
_REPEATED = re.compile(rb"\A([a-zA-Z])\1{70,}\Z")     # written as x*100, which redis-cli does not know, but people can read


def quote(argument):
    if isinstance(argument, Placeholder):
        return repr(argument)
    if _REPEATED.match(argument):
        return f'{quote(argument[:1])}*{len(argument)}'
    if _PLAIN.match(argument):
        return argument.decode("ascii")
    return '"' + escape(argument) + '"'


def escape(data):
    return "".join(_ESCAPES.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}") for byte in data)


def unquote(line):
    """The arguments of a line that `quote` wrote."""
    arguments, index = [], 0
    while index < len(line):
        if line[index] == " ":
            index += 1
        elif line[index] == '"':
            index += 1
            data = bytearray()
            while line[index] != '"':
                if line[index] != "\\":
                    data.append(ord(line[index]))
                    index += 1
                elif line[index + 1] == "x":
                    data.append(int(line[index + 2:index + 4], 16))
                    index += 4
                else:
                    data.append(_NAMED.get(line[index + 1], ord(line[index + 1])))
                    index += 2
            index += 1
            arguments.append(bytes(data))
        else:
            end = line.find(" ", index)
            end = len(line) if end < 0 else end
            word = line[index:end]
            placeholder = re.fullmatch(r"\$(id|addr)(\d+)", word)
            repeated = re.fullmatch(r"([a-zA-Z])\*(\d\d+)", word)
            if repeated and int(repeated.group(2)) > 70:
                word = repeated.group(1) * int(repeated.group(2))
            arguments.append(Placeholder(placeholder.group(1), int(placeholder.group(2)) - 1)
                             if placeholder else word.encode("latin-1"))
            index = end
    return arguments


def show(reply, other=b"", limit=1200):
    """A raw reply on one line; a long one is cut to what surrounds the first byte that differs from `other`."""
    if reply[:1] == b"<":
        return reply.decode()
    if len(reply) <= limit:
        return '"' + escape(reply) + '"'
    differs = next((i for i, (a, b) in enumerate(zip(reply, other)) if a != b), min(len(reply), len(other)))
    first = max(0, differs - limit // 3)
    cut = reply[first:first + limit]
    return f'({len(reply)} bytes, differing at {differs}; from {first}:) "{escape(cut)}"'
