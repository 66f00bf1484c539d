"""Commands that are sent in a few forms only, instead of a walk of their argument tree: because most of what the tree allows
would harm the run, or because only certain words mean anything to them.
"""

import functions
import vectors
from scripting import FORMS as SCRIPTING_FORMS
from streams import FORMS as STREAM_FORMS
from values import MEMBER_BOUNDS, SCORE_BOUNDS
from wire import unquote

# Settings that the run may change: harmless, and put back before the next segment.
SETTINGS = {
    b"list-max-listpack-size": (b"-2", b"-1", b"-5", b"4", b"16", b"128", b"1", b"7", b"-3", b"abc", b"9999999999"),
    b"stream-node-max-entries": (b"100", b"1", b"2", b"3", b"5", b"10", b"0", b"-1"),
    b"stream-node-max-bytes": (b"4096", b"0", b"1", b"50", b"100", b"200", b"abc"),
    b"list-compress-depth": (b"0", b"1", b"3", b"-1", b"abc"),
    b"maxmemory": (b"0", b"10gb", b"10000000000", b"20GB", b"-1", b"abc", b"10g b"),
    b"maxmemory-policy": (b"noeviction", b"allkeys-lru", b"volatile-ttl", b"ALLKEYS-RANDOM", b"sometimes"),
    b"maxmemory-samples": (b"5", b"10", b"0", b"abc"),
    b"timeout": (b"0", b"3600", b"-1", b"abc"),
    b"tcp-keepalive": (b"300", b"0", b"60", b"-1", b"1.5"),
    b"hz": (b"10", b"50", b"0", b"501", b"abc"),
    b"lazyfree-lazy-user-del": (b"yes", b"no", b"maybe", b"YES"),
    b"lazyfree-lazy-user-flush": (b"yes", b"no", b"1"),
    b"proto-max-bulk-len": (b"512mb", b"536870912", b"2mb", b"1kb", b"abc"),
    b"client-output-buffer-limit": (b"normal 0 0 0", b"pubsub 32mb 8mb 60", b"normal 100mb 50mb 60 slave 1gb 0 0",
                                    b"normal 0 0", b"nobody 0 0 0", b"normal 0 -1 0"),
    b"notify-keyspace-events": (b"", b"KEA", b"AKE", b"Kg$", b"Q", b"KEl"),
    b"slowlog-log-slower-than": (b"10000", b"-1", b"0", b"abc"),
    b"maxclients": (b"10000", b"0", b"abc"),
    b"tracking-table-max-keys": (b"1000000", b"0", b"-1"),
    b"loglevel": (b"notice", b"warning", b"loud"),
    b"activedefrag": (b"no", b"maybe"),
    b"busy-reply-threshold": (b"5000", b"-1"), b"lua-time-limit": (b"5000",),
    b"set-max-intset-entries": (b"512", b"4", b"0", b"20", b"-1"), b"set-max-listpack-entries": (b"128", b"3", b"0", b"20", b"abc"),
    b"set-max-listpack-value": (b"64", b"5", b"0", b"2", b"-1"), b"hash-max-listpack-entries": (b"512", b"8", b"2", b"0", b"abc"),
    b"hash-max-listpack-value": (b"64", b"8", b"0", b"1kb", b"abc"),
    b"hll-sparse-max-bytes": (b"3000", b"0", b"40", b"100", b"300", b"-1"), b"zset-max-listpack-entries": (b"128", b"3", b"0", b"-1"), b"zset-max-listpack-value": (b"64", b"4", b"1kb", b"abc"),
    b"databases": (b"16", b"8"), b"no-such-setting": (b"1",), b"": (b"",),
}


def _lines(text):
    """One request a line, written as redis-cli takes it."""
    return tuple(tuple(unquote(line.strip())) for line in text.strip().splitlines())


def _one_of(text):
    """A writer of one of the requests in `text`."""
    requests = _lines(text)
    return lambda values: list(values.choose(requests))


def _setting(values):
    name = values.choose(tuple(SETTINGS))
    value = values.choose(SETTINGS[name]) if values.chance(0.9) else values.choose((b"", b"\x00", b"-5", b"yes"))
    return [name if values.chance(0.8) else name.upper(), value]


def _config_set(values):
    pairs = [_setting(values) for _ in range(1 if values.chance(0.7) else 2)]
    words = [b"CONFIG", b"SET"] + [word for pair in pairs for word in pair]
    return words[:-1] if values.chance(0.1) else words


_PATTERNS = tuple((pattern.encode(),) for pattern in (
    "list* max* *max* time?ut [tm]* lazyfree* HZ nothing* save appendonly requirepass databases *").split())


def _config_get(values):
    if values.chance(0.4):
        return [b"CONFIG", b"GET", *values.choose(_PATTERNS)]
    return [b"CONFIG", b"GET"] + [values.choose(tuple(SETTINGS)) for _ in range(1 if values.chance(0.8) else 2)]


def _debug(values):
    return [b"DEBUG"] + values.choose((
        [b"SLEEP", b"0"], [b"OBJECT", values.key()], [b"OBJECT", values.key()], [b"set-active-expire", b"0"], [b"OBJECT"]))


def _pfdebug(values):
    """Not SIMD: redis 8.0.6 answers its errors twice, and the rest says what the processor has."""
    word = values.choose((b"GETREG", b"DECODE", b"decode", b"ENCODING", b"TODENSE", b"todense", b"BAD"))
    return [b"PFDEBUG", word, values.key()]


def _client_kill(values):
    """Only among the connections under comparison: a filter that spared none would also kill the observer."""
    target, other = values.integer("client-id"), values.integer("client-id")
    if values.chance(0.5):
        return list(values.choose(_KILL_NOBODY))
    if values.chance(0.1):
        return [b"CLIENT", b"KILL", b"ID", target, b"ID", other]
    return [b"CLIENT", b"KILL", b"ID", target, *values.choose(_KILL_FILTERS)]


_KILL_FILTERS = ((),) + _lines("""
    SKIPME no
    SKIPME maybe
    TYPE normal
    TYPE pubsub
    USER default
    USER nobody
    MAXAGE 0
    MAXAGE 100000
    LADDR 1:1
    """)
_KILL_NOBODY = _lines("""
    CLIENT KILL ID
    CLIENT KILL TYPE bad
    CLIENT KILL 127.0.0.1:1
    CLIENT KILL ADDR 127.0.0.1:1
    CLIENT KILL LADDR 127.0.0.1:1
    CLIENT KILL TYPE replica
    CLIENT KILL TYPE master
    CLIENT KILL BAD x
    CLIENT KILL USER nobody
    CLIENT KILL MAXAGE abc
    """)

_GETKEYS = """
    COMMAND GETKEYS GET k
    COMMAND GETKEYS MSET a 1 b 2
    COMMAND GETKEYS LMPOP 2 a b LEFT
    COMMAND GETKEYS BLMPOP 0 1 a LEFT
    COMMAND GETKEYS PING
    COMMAND GETKEYS NOSUCH
    COMMAND GETKEYS GET
    COMMAND GETKEYS LMPOP 9 a LEFT
    COMMAND GETKEYS LMPOP abc a LEFT
    COMMAND GETKEYS SET k v GET
    COMMAND GETKEYS COPY a b
    COMMAND GETKEYS BLPOP a b 0
    COMMAND GETKEYS RENAME a b
    COMMAND GETKEYS OBJECT ENCODING k
    COMMAND GETKEYS LMOVE a b LEFT RIGHT
    COMMAND GETKEYS MSETNX a
    COMMAND GETKEYS DEL a b c
    COMMAND GETKEYS GETEX k PERSIST
    COMMAND GETKEYS CONFIG GET x
    COMMAND GETKEYS MEMORY USAGE k
    COMMAND GETKEYS LCS a b
    COMMAND GETKEYS CLIENT NOSUCH
    COMMAND GETKEYS WATCH a b
    """
_NAMES = _lines("""
    get
    SET
    client|id
    CONFIG|GET
    nosuchcommand
    lpush
    client
    blmpop
    object|help
    mset
    ""
    config|nosuch
    exec
    lcs
    get|get
    debug
    copy
    expire
    """)

def _by_member(write):
    """Ranges by member, on keys that hold nothing but equal scores: of others the real server answers what its walk through random
    levels happens to meet."""
    def form(values):
        key = b"equal%d" % int(values.random() * 3)
        if values.chance(0.3):
            pairs = [(b"0", values.string()) for _ in range(1 + int(values.random() * (200 if values.chance(0.02) else 6)))]
            return [b"ZADD", key] + [word for pair in pairs for word in pair]
        return write(values, key, [values.choose(MEMBER_BOUNDS), values.choose(MEMBER_BOUNDS)])
    return form


def _limit(values):
    return [b"LIMIT", values.integer("value"), values.integer("value")] if values.chance(0.4) else []


def _many(name):
    return lambda values, key, bounds: [name, key] + bounds + _limit(values)


def _range(values):
    """ZRANGE or ZRANGESTORE, each by any criterion."""
    def by_member(values, key, bounds):
        return words(key) + bounds + [b"BYLEX"] + ([b"REV"] if values.chance(0.4) else []) + _limit(values)

    def words(key):
        return [b"ZRANGESTORE", values.key(), key] if stores else [b"ZRANGE", key]

    stores = values.chance(0.3)
    if values.chance(0.25):
        return _by_member(by_member)(values)
    options = [b"BYSCORE"] if values.chance(0.4) else []
    options += [b"REV"] if values.chance(0.3) else []
    options += [b"WITHSCORES"] if not stores and values.chance(0.4) else []
    bounds = [values.choose(SCORE_BOUNDS) if b"BYSCORE" in options else values.integer("value") for _ in range(2)]
    return words(values.key()) + bounds + options + (_limit(values) if b"BYSCORE" in options or values.chance(0.1) else [])


FORMS = STREAM_FORMS | SCRIPTING_FORMS | functions.FORMS | vectors.FORMS | {
    "zrange": _range,
    "zrangestore": _range,
    "zrangebylex": _by_member(_many(b"ZRANGEBYLEX")),
    "zrevrangebylex": _by_member(_many(b"ZREVRANGEBYLEX")),
    "zlexcount": _by_member(lambda values, key, bounds: [b"ZLEXCOUNT", key] + bounds),
    "zremrangebylex": _by_member(lambda values, key, bounds: [b"ZREMRANGEBYLEX", key] + bounds),
    "config|set": _config_set,
    "config|get": _config_get,
    "debug": _debug,
    "pfdebug": _pfdebug,
    "client|kill": _client_kill,
    "select": lambda values: [b"SELECT", values.integer("db")],
    "command|info": lambda values: [b"COMMAND", b"INFO", *values.choose(_NAMES)],
    "command|docs": lambda values: [b"COMMAND", b"DOCS", *values.choose(_NAMES)],
    "command|getkeys": _one_of(_GETKEYS),
    "command|getkeysandflags": _one_of(_GETKEYS.replace("GETKEYS", "GETKEYSANDFLAGS")),
    # No timeout but 0: a pause would hold back the observer as well.
    "client|pause": _one_of("""
        CLIENT PAUSE 0
        CLIENT PAUSE 0 WRITE
        CLIENT PAUSE 0 all
        CLIENT PAUSE 0 BAD
        CLIENT PAUSE 0 WRITE ALL
        CLIENT PAUSE -1
        CLIENT PAUSE -1 WRITE
        CLIENT PAUSE abc
        CLIENT PAUSE 1.5 ALL
        CLIENT PAUSE 9223372036854775808
        """),
    # Never ON: redis 8.0.6 crashes when such a client pushes to a list for which another one is blocked (lookupKey reads the
    # executing client, and there is none while blocked clients are served).
    "client|no-touch": _one_of("""
        CLIENT NO-TOUCH OFF
        CLIENT NO-TOUCH off
        CLIENT NO-TOUCH BAD
        CLIENT NO-TOUCH
        CLIENT NO-TOUCH OFF OFF
        """),
    "client|reply": _one_of("""
        CLIENT REPLY ON
        CLIENT REPLY on
        CLIENT REPLY BAD
        CLIENT REPLY
        CLIENT REPLY ON ON
        """),
    "client|setinfo": _one_of("""
        CLIENT SETINFO LIB-NAME redis-py
        CLIENT SETINFO lib-name "with space"
        CLIENT SETINFO LIB-NAME ""
        CLIENT SETINFO LIB-NAME "new\\nline"
        CLIENT SETINFO LIB-VER 5.0
        CLIENT SETINFO lib-ver "ctrl\\x01"
        CLIENT SETINFO LIB-VER "\\xff"
        CLIENT SETINFO BAD x
        """),
    "client|setname": _one_of("""
        CLIENT SETNAME ""
        CLIENT SETNAME worker-1
        CLIENT SETNAME "a b"
        CLIENT SETNAME "line\\nend"
        CLIENT SETNAME "\\x7f"
        CLIENT SETNAME ~!@#
        CLIENT SETNAME "\\xc5\\xbc"
        CLIENT SETNAME "nul\\x00 and more"
        """),
    "command|list": _one_of("""
        COMMAND LIST
        COMMAND LIST FILTERBY PATTERN l*
        COMMAND LIST FILTERBY PATTERN *get*
        COMMAND LIST FILTERBY ACLCAT list
        COMMAND LIST filterby aclcat @string
        COMMAND LIST FILTERBY ACLCAT nosuch
        COMMAND LIST FILTERBY MODULE nosuch
        COMMAND LIST FILTERBY
        COMMAND LIST FILTERBY BAD x
        COMMAND LIST x
        """),
    "shutdown": _one_of("""
        SHUTDOWN BAD
        SHUTDOWN ABORT
        SHUTDOWN NOSAVE SAVE
        SHUTDOWN ABORT NOW
        SHUTDOWN a b c d
        """),
    "wait": _one_of("""
        WAIT 0 0
        WAIT 0 1000
        WAIT 0 -1
        WAIT abc 0
        WAIT 0 abc
        WAIT 0
        """),
    "waitaof": _one_of("""
        WAITAOF 0 0 0
        WAITAOF 1 0 0
        WAITAOF 2 0 0
        WAITAOF 0 0 -1
        WAITAOF 0 x 0
        """),
    "lolwut": _one_of("""
        LOLWUT
        LOLWUT VERSION 5
        LOLWUT VERSION 6
        LOLWUT VERSION abc
        """),
    "info": _one_of("""
        INFO
        INFO server
        INFO nosuch
        INFO ALL
        INFO everything
        INFO default
        INFO clients memory
        INFO KEYSPACE stats
        INFO replication nosuch
        INFO commandstats errorstats cpu
        """),
    "auth": _one_of("""
        AUTH secret
        AUTH default ""
        AUTH nobody x
        AUTH a b c
        """),
}
# Forms that must stay as they are: a mutation could turn them into something that harms the run.
FIXED = functions.FIXED | vectors.FIXED | frozenset(("client|no-touch", "config|set", "client|pause", "debug", "shutdown", "client|reply", "wait", "waitaof",
                   "client|kill", "lolwut", "zrange", "zrangestore", "zrangebylex", "zrevrangebylex", "zlexcount", "zremrangebylex"))
