# SPDX-License-Identifier: Apache-2.0
"""Evaluations (评价): what the members of the city say of the replies they received, and what becomes of a no."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from huiyin.demo.city import data
from huiyin.web.accounts.actors import SYSTEM
from huiyin.web.evaluations.selectors import evaluations
from huiyin.web.evaluations.services import lapsing, rows, ruling, submitting
from huiyin.web.replies.services import contacting
from huiyin.web.site.city import answering, replies

if TYPE_CHECKING:
    from huiyin.web.site.city.lives import Life, Stage

Steps = Iterator[datetime]
_PAST = (
    "good", "middling", "good", "upheld", "good", "silent", "paper", "second", "good", "revised", "middling", "chairs",
    "good", "late", "good", "experts",
)  # fmt: skip
_NOW = (
    "good", "silent", "to_rule", "middling", "conference", "upheld", "good", "rehandled", "recorded", "paper",
    "revised", "second",
)  # fmt: skip
_BESIDE = ("good", "middling", "silent", "good")


def play(life: "Life") -> Steps:
    """Let everyone who received a reply say what they make of it; one no at most to a task, else rulings would cross."""
    for task in life.row.case.assignments.filter(state="done").order_by("pk"):
        mine = (
            evaluations.seen(SYSTEM)
            .filter(reply__assignment=task, state="open")
            .order_by("signs", "pk")
        )
        for place, row in enumerate(mine):
            one = _Asked(life, task, row)
            cycle = _BESIDE if place else _PAST if life.session != life.stage.cast.present else _NOW
            yield from one.goes(life.stage.next_of(f"evaluation/{len(cycle)}", cycle))


def mornings(stage: "Stage") -> Steps:
    """Let forms lapse, twice a week."""
    day = stage.now - timedelta(days=480)
    while True:
        yield day
        lapsing.lapse_due(now=day)
        day += timedelta(days=3)


class _Asked:
    """One evaluation on its way, and the people who carry it."""

    def __init__(self, life: "Life", task: Any, row: Any) -> None:
        self.life, self.task, self.row = life, task, row
        self.actor = life.stage.cast.member(row.person)
        self.committee = life.stage.cast.one("committee")

    def says(self, key: str) -> str:
        lang = self.life.text.language if self.life.text.language == "en" else "zh"
        words = data.table("evaluations")
        some = words[lang].get(key) or words["zh"][key]
        return self.life.stage.next_of(f"evaluation/{lang}/{key}", tuple(some))

    def goes(self, way: str) -> Steps:
        """Give the form, or not, and go on as the way says."""
        yield self.life.wait(0.5, 9)
        steps: dict[str, Callable[[], Steps]] = {
            "late": self._late, "paper": self._paper, "revised": self._revised, "upheld": self._upheld,
        }  # fmt: skip
        if way == "silent":
            return
        if way in ("good", "middling"):
            self._give("satisfied" if way == "good" else "basically")
        elif way in steps:
            yield from steps[way]()
        else:
            yield from self._refused(way)

    def _said(self, result: str, **more: str) -> submitting.Said:
        chance = self.life.chance
        values = {}
        for axis in rows.axes(self.row):
            good = [one.id for one in axis.values if one.counts == "good"]
            rest = [one.id for one in axis.values if one.counts != "good"]
            values[axis.id] = chance.choice(good if chance.random() < 0.8 else rest)
        values["result"] = result
        least = {"satisfied": "met", "basically": "partly", "dissatisfied": "not_met"}[result]
        asked = [one.suggestion_id for one in rows.answered(self.row)]
        marks = {pk: least if place % 2 else "met" for place, pk in enumerate(asked)}
        if asked:
            marks[asked[-1]] = least
        return submitting.Said(values, marks, more.pop("remark", self.says("remarks")), **more)

    def _give(self, result: str, reason: str = "") -> None:
        self.row.refresh_from_db()
        said = self._said(result, reason=reason)
        self.row = submitting.submit(
            self.actor, self.row.uid, said, version=self.row.version, now=self.life.now
        )

    def _late(self) -> Steps:
        yield self.life.wait(52, 60)
        self.row.refresh_from_db()
        if self.row.state != "lapsed":
            return
        for actor, act, words in (
            (self.actor, "ask_late", "late"), (self.life.stage.cast.one("clerk"), "reopen", "reopen"),
        ):  # fmt: skip
            self.row.refresh_from_db()
            self.row = ruling.act(
                actor, self.row.uid, act, words=self.says(words), version=self.row.version, now=self.life.now
            )  # fmt: skip
            yield self.life.wait(0.5, 2)
        self._give("satisfied")

    def _paper(self) -> Steps:
        said = self._said("basically", proxy=self.says("paper"))
        clerk = self.life.stage.cast.one("clerk")
        self.row.refresh_from_db()
        submitting.enter_paper(
            clerk, self.row.uid, said, version=self.row.version, now=self.life.now
        )
        yield from ()

    def _revised(self) -> Steps:
        self._give("basically")
        yield self.life.wait(0.5, 3)
        if "in_window" in rows.facts(self.row, self.actor, now=self.life.now):
            self._give("satisfied", self.says("revise"))

    def _upheld(self) -> Steps:
        self._give("dissatisfied", self.says("unhappy"))
        yield self.life.wait(1, 5)
        self._ruled("uphold")

    def _ruled(self, act: str) -> None:
        more: dict[str, Any] = {
            "words": self.says(act),
            "version": self.row.version,
            "now": self.life.now,
        }
        if act == "rehandle":
            self.row = ruling.rehandle(self.committee, self.row.uid, **more)
        else:
            self.row = ruling.act(self.committee, self.row.uid, act, **more)

    def _refused(self, way: str) -> Steps:
        self._give("dissatisfied", self.says("unhappy"))
        if (
            way == "to_rule"
            or evaluations.seen(SYSTEM).filter(reply=self.row.reply, state="open").exists()
        ):
            return
        yield self.life.wait(1, 5)
        self._ruled("rehandle")
        if way == "rehandled":
            return
        yield from self._again()
        if way == "second":
            self._give("satisfied")
            return
        self._give("dissatisfied", self.says("still"))
        yield from self._climbs({"conference": 0, "recorded": 1, "experts": 2, "chairs": 3}[way])

    def _again(self) -> Steps:
        """Let the body answer once more, and the proposer be asked again."""
        life, officer = self.life, self.life.stage.cast.officer(self.task.body_id)
        for party in contacting.reachable(officer, self.task):
            if party.signs:
                continue
            yield life.wait(0.5, 2)
            contacting.log(
                officer, self.task.uid, person_id=party.person.pk, kind="visit",
                held_on=timezone.localdate(life.now), summary=self.says("again"), now=life.now,
            )  # fmt: skip
        self.task.refresh_from_db()
        yield from answering.play(life, self.task, replies.replier(life, self.task.pk + 3), "")
        self.row = evaluations.seen(SYSTEM).get(
            reply__assignment=self.task,
            reply__round=self.row.reply.round + 1,
            person=self.row.person,
        )
        yield life.wait(0.5, 4)

    def _climbs(self, most: int) -> Steps:
        """Climb as many rungs as the way says; with none, the conference is still to be held."""
        for rung in ("conference", "experts", "chairs")[: max(most, 1)]:
            yield self.life.wait(1, 3)
            ruling.climb(
                self.committee, self.row.uid, words=self.says("climb"), version=self.row.version, now=self.life.now
            )  # fmt: skip
            self.row.refresh_from_db()
            if not most:
                return
            yield self.life.wait(2, 6)
            texts = data.table("evaluations")["zh"][rung]
            met = ruling.Met(timezone.localdate(self.life.now), *texts)
            ruling.record(
                self.committee, self.row.uid, met, version=self.row.version, now=self.life.now
            )
            self.row.refresh_from_db()
        if most > 1:
            yield self.life.wait(1, 3)
            self._ruled("uphold")
