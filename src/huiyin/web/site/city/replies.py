# SPDX-License-Identifier: Apache-2.0
"""Replies (答复): how the bodies of the city speak with proposers, give joint opinions and answer, through the room's services."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from huiyin.demo.city import data, replying
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.replies.models import Opinion
from huiyin.web.replies.services import contacting, opinions
from huiyin.web.site.city import answering

if TYPE_CHECKING:
    from huiyin.web.site.city.lives import Life

Steps = Iterator[datetime]
_LATE = 0.15  # joint bodies that let their opinion wait
_KINDS = ("meeting", "call", "visit", "online", "call", "meeting", "letter", "visit")
_STOPS = ("to_sign", "draft", "with_oversight", "in_review", "issued", "contacted")


def play(life: "Life") -> Steps:
    """Let every body that accepted a case do its part, as far as the fate of the case goes."""
    rows = life.row.case.assignments.filter(state__in=["received", "accepted"])
    tasks = list(rows.select_related("body").order_by("pk"))
    leads = [one for one in tasks if one.role in docket.OWING and one.state == "accepted"]
    for lead in leads:
        yield from _contacts(life, lead)
    for task in tasks:
        if task.role in docket.BESIDE:
            yield from _opinion(life, task, leads)
    for lead in leads:
        yield from answering.play(life, lead, replier(life, lead.pk), _stop(life, lead.body_id))


def replier(life: "Life", number: int) -> replying.Replier:
    """Give somebody who writes about the matter of a life; the same for the same number."""
    seed = f"{life.stage.seed}/{life.number}/{number % 7}"
    return replying.Replier(seed, life.text.topic, life.text.language)


def _stop(life: "Life", body_id: int) -> str:
    """Say where the work of a body on this case stands today, "" where it goes to its end."""
    if life.fate.end == "done":
        return ""
    turn = 0 if life.fate.quirk == "" and life.fate.end == "accepted" else body_id % len(_STOPS)
    return life.stage.next_of(f"reply/{body_id}", _STOPS[turn:] + _STOPS[:turn])


def _contacts(life: "Life", task: Any) -> Steps:
    """Let a lead speak with each proposer it may know; one of some thirty proposers says that it never came to it."""
    liaison, writer = life.stage.cast.officer(task.body_id), replier(life, task.pk)
    for party in contacting.reachable(liaison, task):
        if party.signs:
            continue
        yield life.wait(1, 6)
        denied = life.chance.random() < 1 / 30
        if party not in contacting.reachable(liaison, task):
            continue  # a merger was undone meanwhile
        for held in (False, True) if denied else (True,):
            if _is_there(liaison, task, party.person):
                yield from _contact(life, task, party.person, writer, held)


def _is_there(liaison: Any, task: Any, person: Any) -> bool:
    """Tell whether the task is still in hand and the person still a party of it: mergers are undone, tasks taken back."""
    task.refresh_from_db()
    if task.state not in ("received", "accepted"):
        return False
    return person in [one.person for one in contacting.reachable(liaison, task)]


def _contact(life: "Life", task: Any, person: Any, writer: replying.Replier, held: bool) -> Steps:
    kind = life.stage.next_of("contact", _KINDS)
    made = contacting.log(
        life.stage.cast.officer(task.body_id), task.uid, person_id=person.pk, kind=kind,
        held_on=timezone.localdate(life.now), summary=writer.contact(kind), now=life.now,
    )  # fmt: skip
    if held and life.chance.random() < 1 / 4:
        return  # nobody has confirmed it yet
    yield life.wait(0.2, 3)
    denials = data.table("replies")["contacts"]["denials"]
    words = "" if held else life.stage.next_of("denials", tuple(denials))
    contacting.confirm(
        life.stage.cast.member(person), made.uid, held=held, words=words, now=life.now
    )


def _opinion(life: "Life", task: Any, leads: list[Any]) -> Steps:
    """Let a joint body give its opinion; now and then one says nothing, is sent back, and says it better."""
    if life.fate.end != "done" and life.chance.random() < _LATE:
        return
    cast, writer = life.stage.cast, replier(life, task.pk)
    officer = cast.officer(task.body_id, "handler")
    yield life.wait(2, 8)
    task.refresh_from_db()
    if task.state not in ("received", "accepted"):
        return
    row = opinions.begin(officer, task.uid, now=life.now)
    thin = bool(leads) and life.stage.next_of("opinion", ("full", "full", "thin", "full")) == "thin"
    yield life.wait(0.2, 2)
    row = _sent(life, officer, row, writer, thin)
    if not leads:
        return
    lead = cast.officer(leads[0].body_id)
    yield life.wait(0.3, 2)
    if thin:
        words = life.stage.next_of("bounces", tuple(data.table("replies")["opinions"]["bounces"]))
        row = opinions.bounce(lead, row.uid, words=words, version=row.version, now=life.now)
        if life.fate.end != "done" and life.number % 2:
            return  # it still lies there
        yield life.wait(1, 4)
        row = _sent(life, officer, row, writer, False)
        yield life.wait(0.3, 1)
    opinions.take(lead, row.uid, version=row.version, now=life.now)


def _sent(
    life: "Life", officer: Any, row: Opinion, writer: replying.Replier, thin: bool
) -> Opinion:
    task, on = row.assignment, timezone.localdate(life.now)
    nothing = tuple(data.table("replies")["opinions"]["thin"])
    texts = {
        ask.uid: life.stage.next_of("nothing", nothing)
        if thin
        else writer.opinion(ask.text, task.body.name, on)
        for ask in docket.asks(task)
    }
    row = opinions.save(officer, row.uid, version=row.version, texts=texts, now=life.now)
    return opinions.send(officer, row.uid, version=row.version, now=life.now)
