# SPDX-License-Identifier: Apache-2.0
"""Meetings (会议) of the city: one in session to be looked at, one announced, one being planned, one closed."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from huiyin.core.meetings import transcript
from huiyin.demo.city import data
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Person, User
from huiyin.web.meetings import models
from huiyin.web.meetings.services import (
    agenda,
    asking,
    checking_in,
    floor,
    hearing,
    inviting,
    papers,
    preparing,
    reading_along,
    settling,
)
from huiyin.web.site.city import closings

if TYPE_CHECKING:
    from huiyin.web.accounts.actors import Actor
    from huiyin.web.site.city.lives import Stage

Steps = Iterator[datetime]
_ROLES = {"领导": "leader", "委员": "member", "部门": "department"}


def _play(number: int, stage: "Stage") -> Steps:
    yield from _Play(stage, data.table("meetings")["meeting"][number]).steps()


PLAYS = tuple(partial(_play, number) for number in range(4))


@cache
def roster() -> dict[str, tuple[str, str]]:
    """Give the people of the city's record by name: the role, and the post or the body."""
    text = resources.files("huiyin.demo").joinpath("roster.csv").read_text("utf-8-sig")
    return {
        row["姓名"]: (_ROLES[row["身份"]], row["单位"]) for row in csv.DictReader(text.splitlines())
    }


@dataclass
class _Play:
    """One meeting as it is prepared, and held where it has begun."""

    stage: "Stage"
    plan: dict[str, Any]
    people: dict[str, models.Participant] = field(default_factory=dict)

    def steps(self) -> Steps:
        plan, now = self.plan, self.stage.now
        starts = (now + timedelta(days=plan["days"])).replace(minute=0, second=0, microsecond=0)
        if "minutes_ago" in plan:
            starts = now - timedelta(minutes=plan["minutes_ago"])
        self.clerk = self.stage.cast.by_role["clerk"][0]
        early = min(starts - timedelta(days=16), now - timedelta(days=3))
        yield early
        self._prepare(starts, early)
        if plan["state"] == "planned":
            return
        yield early + timedelta(hours=3)
        self._invite(early + timedelta(hours=3))
        yield early + timedelta(days=1)
        self.hold("notify", early + timedelta(days=1))
        self._before(early + timedelta(days=2))
        if plan["state"] in ("open", "closed"):
            yield starts - timedelta(minutes=20)
            self._open(starts)
            yield from self._said(starts)
            self._caught()
        if plan["state"] == "closed":
            yield from closings.play(self.stage, self.clerk, self.row, starts + timedelta(hours=3))

    def hold(self, act: str, at: datetime) -> None:
        preparing.hold(self.clerk, self.row.uid, act, version=None, now=at)

    def _prepare(self, starts: datetime, at: datetime) -> None:
        plan = self.plan
        chair = self._chair(plan["chair"]) if plan["chair"] else ""
        fields = {
            "kind": plan["kind"], "title": plan["title"], "topic": plan["topic"], "place": plan["place"],
            "language": "zh", "starts_at": starts, "speech_seconds": 480, "is_public": plan["public"], "chair": chair,
        }  # fmt: skip
        self.row = preparing.plan(self.clerk, self.stage.cast.present, fields=fields, now=at)
        points = [
            agenda.Point(title, topic, minutes, self.stage.cast.bodies.get(body))
            for title, topic, minutes, body in plan["agenda"]
        ]
        agenda.add(self.clerk, self.row.uid, *points, now=at)

    def _chair(self, name: str) -> str:
        """See that who chairs stands in the register as a person with that account."""
        person, _ = Person.objects.get_or_create(name=name, defaults={"duty": roster()[name][1]})
        User.objects.filter(first_name=name, person=None).update(person=person)
        return name

    def _invite(self, at: datetime) -> None:
        guests: list[inviting.Guest] = []
        for name in self.plan["who"]:
            role, said = roster()[name]
            person = Person.objects.filter(name=name).first() if role != "department" else None
            body = self.stage.body(said) if role == "department" else None
            duty = said if role == "leader" else ""
            guests.append(
                inviting.Guest(
                    role, name, person, body, duty, seat=f"{role[0].upper()}{len(guests) + 1}"
                )
            )
        for one in inviting.invite(self.clerk, self.row.uid, guests, now=at):
            self.people[one.name] = one

    def _before(self, at: datetime) -> None:
        uid = self.row.uid
        for title, text in self.plan["papers"]:
            papers.hand_in(self.clerk, uid, papers.Handed("material", title, text), now=at)
        for kind in ("question", "speech"):
            for name, title, text in self.plan[f"{kind}s" if kind == "question" else "speeches"]:
                handed = papers.Handed(kind, title, text)
                papers.hand_in(self._actor(name), uid, handed, now=at + timedelta(hours=5))
        for name in self.plan.get("registered", ()):
            inviting.register(self._actor(name), uid, now=at)
        for name, reason in self.plan.get("leave", ()):
            who = self.people[name].uid
            inviting.ask_leave(self.clerk, uid, reason=reason, participant_uid=who, now=at)

    def _actor(self, name: str) -> "Actor":
        user = User.objects.get(person__name=name)
        return actors.of(user, on=timezone.localdate(self.stage.now))

    def _open(self, starts: datetime) -> None:
        away = {name for name, _ in self.plan.get("leave", ())}
        for place, (name, one) in enumerate(self.people.items()):
            if name not in away:
                at = starts - timedelta(minutes=18 - place % 17)
                checking_in.check_in(self.clerk, self.row.uid, one.uid, now=at)
        self.hold("open", starts)
        first = self.row.agenda.order_by("order").first()
        assert first is not None
        agenda.take_up(self.clerk, self.row.uid, first.uid, now=starts)

    def _said(self, starts: datetime) -> Steps:
        """Let each who speaks in the script have the floor at the time; the last keeps it, and others wait."""
        at, told = starts, list[hearing.Telling]()
        for n, one in enumerate(transcript.parse(self.words())):
            at = starts + timedelta(seconds=one.second or 0) if one.second is not None else at
            yield at
            self._give(one.label, one.text, at)
            told.append(
                hearing.Telling(key=f"city-{n}", text=one.text, label=one.label, said_at=at)
            )
        hearing.take(self.clerk, self.row.uid, told, now=at)
        self.last = at
        for name in self.plan.get("waits", ()):
            asking.ask(self.clerk, self.row.uid, participant_uid=self.people[name].uid, now=at)

    def words(self) -> str:
        """Give what is said: written with the plan, or a discussion of the demo."""
        if script := self.plan.get("script"):
            return resources.files("huiyin.demo").joinpath("discussions", script).read_text("utf-8")
        return str(self.plan["words"])

    def _caught(self) -> None:
        """Let a clerk settle what the reader proposes: all of a meeting that is over, the first of one in session."""
        reading_along.read_on(self.row, now=self.last, seconds=600)
        proposed = list(self.row.found.filter(state="proposed").order_by("utterance__seq", "start"))
        done = proposed if self.plan["state"] == "closed" else proposed[: len(proposed) // 2]
        told = tuple(self.plan.get("told", ()))
        for one in done:
            if told and one.words.startswith(told):
                why = self.plan["told_why"]
                settling.reject(self.clerk, one.uid, reason=why, now=self.last)
            else:
                settling.confirm(self.clerk, one.uid, now=self.last)

    def _give(self, label: str, text: str, at: datetime) -> None:
        name = transcript.name_in(label, list(self.people))
        running = self.row.turns.filter(ended_at=None, within=None).first()
        after = running.uid if running else ""
        one = self.people.get(name)
        if one is None or (running and running.participant_id == one.pk):
            return
        kind = {"leader": "question", "department": "reply"}.get(one.role, "speech")
        if kind == "question" and not text.endswith("？"):
            return
        floor.give(self.clerk, self.row.uid, one.uid, kind=kind, after=after, now=at)
