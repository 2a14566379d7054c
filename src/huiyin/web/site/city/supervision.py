# SPDX-License-Identifier: Apache-2.0
"""Supervision (督办): key proposals, instructions, reminder letters, a look-back and ratings of the city."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.demo.city import data
from huiyin.web.accounts.actors import SYSTEM
from huiyin.web.accounts.models import Committee, User
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.supervision.selectors import watching
from huiyin.web.supervision.services import instructing, keying, looking, rows

if TYPE_CHECKING:
    from huiyin.web.site.city.lives import Life, Stage

Steps = Iterator[datetime]
_KEYS = ("supervised", "nominated", "concluded", "dropped", "shortlisted", "voting")
_INSTRUCTIONS = ("reported", "given", "settled", "returned")


def _says(stage: "Stage", key: str) -> str:
    return stage.next_of(f"supervision/{key}", tuple(data.table("supervision")[key]))


def _key(life: "Life") -> Steps:
    """Let one of some twenty proposals of this session be nominated, and go as far as its turn says."""
    cast, stage = life.stage.cast, life.stage
    way = stage.next_of("key", _KEYS)
    yield life.wait(0.5, 3)
    row = keying.nominate(
        cast.one("committee"),
        life.row.uid,
        recommended=_says(stage, "recommended"),
        why=_says(stage, "why"),
        now=life.now,
    )
    if way == "nominated":
        return
    yield life.wait(0.5, 3)
    if way == "dropped":
        keying.act(
            cast.one("committee"),
            row.uid,
            "drop",
            words=_says(stage, "dropped"),
            version=row.version,
            now=life.now,
        )
        return
    row = keying.act(
        cast.one("committee"), row.uid, "shortlist", words="", version=row.version, now=life.now
    )
    if way == "shortlisted":
        return
    yield life.wait(0.2, 2)
    committee = Committee.objects.order_by("pk").first()
    assert committee is not None
    keying.approve(
        cast.one("leader"), row.uid, official=_says(stage, "officials"), committee=committee.pk, version=row.version,
        now=life.now,
    )  # fmt: skip
    yield from _supervised(life, row, way)


def _supervised(life: "Life", row: Any, way: str) -> Steps:
    cast, stage = life.stage.cast, life.stage
    for kind in ("visit", "meeting")[: 1 if way == "supervised" else 2]:
        yield life.wait(1, 3)
        row.refresh_from_db()
        what = keying.Happened(
            kind, timezone.localdate(life.now), _says(stage, "present"), _says(stage, "notes")
        )
        keying.note_event(cast.one("committee"), row.uid, what, version=row.version, now=life.now)
    if way == "supervised":
        return
    yield life.wait(0.5, 2)
    row.refresh_from_db()
    panel = [one for one in cast.members[:9] if one.pk != life.proposer.pk][:7]
    users = list(User.objects.filter(person__in=panel).values_list("pk", flat=True))
    keying.open_vote(cast.one("committee"), row.uid, users, version=row.version, now=life.now)
    for place, person in enumerate(panel[3:] if way == "voting" else panel):
        yield life.wait(0.05, 0.4)
        choice = ("satisfied", "basically", "satisfied", "dissatisfied", "satisfied")[place % 5]
        keying.cast(cast.member(person), row.uid, choice, now=life.now)
    if way == "concluded":
        yield life.wait(0.1, 1)
        row.refresh_from_db()
        keying.close_vote(cast.one("committee"), row.uid, version=row.version, now=life.now)


def accepted(life: "Life") -> Steps:
    """Let some proposals become key ones, a leader write on some cases, the oversight office remind some bodies by letter."""
    if life.session != life.stage.cast.present:
        return
    if life.number % 19 == 4:
        yield from _key(life)
        return
    task = life.row.case.assignments.filter(state="accepted", role__in=docket.OWING).first()
    if task is not None and life.number % 11 == 6:
        yield from _instructed(life, task)
    elif task is not None and life.number % 13 == 2:
        yield life.wait(1, 4)
        task.refresh_from_db()
        if task.state == "accepted":
            due = timezone.localdate(life.now) + timedelta(days=10)
            instructing.remind(
                life.stage.cast.one("oversight"),
                task.uid,
                words=_says(life.stage, "letters"),
                due_on=due,
                now=life.now,
            )


def _instructed(life: "Life", task: Any) -> Steps:
    cast, stage = life.stage.cast, life.stage
    way = stage.next_of("instruction", _INSTRUCTIONS)
    yield life.wait(0.5, 3)
    row = instructing.instruct(
        cast.one("leader"), task.uid, leader=_says(stage, "leaders"), words=_says(stage, "instructions"),
        given_on=timezone.localdate(life.now), now=life.now,
    )  # fmt: skip
    if way == "given":
        return
    officer = cast.officer(task.body_id)
    yield life.wait(2, 9)
    row = instructing.report(
        officer, row.uid, text=_says(stage, "reports"), version=row.version, now=life.now
    )
    if way == "reported":
        return
    yield life.wait(0.5, 3)
    act, words = ("return", _says(stage, "returned")) if way == "returned" else ("settle", "")
    instructing.act(
        cast.one("oversight"), row.uid, act, words=words, version=row.version, now=life.now
    )


def answered(life: "Life") -> Steps:
    """Let some proposers and bodies rate each other, and somebody from outside assess a few."""
    task = life.row.case.assignments.filter(state="done", role__in=docket.OWING).first()
    if task is None or life.number % 3:
        return
    stage, officer = life.stage, life.stage.cast.officer(task.body_id)
    sides = [life.actor, officer] if life.number % 2 else [life.actor]
    for who in sides:
        yield life.wait(1, 9)
        _rated(life, who, task)
    if life.number % 4 == 0:
        yield life.wait(5, 20)
        values = _values(life, rows.form(task, "assessment"))
        looking.assess(
            stage.cast.one("oversight"), task.uid, values, assessor=_says(stage, "assessors"), words=_says(stage, "remarks"),
            now=life.now,
        )  # fmt: skip


def _rated(life: "Life", who: Any, task: Any) -> None:
    form, _ = looking.side_of(who, task)
    task.refresh_from_db()
    if form and task.state == "done":
        values = _values(life, rows.form(task, form))
        looking.rate(who, task.uid, values, words=_says(life.stage, "remarks"), now=life.now)


def _values(life: "Life", form: Any) -> dict[str, str]:
    return {
        axis.id: life.chance.choices([one.id for one in axis.values], weights=(7, 2, 1))[0]
        for axis in form.axes.values()
    }


def look_back(stage: "Stage") -> Steps:
    """Look back at the planned replies of the last session: some reported and confirmed, some wanting, some waiting."""
    now = stage.now - timedelta(days=25)
    yield now
    oversight = stage.cast.one("oversight")
    since, until = (timezone.localdate(now) - timedelta(days=days) for days in (480, 150))
    try:
        made = looking.open_round(
            oversight,
            title=f"{since.year}年B类答复回头看",
            letters=["B"],
            since=since,
            until=until,
            now=now,
        )
    except HuiyinError as refusal:
        if refusal.code != "NOTHING_SELECTED":
            raise
        return
    for place, item in enumerate(watching.items(SYSTEM).filter(round=made).order_by("pk")):
        if place % 4 == 3:
            continue
        now += timedelta(days=0.6)
        yield now
        yield from _looked(stage, item, place, now)


def _looked(stage: "Stage", item: Any, place: int, now: datetime) -> Steps:
    values = {"done": ("kept", "under_way", "kept", "behind")[place % 4], "proof": "on_site"}
    officer = stage.cast.officer(item.assignment.body_id)
    item = looking.report(
        officer, item.uid, values, words=_says(stage, "look_backs"), version=item.version, now=now
    )
    if place % 4 == 2:
        return
    act, words = ("find_wanting", _says(stage, "wanting")) if place % 7 == 4 else ("confirm", "")
    looking.act(
        stage.cast.one("committee"),
        item.uid,
        act,
        words=words,
        version=item.version,
        now=now + timedelta(hours=5),
    )
    yield now + timedelta(hours=5)
