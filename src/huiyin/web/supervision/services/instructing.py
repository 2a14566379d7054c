# SPDX-License-Identifier: Apache-2.0
"""Instructions of leaders (批示) and reminder letters (催办函): given to the body of a task, each answered or numbered."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from huiyin.core.values import letters
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Institution
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import telling, turning
from huiyin.web.kit import acting, numbering, words
from huiyin.web.supervision import models
from huiyin.web.supervision.services import rows

PLAIN = ("return", "settle", "withdraw")


@acting.act
def instruct(
    actor: Actor, task_uid: str, *, leader: str, words: str, given_on: date | None, now: datetime
) -> models.Instruction:
    """Record a leader's instruction on a case, addressed to the body of a task; its clock runs from now on.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_EMPTY`; `DATE_INVALID`.
    """
    task = docket.task(actor, task_uid, lock=True)
    rows.need(actor, "instruct", "leader", "oversight", "clerk")
    rows.filled(leader=leader, words=words)
    made = models.Instruction.objects.create(
        assignment=task, leader=leader.strip()[:80], words=words.strip(), given_on=rows.past(given_on, "given_on", now=now),
        state=turning.pack_of(task).machines["instruction"].initial, recorded_by_id=actor.signed_in(), recorded_at=now,
        changed_at=now,
    )  # fmt: skip
    begun = rows.begin_clock(task, "instruction", now=now)
    rows.write("instruction.given", made, actor, now, case_id=task.case_id, touched=begun)
    tell(
        task,
        ["liaison", "handler", "signer"],
        f"instruction:{made.pk}",
        "instruction.given",
        made.uid,
        now,
    )
    return made


def tell(task: Any, roles: list[str], stem: str, act: str, uid: str, now: datetime) -> None:
    """Tell officers of a task of something new that waits for them."""
    told = telling.audience(task, roles)
    params = {"title": telling.title(task), "act": act.partition(".")[2]}
    path = {"instruction": "instructions", "reminder": "reminders", "look_back": "lookbacks"}
    link = f"/{path[act.partition('.')[0]]}/{uid}/"
    telling.post(told, stem, act, params, link=link, now=now)


@acting.act
def report(actor: Actor, uid: str, *, text: str, version: int, now: datetime) -> models.Instruction:
    """Report, as the body, what was done; earlier reports stay.

    Errors: `NOT_FOUND`; `GUARD_HAS_REPORT`; those of `turning.turn`.
    """
    row = rows.get(models.Instruction, actor, uid)
    facts = ["has_report"] if text.strip() else []
    given = {"at": now.isoformat(), "by": actor.name, "text": text.strip()}
    rows.turn(
        row, "report", actor, version=version, now=now, facts=facts, reports=[*row.reports, given]
    )
    return row


@acting.act
def act(
    actor: Actor, uid: str, name: str, *, words: str, version: int, now: datetime
) -> models.Instruction:
    """Accept a report, return it, or withdraw the instruction: with the reason where it steps back.

    Errors: `NOT_FOUND`; `ACT_UNKNOWN`; those of `turning.turn`.
    """
    if name not in PLAIN:
        raise HuiyinError("ACT_UNKNOWN", act=name)
    row = rows.get(models.Instruction, actor, uid)
    rows.turn(row, name, actor, version=version, now=now, words=words)
    return row


@acting.act
def remind(
    actor: Actor, task_uid: str, *, words: str, due_on: date | None, now: datetime
) -> models.ReminderLetter:
    """Send a numbered reminder letter to the body of a task that is in hand.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_EMPTY`; `ILLEGAL_TRANSITION` for a task that is over; `DATE_INVALID` for a
        day gone by.
    """
    task = docket.task(actor, task_uid, lock=True)
    rows.need(actor, "remind", "oversight", "assigner", "clerk")
    rows.filled(words=words)
    if task.state not in ("issued", "received", "accepted", "objected", "disputed"):
        raise HuiyinError("ILLEGAL_TRANSITION", act="remind", state=task.state)
    today = timezone.localdate(now)
    if due_on is not None and due_on < today:
        raise HuiyinError("DATE_INVALID", day=due_on.isoformat())
    pattern = turning.pack_of(task).numbering.get("reminder", "{year}-{n}")
    number = pattern.format(year=today.year, n=numbering.take(f"reminder:{today.year}"))
    made = models.ReminderLetter.objects.create(
        assignment=task,
        number=number,
        words=words.strip(),
        due_on=due_on,
        day=today,
        by_id=actor.signed_in(),
        at=now,
    )
    rows.write("reminder.sent", made, actor, now, case_id=task.case_id)
    tell(
        task, ["liaison", "handler", "signer"], f"letter:{made.pk}", "reminder.sent", made.uid, now
    )
    return made


def paper(row: models.ReminderLetter) -> letters.Letter:
    """Give a reminder letter as it is printed: the same row gives the same letter, in the language of its place, to everyone."""
    lang: letters.Language = "en" if turning.pack_of(row.assignment).language == "en" else "zh"

    def say(key: str, **more: words.Value) -> str:
        return words.say(f"remindletter.{key}", lang, **more)

    task = row.assignment
    place = Institution.objects.first()
    issuer = (
        ((lang == "en" and place.name_en) or place.name)
        if place
        else turning.pack_of(task).words[lang]
    )
    number = task.case.number or 0
    parts = [say("opening", title=task.case.title, n=f"{number:04d}"), row.words]
    if row.due_on:
        parts.append(say("due", day=row.due_on.isoformat()))
    return letters.Letter(
        issuer=issuer, title=say("title"), salutations=((lang == "en" and task.body.name_en) or task.body.name,), opening=tuple(parts), items=(), day=row.day,
        closing=(say("closing"),), number=row.number, language=lang,
    )  # fmt: skip
