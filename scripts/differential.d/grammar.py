"""The grammar of commands, read from a running server: COMMAND DOCS for the shape of arguments, COMMAND INFO for the rest.

A new command is covered as soon as the server declares it. Argument trees are compiled into closures once, so that a
command costs microseconds to generate.
"""

from exceptions import GROUP_WEIGHT, NEVER, WEIGHT
from forms import FORMS
from wire import tree

MANY = 0.012          # how often an argument that repeats does so often enough to cross an encoding's threshold


class Command:
    """One command or subcommand: how to write a valid one, and what mutations of it have to respect.

    `words` are its name as sent, `group` as COMMAND DOCS has it, `weight` how often it is sent, `time_tokens` the options
    that a relative time follows (token to True for seconds), `bare_time` whether one stands without a token,
    `timeout_index` where a blocking command has its timeout."""

    def __init__(self, name, group, arguments, blocking):
        self.name = name
        self.words = [word.upper().encode() for word in name.split("|")]
        self.group = group
        self.blocking = blocking
        self.weight = WEIGHT.get(name, GROUP_WEIGHT.get(group, 1.0))
        self.form = FORMS.get(name)
        self.time_tokens, self.bare_time = {}, None
        self.tokens = []
        self._note(arguments)
        self.timeout_index = None
        for index, argument in enumerate(arguments):
            if blocking and argument["name"] == "timeout":
                self.timeout_index = len(self.words) if index == 0 else -1
        self._write = _sequence(arguments)

    def _note(self, arguments):
        for argument in arguments:
            if "token" in argument:
                self.tokens.append(argument["token"])
            if argument["name"] in ("seconds", "milliseconds") and argument["type"] == "integer":
                if "token" in argument:
                    self.time_tokens[argument["token"]] = argument["name"] == "seconds"
                else:
                    self.bare_time = argument["name"] == "seconds"
            self._note(argument.get("arguments", ()))

    def write(self, values):
        """A valid form, as a list of arguments."""
        values.group = self.group
        if self.form:
            return self.form(values)
        out = list(self.words)
        values.numkeys = None
        self._write(values, out)
        return out


def _sequence(arguments):
    """Arguments in their order, but with each run of options in any order, as servers accept them."""
    parts = [(_one(argument), "optional" in argument.get("flags", ()) and _starts_with_token(argument))
             for argument in arguments]
    if sum(optional for _, optional in parts) < 2:
        writers = [writer for writer, _ in parts]

        def in_order(values, out):
            for writer in writers:
                writer(values, out)
        return in_order
    runs = []
    for writer, optional in parts:
        if optional and runs and runs[-1][1]:
            runs[-1][0].append(writer)
        else:
            runs.append(([writer], optional))

    def with_shuffled_options(values, out):
        for writers, optional in runs:
            if optional and values.random() < 0.4:
                writers = list(writers)
                values.rng.shuffle(writers)
            for writer in writers:
                writer(values, out)
    return with_shuffled_options


def _starts_with_token(argument):
    return "token" in argument or "arguments" in argument and all(map(_starts_with_token, argument["arguments"]))


def _one(argument):
    """A writer for one argument with its token, its options and its repetitions."""
    flags = argument.get("flags", ())
    token = argument.get("token")
    write = _TYPES[argument["type"]](argument)
    if argument["type"] != "pure-token" and token is not None and "multiple_token" not in flags:
        write = _with_token(token, write) if "multiple" not in flags else write
    elif "multiple_token" in flags:
        write = _with_token(token, write)
    if "multiple" in flags:
        write = _repeated(write, argument["type"] == "key" or argument["name"] in ("field", "data"))
        if token is not None and "multiple_token" not in flags and argument["type"] != "pure-token":
            write = _with_token(token, write)
    return _optional(write) if "optional" in flags else write


def _with_token(token, write):
    def tokened(values, out):
        out.append(values.word_case(token))
        write(values, out)
    return tokened


def _repeated(write, counted):
    def repeated(values, out):
        r = values.random()
        count = 1 if r < 0.5 else 2 + int(values.random() * 3) if r < 1 - MANY else 20 + int(values.random() * 130)
        if counted and values.numkeys is not None:
            if values.random() < 0.9:
                out[values.numkeys] = b"%d" % count
            values.numkeys = None
        for _ in range(count):
            write(values, out)
    return repeated


def _optional(write):
    def optional(values, out):
        if values.random() < 0.35:
            write(values, out)
    return optional


def _oneof(argument):
    writers = [_one(dict(a, flags=[f for f in a.get("flags", ()) if f != "optional"])) for a in argument["arguments"]]

    def oneof(values, out):
        values.choose(writers)(values, out)
    return oneof


def _integer(argument):
    name = argument["name"]
    if name in ("numkeys", "numfields"):
        def numkeys(values, out):
            values.numkeys = len(out)
            out.append(values.integer("value"))
        return numkeys
    return lambda values, out: out.append(values.integer(name))


def _named(method):
    def typed(argument):
        name = argument["name"]
        return lambda values, out: out.append(getattr(values, method)(name))
    return typed


_TYPES = {
    "key": lambda a: lambda values, out: out.append(values.key()),
    "string": _named("string"),
    "integer": _integer,
    "double": _named("double"),
    "unix-time": _named("unix_time"),
    "pattern": lambda a: lambda values, out: out.append(values.pattern()),
    "pure-token": lambda a: lambda values, out: out.append(values.word_case(a.get("token", b""))),
    "oneof": _oneof,
    "block": lambda a: _sequence(a["arguments"]),
}


def _plain(node):
    """A reply tree as Python values: maps, and arrays of pairs where a map is meant, as dictionaries."""
    kind, value = node
    if kind == "%":
        return {_plain(k): _plain(v) for k, v in zip(value[::2], value[1::2])}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.decode() if kind == "+" else int(value) if kind == ":" else value


def _argument(docs):
    """An argument description with text where the grammar decides by text; tokens stay bytes, as they are sent."""
    argument = {"name": docs[b"name"].decode(), "type": docs[b"type"].decode(), "flags": docs.get(b"flags", [])}
    if b"token" in docs:
        argument["token"] = docs[b"token"]
    if b"arguments" in docs:
        argument["arguments"] = [_argument(a) for a in docs[b"arguments"]]
    return argument


def read(ask):
    """All commands that a server declares, by name. `ask` sends a request on a RESP3 connection and gives the raw reply."""
    docs = _plain(tree(ask(b"COMMAND", b"DOCS")))
    info = _flags_by_name(_plain(tree(ask(b"COMMAND", b"INFO"))))
    commands = {}

    def declare(name, description):
        subcommands = description.get(b"subcommands", {})
        for subname, sub in subcommands.items():
            declare(subname.decode(), sub)
        arguments = [_argument(a) for a in description.get(b"arguments", [])]
        commands[name] = Command(name, description[b"group"].decode(), arguments, "blocking" in info.get(name, ()))
        if subcommands:
            commands[name].weight = 0.01    # the bare container: an error, but a command of its own for COMMAND

    for name, description in docs.items():
        declare(name.decode().lower(), description)     # modules may write theirs in capitals
    return commands


def _flags_by_name(entries):
    flags = {}
    for entry in entries:
        if entry:
            flags[entry[0].decode()] = {flag.decode() if isinstance(flag, bytes) else flag for flag in entry[2]}
            flags.update(_flags_by_name(entry[9]))
    return flags


def sendable(commands, families):
    """Those of the named families that may be sent at all."""
    return [command for name, command in sorted(commands.items())
            if command.group in families and name not in NEVER and name.split("|")[0] not in NEVER]
