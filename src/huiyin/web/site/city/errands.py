# SPDX-License-Identifier: Apache-2.0
"""Errands (办理): what the bodies of the city do with a case: sign for it, accept it, hand it back, dispute."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from huiyin.core.calendar.deadlines import Limit, Unit
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket.services import assigning, negotiating, timing
from huiyin.web.site.city import fates

if TYPE_CHECKING:
    from huiyin.web.site.city.lives import Life

Steps = Iterator[datetime]


def play(life: "Life") -> Steps:
    """Let a filed case be assigned and handled, as its fate says."""
    yield life.wait(1, 4)
    assigner = life.stage.cast.one("assigner")
    case = life.row.case
    assigning.propose(assigner, case.uid, _tasks(life), now=life.now)
    if life.fate.end == "proposed":
        return
    yield life.wait(0.3, 3)
    assigning.issue(assigner, case.uid, now=life.now)
    if life.fate.end == "issued":
        return
    if life.fate.quirk == "reopened":
        yield life.wait(3, 6)
        assigning.reopen(assigner, case.uid, words="主办单位填写有误，收回重新交办。", now=life.now)
        yield life.wait(1, 2)
        assigning.propose_and_issue(assigner, case.uid, _tasks(life), now=life.now)
    for row in reversed(_living(case)):  # the lead last: its days for handing back begin here
        yield life.wait(0.1, 1.2)
        assigning.sign_for(_liaison(life, row), row.uid, now=life.now)
    if life.fate.end == "signed":
        return
    yield from _accepted(life, assigner, case)
    yield from life.then("accepted")
    if case.assignments.filter(state="done").exists():
        yield from life.then("answered")


def _tasks(life: "Life") -> list[assigning.Task]:
    bodies: list[Body] = []
    for name in _named(life):
        body = life.stage.body(name)
        if body not in bodies:
            bodies.append(body)
    if life.fate.quirk == "separate" and len(bodies) > 1:
        living = list(life.row.suggestions.filter(dropped_at=None).values_list("pk", flat=True))
        half = max(1, len(living) // 2)
        if len(living) > 1:
            parts = (living[:half], living[half:])
            return [
                assigning.Task(body, "separate", part)
                for body, part in zip(bodies, parts, strict=False)
            ]
    if life.fate.quirk in ("", "paused", "resumed", "extended") and life.number % 4 == 0:
        return [assigning.Task(bodies[0], "sole")]
    few = bodies[: 2 if life.number % 3 else 3]
    return [
        assigning.Task(body, "lead" if not place else "joint") for place, body in enumerate(few)
    ]


def _named(life: "Life") -> tuple[str, ...]:
    if life.fate.quirk == "passed":
        return ("澄州市公安局", "澄州市水务局", "临汀区政府")[life.number % 3 :][:1]
    return life.text.bodies


def _living(case: Any) -> list[Any]:
    return list(
        case.assignments.filter(state__in=["issued", "received", "accepted"]).order_by("pk")
    )


def _liaison(life: "Life", row: Any) -> Actor:
    return life.stage.cast.officer(row.body_id)


def _accepted(life: "Life", assigner: Actor, case: Any) -> Steps:
    rows = _living(case)
    quirk = _QUIRKS.get(life.fate.quirk)
    for row in rows[1 if quirk else 0 :]:
        yield life.wait(0.1, 0.5)
        assigning.accept(_liaison(life, row), row.uid, now=life.now)
    if quirk and rows:
        yield life.wait(0.1, 0.5)
        yield from quirk(life, assigner, rows[0])


def _other(life: "Life", row: Any) -> Body:
    """Name a body that has no task in the case yet."""
    taken = set(row.case.assignments.values_list("body_id", flat=True))
    names = [*life.text.bodies[::-1], "市城市管理局", "市发展改革委", "市财政局", "市民政局"]
    return next(body for body in map(life.stage.body, names) if body.pk not in taken)


def _hand_back(life: "Life", row: Any) -> Body:
    other = _other(life, row)
    code = life.stage.next_of("O", fates.HANDED_BACK)
    negotiating.hand_back(
        _liaison(life, row), row.uid, code=code, words=life.stage.says_with(code), names=other, now=life.now,
    )  # fmt: skip
    return other


def _objected(life: "Life", assigner: Actor, row: Any) -> Steps:
    _hand_back(life, row)
    yield from ()


def _granted(life: "Life", assigner: Actor, row: Any) -> Steps:
    other = _hand_back(life, row)
    yield life.wait(1, 5)
    again = assigning.rule(
        assigner, row.uid, grant=True, to=other, words=life.stage.says("grants"), now=life.now
    )
    yield life.wait(0.3, 2)
    assigning.sign_for(_liaison(life, again), again.uid, now=life.now)
    yield life.wait(0.3, 2)
    assigning.accept(_liaison(life, again), again.uid, now=life.now)


def _refused(life: "Life", assigner: Actor, row: Any) -> Steps:
    _hand_back(life, row)
    yield life.wait(1, 5)
    assigning.rule(
        assigner, row.uid, grant=False, to=None, words=life.stage.says("refuses"), now=life.now
    )


def _disputed(life: "Life", assigner: Actor, row: Any) -> Steps:
    _hand_back(life, row)
    yield life.wait(1, 4)
    words = life.stage.says("disputes")
    negotiating.dispute(_liaison(life, row), row.uid, words=words, head_signed=True, now=life.now)


def _escalated(life: "Life", assigner: Actor, row: Any) -> Steps:
    yield from _disputed(life, assigner, row)
    yield life.wait(2, 5)
    negotiating.escalate(assigner, row.uid, words=life.stage.says("escalates"), now=life.now)


def _adds(life: "Life", assigner: Actor, row: Any) -> Steps:
    other = _other(life, row)
    assigning.accept(
        _liaison(life, row), row.uid, now=life.now, add=other, words=life.stage.says("adds")
    )
    if life.number % 2:
        yield life.wait(1, 4)
        negotiating.answer_request(
            assigner, row.uid, granted=False, words="现有会办单位已能办理。", now=life.now
        )


def _extended(life: "Life", assigner: Actor, row: Any) -> Steps:
    assigning.accept(_liaison(life, row), row.uid, now=life.now)
    yield life.wait(50, 70)
    limit = Limit(4 + life.number % 3, Unit.MONTHS)
    timing.extend(assigner, row.uid, limit=limit, words=life.stage.says("extends"), now=life.now)


def _paused(life: "Life", assigner: Actor, row: Any) -> Steps:
    assigning.accept(_liaison(life, row), row.uid, now=life.now)
    yield life.wait(8, 20)
    timing.pause(assigner, row.uid, words=life.stage.says("pauses"), now=life.now)
    if life.fate.quirk == "resumed":
        yield life.wait(5, 12)
        timing.resume(assigner, row.uid, now=life.now)


def _passed(life: "Life", assigner: Actor, row: Any) -> Steps:
    assigning.accept(_liaison(life, row), row.uid, now=life.now)
    below = Body.objects.filter(parent_id=row.body_id, valid_to=None).first()
    if below is None:
        return
    yield life.wait(1, 4)
    part = assigning.pass_on(
        _liaison(life, row), row.uid, to=below, words=life.stage.says("passes"), now=life.now
    )
    yield life.wait(0.3, 2)
    assigning.sign_for(_liaison(life, part), part.uid, now=life.now)


_QUIRKS: dict[str, Callable[["Life", Actor, Any], Steps]] = {
    "objected": _objected, "granted": _granted, "refused": _refused, "disputed": _disputed,
    "escalated": _escalated, "adds": _adds, "extended": _extended, "paused": _paused, "resumed": _paused, "passed": _passed,
}  # fmt: skip
