"""Makes a sequence that shows a difference as short as it gets: first fewer steps, then plainer ones, then fewer arguments.

Every candidate is run from a fresh state. One that shows any difference is kept: it is a shorter way to something wrong.
"""

import time

from forms import FIXED
from generate import ALONE, harmless
from wire import Placeholder


class Shrinker:
    """`run` gives the Difference that a list of steps shows, or None; `command_of` the grammar's command for a step."""

    def __init__(self, run, command_of, seconds=60.0):
        self.run, self.command_of = run, command_of
        self.seconds = seconds

    def shrink(self, steps, difference):
        """The shortest sequence found within the time allowed, and the difference that it shows."""
        self.deadline = time.monotonic() + self.seconds
        self.best, self.difference = steps, difference
        self._try(steps[:self._end(steps, difference)])
        self._related()
        self._fewer_steps()
        self._plainer_steps()
        self._fewer_arguments()
        self._fewer_steps()
        return self.best, self.difference

    def _try(self, steps):
        if time.monotonic() > self.deadline or not steps:
            return False
        difference = self.run(steps)
        if difference is None:
            return False
        self.best, self.difference = steps[:self._end(steps, difference)], difference
        return True

    @staticmethod
    def _end(steps, difference):
        """Where nothing more is needed: after the step that differs, or after its whole write if its reply is missing, since
        a crash at a later step takes the replies before it along."""
        if difference.index < 0 or difference.index >= len(steps):
            return len(steps)
        end = difference.index + 1
        if b"<" in (difference.real[:1], difference.ours[:1]):
            turn = (steps[end - 1].slot, steps[end - 1].write)
            while end < len(steps) and (steps[end].slot, steps[end].write) == turn:
                end += 1
        return end

    def _related(self):
        """A first guess that often saves most of the work: only the steps that share an argument with the last one."""
        step = self.difference.step
        if step is None:
            return
        words = {argument for argument in step.arguments[1:] if not isinstance(argument, Placeholder)}
        self._try([s for s in self.best if words.intersection(s.arguments[1:]) or s is step])

    def _fewer_steps(self):
        """Delta debugging: leave out ever smaller runs of steps, from the end to the beginning, until none can go."""
        size = max(1, len(self.best) // 2)
        while True:
            end, removed = len(self.best), False
            while end > 0:
                start = max(0, end - size)
                if self._try(self.best[:start] + self.best[end:]):
                    removed = True
                    end = min(start, len(self.best))
                else:
                    end = start
            if size == 1 and not removed:
                return
            if not removed or size > len(self.best) // 2:
                size = max(1, size // 2)
            if time.monotonic() > self.deadline:
                return

    def _plainer_steps(self):
        """One connection, RESP2, one request a write, no inline form: each if the difference survives it."""
        slots = {step.slot for step in self.best}
        if len(slots) > 1 and ALONE not in slots:
            self._try([step.changed(slot=0, write=index) for index, step in enumerate(self.best)])
        self._try([step.changed(write=index) for index, step in enumerate(self.best)])
        if any(step.form == "inline" for step in self.best):
            self._try([step.changed(form="resp" if step.form == "inline" else step.form) for step in self.best])

    def _fewer_arguments(self):
        for index in range(len(self.best) - 1, -1, -1):
            position = 1
            while index < len(self.best) and position < len(self.best[index].arguments):
                if not self._without(index, position):
                    self._plainer(index, position)
                    position += 1

    def _replace(self, index, arguments):
        step = self.best[index]
        command = self.command_of(step)
        if step.form == "raw" or (command and (command.name in FIXED or harmless(arguments, command, _NoTimes()) != arguments)):
            return False
        return self._try(self.best[:index] + [step.changed(arguments=arguments)] + self.best[index + 1:])

    def _without(self, index, position):
        arguments = self.best[index].arguments
        return self._replace(index, arguments[:position] + arguments[position + 1:])

    def _fewer_lines(self, index, position):
        """A script without the lines that it does without."""
        line = 0
        while index < len(self.best) and position < len(self.best[index].arguments):
            arguments = self.best[index].arguments
            lines = [] if isinstance(arguments[position], Placeholder) else arguments[position].split(b"\n")
            if len(lines) < 2 or line >= len(lines):
                return
            shortened = b"\n".join(lines[:line] + lines[line + 1:])
            line += not self._replace(index, arguments[:position] + [shortened] + arguments[position + 1:])

    def _plainer(self, index, position):
        """A shorter value in place of a long one, by halves."""
        self._fewer_lines(index, position)
        while index < len(self.best) and position < len(self.best[index].arguments):
            arguments = self.best[index].arguments
            value = arguments[position]
            if isinstance(value, Placeholder) or len(value) < 2:
                return
            for shorter in (b"a", b"1", value[:len(value) // 2], value[:-1], value[1:]):
                shortened = arguments[:position] + [shorter] + arguments[position + 1:]
                if len(shorter) < len(value) and self._replace(index, shortened):
                    break
            else:
                return


class _NoTimes:
    """Stands in for the pools where only the question matters whether a request would have to be changed."""

    @staticmethod
    def distinct_time(_):
        return b""
