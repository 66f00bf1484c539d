"""A dataset of every type and encoding, and all that a server tells of one: for the scripts that exchange and damage dump files."""

import socket

# A command of each type beside strings and lists that not every release has.
TYPES = ("sadd", "zadd", "hset", "xadd", "pfadd", "hpexpire", "vadd")


class Client:
    """One connection that sends requests and reads RESP2 replies."""

    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=60)
        self.file = self.socket.makefile("rb")

    def __call__(self, *words):
        self.send(*words)
        return self.reply()

    def send(self, *words):
        words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        self.socket.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))

    def reply(self):
        line = self.file.readline()
        kind, rest = line[:1], line[1:-2]
        if kind == b"$":
            return None if rest == b"-1" else self.file.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return None if rest == b"-1" else [self.reply() for _ in range(int(rest))]
        return int(rest) if kind == b":" else rest if kind == b"+" else Exception(rest)

    def knows(self, command):
        return self("COMMAND", "INFO", command)[0] is not None


def fill(client, known, rng, keys):
    """Makes `keys` keys of each shape. `known` tells which commands both sides have."""

    def text(longest):
        kind = rng.randrange(4)
        if kind == 0:
            return b"%d" % rng.randrange(-2 ** rng.randrange(1, 63), 2 ** rng.randrange(1, 63))
        if kind == 1:
            return bytes(rng.randrange(256) for _ in range(rng.randrange(longest)))
        if kind == 2:
            return rng.choice((b"a", b"word ", b"\x00")) * rng.randrange(longest)
        return b"value:%d" % rng.randrange(1000)

    def several(few, many, longest):
        return [text(longest) for _ in range(rng.choice((1, rng.randrange(1, few), rng.randrange(few, many))))]

    for number in range(keys):
        client("SELECT", rng.choice((0, 0, 0, 5)))
        name = "%d" % number
        client("SET", "string:" + name, text(rng.choice((20, 60, 5000))))
        client("RPUSH", "list:" + name, *several(8, 300, rng.choice((12, 60, 9000 if number % 7 == 0 else 60))))
        if "sadd" in known:
            client("SADD", "set:" + name, *several(8, 300, rng.choice((12, 60, 200))))
            client("SADD", "ints:" + name, *(rng.randrange(-2 ** rng.choice((9, 20, 50)), 2 ** 40)
                                             for _ in range(rng.choice((3, 50, 600)))))
        if "zadd" in known:
            scores = (lambda: rng.choice((rng.randrange(-9, 9), rng.random() * 1e6, 1e300, -0.5, 2 ** 60, "inf", "-inf")))
            client("ZADD", "zset:" + name, *(part for member in several(8, 200, rng.choice((12, 60, 200)))
                                             for part in (scores(), member)))
        if "hset" in known:
            pairs = [part for field in several(8, 600, rng.choice((12, 60, 200))) for part in (field, text(60))]
            client("HSET", "hash:" + name, *pairs)
            if "hpexpire" in known and number % 2 == 0:
                for field in pairs[0:6:2]:
                    client("HPEXPIRE", "hash:" + name, 10 ** 9 + rng.randrange(10 ** 9), "FIELDS", 1, field)
        if "xadd" in known:
            stream(client, "stream:" + name, rng, text)
        if "vadd" in known:
            vectors(client, "vectors:" + name, rng)
        if "pfadd" in known:
            client("PFADD", "log:" + name, *several(8, 3000, 30))
        for kind in ("string", "list", "zset"):
            if rng.random() < 0.2:
                client("PEXPIRE", "%s:%s" % (kind, name), 10 ** 9 + rng.randrange(10 ** 9))


def stream(client, key, rng, text):
    """A stream with gaps, groups, consumers and pending entries."""
    ids = []
    for _ in range(rng.choice((2, 30, 300))):
        fields = (b"f", b"g") if rng.random() < 0.7 else (text(9) + b"x",)
        ids.append(client("XADD", key, "*", *(part for field in fields for part in (field, text(40)))))
    client("XDEL", key, *rng.sample(ids, min(len(ids) - 1, 3)))
    for group in ("one", "two")[:rng.randrange(3)]:
        client("XGROUP", "CREATE", key, group, rng.choice((0, ids[0])))
        for consumer in ("a", "b"):
            client("XREADGROUP", "GROUP", group, consumer, "COUNT", rng.randrange(1, 9), "STREAMS", key, ">")
        client("XACK", key, group, *ids[:2])
    if rng.random() < 0.2:
        client("XTRIM", key, "MAXLEN", 0)


def vectors(client, key, rng):
    """A vector set with one quantisation or another, some of whose elements have attributes, have gone or have been replaced."""
    dimension = rng.choice((2, 7, 64, 70))
    options = (rng.choice(("NOQUANT", "Q8", "BIN")), "M", rng.choice((4, 16)))
    reduced = ("REDUCE", 5) if dimension > 5 and rng.random() < 0.3 else ()
    for number in range(rng.choice((1, 8, 60))):
        vector = [rng.choice((rng.random() - 0.5, rng.randrange(-9, 9))) for _ in range(dimension)]
        attributes = ("SETATTR", '{"number": %d}' % number) if rng.random() < 0.3 else ()
        client("VADD", key, *reduced, "VALUES", dimension, *vector, "e%d" % rng.randrange(50), *options, *attributes)
        if rng.random() < 0.1:
            client("VREM", key, "e%d" % rng.randrange(50))


def contents(client, kind, key):
    if kind == b"string":
        return client("GET", key)
    if kind == b"list":
        return client("LRANGE", key, 0, -1)
    if kind == b"set":
        return sorted(client("SMEMBERS", key))
    if kind == b"zset":
        return client("ZRANGE", key, 0, -1, "WITHSCORES")
    if kind == b"hash":
        flat = client("HGETALL", key)
        pairs = sorted(zip(flat[::2], flat[1::2]))
        times = client("HPEXPIRETIME", key, "FIELDS", len(pairs), *(field for field, _ in pairs))
        return pairs, None if isinstance(times, Exception) else times
    if kind == b"vectorset":
        return vector_set(client, key)
    full = client("XINFO", "STREAM", key, "FULL", "COUNT", 0)
    # How the entries are filed is told in a way of each server's own.
    return [(name, value) for name, value in zip(full[::2], full[1::2]) if not name.startswith(b"radix")]


def held(client):
    """All that a server holds."""
    everything = {}
    for database in (0, 5):
        client("SELECT", database)
        for key in client("KEYS", "*"):
            kind = client("TYPE", key)
            everything[database, key] = (
                kind, client("OBJECT", "ENCODING", key), client("PEXPIRETIME", key), contents(client, kind, key))
    return everything


def vector_set(client, key):
    """All that is to be the same: numbers of nodes and of sets go on, and levels and links are each server's own."""
    info = client("VINFO", key)
    about = [(name, value) for name, value in zip(info[::2], info[1::2])
             if name in (b"quant-type", b"hnsw-m", b"vector-dim", b"projection-input-dim", b"size", b"attributes-count")]
    names = sorted(client("VRANDMEMBER", key, 1000))
    elements = [(name, client("VEMB", key, name, "RAW"), client("VGETATTR", key, name)) for name in names]
    # Which of several that are equally near comes first is left open.
    found = [sorted(client("VSIM", key, "ELE", name, "COUNT", 1000, "WITHSCORES")[1::2]) for name in names]
    return about, elements, found
