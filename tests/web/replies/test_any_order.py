# SPDX-License-Identifier: Apache-2.0
"""Anybody tries any act on a reply, in any order: only what the table knows happens, and what must hold holds after it."""

import random

import pytest
from django.conf import settings as live
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiyin.adapters.packs import adapter
from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import RoleGrant
from huiyin.web.docket import permissions, replaying
from huiyin.web.docket.services import assigning, negotiating, turning
from huiyin.web.replies import models
from huiyin.web.replies.services import (
    again,
    contacting,
    drafting,
    handing_on,
    issuing,
    opinions,
    publishing,
    receiving,
)
from web.conftest import NOW, Cast
from web.docket import making
from web.replies import answering
from web.replies.conftest import Bureau

WHO = (
    "shi",
    "wang",
    "gao",
    "zhao",
    "qian",
    "oversight",
    "committee",
    "clerk",
    "chen",
    "su",
    "public",
)
USUAL = (
    ("write", "shi"), ("contact", "wang"), ("submit", "shi"), ("pass", "wang"), ("sign", "gao"), ("opine", "zhao"),
    ("send", "zhao"), ("take", "wang"), ("cosign", "zhao"), ("issue", "oversight"),
    ("dispatch", "public"), ("open", "chen"), ("release", "oversight"),
    ("rehandle", "committee"), ("begin", "shi"),
)  # fmt: skip
NAMES = (
    *(name for name, _ in USUAL), "bounce", "reclassify", "record", "waive", "conclude_by_hand", *handing_on.RETURNS,
)  # fmt: skip
TABLES = {
    name: transitions.table(adapter.load("cn-cppcc").machines[name])
    for name in ("reply", "opinion")
}


class World:
    """A lead and a joint body with one case; who tries what, and what must hold."""

    def __init__(self, cast, bureau):
        self.cast, self.now, self.said = cast, NOW, []
        case = making.assigned(
            cast, NOW, assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint")
        )
        for row, who in zip(case.assignments.order_by("pk"), (cast.wang, cast.zhao), strict=True):
            negotiating.sign_for(who, row.uid, now=NOW)
            negotiating.accept(who, row.uid, now=NOW)
        self.lead, self.joint = case.assignments.order_by("pk")
        self.actors = {name: getattr(bureau, name, None) or getattr(cast, name) for name in WHO}
        self.issued = {}

    def reply(self):
        row = self.lead.replies.order_by("-round").first()
        if row is None:
            raise HuiyinError("NOT_FOUND")
        return row

    def opinion(self):
        row = self.joint.opinions.order_by("-round").first()
        if row is None:
            raise HuiyinError("NOT_FOUND")
        return row

    def tries(self):
        now, cast = self.now, self.cast

        def on(service, **more):
            return lambda who: service(
                who, self.reply().uid, version=self.reply().version, now=now, **more
            )

        return {
            "begin": lambda who: drafting.begin(who, self.lead.uid, now=now),
            "write": self.write,
            "contact": lambda who: contacting.log(
                who, self.lead.uid, person_id=cast.chen.person_id, kind="call", held_on=now.date(), summary="通话", now=now
            ),
            "submit": on(handing_on.submit), "pass": on(handing_on.pass_on), "sign": on(handing_on.sign),
            "issue": on(issuing.issue), "dispatch": lambda who: issuing.dispatch(now=now),
            **{act: on(self.returning(act)) for act in handing_on.RETURNS},
            "reclassify": on(handing_on.reclassify, letter="A", words="已办"),
            "release": lambda who: publishing.release(
                who, self.reply().uid, publishing.Way("full"), version=self.reply().version, now=now
            ),
            "open": lambda who: receiving.opened(who, self.reply().uid, now=now),
            "record": lambda who: receiving.record(
                who, self.reply().uid, self.reply().deliveries.values_list("pk", flat=True).first() or 0,
                how="paper", reason="签收单", now=now,
            ),
            "rehandle": lambda who: again.rehandle(who, self.lead.uid, words="不满意", now=now),
            "opine": lambda who: opinions.begin(who, self.joint.uid, now=now),
            "send": self.send,
            "take": lambda who: opinions.take(who, self.opinion().uid, version=self.opinion().version, now=now),
            "bounce": lambda who: opinions.bounce(
                who, self.opinion().uid, words="空", version=self.opinion().version, now=now
            ),
            "waive": lambda who: opinions.waive(who, self.joint.uid, words="免", now=now),
            "cosign": lambda who: handing_on.cosign(
                who, self.reply().uid, self.joint.uid, sign=True, words="", now=now
            ),
            "conclude_by_hand": self.conclude,
        }  # fmt: skip

    @staticmethod
    def returning(act):
        return lambda who, uid, *, version, now: handing_on.give_back(
            who, uid, act, words="改", version=version, now=now
        )

    def write(self, who):
        row = drafting.begin(who, self.lead.uid, now=self.now)
        typed = [
            drafting.Typed(one.uid, one.version, {"disposition": "done", "text": text})
            for one, text in zip(drafting.living(row), answering.GOOD, strict=True)
        ]
        drafting.save(
            who, row.uid, version=row.version, head={"letter": "A"}, typed=typed, now=self.now
        )

    def send(self, who):
        row = self.opinion()
        texts = {ask.uid: answering.OPINION for ask in self.joint.scope.all()}
        row = opinions.save(who, row.uid, version=row.version, texts=texts, now=self.now)
        opinions.send(who, row.uid, version=row.version, now=self.now)

    def conclude(self, who):
        from huiyin.web.docket.services import replying

        replying.conclude(
            who, self.joint.uid, reply_no="手工1号", replied_on=self.now.date(), now=self.now
        )

    def states(self):
        found = {("reply", row.pk): row.state for row in models.Reply.objects.all()}
        return found | {("opinion", row.pk): row.state for row in models.Opinion.objects.all()}

    def attempt(self, name, who):
        before = self.states()
        try:
            with transaction.atomic():
                self.tries()[name](self.actors[who])
            answer = "ok"
        except HuiyinError as refusal:
            answer, words = refusal.code, refusal.say("zh")
        if answer != "ok":
            assert words
            assert self.states() == before, (name, answer)
        self.said.append((name, who, answer))
        for key, state in self.states().items():
            old = before.get(key)
            if old is not None and old != state:
                ways = {to for (source, _), to in TABLES[key[0]].items() if source == old}
                assert state in ways, (key, old, state)
        return answer

    def check(self):
        for row in models.Reply.objects.all():
            if row.state not in models.OUT:
                assert row.number == "" and not row.deliveries.exists()  # noqa: PT018
                continue
            hands = [row.writer_id, row.reviewer_id, row.signer_id]
            assert len(set(hands)) == 3
            assert None not in hands
            of_body = RoleGrant.objects.filter(role="signer", body=row.assignment.body_id)
            assert row.signer_id in of_body.values_list("user_id", flat=True)
            answered = {
                one.suggestion_id for one in row.answers.all() if one.text and one.disposition
            }
            assert answered >= set(self.lead.scope.values_list("pk", flat=True))
            assert self.lead.contacts.exists()
            assert self.joint.opinions.get(round=1).state in ("taken", "waived")
            text = self.issued.setdefault(row.pk, (row.text_hash(), row.number))
            assert text == (row.text_hash(), row.number)
            received = not row.deliveries.filter(received_at=None).exists()
            assert (row.state != "received") or received
        self.lead.refresh_from_db()
        if self.lead.state == "done":
            assert self.lead.replies.filter(state="received").exists()


class Walk(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.savepoint()
        live.ANCHOR_FILE.unlink(missing_ok=True)
        cast = Cast()
        self.world = World(cast, Bureau(cast))

    @rule(name=st.sampled_from(NAMES), who=st.sampled_from(WHO))
    def anything(self, name, who):
        self.world.attempt(name, who)

    @rule(act=st.sampled_from(USUAL))
    def the_usual(self, act):
        self.world.attempt(*act)

    @invariant()
    def what_must_hold(self):
        self.world.check()

    def teardown(self):
        try:
            outcome = replaying.verify(live.ANCHOR_FILE)
            assert outcome.is_sound, outcome.faults
        finally:
            transaction.savepoint_rollback(self.undo)


def test_whoever_tries_what_in_whatever_order_only_the_table_happens(db):
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=5, stateful_step_count=25, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_a_long_walk_gets_replies_out_and_keeps_everything(cast, bureau, settings, seed):
    seeded, world = random.Random(seed), World(cast, bureau)
    names = sorted(world.tries())
    for _ in range(200):
        name, who = seeded.choice(USUAL)
        if seeded.random() < 0.12:
            name, who = seeded.choice(names), seeded.choice(WHO)
        world.attempt(name, who)
        world.check()
    outcome = replaying.verify(settings.ANCHOR_FILE)
    assert outcome.is_sound, outcome.faults
    done = {name for name, _, answer in world.said if answer == "ok"}
    assert {"submit", "pass", "sign", "issue", "open"} <= done, done


ROLES = (
    "stranger", "clerk", "reviewer", "committee", "assigner", "liaison", "handler", "signer", "oversight", "leader",
    "auditor", "public", "proposer",
)  # fmt: skip


def test_for_each_state_act_and_role_there_is_the_target_of_the_table_or_a_named_refusal(
    cast, bureau, task, now
):
    row = answering.issued(cast, bureau, task, now)
    machine = adapter.load("cn-cppcc").machines["reply"]
    actors = {"stranger": cast.su, "public": cast.public, "proposer": cast.chen}
    for role in ROLES:
        if role not in actors:
            body = cast.housing if role in ("liaison", "handler", "signer") else None
            actors[role] = cast.actor(f"各{role}", role, body)
    wanted, count = transitions.table(machine), 0
    for role, actor in actors.items():
        for act in machine.acts.values():
            assert permissions.may(actor, act, row) == (role in act.by), (role, act.id)
            for state in machine.states:
                row.state, row.before = state, machine.initial
                turned = turning.Turn(given=transitions.Given("", "理由"), facts=act.guards)
                target, count = wanted[state, act.id], count + 1
                if role in act.by and target:
                    assert turning.check(row, act.id, actor=actor, turned=turned).state == target
                else:
                    code = "ILLEGAL_TRANSITION" if role in act.by else "NOT_ALLOWED"
                    with answering.refused(code):
                        turning.check(row, act.id, actor=actor, turned=turned)
    assert count == len(ROLES) * len(machine.acts) * len(machine.states)
