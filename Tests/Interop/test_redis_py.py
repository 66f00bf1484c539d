"""redis-py's client methods, walked through one call each in every form: the walks hold what the real server led to."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis.commands import core
from redis.commands.vectorset.commands import VectorSetCommands

from harness.clients import FORMS, Form
from harness.server import Server
from harness.walk import parse, walk

WALKS = sorted((Path(__file__).parent / "walks").glob("*.walk"))
FAMILIES = [
    core.ACLCommands, core.BasicKeyCommands, core.FunctionCommands, core.GeoCommands, core.HashCommands,
    core.HyperlogCommands, core.ListCommands, core.PubSubCommands, core.ScanCommands, core.SetCommands,
    core.SortedSetCommands, core.StreamCommands, VectorSetCommands,
]
# Every mode, parser and protocol, but not every combination: what differs between those is what the protocol carries.
WALKERS = [form for form in FORMS if (form.mode == "blocking") == ((form.parser == "python") == (form.protocol == 2))]
UNWALKED = {
    "execute_command": "what every method ends in",
    "digest_local": "asks no server",
    "stralgo": "of a command that the server took back in 7.0",
    **dict.fromkeys(
        ["himport_discard_all_internal", "himport_discard_internal", "himport_prepare_internal", "himport_set"],
        "parts of a helper for commands that came after 8.0",
    ),
}


@pytest.mark.filterwarnings("ignore:Call")
@pytest.mark.parametrize("form", WALKERS, ids=str)
@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
async def test_every_call_leads_to_what_it_leads_to_on_the_real_server(path: Path, form: Form, server: Server):
    steps = parse(path.read_text())
    outcomes = await walk(steps, form, server)
    assert len(outcomes) == len(steps) > 0
    differences = [
        f"{step.call}\n  expected: {step.outcomes[form.protocol]}\n  got:      {outcome}"
        for step, outcome in zip(steps, outcomes) if outcome != step.outcomes[form.protocol]
    ]
    assert not differences, "\n".join(differences)


def test_the_walks_leave_out_no_method():
    walked = "\n".join(step.call for path in WALKS for step in parse(path.read_text()))
    methods = {name for family in FAMILIES for name in dir(family) if not name.startswith("_")}
    assert {name for name in methods if f".{name}(" not in walked} == UNWALKED.keys()
