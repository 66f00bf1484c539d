"""Commands of vector sets, whose module tells nothing of their arguments.

A key has one dimension and one way of keeping vectors most of the time, and so few elements that the real server's search by its
graph finds all of them. Levels and links are random; where elements are equally near, their order is open (compare.py).
"""

import struct

NAMES = tuple(b"e%d" % number for number in range(14)) + (b"", b"e\r\n\x00", b"17")
# An infinite number has no distance that could be put in an order.
#: Of each key, what its vectors are like.
KINDS = {
    b"v1": (3, ()), b"v2": (3, (b"NOQUANT",)), b"v3": (70, (b"BIN",)), b"v4": (11, (b"Q8", b"M", b"8")), b"v5": (20, (b"NOQUANT",)),
}
#: Of these keys the vectors are projected.
REDUCED = {b"v5": (b"REDUCE", b"6")}
ATTRIBUTES = (
    b'{"year": 1984, "genre": "drama"}', b'{"year": 2001, "genre": "comedy", "tags": ["a", "b", 3]}', b'{"year": -1.5e2, "ok": true}',
    b'{"genre": "dr\\"ama", "deep": {"year": 7}, "year": 12}', b'{"ok": false, "none": null, "year": "x"}', b'[1, 2]', b'{"year": ', b"",
    b'{"a": 1, "b": [1, [2]], "c": {}}', b"no json at all", b'{ "a" : "x" , "b":2}')
FILTERS = (
    b".year > 1990", b".year < 1990 and .genre == 'drama'", b'.genre == "comedy" or .ok', b"not .ok", b"!(.year == 12)", b".a == 1",
    b"'a' in .tags", b".year in [1984, 12, 'x']", b".year % 2 == 0", b".year ** 2 > 100", b"1", b"0", b".none", b".year", b".",
    b".year >", b"(.year > 1", b".year > 1)", b"in", b"", b".a + .b == 3", b"'dr' in .genre", b".missing == 1", b".year / 0 > 1",
    b".b != 2 && .a", b".year >= 12 || .year <= -100", b"- .year < 0", b".year == 'x'", b"\xff", b"1 2", b"'open", b"[1,2] in 3",
    b".year>1 and not .ok or .genre=='x'", b"1 in [1, 2, 'three']", b"-5 < .year", b".deep == 1")
BAD_NUMBERS = (b"abc", b"nan", b"", b"1e400", b" 1", b"0x10", b"1.5x")


def _key(values):
    return values.choose(tuple(KINDS)) if values.chance(0.93) else values.key()


def _number(values):
    r = values.random()
    if r < 0.01:
        return values.choose(BAD_NUMBERS)
    return b"%d" % (int(values.random() * 21) - 10) if r < 0.3 else b"%.4f" % (values.random() * 8 - 4)


def _dimension(values, key):
    dimension = KINDS.get(key, (3, ()))[0]
    return dimension if values.chance(0.97) else values.choose((1, 2, 3, 4, 70, 6))


def _vector(values, key):
    """A vector in floats or in words."""
    dimension = _dimension(values, key)
    if values.chance(0.3):
        floats = struct.pack("<%df" % dimension, *(values.random() * 8 - 4 for _ in range(dimension)))
        return [values.word_case(b"FP32"), floats if values.chance(0.97) else floats[:-1]]
    count = b"%d" % dimension if values.chance(0.98) else values.choose((b"0", b"-1", b"abc", b"2", b"1000"))
    return [values.word_case(b"VALUES"), count, *(_number(values) for _ in range(dimension))]


def _name(values):
    return values.choose(NAMES)


def _add(values):
    key = _key(values)
    words = [b"VADD", key]
    if key in REDUCED if values.chance(0.97) else values.chance(0.5):
        words += REDUCED.get(key, (b"REDUCE", values.choose((b"2", b"6", b"0", b"-1", b"x"))))
    words += _vector(values, key) + [_name(values)]
    options = [[values.word_case(word) for word in KINDS.get(key, (3, ()))[1]]]
    if values.chance(0.03):
        options[0] = [values.choose((b"NOQUANT", b"Q8", b"BIN"))]
    if values.chance(0.2):
        options.append([values.word_case(b"EF"), values.choose((b"10", b"200", b"1000", b"0", b"-1", b"abc", b"1000001"))])
    if values.chance(0.03):
        options.append([b"M", values.choose((b"4", b"16", b"3", b"4097", b"abc", b"32"))])
    # Not both: redis 8.0 forgets to count the attributes of what it adds in a thread.
    if values.chance(0.5):
        options.append([values.word_case(b"CAS")] if values.chance(0.5) else [values.word_case(b"SETATTR"), values.choose(ATTRIBUTES)])
    if values.chance(0.01):
        options.append([values.choose((b"BAD", b"EF", b"SETATTR", b"M"))])
    values.rng.shuffle(options)
    return words + [word for option in options for word in option]


def _search(values):
    key = _key(values)
    words = [b"VSIM", key]
    words += [values.word_case(b"ELE"), _name(values)] if values.chance(0.5) else _vector(values, key)
    options = []
    if values.chance(0.8):
        options.append([values.word_case(b"WITHSCORES")])
    if values.chance(0.2):
        options.append([values.word_case(b"WITHATTRIBS")])
    if values.chance(0.5):
        options.append([values.word_case(b"COUNT"), values.choose((b"1", b"3", b"5", b"100", b"100", b"0", b"-1", b"abc"))])
    if values.chance(0.15):
        options.append([values.word_case(b"EPSILON"), values.choose((b"0.2", b"0.5", b"1", b"0.01", b"0", b"-1", b"abc", b"2", b"nan"))])
    # Fewer than there are elements would have the real server find less than all.
    if values.chance(0.2):
        options.append([values.word_case(b"EF"), values.choose((b"100", b"1000", b"0", b"-1", b"abc", b"1000001"))])
    if values.chance(0.4):
        options.append([values.word_case(b"FILTER"), values.choose(FILTERS)])
    if values.chance(0.1):
        options.append([values.word_case(b"FILTER-EF"), values.choose((b"0", b"100", b"-1", b"abc", b"1000"))])
    if values.chance(0.3):
        options.append([values.word_case(b"TRUTH")])
    if values.chance(0.3):
        options.append([values.word_case(b"NOTHREAD")])
    if values.chance(0.02):
        options.append([values.choose((b"BAD", b"COUNT", b"FILTER", b"EF"))])
    values.rng.shuffle(options)
    return words + [word for option in options for word in option]


def _of_element(name, *more):
    def form(values):
        words = [name, _key(values), _name(values)]
        return words + [values.choose(more)] if more and values.chance(0.5) else words
    return form


def _of_set(name):
    return lambda values: [name, _key(values)]


FORMS = {
    "vadd": _add,
    "vsim": _search,
    "vrem": _of_element(b"VREM"),
    "vemb": _of_element(b"VEMB", b"RAW", b"raw", b"BAD"),
    "vlinks": _of_element(b"VLINKS", b"WITHSCORES", b"BAD"),
    "vgetattr": _of_element(b"VGETATTR"),
    "vismember": _of_element(b"VISMEMBER"),
    "vsetattr": lambda values: [b"VSETATTR", _key(values), _name(values), values.choose(ATTRIBUTES)],
    "vcard": _of_set(b"VCARD"),
    "vdim": _of_set(b"VDIM"),
    "vinfo": _of_set(b"VINFO"),
    "vrandmember": lambda values: [b"VRANDMEMBER", _key(values)] + (
        [values.choose((b"1", b"3", b"100", b"-5", b"0", b"abc", b"-100"))] if values.chance(0.7) else []),
}
# A mutation could ask the real server for a search that is not exact, or for more picks than it makes in a year.
FIXED = frozenset(FORMS)
