"""Generates Lua programs. A program follows from its seed alone; it ends, prints no addresses that matter, and draws no numbers."""

import random

import corners

NUMBERS = ("0", "1", "2", "3", "-1", "7", "10", "0.5", "1.5", "-2.25", "100", "255", "1e3", "2^31", "2^53", "1e15", "1e100", "0/0",
           "1/0", "-1/0", "0x10", "-0", ".5", "3.", "1e-7", "123456789012", "1e14", "99999999999999")
STRINGS = ("''", "'a'", "'abc'", "'10'", "'0x1F'", "' 5 '", "'1e2'", "'hello world'", "'a,b,,c'", "'%d'", "'x=1, y=2'", "'nil'",
           "'\\0z'", "'\\n'", "'\\200'", "('ab'):rep(3)", "'THE (quick) fox'", "'[[x]]'", "'key'", "'-3'", "'1 2'")
PATTERNS = ("'a'", "'.'", "'%a+'", "'(%w+)=(%w+)'", "'^%s*(.-)%s*$'", "'[^,]*'", "'%d+'", "'()'", "'(a)(b)?'", "'[a-c]'", "'[]]'",
            "'%b()'", "'%f[%w]%w+'", "'.-'", "'x*'", "'^a'", "'b$'", "'(.)%1'", "'%'", "'['", "'(a'", "'a)'", "'%2'", "'[%a_][%w_]*'",
            "'%b'", "'%f'", "'[a'", "'[^'", "'%z'", "'o+'", "'(h)(.)(%d?)'", "'[%'", "'%g'", "'^'", "'$'", "'(()'", "'%1'", "'a-b'",
            "'[a-]'", "'[-a]'", "'%S+'", "'\\0'", "'l-o'", "'.-o'")
REPLACEMENTS = ("''", "'x'", "'%0%0'", "'<%1>'", "'%2'", "'%'", "'%%'", "string.upper", "{a = 'A', b = false, abc = 1}",
                "function(a, b) return b or a end", "function() end", "function() return {} end", "5", "nil", "true", "'%9'", "'%a'")
FORMATS = ("'%d'", "'%5d'", "'%-5d|'", "'%05d'", "'%+d'", "'% d'", "'%x'", "'%X'", "'%#x'", "'%o'", "'%u'", "'%c'", "'%e'", "'%.3f'",
           "'%g'", "'%10.4g'", "'%G'", "'%s'", "'%10s|'", "'%-10s|'", "'%.2s'", "'%q'", "'%i'", "'%5.1f'", "'%%'", "'%'", "'%y'", "'%s %s'",
           "'%d %s'", "'%123d'", "'%.123f'", "'%------d'", "'%.0f'", "'%.14g'", "'%.20f'", "'%a%'", "'%5c'", "'%-5c|'", "'%.3q'")
NAMES = ("a", "b", "c", "t", "s", "f", "n", "x")
BINARY = ("+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or")
EVENTS = ("__add", "__sub", "__mul", "__div", "__mod", "__pow", "__unm", "__concat", "__eq", "__lt", "__le", "__index", "__newindex",
          "__call", "__tostring", "__len", "__metatable")
CALLS = (
    "string.len({s})", "string.sub({s}, {n}, {n})", "string.byte({s}, {n}, {n})", "string.char({n}, {n})", "string.rep({s}, {i})",
    "string.upper({s})", "string.lower({s})", "string.reverse({s})", "string.find({s}, {p})", "string.find({s}, {p}, {n})",
    "string.find({s}, {s}, {n}, true)", "string.match({s}, {p})", "string.match({s}, {p}, {n})", "string.gsub({s}, {p}, {r})",
    "string.gsub({s}, {p}, {r}, {i})", "string.format({o}, {e}, {e})", "string.format({o}, {n})", "string.format({o}, {s})",
    "({s}):len()", "({s}):upper()", "({s}):find({p})", "({s}):{name}()", "#{s}", "table.concat({l})", "table.concat({l}, {s})",
    "table.concat({l}, {s}, {i}, {i})", "table.insert({l}, {e})", "table.insert({l}, {i}, {e})", "table.remove({l})",
    "table.remove({l}, {i})", "table.maxn({l})", "table.getn({l})", "table.sort({l})", "table.setn({l}, {i})", "unpack({l})",
    "unpack({l}, {i}, {i})", "select({i}, {e}, {e}, {e})", "select('#', {e}, {e})", "select({n}, {e})", "tonumber({e})",
    "tonumber({s}, {i})", "tonumber({n}, {n})", "tostring({n})", "tostring({s})", "type({e})", "type()", "rawequal({e}, {e})",
    "rawget({l}, {e})", "rawset({l}, {e}, {e})[1]", "next({l})", "next({l}, {e})", "math.floor({n})", "math.ceil({n})", "math.abs({n})",
    "math.max({n}, {n})", "math.min({n}, {n})", "math.fmod({n}, {n})", "math.mod({n}, {i})", "math.modf({n})", "math.frexp({n})",
    "math.ldexp({n}, {i})", "math.sqrt({n})", "math.pow({n}, {n})", "math.sin({n})", "math.exp({i})", "math.log({n})", "math.deg({n})",
    "math.rad({n})", "math.atan2({n}, {n})", "math.log10({n})", "math.floor({e})", "getmetatable({e})", "getmetatable('').__index == string",
    "setmetatable({e}, {e})", "ipairs({e})", "pairs({e})", "pcall({v})", "pcall(error, {e})", "pcall(error, {s}, {i})", "assert({e}, {s})",
    "error({e})", "error({s}, {i})", "loadstring({s})", "string.gmatch({s}, {p})()", "coroutine.status({e})", "coroutine.resume({e})",
    "coroutine.wrap({v})", "coroutine.running()", "string.dump({n})", "table.foreachi({l}, print)", "table.foreach({l}, type)",
    "string.gfind({s}, {p})()", "setfenv(1, {e})", "setfenv({v}, {e})", "getfenv({n}) == _G", "newproxy({e})", "xpcall({v}, {v})", "string.find({e}, {e})",
    "table.concat({e})", "unpack({e})", "tostring({e} == {e})",
)


class Program:
    """One program: random choices, and how deep it may go."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.depth = 0
        self.counter = 0

    def pick(self, choices):
        return self.random.choice(choices)

    def number(self):
        return self.pick(NUMBERS)

    def index(self):
        return self.pick(("0", "1", "2", "3", "4", "-1", "5"))

    def string(self):
        return self.pick(STRINGS)

    def list(self):
        kind = self.random.randrange(4)
        if kind == 0:
            return "{" + ", ".join(self.number() for _ in range(self.random.randrange(7))) + "}"
        if kind == 1:
            return "{" + ", ".join(self.string() for _ in range(self.random.randrange(5))) + "}"
        return self.table()

    def table(self):
        if self.depth > 3:
            return "{}"
        fields = []
        for _ in range(self.random.randrange(6)):
            kind = self.random.randrange(4)
            if kind == 0:
                fields.append(f"{self.pick(NAMES)} = {self.expression()}")
            elif kind == 1:
                fields.append(f"[{self.pick((self.number(), self.string(), 'true'))}] = {self.expression()}")
            else:
                fields.append(self.expression())
        return "{" + self.pick((", ", "; ")).join(fields) + self.pick(("", ",")) + "}"

    def call(self):
        form = self.pick(CALLS)
        while "{" in form:
            for mark, make in (("{s}", self.string), ("{n}", self.number), ("{i}", self.index), ("{p}", lambda: self.pick(PATTERNS)),
                               ("{r}", lambda: self.pick(REPLACEMENTS)), ("{o}", lambda: self.pick(FORMATS)), ("{l}", self.list),
                               ("{e}", self.expression), ("{v}", self.function), ("{name}", lambda: self.pick(NAMES))):
                if mark in form:
                    # A piece is put in with its braces disguised, lest they are taken for marks.
                    piece = make().replace("{", "\1").replace("}", "\2")
                    form = form.replace(mark, piece, 1)
                    break
            else:
                break
        return form.replace("\1", "{").replace("\2", "}")

    def function(self):
        if self.depth > 3:
            return "print"
        parameters = self.pick(("", "a", "a, b", "...", "a, ..."))
        body = self.block(self.random.randrange(3), vararg="..." in parameters)
        result = self.pick(("", f" return {self.expression()}", f" return {self.pick(NAMES)}",
                            " return ..." if "..." in parameters else " return 1, 2, 3"))
        return f"function({parameters}) {body}{result} end"

    def expression(self):
        self.depth += 1
        try:
            limit = 16 if self.depth < 4 else 5
            kind = self.random.randrange(limit)
            if kind == 0:
                return self.number()
            if kind == 1:
                return self.string()
            if kind == 2:
                return self.pick(("nil", "true", "false"))
            if kind in (3, 4):
                return self.pick(NAMES)
            if kind in (5, 6, 7):
                return f"{self.expression()} {self.pick(BINARY)} {self.expression()}"
            if kind == 8:
                return f"({self.expression()} {self.pick(BINARY)} {self.expression()})"
            if kind == 9:
                return self.pick(("-", "not ", "#", "- ", "not not ")) + self.pick((self.pick(NAMES), f"({self.expression()})"))
            if kind == 10:
                return self.table()
            if kind == 11:
                return f"{self.pick(NAMES)}{self.pick(('.', '.b.'))}{self.pick(NAMES)}"
            if kind == 12:
                return f"{self.pick(NAMES)}[{self.expression()}]"
            if kind == 13:
                return f"{self.pick(NAMES)}{self.pick(('', ':b', '.c'))}({self.expression()})"
            if kind == 14:
                return self.function()
            return self.call()
        finally:
            self.depth -= 1

    # Statements

    def block(self, count, vararg=False):
        return " ".join(self.statement(vararg) for _ in range(count))

    def fresh(self):
        self.counter += 1
        return f"v{self.counter}"

    def statement(self, vararg=False):
        self.depth += 1
        try:
            kind = self.random.randrange(22 if self.depth < 4 else 8)
            make = getattr(self, ("print_", "assign", "local", "caught", "assign", "print_", "caught", "field", "branch", "numeric", "generic",
                                  "loop", "repeat_", "define", "method", "meta", "coroutine", "multiple", "do_", "upvalues", "recursion",
                                  "pairs_")[kind])
            return make()
        finally:
            self.depth -= 1

    def print_(self):
        return f"print({', '.join(self.expression() for _ in range(self.random.randrange(1, 4)))});"

    def caught(self):
        return f"print(pcall(function() return {self.pick((self.expression, self.call))()} end));"

    def assign(self):
        return f"{self.pick(NAMES)} = {self.expression()};"

    def local(self):
        names = self.random.sample(NAMES, self.random.randrange(1, 4))
        values = ", ".join(self.expression() for _ in range(self.random.randrange(4)))
        return f"local {', '.join(names)}{' = ' + values if values else ''};"

    def field(self):
        return f"print(pcall(function() {self.pick(NAMES)}{self.pick(('.', '.a.'))}{self.pick(NAMES)} = {self.expression()} end));"

    def branch(self):
        text = f"if {self.expression()} then {self.block(1)}"
        if self.random.random() < 0.4:
            text += f" elseif {self.expression()} then {self.block(1)}"
        if self.random.random() < 0.5:
            text += f" else {self.block(1)}"
        return text + " end"

    def numeric(self):
        start, stop, step = (self.pick(("1", "2", "3", "-1", "0", "5", "1.5", "'2'", "10"))
                             for _ in range(3))
        if step == "0":
            step = "1"
        name = self.pick(NAMES)
        return f"for {name} = {start}, {stop}, {step} do {self.block(2)} {self.pick(('', 'break '))}end"

    def generic(self):
        return (f"for {self.pick(('a', 'a, b', 'a, b, c'))} in {self.pick(('ipairs', 'pairs'))}({self.list()}) do "
                f"{self.block(1)} end")

    def pairs_(self):
        # Keys whose order follows from their values.
        name = self.fresh()
        keys = [self.pick((self.string(), self.number(), "true", "false", f"'k{self.random.randrange(30)}'", str(self.random.randrange(12))))
                for _ in range(self.random.randrange(1, 14))]
        sets = " ".join(f"pcall(rawset, {name}, {key}, {self.pick(('1', 'true', chr(39) + 'v' + chr(39), 'nil'))});" for key in keys)
        return f"local {name} = {self.list()} {sets} for k, w in pairs({name}) do print(k, type(w)) end print(#{name});"

    def loop(self):
        name = self.fresh()
        return f"local {name} = 0 while {name} < {self.random.randrange(4)} do {name} = {name} + 1 {self.block(1)} end"

    def repeat_(self):
        name = self.fresh()
        return f"local {name} = 0 repeat local q = {name} {name} = {name} + 1 {self.block(1)} until q >= {self.random.randrange(3)}"

    def define(self):
        name = self.pick(NAMES)
        return f"{self.pick(('local ', ''))}function {name}(a, b) {self.block(1)} return {self.expression()} end"

    def method(self):
        return (f"t = {{a = 1}} function t{self.pick((':', '.'))}b(c) {self.block(1)} return self, c end "
                f"print(pcall(t.b, t, {self.expression()})); print(pcall(function() return t{self.pick((':', '.'))}b({self.expression()}) end));")

    def meta(self):
        name = self.pick(NAMES)
        fields = ", ".join(
            f"{event} = {self.pick((self.function(), self.expression(), 'function(x, y) return rawequal(x, ' + name + '), type(y) end'))}"
            for event in self.random.sample(EVENTS, self.random.randrange(1, 5)))
        return f"{name} = setmetatable({self.table()}, {{{fields}}});"

    def coroutine(self):
        name = self.fresh()
        resumes = " ".join(f"print(coroutine.resume({name}, {self.expression()}));" for _ in range(self.random.randrange(1, 4)))
        return (f"local {name} = coroutine.create(function(a, b) {self.block(1)} local c = coroutine.yield({self.expression()}) "
                f"print(c) {self.block(1)} return coroutine.yield(a, c) end) {resumes} print(coroutine.status({name}));")

    def multiple(self):
        targets = ", ".join(self.pick((self.pick(NAMES), f"t[{self.number()}]", "t.a")) for _ in range(self.random.randrange(1, 4)))
        values = ", ".join(self.expression() for _ in range(self.random.randrange(1, 4)))
        return f"t = {self.table()}; print(pcall(function() {targets} = {values} end)); print({self.pick(NAMES)}, {self.pick(NAMES)});"

    def do_(self):
        return f"do {self.block(2)} end"

    def upvalues(self):
        name = self.fresh()
        return (f"local {name} = {{}} for i = 1, 3 do local j = i {name}[i] = function(d) j = j + (d or 1) return i, j end end "
                f"print({name}[1](), {name}[1](), {name}[2](5));")

    def recursion(self):
        name = self.fresh()
        tail = self.random.random() < 0.5
        body = f"return {name}(n - 1)" if tail else f"local r = {name}(n - 1) return r"
        return (f"local function {name}(n) if n == 0 then return {self.expression()} end {body} end "
                f"print(pcall({name}, {self.random.randrange(1, 30)}));")

    # Sources that are most often no Lua

    def mangled(self):
        source = self.block(self.random.randrange(1, 4))
        for _ in range(self.random.randrange(1, 4)):
            place = self.random.randrange(len(source) + 1)
            what = self.pick(("", "", "end ", "(", ")", "=", "'", "\"", "[[", "]]", "--", "\n", " do ", " then ", "..", "...", "1x", "0x",
                              "1e", "3..2", "\\", "~", "@", "$", "!", " return ", " break ", " local ", ",", ";", ":", "{", "}", "\0", "[=[",
                              "'\\300'", "\xe9", " function ", " for ", " in ", " nil ", " until ", " repeat ", "--[[", "#", "&"))
            source = source[:place] + what + source[place + self.random.randrange(4):]
        # It is compiled, not run: it might not end.
        return source


def program(seed):
    """The source of a program."""
    made = Program(seed)
    kind = made.random.randrange(14)
    if kind == 0:
        source = made.mangled()
        return f"local f, m = loadstring({quoted(source)}, '=m') print(f and 'compiles', m)"
    if kind in (1, 2):
        return "\n".join(f"print(pcall(function() return {made.call()} end))" for _ in range(6))
    if kind == 3:
        return "\n".join(f"print(pcall(function() local a, b, c = 1, 'x', {{}} return {made.expression()} end))" for _ in range(5))
    if kind >= 8:
        return corners.program(made)
    return "\n".join(made.statement() for _ in range(made.random.randrange(2, 7)))


def quoted(source):
    """A source as a string of Lua."""
    return "'" + "".join(c if " " <= c <= "~" and c not in "'\\" else f"\\{ord(c):03d}" for c in source) + "'"
