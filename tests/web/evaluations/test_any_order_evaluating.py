# SPDX-License-Identifier: Apache-2.0
"""Anybody tries any act around evaluations, in any order: one form a person and round, by that person's hand, every value
kept; and no suggestion is closed without an answer that was received or a recorded reason.
"""

import datetime as dt
import random

import pytest
from django.conf import settings as live
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import replaying
from huiyin.web.docket.services import assigning, merging, negotiating, withdrawing
from huiyin.web.evaluations import models
from huiyin.web.evaluations.selectors import closing
from huiyin.web.evaluations.services import lapsing, ruling, submitting
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.replies.services import contacting, drafting, handing_on, issuing, receiving
from web.conftest import NOW, Cast
from web.docket import making
from web.evaluations import judging
from web.replies.conftest import Bureau

WHO = (
    "chen",
    "su",
    "shi",
    "wang",
    "gao",
    "zhao",
    "clerk",
    "committee",
    "oversight",
    "assigner",
    "public",
)
USUAL = (
    ("answer", "shi"), ("answer", "shi"), ("open", "chen"), ("open", "su"), ("submit", "chen"), ("submit", "su"),
    ("refuse", "chen"), ("refuse", "chen"), ("refuse", "su"), ("rehandle", "committee"), ("rehandle", "oversight"),
    ("rehandle", "committee"), ("climb", "committee"), ("record", "committee"),
)  # fmt: skip
NAMES = (
    *{name: "" for name, _ in USUAL},
    "uphold",
    "paper",
    "later",
    "withdraw",
    "reopen",
    "late",
    "lapse",
)
ENDED = ("proposal.withdraw", "proposal.refuse", "proposal.convert")
GIVEN = (
    "evaluation.submit",
    "evaluation.submit_dissatisfied",
    "evaluation.revise",
    "evaluation.revise_dissatisfied",
)


class World:
    """陈's proposal with 苏's merged into it, at one body; who tries what, and what must hold."""

    def __init__(self, cast, bureau):
        self.cast, self.bureau, self.now, self.said = cast, bureau, NOW, []
        first = making.filed(cast, NOW)
        self.other = making.received(cast, NOW, who=cast.su, title=making.TITLES[1])
        merging.merge(
            cast.committee, first.uid, self.other.uid, reason="同一事项", basis={}, now=NOW
        )
        assigning.propose(
            cast.assigner, first.case.uid, (assigning.Task(cast.housing, "sole"),), now=NOW
        )
        self.case = assigning.issue(cast.assigner, first.case.uid, now=NOW)
        self.task = self.case.assignments.get()
        negotiating.sign_for(cast.wang, self.task.uid, now=NOW)
        negotiating.accept(cast.wang, self.task.uid, now=NOW)
        self.actors = {name: getattr(bureau, name, None) or getattr(cast, name) for name in WHO}
        self.kept, self.texts = {}, {}

    def row(self, seed):
        some = list(models.Evaluation.objects.order_by("-pk"))
        if not some:
            raise HuiyinError("NOT_FOUND")
        return some[seed % len(some)]

    def attempt(self, name, who, seed=0):
        before = self.states()
        try:
            with transaction.atomic():
                getattr(self, f"do_{name}")(self.actors[who], seed)
            answer = "ok"
        except HuiyinError as refusal:
            answer = refusal.code
        if answer != "ok":
            assert self.states() == before, (name, answer)
        self.said.append((name, who, answer))

    def states(self):
        return dict(models.Evaluation.objects.values_list("pk", "state"))

    def do_answer(self, who, seed):
        row = drafting.begin(who, self.task.uid, now=self.now)
        typed = [
            drafting.Typed(one.uid, one.version, {"disposition": "done", "text": f"已办，{seed}。"})
            for one in drafting.living(row)
        ]
        head = {"letter": "A", "disclosure": "full"}
        row = drafting.save(
            who, row.uid, version=row.version, head=head, typed=typed, now=self.now
        ).reply
        for one in contacting.reachable(self.cast.wang, self.task):
            self.contact(one.person.pk)
        row = handing_on.submit(self.bureau.shi, row.uid, version=row.version, now=self.now)
        row = handing_on.pass_on(self.bureau.wang, row.uid, version=row.version, now=self.now)
        row = handing_on.sign(self.bureau.gao, row.uid, version=row.version, now=self.now)
        row = issuing.issue(self.cast.oversight, row.uid, version=row.version, now=self.now)
        for delivery in row.deliveries.all():
            issuing._send(delivery.pk, self.now)

    def contact(self, person):
        contacting.log(
            self.cast.wang, self.task.uid, person_id=person, kind="call", held_on=self.now.date(),
            summary="通话", now=self.now,
        )  # fmt: skip

    def do_open(self, who, seed):
        reply = self.task.replies.exclude(number="").order_by("-round").first()
        if reply is None:
            raise HuiyinError("NOT_FOUND")
        receiving.opened(who, reply.uid, now=self.now)

    def give(self, who, seed, result, **more):
        row = self.row(seed)
        said = judging.said(row, result, **{"reason": "理由", **more})
        give = submitting.enter_paper if "proxy" in more else submitting.submit
        give(who, row.uid, said, version=row.version, now=self.now)

    def do_submit(self, who, seed):
        self.give(who, seed, "satisfied" if seed % 2 else "basically")

    def do_refuse(self, who, seed):
        self.give(who, seed, "dissatisfied", mark="not_met")

    def do_paper(self, who, seed):
        self.give(who, seed, "basically", proxy="原件")

    def do_rehandle(self, who, seed):
        row = self.row(seed)
        ruling.rehandle(who, row.uid, words="重办", version=row.version, now=self.now)

    def do_climb(self, who, seed):
        row = self.row(seed)
        ruling.climb(who, row.uid, words="再上一级", version=row.version, now=self.now)

    def do_record(self, who, seed):
        row = self.row(seed)
        met = ruling.Met(self.now.date(), "双方", "谈了", "定了")
        ruling.record(who, row.uid, met, version=row.version, now=self.now)

    def plain(self, who, seed, name):
        row = self.row(seed)
        ruling.act(who, row.uid, name, words="理由", version=row.version, now=self.now)

    def do_uphold(self, who, seed):
        self.plain(who, seed, "uphold")

    def do_reopen(self, who, seed):
        self.plain(who, seed, "reopen")

    def do_late(self, who, seed):
        self.plain(who, seed, "ask_late")

    def do_lapse(self, who, seed):
        lapsing.lapse_due(now=self.now)

    def do_later(self, who, seed):
        self.now += dt.timedelta(days=1 + seed % 60)
        lapsing.lapse_due(now=self.now)

    def do_withdraw(self, who, seed):
        withdrawing.withdraw(who, self.other.uid, version=None, words="另行提出", now=self.now)

    def check(self):
        for row in models.Evaluation.objects.select_related("reply"):
            forms = list(row.judgements.order_by("number"))
            assert [one.number for one in forms] == list(range(1, len(forms) + 1))
            for one in forms:
                assert self.kept.setdefault((row.pk, one.number), one.sha256) == one.sha256
                assert one.how == "paper" or one.author_id == row.person_id
            assert row.reply.deliveries.filter(
                person_id=row.person_id, received_at__isnull=False
            ).exists()
        mine = {self.cast.chen.user_id, self.cast.su.user_id}
        hands = LedgerEntry.objects.filter(act__in=GIVEN).values_list("actor_id", flat=True)
        assert set(hands) <= mine
        for reply in self.task.replies.exclude(number=""):
            assert self.texts.setdefault(reply.pk, reply.text_hash()) == reply.text_hash()
        for line in closing.of_case(self.case.pk):
            if line.closed:
                assert self.has_ground(line.suggestion), line.ground

    def has_ground(self, suggestion):
        """The oracle, from the ledger and the deliveries alone: an answer received and settled, or a reason on record."""
        ended = LedgerEntry.objects.filter(
            kind="proposal", object_id=suggestion.proposal_id, act__in=ENDED
        ).last()
        if ended is not None:
            return bool(ended.reason.strip() or ended.reason_code)
        last = self.task.replies.order_by("-round").first()
        if last is None or not last.answers.filter(suggestion=suggestion).exclude(text="").exists():
            return False
        proposer = suggestion.proposal.proposer_id
        received = last.deliveries.filter(person_id=proposer, received_at__isnull=False).exists()
        waits = models.Evaluation.objects.filter(reply=last, person_id=proposer)
        return received and not waits.filter(state__in=["open", "to_rule", "rehandled"]).exists()


class Walk(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.savepoint()
        live.ANCHOR_FILE.unlink(missing_ok=True)
        cast = Cast()
        self.world = World(cast, Bureau(cast))

    @rule(name=st.sampled_from(NAMES), who=st.sampled_from(WHO), seed=st.integers(0, 6))
    def anything(self, name, who, seed):
        self.world.attempt(name, who, seed)

    @rule(act=st.sampled_from(USUAL), seed=st.integers(0, 2))
    def the_usual(self, act, seed):
        self.world.attempt(*act, seed)

    @invariant()
    def what_must_hold(self):
        self.world.check()

    def teardown(self):
        try:
            outcome = replaying.verify(live.ANCHOR_FILE)
            assert outcome.is_sound, outcome.faults
        finally:
            transaction.savepoint_rollback(self.undo)


def test_in_whatever_order_nothing_closes_without_an_answer_received_or_a_reason(db):
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=4, stateful_step_count=25, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def walk(world, seed, steps):
    seeded = random.Random(seed)
    world.attempt("answer", "shi")
    for _ in range(steps):
        name, who = seeded.choice(USUAL)
        if seeded.random() < 0.1:
            name, who = seeded.choice(NAMES), seeded.choice(WHO)
        world.attempt(name, who, seeded.randrange(3))
        world.check()


def test_a_long_walk_gets_forms_in_and_keeps_everything(cast, bureau, settings):
    world = World(cast, bureau)
    walk(world, 3, 160)

    outcome = replaying.verify(settings.ANCHOR_FILE)
    assert outcome.is_sound, outcome.faults
    done = {name for name, _, answer in world.said if answer == "ok"}
    assert {"answer", "open", "submit", "refuse", "rehandle"} <= done, done


def test_the_check_goes_red_when_an_answer_counts_before_it_is_received(cast, bureau, monkeypatch):
    monkeypatch.setattr(
        closing, "of_suggestion", lambda row, owing: closing.Line(row, "closed_judged")
    )

    with pytest.raises(AssertionError):
        walk(World(cast, bureau), 0, 5)
