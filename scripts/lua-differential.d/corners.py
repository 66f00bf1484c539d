"""Programs for the corners of the language: each function makes a few statements of one kind, with choices drawn from `made`."""

OPERANDS = ("1", "'x'", "'10'", "nil", "true", "{}", "print", "2.5", "'abc'", "0", "-1", "1e300", "t", "u", "1/0")
OPERATORS = ("+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=")
PIECES = ("a", "b", ".", "%a", "%d", "%s", "%w", "%p", "%x", "%u", "%l", "%c", "%A", "%S", "%W", "[abc]", "[^abc]", "[a-f]",
          "[%w_]", "[^%s]", "[]]", "[^]]",
          "[a%-z]", "[%a-z]", "()", "(a)", "(.)", "(%w+)", "(.-)", "(a*)", "((a)b)", "%b()", "%b<>", "%baa", "%f[%w]", "%f[%W]",
          "%f[%z]", "%f[a]", "%1", "%2",
          "%%", "%.", "x", " ", ",", "\\0", "%z", "[%z]", "^", "$", "[", "(", ")", "%", "[a-", "%b", "%f", "[^", "-", "*", "+",
          "?")
SUFFIXES = ("", "", "", "*", "+", "-", "?")
SUBJECTS = ("'hello world'", "'aaab'", "'f(a(b)c)d'", "'<a><<b>>'", "'key = value'", "'a,b,,c'", "''", "'THE (quick) fox'",
            "'x1y22z333'", "'a\\0b'", "'ab\\nab'",
            "'  trim  '", "'aa bb aa'", "'[x]-[y]'", "'%d'", "('ab'):rep(5)", "'\\200\\255'", "'a.b.c'")
FLAGS = ("", "", "-", "0", "+", " ", "#", "-0", "+0", "0+ ", "--", "-+ #0")
WIDTHS = ("", "", "1", "5", "10", "20", "99", "100")
PRECISIONS = ("", "", ".", ".0", ".1", ".3", ".10", ".20", ".99", ".100")
LETTERS = "diouxXcqsaeEfgGp%yzF"
FLOATS = ("0", "-0", "1", "-1", "0.1", "-0.1", "1/3", "1e15", "1e16", "123456789012345678", "2^53", "2^63", "-2^63", "2^64",
          "1e100", "1e-5", "1e-300", "5e-324",
          "0.5", "1.5", "2.5", "-2.5", "99.995", "1/0", "-1/0", "0/0", "3.14159265358979", "1e14", "1e14+0.5", "99999999999999.9",
          "100", "255", "65536")
KEYS = ("1", "2", "3", "4", "5", "8", "'a'", "'b'", "0", "-1", "1.5", "true", "2^53", "1e300")
EVENTS = ("__add", "__sub", "__mul", "__div", "__mod", "__pow", "__concat", "__eq", "__lt", "__le")


def _any(made, *pools):
    return made.pick(pools[made.random.randrange(len(pools))])


def named_errors(made):
    """Errors that name the variable to blame."""
    value = made.pick(("nil", "5", "'s'", "true", "{}", "print", "{a = {}}", "{a = 5}"))
    bad = made.pick((
        "v.x", "v.x.y", "v.a.b.c", "v[1][2]", "v()", "v.x()", "v.a.b()", "v:m()", "v.a:m()", "v + 1", "1 + v", "v.a + 1", "-v",
        "#v", "#v.a", "v .. 'x'", "'x' .. v",
        "v.a .. 'x'", "v < 1", "1 < v", "v < v", "v <= {}", "{} < v", "v.a < v.a", "v[nil]", "v[v.a.b]", "(v)()", "(v).x.y",
        "v.a.a.a", "v % 2", "2 ^ v", "v()()", "v{}",
        "v'x'", "v.x.y.z", "v['a b'].c", "v[1].x", "v[i].x", "w.x", "w()", "w.x.y", "w + 1", "#w", "w:m()", "w.x()", "('x').y.z",
        "('x'):nothing()", "(5)()", "(nil).x",
        "v.a[v]", "v[{}].x", "not v.x.y", "v and v.x.y", "v == v.x.y", "math.nothing()", "string.nothing.x", "v[true]()",
        "v[1]()", "v.x{}", "a.b.c.d", "a()"))
    place = made.random.randrange(4)
    if place == 0:
        return f"local v, i = {value}, 1 print(pcall(function() local v, i = v, i return {bad} end))"
    if place == 1:
        return f"local v, i = {value}, 1 print(pcall(function() return {bad} end))"
    if place == 2:
        return f"v, i = {value}, 1 print(pcall(function() return {bad} end)) v = nil"
    store = made.pick(("v.x = 1", "v[nil] = 1", "v.a.b = 1", "v[1][2] = 3", "v[0/0] = 1", "v.a.b.c = v", "w.x = 1", "v = v .. {}",
                       "v = v + {}", "v.x, v.y.z = 1, 2",
                       "for k in v do end", "for k = v, 2 do end", "for k = 1, v do end", "for k = 1, 2, v do end",
                       "for k in pairs(v) do end", "for k in ipairs(v) do end"))
    return f"local v, i = {value}, 1 print(pcall(function({made.pick(('', 'v'))}) {store} end))"


def error_levels(made):
    """error with a level, through functions with and without names, and through handlers."""
    level = made.pick(("", ", 0", ", 1", ", 2", ", 3", ", 4", ", 9", ", -1", ", '2'", ", nil"))
    what = made.pick(("'m'", "{}", "nil", "5", "'m\\nn'", "true"))
    tail = made.pick(("return f()", "f() return 1", "local r = f() return r", "return (f())", "return pcall(f)", "t.m()",
                      "return coroutine.wrap(f)()", "local r = {f()}"))
    catch = made.pick((
        "print(pcall(g))", "print(xpcall(g, function(m) return 'h:' .. tostring(m) end))", "print(pcall(pcall, g))",
        "print(pcall(coroutine.wrap(g)))",
        "print(coroutine.resume(coroutine.create(g)))", "print(xpcall(g, function(m) error('again') end))",
        "print(xpcall(g, error))", "print(xpcall(g, print))",
        "print(xpcall(g, function(m) error(m, 2) end))", "print(xpcall(g))", "print(xpcall(g, 5))",
        "print(xpcall(g, function(m) return pcall(error, 'in') end))",
        "print(pcall(setmetatable({}, {__index = function() g() end}).x))", "print(pcall(string.gsub, 'x', 'x', g))",
        "print(pcall(table.sort, {1, 2, 3}, g))",
        "print(xpcall(g, function(m) local x = nil return x.y end))",
        "print(xpcall(g, function(...) return select('#', ...) end))",
        "print(xpcall(g, function(m) return error(m, 3) end))",
        f"print(xpcall(g, function(m) return select(2, pcall(function() error('in', {made.random.randrange(1, 9)}) end)) end))",
        f"local d = 0 print(xpcall(g, function(m) d = d + 1 if d < 4 then print(pcall(function() error(m, {made.random.randrange(1, 9)}) "
        "end)) return d.x.y end return m end))",
        "print(xpcall(g, function(m) f() end))", "print(xpcall(function() return g() end, g))"))
    return f"local t = {{}} local function f()\n error({what}{level}) end t.m = f\nlocal function g()\n {tail} end\n{catch}"


def varargs(made):
    """Argument lists that grow, shrink and end in nothing."""
    call = made.pick(("f()", "f(nil)", "f(nil, nil)", "f(1, 2, 3)", "f(f(1, 2), f(3, 4))", "f((f(1, 2)))",
                      "f(unpack({1, 2, nil, 4}, 1, 4))", "f(g())", "f(g(), g())", "f(nil, g())"))
    body = made.pick((
        "return ...", "return (...)", "return select('#', ...), ...", "return {...}, #{...}", "local a, b = ... return b, a",
        "return select(-1, ...)", "return select(2, ...)",
        "local t = {n = select('#', ...), ...} return t.n, #t", "return ..., 'end'", "return 'start', ...",
        "local a = ... return a", "return unpack({...})", "return #{n = 1, ...}",
        "for i = 1, select('#', ...) do print((select(i, ...))) end", "return arg and arg.n", "local x = {..., ...} return #x",
        "return pcall(select, 0, ...)", "return (function(...) return ... end)(...)",
        "return math.max(...)", "return ... == nil", "return not ...", "return ... and 1 or 2", "return {[1] = ...}[1]",
        "return table.concat({...}, ',')", "return string.format('%s', ...)"))
    return f"local function g() return 7, 8 end local function f(...) {body} end print(pcall(function() return {call} end))"


def closures(made):
    """Variables shared by closures, in loops that end early, and after their scope has."""
    loop = made.pick(("for i = 1, 4 do", "for _, i in ipairs{1, 2, 3, 4} do", "local n = 0 while n < 4 do n = n + 1 local i = n",
                      "local n = 0 repeat n = n + 1 local i = n"))
    close = made.pick(("until i >= 4", "until n >= 4 or fs[n]() > 90")) if "repeat" in loop else "end"
    body = made.pick(("fs[#fs + 1] = function(d) i = i + (d or 0) return i end",
                      "local j = i * 2 fs[#fs + 1] = function(d) j = j + (d or 1) return j + i end",
                      "local j fs[#fs + 1] = function(d) j = (j or 0) + i return j end",
                      "do local j = i fs[#fs + 1] = function(d) j = j + i return j end end",
                      "fs[#fs + 1] = (function(k) return function() k = k + 1 return k * i end end)(i)"))
    leave = made.pick(("", "", "if i == 2 then break end ", "if i > 2 then break end "))
    if "repeat" in loop:
        leave = ""
    return f"local fs = {{}} {loop} {body} {leave}{close} for i = 1, #fs do print(fs[i](), fs[i](5), fs[1]()) end"


def coroutines(made):
    """Yields and errors across calls, and what a coroutine may not do."""
    body = made.pick((
        "local x = yield(1) error('e' .. tostring(x))", "pcall(yield, 1) return 2", "return pcall(function() yield(1) end)",
        "yield() yield(nil) yield(1, 2)", "return yield(yield(yield(1)))",
        "for i = 1, 3 do yield(i) end", "error({})", "error()", "local x = nil return x.y",
        "table.sort({3, 2, 1}, function(a, b) yield(a) return a < b end)", "yield(coroutine.status(co))",
        "return ('ab'):gsub('.', yield)", "setmetatable({}, {__index = function(_, k) return yield(k) end}).x = 1",
        "return setmetatable({}, {__index = function(_, k) return yield(k) end}).x",
        "return setmetatable({}, {__add = function(a, b) return yield(b) end}) + 1",
        "for k in coroutine.wrap(function() yield(1) yield(2) end) do yield(k) end", "return coroutine.resume(co)",
        "return coroutine.wrap(function() return yield(5) end)()", "for a, b in pairs({10, 20}) do yield(a, b) end",
        "return select('#', yield(1))", "return ...", "yield(...)",
        "local ok, e = pcall(error, 'x') yield(ok, e)", "return xpcall(function() yield(1) end, function(m) return 'h' .. m end)",
        "for _, v in (function() return yield end)() do print(v) break end",
        "return coroutine.running() == co", "return type(coroutine.running())", "return co and coroutine.status(co)"))
    steps = "".join(f"print(coroutine.resume(co{made.pick(('', ', 1', ', nil, 2', ', 3, 4'))})) " for _ in range(made.random.randrange(1, 5)))
    wrapped = made.pick(("", "",
                         f"local w = coroutine.wrap(function(...) {body} end) print(pcall(w, 1)) print(pcall(w, 2)) print(pcall(w)) "))
    return f"local yield, co = coroutine.yield co = coroutine.create(function(...) {body} end) {steps}print(coroutine.status(co)) {wrapped}"


def metamethods(made):
    """Each event on either side, its fallbacks, and values that are no functions."""
    events = ", ".join(f"{event} = {made.pick(('function(a, b) return type(a) .. type(b), 2 end', 'function() return nil end', 'function() return 5 end', '5', '{}', 'function(a, b) error(type(b)) end', 'print', 'false'))}"
                       for event in made.random.sample(EVENTS, made.random.randrange(1, 7)))
    more = made.pick(("", ", __index = function(s, k) return k end",
                      ", __index = {x = 1, m = function(...) return select('#', ...) end}", ", __index = 5", ", __index = 'str'",
                      ", __newindex = function(s, k, v) rawset(s, k, v) end", ", __newindex = print",
                      ", __call = function(self, ...) return select('#', ...), ... end", ", __call = 5",
                      ", __tostring = function() return 5 end", ", __tostring = function() return 'T' end",
                      ", __metatable = 'locked'", ", __len = function() return 42 end",
                      ", __unm = function(a, b) return rawequal(a, b) end", ", __mode = 'k'",
                      ", __index = setmetatable({}, {__index = function(_, k) return 'deep' .. k end})"))
    left, right = (made.pick(("t", "u", "t", "1", "'x'", "nil", "{}", "setmetatable({}, getmetatable(t))")) for _ in range(2))
    uses = "".join("print(pcall(function() return " + made.pick((
        f"{left} {made.pick(OPERATORS)} {right}", f"{left} {made.pick(OPERATORS)} {right}",
        f"not ({left} {made.pick(OPERATORS)} {right})", "t.x", "t.nothing", "t.x.y", "t:m()", "t:m(1, 2)", "t()",
        "t(1, nil)", "-t", "#t", "tostring(t)", "rawget(t, 'x')", "rawequal(t, u)", "getmetatable(t)",
        "setmetatable(t, nil) == t", "t == u", "t ~= u", "t[1]", "t[t]", "next(t)", "'a' .. t .. 'b'",
        "1 .. 2 .. t", "t .. 1 .. 2", "t < u", "t <= u", "t > 1", "u >= t", "pcall(t)",
        "t.a.b")) + " end)) " for _ in range(made.random.randrange(1, 5)))
    store = made.pick(("", "print(pcall(function() t.y = 1 return rawget(t, 'y') end)) ",
                       "print(pcall(function() t[1] = 2 t[1] = 3 return #t end)) "))
    return f"local m = {{{events}{more}}} local t, u = setmetatable({{}}, m), setmetatable({{}}, {made.pick(('m', 'm', '{}', '{__eq = m.__eq}', '{__lt = m.__lt}'))}) {uses}{store}"


def formats(made):
    """Numbers and strings through every shape of a format."""
    form = "%" + made.pick(FLAGS) + made.pick(WIDTHS) + made.pick(PRECISIONS) + made.random.choice(LETTERS)
    value = made.pick((made.pick(FLOATS), made.pick(FLOATS), "'x'", "'a\\0b\\n\"\\\\'", "'12'", "'0x10'", "nil", "{}", "true",
                       "('y'):rep(120)"))
    if form[-1] == "p" or form[-1] in "aA" or value == "{}":
        value = made.pick(FLOATS[:20])
    return f"print(pcall(string.format, '[{form}]', {value})) print({made.pick(FLOATS)}, tostring({made.pick(FLOATS)}), {made.pick(FLOATS)} .. '')"


def patterns(made):
    """Patterns put together from pieces."""
    pattern = made.pick(("", "",
                         "^")) + "".join(made.pick(PIECES) + made.pick(SUFFIXES) for _ in range(made.random.randrange(1,
                             5))) + made.pick(("", "", "$"))
    pattern, subject = f"'{pattern}'", made.pick(SUBJECTS)
    what = made.pick(("'<%0>'", "'%1'", "'%2%1'", "''", "string.upper", "{a = 'A', hello = false}",
                      "function(...) return select('#', ...) end", "function() return nil end", "'%%'", "'%'", "'x%'",
                      "function() return true end", "7"))
    return made.pick((
        f"print(pcall(string.find, {subject}, {pattern}, {made.pick(('1', '2', '-1', '0', '-3', '99', 'nil'))}))",
        f"print(pcall(string.match, {subject}, {pattern}))",
        f"print(pcall(string.gsub, {subject}, {pattern}, {what}))",
        f"print(pcall(string.gsub, {subject}, {pattern}, {what}, {made.index()}))",
        f"print(pcall(function() for a, b in ({subject}):gmatch({pattern}) do print(a, b) end end))",
        f"print(pcall(string.find, {subject}, {pattern}, 1, true))"))


def holes(made):
    """Lists with holes, and functions of tables on them."""
    fields = ", ".join(made.pick(("1", "2", "3", "nil", "'a'", "false",
                                  f"[{made.pick(KEYS)}] = {made.pick(('1', 'nil', chr(39) + 'v' + chr(39)))}")) for _ in range(made.random.randrange(0, 9)))
    ops = " ".join(f"print(pcall(function() {op} return #t end))" for op in (made.pick((
        "t[#t + 1] = 1", "t[#t] = nil", f"t[{made.pick(KEYS)}] = 1", f"t[{made.pick(KEYS)}] = nil", "table.insert(t, 9)",
        f"table.insert(t, {made.pick(KEYS)}, 9)", "table.insert(t)", "table.insert(t, 1, 2, 3)",
        "print(table.remove(t))", f"print(table.remove(t, {made.pick(KEYS)}))", "print(table.concat(t, ','))",
        f"print(table.concat(t, '-', {made.index()}, {made.index()}))", "table.sort(t)",
        "table.sort(t, function(a, b) return true end)", "table.sort(t, function(a, b) return tostring(a) > tostring(b) end)",
        "table.sort(t, 5)", "print(unpack(t))", f"print(unpack(t, {made.index()}, {made.index()}))",
        "print(table.maxn(t))", "print(table.getn(t))", "print(next(t) ~= nil)", "for i, v in ipairs(t) do print(i, v) end",
        "for k, v in pairs(t) do t[k] = nil end", "for k in pairs(t) do t[k] = 5 end",
        "print(next(t, 'nothing'))", "print(unpack(t, 1, 1e8))", "t = {unpack(t)}", "t = {t[1], t[2], n = t}",
        "table.foreach(t, function(k, v) return v end)")
    ) for _ in range(made.random.randrange(1, 6))))
    return f"local t = {{{fields}}} print(#t) {ops} for k, v in pairs(t) do print(k, type(v)) end"


def coercions(made):
    """Strings as numbers and numbers as strings."""
    text = made.pick(("'10'", "' 10 '", "'0x1f'", "'1e2'", "'1e'", "'0x'", "''", "' '", "'10a'", "'-5'", "'- 5'", "'+5'", "'.5'",
                      "'5.'", "'.'", "'1_000'", "'inf'", "'nan'", "'0x1p4'", "'1e400'", "'-0'",
                      "'\\t7\\n'", "'1\\0'", "'00012'", "'0xfffffffffffff'", "'1e+2'", "'1 2'", "'0b1'", "'1f'", "'0x.8'",
                      "'infinity'", "'1,5'"))
    return made.pick((
        f"print(pcall(function() return {text} {made.pick(OPERATORS[:6])} {made.pick(OPERANDS)} end))",
        f"print(pcall(function() return {made.pick(OPERANDS)} {made.pick(OPERATORS)} {text} end))",
        f"print(tonumber({text}), pcall(tonumber, {text}, {made.pick(('2', '8', '10', '16', '36', '1', '37', '0', 'nil'))}))",
        f"print(pcall(math.floor, {text}))", f"print(pcall(string.rep, 'x', {text}))",
        f"print(pcall(string.sub, 'abcdef', {text}, {text}))", f"print({text} == 10, {text} .. 1, 1 .. {text})",
        f"for i = {made.pick(('1', chr(39) + '1' + chr(39)))}, {made.pick(('2', chr(39) + '2' + chr(39)))} do print(i) end",
        f"print(-{text})", f"print(pcall(string.char, {text}))", f"print(#{text}, ({text}):len())",
        f"print({made.pick(FLOATS)} .. '', {made.pick(FLOATS)} .. {made.pick(FLOATS)})",
        f"local t = {{}} t[{made.pick(FLOATS[:9])}] = 1 print(t[1], t['1'], t[{text}], t[tonumber({text}) or 0])"))


def recursion(made):
    """Calls that nest too deeply, each in its way."""
    return made.pick((
        "local function f(n) return n == 0 and 0 or 1 + f(n - 1) end print(f(%d))" % made.pick((10, 1000, 15000)),
        "local function f() return f() + 1 end local ok, e = pcall(f) print(ok, e)",
        "local function f(n) if n == 0 then return 'done' end return f(n - 1) end print(f(100000))",
        "local function f() return pcall(f) end print(type(f()))",
        "local t = setmetatable({}, {}) getmetatable(t).__index = t print(pcall(function() return t.x end))",
        "local t = setmetatable({}, {}) getmetatable(t).__newindex = t print(pcall(function() t.x = 1 end))",
        "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) local ok, e = pcall(function() return t[1] end) print(ok, type(e))",
        "local f f = function() local ok, e = pcall(f) error(e, 0) end print(pcall(f))",
        "local t = setmetatable({}, {}) getmetatable(t).__call = t print(pcall(t))",
        "local s = '' for i = 1, %d do s = s .. '(' end print(loadstring('return ' .. s))" % made.pick((10, 150, 199, 200, 201,
            300)), "local s = 'return ' .. ('{'):rep(%d) print(loadstring(s, '=n'))" % made.pick((50, 190, 250)),
        "print(loadstring('local ' .. ('a,'):rep(%d) .. 'a', '=n'))" % made.pick((198, 199, 200, 201)),
        "print(loadstring('return ' .. ('-'):rep(%d):gsub('-', '- ') .. '1', '=n'))" % made.pick((100, 195, 205)),
        "print(loadstring('return ' .. ('a..'):rep(%d) .. 'a', '=n'))" % made.pick((100, 195, 205, 260)),
        "print(pcall(string.rep, 'x', -1))", "print(#('x'):rep(100000))",
        "print(pcall(string.find, ('a'):rep(%d), ('a?'):rep(%d) .. ('a'):rep(10)))" % (made.pick((5, 12)), made.pick((5, 12))),
        "print(pcall(string.match, ('a'):rep(3000), '.-b'))",
        "print(pcall(string.find, ('('):rep(40), ('(('):rep(20)))",
        "print(select('#', unpack({}, 1, %d)))" % made.pick((100, 5000, 7900)), "print(pcall(unpack, {}, 1, 1e7))",
        "local co = coroutine.wrap(function() local function f() return f() + 1 end return f() end) print(pcall(co))",
        "print(loadstring('x = ' .. ('f('):rep(%d), '=n'))" % made.pick((100, 198, 250)),
        "local f = loadstring('return function() return ' .. ('function() return '):rep(%d) .. ('end '):rep(%d) .. 'end', '=n') print(type(f))" % ((made.pick((50, 150, 210)),) * 2)))


def constructs(made):
    """Constructors of many elements, jumps in conditions, and assignments whose order matters."""
    truth = [made.pick(("a", "b", "c", "nil", "false", "true", "1", "a == b", "not a", "a < 3", "(a or b)", "f(a)", "f(nil)",
                        "a and b", "#'x'")) for _ in range(4)]
    condition = f"{made.pick(('', 'not '))}{truth[0]} {made.pick(('and', 'or'))} {truth[1]} {made.pick(('and', 'or'))} {made.pick(('', 'not '))}({truth[2]} {made.pick(('and', 'or'))} {truth[3]})"
    count = made.pick((3, 49, 50, 51, 100, 101, 130))
    return f"local a, b, c = {made.pick(OPERANDS[:9])}, {made.pick(('1', 'nil', 'false', '2'))}, 3 local function f(...) return ... end local t, u = {{}}, {{}} " + made.pick((
        f"print(pcall(function() if {condition} then return 'yes' else return 'no' end end))",
        f"print(pcall(function() return {condition} end))",
        f"print(pcall(function() local x = {condition} while {condition} do return 'in' end return x end))",
        f"local l = {{{', '.join(str(i) for i in range(count))}, f(7, 8)}} print(#l, l[{count}], l[{count + 1}], l[{count + 2}])",
        f"local l = {{{', '.join(str(i) for i in range(count))}, (f(7, 8))}} print(#l)",
        "local i = 1 i, t[i] = i + 1, 20 print(i, t[1], t[2])", "a, b, c = c, a, b print(a, b, c)",
        "t.x, t.y, t.z = f(1, 2) print(t.x, t.y, t.z)", "t.x, t = 1, u print(t == u, t.x)", "local a = a local a = a print(a)",
        f"for i = {made.pick(('1', '10', '1.5', '-1'))}, {made.pick(('3', '1', '2.25', '-3'))}, {made.pick(('1', '-1', '0.25', '3', '-0.5'))} do io = i print(i) end", "for i = 1, 3 do local i = i * 2 print(i) end",
        "for i = 3, 1 do print(i) end print('none')", "for k, v in next, {1, 2, x = 3} do print(k, v) end",
        "for k, v in pairs({}), {5} do print(k, v) end", "repeat local x = 1 until x == 1 print(x)",
        "do local function f() return 1 end print(f()) end print(f(2))", "local s = [[\nline]] .. [==[a]]b]==] print(s, #s)",
        "print('\\65\\066\\x', '\\z', \"a\\\nb\")", "print(0x10, 1e2, .5, 3., 0xA.8)", "print(1 --[[ c ]] + --[==[ d ]] ]==] 2)",
        "print(2^3^2, -2^2, not nil == true, 1 .. 2 == '12', 2 * 3 % 4, -3 % 5, 5 % -3, -5.5 % 2)", "return f(f(1, 2), f(3))",
        "print((f(1, 2)), f(1, 2), f(1, 2))", "print(#{f(1, 2), f(1, 2)}, #{f(1, 2), nil}, #{(f(1, 2))})"))


MAKERS = (named_errors, named_errors, error_levels, error_levels, varargs, closures, coroutines, coroutines, metamethods,
          metamethods, formats, formats, patterns, patterns, holes, holes, coercions, recursion,
          constructs, constructs)


def program(made):
    """A program of such statements, each in a scope of its own."""
    return "\n".join(f"do {made.pick(MAKERS)(made)}\nend" for _ in range(made.random.randrange(1, 5)))
