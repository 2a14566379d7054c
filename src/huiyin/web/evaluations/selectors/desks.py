# SPDX-License-Identifier: Apache-2.0
"""What of evaluations lies on a desk, and on the pages of replies, tasks, cases and proposals: the room's panels."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket.selectors import shown as names
from huiyin.web.evaluations import models
from huiyin.web.evaluations.selectors import closing, evaluations, shown
from huiyin.web.kit import listing

MOST = 8


def desk(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay what waits for the actor on the desk: to give, to rule on, to record, late forms asked for, said of the body."""
    if actor.user_id is None:
        return None
    piles = [pile for pile in _piles(actor) if pile["n"]]
    if not piles:
        return None
    return render_to_string("evaluations/parts/desk.html", {"piles": piles, "lang": lang})


def _piles(actor: Actor) -> list[dict[str, Any]]:
    rows, found = evaluations.seen(actor), []
    if actor.person_id:
        mine = rows.filter(person_id=actor.person_id, state="open")
        found.append(_pile(actor, "to_give", mine.order_by("opened_at")))
    if actor.has("committee", "oversight", "clerk"):
        waits = models.Rung.objects.filter(evaluation=OuterRef("pk"), recorded_at=None)
        some = rows.filter(state="to_rule").annotate(climbing=Exists(waits))
        if actor.has("committee", "oversight"):
            found.append(_pile(actor, "to_rule", some.filter(climbing=False)))
        found.append(_pile(actor, "to_record", some.filter(climbing=True)))
    if actor.has("clerk", "committee"):
        late = rows.filter(state="lapsed", asked_late_at__isnull=False)
        found.append(_pile(actor, "late", late))
    if bodies := actor.bodies("liaison", "handler", "signer"):
        said = rows.filter(reply__assignment__body_id__in=bodies, counts="bad")
        found.append(_pile(actor, "unhappy", said.filter(state="to_rule")))
    return found


def _pile(actor: Actor, key: str, rows: QuerySet[models.Evaluation]) -> dict[str, Any]:
    items = [
        {
            "href": f"/evaluations/{one.uid}/",
            "title": one.reply.assignment.case.title,
            "note": names.body(one.reply.assignment.body),
            "state": shown.state(one),
        }
        for one in listing.first(rows, MOST)
    ]
    n = len(items) if len(items) < MOST else rows.order_by().count()
    return {"key": key, "words": f"desk_e.{key}", "n": n, "items": items}


def reply(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the evaluations of a round on its page."""
    return _list(actor, Q(reply=row), lang)


def task(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the evaluations of a task's replies on its page."""
    return _list(actor, Q(reply__assignment=row), lang)


def case(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay on the page of a case how far each of its suggestions is, and the evaluations that may be seen."""
    lines = closing.of_case(row.pk) if actor.user_id is not None else []
    return _list(actor, Q(reply__assignment__case=row), lang, lines)


def proposal(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay the evaluations of a proposal's replies on its page."""
    if row.case_id is None:
        return None
    return _list(actor, Q(reply__assignment__case_id=row.case_id), lang)


def _list(
    actor: Actor, which: Q, lang: str, lines: list[closing.Line] | None = None
) -> SafeString | None:
    if actor.user_id is None:
        return None
    rows = evaluations.seen(actor).filter(which).order_by("reply__round", "pk")
    some = [_shown(actor, one) for one in listing.first(rows.prefetch_related("judgements"))]
    if not some and not lines:
        return None
    context = {"some": some, "lang": lang, "lines": lines or []}
    return render_to_string("evaluations/parts/list.html", context)


def _shown(actor: Actor, row: models.Evaluation) -> dict[str, Any]:
    forms = list(row.judgements.all())
    return {
        "row": row,
        "who": shown.evaluator(actor, row),
        "mine": actor.person_id == row.person_id and row.state == "open",
        "state": shown.state(row),
        "decided": shown.decided(row, forms[-1] if forms else None),
        "paper": bool(forms) and forms[-1].how == "paper",
    }


def reminded(task_row: Any) -> Iterable[User]:
    """Give who is reminded of the window of a task: those who have not given their form."""
    waiting = models.Evaluation.objects.filter(reply__assignment=task_row, state="open")
    return User.objects.filter(person__evaluations__in=waiting).distinct()
