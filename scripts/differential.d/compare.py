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
    """What was asked: the name as COMMAND INFO writes it and all arguments; `queued` are the requests that an EXEC ran;
    `declared` the names of commands that our server knows, `every_name` those that either does."""

    __slots__ = ("name", "arguments", "queued", "declared", "every_name")

    def __init__(self, name, arguments, queued, declared, every_name):
        self.name, self.arguments, self.queued = name, arguments, queued
        self.declared, self.every_name = declared, every_name


    def names_undeclared(self):
        """Whether this is a COMMAND GETKEYS of a command that ours does not declare."""
        if self.name not in ("command|getkeys", "command|getkeysandflags") or len(self.arguments) < 3:
            return False
        name = self.arguments[2].decode("latin-1").lower()
        return name in self.every_name and name not in self.declared


def agree(request, real, ours):
    """Whether the raw replies to the request agree."""
    if real == ours or request.names_undeclared():
        return True
    if real[:1] in b"<-!" or ours[:1] in b"<-!" or request.name not in COMPARE and request.name != "exec":
        return False
    return _agree(request, tree(real), tree(ours))


def _agree(request, real, ours):
    if real == ours:
        return True
    if request.name == "exec":
        return (real[0] == ours[0] and isinstance(real[1], list) and isinstance(ours[1], list)
                and len(real[1]) == len(ours[1]) == len(request.queued)
                and all(map(_agree, request.queued, real[1], ours[1])))
    if real[0] in "-!" or ours[0] in "-!":
        return False
    rule = COMPARE.get(request.name)
    return rule is not None and _RULES[rule](real, ours, request)


def _same_kind(real, ours):
    return real[0] == ours[0] and (real[1] is None) == (ours[1] is None)


def _kind(real, ours, _):
    """The same type, whatever it holds: for what is random, or says something about the process."""
    return _same_kind(real, ours)


_NULL = ("null", None)


def canonical(node):
    """The tree with the members of every aggregate in one order; pairs of a map stay pairs."""
    kind, value = node
    if not isinstance(value, list):
        return _NULL if value is None else node
    items = [canonical(item) for item in value]
    if kind == "%":
        return kind, sorted(zip(items[::2], items[1::2]), key=repr)
    return kind, sorted(items, key=repr)


def _unordered(real, ours, _):
    """The same members in any order, at the top level."""
    return real[0] == ours[0] and isinstance(real[1], list) and isinstance(ours[1], list) and (
        sorted(real[1], key=repr) == sorted(ours[1], key=repr))


def _canonical(real, ours, _):
    """The same members in any order, at every level."""
    return canonical(real) == canonical(ours)


def _members(real, ours, request):
    """The members of a set in any order; but so many integers in ascending order are an intset's, and come so from ours."""
    if not _unordered(real, ours, request):
        return False
    integers = [int(member) for _, member in real[1] if re.fullmatch(rb"0|-?[1-9][0-9]{0,17}", member)]
    return len(integers) < max(8, len(real[1])) or integers != sorted(integers)


# The types of a payload whose elements come in the order of a hash table, or may have been stored in that of one (SDIFFSTORE), and
# those that hold times: of the consumers of a stream, and of the fields of a hash, where the real server keeps the earliest one when
# it is gone.
TABLES = frozenset((2, 4, 20))
# Vector sets: their levels and links are random.
GRAPHS = frozenset((7,))
TIMES = frozenset((15, 19, 21, 22, 24, 25))


def _dump(real, ours, _):
    """DUMP: the same bytes; of a hash table the same in any order, of what holds times or graphs the same type."""
    if real == ours or not _same_kind(real, ours) or not isinstance(real[1], bytes) or not real[1]:
        return real == ours
    kind = real[1][0]
    if kind != ours[1][0]:
        return False
    if kind in TIMES or kind in GRAPHS:
        return True
    # Behind the elements stand the version and a checksum.
    return kind in TABLES and sorted(real[1][:-8]) == sorted(ours[1][:-8])


def _libraries(real, ours, _):
    """FUNCTION DUMP: the same libraries in any order; behind them stand the version and a checksum."""
    return _same_kind(real, ours) and sorted(real[1][:-8]) == sorted(ours[1][:-8])


def _number(real, ours, _):
    """What was picked at random: as much of it."""
    return _same_kind(real, ours) and (not isinstance(real[1], list) or len(real[1]) == len(ours[1]))


def _picks(real, ours, request):
    """As many elements, picked at random; or all, if more are asked for than there are."""
    if not _number(real, ours, request) or not isinstance(real[1], list):
        return _number(real, ours, request)
    return len(real[1]) >= int(request.arguments[2]) or _unordered(real, ours, request)


def _similar(real, ours, request):
    """The elements found, with equal scores: what is equally near comes in any order, and of the last ones any part."""
    words = [argument.upper() for argument in request.arguments]
    columns = 1 + (b"WITHSCORES" in words) + (b"WITHATTRIBS" in words)
    if not _number(real, ours, request) or b"WITHSCORES" not in words:
        return _number(real, ours, request)

    def rows(node):
        step = 2 if node[0] == "%" else columns
        flat = [[item for part in node[1][i:i + step] for item in (part[1] if part[0] == "*" else [part])]
                for i in range(0, len(node[1]), step)]
        return [row[1] for row in flat], flat
    (scores, found), (our_scores, our_found) = rows(real), rows(ours)

    def nearer(found):
        return sorted(repr(row) for row in found if row[1] != scores[-1])
    return scores == our_scores and (not scores or nearer(found) == nearer(our_found))


def _vector_set(real, ours, _):
    """What a vector set is like, but for the highest level, which is random, and its number, which every attempt to make one takes."""
    def known(node):
        return [pair for pair in _pairs(node) if pair[0][1] not in (b"max-level", b"vset-uid")]
    return _same_kind(real, ours) and isinstance(real[1], list) and known(real) == known(ours)


def _sorted(real, ours, request):
    """What compares equal in a large set comes in the order of its table: all that is not sorted, texts that are the same up
    to a zero byte, elements whose other keys hold the same text. Of such replies, LIMIT returns any part."""
    words = [argument.upper() for argument in request.arguments]
    if b"BY" in words and (b"ALPHA" in words or b"*" not in b"".join(words[len(words) - words[::-1].index(b"BY"):][:1])):
        return (_number if b"LIMIT" in words else _unordered)(real, ours, request)
    if b"ALPHA" not in words or not isinstance(real[1], list) or not isinstance(ours[1], list):
        return False
    texts = [[(value or b"").split(b"\0")[0] for _, value in node[1]] for node in (real, ours)]
    return texts[0] == texts[1] and (b"LIMIT" in words or _unordered(real, ours, request))


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


def _pending(real, ours, _):
    """Pending entries: the third field is how long each has been so."""
    def masked(node):
        rows = node[1]
        if not isinstance(rows, list) or not all(isinstance(row[1], list) and len(row[1]) == 4 for row in rows):
            return node, []
        return [row[1][:2] + row[1][3:] for row in rows], [int(row[1][2][1]) for row in rows]
    return _same_but_for_times(masked(real), masked(ours))


def _consumers(real, ours, _):
    """Consumers: the last two fields of each are how long ago it was seen and active, -1 for never."""
    def masked(node):
        rows = [row[1] for row in node[1]]
        times = [int(row[index][1]) for row in rows for index in (5, 7) if index < len(row)]     # before 7.2 only the first
        return [row[:5] + row[6:7] for row in rows], times
    return real[0] == ours[0] == "*" and _same_but_for_times(masked(real), masked(ours))


def _stream(real, ours, _):
    """All of a stream: integers that can only be times of this run are when entries were delivered and consumers seen."""
    times = []

    def masked(node):
        kind, value = node
        if isinstance(value, list):
            return kind, [masked(item) for item in value]
        if kind == ":" and 1_700_000_000_000 < int(value) < 4_000_000_000_000:
            times.append(int(value))
            return kind, b"time"
        return node
    trees = masked(real), masked(ours)
    half = len(times) // 2
    return _same_but_for_times((trees[0], times[:half]), (trees[1], times[half:]))


def _same_but_for_times(real, ours):
    return real[0] == ours[0] and all(
        (one == other if min(one, other) < 0 else abs(one - other) <= TOLERANCE * 1000)
        for one, other in zip(real[1], ours[1]))


def _refcount(real, ours, _):
    """Shared by all keys, or not: a transaction and a reply in progress hold references of their own."""
    pair = _integers(real, ours)
    return pair is not None and (pair[0] == 2**31 - 1) == (pair[1] == 2**31 - 1)


def _logged(real, ours, request):
    """How much there is in a log: of what was slow, any number."""
    return request.arguments[2].upper() == b"SLOW" and _same_kind(real, ours)


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


def _each(rule):
    """An array of integers, each of which the rule lets pass, or which are equal."""
    def each(real, ours, request):
        return (_same_kind(real, ours) and isinstance(real[1], list) and len(real[1]) == len(ours[1])
                and all(one == other or rule(one, other, request) for one, other in zip(real[1], ours[1])))
    return each


def _client_fields(real, ours, request):
    """The same clients with the same fields in the same order, and equal values except for those that say something
    about the process; clients in any order. Which ones are old or idle enough depends on the machine."""
    words = {argument.upper() for argument in request.arguments[2:] if isinstance(argument, bytes)}
    asks_for_times = not words.isdisjoint((b"MAXAGE", b"IDLE"))

    def described(node):
        lines = []
        for line in node[1][4 if node[0] == "=" else 0:].splitlines():
            if b" name=%b " % OBSERVER in line:
                continue
            fields = [field.split(b"=", 1) for field in line.split(b" ")]
            lines.append([(f[0], b"" if f[0] in VOLATILE_CLIENT_FIELDS else f[-1]) for f in fields])
        return sorted(lines)
    return _same_kind(real, ours) and (asks_for_times or described(real) == described(ours))


# What INFO says that depends on the sequence alone, and so is compared with its value.
TELLING_FIELDS = re.compile(
    rb"redis_mode|arch_bits|connected_clients|maxclients|blocked_clients|watching_clients|total_watched_keys"
    rb"|total_blocking_keys|total_blocking_keys_on_nokey|maxmemory|maxmemory_human|maxmemory_policy|loading|role"
    rb"|connected_slaves|cluster_enabled|pubsub_channels|tracking_clients|db\d+\Z")
# Lines that one of the servers has for reasons of its own: its name, its modules, and what the observer did.
OWN_FIELDS = re.compile(
    rb"understudy_version|module|db\d+_distrib|# Keysizes|cmdstat_|errorstat_|latency_percentiles_usec_|\Z")


def _info(real, ours, _):
    """The same sections and fields in the same order, and the same values where the sequence decides them."""
    def described(node):
        lines = []
        for line in node[1][4 if node[0] == "=" else 0:].split(b"\r\n"):
            name, _, value = line.partition(b":")
            if not OWN_FIELDS.match(name):
                lines.append((name, re.sub(rb",avg_ttl=.*", b"", value) if TELLING_FIELDS.fullmatch(name) else b""))
        return lines
    return _same_kind(real, ours) and described(real) == described(ours)


STRUCTURE = frozenset((b"encoding", b"ql_nodes", b"ql_avg_node", b"ql_listpack_max", b"ql_uncompressed_size"))


def _debug(real, ours, _):
    """DEBUG OBJECT: the same fields, and the same encoding and nodes, compressed or not."""
    def described(node):
        fields = [field.partition(b":") for field in node[1].split(b" ")]
        return [(name, value if name in STRUCTURE else b"") for name, _, value in fields]
    return _same_kind(real, ours) and described(real) == described(ours)


def _hello(real, ours, _):
    """Everything but the connection's id, the patch level of the version, and the modules that a server was built with."""
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
    """Descriptions of commands, without those of commands that ours does not declare; flags and subcommands in any order.
    A summary is its server's own sentence."""
    def known(node):
        kind, value = node
        if not isinstance(value, list):
            return node
        if _is_map(node):
            pairs = [(name, known(body)) for name, body in zip(value[::2], value[1::2])
                     if _is_declared(name, request) and name[1] != b"summary"]
            return kind, [item for pair in pairs for item in pair]
        if ("$", b"summary") in value[::2]:       # of a command, or of an argument
            at = 2 * value[::2].index(("$", b"summary"))
            value = value[:at] + value[at + 2:]
        if request.name == "command|info" and len(request.arguments) > 2 and node is real:
            return kind, [known(item) if _is_declared(_name_of(item), request) else _NULL for item in value]
        if request.name == "command|docs":        # describes commands in pairs, so that no other list holds any
            return kind, [known(item) for item in value]
        return kind, [known(item) for item in value if _is_declared(_name_of(item), request)]
    return _same_kind(real, ours) and canonical(known(real)) == canonical(known(ours))


def _is_map(node):
    """Whether a node describes commands by name, in either protocol: every second element is a description."""
    kind, value = node
    return kind == "%" or kind == "*" and len(value) % 2 == 0 and all(
        name[0] == "$" and name[1] is not None and isinstance(body[1], list) for name, body in zip(value[::2], value[1::2]))


def _name_of(item):
    """The name of the command that a description starts with, or the item itself if it is no description."""
    return item[1][0] if isinstance(item[1], list) and item[1] else item


def _is_declared(name, request):
    """Whether a leaf names no command at all, or one that ours knows; names of no command are words like `summary`."""
    if name[0] != "$" or not isinstance(name[1], bytes):
        return True
    word = name[1].decode("latin-1").lower()
    return word in request.declared or word not in request.every_name


def _help(real, ours, request):
    """The same help, except for the lines of subcommands that ours does not declare."""
    container = request.name.split("|")[0]

    def known(node):
        lines, keeps = [], True
        for _, line in node[1]:
            if not line.startswith(b"    "):
                name = f"{container}|{line.split(b' ')[0].decode('latin-1').lower()}"
                keeps = name in request.declared or name not in request.every_name
            if keeps:
                lines.append(line)
        return lines
    return _same_kind(real, ours) and known(real) == known(ours)


def _placed(real, ours, _):
    """The same, but for the addresses at which values of Lua lie."""
    def known(node):
        kind, value = node
        if isinstance(value, list):
            return kind, [known(item) for item in value]
        if isinstance(value, bytes):
            value = re.sub(rb"\b(table|function|thread|userdata): 0x[0-9a-f]+", rb"\1", value)
        return kind, value
    return known(real) == known(ours)


_RULES = {
    "placed": _placed,
    "picks": _picks, "similar": _similar, "vector-set": _vector_set,
    "kind": _kind, "dump": _dump, "libraries": _libraries, "number": _number, "members": _members, "sorted": _sorted,
    "unordered": _unordered, "canonical": _canonical, "unordered-pairs": _unordered_pairs, "scan": _scan,
    "refcount": _refcount, "logged": _logged, "pending": _pending, "consumers": _consumers, "stream": _stream,
    "seconds": _within(TOLERANCE), "milliseconds": _within(TOLERANCE * 1000),
    "time-seconds": _instant(TOLERANCE), "time-milliseconds": _instant(TOLERANCE * 1000),
    "each-seconds": _each(_within(TOLERANCE)), "each-milliseconds": _each(_within(TOLERANCE * 1000)),
    "each-time-seconds": _each(_instant(TOLERANCE)), "each-time-milliseconds": _each(_instant(TOLERANCE * 1000)),
    "client-fields": _client_fields, "hello": _hello, "info": _info, "debug": _debug, "config": _config, "table": _table,
    "help": _help,
}
