"""Runs a segment on both servers and tells where they first differ.

Both are driven in step: a write goes to one connection of each, all its replies are read from each, then the next. So
commands of several connections interleave in one order, the same on both. A blocking command is the last of its write;
whether it blocked is asked of the server over a connection of its own (the observer), never guessed from silence.
"""

import itertools
import time

from compare import Request, agree
from connection import Side
from events import Listener, first_difference
from generate import ALONE, SLOTS, Step
from servers import ServerFailed
from wire import BLOCKED, CLOSED, NO_REPLY, encode, tree

CRASHED = b"<crashed>"
SENTINEL = b"\x00end of the write\x00"


class Difference:
    """Where two servers part: the step (None if it is the dataset at the end), and both replies."""

    def __init__(self, step, index, real, ours, note=""):
        self.step, self.index, self.real, self.ours, self.note = step, index, real, ours, note

    @property
    def is_crash_of_real(self):
        return self.real == CRASHED != self.ours

    def looks(self):
        """What differences of one cause have in common, roughly: the command, and how either reply begins."""
        name = self.step.arguments[0].upper() if self.step else b""
        return name, self.real[:1], self.ours[:40] if self.ours[:1] in b"-<" else self.ours[:1]


class _Blocked:
    """A connection that both servers hold blocked, the step that blocked it, and how many of its turns have passed."""

    def __init__(self, step, index):
        self.step, self.index, self.turns = step, index, 0


class Runner:
    """Runs segments on a real server and ours, from a fresh state each time."""

    def __init__(self, real, ours, names, settings, patience=5.0, hears_events=False):
        self.real, self.ours = Side(real, patience), Side(ours, patience)
        self.names, self.settings = names, settings
        self.listeners = [Listener(side) for side in (self.real, self.ours)] if hears_events else []

    def set_patience(self, seconds):
        self.real.patience = self.ours.patience = seconds

    def run(self, steps):
        """The first Difference, or None. Also compares all that the databases hold at the end."""
        try:
            for listener in self.listeners:
                listener.close()
            self.real.reset(self.settings)
            self.ours.reset(self.settings)
            for listener in self.listeners:
                listener.reset()
            self.blocked, self.queued = {}, [[] for _ in range(SLOTS)]
            numbered = list(enumerate(steps))
            for _, turn in itertools.groupby(numbered, key=lambda pair: (pair[1].slot, pair[1].write)):
                turn = list(turn)
                difference = self._turn(turn) or self._events(turn)
                if difference:
                    return self._with_crash(difference)
            difference = self._release_all() or self._dataset()
            return difference and self._with_crash(difference)
        except (OSError, ServerFailed) as failure:
            return self._with_crash(Difference(None, len(steps), b"<serving>", b"<%s>" % str(failure).encode()))

    def _with_crash(self, difference):
        for side, attribute in ((self.real, "real"), (self.ours, "ours")):
            if getattr(difference, attribute)[:1] == b"<":
                side.server.wait_for_end(1.0)
            if not side.server.is_running():
                setattr(difference, attribute, CRASHED)
                difference.note = side.server.log_tail()
        return difference

    def _turn(self, turn):
        slot = turn[0][1].slot
        if slot in self.blocked:
            waiting = self.blocked[slot]
            waiting.turns += 1
            if waiting.turns < 3:
                return None
            difference = self._release(slot)
            if difference:
                return difference
        for side in (self.real, self.ours):
            if side.slots[slot].closed:
                side.slots[slot].close()
                side.slots[slot] = side.connect()
                self.queued[slot] = []
        steps = [step for _, step in turn]
        if steps[0].form == "raw":
            return self._raw_turn(turn[0], steps[0])
        if slot == ALONE and any(step.arguments[0] == b"CLIENT" for step in steps):
            return self._quiet_turn(turn[0], steps)
        self.real.slots[slot].send(self.real.payload(steps))
        self.ours.slots[slot].send(self.ours.payload(steps))
        real, ours = self.real.slots[slot], self.ours.slots[slot]
        may_block = self._request(steps[-1]).name in self.names.blocking
        count = len(steps)
        if may_block:
            return self._blocking_turn(turn, slot)
        real_bytes, real_ends = real.replies(count)
        our_bytes, our_ends = ours.replies(len(real_ends) + (len(real_ends) < count))
        return self._compare(turn, slot, real_bytes, real_ends, our_bytes, our_ends) or self._look_at_blocked()

    def _events(self, turn):
        """Whether both servers have published the same of a turn."""
        pair = first_difference(*(listener.heard() for listener in self.listeners)) if self.listeners else None
        return pair and Difference(turn[-1][1], turn[-1][0], *pair, note="the replies agree, the keyspace events do not")

    def _request(self, step, queued=()):
        return self.names.request(step.arguments, queued)

    def _compare(self, turn, slot, real_bytes, real_ends, our_bytes, our_ends):
        """The replies of one turn, one by one unless they are all the same. Keeps track of what MULTI queued."""
        same = real_bytes == our_bytes and len(real_ends) == len(our_ends)
        real_start = our_start = 0
        for position, (index, step) in enumerate(turn):
            ended = position >= len(real_ends)
            real = real_bytes[real_start:real_ends[position]] if not ended else (
                CLOSED if self.real.slots[slot].closed else NO_REPLY)
            if not same:
                ours = our_bytes[our_start:our_ends[position]] if position < len(our_ends) else (
                    CLOSED if self.ours.slots[slot].closed else NO_REPLY)
                queued = self.queued[slot]
                if not agree(self._request(step, queued), real, ours) or real == NO_REPLY:
                    return Difference(step, index, real, ours)
            if ended:
                return None
            if real == b"+QUEUED\r\n":
                self.queued[slot].append(self._request(step))
            elif self.queued[slot]:
                self._forget_queue(slot, step)
            real_start = real_ends[position]
            our_start = our_ends[position] if position < len(our_ends) else our_start
        return None

    def _forget_queue(self, slot, step):
        if step.arguments[0].upper() in (b"EXEC", b"DISCARD", b"RESET"):
            self.queued[slot] = []

    def _raw_turn(self, numbered, step):
        """Bytes that are no request, on connections of their own: how many replies they get is for the server to say."""
        replies = []
        for side in (self.real, self.ours):
            connection = side.connect()
            connection.send(side.payload([step]) + b"\r\n" + encode([b"ECHO", SENTINEL]))
            replies.append(self._until_sentinel(connection))
            connection.close()
        return None if replies[0] == replies[1] else Difference(step, numbered[0], *replies)

    def _quiet_turn(self, numbered, steps):
        """Requests whose replies may be suppressed: whatever comes until replies are surely on again."""
        ending = [Step(ALONE, 0, [b"CLIENT", b"REPLY", b"ON"]), Step(ALONE, 0, [b"ECHO", SENTINEL])]
        replies = []
        for side in (self.real, self.ours):
            side.slots[ALONE].send(side.payload(steps + ending))
            replies.append(self._until_sentinel(side.slots[ALONE]))
        return None if replies[0] == replies[1] else Difference(numbered[1], numbered[0], *replies)

    @staticmethod
    def _until_sentinel(connection):
        taken = b""
        while True:
            data, ends = connection.replies(1)
            taken += data if ends else CLOSED if connection.closed else NO_REPLY
            if not ends or SENTINEL in data:
                return taken

    def _blocking_turn(self, turn, slot):
        """A turn whose last command may block: first the replies before it, then either its own or the fact that it blocks."""
        real, ours = self.real.slots[slot], self.ours.slots[slot]
        real_bytes, real_ends = real.replies(len(turn) - 1)
        our_bytes, our_ends = ours.replies(len(turn) - 1)
        difference = self._compare(turn[:-1], slot, real_bytes, real_ends, our_bytes, our_ends)
        if difference or len(real_ends) < len(turn) - 1:
            return difference
        index, step = turn[-1]
        real_blocks = self._settles_blocked(self.real, slot)
        our_blocks = self._settles_blocked(self.ours, slot)
        if real_blocks and our_blocks:
            self.blocked[slot] = _Blocked(step, index)
            return self._look_at_blocked()
        real_bytes, real_ends = (BLOCKED, [len(BLOCKED)]) if real_blocks else real.replies(1)
        our_bytes, our_ends = (BLOCKED, [len(BLOCKED)]) if our_blocks else ours.replies(1)
        return self._compare(turn[-1:], slot, real_bytes, real_ends, our_bytes, our_ends) or self._look_at_blocked()

    def _settles_blocked(self, side, slot):
        """Waits until the command has either replied (False) or blocked (True)."""
        connection = side.slots[slot]
        deadline = time.monotonic() + side.patience
        while time.monotonic() < deadline:
            if connection.has_reply():
                return False
            if side.is_blocked(connection):
                return not connection.has_reply()
        return False

    def _look_at_blocked(self):
        """After each turn: whoever one server served, the other must have served with the same reply."""
        for slot in list(self.blocked):
            real, ours = self.real.slots[slot], self.ours.slots[slot]
            real_blocks, our_blocks = self.real.is_blocked(real), self.ours.is_blocked(ours)
            if not (real_blocks and our_blocks):
                difference = self._served(slot, real_blocks, our_blocks)
                if difference:
                    return difference
        return None

    def _served(self, slot, real_blocks=False, our_blocks=False):
        waiting = self.blocked.pop(slot)
        replies = []
        for side, blocks in ((self.real, real_blocks), (self.ours, our_blocks)):
            if blocks:
                replies.append(BLOCKED)
                continue
            data, ends = side.slots[slot].replies(1)
            replies.append(data if ends else CLOSED if side.slots[slot].closed else NO_REPLY)
        if agree(self._request(waiting.step), *replies) and replies[0] != NO_REPLY:
            return None
        return Difference(waiting.step, waiting.index, *replies, note="the command blocked, and was served later")

    def _release(self, slot):
        """Ends a wait that nothing ended, and compares what the client is told."""
        how = b"ERROR" if slot % 2 else b"TIMEOUT"
        for side in (self.real, self.ours):
            side.observe(b"CLIENT", b"UNBLOCK", side.slots[slot].id, how)
        return self._served(slot)

    def _release_all(self):
        for slot in list(self.blocked):
            if slot in self.blocked:
                difference = self._release(slot) or self._look_at_blocked()
                if difference:
                    return difference
        return None

    def _dataset(self):
        """Compares all that the databases hold, through ordinary commands."""
        for database in range(16):
            number = b"%d" % database
            sizes = []
            for side in (self.real, self.ours):
                side.observe(b"SELECT", number)
                sizes.append(side.observe(b"DBSIZE"))
            if sizes == [b":0\r\n", b":0\r\n"]:
                continue
            difference = self._compare_observed(database, [b"KEYS", b"*"])
            if difference:
                return difference
            from_keys = self.real.observe(b"KEYS", b"*")
            for key in _bulks(from_keys):
                kind = self.real.observe(b"TYPE", key)
                readers = _READERS.get(kind, lambda key: ())(key)
                for request in ([b"TYPE", key], [b"DEBUG", b"OBJECT", key], [b"PEXPIRETIME", key], *readers):
                    difference = self._compare_observed(database, request)
                    if difference:
                        return difference
        for side in (self.real, self.ours):
            side.observe(b"SELECT", b"0")
        return None

    def _compare_observed(self, database, arguments):
        real, ours = self.real.observe(*arguments), self.ours.observe(*arguments)
        if agree(self.names.request(arguments), real, ours):
            return None
        return Difference(Step(0, -1, list(arguments)), -1, real, ours, note=f"at the end, in database {database}")


_READERS = {
    b"+string\r\n": lambda key: ([b"GET", key],),
    b"+list\r\n": lambda key: ([b"LRANGE", key, b"0", b"-1"],),
    b"+hash\r\n": lambda key: ([b"HGETALL", key],),
    b"+set\r\n": lambda key: ([b"SMEMBERS", key],),
    b"+zset\r\n": lambda key: ([b"ZRANGE", key, b"0", b"-1", b"WITHSCORES"],),
    b"+vectorset\r\n": lambda key: ([b"VINFO", key], [b"VRANDMEMBER", key, b"1000"]),
    b"+stream\r\n": lambda key: ([b"XINFO", b"STREAM", key, b"FULL", b"COUNT", b"0"],),
}


def _bulks(reply):
    """The strings of an array of bulk strings."""
    return [value for _, value in tree(reply)[1]]


class Names:
    """Finds the command that a request names, and what has to be known of it to compare replies."""

    def __init__(self, commands, declared):
        self.by_name = commands
        self.declared = declared
        self.containers = {name.split("|")[0] for name in commands if "|" in name}
        self.blocking = {name for name, command in commands.items() if command.blocking}

    def request(self, arguments, queued=()):
        word = arguments[0].decode("latin-1").lower() if isinstance(arguments[0], bytes) else ""
        if word in self.containers and len(arguments) > 1 and isinstance(arguments[1], bytes):
            word = f"{word}|{arguments[1].decode('latin-1').lower()}"
        return Request(word, arguments, queued, self.declared, self.by_name.keys())
