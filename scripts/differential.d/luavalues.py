"""Lua for the scripts that scripting.py writes: values as a script returns them, what it does with replies and with its libraries,
and how it fails. Nothing here depends on an address, the time, or the order of a hash table of the server's."""

NUMBERS = (b"0", b"1", b"-1", b"3.99", b"-3.99", b"1e17", b"2^53", b"2^63", b"-2^63", b"1e300", b"0/0", b"-(0/0)", b"1/0",
           b"-1/0",
           b"0.1", b"1/3", b"-0", b"100", b"255", b"2^31", b"2^32", b"12345678901234", b"123456789012345", b"0.5", b"-2.5",
           b"1e-7",
           b"5e-324", b"1e15", b"1e14", b"7")
STRINGS = (b"'a'", b"''", b"'10'", b"'hello world'", b"'a\\r\\nb'", b"'\\0x'", b"'\\255\\254'", b"'-ERR x'", b"'0x10'", b"' 5 '",
           b"'1e3'",
           b"'3.5'", b"'nan'", b"'inf'", b"'true'", b"'caf\\195\\169'", b"('x'):rep(70)", b"'\\n'", b"'%d %s'", b"'\"q\\\\'")
JSON = (b"'[1,2,3]'", b"'{\"a\":1}'", b"'[]'", b"'{}'", b"'null'", b"'[null,1]'", b"'1.5'", b"'\"x\"'", b"'[1e5,-0,1E400]'",
        b"'[1,]'", b"'{\"a\"}'",
        b"'[[[[]]]]'", b"'\"\\\\u00e9\\\\ud83d\\\\ude00\"'", b"'\"\\\\ud800\"'", b"'nul'", b"''", b"' [ 1 , true , false ] '",
        b"'[0x10]'", b"'[NaN]'",
        b"'[Infinity]'", b"'{\"a\":{\"b\":[1,{}]}}'", b"'[1] x'", b"'\"a\\nb\"'", b"'[01]'", b"'[-]'", b"'[1.]'",
        b"'{\"a\":1,\"a\":2}'", b"'{1:2}'",
        b"('['):rep(1001)", b"('['):rep(100)", b"'\"\\\\x\"'", b"'\"abc'", b"'tru'", b"'[12345678901234567890]'",
        b"'\"\\\\u12\"'", b"'\\0'",
        b"'[-nan]'", b"'[1 2]'", b"'{\"a\":1 \"b\":2}'", b"'[\"\\127\"]'", b"'[.5]'", b"'[+1]'", b"'[1e]'", b"'[inf]'")
FORMATS = (b"'>I2'", b"'<i4'", b"'bB'", b"'hH'", b"'s'", b"'c0'", b"'Bc0'", b"'d'", b"'f'", b"'>!4 b i8'", b"'xI3'", b"'L'",
           b"'T'", b"'i0'", b"'i33'",
           b"'z'", b"''", b"'=I4'", b"'!3'", b"'>I16'", b"' <l'", b"'c5'", b"'i7'", b"'!'", b"'c'")
MESSAGES = (b"'\\129\\161a\\1'", b"'\\147\\1\\2\\3'", b"'\\192'", b"'\\203\\63\\248\\0\\0\\0\\0\\0\\0'", b"'\\217\\3abc'",
            b"'\\255'", b"''", b"'\\193'", b"'\\220\\0\\2\\1'",
            b"'\\1\\2\\3'", b"'\\202\\63\\128\\0\\0'", b"'\\207\\255\\255\\255\\255\\255\\255\\255\\255'",
            b"'\\211\\128\\0\\0\\0\\0\\0\\0\\0'", b"'\\163ab'",
            b"'\\222\\0\\1\\1\\2'", b"'\\194\\195'", b"'\\199\\1\\1x'", b"'\\196\\2ab'")
# What is done with a reply `v`.
USES = (
    b"type(v)", b"type(v) == 'table' and #v or tostring(v)", b"type(v) == 'table' and (v.err or v.ok) or v",
    b"type(v) == 'table' and v.double or v",
    b"cjson.encode(v)", b"cmsgpack.pack(v)", b"tostring(type(v) == 'number' and v + 1)", b"tonumber(v)", b"v == false",
    b"v == nil",
    b"type(v) == 'table' and v[1] or v", b"type(v) == 'table' and {unpack(v)} or v", b"type(v) == 'string' and #v or v",
    b"redis.sha1hex(cjson.encode(v))",
    b"type(v) == 'table' and v.map or v", b"type(v) == 'table' and v.set or v", b"v and 1 or 0",
    b"type(v) == 'table' and table.concat(v, ',')",
    b"type(v) == 'table' and v.err and redis.error_reply(v.err) or v", b"{v, v}", b"{map = {a = v}}", b"{set = {[1] = v}}",
    b"v.err", b"v[1][1]", b"v + 1", b"#v",
    b"v .. 'x'", b"cjson.decode(cjson.encode(v))", b"cmsgpack.unpack(cmsgpack.pack(v))",
    b"(function() local n = 0 for k in pairs(v) do n = n + 1 end return n end)()",
    b"type(v) == 'table' and v.ignore_error_stats_update", b"type(v) == 'table' and v.source",
    b"tostring(type(v) == 'number' and v * 1.5)",
)
USES_OF_ERRORS = (b"type(e)", b"type(e) == 'table' and e.err or type(e)", b"e", b"type(e) == 'table' and e or {err = e}",
                  b"cjson.encode(e)",
                  b"type(e) == 'table' and e.source", b"type(e) == 'string' and #e")
# Statements that fill `r`, and need nothing else. {x} is a value, {v} one without an address, {s} a string, {n} a number, {j} JSON, {f} a format, {m} a message.
STATEMENTS = tuple(line.strip().encode() for line in r"""
    r[#r+1] = {x}
    r[#r+1] = cjson.encode({x})
    r[#r+1] = cjson.encode({x})
    r[#r+1] = cjson.decode({j})
    r[#r+1] = cjson.encode(cjson.decode({j}))
    r[#r+1] = tostring(cjson.decode({j}) == cjson.null)
    local ok, e = pcall(cjson.decode, {j}) r[#r+1] = ok r[#r+1] = e
    local ok, e = pcall(cjson.encode, {x}) r[#r+1] = ok r[#r+1] = e
    r[#r+1] = cmsgpack.pack({x})
    r[#r+1] = cmsgpack.pack({x}, {x})
    r[#r+1] = cmsgpack.unpack({m})
    r[#r+1] = {cmsgpack.unpack(cmsgpack.pack({x}, {n}))}
    r[#r+1] = {cmsgpack.unpack_one({m}, {n})}
    r[#r+1] = {cmsgpack.unpack_limit({m}, {n}, {n})}
    local ok, e = pcall(cmsgpack.unpack, {m}) r[#r+1] = ok r[#r+1] = e
    r[#r+1] = struct.pack({f}, {n}, {s})
    r[#r+1] = struct.pack({f}, {n})
    r[#r+1] = struct.pack({f}, {s})
    r[#r+1] = {struct.unpack({f}, 'abcdefghijklmnop\0qrs')}
    r[#r+1] = {struct.unpack({f}, {s}, {n})}
    r[#r+1] = struct.size({f})
    local ok, e = pcall(struct.pack, {f}, {n}, {n}) r[#r+1] = ok r[#r+1] = e
    r[#r+1] = bit.band({n}, {n})
    r[#r+1] = {bit.bor({n}, 1), bit.bxor({n}, {n}, 3), bit.bnot({n}), bit.tobit({n})}
    r[#r+1] = {bit.lshift({n}, 3), bit.rshift({n}, 3), bit.arshift({n}, 3), bit.rol({n}, 5), bit.ror({n}, 5), bit.bswap({n})}
    r[#r+1] = bit.tohex({n}, {n})
    r[#r+1] = bit.band({s}, 1)
    r[#r+1] = tostring({n})
    r[#r+1] = tostring(tonumber({s}))
    r[#r+1] = tonumber({s})
    r[#r+1] = tonumber({s}, 16)
    r[#r+1] = string.format('%d %s %5.2f %x %q', {n}, {s}, {n}, {n}, {s})
    r[#r+1] = {s}:upper() .. {n}
    r[#r+1] = {s} .. {n}
    r[#r+1] = {s} + 1
    r[#r+1] = {('k1,k2,,k3'):match('(%w+),(%w+)')}
    r[#r+1] = {({s}):gsub('%w', '%0%0')}
    for w in ('a b c'):gmatch('%a') do r[#r+1] = w end
    local t = {3, 1, 2} table.sort(t) r[#r+1] = t
    local t = {3, 1, 'x'} table.sort(t) r[#r+1] = t
    r[#r+1] = {unpack({{x}, {x}})}
    r[#r+1] = select('#', {x}, nil)
    r[#r+1] = math.random(1, 100)
    r[#r+1] = {tostring(math.random()), math.random(1000000)}
    math.randomseed({n}) r[#r+1] = math.random(1000000)
    r[#r+1] = math.floor({n})
    r[#r+1] = math.max({n}, {n})
    r[#r+1] = redis.sha1hex({s})
    r[#r+1] = redis.sha1hex({n})
    r[#r+1] = redis.sha1hex({x})
    r[#r+1] = redis.sha1hex()
    r[#r+1] = redis.status_reply({s})
    r[#r+1] = redis.error_reply({s})
    r[#r+1] = redis.error_reply('-' .. {s})
    r[#r+1] = redis.error_reply({x})
    r[#r+1] = redis.status_reply({x})
    r[#r+1] = redis.error_reply('My Err').err
    r[#r+1] = redis.log({x}, {x})
    r[#r+1] = redis.log(redis.LOG_DEBUG, {s})
    r[#r+1] = redis.set_repl({x})
    r[#r+1] = redis.set_repl(redis.REPL_ALL)
    r[#r+1] = redis.replicate_commands()
    r[#r+1] = redis.breakpoint()
    r[#r+1] = redis.acl_check_cmd('GET', {s})
    r[#r+1] = redis.acl_check_cmd({s}, {x})
    r[#r+1] = redis.acl_check_cmd()
    r[#r+1] = {redis.REDIS_VERSION_NUM > 0, redis.LOG_WARNING, redis.REPL_NONE, redis.REPL_SLAVE}
    r[#r+1] = redis[{s}]
    r[#r+1] = redis.register_function
    r[#r+1] = #KEYS + #ARGV
    r[#r+1] = KEYS
    r[#r+1] = ARGV
    r[#r+1] = ARGV[1]
    KEYS[1] = 'changed' r[#r+1] = KEYS
    ARGV = {1} r[#r+1] = ARGV
    KEYS = nil
    r[#r+1] = tostring(pcall(function() undefined = 1 end))
    r[#r+1] = select(2, pcall(function() return undefined end))
    r[#r+1] = select(2, pcall(function() undefined() end))
    r[#r+1] = select(2, pcall(function() redis.call = 1 end))
    r[#r+1] = select(2, pcall(function() string.x = 1 end))
    r[#r+1] = select(2, pcall(function() cjson.encode = nil end))
    r[#r+1] = select(2, pcall(function() _G.x = 1 end))
    r[#r+1] = select(2, pcall(setmetatable, _G, {}))
    r[#r+1] = select(2, pcall(rawset, _G, 'x', 1))
    r[#r+1] = select(2, pcall(rawset, redis, 'x', 1))
    r[#r+1] = type(rawget(_G, 'undefined'))
    r[#r+1] = select(2, pcall(setmetatable, redis, nil))
    r[#r+1] = select(2, pcall(function() getmetatable(_G).__index = nil end))
    r[#r+1] = select(2, pcall(function() getmetatable('').__index = nil end))
    r[#r+1] = type(getmetatable(redis))
    local t = {} for k in pairs(redis) do t[#t+1] = k end table.sort(t) r[#r+1] = t
    local t = {} for k in pairs(_G) do t[#t+1] = k end table.sort(t) r[#r+1] = t
    local t = {} for k in pairs(cjson) do t[#t+1] = k end table.sort(t) r[#r+1] = t
    local t = {} for _, n in ipairs{'string', 'table', 'math', 'coroutine', 'bit', 'struct', 'cmsgpack'} do for k in pairs(_G[n]) do t[#t+1] = n .. '.' .. k end end table.sort(t) r[#r+1] = t
    r[#r+1] = loadstring('return 1 + 1')()
    r[#r+1] = {loadstring('return +', 'chunk')}
    r[#r+1] = {loadstring('x = ')}
    r[#r+1] = {loadstring({s})}
    r[#r+1] = type(load(function() return nil end))
    r[#r+1] = {pcall(loadstring('error("x")', '@name'))}
    r[#r+1] = {pcall(loadstring('error("x")', 'text'))}
    r[#r+1] = {loadstring('\27Lua')}
    local co = coroutine.create(function(a) local b = coroutine.yield(a) return b end) r[#r+1] = {coroutine.resume(co, 1)} r[#r+1] = {coroutine.resume(co, 2)} r[#r+1] = {coroutine.resume(co)}
    local co = coroutine.wrap(function() return redis.call('GET', 's1') end) r[#r+1] = co()
    r[#r+1] = {pcall(coroutine.wrap(function() error({code = 5}) end))}
    r[#r+1] = {xpcall(function() error('x') end, function(e) return 'handled ' .. e end)}
    r[#r+1] = {xpcall(function() redis.call('NOSUCH') end, function(e) return type(e) end)}
    r[#r+1] = {xpcall(function() redis.call('NOSUCH') end, __redis__err__handler)}
    r[#r+1] = __redis__err__handler('text')
    r[#r+1] = tostring(setmetatable({}, {__tostring = function() return 'T' end}))
    r[#r+1] = setmetatable({}, {__index = function(_, i) if i < 4 then return i end end})
    r[#r+1] = setmetatable({}, {__index = {ok = 'inherited'}})
    r[#r+1] = {assert({x}, 'message')}
    r[#r+1] = _VERSION
    r[#r+1] = #{1, 2, nil, 4}
    r[#r+1] = type(collectgarbage('count'))
    r[#r+1] = type(os.clock())
    cjson.encode_sparse_array(true) r[#r+1] = cjson.encode({[1] = 1, [100] = 2}) cjson.encode_sparse_array(false)
    cjson.encode_max_depth(3) r[#r+1] = select(2, pcall(cjson.encode, {{{{{1}}}}})) cjson.encode_max_depth(1000)
    cjson.decode_max_depth(2) r[#r+1] = select(2, pcall(cjson.decode, '[[[1]]]')) cjson.decode_max_depth(1000)
    cjson.encode_number_precision(3) r[#r+1] = cjson.encode({n}) cjson.encode_number_precision(14)
    cjson.encode_invalid_numbers(true) r[#r+1] = cjson.encode({n}) cjson.encode_invalid_numbers(false)
    cjson.encode_invalid_numbers('null') r[#r+1] = cjson.encode({n}) cjson.encode_invalid_numbers(false)
    cjson.decode_invalid_numbers(false) r[#r+1] = select(2, pcall(cjson.decode, {j})) cjson.decode_invalid_numbers(true)
    r[#r+1] = {pcall(cjson.encode_keep_buffer, {x})} cjson.encode_keep_buffer(true)
    r[#r+1] = {pcall(cjson.encode_max_depth, {s})} cjson.encode_max_depth(1000)
    r[#r+1] = {pcall(cjson.decode_array_with_array_mt, true)}
    r[#r+1] = cjson.new and type(cjson.new())
    """.strip().splitlines())
# Statements that end the script with an error, most of them.
FAILURES = tuple(line.strip().encode() for line in r"""
    error({s})
    error({s}, 0)
    error({s}, 2)
    error({v})
    error({err = {s}})
    error({err = '-CODE text'})
    error({err = 'CODE text', source = 'elsewhere', line = 7})
    error({ok = 'fine'})
    error(redis.error_reply({s}))
    error()
    error(nil)
    error(setmetatable({}, {__tostring = function() return 'T' end}))
    assert(false)
    assert(nil, {s})
    assert(false, {v})
    assert(redis.pcall('NOSUCH').ok, 'no')
    local x = nil x.y = 1
    local x = nil x()
    local x = {} + 1
    local x = {} .. 'a'
    local x = #5
    local x = {} < {}
    local x = 1 < 'x'
    local x = -{}
    undefined()
    undefined = 1
    redis.nothing()
    redis.call()
    redis.call(nil)
    local t = {} t[nil] = 1
    local t = {} t[0/0] = 1
    string.rep()
    ('x'):bad()
    local function f() return f() + 1 end f()
    local function f(n) if n == 0 then error('deep') end f(n - 1) end f(10)
    for i = 1, 'x' do end
    for i = 'a', 2 do end
    for k in nil do end
    do return redis.error_reply({s}) end
    do return {err = {s}} end
    do return {err = '-' .. {s}} end
    do return {err = 5} end
    do return end
    do return {s}, {x} end
    coroutine.yield(1)
    select(0)
    setmetatable(1, {})
    cjson.encode({[{}] = 1})
    cjson.encode(function() end)
    cjson.decode({x})
    cmsgpack.pack()
    cmsgpack.unpack({x})
    struct.pack('i', 'x')
    bit.band('x')
    redis.call(unpack({'GET'}))
    redis.setresp(7)
    redis.log(9, 'x')
    redis.set_repl(9)
    xpcall(function() error('a') end, function() error('b') end)
    goto done
    """.strip().splitlines())
SYNTAX = (b"end", b"(", b")", b"'", b"]]", b"=", b"local 1", b"x = = 1", b"return return", b"\"abc", b"[[", b"--[[", b"...",
          b"1x", b"@", b"break", b"\\", b"for",
          b"function", b"if", b"nil = 1", b"x", b"f() = 1", b"..", b"0x", b"'\\400'", b"~", b"}", b"until", b"goto x", b"::x::",
          b"\0", b"\xff", b"a.b:c = 1")
SHEBANGS = (b"#!lua", b"#!lua flags=no-writes", b"#!lua flags=no-writes", b"#!lua flags=allow-oom",
            b"#!lua flags=allow-stale,no-cluster",
            b"#!lua flags=allow-cross-slot-keys", b"#!lua flags=", b"#!lua flags=no-writes,allow-oom", b"#!lua flags=bad",
            b"#!lua name=x", b"#!python",
            b"#!", b"#!lua flags=no-writes flags=allow-oom", b"#! lua", b"#!LUA", b"#!lua FLAGS=no-writes",
            b"#!lua \"flags=no-writes\"", b"#!lua 'x", b"#!lua flags",
            b"#!lua flags=no-writes,", b"#!lua  flags=no-writes\r", b"#!lua engine=lua")
DEEP = tuple(line.encode() for line in (
    "(function() local t = {} for i = 1, %d do t = {t} end return t end)()" % depth for depth in (5, 100, 1500, 1990, 2010, 2700,
        9000))) + (
    b"(function() local t = {} t[1] = t return t end)()", b"(function() local t = {} t.map = {a = t} return t end)()")


def quoted(data):
    """A string of Lua."""
    return b"'" + b"".join(b"%c" % c if 32 <= c < 127 and c not in b"'\\" else b"\\%03d" % c for c in data) + b"'"


def shebang(values):
    return values.choose(SHEBANGS) if values.chance(0.3) else values.choose(SHEBANGS[:3])


def mangled(values, source):
    """A source that is most often no Lua."""
    spot = int(values.random() * len(source))
    return source[:spot] + values.choose(SYNTAX) + source[spot + int(values.random() * 3):]


def mangled_code(values, source):
    """The same, but a first line that is no Lua stays as it is: Valkey takes such lines apart in ways of its own."""
    if not source.startswith(b"#!"):
        return mangled(values, source)
    first, _, rest = source.partition(b"\n")
    return first + b"\n" + mangled(values, rest)


class Expressions:
    """Draws expressions and statements."""

    def __init__(self, values):
        self.values = values

    def returned(self, depth):
        """An expression whose value is returned."""
        values = self.values
        r = values.random()
        if depth > 3:
            r = r * 0.4
        if r < 0.14:
            return values.choose(NUMBERS)
        if r < 0.28:
            return values.choose(STRINGS)
        if r < 0.38:
            return values.choose((b"true", b"false", b"nil"))
        if r < 0.40:
            return values.choose((b"print", b"function() end", b"cjson.null", b"coroutine.create(function() end)", b"KEYS",
                                  b"ARGV", b"{}", b"..."))
        if r < 0.41 and depth == 0:
            return values.choose(DEEP)
        if r < 0.65:
            return b"{" + b", ".join(self.returned(depth + 1) for _ in range(int(values.random() * 5))) + b"}"
        if r < 0.70:
            return b"{%b, [%b] = %b}" % (self.returned(depth + 1),
                                         values.choose((b"2", b"3", b"'n'", b"5", b"1.5", b"0", b"true")),
                                         self.returned(depth + 1))
        return self._typed(depth)

    def _typed(self, depth):
        """A table that stands for a type of reply, or nearly."""
        values = self.values
        name = values.choose((b"ok", b"err", b"double", b"map", b"set", b"big_number", b"verbatim_string", b"attrib"))
        if values.chance(0.15):
            return b"{%b = %b}" % (name, self.returned(depth + 1))
        if name in (b"ok", b"err"):
            return b"{%b = %b}" % (name, values.choose(STRINGS))
        if name == b"double":
            return b"{double = %b}" % values.choose(NUMBERS)
        if name == b"map":
            pairs = [b"[%b] = %b" % (values.choose((b"1", b"2", b"'a'", b"'b'", b"'key'", b"true", b"1.5", b"'x y'")),
                                     self.returned(depth + 1))
                     for _ in range(int(values.random() * 4))]
            return b"{map = {" + b", ".join(pairs) + b"}}"
        if name == b"set":
            members = [b"[%b] = %b" % (values.choose((b"1", b"'a'", b"'b'", b"true", b"2.5", b"'member'")),
                                       values.choose((b"true", b"1", b"false", b"nil")))
                       for _ in range(int(values.random() * 4))]
            return b"{set = {" + b", ".join(members) + b"}}"
        if name == b"big_number":
            return b"{big_number = %b}" % values.choose((b"'123'", b"'-5'", b"'1\\r\\n2'", b"''", b"'x'", b"12"))
        if name == b"verbatim_string":
            return b"{verbatim_string = {string = %b, format = %b}}" % (
                values.choose(STRINGS), values.choose((b"'txt'", b"'mkd'", b"'abcdef'", b"'a'", b"''", b"5", b"nil")))
        return b"{attrib = {a = 1}, 1, 2}"

    def use(self):
        """A statement that does something with values and libraries."""
        return self._filled(self.values.choose(STATEMENTS))

    def failure(self):
        """A statement that ends the script, most often."""
        return self._filled(self.values.choose(FAILURES))

    def _without_address(self):
        """A value that is no function and no thread, whose texts are their addresses."""
        while True:
            value = self.returned(2)
            if not value.startswith((b"print", b"function", b"coroutine")):
                return value

    def _filled(self, line):
        values = self.values
        marks = {b"{x}": lambda: self.returned(2), b"{v}": self._without_address, b"{s}": lambda: values.choose(STRINGS), b"{n}": lambda: values.choose(NUMBERS),
                 b"{j}": lambda: values.choose(JSON), b"{f}": lambda: values.choose(FORMATS),
                 b"{m}": lambda: values.choose(MESSAGES)}
        # What is put in may itself hold such a mark.
        parts, index = [], 0
        while index < len(line):
            mark = line[index:index + 3]
            if mark in marks:
                parts.append(marks[mark]())
                index += 3
            else:
                parts.append(line[index:index + 1])
                index += 1
        return b"".join(parts)
