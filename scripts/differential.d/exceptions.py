"""What the grammar cannot say about a command: never sent, more or less often, or compared with some latitude. What is sent
in a few forms only is in forms.py.

Every entry is a licence to overlook a difference, so each is as narrow as the real server's behaviour allows; two real
servers run against each other show at once whether one is missing (`differential --ours REAL`). Names are written as
COMMAND INFO writes them; a subcommand is `container|sub`.
"""

# Commands that would end or hang the run, write files, or turn the connection into something else than request and reply.
NEVER = frozenset("""
    monitor psync sync replconf replicaof slaveof failover migrate restore-asking save bgsave bgrewriteaof
    module|load module|loadex module|unload acl|setuser acl|deluser acl|load acl|save acl|genpass acl|log
    cluster readonly readwrite asking subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe
    client|tracking client|caching latency slowlog pfselftest memory|malloc-stats script|kill function|kill script|debug
    """.split())

# How replies are compared where byte for byte is too much to ask. See compare.py for what each word means.
# What has been slow is only looked at for its kind.
# OBJECT IDLETIME is only looked at for its kind because small integers are shared objects, idle since the server started.
COMPARE = {
    "keys": "unordered", "randomkey": "kind", "scan": "scan", "time": "kind", "info": "info", "lolwut": "kind",
    "client|id": "kind", "client|info": "client-fields", "client|list": "client-fields", "hello": "hello",
    "memory|usage": "kind", "memory|stats": "kind", "memory|doctor": "kind",
    "object|idletime": "kind", "object|freq": "kind", "object|refcount": "refcount", "lastsave": "kind",
    "ttl": "seconds", "pttl": "milliseconds", "expiretime": "time-seconds", "pexpiretime": "time-milliseconds",
    "commandlog|get": "kind", "commandlog|len": "logged",
    "debug": "debug", "dump": "dump", "function|dump": "libraries", "function|list": "canonical", "config|get": "config", "command": "table", "command|list": "table", "command|count": "kind",
    "command|info": "table", "command|docs": "table",
    "acl|cat": "table",
    **{f"{container}|help": "help" for container in ("client", "config", "command", "object", "memory", "debug", "acl", "xinfo", "xgroup", "script", "function")},
    "xpending": "pending", "xinfo|consumers": "consumers", "xinfo|stream": "stream",
    "smembers": "members", "sinter": "members", "sunion": "members", "sdiff": "members", "hkeys": "unordered",
    "hvals": "unordered", "hgetall": "unordered-pairs", "sscan": "scan", "hscan": "scan", "zscan": "scan",
    "httl": "each-seconds", "hpttl": "each-milliseconds", "hexpiretime": "each-time-seconds",
    "hpexpiretime": "each-time-milliseconds",
    # A script may show where in memory a table is.
    **{name: "placed" for name in ("eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro")},
    "vsim": "similar", "vlinks": "kind", "vinfo": "vector-set", "vrandmember": "picks",
    "spop": "number", "srandmember": "number", "sort": "sorted", "sort_ro": "sorted", "hrandfield": "kind", "zrandmember": "kind",
}

# How often a command is sent, relative to 1 for those of the data families.
WEIGHT = {
    "flushall": 0.03, "flushdb": 0.05, "select": 0.1, "swapdb": 0.1, "command": 0.002, "command|docs": 0.02,
    "command|info": 0.05, "command|list": 0.05, "multi": 0.9, "exec": 0.1, "discard": 0.05, "quit": 0.05, "reset": 0.1,
    "client|kill": 0.15, "client|list": 0.05, "client|unblock": 0.3, "keys": 0.3, "randomkey": 0.1, "hello": 0.2,
    "lpush": 3, "rpush": 4, "set": 3, "hset": 3, "hmset": 1.5, "hsetex": 1.5, "hgetdel": 0.4, "hdel": 0.6, "append": 1.5, "setrange": 1.5, "del": 0.3, "unlink": 0.3, "getdel": 0.4, "ltrim": 0.5,
    "rename": 0.4, "renamenx": 0.5, "expire": 0.7, "pexpire": 0.7, "expireat": 0.5, "pexpireat": 0.5, "object|help": 0.02,
    "wait": 0.1, "waitaof": 0.1, "restore": 0.3, "sort": 0.7, "sort_ro": 0.5, "msetnx": 0.7, "blpop": 0.7, "brpop": 0.7, "mset": 0.7,
    "zadd": 5, "zrangestore": 1.5, "zunionstore": 1.5,
    "setbit": 2, "pfadd": 3, "pfdebug": 0.3, "bitfield": 2, "unwatch": 0.2, "move": 0.4, "debug": 0.5, "info": 0.15, "config|resetstat": 0.02,
    "xadd": 8, "xreadgroup": 3, "xgroup|create": 1.5, "xgroup|destroy": 0.3, "xgroup|delconsumer": 0.4, "xgroup": 0.05,
    "xinfo": 0.05, "xgroup|help": 0.02, "xinfo|help": 0.02, "xsetid": 0.4, "xtrim": 0.6, "xack": 1.5, "xdel": 2, "xinfo|groups": 2,
    "eval": 6, "evalsha": 1.5, "eval_ro": 0.7, "evalsha_ro": 0.4, "script|load": 0.4, "script|exists": 0.4, "script|flush": 0.02,
    "fcall": 2, "fcall_ro": 0.5, "function|load": 1.5, "function|delete": 0.1, "function|flush": 0.02, "function|list": 0.3,
    "sadd": 4, "spop": 0.7, "sunionstore": 0.7, "smembers": 0.7, "vadd": 6, "vsim": 5, "vrem": 0.7,
}
GROUP_WEIGHT = {"connection": 0.15, "server": 0.12, "transactions": 0.5, "scripting": 0.1, "pubsub": 0.1}

# Arguments that are an offset into a string: allowed up to the first number, or from the second on (an error); what is
# between would make both servers write hundreds of megabytes.
# Cursors: only 0 leads to the same keys on every server.
BOUNDED = {"setrange": (2, 2000, 2**29), "setbit": (2, 16000, 2**32), "scan": (1, 0, 2**64), "sscan": (2, 0, 2**64),
           "hscan": (2, 0, 2**64), "zscan": (2, 0, 2**64)}
# Negative counts of random picks: as many are picked, however many there are.
REPEATED = {"hrandfield": 2, "srandmember": 2, "zrandmember": 2}
# The same for offsets in bits that stand two arguments behind one of these words.
BOUNDED_AFTER = {"bitfield": ((b"GET", b"SET", b"INCRBY"), 16000, 2**32)}

# Settings that a test's own surroundings decide.
OWN_SETTINGS = frozenset((b"port", b"dir", b"logfile", b"pidfile", b"unixsocket", b"bind", b"tls-port",
                          b"proc-title-template", b"maxclients", b"locale-collate", b"oom-score-adj-values",
                          b"shutdown-timeout", b"acllog-max-len"))
