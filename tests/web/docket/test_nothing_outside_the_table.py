# SPDX-License-Identifier: Apache-2.0
"""Anybody tries any act on anything: only what the table knows happens, and every refusal has a name."""

import random

import pytest
from django.conf import settings as live
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiyin.adapters.packs import adapter
from huiyin.core.docket.transitions import RETURN_TO_BEFORE, Given, Matter, table
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import RoleGrant
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import turning
from web.conftest import NOW, Cast
from web.docket import making, walking

ACTORS = (
    "clerk", "reviewer", "committee", "assigner", "oversight", "wang", "zhao", "qian", "chen", "su", "public",
)  # fmt: skip
USUAL = (  # who usually does what, so that a walk also gets somewhere
    ("begin", "chen"), ("begin", "su"), ("submit", "chen"), ("submit", "su"), ("examine_first", "clerk"),
    ("examine_second", "reviewer"), ("file", "committee"), ("propose", "assigner"), ("issue", "assigner"),
    ("sign_for", "wang"), ("accept", "wang"), ("hand_back", "wang"), ("grant", "assigner"), ("merge", "committee"),
    ("withdraw", "chen"), ("invite", "chen"), ("sign", "su"), ("return", "clerk"), ("conclude", "oversight"),
    ("reopen", "assigner"), ("tick", "public"), ("unmerge", "committee"), ("dispute", "assigner"), ("pause", "assigner"),
)  # fmt: skip
NAMES = sorted(walking.World.__new__(walking.World).tries())
small = st.integers(0, 7)


class Walk(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.savepoint()
        live.ANCHOR_FILE.unlink(missing_ok=True)  # that of a walk that was undone
        self.world = walking.World(Cast(), NOW)

    @rule(name=st.sampled_from(NAMES), who=st.sampled_from(ACTORS), first=small, second=small)
    def anything(self, name, who, first, second):
        self.world.attempt(name, who, first, second)

    @rule(act=st.sampled_from(USUAL), first=small, second=small)
    def the_usual(self, act, first, second):
        self.world.attempt(*act, first, second)

    @invariant()
    def what_must_hold(self):
        self.world.check()

    def teardown(self):
        try:
            self.world.replays()
        finally:
            transaction.savepoint_rollback(self.undo)


def test_nothing_outside_the_table_happens_whoever_tries_what(db):
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=8, stateful_step_count=25, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_a_long_walk_of_the_usual_with_all_else_mixed_in_keeps_everything(cast, now, seed):
    seeded, world = random.Random(seed), walking.World(cast, now)
    for _ in range(220):
        if seeded.random() < 0.8:
            name, who = seeded.choice(USUAL)
        else:
            name, who = seeded.choice(NAMES), seeded.choice(ACTORS)
        world.attempt(name, who, seeded.randrange(4), seeded.randrange(4))
        world.check()
    world.replays()
    done = {name for name, _, answer in world.said if answer == "ok"}
    assert len(done) >= 10, done


ROLES = (
    "proposer", "signatory", "stranger", "convener", "clerk", "reviewer", "committee", "assigner", "liaison", "handler",
    "signer", "oversight", "leader", "accounts_admin", "policy_admin", "auditor", "public",
)  # fmt: skip


def _actors(cast, body, now):
    found = {"proposer": cast.chen, "signatory": cast.su, "public": cast.public}
    found["stranger"] = cast.member("路")
    for role in ROLES:
        if role not in found:
            placed = body if role in ("liaison", "handler", "signer") else None
            found[role] = cast.actor(f"各{role}", role, placed)
    return found


@pytest.mark.parametrize("machine_id", ["proposal", "assignment"])
def test_for_each_state_act_and_role_there_is_the_target_of_the_table_or_a_named_refusal(
    cast, now, machine_id
):
    pack = adapter.load("cn-cppcc")
    machine = pack.machines[machine_id]
    case = making.assigned(cast, now)
    task, proposal = case.assignments.get(), case.proposals.get()
    models.Signature.objects.create(
        proposal=proposal, person_id=cast.su.person_id, order=1, state="signed", invited_at=now, expires_at=now,
        settled_at=now,
    )  # fmt: skip
    row = proposal if machine_id == "proposal" else task
    actors = _actors(cast, cast.housing, now)
    wanted = table(machine)
    count = 0
    for role, actor in actors.items():
        for act in machine.acts.values():
            allowed = role in act.by and permissions.may(actor, act, row)
            assert allowed == (role in act.by), (role, act.id)
            for state in machine.states:
                row.state, row.before = state, machine.initial
                given = Given(
                    pack.reasons[act.reasons][0].code if act.reason == "code" else "", "理由"
                )
                turned = turning.Turn(given=given, facts=act.guards)
                count += 1
                target = wanted[state, act.id]
                if not (allowed and target):
                    code = "ILLEGAL_TRANSITION" if allowed else "NOT_ALLOWED"
                    with pytest.raises(HuiyinError, match=code):
                        turning.check(row, act.id, actor=actor, turned=turned)
                else:
                    after = turning.check(row, act.id, actor=actor, turned=turned)
                    assert after == Matter(
                        machine.initial if target == RETURN_TO_BEFORE else target,
                        state if act.to else machine.initial, frozenset(act.guards),
                    )  # fmt: skip
    assert count == len(ROLES) * len(machine.acts) * len(machine.states)


def test_every_role_that_exists_is_tried():
    known = {value for value, _ in RoleGrant._meta.get_field("role").choices}
    assert known - set(ROLES) == {
        "member"
    }  # a member is proposer, signatory or stranger to a matter
