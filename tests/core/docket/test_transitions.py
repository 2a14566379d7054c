# SPDX-License-Identifier: Apache-2.0
"""The table of states and acts is total: each pair gives the target or a refusal by name, and nothing else happens."""

import random

import pytest

from huiyin.adapters.packs import adapter
from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError

MACHINES = [
    (pack_id, name) for pack_id in adapter.shipped() for name in adapter.load(pack_id).machines
]


def given_for(pack, act):
    code = pack.reasons[act.reasons][0].code if act.reason == "code" else ""
    return transitions.Given(code, "理由")


@pytest.mark.parametrize(("pack_id", "name"), MACHINES)
def test_every_state_and_act_gives_the_target_of_the_table_or_a_refusal_by_name(pack_id, name):
    pack = adapter.load(pack_id)
    machine = pack.machines[name]
    table = transitions.table(machine)
    assert len(table) == len(machine.states) * len(machine.acts)
    for (state, act_id), target in table.items():
        act = machine.acts[act_id]
        matter = transitions.Matter(state, "draft", frozenset(act.guards))
        if not target:
            with pytest.raises(HuiyinError, match="ILLEGAL_TRANSITION"):
                transitions.advance(pack, machine, matter, act_id, given_for(pack, act))
            continue
        after = transitions.advance(pack, machine, matter, act_id, given_for(pack, act))
        assert after.state == ("draft" if target == transitions.RETURN_TO_BEFORE else target)
        for guard in act.guards:
            less = transitions.Matter(state, "draft", matter.facts - {guard})
            refused = transitions.refusal(pack, machine, less, act_id)
            assert refused is not None
            assert refused.code == f"GUARD_{guard.upper()}"


@pytest.mark.parametrize(("pack_id", "name"), MACHINES)
def test_an_act_that_wants_a_reason_is_refused_without(pack_id, name):
    pack = adapter.load(pack_id)
    machine = pack.machines[name]
    for act in machine.acts.values():
        matter = transitions.Matter(act.sources[0], "draft", frozenset(act.guards))
        for given in (transitions.Given(), transitions.Given("NONE", "  ")):
            refused = transitions.refusal(pack, machine, matter, act.id, given)
            code = {"none": None, "text": "REASON_REQUIRED", "code": "REASON_CODE_REQUIRED"}[
                act.reason
            ]
            assert (refused.code if refused else None) == code


def test_an_act_of_no_table_is_refused():
    pack = adapter.load("cn-cppcc")
    matter = transitions.Matter("draft")
    with pytest.raises(HuiyinError, match="ACT_UNKNOWN"):
        transitions.advance(pack, pack.machines["proposal"], matter, "vanish", transitions.Given())


@pytest.mark.parametrize(("pack_id", "name"), MACHINES)
def test_a_random_walk_never_leaves_the_table_and_a_way_to_an_end_always_stays_open(pack_id, name):
    pack = adapter.load(pack_id)
    machine = pack.machines[name]
    ends = {state.id for state in machine.states.values() if state.final}
    leads = _leading_to(machine, ends)
    seeded = random.Random(f"{pack_id}{name}")
    matter = transitions.Matter(machine.initial)
    for _ in range(2_000):
        assert matter.state in machine.states
        assert matter.state in leads
        acts = machine.possible(matter.state)
        if not acts:
            assert matter.state in ends
            matter = transitions.Matter(machine.initial)
            continue
        act = seeded.choice(acts)
        facts = frozenset(act.guards)
        came = transitions.Matter(matter.state, matter.before, facts)
        matter = transitions.advance(pack, machine, came, act.id, given_for(pack, act))


def _leading_to(machine, ends):
    leads, grew = set(ends), True
    while grew:
        more = {
            source
            for act in machine.acts.values()
            for source in act.sources
            if act.to in leads or (act.to == transitions.RETURN_TO_BEFORE and leads)
        }
        grew = not more <= leads
        leads |= more
    return leads


@pytest.mark.parametrize(("pack_id", "name"), MACHINES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_diagram_shows_every_state_and_every_arrow(pack_id, name, lang):
    machine = adapter.load(pack_id).machines[name]
    lines = transitions.diagram(machine, lang).splitlines()
    assert lines[0] == "stateDiagram-v2"
    arrows = [line for line in lines if "-->" in line]
    ends = sum(state.final for state in machine.states.values())
    assert len(arrows) == 1 + ends + sum(len(act.sources) for act in machine.acts.values())
    for state in machine.states.values():
        assert f"    {state.id}: {state.words[lang]}" in lines
