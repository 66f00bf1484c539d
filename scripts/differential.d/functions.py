"""Libraries of functions and calls of them: what FUNCTION LOAD and FCALL are sent. The bodies of functions are those of
scripting.py, with the keys and arguments as parameters of the same names.
"""

import re

import luavalues

# The escapes within strings that stand for line ends.
LINE_ENDS = re.compile(rb"\\(?:[rn\n]|0?1[03])")
LIBRARIES = (b"lib", b"Third", b"other")
NAMES = (b"f", b"g", b"h", b"F")
FLAGS = (b"", b"flags={'no-writes'}", b"flags={'no-writes'}", b"flags={'allow-oom', 'allow-stale'}", b"flags={'no-cluster'}",
         b"flags={}", b"flags={'bad'}", b"flags={'allow-cross-slot-keys', 5}", b"flags='no-writes'", b"description='what it does'",
         b"description=5, flags={'no-writes', 'no-writes'}", b"description={}", b"unknown=1", b"[1]=2", b"callback=5")
# What stands in a library beside the functions. No redis.log, at which valkey 9.1 crashes.
LINES = tuple(line.strip().encode() for line in r"""
    local n = 0
    local function helper(x) return x end
    redis.call('GET', 's1')
    global = 1
    local x = undefined
    local x = redis.setresp
    local x = KEYS
    redis.register_function('f')
    redis.register_function('f', 5)
    redis.register_function(5, function() return 5 end)
    redis.register_function('', function() end)
    redis.register_function('a b', function() end)
    redis.register_function({})
    redis.register_function()
    error('x')
    error({err = 'MY text'})
    return 5
    for i = 1, 3 do end
    math.random = nil
    cjson.encode({1})
    )
    """.strip().splitlines())
HEADERS = (b"#!lua name=x-y", b"#!lua", b"#!LUA name=up", b"#!lua name=a name=b", b"#!lua NAME=caps", b"#!lua name=", b"lua name=x",
           b"#!python name=x", b"#!lua name=lib other=1", b"#!lua name=lib\r", b"#!", b"#!lua \"name=quoted\"", b"")


class Functions:
    """Writes the libraries of one segment, and calls of their functions; `scripts` writes bodies."""

    def __init__(self, values, scripts):
        self.values, self.scripts = values, scripts
        self.known = {}

    def _body(self):
        source, *given = self.scripts.script(keeps=False)
        name = self.values.choose(NAMES)
        return name, given, b"function(KEYS, ARGV)\n%b\nend" % source

    def load(self):
        """FUNCTION LOAD of a library of one function; its name and the function's go together, most often."""
        values = self.values
        name, given, body = self._body()
        library = values.choose(LIBRARIES)
        if values.chance(0.85):
            name = b"%b_%b" % (library, name)
        self.known[name] = given
        lines = [values.choose(HEADERS) if values.chance(0.08) else b"#!lua name=" + library]
        if values.chance(0.15):
            lines.append(values.choose(LINES))
        if values.chance(0.4):
            lines.append(b"redis.register_function('%b', %b)" % (name, body))
        else:
            options = values.choose(FLAGS) if values.chance(0.3) else values.choose(FLAGS[:3])
            lines.append(b"redis.register_function{function_name='%b', callback=%b%b}" % (name, body, options and b", " + options))
        if values.chance(0.05):
            lines.append(values.choose(LINES))
        source = b"\n".join(lines)
        if values.chance(0.03):
            # Redis shows the line ends of what does not compile as they are, which breaks the protocol.
            source = LINE_ENDS.sub(rb"\\t", luavalues.mangled_code(values, source))
        words = [b"FUNCTION", b"LOAD"] + ([values.word_case(b"REPLACE")] if values.chance(0.8) else [])
        return words + [source]

    def call(self, command):
        """FCALL or FCALL_RO, of a function that may be gone."""
        values = self.values
        if not self.known or values.chance(0.03):
            return [command, values.choose((b"nosuch", b"", b"lib")), b"0"]
        name = values.choose(tuple(self.known))
        return [command, name, *self.known[name]]

    def delete(self):
        return [b"FUNCTION", b"DELETE", self.values.choose(LIBRARIES)]

    def list(self):
        """FUNCTION LIST. No line ends in it: Valkey shows them as they are."""
        values = self.values
        words = [b"FUNCTION", b"LIST", b"LIBRARYNAME", values.choose((b"lib", b"LIB", b"[lt]*", b"*", b"other", b"oth*", b"", b"no"))]
        return words + ([b"WITHCODE"] if values.chance(0.5) else values.choose(([], [b"withcode", b"x"], [b"LIBRARYNAME"])))


# Nothing that flushes: redis 8.0.6 may crash at the next load or flush.
FLUSHES = ([b"FUNCTION", b"FLUSH", b"BAD"], [b"FUNCTION", b"FLUSH", b"SYNC", b"SYNC"])
FORMS = {
    "fcall": lambda values: values.functions.call(b"FCALL"),
    "fcall_ro": lambda values: values.functions.call(b"FCALL_RO"),
    "function|load": lambda values: values.functions.load(),
    "function|delete": lambda values: values.functions.delete(),
    "function|flush": lambda values: list(values.choose(FLUSHES)),
    "function|list": lambda values: values.functions.list(),
}
FIXED = frozenset(("function|list", "function|flush"))
