"""Decides whether two replies to the same command agree.

Byte for byte, unless exceptions.py names a latitude for the command. A reply that either server gives as an error is
always compared exactly. Inside EXEC each element is compared as its own command's reply would be.
"""

import re
import time

from exceptions import COMPARE, OWN_SETTINGS
from values import ABSOLUTE_TIMES
from wire import tree

TOLERANCE = 5                                # seconds; a run on a busy machine may pause between one server and the other
OBSERVER = b"observer"                       # the name of the run's own connection, which does not belong to the sequence
VOLATILE_CLIENT_FIELDS = frozenset(
    b"id addr laddr fd age idle qbuf qbuf-free argv-mem multi-mem rbs rbp obl oll omem tot-mem events io-thread "
    b"tot-net-in tot-net-out tot-cmds".split())


class Request:
    """What was asked: the name as COMMAND INFO writes it (None for one that nobody knows) and all arguments; `queued`
    are the requests that an EXEC ran; `declared` the names that our server knows, or None for all."""

    __slots__ = ("name", "arguments", "queued", "declared")

    def __init__(self, name, arguments, queued=(), declared=None):
        self.name, self.arguments, self.queued, self.declared = name, arguments, queued, declared


def agree(request, real, ours):
    """Whether the raw replies to the request agree."""
    if real == ours:
        return True
    if real[:1] in b"<-!" or ours[:1] in b"<-!":
        return False
    return _agree(request, tree(real), tree(ours))


def _agree(request, real, ours):
    if real == ours:
        return True
    if request.name == "exec":
        return (real[0] == ours[0] and isinstance(real[1], list) and isinstance(ours[1], list)
                and len(real[1]) == len(ours[1]) == len(request.queued) and all(map(_agree, request.queued, real[1], ours[1])))
    if real[0] in "-!" or ours[0] in "-!":
        return False
    rule = COMPARE.get(request.name)
    return rule is not None and _RULES[rule](real, ours, request)


def _same_kind(real, ours):
    return real[0] == ours[0] and (real[1] is None) == (ours[1] is None)


def _kind(real, ours, _):
    """The same type, whatever it holds: for what is random, or says something about the process."""
    return _same_kind(real, ours)


def canonical(node):
    """The tree with the members of every aggregate in one order; pairs of a map stay pairs."""
    kind, value = node
    if not isinstance(value, list):
        return node
    items = [canonical(item) for item in value]
    if kind == "%":
        return kind, sorted(zip(items[::2], items[1::2]), key=repr)
    return kind, sorted(items, key=repr)


def _unordered(real, ours, _):
    """The same members in any order, at the top level."""
    return real[0] == ours[0] and isinstance(real[1], list) and isinstance(ours[1], list) and (
        sorted(real[1], key=repr) == sorted(ours[1], key=repr))


def _pairs(node):
    return sorted(zip(node[1][::2], node[1][1::2]), key=repr)


def _unordered_pairs(real, ours, _):
    """The same pairs in any order, whether they come as a map or as a flat array."""
    return _same_kind(real, ours) and _pairs(real) == _pairs(ours)


def _scan(real, ours, request):
    """A scan that both finish in one call returns the same elements; otherwise where each one stops is its own affair."""
    if not (_same_kind(real, ours) and len(real[1]) == len(ours[1]) == 2):
        return False
    (real_cursor, real_items), (our_cursor, our_items) = real[1], ours[1]
    asked = request.arguments[1 if request.name == "scan" else 2]
    if asked == real_cursor[1] == our_cursor[1] == b"0":
        return _unordered(real_items, our_items, request)
    return _same_kind(real_cursor, our_cursor) and _same_kind(real_items, our_items)


def _integers(real, ours):
    return (int(real[1]), int(ours[1])) if real[0] == ours[0] == ":" else None


def _within(tolerance):
    """Integers that run with the clock; negative ones are codes, and exact."""
    def rule(real, ours, _):
        pair = _integers(real, ours)
        return pair is not None and min(pair) >= 0 and abs(pair[0] - pair[1]) <= tolerance
    return rule


def _instant(tolerance):
    """Points in time: exact where the command that set them named them, otherwise as near as both servers ran."""
    def rule(real, ours, _):
        pair = _integers(real, ours)
        return (pair is not None and min(pair) >= 0 and not ABSOLUTE_TIMES.intersection(pair)
                and abs(pair[0] - pair[1]) <= tolerance)
    return rule


def _client_fields(real, ours, _):
    """The same clients with the same fields in the same order, and equal values except for those that say something
    about the process; clients in any order."""
    def described(node):
        lines = []
        for line in node[1].splitlines():
            if b" name=%b " % OBSERVER in line:
                continue
            fields = [field.split(b"=", 1) for field in line.split(b" ")]
            lines.append([(f[0], b"" if f[0] in VOLATILE_CLIENT_FIELDS else f[-1]) for f in fields])
        return sorted(lines)
    return _same_kind(real, ours) and described(real) == described(ours)


def _hello(real, ours, _):
    """Everything but the connection's id, the patch level of the version, and the modules that the real server was built with."""
    def described(node):
        pairs = dict(zip((k[1] for k in node[1][::2]), node[1][1::2]))
        pairs[b"id"], pairs[b"modules"] = pairs[b"id"][0], pairs[b"modules"][0]
        pairs[b"version"] = re.sub(rb"\.\d+\Z", b"", pairs[b"version"][1])
        return [k[1] for k in node[1][::2]], pairs
    return _same_kind(real, ours) and described(real) == described(ours)


def _config(real, ours, _):
    """The same settings, in any order, with the same values, except for those that say where the process runs."""
    def described(node):
        return [(name, value) for name, value in _pairs(node) if name[1] not in OWN_SETTINGS]
    return _same_kind(real, ours) and described(real) == described(ours)


def _table(real, ours, request):
    """Descriptions of commands, without those of commands that ours does not declare; flags and subcommands in any order."""
    declared = request.declared

    def known(node):
        kind, value = node
        if not isinstance(value, list) or declared is None:
            return node
        if kind == "%" or (kind == "*" and value and len(value) % 2 == 0 and value[0][0] == "$" and isinstance(value[1][1], list)):
            pairs = zip(value[::2], value[1::2])
            return kind, [item for name, body in pairs if _declares(declared, name[1]) for item in (name, body)]
        return kind, [item for item in value if _declares(declared, _name_of(item))]
    return _same_kind(real, ours) and canonical(known(real)) == canonical(known(ours))


def _name_of(item):
    kind, value = item
    if isinstance(value, list):
        return value[0][1] if value and isinstance(value[0][1], bytes) else None
    return value


def _declares(declared, name):
    return name is None or name.decode("latin-1").lower() in declared


_RULES = {
    "kind": _kind, "unordered": _unordered, "unordered-pairs": _unordered_pairs, "scan": _scan,
    "seconds": _within(TOLERANCE), "milliseconds": _within(TOLERANCE * 1000),
    "time-seconds": _instant(TOLERANCE), "time-milliseconds": _instant(TOLERANCE * 1000),
    "client-fields": _client_fields, "hello": _hello, "config": _config, "table": _table,
}
