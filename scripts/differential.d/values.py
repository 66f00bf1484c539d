"""Values for arguments: typed, drawn from tiny pools so that they collide, and biased towards the edges.

Everything is drawn from one `random.Random`, so that a seed names a sequence of commands for good.
Times are the exception to freedom: nothing generated here may elapse while a run lasts, or replies would depend on
how fast each server is. So a time is either in the past or hours ahead, and relative ones are all different, which
keeps `EXPIRE ... GT` from depending on the millisecond in which it ran.
"""

from wire import Placeholder

# Absolute times that read back exactly. All but the first of each are far ahead of any run.
UNIX_SECONDS = (b"1500000000", b"4102444800", b"4102444801", b"32503680000", b"9999999999")
UNIX_MILLISECONDS = (b"1", b"4102444800000", b"4102444800001", b"32503680000999", b"9999999999999")
ABSOLUTE_TIMES = frozenset(int(t) for t in UNIX_SECONDS + UNIX_MILLISECONDS) | frozenset(
    int(t) * 1000 for t in UNIX_SECONDS) | frozenset((int(t) + 500) // 1000 for t in UNIX_MILLISECONDS) | frozenset(
    (9223372036854775807, 9223372036854775000, 9223372036854775))
BAD_TIMES = (b"0", b"-1", b"-1000", b"9223372036854775807", b"9223372036854775808", b"-9223372036854775808",
             b"9223372036854775000", b"1.5", b"abc", b"", b" 5000", b"1e5")

KEY_LETTERS = {"string": "s", "list": "l", "hash": "h", "set": "t", "sorted-set": "z", "geo": "z", "stream": "x",
               "bitmap": "s", "hyperloglog": "s"}
SHARED_KEYS = (b"k", b"", b"k\r\n\x00\xff", b"{tag}k", b"K")

# Words that only arguments of this name take.
NAMED_WORDS = {
    "field": (b"f", b"f", b"g", b"g", b"h", b"i", b"1", b"-7", b"", b"f\r\n\x00", b"f" * 64, b"f" * 65),
    "encoding": (b"u1", b"u2", b"u7", b"u8", b"u8", b"u16", b"u31", b"u32", b"u63", b"i1", b"i2", b"i5", b"i8", b"i8", b"i16",
                 b"i32", b"i63", b"i64", b"u64", b"i65", b"u0", b"i0", b"U8", b"x8", b"i", b"u-1", b"u08", b"u8\x001"),
}

# Arguments of sorted sets that bound a range, and what they may be: ranks, scores or members, as the command or its options have it.
BOUND_NAMES = frozenset(("min", "max", "start", "stop"))
SCORE_BOUNDS = (b"-inf", b"+inf", b"inf", b"(1", b"(2", b"(0", b"1", b"2", b"3", b"0", b"-1", b"(-1", b"1.5", b"(1.5", b"10", b"5",
                b"(inf", b"(", b"((1", b"(abc", b"nan", b"", b"(0x1", b" 1", b"1e400", b"+5", b"1\x00x", b"-0", b"(-0")
MEMBER_BOUNDS = (b"-", b"+", b"[a", b"(a", b"[b", b"(b", b"[foo", b"(foo", b"[", b"(", b"[v1", b"(v2", b"[hello", b"[\xff", b"a",
                 b"--", b"+x", b"", b"[1", b"(5")

LIMITS = tuple(b"%d" % n for n in (
    2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63 - 2, 2**63, -2**63, -2**63 + 1,
    -2**63 - 1, 2**64 - 1, 2**64, 10**17, 10**30))
NOT_INTEGERS = (b"abc", b"1.5", b" 1", b"1 ", b"+1", b"01", b"-0", b"1e3", b"", b"0x10", b"1\x00", b"-", b"1\r\n")
DOUBLES = (b"0", b"1", b"-1", b"1.5", b"3.0e3", b"5.0", b"0.1", b"0.2", b"-0.5", b"1e-7", b"10.50", b"200000000000000000",
           b"3.14159265358979323846", b"1e17", b"1e20", b"123456789.123456789", b"-0", b"1e308", b"1e4932", b".5", b"5.")
BAD_DOUBLES = (b"nan", b"inf", b"-inf", b"+inf", b"Infinity", b"abc", b"", b" 1.5", b"1.5 ", b"1e5000", b"0x1p3",
               b"1,5", b"1.5\x00", b"--1")
WORDS = (b"a", b"b", b"c", b"foo", b"bar", b"hello", b"Hello World", b"v1", b"v2")
BINARY = (b"\x00", b"\r\n", b"a\r\nb\x00c", b"\xff\xfe\x80", b"*1\r\n$4\r\nPING\r\n", bytes(range(256)), b"\"q\\'", b"$-1\r\n",
          "żółw €".encode(), b" ", b"x" * 40 + b"\x00\x01\x02\x03")
# Lengths on both sides of every threshold at which an encoding changes.
LENGTHS = (43, 44, 45, 46, 62, 63, 64, 65, 66, 127, 128, 129, 253, 254, 255, 256, 1000, 2040, 3000)
RARE_LENGTHS = (4095, 4096, 4097, 8100, 8191, 8192, 8193, 9000, 16384)
PATTERNS = (b"*", b"s*", b"l*", b"?1", b"s?", b"[sl]1", b"[^s]*", b"[a-z]1", b"[z-a]2", b"k*", b"k\r\n*", b"\\*", b"s\\1",
            b"*1", b"*[1-3]", b"[", b"[a", b"[^", b"\\", b"", b"**", b"*?*", b"s[12", b"a*a*a*a*b", b"nothing", b"[]", b"[s-]1",
            b"?", b"K", b"*\x00*", b"{tag}*", b"[\\s]1", b"s[1-", b"*\xff")
BAD_WORDS = (b"", b"BADOPTION", b"NX", b"EX", b"LEFT", b"COUNT", b"GET", b"DB", b"MATCH", b"0", b"-1", b"KEEPTTL", b"\x00")


class Values:
    """The pools, seen by one command at a time. `group` decides which keys it prefers."""

    def __init__(self, rng, groups, slots):
        self.rng = rng
        self.random = rng.random
        self.slots = slots
        self.group = "generic"
        self.times = 0
        letters = sorted({KEY_LETTERS[g] for g in groups if g in KEY_LETTERS} or {"s"})
        typed = {letter: tuple(f"{letter}{i}".encode() for i in range(1, 6)) for letter in letters}
        every = tuple(key for keys in typed.values() for key in keys) + SHARED_KEYS
        self.every_key = every
        self.own_keys = {g: typed[letter] for g, letter in KEY_LETTERS.items() if letter in typed}

    def choose(self, pool):
        return pool[int(self.random() * len(pool))]

    def chance(self, probability):
        return self.random() < probability

    def key(self):
        own = self.own_keys.get(self.group)
        return self.choose(own) if own and self.random() < 0.88 else self.choose(self.every_key)

    def string(self, name=""):
        if name in BOUND_NAMES and self.group == "sorted-set" and self.random() < 0.95:
            return self.bound()
        if name in NAMED_WORDS and self.random() < 0.95:
            return self.choose(NAMED_WORDS[name])
        r = self.random()
        if r < 0.42:
            return self.choose(WORDS)
        if r < 0.62:
            return self.integer("value")
        if r < 0.70:
            return self.choose(DOUBLES)
        if r < 0.80:
            return self.choose(BINARY)
        if r < 0.91:
            return self.choose(WORDS)[:1] * self.choose(LENGTHS)
        if r < 0.92:
            return b"y" * self.choose(RARE_LENGTHS)
        if r < 0.96:
            return b""
        return self.choose(self.every_key)

    def integer(self, name):
        if name in ("count", "num-matches", "len", "limit", "min-match-len"):
            r = self.random()
            if r < 0.75:
                return b"%d" % int(self.random() * 5)
            if r < 0.82:
                return b"%d" % int(self.random() * 300)
        elif name in ("db", "destination-db", "index1", "index2", "database"):
            if self.random() < 0.85:
                return b"%d" % int(self.random() ** 2 * 3)
            return self.choose((b"15", b"16", b"-1", b"9999999999", b"abc", b"", b"1.0"))
        elif name == "offset":
            r = self.random()
            if r < 0.6:
                return b"%d" % int(self.random() * 60)
            if r < 0.7:
                return b"#%d" % int(self.random() * 12)
            if r < 0.85:
                return b"%d" % int(self.random() * 600)
        elif name == "bit" and self.random() < 0.9:
            return self.choose((b"0", b"1"))
        elif name == "value" and self.group == "bitmap" and self.random() < 0.6:
            return self.choose((b"0", b"1"))
        elif name == "cursor":
            # Only 0 in its spellings is valid: where another cursor leads depends on the seed of the server's hash.
            return b"0" if self.random() < 0.9 else self.choose((b"18446744073709551616", b"-1", b"abc", b"", b"00", b" 0",
                                                                b"-0", b"+0", b"0\x00", b"0 ", b"1.0"))
        elif name in ("seconds", "milliseconds", "ttl"):
            return self.relative_time(name == "seconds")
        elif name == "client-id":
            if self.random() < 0.7:
                return Placeholder("id", int(self.random() * self.slots))
            return self.choose((b"0", b"-1", b"999999", b"abc", b"9223372036854775807", b"9223372036854775808"))
        elif name == "protover":
            return b"2" if self.random() < 0.4 else self.choose((b"3", b"3", b"3", b"1", b"4", b"abc", b"-3", b""))
        elif name == "timeout":
            return self.timeout()
        r = self.random()
        if r < 0.62:
            return b"%d" % (int(self.random() * 14) - 5)
        if r < 0.80:
            return b"%d" % (int(self.random() * 300) - 150)
        if r < 0.90:
            return self.choose(LIMITS)
        if r < 0.93:
            return self.choose(NOT_INTEGERS)
        return b"%d" % int(self.random() * 100000)

    def double(self, name):
        if name == "timeout":
            return self.timeout()
        if name in BOUND_NAMES and self.random() < 0.9:
            return self.choose(SCORE_BOUNDS)
        if name == "score" and self.random() < 0.6:
            return b"%d" % (int(self.random() * 8) - 2)
        r = self.random()
        if r < 0.5:
            return self.choose(DOUBLES)
        if r < 0.65:
            return self.choose(BAD_DOUBLES)
        if r < 0.9:
            return b"%.*f" % (int(self.random() * 6), self.random() * 200 - 100)
        return self.integer("value")

    def bound(self):
        r = self.random()
        if r < 0.5:
            return b"%d" % (int(self.random() * 14) - 5)
        return self.choose(SCORE_BOUNDS if r < 0.8 else MEMBER_BOUNDS)

    def timeout(self):
        """For a blocking command: none, or too long to elapse, or refused."""
        if self.random() < 0.88:
            return self.choose((b"0", b"0", b"1000", b"5000.5", b"1e4", b"0.0"))
        return self.choose((b"-1", b"-0.001", b"abc", b"", b"nan", b"inf", b"9223372036854775807", b"1e400", b"99999999999999999999"))

    def relative_time(self, seconds):
        if self.random() < 0.2:
            return self.choose(BAD_TIMES)
        return self.distinct_time(seconds)

    def distinct_time(self, seconds):
        self.times += 1
        time = 5000 + 40 * self.times
        return b"%d" % (time if seconds else time * 1000 + self.times % 1000)

    def unix_time(self, name):
        if self.random() < 0.12:
            return self.choose(BAD_TIMES)
        return self.choose(UNIX_MILLISECONDS if "milli" in name else UNIX_SECONDS)

    def pattern(self):
        return self.choose(PATTERNS) if self.random() < 0.9 else self.key()

    def word_case(self, token):
        """A token as most people write it, and as some do."""
        r = self.random()
        if r < 0.85:
            return token
        if r < 0.95:
            return token.lower()
        return bytes(b ^ 32 if 65 <= b <= 90 and self.random() < 0.5 else b for b in token)
