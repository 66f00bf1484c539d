"""Turns a seed into segments: sequences of requests for several connections, the same on every machine.

Nothing here depends on a reply, so a segment can be replayed from a fresh state and any part of it left out.
"""

import random

from exceptions import BOUNDED, BOUNDED_AFTER, REPEATED
from forms import FIXED, SETTINGS
import functions
import scripting
import streams
from values import BAD_WORDS, NOT_INTEGERS, Values
from wire import Placeholder

SLOTS = 4                    # connections
ALONE = SLOTS - 1            # the one for CLIENT REPLY and for authentication: no transaction, nothing in a pipeline
LONGEST_LINE = 8000          # of inline requests; what servers make of more depends on how it arrives
# What decides between encodings.
THRESHOLDS = (b"list-max-listpack-size", b"list-compress-depth", b"hll-sparse-max-bytes", b"set-max-intset-entries",
              b"set-max-listpack-entries", b"set-max-listpack-value", b"zset-max-listpack-entries", b"zset-max-listpack-value",
              b"stream-node-max-entries", b"stream-node-max-bytes")
# Streams that break the protocol, or come close to it.
BAD_BYTES = (
    b'*1\r\n$4\r\nPINGxx*1\r\n', b'*1\r\n:4\r\n', b'*abc\r\n', b'*1\r\n$abc\r\n', b'*1\r\n$-1\r\n', b'*1048577\r\n',
    b'*-5\r\n*0\r\n\r\nPING\r\n', b'*1\r\n$536870913\r\n', b'SET a "b\r\n', b'GET \'a"\r\n', b'PING "a"b\r\n',
    b"  ping   'a\\'b'  \r\n", b'"\\x50ING" "\\x00\\n"\r\n', b'\r\n\r\nPING\n', b'*2147483648\r\n',
    b'*1\r\n$4\nPING\r\n', b'*3\r\n$3\r\nSET\r\n$1\r\na\r\n$-5\r\n', b'$4\r\nPING\r\n', b'*0\r\nPING\r\n',
    b'*-1\r\nPING\r\n', b'PING\r\nPING x\r\n', b'\nPING\n', b'ping\tx\r\n', b'*1 \r\n$4\r\nPING\r\n',
    b'*+1\r\n$4\r\nPING\r\n', b'*01\r\n$4\r\nPING\r\n', b'*1\r\n$04\r\nPING\r\n', b'* 1\r\n',
    b'*1\r\n$ 4\r\nPING\r\n', b'*1\r\n$5\r\nPING\r\n', b'*1\r\n$3\r\nPING\r\n', b'\x00\r\n', b'PING "a\\x4"\r\n',
    b"PING 'it\\'s'\r\n", b'PING "\\n\\r\\t\\b\\a\\\\\\q\\xfF\\xg0"\r\n', b"PING 'a\\nb' \r\n", b'*1\r\n+PING\r\n',
    b'*\r\n', b'*1\r\n$\r\n', b'*--1\r\n', b'PING ""\r\n', b'""\r\n', b'GET\r\nGET\r\nGET\r\n',
    b'*2\r\n$4\r\nPING\r\n$0\r\n\r\n', b'*1\r\n$4\r\nQUIT\r\n', b'QUIT\r\nPING\r\n', b'*1048577\r\n$4\r\nPING\r\n',
    b'*1\r\n$9223372036854775808\r\n', b'POST / HTTP/1.1\r\n', b'Host: x\r\n', b'*1\r\n$4\r\nHost\r\n', b'post\r\n',
    b'PING \x80\xff\r\n', b'PING\x00x\r\n', b'*1\r\n$0\r\n\r\n', b"x" * 70000 + b"\r\n", b"PING " + b"y" * 66000)


class Step:
    """One request on one connection. Steps with the same `write` number go out in one write. `form` is "resp", "inline",
    or "raw" for bytes that are no request at all."""

    __slots__ = ("slot", "write", "arguments", "form")

    def __init__(self, slot, write, arguments, form="resp"):
        self.slot, self.write, self.arguments, self.form = slot, write, arguments, form

    def changed(self, **fields):
        step = Step(self.slot, self.write, self.arguments, self.form)
        for name, value in fields.items():
            setattr(step, name, value)
        return step


class Generator:
    """Writes segments. `commands` are those to send, `groups` their families, `protocols` the RESP versions to speak,
    `declared` the names of all commands that the server under test knows, `known_settings` those that the real server has."""

    def __init__(self, commands, groups, protocols, largest_write, declared, known_settings):
        self.groups, self.protocols, self.largest_write = groups, protocols, largest_write
        self.commands = {command.name: command for command in commands}
        self.settings = "config|set" in declared
        # The order of the elements of what scripts call is that of their listpacks, not of a hash table.
        ordered = (b"list-", b"stream-", b"hll-") if "scripting" in groups else b""
        self.thresholds = [setting for setting in THRESHOLDS if setting in known_settings and setting.startswith(ordered)]
        self.by_words = {tuple(command.words): command for command in commands}
        self.blocking_words = frozenset(command.words[0] for command in commands if command.blocking)
        self.wheel = _wheel(commands)
        self.tokens = tuple(sorted({token for command in commands for token in command.tokens})) or (b"X",)
        self.transactions = {"multi", "exec", "discard"} <= self.commands.keys()
        self.quiet = "client|reply" in self.commands
        # What scripts call, whatever else is sent.
        self.called = None
        if "scripting" in groups:
            self.fixed_calls = scripting.fixed_calls(declared)
            self.called = Generator(
                scripting.callable_commands(declared), scripting.CALLED, protocols, largest_write, declared, known_settings)

    def segment(self, seed, number, length):
        """About `length` steps, which depend on the seed and the number alone."""
        rng = random.Random(f"{seed}/{number}")
        values = Values(rng, self.called.groups if self.called else self.groups, SLOTS)
        if self.called:
            values.scripts = scripting.Scripts(values, self.called.called_request, self.fixed_calls)
            values.functions = functions.Functions(values, values.scripts)
        steps, write = [], 0
        open_transactions = set()
        for slot in range(SLOTS):
            protocol = values.choose(self.protocols)
            if protocol != 2:
                steps.append(Step(slot, write, [b"HELLO", b"%d" % protocol]))
            write += 1
        if self.settings and rng.random() < 0.3:      # other thresholds between encodings
            for setting in self.thresholds:
                if rng.random() < 0.4:
                    steps.append(Step(0, write, [b"CONFIG", b"SET", setting, values.choose(SETTINGS[setting])]))
        fine = rng.random() < 0.3      # many small turns, for what connections do to each other
        while len(steps) < length:
            write += 1
            count = 1 + int(rng.random() * (6 if fine else self.largest_write))
            if self.quiet and rng.random() < 0.01:
                self._quiet_turn(values, steps, write)
                continue
            slot = int(rng.random() * ALONE)
            if rng.random() < 0.004:
                steps.append(Step(slot, write, [values.choose(BAD_BYTES)], "raw"))
                continue
            self._turn(values, steps, slot, write, count, open_transactions)
        return steps

    def _turn(self, values, steps, slot, write, count, open_transactions):
        """Up to `count` requests in one write; what may block or close the connection is the last of them."""
        for _ in range(count):
            if slot in open_transactions and values.chance(0.13):
                name = b"EXEC" if values.chance(0.8) else b"DISCARD"
                steps.append(Step(slot, write, [values.word_case(name)]))
                open_transactions.discard(slot)
                continue
            arguments, form = self.request(values, 0.04 if slot in open_transactions else 0.15)
            if authenticates(arguments):
                steps.append(Step(ALONE, write, arguments, form))
                return
            word = arguments[0].upper()
            if word == b"MULTI" and self.transactions:
                open_transactions.add(slot)
            steps.append(Step(slot, write, arguments, form))
            if word == b"SET" and expires_at_once(arguments):
                self._expired_key(values, steps, slot, write, arguments[1])
            if word == b"SPOP" and len(arguments) > 1:
                self._popped_set(values, steps, slot, write, arguments[1])
            if word in self.blocking_words or word in (b"QUIT", b"CLIENT"):
                return

    @staticmethod
    def _expired_key(values, steps, slot, write, key):
        """What may be asked of a key that is there and has expired, and then a look that removes it: else RANDOMKEY and
        SCAN might, or might not, as the seed of the server's hash has it."""
        asked = values.choose((
            [b"DBSIZE"], [b"MEMORY", b"USAGE", key], [b"KEYS", b"*"], [b"TTL", key], [b"GET", key], [b"TYPE", key],
            [b"SET", key, b"a", b"XX"], [b"SETNX", key, b"b"], [b"RENAME", key, key], [b"APPEND", key, b"x"],
            [b"OBJECT", b"ENCODING", key], [b"COPY", key, b"k"], [b"WATCH", key], [b"PERSIST", key]))
        steps.append(Step(slot, write, asked))
        steps.append(Step(slot, write, [b"EXISTS", key]))

    @staticmethod
    def _popped_set(values, steps, slot, write, key):
        """What may be asked of a set of which each server took other members, and then its end."""
        asked = values.choose((
            [b"SCARD", key], [b"SPOP", key], [b"SRANDMEMBER", key, b"3"], [b"TYPE", key],
            [b"SADD", key], [b"EXISTS", key], [b"SPOP", key, b"4"], [b"TTL", key]))
        steps.append(Step(slot, write, asked))
        steps.append(Step(slot, write, [b"DEL", key]))

    def _quiet_turn(self, values, steps, write):
        """CLIENT REPLY with a few harmless commands behind it; replies are missing, so they are read as a whole."""
        steps.append(Step(ALONE, write, [b"CLIENT", b"REPLY", values.choose((b"OFF", b"SKIP", b"skip", b"ON"))]))
        for _ in range(int(values.random() * 4)):
            steps.append(Step(ALONE, write, values.choose((
                [b"PING"], [b"ECHO", b"x"], [b"NOSUCH"], [b"CLIENT", b"REPLY", b"SKIP"], [b"CLIENT", b"REPLY", b"OFF"],
                [b"CLIENT", b"REPLY", b"ON"], [b"GET", values.key()], [b"LPUSH", values.key(), b"x"]))))

    def request(self, values, mutations):
        """One request, mutated with the given probability, and the form to send it in."""
        arguments, r = self._request(values, self._command(values), mutations)
        if r > 0.985 and not any(isinstance(a, Placeholder) for a in arguments) and sum(map(len, arguments)) < LONGEST_LINE:
            return arguments, "inline"
        return arguments, "resp"

    def called_request(self, values):
        """A command that a script calls, and the request of it; none that leaves a key behind that has expired."""
        while True:
            command = self._command(values)
            arguments, _ = self._request(values, command, 0.12)
            if arguments[0].upper() != b"SET" or not expires_at_once(arguments):
                return command, arguments

    def _command(self, values):
        return self.wheel[int(values.random() * len(self.wheel))]

    def _request(self, values, command, mutations):
        """One request of a command, and the number between 0 and 1 that decided over mutations."""
        arguments = command.write(values)
        r = values.random()
        if r < mutations and command.name not in FIXED:
            for _ in range(1 if values.chance(0.8) else 2):
                arguments = self._mutated(values, arguments)
            arguments = harmless(arguments, command, values)
        elif r < 0.25:
            arguments[0] = values.word_case(arguments[0])
        if command.name in BOUNDED or command.name in BOUNDED_AFTER or command.name in REPEATED:
            arguments = harmless(arguments, command, values)
        return arguments, r

    def _mutated(self, values, arguments):
        """The request with one thing wrong, or at least unusual. The command's name stays, except that it may be misspelt.
        An id that differs by server could come back in an error, so that it becomes nobody's."""
        arguments = [b"999999" if isinstance(argument, Placeholder) else argument for argument in arguments]
        r = values.random()
        spot = 1 + int(values.random() * (len(arguments) - 1))
        if len(arguments) == 1 or r < 0.15:
            arguments.append(self._stray(values))
        elif r < 0.35:
            del arguments[spot]
        elif r < 0.45:
            arguments.insert(spot, arguments[spot])
        elif r < 0.57:
            other = 1 + int(values.random() * (len(arguments) - 1))
            arguments[spot], arguments[other] = arguments[other], arguments[spot]
        elif r < 0.82:
            arguments[spot] = self._stray(values)
        elif r < 0.92:
            arguments.insert(spot, values.choose(self.tokens))
        elif r < 0.96:
            arguments += arguments[spot:]
        else:
            # Not `config|get`, which redis 8.0 takes for the subcommand if that was the client's last command.
            name = arguments[0]
            arguments[0] = values.choose((name + b"X", name[:-1], b"", b"\xff" + name, name + b"|no", name * 40))
        return arguments

    def _stray(self, values):
        r = values.random()
        if r < 0.3:
            return values.integer("value")
        if r < 0.4:
            return values.choose(NOT_INTEGERS)
        if r < 0.6:
            return values.choose(BAD_WORDS)
        if r < 0.8:
            return values.choose(self.tokens)
        return values.key() if r < 0.9 else values.string()


def expires_at_once(arguments):
    """Whether a SET leaves a key behind that has expired when it is set."""
    for option, time in zip(arguments[3:], arguments[4:]):
        if isinstance(option, bytes) and option.upper() in (b"EXAT", b"PXAT"):
            number = _integer(time)
            if number is not None and 0 < number < (10**9 * 1.7 if option.upper() == b"EXAT" else 10**12 * 1.7):
                return True
    return False


def authenticates(arguments):
    """Whether a request may fail to authenticate. The real server then stays silent if the client still has replies coming
    (addAuthErrReply), so that the reply depends on timing unless the request is sent alone."""
    words = [argument.upper() for argument in arguments if isinstance(argument, bytes)]
    return words[0] == b"AUTH" or words[0] == b"HELLO" and b"AUTH" in words


def _wheel(commands):
    """Commands repeated in proportion to their weight, so that choosing one is choosing an index."""
    wheel = []
    for command in commands:
        wheel += [command] * max(1, round(command.weight * 200))
    return wheel


def _integer(argument):
    if isinstance(argument, Placeholder):
        return None
    try:
        return int(argument)
    except ValueError:
        return None


def harmless(arguments, command, values):
    """The same request, where a mutation may have made a time that elapses during the run, or an enormous string."""
    arguments = list(arguments)
    if command.group == "stream":
        arguments = streams.harmless(arguments, command.name)
    if command.time_tokens or command.bare_time is not None:
        for index in range(2, len(arguments)):
            before = arguments[index - 1]
            seconds = command.time_tokens.get(before.upper() if isinstance(before, bytes) else None, command.bare_time)
            number = _integer(arguments[index])
            if seconds is not None and number is not None and 0 < number < 9223372036854775000 // (1000 if seconds else 1):
                arguments[index] = values.distinct_time(seconds)
    if command.timeout_index is not None and len(arguments) > 1:
        index = command.timeout_index if command.timeout_index >= 0 else len(arguments) - 1
        if index < len(arguments):
            try:
                if 0 < float(arguments[index]) < 1000:
                    arguments[index] = b"1000"
            except (ValueError, TypeError):
                pass
    if command.name == "sort":
        words = [argument.upper() for argument in arguments if isinstance(argument, bytes)]
        if {b"BY", b"ALPHA", b"STORE"} <= set(words):      # what compares equal may be stored in any order
            arguments = [argument for argument, word in zip(arguments, words) if word != b"ALPHA"]
    bound = BOUNDED.get(command.name)
    if bound and len(arguments) > bound[0]:
        number = _integer(arguments[bound[0]])
        if number is not None and bound[1] < number < bound[2]:
            arguments[bound[0]] = b"%d" % (number % (bound[1] + 1))
    count = REPEATED.get(command.name)
    if count and len(arguments) > count:
        number = _integer(arguments[count])
        if number is not None and -2**63 < number < -1000:
            arguments[count] = b"%d" % -(-number % 300)
    if command.name in BOUNDED_AFTER:
        _bound_offsets(arguments, *BOUNDED_AFTER[command.name])
    return arguments


def _bound_offsets(arguments, words, most, refused):
    """Makes offsets in bits small that two servers would grow a string of hundreds of megabytes for; `#` counts 64 at most."""
    for index in range(4, len(arguments)):
        word, offset = arguments[index - 2], arguments[index]
        if not isinstance(offset, bytes) or not isinstance(word, bytes) or word.upper() not in words:
            continue
        counted = offset[:1] == b"#"
        number = _integer(offset[counted:])
        if number is not None and most // (64 if counted else 1) < number < refused:
            arguments[index] = b"#" * counted + b"%d" % (number % 200)
