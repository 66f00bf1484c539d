"""Commands of streams, sent in forms of their own: their ids have to rise, and fields, groups and consumers have to meet.

Ids come from a counter that a segment moves on, so that most entries are added behind the last one, and most of what asks
for an id asks for one that is, or was, near. Nothing asks for an id that the clock would decide.
"""

GROUPS = (b"g1", b"g1", b"g1", b"g2", b"G\x00", b"")
CONSUMERS = (b"c1", b"c2", b"c2", b"c3", b"c\r\nd", b"")
FIELDS = (b"f", b"g", b"field", b"1", b"-5", b"100000", b"x" * 70)
EDGES = (b"0", b"0-0", b"0-1", b"1", b"18446744073709551615", b"18446744073709551615-18446744073709551615", b"5-*", b"abc", b"1-",
         b"-1", b"+5", b" 6", b"007", b"7-08", b"3--05", b"1-2-3", b"", b"1.5", b"18446744073709551616", b"9" * 130,
         b"4\x00x", b"4-\x00", b"1-+1")
# No idle time but none, or one that only entries have that were claimed with the longer of these.
MIN_IDLE = (b"0", b"0", b"0", b"0", b"100000000", b"-5", b"abc")
IDLE = (b"0", b"1", b"1000000000", b"1000000000", b"-5", b"9223372036854775807", b"abc")


def _now(values):
    values.stream_ms = getattr(values, "stream_ms", 20)
    return values.stream_ms


def _new_id(values):
    r = values.random()
    if r < 0.05:
        return values.choose(EDGES)
    ms = _now(values)
    if r < 0.12:
        return b"%d-%d" % (ms - int(values.random() * 20), int(values.random() * 4))
    if values.chance(0.5):
        values.stream_ms = ms = ms + (1 if values.chance(0.9) else int(values.random() * 70000))
    if r < 0.5:
        return b"%d-*" % ms
    return b"%d-%d" % (ms, int(values.random() * 300)) if r < 0.75 else b"%d" % ms


def _id(values):
    r = values.random()
    if r < 0.04:
        return values.choose(EDGES)
    ms = max(0, _now(values) - int(values.random() ** 2 * 25))
    if r < 0.3:
        return b"%d" % ms
    return b"%d-%d" % (ms, int(values.random() ** 3 * 5))


def _bound(values, edge):
    r = values.random()
    if r < 0.4:
        return edge
    if r < 0.45:
        return values.choose((b"-", b"+"))
    return b"(" * values.chance(0.2) + _id(values)


def _ids(values):
    return [_id(values) for _ in range(1 + int(values.random() ** 2 * 6))]


def _count(values, word=b"COUNT"):
    return [values.word_case(word), values.integer("count")] if values.chance(0.5) else []


def _trimming(values):
    words = []
    if values.chance(0.75):
        words = [values.word_case(b"MAXLEN")]
        threshold = b"%d" % int(values.random() ** 2 * 40) if values.chance(0.93) else values.integer("value")
    else:
        words = [values.word_case(b"MINID")]
        threshold = _id(values)
    if values.chance(0.6):
        words.append(values.choose((b"~", b"~", b"=")))
    words.append(threshold)
    if values.chance(0.25):
        words += [values.word_case(b"LIMIT"), values.integer("limit")]
    return words


def _xadd(values):
    words = [b"XADD", values.key()]
    if values.chance(0.08):
        words.append(values.word_case(b"NOMKSTREAM"))
    if values.chance(0.2):
        words += _trimming(values)
    words.append(_new_id(values))
    fields = FIELDS if values.chance(0.3) else FIELDS[:1]
    for _ in range(1 if values.chance(0.7) else int(values.random() * 4)):
        words += [values.choose(fields), values.string("value") if values.chance(0.3) else values.integer("value")]
    return words


def _streams(values, ids):
    count = 1 if values.chance(0.7) else 2
    words = [values.word_case(b"STREAMS")] + [values.key() for _ in range(count)]
    return words + [ids(values) for _ in range(count)]


def _block(values):
    return [values.word_case(b"BLOCK"), values.choose((b"0", b"0", b"10000000", b"-1", b"abc"))] if values.chance(0.3) else []


def _xread(values):
    return [b"XREAD", *_count(values), *_block(values), *_streams(
        values, lambda values: values.choose((b"$", b"+")) if values.chance(0.3) else b"0" if values.chance(0.3) else _id(values))]


def _xreadgroup(values):
    group = [values.word_case(b"GROUP"), values.choose(GROUPS), values.choose(CONSUMERS)]
    noack = [values.word_case(b"NOACK")] if values.chance(0.1) else []
    return [b"XREADGROUP", *group, *_count(values), *_block(values), *noack, *_streams(
        values, lambda values: b">" if values.chance(0.75) else b"0" if values.chance(0.5) else _id(values))]


def _group(values, *words):
    return [*words, values.key(), values.choose(GROUPS)]


def _entries_read(values):
    return [values.word_case(b"ENTRIESREAD"), values.choose((b"0", b"1", b"3", b"100", b"-1", b"-2", b"abc"))] if values.chance(0.2) else []


def _xgroup_create(values):
    words = _group(values, b"XGROUP", b"CREATE") + [values.choose((b"0", b"$", _id(values)))]
    return words + [b"MKSTREAM"] * values.chance(0.6) + _entries_read(values)


def _xgroup_setid(values):
    return _group(values, b"XGROUP", b"SETID") + [values.choose((b"0", b"$", b"-", b"+", _id(values), _id(values)))] + _entries_read(values)


def _xclaim(values):
    words = [*_group(values, b"XCLAIM"), values.choose(CONSUMERS), values.choose(MIN_IDLE), *_ids(values)]
    options = ([values.word_case(b"IDLE"), values.choose(IDLE)], [b"TIME", values.unix_time("milliseconds")],
               [b"RETRYCOUNT", values.integer("count")], [values.word_case(b"FORCE")], [b"FORCE"], [b"JUSTID"],
               [b"LASTID", _id(values)])
    for option in options:
        if values.chance(0.15):
            words += option
    return words


def _xautoclaim(values):
    words = [*_group(values, b"XAUTOCLAIM"), values.choose(CONSUMERS), values.choose(MIN_IDLE), _bound(values, b"0")]
    return harmless(words + _count(values) + [b"JUSTID"] * values.chance(0.2), "xautoclaim")


def _xpending(values):
    words = _group(values, b"XPENDING")
    if values.chance(0.2):
        return words
    if values.chance(0.25):
        words += [values.word_case(b"IDLE"), values.choose(MIN_IDLE)]
    words += [_bound(values, b"-"), _bound(values, b"+"), values.choose((b"10", b"100", b"1", b"0", b"-1"))]
    return words + [values.choose(CONSUMERS)] * values.chance(0.4)


def _xsetid(values):
    words = [b"XSETID", values.key(), _new_id(values)]
    if values.chance(0.3):
        words += [values.word_case(b"ENTRIESADDED"), values.integer("value")]
    if values.chance(0.3):
        words += [values.word_case(b"MAXDELETEDID"), _id(values)]
    return words


def _xinfo_stream(values):
    words = [b"XINFO", b"STREAM", values.key()]
    if values.chance(0.6):
        words += [values.word_case(b"FULL"), *_count(values)]
    return words


FORMS = {
    "xadd": _xadd, "xread": _xread, "xreadgroup": _xreadgroup, "xclaim": _xclaim, "xautoclaim": _xautoclaim,
    "xpending": _xpending, "xsetid": _xsetid, "xgroup|create": _xgroup_create, "xgroup|setid": _xgroup_setid,
    "xgroup|destroy": lambda values: _group(values, b"XGROUP", b"DESTROY"),
    "xgroup|createconsumer": lambda values: _group(values, b"XGROUP", b"CREATECONSUMER") + [values.choose(CONSUMERS)],
    "xgroup|delconsumer": lambda values: _group(values, b"XGROUP", b"DELCONSUMER") + [values.choose(CONSUMERS)],
    "xinfo|stream": _xinfo_stream,
    "xinfo|consumers": lambda values: _group(values, b"XINFO", b"CONSUMERS"),
    "xack": lambda values: _group(values, b"XACK") + _ids(values),
    "xdel": lambda values: [b"XDEL", values.key(), *_ids(values)],
    "xtrim": lambda values: [b"XTRIM", values.key(), *_trimming(values)],
    "xrange": lambda values: [b"XRANGE", values.key(), _bound(values, b"-"), _bound(values, b"+"), *_count(values)],
    "xrevrange": lambda values: [b"XREVRANGE", values.key(), _bound(values, b"+"), _bound(values, b"-"), *_count(values)],
}

# Where a least idle time may stand that decides what happens to an entry.
_IDLE_INDEX = {"xclaim": 4, "xautoclaim": 4, "xpending": 4}


def harmless(arguments, name):
    """The same request, where a mutation may have asked for an id of the clock's, or for an idle time that may elapse."""
    if name == "xadd":
        return [b"=" if argument == b"*" else argument for argument in arguments]
    if name == "xautoclaim":
        # Room for the ids that turn out to be gone is reserved at once: whether there is any is a matter of the machine.
        for index in range(7, len(arguments)):
            if arguments[index - 1].upper() == b"COUNT" and len(arguments[index]) > 6 and arguments[index].isdigit():
                arguments[index] = b"1000"
    index = _IDLE_INDEX.get(name, len(arguments))
    if index < len(arguments) and arguments[index].isdigit() and 0 < int(arguments[index]) < 100_000_000:
        arguments[index] = b"100000000"
    return arguments
