# SPDX-License-Identifier: Apache-2.0
"""A world in which anybody tries any act on anything: what is tried, what must hold after each step.

Nothing of the rules is written here a second time: what may happen is asked of the pack's own table.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction

from huiyin.adapters.packs import adapter
from huiyin.core.calendar import deadlines
from huiyin.core.docket import transitions
from huiyin.core.docket.transitions import Given
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Person
from huiyin.web.docket import models, replaying
from huiyin.web.docket.services import (
    assigning,
    drafting,
    examining,
    merging,
    negotiating,
    replying,
    signing,
    ticking,
    timing,
    withdrawing,
)
from huiyin.web.kit import once
from web.docket import making

GIVEN = {
    "refuse": Given("R08", "宣传产品"), "return": Given("R10", "请补充建议"), "convert": Given("V02", "转信息"),
}  # fmt: skip


class World:
    """The cast, what was acknowledged to whom, and every act that exists."""

    def __init__(self, cast, now):
        self.cast, self.now = cast, now
        self.actors = {
            name: getattr(cast, name)
            for name in (
                "clerk", "reviewer", "committee", "assigner", "oversight", "wang", "zhao", "qian", "chen", "su", "public",
            )
        }  # fmt: skip
        session = cast.session
        session.submission_deadline = now + dt.timedelta(days=300)
        session.save()
        case = making.assigned(cast, now)
        making.examined(cast, making.received(cast, now), now)
        making.joint(cast, now)
        assigning.sign_for(cast.wang, case.assignments.get().uid, now=now)
        self.bodies = [cast.housing, cast.traffic, cast.water]
        self.known, self.numbers, self.editions, self.said = set(), {}, {}, []
        self.tables = {
            name: transitions.table(machine)
            for name, machine in adapter.load("cn-cppcc").machines.items()
        }

    # what may be tried: a name, and how it is called with an actor, two rows and a body

    def tries(self):
        return {
            "begin": self.begin, "save": self.save, "submit": self.submit, "invite": self.invite, "sign": self.sign,
            "decline": self.decline, "unsign": self.unsign, "ask": self.ask, "agree": self.agree,
            "withdraw": self.withdraw, "undo": self.undo, "merge": self.merge, "unmerge": self.unmerge,
            "object_to": self.object_to, "uphold": self.uphold, "propose": self.propose, "propose_joint": self.propose_joint,
            "issue": self.issue, "reopen": self.reopen, "drop": self.drop, "sign_for": self.sign_for, "accept": self.accept,
            "accept_with": self.accept_with, "hand_back": self.hand_back, "grant": self.grant, "refuse_return": self.deny,
            "dispute": self.dispute, "escalate": self.escalate, "pause": self.pause, "resume": self.resume,
            "extend": self.extend, "conclude": self.conclude, "pass_on": self.pass_on, "tick": self.tick,
            **{act: self.examining(act) for act in examining.ACTS},
        }  # fmt: skip

    def attempt(self, name, who, first, second):
        """Try one act; gives `ok` or the code of the refusal. Anything but a refusal by name fails the test."""
        before = self.states()
        try:
            with transaction.atomic():
                self.tries()[name](self.actors[who], first, second)
            answer = "ok"
        except HuiyinError as refusal:
            answer, words = refusal.code, refusal.say("zh")
        if answer != "ok":
            assert words
            assert self.states() == before, (name, answer)
        self.said.append((name, who, answer))
        self._only_the_table(before)
        return answer

    def states(self):
        rows = {
            ("proposal", pk): state
            for pk, state in models.Proposal.objects.values_list("pk", "state")
        }
        return rows | {
            ("assignment", pk): state
            for pk, state in models.Assignment.objects.values_list("pk", "state")
        }

    def _only_the_table(self, before):
        after = self.states()
        assert set(before) <= set(after)  # nothing vanishes
        for (machine, pk), state in after.items():
            old = before.get((machine, pk))
            if old is None or old == state:
                continue
            table = self.tables[machine]
            ways = {to for (source, _), to in table.items() if source == old and to}
            back = transitions.RETURN_TO_BEFORE in ways
            assert state in ways or back or self._in_two(table, old, state), (machine, old, state)

    def _in_two(self, table, old, state):
        """One command may be two acts, e.g. propose and issue."""
        between = {to for (source, _), to in table.items() if source == old and to}
        return any(to == state for (source, _), to in table.items() if source in between)

    def proposal(self, at):
        rows = list(models.Proposal.objects.order_by("pk"))
        if not rows:
            raise HuiyinError("NOT_FOUND")
        return rows[at % len(rows)]

    def task(self, at):
        rows = list(models.Assignment.objects.order_by("pk"))
        if not rows:
            raise HuiyinError("NOT_FOUND")
        return rows[at % len(rows)]

    def case(self, at):
        rows = list(models.Case.objects.order_by("pk"))
        if not rows:
            raise HuiyinError("NOT_FOUND")
        return rows[at % len(rows)]

    def body(self, at):
        return self.bodies[at % len(self.bodies)]

    # --- the acts -----------------------------------------------------------------------------------------------------

    def begin(self, who, first, second):
        row = drafting.begin(who, self.cast.session, now=self.now)
        drafting.save(
            who, row.uid, version=row.version, now=self.now, asks=[drafting.Ask("增设车位"), drafting.Ask("错时共享")],
            fields={"title": f"提案{first}", "facts": "情况", "category": "social"},
        )  # fmt: skip

    def save(self, who, first, second):
        row = self.proposal(first)
        drafting.save(
            who,
            row.uid,
            version=row.version,
            fields={"facts": f"情况{second}"},
            asks=None,
            now=self.now,
        )

    def submit(self, who, first, second):
        row = self.proposal(first)
        key = f"submit-{row.pk}-{row.version}"

        def command():
            return {
                "no": drafting.submit(who, row.uid, version=row.version, now=self.now).receipt_no
            }

        answer = once.do(who.user_id, key, [row.uid, row.version], command, now=self.now)
        again = once.do(who.user_id, key, [row.uid, row.version], command, now=self.now)
        assert answer == again
        self.known.add(answer["no"])

    def invite(self, who, first, second):
        row, su = self.proposal(first), Person.objects.get(pk=self.cast.su.person_id)
        signing.invite(who, row.uid, [su], version=row.version, now=self.now)

    def sign(self, who, first, second):
        signing.answer(who, self.proposal(first).uid, sign=True, opinion="", now=self.now)

    def decline(self, who, first, second):
        signing.answer(who, self.proposal(first).uid, sign=False, opinion="", now=self.now)

    def unsign(self, who, first, second):
        signing.withdraw(who, self.proposal(first).uid, reason="再想想", now=self.now)

    def ask(self, who, first, second):
        row = self.proposal(first)
        withdrawing.ask(who, row.uid, version=row.version, words="另行调研", now=self.now)

    def agree(self, who, first, second):
        withdrawing.agree(who, self.proposal(first).uid, now=self.now)

    def withdraw(self, who, first, second):
        row = self.proposal(first)
        withdrawing.withdraw(who, row.uid, version=row.version, words="另行调研", now=self.now)

    def examining(self, act):
        def do(who, first, second):
            row = self.proposal(first)
            done = examining.decide(
                who,
                row.uid,
                act,
                version=row.version,
                given=GIVEN.get(act, Given()),
                now=self.now,
                consented=True,
            )
            if act == "file":
                self.numbers[done.pk] = done.case.number

        return do

    def undo(self, who, first, second):
        examining.undo(who, self.proposal(first).uid, reason="看错", now=self.now)

    def merge(self, who, first, second):
        a, b = self.proposal(first), self.proposal(second)
        merging.merge(who, a.uid, b.uid, reason="同题", basis={}, now=self.now)

    def unmerge(self, who, first, second):
        merging.unmerge(who, self.proposal(first).uid, reason="不同题", now=self.now)

    def object_to(self, who, first, second):
        merging.object_to(who, self.proposal(first).uid, words="不同题", now=self.now)

    def uphold(self, who, first, second):
        merging.uphold(who, self.proposal(first).uid, words="同题", now=self.now)

    def propose(self, who, first, second):
        task = assigning.Task(self.body(second), "lead")
        assigning.propose(who, self.case(first).uid, [task], now=self.now)

    def propose_joint(self, who, first, second):
        task = assigning.Task(self.body(second), "joint")
        assigning.propose(who, self.case(first).uid, [task], now=self.now)

    def issue(self, who, first, second):
        assigning.issue(who, self.case(first).uid, now=self.now)

    def reopen(self, who, first, second):
        assigning.reopen(who, self.case(first).uid, words="交错", now=self.now)

    def drop(self, who, first, second):
        assigning.drop(who, self.task(first).uid, words="不需要", now=self.now)

    def sign_for(self, who, first, second):
        assigning.sign_for(who, self.task(first).uid, now=self.now)

    def accept(self, who, first, second):
        assigning.accept(who, self.task(first).uid, now=self.now)

    def accept_with(self, who, first, second):
        assigning.accept(
            who, self.task(first).uid, now=self.now, add=self.body(second), words="需配合"
        )

    def hand_back(self, who, first, second):
        assigning.hand_back(
            who,
            self.task(first).uid,
            code="O02",
            words="非职责",
            names=self.body(second),
            now=self.now,
        )

    def grant(self, who, first, second):
        assigning.rule(
            who, self.task(first).uid, grant=True, to=self.body(second), words="改办", now=self.now
        )

    def deny(self, who, first, second):
        assigning.rule(
            who, self.task(first).uid, grant=False, to=None, words="继续办理", now=self.now
        )

    def dispute(self, who, first, second):
        negotiating.dispute(
            who, self.task(first).uid, words="争议", head_signed=bool(second % 2), now=self.now
        )

    def escalate(self, who, first, second):
        negotiating.escalate(who, self.task(first).uid, words="报请", now=self.now)

    def pause(self, who, first, second):
        timing.pause(who, self.task(first).uid, words="等补充", now=self.now)

    def resume(self, who, first, second):
        timing.resume(who, self.task(first).uid, now=self.now)

    def extend(self, who, first, second):
        limit = deadlines.Limit(3 + second % 5, deadlines.Unit.MONTHS)
        timing.extend(who, self.task(first).uid, limit=limit, words="复杂", now=self.now)

    def conclude(self, who, first, second):
        replying.conclude(
            who, self.task(first).uid, reply_no="函1号", replied_on=self.now.date(), now=self.now
        )

    def pass_on(self, who, first, second):
        assigning.pass_on(
            who, self.task(first).uid, to=self.body(second), words="请办", now=self.now
        )

    def tick(self, who, first, second):
        self.now += dt.timedelta(days=second % 9)
        ticking.tick(now=self.now)

    # --- what must hold -----------------------------------------------------------------------------------------------

    def check(self):
        self._numbers()
        self._texts()
        self._leads()
        self._clocks()
        self._mergers()

    def _numbers(self):
        cases = sorted(n for n in models.Case.objects.values_list("number", flat=True) if n)
        assert cases == list(range(1, len(cases) + 1))
        receipts = sorted(
            n for n in models.Proposal.objects.values_list("receipt_seq", flat=True) if n
        )
        assert receipts == list(range(1, len(receipts) + 1))
        assert self.known <= set(models.Proposal.objects.values_list("receipt_no", flat=True))
        assert set(self.numbers.values()) <= set(cases)

    def _texts(self):
        for edition in models.Edition.objects.all():
            assert edition.sha256 == edition.true_sha256
            assert self.editions.setdefault(edition.pk, edition.sha256) == edition.sha256

    def _leads(self):
        for case in models.Case.objects.filter(proposals__state="in_hand").distinct():
            living = case.assignments.filter(state__in=models.Assignment.LIVING)
            assert living.filter(role__in=["lead", "sole"]).count() == 1
            bodies = list(living.values_list("body_id", flat=True))
            assert len(bodies) == len(set(bodies))

    def _clocks(self):
        working = ("issued", "received", "accepted", "objected", "disputed")
        for row in models.Assignment.objects.filter(state__in=working):
            if row.role != "joint":
                assert row.deadlines.filter(clock="reply").exclude(state="stopped").count() == 1
        ended = models.Assignment.objects.filter(state__in=["done", "dropped", "handed_on"])
        assert (
            not models.Deadline.objects.filter(assignment__in=ended)
            .exclude(state="stopped")
            .exists()
        )
        for one in models.Reminder.objects.exclude(fired_at=None).select_related("deadline"):
            assert one.due_on <= (one.fired_at + dt.timedelta(hours=8)).date()
        assert not models.Deadline.objects.filter(calendar="").exists()

    def _mergers(self):
        for child in models.Proposal.objects.filter(state="merged").select_related("case"):
            assert child.mergers.filter(undone_at=None).count() == 1
            assert child.case.proposals.exclude(state="merged").exclude(pk=child.pk).exists()

    def replays(self):
        assert replaying.verify(settings.ANCHOR_FILE).faults == []
