# SPDX-License-Identifier: Apache-2.0
"""Commitments (承诺): what becomes of the promises of the city, from the words of a reply to proof, slip or explanation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.demo.city import data
from huiyin.web.accounts.actors import SYSTEM, Actor
from huiyin.web.commitments.selectors import commitments, plans, promises
from huiyin.web.commitments.services import (
    extracting,
    indicating,
    looking_back,
    moving,
    nudging,
    planning,
    promising,
    reporting,
)

if TYPE_CHECKING:
    from huiyin.web.site.city.lives import Stage

Steps = Iterator[datetime]
_BEGINS, _EVERY = (
    430,
    4,
)  # days ago; days from one look of the city's officers at their promises to the next
_WAYS: tuple[tuple[str, ...], ...] = (
    ("start", "report", "claim", "verify", "close"),
    ("start", "report", "slip", "report", "slip", "claim", "doubt", "report", "claim", "verify"),
    ("start", "report", "report"),
    ("start", "watch", "report", "figures", "figures"),
    ("start",),
    ("start", "claim", "verify", "close", "upgrade"),
    ("start", "report", "slip"),
    ("start", "report", "give_up"),
    ("start", "report", "claim", "verify", "close"),
    ("start", "report", "claim"),
    (),
    ("start", "slip", "slip", "report"),
    ("start", "claim", "verify"),
)


def play(stage: "Stage") -> Steps:
    """Let the officers of the city look at their promises every few days and do what is next for each."""
    city = _City(stage)
    day = stage.now - timedelta(days=_BEGINS)
    while True:
        yield day
        city.look(day)
        day += timedelta(days=_EVERY)


@dataclass(slots=True)
class _Kept:
    """A commitment on its way: what is still to come for it, and when the next of it is."""

    uid: str
    body_id: int
    lang: str
    left: list[str]
    next_at: datetime
    count: int = 0


class _City:
    """The promises of the city, and who does what with them."""

    def __init__(self, stage: "Stage") -> None:
        self.stage, self.kept, self.goals = stage, [], []  # type: ignore[var-annotated]
        self.words: dict[str, Any] = data.table("commitments")
        self.looked: set[int] = set()

    def look(self, now: datetime) -> None:
        """Read what has left, decide on what was found, take the next step of each."""
        if not self.goals:
            self._plan(now)
        extracting.read_left(now=now, most=500)
        looking_back.start_due(now=now)
        nudging.nudge(now=now)
        for row in list(promises.waiting(SYSTEM)):
            if row.at <= now - timedelta(days=_EVERY) or row.pk % 3 == 0:
                self._decide(row, now)
        for one in self.kept:
            if one.left and one.next_at <= now:
                self._step(one, now)
                one.next_at = now + timedelta(days=self.stage.chance.randint(9, 30))

    def says(self, key: str, lang: str = "zh") -> Any:
        return self.stage.next_of(f"commitment/{lang}/{key}", tuple(self.words[lang][key]))

    def _plan(self, now: datetime) -> None:
        office, said = self.stage.cast.one("committee"), self.words["plan"]
        row = planning.plan(
            office, planning.Named(said["title"], said["title_en"]), starts_on=date.fromisoformat(said["starts_on"]),
            ends_on=date.fromisoformat(said["ends_on"]), now=now,
        )  # fmt: skip
        made: dict[str, str] = {"": ""}
        for code, under, zh, en in said["goals"]:
            named = planning.Named(zh, en)
            made[code] = planning.goal(office, row.uid, code, named, under=made[under], now=now).uid
        self.goals = [uid for uid, label in plans.choices() if "." in label]

    def _decide(self, row: Any, now: datetime) -> None:
        lang = "en" if row.quote.isascii() else "zh"
        body_id = row.reply.assignment.body_id
        handler = self.stage.cast.officer(body_id, "handler")
        if row.pk % 11 == 5:
            promising.reject(handler, row.uid, reason=self.says("rejected", lang), now=now)
            return
        said_on = timezone.localdate(row.reply.issued_at)
        due = max(row.due_on or row.answer.promised_on or said_on + timedelta(days=150), said_on)
        goal = self.goals[row.pk % len(self.goals)] if row.pk % 4 else None
        said = promising.Said(
            owner=row.answer.owner or "办公室", due_on=due, amount=row.amount, goals=[goal] if goal else [],
            budget=self.says("budgets", lang) if row.pk % 5 == 0 else "",
        )  # fmt: skip
        made = promising.confirm(handler, row.uid, said, now=now)
        way = list(_WAYS[len(self.kept) % len(_WAYS)])
        self.kept.append(_Kept(made.uid, body_id, lang, way, now + timedelta(days=5)))

    def _step(self, one: _Kept, now: datetime) -> None:
        act = one.left.pop(0)
        row = commitments.seen(SYSTEM).get(uid=one.uid)
        one.count += 1
        try:
            self._do(act, one, row, self.stage.cast.officer(one.body_id, "handler"), now)
        except HuiyinError as refusal:
            if not refusal.code.startswith(("GUARD_", "ILLEGAL_", "CLASS_")):
                raise

    def _do(self, act: str, one: _Kept, row: Any, handler: Actor, now: datetime) -> None:
        more: dict[str, Any] = {"version": row.version, "now": now}
        committee = self.stage.cast.one("committee")
        if act == "start":
            moving.start(handler, one.uid, **more)
        elif act in ("report", "claim"):
            self._report(act, one, handler, more)
        elif act == "slip":
            was = max(row.due_on, timezone.localdate(now))
            to = was + timedelta(days=self.stage.chance.choice([45, 60, 90]))
            moving.slip(handler, one.uid, to=to, words=self.says("slips", one.lang), **more)
        elif act == "watch":
            self._watch(one, row, handler, now)
        elif act == "figures":
            self._figures(one, row, handler, more)
        elif act == "give_up":
            moving.give_up(handler, one.uid, words=self.says("infeasible", one.lang), **more)
        elif act == "upgrade":
            words = self.says("upgrades", one.lang)
            moving.upgrade(
                self.stage.cast.one("oversight"), one.uid, letter="A", words=words, **more
            )
        else:
            who = (
                committee
                if act == "close" or one.count % 3 == 0
                else self._proposer(row) or committee
            )
            if act == "doubt":
                moving.doubt(who, one.uid, words=self.says("doubts", one.lang), **more)
            elif act == "verify":
                moving.verify(who, one.uid, **more)
            else:
                moving.close(who, one.uid, **more)

    def _proposer(self, row: Any) -> Actor | None:
        sent = row.reply.deliveries.filter(signs=False, sent_at__isnull=False).first()
        return self.stage.cast.member(sent.person) if sent else None

    def _report(self, act: str, one: _Kept, handler: Actor, more: dict[str, Any]) -> None:
        lang = one.lang
        if act == "claim":
            proof = reporting.Proof(self.says("shows", lang), figure=self.says("figures", lang))
            told = reporting.Told(self.says("claims", lang), 100, public=True, proofs=[proof])
            reporting.claim(handler, one.uid, told, **more)
            return
        percent = None if one.count % 4 == 0 else min(20 + 15 * one.count, 90)
        told = reporting.Told(self.says("reports", lang), percent, public=one.count % 2 == 0)
        reporting.report(handler, one.uid, told, **more)

    def _watch(self, one: _Kept, row: Any, handler: Actor, now: datetime) -> None:
        today = timezone.localdate(now)
        name, unit, target = self.says("indicators", one.lang)
        rhythm = indicating.Rhythm("month", today + timedelta(days=9), today + timedelta(days=200))
        indicating.indicate(
            handler, one.uid, name=name, unit=unit, target=target, rhythm=rhythm, now=now
        )
        for n in range(2):
            text, day = self.says("steps", one.lang), today + timedelta(days=40 * (n + 1))
            indicating.step(handler, one.uid, text=text, due_on=day, now=now)

    def _figures(self, one: _Kept, row: Any, handler: Actor, more: dict[str, Any]) -> None:
        held = row.indicators.first()
        owed = (
            held.dates.filter(progress=None, dropped=False).order_by("due_on").first()
            if held
            else None
        )
        if owed is None:
            return
        step = row.milestones.filter(reached=None, dropped_at=None).first()
        told = reporting.Told(
            self.says("reports", one.lang), min(20 * one.count, 95), figures={owed.pk: str(3 * one.count)},
            reached=[step.uid] if step and one.count % 2 else [], public=True,
        )  # fmt: skip
        reporting.report(handler, one.uid, told, **more)
