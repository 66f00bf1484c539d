"""Sequences as text: printed so that they can be pasted into redis-cli or an issue, and read back to be run again.

    1> SET k "a\\r\\n"        a request on connection 1
    2+> GET k               connection 2, in the same write as the request before
    1 inline> PING          sent as a line of text
    1 raw> "*abc\\r\\n"       bytes that are no request

`$id2` and `$addr2` stand for the id and the address of connection 2. Lines that start with `#` are comments.
"""

import re

from generate import Step
from wire import quote, show, unquote

_LINE = re.compile(r"(\d+)(\+?)( inline| raw)?> (.*)\Z", re.S)
_STEPS = 40        # commands shown of a sequence that could not be made any shorter
_SHOWN = 600       # characters of a line beyond which the replies are not worth showing in full


def line(step, joined):
    """One step; `joined` if it goes out in the same write as the one before."""
    form = "" if step.form == "resp" else " " + step.form
    return f"{step.slot + 1}{'+' * joined}{form}> " + " ".join(quote(argument) for argument in step.arguments)


def text(steps):
    lines = []
    for index, step in enumerate(steps):
        before = steps[index - 1] if index else None
        lines.append(line(step, before is not None and (before.slot, before.write) == (step.slot, step.write)))
    return "\n".join(lines)


def read(lines):
    """The steps of a printed sequence."""
    steps, write = [], 0
    for number, content in enumerate(lines):
        content = content.rstrip("\n")
        if not content or content.startswith("#"):
            continue
        match = _LINE.match(content)
        slot, joined, form, request = match.groups() if match else ("1", "", None, content)
        write = write if joined else number
        steps.append(Step(int(slot) - 1, write, unquote(request), (form or "resp").strip()))
    return steps


def report(title, steps, difference):
    """A sequence, or the part of a long one that ends with the difference; the step at which replies differ unless it is the
    last, and both replies."""
    where = ""
    if difference.step is None or difference.index < 0:
        where = "\n# differs: " + (line(difference.step, False)[3:] if difference.step else "serving at all")
    elif difference.index != len(steps) - 1:
        where = f"\n# differs: request {difference.index + 1}, {line(difference.step, False)}"
    last = difference.index + 1 if difference.step is not None and difference.index >= 0 else len(steps)
    first = max(0, last - _STEPS)
    shown = text(steps[first:last]) if first else text(steps)
    left_out = f"\n# ... {first} commands before these" if first else ""
    note = "".join(f"\n# {row}" for row in difference.note.splitlines())
    return (f"# {title}: {len(steps)} command{'s' * (len(steps) != 1)}{left_out}\n{shown}{where}{note}\n"
            f"# real: {show(difference.real, difference.ours, _SHOWN)}\n"
            f"# ours: {show(difference.ours, difference.real, _SHOWN)}\n")
