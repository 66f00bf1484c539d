"""What the grammar cannot say about a command: never sent, sent in a few forms only, or compared with some latitude.

Every entry is a licence to overlook a difference, so each is as narrow as the real server's behaviour allows; two real
servers run against each other show at once whether one is missing (`differential --ours REAL`). Names are written as
COMMAND INFO writes them; a subcommand is `container|sub`.
"""

# Commands that would end or hang the run, write files, or turn the connection into something else than request and reply.
NEVER = frozenset("""
    monitor psync sync replconf replicaof slaveof failover migrate restore-asking save bgsave bgrewriteaof
    module|load module|loadex module|unload acl|setuser acl|deluser acl|load acl|save acl|genpass acl|log
    cluster readonly readwrite asking subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe
    client|tracking client|caching latency slowlog pfdebug pfselftest script|kill function|kill script|debug
    """.split())

# How replies are compared where byte for byte is too much to ask. See compare.py for what each word means.
# OBJECT IDLETIME is only looked at for its kind because small integers are shared objects, idle since the server started.
COMPARE = {
    "keys": "unordered", "randomkey": "kind", "scan": "scan", "time": "kind", "info": "info", "lolwut": "kind",
    "client|id": "kind", "client|info": "client-fields", "client|list": "client-fields", "hello": "hello",
    "memory|usage": "kind", "memory|stats": "kind", "memory|doctor": "kind", "memory|malloc-stats": "kind",
    "object|idletime": "kind", "object|freq": "kind", "object|refcount": "refcount", "lastsave": "kind",
    "ttl": "seconds", "pttl": "milliseconds", "expiretime": "time-seconds", "pexpiretime": "time-milliseconds",
    "debug": "debug", "config|get": "config", "command": "table", "command|list": "table", "command|count": "kind",
    "command|info": "table", "command|docs": "table",
    **{f"{container}|help": "help" for container in ("client", "config", "command", "object", "memory", "debug", "acl")},
    "smembers": "unordered", "sinter": "unordered", "sunion": "unordered", "sdiff": "unordered", "hkeys": "unordered",
    "hvals": "unordered", "hgetall": "unordered-pairs", "sscan": "scan", "hscan": "scan", "zscan": "scan",
    "spop": "kind", "srandmember": "kind", "hrandfield": "kind", "zrandmember": "kind",
}

# How often a command is sent, relative to 1 for those of the data families.
WEIGHT = {
    "flushall": 0.03, "flushdb": 0.05, "select": 0.1, "swapdb": 0.1, "command": 0.002, "command|docs": 0.02,
    "command|info": 0.05, "command|list": 0.05, "multi": 0.9, "exec": 0.1, "discard": 0.05, "quit": 0.05, "reset": 0.1,
    "client|kill": 0.15, "client|list": 0.05, "client|unblock": 0.3, "keys": 0.3, "randomkey": 0.1, "hello": 0.2,
    "lpush": 3, "rpush": 4, "set": 3, "append": 1.5, "setrange": 1.5, "del": 0.3, "unlink": 0.3, "getdel": 0.4, "ltrim": 0.5,
    "rename": 0.4, "renamenx": 0.5, "expire": 0.7, "pexpire": 0.7, "expireat": 0.5, "pexpireat": 0.5, "object|help": 0.02, "wait": 0.1,
    "waitaof": 0.1, "restore": 0.3, "sort": 0.7, "sort_ro": 0.5, "msetnx": 0.7, "blpop": 0.7, "brpop": 0.7, "mset": 0.7,
    "unwatch": 0.2, "move": 0.4, "debug": 0.5, "info": 0.15, "config|resetstat": 0.02, "spop": 0.1,
}
GROUP_WEIGHT = {"connection": 0.15, "server": 0.12, "transactions": 0.5, "scripting": 0.1, "pubsub": 0.1}

# Arguments that are an offset into a string: allowed up to the first number, or from the second on (an error); what is
# between would make both servers write hundreds of megabytes.
# Cursors: only 0 leads to the same keys on every server.
BOUNDED = {"setrange": (2, 2000, 2**29), "setbit": (2, 16000, 2**32), "scan": (1, 0, 2**64), "sscan": (2, 0, 2**64),
           "hscan": (2, 0, 2**64), "zscan": (2, 0, 2**64)}

# Settings that the run may change: harmless, and put back before the next segment.
SETTINGS = {
    b"list-max-listpack-size": (b"-2", b"-1", b"-5", b"4", b"16", b"128", b"1", b"7", b"-3", b"abc", b"9999999999"),
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
    b"set-max-intset-entries": (b"512", b"4", b"-1"), b"hash-max-listpack-entries": (b"512", b"8", b"abc"),
    b"databases": (b"16", b"8"), b"no-such-setting": (b"1",), b"": (b"",),
}
# Settings that a test's own surroundings decide.
OWN_SETTINGS = frozenset((b"port", b"dir", b"logfile", b"pidfile", b"unixsocket", b"bind", b"tls-port", b"proc-title-template",
                          b"maxclients", b"locale-collate", b"oom-score-adj-values", b"shutdown-timeout", b"acllog-max-len"))


def _setting(values):
    names = tuple(SETTINGS)
    name = values.choose(names)
    pool = SETTINGS[name]
    value = values.choose(pool) if values.chance(0.9) else values.choose((b"", b"\x00", b"-5", b"yes"))
    return [name if values.chance(0.8) else name.upper(), value]


def _config_set(values):
    pairs = [_setting(values) for _ in range(1 if values.chance(0.7) else 2)]
    words = [b"CONFIG", b"SET"] + [word for pair in pairs for word in pair]
    return words[:-1] if values.chance(0.1) else words


def _config_get(values):
    names = [values.choose(tuple(SETTINGS)) for _ in range(1 if values.chance(0.8) else 2)]
    if values.chance(0.4):
        names = [values.choose((b"list*", b"max*", b"*max*", b"time?ut", b"[tm]*", b"lazyfree*", b"HZ", b"nothing*", b"save",
                                b"appendonly", b"requirepass", b"databases", b"*"))]
    return [b"CONFIG", b"GET"] + names


def _pause(values):
    return [b"CLIENT", b"PAUSE", values.choose((b"0", b"-1", b"abc", b"1.5", b"9223372036854775808"))] + values.choose(
        ([], [b"WRITE"], [b"ALL"], [b"all"], [b"BAD"], [b"WRITE", b"ALL"]))


def _debug(values):
    return [b"DEBUG"] + values.choose((
        [b"SLEEP", b"0"], [b"OBJECT", values.key()], [b"set-active-expire", b"0"], [b"OBJECT"]))


def _client_reply(values):
    return [b"CLIENT", b"REPLY"] + values.choose(([b"ON"], [b"on"], [b"BAD"], [], [b"ON", b"ON"]))


def _shutdown(values):
    return [b"SHUTDOWN"] + values.choose(([b"BAD"], [b"ABORT"], [b"NOSAVE", b"SAVE"], [b"ABORT", b"NOW"], [b"a", b"b", b"c", b"d"]))


def _wait(values):
    return [b"WAIT"] + values.choose(([b"0", b"0"], [b"0", b"1000"], [b"0", b"-1"], [b"abc", b"0"], [b"0", b"abc"], [b"0"]))


def _waitaof(values):
    return [b"WAITAOF"] + values.choose(([b"0", b"0", b"0"], [b"1", b"0", b"0"], [b"2", b"0", b"0"], [b"0", b"0", b"-1"], [b"0", b"x", b"0"]))


def _no_touch(values):
    """Never ON: redis 8.0.6 crashes when such a client pushes to a list for which another one is blocked (lookupKey reads
    the executing client, and there is none while blocked clients are served)."""
    return [b"CLIENT", b"NO-TOUCH"] + values.choose(([b"OFF"], [b"off"], [b"BAD"], [], [b"OFF", b"OFF"]))


def _setinfo(values):
    name = values.choose((b"LIB-NAME", b"lib-ver", b"lib-name", b"LIB-VER", b"BAD"))
    return [b"CLIENT", b"SETINFO", name, values.choose((b"redis-py", b"5.0", b"", b"with space", b"new\nline", b"ctrl\x01", b"\xff"))]


def _setname(values):
    return [b"CLIENT", b"SETNAME", values.choose((b"", b"worker-1", b"a b", b"line\nend", b"\x7f", b"~!@#", b"\xc5\xbc"))]


def _kill(values):
    """Only among the connections under comparison: a filter that spared none would also kill the observer."""
    target = values.integer("client-id")
    other = values.integer("client-id")
    return [b"CLIENT", b"KILL"] + values.choose((
        [b"ID", target], [b"ID", target, b"SKIPME", b"no"], [b"ID", target, b"SKIPME", b"maybe"], [b"id", target, b"TYPE", b"normal"],
        [b"ID", target, b"TYPE", b"pubsub"], [b"ID", target, b"USER", b"default"], [b"ID", target, b"USER", b"nobody"],
        [b"ID", target, b"ID", other], [b"ID", target, b"MAXAGE", b"0"], [b"ID", target, b"MAXAGE", b"100000"], [b"ID"], [b"TYPE", b"bad"],
        [b"127.0.0.1:1"], [b"ADDR", b"127.0.0.1:1"], [b"LADDR", b"127.0.0.1:1"], [b"TYPE", b"replica"], [b"TYPE", b"master"],
        [b"BAD", b"x"], [b"ID", target, b"LADDR", b"1:1"], [b"USER", b"nobody"], [b"MAXAGE", b"abc"]))


def _command_names(values):
    return values.choose((b"get", b"SET", b"client|id", b"CONFIG|GET", b"nosuchcommand", b"lpush", b"client", b"blmpop", b"object|help",
                          b"mset", b"", b"config|nosuch", b"exec", b"lcs", b"get|get", b"debug", b"copy", b"expire"))


def _getkeys(values):
    line = values.choose((
        [b"GET", b"k"], [b"MSET", b"a", b"1", b"b", b"2"], [b"LMPOP", b"2", b"a", b"b", b"LEFT"], [b"BLMPOP", b"0", b"1", b"a", b"LEFT"],
        [b"PING"], [b"NOSUCH"], [b"GET"], [b"LMPOP", b"9", b"a", b"LEFT"], [b"SET", b"k", b"v", b"GET"], [b"COPY", b"a", b"b"],
        [b"BLPOP", b"a", b"b", b"0"], [b"RENAME", b"a", b"b"], [b"OBJECT", b"ENCODING", b"k"], [b"LMPOP", b"abc", b"a", b"LEFT"],
        [b"LMOVE", b"a", b"b", b"LEFT", b"RIGHT"], [b"MSETNX", b"a"], [b"DEL", b"a", b"b", b"c"], [b"GETEX", b"k", b"PERSIST"],
        [b"CONFIG", b"GET", b"x"], [b"MEMORY", b"USAGE", b"k"], [b"LCS", b"a", b"b"], [b"CLIENT", b"NOSUCH"], [b"WATCH", b"a", b"b"]))
    return [b"COMMAND", values.choose((b"GETKEYS", b"GETKEYSANDFLAGS"))] + line


def _command_list(values):
    return [b"COMMAND", b"LIST"] + values.choose((
        [], [b"FILTERBY", b"PATTERN", b"l*"], [b"FILTERBY", b"PATTERN", b"*get*"], [b"FILTERBY", b"ACLCAT", b"list"], [b"filterby", b"aclcat", b"@string"],
        [b"FILTERBY", b"ACLCAT", b"nosuch"], [b"FILTERBY", b"MODULE", b"nosuch"], [b"FILTERBY"], [b"FILTERBY", b"BAD", b"x"], [b"x"]))


# Commands sent in these forms only (and in mutations of them), instead of a walk of their argument tree.
FORMS = {
    "config|set": _config_set, "config|get": _config_get, "client|pause": _pause, "debug": _debug, "shutdown": _shutdown,
    "client|reply": _client_reply, "wait": _wait, "waitaof": _waitaof, "client|setinfo": _setinfo, "client|setname": _setname,
    "client|kill": _kill, "client|no-touch": _no_touch, "command|getkeys": _getkeys, "command|getkeysandflags": _getkeys, "command|list": _command_list,
    "command|info": lambda values: [b"COMMAND", b"INFO", _command_names(values)],
    "command|docs": lambda values: [b"COMMAND", b"DOCS", _command_names(values)],
    "select": lambda values: [b"SELECT", values.integer("db")],
    "lolwut": lambda values: [b"LOLWUT"] + values.choose(([], [b"VERSION", b"5"], [b"VERSION", b"6"], [b"VERSION", b"abc"])),
    "info": lambda values: [b"INFO"] + values.choose(([], [b"server"], [b"nosuch"], [b"ALL"], [b"clients", b"memory"], [b"everything"], [b"KEYSPACE", b"stats"],
        [b"default"], [b"replication", b"nosuch"], [b"commandstats", b"errorstats", b"cpu"])),
    "auth": lambda values: [b"AUTH"] + values.choose(([b"secret"], [b"default", b""], [b"nobody", b"x"], [b"a", b"b", b"c"])),
}
# Forms that must stay as they are: a mutation could turn them into something that harms the run.
FIXED = frozenset(("client|no-touch", "config|set", "client|pause", "debug", "shutdown", "client|reply", "wait", "waitaof",
                   "client|kill", "lolwut"))
