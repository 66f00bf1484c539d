"""Writes Lua scripts that call commands: what EVAL and its variants are sent.

A script calls commands of the data families on the keys that all commands share, does something with the replies, and returns
a value: nested, typed, with holes, or an error. What a script may not depend on is left out: the order of hash tables, random
picks, the passing of time, addresses. One statement stands on a line, so that a script is shortened line by line.
"""

import hashlib

from exceptions import BOUNDED, BOUNDED_AFTER, COMPARE, NEVER, REPEATED
import luavalues
from luavalues import quoted
from wire import Placeholder

CALLED = ("string", "list", "hash", "set", "sorted-set", "geo", "generic", "bitmap", "hyperloglog", "stream")
# Called by no script: their replies are compared with a latitude, or they do something to the run.
UNCALLED = frozenset("""
    sort sort_ro wait waitaof dump restore keys randomkey
    vadd vcard vdim vemb vgetattr vinfo vismember vlinks vrandmember vrange vrem vsetattr vsim
    """.split())
# Of these commands no argument may be changed once it is written, as a mutation of the request would.
SENSITIVE = BOUNDED.keys() | BOUNDED_AFTER.keys() | REPEATED.keys()
DIGESTS = 40                  # how many of a segment's scripts are called by their digest

# Calls that are refused, that are rare, or whose order has to be known: the keys `small1` and `small2` have few and short members,
# which are kept in the order in which they came.
FIXED_CALLS = tuple(line.strip() for line in """
    'PING'
    'PING', 'hello'
    'ECHO', 'x\\r\\ny'
    'SELECT', '1'
    'SELECT', 0
    'SELECT', '99'
    'SELECT', 'abc'
    'DBSIZE'
    'FLUSHDB'
    'SWAPDB', 0, 1
    'PUBLISH', 'channel', 'message'
    'SPUBLISH', 'channel', 'message'
    'PUBSUB', 'NUMSUB', 'channel'
    'LASTSAVE', 'x'
    'CONFIG', 'GET', 'maxmemory'
    'CONFIG', 'SET', 'hz', '10'
    'CONFIG', 'RESETSTAT', 'x'
    'CLIENT', 'ID'
    'CLIENT', 'NOSUCH'
    'CLIENT', 'REPLY', 'OFF'
    'CLIENT', 'SETNAME', 'x'
    'CLIENT', 'GETNAME'
    'CLIENT', 'TRACKING', 'on'
    'CLIENT'
    'DEBUG', 'OBJECT', 'k'
    'MULTI'
    'EXEC'
    'DISCARD'
    'WATCH', 'k'
    'UNWATCH'
    'AUTH', 'x'
    'HELLO'
    'HELLO', 3
    'RESET'
    'QUIT'
    'SUBSCRIBE', 'channel'
    'PSUBSCRIBE', 'c*'
    'SSUBSCRIBE', 'channel'
    'UNSUBSCRIBE'
    'MONITOR'
    'SAVE'
    'BGSAVE', 'x'
    'BGREWRITEAOF'
    'SHUTDOWN', 'ABORT'
    'SYNC'
    'PSYNC', '?', '-1'
    'REPLCONF', 'x'
    'EVAL', 'return 1', 0
    'EVALSHA', 'x', 0
    'EVAL_RO', 'return 1', 0
    'SCRIPT', 'LOAD', 'return 1'
    'SCRIPT', 'EXISTS', 'x'
    'SCRIPT', 'FLUSH'
    'FCALL', 'f', 0
    'FUNCTION', 'LIST'
    'FUNCTION', 'FLUSH'
    'ACL', 'WHOAMI'
    'ACL', 'SETUSER', 'x'
    'COMMAND', 'COUNT', 'x'
    'COMMAND', 'GETKEYS', 'GET', 'k'
    'INFO', 'nosuch'
    'LOLWUT', 'VERSION', 'abc'
    'MEMORY', 'DOCTOR', 'x'
    'SLOWLOG', 'LEN', 'x'
    'LATENCY', 'LATEST', 'x'
    'WAIT', 0, 0
    'WAITAOF', 0, 0, 0
    'CLUSTER', 'INFO'
    'ROLE'
    'FAILOVER'
    'REPLICAOF', 'NO'
    'ASKING'
    'READONLY'
    'NOSUCH'
    'NOSUCH', 'x', 'y'
    ''
    'get\\0', 'k'
    'GET|x', 'k'
    'CONFIG|GET', 'x'
    'OBJECT', 'HELP', 'x'
    'OBJECT', 'NOSUCH', 'k'
    'XGROUP', 'NOSUCH', 'k'
    'set', 'k', 'v', 'GET'
    'SADD', 'small1', 'b', 'a', 'c'
    'SREM', 'small1', 'a'
    'SMEMBERS', 'small1'
    'SMEMBERS', 'small2'
    'SINTER', 'small1'
    'SUNION', 'single', 'nothing'
    'SDIFF', 'single', 'nothing'
    'SADD', 'single', 'member'
    'SSCAN', 'small1', 0
    'SPOP', 'small2', 0
    'SRANDMEMBER', 'small1', 0
    'HSET', 'small2', 'f', 'v', 'g', 1.5
    'HSET', 'small2', 'f', true
    'HDEL', 'small2', 'f'
    'HGETALL', 'small2'
    'HGETALL', 'small1'
    'HKEYS', 'small2'
    'HVALS', 'small2'
    'HSCAN', 'small2', 0
    'HRANDFIELD', 'small2', 0
    'DEL', 'small1', 'small2'
    'ZADD', 'small1', 1.5, 'm', 'inf', 'n'
    'ZADD', 'small1', 'INCR', 2, 'm'
    'ZSCORE', 'small1', 'm'
    'ZMSCORE', 'small1', 'm', 'none'
    'ZRANGE', 'small1', 0, -1, 'WITHSCORES'
    'ZSCAN', 'small1', 0
    'ZRANDMEMBER', 'small1', 0
    'ZRANK', 'small1', 'n', 'WITHSCORE'
    'ZPOPMIN', 'small1'
    'BZPOPMIN', 'small1', 0
    'BLPOP', 'none', 0
    'BLPOP', 'l1', 'l2', 1
    'BRPOPLPUSH', 'l1', 'l2', 0
    'BLMOVE', 'l1', 'l2', 'LEFT', 'RIGHT', 0
    'BLMPOP', 0, 2, 'l1', 'l2', 'LEFT'
    'XREAD', 'BLOCK', 0, 'STREAMS', 'x1', '$'
    'INCRBYFLOAT', 's1', 1.5
    'INCR', 's1'
    'LPUSH', 'l1', 1, 2.5, 1e20, -0, 0/0, 1/0, -1/0, 2^53, 2^63, 1e100, 0.1, 1/3
    'RPUSH', 'l1', 3.0, 1e15, 1e17, 123456789012345678, -1e300
    'TYPE', 'l1'
    'EXISTS', 'small1', 'l1'
    'TTL', 'none'
    'OBJECT', 'ENCODING', 'l1'
    'LOLWUT', 'x', 'y', 'z', nil
    """.strip().splitlines())


def fixed_calls(declared):
    """Those of the fixed calls whose command the server under test declares, or no server does."""
    def name(call):
        return call.split("'")[1].lower()
    return [call.encode() for call in FIXED_CALLS if name(call) in declared or name(call) == "nosuch" or not name(call).isalpha()]


def callable_commands(declared):
    """Those of the declared commands that scripts call freely."""
    return [command for name, command in sorted(declared.items())
            if command.group in CALLED and name not in NEVER and name.split("|")[0] not in NEVER
            and name not in COMPARE and name not in UNCALLED and name.split("|")[0] not in UNCALLED]


class Scripts:
    """Writes the scripts of one segment. `requests` gives one request of a command that scripts may call, `fixed` are calls that are
    sent as they are."""

    def __init__(self, values, requests, fixed):
        self.values, self.requests, self.fixed = values, requests, fixed
        self.lua = luavalues.Expressions(values)
        self.known = []

    # Requests

    def eval(self, name):
        """EVAL or EVAL_RO."""
        source, *given = self.script()
        return [name, source, *given]

    def evalsha(self, name):
        """EVALSHA or EVALSHA_RO: of a script that is known, was known, or never has been."""
        if not self.known or self.values.chance(0.05):
            return [name, self.values.choose((b"x", b"", b"f" * 40, b"F" * 41)), b"0"]
        digest, given = self.values.choose(self.known)
        return [name, digest.upper() if self.values.chance(0.1) else digest, *given]

    def load(self):
        return [b"SCRIPT", b"LOAD", self.script()[0]]

    def exists(self):
        return [b"SCRIPT", b"EXISTS"] + [self.digest() for _ in range(1 + int(self.values.random() * 3))]

    def digest(self):
        if not self.known or self.values.chance(0.05):
            return b"a" * 40
        return self.values.choose(self.known)[0]

    def _keys(self):
        return [self.values.key() for _ in range(int(self.values.random() * 3))]

    def _arguments(self):
        return [self.values.string() for _ in range(int(self.values.random() * 3))]

    # Scripts

    def script(self, keeps=True):
        """A script, and what it is to be called with: how many keys, the keys, and the arguments. `keeps` says that it may be called
        by its digest later on; one that stays a part of something else has no first line of its own."""
        values = self.values
        self.keys, self.arguments = self._keys(), self._arguments()
        lines = []
        if keeps and values.chance(0.12):
            lines.append(luavalues.shebang(values))
        if values.chance(0.2):
            lines.append(b"redis.setresp(%b)" % (b"3" if values.chance(0.9) else values.choose((
                b"2", b"'3'", b"4", b"", b"2.5", b"nil", b"2, 3"))))
        if values.chance(0.75):
            lines.append(b"local r = {}")
            for _ in range(1 + int(values.random() ** 2 * 6)):
                lines.append(self.statement())
            lines.append(b"return " + (b"r" if values.chance(0.7) else self.result()))
        else:
            lines.append(b"return " + self.result())
        source = b"\n".join(lines)
        if values.chance(0.03):
            source = luavalues.mangled_code(values, source)
        given = [b"%d" % len(self.keys), *self.keys, *self.arguments]
        if not keeps:
            return source, *given
        self.known.append((hashlib.sha1(source).hexdigest().encode(), given))
        del self.known[:-DIGESTS]
        return source, *given

    def result(self):
        """What a script ends with."""
        r = self.values.random()
        if r < 0.45:
            return self.call()
        return self.lua.returned(0)

    def statement(self):
        """One line."""
        values, lua = self.values, self.lua
        r = values.random()
        if r < 0.45:
            return b"r[#r+1] = " + self.call()
        if r < 0.55:
            return b"r[#r+1] = %b or 'no'" % self.call()
        if r < 0.62:
            use = values.choose(luavalues.USES)
            if values.chance(0.2):
                return b"local v = %b r[#r+1] = %b" % (self.call(), use)
            return b"local v = %b r[#r+1] = select(2, pcall(function() return %b end))" % (self.call(), use)
        if r < 0.68:
            return b"do local ok, e = pcall(redis.call%b) r[#r+1] = ok r[#r+1] = %b end" % (
                self.comma_words(), values.choose(luavalues.USES_OF_ERRORS))
        if r < 0.72:
            return b"redis.setresp(%d)" % (2 + values.chance(0.5))
        if r < 0.75:
            return b"for i = 1, %d do r[#r+1] = %b end" % (1 + int(values.random() * 5), self.call())
        if r < 0.78:
            return b"if %b then r[#r+1] = %b end" % (self.call(), self.call())
        if r < 0.92:
            return lua.use()
        if r < 0.96:
            return lua.failure()
        return b"r.%b = %b" % (values.choose((b"ok", b"err", b"x", b"double", b"map", b"set", b"big_number")), lua.returned(1))

    def comma_words(self):
        words = self.words()
        return b", " + words if words else b""

    def call(self):
        """A call of a command."""
        r = self.values.random()
        name = b"redis.call" if r < 0.2 else b"redis.pcall"
        return b"%b(%b)" % (name, self.words())

    def words(self):
        """The arguments of a call, as expressions."""
        values = self.values
        r = values.random()
        if r < 0.22:
            return values.choose(self.fixed)
        if r < 0.24:
            return values.choose((b"", b"nil", b"{}", b"true", b"12", b"'GET', {}", b"'GET', nil", b"'SET', 'k', true",
                                  b"unpack({})",
                                  b"'GET', 'k', 'k'", b"'MGET', unpack(KEYS)", b"'DEL', unpack(KEYS)", b"'GET', function() end"))
        command, request = self.requests(values)
        words = [b"999999" if isinstance(word, Placeholder) else word for word in request]
        fixed = (command.name in SENSITIVE or command.group == "stream" or command.time_tokens or command.bare_time is not None
                 or command.timeout_index is not None or any(b"equal" in word for word in words[1:3]))
        return b", ".join(self.word(word, index and not fixed) for index, word in enumerate(words))

    def word(self, word, may_move):
        """An argument: spelt out, a number, or one of the script's own."""
        values = self.values
        if may_move and values.chance(0.12):
            pool, name = (self.keys, b"KEYS") if values.chance(0.5) else (self.arguments, b"ARGV")
            pool.append(word)
            return b"%b[%d]" % (name, len(pool))
        if may_move and values.chance(0.01):
            return values.choose((b"nil", b"true", b"{}", b"KEYS[1]", b"ARGV[9]", b"1.5", b"cjson.null", b"-0", b"1e17"))
        if word.isdigit() and len(word) < 16 and str(int(word)).encode() == word and values.chance(0.5):
            return word
        return quoted(word)


FORMS = {
    "eval": lambda values: values.scripts.eval(b"EVAL"),
    "eval_ro": lambda values: values.scripts.eval(b"EVAL_RO"),
    "evalsha": lambda values: values.scripts.evalsha(b"EVALSHA"),
    "evalsha_ro": lambda values: values.scripts.evalsha(b"EVALSHA_RO"),
    "script|load": lambda values: values.scripts.load(),
    "script|exists": lambda values: values.scripts.exists(),
}
